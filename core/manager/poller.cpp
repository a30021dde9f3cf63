// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/poller.h"

#include "agent/protocol/json.h"
#include "core/manager/livestate.h"
#include "core/manager/worker.h"

#include <algorithm>

namespace manager {

using base::Error;
using base::Result;
using inventory::Reach;
using protocol::Json;
using protocol::Verb;

namespace {

constexpr int tickMs = 1000;
constexpr int askedAtOnce = 12; ///< so that what may be answered in one turn of the event loop is not felt
constexpr int gatherMs = 200; ///< a step's end is told by the agent and by the executor: one question for both

// What differs in every inventory of an idle host. Space and clients stay: people watch them.
Json withoutVolatile(Json value)
{
    if (value.is_object())
        for (const char *key : {"at", "load1", "memoryAvailable"})
            value.erase(key);
    if (value.is_object() && value.contains("ha"))
        value["ha"] = steadyHa(value["ha"]);
    return value;
}

} // namespace

Poller::Poller(jobs::Agents &agents, base::Clock &clock, Worker &worker, int seconds, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_clock(clock)
    , m_worker(worker)
    , m_seconds(seconds)
{
    connect(&agents, &jobs::Agents::reachChanged, this, &Poller::followReach);
    connect(&agents, &jobs::Agents::eventArrived, this, [this](const std::string &server, const std::string &name) {
        if (name == "inventory" || name == "step")
            refresh(server);
    });
    m_clock.after(tickMs, this, [this] { tick(); });
    watchClusters();
}

void Poller::setServers(const std::vector<std::string> &servers)
{
    std::erase_if(m_hosts, [&](const auto &item) { return std::find(servers.begin(), servers.end(), item.first) == servers.end(); });
    for (const std::string &server : servers) {
        m_hosts[server].report.server = server;
        followReach(server);
    }
    emit changed(true);
}

void Poller::recall(const std::vector<inventory::HostReport> &reports)
{
    for (const inventory::HostReport &report : reports)
        m_hosts[report.server].report = report;
}

void Poller::tick()
{
    const std::int64_t due = m_clock.now() - m_seconds * 1000;
    for (auto &[server, host] : m_hosts)
        if (host.report.reach == Reach::Connected && !host.asking && host.answeredAt <= due)
            ask(server);
    m_clock.after(tickMs, this, [this] { tick(); });
}

void Poller::refresh(const std::string &server)
{
    const auto host = m_hosts.find(server);
    if (host == m_hosts.end() || std::exchange(host->second.planned, true))
        return;
    m_clock.after(gatherMs, this, [this, server] {
        const auto found = m_hosts.find(server);
        if (found == m_hosts.end())
            return;
        found->second.planned = false;
        if (found->second.asking)
            found->second.askAgain = true;
        else
            ask(server);
    });
}

void Poller::refreshAll()
{
    for (const auto &[server, host] : m_hosts)
        refresh(server);
}

void Poller::ask(const std::string &server)
{
    Host &host = m_hosts[server];
    if (host.report.reach != Reach::Connected)
        return;
    host.asking = true;
    ++host.begun;
    m_queue.push_back(server);
    askNext();
}

void Poller::askNext()
{
    while (m_open < askedAtOnce && !m_queue.empty()) {
        const std::string server = std::move(m_queue.front());
        m_queue.pop_front();
        const auto host = m_hosts.find(server);
        if (host == m_hosts.end() || !host->second.asking)
            continue;
        if (host->second.report.reach != Reach::Connected) {
            host->second.asking = host->second.askAgain = false; // asked when it is back
            continue;
        }
        ++m_open;
        host->second.askedAt = m_clock.now();
        jobs::Request request;
        request.server = server;
        request.verb = Verb::HostInventory;
        jobs::AgentCall *call = m_agents.call(request, this);
        connect(call, &jobs::AgentCall::finished, this, [this, server, number = host->second.begun, call](const Result<jobs::Answer> &answer) {
            call->deleteLater();
            --m_open;
            m_worker.run(this, [answer] { return read(answer); }, [this, server, number](Read read) { answered(server, number, std::move(read)); });
            askNext();
        });
    }
}

Poller::Read Poller::read(const Result<jobs::Answer> &answer)
{
    if (!answer)
        return {answer.error()};
    auto inventory = protocol::inventoryFromJson(answer->value);
    if (!inventory)
        return {inventory.error()};
    return {std::make_shared<const protocol::HostInventory>(std::move(*inventory)),
        std::hash<std::string>()(protocol::dumpJson(withoutVolatile(answer->value)))};
}

void Poller::answered(const std::string &server, int number, Read read)
{
    const auto found = m_hosts.find(server);
    if (found == m_hosts.end() || number != found->second.begun) // removed, and perhaps added again meanwhile
        return;
    Host &host = found->second;
    host.asking = false;
    host.answered = number;
    host.answeredAt = m_clock.now();
    const bool good = read.inventory.ok();
    const bool complained = !good && std::exchange(host.report.reason, read.inventory.error().message) != read.inventory.error().message;
    const bool first = !std::exchange(host.settled, true);
    const bool visible = good && takeIn(host, read);
    if (visible)
        emit seen(server);
    emit changed(first || complained || visible);
    if (std::exchange(host.askAgain, false))
        ask(server);
    checkWaiting();
}

bool Poller::takeIn(Host &host, Read &read)
{
    // An inventory takes its time: what it says of the cluster may be older than what was asked since. Nodes would seem to come back.
    if (host.haAskedAt > host.askedAt && host.report.inventory) {
        auto newer = std::make_shared<protocol::HostInventory>(**read.inventory);
        newer->ha = host.report.inventory->ha;
        read.inventory = std::shared_ptr<const protocol::HostInventory>(std::move(newer));
    }
    host.report.inventory = std::move(*read.inventory);
    host.report.seenAt = m_clock.now();
    host.report.reason.clear();
    host.cluster = clusterOf(host.report.inventory->ha);
    host.haSeen = fingerprintOf(host.report.inventory->ha);
    return std::exchange(host.seen, read.fingerprint) != read.fingerprint;
}

void Poller::followReach(const std::string &server)
{
    const auto found = m_hosts.find(server);
    if (found == m_hosts.end())
        return;
    Host &host = found->second;
    const Reach reach = m_agents.reach(server);
    const std::string reason = m_agents.reachReason(server);
    const bool differs = reach != host.report.reach || (reach != Reach::Connected && reason != host.report.reason);
    const bool isBack = reach == Reach::Connected && host.report.reach != Reach::Connected;
    host.report.reach = reach;
    if (differs)
        host.report.reason = reason;
    if (isBack && !host.asking)
        ask(server);
    else if (isBack)
        host.askAgain = true;
    if (differs)
        emit changed(true);
    checkWaiting();
}

void Poller::whenFresh(const std::vector<std::string> &servers, int longestMs, std::function<void()> then)
{
    const int number = m_nextWaiting++;
    Waiting &waiting = m_waiting[number];
    waiting.then = std::move(then);
    for (const std::string &server : servers) {
        const auto host = m_hosts.find(server);
        if (host == m_hosts.end())
            continue;
        waiting.answers[server] = host->second.begun + 1;
        refresh(server);
    }
    m_clock.after(longestMs, this, [this, number] {
        const auto late = m_waiting.find(number);
        if (late == m_waiting.end())
            return;
        late->second.answers.clear();
        checkWaiting();
    });
    m_clock.after(0, this, [this] { checkWaiting(); });
}

void Poller::checkWaiting()
{
    std::vector<std::function<void()>> ready;
    for (auto waiting = m_waiting.begin(); waiting != m_waiting.end();) {
        std::erase_if(waiting->second.answers, [this](const auto &item) {
            const auto host = m_hosts.find(item.first);
            return host == m_hosts.end() || host->second.answered >= item.second || host->second.report.reach != Reach::Connected;
        });
        if (!waiting->second.answers.empty()) {
            ++waiting;
            continue;
        }
        ready.push_back(std::move(waiting->second.then));
        waiting = m_waiting.erase(waiting);
    }
    for (const auto &then : ready)
        then();
}

std::vector<inventory::HostReport> Poller::reports() const
{
    std::vector<inventory::HostReport> reports;
    for (const auto &[server, host] : m_hosts)
        reports.push_back(host.report);
    return reports;
}

bool Poller::isComplete() const
{
    return std::all_of(m_hosts.begin(), m_hosts.end(), [](const auto &item) {
        const Host &host = item.second;
        return host.report.reach == Reach::Lost || (host.report.reach == Reach::Connected && host.settled);
    });
}

} // namespace manager
