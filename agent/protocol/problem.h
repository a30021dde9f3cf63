// SPDX-License-Identifier: GPL-3.0-or-later
// The closed set of problem codes that manager and agent both speak. PROTOCOL.md lists what each one means.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace protocol {

enum class Problem : std::uint8_t {
    None,
    BadArgument,       // the caller asked for something that cannot be meant: a name, a range, a missing field
    BadMessage,        // a frame or message that does not follow the protocol
    VersionMismatch,   // no protocol version that both sides speak
    AccessDenied,      // the peer's groups, key or password do not allow it
    LeaseNeeded,       // a writing verb without the current lease
    LeaseHeld,         // another holder has the lease; the detail says who, where from, and what runs
    NotFound,          // no such host, device, target, job
    DeviceChanged,     // the device is not the one that the plan saw (serial, size or signature)
    DeviceInUse,       // holders, mounts, or content that the plan did not name
    MountedElsewhere,  // the target is mounted on another host, or nobody knows that it is not
    MmpOff,            // multiple-mount protection is off where only it could decide
    ToolFailed,        // a tool ended with an error; the transcript has its words
    ToolMissing,       // the tool is not installed on this host
    TimedOut,
    Cancelled,
    Interrupted,       // the agent died while the step ran; the detail says what was observed afterwards
    Disconnected,      // the line was lost before an answer came
    Unreachable,       // no connection to the host
    HostKeyUnknown,
    HostKeyChanged,
    NoSpace,           // the disk of the agent's state directory is full, or cannot be written
    Conflict,          // two sources disagree, or the goals contradict each other
    Impossible,        // no way from here to the goal
    Storage,           // the manager's own database or files
    Internal,          // a promise between our own parts was broken
};

/// The kebab-case word of a code, as it stands on the wire ("device-changed").
std::string_view word(Problem problem);
std::optional<Problem> problemFromWord(std::string_view word);

} // namespace protocol
