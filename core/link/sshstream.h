// SPDX-License-Identifier: GPL-3.0-or-later
// One channel of a session, as bytes in both directions. I/O thread only.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

struct ssh_channel_struct;
struct ssh_session_struct;

namespace agentlink {

class SshSession;

struct StreamTarget {
    enum class Kind : std::uint8_t { UnixSocket, Tcp, Program };
    Kind kind = Kind::UnixSocket;
    std::string what; ///< path, host, command line for the user's shell there
    int port = 0;     ///< of Tcp
};

struct StreamEvents {
    std::function<void()> opened;
    std::function<void(const std::string &bytes)> arrived;
    std::function<void(const std::string &why)> closed; ///< also when it could not be opened; the last call
    std::function<void()> drained; ///< all that was written is with libssh; may be empty
    /// Standard error of a program as it comes; empty: the first of it is kept for the reason of closed().
    std::function<void(const std::string &bytes)> errors;
};

class SshStream {
public:
    ~SshStream();
    SshStream(const SshStream &) = delete;
    SshStream &operator=(const SshStream &) = delete;
    void write(std::string bytes);
    void finishInput();  ///< the peer reads an end of file after what was written
    void close(); ///< without a closed()
    std::size_t pending() const { return m_out.size(); } ///< bytes that wait for the peer
    bool hasFinished() const { return m_finished; } ///< a program that ran to its end
    int exitStatus() const { return m_exit; }       ///< -1: none came

private:
    friend class SshSession;
    enum class State : std::uint8_t { Opening, Starting, Open, Closed };
    struct Callbacks; ///< libssh's, with the functions that only note what happened
    SshStream(SshSession &session, ssh_session_struct *raw, StreamTarget target, StreamEvents events);
    /// Goes on with opening. True when something changed.
    bool advance();
    int open();
    /// Hands on what libssh noted. Anything may happen in the events; the stream stays alive.
    void deliver();
    /// Gives libssh at most `room` bytes; how many it took.
    std::size_t flush(std::size_t room);
    bool wantsToWrite() const { return !m_out.empty() || (m_inputEnds && !m_inputEnded); }
    void end(const std::string &why);
    void release();

    SshSession *m_session; ///< null after close
    ssh_session_struct *m_raw;
    ssh_channel_struct *m_channel = nullptr;
    std::unique_ptr<Callbacks> m_callbacks;
    StreamTarget m_target;
    StreamEvents m_events;
    State m_state = State::Opening;
    std::string m_in, m_err, m_out;
    bool m_eof = false, m_closed = false, m_finished = false;
    bool m_inputEnds = false, m_inputEnded = false;
    int m_exit = -1; ///< exit status of a program; -1: none came
};

} // namespace agentlink
