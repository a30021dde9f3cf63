// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/problem.h"

#include <array>
#include <utility>

namespace protocol {
namespace {
constexpr std::array<std::pair<Problem, std::string_view>, 26> words{{
    {Problem::None, "none"},
    {Problem::BadArgument, "bad-argument"},
    {Problem::BadMessage, "bad-message"},
    {Problem::VersionMismatch, "version-mismatch"},
    {Problem::AccessDenied, "access-denied"},
    {Problem::LeaseNeeded, "lease-needed"},
    {Problem::LeaseHeld, "lease-held"},
    {Problem::NotFound, "not-found"},
    {Problem::DeviceChanged, "device-changed"},
    {Problem::DeviceInUse, "device-in-use"},
    {Problem::MountedElsewhere, "mounted-elsewhere"},
    {Problem::MmpOff, "mmp-off"},
    {Problem::ToolFailed, "tool-failed"},
    {Problem::ToolMissing, "tool-missing"},
    {Problem::TimedOut, "timed-out"},
    {Problem::Cancelled, "cancelled"},
    {Problem::Interrupted, "interrupted"},
    {Problem::Disconnected, "disconnected"},
    {Problem::Unreachable, "unreachable"},
    {Problem::HostKeyUnknown, "host-key-unknown"},
    {Problem::HostKeyChanged, "host-key-changed"},
    {Problem::NoSpace, "no-space"},
    {Problem::Conflict, "conflict"},
    {Problem::Impossible, "impossible"},
    {Problem::Storage, "storage"},
    {Problem::Internal, "internal"},
}};
static_assert(words.back().first == Problem::Internal && words.back().second == "internal");
} // namespace

std::string_view word(Problem problem)
{
    return words.at(static_cast<std::size_t>(problem)).second;
}

std::optional<Problem> problemFromWord(std::string_view word)
{
    for (const auto &[problem, text] : words)
        if (text == word)
            return problem;
    return {};
}

} // namespace protocol
