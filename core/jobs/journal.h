// SPDX-License-Identifier: GPL-3.0-or-later
// The manager's step journal: what was asked of which agent, written down before it is sent and after it ends. Everything that
// is needed to go on after kill -9 is in it. The agents keep their own journals; the step id joins the two.
#pragma once
#include "core/jobs/job.h"

#include <functional>
#include <memory>

namespace base {
class Database;
}

namespace jobs {

/// Used in the thread that opened it. Errors are Storage.
class JobStore {
public:
    /// `path` may be the profile's file: the tables are the journal's own. See base::Database for refusals.
    static base::Result<std::unique_ptr<JobStore>> open(const std::string &path);
    ~JobStore();

    /// A new job with its plan; from then on it is gone on with, whatever happens.
    base::Result<void> add(const Job &job);
    /// State, times, error. Neither the plan nor the moves.
    base::Result<void> saveJob(const Job &job);
    base::Result<void> saveMove(const Job &job, std::size_t move);
    /// A line of its own per step id: what a retry asks stands beside what failed.
    base::Result<void> saveStep(const Job &job, std::size_t move, std::size_t step);
    /// Several of the above as one transaction.
    base::Result<void> together(const std::function<base::Result<void>()> &changes);

    base::Result<std::vector<Job>> jobs(); ///< newest first; each move with the newest line of each step
    base::Result<Job> job(const JobId &id); ///< NotFound
    /// All lines of a job in the order they were begun, retries included.
    base::Result<std::vector<StepRun>> lines(const JobId &id);

    /// Two programs may have the file open; a job is run by the one that claimed it. The claim ends with the process, however it
    /// ends. False: another program runs the job.
    bool claim(const JobId &id);
    void unclaim(const JobId &id);
    /// Asks the program that runs the job to cancel it; it looks every few seconds.
    base::Result<void> wishCancel(const JobId &id);
    /// The jobs that somebody wished to be cancelled, once.
    std::vector<JobId> takeWishes();
    /// Forgets the oldest ended jobs beyond `keep`.
    base::Result<void> prune(std::size_t keep);
    /// Changes when another program wrote into the file.
    std::int64_t foreignVersion();

private:
    JobStore();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace jobs
