// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/logs.h"

#include "agent/protocol/argumentreader.h"
#include "agent/protocol/base64.h"

namespace protocol {

namespace {

Error badLine(const char *what) { return {Problem::BadMessage, std::string("A line of a log is not as it should be: ") + what + ".", {}, "Bring agent and manager to the same version."}; }

} // namespace

Result<LogsArguments> logsArguments(const Json &args)
{
    constexpr std::int64_t most = INT64_MAX - 1;
    ArgumentReader in(args);
    LogsArguments logs;
    logs.cursor = in.text("cursor");
    logs.since = in.number("since", 0, most / 1000);
    logs.newest = static_cast<std::uint64_t>(in.number("newest", 0, 10'000'000));
    logs.limit = static_cast<std::uint64_t>(in.number("limit", 0, most));
    in.check(logs.cursor.size() <= 1024, "cursor is longer than 1024 bytes; it is the word that an earlier answer gave");
    return finish(in, std::move(logs));
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
        const unsigned first = byte(i);
        const std::size_t more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : (first & 0xf0) == 0xe0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 9;
        if (more == 9)
            return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((byte(i + k) & 0xc0) != 0x80)
                return false;
        const unsigned second = byte(i + 1);
        // Overlong forms, surrogates, and what is above U+10FFFF.
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
            return false;
        i += more + 1;
    }
    return true;
}

Json toJson(const LogLine &line)
{
    const bool utf8 = isUtf8(line.text);
    Json json = Json::array({line.at, line.priority, line.program, line.unit, line.pid, utf8 ? line.text : toBase64(line.text)});
    if (utf8 && line.left == 0)
        return json;
    Json more = Json::object();
    if (!utf8)
        more["base64"] = true;
    if (line.left > 0)
        more["left"] = line.left;
    json.push_back(std::move(more));
    return json;
}

Result<LogLine> logLineFromJson(const Json &json)
{
    if (!json.is_array() || json.size() < 6)
        return badLine("no list of six");
    if (!json[0].is_number_integer() || !json[1].is_number_integer() || !json[2].is_string() || !json[3].is_string() || !json[4].is_number_integer() || !json[5].is_string())
        return badLine("a field of another type");
    LogLine line;
    line.at = json[0].get<std::int64_t>();
    const std::int64_t priority = json[1].get<std::int64_t>();
    line.priority = priority >= 0 && priority <= 7 ? static_cast<int>(priority) : -1;
    line.program = json[2].get<std::string>();
    line.unit = json[3].get<std::string>();
    line.pid = json[4].get<std::int64_t>();
    line.text = json[5].get<std::string>();
    const Json none;
    const Json &more = json.size() > 6 ? json[6] : none;
    line.left = unsignedOf(more, "left");
    if (!flagOf(more, "base64"))
        return line;
    auto bytes = fromBase64(line.text);
    if (!bytes)
        return badLine("its bytes are no base64");
    line.text = std::move(*bytes);
    return line;
}

} // namespace protocol
