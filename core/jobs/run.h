// SPDX-License-Identifier: GPL-3.0-or-later
// One job being run. Internal to core/jobs: use Executor.
#pragma once
#include "core/base/clock.h"
#include "core/jobs/agents.h"
#include "core/jobs/journal.h"
#include "core/jobs/leases.h"
#include "core/jobs/slots.h"

#include <QPointer>

namespace jobs {

struct ExecutorOptions {
    std::string holder, host;             ///< shown to others who want the same lease
    int perHost = 2, overall = 64;        ///< steps at a time
    int leaseSeconds = 60, renewSeconds = 15;
    int againMs = 5000;                   ///< how soon a step is sent again whose host is said to be there
    int rebootMs = 20 * 60 * 1000;        ///< how long a host may need to be back with another boot id; large ones test their memory
    std::function<JobId()> makeId{};      ///< empty: a random UUID
};

struct RunContext {
    Agents &agents;
    JobStore &store;
    base::Clock &clock;
    Slots &limits;
    const ExecutorOptions &options;
};

class Run final : public QObject {
    Q_OBJECT
public:
    Run(const RunContext &context, std::shared_ptr<Job> job, QObject *parent);
    /// Takes the leases, then goes on with every move that has not ended.
    void begin();
    void cancel();

signals:
    void changed();
    void stepEnded(const std::string &server); ///< a writing one: the host is no longer what its inventory says
    void ended();

private:
    /// What is known of a move only while it runs.
    struct Live {
        std::size_t missing = 0;         ///< predecessors that are not done
        std::vector<std::size_t> next{};
        std::size_t step = 0;            ///< the one being run
        QPointer<AgentCall> call{};
        bool queued = false;             ///< waits for a slot
        bool waitsForLease = false;
        bool askedAgain = false;         ///< after an interruption; once is enough
        std::string bootBefore{};        ///< of the host that a step reboots
        std::int64_t rebootingSince = 0; ///< 0: nobody waits for it
        int stalls = 0;                  ///< counts them, so that an old timer does not wake a new stall
    };
    enum class Stage : std::uint8_t { Leasing, Running, Ending, Over };

    void buildGraph();
    void leasesTaken();
    void leasesRefused(const base::Error &error);
    void leaseRetaken(const std::string &server);
    void leaseLost(const std::string &server, const base::Error &error);
    void showWaiting();
    void stallLeaseless();

    void start(std::size_t move);
    void proceed(std::size_t move);
    void forgetChecks(std::size_t move);
    void send(std::size_t move);
    void ask(std::size_t move, protocol::Json args);
    void follow(std::size_t move, AgentCall *call);
    void answered(std::size_t move, const base::Result<Answer> &answer, const std::vector<protocol::Transcript> &transcripts);
    void awaitBoot(std::size_t move, const Answer &answer);
    void lookForBoot(std::size_t move);
    void lookForBootLater(std::size_t move);
    void failed(std::size_t move, const base::Error &error);
    void interrupted(std::size_t move, const base::Error &error);
    void askForLease(std::size_t move);
    void endStep(std::size_t move, JobState state, const std::optional<base::Error> &error);
    void stall(std::size_t move, const base::Error &error);
    void wakeLater(std::size_t move);
    void wake(std::size_t move);
    void endMove(std::size_t move, JobState state);
    void skipDependants(std::size_t move);
    void stopWaiting();
    void checkEnd();
    void finish(JobState state);
    void updateState();
    bool saved(const base::Result<void> &result);

    MoveRun &run(std::size_t move) { return m_job->moves[move]; }
    StepRun &stepRun(std::size_t move) { return m_job->moves[move].steps[m_live[move].step]; }
    const plan::Step &step(std::size_t move) const { return m_job->plan.moves[move].steps[m_live[move].step]; }

    RunContext m_context;
    std::shared_ptr<Job> m_job;
    LeaseSet *m_leases;
    std::vector<Live> m_live;
    std::size_t m_open = 0; ///< moves that have not ended
    Stage m_stage = Stage::Leasing;
    JobState m_endState = JobState::Done;
    bool m_stopping = false; ///< nothing new starts: cancelled, or the journal cannot be written
};

/// Readies an ended job for another try: what was done stays, what failed gets a new step id, what was never answered keeps its own.
void prepareRetry(Job &job);

} // namespace jobs
