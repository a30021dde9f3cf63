// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of one cluster on this workstation: its name, its servers, what the admin wants of it. No secrets: keys are named
// by path, passwords are asked for or lie in the keychain.
#pragma once
#include "core/inventory/wanted.h"

#include <cstdint>
#include <map>
#include <memory>

namespace base {
class Database;
}

namespace profile {

struct ServerEntry {
    enum class Kind : std::uint8_t { Ssh, Local }; ///< Local: an agent's unix socket on this machine (demonstration, tests)
    std::string name;      ///< the key: what everything calls this server
    Kind kind = Kind::Ssh;
    std::string host{};    ///< of Ssh: name or address, or a Host of ~/.ssh/config; empty: `name`
    std::string user{};    ///< empty: as ~/.ssh/config says, else root
    int port = 0;          ///< 0: as ~/.ssh/config says, else 22
    std::string identity{}; ///< path of a private key; empty: agent and configuration decide
    std::string jump{};    ///< "user@host:port"; empty: as ~/.ssh/config says
    std::string certificate{}; ///< path of an OpenSSH certificate of that key; empty: the file beside it, if there is one
    std::string login{};   ///< "agent", "key", "password"; empty: any way that works
    std::string socket{};  ///< of Local: path; of Ssh: the agent's socket on the server, empty for its default
    friend bool operator==(const ServerEntry &, const ServerEntry &) = default;
};

/// Used in the thread that opened it. All errors are Storage, if nothing else is said.
class Profile {
public:
    /// Opens or creates the file, mode 0600. See base::Database for what is refused.
    static base::Result<std::unique_ptr<Profile>> open(const std::string &path);
    ~Profile();

    std::string name() const; ///< the cluster's; empty in a new profile
    base::Result<void> setName(const std::string &name);

    base::Result<std::vector<ServerEntry>> servers() const; ///< by name
    /// Adds or changes one. BadArgument names the field that cannot be.
    base::Result<void> saveServer(const ServerEntry &server);
    /// The same; where it was wanted removed, it is not any more, and nothing that was wanted of it then is.
    base::Result<void> addServer(const ServerEntry &server);
    /// With all that is wanted of it.
    base::Result<void> removeServer(const std::string &name);
    /// All that is kept of it goes along. It is still reached where it was. NotFound, Conflict, BadArgument.
    base::Result<void> renameServer(const std::string &from, const std::string &to);
    /// Exactly these, in one transaction.
    base::Result<void> setServers(const std::vector<ServerEntry> &servers);

    base::Result<inventory::Wanted> wanted() const;
    base::Result<void> saveWanted(const inventory::Wanted &wanted);

    std::string setting(const std::string &key, const std::string &fallback = {}) const;
    base::Result<void> setSetting(const std::string &key, const std::string &value);
    base::Result<void> removeSetting(const std::string &key);
    base::Result<std::map<std::string, std::string>> settings() const;
    /// Changes when another program wrote into the file.
    std::int64_t foreignVersion() const;
    const std::string &path() const;

private:
    explicit Profile(std::unique_ptr<base::Database> db);
    std::unique_ptr<base::Database> m_db;
};

/// The first thing that cannot be in an entry, naming the field; nothing when it is good.
base::Result<void> check(const ServerEntry &server);

} // namespace profile
