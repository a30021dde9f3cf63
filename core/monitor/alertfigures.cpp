// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/alertsprivate.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace monitoring {

using base::Result;

namespace {

std::string labelValue(const Labels &labels, const std::string &label)
{
    for (const auto &[name, value] : labels)
        if (name == label)
            return value;
    return {};
}

bool hasLabels(const Labels &labels, const Labels &wanted)
{
    return std::all_of(wanted.begin(), wanted.end(), [&](const Label &w) { return std::find(labels.begin(), labels.end(), w) != labels.end(); });
}

/// All figures that a rule asks for, in its conditions and its text.
std::vector<Asked> figuresOf(const AlertRule &rule)
{
    std::vector<Asked> all;
    for (const auto *condition : {&rule.when, &rule.until, &rule.value})
        if (*condition)
            for (const Asked &asked : (*condition)->asked())
                if (!asked.isFact() && !asked.isNow())
                    all.push_back(asked);
    return all;
}

/// What the servers of a cluster should have in common: figures and facts of /sys/fs/lustre itself.
constexpr std::array<const char *, 4> comparedFigures{"at_max", "at_min", "ldlm_timeout", "timeout"};
constexpr std::array<const char *, 2> comparedFacts{"jobid_name", "jobid_var"};

} // namespace

const std::vector<Bound> &Alerts::Private::boundOf(const std::string &server)
{
    Bindings &known = bindings[server];
    const std::size_t count = store.seriesCount(server);
    if (known.series == count && count > 0)
        return known.all;
    known = {count, {}, {}, 0};
    std::unordered_map<std::string, std::vector<std::size_t>> byName;
    for (std::size_t i = 0; i < count; ++i)
        byName[store.seriesAt(server, i).name.name].push_back(i);
    for (const char *name : comparedFigures)
        for (const std::size_t slot : byName[name])
            if (store.seriesAt(server, slot).name.labels.empty())
                known.parameters.emplace_back(name, slot);
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const AlertRule &rule = rules[r];
        if (!rule.usesFigures())
            continue;
        std::map<std::string, Bound> found; // by what the label `by` says
        for (const Asked &asked : figuresOf(rule))
            for (const std::size_t slot : byName[Trends::figureOf(asked.name)]) {
                const Labels &labels = store.seriesAt(server, slot).name.labels;
                const std::string of = rule.by.empty() ? server : labelValue(labels, rule.by);
                if (of.empty() || !hasLabels(labels, asked.labels) || !matches(rule.match, of))
                    continue;
                Bound &bound = found[of];
                bound.rule = r;
                bound.subject = rule.scope == Scope::Target ? Subject{inventory::targetId(of), inventory::targetId(of), of, server}
                                                            : Subject{inventory::serverId(server), server, rule.by.empty() ? server : of + " on " + server, server};
                if (rule.scope == Scope::Server && !rule.by.empty())
                    bound.subject.object += ":" + of; // "server:oss1:eth0": several of one server may have the alert
                bound.slotOf[asked.key] = slot;
            }
        for (auto &[of, bound] : found)
            known.all.push_back(std::move(bound));
    }
    return known.all;
}

void Alerts::Private::noteParameters(const std::string &server, std::int64_t at)
{
    Bindings &known = bindings[server];
    if (at - known.lookedAt < lookAtParametersMs && at >= known.lookedAt)
        return;
    known.lookedAt = at;
    auto &values = scene.parameters[server];
    values.clear();
    for (const auto &[name, slot] : known.parameters)
        if (const auto value = store.now(server, slot))
            values[name] = std::to_string(static_cast<long long>(*value));
    for (const Fact &fact : store.facts(server))
        if (fact.labels.empty() && std::find(comparedFacts.begin(), comparedFacts.end(), fact.name) != comparedFacts.end())
            values[fact.name] = fact.text;
}

/// Whether the agents that may have seen it have told all that they know.
bool Alerts::Private::caughtUp(const Subject &subject) const
{
    std::vector<std::string> servers{subject.server};
    if (const inventory::Target *target = scene.world.target(subject.object))
        servers = target->servers;
    return std::all_of(servers.begin(), servers.end(), [&](const std::string &name) {
        const inventory::Server *server = scene.world.server(name);
        const auto agent = scene.agents.find(name);
        return !server || !server->up() || agent == scene.agents.end() || agent->second.live;
    });
}

/// It began where its figure ends in the agents' history, if that is after somebody looked for the last time.
void Alerts::Private::narrow(const AlertRule &rule, const Subject &subject, Alert &alert) const
{
    Selector selector;
    selector.name = rule.seen;
    if (rule.scope == Scope::Target)
        selector.labels = {{"target", subject.name}};
    else
        selector.servers = {subject.server};
    constexpr int finest = 2000;
    Query query{{}, alert.earliest, alert.begin, finest};
    for (const Series &series : store.find(selector))
        query.series.push_back(series.id);
    const auto answer = query.series.empty() ? Result<Answer>(Answer()) : store.query(query);
    if (!answer)
        return;
    std::int64_t last = 0;
    for (const Line &line : answer->lines)
        if (!line.buckets.empty())
            last = std::max(last, line.buckets.back().at);
    if (last <= alert.earliest)
        return;
    alert.earliest = last;
    alert.begin = std::min(alert.begin, last + std::max(answer->width, static_cast<std::int64_t>(store.interval(subject.server) * 1000)));
}

Term Alerts::Private::figure(const std::string &server, const Bound &bound, const Asked &asked, std::int64_t at)
{
    if (asked.isNow())
        return static_cast<double>(at) / 1000;
    const auto slot = bound.slotOf.find(asked.key);
    if (slot == bound.slotOf.end())
        return {};
    const auto value = store.now(server, slot->second);
    if (!value)
        return {};
    if (!Trends::isTrend(asked.name))
        return *value;
    const auto days = trends.daysLeft(server, slot->second, at, rules[bound.rule].over);
    return days ? Term(*days) : Term();
}

Result<void> Alerts::judgeFigures(const std::string &server, std::int64_t at)
{
    const std::vector<Bound> &all = d->boundOf(server);
    d->noteParameters(server, at);
    for (const Bound &bound : all) {
        const AlertRule &rule = d->rules[bound.rule];
        auto judged = d->judge(rule, bound.subject, at,
            [&](const Asked &asked) { return asked.isFact() ? d->fact(rule, bound.subject, asked) : d->figure(server, bound, asked, at); });
        if (!judged)
            return judged;
    }
    return {};
}

} // namespace monitoring
