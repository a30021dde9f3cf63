// SPDX-License-Identifier: GPL-3.0-or-later
// A job: a plan being run or that was run, as plain data.
#pragma once
#include "agent/protocol/frames.h"
#include "core/plan/plan.h"

#include <optional>

namespace jobs {

using JobId = std::string; ///< a UUID

enum class JobState : std::uint8_t {
    Waiting,     ///< not begun (a move: others come first; a job: leases are being taken)
    Running,
    Done,
    Failed,
    Cancelled,
    TimedOut,
    Skipped,     ///< a move whose predecessor did not end well; `because` says which
    Stalled,     ///< running, but the host of a step does not answer; goes on by itself when it does
};
std::string_view word(JobState state); ///< "running"; for JSON and the database, not for people
std::optional<JobState> stateFromWord(std::string_view word);
bool isEnd(JobState state);

struct StepRun {
    std::string id;  ///< on the wire: "<job>/<move>/<step>", a retry appends "r<n>"
    JobState state = JobState::Waiting;
    std::int64_t startedAt = 0, endedAt = 0; ///< ms since the epoch
    std::vector<protocol::Transcript> transcripts{};
    std::optional<base::Error> error{};
    protocol::Json value{};
    bool replayed = false;
};

struct MoveRun {
    JobState state = JobState::Waiting;
    std::vector<StepRun> steps{};
    double fraction = 0;         ///< 0 to 1; -1 not known
    std::string line{};          ///< the last progress line
    std::string liveOutput{};    ///< tail of what the running tool printed, at most 64 KiB
    std::optional<std::size_t> because{}; ///< of Skipped
    std::int64_t startedAt = 0, endedAt = 0;
};

struct Job {
    JobId id;
    plan::Plan plan;
    JobState state = JobState::Waiting;
    std::string holder, host; ///< who started it, on which workstation
    std::int64_t createdAt = 0, startedAt = 0, endedAt = 0;
    std::vector<MoveRun> moves{};          ///< as plan.moves
    std::vector<std::string> words{};      ///< host names typed as a person's word
    std::optional<base::Error> error{};    ///< why it could not start or go on (LeaseHeld: who has it)
    std::string waitingFor{};              ///< for a person, while Stalled or waiting for leases
    double fraction() const;               ///< of the whole, 0 to 1
    std::size_t doneMoves() const;
};

} // namespace jobs
