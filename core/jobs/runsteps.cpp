// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a run that is about one step: asking its agent, its answer, a reboot, and what waits for a host to come back.
#include "core/jobs/run.h"

#include "core/jobs/judge.h"

#include <algorithm>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;
using protocol::Verb;

namespace {

constexpr std::size_t longestOutput = 64u << 10;

} // namespace

void Run::start(std::size_t move)
{
    if (m_stopping)
        return endMove(move, JobState::Cancelled);
    run(move).state = JobState::Running;
    run(move).startedAt = m_context.clock.now();
    if (!saved(m_context.store.saveMove(*m_job, move)))
        return endMove(move, JobState::Cancelled);
    emit changed();
    proceed(move);
}

void Run::proceed(std::size_t move)
{
    std::vector<StepRun> &steps = run(move).steps;
    const auto next = std::find_if(steps.begin(), steps.end(), [](const StepRun &s) { return s.state != JobState::Done; });
    if (next == steps.end())
        return endMove(move, JobState::Done);
    if (m_stopping)
        return endMove(move, JobState::Cancelled);
    Live &live = m_live[move];
    live.step = static_cast<std::size_t>(next - steps.begin());
    live.queued = true;
    m_context.limits.acquire(step(move).server, this, [this, move] { send(move); });
}

// Only reading steps are forgotten: they say how it is, and that may have changed.
void Run::forgetChecks(std::size_t move)
{
    const std::vector<plan::Step> &steps = m_job->plan.moves[move].steps;
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!protocol::traits(steps[i].verb).writes && run(move).steps[i].state == JobState::Done)
            run(move).steps[i].state = JobState::Waiting;
}

void Run::send(std::size_t move)
{
    Live &live = m_live[move];
    live.queued = false;
    const std::string server = step(move).server;
    if (isEnd(run(move).state)) // cancelled while it waited for the slot
        return m_context.limits.release(server);
    StepRun &line = stepRun(move);
    if (line.id.empty())
        line.id = stepId(m_job->id, move, live.step);
    if (line.startedAt == 0)
        line.startedAt = m_context.clock.now();
    const plan::Move &planned = m_job->plan.moves[move];
    const bool isMount = step(move).verb == Verb::TargetMount;
    Result<Json> args = isMount ? mountArguments(planned, run(move), live.step, m_job->words) : Result<Json>(step(move).args);
    if (!args) {
        m_context.limits.release(server);
        return endStep(move, JobState::Failed, args.error());
    }
    line.state = run(move).state = JobState::Running;
    if (!saved(m_context.store.saveStep(*m_job, move, live.step))) {
        m_context.limits.release(server);
        return endMove(move, JobState::Cancelled);
    }
    ask(move, std::move(*args));
}

void Run::ask(std::size_t move, Json args)
{
    const plan::Step &wanted = step(move);
    Request request;
    request.server = wanted.server;
    request.verb = wanted.verb;
    request.args = std::move(args);
    request.limitSeconds = wanted.limitSeconds;
    if (protocol::traits(wanted.verb).writes) {
        request.step = stepRun(move).id;
        request.lease = m_leases->token(wanted.server);
    }
    const std::string awaited = awaitedBoot(wanted);
    m_live[move].bootBefore = m_context.agents.bootId(awaited.empty() ? wanted.server : awaited);
    AgentCall *call = m_context.agents.call(request, this);
    m_live[move].call = call;
    follow(move, call);
    updateState();
}

void Run::follow(std::size_t move, AgentCall *call)
{
    connect(call, &AgentCall::progressed, this, [this, move](double fraction, const QString &line) {
        const double steps = static_cast<double>(run(move).steps.size());
        if (fraction >= 0)
            run(move).fraction = (static_cast<double>(m_live[move].step) + std::min(fraction, 1.0)) / steps;
        run(move).line = line.toStdString();
        emit changed();
    });
    connect(call, &AgentCall::printed, this, [this, move](const QString &, const QString &text) {
        std::string &output = run(move).liveOutput;
        output += text.toStdString();
        if (output.size() > longestOutput)
            output.erase(0, output.size() - longestOutput);
        emit changed();
    });
    connect(call, &AgentCall::finished, this,
        [this, move, call](const Result<Answer> &answer, const std::vector<protocol::Transcript> &transcripts) {
            call->deleteLater();
            m_live[move].call = nullptr;
            const std::string server = step(move).server;
            answered(move, answer, transcripts);
            m_context.limits.release(server);
        });
}

void Run::answered(std::size_t move, const Result<Answer> &answer, const std::vector<protocol::Transcript> &transcripts)
{
    StepRun &line = stepRun(move);
    if (!transcripts.empty())
        line.transcripts = transcripts;
    if (!answer)
        return failed(move, answer.error());
    line.value = answer->value;
    line.replayed = answer->replayed;
    if (transcripts.empty())
        line.transcripts = answer->transcripts;
    if (!awaitedBoot(step(move)).empty())
        return awaitBoot(move, *answer);
    if (const auto met = meetsExpectation(step(move), answer->value); !met)
        return endStep(move, JobState::Failed, met.error());
    endStep(move, JobState::Done, {});
}

// A reboot is done when the host is back. An answer from the agent's journal may come from the new boot already: then what the plan
// saw is what was before.
void Run::awaitBoot(std::size_t move, const Answer &answer)
{
    Live &live = m_live[move];
    const std::string told = protocol::textOf(answer.value, "bootId");
    if (!told.empty())
        live.bootBefore = told;
    else if (answer.replayed)
        live.bootBefore = protocol::textOf(step(move).args, "bootId");
    if (live.bootBefore.empty())
        return endStep(move, JobState::Done, {});
    live.rebootingSince = m_context.clock.now();
    lookForBoot(move);
}

void Run::lookForBoot(std::size_t move)
{
    Live &live = m_live[move];
    if (live.rebootingSince == 0 || isEnd(run(move).state))
        return;
    const std::string server = awaitedBoot(step(move)), now = m_context.agents.bootId(server);
    const std::int64_t waited = m_context.clock.now() - live.rebootingSince;
    if (!now.empty() && now != live.bootBefore) {
        live.rebootingSince = 0;
        return endStep(move, JobState::Done, {});
    }
    if (waited > m_context.options.rebootMs) {
        live.rebootingSince = 0;
        return endStep(move, JobState::TimedOut, Error{Problem::TimedOut,
            server + (now.empty() ? " did not come back within " : " answers, but did not reboot within ") + std::to_string(m_context.options.rebootMs / 60'000)
                + " minutes", {}, "Look at its console; when it is back, retry."});
    }
    run(move).line = (now.empty() ? server + " is rebooting, for " : server + " goes down, for ") + std::to_string(waited / 1000) + " s";
    run(move).fraction = std::min(0.99, static_cast<double>(waited) / m_context.options.rebootMs);
    emit changed();
    lookForBootLater(move);
}

void Run::lookForBootLater(std::size_t move)
{
    const int look = ++m_live[move].stalls; // an earlier timer is void
    m_context.clock.after(m_context.options.againMs, this, [this, move, look] {
        if (look == m_live[move].stalls)
            lookForBoot(move);
    });
}

void Run::failed(std::size_t move, const Error &error)
{
    if (isLineLost(error.problem))
        return stall(move, error);
    switch (error.problem) {
    case Problem::LeaseNeeded: return askForLease(move);
    case Problem::LeaseHeld: return endStep(move, JobState::Failed, leaseHeldError(step(move).server, error));
    case Problem::Interrupted: return interrupted(move, error);
    case Problem::Cancelled: return endStep(move, JobState::Cancelled, error);
    case Problem::TimedOut: return endStep(move, JobState::TimedOut, error);
    default: return endStep(move, JobState::Failed, error);
    }
}

void Run::askForLease(std::size_t move)
{
    if (m_stopping)
        return endMove(move, JobState::Cancelled);
    m_live[move].waitsForLease = true;
    run(move).line = "taking the lease again";
    m_leases->retake(step(move).server);
    emit changed();
}

void Run::interrupted(std::size_t move, const Error &error)
{
    Live &live = m_live[move];
    const Verdict verdict = judgeInterrupted(step(move), error);
    if (verdict == Verdict::Done) {
        stepRun(move).value = protocol::member(protocol::parseJson(error.detail), "observed");
        return endStep(move, JobState::Done, {});
    }
    if (verdict == Verdict::Failed || live.askedAgain || m_stopping)
        return endStep(move, JobState::Failed, error);
    live.askedAgain = true;
    StepRun &line = stepRun(move);
    line.state = JobState::Failed;
    line.error = error;
    line.endedAt = m_context.clock.now();
    if (!saved(m_context.store.saveStep(*m_job, move, live.step)))
        return endMove(move, JobState::Cancelled);
    StepRun again;
    again.id = stepId(m_job->id, move, live.step, retryOf(line.id) + 1);
    line = again;
    wake(move);
}

void Run::endStep(std::size_t move, JobState state, const std::optional<Error> &error)
{
    StepRun &line = stepRun(move);
    line.state = state;
    line.error = error;
    line.endedAt = m_context.clock.now();
    run(move).line.clear();
    run(move).fraction = static_cast<double>(m_live[move].step + 1) / static_cast<double>(run(move).steps.size());
    saved(m_context.store.saveStep(*m_job, move, m_live[move].step));
    emit changed();
    if (protocol::traits(step(move).verb).writes)
        emit stepEnded(step(move).server);
    if (state == JobState::Done)
        proceed(move);
    else
        endMove(move, state);
}

void Run::stall(std::size_t move, const Error &error)
{
    stepRun(move).state = JobState::Stalled;
    if (m_stopping) {
        saved(m_context.store.saveStep(*m_job, move, m_live[move].step));
        return endMove(move, JobState::Cancelled);
    }
    run(move).state = JobState::Stalled;
    run(move).line = step(move).server + " does not answer: " + error.message;
    saved(m_context.store.together([&]() -> Result<void> {
        if (auto done = m_context.store.saveStep(*m_job, move, m_live[move].step); !done)
            return done;
        return m_context.store.saveMove(*m_job, move);
    }));
    updateState();
    wakeLater(move);
}

// The link tells when a host is back; this is for a line that broke and came back before we listened.
void Run::wakeLater(std::size_t move)
{
    const int stall = ++m_live[move].stalls;
    m_context.clock.after(m_context.options.againMs, this, [this, move, stall] {
        if (m_live[move].stalls != stall || run(move).state != JobState::Stalled)
            return;
        if (m_context.agents.reach(step(move).server) == inventory::Reach::Connected)
            wake(move);
        else
            wakeLater(move);
    });
}

void Run::wake(std::size_t move)
{
    Live &live = m_live[move];
    if (live.queued || live.call)
        return;
    live.waitsForLease = false;
    ++live.stalls;
    run(move).state = JobState::Running;
    forgetChecks(move);
    updateState();
    proceed(move);
}

} // namespace jobs
