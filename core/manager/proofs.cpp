// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/proofs.h"

#include "core/inventory/ids.h"
#include "core/profile/notes.h"

#include <algorithm>

namespace manager {

namespace {

constexpr std::string_view passed = "Fence test passed: ";

/// Power that somebody switches is a move of the same kind, and proves nothing: nobody looked at what became of the targets.
bool isFenceTest(const plan::Move &move)
{
    const auto has = [&](protocol::Verb verb, const char *argument) {
        return std::any_of(move.steps.begin(), move.steps.end(), [&](const plan::Step &s) { return s.verb == verb && s.args.contains(argument); });
    };
    return move.kind == machine::Kind::Fencing && has(protocol::Verb::FenceNode, "awaits") && has(protocol::Verb::HaState, "expect");
}

} // namespace

void keepProof(const std::string &profilePath, const jobs::Job &job, std::int64_t now)
{
    if (job.state != jobs::JobState::Done)
        return;
    for (std::size_t i = 0; i < job.plan.moves.size(); ++i) {
        const plan::Move &move = job.plan.moves[i];
        if (!isFenceTest(move))
            continue;
        const std::string server = inventory::serverIn(move.object);
        std::size_t targets = 0;
        for (const plan::Step &step : move.steps)
            targets += protocol::member(protocol::member(step.args, "expect"), "running").size();
        const auto &run = job.moves[i];
        const std::string took = run.endedAt > run.startedAt && run.startedAt > 0 ? "; it was back after " + std::to_string((run.endedAt - run.startedAt) / 1000) + " s" : std::string();
        const std::string text = std::string(passed) + move.steps.front().server + " switched " + server + " off and on, and "
            + (targets == 1 ? "its target" : "its " + std::to_string(targets) + " targets") + " ran elsewhere meanwhile" + took + ".";
        if (auto notes = profile::Notes::open(profilePath))
            (void)(*notes)->add({server, now, "job " + job.id.substr(0, 8), text}).ok(); // then it has to be proven again
    }
}

std::map<std::string, FenceProof> fenceProofs(const std::string &profilePath)
{
    std::map<std::string, FenceProof> out;
    const auto notes = profile::Notes::open(profilePath);
    if (!notes)
        return out;
    const auto all = (*notes)->of({});
    for (const profile::ServerNote &note : all ? *all : std::vector<profile::ServerNote>{})
        if (note.text.starts_with(passed))
            out[note.server] = {note.at, note.text}; // oldest first: the last one stays
    return out;
}

} // namespace manager
