// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/alertsprivate.h"

#include <algorithm>

namespace monitoring {

using base::Result;
using inventory::ObjectId;

Alerts::Alerts() = default;
Alerts::~Alerts() = default;

std::unique_ptr<Alerts> Alerts::make(SampleStore &store, AlertBook &book, std::vector<AlertRule> rules)
{
    std::unique_ptr<Alerts> alerts(new Alerts);
    alerts->d.reset(new Private{.store = store, .book = book, .rules = std::move(rules), .scene = {}, .progress = {}, .bindings = {}, .lastBusy = {}, .seenBefore = book.judgedAt()});
    for (const auto &[id, alert] : book.open())
        alerts->d->progress[{alert.rule, alert.object}].alert = id;
    return alerts;
}

std::vector<Subject> Alerts::Private::subjectsOf(const AlertRule &rule) const
{
    std::vector<Subject> all;
    if (rule.scope == Scope::Server) {
        for (const auto &[name, server] : scene.world->servers)
            all.push_back({server.id, name, name, name});
    } else if (rule.scope == Scope::Target) {
        for (const auto &[id, target] : scene.world->targets)
            all.push_back({id, id, target.label, target.active});
    } else if (rule.scope == Scope::Filesystem) {
        for (const auto &[name, fs] : scene.world->filesystems)
            all.push_back({fs.id, name, name, {}});
    } else {
        for (const auto &[name, cluster] : scene.world->clusters)
            all.push_back({cluster.id, name, name, {}});
    }
    std::erase_if(all, [&](const Subject &s) { return !matches(rule.match, s.name); });
    return all;
}

Term Alerts::Private::fact(const AlertRule &rule, const Subject &subject, const Asked &asked) const
{
    if (asked.isNow())
        return static_cast<double>(scene.now) / 1000;
    const FactGetter get = factOf(rule.scope, asked.name);
    return get ? get(scene, subject.key) : Term();
}

std::vector<ObjectId> Alerts::Private::workplaces(const Subject &subject) const
{
    std::vector<ObjectId> all{subject.object};
    if (!subject.server.empty())
        all.push_back(inventory::serverId(subject.server));
    if (const ha::HaCluster *cluster = inventory::isKind(subject.object, machine::Kind::HaCluster) ? scene.world.cluster(subject.key) : nullptr)
        for (const ha::ClusterMember &member : cluster->members)
            if (!member.server.empty())
                all.push_back(inventory::serverId(member.server));
    return all;
}

bool Alerts::Private::busy(const Subject &subject, std::int64_t at) const
{
    const auto all = workplaces(subject);
    return std::any_of(all.begin(), all.end(), [&](const ObjectId &id) {
        const auto last = lastBusy.find(id);
        return last != lastBusy.end() && at <= last->second + jobEchoMs;
    });
}

// A job may begin and end while nobody judges: in another program, or just before the one that ran it ends.
bool Alerts::Private::workedSince(const Subject &subject, std::int64_t since) const
{
    const auto all = workplaces(subject);
    return std::any_of(all.begin(), all.end(), [&](const ObjectId &id) {
        const auto last = scene.worked.find(id);
        return last != scene.worked.end() && since <= last->second + jobEchoMs;
    });
}

Result<void> Alerts::Private::begin(const AlertRule &rule, const Subject &subject, Alert alert, const Terms &terms, Progress *progress)
{
    alert.rule = rule.id;
    alert.object = subject.object;
    alert.name = subject.name;
    alert.server = subject.server;
    alert.title = rule.title;
    alert.text = rule.text;
    alert.own = alert.own || busy(subject, alert.begin);
    alert.severity = alert.own ? Severity::Info : rule.severity;
    replaceAll(alert.text, "{name}", subject.name);
    replaceAll(alert.text, "{server}", subject.server.empty() ? "no server" : subject.server);
    if (rule.value)
        replaceAll(alert.text, "{value}", withUnit(rule.value->value([&](std::size_t i) { return terms(rule.value->asked()[i]); }), rule.unit));
    auto added = book.add(std::move(alert));
    if (!added)
        return added.error();
    if (progress && *added > 0) {
        progress->alert = *added;
        progress->quietSince = 0;
    }
    return {};
}

Result<void> Alerts::Private::finish(Progress &progress, std::int64_t at)
{
    auto ended = book.end(progress.alert, at);
    if (!ended)
        return ended;
    progress = {.knownAt = progress.knownAt};
    return {};
}

/// One that is new was last known when the World was, by whichever program.
Progress &Alerts::Private::progressOf(const AlertRule &rule, const ObjectId &object)
{
    const auto [found, isNew] = progress.try_emplace({rule.id, object});
    if (isNew && !rule.usesFigures())
        found->second.knownAt = seenBefore;
    return found->second;
}

// What is not known changes nothing: neither does an alert begin, nor end, nor is its time counted anew.
Result<void> Alerts::Private::judge(const AlertRule &rule, const Subject &subject, std::int64_t at, const Terms &terms)
{
    const auto asks = [&](const Condition &condition) { return condition.holds([&](std::size_t i) { return terms(condition.asked()[i]); }); };
    Progress &now = progressOf(rule, subject.object);
    const auto holds = asks(*rule.when);
    const std::int64_t knownBefore = now.knownAt;
    if (holds)
        now.knownAt = at;
    if (now.alert == 0) {
        if (holds == false)
            now.heldSince = now.earliest = 0;
        if (holds != true)
            return {};
        if (now.heldSince == 0 || now.heldSince > at) {
            now.heldSince = at;
            now.own = busy(subject, at);
            now.earliest = !rule.usesFigures() && knownBefore > 0 && at - knownBefore > lookAwayMs ? knownBefore : 0;
        }
        if (at - now.heldSince < rule.hold * 1000LL)
            return {};
        Alert alert;
        alert.begin = now.heldSince;
        alert.earliest = now.earliest;
        alert.own = now.own;
        if (now.earliest > 0 && !rule.seen.empty()) {
            if (!caughtUp(subject) && at - now.heldSince < awaitHistoryMs)
                return {};
            narrow(rule, subject, alert);
        }
        return begin(rule, subject, alert, terms, &now);
    }
    const auto over = rule.until ? asks(*rule.until) : holds ? std::optional(!*holds) : std::nullopt;
    if (over == false)
        now.quietSince = 0;
    if (over != true)
        return {};
    if (now.quietSince == 0 || now.quietSince > at)
        now.quietSince = at;
    return at - now.quietSince >= rule.release * 1000LL ? finish(now, now.quietSince) : Result<void>();
}

Result<void> Alerts::Private::judgeChange(const AlertRule &rule, const Subject &subject, std::int64_t at)
{
    const Term term = fact(rule, subject, {.name = rule.changes});
    const std::string *text = std::get_if<std::string>(&term);
    if (!text || text->empty())
        return {};
    Progress &now = progressOf(rule, subject.object);
    const std::int64_t knownBefore = std::exchange(now.knownAt, at);
    auto before = book.remember(rule.id, subject.object, *text);
    if (!before || !*before || **before == *text)
        return before ? Result<void>() : before.error();
    Alert alert;
    alert.begin = alert.end = at;
    alert.earliest = knownBefore > 0 && at - knownBefore > lookAwayMs ? knownBefore : 0;
    alert.own = workedSince(subject, knownBefore);
    return begin(rule, subject, alert, [&](const Asked &asked) { return fact(rule, subject, asked); }, nullptr);
}

void Alerts::setAgents(std::map<std::string, Scene::Agent> agents) { d->scene.agents = std::move(agents); }

Result<void> Alerts::setScene(const Scene &scene)
{
    auto agents = std::move(d->scene.agents);
    auto parameters = std::move(d->scene.parameters);
    d->scene = scene;
    if (scene.parameters.empty())
        d->scene.parameters = std::move(parameters);
    if (scene.agents.empty())
        d->scene.agents = std::move(agents);
    for (const ObjectId &id : scene.busy)
        d->lastBusy[id] = scene.now;
    std::vector<std::pair<std::string, ObjectId>> gone;
    for (const auto &[id, alert] : d->book.open()) {
        std::string name = inventory::nameIn(alert.object);
        if (alert.object.starts_with("server:"))
            name = name.substr(0, name.find(':')); // "server:oss1:eth0"
        const bool there = alert.object.starts_with("server:") ? scene.world.server(name) != nullptr
            : alert.object.starts_with("filesystem:") ? scene.world.filesystem(name) != nullptr
            : alert.object.starts_with("cluster:") ? scene.world.cluster(name) != nullptr : scene.world.target(alert.object) != nullptr;
        const bool known = std::any_of(d->rules.begin(), d->rules.end(), [&](const AlertRule &r) { return r.id == alert.rule; });
        if (!known || (!there && !scene.world->servers.empty()))
            gone.emplace_back(alert.rule, alert.object);
    }
    return d->book.database().transaction([&]() -> Result<void> {
        for (const auto &key : gone)
            if (auto ended = d->finish(d->progress[key], scene.now); !ended)
                return ended;
        return {};
    });
}

Result<void> Alerts::judgeWorld(std::int64_t now)
{
    d->scene.now = now;
    for (const ObjectId &id : d->scene.busy)
        d->lastBusy[id] = now;
    if (auto read = d->book.reload(); !read) // what others acknowledged and muted
        return read;
    if (now - d->book.judgedAt() >= rememberJudgedMs && !d->scene.world->servers.empty())
        if (auto kept = d->book.setJudgedAt(now); !kept)
            return kept;
    return d->book.database().transaction([&]() -> Result<void> {
        for (const AlertRule &rule : d->rules) {
            if (rule.usesFigures())
                continue;
            if (!rule.says.empty()) {
                if (auto judged = d->judgeSilence(rule, now); !judged)
                    return judged;
                continue;
            }
            for (const Subject &subject : d->subjectsOf(rule)) {
                auto judged = rule.when ? d->judge(rule, subject, now, [&](const Asked &asked) { return d->fact(rule, subject, asked); })
                                        : d->judgeChange(rule, subject, now);
                if (!judged)
                    return judged;
            }
        }
        return {};
    });
}

Result<void> Alerts::addPast(const std::string &ruleId, const std::string &server, std::int64_t begin, std::int64_t end, const std::string &text)
{
    const AlertRule *rule = this->rule(ruleId);
    if (!rule)
        return {};
    const Subject subject{inventory::serverId(server), server, server, server};
    AlertRule told = *rule;
    replaceAll(told.text, "{value}", text);
    Alert alert;
    alert.begin = begin;
    alert.end = end;
    return d->begin(told, subject, alert, [](const Asked &) { return Term(); }, nullptr);
}

const std::vector<AlertRule> &Alerts::rules() const { return d->rules; }

const AlertRule *Alerts::rule(const std::string &id) const
{
    const auto found = std::find_if(d->rules.begin(), d->rules.end(), [&](const AlertRule &r) { return r.id == id; });
    return found == d->rules.end() ? nullptr : &*found;
}

} // namespace monitoring
