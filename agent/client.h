// SPDX-License-Identifier: GPL-3.0-or-later
// The other end, for people at a shell: connect, call, diagnostics.
#pragma once
#include "agent/server.h"

namespace agent {
/// Joins standard input and output to the agent's socket, until either side ends. The exit code.
int connectStreams(const Options &options);
/// One call; prints its result as JSON. Writing verbs take and release the lease.
int callOnce(const Options &options, const std::string &verb);
/// Versions, paths, journal, lease, last steps, and whether the audit chain holds.
int diagnose(const Options &options);
} // namespace agent
