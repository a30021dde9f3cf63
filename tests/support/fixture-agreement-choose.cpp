// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader an input needs: by its kind, its command and what it looks like.
#include "fixture-agreement.h"

#include "agent/collect/host.h"
#include "agent/collect/jobstats.h"
#include "agent/collect/lfs.h"
#include "agent/collect/lnet.h"
#include "agent/collect/messages.h"
#include "agent/collect/scan.h"
#include "agent/collect/values.h"
#include "agent/collect/yaml.h"

namespace fixture {

using namespace collect;

namespace {

void readTree(const std::map<std::string, std::string> &files, Readings &out)
{
    // A folder of files that are named as lctl names parameters.
    std::set<std::string> named;
    for (const auto &[path, content] : files)
        if (nameOfPath(path).empty() && !splitName(path.substr(path.rfind('/') + 1)).type.empty())
            named.insert(path.substr(0, path.rfind('/') + 1));
    for (const auto &[path, content] : files) {
        std::string name = nameOfPath(path);
        if (name.empty() && named.count(path.substr(0, path.rfind('/') + 1)) > 0)
            name = path.substr(path.rfind('/') + 1);
        if (!name.empty())
            out.take(readParameter(name, content));
        else
            out.take(readHostFile(path, content));
    }
    addCounts(out);
}

void finish(Parsed &parsed)
{
    if (!parsed.readings.empty() || !parsed.json.is_null())
        return;
    for (const Gap &gap : parsed.readings.gaps)
        if (parsed.refused.empty())
            parsed.refused = std::string(word(gap.cause)) + (gap.detail.empty() ? "" : ": " + gap.detail.substr(0, 60));
}

bool manyParameters(std::string_view text)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);)
        if (isParameterLine(line))
            return true;
    return false;
}

/// Names of modules, as lsmod and /proc/modules print them: "name size users".
bool looksLikeModules(std::string_view text)
{
    const auto words = wordList(text.substr(0, text.find('\n')));
    return words.size() >= 5 && isDigits(words[1]) && isDigits(words[2]) && startsWith(words.back(), "0x");
}

/// The one parameter that a get_param -n or a cat asked for.
std::string nameInCommand(const std::string &cmd)
{
    for (const std::string_view word : wordList(cmd)) {
        if (std::string name = nameOfPath(word); !name.empty())
            return name;
        if (word.find('.') != std::string_view::npos && !splitName(word).type.empty() && word.front() != '-')
            return std::string(word.substr(0, word.find('=')));
    }
    for (const std::string_view word : wordList(cmd))
        if (word == "peers" || word == "nis" || word == "stats" || word == "routes")
            return std::string(word);
    return {};
}

/// A log, as facts by the number of the line; a table of message formats has the format in a column of its own.
void readMessages(std::string_view text, Readings &out)
{
    Lines lines(text);
    int number = 0;
    for (std::string_view line; lines.next(line);) {
        ++number;
        if (trim(line).empty())
            continue;
        const Message message = readMessage(line);
        const Labels labels{{"line", std::to_string(number)}};
        out.fact("message.kind", labels, message.kind);
        out.fact("message.severity", labels, word(message.severity));
        out.fact("message.target", labels, message.target);
        out.fact("message.nid", labels, message.nid);
        out.fact("message.pid", labels, message.pid);
        out.fact("message.subsystem", labels, message.subsystem);
    }
}

/// A file of the host itself that was printed.
std::string hostFileIn(const std::string &cmd)
{
    for (const std::string_view word : wordList(cmd))
        if ((startsWith(word, "/proc/") || startsWith(word, "/sys/")) && nameOfPath(word).empty())
            return std::string(word);
    return {};
}

} // namespace

Parsed parseText(const std::string &kind, const std::string &cmd, std::string_view text)
{
    Parsed parsed;
    const std::string_view content = trim(text);
    if (kind == "syslog") {
        parsed.reader = "messages";
        readMessages(text, parsed.readings);
    } else if (kind == "lfs" || contains(cmd, "lctl dl") || contains(cmd, "device_list")) {
        parsed.reader = "lfs";
        parsed.readings = readLfs(cmd, text);
    } else if (startsWith(content, "error: get_param")) {
        parsed.reader = "get_param";
        parsed.readings = readCapture(std::string(text) + (endsWith(text, "\n") ? "" : "\n"));
    } else if (kind == "jobstats" || startsWith(content, "job_stats:")) {
        parsed.reader = "job_stats";
        parsed.readings = readJobStats(text, {});
    } else if (kind == "lnet" ? contains(cmd, "lnetctl") : startsWith(cmd, "lnetctl")) {
        parsed.reader = "lnetctl";
        parsed.readings = readLnetctl(text);
    } else if (manyParameters(text)) {
        parsed.reader = "get_param";
        parsed.readings = readCapture(text);
        const WholeLines parts = wholeLines(text);
        parsed.tail = parts.tail;
        if (!parsed.tail.empty()) // for the comparison only: test strings often lack the last line end
            parsed.readings = readCapture(std::string(text) + "\n");
    } else if (!endsWith(text, "\n") && kind == "lctl-get_param" && content.size() < 4 && !content.empty()) {
        parsed.reader = "get_param";
        parsed.readings = readCapture(text);
    } else if (contains(cmd, "get_param -N") || contains(cmd, "list_param")) {
        parsed.reader = "names";
        parsed.readings = readCapture(std::string(text) + "\n");
    } else if (const std::string file = hostFileIn(cmd); !file.empty()) {
        parsed.reader = "host";
        parsed.readings = readHostFile(file, text);
    } else if (looksLikeModules(content)) {
        parsed.reader = "modules";
        parsed.readings = readHostFile("/proc/modules", text);
    } else {
        const std::string name = nameInCommand(cmd);
        parsed.reader = "value";
        parsed.readings = readValue(splitName(name), text);
    }
    finish(parsed);
    return parsed;
}

namespace {

/// A JSON file of recorded calls: each answer goes to the reader of its command. Other JSON: its values.
Parsed parseRecording(const std::string &text)
{
    Parsed parsed;
    const Json json = protocol::parseJson(text);
    if (json.is_discarded()) {
        parsed.refused = "malformed: no JSON";
        return parsed;
    }
    const Json &commands = protocol::member(json, "commands");
    if (!commands.is_object()) {
        parsed.reader = "JSON";
        flattenYaml(json, "json", {}, parsed.readings);
        return parsed;
    }
    for (const auto &[name, calls] : commands.items())
        for (const Json &call : calls.is_array() ? calls : Json::array({calls})) {
        std::string cmd = protocol::textOf(call, "binary_name");
        for (const std::string &word : protocol::textsOf(call, "args"))
            cmd += " " + word;
        Parsed part = parseText(contains(cmd, "lnetctl") ? "lnet" : "lctl-get_param", cmd, protocol::textOf(call, "stdout"));
        parsed.readings.take(std::move(part.readings));
        }
    parsed.reader = "recorded calls";
    finish(parsed);
    return parsed;
}

} // namespace

Parsed parseInput(const Entry &entry, const std::string &directory)
{
    const std::string path = directory + "/" + entry.path;
    Parsed parsed;
    if (contains(entry.path, ".tar.")) {
        parsed.reader = "files";
        readTree(readArchive(path), parsed.readings);
        finish(parsed);
        return parsed;
    }
    std::string text;
    if (!readFile(path, text)) {
        parsed.refused = "cannot be read";
        parsed.ours = false;
        return parsed;
    }
    if (const std::string_view content = trim(text); startsWith(content, "{") && entry.kind == "lctl-get_param")
        return parseRecording(text);
    const std::vector<Piece> pieces = readSession(text);
    if (pieces.size() == 1 && pieces.front().command.empty())
        return parseText(entry.kind, entry.cmd, text);
    for (const Piece &piece : pieces) {
        if (trim(piece.output).empty())
            continue;
        Parsed part = parseText(entry.kind, piece.command.empty() ? entry.cmd : piece.command, piece.output);
        parsed.readings.take(std::move(part.readings));
        if (!part.json.is_null())
            parsed.json = std::move(part.json);
        parsed.reader = part.reader;
    }
    finish(parsed);
    if (parsed.reader.empty())
        parsed.refused = "nothing but commands: no tool printed anything";
    return parsed;
}

} // namespace fixture
