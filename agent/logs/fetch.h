// SPDX-License-Identifier: GPL-3.0-or-later
// logs.fetch: what the host logged from a cursor on, in bounded batches: from journald, or from /var/log/messages where there is none.
#pragma once
#include "agent/logs/entries.h"

namespace logs {

inline constexpr std::size_t mostBytes = 240u << 10; ///< of an answer's lines as JSON: an answer stays below 256 KiB
inline constexpr double longestSeconds = 8;          ///< that reading may take; what there is then is given

/// What reading needs of the host; functions, so that tests and the agent's own way to run tools fit.
struct Host {
    struct Ran {
        int exitCode = 127; ///< 127: not installed; -signal when it was ended
        std::string err{};
        bool timedOut = false;
    };
    std::string sysroot{}; ///< before /var/log
    std::int64_t now = 0;  ///< ms since the epoch
    /// Runs a tool and gives its output in pieces to `take`, until that says false or the time is over.
    std::function<Ran(const std::vector<std::string> &argv, double seconds, const std::function<bool(std::string_view)> &take)> run{};
    std::function<double()> clock{}; ///< seconds that pass
};

/// {source, cursor, lines, more, lost}. NotFound: neither is there. TimedOut, ToolFailed: of journalctl.
protocol::Result<protocol::Json> fetch(const protocol::LogsArguments &args, Host &host);

/// Internal: what is collected for an answer.
class Batch {
public:
    Batch(std::uint64_t limit, std::string cursor) : m_limit(limit), m_cursor(std::move(cursor)) { }
    /// False: it does not fit any more, and was not taken.
    bool add(const protocol::LogLine &line, std::string cursor);
    /// Read, and not worth a line.
    void pass(std::string cursor) { m_cursor = std::move(cursor); }
    bool full() const { return m_full; }
    bool empty() const { return m_lines.empty(); }
    const std::string &cursor() const { return m_cursor; }
    protocol::Json json(const std::string &source, bool more, const std::string &lost) const;

private:
    protocol::Json m_lines = protocol::Json::array();
    std::size_t m_bytes = 0;
    std::uint64_t m_limit;
    std::string m_cursor;
    bool m_full = false;
};

/// Internal: the same from files of syslog. NotFound: there is none.
protocol::Result<protocol::Json> fetchFiles(const protocol::LogsArguments &args, const Host &host);

} // namespace logs
