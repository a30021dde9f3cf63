// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters are watched more closely than the rest: a failover is over in seconds. One member of each is asked, and another when it is silent.
#include "core/manager/livestate.h"

#include "core/inventory/haparse.h"
#include "core/manager/poller.h"

#include <algorithm>

namespace manager {

using base::Result;
using inventory::Reach;
using protocol::Json;
using protocol::Verb;

namespace {

constexpr int liveMs = 1000;
constexpr int silentMs = 3000; ///< then another member is asked

void cut(std::string &text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        const std::size_t end = text.find(to, at + from.size());
        text.erase(at, end == std::string::npos ? std::string::npos : end + to.size() - at);
    }
}

} // namespace

Json steadyHa(Json ha)
{
    if (!ha.is_object())
        return ha;
    if (std::string status = protocol::textOf(ha, "status"); !status.empty()) {
        cut(status, "<last_update", ">");
        cut(status, "<pacemakerd", ">"); // it says when it was asked
        ha["status"] = std::move(status);
    }
    if (std::string quorum = protocol::textOf(ha, "quorum"); !quorum.empty()) {
        cut(quorum, "Date:", "\n");
        ha["quorum"] = std::move(quorum);
    }
    return ha;
}

std::size_t fingerprintOf(const protocol::HaReport &ha) { return std::hash<std::string>()(protocol::dumpJson(steadyHa(protocol::toJson(ha)))); }

std::string clusterOf(const protocol::HaReport &ha)
{
    if (ha.corosyncConf.empty() || (!ha.corosync && !ha.pacemaker))
        return {};
    const auto conf = ha::parseCorosyncConf(ha.corosyncConf);
    if (!conf || conf->nodes.empty())
        return {};
    const std::string first = conf->nodes.front().addresses.empty() ? std::string() : conf->nodes.front().addresses.front();
    return conf->clusterName + "/" + first; // two that were made apart may have one name
}

void Poller::watchClusters()
{
    std::map<std::string, std::vector<std::string>> clusters;
    for (const auto &[server, host] : m_hosts)
        if (!host.cluster.empty() && host.report.reach == Reach::Connected)
            clusters[host.cluster].push_back(server);
    for (const auto &[cluster, members] : clusters)
        askLive(cluster, members);
    m_clock.after(liveMs, this, [this] { watchClusters(); });
}

void Poller::askLive(const std::string &cluster, const std::vector<std::string> &members)
{
    Live &live = m_live[cluster];
    const auto mine = std::find(members.begin(), members.end(), live.server);
    if (live.askedAt > 0 && mine != members.end() && m_clock.now() - live.askedAt < silentMs)
        return;
    if (mine == members.end()) { // the one that decides has the configuration as well
        const auto decides = std::find_if(members.begin(), members.end(), [this](const std::string &m) {
            const auto &inventory = m_hosts[m].report.inventory;
            return inventory && !inventory->ha.cib.empty();
        });
        live.server = decides == members.end() ? members.front() : *decides;
    } else if (live.askedAt > 0) {
        live.server = mine + 1 == members.end() ? members.front() : *(mine + 1);
    }
    live.askedAt = live.putAt = m_clock.now();
    jobs::Request request;
    request.server = live.server;
    request.verb = Verb::HaState;
    jobs::AgentCall *call = m_agents.call(request, this);
    connect(call, &jobs::AgentCall::finished, this, [this, cluster, call, server = live.server, number = ++live.number](const Result<jobs::Answer> &answer) {
        call->deleteLater();
        if (m_live[cluster].number == number)
            answeredLive(cluster, server, answer);
    });
}

void Poller::answeredLive(const std::string &cluster, const std::string &server, const Result<jobs::Answer> &answer)
{
    Live &live = m_live[cluster];
    live.askedAt = 0;
    const auto found = m_hosts.find(server);
    auto ha = answer ? protocol::haReportFromJson(answer->value) : Result<protocol::HaReport>(answer.error());
    if (found == m_hosts.end() || !ha || !found->second.report.inventory) {
        live.server.clear(); // somebody else, the next time
        return;
    }
    Host &host = found->second;
    host.haAskedAt = live.putAt;
    host.report.seenAt = m_clock.now(); // of members that contradict each other the one that was asked last knows best
    const std::size_t now = fingerprintOf(*ha);
    if (std::exchange(host.haSeen, now) == now)
        return;
    auto inventory = std::make_shared<protocol::HostInventory>(*host.report.inventory);
    inventory->ha = std::move(*ha);
    host.cluster = clusterOf(inventory->ha);
    host.report.inventory = std::move(inventory);
    emit changed(true);
    for (const auto &[name, other] : m_hosts) // what moved is mounted somewhere else now
        if (other.cluster == cluster)
            refresh(name);
}

} // namespace manager
