// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/keeper.h"

#include <algorithm>

namespace logbook {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr std::size_t arrivalsKept = 4096;

} // namespace

Keeper::Opened Keeper::open()
{
    Opened opened;
    if (!m_store) {
        auto store = LogStore::open(m_path);
        if (!store) {
            m_error = opened.error = store.error();
            return opened;
        }
        m_store = std::move(*store);
        m_error.reset();
    }
    if (!m_writes) {
        m_writes = m_store->claim();
        auto fresh = m_store->reload();
        if (fresh)
            note(std::move(*fresh));
        else
            opened.error = fresh.error();
    }
    opened.writes = m_writes;
    opened.positions = m_store->positions();
    opened.stamp = m_stamp;
    return opened;
}

Result<LogStore *> Keeper::store()
{
    if (m_error)
        return *m_error;
    if (!m_store)
        return Error{Problem::Storage, "the file of logs is not open yet (" + m_path + ")", {}, {}};
    return m_store.get();
}

void Keeper::note(std::vector<Arrival> arrivals)
{
    for (const Arrival &arrival : arrivals) {
        m_arrivals.push_back(arrival);
        ++m_stamp;
    }
    while (m_arrivals.size() > arrivalsKept)
        m_arrivals.pop_front();
}

std::optional<std::vector<Arrival>> Keeper::arrivals(std::uint64_t stamp) const
{
    const std::uint64_t behind = m_stamp - std::min(stamp, m_stamp);
    if (behind > m_arrivals.size())
        return {};
    return std::vector<Arrival>(m_arrivals.end() - static_cast<std::ptrdiff_t>(behind), m_arrivals.end());
}

// Most lines are of no interest: they are held against the few patterns that are wanted, and against all only when one of these fits.
std::vector<Hit> Keeper::hitsIn(const std::string &server, const Batch &batch)
{
    if (!m_catalogue) {
        m_wanted = m_interesting ? m_interesting() : std::set<std::string>();
        m_catalogue.emplace();
    }
    static const QRegularExpression label(QStringLiteral("\\b[A-Za-z0-9_]{1,8}-(?:OST|MDT)[0-9a-f]{4}(?![0-9A-Za-z])"));
    std::vector<Hit> hits;
    for (const protocol::LogLine &line : batch.lines) {
        if (m_wanted.empty() || (line.program != "kernel" && !isLustre(line)))
            continue;
        const QString text = QString::fromUtf8(line.text);
        const auto fits = [&](const Message &m) { return m_wanted.contains(m.id) && m.pattern.match(text).hasMatch(); };
        const auto &all = m_catalogue->messages();
        const Message *message = std::any_of(all.begin(), all.end(), fits) ? m_catalogue->explain(line.text) : nullptr;
        if (message && m_wanted.contains(message->id))
            hits.push_back({message->id, server, line.at, label.match(text).captured(0).toStdString(), shownText(line)});
    }
    return hits;
}

Keeper::Taken Keeper::take(const std::string &server, const Result<Batch> &batch)
{
    Taken taken;
    auto store = this->store();
    if (!store || !batch) {
        taken.error = store ? batch.error() : store.error();
        return taken;
    }
    const auto before = (*store)->positions();
    const auto known = before.find(server);
    auto arrivals = (*store)->append(server, *batch);
    if (arrivals) {
        note(std::move(*arrivals));
        taken.hits = hitsIn(server, *batch);
    } else {
        taken.error = arrivals.error();
    }
    taken.position = (*store)->positions()[server];
    taken.moved = known == before.end() || known->second.cursor != taken.position.cursor;
    taken.more = batch->more;
    taken.stamp = m_stamp;
    return taken;
}

bool Keeper::upkeep()
{
    if (!m_store || !m_writes)
        return false;
    const auto more = m_store->upkeep();
    return more && *more;
}

} // namespace logbook
