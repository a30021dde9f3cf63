// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader an input needs: by its kind, its command and what it looks like.
#include "fixture-agreement.h"

#include "agent/actions/parse.h"
#include "agent/collect/host.h"
#include "agent/collect/jobstats.h"
#include "agent/collect/lfs.h"
#include "agent/collect/lnet.h"
#include "agent/collect/messages.h"
#include "agent/collect/mountdata.h"
#include "agent/collect/scan.h"
#include "agent/collect/tooltext.h"
#include "agent/collect/xml.h"
#include "agent/collect/values.h"
#include "agent/collect/yaml.h"

namespace fixture {

using namespace collect;

namespace {

void parseTool(const std::string &kind, const std::string &cmd, std::string_view text, Parsed &parsed);

/// A file of a target's CONFIGS, or an image of one: by its magic numbers.
bool readConfigFile(const std::string &path, std::string_view bytes, Readings &out)
{
    const Labels labels{{"file", path}};
    if (const auto data = readMountData(bytes)) {
        for (const auto &[name, value] : std::initializer_list<std::pair<const char *, std::string>>{{"fsname", data->fsname}, {"svname", data->label}, {"uuid", data->uuid},
                 {"mount_opts", data->mountOptions}, {"params", data->parameters}})
            out.fact(std::string("mountdata.") + name, labels, value);
        for (const auto &[name, value] : std::initializer_list<std::pair<const char *, std::uint32_t>>{{"magic", data->magic}, {"feature_compat", data->compatible},
                 {"feature_rocompat", data->readOnlyCompatible}, {"feature_incompat", data->incompatible}, {"config_ver", data->version}, {"flags", data->flags},
                 {"svindex", data->index}, {"mount_type", data->mountType}})
            out.figure(std::string("mountdata.") + name, labels, Number::ofUnsigned(value));
        return true;
    }
    const auto log = readConfigLog(bytes);
    if (!log)
        return false;
    for (const ConfigRecord &record : *log) {
        std::string words;
        for (const std::string &word : record.words)
            words += (words.empty() ? "" : " ") + word;
        out.fact("config." + (record.verb.empty() ? std::to_string(record.type) : record.verb), with(labels, "index", std::to_string(record.index)), words);
    }
    return true;
}

void readTree(const std::map<std::string, std::string> &files, Readings &out)
{
    // A folder of files that are named as lctl names parameters.
    std::set<std::string> named;
    for (const auto &[path, content] : files)
        if (nameOfPath(path).empty() && !splitName(path.substr(path.rfind('/') + 1)).type.empty())
            named.insert(path.substr(0, path.rfind('/') + 1));
    for (const auto &[path, content] : files) {
        if (readConfigFile(path, content, out))
            continue;
        if (const std::string_view content2 = trim(content); startsWith(content2, "{") || startsWith(content2, "<?xml") || startsWith(content2, "<cib")) {
            Parsed part;
            parseTool("devices", {}, content, part);
            out.fact("structure", {{"file", path}}, part.refused.empty() ? "read" : part.refused);
            const Json cluster = readCluster(content);
            for (const Json &piece : protocol::member(cluster, "pieces"))
                out.fact("cluster", {{"file", path}, {"what", protocol::textOf(piece, "what")}}, protocol::textOf(piece, "got"));
            continue;
        }
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

/// Texts of tools, as structures; what the agent's own readers know goes through them.
void parseTool(const std::string &kind, const std::string &cmd, std::string_view text, Parsed &parsed)
{
    const std::string_view content = trim(text);
    if (kind == "pacemaker" || kind == "fence")
        parsed.cluster = readCluster(text);
    if (content.empty()) {
        parsed.refused = "empty";
        return;
    }
    if (content.front() == '<') {
        auto xml = readXml(content);
        if (!xml) {
            parsed.refused = xml.error().message;
            return;
        }
        parsed.json = std::move(xml).value();
        return;
    }
    if (contains(text.substr(0, 4000), "Read previous values") || contains(text.substr(0, 4000), "Permanent disk data")) {
        const auto target = agent::parseTunefs(std::string("Read previous values\n") + std::string(text.substr(text.find("Target:"))));
        if (target) {
            const Labels labels{{"target", target->label}};
            parsed.readings.fact("target.fsname", labels, target->fsname);
            parsed.readings.figure("target.flags", labels, Number::ofUnsigned(target->flags));
            parsed.readings.figure("target.index", labels, Number::ofSigned(target->index));
            for (const auto &[key, value] : target->parameters)
                parsed.readings.fact("target.parameter", with(labels, "key", key), value);
        }
    }
    (void)cmd;
    parsed.json = readToolText(text);
    if (parsed.json.is_null() || parsed.json.empty()) {
        parsed.json = {};
        parsed.refused = "malformed: " + std::string(content.substr(0, 60));
    }
}

} // namespace

Parsed parseText(const std::string &kind, const std::string &cmd, std::string_view text)
{
    Parsed parsed;
    const std::string_view content = trim(text);
    if (kind == "devices" || kind == "pacemaker" || kind == "fence" || kind == "mkfs-mount") {
        parsed.reader = "tool";
        parseTool(kind, cmd, text, parsed);
    } else if (kind == "syslog") {
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
    } else if (startsWith(content, "1: ") && contains(content, "mtu ")) {
        parsed.reader = "ip addr";
        parsed.readings = readInterfaces(text);
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
        const auto files = readArchive(path);
        readTree(files, parsed.readings);
        parsed.cluster = readSummaries(files);
        finish(parsed);
        return parsed;
    }
    std::string text;
    if (std::string bytes; readFile(path, bytes) && readConfigFile(entry.path, bytes, parsed.readings)) {
        parsed.reader = "configuration file";
        return parsed;
    }
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
