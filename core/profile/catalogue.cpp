// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/catalogue.h"

#include "core/profile/seen.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <set>

namespace profile {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr int longestName = 60;

QString folded(const std::string &name) { return QString::fromStdString(name).toCaseFolded(); }

Entry entryAt(const QString &path)
{
    const std::string file = path.toStdString();
    auto profile = Profile::open(file);
    if (profile)
        return faceOf(**profile);
    return {file, QFileInfo(path).completeBaseName().toStdString(), colours().front(), false, 0, profile.error().message};
}

/// A file's name for a cluster's: letters and digits of it, so that a person finds it again.
QString freePath(const QString &directory, const std::string &name)
{
    QString stem;
    for (const QChar c : QString::fromStdString(name).toLower())
        stem += c.isLetterOrNumber() && c.unicode() < 128 ? c : QLatin1Char('-');
    for (int n = 1;; ++n) {
        const QString path = directory + QLatin1Char('/') + stem + (n > 1 ? QStringLiteral("-%1").arg(n) : QString()) + QStringLiteral(".profile");
        if (!QFile::exists(path))
            return path;
    }
}

std::string freeColour(const std::vector<Entry> &entries)
{
    for (const std::string &colour : colours())
        if (std::none_of(entries.begin(), entries.end(), [&](const Entry &e) { return e.colour == colour; }))
            return colour;
    return colours()[entries.size() % colours().size()];
}

} // namespace

const std::vector<std::string> &colours()
{
    static const std::vector<std::string> names{"blue", "teal", "violet", "amber", "rose", "green", "slate", "orange"};
    return names;
}

Entry faceOf(const Profile &profile)
{
    Entry entry{profile.path(), profile.name(), profile.setting("colour"), profile.setting("production") == "yes"};
    if (entry.name.empty())
        entry.name = "My cluster";
    if (std::find(colours().begin(), colours().end(), entry.colour) == colours().end())
        entry.colour = colours().front();
    if (auto servers = profile.servers())
        entry.servers = servers->size();
    return entry;
}

std::string nameProblem(const std::string &name)
{
    const QString text = QString::fromStdString(name);
    if (text.trimmed().isEmpty())
        return "a cluster's name may not be empty";
    if (text != text.trimmed())
        return "a cluster's name may not begin or end with a space";
    if (text.size() > longestName)
        return "a cluster's name may have up to " + std::to_string(longestName) + " characters";
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return !c.isPrint(); }))
        return "a cluster's name may hold printable characters only";
    return {};
}

Catalogue::Catalogue(std::string directory)
    : m_directory(std::move(directory))
{
}

std::vector<Entry> Catalogue::list() const
{
    const QString root = QString::fromStdString(m_directory);
    std::vector<Entry> entries;
    if (QFile::exists(root + QStringLiteral("/cluster.profile")))
        entries.push_back(entryAt(root + QStringLiteral("/cluster.profile")));
    const QDir clusters(root + QStringLiteral("/clusters"));
    for (const QFileInfo &file : clusters.entryInfoList({QStringLiteral("*.profile")}, QDir::Files, QDir::Name))
        entries.push_back(entryAt(file.absoluteFilePath()));
    std::stable_sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) { return folded(a.name) < folded(b.name); });
    return entries;
}

Result<Entry> Catalogue::find(const std::string &name) const
{
    std::string known;
    for (Entry &entry : list()) {
        if (folded(entry.name) == folded(name) || entry.path == name)
            return std::move(entry);
        known += (known.empty() ? "" : ", ") + entry.name;
    }
    return Error{Problem::NotFound, "there is no cluster \"" + name + "\"", {},
        known.empty() ? "There is none yet. Make one with: chandelierctl cluster create NAME" : "There are: " + known + "."};
}

Result<void> Catalogue::mayBeCalled(const std::string &name, const std::string &path) const
{
    if (const std::string problem = nameProblem(name); !problem.empty())
        return Error{Problem::BadArgument, problem, {}, "Choose another name."};
    for (const Entry &entry : list())
        if (entry.path != path && folded(entry.name) == folded(name))
            return Error{Problem::Conflict, "there is a cluster \"" + entry.name + "\" already", {}, "Choose another name."};
    return {};
}

Result<Entry> Catalogue::create(const std::string &name, const std::string &colour, bool production)
{
    if (auto may = mayBeCalled(name); !may)
        return may.error();
    if (!colour.empty() && std::find(colours().begin(), colours().end(), colour) == colours().end())
        return Error{Problem::BadArgument, "\"" + colour + "\" is no colour of a cluster", {}, "Choose blue, teal, violet, amber, rose, green, slate or orange."};
    const QString folder = QString::fromStdString(m_directory) + QStringLiteral("/clusters");
    auto profile = Profile::open(freePath(folder, name).toStdString());
    if (!profile)
        return profile.error();
    const std::pair<const char *, std::string> face[]{{"name", name}, {"colour", colour.empty() ? freeColour(list()) : colour}, {"production", production ? "yes" : "no"}};
    for (const auto &[key, value] : face)
        if (auto set = (*profile)->setSetting(key, value); !set)
            return set.error();
    return faceOf(**profile);
}

Result<void> Catalogue::rename(const Entry &entry, const std::string &name)
{
    if (auto may = mayBeCalled(name, entry.path); !may)
        return may;
    auto profile = Profile::open(entry.path);
    return profile ? (*profile)->setName(name) : Result<void>(profile.error());
}

Result<void> Catalogue::remove(const Entry &entry)
{
    const QString path = QString::fromStdString(entry.path);
    if (entry.trouble.empty() && QFile::exists(path + QStringLiteral("-wal"))) {
        // The last one that closes a file takes its WAL away: one that stays is in use, or its program was killed.
        (void)Profile::open(entry.path).ok();
        if (QFile::exists(path + QStringLiteral("-wal")))
            return Error{Problem::Conflict, "\"" + entry.name + "\" is open in another program", {}, "Close it there first."};
    }
    if (!QFile::remove(path))
        return Error{Problem::Storage, "the file cannot be removed (" + entry.path + ")", qt_error_string().toStdString(), {}};
    for (const char *tail : {"-wal", "-shm", ".opening", ".seen", ".seen-wal", ".seen-shm", ".seen.opening", ".samples", ".samples-wal", ".samples-shm",
             ".logs", ".logs-wal", ".logs-shm", ".logs.opening", ".logs.lock", ".samples.opening", ".samples.lock", ".history", ".history-wal", ".history-shm", ".history.opening", ".outbox", ".outbox-wal", ".outbox-shm", ".outbox.opening", ".outbox.lock"})
        QFile::remove(path + QLatin1String(tail));
    return {};
}

} // namespace profile
