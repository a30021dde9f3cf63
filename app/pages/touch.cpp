// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/touch.h"

#include "app/models/words.h"
#include "core/inventory/ids.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

namespace pages {

using models::Cell;
using models::Words;

namespace {

constexpr charts::Ms fewMinutes = 5 * 60'000, month = 30ll * 86'400'000;
constexpr std::size_t manyTargets = 12;
// With imperative recovery clients are told at once where the target is; each then takes its turn. Without, they notice by their pings.
constexpr double leastRecovery = 10, clientsPerSecond = 50, softLimit = 300;

bool takesServer(const plan::Move &move)
{
    return std::any_of(move.steps.begin(), move.steps.end(), [](const plan::Step &s) {
        using V = protocol::Verb;
        return s.verb == V::NodeStandby || s.verb == V::FenceNode || s.verb == V::PowerSet || s.verb == V::PacemakerStop || s.verb == V::LnetUnload;
    });
}

std::set<inventory::ObjectId> touchedIds(const plan::Plan &plan, const inventory::World &world)
{
    std::set<inventory::ObjectId> ids;
    for (const plan::Move &move : plan.moves) {
        const inventory::Target *target = world.target(move.object);
        const bool interrupts = move.risk != machine::Risk::Safe;
        if (target != nullptr && interrupts && target->state == machine::State::Mounted)
            ids.insert(target->id);
        if (target != nullptr || !(interrupts || takesServer(move)))
            continue;
        const std::string named = inventory::serverIn(move.object), server = named.empty() ? move.server : named;
        for (const auto &[id, t] : world->targets)
            if (!server.empty() && t.active == server && t.state == machine::State::Mounted)
                ids.insert(id);
    }
    return ids;
}

std::string labelOfLine(const charts::Line &line)
{
    const std::string &of = line.place.empty() ? line.key : line.place;
    return of.substr(of.find(':') + 1);
}

double meanOfLine(const charts::Line &line)
{
    double sum = 0;
    int known = 0;
    for (const charts::Bucket &b : line.buckets)
        if (b.known()) {
            sum += static_cast<double>(b.mean);
            ++known;
        }
    return known > 0 ? sum / known : -1;
}

} // namespace

std::vector<TouchedTarget> touchedTargets(const plan::Plan &plan, const inventory::World &world)
{
    std::vector<TouchedTarget> all;
    for (const inventory::ObjectId &id : touchedIds(plan, world)) {
        const inventory::Target &t = *world.target(id);
        all.push_back({id, t.label, t.clients});
    }
    std::sort(all.begin(), all.end(), [](const TouchedTarget &a, const TouchedTarget &b) { return models::naturalLess(models::q(a.label), models::q(b.label)); });
    return all;
}

double expectedRecovery(const TouchedTarget &t, bool &guessed)
{
    guessed = t.recovery < 0;
    return guessed ? std::min(softLimit, leastRecovery + static_cast<double>(std::max<std::int64_t>(0, t.clients)) / clientsPerSecond) : t.recovery;
}

charts::Question touchNow(const std::vector<TouchedTarget> &targets, const inventory::World &world, charts::Ms now)
{
    charts::Question question{{now - fewMinutes, now}, 1, {{"dirty", {}, "target"}, {"granted", {}, "target"}}};
    std::set<std::string> scopes;
    for (const TouchedTarget &t : targets)
        if (targets.size() <= manyTargets)
            scopes.insert(t.id);
        else if (const inventory::Target *known = world.target(t.id))
            scopes.insert("server:" + known->active);
    for (const std::string &scope : scopes)
        for (const char *measure : {"job_read", "job_write", "job_md"}) {
            charts::Term term{measure, scope, "job"};
            term.most = 200;
            question.terms.push_back(std::move(term));
        }
    return question;
}

charts::Question touchHistory(charts::Ms now) { return {{now - month, now}, 720, {{"recovery_duration", {}, "target"}}}; }

void takeNow(std::vector<TouchedTarget> &targets, const charts::Question &question, const charts::Answer &answer)
{
    for (const charts::Line &line : answer.lines) {
        const charts::Term &term = question.terms[static_cast<std::size_t>(line.term)];
        const double mean = meanOfLine(line);
        for (TouchedTarget &t : targets) {
            const bool mine = labelOfLine(line) == t.label;
            if (line.term == 0 && mine)
                t.dirty = mean;
            else if (line.term == 1 && mine)
                t.granted = mean;
            else if (line.term > 1 && mean > 0 && (term.scope == t.id || term.scope.starts_with("server:")))
                t.jobs[line.key.substr(line.key.find(':') + 1)] += mean;
        }
    }
}

void takeHistory(std::vector<TouchedTarget> &targets, const charts::Answer &answer)
{
    for (const charts::Line &line : answer.lines)
        for (TouchedTarget &t : targets)
            if (labelOfLine(line) == t.label)
                for (const charts::Bucket &b : line.buckets)
                    if (b.known() && b.high > 0)
                        t.recovery = std::max(t.recovery, static_cast<double>(b.high));
}

QString touchSummary(const std::vector<TouchedTarget> &targets)
{
    std::int64_t clients = -1;
    std::set<std::string> jobs;
    double wait = 0;
    bool guessed = false;
    for (const TouchedTarget &t : targets) {
        clients = std::max(clients, t.clients);
        for (const auto &[job, rate] : t.jobs)
            jobs.insert(job);
        bool guess = false;
        wait = std::max(wait, expectedRecovery(t, guess));
        guessed = guessed || guess;
    }
    QStringList parts{Words::tr("%n targets", nullptr, static_cast<int>(targets.size()))};
    if (clients >= 0)
        parts.front() += QLatin1Char(' ') + Words::tr("with up to %1 clients").arg(QLocale().toString(static_cast<qlonglong>(clients)));
    if (!jobs.empty())
        parts << Words::tr("%n jobs do I/O there", nullptr, static_cast<int>(jobs.size()));
    const QString time = models::duration(static_cast<std::int64_t>(std::lround(wait * 1000)));
    parts << (guessed ? Words::tr("clients wait about %1 (guessed)").arg(time) : Words::tr("clients wait about %1").arg(time));
    return parts.join(QStringLiteral("; "));
}

std::vector<models::Column> touchColumns()
{
    return {
        {QStringLiteral("target"), Words::tr("Target"), 130},
        {QStringLiteral("clients"), Words::tr("Clients"), 70, true},
        {QStringLiteral("jobs"), Words::tr("Jobs that do I/O there"), 260},
        {QStringLiteral("dirty"), Words::tr("Dirty"), 80, true},
        {QStringLiteral("granted"), Words::tr("Granted"), 80, true},
        {QStringLiteral("recovery"), Words::tr("Expected recovery"), 260},
    };
}

namespace {

Cell bytesOrDash(double value)
{
    return value < 0 ? Cell{QStringLiteral("–"), -1.0, models::Tone::None, -1, Words::tr("There is no figure of it.")} : models::number(value, models::size(static_cast<std::uint64_t>(value)));
}

Cell jobsCell(const TouchedTarget &t)
{
    std::vector<std::pair<double, std::string>> byRate;
    for (const auto &[job, rate] : t.jobs)
        byRate.emplace_back(-rate, job);
    std::sort(byRate.begin(), byRate.end());
    std::vector<std::string> names;
    for (const auto &[rate, job] : byRate)
        names.push_back(job);
    Cell cell{names.empty() ? QStringLiteral("–") : models::plainList(names, 4), static_cast<double>(names.size())};
    cell.tip = models::plainList(names, 40);
    return cell;
}

} // namespace

std::vector<models::Row> touchRows(const std::vector<TouchedTarget> &targets)
{
    std::vector<models::Row> rows;
    for (const TouchedTarget &t : targets) {
        bool guessed = false;
        const double seconds = expectedRecovery(t, guessed);
        const QString time = models::duration(static_cast<std::int64_t>(std::lround(seconds * 1000)));
        Cell recovery{guessed ? Words::tr("about %1, guessed from its clients").arg(time) : Words::tr("%1, its slowest in 30 days").arg(time), seconds};
        recovery.tip = guessed ? Words::tr("No recovery of it is on record. A client that does not come back makes it longer: Lustre waits 5 minutes for all of them, unless it was told otherwise.") : QString();
        rows.push_back({t.id, {models::cell(t.label), t.clients < 0 ? Cell{QStringLiteral("–"), -1.0} : models::number(static_cast<double>(t.clients), QLocale().toString(static_cast<qlonglong>(t.clients))),
            jobsCell(t), bytesOrDash(t.dirty), bytesOrDash(t.granted), recovery}});
    }
    return rows;
}

} // namespace pages
