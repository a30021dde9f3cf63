// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/alerts.h"

#include "core/base/database.h"
#include "core/inventory/ids.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using inventory::ObjectId;

namespace {

const base::Schema alertSchema{"alerts",
    {{
        "CREATE TABLE alert(id INTEGER PRIMARY KEY, rule TEXT NOT NULL, severity INTEGER NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL,"
        " server TEXT NOT NULL, begin INTEGER NOT NULL, end INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, own INTEGER NOT NULL,"
        " who TEXT NOT NULL, note TEXT NOT NULL, acknowledged INTEGER NOT NULL, UNIQUE(rule, object, begin))",
        "CREATE INDEX alert_by_begin ON alert(begin)",
        "CREATE TABLE mute(id INTEGER PRIMARY KEY, rule TEXT NOT NULL, object TEXT NOT NULL, until INTEGER NOT NULL, who TEXT NOT NULL, note TEXT NOT NULL)",
        "CREATE TABLE remembered(rule TEXT NOT NULL, object TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(rule, object)) WITHOUT ROWID",
    }}};

constexpr const char *alertColumns = "SELECT id, rule, severity, object, name, server, begin, end, title, text, own, who, note, acknowledged FROM alert ";

QString alertText(const std::string &utf8) { return QString::fromStdString(utf8); }
std::string textAt(const Row &row, std::size_t i) { return row[i].toString().toStdString(); }
QVariant alertTime(std::int64_t ms) { return QVariant::fromValue<qlonglong>(ms); }

Alert alertIn(const Row &row)
{
    return {.id = row[0].toLongLong(), .rule = textAt(row, 1), .severity = static_cast<Severity>(std::clamp(row[2].toInt(), 0, 2)), .object = textAt(row, 3),
        .name = textAt(row, 4), .server = textAt(row, 5), .begin = row[6].toLongLong(), .end = row[7].toLongLong(), .title = textAt(row, 8),
        .text = textAt(row, 9), .own = row[10].toBool(), .who = textAt(row, 11), .note = textAt(row, 12), .acknowledgedAt = row[13].toLongLong()};
}

std::string withUnit(const Term &term, const std::string &unit)
{
    if (const std::string *text = std::get_if<std::string>(&term))
        return *text;
    const double *number = std::get_if<double>(&term);
    if (!number)
        return "an unknown share";
    std::array<char, 48> out{};
    if (unit == "%") {
        std::snprintf(out.data(), out.size(), "%.0f %%", std::floor(*number * 100)); // not "100 %" while there is some left
    } else if (unit == "bytes") {
        static constexpr std::array<const char *, 6> names{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = *number;
        std::size_t i = 0;
        for (; std::fabs(value) >= 1024 && i + 1 < names.size(); ++i)
            value /= 1024;
        std::snprintf(out.data(), out.size(), "%.3g %s", value, names[i]);
    } else {
        std::snprintf(out.data(), out.size(), "%.3g%s%s", *number, unit.empty() ? "" : " ", unit.c_str());
    }
    return out.data();
}

void replaceAll(std::string &text, std::string_view what, const std::string &by)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

} // namespace

/// An object that a rule is judged for.
struct Subject {
    ObjectId object;
    std::string key;  ///< what facts are asked by: a server's name, a target's id, a file system's name
    std::string name; ///< for people
    std::string server;
};

/// Where a rule's figures are for one subject: slots of the store, in the order of Condition::asked().
struct Bound {
    std::size_t rule = 0;
    Subject subject;
    std::map<std::string, std::size_t> slotOf; ///< by Asked::key
};

/// How far it is with a rule and an object.
struct Progress {
    std::int64_t heldSince = 0;  ///< `when` holds since; 0: it does not
    std::int64_t quietSince = 0; ///< `until` holds since
    std::int64_t alert = 0;      ///< the id of the one that holds; 0: none
};

struct Alerts::Private {
    SampleStore &store;
    std::unique_ptr<base::Database> db;
    std::vector<AlertRule> rules;
    Scene scene;
    std::map<std::pair<std::string, ObjectId>, Progress> progress;
    std::map<std::int64_t, Alert> active;
    std::map<std::pair<std::string, ObjectId>, std::string> remembered;
    std::vector<Mute> mutes;
    struct Bindings {
        std::size_t series = 0;
        std::vector<Bound> all;
    };
    std::map<std::string, Bindings> bindings; ///< by server
    std::int64_t nextId = 1;
    std::uint64_t version = 1;

    using Terms = std::function<Term(const Asked &)>;
    Result<void> load();
    Result<void> judge(const AlertRule &rule, const Subject &subject, std::int64_t at, const Terms &terms);
    Result<void> judgeChange(const AlertRule &rule, const Subject &subject, std::int64_t at);
    Result<void> begin(const AlertRule &rule, const Subject &subject, std::int64_t at, std::int64_t end, const Terms &terms, Progress *progress);
    Result<void> finish(Progress &progress, std::int64_t at);
    const std::vector<Bound> &boundOf(const std::string &server);
    std::vector<Subject> subjectsOf(const AlertRule &rule) const;
    Term fact(const AlertRule &rule, const Subject &subject, const Asked &asked) const;
    bool busy(const Subject &subject) const;
    std::int64_t mutedUntil(const Alert &alert, std::int64_t now) const;
};

Alerts::Alerts() = default;
Alerts::~Alerts() = default;

Result<std::unique_ptr<Alerts>> Alerts::open(SampleStore &store, std::vector<AlertRule> rules)
{
    auto db = base::Database::open(store.database().path(), alertSchema);
    if (!db)
        return db.error();
    std::unique_ptr<Alerts> alerts(new Alerts);
    alerts->d.reset(new Private{.store = store, .db = std::move(*db), .rules = std::move(rules), .scene = {}, .progress = {}, .active = {}, .remembered = {},
        .mutes = {}, .bindings = {}});
    if (auto loaded = alerts->d->load(); !loaded)
        return loaded.error();
    return alerts;
}

Result<void> Alerts::Private::load()
{
    auto rows = db->rows(std::string(alertColumns) + "WHERE end = 0");
    auto newest = db->rows("SELECT COALESCE(MAX(id), 0) FROM alert");
    auto kept = db->rows("SELECT rule, object, value FROM remembered");
    auto muted = db->rows("SELECT id, rule, object, until, who, note FROM mute");
    for (const auto *result : {&rows, &newest, &kept, &muted})
        if (!*result)
            return result->error();
    for (const Row &row : *rows) {
        const Alert alert = alertIn(row);
        progress[{alert.rule, alert.object}].alert = alert.id;
        active[alert.id] = alert;
    }
    nextId = newest->front().front().toLongLong() + 1;
    for (const Row &row : *kept)
        remembered[{textAt(row, 0), textAt(row, 1)}] = textAt(row, 2);
    for (const Row &row : *muted)
        mutes.push_back({row[0].toLongLong(), textAt(row, 1), textAt(row, 2), row[3].toLongLong(), textAt(row, 4), textAt(row, 5)});
    return {};
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
    } else {
        for (const auto &[name, fs] : scene.world->filesystems)
            all.push_back({fs.id, name, name, {}});
    }
    std::erase_if(all, [&](const Subject &s) { return !matches(rule.match, s.name); });
    return all;
}

Term Alerts::Private::fact(const AlertRule &rule, const Subject &subject, const Asked &asked) const
{
    const FactGetter get = factOf(rule.scope, asked.name);
    return get ? get(scene, subject.key) : Term();
}

bool Alerts::Private::busy(const Subject &subject) const
{
    return scene.busy.contains(subject.object) || (!subject.server.empty() && scene.busy.contains(inventory::serverId(subject.server)));
}

Result<void> Alerts::Private::begin(const AlertRule &rule, const Subject &subject, std::int64_t at, std::int64_t end, const Terms &terms, Progress *progress)
{
    Alert alert{.id = nextId++, .rule = rule.id, .severity = rule.severity, .object = subject.object, .name = subject.name, .server = subject.server, .begin = at,
        .end = end, .title = rule.title, .text = rule.text, .own = busy(subject)};
    if (alert.own)
        alert.severity = Severity::Info;
    replaceAll(alert.text, "{name}", subject.name);
    replaceAll(alert.text, "{server}", subject.server.empty() ? "no server" : subject.server);
    if (rule.value)
        replaceAll(alert.text, "{value}", withUnit(rule.value->value([&](std::size_t i) { return terms(rule.value->asked()[i]); }), rule.unit));
    auto added = db->run("INSERT INTO alert(id, rule, severity, object, name, server, begin, end, title, text, own, who, note, acknowledged)"
                         " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0) ON CONFLICT(rule, object, begin) DO NOTHING",
        {alertTime(alert.id), alertText(alert.rule), static_cast<int>(alert.severity), alertText(alert.object), alertText(alert.name), alertText(alert.server),
            alertTime(at), alertTime(end), alertText(alert.title), alertText(alert.text), alert.own});
    if (!added)
        return added;
    ++version;
    if (progress && end == 0) {
        progress->alert = alert.id;
        progress->quietSince = 0;
        active[alert.id] = std::move(alert);
    }
    return {};
}

Result<void> Alerts::Private::finish(Progress &progress, std::int64_t at)
{
    const auto found = active.find(progress.alert);
    if (found != active.end()) {
        const std::int64_t end = std::max(at, found->second.begin + 1);
        if (auto ended = db->run("UPDATE alert SET end = ? WHERE id = ?", {alertTime(end), alertTime(found->first)}); !ended)
            return ended;
        active.erase(found);
        ++version;
    }
    progress = {};
    return {};
}

// What is not known changes nothing: neither does an alert begin, nor end, nor is its time counted anew.
Result<void> Alerts::Private::judge(const AlertRule &rule, const Subject &subject, std::int64_t at, const Terms &terms)
{
    const auto asks = [&](const Condition &condition) { return condition.holds([&](std::size_t i) { return terms(condition.asked()[i]); }); };
    Progress &now = progress[{rule.id, subject.object}];
    const auto holds = asks(*rule.when);
    if (now.alert == 0) {
        if (holds == false)
            now.heldSince = 0;
        if (holds != true)
            return {};
        if (now.heldSince == 0 || now.heldSince > at)
            now.heldSince = at;
        return at - now.heldSince >= rule.hold * 1000LL ? begin(rule, subject, now.heldSince, 0, terms, &now) : Result<void>();
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
    const auto [before, isNew] = remembered.try_emplace({rule.id, subject.object}, *text);
    if (!isNew && before->second == *text)
        return {};
    before->second = *text;
    if (auto kept = db->run("INSERT OR REPLACE INTO remembered(rule, object, value) VALUES(?, ?, ?)", {alertText(rule.id), alertText(subject.object), alertText(*text)}); !kept)
        return kept;
    return isNew ? Result<void>() : begin(rule, subject, at, at, [&](const Asked &asked) { return fact(rule, subject, asked); }, nullptr);
}

void Alerts::setAgents(std::map<std::string, Scene::Agent> agents) { d->scene.agents = std::move(agents); }

Result<void> Alerts::setScene(const Scene &scene)
{
    auto agents = std::move(d->scene.agents);
    d->scene = scene;
    if (scene.agents.empty())
        d->scene.agents = std::move(agents);
    std::vector<std::pair<std::string, ObjectId>> gone;
    for (const auto &[id, alert] : d->active) {
        std::string name = inventory::nameIn(alert.object);
        if (alert.object.starts_with("server:"))
            name = name.substr(0, name.find(':')); // "server:oss1:eth0"
        const bool there = alert.object.starts_with("server:") ? scene.world.server(name) != nullptr
            : alert.object.starts_with("filesystem:") ? scene.world.filesystem(name) != nullptr : scene.world.target(alert.object) != nullptr;
        const bool known = std::any_of(d->rules.begin(), d->rules.end(), [&](const AlertRule &r) { return r.id == alert.rule; });
        if (!known || (!there && !scene.world->servers.empty()))
            gone.emplace_back(alert.rule, alert.object);
    }
    return d->db->transaction([&]() -> Result<void> {
        for (const auto &key : gone)
            if (auto ended = d->finish(d->progress[key], scene.now); !ended)
                return ended;
        return {};
    });
}

Result<void> Alerts::judgeWorld(std::int64_t now)
{
    d->scene.now = now;
    return d->db->transaction([&]() -> Result<void> {
        for (const AlertRule &rule : d->rules) {
            if (rule.usesFigures())
                continue;
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
                if (!asked.isFact())
                    all.push_back(asked);
    return all;
}

} // namespace

const std::vector<Bound> &Alerts::Private::boundOf(const std::string &server)
{
    Bindings &known = bindings[server];
    const std::size_t count = store.seriesCount(server);
    if (known.series == count && count > 0)
        return known.all;
    known = {count, {}};
    std::unordered_map<std::string, std::vector<std::size_t>> byName;
    for (std::size_t i = 0; i < count; ++i)
        byName[store.seriesAt(server, i).name.name].push_back(i);
    for (std::size_t r = 0; r < rules.size(); ++r) {
        const AlertRule &rule = rules[r];
        if (!rule.usesFigures())
            continue;
        std::map<std::string, Bound> found; // by what the label `by` says
        for (const Asked &asked : figuresOf(rule))
            for (const std::size_t slot : byName[asked.name]) {
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

Result<void> Alerts::judgeFigures(const std::string &server, std::int64_t at)
{
    const std::vector<Bound> &all = d->boundOf(server);
    if (all.empty())
        return {};
    for (const Bound &bound : all) {
        const AlertRule &rule = d->rules[bound.rule];
        auto judged = d->judge(rule, bound.subject, at, [&](const Asked &asked) -> Term {
            if (asked.isFact())
                return d->fact(rule, bound.subject, asked);
            const auto slot = bound.slotOf.find(asked.key);
            const auto value = slot == bound.slotOf.end() ? std::nullopt : d->store.now(server, slot->second);
            return value ? Term(*value) : Term();
        });
        if (!judged)
            return judged;
    }
    return {};
}

Result<void> Alerts::addPast(const std::string &ruleId, const std::string &server, std::int64_t begin, std::int64_t end, const std::string &text)
{
    const AlertRule *rule = this->rule(ruleId);
    if (!rule)
        return {};
    const Subject subject{inventory::serverId(server), server, server, server};
    auto there = d->db->rows("SELECT id FROM alert WHERE rule = ? AND object = ? AND begin = ?", {alertText(ruleId), alertText(subject.object), alertTime(begin)});
    if (!there || !there->empty())
        return there ? Result<void>() : there.error();
    AlertRule told = *rule;
    replaceAll(told.text, "{value}", text);
    return d->begin(told, subject, begin, end, [](const Asked &) { return Term(); }, nullptr);
}

std::int64_t Alerts::Private::mutedUntil(const Alert &alert, std::int64_t now) const
{
    std::int64_t until = 0;
    for (const Mute &mute : mutes)
        if (mute.until > now && matches(mute.rule, alert.rule) && matches(mute.object, alert.object))
            until = std::max(until, mute.until);
    return until;
}

std::vector<Alert> Alerts::active(std::int64_t now) const
{
    std::vector<Alert> all;
    for (const auto &[id, alert] : d->active) {
        all.push_back(alert);
        all.back().mutedUntil = d->mutedUntil(alert, now);
    }
    std::stable_sort(all.begin(), all.end(), [](const Alert &a, const Alert &b) { return std::tuple(-int(a.severity), -a.begin) < std::tuple(-int(b.severity), -b.begin); });
    return all;
}

Result<std::vector<Alert>> Alerts::history(std::int64_t from, std::int64_t to, int most) const
{
    auto rows = d->db->rows(std::string(alertColumns) + "WHERE begin < ? AND (end = 0 OR end >= ?) ORDER BY begin DESC, id DESC LIMIT ?",
        {alertTime(to), alertTime(from), most});
    if (!rows)
        return rows.error();
    std::vector<Alert> all;
    for (const Row &row : *rows)
        all.push_back(alertIn(row));
    return all;
}

std::uint64_t Alerts::version() const { return d->version; }
const std::vector<AlertRule> &Alerts::rules() const { return d->rules; }

const AlertRule *Alerts::rule(const std::string &id) const
{
    const auto found = std::find_if(d->rules.begin(), d->rules.end(), [&](const AlertRule &r) { return r.id == id; });
    return found == d->rules.end() ? nullptr : &*found;
}

Result<void> Alerts::acknowledge(std::int64_t id, const std::string &who, const std::string &note, std::int64_t now)
{
    auto there = d->db->rows("SELECT id FROM alert WHERE id = ?", {alertTime(id)});
    if (!there)
        return there.error();
    if (there->empty())
        return Error{Problem::NotFound, "there is no alert " + std::to_string(id), {}, {}};
    auto kept = d->db->run("UPDATE alert SET who = ?, note = ?, acknowledged = ? WHERE id = ?", {alertText(who), alertText(note), alertTime(now), alertTime(id)});
    if (!kept)
        return kept;
    if (const auto alert = d->active.find(id); alert != d->active.end()) {
        alert->second.who = who;
        alert->second.note = note;
        alert->second.acknowledgedAt = now;
    }
    ++d->version;
    return {};
}

Result<void> Alerts::mute(const Mute &mute, std::int64_t now)
{
    if (mute.until <= now)
        return Error{Problem::BadArgument, "a mute ends in the future", {}, "Give a time that is to come."};
    Mute kept = mute;
    kept.id = 1;
    for (const Mute &other : d->mutes)
        kept.id = std::max(kept.id, other.id + 1);
    auto added = d->db->run("INSERT INTO mute(id, rule, object, until, who, note) VALUES(?, ?, ?, ?, ?, ?)",
        {alertTime(kept.id), alertText(mute.rule), alertText(mute.object), alertTime(mute.until), alertText(mute.who), alertText(mute.note)});
    if (!added)
        return added;
    d->mutes.push_back(std::move(kept));
    ++d->version;
    return {};
}

Result<void> Alerts::unmute(std::int64_t id)
{
    if (auto gone = d->db->run("DELETE FROM mute WHERE id = ?", {alertTime(id)}); !gone)
        return gone;
    std::erase_if(d->mutes, [id](const Mute &mute) { return mute.id == id; });
    ++d->version;
    return {};
}

std::vector<Mute> Alerts::mutes(std::int64_t now) const
{
    std::vector<Mute> all;
    for (const Mute &mute : d->mutes)
        if (mute.until > now)
            all.push_back(mute);
    return all;
}

std::optional<plan::Goal> helpingGoal(const AlertRule &rule, const Alert &alert, const inventory::World &world)
{
    if (rule.plan.empty() || !alert.active())
        return {};
    plan::Goal goal;
    goal.object = alert.object;
    if (rule.plan == "repair") {
        goal.what = plan::Goal::What::Repair;
    } else if (rule.plan == "start") {
        goal.state = rule.scope == Scope::Filesystem ? machine::State::Available : machine::State::Mounted;
    } else if (rule.plan == "start-lnet") {
        goal.object = inventory::lnetId(alert.server);
        goal.state = machine::State::Up;
    } else {
        const inventory::Target *target = world.target(alert.object);
        if (!target || target->primary.empty())
            return {};
        goal.what = plan::Goal::What::MoveTarget;
        goal.server = target->primary;
    }
    return goal;
}

} // namespace monitoring
