// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/store.h"

#include "core/base/database.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace logbook {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using protocol::Json;

namespace {

constexpr std::int64_t usualLimit = 1LL << 30, leastLimit = 1LL << 20;
constexpr std::size_t blocksKept = 64; ///< decoded, some 150 KiB each

const base::Schema logsSchema{"logs",
    {{
        "CREATE TABLE source(id INTEGER PRIMARY KEY, server TEXT NOT NULL UNIQUE, cursor TEXT NOT NULL, at INTEGER NOT NULL)",
        "CREATE TABLE block(id INTEGER PRIMARY KEY, source INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
        " lines INTEGER NOT NULL, severities INTEGER NOT NULL, lustre INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL)",
        "CREATE TABLE keep(what TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    }},
    true};

QString q(const std::string &text) { return QString::fromStdString(text); }

/// The file may be read by any program of this user; only who has claimed it writes.
Error othersWrite() { return Error{Problem::Conflict, "another program that has this cluster open writes its logs", {}, "Look there, or close it."}; }

void note(BlockInfo &info, const Block &block, std::size_t from)
{
    for (std::size_t i = from; i < block.size(); ++i) {
        const Block::Entry &entry = block.entries()[i];
        const Block::Head &head = block.heads()[entry.head];
        info.first = i == 0 ? entry.at : std::min(info.first, entry.at);
        info.last = i == 0 ? entry.at : std::max(info.last, entry.at);
        info.severities |= 1u << static_cast<unsigned>(head.severity);
        info.lustre = info.lustre || head.lustre;
    }
    info.lines = static_cast<std::uint32_t>(block.size());
}

} // namespace

Result<Batch> batchFromJson(const Json &json)
{
    const Json &lines = protocol::member(json, "lines");
    if (!json.is_object() || !lines.is_array() || !protocol::member(json, "cursor").is_string())
        return Error{Problem::BadMessage, "the agent's answer holds no lines and no cursor", {}, "Upgrade the agent of this server."};
    Batch batch;
    batch.source = protocol::textOf(json, "source");
    batch.cursor = protocol::textOf(json, "cursor");
    batch.lost = protocol::textOf(json, "lost");
    batch.more = protocol::flagOf(json, "more");
    for (const Json &line : lines)
        if (auto read = protocol::logLineFromJson(line))
            batch.lines.push_back(std::move(*read));
    return batch;
}

std::string LogStore::pathOf(const std::string &profilePath) { return profilePath == ":memory:" ? profilePath : profilePath + ".logs"; }

Result<std::unique_ptr<LogStore>> LogStore::open(const std::string &path)
{
    auto db = base::Database::open(path, logsSchema);
    if (!db && db.error().message.find("damaged") != std::string::npos)
        db = base::Database::open(path, logsSchema); // the damaged one was moved away
    if (!db)
        return db.error();
    std::unique_ptr<LogStore> store(new LogStore);
    store->m_db = std::move(*db);
    store->m_claimFile = path == ":memory:" ? std::string() : path + ".lock";
    if (auto loaded = store->load(); !loaded)
        return loaded.error();
    return store;
}

LogStore::~LogStore()
{
    if (m_claim >= 0)
        ::close(m_claim);
}

// The kernel drops the lock when the program ends, however it does.
bool LogStore::claim()
{
    if (m_claim >= 0 || m_claimFile.empty())
        return true;
    const int file = ::open(m_claimFile.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0) {
        m_claim = file;
        return true;
    }
    if (file >= 0)
        ::close(file);
    return false;
}

Result<void> LogStore::load()
{
    auto sources = m_db->rows("SELECT id, server, cursor, at FROM source");
    auto blocks = sources ? m_db->rows("SELECT id, source, first, last, lines, severities, lustre, bytes FROM block ORDER BY id") : sources.error();
    auto limit = blocks ? m_db->rows("SELECT value FROM keep WHERE what = 'bytes'") : blocks.error();
    if (!limit)
        return limit.error();
    m_version = m_db->foreignVersion();
    m_limit = limit->empty() ? usualLimit : limit->front()[0].toLongLong();
    m_sources.clear();
    m_blocks.clear();
    m_bytes = 0;
    for (const Row &row : *sources)
        m_sources[row[0].toLongLong()] = {row[1].toString().toStdString(), {row[2].toString().toStdString(), row[3].toLongLong()}};
    for (const Row &row : *blocks) {
        BlockInfo info{row[0].toLongLong(), row[1].toLongLong(), row[2].toLongLong(), row[3].toLongLong(), row[4].toUInt(), row[7].toUInt(), row[5].toUInt(), row[6].toBool()};
        m_bytes += info.bytes;
        m_sources[info.source].open = info.id; // the newest one of each
        m_nextBlock = std::max(m_nextBlock, info.id + 1);
        m_blocks[info.id] = info;
    }
    return {};
}

Result<std::vector<Arrival>> LogStore::reload()
{
    std::vector<Arrival> arrivals;
    const std::int64_t version = m_db->foreignVersion();
    if (version >= 0 && version == m_version)
        return arrivals;
    const auto before = m_blocks;
    if (auto loaded = load(); !loaded)
        return loaded.error();
    m_kept.clear();
    for (const auto &[id, info] : m_blocks) {
        const auto known = before.find(id);
        const std::uint32_t from = known == before.end() ? 0 : known->second.lines;
        if (info.lines > from)
            arrivals.push_back({id, from, info.lines - from});
    }
    return arrivals;
}

std::map<std::string, Position> LogStore::positions() const
{
    std::map<std::string, Position> all;
    for (const auto &[id, source] : m_sources)
        all[source.server] = source.position;
    return all;
}

const std::string &LogStore::serverOf(const BlockInfo &info) const
{
    static const std::string nobody;
    const auto found = m_sources.find(info.source);
    return found == m_sources.end() ? nobody : found->second.server;
}

Result<std::int64_t> LogStore::sourceOf(const std::string &server)
{
    for (const auto &[id, source] : m_sources)
        if (source.server == server)
            return id;
    const std::int64_t id = m_sources.empty() ? 1 : m_sources.rbegin()->first + 1;
    if (auto made = m_db->run("INSERT INTO source(id, server, cursor, at) VALUES(?, ?, '', 0)", {qlonglong(id), q(server)}); !made)
        return made.error();
    m_sources[id].server = server;
    return id;
}

Result<void> LogStore::write(const BlockInfo &given, const Block &block)
{
    BlockInfo info = given;
    const QByteArray body = block.encoded();
    info.bytes = static_cast<std::uint32_t>(body.size());
    auto written = m_db->run("INSERT OR REPLACE INTO block(id, source, first, last, lines, severities, lustre, bytes, body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {qlonglong(info.id), qlonglong(info.source), qlonglong(info.first), qlonglong(info.last), info.lines, info.severities, info.lustre, info.bytes, body});
    if (!written)
        return written;
    if (const auto old = m_blocks.find(info.id); old != m_blocks.end())
        m_bytes -= old->second.bytes;
    m_bytes += info.bytes;
    m_blocks[info.id] = info;
    m_nextBlock = std::max(m_nextBlock, info.id + 1);
    return {};
}

Result<std::vector<Arrival>> LogStore::append(const std::string &server, const Batch &batch)
{
    if (!claim())
        return othersWrite();
    std::vector<Arrival> arrivals;
    auto taken = m_db->transaction([&]() -> Result<void> {
        auto id = sourceOf(server);
        if (!id)
            return id.error();
        Source &source = m_sources[*id];
        const std::size_t extra = batch.lost.empty() ? 0 : 1;
        for (std::size_t next = 0; next < batch.lines.size() + extra;) {
            const auto known = m_blocks.find(source.open);
            Block block;
            BlockInfo info{m_nextBlock, *id};
            if (known != m_blocks.end())
                if (auto open = this->block(source.open); open && !(*open)->isFull()) {
                    block = **open;
                    info = known->second;
                }
            const std::size_t from = block.size();
            for (; next < batch.lines.size() + extra && !block.isFull(); ++next) {
                if (next >= extra) {
                    block.add(batch.lines[next - extra]);
                    source.position.at = std::max(source.position.at, batch.lines[next - extra].at);
                    continue;
                }
                protocol::LogLine mark;
                mark.at = batch.lines.empty() ? source.position.at : batch.lines.front().at;
                mark.priority = 4;
                mark.program = "chandelier";
                mark.text = "Lines before this one may be missing: " + batch.lost + ".";
                block.add(mark, true);
            }
            note(info, block, from);
            if (auto written = write(info, block); !written)
                return written;
            source.open = info.id;
            arrivals.push_back({info.id, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(block.size() - from)});
            remember(info.id, std::make_shared<const Block>(std::move(block)));
        }
        if (batch.cursor != source.position.cursor || !arrivals.empty()) {
            source.position.cursor = batch.cursor;
            return m_db->run("UPDATE source SET cursor = ?, at = ? WHERE id = ?", {q(batch.cursor), qlonglong(source.position.at), qlonglong(*id)});
        }
        return {};
    });
    if (taken)
        return arrivals;
    m_kept.clear(); // what is in memory may be more than what is in the file
    if (auto loaded = load(); !loaded)
        return loaded.error();
    return taken.error();
}

void LogStore::remember(std::int64_t id, std::shared_ptr<const Block> block)
{
    std::erase_if(m_kept, [id](const auto &kept) { return kept.first == id; });
    m_kept.emplace_front(id, std::move(block));
    if (m_kept.size() > blocksKept)
        m_kept.pop_back();
}

Result<std::shared_ptr<const Block>> LogStore::block(std::int64_t id)
{
    for (auto kept = m_kept.begin(); kept != m_kept.end(); ++kept)
        if (kept->first == id) {
            m_kept.splice(m_kept.begin(), m_kept, kept);
            return m_kept.front().second;
        }
    auto rows = m_db->rows("SELECT body FROM block WHERE id = ?", {qlonglong(id)});
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Error{Problem::NotFound, "these lines have been deleted meanwhile", {}, {}};
    auto block = Block::decoded(rows->front()[0].toByteArray());
    if (!block)
        return block.error();
    auto shared = std::make_shared<const Block>(std::move(*block));
    remember(id, shared);
    return shared;
}

Extent LogStore::extent() const
{
    Extent extent;
    for (const auto &[id, info] : m_blocks) {
        extent.first = extent.lines == 0 ? info.first : std::min(extent.first, info.first);
        extent.last = std::max(extent.last, info.last);
        extent.lines += info.lines;
    }
    extent.bytes = m_bytes;
    return extent;
}

Result<void> LogStore::setLimit(std::int64_t bytes)
{
    if (bytes < leastLimit)
        return Error{Problem::BadArgument, "logs cannot be kept in less than 1 MiB", {}, "Give a greater size."};
    auto saved = m_db->run("INSERT OR REPLACE INTO keep(what, value) VALUES('bytes', ?)", {qlonglong(bytes)});
    if (saved)
        m_limit = bytes;
    return saved;
}

Result<bool> LogStore::upkeep()
{
    constexpr int blocksAtOnce = 100;
    if (!claim())
        return false;
    if (m_bytes <= m_limit) {
        auto free = m_db->rows("PRAGMA incremental_vacuum(200)"); // pages: below a millisecond
        if (!free)
            return free.error();
        auto left = m_db->rows("PRAGMA freelist_count");
        return left && !left->empty() && left->front()[0].toLongLong() > 200;
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> oldest; // last time, id
    for (const auto &[id, info] : m_blocks)
        oldest.emplace_back(info.last, id);
    std::sort(oldest.begin(), oldest.end());
    auto deleted = m_db->transaction([&]() -> Result<void> {
        std::int64_t bytes = m_bytes;
        for (std::size_t i = 0; i + 1 < oldest.size() && i < blocksAtOnce && bytes > m_limit - m_limit / 20; ++i) {
            bytes -= m_blocks[oldest[i].second].bytes;
            if (auto gone = m_db->run("DELETE FROM block WHERE id = ?", {qlonglong(oldest[i].second)}); !gone)
                return gone;
            oldest[i].first = INT64_MIN; // is gone
        }
        return {};
    });
    if (!deleted)
        return deleted.error();
    for (const auto &[last, id] : oldest)
        if (last == INT64_MIN) {
            m_bytes -= m_blocks[id].bytes;
            m_blocks.erase(id);
            std::erase_if(m_kept, [gone = id](const auto &kept) { return kept.first == gone; });
        }
    return oldest.size() > 1;
}

} // namespace logbook
