// SPDX-License-Identifier: GPL-3.0-or-later
// The manager uses the agent's Result and Problem: an error keeps its code all the way from a tool to the window.
#pragma once
#include "agent/protocol/result.h"

namespace base {
using protocol::Error;
using protocol::Problem;
using protocol::Result;
} // namespace base
