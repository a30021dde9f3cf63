// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the simulated clusters forward: who is a member, who is lost, who is fenced. The times that stand in what the tools print are
// those of the things themselves, not of whoever looks.
#include "agent/simhost/ha.h"

#include <algorithm>

namespace simhost {

namespace {

constexpr int mostAttempts = 10; ///< stonith-max-attempts

void soonest(std::int64_t &next, std::int64_t at)
{
    next = next == 0 ? at : std::min(next, at);
}

/// One cluster at one moment.
class Moment {
public:
    Moment(Session &session, std::string key, Json &cluster, std::int64_t now, std::int64_t &next, std::vector<HaEffect> &effects)
        : m_session(session), m_key(std::move(key)), m_cluster(cluster), m_now(now), m_next(next), m_effects(effects), m_cib(cluster)
    {
    }
    void pass()
    {
        for (const std::string &host : m_session.hosts())
            if (!m_key.empty() && clusterKey(m_session, host) == m_key)
                m_hosts.push_back(host);
        for (const std::string &host : m_hosts)
            if (!runsCorosync(m_session, host))
                objectAt(m_cluster, "sawAll").erase(host);
        if (std::none_of(m_hosts.begin(), m_hosts.end(), [&](const std::string &host) { return knows(host); }))
            forgetAll();
        for (const std::string &host : m_hosts)
            follow(host);
        elect();
        if (str(m_cluster, "dc").empty() || member(str(m_cluster, "dc")).contains("lostAt"))
            return; // nobody decides anything until the others have noticed and one of them takes over
        addDefaults();
        watchResources(m_session, m_cluster, m_cib, m_hosts, m_now, m_next);
        const bool quorum = hasQuorum(m_session, m_cluster, str(m_cluster, "dc"));
        fence(quorum);
        const std::string policy = m_cib.property("no-quorum-policy", "stop");
        if (quorum || policy == "ignore" || policy == "stop")
            decideCluster(m_cluster, m_cib, m_effects, m_key, quorum || policy == "ignore");
    }

private:
    Json &member(const std::string &host) { return objectAt(objectAt(m_cluster, "members"), host); }
    std::string majority() const
    {
        // Who survives a cut: the larger side, of two equal ones that with the delayed fence device.
        std::string best;
        std::size_t most = 0;
        for (const std::string &host : m_hosts) {
            const std::size_t size = partitionOf(m_session, host).size();
            const bool delayed = delayOf(host) > (best.empty() ? -1 : delayOf(best));
            if (size > most || (size == most && size > 0 && delayed)) {
                most = size;
                best = host;
            }
        }
        return best;
    }
    double delayOf(const std::string &host) const
    {
        double most = 0;
        for (const HaPrimitive &device : fenceDevices(m_cib, host))
            most = std::max(most, std::atof(valueIn(device.parameters, "pcmk_delay_base", "0").c_str()));
        return most;
    }
    /// It runs since it joined.
    bool knows(const std::string &host)
    {
        return runsPacemaker(m_session, host) && str(member(host), "boot") == str(m_session.state(host), "bootId");
    }
    /// What was going on is known to those that run only: when the last one is gone, the configuration is left, and nobody knows of whom.
    void forgetAll()
    {
        bool any = !str(m_cluster, "dc").empty();
        for (auto &[host, one] : objectAt(m_cluster, "members").items()) {
            any = any || str(one, "state") != "offline" || flag(one, "unclean");
            one = {{"id", num(one, "id")}, {"state", "offline"}};
            forgetNode(m_cluster, host);
        }
        m_cluster["fences"] = Json::array();
        m_cluster["dc"] = "";
        if (any)
            m_cluster["cold"] = true;
    }
    /// Startup fencing: of a node that is not there when a cluster starts nobody knows whether it is off.
    void suspectUnseen()
    {
        if (m_cib.property("stonith-enabled", "true") == "false")
            return;
        for (const std::string &host : m_hosts)
            if (str(member(host), "state") == "offline" && !runsCorosync(m_session, host)) {
                suspectNode(m_cluster, host, m_now);
                member(host)["unseen"] = true;
            }
    }
    /// A host from joining to being lost.
    void follow(const std::string &host)
    {
        const std::string centre = majority();
        const bool alive = runsPacemaker(m_session, host), seen = alive && (centre.empty() || centre == host || contains(partitionOf(m_session, centre), host));
        Json &one = member(host);
        if (!one.contains("state")) // its Corosync may run before its Pacemaker does
            one["state"] = "offline";
        const std::string state = str(one, "state");
        const std::string boot = str(m_session.state(host), "bootId");
        if (state == "offline" && seen && (!flag(one, "unclean") || flag(one, "unseen"))) {
            one.erase("unclean");
            one.erase("unseen");
            const auto conf = corosyncConf(m_session, host);
            for (const auto &node : conf->nodes)
                if (node.name == host)
                    one["id"] = node.id;
            one["state"] = "pending";
            one["boot"] = boot;
            one["until"] = m_now + scaledMillis(m_session, 1.5);
            one.erase("lostAt");
            objectAt(m_cluster, "history").erase(host);
        }
        if (str(one, "state") == "pending" && seen && m_now >= num(one, "until"))
            one["state"] = "online";
        else if (str(one, "state") == "pending" && seen)
            soonest(m_next, num(one, "until"));
        if (seen && str(one, "boot") == boot)
            one.erase("lostAt");
        if (str(one, "state") != "offline" && (!seen || str(one, "boot") != boot))
            lose(host, one);
    }
    void lose(const std::string &host, Json &one)
    {
        if (flag(one, "leaving") || str(one, "state") == "pending") { // it said good-bye, or never was here
            one = {{"id", num(one, "id")}, {"state", "offline"}};
            forgetNode(m_cluster, host);
            return;
        }
        const auto conf = corosyncConf(m_session, host);
        if (!one.contains("lostAt"))
            one["lostAt"] = m_now;
        // Token and consensus of Corosync: what it takes until the others are sure.
        const std::int64_t sure = num(one, "lostAt") + scaledMillis(m_session, 2.2 * static_cast<double>(conf ? conf->tokenMs : 1000) / 1000);
        if (m_now < sure)
            return soonest(m_next, sure);
        suspectNode(m_cluster, host, m_now);
        if (m_cib.property("stonith-enabled", "true") == "false")
            noteOff(host, one);
    }
    void noteOff(const std::string &host, Json &one)
    {
        one = {{"id", num(one, "id")}, {"state", "offline"}};
        forgetNode(m_cluster, host);
    }
    void elect()
    {
        const std::string dc = str(m_cluster, "dc");
        if (!dc.empty() && str(member(dc), "state") == "online")
            return;
        std::string best;
        for (const std::string &host : m_hosts)
            if (str(member(host), "state") == "online" && (best.empty() || num(member(host), "id") < num(member(best), "id")))
                best = host;
        m_cluster["dc"] = best;
        if (!best.empty() && m_cluster.erase("cold") > 0)
            suspectUnseen();
    }
    /// What a new DC writes into the CIB, and the nodes that it has met.
    void addDefaults()
    {
        const auto conf = corosyncConf(m_session, str(m_cluster, "dc"));
        Element &config = m_cib.root.made("crm_config");
        if (config.children.empty())
            config.children.push_back({"cluster_property_set", {{"id", "cib-bootstrap-options"}}, {}});
        bool changed = false;
        const auto add = [&](const std::string &name, const std::string &value) {
            if (!m_cib.property(name).empty())
                return;
            config.children.front().children.push_back({"nvpair", {{"id", config.children.front().get("id") + "-" + name}, {"name", name}, {"value", value}}, {}});
            changed = true;
        };
        add("have-watchdog", "false");
        add("dc-version", "2.1.5-a3f44794f94");
        add("cluster-infrastructure", "corosync");
        if (conf && !conf->cluster.empty())
            add("cluster-name", conf->cluster);
        Element &nodes = m_cib.root.made("nodes");
        for (const std::string &host : m_hosts) {
            const std::string id = std::to_string(num(member(host), "id"));
            const bool known = std::any_of(nodes.children.begin(), nodes.children.end(), [&](const Element &node) { return node.get("uname") == host; });
            if (!known && str(member(host), "state") == "online") {
                nodes.children.push_back({"node", {{"id", id}, {"uname", host}}, {}});
                changed = true;
            }
        }
        if (changed)
            m_cib.changed("crmd", str(m_cluster, "dc"), "hacluster");
    }
    /// Who is unclean, and whom somebody wants fenced (stonith_admin).
    void fence(bool quorum)
    {
        for (auto &[host, one] : objectAt(m_cluster, "members").items()) {
            const bool asked = one.contains("want");
            if (flag(one, "unseen") && !asked && runsCorosync(m_session, host)) // its Pacemaker is about to come
                continue;
            if ((!flag(one, "unclean") && !asked) || !quorum || flag(one, "fencing") || (!asked && num(one, "attempts") >= mostAttempts))
                continue;
            if (!one.contains("since")) {
                one["since"] = num(one, "until");
                one["until"] = num(one, "until") + scaledMillis(m_session, (asked ? 0 : 1) + delayOf(host));
            }
            if (m_now < num(one, "until")) {
                soonest(m_next, num(one, "until"));
                continue;
            }
            one["fencing"] = true;
            m_effects.push_back({HaEffect::What::Fence, m_key, {}, host});
            const std::string dc = str(m_cluster, "dc");
            Json &fences = arrayAt(m_cluster, "fences");
            fences.insert(fences.begin(), Json{{"action", str(one, "want", m_cib.property("stonith-action", "reboot"))}, {"target", host},
                                               {"client", str(one, "by", "pacemaker-controld." + std::to_string(200 + num(member(dc), "id")))},
                                               {"origin", str(one, "from", dc)}, {"status", "pending"}, {"began", m_now}});
        }
    }
    Session &m_session;
    std::string m_key;
    Json &m_cluster;
    std::int64_t m_now;
    std::int64_t &m_next;
    std::vector<HaEffect> &m_effects;
    Cib m_cib;
    Words m_hosts;
};

} // namespace

void advanceCluster(Session &session, const std::string &key, Json &cluster, std::int64_t now, std::int64_t &next, std::vector<HaEffect> &effects)
{
    Moment(session, key, cluster, now, next, effects).pass();
}

} // namespace simhost
