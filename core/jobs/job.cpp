// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/job.h"

#include <algorithm>
#include <array>

namespace jobs {
namespace {
constexpr std::array<std::string_view, 8> words{
    "waiting", "running", "done", "failed", "cancelled", "timed-out", "skipped", "stalled"};
static_assert(words.size() == static_cast<std::size_t>(JobState::Stalled) + 1);
} // namespace

std::string_view word(JobState state)
{
    return words.at(static_cast<std::size_t>(state));
}

std::optional<JobState> stateFromWord(std::string_view word)
{
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        return {};
    return static_cast<JobState>(found - words.begin());
}

bool isEnd(JobState state)
{
    return state != JobState::Waiting && state != JobState::Running && state != JobState::Stalled;
}

double Job::fraction() const
{
    if (moves.empty())
        return isEnd(state) ? 1 : 0;
    double sum = 0;
    for (const MoveRun &move : moves)
        sum += move.state == JobState::Done ? 1 : std::clamp(move.fraction, 0.0, 1.0);
    return sum / static_cast<double>(moves.size());
}

std::size_t Job::doneMoves() const
{
    return static_cast<std::size_t>(std::count_if(
        moves.begin(), moves.end(), [](const MoveRun &move) { return move.state == JobState::Done; }));
}

} // namespace jobs
