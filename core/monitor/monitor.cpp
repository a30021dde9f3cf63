// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/monitor.h"

#include <algorithm>

namespace monitoring {

using base::Result;

namespace {

constexpr int tellMs = 1000;
constexpr int judgeMs = 5000;          ///< how often it is looked whether conditions have held long enough
constexpr int flushMs = 30'000;         ///< twice a minute, so that a minute is never over
constexpr int claimMs = 5000;           ///< how often it is looked whether the other program has ended
constexpr int upkeepMs = 20;            ///< at a time: queries wait no longer
constexpr int upkeepSoonMs = 200, upkeepRestMs = 60'000;

} // namespace

Monitor::Monitor(Options options, jobs::Agents &agents, QObject *parent)
    : QObject(parent)
    , m_clock(*options.clock)
    , m_keeper(std::make_shared<Keeper>(SampleStore::pathOf(options.profilePath)))
    , m_worker(std::make_unique<base::Worker>(options.beside))
    , m_follower(std::make_unique<Follower>(agents, m_clock, *m_worker, m_keeper))
{
    connect(m_follower.get(), &Follower::followingChanged, this, [this](const std::string &server) {
        emit followingChanged(server);
        if (!std::exchange(m_settled, isSettled()) && m_settled)
            emit settled();
    });
    connect(m_follower.get(), &Follower::sampled, this,
        [this](const std::string &server, const std::shared_ptr<const Snapshot> &snapshot) {
            m_snapshots[server] = snapshot;
            tell();
        });
    connect(m_follower.get(), &Follower::alertsChanged, this, &Monitor::takeAlerts);
    open();
    flushLater();
    judgeLater();
    upkeepLater(upkeepRestMs);
}

Monitor::~Monitor()
{
    m_follower.reset(); // nothing more is asked
    m_worker->run(this, [keeper = std::exchange(m_keeper, nullptr)]() mutable {
        const bool good = keeper->flush().ok(); // else it is fetched again
        keeper.reset();                         // a database is closed in the thread that opened it
        return good;
    }, [](bool) { });
    m_worker->finish();
}

void Monitor::open()
{
    m_worker->run(this, [keeper = m_keeper] { return keeper->open(); }, [this](const Keeper::Opened &opened) {
        m_trouble = opened.error;
        m_opened = true;
        m_rules = opened.rules;
        takeAlerts(opened.alerts);
        if (!std::exchange(m_writes, opened.writes) && m_writes)
            m_follower->begin(opened.positions);
        if (!m_writes)
            m_clock.after(claimMs, this, [this] { open(); });
        if (!std::exchange(m_settled, isSettled()) && m_settled)
            emit settled();
    });
}

void Monitor::flushLater()
{
    m_clock.after(flushMs, this, [this] {
        m_worker->run(this, [keeper = m_keeper] { return keeper->flush(); }, [this](const Result<void> &flushed) {
            m_trouble = flushed ? std::nullopt : std::optional(flushed.error());
        });
        flushLater();
    });
}

void Monitor::upkeepLater(int ms)
{
    m_clock.after(ms, this, [this] {
        m_worker->run(this, [keeper = m_keeper, now = m_clock.now()] { return keeper->upkeep(now, upkeepMs); },
            [this](bool more) { upkeepLater(more ? upkeepSoonMs : upkeepRestMs); });
    });
}

void Monitor::judgeLater()
{
    m_clock.after(judgeMs, this, [this] {
        m_worker->run(this, [keeper = m_keeper, now = m_clock.now(), agents = m_follower->agents()] { return keeper->judge(now, agents); },
            [this](const AlertList &alerts) {
                takeAlerts(alerts);
                judgeLater();
            });
    });
}

void Monitor::takeAlerts(const AlertList &alerts)
{
    if (!alerts)
        return;
    m_alerts = alerts;
    emit alertsChanged();
}

void Monitor::setScene(const inventory::World &world, std::shared_ptr<const inventory::Wanted> wanted, std::set<inventory::ObjectId> busy, Proofs provenAt,
    std::map<inventory::ObjectId, std::int64_t> worked)
{
    Scene scene{world, std::move(wanted), std::move(busy), {}, {}, m_clock.now(), std::move(provenAt), std::move(worked)};
    m_worker->run(this, [keeper = m_keeper, scene = std::move(scene)] { return keeper->setScene(scene); }, [this](const AlertList &alerts) { takeAlerts(alerts); });
}

void Monitor::addSaid(std::vector<Said> all)
{
    m_worker->run(this, [keeper = m_keeper, all = std::move(all)] { return keeper->addSaid(all); }, [this](const AlertList &alerts) { takeAlerts(alerts); });
}

const AlertRule *Monitor::rule(const std::string &id) const
{
    const auto found = std::find_if(m_rules.begin(), m_rules.end(), [&](const AlertRule &rule) { return rule.id == id; });
    return found == m_rules.end() ? nullptr : &*found;
}

void Monitor::change(std::function<Result<void>(AlertBook &)> what, QObject *context, Changed then)
{
    m_worker->run(this, [keeper = m_keeper, what = std::move(what)] { return keeper->change(what); },
        [this, context = QPointer<QObject>(context), then = std::move(then)](const std::pair<Result<void>, AlertList> &changed) {
            takeAlerts(changed.second);
            if (context)
                then(changed.first);
        });
}

void Monitor::acknowledge(std::int64_t alert, const std::string &who, const std::string &note, QObject *context, Changed then)
{
    change([alert, who, note, now = m_clock.now()](AlertBook &book) { return book.acknowledge(alert, who, note, now); }, context, std::move(then));
}

void Monitor::mute(const Mute &mute, QObject *context, Changed then)
{
    change([mute, now = m_clock.now()](AlertBook &book) { return book.mute(mute, now); }, context, std::move(then));
}

void Monitor::unmute(std::int64_t mute, QObject *context, Changed then)
{
    change([mute](AlertBook &book) { return book.unmute(mute); }, context, std::move(then));
}

void Monitor::mutes(QObject *context, std::function<void(const std::vector<Mute> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, now = m_clock.now()] {
            auto book = keeper->book();
            return book ? (*book)->mutes(now) : std::vector<Mute>();
        },
        std::move(then));
}

void Monitor::alertHistory(std::int64_t from, std::int64_t to, int most, QObject *context, std::function<void(const Result<std::vector<Alert>> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, from, to, most] {
            auto book = keeper->book();
            return book ? (*book)->history(from, to, most) : Result<std::vector<Alert>>(book.error());
        },
        std::move(then));
}

void Monitor::alertsSince(std::int64_t after, const std::set<std::int64_t> &ids, QObject *context, std::function<void(const Result<std::vector<Alert>> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, after, ids, now = m_clock.now()] {
            auto book = keeper->book();
            return book ? (*book)->since(after, ids, now) : Result<std::vector<Alert>>(book.error());
        },
        std::move(then));
}

void Monitor::newestAlert(QObject *context, std::function<void(const Result<std::int64_t> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper] {
            auto book = keeper->book();
            return book ? (*book)->newest() : Result<std::int64_t>(book.error());
        },
        std::move(then));
}

void Monitor::tell()
{
    if (std::exchange(m_telling, true))
        return;
    const std::int64_t rest = m_toldAt + tellMs - m_clock.now();
    m_clock.after(static_cast<int>(std::clamp<std::int64_t>(rest, 0, tellMs)), this, [this] {
        m_telling = false;
        m_toldAt = m_clock.now();
        emit sampled();
    });
}

void Monitor::setServers(const std::vector<std::string> &servers)
{
    m_follower->setServers(servers);
    m_worker->run(this, [keeper = m_keeper, servers] { return keeper->setServers(servers), true; }, [](bool) { });
    std::erase_if(m_snapshots, [&](const auto &item) { return std::find(servers.begin(), servers.end(), item.first) == servers.end(); });
}

void Monitor::query(const Request &request, QObject *context, Queried then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, request, now = m_clock.now()]() -> Result<Answer> {
            auto store = keeper->store();
            if (!store)
                return store.error();
            Query query{request.series, request.from, request.to == 0 ? now : request.to, request.points};
            if (query.series.empty())
                for (const Series &series : (*store)->find(request.selector))
                    query.series.push_back(series.id);
            return (*store)->query(query);
        },
        std::move(then));
}

void Monitor::find(const Selector &selector, QObject *context, std::function<void(const std::vector<Series> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, selector] {
            auto store = keeper->store();
            return store ? (*store)->find(selector) : std::vector<Series>();
        },
        std::move(then));
}

void Monitor::extent(QObject *context, std::function<void(std::pair<std::int64_t, std::int64_t>)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper] {
            auto store = keeper->store();
            const auto extent = store ? (*store)->extent() : Result<std::pair<std::int64_t, std::int64_t>>(store.error());
            return extent ? *extent : std::pair<std::int64_t, std::int64_t>();
        },
        std::move(then));
}

void Monitor::setRetention(const Retention &retention, QObject *context, std::function<void(const Result<void> &)> then)
{
    m_worker->run(
        context,
        [keeper = m_keeper, retention] {
            auto store = keeper->store();
            return store ? (*store)->setRetention(retention) : Result<void>(store.error());
        },
        std::move(then));
}

std::optional<double> Monitor::latest(const std::string &server, const std::string &name, const Labels &labels) const
{
    const auto found = m_snapshots.find(server);
    return found == m_snapshots.end() ? std::nullopt : found->second->value(name, labels);
}

std::shared_ptr<const Snapshot> Monitor::snapshot(const std::string &server) const
{
    const auto found = m_snapshots.find(server);
    return found == m_snapshots.end() ? nullptr : found->second;
}

Following Monitor::following(const std::string &server) const { return m_follower->following(server); }
bool Monitor::isSettled() const { return m_opened && (m_trouble || !m_writes || m_follower->isSettled()); }

} // namespace monitoring
