// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshstream.h"

#include "core/link/sshsession.h"

#include <algorithm>
#include <libssh/callbacks.h>
#include <libssh/libssh.h>

namespace agentlink {

namespace {
constexpr std::size_t keptErrors = 4096; ///< bytes of a program's standard error that are kept for the reason
}

// libssh calls these from inside of its own functions, where none of its functions may be called again: they only note.
struct SshStream::Callbacks {
    ssh_channel_callbacks_struct raw {};

    explicit Callbacks(SshStream *stream)
    {
        raw.userdata = stream;
        raw.channel_data_function = [](ssh_session, ssh_channel, void *data, std::uint32_t length, int isError, void *user) {
            auto *const s = static_cast<SshStream *>(user);
            if (!isError)
                s->m_in.append(static_cast<const char *>(data), length);
            else if (s->m_events.errors)
                s->m_err.append(static_cast<const char *>(data), length);
            else if (s->m_err.size() < keptErrors)
                s->m_err.append(static_cast<const char *>(data), std::min<std::size_t>(length, keptErrors - s->m_err.size()));
            return static_cast<int>(length);
        };
        raw.channel_eof_function = [](ssh_session, ssh_channel, void *user) { static_cast<SshStream *>(user)->m_eof = true; };
        raw.channel_close_function = [](ssh_session, ssh_channel, void *user) {
            static_cast<SshStream *>(user)->m_eof = true;
            static_cast<SshStream *>(user)->m_closed = true;
        };
        raw.channel_exit_status_function = [](ssh_session, ssh_channel, int status, void *user) {
            static_cast<SshStream *>(user)->m_exit = status;
        };
        ssh_callbacks_init(&raw);
    }
};

SshStream::SshStream(SshSession &session, ssh_session raw, StreamTarget target, StreamEvents events)
    : m_session(&session), m_raw(raw), m_callbacks(std::make_unique<Callbacks>(this)), m_target(std::move(target)),
      m_events(std::move(events))
{
    m_channel = raw ? ssh_channel_new(raw) : nullptr;
    if (m_channel)
        ssh_set_channel_callbacks(m_channel, &m_callbacks->raw);
}

SshStream::~SshStream()
{
    release();
}

void SshStream::release()
{
    if (m_channel) {
        ssh_remove_channel_callbacks(m_channel, &m_callbacks->raw);
        // libssh does not answer the peer's close by itself, and sshd counts a channel that was not answered for ever. Without
        // room, or at the session's end, the channel goes with the session.
        if (m_session && m_session->isReady() && m_session->space() > 0) {
            if (m_state == State::Open || m_state == State::Starting)
                ssh_channel_close(m_channel);
            ssh_channel_free(m_channel);
        }
    }
    m_channel = nullptr;
    m_session = nullptr;
    m_state = State::Closed;
}

void SshStream::write(std::string bytes)
{
    if (m_state == State::Closed || !m_session)
        return;
    m_out.append(bytes);
    m_session->flushSoon();
}

void SshStream::finishInput()
{
    m_inputEnds = true;
    if (m_session)
        m_session->flushSoon();
}

void SshStream::close()
{
    SshSession *const session = m_session;
    m_events = {};
    release();
    if (session)
        session->forget(this);
}

int SshStream::open()
{
    if (m_state == State::Starting)
        return ssh_channel_request_exec(m_channel, m_target.what.c_str());
    switch (m_target.kind) {
    case StreamTarget::Kind::UnixSocket:
        return ssh_channel_open_forward_unix(m_channel, m_target.what.c_str(), "localhost", 0);
    case StreamTarget::Kind::Tcp:
        return ssh_channel_open_forward(m_channel, m_target.what.c_str(), m_target.port, "localhost", 0);
    case StreamTarget::Kind::Program:
        return ssh_channel_open_session(m_channel);
    }
    return SSH_ERROR;
}

bool SshStream::advance()
{
    if (m_state != State::Opening && m_state != State::Starting)
        return false;
    const int rc = open();
    if (rc == SSH_AGAIN)
        return false;
    if (rc != SSH_OK) {
        end(ssh_get_error(m_raw));
        return true;
    }
    if (m_state == State::Opening && m_target.kind == StreamTarget::Kind::Program) {
        m_state = State::Starting;
        return true;
    }
    m_state = State::Open;
    if (m_events.opened)
        m_events.opened();
    return true;
}

void SshStream::deliver()
{
    if (m_state != State::Open)
        return;
    if (!m_in.empty() && m_events.arrived) {
        const auto arrived = m_events.arrived; // it may close the stream
        arrived(std::exchange(m_in, {}));
    }
    if (m_state == State::Open && !m_err.empty() && m_events.errors) {
        const auto errors = m_events.errors;
        errors(std::exchange(m_err, {}));
    }
    // The close comes after the exit status and after the rest of standard error; the end of file alone may come before.
    if (m_state == State::Open && m_eof && (m_target.kind != StreamTarget::Kind::Program || m_closed)) {
        m_finished = true;
        std::string why = m_target.kind == StreamTarget::Kind::Program
            ? "exit code " + std::to_string(m_exit) + (m_err.empty() ? "" : ": " + m_err) : std::string("end of file");
        while (!why.empty() && why.back() == '\n')
            why.pop_back();
        end(why);
    }
}

std::size_t SshStream::flush(std::size_t room)
{
    if (m_state != State::Open || room == 0)
        return 0;
    if (m_out.empty()) {
        if (m_inputEnds && !std::exchange(m_inputEnded, true))
            ssh_channel_send_eof(m_channel);
        return 0;
    }
    const auto length = static_cast<std::uint32_t>(std::min({m_out.size(), room, std::size_t {64 * 1024}}));
    const int took = ssh_channel_write(m_channel, m_out.data(), length);
    if (took <= 0)
        return 0;
    m_out.erase(0, static_cast<std::size_t>(took));
    if (m_out.empty() && m_events.drained)
        m_events.drained();
    return static_cast<std::size_t>(took);
}

void SshStream::end(const std::string &why)
{
    if (m_state == State::Closed)
        return;
    const auto closed = std::move(m_events.closed);
    m_events = {};
    release(); // now: somebody may hold the stream for longer than the session lives
    if (closed)
        closed(why);
}

} // namespace agentlink
