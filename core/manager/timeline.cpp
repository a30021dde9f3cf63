// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/timeline.h"

#include "core/manager/private.h"

namespace manager {

using base::Result;

namespace {

constexpr int beatMs = 30'000, upkeepMs = 30;
constexpr int mostEvents = 5000;

} // namespace

Result<history::History *> Timeline::Book::history()
{
    if (m_history)
        return m_history.get();
    auto opened = history::History::open(m_path, m_retention);
    if (!opened)
        return opened.error();
    m_history = std::move(*opened);
    return m_history.get();
}

void Timeline::Book::setRetention(history::Retention retention)
{
    m_retention = retention;
    if (m_history)
        m_history->setRetention(retention);
}

bool Timeline::Book::record(std::int64_t now, bool writes, const std::vector<inventory::HostReport> &reports, std::shared_ptr<const inventory::Wanted> wanted,
    const inventory::World &world)
{
    auto history = this->history();
    if (!history)
        return false; // the charts say what is wrong with the disk
    if (!writes) {
        if (std::exchange(m_wrote, false))
            (*history)->forget();
        return false;
    }
    m_wrote = true;
    const auto recorded = (*history)->record(now, reports, std::move(wanted), world);
    return recorded && *recorded;
}

void Timeline::Book::beat(std::int64_t now, bool writes)
{
    if (writes && m_history && m_wrote)
        (void)m_history->beat(now).ok();
}

bool Timeline::Book::upkeep(std::int64_t now, bool writes, int ms)
{
    if (!writes || !m_history)
        return false;
    const auto more = m_history->upkeep(now, ms);
    return more && *more;
}

Timeline::Timeline(const std::string &profilePath, history::Retention retention, base::Clock &clock, Worker &worker)
    : m_clock(clock)
    , m_worker(worker)
    , m_book(std::make_shared<Book>(history::History::pathOf(profilePath), retention))
{
}

void Timeline::finish(bool writes)
{
    m_worker.run(this, [book = std::exchange(m_book, nullptr), now = m_clock.now(), writes]() mutable {
        book->beat(now, writes);
        book.reset();
        return true;
    }, [](bool) { });
}

void Timeline::keep(std::function<bool()> writes) { keepLater(beatMs, writes); }

void Timeline::keepLater(int ms, const std::function<bool()> &writes)
{
    m_clock.after(ms, this, [this, writes] {
        m_worker.run(this, [book = m_book, now = m_clock.now(), may = writes()] {
            book->beat(now, may);
            return book->upkeep(now, may, upkeepMs);
        }, [this, writes](bool more) { keepLater(more ? upkeepMs * 20 : beatMs, writes); });
    });
}

void Timeline::look(std::int64_t at, QObject *context, Looked then)
{
    m_worker.run(
        context,
        [book = m_book, at]() -> Result<Past> {
            auto history = book->history();
            if (!history)
                return history.error();
            auto moment = (*history)->at(at);
            if (!moment)
                return moment.error();
            Built built = buildFrom(moment->reports, *moment->wanted);
            return Past{at, std::move(built.world), std::move(moment->wanted), std::move(built.drift), moment->blind};
        },
        std::move(then));
}

void Timeline::tell(std::int64_t from, std::int64_t to, QObject *context, Told then)
{
    m_worker.run(
        context,
        [book = m_book, from, to]() -> Result<Tale> {
            auto history = book->history();
            if (!history)
                return history.error();
            auto events = (*history)->events(from, to, mostEvents);
            auto closed = (*history)->closed(from, to);
            auto extent = (*history)->extent();
            if (!events || !closed || !extent)
                return !events ? events.error() : !closed ? closed.error() : extent.error();
            return Tale{std::move(*events), std::move(*closed), *extent};
        },
        std::move(then));
}

void Timeline::setRetention(history::Retention retention)
{
    m_worker.run(this, [book = m_book, retention] {
        book->setRetention(retention);
        return true;
    }, [](bool) { });
}

} // namespace manager
