// SPDX-License-Identifier: GPL-3.0-or-later
// What a verb does on its host, as data. The planner shows these lists and the agent executes these lists: what is shown
// before is what is run. An operation whose effect is there already is skipped by the agent and said so in the transcript.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"
#include "agent/protocol/verbs.h"

#include <string>
#include <vector>

namespace protocol {

struct Operation {
    /// EditFile puts `content` into an existing file as a marked block at its end, or takes that block out when it is empty:
    /// the rest stays byte for byte.
    enum class What : std::uint8_t { Run, WriteFile, RemoveFile, MakeDirectory, RemoveDirectory, EditFile };
    enum class Why : std::uint8_t { Check, Change, Verify }; ///< Check and Verify change nothing
    What what = What::Run;
    Why why = Why::Change;
    std::vector<std::string> argv{}; ///< of Run; never passed through a shell
    std::string path{};              ///< of the others
    std::string content{};           ///< of WriteFile and EditFile
    std::string block{};             ///< of EditFile: the name of the block; a file may have several
    friend bool operator==(const Operation &, const Operation &) = default;
};

/// The operations of a verb with these arguments, in order; BadArgument names the argument that is missing or wrong.
/// Pure: asks nothing of the host. Reading verbs give their check commands.
Result<std::vector<Operation>> operationsFor(Verb verb, const Json &args);

/// A word of an argv that only the host can fill in ("handle HANDLE" of an nft rule), as it stands in the plan.
inline constexpr const char *ruleHandle = "HANDLE";

/// One line as an admin would type it, quoted for a POSIX shell ("mkfs.lustre --ost --index=0 /dev/mapper/mpatha").
std::string commandLine(const Operation &operation);
/// POSIX shell quoting of one word; words of safe characters stay as they are.
std::string shellQuoted(const std::string &word);

} // namespace protocol
