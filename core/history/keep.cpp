// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the History that keeps it small.
#include "core/history/private.h"

#include <algorithm>
#include <chrono>

namespace history {

using base::Result;
using base::Row;

namespace {

constexpr std::int64_t freePages = 64;

} // namespace

Result<std::int64_t> History::Private::size()
{
    auto pages = db->rows("PRAGMA page_count"), each = db->rows("PRAGMA page_size"), free = db->rows("PRAGMA freelist_count");
    if (!pages || !each || !free)
        return !pages ? pages.error() : !each ? each.error() : free.error();
    return (pages->front().front().toLongLong() - free->front().front().toLongLong()) * each->front().front().toLongLong();
}

/// What a moment at the cutoff still needs stays.
Result<void> History::Private::dropOld(std::int64_t subject)
{
    return db->transaction([&]() -> Result<void> {
        const QVariant id = number(subject), before = number(cutoff);
        auto reach = reachAt(subject, cutoff);
        if (!reach)
            return reach.error();
        if (reach->state == wentAway) {
            auto later = db->rows("SELECT 1 FROM reach WHERE subject = ? AND at > ? LIMIT 1", {id, before});
            if (!later)
                return later.error();
            if (later->empty()) {
                std::erase_if(subjects, [subject](const auto &one) { return one.second.id == subject; });
                inventories.erase(subject);
                for (const char *table : {"DELETE FROM entry WHERE subject = ?", "DELETE FROM reach WHERE subject = ?", "DELETE FROM subject WHERE id = ?"})
                    if (auto gone = db->run(table, {id}); !gone)
                        return gone;
                return {};
            }
        }
        if (auto gone = db->run("DELETE FROM entry WHERE subject = ? AND id < (SELECT id FROM entry WHERE subject = ? AND kind = 0 AND at <= ? ORDER BY at DESC, id DESC LIMIT 1)", {id, id, before}); !gone)
            return gone;
        return db->run("DELETE FROM reach WHERE subject = ? AND id < (SELECT id FROM reach WHERE subject = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1)", {id, id, before});
    });
}

Result<bool> History::upkeep(std::int64_t now, int ms)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto isOver = [&] { return std::chrono::steady_clock::now() - begun > std::chrono::milliseconds(ms); };
    if (d->old.empty()) {
        auto size = d->size();
        auto known = extent();
        if (!size || !known)
            return size ? known.error() : size.error();
        d->cutoff = now - d->retention.days * 86'400'000ll;
        if (*size > d->retention.bytes)
            d->cutoff = std::max(d->cutoff, known->first + (now - known->first) / 10);
        if (known->first == 0 || known->first >= d->cutoff)
            return false;
        auto rows = d->db->rows("SELECT id FROM subject");
        if (!rows)
            return rows.error();
        for (const Row &row : *rows)
            d->old.push_back(row.front().toLongLong());
        d->old.push_back(0); // then what belongs to nobody
    }
    while (!d->old.empty() && !isOver()) {
        const std::int64_t subject = d->old.front();
        if (subject != 0) {
            if (auto dropped = d->dropOld(subject); !dropped)
                return dropped.error();
        } else {
            const QVariant before = Private::number(d->cutoff);
            for (const auto &[sql, values] : {std::pair<const char *, Row>{"DELETE FROM event WHERE at < ?", {before}}, {"DELETE FROM session WHERE stop < ?", {before}},
                     {"UPDATE session SET begin = ? WHERE begin < ?", {before, before}}})
                if (auto gone = d->db->run(sql, values); !gone)
                    return gone.error();
        }
        d->old.erase(d->old.begin());
    }
    auto free = d->db->rows("PRAGMA freelist_count");
    for (std::int64_t pages = free && !free->empty() ? free->front().front().toLongLong() : 0; pages > freePages && !isOver(); --pages)
        if (auto one = d->db->run("PRAGMA incremental_vacuum(1)"); !one)
            return one.error();
    return !d->old.empty();
}

} // namespace history
