// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/transfer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <algorithm>
#include <set>

namespace profile {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;

namespace {

constexpr const char *format = "chandelier-cluster";
constexpr int version = 1;
constexpr const char *fileNote = "No passwords or keys are in this file. \"identity\" and \"certificate\" are names of files on the workstation of "
                                 "whoever uses it.";

/// What has a member of its own, or means something on this workstation only.
const std::set<std::string> ownSettings{"name", "colour", "production", "id", "logins"};

Error wrong(const std::string &where, const std::string &what)
{
    return {Problem::BadMessage, "the file cannot be imported: " + where + " " + what, {}, "Export the cluster anew, or mend the file by hand."};
}

/// The members of a server that are texts, as they stand in the file.
struct TextMember {
    const char *name;
    std::string ServerEntry::*member;
};
constexpr TextMember textMembers[]{{"host", &ServerEntry::host}, {"user", &ServerEntry::user}, {"identity", &ServerEntry::identity},
    {"jump", &ServerEntry::jump}, {"certificate", &ServerEntry::certificate}, {"login", &ServerEntry::login}, {"socket", &ServerEntry::socket}};

Json serverJson(const ServerEntry &server)
{
    Json json{{"name", server.name}, {"kind", server.kind == ServerEntry::Kind::Local ? "local" : "ssh"}};
    for (const TextMember &text : textMembers)
        if (!(server.*text.member).empty())
            json[text.name] = server.*text.member;
    if (server.port != 0)
        json["port"] = server.port;
    return json;
}

Result<ServerEntry> serverFrom(const Json &json, const std::string &where)
{
    if (!json.is_object())
        return wrong(where, "is no object");
    ServerEntry server{.name = protocol::textOf(json, "name")};
    const std::string kind = protocol::textOf(json, "kind", "ssh");
    if (kind != "ssh" && kind != "local")
        return wrong(where + ".kind", "is \"" + kind + "\"; it may be ssh or local");
    server.kind = kind == "local" ? ServerEntry::Kind::Local : ServerEntry::Kind::Ssh;
    for (const TextMember &text : textMembers) {
        const Json &value = protocol::member(json, text.name);
        if (!value.is_null() && !value.is_string())
            return wrong(where + "." + text.name, "is no text");
        server.*text.member = protocol::textOf(json, text.name);
    }
    const Json &port = protocol::member(json, "port");
    if (!port.is_null() && !port.is_number_integer())
        return wrong(where + ".port", "is no whole number");
    server.port = static_cast<int>(std::clamp<std::int64_t>(protocol::numberOf(json, "port"), -1, 65536));
    if (auto good = check(server); !good)
        return wrong(where, "cannot be: " + good.error().message);
    return server;
}

Result<std::vector<ServerEntry>> serversFrom(const Json &list)
{
    if (!list.is_array())
        return wrong("servers", "is no list");
    std::vector<ServerEntry> servers;
    std::set<std::string> names;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string where = "servers[" + std::to_string(i) + "]";
        auto server = serverFrom(list[i], where);
        if (!server)
            return server.error();
        if (!names.insert(server->name).second)
            return wrong(where + ".name", "\"" + server->name + "\" is there twice");
        servers.push_back(std::move(*server));
    }
    return servers;
}

std::vector<std::string> linesOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    std::vector<std::string> lines;
    if (file.open(QIODevice::ReadOnly))
        for (const QByteArray &line : file.readAll().split('\n'))
            if (!line.trimmed().isEmpty() && !line.startsWith('#'))
                lines.push_back(line.trimmed().toStdString());
    return lines;
}

/// How a server may stand in known_hosts; ours are never hashed.
std::set<std::string> knownAs(const std::vector<ServerEntry> &servers)
{
    std::set<std::string> names;
    for (const ServerEntry &server : servers) {
        const std::string host = server.host.empty() ? server.name : server.host;
        names.insert(host);
        if (server.port != 0 && server.port != 22)
            names.insert("[" + host + "]:" + std::to_string(server.port));
    }
    return names;
}

bool isOneOf(const std::string &line, const std::set<std::string> &names)
{
    const QString hosts = QString::fromStdString(line).section(QLatin1Char(' '), 0, 0);
    for (const QString &host : hosts.split(QLatin1Char(',')))
        if (names.contains(host.toStdString()))
            return true;
    return false;
}

bool isKeyLine(const std::string &line)
{
    const QStringList words = QString::fromStdString(line).simplified().split(QLatin1Char(' '));
    return words.size() >= 3 && !line.starts_with('@') && line.find('\n') == std::string::npos && !QByteArray::fromBase64(words[2].toLatin1()).isEmpty();
}

void leavePathsOut(Transfer &transfer)
{
    std::string names;
    for (ServerEntry &server : transfer.servers)
        for (std::string *path : {&server.identity, &server.certificate})
            if (path->starts_with('/')) {
                path->clear();
                if (!names.ends_with(server.name))
                    names += (names.empty() ? "" : ", ") + server.name;
            }
    if (!names.empty())
        transfer.notes.push_back("Left out: where the keys for " + names + " lie on this workstation.");
}

} // namespace

Result<Transfer> collect(const Profile &profile, const TransferOptions &options)
{
    const Entry face = faceOf(profile);
    Transfer transfer{face.name, face.colour, face.production};
    auto servers = profile.servers();
    auto wanted = profile.wanted();
    auto settings = profile.settings();
    if (!servers || !wanted || !settings)
        return !servers ? servers.error() : !wanted ? wanted.error() : settings.error();
    transfer.servers = std::move(*servers);
    transfer.wanted = std::move(*wanted);
    for (const auto &[key, value] : *settings)
        if (!ownSettings.contains(key))
            transfer.settings[key] = value;
    const std::set<std::string> names = knownAs(transfer.servers);
    for (const std::string &line : linesOf(options.knownHosts))
        if (isOneOf(line, names))
            transfer.hostKeys.push_back(line);
    transfer.serverProfiles = options.serverProfiles;
    if (!options.keyPaths)
        leavePathsOut(transfer);
    return transfer;
}

std::string exportText(const Transfer &transfer)
{
    Json servers = Json::array();
    for (const ServerEntry &server : transfer.servers)
        servers.push_back(serverJson(server));
    const Json json{{"format", format}, {"version", version}, {"note", fileNote}, {"name", transfer.name}, {"colour", transfer.colour},
        {"production", transfer.production}, {"servers", servers}, {"wanted", inventory::toJson(transfer.wanted)},
        {"settings", transfer.settings}, {"hostKeys", transfer.hostKeys}, {"serverProfiles", transfer.serverProfiles}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Result<Transfer> importText(const std::string &text)
{
    const Json json = protocol::parseJson(text);
    if (!json.is_object() || protocol::textOf(json, "format") != format)
        return wrong("it", json.is_discarded() ? "is no JSON" : "is no exported cluster (\"format\" is not \"" + std::string(format) + "\")");
    const std::int64_t found = protocol::numberOf(json, "version", -1);
    if (found > version)
        return Error{Problem::VersionMismatch, "the file was written by a newer version of this program", "version " + std::to_string(found),
            "Install the newer version."};
    if (found < 1)
        return wrong("version", "is missing or no number from 1");
    Transfer transfer{protocol::textOf(json, "name"), protocol::textOf(json, "colour"), protocol::flagOf(json, "production")};
    if (const std::string problem = nameProblem(transfer.name); !problem.empty())
        return wrong("name", "cannot be: " + problem);
    auto servers = serversFrom(protocol::member(json, "servers"));
    if (!servers)
        return servers.error();
    transfer.servers = std::move(*servers);
    auto wanted = inventory::wantedFromJson(protocol::member(json, "wanted"));
    if (!wanted)
        return wrong("wanted", "cannot be read: " + wanted.error().message);
    transfer.wanted = std::move(*wanted);
    const Json &settings = protocol::member(json, "settings");
    for (const auto &[key, value] : settings.items()) {
        if (!settings.is_object() || !value.is_string())
            return wrong("settings" + (settings.is_object() ? "." + key : std::string()), settings.is_object() ? "is no text" : "is no object");
        if (!ownSettings.contains(key))
            transfer.settings[key] = value.get<std::string>();
    }
    transfer.hostKeys = protocol::textsOf(json, "hostKeys");
    for (std::size_t i = 0; i < transfer.hostKeys.size(); ++i)
        if (!isKeyLine(transfer.hostKeys[i]))
            return wrong("hostKeys[" + std::to_string(i) + "]", "is no line of known_hosts");
    if (const Json &profiles = protocol::member(json, "serverProfiles"); profiles.is_array())
        transfer.serverProfiles = profiles.get<std::vector<Json>>();
    transfer.notes.push_back("Passwords are not in the file: they are asked for when a server wants one.");
    return transfer;
}

Result<void> fill(Profile &profile, const Transfer &transfer, const std::string &knownHosts)
{
    if (auto set = profile.setServers(transfer.servers); !set)
        return set;
    if (auto saved = profile.saveWanted(transfer.wanted); !saved)
        return saved;
    for (const auto &[key, value] : transfer.settings)
        if (auto set = profile.setSetting(key, value); !set)
            return set;
    if (profile.name().empty())
        if (auto named = profile.setName(transfer.name); !named)
            return named;
    const std::vector<std::string> known = linesOf(knownHosts);
    QFile file(QString::fromStdString(knownHosts));
    QDir().mkpath(QFileInfo(file).absolutePath());
    const bool isNew = !file.exists();
    if (!file.open(QIODevice::Append))
        return Error{Problem::Storage, "the host keys cannot be written (" + knownHosts + ")", file.errorString().toStdString(), {}};
    if (isNew)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const std::set<std::string> names = knownAs(transfer.servers); // nobody slips us the key of another host
    for (const std::string &line : transfer.hostKeys)
        if (isOneOf(line, names) && std::find(known.begin(), known.end(), line) == known.end())
            file.write(QByteArray::fromStdString(line) + '\n');
    return {};
}

Result<std::vector<std::string>> exportFile(const Profile &profile, const TransferOptions &options, const std::string &file)
{
    auto transfer = collect(profile, options);
    if (!transfer)
        return transfer.error();
    QSaveFile out(QString::fromStdString(file));
    const bool written = out.open(QIODevice::WriteOnly) && out.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && out.write(QByteArray::fromStdString(exportText(*transfer))) >= 0 && out.commit();
    if (!written)
        return Error{Problem::Storage, "the cluster cannot be written to " + file, out.errorString().toStdString(), "Choose a place where you may write."};
    return transfer->notes;
}

Result<Entry> importFile(const std::string &file, Catalogue &catalogue, const std::string &name, const std::string &knownHosts)
{
    QFile in(QString::fromStdString(file));
    if (!in.open(QIODevice::ReadOnly))
        return Error{Problem::Storage, "the file cannot be read (" + file + ")", in.errorString().toStdString(), {}};
    auto transfer = importText(in.readAll().toStdString());
    if (!transfer)
        return transfer.error();
    auto entry = catalogue.create(name.empty() ? transfer->name : name, {}, transfer->production);
    if (!entry)
        return entry;
    {
        auto profile = Profile::open(entry->path);
        auto filled = profile ? fill(**profile, *transfer, knownHosts) : Result<void>(profile.error());
        if (filled) {
            const bool known = std::find(colours().begin(), colours().end(), transfer->colour) != colours().end();
            if (known)
                filled = (*profile)->setSetting("colour", transfer->colour);
            if (filled)
                return faceOf(**profile);
        }
        profile = Result<std::unique_ptr<Profile>>(filled.error());
    }
    (void)catalogue.remove(*entry).ok(); // what went wrong is said; an empty rest of it would only confuse
    return Error{Problem::Storage, "the cluster could not be imported", {}, "Look for a full or read-only disk."};
}

} // namespace profile
