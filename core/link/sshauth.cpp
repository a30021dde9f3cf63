// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshauth.h"

#include "core/link/agentfilter.h"
#include "core/link/keyfile.h"
#include "core/link/sshlines.h"

#include <array>
#include <cstring>
#include <fcntl.h>
#include <libssh/libssh.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

class Attempt {
public:
    Attempt(ssh_session session, const SshSettings &settings, const Secret &secret)
        : m_session(session), m_settings(settings), m_secret(secret)
    {
    }
    base::Result<void> run();

private:
    bool isClosed() const { return ssh_get_status(m_session) & (SSH_CLOSED | SSH_CLOSED_ERROR); }
    bool passwordFits() const;
    int byKeys();
    int byNamedKeys();
    int byFile(const std::string &file, const std::string &certificate);
    int byOwnKey();
    int byPassword();
    int byQuestions();
    bool answerPrompts();
    Error denied() const;
    void tried(const std::string &what) { m_tried += (m_tried.empty() ? "" : ", ") + what; }

    ssh_session m_session;
    const SshSettings &m_settings;
    const Secret &m_secret;
    bool m_partial = false;     ///< one way was accepted, another is asked for too
    bool m_secretIsKeys = false; ///< it opened a key: it is nobody else's business
    bool m_secretTried = false, m_answered = false;
    std::optional<Error> m_keyProblem {};
    std::string m_tried {}, m_asked {};
};

base::Result<void> Attempt::run()
{
    const bool keys = m_settings.login != Login::Password;
    for (const auto way : {&Attempt::byOwnKey, &Attempt::byKeys, &Attempt::byPassword, &Attempt::byQuestions}) {
        const bool isKey = way == &Attempt::byOwnKey || way == &Attempt::byKeys;
        if (isKey && !keys)
            continue;
        const int rc = (this->*way)();
        if (rc == SSH_AUTH_SUCCESS)
            return {};
        m_partial = m_partial || rc == SSH_AUTH_PARTIAL;
        if (!isClosed())
            continue;
        Error error = denied(); // sshd hangs up after too many keys, and when the account is not allowed at all
        error.detail += std::string("; the server closed the connection: ") + ssh_get_error(m_session);
        return error;
    }
    return denied();
}

int Attempt::byOwnKey()
{
    if (m_settings.identity.empty() || m_settings.login == Login::Agent)
        return SSH_AUTH_DENIED;
    return byFile(m_settings.identity, m_settings.certificate);
}

int Attempt::byFile(const std::string &path, const std::string &certificate)
{
    const auto file = readKeyFile(path, certificate, m_secret);
    if (!file) {
        m_keyProblem = file.error();
        return SSH_AUTH_DENIED;
    }
    m_secretIsKeys = m_secretIsKeys || file->wasLocked;
    if (file->certificate) {
        tried("certificate of key " + path);
        const int rc = ssh_userauth_publickey(m_session, nullptr, file->certificate.get());
        if (rc == SSH_AUTH_SUCCESS || rc == SSH_AUTH_PARTIAL || isClosed())
            return rc;
    }
    tried("key " + path);
    return ssh_userauth_publickey(m_session, nullptr, file->key.get());
}

/// IdentitiesOnly: what the agent shows is filtered (SshLogin), and of the files only those that are named.
int Attempt::byNamedKeys()
{
    int rc = SSH_AUTH_DENIED;
    if (m_settings.login == Login::Agent || m_settings.login == Login::Any) {
        tried("of the ssh-agent only keys that the configuration names");
        rc = ssh_userauth_agent(m_session, nullptr);
    }
    for (const std::string &file : m_settings.login == Login::Agent ? std::vector<std::string>() : m_settings.identities) {
        if (rc == SSH_AUTH_SUCCESS || rc == SSH_AUTH_PARTIAL || isClosed())
            return rc;
        if (file != m_settings.identity && ::access(file.c_str(), R_OK) == 0)
            rc = byFile(file, {});
    }
    return rc;
}

int Attempt::byKeys()
{
    if (m_settings.identitiesOnly)
        return m_partial ? int(SSH_AUTH_DENIED) : byNamedKeys();
    if (m_settings.login == Login::Agent) {
        tried(m_settings.agentSocket.empty() ? "no ssh-agent runs (SSH_AUTH_SOCK)" : "keys of the ssh-agent");
        return ssh_userauth_agent(m_session, nullptr);
    }
    if (m_partial || (m_settings.login == Login::KeyFile && !m_settings.identity.empty()))
        return SSH_AUTH_DENIED;
    tried(m_settings.login == Login::KeyFile ? "key files" : "ssh-agent, key files");
    return ssh_userauth_publickey_auto(m_session, nullptr, m_secret.empty() ? nullptr : m_secret.text());
}

/// Whether the secret may be given to the server: never a passphrase, and not where only a key was asked for.
bool Attempt::passwordFits() const
{
    const bool wanted = m_settings.login == Login::Any || m_settings.login == Login::Password || m_partial;
    return wanted && !m_secret.empty() && !m_secretIsKeys;
}

int Attempt::byPassword()
{
    if (m_settings.login == Login::Password) // the server says what it takes only after a first attempt
        if (const int rc = ssh_userauth_none(m_session, nullptr); rc == SSH_AUTH_SUCCESS)
            return rc;
    if (!passwordFits() || !(ssh_userauth_list(m_session, nullptr) & SSH_AUTH_METHOD_PASSWORD))
        return SSH_AUTH_DENIED;
    tried("password");
    m_secretTried = true;
    return ssh_userauth_password(m_session, nullptr, m_secret.text());
}

int Attempt::byQuestions()
{
    if (!passwordFits() || !(ssh_userauth_list(m_session, nullptr) & SSH_AUTH_METHOD_INTERACTIVE))
        return SSH_AUTH_DENIED;
    tried("keyboard-interactive");
    for (;;) {
        const int rc = ssh_userauth_kbdint(m_session, nullptr, nullptr);
        if (rc != SSH_AUTH_INFO)
            return rc;
        if (!answerPrompts())
            return SSH_AUTH_DENIED;
    }
}

/// PAM asks for the password this way. It is given to the first hidden prompt only: a second one is for another factor, or
/// for a new password, and is for a person at a terminal, as are prompts that show what is typed.
bool Attempt::answerPrompts()
{
    const int prompts = ssh_userauth_kbdint_getnprompts(m_session);
    for (int i = 0; i < prompts; ++i) {
        char echo = 0;
        const char *const text = ssh_userauth_kbdint_getprompt(m_session, static_cast<unsigned>(i), &echo);
        if (echo || std::exchange(m_answered, true)) {
            m_asked = text ? text : "";
            return false;
        }
        m_secretTried = true;
        ssh_userauth_kbdint_setanswer(m_session, static_cast<unsigned>(i), m_secret.text());
    }
    return true;
}

Error Attempt::denied() const
{
    const int methods = ssh_userauth_list(m_session, nullptr);
    const bool password = methods & (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE);
    const std::string who = m_settings.name + " does not let user " + m_settings.user + " in: ";
    std::string detail = "tried: " + (m_tried.empty() ? "nothing" : m_tried);
    if (!m_asked.empty())
        return {Problem::AccessDenied, who + "it asks for more than a password: " + m_asked, detail,
                "Log in once with ssh and answer there (an expired password is changed that way), or use a key."};
    if (m_secretTried)
        return {Problem::AccessDenied, who + (m_keyProblem ? m_keyProblem->message + " It is not the password either."
                                                           : "the password was not accepted."), detail,
                "Check user name and password; root is often not allowed to log in by password (PermitRootLogin)."};
    if (m_settings.login == Login::Password)
        return {Problem::AccessDenied, who + (password ? "it asks for a password, and none was given."
                                                       : "it takes no passwords."), detail,
                password ? "Give the password of user " + m_settings.user + "." : std::string("Use a key, or set PasswordAuthentication yes there.")};
    if (m_keyProblem)
        return {Problem::AccessDenied, who + m_keyProblem->message, m_keyProblem->detail + (m_keyProblem->detail.empty() ? "" : "; ") + detail,
                m_keyProblem->remedy};
    if (m_partial)
        return {Problem::AccessDenied, who + "the key was accepted, but the server asks for a password too.", detail,
                "Give the password of user " + m_settings.user + "."};
    return {Problem::AccessDenied, who + "no key was accepted.", detail,
            "Put your public key into that user's ~/.ssh/authorized_keys (ssh-copy-id), or name another user or key"
                + std::string(password ? ", or give a password." : ".")};
}

/// Of all keys that may be offered, as the agent lists them.
std::set<std::string> namedKeys(const SshSettings &settings)
{
    std::set<std::string> keys;
    for (const std::string &file : settings.identities)
        keys.merge(publicKeysOf(file));
    if (!settings.identity.empty())
        keys.merge(publicKeysOf(settings.identity));
    return keys;
}

/// A connection to the ssh-agent: libssh's own would be made again for each session and could not be ended. -1: no agent.
int connectAgent(const std::string &path)
{
    sockaddr_un address {};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        return -1;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && ::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
        return fd;
    }
    if (fd >= 0)
        ::close(fd);
    return -1;
}

void end(int descriptor, bool alsoForOthers)
{
    if (descriptor < 0)
        return;
    if (alsoForOthers)
        ::shutdown(descriptor, SHUT_RDWR);
    ::close(descriptor);
}

} // namespace

base::Result<void> logIn(ssh_session session, const SshSettings &settings, const Secret &secret)
{
    return Attempt(session, settings, secret).run();
}

SshLogin::SshLogin(SshContext &context, SshRaw session, int descriptor, const SshSettings &settings, Secret secret, Done done)
    : m_line(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)), m_agent(-1), m_realAgent(-1), m_state(std::make_shared<State>(State {std::move(done)}))
{
    const bool wanted = settings.login == Login::Agent || settings.login == Login::Any;
    int agent = wanted ? connectAgent(settings.agentSocket) : -1;
    if (agent >= 0 && settings.identitiesOnly) {
        m_realAgent = fcntl(agent, F_DUPFD_CLOEXEC, 0);
        agent = filteredAgent(agent, namedKeys(settings));
    }
    if (agent >= 0) {
        m_agent = fcntl(agent, F_DUPFD_CLOEXEC, 0);
        ssh_set_agent_socket(session.get(), agent);
    } else {
        ssh_options_set(session.get(), SSH_OPTIONS_IDENTITY_AGENT, "/nonexistent");
    }
    const long longest = context.options.authenticationMs / 1000 + 1;
    ssh_options_set(session.get(), SSH_OPTIONS_TIMEOUT, &longest);
    ssh_set_blocking(session.get(), 1);
    context.helpers.run([session = std::move(session), settings, secret = std::move(secret), inbox = context.loop.inbox(),
                         weak = std::weak_ptr(m_state)]() mutable {
        auto result = logIn(session.get(), settings, secret);
        // The session goes back with the news, so that it never ends here.
        inbox->post([session = std::move(session), result = std::move(result), weak] {
            const auto state = weak.lock();
            if (!state)
                return;
            state->finished = true;
            state->done(result);
        });
    });
}

/// The agent's connection always ends here: an ssh-agent has a thousand descriptors and a session lives long.
SshLogin::~SshLogin()
{
    end(m_agent, true);
    end(m_realAgent, true);
    end(m_line, !m_state->finished);
}

} // namespace agentlink
