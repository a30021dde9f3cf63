// SPDX-License-Identifier: GPL-3.0-or-later
// Kernel messages of Lustre and LNet (and of the cluster around them) as syslog, journald and dmesg give them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace collect {

enum class Severity : std::uint8_t { Info, Warning, Error, Critical };
std::string_view word(Severity severity);

struct Message {
    std::string_view time, host, program; ///< empty where the line has none; program is "kernel" for kernel lines
    std::string_view subsystem;           ///< Lustre, LustreError, LNet, LNetError; empty for others
    std::string_view code;                ///< "166-1" up to 2.15
    std::string_view pid, place;          ///< "ldlm_lockd.c:356:waiting_locks_callback"
    std::string_view text;                ///< what is said
    std::string_view kind;                ///< a word of the catalogue: eviction, connection_lost ...; "other" when it is none of them
    Severity severity = Severity::Info;
    std::string target, nid;              ///< the target and the NID that it is about; empty when none is named
    std::int64_t repeats = 0;             ///< of "Skipped N previous similar messages"
};

/// One line. Views into it.
Message readMessage(std::string_view line);

/// The first NID in a text, without "12345-" or "MGC" before it.
std::string nidIn(std::string_view text);

} // namespace collect
