// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/outbox.h"

#include "core/base/database.h"

#include <QUuid>
#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace notify {

using base::Result;
using base::Row;

namespace {

const base::Schema outboxSchema{"outbox",
    {{
        "CREATE TABLE cursor(one INTEGER PRIMARY KEY CHECK(one = 1), id INTEGER NOT NULL)",
        "CREATE TABLE told(alert INTEGER PRIMARY KEY, began INTEGER NOT NULL, at INTEGER NOT NULL)",
        "CREATE TABLE notice(id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL)",
        "CREATE INDEX notice_of_channel ON notice(channel, id)",
        "CREATE TABLE message(channel TEXT PRIMARY KEY, id TEXT NOT NULL, last INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
    }}};

constexpr std::int64_t firstWaitMs = 30'000, longestWaitMs = 3'600'000;

QString channelText(Channel channel) { return QString::fromLatin1(word(channel).data(), static_cast<int>(word(channel).size())); }
QVariant timeValue(std::int64_t ms) { return QVariant::fromValue<qlonglong>(ms); }

} // namespace

std::string_view word(Channel channel) { return channel == Channel::Mail ? "mail" : "webhook"; }

struct Outbox::Private {
    std::unique_ptr<base::Database> db;
    Ledger kept; ///< as it is in the file
    std::string claimFile;
    int claim = -1;
};

Outbox::Outbox()
    : d(std::make_unique<Private>())
{
}

Outbox::~Outbox()
{
    if (d->claim >= 0)
        ::close(d->claim);
}

std::string Outbox::pathOf(const std::string &profilePath) { return profilePath + ".outbox"; }

Result<std::unique_ptr<Outbox>> Outbox::open(const std::string &path)
{
    auto db = base::Database::open(path, outboxSchema);
    if (!db)
        return db.error();
    std::unique_ptr<Outbox> outbox(new Outbox);
    outbox->d->db = std::move(*db);
    outbox->d->claimFile = path + ".lock";
    auto kept = outbox->ledger();
    if (!kept)
        return kept.error();
    outbox->d->kept = std::move(*kept);
    return outbox;
}

// The kernel drops the lock when the program ends, however it does.
bool Outbox::claim()
{
    if (d->claim >= 0)
        return true;
    const int file = ::open(d->claimFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0)
        d->claim = file;
    else if (file >= 0)
        ::close(file);
    return d->claim >= 0;
}

Result<Ledger> Outbox::ledger() const
{
    auto cursor = d->db->rows("SELECT id FROM cursor");
    auto told = d->db->rows("SELECT alert, began, at FROM told");
    if (!cursor || !told)
        return cursor ? told.error() : cursor.error();
    Ledger ledger;
    if (!cursor->empty())
        ledger.cursor = cursor->front().front().toLongLong();
    for (const Row &row : *told)
        ledger.told[row[0].toLongLong()] = {row[1].toBool(), row[2].toLongLong()};
    return ledger;
}

Result<void> Outbox::put(const Ledger &ledger, const std::vector<Notice> &notices, const std::vector<Channel> &channels, std::int64_t now)
{
    if (notices.empty() && ledger == d->kept)
        return {};
    auto done = d->db->transaction([&]() -> Result<void> {
        if (auto set = d->db->run("INSERT OR REPLACE INTO cursor(one, id) VALUES(1, ?)", {timeValue(ledger.cursor)}); !set)
            return set;
        for (const auto &[id, told] : d->kept.told)
            if (!ledger.told.contains(id))
                if (auto gone = d->db->run("DELETE FROM told WHERE alert = ?", {timeValue(id)}); !gone)
                    return gone;
        for (const auto &[id, told] : ledger.told)
            if (const auto old = d->kept.told.find(id); old == d->kept.told.end() || old->second != told)
                if (auto set = d->db->run("INSERT OR REPLACE INTO told(alert, began, at) VALUES(?, ?, ?)", {timeValue(id), told.began, timeValue(told.at)}); !set)
                    return set;
        for (const Channel channel : channels)
            for (const Notice &notice : notices)
                if (auto added = d->db->run("INSERT INTO notice(channel, at, body) VALUES(?, ?, ?)",
                        {channelText(channel), timeValue(now), QString::fromStdString(protocol::dumpJson(toJson(notice)))}); !added)
                    return added;
        return {};
    });
    if (done)
        d->kept = ledger;
    return done;
}

Result<std::optional<Message>> Outbox::next(Channel channel, std::int64_t now, int gatherSeconds)
{
    auto made = d->db->rows("SELECT id, last, tries, due, at FROM message WHERE channel = ?", {channelText(channel)});
    if (!made)
        return made.error();
    Message message;
    qlonglong last = 0;
    if (made->empty()) {
        auto waiting = d->db->rows("SELECT MIN(at), MAX(id) FROM notice WHERE channel = ?", {channelText(channel)});
        if (!waiting)
            return waiting.error();
        if (waiting->front()[0].isNull() || now - waiting->front()[0].toLongLong() < gatherSeconds * 1000LL)
            return std::optional<Message>();
        last = waiting->front()[1].toLongLong();
        message.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
        message.at = now;
        if (auto kept = d->db->run("INSERT INTO message(channel, id, last, tries, due, at) VALUES(?, ?, ?, 0, 0, ?)",
                {channelText(channel), QString::fromStdString(message.id), last, timeValue(now)}); !kept)
            return kept.error();
    } else {
        const Row &row = made->front();
        if (row[3].toLongLong() > now)
            return std::optional<Message>();
        message.id = row[0].toString().toStdString();
        last = row[1].toLongLong();
        message.tries = row[2].toInt();
        message.at = row[4].toLongLong();
    }
    auto rows = d->db->rows("SELECT body FROM notice WHERE channel = ? AND id <= ? ORDER BY id", {channelText(channel), last});
    if (!rows)
        return rows.error();
    for (const Row &row : *rows)
        if (auto notice = noticeFromJson(protocol::parseJson(row[0].toString().toStdString())))
            message.notices.push_back(std::move(*notice));
    return std::optional(std::move(message));
}

Result<void> Outbox::sent(Channel channel)
{
    return d->db->transaction([&]() -> Result<void> {
        if (auto gone = d->db->run("DELETE FROM notice WHERE channel = ? AND id <= (SELECT last FROM message WHERE channel = ?)", {channelText(channel), channelText(channel)}); !gone)
            return gone;
        return d->db->run("DELETE FROM message WHERE channel = ?", {channelText(channel)});
    });
}

Result<std::int64_t> Outbox::failed(Channel channel, std::int64_t now)
{
    auto tries = d->db->rows("SELECT tries FROM message WHERE channel = ?", {channelText(channel)});
    if (!tries)
        return tries.error();
    const int before = tries->empty() ? 0 : tries->front().front().toInt();
    const std::int64_t due = now + std::min(longestWaitMs, firstWaitMs << std::min(before, 10));
    if (auto set = d->db->run("UPDATE message SET tries = tries + 1, due = ? WHERE channel = ?", {timeValue(due), channelText(channel)}); !set)
        return set.error();
    return due;
}

Result<int> Outbox::waiting(Channel channel) const
{
    auto rows = d->db->rows("SELECT COUNT(*) FROM notice WHERE channel = ?", {channelText(channel)});
    return rows ? Result<int>(rows->front().front().toInt()) : Result<int>(rows.error());
}

Result<void> Outbox::drop(Channel channel)
{
    return d->db->transaction([&]() -> Result<void> {
        if (auto gone = d->db->run("DELETE FROM notice WHERE channel = ?", {channelText(channel)}); !gone)
            return gone;
        return d->db->run("DELETE FROM message WHERE channel = ?", {channelText(channel)});
    });
}

} // namespace notify
