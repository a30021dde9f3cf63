// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/steprun.h"

#include "agent/protocol/operations.h"

#include <QPointer>
#include <algorithm>
#include <utility>

namespace fleet {
namespace {

using agentlink::RemoteCommand;
using agentlink::RemoteOutput;
using base::Error;
using base::Problem;
using base::Result;

constexpr const char *inputMark = "----chandelier-input----";
constexpr std::size_t longestLog = 64 * 1024;
constexpr int mostOpenings = 6, openingPauseMs = 500; ///< each pause is longer by this: ten seconds and the time of the attempts

} // namespace

// sudo may ask for no password although one was given (NOPASSWD, or asked a moment ago), and would leave it in the input: the
// command reads on to the mark first. `read` takes single bytes from a pipe, so that nothing of what follows is lost.
RemoteCommand asRoot(const std::string &command, const QByteArray &input, const Access &access, int limitSeconds)
{
    if (access.root)
        return {"sh -c " + protocol::shellQuoted(command), input, limitSeconds};
    if (access.sudo.empty())
        return {"sudo -n sh -c " + protocol::shellQuoted(command), input, limitSeconds};
    const std::string skip = std::string("while IFS= read -r line && [ \"$line\" != ") + inputMark + " ]; do :; done\n";
    QByteArray whole = QByteArray(access.sudo.text()) + '\n' + inputMark + '\n' + input;
    return {"sudo -S -p '' sh -c " + protocol::shellQuoted(skip + command), whole, limitSeconds};
}

RemoteCommand trySudo(const agentlink::Secret &sudo)
{
    return {"sudo -k; sudo -S -p '' true", QByteArray(sudo.text()) + '\n', 20};
}

StepRun::StepRun(agentlink::RemoteHost &host, std::string server, std::vector<DeliveryStep> steps, QByteArray agent, Access access, QObject *parent)
    : QObject(parent), m_host(host), m_server(std::move(server)), m_steps(std::move(steps)), m_agent(std::move(agent)), m_access(std::move(access))
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &StepRun::openAgain);
    connect(&m_host, &agentlink::RemoteHost::ready, this, [this] {
        if (std::exchange(m_opening, false))
            goOn();
    });
    connect(&m_host, &agentlink::RemoteHost::ended, this, [this](const agentlink::Ending &ending) {
        if (std::exchange(m_opening, false) && !(ending.again && comesBack(ending.error)))
            lostForGood(ending.error);
    });
}

void StepRun::start()
{
    next();
}

void StepRun::cancel()
{
    m_cancelled = true;
}

void StepRun::next()
{
    if (m_cancelled && !m_why) {
        m_why = Error{Problem::Cancelled, m_server + ": the delivery was cancelled; what was there before is there again.", {}, {}};
        return undoNext();
    }
    if (m_at == m_steps.size())
        return finish({});
    const DeliveryStep &step = m_steps[m_at];
    emit progressed(step.title, step.sendsAgent ? 0 : -1);
    const RemoteCommand command = asRoot(step.command, step.sendsAgent ? m_agent : QByteArray(), m_access, step.limitSeconds);
    const qint64 size = command.input.size();
    m_host.run(command, [self = QPointer(this)](const Result<RemoteOutput> &result) {
        if (self)
            self->ended(result);
    }, !step.sendsAgent ? std::function<void(qint64)>() : [self = QPointer(this), title = step.title, size](qint64 bytes) {
        if (self && size > 0)
            emit self->progressed(title, static_cast<double>(bytes) / static_cast<double>(size));
    });
}

void StepRun::ended(const Result<RemoteOutput> &result)
{
    const DeliveryStep &step = m_steps[m_at];
    note(step.title, result);
    if (!result && comesBack(result.error()))
        return;
    if (!result && result.error().problem == Problem::Disconnected)
        return lostForGood(result.error());
    m_openings = 0;
    ++m_at;
    if (result && result->exitCode == 0)
        return next();
    m_why = result ? stepError(m_server, step.title, result->exitCode, result->out, result->err) : result.error();
    undoNext();
}

void StepRun::takeBack(const Error &why)
{
    m_over = false;
    m_why = why;
    m_at = m_steps.size();
    undoNext();
}

void StepRun::undoNext()
{
    while (m_at > 0 && m_steps[m_at - 1].undo.empty())
        --m_at;
    if (m_at == 0)
        return finish(*m_why);
    const DeliveryStep &step = m_steps[--m_at];
    const std::string title = "Take back: " + step.title;
    emit progressed(title, -1);
    m_host.run(asRoot(step.undo, {}, m_access, step.limitSeconds), [self = QPointer(this), title](const Result<RemoteOutput> &result) {
        if (self)
            self->undone(title, result);
    });
}

void StepRun::undone(const std::string &title, const Result<RemoteOutput> &result)
{
    note(title, result);
    if (!result) {
        ++m_at; // it counts as not taken back
        return comesBack(result.error()) ? void() : lostForGood(result.error());
    }
    m_openings = 0;
    undoNext();
}

// --- a session that is gone ---

/// Whether the step will be run again. The line is opened from the event loop: now it may not know yet that it is gone.
bool StepRun::comesBack(const Error &error)
{
    if ((error.problem != Problem::Disconnected && error.problem != Problem::Unreachable) || m_openings == mostOpenings)
        return false;
    ++m_openings;
    m_again.start(openingPauseMs * m_openings);
    return true;
}

void StepRun::openAgain()
{
    if (m_host.isReady())
        return goOn();
    emit progressed("Connect again", -1);
    m_opening = true;
    m_host.open();
}

void StepRun::goOn()
{
    m_why ? undoNext() : next();
}

/// No line, no way back from here: the step itself saw to it that the old agent runs on.
void StepRun::lostForGood(const Error &error)
{
    const bool undoing = m_why.has_value();
    if (!undoing)
        m_why = error;
    const std::size_t last = std::min(m_at + (undoing ? 0 : 1), m_steps.size());
    if (std::any_of(m_steps.begin(), m_steps.begin() + static_cast<std::ptrdiff_t>(last), [](const DeliveryStep &s) { return !s.undo.empty(); }))
        m_why->detail += (m_why->detail.empty() ? "" : "; ") + std::string("not all could be taken back: ") + error.message;
    if (m_why->remedy.empty())
        m_why->remedy = "Try again when it can be reached: what was begun there is taken up again.";
    finish(*m_why);
}

void StepRun::note(const std::string &title, const Result<RemoteOutput> &result)
{
    std::string text = "== " + title + ": ";
    if (!result)
        text += result.error().message + '\n';
    else
        text += (result->exitCode == 0 ? "done" : "code " + std::to_string(result->exitCode)) + '\n' + result->out + result->err;
    if (text.back() != '\n')
        text += '\n';
    if (m_log.size() < longestLog)
        m_log.append(text, 0, longestLog - m_log.size());
}

void StepRun::finish(const Result<void> &result)
{
    m_over = true;
    emit finished(result);
}

} // namespace fleet
