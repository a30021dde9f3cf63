// SPDX-License-Identifier: GPL-3.0-or-later
// Runs tools: argument vectors, never a shell; fixed environment; stdin is /dev/null or a given text; each in a process group of its own.
#pragma once
#include <csignal>
#include <functional>
#include <string>
#include <vector>

namespace agent {

struct Command {
    std::string program;            ///< absolute path
    std::vector<std::string> argv;  ///< as shown; argv[0] is replaced by `program`
    std::string input{};            ///< its standard input; empty: /dev/null
};

struct CommandResult {
    int exitCode = -1;    ///< -signal when it was ended by one
    std::string out, err; ///< up to 1 MiB each; the middle is left out beyond that
    double startedAt = 0, endedAt = 0; ///< seconds since the epoch
    enum class End : std::uint8_t { Exited, TimedOut, Cancelled, NotStarted, Stuck } end = End::Exited;
    ///< Stuck: neither SIGTERM nor SIGKILL ended it; it may still be in the kernel
};

struct CommandRules {
    std::string path;                  ///< PATH of the tools
    std::string tag{};                 ///< CHANDELIER_STEP in their environment, by which left-over processes are found
    double deadline = 0;               ///< seconds since the epoch
    const volatile std::sig_atomic_t *cancelled = nullptr;
    /// Output as it comes; may be empty.
    std::function<void(std::size_t command, bool isError, const std::string &text)> output{};
    /// True: no more output is wanted, and the tools are ended as when they are cancelled; may be empty.
    std::function<bool()> enough{};
};

/// Runs all at the same time and waits for them. One thread; blocks SIGCHLD while it waits.
std::vector<CommandResult> runCommands(const std::vector<Command> &commands, const CommandRules &rules);

double wallClock();

} // namespace agent
