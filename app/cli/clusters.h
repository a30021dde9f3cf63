// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about clusters as such: they open none, they work on the files of their profiles.
#pragma once
#include "app/cli/runner.h"

namespace cli {

bool isAboutClusters(const CommandRule &rule);
/// The exit code.
int runClusterCommand(const Arguments &arguments, const Output &output);

} // namespace cli
