// SPDX-License-Identifier: GPL-3.0-or-later
// Expected results of other collectors, in their own forms: LMT's test programs, LustrePerfMon's tests, Influx lines, HP's exporter.
#include "fixture-agreement.h"

#include "agent/collect/prometheus.h"
#include "agent/collect/scan.h"
#include "agent/collect/values.h"

namespace fixture {

using namespace collect;

namespace {

std::string between(std::string_view text, std::string_view begin, std::string_view end)
{
    const std::size_t at = text.find(begin);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = text.substr(at + begin.size());
    return std::string(rest.substr(0, rest.find(end)));
}

/// "tstats: lquake-OST0000: punch='8214 samples [reqs]'".
void expectLmtStats(std::string_view line, std::vector<Expected> &out)
{
    const std::string target = between(line, "tstats: ", ":"), row = between(line, "='", "'");
    const std::size_t equals = line.find('=');
    const std::string_view head = line.substr(0, equals);
    const std::string name(head.substr(head.rfind(' ') + 1));
    const auto words = wordList(row);
    const Labels labels{{"target", target}};
    if (name == "snapshot_time" && !words.empty()) {
        out.push_back({"*stats.snapshot_time", labels, std::string(words[0]), {}, {}});
        return;
    }
    if (words.size() < 3)
        return;
    const Labels own = with(labels, "operation", name);
    out.push_back({"*stats.samples", own, std::string(words[0]), {}, {}});
    static constexpr const char *columns[]{"min", "max", "sum", "sumsq"};
    for (std::size_t i = 3; i < words.size() && i < 7; ++i)
        out.push_back({std::string("*stats.") + columns[i - 3], own, std::string(words[i]), {}, {}});
}

/// "trecov: T: replayed_requests:='0'".
void expectLmtRecovery(std::string_view line, std::vector<Expected> &out)
{
    const std::string target = between(line, "trecov: ", ":"), value = between(line, "='", "'");
    const std::size_t end = line.find(":='");
    if (end == std::string_view::npos)
        return;
    std::string name(line.substr(0, end));
    name = name.substr(name.rfind(": ") + 2);
    for (char &c : name)
        c = c == ' ' ? '_' : c;
    const std::size_t slash = value.find('/');
    out.push_back({"recovery." + name, {{"target", target}}, value.substr(0, slash), {}, {}});
    if (slash != std::string::npos)
        out.push_back({"recovery." + name + ".of", {{"target", target}}, value.substr(slash + 1), {}, {}});
}

/// "ost: 2;HOST;cpu;memory;TARGET;filesfree;...": the fields that are figures of a target.
void expectLmtStrings(std::string_view line, std::vector<Expected> &out)
{
    const auto fields = split(line, ';');
    static constexpr const char *names[]{"filesfree", "filestotal", "kbytesfree", "kbytestotal", "stats.sum read_bytes", "stats.sum write_bytes", "", "num_exports", "lock_count"};
    const std::size_t stride = startsWith(line, "ost: ") ? 15 : fields.size();
    const std::size_t known = startsWith(line, "ost: ") ? 9 : 4;
    for (std::size_t at = 4; at + known < fields.size(); at += stride)
        for (std::size_t i = 0; i < known; ++i) {
            const auto words = split(names[i], ' ');
            Labels labels{{"target", std::string(fields[at])}};
            if (words.size() > 1)
                labels.emplace_back("operation", words[1]);
            // A counter that never counted has no row: that program writes 0.
            if (!words[0].empty() && !(words.size() > 1 && fields[at + 1 + i] == "0"))
                out.push_back({std::string(words[0]), labels, std::string(fields[at + 1 + i]), {}, {}});
        }
}

void expectLmt(const std::string &text, std::vector<Expected> &out)
{
    std::string section;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        if (startsWith(line, "tbrw_stats: ")) {
            const std::string_view rest = line.substr(12);
            const std::size_t colon = rest.find(':');
            if (colon == std::string_view::npos || !isDigits(rest.substr(0, colon))) {
                section = rest;
                continue;
            }
            const auto counts = split(rest.substr(colon + 1), ',');
            for (std::size_t i = 0; i < counts.size() && i < 2; ++i)
                out.push_back({"*brw_stats." + sectionName(section), {{"operation", i == 0 ? "read" : "write"}, {"size", std::string(rest.substr(0, colon))}}, std::string(trim(counts[i])), {}, {}});
        } else if (startsWith(line, "tstats: ") && contains(line, "='"))
            expectLmtStats(line, out);
        else if (startsWith(line, "trecov: ") && contains(line, "='"))
            expectLmtRecovery(line, out);
        else if (startsWith(line, "tosc: ") && contains(line, "s='"))
            out.push_back({"state", {{"target", between(line, "tosc: ", ":")}}, between(line, "s='", "'"), {}, {}});
        else if (startsWith(line, "tlnet: newbytes: ") && words.size() > 2)
            out.push_back({"lnet.newbytes", {}, std::string(words[2]), {}, {}});
        else if (startsWith(line, "tlnet: routing: ") && words.size() > 2)
            out.push_back({"lnet.routing", {}, words[2] == "OFF" ? "disabled" : "enabled", {}, {}});
        else if (startsWith(line, "tuuid: ") && words.size() > 2)
            out.push_back({"uuid", {{"target", std::string(words[1].substr(0, words[1].size() - 1))}}, std::string(words[2]), {}, {}});
        else if (contains(line, "proc_fs_lustre_version:")) {
            const std::string version = between(line, "major: ", ",") + "." + between(line, "minor: ", ",") + "." + between(line, "patch: ", ",");
            out.push_back({"version.numbers", {}, version, {}, {}});
        } else if (startsWith(line, "tproc: memory: ") && words.size() > 4) {
            out.push_back({"lmt.memory.total", {}, std::string(words[2].substr(0, words[2].size() - 1)), {}, {}});
            out.push_back({"lmt.memory.free", {}, std::string(words[4].substr(0, words[4].size() - 1)), {}, {}});
        } else if ((startsWith(line, "ost: ") || startsWith(line, "mdt: ")) && contains(line, ";")) {
            expectLmtStrings(line, out);
        } else if (startsWith(line, "tproc: cpu: ") && words.size() > 4) {
            out.push_back({"lmt.cpu.usage", {}, std::string(words[2]), {}, {}});
            out.push_back({"lmt.cpu.total", {}, std::string(words[4]), {}, {}});
        }
    }
}

} // namespace

bool compareTree(const Entry &entry, const Parsed &parsed, const std::string &oracle, const std::string &text, Result &result)
{
    (void)entry;
    if (contains(text.substr(0, 400), "outputs/t0")) {
        std::vector<Expected> expected;
        expectLmt(text, expected);
        compareLmt(expected, parsed.readings, result);
        return true;
    }
    if (endsWith(oracle, ".tsv") && startsWith(text, "metric\ttype"))
        return compareHp(text, parsed.readings, result);
    if (startsWith(text, "<?xml") && contains(text.substr(0, 200), "<tests>"))
        return comparePerfmon(text, parsed.readings, result);
    if (contains(oracle, ".influx"))
        return compareInflux(text, parsed.readings, result);
    return compareOther(entry, parsed, oracle, text, result);
}

} // namespace fixture
