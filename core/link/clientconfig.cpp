// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/clientconfig.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fnmatch.h>
#include <glob.h>

namespace agentlink {

namespace {

constexpr int deepest = 8; ///< of files that include each other

/// "Keyword value", "Keyword=value", with "quoted words"; a comment is no words.
std::vector<std::string> wordsOf(const QString &line)
{
    std::vector<std::string> words;
    QString word;
    bool quoted = false, any = false;
    const auto endWord = [&] {
        if (any)
            words.push_back(word.toStdString());
        word.clear();
        any = false;
    };
    for (const QChar c : line) {
        if (c == u'#' && words.empty() && !any)
            return {};
        if (c == u'"') {
            quoted = !quoted;
            any = true;
        } else if (!quoted && (c.isSpace() || (c == u'=' && words.size() + (any ? 1 : 0) == 1))) {
            endWord();
        } else {
            word += c;
            any = true;
        }
    }
    endWord();
    return words;
}

std::vector<std::string> filesOf(const std::string &pattern)
{
    std::vector<std::string> files;
    glob_t found {};
    if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
        files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    ::globfree(&found);
    return files;
}

} // namespace

std::string expandedPath(const std::string &path, const std::string &host)
{
    QString text = QString::fromStdString(path);
    if (text.startsWith("~/"))
        text.replace(0, 1, QDir::homePath());
    text.replace("%d", QDir::homePath()).replace("%h", QString::fromStdString(host)).replace("%%", "%");
    return text.toStdString();
}

ClientConfig::ClientConfig(const std::string &folder, const std::string &host) : m_host(host)
{
    read(folder + "/config", folder, true, 0);
    read("/etc/ssh/ssh_config", "/etc/ssh", true, 0);
}

std::string ClientConfig::first(const std::string &keyword) const
{
    const auto found = m_values.find(keyword);
    return found == m_values.end() ? std::string() : found->second.front();
}

std::vector<std::string> ClientConfig::all(const std::string &keyword) const
{
    const auto found = m_values.find(keyword);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

bool ClientConfig::matches(const std::vector<std::string> &patterns) const
{
    bool any = false;
    for (const std::string &pattern : patterns) {
        const bool negated = pattern.starts_with('!');
        if (::fnmatch(pattern.c_str() + (negated ? 1 : 0), m_host.c_str(), 0) != 0)
            continue;
        if (negated)
            return false;
        any = true;
    }
    return any;
}

bool ClientConfig::matchesAll(const std::vector<std::string> &conditions) const
{
    for (std::size_t i = 1; i < conditions.size(); ++i) {
        const QString condition = QString::fromStdString(conditions[i]).toLower();
        if (condition == u"all" || condition == u"final" || condition == u"canonical")
            continue;
        if ((condition != u"host" && condition != u"originalhost") || i + 1 >= conditions.size())
            return false;
        std::vector<std::string> patterns;
        for (const QString &pattern : QString::fromStdString(conditions[++i]).split(u','))
            patterns.push_back(pattern.toStdString());
        if (!matches(patterns))
            return false;
    }
    return true;
}

void ClientConfig::read(const std::string &file, const std::string &folder, bool active, int depth)
{
    QFile in(QString::fromStdString(file));
    if (depth > deepest || !in.open(QIODevice::ReadOnly | QIODevice::Text))
        return;
    const bool outer = active; // what includes this file decides about all of it
    while (!in.atEnd()) {
        const std::vector<std::string> words = wordsOf(QString::fromUtf8(in.readLine()));
        if (words.size() < 2)
            continue;
        const std::string keyword = QString::fromStdString(words[0]).toLower().toStdString();
        if (keyword == "host")
            active = outer && matches({words.begin() + 1, words.end()});
        else if (keyword == "match")
            active = outer && matchesAll(words);
        else if (active && keyword == "include")
            for (std::size_t i = 1; i < words.size(); ++i) {
                const std::string path = expandedPath(words[i], m_host);
                for (const std::string &included : filesOf(path.starts_with('/') ? path : folder + '/' + path))
                    read(included, folder, true, depth + 1);
            }
        else if (active)
            m_values[keyword].push_back(words[1]);
    }
}

} // namespace agentlink
