// SPDX-License-Identifier: GPL-3.0-or-later
// The journal's file, and journalctl.
#include "agent/simhost/journal.h"

#include "agent/simhost/call.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace simhost {

namespace {

constexpr std::size_t mostBytes = 8u << 20; ///< then the older half is vacuumed away

std::string journalPath(const std::string &directory, const std::string &host) { return directory + "/hosts/" + host + "/journal"; }

/// Entries in the order of time; the first line says how many were vacuumed away.
struct Journal {
    std::int64_t vacuumed = 0;
    std::vector<Json> entries;
};

Journal readJournal(const std::string &path)
{
    Journal journal;
    for (const std::string &line : lines(readFile(path))) {
        Json entry = parse(line);
        if (entry.contains("vacuumed"))
            journal.vacuumed = num(entry, "vacuumed");
        else if (entry.contains("t"))
            journal.entries.push_back(std::move(entry));
    }
    std::stable_sort(journal.entries.begin(), journal.entries.end(), [](const Json &a, const Json &b) { return num(a, "t") < num(b, "t"); });
    return journal;
}

void writeJournal(const std::string &path, const Journal &journal)
{
    std::string text = dump(Json{{"vacuumed", journal.vacuumed}}) + "\n";
    for (const Json &entry : journal.entries)
        text += dump(entry) + "\n";
    writeFile(path, text);
}

} // namespace

void say(Session &session, const std::string &host, const Said &said)
{
    const std::string path = journalPath(session.directory(), host);
    Json entry{{"t", nowMillis() * 1000 + static_cast<std::int64_t>(said.in * 1e6)}, {"p", said.priority}, {"n", said.program}, {"m", said.text}, {"b", str(session.state(host), "bootId")}};
    if (!said.unit.empty())
        entry["u"] = said.unit;
    if (said.pid > 0)
        entry["d"] = said.pid;
    struct stat status{};
    if (::stat(path.c_str(), &status) == 0 && static_cast<std::size_t>(status.st_size) > mostBytes) {
        Journal journal = readJournal(path);
        const std::size_t gone = journal.entries.size() / 2;
        journal.entries.erase(journal.entries.begin(), journal.entries.begin() + static_cast<std::ptrdiff_t>(gone));
        journal.vacuumed += static_cast<std::int64_t>(gone);
        writeJournal(path, journal);
    }
    appendLine(path, dump(entry));
}

void forgetFuture(Session &session, const std::string &host)
{
    const std::string path = journalPath(session.directory(), host);
    Journal journal = readJournal(path);
    const std::int64_t now = nowMillis() * 1000;
    const std::size_t before = journal.entries.size();
    std::erase_if(journal.entries, [now](const Json &entry) { return num(entry, "t") > now; });
    if (journal.entries.size() != before)
        writeJournal(path, journal);
}

namespace {

struct Asked {
    std::string output = "short", cursor, unit;
    bool after = false, kernel = false, bad = false;
    std::int64_t since = 0, newest = -1; ///< microseconds
    std::string wrong{};
};

/// "--name=value" or "--name value"; the value of a short option may be joined to it.
Asked askedOf(const Words &args)
{
    Asked asked;
    for (std::size_t i = 0; i < args.size(); ++i) {
        std::string word = args[i], value;
        const std::size_t equal = word.rfind("--", 0) == 0 ? word.find('=') : std::string::npos;
        const bool joined = equal != std::string::npos;
        if (joined) {
            value = word.substr(equal + 1);
            word.resize(equal);
        }
        static const Words valued{"-o", "--output", "-n", "--lines", "--since", "-S", "--cursor", "-c", "--after-cursor", "-u", "--unit", "--output-fields"};
        static const Words bare{"--no-pager", "-q", "--quiet", "-a", "--all", "-k", "--dmesg", "--utc"};
        if (!contains(valued, word) && !contains(bare, word)) {
            asked.wrong = word;
            return asked;
        }
        if (contains(valued, word) && !joined && i + 1 < args.size())
            value = args[++i];
        if (word == "-o" || word == "--output")
            asked.output = value;
        else if (word == "-n" || word == "--lines")
            asked.newest = wholeNumber(value);
        else if (word == "--since" || word == "-S")
            asked.since = value.rfind('@', 0) == 0 ? wholeNumber(value.substr(1)) * 1'000'000 : 0;
        else if (word == "--cursor" || word == "-c" || word == "--after-cursor") {
            asked.cursor = value;
            asked.after = word == "--after-cursor";
        } else if (word == "-u" || word == "--unit")
            asked.unit = value;
        asked.kernel = asked.kernel || word == "-k" || word == "--dmesg";
    }
    return asked;
}

/// "s=...;i=1f;b=...": i counts from 1. 0: no cursor.
std::int64_t numberIn(const std::string &cursor)
{
    for (const std::string &part : split(cursor, ';'))
        if (part.rfind("i=", 0) == 0)
            return wholeNumber("0x" + part.substr(2));
    return 0;
}

std::string cursorText(const std::string &host, std::int64_t number, const Json &entry)
{
    return "s=" + replaced(left(host, 32), " ", "0") + format(";i=%llx;b=", static_cast<unsigned long long>(number)) + replaced(str(entry, "b"), "-", "")
        + format(";m=%llx;t=%llx;x=%llx", static_cast<unsigned long long>(num(entry, "t") % 100'000'000'000), static_cast<unsigned long long>(num(entry, "t")),
                 static_cast<unsigned long long>(num(entry, "t")) * 2654435761ULL);
}

/// The fields and their order as systemd 252 prints them; numbers are texts there.
std::string jsonEntry(const std::string &host, std::int64_t number, const Json &entry)
{
    const bool kernel = str(entry, "n") == "kernel";
    nlohmann::ordered_json out{{"__CURSOR", cursorText(host, number, entry)}, {"__REALTIME_TIMESTAMP", std::to_string(num(entry, "t"))},
                               {"__MONOTONIC_TIMESTAMP", std::to_string(num(entry, "t") % 100'000'000'000)}, {"_BOOT_ID", replaced(str(entry, "b"), "-", "")},
                               {"_TRANSPORT", kernel ? "kernel" : "syslog"}, {"PRIORITY", std::to_string(num(entry, "p"))}, {"SYSLOG_IDENTIFIER", str(entry, "n")}};
    if (entry.contains("u"))
        out["_SYSTEMD_UNIT"] = str(entry, "u");
    if (entry.contains("d"))
        out["_PID"] = std::to_string(num(entry, "d"));
    out["MESSAGE"] = str(entry, "m");
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string shortEntry(const std::string &host, const Json &entry)
{
    const std::string time = ctimeText(num(entry, "t") / 1'000'000);
    const std::string pid = entry.contains("d") ? "[" + std::to_string(num(entry, "d")) + "]" : "";
    return time.substr(4, 15) + " " + host + " " + str(entry, "n") + pid + ": " + str(entry, "m");
}

} // namespace

int journalctl(Call &call)
{
    const Asked asked = askedOf(call.args);
    if (!asked.wrong.empty())
        return call.fail(1, "journalctl: unrecognized option '" + asked.wrong + "'\n");
    const std::int64_t known = numberIn(asked.cursor);
    if (!asked.cursor.empty() && known <= 0)
        return call.fail(1, "Failed to seek to cursor: Invalid argument\n");
    const Journal journal = readJournal(journalPath(call.directory, call.host));
    const std::int64_t now = nowMillis() * 1000;
    const auto fits = [&](const Json &entry, std::int64_t number) {
        return num(entry, "t") <= now && num(entry, "t") >= asked.since && number >= known + (asked.after ? 1 : 0) && (!asked.kernel || str(entry, "n") == "kernel")
            && (asked.unit.empty() || str(entry, "u") == asked.unit || str(entry, "u") == asked.unit + ".service");
    };
    std::vector<std::pair<std::int64_t, const Json *>> shown;
    for (std::size_t i = 0; i < journal.entries.size(); ++i)
        if (const std::int64_t number = journal.vacuumed + static_cast<std::int64_t>(i) + 1; fits(journal.entries[i], number))
            shown.emplace_back(number, &journal.entries[i]);
    const std::size_t skip = asked.newest >= 0 && shown.size() > static_cast<std::size_t>(asked.newest) ? shown.size() - static_cast<std::size_t>(asked.newest) : 0;
    std::string text;
    for (std::size_t i = skip; i < shown.size(); ++i) {
        const auto &[number, entry] = shown[i];
        text += (asked.output == "json" ? jsonEntry(call.host, number, *entry) : asked.output == "cat" ? str(*entry, "m") : shortEntry(call.host, *entry)) + "\n";
        if (text.size() > 65536) {
            call.out(text);
            text.clear();
        }
    }
    call.out(text);
    return 0;
}

} // namespace simhost
