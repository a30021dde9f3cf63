// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/logs/fetch.h"

namespace logs {

using protocol::Error;
using protocol::Json;
using protocol::LogsArguments;
using protocol::Problem;
using protocol::Result;

bool Batch::add(const protocol::LogLine &line, std::string cursor)
{
    Json json = toJson(line);
    const std::size_t bytes = protocol::dumpJson(json).size() + 1;
    if ((m_limit > 0 && m_lines.size() >= m_limit) || (m_bytes + bytes > mostBytes && !m_lines.empty())) {
        m_full = true;
        return false;
    }
    m_bytes += bytes;
    m_lines.push_back(std::move(json));
    m_cursor = std::move(cursor);
    return true;
}

Json Batch::json(const std::string &source, bool more, const std::string &lost) const
{
    return {{"source", source}, {"cursor", m_cursor}, {"lines", m_lines}, {"more", more}, {"lost", lost}};
}

namespace {

// All entries are printed whole: without --all a message of more than 4 KiB is null.
const std::vector<std::string> journalWords{"journalctl", "--no-pager", "--quiet", "--all", "--output=json"};
const std::string fieldsWord = "--output-fields=MESSAGE,PRIORITY,SYSLOG_IDENTIFIER,_COMM,_TRANSPORT,_SYSTEMD_UNIT,UNIT,_PID"; ///< systemd 236 and newer

struct Reading {
    Host &host;
    double begin;
    double left() const { return longestSeconds - (host.clock() - begin); }
};

bool unknownOption(const Host::Ran &ran) { return ran.exitCode > 0 && ran.err.find("output-fields") != std::string::npos; }

/// Entries from the place that `where` says, each to `take`.
Host::Ran journal(Reading &reading, const std::vector<std::string> &where, const std::function<bool(const Entry &)> &take)
{
    std::vector<std::string> argv = journalWords;
    argv.push_back(fieldsWord);
    argv.insert(argv.end(), where.begin(), where.end());
    for (int tries = 0;; ++tries) {
        LineSplitter splitter([&](std::string_view line, std::string_view tail, std::uint64_t huge) {
            const auto entry = huge > 0 ? readHugeEntry(line, tail, huge) : readJournalEntry(line);
            return !entry || take(*entry);
        });
        const Host::Ran ran = reading.host.run(argv, std::max(0.5, reading.left()), [&](std::string_view piece) { return splitter.feed(piece); });
        if (tries > 0 || !unknownOption(ran))
            return ran;
        std::erase(argv, fieldsWord);
    }
}

bool noJournal(const Host::Ran &ran)
{
    return ran.exitCode == 127 || (ran.exitCode != 0 && (ran.err.find("No journal files") != std::string::npos || ran.err.find("No such file") != std::string::npos));
}

bool badCursor(const Host::Ran &ran) { return ran.exitCode > 0 && ran.err.find("cursor") != std::string::npos; }

/// --since with -n gives the first lines of that time in some versions of systemd, and the last in others: hence in two steps.
std::vector<std::string> beginning(Reading &reading, const LogsArguments &args)
{
    const std::string since = "--since=@" + std::to_string(args.since / 1000);
    if (args.newest == 0)
        return {since};
    Entry first;
    journal(reading, {"--lines=" + std::to_string(args.newest)}, [&](const Entry &entry) {
        first = entry;
        return false;
    });
    if (!first.cursor.empty() && first.line.at >= args.since)
        return {"--cursor=" + first.cursor};
    return {since};
}

Result<Json> fetchJournal(const LogsArguments &args, Host &host, bool &none)
{
    Reading reading{host, host.clock()};
    Batch batch(args.limit, args.cursor);
    const auto take = [&](const Entry &entry) { return batch.add(entry.line, entry.cursor); };
    std::string lost;
    std::vector<std::string> where{"--after-cursor=" + args.cursor};
    if (args.cursor.empty())
        where = beginning(reading, args);
    Host::Ran ran = journal(reading, where, take);
    if (badCursor(ran) && batch.empty() && !args.cursor.empty()) {
        lost = "the journal does not know the line any more where reading had ended";
        ran = journal(reading, beginning(reading, args), take);
    }
    none = noJournal(ran) && batch.empty();
    if (none)
        return Error{Problem::NotFound, "This host has no journal.", ran.err, {}};
    if (ran.timedOut && batch.empty())
        return Error{Problem::TimedOut, "journalctl gave nothing within " + std::to_string(static_cast<int>(longestSeconds)) + " s.", ran.err,
                     "Look at the journal on that host: journalctl --verify, journalctl --disk-usage."};
    if (ran.exitCode > 0 && batch.empty())
        return Error{Problem::ToolFailed, "journalctl could not read the journal (exit code " + std::to_string(ran.exitCode) + ").", ran.err, "Run journalctl on that host and correct what it says."};
    return batch.json("journal", batch.full() || ran.timedOut, lost);
}

} // namespace

Result<Json> fetch(const LogsArguments &args, Host &host)
{
    // Where a file is read, the journal has no say unless the file is gone; then it is read from the time where the file ended.
    const bool ofFile = args.cursor.compare(0, 5, "file:") == 0;
    if (ofFile)
        if (auto read = fetchFiles(args, host); read)
            return read;
    LogsArguments asked = args;
    if (ofFile)
        asked.cursor.clear();
    bool none = false;
    if (Result<Json> read = fetchJournal(asked, host, none); !none) {
        // journalctl says nothing of it, and ends well, where nobody writes a journal.
        const bool nothing = read && asked.cursor.empty() && protocol::member(*read, "lines").empty() && !protocol::flagOf(*read, "more");
        auto files = nothing ? fetchFiles(args, host) : read;
        return files ? files : read;
    }
    auto read = fetchFiles(args, host);
    if (!read && read.error().problem == Problem::NotFound)
        return Error{Problem::NotFound, "This host has neither a journal nor /var/log/messages.", {}, "Let journald or rsyslog run there."};
    return read;
}

} // namespace logs
