// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/explain.h"

#include "core/logs/line.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>
#include <array>

static void initMessages() // outside of any namespace: what it calls is
{
    Q_INIT_RESOURCE(messages);
}

namespace logbook {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;

namespace {

constexpr qint64 largestFile = 1 << 20;

Error wrong(const std::string &where, const std::string &what)
{
    return Error{Problem::BadArgument, where + ": " + what, {}, "resources/messages/README.md lists the fields."};
}

} // namespace

Result<std::vector<Message>> Catalogue::read(const std::string &text, const std::string &where)
{
    const Json json = protocol::parseJson(text);
    const Json &list = protocol::member(json, "messages");
    if (!list.is_array())
        return wrong(where, "it holds no object with a list \"messages\"");
    std::vector<Message> messages;
    for (const Json &one : list) {
        Message message;
        message.id = protocol::textOf(one, "id");
        const std::string what = where + ", " + (message.id.empty() ? "message " + std::to_string(messages.size() + 1) : message.id);
        static constexpr std::array<const char *, 6> fields{"id", "pattern", "title", "meaning", "cause", "remedy"};
        for (const char *field : fields)
            if (protocol::textOf(one, field).empty())
                return wrong(what, std::string(field) + " is missing");
        for (const auto &[key, value] : one.items())
            if (std::none_of(fields.begin(), fields.end(), [&key = key](const char *field) { return key == field; }))
                return wrong(what, key + " is not known");
        message.pattern = QRegularExpression(QString::fromStdString(protocol::textOf(one, "pattern")));
        if (!message.pattern.isValid())
            return wrong(what, "pattern is wrong at character " + std::to_string(message.pattern.patternErrorOffset() + 1) + ": " + message.pattern.errorString().toStdString());
        message.title = protocol::textOf(one, "title");
        message.meaning = protocol::textOf(one, "meaning");
        message.cause = protocol::textOf(one, "cause");
        message.remedy = protocol::textOf(one, "remedy");
        messages.push_back(std::move(message));
    }
    return messages;
}

Catalogue::Catalogue()
{
    initMessages();
    const QString own = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/chandelier/messages");
    for (const QString &folder : {own, QStringLiteral(":/messages")}) // the first that fits is taken: one's own explain better
        for (const QFileInfo &info : QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(info.filePath());
            if (!file.open(QIODevice::ReadOnly) || file.size() > largestFile) {
                m_problems.push_back(wrong(info.filePath().toStdString(), "it cannot be read, or is larger than 1 MiB"));
                continue;
            }
            auto messages = read(file.readAll().toStdString(), info.fileName().toStdString());
            if (messages)
                m_messages.insert(m_messages.end(), messages->begin(), messages->end());
            else
                m_problems.push_back(messages.error());
        }
}

const Message *Catalogue::explain(const std::string &text) const
{
    const QString line = QString::fromStdString(text);
    const auto found = std::find_if(m_messages.begin(), m_messages.end(), [&](const Message &m) { return m.pattern.match(line).hasMatch(); });
    return found == m_messages.end() ? nullptr : &*found;
}

std::vector<std::pair<std::string, std::string>> knownNids(const std::string &text, const std::map<std::string, std::string> &names)
{
    std::vector<std::pair<std::string, std::string>> known;
    for (const std::string &nid : nidsIn(text))
        if (const auto name = names.find(nid); name != names.end())
            known.emplace_back(nid, name->second);
    return known;
}

} // namespace logbook
