// SPDX-License-Identifier: GPL-3.0-or-later
// Common fence agents, as far as a form needs them, for servers on which none is installed yet: the plan installs them. What an installed
// agent says of itself (ha.metadata) always goes before this.
#pragma once
#include "core/ha/metadata.h"

namespace ha {

/// By name, sorted.
const std::vector<AgentMetadata> &knownAgents();
const AgentMetadata *knownAgent(const std::string &name); ///< null: not among them

} // namespace ha
