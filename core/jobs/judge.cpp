// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/judge.h"

#include "core/inventory/haparse.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;
using protocol::Verb;

namespace {

// A second mkfs on a device that carries a target by now is the one thing that must never be. The agent knows from its journal
// that this job has tried before: under a new step id it looks at the device, takes a finished target for done, goes on with its
// own half, and refuses anything else. Without a look at the device, or when it is mounted, a person has to decide.
Verdict judgeFormat(const Json &observed)
{
    const Json &mounted = protocol::member(observed, "mounted");
    return mounted.is_boolean() && !mounted.get<bool>() ? Verdict::Again : Verdict::Failed;
}

bool isThere(const plan::Step &step, const Json &observed)
{
    const Json &mounted = protocol::member(observed, "mounted");
    if (!mounted.is_boolean())
        return false;
    if (step.verb == Verb::TargetMount)
        return mounted.get<bool>() && protocol::textOf(observed, "mountpoint") == protocol::textOf(step.args, "mountpoint");
    return step.verb == Verb::TargetUnmount && !mounted.get<bool>();
}

} // namespace

Verdict judgeInterrupted(const plan::Step &step, const Error &error)
{
    const Json detail = protocol::parseJson(error.detail);
    const Json &observed = protocol::member(detail, "observed");
    switch (step.verb) {
    case Verb::TargetFormat: return judgeFormat(observed);
    case Verb::HostReboot:
    case Verb::FenceNode:
    case Verb::PowerSet:
    case Verb::HostShutdown: return Verdict::Failed; // nobody wants a host to go down a second time by itself
    default: return isThere(step, observed) ? Verdict::Done : Verdict::Again;
    }
}

namespace {

const StepRun *checkOfPeer(const plan::Move &move, const MoveRun &run, std::size_t before, const std::string &host)
{
    for (std::size_t i = 0; i < before; ++i)
        if (move.steps[i].verb == Verb::TargetState && move.steps[i].server == host && run.steps[i].state == JobState::Done)
            return &run.steps[i];
    return nullptr;
}

bool contains(const std::vector<std::string> &list, const std::string &item)
{
    return std::find(list.begin(), list.end(), item) != list.end();
}

} // namespace

Result<Json> mountArguments(const plan::Move &move, const MoveRun &run, std::size_t step, const std::vector<std::string> &words)
{
    Json args = move.steps[step].args;
    if (!args.is_object() || !protocol::member(args, "peers").is_array())
        return args;
    for (Json &peer : args["peers"]) {
        const std::string host = protocol::textOf(peer, "host");
        if (!peer.is_object() || host.empty())
            continue;
        if (const StepRun *check = checkOfPeer(move, run, step, host)) {
            peer["known"] = true;
            peer["mounted"] = protocol::flagOf(check->value, "mounted");
        }
        if (contains(words, host))
            peer["word"] = host;
        if (protocol::flagOf(peer, "mounted"))
            return Error{Problem::MountedElsewhere, move.objectName + " is mounted on " + host + "; it was not mounted on "
                    + move.steps[step].server + " as well",
                {}, "Unmount it on " + host + " first, or make the plan again."};
    }
    return args;
}

std::string awaitedBoot(const plan::Step &step)
{
    if (step.verb == Verb::HostReboot)
        return step.server;
    return step.verb == Verb::FenceNode ? protocol::textOf(step.args, "awaits") : std::string();
}

Result<void> meetsExpectation(const plan::Step &step, const Json &answer)
{
    const Json &expect = protocol::member(step.args, "expect");
    if (step.verb != Verb::HaState || !expect.is_object())
        return {};
    const auto status = ha::parseStatus(protocol::textOf(answer, "status"));
    if (!status)
        return Error{Problem::ToolFailed, "what Pacemaker on " + step.server + " says cannot be read: " + status.error().message, {}, "Look at crm_mon there."};
    const std::string not_ = protocol::textOf(expect, "notOn");
    for (const std::string &id : protocol::textsOf(expect, "running")) {
        bool runs = false;
        for (const ha::ResourceStatus &r : status->resources)
            if ((r.id == id || r.group == id) && r.active && !r.failed && !r.nodes.empty() && r.nodes.front() != not_)
                runs = true;
        if (!runs)
            return Error{Problem::ToolFailed, id + " does not run on another node than " + not_, {}, "Look at its failures on the page of the cluster."};
    }
    return {};
}

std::vector<std::string> missingWords(const plan::Plan &plan, const std::vector<std::string> &words)
{
    std::vector<std::string> missing;
    for (const plan::Move &move : plan.moves)
        for (const plan::WordWanted &wanted : move.words)
            if (!contains(words, wanted.server) && !contains(missing, wanted.server))
                missing.push_back(wanted.server);
    return missing;
}

std::vector<std::string> serversOf(const plan::Plan &plan)
{
    std::set<std::string> servers;
    for (const plan::Move &move : plan.moves)
        for (const plan::Step &step : move.steps) {
            servers.insert(step.server);
            if (const std::string from = protocol::textOf(step.args, "keyFrom"); !from.empty())
                servers.insert(from); // it gives its key only to who has its lease
        }
    return {servers.begin(), servers.end()};
}

std::string stepId(const JobId &job, std::size_t move, std::size_t step, int retry)
{
    return job + "/" + std::to_string(move) + "/" + std::to_string(step) + (retry > 0 ? "r" + std::to_string(retry) : "");
}

int retryOf(const std::string &stepId)
{
    const std::size_t slash = stepId.rfind('/'), mark = stepId.find('r', slash == std::string::npos ? 0 : slash);
    int retry = 0;
    if (mark != std::string::npos)
        std::from_chars(stepId.data() + mark + 1, stepId.data() + stepId.size(), retry);
    return retry;
}

JobState outcome(const Job &job)
{
    const auto any = [&job](JobState state) {
        return std::any_of(job.moves.begin(), job.moves.end(), [state](const MoveRun &move) { return move.state == state; });
    };
    for (const JobState state : {JobState::Failed, JobState::TimedOut, JobState::Cancelled})
        if (any(state))
            return state;
    return any(JobState::Skipped) ? JobState::Failed : JobState::Done;
}

} // namespace jobs
