// SPDX-License-Identifier: GPL-3.0-or-later
// The write leases of one job: all of its hosts or none. The agents keep them and refuse the writing steps of others.
#pragma once
#include "core/base/clock.h"
#include "core/jobs/agents.h"

#include <map>
#include <optional>

namespace jobs {

struct LeaseTerms {
    std::string job, holder, host, title; ///< what others are shown
    int seconds = 60, renewSeconds = 15;
};

class LeaseSet final : public QObject {
    Q_OBJECT
public:
    LeaseSet(Agents &agents, base::Clock &clock, LeaseTerms terms, std::vector<std::string> servers, QObject *parent);

    /// Ends with allTaken() or refused(); waits for hosts that do not answer, and says so by waitingChanged().
    void take();
    /// The agent did not know the lease any more (it ran out while we slept). Ends with retaken() or lost().
    void retake(const std::string &server);
    /// Gives back what was taken; ends with released(). A host that does not answer lets the lease run out by itself.
    void release();
    std::string token(const std::string &server) const; ///< empty: not held
    std::vector<std::string> waitingFor() const;         ///< hosts that do not answer

signals:
    void allTaken();
    void refused(const base::Error &error);
    void waitingChanged();
    void retaken(const std::string &server);
    void lost(const std::string &server, const base::Error &error);
    void released();

private:
    enum class Stage : std::uint8_t { Idle, Taking, Held, Releasing, Over };
    struct Lease {
        std::string token;
        bool asking = false, silent = false; ///< silent: the host did not answer the last time
        bool wasHeld = false;
    };
    AgentCall *ask(const std::string &server, protocol::Verb verb, protocol::Json args);
    void takeAt(const std::string &server);
    void takeAnswered(const std::string &server, const base::Result<Answer> &answer);
    void refuse(const std::string &server, const base::Error &error);
    void renewAll();
    void renewAnswered(const std::string &server, const base::Result<Answer> &answer);
    void releaseAt(const std::string &server);
    void checkAllTaken();
    void checkReleased();
    void scheduleRetry(const std::string &server);

    Agents &m_agents;
    base::Clock &m_clock;
    LeaseTerms m_terms;
    std::map<std::string, Lease> m_leases;
    std::optional<base::Error> m_refusal;
    Stage m_stage = Stage::Idle;
};

/// The person's words for LeaseHeld, from its structured detail: who, where from, since when, and what runs.
base::Error leaseHeldError(const std::string &server, const base::Error &error);
/// The line to the host is gone, nothing was decided: worth the same question again.
bool isLineLost(base::Problem problem);

} // namespace jobs
