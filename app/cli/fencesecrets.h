// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords of fence devices on a command line's side. Internal to app/cli.
#pragma once
#include "app/cli/context.h"

#include <set>

namespace cli {

/// Names of the passwords that a plan writes to servers.
std::set<std::string> fencePasswordsOf(const plan::Plan &plan);
/// Sees to it that these are known: from --fence-password-file, the environment, the keychain, or by asking on the terminal. `then` once, later,
/// with an error that names the first that nobody gave.
void gatherFencePasswords(const Context &context, std::set<std::string> names, std::function<void(base::Result<void>)> then);

void keepFencePassword(const Context &context); ///< ha secret
void askFenceDevice(const Context &context);    ///< ha ask

} // namespace cli
