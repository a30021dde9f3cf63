// SPDX-License-Identifier: GPL-3.0-or-later
// What was written down of a cluster around the times at which it lost a member.
#include "core/manager/timeline.h"

#include "core/manager/private.h"

#include <algorithm>

namespace manager {

using base::Result;

namespace {

constexpr std::int64_t beforeMs = 90'000, afterMs = 15 * 60'000, monthMs = 30ll * 86'400'000;
constexpr int mostEvents = 5000, mostMoments = 400;
constexpr std::size_t mostSpans = 10;

bool isMembers(const history::Event &event, const std::set<std::string> &members)
{
    using What = history::What;
    return ((event.what == What::ServerLost || event.what == What::ServerBack) && members.contains(event.name)) || (event.what == What::TargetMoved && members.contains(event.from));
}

/// Times that lie close together are one; the newest ones are kept.
std::vector<history::Span> spansAround(std::vector<std::int64_t> times)
{
    std::sort(times.begin(), times.end());
    std::vector<history::Span> spans;
    for (const std::int64_t at : times)
        if (!spans.empty() && at - beforeMs <= spans.back().to)
            spans.back().to = at + afterMs;
        else
            spans.push_back({at - beforeMs, at + afterMs});
    if (spans.size() > mostSpans)
        spans.erase(spans.begin(), spans.end() - static_cast<std::ptrdiff_t>(mostSpans));
    return spans;
}

/// Takes the Worlds of a cluster's members in, one moment after the other.
class Gathering {
public:
    explicit Gathering(std::string cluster) : m_cluster(std::move(cluster)) { }

    void take(std::int64_t at, const inventory::World &world)
    {
        const ha::HaCluster *cluster = world.cluster(m_cluster);
        if (cluster == nullptr)
            return;
        for (const ha::TargetResource &target : cluster->targets)
            m_targets[target.resource] = target;
        for (const ha::ClusterMember &member : cluster->members)
            m_nodes[member.server] = member.node;
        if (cluster->status)
            m_input.snapshots.push_back({at, cluster->status});
        for (const ha::TargetResource &resource : cluster->targets)
            if (const inventory::Target *target = world.target(resource.target))
                recovery(at, *target);
    }

    /// Before what is stale is put aside: who is connected, and who was until when.
    void hear(std::int64_t at, const std::vector<inventory::HostReport> &reports)
    {
        for (const inventory::HostReport &report : reports) {
            const bool lost = report.reach != inventory::Reach::Connected;
            const auto before = m_connected.find(report.server);
            if (lost && (before == m_connected.end() || before->second))
                m_signs.push_back({report.server, report.seenAt, before == m_connected.end() ? 0 : at});
            m_connected[report.server] = !lost;
        }
    }

    ha::StoryInput finish()
    {
        for (auto &[resource, target] : m_targets)
            m_input.targets.push_back(std::move(target));
        for (ha::LastSign &sign : m_signs)
            if (const auto node = m_nodes.find(sign.node); node != m_nodes.end()) {
                sign.node = node->second;
                m_input.signs.push_back(std::move(sign));
            }
        return std::move(m_input);
    }

private:
    void recovery(std::int64_t at, const inventory::Target &target)
    {
        const bool recovers = target.recovery.starts_with("RECOVERING") || target.recovery.starts_with("WAITING");
        const auto running = std::find_if(m_input.recoveries.rbegin(), m_input.recoveries.rend(), [&](const ha::RecoveryFact &r) { return r.target == target.label && r.endedAt == 0; });
        if (running == m_input.recoveries.rend() && recovers)
            m_input.recoveries.push_back({target.label, target.active, at});
        else if (running != m_input.recoveries.rend() && !recovers && !target.active.empty())
            running->endedAt = at;
    }

    std::string m_cluster;
    ha::StoryInput m_input;
    std::map<std::string, ha::TargetResource> m_targets;
    std::map<std::string, bool> m_connected;    ///< by server
    std::map<std::string, std::string> m_nodes; ///< server -> its name in Pacemaker
    std::vector<ha::LastSign> m_signs;          ///< by server
};

/// Who is back answers at once, and its inventory comes later: until then what it said before it died is no news, though it is connected.
class Fresh {
public:
    void only(std::vector<inventory::HostReport> &reports)
    {
        for (inventory::HostReport &report : reports) {
            const std::string status = report.inventory ? report.inventory->ha.status : std::string();
            if (report.reach != inventory::Reach::Connected)
                m_last[report.server] = status;
            else if (const auto last = m_last.find(report.server); last != m_last.end() && last->second == status)
                report.reach = inventory::Reach::Lost;
            else
                m_last.erase(report.server);
        }
    }

private:
    std::map<std::string, std::string> m_last; ///< what those that were lost had said of their cluster
};

Result<ha::StoryInput> gather(history::History &history, const std::string &name, std::vector<std::int64_t> times, std::int64_t now)
{
    const auto latest = history.at(now);
    if (!latest)
        return latest.error();
    std::set<std::string> members;
    const inventory::World world = inventory::buildWorld(latest->reports);
    if (const ha::HaCluster *cluster = world.cluster(name))
        for (const ha::ClusterMember &member : cluster->members)
            if (!member.server.empty())
                members.insert(member.server);
    if (members.empty())
        return ha::StoryInput{};
    const auto events = history.events(now - monthMs, now + 1, mostEvents);
    if (!events)
        return events.error();
    for (const history::Event &event : *events)
        if (isMembers(event, members))
            times.push_back(event.at);
    Gathering gathering(name);
    Fresh fresh;
    for (const history::Span &span : spansAround(std::move(times))) {
        auto moments = history.moments(members, span.from, span.to, mostMoments);
        const auto after = history.moments(members, span.to, now + 1, 1); // when nobody looked for hours, the next that is known is after
        if (!moments || !after)
            return moments ? after.error() : moments.error();
        moments->insert(moments->begin(), span.from);
        moments->insert(moments->end(), after->begin(), after->end());
        for (const std::int64_t at : *moments)
            if (auto moment = history.at(at, members)) {
                gathering.hear(at, moment->reports);
                fresh.only(moment->reports);
                gathering.take(at, inventory::buildWorld(moment->reports));
            }
    }
    return gathering.finish();
}

} // namespace

void Timeline::failovers(const std::string &cluster, const std::vector<std::int64_t> &fenced, std::int64_t now, QObject *context, Storied then)
{
    m_worker.run(
        context,
        [book = m_book, cluster, fenced, now]() -> Result<ha::StoryInput> {
            auto history = book->history();
            if (!history)
                return history.error();
            return gather(**history, cluster, fenced, now);
        },
        std::move(then));
}

} // namespace manager
