// SPDX-License-Identifier: GPL-3.0-or-later
// Runs plans: the only class that waits. Everything it does is in the journal before it is done, so that another executor can
// go on with it after this one was destroyed at any moment.
#pragma once
#include "core/jobs/run.h"

namespace jobs {

/// Lives in one thread, that of `agents`. The references must outlive it. Destroying it ends nothing: the agents finish what they
/// began, and the next resume() takes it from there.
class Executor final : public QObject {
    Q_OBJECT
public:
    Executor(Agents &agents, JobStore &store, base::Clock &clock, ExecutorOptions options, QObject *parent = nullptr);
    ~Executor() override;

    /// Reads the journal and goes on with every unfinished job that no other program runs. Errors: Storage.
    base::Result<void> resume();
    /// Reads again what other programs wrote into the same journal, and takes over what they left unfinished.
    base::Result<void> refreshForeign();

    /// Writes the job down and starts it. BadArgument: a typed host name that the plan wants is missing. Storage.
    base::Result<JobId> start(const plan::Plan &plan, const std::vector<std::string> &words);
    /// Nothing new starts, running steps are asked to stop; ends with jobEnded(). A job of another program on this journal is
    /// cancelled by that program, some seconds later. NotFound, Storage.
    base::Result<void> cancel(const JobId &id);
    /// Goes on from the failed steps. NotFound; Conflict when it has not ended, was done, or is run by another program.
    base::Result<void> retry(const JobId &id);

    /// Live values: they change while the job runs, in this thread only.
    std::vector<std::shared_ptr<const Job>> jobs() const; ///< newest first
    std::shared_ptr<const Job> job(const JobId &id) const; ///< null: no such job
    bool isIdle() const { return m_runs.empty(); }

signals:
    void jobAdded(const std::string &id);
    void jobChanged(const std::string &id); ///< at most 20 times a second a job
    void jobEnded(const std::string &id);
    void hostChanged(const std::string &server); ///< a writing step has ended there

private:
    std::shared_ptr<Job> find(const JobId &id) const;
    void launch(const std::shared_ptr<Job> &job);
    void announce(const JobId &id);
    void end(const JobId &id, Run *run);
    void takeIn(Job read);

    Slots m_limits;
    ExecutorOptions m_options;
    RunContext m_context;
    std::vector<std::shared_ptr<Job>> m_jobs; ///< newest first
    std::map<JobId, Run *> m_runs;
    std::map<JobId, bool> m_announced; ///< a jobChanged is on its way
    std::int64_t m_foreignVersion = 0;
};

} // namespace jobs
