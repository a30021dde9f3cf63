// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/enrolhost.h"

#include "core/link/hostkeys.h"
#include "core/link/sshchannel.h"

#include <QDateTime>
#include <functional>
#include <utility>

namespace fleet {

using agentlink::Ending;
using agentlink::RemoteOutput;
using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr int probeLimit = 120, mostGreetings = 3;

/// "0.10.2" is newer than "0.9".
bool isNewer(const std::string &a, const std::string &b)
{
    const char *x = a.c_str(), *y = b.c_str();
    while (*x || *y) {
        char *endX = nullptr, *endY = nullptr;
        const long left = std::strtol(x, &endX, 10), right = std::strtol(y, &endY, 10);
        if (left != right)
            return left > right;
        if ((endX == x && *x) || (endY == y && *y))
            return false;
        x = *endX == '.' ? endX + 1 : endX;
        y = *endY == '.' ? endY + 1 : endY;
    }
    return false;
}

} // namespace

EnrolHost::EnrolHost(EnrolContext &context, profile::ServerEntry entry, QObject *parent)
    : QObject(parent), m_context(context)
{
    row.entry = std::move(entry);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { m_session && m_session->isReady() ? probe() : begin(); });
}

EnrolHost::~EnrolHost()
{
    blockSignals(true);
    delete m_run;
    delete std::exchange(m_greeting, nullptr); // its open calls end now
    delete m_session;
}

void EnrolHost::setStep(Step step, const std::string &stageText)
{
    row.step = step;
    row.stageText = stageText;
    row.fraction = -1;
    emit changed();
}

Access EnrolHost::access() const
{
    const bool root = row.facts && row.facts->text("sudo") == "root";
    return {root, m_sudoGood ? m_context.sudo : agentlink::Secret()};
}

// --- the session ---

void EnrolHost::dropSession()
{
    m_again.stop();
    m_probing = false;
    if (!m_session)
        return;
    m_session->disconnect(this);
    m_session->deleteLater(); // we may be in one of its signals
    m_session = nullptr;
}

void EnrolHost::begin()
{
    dropSession();
    m_session = new agentlink::RemoteHost(m_context.hub, row.entry.name, wayOf(row.entry), m_login, this);
    connect(m_session, &agentlink::RemoteHost::stageChanged, this, [this](agentlink::Stage stage) {
        if (row.step != Step::Connecting && row.step != Step::Unreachable)
            return;
        row.stageText = words(stage);
        emit changed();
    });
    connect(m_session, &agentlink::RemoteHost::ready, this, [this] {
        trouble.reset();
        row.error.reset();
        row.hostKey.reset();
        probe();
    });
    connect(m_session, &agentlink::RemoteHost::ended, this, &EnrolHost::sessionEnded);
    if (row.step != Step::Unreachable) // what cannot be reached stays so until it is, and does not flicker
        setStep(Step::Connecting);
    m_session->open();
}

void EnrolHost::sessionEnded(const Ending &ending)
{
    m_probing = false;
    if (isDelivering())
        return; // its steps have heard of it, and end the delivery
    trouble = row.error = ending.error;
    row.hostKey = ending.hostKey;
    row.hop = ending.hop;
    const Problem problem = ending.error.problem;
    if (problem == Problem::HostKeyUnknown && ending.hostKey)
        setStep(Step::WantsHostKey);
    else if (problem == Problem::AccessDenied)
        setStep(Step::WantsSecret);
    else if (ending.again) {
        m_again.start(m_context.options.againSeconds * 1000);
        setStep(Step::Unreachable, ending.error.message);
    } else
        setStep(Step::Refused);
    emit learned();
}

void EnrolHost::setLogin(const agentlink::Secret &secret)
{
    m_login = secret;
    if (row.step == Step::WantsSecret || row.step == Step::Refused)
        begin();
    else if (m_session)
        m_session->setSecret(secret);
}

Result<void> EnrolHost::acceptHostKey(const std::string &fingerprint)
{
    if (!row.hostKey)
        return Error{Problem::NotFound, "No host key of " + row.entry.name + " waits to be accepted.", {}, {}};
    if (row.hostKey->fingerprint != fingerprint)
        return Error{Problem::BadArgument, "The host key of " + row.entry.name + " is not the one that was named.",
            "named " + fingerprint + ", offered " + row.hostKey->fingerprint, "Compare it with what ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub prints on the server."};
    if (auto written = agentlink::addKnownHost(row.hostKey->file.empty() ? m_context.options.knownHosts : row.hostKey->file, row.hostKey->line); !written)
        return written;
    row.hostKey.reset();
    begin();
    return {};
}

// --- the probe ---

void EnrolHost::probe()
{
    if (m_probing || isDelivering() || !m_session || !m_session->isReady())
        return;
    m_probing = true;
    m_again.stop();
    if (row.step != Step::Checked && row.step != Step::WantsSudo)
        setStep(Step::Probing);
    const std::string script = probeScript(m_context.names(row.entry.name), m_context.options.expectation.ports,
        m_context.options.layout.root);
    agentlink::RemoteCommand command{"sh", QByteArray::fromStdString(script), probeLimit};
    if (m_sudoGood)
        command = asRoot("exec sh", command.input, access(), probeLimit);
    const std::int64_t askedAt = QDateTime::currentMSecsSinceEpoch();
    m_session->run(command, [this, session = QPointer(m_session), askedAt](const Result<RemoteOutput> &output) {
        if (session && session == m_session)
            probed(output, askedAt);
    });
}

void EnrolHost::probed(const Result<RemoteOutput> &output, std::int64_t askedAt)
{
    m_probing = false;
    if (!output && output.error().problem == Problem::Disconnected)
        return; // sessionEnded() follows
    if (isDelivering())
        return; // asked before the delivery began, and the row is the delivery's now
    auto facts = output ? readFacts(output->out) : Result<Facts>(output.error());
    if (!facts) {
        row.error = facts.error();
        if (row.error->detail.empty() && output)
            row.error->detail = output->err.substr(0, 400);
        row.log += "== check script: " + row.error->message + '\n';
        return fail(*row.error);
    }
    facts->askedAt = askedAt;
    facts->answeredAt = QDateTime::currentMSecsSinceEpoch();
    row.facts = std::make_shared<const Facts>(std::move(*facts));
    row.agentFound = row.facts->text("agent.version");
    row.error.reset();
    if (row.facts->text("sudo") == "password" && !m_sudoGood) {
        if (!m_context.sudo.empty() && !m_sudoTried)
            trySudoPassword();
        else
            setStep(Step::WantsSudo);
    } else {
        setStep(Step::Checked);
    }
    emit learned();
}

void EnrolHost::sudoChanged()
{
    m_sudoTried = false;
    if (row.step == Step::WantsSudo || (row.facts && row.facts->text("sudo") == "password" && !m_sudoGood))
        trySudoPassword();
}

void EnrolHost::trySudoPassword()
{
    if (m_context.sudo.empty() || !m_session || !m_session->isReady())
        return;
    m_sudoTried = true;
    setStep(Step::WantsSudo, "trying the password");
    m_session->run(trySudo(m_context.sudo), [this, session = QPointer(m_session)](const Result<RemoteOutput> &output) {
        if (!session || session != m_session || !output)
            return;
        m_sudoGood = output->exitCode == 0;
        if (m_sudoGood) {
            row.error.reset();
            return probe();
        }
        row.error = stepError(row.entry.name, "sudo", output->exitCode, output->out, output->err);
        setStep(Step::WantsSudo);
    });
}

void EnrolHost::judge(std::vector<Check> checks)
{
    for (Check &check : checks)
        if (const auto reason = overrides.find(check.id); reason != overrides.end() && check.grade == Grade::Bad)
            check.overridden = reason->second;
    row.checks = std::move(checks);
    if (row.step == Step::Checked && !row.fit() && !m_again.isActive() && !m_probing)
        m_again.start(m_context.options.againSeconds * 1000);
    if (row.fit() || row.step != Step::Checked)
        if (row.step != Step::Unreachable)
            m_again.stop();
    emit changed();
}

// --- the delivery ---

void EnrolHost::deliver()
{
    queued = false;
    m_again.stop();
    m_greetings = 0;
    m_build.clear();
    m_previous.clear();
    const Facts &facts = *row.facts;
    const bool packaged = facts.has("agent.packaged") && !facts.has("agent.delivered");
    std::shared_ptr<const AgentBinary> agent;
    if (!packaged && m_context.options.deliver) {
        auto found = m_context.agent(facts.text("arch"));
        if (!found)
            return fail(found.error());
        agent = *found;
    }
    runSteps(stepsFor(agent.get()), agent ? agent->bytes : QByteArray());
}

/// What is there already is kept when it is the same, newer, or from a package.
std::vector<DeliveryStep> EnrolHost::stepsFor(const AgentBinary *agent)
{
    const Facts &facts = *row.facts;
    const bool root = facts.text("sudo") == "root";
    const std::string join = m_context.options.joinAdmins && !root ? facts.text("login") : std::string();
    const std::string build = facts.text("agent.build");
    if (!agent || (build == agent->build() && facts.has("agent.delivered")) || (facts.has("agent.delivered") && isNewer(facts.text("agent.version"), agent->version)))
        return startSteps(join, m_context.options.layout);
    m_build = agent->build();
    m_previous = facts.has("agent.delivered") ? build : std::string();
    return installSteps(*agent, m_previous, join, m_context.options.layout);
}

void EnrolHost::runSteps(std::vector<DeliveryStep> steps, const QByteArray &agent)
{
    setStep(m_build.empty() ? Step::Starting : Step::Delivering);
    m_run = new StepRun(*m_session, row.entry.name, std::move(steps), agent, access(), this);
    connect(m_run, &StepRun::progressed, this, [this](const std::string &title, double fraction) {
        row.step = title.starts_with("Start the") ? Step::Starting : fraction >= 0 ? Step::Delivering : Step::Installing;
        row.stageText = title;
        row.fraction = fraction;
        emit changed();
    });
    connect(m_run, &StepRun::finished, this, &EnrolHost::stepsEnded);
    m_run->start();
}

void EnrolHost::remove(bool anyway)
{
    m_again.stop();
    m_removing = true;
    m_build.clear();
    runSteps(removeSteps(anyway, m_context.options.layout), {});
}

void EnrolHost::cancelDelivery()
{
    queued = false;
    if (m_run)
        m_run->cancel();
}

void EnrolHost::stepsEnded(const Result<void> &result)
{
    if (result && !m_removing) {
        setStep(Step::Starting, "greeting the agent");
        return greet();
    }
    row.log += m_run->log();
    m_run->deleteLater();
    m_run = nullptr;
    result ? finish() : fail(result.error());
}

void EnrolHost::fail(const Error &error)
{
    const bool wasDelivering = isDelivering() || queued;
    queued = false;
    row.error = error;
    if (m_session && !m_session->isReady())
        dropSession();
    setStep(Step::Failed);
    if (wasDelivering)
        emit deliveryEnded();
}

// As all later connections will be made: through the same SSH, to the socket, as the same user.
void EnrolHost::greet()
{
    ++m_greetings;
    auto *channel = new agentlink::SshChannel(m_context.hub, row.entry.name, wayOf(row.entry), m_login);
    m_greeting = new agentlink::Conversation(channel, row.entry.name, m_context.options.holder, m_context.options.timing, this);
    connect(m_greeting, &agentlink::Conversation::ready, this, &EnrolHost::greeted);
    connect(m_greeting, &agentlink::Conversation::ended, this, &EnrolHost::greetingEnded);
    m_greeting->start();
}

void EnrolHost::greetingEnded(const Ending &ending)
{
    m_greeting->disconnect(this);
    m_greeting->deleteLater();
    m_greeting = nullptr;
    if (ending.again && m_greetings < mostGreetings) {
        QTimer::singleShot(500, this, [this] { greet(); });
        return;
    }
    Error error = ending.error;
    error.message = row.entry.name + ": the new agent was started, but does not answer as it must: " + error.message;
    m_run->takeBack(error);
}

void EnrolHost::greeted()
{
    row.agentFound = protocol::textOf(m_greeting->agentHello(), "version");
    row.log += m_run->log() + "== the agent answers: version " + row.agentFound + ", role " + protocol::textOf(m_greeting->agentHello(), "role") + '\n';
    disconnect(m_greeting, &agentlink::Conversation::ended, this, nullptr);
    noteOverrides(0);
}

/// The reasons of a person go into the agent's own audit, where nobody can take them out unseen; one after the other.
void EnrolHost::noteOverrides(std::size_t from)
{
    while (from < row.checks.size() && row.checks[from].overridden.empty())
        ++from;
    if (from == row.checks.size() || !m_greeting->isReady())
        return leaveGreeting();
    const Check &check = row.checks[from];
    const std::string found = check.found.substr(0, 600), reason = check.overridden.substr(0, 1000);
    auto *call = new agentlink::LinkCall(m_greeting);
    connect(call, &agentlink::LinkCall::finished, this, [this, from, call](const Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &) {
        call->deleteLater();
        if (!m_greeting)
            return;
        row.log += "== audit: check " + row.checks[from].id + (answer ? " overridden, with the reason\n" : ": " + answer.error().message + '\n');
        noteOverrides(from + 1);
    });
    m_greeting->call(call, {.server = row.entry.name, .verb = protocol::Verb::AuditNote,
        .args = {{"about", "check " + check.id}, {"text", "Added in spite of the check \"" + check.title + "\" (" + found + "), because: " + reason},
            {"id", check.id + " " + std::to_string(std::hash<std::string>()(found + '\n' + reason))}}});
}

void EnrolHost::leaveGreeting()
{
    m_greeting->disconnect(this);
    m_greeting->close({Problem::Disconnected, "done", {}, {}});
    m_greeting->deleteLater();
    m_greeting = nullptr;
    m_run->deleteLater();
    m_run = nullptr;
    if (m_build.empty() || !m_session || !m_session->isReady())
        return finish();
    m_session->run(asRoot(tidyStep(m_build, m_previous, m_context.options.layout).command, {}, access(), 30), [this, session = QPointer(m_session)](const Result<RemoteOutput> &) {
        if (session && session == m_session)
            finish();
    });
}

void EnrolHost::finish()
{
    dropSession();
    row.error.reset();
    setStep(Step::Added);
    emit added();
    emit deliveryEnded();
}

} // namespace fleet
