// SPDX-License-Identifier: GPL-3.0-or-later
// Who we are, in this order: the endpoint's own key, the ssh-agent's keys, the key files of ssh_config and the default
// ones, a password. It blocks: libssh asks the ssh-agent and waits for it, as long as a hardware key waits for a touch. So it
// runs in a helper thread, which nothing but this login uses the session in.
#pragma once
#include "core/base/result.h"
#include "core/link/endpoint.h"
#include "core/link/sshconfig.h"

#include <functional>
#include <memory>

struct ssh_session_struct;

namespace agentlink {

struct SshContext;
using SshRaw = std::shared_ptr<ssh_session_struct>;

/// Logs in; blocks. The session has done its key exchange, and is in blocking mode. Errors: AccessDenied with what was tried.
base::Result<void> logIn(ssh_session_struct *session, const SshSettings &settings, const Secret &secret);

/// One login under way. I/O thread only. Its end gives it up: then `done` is not called, and the session goes when the helper
/// notices, which is soon.
class SshLogin {
public:
    using Done = std::function<void(const base::Result<void> &)>;
    /// `descriptor` is the session's.
    SshLogin(SshContext &context, SshRaw session, int descriptor, const SshSettings &settings, Secret secret, Done done);
    ~SshLogin();
    SshLogin(const SshLogin &) = delete;
    SshLogin &operator=(const SshLogin &) = delete;

private:
    int m_line, m_agent, m_realAgent; ///< copies, to wake up a helper that waits for one of them
    struct State {
        Done done;
        bool finished = false;
    };
    std::shared_ptr<State> m_state;
};

} // namespace agentlink
