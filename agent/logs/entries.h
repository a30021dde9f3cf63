// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a log, from what `journalctl -o json` prints (systemd.journal-fields(7), "Journal JSON Format") or from a syslog file.
#pragma once
#include "agent/protocol/logs.h"

#include <functional>
#include <optional>
#include <string_view>

namespace logs {

inline constexpr std::size_t mostText = 16u << 10; ///< bytes of a line; the rest is left out, and counted

struct Entry {
    protocol::LogLine line;
    std::string cursor{}; ///< __CURSOR; empty in files
};

/// Nothing: no journal entry with a time. A field may be a text, a list of texts (it was there several times), a list of numbers
/// (bytes that are no UTF-8), or null (systemd found it too long).
std::optional<Entry> readJournalEntry(std::string_view json);
/// An entry that was too long to be kept: what its first and last bytes tell.
std::optional<Entry> readHugeEntry(std::string_view head, std::string_view tail, std::uint64_t bytes);

/// "Nov 23 01:02:03 host program[12]: text" (no year: the one that puts it before `now`), "2026-11-23T01:02:03.123456+01:00 host ...".
/// Nothing: the line has no time. `now`: ms since the epoch. The kernel's own clock after "kernel:" is left out.
std::optional<protocol::LogLine> readSyslogLine(std::string_view line, std::int64_t now);

/// Cuts it where it is too long, between characters.
void setText(protocol::LogLine &line, std::string text);

/// Lines out of pieces. One that is longer than `most` comes as its first and last 64 KiB.
class LineSplitter {
public:
    /// `huge`: bytes of the whole line when it was too long (then `line` is its head and `tail` its tail), else 0. False: no more are wanted.
    using Take = std::function<bool(std::string_view line, std::string_view tail, std::uint64_t huge)>;
    explicit LineSplitter(Take take, std::size_t most = 1u << 20) : m_take(std::move(take)), m_most(most) { }
    /// False: the taker wants no more; what is left of the piece is dropped.
    bool feed(std::string_view piece);
    /// What came after the last newline.
    bool finish();

private:
    bool give();
    Take m_take;
    std::size_t m_most;
    std::string m_line{}, m_tail{};
    std::uint64_t m_bytes = 0;
};

} // namespace logs
