// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/keeper.h"

#include <cmath>

namespace monitoring {

using base::Result;

namespace {

constexpr std::int64_t tellingGapMs = 60'000; ///< shorter ones are in the charts, and nowhere else

} // namespace

std::optional<double> Snapshot::value(const std::string &name, const Labels &labels) const
{
    const auto found = index ? index->byKey.find(keyOf(name, labels)) : decltype(index->byKey.end())();
    if (!index || found == index->byKey.end() || found->second >= values.size() || std::isnan(values[found->second]))
        return {};
    return values[found->second];
}

Keeper::Opened Keeper::open()
{
    Opened opened;
    if (!m_store) {
        auto store = SampleStore::open(m_path);
        if (!store) {
            m_error = opened.error = store.error();
            return opened;
        }
        m_store = std::move(*store);
        m_error.reset();
    }
    if (auto book = openBook(); !book)
        opened.error = book.error(); // figures are stored all the same
    if (!m_writes && m_store->claim()) {
        if (auto read = m_store->reload(); !read) {
            opened.error = read.error();
            return opened;
        }
        m_writes = true;
    }
    if (m_writes && m_book && !m_alerts) {
        (void)m_book->reload().ok(); // what the program before this one wrote at last
        m_alerts = Alerts::make(*m_store, *m_book, m_rules);
    }
    opened.rules = m_rules;
    opened.alerts = changedAlerts();
    opened.writes = m_writes;
    for (const std::string &server : m_store->servers())
        opened.positions[server] = m_store->position(server);
    return opened;
}

Result<void> Keeper::openBook()
{
    if (m_book)
        return {};
    auto book = AlertBook::open(m_path);
    if (!book)
        return book.error();
    m_book = std::move(*book);
    m_rules = RuleLibrary().all();
    return {};
}

Result<AlertBook *> Keeper::book()
{
    if (!m_book)
        return base::Error{base::Problem::Storage, "the file of alerts is not open yet (" + m_path + ")", {}, {}};
    if (auto read = m_book->reload(); !read)
        return read.error();
    return m_book.get();
}

AlertList Keeper::changedAlerts()
{
    if (!m_book || std::exchange(m_told, m_book->version()) == m_book->version())
        return {};
    return std::make_shared<const std::vector<Alert>>(m_book->active(m_now));
}

AlertList Keeper::setScene(const Scene &scene)
{
    m_now = std::max(m_now, scene.now);
    if (m_alerts)
        (void)m_alerts->setScene(scene).ok(); // a disk that takes nothing is said by the samples
    return changedAlerts();
}

AlertList Keeper::addSaid(const std::vector<Said> &all)
{
    if (m_alerts)
        (void)m_alerts->addSaid(all).ok();
    return changedAlerts();
}

AlertList Keeper::judge(std::int64_t now, std::map<std::string, Scene::Agent> agents)
{
    m_now = now;
    if (!m_alerts) { // the other program judges: what it wrote is shown
        (void)book().ok();
        return changedAlerts();
    }
    m_alerts->setAgents(std::move(agents));
    (void)m_alerts->judgeWorld(now).ok();
    return changedAlerts();
}

std::pair<Result<void>, AlertList> Keeper::change(const std::function<Result<void>(AlertBook &)> &what)
{
    auto book = this->book();
    if (!book)
        return {book.error(), {}};
    auto changed = what(**book);
    return {std::move(changed), changedAlerts()};
}

Result<SampleStore *> Keeper::store()
{
    if (m_error)
        return *m_error;
    if (!m_store)
        return base::Error{base::Problem::Storage, "the file of samples is not open yet (" + m_path + ")", {}, {}};
    if (!m_writes)
        if (auto read = m_store->reload(); !read)
            return read.error();
    return m_store.get();
}

Keeper::Taken Keeper::take(const std::string &server, const Result<Batch> &batch)
{
    Taken taken;
    auto store = this->store();
    if (!store || !batch) {
        taken.error = store ? batch.error() : store.error();
        return taken;
    }
    (*store)->adopt(server, batch->ring, m_servers);
    const auto judge = [this, &server](std::int64_t at) {
        if (m_alerts)
            (void)m_alerts->judgeFigures(server, at).ok();
    };
    if (auto appended = (*store)->append(server, *batch, judge); !appended)
        taken.error = appended.error();
    for (const Gap &gap : batch->gaps)
        if (m_alerts && gap.to - gap.from >= tellingGapMs)
            (void)m_alerts->addPast("agent-was-silent", server, gap.from, gap.to, gap.cause).ok();
    taken.alerts = changedAlerts();
    taken.position = (*store)->position(server);
    taken.last = batch->last;
    taken.interval = batch->interval;
    taken.more = batch->more;
    taken.snapshot = snapshotOf(server, taken.position.at);
    return taken;
}

std::shared_ptr<const Snapshot> Keeper::snapshotOf(const std::string &server, std::int64_t at)
{
    auto &index = m_indices[server];
    const std::size_t count = m_store->seriesCount(server);
    if (!index || index->series.size() != count) {
        auto made = std::make_shared<SnapshotIndex>();
        for (std::size_t i = 0; i < count; ++i) {
            made->series.push_back(m_store->seriesAt(server, i));
            made->byKey[keyOf(made->series.back().name.name, made->series.back().name.labels)] = i;
        }
        index = std::move(made);
    }
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->at = at;
    snapshot->index = index;
    snapshot->values.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        snapshot->values.push_back(m_store->now(server, i).value_or(std::nan("")));
    snapshot->facts = m_store->facts(server);
    snapshot->cost = m_store->cost(server);
    return snapshot;
}

Result<void> Keeper::flush()
{
    return m_store && m_writes ? m_store->flush() : Result<void>();
}

bool Keeper::upkeep(std::int64_t now, int ms)
{
    if (!m_store || !m_writes)
        return false;
    const auto more = m_store->upkeep(now, ms);
    return more && *more;
}

} // namespace monitoring
