// SPDX-License-Identifier: GPL-3.0-or-later
// One host of an enrolment: its session, its probes, its delivery. Internal to core/fleet.
#pragma once
#include "core/fleet/enrolment.h"
#include "core/fleet/steprun.h"

#include <QTimer>
#include <functional>
#include <map>

namespace fleet {

/// What a host needs of the whole enrolment.
struct EnrolContext {
    agentlink::SshHub &hub;
    Enrolment::Options &options;
    std::function<std::vector<std::string>(const std::string &server)> names; ///< that it shall resolve
    std::function<base::Result<std::shared_ptr<const AgentBinary>>(const std::string &architecture)> agent;
    agentlink::Secret sudo{};
};

class EnrolHost final : public QObject {
    Q_OBJECT
public:
    EnrolHost(EnrolContext &context, profile::ServerEntry entry, QObject *parent);
    ~EnrolHost() override;

    void begin();                 ///< from the start: a new session
    void probe();
    void setLogin(const agentlink::Secret &secret);
    void sudoChanged();
    base::Result<void> acceptHostKey(const std::string &fingerprint);
    void deliver();
    void cancelDelivery();
    /// Instead of deliver(): takes the agent away; ends with added() too.
    void remove(bool anyway);
    /// Takes the checks, and decides whether it is probed again.
    void judge(std::vector<Check> checks);

    HostRow row;
    std::optional<base::Error> trouble{};
    std::map<std::string, std::string> overrides{}; ///< check and reason
    bool queued = false;          ///< waits for its turn to be delivered to
    bool isDelivering() const { return row.step == Step::Delivering || row.step == Step::Installing || row.step == Step::Starting; }

signals:
    void changed();               ///< the row
    void learned();               ///< facts or trouble: checks must be judged again
    void deliveryEnded();
    void added();

private:
    void setStep(Step step, const std::string &stageText = {});
    void fail(const base::Error &error);
    void sessionEnded(const agentlink::Ending &ending);
    void dropSession();
    void probed(const base::Result<agentlink::RemoteOutput> &output, std::int64_t askedAt);
    void trySudoPassword();
    void runSteps(std::vector<DeliveryStep> steps, const QByteArray &agent);
    void stepsEnded(const base::Result<void> &result);
    void greet();
    void greeted();
    void greetingEnded(const agentlink::Ending &ending);
    void noteOverrides(std::size_t from);
    void leaveGreeting();
    void finish();
    Access access() const;
    std::vector<DeliveryStep> stepsFor(const AgentBinary *agent);

    EnrolContext &m_context;
    agentlink::Secret m_login{};
    agentlink::RemoteHost *m_session = nullptr;
    agentlink::Conversation *m_greeting = nullptr;
    StepRun *m_run = nullptr;
    QTimer m_again;
    bool m_removing = false, m_probing = false, m_sudoGood = false, m_sudoTried = false;
    int m_greetings = 0;
    std::string m_build, m_previous; ///< of the delivery under way; empty: none is uploaded
};

} // namespace fleet
