// SPDX-License-Identifier: GPL-3.0-or-later
// What the DC wants: where every resource is to be, by scores, and the next operations on the way there.
#include "agent/simhost/ha.h"

#include <algorithm>

namespace simhost {

namespace {

class Decision {
public:
    Decision(Json &cluster, Cib &cib, std::vector<HaEffect> &effects, std::string key, bool quorate)
        : m_cluster(cluster), m_cib(cib), m_effects(effects), m_key(std::move(key)), m_units(unitsOf(cib)), m_quorate(quorate)
    {
    }

    void decide()
    {
        for (const auto &[host, member] : objectAt(m_cluster, "members").items())
            if (str(member, "state") == "online" && !flag(member, "unclean"))
                m_online.push_back(host);
        if (const Element *defaults = m_cib.root.child("rsc_defaults"))
            m_defaults = pairsOf(*defaults, "meta_attributes");
        m_maintenance = m_cib.property("maintenance-mode") == "true";
        for (const HaUnit &unit : m_units)
            place(unit);
        for (const HaUnit &unit : m_units)
            if (!m_maintenance && unit.managed())
                act(unit);
    }

private:
    const Json &on(const HaPrimitive &primitive) const { return at(at(at(m_cluster, "resources"), primitive.id), "on"); }
    std::string attribute(const std::string &host, const std::string &name) const
    {
        const Json &live = at(at(at(m_cluster, "attributes"), host), name);
        if (live.is_string())
            return live.get<std::string>();
        const Element *nodes = m_cib.root.child("nodes");
        for (const Element &node : nodes ? nodes->children : std::vector<Element>{})
            if (node.get("uname") == host)
                return valueIn(pairsOf(node, "instance_attributes"), name, "");
        return name == "#uname" ? host : "";
    }
    bool holds(const Element &expression, const std::string &host) const
    {
        const std::string value = attribute(host, expression.get("attribute")), wanted = expression.get("value"), operation = expression.get("operation");
        if (operation == "defined" || operation == "not_defined")
            return value.empty() == (operation == "not_defined");
        if (operation == "eq" || operation == "ne")
            return (value == wanted) == (operation == "eq");
        if (value.empty()) // an attribute that is not there is less than all
            return operation == "lt" || operation == "lte";
        const double a = std::atof(value.c_str()), b = std::atof(wanted.c_str());
        return operation == "lt" ? a < b : operation == "lte" ? a <= b : operation == "gt" ? a > b : a >= b;
    }
    int ruleScore(const Element &rule, const std::string &host) const
    {
        const bool any = rule.get("boolean-op") == "or";
        bool all = !any;
        for (const Element &expression : rule.children)
            if (expression.name == "expression")
                all = any ? all || holds(expression, host) : all && holds(expression, host);
        return all ? scoreOf(rule.get("score", "INFINITY")) : 0;
    }
    int locationScore(const HaUnit &unit, const std::string &host) const
    {
        int score = 0;
        const Element *constraints = m_cib.root.child("constraints");
        for (const Element &one : constraints ? constraints->children : std::vector<Element>{}) {
            const std::string rsc = one.get("rsc");
            const bool ours = rsc == unit.id || std::any_of(unit.members.begin(), unit.members.end(), [&](const HaPrimitive &p) { return p.id == rsc; });
            if (one.name != "rsc_location" || !ours)
                continue;
            if (one.get("node") == host)
                score = addScores(score, scoreOf(one.get("score", "INFINITY")));
            for (const Element &rule : one.children)
                if (rule.name == "rule")
                    score = addScores(score, ruleScore(rule, host));
        }
        return score;
    }
    static bool isOf(const HaUnit &unit, const std::string &id)
    {
        return unit.id == id || std::any_of(unit.members.begin(), unit.members.end(), [&](const HaPrimitive &p) { return p.id == id; });
    }
    std::vector<const Element *> colocationsOf(const HaUnit &unit) const
    {
        std::vector<const Element *> all;
        const Element *constraints = m_cib.root.child("constraints");
        if (constraints)
            for (const Element &one : constraints->children)
                if (one.name == "rsc_colocation" && isOf(unit, one.get("rsc")) && !isOf(unit, one.get("with-rsc")))
                    all.push_back(&one);
        return all;
    }
    /// What it is placed with comes first; a circle ends where it began.
    void place(const HaUnit &unit)
    {
        if (!m_wanted.emplace(unit.id, Words{}).second)
            return;
        for (const Element *one : colocationsOf(unit))
            for (const HaUnit &with : m_units)
                if (isOf(with, one->get("with-rsc")))
                    place(with);
        m_wanted[unit.id] = wantedHosts(unit);
    }
    int colocationScore(const HaUnit &unit, const std::string &host) const
    {
        int sum = 0;
        for (const Element *one : colocationsOf(unit))
            for (const HaUnit &with : m_units) {
                if (!isOf(with, one->get("with-rsc")))
                    continue;
                const int points = scoreOf(one->get("score", "INFINITY"));
                if (contains(wantedOf(with), host))
                    sum = addScores(sum, points >= infinity ? 0 : points);
                else if (points >= infinity)
                    return -infinity;
            }
        return sum;
    }
    int score(const HaUnit &unit, const std::string &host) const
    {
        int score = m_cib.property("symmetric-cluster", "true") == "false" ? -infinity : 0;
        const int location = locationScore(unit, host);
        score = score == -infinity && location > 0 ? location : addScores(score, location);
        for (const HaPrimitive &one : unit.members) {
            const std::string limit = valueIn(one.meta, "migration-threshold", valueIn(unit.meta, "migration-threshold", valueIn(m_defaults, "migration-threshold", "INFINITY")));
            if (failCount(m_cluster, host, one.id) >= scoreOf(limit))
                return -infinity;
        }
        const std::string stickiness = valueIn(unit.members.front().meta, "resource-stickiness", valueIn(unit.meta, "resource-stickiness", valueIn(m_defaults, "resource-stickiness", unit.kind == "clone" ? "1" : "0")));
        if (on(unit.members.front()).contains(host))
            score = addScores(score, scoreOf(stickiness));
        return addScores(score, colocationScore(unit, host));
    }
    Words wantedHosts(const HaUnit &unit) const
    {
        Words able;
        if (unit.target() == "Stopped" || !m_quorate)
            return able;
        std::vector<std::pair<int, std::string>> scores;
        for (const std::string &host : m_online)
            if (!nodeFlag(m_cib, host, "standby") && !flag(at(at(m_cluster, "members"), host), "leaving"))
                scores.emplace_back(score(unit, host), host);
        if (unit.kind == "clone") {
            for (const auto &[points, host] : scores)
                if (points >= 0)
                    able.push_back(host);
            return able;
        }
        std::stable_sort(scores.begin(), scores.end(), [&](const auto &a, const auto &b) { return a.first != b.first ? a.first > b.first : load(a.second) < load(b.second); });
        if (!scores.empty() && scores.front().first >= 0)
            able.push_back(scores.front().second);
        return able;
    }
    std::size_t load(const std::string &host) const
    {
        std::size_t count = 0;
        for (const auto &[id, hosts] : m_wanted)
            count += contains(hosts, host);
        return count;
    }
    bool running(const std::string &id, bool anyway) const
    {
        for (const HaUnit &unit : m_units)
            for (const HaPrimitive &one : unit.members)
                if ((unit.id == id || one.id == id) && on(one).empty() && (anyway || !wantedOf(unit).empty()))
                    return false;
        return true;
    }
    const Words &wantedOf(const HaUnit &unit) const
    {
        static const Words none;
        const auto found = m_wanted.find(unit.id);
        return found == m_wanted.end() ? none : found->second;
    }
    /// Whether those that must start before have; Optional orders wait only for what is to start anyway.
    bool mayStart(const HaUnit &unit) const
    {
        const Element *constraints = m_cib.root.child("constraints");
        for (const Element &one : constraints ? constraints->children : std::vector<Element>{})
            if (one.name == "rsc_order" && one.get("then") == unit.id && !running(one.get("first"), one.get("kind", "Mandatory") == "Mandatory"))
                return false;
        return true;
    }
    bool mayStop(const HaUnit &unit) const
    {
        const Element *constraints = m_cib.root.child("constraints");
        for (const Element &one : constraints ? constraints->children : std::vector<Element>{})
            if (one.name == "rsc_order" && one.get("first") == unit.id && one.get("kind", "Mandatory") == "Mandatory")
                for (const HaUnit &then : m_units)
                    if (then.id == one.get("then") && !on(then.members.front()).empty() && wantedOf(then).empty())
                        return false;
        return true;
    }
    void begin(HaEffect::What what, const HaPrimitive &primitive, const std::string &host)
    {
        if (at(at(m_cluster, "members"), host).contains("lostAt")) // it does not answer any more; soon that is known
            return;
        Json &record = objectAt(objectAt(m_cluster, "resources"), primitive.id);
        record["action"] = what == HaEffect::What::Start ? "start" : "stop";
        record["node"] = host;
        m_effects.push_back({what, m_key, primitive.id, host, primitive});
    }
    bool isOnline(const std::string &host) const { return contains(m_online, host); }
    /// One operation of a unit at a time; members of a group start in order and stop the other way round.
    void act(const HaUnit &unit)
    {
        for (const HaPrimitive &one : unit.members) {
            const Json &record = at(at(m_cluster, "resources"), one.id);
            if (record.contains("action") || record.contains("blocked"))
                return;
            for (const auto &[host, role] : on(one).items())
                if (nodeFlag(m_cib, host, "maintenance"))
                    return;
        }
        const Words &wanted = wantedOf(unit);
        for (auto one = unit.members.rbegin(); one != unit.members.rend(); ++one)
            for (const auto &[host, role] : on(*one).items())
                if (!contains(wanted, host)) {
                    if (isOnline(host) && mayStop(unit))
                        begin(HaEffect::What::Stop, *one, host);
                    return; // on a node that is unclean it may still run: nothing starts elsewhere
                }
        for (const std::string &host : wanted)
            for (const HaPrimitive &one : unit.members)
                if (!on(one).contains(host)) {
                    if (mayStart(unit))
                        begin(HaEffect::What::Start, one, host);
                    return;
                }
    }
    Json &m_cluster;
    Cib &m_cib;
    std::vector<HaEffect> &m_effects;
    std::string m_key;
    std::vector<HaUnit> m_units;
    Words m_online;
    std::map<std::string, std::string> m_defaults;
    std::map<std::string, Words> m_wanted;
    bool m_quorate, m_maintenance = false;
};

} // namespace

void decideCluster(Json &cluster, Cib &cib, std::vector<HaEffect> &effects, const std::string &key, bool quorate)
{
    Decision(cluster, cib, effects, key, quorate).decide();
}

} // namespace simhost
