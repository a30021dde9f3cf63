// SPDX-License-Identifier: GPL-3.0-or-later
// What the files that list operations share; of this folder only.
#pragma once
#include "agent/protocol/operations.h"

namespace protocol {
using Operations = std::vector<Operation>;

namespace parts {
using Words = std::vector<std::string>;
using Why = Operation::Why;
using What = Operation::What;

inline Operation run(Why why, Words argv)
{
    return {What::Run, why, std::move(argv), {}, {}, {}};
}
inline Operation file(What what, std::string path, std::string content = {}, std::string block = {})
{
    return {what, Why::Change, {}, std::move(path), std::move(content), std::move(block)};
}
} // namespace parts

/// The operations of repos, packages, time, firewall, services and agent verbs.
Result<Operations> hostOperations(Verb verb, const Json &args);
/// Those of Corosync, Pacemaker, fencing and power.
Result<Operations> haOperations(Verb verb, const Json &args);
/// The block that begins and ends with the lines of this name, as it stands in an edited file.
std::string markedBlock(const std::string &name, const std::string &content);

} // namespace protocol
