// SPDX-License-Identifier: GPL-3.0-or-later
// What the monitors of resources find, what healthLNET and healthLUSTRE write down of their nodes, and which failures are forgotten.
#include "agent/simhost/device.h"
#include "agent/simhost/ha.h"
#include "agent/simhost/lnet.h"

#include <algorithm>

namespace simhost {

namespace {

class Watch {
public:
    Watch(Session &session, Json &cluster, Cib &cib, const Words &hosts, std::int64_t now, std::int64_t &next)
        : m_session(session), m_cluster(cluster), m_cib(cib), m_hosts(hosts), m_now(now), m_next(next), m_units(unitsOf(cib)), m_maintenance(cib.property("maintenance-mode") == "true")
    {
        if (const Element *defaults = cib.root.child("rsc_defaults"))
            m_defaults = pairsOf(*defaults, "meta_attributes");
    }

    void look()
    {
        forgetOrphans();
        if (m_cib.property("stonith-enabled", "true") != "false")
            suspectBlocked();
        for (const HaUnit &unit : m_units)
            for (const HaPrimitive &one : unit.members) {
                probe(unit, one);
                forgetOld(unit, one);
            }
        for (const HaUnit &unit : m_units)
            for (const HaPrimitive &one : unit.members)
                if (one.agent == "ocf:lustre:healthLNET" || one.agent == "ocf:lustre:healthLUSTRE")
                    readHealth(one);
    }

private:
    /// What is not configured any more runs no more: a fence device or a health agent leaves nothing behind, and a target that was
    /// refreshed away before stays mounted.
    void forgetOrphans()
    {
        if (m_maintenance) // then nothing is touched, and it is known until somebody refreshes it away
            return;
        Words orphans;
        for (const auto &[id, record] : at(m_cluster, "resources").items()) {
            const bool known = std::any_of(m_units.begin(), m_units.end(), [&](const HaUnit &unit) {
                return std::any_of(unit.members.begin(), unit.members.end(), [&](const HaPrimitive &one) { return one.id == id; });
            });
            if (!known && !record.contains("action"))
                orphans.push_back(id);
        }
        for (const std::string &id : orphans)
            m_cluster["resources"].erase(id);
    }
    /// What could not be stopped on a node is a reason to fence it, also when fencing is switched on only afterwards.
    void suspectBlocked()
    {
        for (auto &[id, record] : objectAt(m_cluster, "resources").items())
            if (const std::string host = str(record, "blocked"); !host.empty()) {
                record.erase("blocked");
                suspectNode(m_cluster, host, m_now);
            }
    }
    static std::string mountpoint(const HaPrimitive &one) { return valueIn(one.parameters, "mountpoint", valueIn(one.parameters, "directory")); }
    bool mountedOn(const std::string &host, const HaPrimitive &one)
    {
        return !mountpoint(one).empty() && findMount(m_session.state(host), {{}, mountpoint(one)}) != nullptr;
    }
    /// Of a node that died nobody knows anything until it is fenced: it may still have what it had.
    bool answers(const std::string &host)
    {
        const Json &member = at(at(m_cluster, "members"), host);
        return str(member, "state") == "online" && !member.contains("lostAt") && runsPacemaker(m_session, host);
    }
    /// The first look at a resource, and what its monitor finds later. In maintenance nothing is monitored: what is there is taken as it is.
    void probe(const HaUnit &, const HaPrimitive &one)
    {
        Json &record = objectAt(objectAt(m_cluster, "resources"), one.id);
        Json &on = objectAt(record, "on");
        for (const std::string &host : m_hosts) {
            if (record.contains("action") || record.contains("blocked") || !answers(host))
                continue;
            const bool there = mountpoint(one).empty() ? on.contains(host) : mountedOn(host, one);
            if (there && !on.contains(host)) {
                on[host] = "Started";
            } else if (!there && on.contains(host)) {
                if (m_maintenance || nodeFlag(m_cib, host, "maintenance"))
                    on.erase(host);
                else
                    failMonitor(host, one, on);
            } else if (one.stonith() && on.contains(host) && !m_maintenance && deviceTrouble(m_session, m_cib, one)) {
                failMonitor(host, one, on);
                objectAt(objectAt(m_cluster, "history")[host], one.id)["fails"] = infinity; // its start fails as well
            }
        }
    }
    void failMonitor(const std::string &host, const HaPrimitive &one, Json &on)
    {
        on.erase(host);
        const bool device = one.stonith();
        noteOperation(m_cluster, host, one.id, "monitor_" + std::to_string(device ? 60000 : 20000), device ? 1 : 7, m_now, device ? 1000 : 0);
    }
    /// failure-timeout: after so long without another failure a node may have the resource again.
    void forgetOld(const HaUnit &unit, const HaPrimitive &one)
    {
        const std::string name = "failure-timeout";
        const std::int64_t timeout = durationMs(valueIn(one.meta, name, valueIn(unit.meta, name, valueIn(m_defaults, name, "0"))));
        for (auto &[host, history] : objectAt(m_cluster, "history").items()) {
            if (timeout <= 0 || !history.contains(one.id) || num(history[one.id], "fails") == 0)
                continue;
            const std::int64_t due = num(history[one.id], "lastFailure") + timeout;
            if (m_now < due) {
                m_next = m_next == 0 ? due : std::min(m_next, due);
                continue;
            }
            history[one.id].erase("fails");
            history[one.id].erase("lastFailure");
            Json kept = Json::array();
            for (const Json &failure : arrayAt(m_cluster, "failures"))
                if (str(failure, "rsc") != one.id || str(failure, "node") != host)
                    kept.push_back(failure);
            m_cluster["failures"] = kept;
        }
    }
    void readHealth(const HaPrimitive &one)
    {
        const bool lnet = one.agent == "ocf:lustre:healthLNET";
        for (const auto &[host, role] : at(at(at(m_cluster, "resources"), one.id), "on").items()) {
            const Json &state = m_session.state(host);
            const bool well = lnet ? lnetUp(m_session, host) && !flag(state, "lnetCut") : !flag(state, "unhealthy");
            const std::size_t pings = split(valueIn(one.parameters, "host_list", "x"), ' ').size();
            const int multiplier = lnet ? std::max(1, std::atoi(valueIn(one.parameters, "multiplier", "1").c_str())) : 1;
            objectAt(objectAt(m_cluster, "attributes"), host)[valueIn(one.parameters, "name", lnet ? "pingd" : "lustred")] = std::to_string(well ? static_cast<int>(lnet ? pings : 1) * multiplier : 0);
        }
    }

    Session &m_session;
    Json &m_cluster;
    Cib &m_cib;
    const Words &m_hosts;
    std::int64_t m_now;
    std::int64_t &m_next;
    std::vector<HaUnit> m_units;
    std::map<std::string, std::string> m_defaults;
    bool m_maintenance;
};

} // namespace

void watchResources(Session &session, Json &cluster, Cib &cib, const Words &hosts, std::int64_t now, std::int64_t &next)
{
    Watch(session, cluster, cib, hosts, now, next).look();
}

std::int64_t durationMs(const std::string &text)
{
    char *end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    const std::string unit = trim(end ? end : "");
    const double factor = unit == "ms" || unit == "msec" ? 1 : unit == "m" || unit == "min" ? 60'000 : unit == "h" || unit == "hr" ? 3'600'000 : 1000;
    return static_cast<std::int64_t>(number * factor);
}

} // namespace simhost
