// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/executor.h"

#include "core/jobs/judge.h"

#include <QUuid>
#include <algorithm>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr int announceMs = 50;
constexpr std::size_t keptJobs = 500;

Error noSuchJob(const JobId &id)
{
    return Error{Problem::NotFound, "there is no job " + id, {}, "Look at the list of jobs for its id."};
}

Error runElsewhere(const Job &job)
{
    return Error{Problem::Conflict, "\"" + job.plan.title + "\" is run by another program that has this profile open ("
            + job.holder + " on " + job.host + ")", {}, "Use that program, or end it: its jobs then go on here."};
}

} // namespace

Executor::Executor(Agents &agents, JobStore &store, base::Clock &clock, ExecutorOptions options, QObject *parent)
    : QObject(parent)
    , m_limits(options.perHost, options.overall)
    , m_options(std::move(options))
    , m_context{agents, store, clock, m_limits, m_options}
{
    if (!m_options.makeId)
        m_options.makeId = [] { return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(); };
}

Executor::~Executor()
{
    for (const auto &[id, run] : m_runs) {
        delete run;
        m_context.store.unclaim(id);
    }
}

Result<void> Executor::resume()
{
    m_foreignVersion = m_context.store.foreignVersion();
    if (auto pruned = m_context.store.prune(keptJobs); !pruned)
        return pruned;
    auto jobs = m_context.store.jobs();
    if (!jobs)
        return jobs.error();
    for (Job &job : *jobs)
        m_jobs.push_back(std::make_shared<Job>(std::move(job)));
    const auto all = m_jobs;
    for (const std::shared_ptr<Job> &job : all)
        if (!isEnd(job->state) && m_context.store.claim(job->id))
            launch(job);
    return {};
}

Result<void> Executor::refreshForeign()
{
    const bool unfinished = std::any_of(m_jobs.begin(), m_jobs.end(),
        [this](const auto &job) { return !isEnd(job->state) && !m_runs.contains(job->id); });
    const std::int64_t version = m_context.store.foreignVersion();
    if (version == m_foreignVersion && !unfinished)
        return {};
    m_foreignVersion = version;
    auto jobs = m_context.store.jobs();
    if (!jobs)
        return jobs.error();
    for (auto job = jobs->rbegin(); job != jobs->rend(); ++job)
        if (!m_runs.contains(job->id))
            takeIn(std::move(*job));
    for (const JobId &id : m_context.store.takeWishes())
        if (const auto run = m_runs.find(id); run != m_runs.end())
            run->second->cancel();
        else
            m_context.store.unclaim(id); // it has ended meanwhile
    return {};
}

void Executor::takeIn(Job read)
{
    const JobId id = read.id;
    const bool abandoned = !isEnd(read.state) && m_context.store.claim(id);
    std::shared_ptr<Job> known = find(id);
    const bool isNew = !known;
    if (isNew)
        known = *m_jobs.insert(m_jobs.begin(), std::make_shared<Job>());
    const bool ended = !isEnd(known->state) && isEnd(read.state);
    *known = std::move(read);
    if (isNew)
        emit jobAdded(id);
    if (abandoned)
        launch(known);
    announce(id);
    if (ended)
        emit jobEnded(id);
}

Result<JobId> Executor::start(const plan::Plan &plan, const std::vector<std::string> &words)
{
    if (const auto missing = missingWords(plan, words); !missing.empty())
        return Error{Problem::BadArgument, "the plan needs your word that " + missing.front() + " is off", {},
            "Make sure that it is off, then type its name."};
    auto job = std::make_shared<Job>();
    job->id = m_options.makeId();
    job->plan = plan;
    job->words = words;
    job->holder = m_options.holder;
    job->host = m_options.host;
    job->createdAt = m_context.clock.now();
    job->moves.resize(plan.moves.size());
    for (std::size_t i = 0; i < plan.moves.size(); ++i)
        job->moves[i].steps.resize(plan.moves[i].steps.size());
    if (auto added = m_context.store.add(*job); !added)
        return added.error();
    m_context.store.claim(job->id);
    m_jobs.insert(m_jobs.begin(), job);
    emit jobAdded(job->id);
    launch(job);
    return job->id;
}

void Executor::launch(const std::shared_ptr<Job> &job)
{
    const JobId id = job->id;
    auto *run = new Run(m_context, job, this);
    m_runs[id] = run;
    connect(run, &Run::changed, this, [this, id] { announce(id); });
    connect(run, &Run::stepEnded, this, &Executor::hostChanged);
    connect(run, &Run::ended, this, [this, id, run] { end(id, run); });
    run->begin();
}

void Executor::announce(const JobId &id)
{
    if (std::exchange(m_announced[id], true))
        return;
    m_context.clock.after(announceMs, this, [this, id] {
        if (m_announced.erase(id) > 0)
            emit jobChanged(id);
    });
}

void Executor::end(const JobId &id, Run *run)
{
    m_runs.erase(id);
    m_announced.erase(id);
    m_context.store.unclaim(id);
    run->deleteLater();
    emit jobChanged(id);
    emit jobEnded(id);
}

Result<void> Executor::cancel(const JobId &id)
{
    const auto job = find(id);
    if (!job)
        return noSuchJob(id);
    if (const auto run = m_runs.find(id); run != m_runs.end()) {
        run->second->cancel();
        return {};
    }
    return isEnd(job->state) ? Result<void>() : m_context.store.wishCancel(id);
}

Result<void> Executor::retry(const JobId &id)
{
    const auto job = find(id);
    if (!job)
        return noSuchJob(id);
    if (m_runs.contains(id) || job->state == JobState::Done)
        return Error{Problem::Conflict, "\"" + job->plan.title + "\" " + (m_runs.contains(id) ? "is running" : "is done already"),
            {}, {}};
    if (!m_context.store.claim(id))
        return runElsewhere(*job);
    prepareRetry(*job);
    const auto stored = m_context.store.together([&]() -> Result<void> {
        for (std::size_t i = 0; i < job->moves.size(); ++i)
            if (auto done = m_context.store.saveMove(*job, i); !done)
                return done;
        return m_context.store.saveJob(*job);
    });
    if (!stored) {
        m_context.store.unclaim(id);
        return stored;
    }
    announce(id);
    launch(job);
    return {};
}

std::shared_ptr<Job> Executor::find(const JobId &id) const
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(), [&id](const auto &job) { return job->id == id; });
    return found == m_jobs.end() ? nullptr : *found;
}

std::shared_ptr<const Job> Executor::job(const JobId &id) const
{
    return find(id);
}

std::vector<std::shared_ptr<const Job>> Executor::jobs() const
{
    return {m_jobs.begin(), m_jobs.end()};
}

} // namespace jobs
