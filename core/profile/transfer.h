// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster as one file that can be given to somebody else: JSON, with a version, without secrets. Passwords and passphrases are
// never in a profile and so never in this; of keys only the paths are named, which are no secrets.
#pragma once
#include "agent/protocol/json.h"
#include "core/profile/catalogue.h"

#include <string>
#include <vector>

namespace profile {

struct TransferOptions {
    /// Paths of keys that begin with "/" belong to one person's machine and are left out, unless this is set. "~/.ssh/id_lab" and
    /// paths without a folder mean something elsewhere too and always stay as they are written.
    bool keyPaths = false;
    std::string knownHosts{};           ///< file with accepted host keys; those of the servers go along. Empty: none
    std::vector<protocol::Json> serverProfiles{}; ///< the user's own, as their files have them
};

struct Transfer {
    std::string name, colour;
    bool production = false;
    std::vector<ServerEntry> servers{};
    inventory::Wanted wanted{};
    std::map<std::string, std::string> settings{};
    std::vector<std::string> hostKeys{}; ///< lines as in known_hosts
    std::vector<protocol::Json> serverProfiles{};
    std::vector<std::string> notes{};    ///< sentences: what was left out, what is to be done after an import
};

base::Result<Transfer> collect(const Profile &profile, const TransferOptions &options);
std::string exportText(const Transfer &transfer);

/// BadMessage names the member that is wrong and what it should be; VersionMismatch: a newer program wrote it.
base::Result<Transfer> importText(const std::string &text);
/// Fills a new profile with what was imported; its own name stays when it has one. The host keys are appended to `knownHosts`,
/// those that it has already are not repeated. After an error the profile holds a part: remove it.
base::Result<void> fill(Profile &profile, const Transfer &transfer, const std::string &knownHosts);

/// Writes the file (mode 0600, all or nothing) and gives the notes. Errors: Storage.
base::Result<std::vector<std::string>> exportFile(const Profile &profile, const TransferOptions &options, const std::string &file);
/// A new cluster in the catalogue; `name` empty: as it is called in the file. Errors as of importText() and Catalogue::create();
/// after one there is no new cluster.
base::Result<Entry> importFile(const std::string &file, Catalogue &catalogue, const std::string &name, const std::string &knownHosts);

} // namespace profile
