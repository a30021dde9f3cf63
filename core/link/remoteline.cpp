// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/remoteline.h"

#include <algorithm>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

constexpr std::size_t atOnce = 6;            ///< sshd's MaxSessions is 10 unless somebody changed it
constexpr int patience = 4; ///< silences: a host that writes packages or a binary to a slow disk may be busy for seconds
constexpr int mostTries = 10; ///< sshd counts a command that has ended for a moment longer than we do
constexpr std::size_t keptOutput = 1u << 20; ///< bytes of each stream
// sshd passes signals on for users that are not root only. So each shell says its process group, which sshd made for it, as
// the first thing on its standard error.
constexpr const char *sayGroup = "echo $$ >&2\n";
constexpr qint64 chunk = 256 * 1024;         ///< of the input, copied at a time

void keep(std::string &text, const std::string &more)
{
    text.append(more, 0, keptOutput - std::min(text.size(), keptOutput));
}

/// The end of what a command said, for a reason.
std::string lastWords(const RemoteOutput &output)
{
    const std::string &text = output.err.empty() ? output.out : output.err;
    return text.size() > 400 ? "..." + text.substr(text.size() - 400) : text;
}

} // namespace

struct RemoteLine::Run {
    Run(std::uint64_t i, RemoteCommand c) : id(i), command(std::move(c)) { }
    std::uint64_t id;
    RemoteCommand command;
    RemoteOutput output {};
    qint64 sent = 0;
    std::shared_ptr<SshStream> stream {};
    bool opened = false;
    int tries = 0;
    IoLoop::Id limit = 0;
    std::optional<std::string> group {}; ///< empty: it did not say one

    void takeGroup()
    {
        const auto end = output.err.find('\n');
        if (group || end == std::string::npos)
            return;
        group = output.err.substr(0, end);
        if (!group->empty() && group->find_first_not_of("0123456789") == std::string::npos)
            output.err.erase(0, end + 1);
        else
            group->clear(); // a forced command, or no POSIX shell
    }
};

RemoteLine::RemoteLine(SshContext &context, std::string server, SshWay way, Secret secret, RemoteLineEvents events)
    : m_context(context), m_server(server), m_events(std::move(events)),
      m_session(std::make_shared<SshSession>(context, std::move(server), std::move(way), std::move(secret)))
{
}

RemoteLine::~RemoteLine()
{
    for (const auto &run : m_running)
        m_context.loop.cancel(run->limit);
    m_context.loop.cancel(m_question);
    m_session->close();
    m_context.loop.bury(m_session);
    for (const auto &run : m_running)
        m_context.loop.bury(run);
}

void RemoteLine::start()
{
    SessionEvents events;
    events.stage = m_events.stage;
    events.ready = [this] {
        watchOver();
        m_events.ready();
    };
    events.ended = [this](const Ending &ending) {
        m_context.loop.cancel(m_question);
        for (const auto &run : std::exchange(m_waiting, {}))
            finish(run, Error {Problem::Disconnected, "The connection to " + m_server + " ended before a command could run.",
                               ending.error.message, ending.error.remedy});
        m_events.ended(ending);
    };
    m_session->start(std::move(events));
}

/// There is no agent here whose heartbeat would tell a long command from a dead line.
void RemoteLine::watchOver()
{
    m_question = m_context.loop.after(2 * m_context.options.silenceMs, [this] {
        m_session->doubt(patience);
        watchOver();
    });
}

void RemoteLine::run(std::uint64_t id, RemoteCommand command)
{
    const auto run = std::make_shared<Run>(id, std::move(command));
    if (!m_session->isReady())
        return m_events.answered(id, Error {Problem::Disconnected, m_server + " is not connected."});
    m_waiting.push_back(run);
    startWaiting();
}

void RemoteLine::startWaiting()
{
    while (m_session->isReady() && m_running.size() < atOnce && !m_waiting.empty()) {
        const auto run = m_waiting.front();
        m_waiting.pop_front();
        m_running.push_back(run);
        begin(run);
    }
}

void RemoteLine::begin(const std::shared_ptr<Run> &run)
{
    const auto with = [weak = std::weak_ptr(run)](auto what) {
        return [weak, what](const auto &...arguments) {
            if (const auto alive = weak.lock())
                what(alive, arguments...);
        };
    };
    StreamEvents events;
    events.opened = with([this](const std::shared_ptr<Run> &r) {
        r->opened = true;
        feed(*r);
    });
    events.drained = with([this](const std::shared_ptr<Run> &r) {
        m_events.sent(r->id, r->sent);
        feed(*r);
    });
    events.arrived = with([](const std::shared_ptr<Run> &r, const std::string &bytes) { keep(r->output.out, bytes); });
    events.errors = with([](const std::shared_ptr<Run> &r, const std::string &bytes) {
        keep(r->output.err, bytes);
        r->takeGroup();
    });
    events.closed = with([this](const std::shared_ptr<Run> &r, const std::string &why) { closed(r, why); });
    run->limit = m_context.loop.after(run->command.limitSeconds * 1000, with([this](const std::shared_ptr<Run> &r) { tooLate(r); }));
    run->stream = m_session->open({StreamTarget::Kind::Program, sayGroup + run->command.command}, std::move(events));
}

void RemoteLine::feed(Run &run)
{
    const qint64 left = run.command.input.size() - run.sent;
    if (left == 0)
        return run.stream->finishInput();
    const qint64 length = std::min(left, chunk);
    const char *const from = run.command.input.constData() + run.sent;
    run.sent += length;
    run.stream->write({from, static_cast<std::size_t>(length)});
}

void RemoteLine::tooLate(const std::shared_ptr<Run> &run)
{
    if (run->group && !run->group->empty())
        m_session->open({StreamTarget::Kind::Program, "kill -TERM -" + *run->group}, {});
    run->stream->close();
    finish(run, Error {Problem::TimedOut, "A command on " + m_server + " was not done after " + std::to_string(run->command.limitSeconds)
                       + " s and was ended.", lastWords(run->output), "Look at the server before you try again."});
}

void RemoteLine::closed(const std::shared_ptr<Run> &run, const std::string &why)
{
    if (run->stream->hasFinished()) {
        run->output.exitCode = run->stream->exitStatus();
        return finish(run, std::move(run->output));
    }
    if (!run->opened && m_session->isReady() && ++run->tries < mostTries) {
        m_context.loop.cancel(run->limit);
        run->limit = m_context.loop.after(100, [this, weak = std::weak_ptr(run)] {
            if (const auto again = weak.lock())
                begin(again);
        });
        return;
    }
    if (m_session->isReady())
        return finish(run, Error {Problem::AccessDenied, m_server + " does not run commands for this user.", why,
                                  "Check the user's shell there, and MaxSessions and ForceCommand in its sshd_config."});
    finish(run, Error {Problem::Disconnected, "The connection to " + m_server + " broke before the command was done.", why,
                       "The command may have gone on without us; look at the server before you try again."});
}

void RemoteLine::finish(const std::shared_ptr<Run> &run, const base::Result<RemoteOutput> &result)
{
    m_context.loop.cancel(run->limit);
    m_context.loop.bury(run);
    std::erase(m_running, run);
    m_events.answered(run->id, result);
    startWaiting();
}

} // namespace agentlink
