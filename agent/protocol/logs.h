// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of an agent's logs, and a line of them as it is on the wire. PROTOCOL.md has the answer.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <string>

namespace protocol {

struct LogsArguments {
    std::string cursor{};     ///< where an earlier answer ended; empty: begin at `since`
    std::int64_t since = 0;   ///< ms since the epoch: without a cursor, or when the log does not know it any more
    std::uint64_t newest = 0; ///< of what is there since then, at most about so many lines; 0: all
    std::uint64_t limit = 0;  ///< most lines of the answer; 0: as many as fit
};

Result<LogsArguments> logsArguments(const Json &args);

/// A line of a log. Of the journal: MESSAGE, PRIORITY, SYSLOG_IDENTIFIER (else _COMM), _SYSTEMD_UNIT (else UNIT), _PID.
struct LogLine {
    std::int64_t at = 0;    ///< ms since the epoch, by the server's clock
    int priority = -1;      ///< 0 (emergency) to 7 (debug), as syslog counts; -1: the log does not say
    std::string program{};  ///< "kernel" for the kernel's own
    std::string unit{};     ///< of systemd; empty: none
    std::int64_t pid = 0;   ///< 0: none
    std::string text{};     ///< bytes as they were logged; they need not be UTF-8
    std::uint64_t left = 0; ///< bytes left out at its end
    friend bool operator==(const LogLine &, const LogLine &) = default;
};

/// [at, priority, program, unit, pid, text], and {"left", "base64"} where they say something.
Json toJson(const LogLine &line);
/// BadMessage: not such a list.
Result<LogLine> logLineFromJson(const Json &json);

bool isUtf8(std::string_view text);

} // namespace protocol
