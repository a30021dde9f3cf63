// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/profilelibrary.h"

#include "core/inventory/ids.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>

static void initProfiles() // outside of any namespace: what it calls is
{
    Q_INIT_RESOURCE(server_profiles);
}

namespace inventory {

namespace {

constexpr qint64 largestFile = 1 << 20;

base::Result<ServerProfile> profileFrom(const QString &path)
{
    const std::string where = path.startsWith(':') ? "the built-in " + path.section('/', -1).toStdString() : path.toStdString();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::Error { base::Problem::Storage, where + " cannot be read: " + file.errorString().toStdString(), {}, "Check its permissions." };
    if (file.size() > largestFile)
        return base::Error { base::Problem::BadArgument, where + " is larger than 1 MiB, and no server profile", {}, {} };
    const std::string text = file.readAll().toStdString();
    const protocol::Json json = protocol::Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return base::Error { base::Problem::BadArgument, where + " is not JSON", {}, "Check brackets, commas and quotes; python3 -m json.tool tells the line." };
    auto read = serverProfileFromJson(json, where);
    const std::string name = path.section('/', -1).chopped(5).toStdString();
    if (read && read->name != name)
        return base::Error { base::Problem::BadArgument, where + ": name is \"" + read->name + "\"; \"" + name + "\", the name of the file, should stand there", {}, {} };
    return read;
}

} // namespace

std::string ProfileLibrary::ownDirectory()
{
    return (QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + "/chandelier/server-profiles").toStdString();
}

ProfileLibrary::ProfileLibrary(const std::string &directory)
{
    initProfiles();
    read(":/server-profiles");
    read(directory.empty() ? ownDirectory() : directory);
    std::stable_sort(m_all.begin(), m_all.end(), [](const auto &a, const auto &b) { return std::tie(a->order, a->title) < std::tie(b->order, b->title); });
}

void ProfileLibrary::read(const std::string &directory)
{
    const QDir dir(QString::fromStdString(directory));
    for (const QString &file : dir.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name)) {
        auto profile = profileFrom(dir.filePath(file));
        if (!profile) {
            m_problems.push_back(profile.error());
            continue;
        }
        std::erase_if(m_all, [&](const ServerProfilePtr &p) { return p->name == profile->name; });
        m_all.push_back(std::make_shared<const ServerProfile>(std::move(*profile)));
    }
}

ServerProfilePtr ProfileLibrary::find(const std::string &name) const
{
    const auto it = std::find_if(m_all.begin(), m_all.end(), [&](const ServerProfilePtr &p) { return p->name == name; });
    return it == m_all.end() ? nullptr : *it;
}

base::Result<ServerProfilePtr> ProfileLibrary::get(const std::string &name) const
{
    if (ServerProfilePtr found = find(name))
        return found;
    for (const base::Error &problem : m_problems) // perhaps it is the one that cannot be read
        if (problem.message.find("/" + name + ".json") != std::string::npos)
            return problem;
    std::string names;
    for (const ServerProfilePtr &p : m_all)
        names += (names.empty() ? "" : ", ") + p->name;
    return base::Error { base::Problem::NotFound, "there is no server profile \"" + name + "\"", {}, "There are " + names + "." };
}

std::vector<std::string> adoptProfiles(Wanted &wanted, const std::map<std::string, std::string> &settings, const ProfileLibrary &library)
{
    static const std::string prefix = "server-profile:";
    std::vector<std::string> wrong;
    for (auto it = settings.lower_bound(prefix); it != settings.end() && it->first.starts_with(prefix); ++it) {
        const std::string server = it->first.substr(prefix.size());
        const auto state = wanted.states.find(serverId(server));
        const bool removed = state != wanted.states.end() && state->second == machine::State::Removed;
        if (wanted.profiles.contains(server) || it->second.empty() || removed)
            continue;
        const auto profile = library.get(it->second);
        if (!profile) {
            wrong.push_back(server + ": " + profile.error().message);
            continue;
        }
        wanted.profiles[server] = *profile;
        if ((*profile)->managed)
            wanted.states.try_emplace(serverId(server), machine::State::Managed);
    }
    return wrong;
}

} // namespace inventory
