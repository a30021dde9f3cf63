// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/run.h"

#include "core/jobs/judge.h"

#include <algorithm>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;

namespace {

LeaseTerms termsOf(const Job &job, const ExecutorOptions &options)
{
    return {job.id, options.holder, options.host, job.plan.title, options.leaseSeconds, options.renewSeconds};
}

bool isUnderWay(JobState state) { return state == JobState::Running || state == JobState::Stalled; }

} // namespace

Run::Run(const RunContext &context, std::shared_ptr<Job> job, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_job(std::move(job))
    , m_leases(new LeaseSet(context.agents, context.clock, termsOf(*m_job, context.options), serversOf(m_job->plan), this))
{
    connect(m_leases, &LeaseSet::allTaken, this, &Run::leasesTaken);
    connect(m_leases, &LeaseSet::refused, this, &Run::leasesRefused);
    connect(m_leases, &LeaseSet::retaken, this, &Run::leaseRetaken);
    connect(m_leases, &LeaseSet::lost, this, &Run::leaseLost);
    connect(m_leases, &LeaseSet::waitingChanged, this, &Run::showWaiting);
    connect(m_leases, &LeaseSet::released, this, [this] { finish(m_endState); });
    connect(&m_context.agents, &Agents::reachChanged, this, [this](const std::string &server) {
        if (m_stage != Stage::Running || m_context.agents.reach(server) != inventory::Reach::Connected)
            return;
        for (std::size_t i = 0; i < m_live.size(); ++i) {
            if (run(i).state == JobState::Stalled && step(i).server == server)
                wake(i);
            else if (m_live[i].rebootingSince > 0 && step(i).server == server)
                lookForBoot(i);
        }
    });
    buildGraph();
}

void Run::buildGraph()
{
    m_live.resize(m_job->moves.size());
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (!isEnd(run(i).state))
            ++m_open;
        for (const std::size_t before : m_job->plan.moves[i].after) {
            if (before >= i || run(before).state == JobState::Done)
                continue;
            ++m_live[i].missing;
            m_live[before].next.push_back(i);
        }
    }
}

bool Run::saved(const Result<void> &result)
{
    if (result)
        return true;
    if (!m_stopping)
        m_job->error = result.error();
    m_stopping = true;
    m_context.clock.after(0, this, [this] { stopWaiting(); });
    return false;
}

void Run::begin()
{
    m_leases->take();
}

void Run::showWaiting()
{
    if (m_stage == Stage::Running)
        return stallLeaseless();
    std::string text;
    for (const std::string &server : m_leases->waitingFor())
        text += (text.empty() ? "" : "; ") + server + " does not answer: " + m_context.agents.reachReason(server);
    m_job->waitingFor = text;
    emit changed();
}

void Run::stallLeaseless()
{
    for (const std::string &server : m_leases->waitingFor())
        for (std::size_t i = 0; i < m_live.size(); ++i)
            if (m_live[i].waitsForLease && step(i).server == server) {
                m_live[i].waitsForLease = false;
                stall(i, Error{Problem::Unreachable, m_context.agents.reachReason(server), {}, {}});
            }
}

void Run::leasesTaken()
{
    m_stage = Stage::Running;
    m_job->state = JobState::Running;
    m_job->waitingFor.clear();
    if (m_job->startedAt == 0)
        m_job->startedAt = m_context.clock.now();
    saved(m_context.store.saveJob(*m_job));
    emit changed();
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        if (isEnd(run(i).state) && run(i).state != JobState::Done)
            skipDependants(i); // we may have been killed between its end and theirs
        else if (isUnderWay(run(i).state) && !m_live[i].queued && !m_live[i].call)
            wake(i);
        else if (run(i).state == JobState::Waiting && m_live[i].missing == 0)
            start(i);
    }
    checkEnd();
}

void Run::leasesRefused(const Error &error)
{
    m_job->error = error;
    m_stopping = true;
    m_stage = Stage::Ending;
    stopWaiting();
    finish(JobState::Failed);
}

// While the lease was not ours somebody else may have written: what the peers of a mount were asked before counts no more.
void Run::leaseRetaken(const std::string &server)
{
    for (std::size_t i = 0; i < m_live.size(); ++i)
        if (m_live[i].waitsForLease && step(i).server == server) {
            m_live[i].waitsForLease = false;
            wake(i);
        }
}

void Run::leaseLost(const std::string &server, const Error &error)
{
    for (std::size_t i = 0; i < m_live.size(); ++i)
        if (m_live[i].waitsForLease && step(i).server == server) {
            m_live[i].waitsForLease = false;
            endStep(i, JobState::Failed, error);
        }
}

void Run::endMove(std::size_t move, JobState state)
{
    run(move).state = state;
    run(move).endedAt = m_context.clock.now();
    run(move).fraction = state == JobState::Done ? 1 : run(move).fraction;
    --m_open;
    saved(m_context.store.saveMove(*m_job, move));
    if (state == JobState::Done) {
        for (const std::size_t next : m_live[move].next)
            if (--m_live[next].missing == 0 && run(next).state == JobState::Waiting)
                start(next);
    } else {
        skipDependants(move);
    }
    updateState();
    checkEnd();
}

void Run::skipDependants(std::size_t move)
{
    for (const std::size_t next : m_live[move].next) {
        if (run(next).state != JobState::Waiting)
            continue;
        run(next).because = move;
        endMove(next, m_stopping ? JobState::Cancelled : JobState::Skipped);
    }
}

void Run::cancel()
{
    if (m_stopping || m_stage >= Stage::Ending)
        return;
    m_stopping = true;
    stopWaiting();
    for (std::size_t i = 0; i < m_live.size(); ++i)
        if (m_live[i].call && protocol::traits(step(i).verb).cancellable)
            m_live[i].call->cancel();
    checkEnd();
}

// What has no call under way ends here. A step that was sent and never answered stays open in the journal, under its id.
void Run::stopWaiting()
{
    for (std::size_t i = 0; i < m_live.size(); ++i)
        if (!isEnd(run(i).state) && !m_live[i].call) {
            m_live[i].waitsForLease = false;
            endMove(i, JobState::Cancelled);
        }
}

void Run::checkEnd()
{
    if (m_open > 0 || m_stage >= Stage::Ending)
        return;
    m_stage = Stage::Ending;
    m_endState = m_stopping && m_job->error ? JobState::Failed : outcome(*m_job);
    m_leases->release();
}

void Run::finish(JobState state)
{
    if (m_stage == Stage::Over)
        return;
    m_stage = Stage::Over;
    m_job->state = state;
    m_job->waitingFor.clear();
    m_job->endedAt = m_context.clock.now();
    saved(m_context.store.saveJob(*m_job));
    emit ended();
}

void Run::updateState()
{
    emit changed();
    if (m_stage != Stage::Running)
        return;
    std::string waitingFor;
    bool runs = false;
    for (const MoveRun &move : m_job->moves) {
        runs = runs || move.state == JobState::Running;
        if (move.state == JobState::Stalled && waitingFor.empty())
            waitingFor = move.line;
    }
    const JobState state = waitingFor.empty() || runs ? JobState::Running : JobState::Stalled;
    if (state == m_job->state && waitingFor == m_job->waitingFor)
        return;
    m_job->state = state;
    m_job->waitingFor = waitingFor;
    saved(m_context.store.saveJob(*m_job));
}

void prepareRetry(Job &job)
{
    job.state = JobState::Waiting;
    job.endedAt = 0;
    job.error.reset();
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        MoveRun &move = job.moves[i];
        if (move.state == JobState::Done)
            continue;
        move.state = JobState::Waiting;
        move.because.reset();
        move.endedAt = 0;
        for (std::size_t s = 0; s < move.steps.size(); ++s) {
            StepRun &line = move.steps[s];
            if (!isEnd(line.state) || line.state == JobState::Done)
                continue;
            const std::string id = stepId(job.id, i, s, retryOf(line.id) + 1);
            line = {};
            line.id = id;
        }
    }
}

} // namespace jobs
