// SPDX-License-Identifier: GPL-3.0-or-later
// Private key files and the certificates beside them.
#pragma once
#include "core/base/result.h"
#include "core/link/endpoint.h"

#include <memory>

struct ssh_key_struct;

namespace agentlink {

using SshKey = std::shared_ptr<ssh_key_struct>;

struct KeyFile {
    SshKey key {};
    SshKey certificate {}; ///< null: none
    bool wasLocked = false; ///< opened with the passphrase
};

/// Reads `file` and, where there is one, its certificate: `certificate`, or when that is empty `file`-cert.pub. Errors,
/// all AccessDenied: cannot be read, is no key, needs a passphrase, the passphrase is wrong, no certificate of this key.
base::Result<KeyFile> readKeyFile(const std::string &file, const std::string &certificate, const Secret &passphrase);

} // namespace agentlink
