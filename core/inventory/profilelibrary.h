// SPDX-License-Identifier: GPL-3.0-or-later
// The server profiles that can be chosen: the built-in ones, and the files of the user's own directory.
#pragma once
#include "core/inventory/wanted.h"

namespace inventory {

class ProfileLibrary {
public:
    /// Reads all; `directory`: of own profiles, empty for the user's (see ownDirectory). Files that cannot be read are in problems().
    explicit ProfileLibrary(const std::string &directory = {});
    const std::vector<ServerProfilePtr> &all() const { return m_all; } ///< by their order, then by title
    ServerProfilePtr find(const std::string &name) const;              ///< null: there is none
    /// NotFound: the name and those that there are.
    base::Result<ServerProfilePtr> get(const std::string &name) const;
    /// Each names the file, the field and what may stand there.
    const std::vector<base::Error> &problems() const { return m_problems; }
    static std::string ownDirectory();

private:
    void read(const std::string &directory);
    std::vector<ServerProfilePtr> m_all;
    std::vector<base::Error> m_problems;
};

/// Servers whose setting "server-profile:NAME" names a profile, and that have none in `wanted` yet, get it, and are wanted managed
/// when it manages. `settings`: all of the cluster's. What is wrong goes into the result, by server.
std::vector<std::string> adoptProfiles(Wanted &wanted, const std::map<std::string, std::string> &settings, const ProfileLibrary &library);

} // namespace inventory
