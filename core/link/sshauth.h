// SPDX-License-Identifier: GPL-3.0-or-later
// Who we are, in this order: the endpoint's own key, the ssh-agent's keys, the key files of ssh_config and the default
// ones, a password. I/O thread only.
#pragma once
#include "core/base/result.h"
#include "core/link/endpoint.h"
#include "core/link/sshconfig.h"

#include <memory>

struct ssh_key_struct;
struct ssh_session_struct;

namespace agentlink {

class SshAuth {
public:
    SshAuth(ssh_session_struct *session, const SshSettings &settings, Secret secret);
    ~SshAuth();
    /// To be called again whenever bytes came: true when the server has accepted us, false when more is needed. Errors:
    /// AccessDenied with what was tried, Unreachable when the line broke.
    base::Result<bool> step();

private:
    enum class Way : std::uint8_t { OwnKey, AgentAndFiles, Password, Keyboard, Exhausted };
    int tryWay();
    int tryOwnKey();
    int tryKeyboard();
    void next();
    base::Error denied() const;

    ssh_session_struct *m_session;
    const SshSettings &m_settings;
    Secret m_secret;
    Way m_way = Way::OwnKey;
    std::shared_ptr<ssh_key_struct> m_key;
    std::string m_tried, m_notes;
};

} // namespace agentlink
