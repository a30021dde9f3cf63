// SPDX-License-Identifier: GPL-3.0-or-later
// What each command of the table does with an open session.
#pragma once
#include "app/cli/runner.h"
#include "app/cli/session.h"

namespace cli {

using Finish = std::function<void(int exitCode)>;

/// Runs the command; calls `finish` once, perhaps later.
void dispatch(const Arguments &arguments, Session &session, const Output &output, Finish finish);

/// A unit of systemd that runs "watch" for the cluster that the arguments name.
std::string watchUnit(const Arguments &arguments);

} // namespace cli
