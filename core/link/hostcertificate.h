// SPDX-License-Identifier: GPL-3.0-or-later
// "@cert-authority" lines of known_hosts (sshd(8)). libssh does not ask a server for its certificate; ssh(1) does, checks it whole
// (authority, names, dates, revocation), and says which key it is for. A session whose presented key is that one is with that host.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace agentlink {

struct CertificateQuestion {
    std::string original, host, user; ///< as the person named it; after HostName
    int port = 22;
    std::string jump;                 ///< empty: as the configuration says
    std::string configuration;        ///< the user's ssh_config; empty: none
    std::vector<std::string> knownHosts;
    std::string fingerprint;          ///< "SHA256:..." of the key that the server has presented to us
};

/// Whether any of these files names an authority.
bool namesAuthorities(const std::vector<std::string> &files);
/// Asks ssh(1); blocks up to 8 s, or until `givenUp`. False also where there is no ssh.
bool isCertified(const CertificateQuestion &question, const std::atomic<bool> &givenUp);
/// What ssh -v printed, read: a certificate of this key, and after it that it matches.
bool saysCertified(const std::string &output, const std::string &fingerprint);

} // namespace agentlink
