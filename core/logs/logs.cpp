// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/logs.h"

namespace logbook {

using base::Result;

namespace {

constexpr int stepMs = 30;    ///< of a search: what is fetched meanwhile waits no longer
constexpr int claimMs = 2000; ///< how often it is looked for what another program has written
constexpr int upkeepSoonMs = 200, upkeepRestMs = 60'000;

} // namespace

Search::Search(base::Worker &worker, std::shared_ptr<Keeper> keeper)
    : m_worker(&worker)
    , m_keeper(std::move(keeper))
    , m_scan(std::make_shared<std::unique_ptr<Scan>>())
{
}

Search::~Search()
{
    if (m_worker)
        m_worker->drop(std::pair(std::move(m_scan), std::move(m_keeper))); // where they are used
}

void Search::start(const Matcher &matcher, Key from, Towards towards, std::size_t most)
{
    struct Begun {
        std::optional<base::Error> error{};
    };
    m_worker->run(
        this,
        [keeper = m_keeper, scan = m_scan, matcher, from, towards, most]() -> Begun {
            auto store = keeper->store();
            if (!store)
                return {store.error()};
            *scan = std::make_unique<Scan>(**store, matcher, from, towards, most);
            return {};
        },
        [this](const Begun &begun) {
            if (begun.error)
                emit failed(*begun.error);
            else
                next();
        });
}

void Search::next()
{
    m_worker->run(this, [scan = m_scan] { return (*scan)->step(stepMs); }, [this](const Found &found) {
        const QPointer<Search> alive(this);
        emit this->found(found);
        if (alive && !found.done)
            next();
    });
}

Logs::Logs(Options options, jobs::Agents &agents, QObject *parent)
    : QObject(parent)
    , m_clock(*options.clock)
    , m_keeper(std::make_shared<Keeper>(LogStore::pathOf(options.profilePath), std::move(options.interesting)))
    , m_worker(std::make_unique<base::Worker>(options.beside))
    , m_follower(std::make_unique<Follower>(agents, m_clock, *m_worker, m_keeper))
{
    connect(m_follower.get(), &Follower::arrived, this, [this](quint64 stamp) {
        m_stamp = stamp;
        emit arrived();
    });
    connect(m_follower.get(), &Follower::said, this, &Logs::said);
    connect(m_follower.get(), &Follower::followingChanged, this, [this](const std::string &server) {
        emit followingChanged(server);
        look();
    });
    m_clock.after(0, this, [this] { open(); });
    upkeepLater(upkeepRestMs);
}

Logs::~Logs()
{
    m_follower.reset(); // nothing more is asked
    m_worker->run(this, [keeper = std::exchange(m_keeper, nullptr)]() mutable {
        keeper.reset(); // a database is closed in the thread that opened it
        return true;
    }, [](bool) { });
    m_worker->finish();
}

void Logs::open()
{
    m_worker->run(this, [keeper = m_keeper] { return keeper->open(); }, [this](const Keeper::Opened &opened) {
        m_trouble = opened.error;
        if (!std::exchange(m_writes, opened.writes) && m_writes)
            m_follower->begin(opened.positions);
        if (!std::exchange(m_opened, true))
            emit this->opened();
        if (opened.stamp > m_stamp) {
            m_stamp = opened.stamp;
            emit arrived();
        }
        if (!m_writes)
            m_clock.after(claimMs, this, [this] { open(); });
        look();
    });
}

void Logs::look()
{
    if (!std::exchange(m_settled, isSettled()) && m_settled)
        emit settled();
}

bool Logs::isSettled() const { return m_opened && (m_trouble || !m_writes || m_follower->isSettled()); }

void Logs::upkeepLater(int ms)
{
    m_clock.after(ms, this, [this] {
        m_worker->run(this, [keeper = m_keeper] { return keeper->upkeep(); }, [this](bool more) { upkeepLater(more ? upkeepSoonMs : upkeepRestMs); });
    });
}

void Logs::setServers(const std::vector<std::string> &servers)
{
    m_follower->setServers(servers);
    look();
}

Result<std::unique_ptr<Search>> Logs::search(const Filter &filter, Key from, Towards towards, std::size_t most)
{
    auto matcher = Matcher::of(filter);
    if (!matcher)
        return matcher.error();
    std::unique_ptr<Search> search(new Search(*m_worker, m_keeper));
    // From the event loop also where there is no other thread: the caller connects first.
    m_clock.after(0, search.get(), [search = search.get(), matcher = *matcher, from, towards, most] { search->start(matcher, from, towards, most); });
    return search;
}

void Logs::fresh(const Filter &filter, std::uint64_t stamp, QObject *context, std::function<void(const Fresh &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, filter, stamp]() -> Fresh {
            auto store = keeper->store();
            const auto matcher = Matcher::of(filter);
            const auto arrivals = keeper->arrivals(stamp);
            if (!store || !matcher || !arrivals)
                return {{}, keeper->stamp(), true};
            return {linesOf(**store, *matcher, *arrivals), keeper->stamp(), false};
        },
        std::move(then));
}

void Logs::extent(QObject *context, std::function<void(const Extent &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper] {
            auto store = keeper->store();
            return store ? (*store)->extent() : Extent();
        },
        std::move(then));
}

void Logs::limit(QObject *context, std::function<void(std::int64_t)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper] {
            auto store = keeper->store();
            return store ? (*store)->limit() : std::int64_t(0);
        },
        std::move(then));
}

void Logs::setLimit(std::int64_t bytes, QObject *context, std::function<void(const Result<void> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, bytes] {
            auto store = keeper->store();
            return store ? (*store)->setLimit(bytes) : Result<void>(store.error());
        },
        std::move(then));
}

} // namespace logbook
