// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/compose.h"

#include <QByteArray>
#include <QDateTime>
#include <QLocale>
#include <QString>
#include <QUuid>
#include <algorithm>
#include <array>

namespace notify {

using monitoring::Alert;
using monitoring::Severity;
using protocol::Json;

namespace {

constexpr std::size_t mostRows = 500;   ///< of a table; the rest is counted
constexpr std::size_t mostExplained = 20;
constexpr std::size_t widestCell = 60;

std::string moment(std::int64_t ms)
{
    return ms == 0 ? std::string() : QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
}

std::string isoMoment(std::int64_t ms)
{
    return ms == 0 ? std::string() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

std::string sinceText(const Alert &alert)
{
    return alert.earliest > 0 ? "between " + moment(alert.earliest) + " and " + moment(alert.begin) : moment(alert.begin);
}

/// What names and texts have must not become another header, another line, or another cell.
std::string oneLine(std::string text)
{
    for (char &c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    return text;
}

std::string cellOf(const std::string &text)
{
    const QString whole = QString::fromStdString(oneLine(text));
    return (whole.size() > qsizetype(widestCell) ? whole.left(qsizetype(widestCell) - 1) + QChar(0x2026) : whole).toStdString();
}

std::string aligned(const std::vector<std::array<std::string, 5>> &rows)
{
    std::array<qsizetype, 5> widths{};
    for (const auto &row : rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], QString::fromStdString(row[i]).size());
    std::string text;
    for (const auto &row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i)
            text += row[i] + std::string(static_cast<std::size_t>(widths[i] - QString::fromStdString(row[i]).size()) + 2, ' ');
        text += row.back() + '\n';
    }
    return text;
}

std::string counted(const std::map<Notice::What, int> &counts)
{
    std::string text;
    const auto add = [&](Notice::What what, const char *verb) {
        if (const auto found = counts.find(what); found != counts.end())
            text += (text.empty() ? "" : ", ") + std::to_string(found->second) + (text.empty() ? found->second == 1 ? " alert " : " alerts " : " ") + verb;
    };
    add(Notice::What::Began, "began");
    add(Notice::What::Still, "nobody has acknowledged");
    add(Notice::What::Happened, "happened");
    add(Notice::What::Ended, "ended");
    return text;
}

/// The RFC's encoded word where there is more than ASCII.
std::string headerText(const std::string &text)
{
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return text;
    std::string out;
    const QString whole = QString::fromStdString(text);
    for (qsizetype at = 0; at < whole.size(); at += 14) // at most 75 characters a word
        out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + whole.mid(at, 14).toUtf8().toBase64().toStdString() + "?=");
    return out;
}

std::string quotedPrintable(const std::string &text)
{
    std::string out, line;
    const auto put = [&](const std::string &piece) {
        if (line.size() + piece.size() > 75) {
            out += line + "=\r\n";
            line.clear();
        }
        line += piece;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool lastOfLine = i + 1 == text.size() || text[i + 1] == '\n';
        if (c == '\n') {
            out += line + "\r\n";
            line.clear();
        } else if (c == '=' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e || (c == ' ' && lastOfLine)) {
            std::array<char, 4> code{};
            std::snprintf(code.data(), code.size(), "=%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
            put(code.data());
        } else {
            put(std::string(1, c));
        }
    }
    return out + line + (line.empty() ? "" : "\r\n");
}

std::string whatText(const Notice &notice)
{
    switch (notice.what) {
    case Notice::What::Began: return "began";
    case Notice::What::Still: return "still holds";
    case Notice::What::Ended: return "ended";
    case Notice::What::Happened: break;
    }
    return "happened";
}

std::string explained(const Message &message)
{
    std::string text;
    std::set<std::string> rules;
    for (const Notice &n : message.notices) {
        if (n.what == Notice::What::Ended || (n.cause.empty() && n.remedy.empty()) || !rules.insert(n.alert.rule).second || rules.size() > mostExplained)
            continue;
        text += "\n" + oneLine(n.alert.title) + '\n' + (n.cause.empty() ? "" : "  Why:        " + oneLine(n.cause) + '\n')
            + (n.remedy.empty() ? "" : "  What helps: " + oneLine(n.remedy) + '\n');
    }
    return text;
}

std::string oneInWords(const Notice &n)
{
    const Alert &a = n.alert;
    const auto row = [](const char *name, const std::string &value) { return value.empty() ? std::string() : QString::fromLatin1(name).leftJustified(12).toStdString() + oneLine(value) + '\n'; };
    return oneLine(a.title) + ": " + whatText(n) + "\n\n" + row("What:", a.text) + row("Where:", a.name + (a.server.empty() || a.server == a.name ? "" : " on " + a.server))
        + row("Severity:", std::string(monitoring::word(a.severity))) + row("Since:", sinceText(a)) + row("Until:", a.end != a.begin ? moment(a.end) : std::string())
        + row("Why:", n.cause) + row("What helps:", n.remedy);
}

} // namespace

std::string subjectOf(const Message &message, const Sender &sender)
{
    const std::string head = (sender.cluster.empty() ? "Lustre" : oneLine(sender.cluster)) + ": ";
    if (sender.test)
        return head + "a trial message";
    if (message.notices.size() == 1) {
        const Notice &n = message.notices.front();
        return head + (n.what == Notice::What::Ended ? "ended" : std::string(monitoring::word(n.alert.severity))) + ": " + oneLine(n.alert.title) + ": " + oneLine(n.alert.name);
    }
    std::map<Notice::What, int> counts;
    for (const Notice &n : message.notices)
        ++counts[n.what];
    return head + counted(counts);
}

std::string textOf(const Message &message, const Sender &sender)
{
    const std::string foot = "\n-- \nChandelier on " + oneLine(sender.host) + " for " + (sender.cluster.empty() ? "a cluster" : oneLine(sender.cluster)) + "; times are "
        + QDateTime::currentDateTime().timeZoneAbbreviation().toStdString() + ".\nMessage " + message.id + '\n';
    if (sender.test)
        return "This is a trial: what Chandelier tells of alerts arrives here.\n" + foot;
    if (message.notices.size() == 1)
        return oneInWords(message.notices.front()) + foot;
    std::vector<std::array<std::string, 5>> rows{{"", "Severity", "Since", "Where", "What"}};
    std::vector<const Notice *> sorted;
    for (const Notice &n : message.notices)
        sorted.push_back(&n);
    std::stable_sort(sorted.begin(), sorted.end(), [](const Notice *a, const Notice *b) {
        return std::tuple(a->what == Notice::What::Ended, -int(a->alert.severity)) < std::tuple(b->what == Notice::What::Ended, -int(b->alert.severity));
    });
    for (const Notice *n : sorted)
        if (rows.size() <= mostRows)
            rows.push_back({whatText(*n), std::string(monitoring::word(n->alert.severity)), sinceText(n->alert), cellOf(n->alert.name), cellOf(n->alert.title) + ": " + oneLine(n->alert.text)});
    const std::size_t left = message.notices.size() + 1 - rows.size();
    return aligned(rows) + (left > 0 ? "and " + std::to_string(left) + " more\n" : "") + explained(message) + foot;
}

std::string mailOf(const Message &message, const Mail &mail, const Sender &sender, std::int64_t now)
{
    const auto bareHost = [&] {
        std::string host;
        for (const char c : sender.host)
            if (std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-')
                host += c;
        return host.empty() ? std::string("localhost") : host;
    };
    std::string to;
    for (const std::string &one : mail.to)
        to += (to.empty() ? "" : ",\r\n ") + oneLine(one);
    const std::string date = QDateTime::fromMSecsSinceEpoch(now).toString(Qt::RFC2822Date).toStdString();
    return "From: " + oneLine(mail.from) + "\r\nTo: " + to + "\r\nSubject: " + headerText(subjectOf(message, sender)) + "\r\nDate: " + date + "\r\nMessage-ID: <" + message.id + "@"
        + bareHost() + ">\r\nX-Chandelier-Id: " + message.id + "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
          "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quotedPrintable(textOf(message, sender));
}

Json webhookOf(const Message &message, const Sender &sender)
{
    Json alerts = Json::array();
    for (const Notice &n : message.notices) {
        if (alerts.size() >= mostRows)
            break;
        Json one = toJson(n);
        one["beginTime"] = isoMoment(n.alert.begin);
        one["endTime"] = isoMoment(n.alert.end);
        alerts.push_back(std::move(one));
    }
    const std::size_t left = message.notices.size() - alerts.size();
    return Json{{"id", message.id}, {"program", "chandelier"}, {"version", CHANDELIER_VERSION}, {"cluster", sender.cluster}, {"test", sender.test}, {"summary", subjectOf(message, sender)},
        {"alerts", std::move(alerts)}, {"leftOut", left}};
}

Message trial(std::int64_t now)
{
    Message message;
    message.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    message.at = now;
    return message;
}

} // namespace notify
