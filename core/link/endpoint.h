// SPDX-License-Identifier: GPL-3.0-or-later
// Where the agents are and how to get there, as plain data.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace agentlink {

inline constexpr const char *defaultAgentSocket = "/run/chandelier/agent.sock";

/// A password or passphrase. Wiped when it goes; nothing logs, stores or prints it.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : m_text(std::move(text)) { }
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept : m_text(other.m_text) { other.wipe(); }
    Secret &operator=(Secret other) noexcept
    {
        m_text.swap(other.m_text);
        return *this;
    }
    ~Secret() { wipe(); }
    bool empty() const { return m_text.empty(); }
    const char *text() const { return m_text.c_str(); }

private:
    void wipe()
    {
        for (volatile char &c : m_text) // volatile: a plain loop before the end of life would be removed
            c = 0;
        m_text.clear();
    }
    std::string m_text;
};

/// The agent's unix socket on this machine.
struct LocalWay {
    std::string socket = defaultAgentSocket;
    friend bool operator==(const LocalWay &, const LocalWay &) = default;
};

/// A program whose standard input and output are the line, for example {"chandelier-agent", "connect", "--socket", ...}.
struct ProcessWay {
    std::vector<std::string> argv;
    friend bool operator==(const ProcessWay &, const ProcessWay &) = default;
};

/// Which ways of proving who we are may be used.
enum class Login : std::uint8_t {
    Any,      ///< key file, ssh-agent, the user's other keys, then password and keyboard-interactive where a secret was given
    Agent,    ///< keys of the ssh-agent only
    KeyFile,  ///< `identity` only, with `certificate`
    Password, ///< password or keyboard-interactive only: no key is offered, for servers that hang up after a few
};
std::string_view word(Login login); ///< "any", "agent", "key", "password"; for files and command lines
Login loginFromWord(std::string_view word); ///< Any for a word that is none

/// By SSH. What is empty or 0 comes from the user's ssh configuration, then from SSH's defaults.
struct SshWay {
    std::string host; ///< a name, an address, or a Host of ~/.ssh/config
    int port = 0;
    std::string user {};
    std::string identity {}; ///< private key file, tried before the ssh-agent's keys
    std::string certificate {}; ///< OpenSSH user certificate of `identity`; empty: `identity`-cert.pub where that file is
    Login login = Login::Any;
    std::string jump {};     ///< "user@host:port,user@host:port", nearest first
    std::string agentSocket = defaultAgentSocket;   ///< on that host
    std::string agentProgram = "chandelier-agent";  ///< run there where sshd forbids to forward unix sockets
    friend bool operator==(const SshWay &, const SshWay &) = default;
};

struct Endpoint {
    std::string server; ///< its name in the profile: the key of everything
    std::variant<LocalWay, ProcessWay, SshWay> way;
    friend bool operator==(const Endpoint &, const Endpoint &) = default;
};

/// Of all SSH sessions of one cluster.
struct SshOptions {
    std::string ownKnownHosts {}; ///< read beside the user's own file; empty: only that
    bool keysApart = false;       ///< accepted keys are written to ownKnownHosts; else to the user's own file, which OpenSSH reads too
    std::string sshDirectory {};  ///< empty: the user's ~/.ssh
    std::string identityAgent {}; ///< socket of the ssh-agent; empty: $SSH_AUTH_SOCK
    int handshakesAtOnce = 16;
    int handshakesPerJump = 4;
    int connectMs = 8'000;       ///< one TCP connection
    int keyExchangeMs = 8'000;   ///< also to the first word of the server, which comes before any work
    int authenticationMs = 60'000; ///< long: a hardware key may wait for a touch
    int patienceMs = 3'000;      ///< an authentication that takes longer no longer keeps others from theirs
    int openMs = 8'000;          ///< one channel
    int silenceMs = 2'500;       ///< from a question to a session that seems dead to its end
};

} // namespace agentlink
