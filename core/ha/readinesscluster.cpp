// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/readinessparts.h"
#include "core/ha/trouble.h"
#include "core/ha/words.h"

#include <algorithm>

namespace ha {

namespace {

constexpr double largestOffset = 1.0; // seconds; Lustre's and Pacemaker's logs are compared by it
constexpr std::int64_t day = 86'400'000;
constexpr std::uint64_t leastMemory = 1ULL << 30;
constexpr std::int64_t leastSpace = 128LL << 20;

const std::string &valueOf(const Values &values, const std::string &name)
{
    static const std::string none;
    const auto it = values.find(name);
    return it == values.end() ? none : it->second;
}

std::string version(const protocol::HostInventory &host)
{
    return host.lustreVersion.empty() ? "no Lustre" : host.lustreVersion;
}

/// LNet's networks of a host without its addresses: "tcp, o2ib".
std::string networksOf(const protocol::HostInventory &host)
{
    std::set<std::string> nets;
    for (const std::string &nid : host.lnet.nids)
        if (const std::size_t at = nid.find('@'); at != std::string::npos && nid.substr(at + 1) != "lo")
            nets.insert(nid.substr(at + 1));
    return listed({ nets.begin(), nets.end() });
}

} // namespace

Check good(std::string id, std::string subject, std::string text)
{
    return { std::move(id), std::move(subject), Grade::Ok, std::move(text), {}, true };
}

Check bad(std::string id, std::string subject, std::string text, std::string remedy)
{
    return { std::move(id), std::move(subject), Grade::Bad, std::move(text), std::move(remedy), true };
}

Check unknown(std::string id, std::string subject, std::string text, std::string remedy)
{
    return { std::move(id), std::move(subject), Grade::Unknown, std::move(text), std::move(remedy), true };
}

Check notBlocking(Check check)
{
    check.blocking = false;
    return check;
}

const protocol::HostInventory *ClusterView::host(const std::string &server) const
{
    const inventory::Server *s = input.world.server(server);
    return s && s->inventory ? s->inventory.get() : nullptr;
}

std::string ClusterView::nodeOf(const std::string &server) const
{
    const ClusterMember *m = cluster.member(server);
    return m && !m->node.empty() ? m->node : server;
}

std::vector<std::string> ClusterView::servers() const
{
    std::vector<std::string> out;
    for (const ClusterMember &m : cluster.members)
        out.push_back(m.server.empty() ? m.node : m.server);
    return out;
}

Check checkPacemaker(const ClusterView &v)
{
    if (!v.status())
        return bad("pacemaker", {}, "Nobody answers who knows how Pacemaker is.", "Start Pacemaker, or connect to a member.");
    if (v.status()->dc.empty())
        return bad("pacemaker", {}, "Pacemaker has no node that decides (DC).", "Wait for an election; look at the links and at Pacemaker's log when it does not end.");
    return good("pacemaker", {}, "Pacemaker runs; " + v.status()->dc + " decides.");
}

Check checkAgreement(const ClusterView &v)
{
    if (v.cluster.problems.empty())
        return good("agree", {}, "All members have the same configuration of Corosync.");
    return bad("agree", {}, v.cluster.problems.front() + (v.cluster.problems.size() > 1 ? " (and more)" : "") + ".", "Configure Corosync again on all members.");
}

Check checkQuorum(const ClusterView &v)
{
    if (!v.status())
        return unknown("quorum", {}, "Whether there is a quorum is not known.", "Connect to a member.");
    if (!v.status()->quorum)
        return bad("quorum", {}, "There is no quorum: nothing is started.", "Start the missing members, or look at the links between them.");
    return good("quorum", {}, "There is a quorum.");
}

Check checkQuorumAfter(const ClusterView &v)
{
    if (!v.cluster.quorum)
        return unknown("quorum-after", {}, "Whether a quorum is left after the loss of a member is not known.", "Connect to a member on which Corosync runs.");
    const Quorum &q = *v.cluster.quorum;
    const bool two = std::find(q.flags.begin(), q.flags.end(), "2Node") != q.flags.end();
    int most = 0;
    for (const QuorumVoter &voter : q.voters)
        most = std::max(most, voter.qdevice ? 0 : voter.votes);
    const int left = q.totalVotes - std::max(most, 1);
    if (q.quorate && left >= 1 && (two ? left >= 1 : left >= q.needed))
        return good("quorum-after", {}, "After the loss of a member there is still a quorum" + std::string(two ? " (two nodes)." : "."));
    return bad("quorum-after", {}, "After the loss of one more member there is no quorum: " + std::to_string(std::max(left, 0)) + " of " + std::to_string(q.expectedVotes) + " votes are left.",
        q.expectedVotes > q.totalVotes ? "Bring back the members that are missing." : "Add a quorum device or a third member.");
}

Check checkStonith(const ClusterView &v)
{
    if (!v.status())
        return unknown("stonith", {}, "Whether fencing is on is not known.", "Connect to a member.");
    if (!v.status()->stonithEnabled)
        return bad("stonith", {}, "Fencing is switched off: after a server's death nobody makes sure that it is off, and a target could be mounted twice.", "Switch fencing on (stonith-enabled).");
    return good("stonith", {}, "Fencing is on.");
}

Check checkMaintenance(const ClusterView &v)
{
    if (!v.status())
        return unknown("maintenance", {}, "Whether maintenance mode is on is not known.", "Connect to a member.");
    if (v.status()->maintenance)
        return bad("maintenance", {}, "Maintenance mode is on: Pacemaker starts, stops and moves nothing.", "End maintenance.");
    return good("maintenance", {}, "Maintenance mode is off.");
}

Check checkDelay(const ClusterView &v)
{
    if (v.cluster.members.size() != 2 || (v.cluster.conf && v.cluster.conf->qdevice))
        return notBlocking(good("delay", {}, "A majority decides who fences whom."));
    if (!v.cib())
        return notBlocking(unknown("delay", {}, "Whether one fence device waits is not known.", "Connect to the member that decides."));
    const Cib &cib = *v.cib();
    bool any = pacemakerMs(valueOf(cib.properties, "priority-fencing-delay")) > 0;
    for (const CibResource &r : cib.resources)
        any = any || (r.isStonith() && (pacemakerMs(valueOf(r.parameters, "pcmk_delay_base")) > 0 || pacemakerMs(valueOf(r.parameters, "pcmk_delay_max")) > 0));
    if (!any)
        return notBlocking(bad("delay", {}, "No fence device waits: two servers that lose sight of each other can switch each other off.", "Give the devices of one server a delay (pcmk_delay_base)."));
    return notBlocking(good("delay", {}, "One fence device waits, so that one server survives."));
}

Check checkVersions(const ClusterView &v, const std::vector<std::string> &servers)
{
    std::map<std::string, std::vector<std::string>> versions;
    for (const std::string &s : servers)
        if (const auto *host = v.host(s))
            versions[version(*host)].push_back(s);
    if (v.status() && v.status()->mixedVersion)
        return notBlocking(bad("versions", {}, "Members run different versions of Pacemaker.", "Bring all members to one version."));
    if (versions.size() > 1) {
        std::vector<std::string> words;
        for (const auto &[version, who] : versions)
            words.push_back(version + " on " + listed(who));
        return notBlocking(bad("versions", {}, "The versions of Lustre differ: " + listed(words) + ".", "Bring all members to one version."));
    }
    if (versions.empty())
        return notBlocking(unknown("versions", {}, "The versions are not known.", "Connect to the servers."));
    return notBlocking(good("versions", {}, "All run Lustre " + versions.begin()->first + "."));
}

Check checkParameters(const ClusterView &v, const std::vector<std::string> &servers)
{
    std::map<std::string, std::map<std::string, std::vector<std::string>>> parameters; // name -> value -> servers
    for (const std::string &s : servers)
        for (const auto &[name, value] : v.host(s) ? v.host(s)->ha.parameters : std::vector<std::pair<std::string, std::string>>())
            parameters[name][value].push_back(s);
    for (const auto &[name, values] : parameters)
        if (values.size() > 1) {
            std::vector<std::string> words;
            for (const auto &[value, who] : values)
                words.push_back(value + " on " + listed(who));
            return notBlocking(bad("parameters", {}, "The parameter " + name + " differs: " + listed(words) + ".", "Set it alike on all members (lctl set_param, and -P on the MGS to keep it)."));
        }
    std::map<std::string, std::vector<std::string>> networks;
    for (const std::string &s : servers)
        if (const auto *host = v.host(s); host && !host->lnet.nids.empty())
            networks[networksOf(*host)].push_back(s);
    if (networks.size() > 1) {
        std::vector<std::string> words;
        for (const auto &[nets, who] : networks)
            words.push_back((nets.empty() ? "none" : nets) + " on " + listed(who));
        return notBlocking(bad("parameters", {}, "The networks of LNet differ: " + listed(words) + "; clients of one of them would lose a target that moves.", "Configure the same networks on all members."));
    }
    if (networks.empty())
        return notBlocking(unknown("parameters", {}, "The networks of LNet are not known.", "Start LNet on the servers."));
    return notBlocking(good("parameters", {}, "All have the same networks of LNet: " + networks.begin()->first + "."));
}

Check checkLinks(const ClusterView &v, const std::string &server)
{
    const ClusterMember *m = v.cluster.member(server);
    if (!m || !m->links || m->links->links.empty())
        return notBlocking(unknown("links", server, "How the links of " + server + " are is not known.", "Connect to " + server + " while Corosync runs there."));
    for (const Link &l : m->links->links)
        if (l.faulty)
            return notBlocking(bad("links", server, "Link " + std::to_string(l.number) + " of " + server + " is down" + (l.address.empty() ? "" : " (" + l.address + ")") + ".",
                "Look at the cable and the switch of that network; when the last link goes down, a server is fenced."));
    return notBlocking(good("links", server, server + " reaches all members over " + (m->links->links.size() == 1 ? std::string("its link.") : "all " + std::to_string(m->links->links.size()) + " links.")));
}

Check checkNode(const ClusterView &v, const std::string &server)
{
    const NodeStatus *n = v.status() ? v.status()->node(v.nodeOf(server)) : nullptr;
    if (!n)
        return unknown("node", server, "Pacemaker's view of " + server + " is not known.", "Connect to a member.");
    const std::string word = n->word();
    if (word == "online")
        return good("node", server, server + " is online.");
    return bad("node", server, server + " is " + word + (word == "standby" || word == "maintenance" ? ": nothing is started there." : "."),
        word == "standby" ? "Take it out of standby." : word == "maintenance" ? "End its maintenance." : "Start Pacemaker there, or look at why it is gone.");
}

Check checkFencing(const ClusterView &v, const std::string &server)
{
    if (!v.status() || !v.cib())
        return unknown("fencing", server, "Whether " + server + " can be fenced is not known.", "Connect to the member that decides.");
    const std::vector<std::string> devices = fenceDevicesOf(*v.cib(), v.nodeOf(server));
    if (devices.empty())
        return bad("fencing", server, "No fence device can switch " + server + " off.", "Add one: a BMC (fence_ipmilan, fence_redfish) or a PDU.");
    for (const std::string &d : devices)
        if (const std::string trouble = fenceTrouble(*v.status(), d); !trouble.empty())
            return bad("fencing", server, "The fence device of " + server + " does not work: " + trouble + ".", "Look at its address, user and password; then clean it up.");
    return good("fencing", server, listed(devices) + (devices.size() == 1 ? " answers" : " answer") + " and can switch " + server + " off.");
}

Check checkProven(const ClusterView &v, const std::string &server)
{
    const auto proof = v.input.provenAt.find(server);
    if (proof == v.input.provenAt.end() || proof->second <= 0)
        return notBlocking(bad("proven", server, "Fencing of " + server + " is not proven: it was never tested.", "Run the fence test."));
    const std::int64_t age = (v.input.now - proof->second) / day;
    if (age > v.input.provenDays)
        return notBlocking(bad("proven", server, "Fencing of " + server + " was proven " + std::to_string(age) + " days ago, too long ago to rely on.", "Run the fence test again."));
    return notBlocking(good("proven", server, "Fencing of " + server + " was proven " + (age <= 0 ? std::string("today.") : age == 1 ? std::string("yesterday.") : std::to_string(age) + " days ago.")));
}

Check checkTime(const ClusterView &v, const std::string &server)
{
    const auto *host = v.host(server);
    if (!host)
        return notBlocking(unknown("time", server, "The clock of " + server + " is not known.", "Connect to " + server + "."));
    if (!host->time.synchronized)
        return notBlocking(bad("time", server, "The clock of " + server + " is not synchronized.", "Configure its time service."));
    if (const double offset = host->time.offsetSeconds; offset > largestOffset || offset < -largestOffset)
        return notBlocking(bad("time", server, "The clock of " + server + " is off by " + std::to_string(int(offset)) + " s.", "Look at its time service."));
    return notBlocking(good("time", server, "The clock of " + server + " is synchronized."));
}

Check checkMemory(const ClusterView &v, const std::string &server)
{
    const auto *host = v.host(server);
    if (!host || host->memory == 0)
        return notBlocking(unknown("memory", server, "The memory of " + server + " is not known.", "Connect to " + server + "."));
    if (host->memoryAvailable < std::min(leastMemory, host->memory / 10))
        return notBlocking(bad("memory", server, server + " has only " + std::to_string(host->memoryAvailable >> 20) + " MiB of memory left for targets that come.", "See what uses its memory."));
    return notBlocking(good("memory", server, server + " has memory for more targets."));
}

Check checkSpace(const ClusterView &v, const std::string &server)
{
    const auto *host = v.host(server);
    if (!host || host->ha.spaceFree < 0)
        return notBlocking(unknown("space", server, "How much space /var of " + server + " has left is not known.", "Connect to " + server + "."));
    if (host->ha.spaceFree < leastSpace)
        return notBlocking(bad("space", server, server + " has only " + std::to_string(host->ha.spaceFree >> 20) + " MiB left below /var: Pacemaker cannot note what it decides when that is full.", "Delete old logs there, or give /var more space."));
    return notBlocking(good("space", server, server + " has space for Pacemaker's own files."));
}

} // namespace ha
