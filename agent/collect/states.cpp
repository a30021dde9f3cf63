// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/scan.h"
#include "agent/collect/values.h"
#include "agent/collect/yaml.h"

#include <map>

namespace collect {

void readRecovery(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    bool any = false;
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        if (trim(line).empty())
            continue;
        if (!keyValue(line, ':', key, value)) {
            out.gap("recovery", Cause::Malformed, line);
            continue;
        }
        any = true;
        std::string name = "recovery.";
        for (const char c : key)
            name += c == ' ' ? '_' : c;
        Number number, of;
        const std::size_t slash = value.find('/');
        if (readNumber(value, number))
            out.figure(name, labels, number);
        else if (slash != std::string_view::npos && readNumber(value.substr(0, slash), number) && readNumber(value.substr(slash + 1), of)) {
            out.figure(name, labels, number);
            out.figure(name + ".of", labels, of);
        } else
            out.fact(name, labels, value);
    }
    if (!any)
        out.gap("recovery", Cause::Empty);
}

void readChangelogUsers(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        Number number;
        if (content.empty() || startsWith(content, "ID "))
            continue;
        if ((startsWith(content, "current_index") || startsWith(content, "current index")) && keyValue(content, ':', key, value) && readNumber(value, number)) {
            out.figure("changelog.current_index", labels, number, {}, Kind::Counter);
            continue;
        }
        Words words(content);
        const std::string_view user = words.next(), index = words.next();
        if (!readNumber(index, number)) {
            out.gap("changelog", Cause::Malformed, content);
            continue;
        }
        const Labels own = with(labels, "user", user);
        out.figure("changelog.index", own, number, {}, Kind::Counter);
        for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
            if (word.size() > 2 && word.front() == '(' && word.back() == ')' && readNumber(word.substr(1, word.size() - 2), number))
                out.figure("changelog.idle_seconds", own, number, "s");
            else if (startsWith(word, "mask="))
                out.fact("changelog.mask", own, word.substr(5));
        }
    }
}

void readQuota(std::string_view text, const std::string &base, const Labels &labels, Readings &out)
{
    if (trim(text) == "not supported") {
        out.gap(base, Cause::NotSupported, text);
        return;
    }
    Lines lines(text);
    std::string id;
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty())
            continue;
        if (startsWith(content, "- id:")) {
            id = trim(content.substr(5));
            continue;
        }
        if (!keyValue(content, ':', key, value)) {
            if (!startsWith(content, "global_")) // "global_pool0_dt_usr" has no colon
                out.gap(base, Cause::Malformed, content);
            continue;
        }
        if (value.empty()) // the head: usr_accounting:
            continue;
        if (id.empty() || value.front() != '{' || value.back() != '}') {
            out.gap(base, value.back() == '}' || id.empty() ? Cause::Malformed : Cause::Truncated, content);
            continue;
        }
        const Labels own = with(labels, "id", id);
        for (const std::string_view part : split(value.substr(1, value.size() - 2), ',')) {
            std::string_view name, word;
            Number number;
            if (!keyValue(part, ':', name, word) || !readNumber(word, number))
                continue;
            const bool used = key == "usage";
            const std::string_view unit = name == "kbytes" ? "KiB" : name == "time" ? "s" : used ? "" : labelOf(labels, "manager") == "md" ? "" : "KiB";
            out.figure(base + (used ? ".used_" : ".") + std::string(name), own, number, unit);
        }
    }
}

void readTargetObd(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto words = wordList(line);
        if (words.empty())
            continue;
        if (words.size() < 2 || words[0].back() != ':') {
            out.gap("target_obd", Cause::Malformed, line);
            continue;
        }
        std::string_view obd = words[1];
        if (endsWith(obd, "_UUID"))
            obd.remove_suffix(5);
        // 1.8 and early 2.x print no state for some: then it is not known.
        if (words.size() > 2)
            out.figure("target_obd.active", with(labels, "obd", obd), Number::ofSigned(words[2] == "ACTIVE" ? 1 : 0));
        else
            out.fact("target_obd", with(labels, "obd", obd), {});
    }
}

void readState(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        if (keyValue(line, ':', key, value) && key == "current_state") {
            out.fact("state", labels, value);
            return;
        }
    }
    const auto words = wordList(text);
    if (words.empty())
        out.gap("state", Cause::Empty);
    else
        out.fact("state", labels, words.back());
}

void readHsmAgents(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (content.empty())
            continue;
        std::string uuid, archives;
        for (const std::string_view word : wordList(content)) {
            if (startsWith(word, "uuid="))
                uuid = word.substr(5);
            else if (startsWith(word, "archive_id=") || startsWith(word, "archive#="))
                archives = word.substr(word.find('=') + 1);
        }
        const std::size_t open = content.find("requests=["), close = content.find(']', open == std::string_view::npos ? 0 : open);
        if (uuid.empty() || open == std::string_view::npos || close == std::string_view::npos) {
            out.gap("hsm.agents", Cause::Malformed, content);
            continue;
        }
        const Labels own = with(with(labels, "uuid", uuid), "archive", archives);
        for (const std::string_view word : wordList(content.substr(open + 10, close - open - 10))) {
            std::string_view key, value;
            Number number;
            if (keyValue(word, ':', key, value) && readNumber(value, number))
                out.figure("hsm.agent." + std::string(key), own, number, {}, key == "current" ? Kind::Gauge : Kind::Counter);
        }
    }
}

void readHsmActions(std::string_view text, const Labels &labels, Readings &out)
{
    std::map<std::pair<std::string, std::string>, std::int64_t> counts;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string action, status;
        for (const std::string_view word : wordList(line)) {
            if (startsWith(word, "action="))
                action = word.substr(7);
            else if (startsWith(word, "status="))
                status = word.substr(7);
        }
        if (!action.empty() && !status.empty())
            ++counts[{action, status}];
        else if (!trim(line).empty())
            out.gap("hsm.actions", Cause::Malformed, line);
    }
    for (const auto &[what, count] : counts)
        out.figure("hsm.actions", with(with(labels, "action", what.first), "status", what.second), Number::ofSigned(count));
}

void readHealth(std::string_view text, Readings &out)
{
    bool known = false, healthy = true;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view content = trim(line);
        if (startsWith(content, "health_check="))
            content.remove_prefix(13);
        if (content == "healthy" || content == "NOT HEALTHY" || content == "LBUG") {
            known = true;
            healthy = healthy && content == "healthy";
            out.fact("health", {}, content);
        } else if (contains(content, "reported unhealthy")) {
            known = true;
            healthy = false;
            const std::string_view head = startsWith(content, "device ") ? content.substr(7) : content;
            out.fact("health.device", with({}, "target", head.substr(0, head.find_first_of(": "))), "unhealthy");
        } else if (!content.empty())
            out.gap("health_check", Cause::Malformed, content);
    }
    if (known)
        out.figure("health", {}, Number::ofSigned(healthy ? 1 : 0));
    else
        out.gap("health_check", Cause::Empty);
}

void readUuids(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (const std::string_view uuid = trim(line); !uuid.empty())
            out.fact("export.uuid", labels, uuid);
}

void readLive(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    std::string fsname, part;
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty())
            continue;
        if (startsWith(content, "fsname:")) {
            fsname = trim(content.substr(7));
            out.fact("filesystem", with(labels, "fsname", fsname), fsname);
        } else if (startsWith(content, "flags:")) {
            const auto words = wordList(content);
            Number number;
            if (words.size() == 4 && words[2] == "gen:" && readNumber(words[3], number))
                out.figure("live.generation", with(labels, "fsname", fsname), number);
        } else if (keyValue(content, ':', key, value)) {
            Number number;
            if (value.empty())
                part = key;
            else if (readNumber(value, number))
                out.figure("live." + std::string(key), with(labels, "fsname", fsname), number);
            else
                out.fact("live." + std::string(key), with(labels, "fsname", fsname), value);
        } else if (readTargetName(content))
            out.fact("live.target", with(labels, "fsname", fsname), content);
    }
}

void readTimeouts(std::string_view text, const Labels &labels, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        if (!keyValue(line, ':', key, value))
            continue;
        const auto words = wordList(value);
        Number number;
        for (std::size_t i = 0; i + 1 < words.size(); ++i)
            if ((words[i] == "cur" || words[i] == "worst") && readNumber(words[i + 1], number))
                out.figure(words[i] == "cur" ? "timeouts.current" : "timeouts.worst", with(labels, "portal", key), number, "s");
        if (key == "last reply")
            out.fact("timeouts.last_reply", labels, value);
    }
}

void readVersion(std::string_view text, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        const std::string_view content = trim(line);
        if (content.empty())
            continue;
        if (keyValue(content, ':', key, value))
            out.fact(key == "lustre" ? "version" : "version." + std::string(key), {}, value);
        else
            out.fact("version", {}, content);
        const std::string_view whole = value.empty() ? content : value;
        if (value.empty() || key == "lustre") { // 2.14.0_ddn133, 2.9.58_86_g2383a62, 2.12.9_12.llnl: the three numbers at the front
            std::size_t end = 0, dots = 0;
            while (end < whole.size() && (isDigits(whole.substr(end, 1)) || (whole[end] == '.' && ++dots < 3)))
                ++end;
            out.fact("version.numbers", {}, whole.substr(0, end));
        }
    }
}

} // namespace collect
