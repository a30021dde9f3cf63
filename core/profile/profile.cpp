// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/profile.h"

#include "core/base/database.h"
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"

#include <algorithm>

namespace profile {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;

namespace {

const base::Schema schema{"profile",
    {
        // 1: what a cluster is
        {"CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE server(name TEXT PRIMARY KEY, kind TEXT NOT NULL, host TEXT NOT NULL, user TEXT NOT NULL,"
            " port INTEGER NOT NULL, identity TEXT NOT NULL, socket TEXT NOT NULL) WITHOUT ROWID"},
        // 2: servers behind a jump host
        {"ALTER TABLE server ADD COLUMN jump TEXT NOT NULL DEFAULT ''"},
        // 3: what the admin wants has a place and a time of its own
        {"CREATE TABLE wanted(number INTEGER PRIMARY KEY CHECK(number = 1), value TEXT NOT NULL, at INTEGER NOT NULL)",
            "INSERT INTO wanted(number, value, at) SELECT 1, value, 0 FROM setting WHERE key = 'wanted'",
            "DELETE FROM setting WHERE key = 'wanted'"},
        // 4: what was last seen of each server, for a start while it does not answer
        {"CREATE TABLE inventory(server TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID"},
        // 5: certificates, and which ways of login may be used
        {"ALTER TABLE server ADD COLUMN certificate TEXT NOT NULL DEFAULT ''", "ALTER TABLE server ADD COLUMN login TEXT NOT NULL DEFAULT ''"},
        // 6: what was last seen has a file of its own (see seen.h)
        {"DROP TABLE inventory"},
    }};

const std::string profileSetting = "server-profile:"; ///< and the server's name: what it was added as

QString text(const std::string &utf8) { return QString::fromStdString(utf8); }
std::string textIn(const QVariant &value) { return value.toString().toStdString(); }

Error badField(const ServerEntry &server, const std::string &field, const std::string &what)
{
    return Error{Problem::BadArgument, "server " + (server.name.empty() ? "(no name)" : server.name) + ": " + field + " " + what, {},
        "Change that field."};
}

bool hasOddCharacter(const std::string &word)
{
    return std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; });
}

} // namespace

Result<void> check(const ServerEntry &server)
{
    if (server.name.empty())
        return badField(server, "name", "is empty");
    // "server:NAME" and "client:NAME:/mnt" are ids of objects: a colon or slash in a name would make them ambiguous.
    if (hasOddCharacter(server.name) || server.name.find_first_of(":/") != std::string::npos || server.name.front() == '-')
        return badField(server, "name", "may not hold spaces, colons or slashes, nor begin with a dash");
    // A leading dash would be read as an option where the name reaches a command line.
    for (const auto &[field, value] : {std::pair{"host", &server.host}, {"user", &server.user}, {"jump", &server.jump}})
        if (hasOddCharacter(*value) || (!value->empty() && value->front() == '-'))
            return badField(server, field, "may not hold spaces nor begin with a dash");
    if (server.port < 0 || server.port > 65535)
        return badField(server, "port", std::to_string(server.port) + " is not from 1 to 65535");
    if (!server.login.empty() && server.login != "agent" && server.login != "key" && server.login != "password")
        return badField(server, "login", "is \"" + server.login + "\"; it may be agent, key or password, or empty for any");
    if (server.kind == ServerEntry::Kind::Local && server.socket.empty())
        return badField(server, "socket", "is empty");
    return {};
}

Profile::Profile(std::unique_ptr<base::Database> db)
    : m_db(std::move(db))
{
}

Profile::~Profile() = default;

Result<std::unique_ptr<Profile>> Profile::open(const std::string &path)
{
    auto db = base::Database::open(path, schema);
    if (!db)
        return db.error();
    return std::unique_ptr<Profile>(new Profile(std::move(*db)));
}

std::string Profile::name() const
{
    return setting("name");
}

Result<void> Profile::setName(const std::string &name)
{
    return setSetting("name", name);
}

Result<std::vector<ServerEntry>> Profile::servers() const
{
    auto rows = m_db->rows("SELECT name, kind, host, user, port, identity, socket, jump, certificate, login FROM server ORDER BY name");
    if (!rows)
        return rows.error();
    std::vector<ServerEntry> servers;
    for (const Row &row : *rows)
        servers.push_back({.name = textIn(row[0]),
            .kind = textIn(row[1]) == "local" ? ServerEntry::Kind::Local : ServerEntry::Kind::Ssh,
            .host = textIn(row[2]), .user = textIn(row[3]), .port = row[4].toInt(), .identity = textIn(row[5]), .jump = textIn(row[7]),
            .certificate = textIn(row[8]), .login = textIn(row[9]), .socket = textIn(row[6])});
    return servers;
}

Result<void> Profile::saveServer(const ServerEntry &server)
{
    if (auto good = check(server); !good)
        return good;
    return m_db->transaction([&] {
        return m_db->run("INSERT OR REPLACE INTO server(name, kind, host, user, port, identity, socket, jump, certificate, login)"
                         " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {text(server.name), server.kind == ServerEntry::Kind::Local ? QStringLiteral("local") : QStringLiteral("ssh"),
                text(server.host), text(server.user), server.port, text(server.identity), text(server.socket),
                text(server.jump), text(server.certificate), text(server.login)});
    });
}

Result<void> Profile::addServer(const ServerEntry &server)
{
    return m_db->transaction([&]() -> Result<void> {
        if (auto saved = saveServer(server); !saved)
            return saved;
        const inventory::ObjectId id = inventory::serverId(server.name);
        // Of a thousand servers this is megabytes: it is read only where it speaks of this one.
        auto rows = m_db->rows("SELECT 1 FROM wanted WHERE instr(value, ?)", {text('"' + id + '"')});
        if (!rows || rows->empty())
            return rows ? Result<void>() : Result<void>(rows.error());
        auto wanted = this->wanted();
        if (!wanted)
            return wanted.error();
        const auto state = wanted->states.find(id);
        if (state == wanted->states.end() || state->second != machine::State::Removed)
            return {};
        inventory::forgetServer(*wanted, server.name);
        return saveWanted(*wanted);
    });
}

Result<void> Profile::removeServer(const std::string &name)
{
    return m_db->transaction([&]() -> Result<void> {
        auto wanted = this->wanted();
        if (!wanted)
            return wanted.error();
        inventory::forgetServer(*wanted, name);
        if (auto saved = saveWanted(*wanted); !saved)
            return saved;
        if (auto removed = removeSetting(profileSetting + name); !removed)
            return removed;
        return m_db->run("DELETE FROM server WHERE name = ?", {text(name)});
    });
}

Result<void> Profile::renameServer(const std::string &from, const std::string &to)
{
    auto servers = this->servers();
    auto wanted = this->wanted();
    if (!servers || !wanted)
        return !servers ? servers.error() : wanted.error();
    const auto named = [&](const std::string &n) { return std::find_if(servers->begin(), servers->end(), [&](const auto &e) { return e.name == n; }); };
    const auto old = named(from);
    if (old == servers->end())
        return Error{Problem::NotFound, from + " is not in the profile.", {}, "See: chandelierctl servers"};
    if (named(to) != servers->end())
        return Error{Problem::Conflict, "There is a server " + to + " already.", {}, "Choose another name."};
    if (old->host.empty() && old->kind == ServerEntry::Kind::Ssh)
        old->host = old->name; // it is still reached by the name that it had
    old->name = to;
    if (auto fine = check(*old); !fine)
        return fine;
    inventory::renameServer(*wanted, from, to);
    const std::string chosen = setting(profileSetting + from);
    return m_db->transaction([&]() -> Result<void> {
        if (auto set = setServers(*servers); !set)
            return set;
        if (auto removed = removeSetting(profileSetting + from); !removed)
            return removed;
        if (auto set = chosen.empty() ? Result<void>() : setSetting(profileSetting + to, chosen); !set)
            return set;
        return saveWanted(*wanted);
    });
}

Result<void> Profile::setServers(const std::vector<ServerEntry> &servers)
{
    return m_db->transaction([&]() -> Result<void> {
        if (auto removed = m_db->run("DELETE FROM server"); !removed)
            return removed;
        for (const ServerEntry &server : servers)
            if (auto saved = saveServer(server); !saved)
                return saved;
        return {};
    });
}

namespace {

/// Who adds a server writes the profile that was chosen for it into a setting; here it becomes what is wanted.
void adopt(const Profile &profile, inventory::Wanted &wanted)
{
    const auto settings = profile.settings();
    const auto first = settings ? settings->lower_bound(profileSetting) : std::map<std::string, std::string>::const_iterator();
    if (settings && first != settings->end() && first->first.starts_with(profileSetting))
        inventory::adoptProfiles(wanted, *settings, inventory::ProfileLibrary());
}

} // namespace

Result<inventory::Wanted> Profile::wanted() const
{
    auto rows = m_db->rows("SELECT value FROM wanted");
    if (!rows)
        return rows.error();
    if (rows->empty()) {
        inventory::Wanted none;
        adopt(*this, none);
        return none;
    }
    auto wanted = inventory::wantedFromJson(protocol::parseJson(textIn(rows->front().front())));
    if (!wanted)
        return Error{Problem::Storage, "what is wanted of the cluster cannot be read (" + m_db->path() + ")",
            wanted.error().message, "Put a copy of the profile from a backup in its place."};
    adopt(*this, *wanted);
    return wanted;
}

Result<void> Profile::saveWanted(const inventory::Wanted &wanted)
{
    return m_db->transaction([&] {
        return m_db->run("INSERT OR REPLACE INTO wanted(number, value, at) VALUES(1, ?, CAST(strftime('%s', 'now') AS INTEGER) * 1000)",
            {text(protocol::dumpJson(inventory::toJson(wanted)))});
    });
}

std::string Profile::setting(const std::string &key, const std::string &fallback) const
{
    auto rows = m_db->rows("SELECT value FROM setting WHERE key = ?", {text(key)});
    return rows && !rows->empty() ? textIn(rows->front().front()) : fallback;
}

Result<void> Profile::setSetting(const std::string &key, const std::string &value)
{
    return m_db->transaction(
        [&] { return m_db->run("INSERT OR REPLACE INTO setting(key, value) VALUES(?, ?)", {text(key), text(value)}); });
}

Result<void> Profile::removeSetting(const std::string &key)
{
    return m_db->transaction([&] { return m_db->run("DELETE FROM setting WHERE key = ?", {text(key)}); });
}

Result<std::map<std::string, std::string>> Profile::settings() const
{
    auto rows = m_db->rows("SELECT key, value FROM setting");
    if (!rows)
        return rows.error();
    std::map<std::string, std::string> settings;
    for (const Row &row : *rows)
        settings[textIn(row[0])] = textIn(row[1]);
    return settings;
}

std::int64_t Profile::foreignVersion() const
{
    return m_db->foreignVersion();
}

const std::string &Profile::path() const
{
    return m_db->path();
}

} // namespace profile
