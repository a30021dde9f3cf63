// SPDX-License-Identifier: GPL-3.0-or-later
// Keywords of ssh_config(5) that libssh 0.10 passes over: CertificateFile, IdentityAgent, and IdentityFile as a list.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace agentlink {

class ClientConfig {
public:
    /// Reads `folder`/config, then /etc/ssh/ssh_config, with what they include, for `host` as the person wrote it. Of Match it
    /// knows all, host and originalhost; a block with another condition is passed over.
    ClientConfig(const std::string &folder, const std::string &host);
    std::string first(const std::string &keyword) const; ///< lower-case keyword; empty: not said
    std::vector<std::string> all(const std::string &keyword) const; ///< oldest first

private:
    void read(const std::string &file, const std::string &folder, bool active, int depth);
    bool matches(const std::vector<std::string> &patterns) const;
    bool matchesAll(const std::vector<std::string> &conditions) const;

    std::string m_host;
    std::map<std::string, std::vector<std::string>> m_values;
};

/// With ~ and %d, %h, %% put in as far as they are known.
std::string expandedPath(const std::string &path, const std::string &host);

} // namespace agentlink
