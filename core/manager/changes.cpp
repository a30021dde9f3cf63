// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the Manager that changes something: plans, jobs, and who may run them.
#include "core/manager/private.h"

#include "core/inventory/ids.h"
#include "core/jobs/judge.h"

#include <algorithm>

namespace manager {

using base::Error;
using base::Problem;
using base::Result;

namespace {

const char *const unlockRemedy = "Unlock it: in the window at the top of its pages, with chandelierctl by --unlock.";

/// A file system was removed whole, and nothing of it was erased: its configuration is where its targets are.
bool removedWholeFilesystem(const jobs::Job &job)
{
    bool removed = false;
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        const plan::Move &move = job.plan.moves[i];
        if (move.kind != machine::Kind::Filesystem || move.to != machine::State::Removed || job.moves[i].state != jobs::JobState::Done)
            continue;
        removed = true;
        for (const plan::Step &step : move.steps)
            if (step.verb == protocol::Verb::MgsEraseConfig)
                return false;
    }
    return removed;
}

/// What a plan is about, as a person would call it; of several things, the cluster.
std::string subjectOf(const plan::Plan &plan, const std::string &cluster)
{
    if (plan.goals.size() != 1)
        return cluster;
    const plan::Goal &goal = plan.goals.front();
    if (!goal.spec.name.empty())
        return goal.spec.name;
    for (const plan::Move &move : plan.moves)
        if (move.object == goal.object)
            return move.objectName;
    return goal.object.empty() ? cluster : inventory::nameIn(goal.object);
}

} // namespace

bool Manager::production() const { return d->production; }

Result<void> Manager::setProduction(bool production)
{
    if (auto saved = d->profile->setSetting("production", production ? "yes" : "no"); !saved)
        return saved;
    d->production = production;
    d->unlockedUntil = 0;
    emit lockChanged();
    return {};
}

void Manager::unlock(int minutes)
{
    if (!d->production)
        return;
    const int ms = minutes * 60'000;
    d->unlockedUntil = d->clock->now() + ms;
    d->clock->after(ms, this, [this] { // unlocked anew meanwhile: that one's own end comes later
        if (d->unlockedUntil != 0 && d->unlockedUntil <= d->clock->now())
            lock();
    });
    emit lockChanged();
}

void Manager::lock()
{
    d->unlockedUntil = 0;
    emit lockChanged();
}

std::int64_t Manager::unlockedUntil() const
{
    return d->production && d->unlockedUntil > d->clock->now() ? d->unlockedUntil : 0;
}

std::vector<std::string> Manager::viewOnly() const
{
    std::vector<std::string> servers;
    for (const profile::ServerEntry &server : d->servers)
        if (d->role && d->role(server.name) == "view")
            servers.push_back(server.name);
    return servers;
}

std::string Manager::whyLocked() const
{
    if (d->production && unlockedUntil() == 0)
        return "Production: unlock first.";
    if (!d->role)
        return {};
    const auto admin = [this](const profile::ServerEntry &server) { return d->role(server.name) == "admin"; };
    if (viewOnly().empty() || std::any_of(d->servers.begin(), d->servers.end(), admin))
        return {};
    return "You may look only: on the servers your user is in the group chandelier-view, not in chandelier-admin.";
}

Result<void> Manager::allowed(const plan::Plan &plan) const
{
    if (d->production && unlockedUntil() == 0)
        return Error{Problem::AccessDenied, "\"" + name() + "\" is a production cluster and locked", {}, unlockRemedy};
    if (!d->role)
        return {};
    for (const std::string &server : jobs::serversOf(plan))
        if (d->role(server) == "view")
            return Error{Problem::AccessDenied, "you may look only on " + server, {},
                "Ask its administrator to put your user into the group chandelier-admin there."};
    return {};
}

Result<plan::Plan> Manager::guarded(Result<plan::Plan> plan) const
{
    if (plan && d->production && plan->typeToConfirm.empty() && plan->risk() != machine::Risk::Safe)
        plan->typeToConfirm = subjectOf(*plan, name());
    return plan;
}

Result<plan::Plan> Manager::plan(const std::vector<plan::Goal> &goals) const
{
    return guarded(plan::plan(d->built.observed, *d->wanted, goals)); // it must know what was removed, to refuse its volumes
}

std::vector<plan::Offer> Manager::offers(const inventory::ObjectId &object) const
{
    return plan::offers(d->built.world, *d->wanted, object);
}

void Manager::wish(inventory::Wanted wanted)
{
    d->wanted = std::make_shared<const inventory::Wanted>(std::move(wanted));
}

// A job that was refused before it did anything leaves no wish behind, unless somebody wished something else meanwhile.
void Manager::takeBackWish(const jobs::Job &job, const inventory::Wanted &before, const inventory::Wanted &after)
{
    const bool refused = job.error && job.error->problem == Problem::LeaseHeld;
    const bool untouched = std::all_of(job.moves.begin(), job.moves.end(), [](const jobs::MoveRun &move) { return move.startedAt == 0; });
    if (!refused || !untouched || inventory::toJson(*d->wanted) != inventory::toJson(after))
        return;
    if (d->profile->saveWanted(before))
        wish(before);
}

// What is wanted is written first: were we killed in between, the difference would show as drift, with a plan that repairs it.
Result<jobs::JobId> Manager::run(const plan::Plan &plan, const std::vector<std::string> &words)
{
    if (auto may = allowed(plan); !may)
        return may.error();
    const std::string name = d->production && plan.risk() != machine::Risk::Safe
        ? (plan.typeToConfirm.empty() ? subjectOf(plan, this->name()) : plan.typeToConfirm) : std::string();
    if (!name.empty() && std::find(words.begin(), words.end(), name) == words.end())
        return Error{Problem::BadArgument, "on a production cluster this plan wants the name \"" + name + "\" typed", {},
            "Type the name to confirm it, with chandelierctl by --confirm " + name + "."};
    if (const auto missing = jobs::missingWords(plan, words); !missing.empty())
        return Error{Problem::BadArgument, "the plan needs your word that " + missing.front() + " is off", {},
            "Make sure that it is off, then type its name."};
    if (auto saved = d->profile->saveWanted(plan.wantedAfter); !saved)
        return saved.error();
    auto id = d->executor->start(plan, words);
    if (!id) {
        (void)d->profile->saveWanted(*d->wanted).ok();
        return id;
    }
    d->wishes.insert_or_assign(*id, std::pair(*d->wanted, plan.wantedAfter));
    wish(plan.wantedAfter);
    emit worldChanged();
    return id;
}

std::vector<std::shared_ptr<const jobs::Job>> Manager::jobs() const
{
    return d->executor->jobs();
}

std::shared_ptr<const jobs::Job> Manager::job(const jobs::JobId &id) const
{
    return d->executor->job(id);
}

void Manager::cancel(const jobs::JobId &id)
{
    (void)d->executor->cancel(id).ok(); // there is nobody to tell: the job shows whether it was cancelled
}

Result<void> Manager::retry(const jobs::JobId &id)
{
    if (const auto job = this->job(id))
        if (auto may = allowed(job->plan); !may)
            return may;
    return d->executor->retry(id);
}

// Removing a file system forgets it; its targets are still on the disks. As long as its logs on a shared MGS were not erased and
// no volume was used again, it can be started as it was.
Result<plan::Plan> Manager::undoRemoval(const plan::Plan &removal) const
{
    inventory::Wanted wanted = *d->wanted;
    std::vector<plan::Goal> goals;
    for (const plan::Move &move : removal.moves) {
        if (move.to != machine::State::Removed)
            continue;
        wanted.states.erase(move.object);
        if (move.kind == machine::Kind::Filesystem)
            goals.push_back({.object = move.object, .state = machine::State::Available});
    }
    auto back = plan::plan(d->built.observed, wanted, goals);
    if (back)
        back->notes.push_back("What was removed is still on its volumes; this starts it again as it was.");
    return guarded(std::move(back));
}

Result<plan::Plan> Manager::undo(const jobs::JobId &id) const
{
    const auto job = this->job(id);
    if (!job)
        return Error{Problem::NotFound, "there is no job " + id, {}, {}};
    if (!jobs::isEnd(job->state))
        return Error{Problem::Conflict, "\"" + job->plan.title + "\" has not ended", {}, "Cancel it first, or wait."};
    if (removedWholeFilesystem(*job))
        return undoRemoval(job->plan);
    std::vector<bool> done;
    for (const jobs::MoveRun &move : job->moves)
        done.push_back(move.state == jobs::JobState::Done);
    return guarded(plan::inverse(job->plan, done, d->built.world, *d->wanted));
}

} // namespace manager
