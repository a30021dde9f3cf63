// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/lfs.h"

#include "agent/collect/names.h"
#include "agent/collect/scan.h"
#include "agent/collect/yaml.h"

#include <array>

namespace collect {

namespace {

/// "52.7G" in bytes; plain numbers as they are.
bool readSize(std::string_view word, Number &number, bool &letters)
{
    static constexpr std::string_view powers = "KMGTPE";
    while (!word.empty() && word.back() == '*') // over quota
        word.remove_suffix(1);
    const std::size_t power = word.size() > 1 ? powers.find(word.back()) : std::string_view::npos;
    letters = power != std::string_view::npos;
    if (!letters)
        return readNumber(word, number);
    Number plain;
    if (!readNumber(word.substr(0, word.size() - 1), plain))
        return false;
    double value = plain.real();
    for (std::size_t i = 0; i <= power; ++i)
        value *= 1024;
    number = Number::ofReal(value);
    return true;
}

/// Lines that their author or a narrow window broke: put together again where a row has too few words.
std::vector<std::string> joinedLines(std::string_view text, std::size_t words, std::string_view begin)
{
    std::vector<std::string> rows;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (content.empty())
            continue;
        const bool whole = rows.empty() || wordList(rows.back()).size() >= words || contains(content, begin) || contains(rows.back(), ": ");
        if (whole && !(!rows.empty() && contains(rows.back(), "[") && !contains(rows.back(), "]")))
            rows.emplace_back(content);
        else
            rows.back() += (contains(rows.back(), "[") && !contains(rows.back(), "]") ? "" : " ") + std::string(content);
    }
    return rows;
}

} // namespace

Readings readDf(std::string_view text)
{
    Readings out;
    bool inodes = false;
    for (const std::string &row : joinedLines(text, 5, "_UUID")) {
        const std::string_view line = row;
        if (startsWith(line, "UUID")) {
            inodes = contains(line, "Inodes");
            continue;
        }
        if (trim(line).find_first_not_of("-=") == std::string_view::npos)
            continue;
        const bool summary = startsWith(line, "filesystem_summary:") || startsWith(line, "filesystem summary:");
        Words words(summary ? line.substr(line.find(':') + 1) : line);
        std::string_view target = summary ? std::string_view("filesystem_summary") : words.next();
        const std::string_view first = words.next(), second = words.next(), third = words.next(), percent = words.next();
        std::string_view mount = words.next();
        Number total, used, available, share;
        bool letters = false, l2 = false, l3 = false;
        if (!readSize(first, total, letters) || !readSize(second, used, l2) || !readSize(third, available, l3)) {
            out.gap(target, contains(line, "inactive") || contains(line, "Resource temporarily unavailable") ? Cause::Absent : Cause::Malformed, line);
            continue;
        }
        const std::size_t bracket = mount.find('[');
        const bool ost = bracket != std::string_view::npos && startsWith(mount.substr(bracket), "[OST");
        if (endsWith(target, "_UUID"))
            target.remove_suffix(5);
        Labels labels{{"target", std::string(target)}, {"mount", std::string(mount.substr(0, bracket))}};
        if (!summary)
            labels.emplace_back("component", ost ? "ost" : "mdt");
        const std::string_view unit = inodes ? "" : letters || l2 || l3 ? "bytes" : "KiB";
        const std::string base = inodes ? "df.inodes_" : "df.";
        out.figure(base + "total", labels, total, unit);
        out.figure(base + "used", labels, used, unit);
        out.figure(base + "available", labels, available, unit);
        if (!percent.empty() && readNumber(percent.substr(0, percent.size() - 1), share))
            out.figure(base + "use_percent", labels, share, "%");
        if (bracket != std::string_view::npos && mount.find(']') != std::string_view::npos && !trim(mount.substr(mount.find(']') + 1)).empty())
            out.fact("df.flags", labels, mount.substr(mount.find(']') + 1));
    }
    return out;
}

Readings readDevices(std::string_view text)
{
    Readings out;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        if (words.empty() || words[0] == "...")
            continue;
        if (words.size() < 5 || !isDigits(words[0])) {
            out.gap("devices", Cause::Malformed, line);
            continue;
        }
        const Labels labels{{"type", std::string(words[2])}, {"device", std::string(words[3])}, {"uuid", std::string(words[4])}};
        out.fact("device.state", labels, words[1]);
        Number number;
        if (words.size() > 5 && readNumber(words[5], number))
            out.figure("device.references", labels, number);
        if (words.size() > 6)
            out.fact("device.nid", labels, words[6]);
    }
    return out;
}

Readings readQuotaReport(std::string_view text)
{
    static constexpr std::array<std::string_view, 4> columns{"used", "soft", "hard", "grace"};
    Readings out;
    std::string who;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty() || startsWith(content, "Filesystem"))
            continue;
        if (startsWith(content, "Disk quotas for ") || startsWith(content, "Block grace time") || startsWith(content, "Default ")) {
            who = content;
            continue;
        }
        if (startsWith(content, "Total allocated")) {
            for (const std::string_view part : split(content, ',')) {
                Number number;
                if (keyValue(part, ':', key, value) && readNumber(value, number))
                    out.figure(contains(key, "inode") ? "quota.allocated_inodes" : "quota.allocated_kbytes", with({}, "who", who), number);
            }
            continue;
        }
        const auto words = wordList(content);
        if (words.size() == 1) { // the last grace of a row too wide for its page
            out.fact("quota.grace", with({}, "who", who), words[0]);
            continue;
        }
        std::size_t column = 0, half = 0;
        for (std::size_t i = 1; i < words.size() && half < 2; ++i) {
            Number number;
            bool letters = false;
            const Labels labels{{"who", who}, {"target", std::string(words[0])}, {"what", half == 0 ? "kbytes" : "files"}};
            if (column < 3 && readSize(words[i], number, letters)) {
                out.figure("quota." + std::string(columns[column]), labels, number, letters ? "bytes" : half == 0 ? "KiB" : "");
                if (words[i].back() == '*')
                    out.fact("quota.over", labels, words[i]);
            } else if (column == 3 && words[i] != "-")
                out.fact("quota.grace", labels, words[i]);
            else if (words[i] != "-")
                out.gap("quota", Cause::Malformed, line);
            column = (column + 1) % 4;
            half += column == 0 ? 1 : 0;
        }
    }
    return out;
}

Readings readStripes(std::string_view text)
{
    Readings out;
    Labels labels;
    Lines lines(text);
    bool table = false;
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        Number number;
        if (content.empty() || content == "......" || content == "...")
            continue;
        if (content.front() == '/') {
            labels = {{"file", std::string(content)}};
            out.fact("stripe.file", labels, content);
            table = false;
            continue;
        }
        if (startsWith(content, "obdidx")) {
            table = true;
            continue;
        }
        const auto words = wordList(content);
        if (table && words.size() >= 4 && readNumber(words[0], number)) {
            out.figure("stripe.ost", with(labels, "object", words[1]), number);
            continue;
        }
        if (startsWith(content, "lcme_id:") && keyValue(content, ':', key, value)) {
            std::erase_if(labels, [](const Label &label) { return label.first == "component_id"; });
            labels.emplace_back("component_id", value);
            out.fact("stripe.component", labels, value);
            continue;
        }
        if (startsWith(content, "- ") || startsWith(content, "l_ost_idx")) {
            const protocol::Json object = readYaml(content);
            flattenYaml(object, "stripe.object", labels, out);
            continue;
        }
        if (readNumber(content, number)) { // getstripe -i, -m, -I: one number a line
            out.figure("stripe.value", labels, number);
            continue;
        }
        // "stripe_count:  1 stripe_size:   1048576 stripe_offset: -1" on one line.
        bool any = false;
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            if (words[i].size() > 1 && words[i].back() == ':') {
                any = true;
                const std::string name = "stripe." + std::string(words[i].substr(0, words[i].size() - 1));
                if (readNumber(words[i + 1], number))
                    out.figure(name, labels, number);
                else
                    out.fact(name, labels, words[i + 1]);
            }
        if (!any && !(words.size() == 1 && words[0].back() == ':'))
            out.fact("stripe.text", labels, content);
    }
    return out;
}

Readings readChangelog(std::string_view text)
{
    Readings out;
    std::string joined(text);
    for (std::size_t at = joined.find("\\\n"); at != std::string::npos; at = joined.find("\\\n", at))
        joined.replace(at, 2, " ");
    Lines lines(joined);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        Number index;
        if (words.empty())
            continue;
        // "2 01CREAT 15:15:36.687592024 2018.01.09 0x0 t=[...] j=cp.500 ..."
        if (words.size() < 6 || !readNumber(words[0], index) || words[1].size() < 3 || !isDigits(words[1].substr(0, 2))) {
            out.gap("changelog", Cause::Malformed, line);
            continue;
        }
        Labels labels{{"index", std::string(words[0])}, {"type", std::string(words[1])}};
        std::string_view name;
        for (std::size_t i = 5; i < words.size(); ++i) {
            std::string_view key, value;
            if (keyValue(words[i], '=', key, value) && key.size() <= 6)
                labels.emplace_back(key, value);
            else
                name = words[i];
        }
        labels.emplace_back("time", std::string(words[3]) + " " + std::string(words[2]));
        out.fact("changelog.record", labels, name);
    }
    return out;
}

Readings readSnapshots(std::string_view text)
{
    Readings out;
    Labels labels;
    std::string filesystem, snapshot;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty())
            continue;
        const auto words = wordList(content);
        if (words.size() >= 3 && isDigits(words[1]) && isDigits(words[2])) { // zfs list: seconds since the epoch
            const Labels own{{"snapshot", std::string(words[0])}};
            Number number;
            if (readNumber(words[1], number))
                out.figure("snapshot.create_time", own, number, "s");
            if (readNumber(words[2], number))
                out.figure("snapshot.modify_time", own, number, "s");
            if (words.size() > 3)
                out.fact("snapshot.comment", own, content.substr(static_cast<std::size_t>(words[3].data() - content.data())));
            continue;
        }
        if (!keyValue(content, ':', key, value)) {
            out.gap("snapshots", Cause::Malformed, content);
            continue;
        }
        if (key == "filesystem_name") {
            filesystem = value;
            continue;
        }
        if (key == "snapshot_name") {
            snapshot = value;
            labels = {{"filesystem", filesystem}, {"snapshot", snapshot}};
            continue;
        }
        if (key == "snapshot_role") {
            labels = {{"filesystem", filesystem}, {"snapshot", snapshot}, {"role", std::string(value)}};
            continue;
        }
        out.fact("snapshot." + std::string(key), labels, value);
    }
    return out;
}

Readings readServerCheck(std::string_view text)
{
    Readings out;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        if (words.size() >= 2)
            out.fact("server.check", with({}, "device", words[0]), words[1] == "active." ? std::string_view("active") : trim(line).substr(words[0].size() + 1));
    }
    return out;
}

Readings readLfs(std::string_view cmd, std::string_view text)
{
    const std::string_view content = trim(text);
    const std::string_view first = content.substr(0, content.find('\n'));
    Readings out;
    if (content.empty()) {
        out.gap("lfs", Cause::Empty);
        return out;
    }
    if (contains(cmd, "check servers"))
        return readServerCheck(text);
    if (startsWith(first, "UUID ") || contains(cmd, "lfs df"))
        return readDf(text);
    if (contains(cmd, "lctl dl") || contains(cmd, "device_list") || (isDigits(Words(first).next()) && contains(first, " UP ")))
        return readDevices(text);
    if (startsWith(content, "Disk quotas for") || contains(cmd, "lfs quota"))
        return readQuotaReport(text);
    if (contains(cmd, "snapshot") || startsWith(content, "filesystem_name:"))
        return readSnapshots(text);
    const auto words = wordList(first);
    if (contains(cmd, "lfs changelog") || (words.size() > 4 && isDigits(words[0]) && words[1].size() > 2 && isDigits(words[1].substr(0, 2)) && contains(first, " t=[")))
        return readChangelog(text);
    if (startsWith(first, "---"))
        return readDf(text);
    return readStripes(text);
}

} // namespace collect
