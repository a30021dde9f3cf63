// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshauth.h"

#include <libssh/libssh.h>

namespace agentlink {

using base::Error;
using base::Problem;

SshAuth::SshAuth(ssh_session session, const SshSettings &settings, Secret secret)
    : m_session(session), m_settings(settings), m_secret(std::move(secret))
{
}

SshAuth::~SshAuth() = default;

base::Result<bool> SshAuth::step()
{
    while (m_way != Way::Exhausted) {
        const int rc = tryWay();
        if (rc == SSH_AUTH_SUCCESS)
            return true;
        if (rc == SSH_AUTH_AGAIN)
            return false;
        const int status = ssh_get_status(m_session);
        if (status & (SSH_CLOSED | SSH_CLOSED_ERROR)) {
            Error error = denied(); // sshd hangs up after too many keys, and when the account is not allowed at all
            error.detail += std::string("; the server closed the connection: ") + ssh_get_error(m_session);
            return error;
        }
        next();
    }
    return denied();
}

int SshAuth::tryWay()
{
    switch (m_way) {
    case Way::OwnKey:
        return tryOwnKey();
    case Way::AgentAndFiles:
        return ssh_userauth_publickey_auto(m_session, nullptr, m_secret.empty() ? nullptr : m_secret.text());
    case Way::Password:
        if (m_secret.empty() || !(ssh_userauth_list(m_session, nullptr) & SSH_AUTH_METHOD_PASSWORD))
            return SSH_AUTH_DENIED;
        return ssh_userauth_password(m_session, nullptr, m_secret.text());
    case Way::Keyboard:
        if (m_secret.empty() || !(ssh_userauth_list(m_session, nullptr) & SSH_AUTH_METHOD_INTERACTIVE))
            return SSH_AUTH_DENIED;
        return tryKeyboard();
    case Way::Exhausted:
        break;
    }
    return SSH_AUTH_DENIED;
}

int SshAuth::tryOwnKey()
{
    if (m_settings.identity.empty())
        return SSH_AUTH_DENIED;
    if (!m_key) {
        ssh_key key = nullptr;
        const int rc = ssh_pki_import_privkey_file(m_settings.identity.c_str(), m_secret.empty() ? nullptr : m_secret.text(),
                                                   nullptr, nullptr, &key);
        if (rc != SSH_OK) {
            m_notes += m_settings.identity + (rc == SSH_EOF ? " cannot be read" : " is no key, or needs a passphrase") + "; ";
            return SSH_AUTH_DENIED;
        }
        m_key = std::shared_ptr<ssh_key_struct>(key, ssh_key_free);
    }
    return ssh_userauth_publickey(m_session, nullptr, m_key.get());
}

/// PAM asks for the password this way. It is given to hidden prompts only; another question is for a person at a terminal.
int SshAuth::tryKeyboard()
{
    for (;;) {
        const int rc = ssh_userauth_kbdint(m_session, nullptr, nullptr);
        if (rc != SSH_AUTH_INFO)
            return rc;
        const int prompts = ssh_userauth_kbdint_getnprompts(m_session);
        for (int i = 0; i < prompts; ++i) {
            char echo = 0;
            ssh_userauth_kbdint_getprompt(m_session, static_cast<unsigned>(i), &echo);
            ssh_userauth_kbdint_setanswer(m_session, static_cast<unsigned>(i), echo ? "" : m_secret.text());
        }
    }
}

void SshAuth::next()
{
    switch (m_way) {
    case Way::OwnKey:
        if (!m_settings.identity.empty())
            m_tried += "key " + m_settings.identity + ", ";
        m_key.reset();
        m_way = Way::AgentAndFiles;
        return;
    case Way::AgentAndFiles:
        m_tried += "ssh-agent, key files";
        m_way = Way::Password;
        return;
    case Way::Password:
        if (!m_secret.empty())
            m_tried += ", password";
        m_way = Way::Keyboard;
        return;
    case Way::Keyboard:
    case Way::Exhausted:
        m_way = Way::Exhausted;
    }
}

Error SshAuth::denied() const
{
    const int methods = ssh_userauth_list(m_session, nullptr);
    const bool password = methods & (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE);
    return {Problem::AccessDenied, m_settings.name + " does not let user " + m_settings.user + " in: no key was accepted.",
            m_notes + "tried: " + (m_tried.empty() ? "nothing" : m_tried),
            "Put your public key into that user's ~/.ssh/authorized_keys (ssh-copy-id), or name another user or key"
                + std::string(password ? ", or give a password." : ".")};
}

} // namespace agentlink
