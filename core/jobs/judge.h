// SPDX-License-Identifier: GPL-3.0-or-later
// The decisions of the executor that need no waiting, as pure functions.
#pragma once
#include "core/jobs/job.h"

namespace jobs {

/// What to do about a step whose agent was killed while it ran, by what was observed on the host afterwards.
enum class Verdict : std::uint8_t {
    Done,   ///< the wanted effect is there
    Again,  ///< it is safe to ask once more, under a new step id
    Failed, ///< nobody can say; a person has to look
};
Verdict judgeInterrupted(const plan::Step &step, const base::Error &error);

/// The arguments of a mount with what is known about its peers now: what the move's checks of them have answered, and whose
/// names a person typed as the word that they are off. MountedElsewhere: a check saw it mounted on a peer.
base::Result<protocol::Json> mountArguments(
    const plan::Move &move, const MoveRun &run, std::size_t step, const std::vector<std::string> &words);

/// The server whose next boot a step waits for: one that it reboots, or has fenced; empty: none.
std::string awaitedBoot(const plan::Step &step);
/// What a reading step was to show (`expect` in its arguments: resources that run, and the node on which nothing may run) and does not.
base::Result<void> meetsExpectation(const plan::Step &step, const protocol::Json &answer);

/// The typed names that a plan wants and that are not in `words`. Each once.
std::vector<std::string> missingWords(const plan::Plan &plan, const std::vector<std::string> &words);
/// All hosts that are asked anything, sorted.
std::vector<std::string> serversOf(const plan::Plan &plan);
/// "<job>/<move>/<step>", "r<n>" behind it for the n-th retry.
std::string stepId(const JobId &job, std::size_t move, std::size_t step, int retry = 0);
int retryOf(const std::string &stepId); ///< n; 0 for the first
/// How a job ends whose moves have all ended.
JobState outcome(const Job &job);

} // namespace jobs
