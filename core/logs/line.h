// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a server's log as the manager keeps and shows it.
#pragma once
#include "agent/protocol/logs.h"

#include <compare>

namespace logbook {

enum class Severity : std::uint8_t { Critical, Error, Warning, Info, Debug };

/// Where a line stands: by time, and at one time in the order in which it came. `id` is unique in a store.
struct Key {
    std::int64_t at = 0; ///< ms since the epoch
    std::int64_t id = 0;
    friend auto operator<=>(const Key &, const Key &) = default;
};
inline constexpr Key beforeAll{INT64_MIN, INT64_MIN}, afterAll{INT64_MAX, INT64_MAX};

struct Line {
    Key key{};
    std::string server{};
    Severity severity = Severity::Info;
    bool lustre = false; ///< of Lustre or LNet, or of the disk file system below it
    bool mark = false;   ///< not of the server: says that lines are missing here
    protocol::LogLine said{};
};

/// The priority as a word; where the log has none, by what Lustre puts before its errors.
Severity severityOf(const protocol::LogLine &line);
bool isLustre(const protocol::LogLine &line);
/// The text for people: bytes that are no UTF-8 as \xNN, control characters as spaces, and what was left out as a mark.
std::string shownText(const protocol::LogLine &line);
/// The NIDs that a text names, each once.
std::vector<std::string> nidsIn(std::string_view text);

} // namespace logbook
