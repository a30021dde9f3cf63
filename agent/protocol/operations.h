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
    /// the rest stays byte for byte. KeepFile copies a file that is there, with its rights, to PATH.chandelier-old.
    /// RemoveFile with a * at the end of its path removes every file of that beginning.
    enum class What : std::uint8_t { Run, WriteFile, RemoveFile, MakeDirectory, RemoveDirectory, EditFile, KeepFile };
    enum class Why : std::uint8_t { Check, Change, Verify }; ///< Check and Verify change nothing
    What what = What::Run;
    Why why = Why::Change;
    std::vector<std::string> argv{}; ///< of Run; never passed through a shell
    std::string path{};              ///< of the others
    std::string content{};           ///< of WriteFile and EditFile
    std::string block{};             ///< of EditFile: the name of the block; a file may have several
    int mode = 0;                    ///< of WriteFile and MakeDirectory: rights (0400), owner root; 0: as the file has them, else 0644 or 0755
    std::string secret{};            ///< of WriteFile: the name of the call's secret that is written; `content` is what is shown of it
    std::string input{};             ///< of Run: its standard input, never a secret; empty: /dev/null
    friend bool operator==(const Operation &, const Operation &) = default;
};

/// The operations of a verb with these arguments, in order; BadArgument names the argument that is missing or wrong.
/// Pure: asks nothing of the host. Reading verbs give their check commands.
Result<std::vector<Operation>> operationsFor(Verb verb, const Json &args);

/// A word of an argv that only the host can fill in ("handle HANDLE" of an nft rule), as it stands in the plan.
inline constexpr const char *ruleHandle = "HANDLE";

/// What KeepFile puts after a path.
inline constexpr const char *keptEnding = ".chandelier-old";

/// One line as an admin would type it, quoted for a POSIX shell ("mkfs.lustre --ost --index=0 /dev/mapper/mpatha").
std::string commandLine(const Operation &operation);
/// POSIX shell quoting of one word; words of safe characters stay as they are.
std::string shellQuoted(const std::string &word);

} // namespace protocol
