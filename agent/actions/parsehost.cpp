// SPDX-License-Identifier: GPL-3.0-or-later
// The host, its network and Lustre's parameters.
#include "agent/actions/parse.h"

#include "agent/protocol/json.h"

#include <algorithm>
#include <charconv>

namespace agent {

using protocol::Json;
using protocol::MountEntry;

namespace {

/// /proc/mounts writes blanks and backslashes as \040.
std::string withoutOctal(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '7'; };
        if (text[i] == '\\' && digit(i + 1) && digit(i + 2) && digit(i + 3)) {
            out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
            i += 3;
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace

std::vector<std::string> linesOf(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<std::string> wordsOf(std::string_view text, std::string_view separators)
{
    std::vector<std::string> words;
    for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = text.find_first_not_of(separators, end);
    }
    return words;
}

std::string trimmed(std::string_view text)
{
    static constexpr std::string_view blanks(" \t\r\n\0", 5);
    const std::size_t from = text.find_first_not_of(blanks);
    return from == std::string_view::npos ? std::string() : std::string(text.substr(from, text.find_last_not_of(blanks) - from + 1));
}

std::string normalPath(const std::string &path)
{
    std::vector<std::string> parts;
    for (const std::string &part : wordsOf(path, "/")) {
        if (part == "..") {
            if (!parts.empty())
                parts.pop_back();
        } else if (part != ".") {
            parts.push_back(part);
        }
    }
    std::string normal;
    for (const std::string &part : parts)
        normal += "/" + part;
    return normal.empty() ? "/" : normal;
}

std::uint64_t numberIn(std::string_view text, std::uint64_t fallback)
{
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end != text.data() ? number : fallback;
}

std::vector<MountEntry> parseMounts(std::string_view text)
{
    std::vector<MountEntry> mounts;
    for (const std::string &line : linesOf(text))
        if (const auto cells = wordsOf(line, " "); cells.size() >= 4)
            mounts.push_back({withoutOctal(cells[0]), withoutOctal(cells[1]), cells[2], cells[3]});
    return mounts;
}

bool isLustreTarget(const MountEntry &mount)
{
    return (mount.type == "lustre" || mount.type == "lustre_tgt") && !isLustreClient(mount);
}

bool isLustreClient(const MountEntry &mount)
{
    return mount.type == "lustre" && mount.source.find(":/") != std::string::npos;
}

std::vector<std::string> parseModules(std::string_view text)
{
    std::vector<std::string> modules;
    for (const std::string &line : linesOf(text))
        if (const std::string name = line.substr(0, line.find(' ')); !name.empty())
            modules.push_back(name);
    return modules;
}

std::vector<protocol::NetworkInterface> parseIpAddr(std::string_view text)
{
    std::vector<protocol::NetworkInterface> interfaces;
    const Json list = protocol::parseJson(text);
    if (!list.is_array())
        return interfaces;
    for (const Json &json : list) {
        protocol::NetworkInterface interface;
        interface.name = protocol::textOf(json, "ifname");
        if (interface.name.empty())
            continue;
        interface.mac = protocol::textOf(json, "address");
        const std::string type = protocol::textOf(json, "link_type");
        interface.type = type == "ether" ? "ethernet" : type;
        const std::vector<std::string> flags = protocol::textsOf(json, "flags");
        interface.up = std::find(flags.begin(), flags.end(), "UP") != flags.end() && protocol::textOf(json, "operstate") != "DOWN";
        if (const Json &addresses = protocol::member(json, "addr_info"); addresses.is_array())
            for (const Json &address : addresses)
                if (const std::string local = protocol::textOf(address, "local"); !local.empty())
                    interface.addresses.push_back(local + "/" + std::to_string(protocol::numberOf(address, "prefixlen")));
        interfaces.push_back(std::move(interface));
    }
    return interfaces;
}

std::vector<std::string> parseNids(std::string_view text)
{
    std::vector<std::string> nids;
    for (const std::string &line : linesOf(text))
        if (const std::string nid = trimmed(line); nid.find('@') != std::string::npos && nid.find(' ') == std::string::npos && nid != "0@lo")
            nids.push_back(nid);
    return nids;
}

std::map<std::string, std::string> parseOsRelease(std::string_view text)
{
    std::map<std::string, std::string> values;
    for (const std::string &line : linesOf(text)) {
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos || line.front() == '#')
            continue;
        std::string value = trimmed(std::string_view(line).substr(equals + 1));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
            value = value.substr(1, value.size() - 2);
        values[line.substr(0, equals)] = value;
    }
    return values;
}

std::string parseLnetOptions(std::string_view text)
{
    std::string networks;
    for (const std::string &line : linesOf(text)) {
        const auto words = wordsOf(line);
        if (words.size() < 3 || words[0] != "options" || words[1] != "lnet")
            continue;
        for (std::size_t i = 2; i < words.size(); ++i)
            if (words[i].compare(0, 9, "networks=") == 0)
                networks = words[i].substr(9);
    }
    networks.erase(std::remove(networks.begin(), networks.end(), '"'), networks.end());
    return networks;
}

Pairs parseParams(std::string_view text)
{
    Pairs params;
    for (const std::string &line : linesOf(text)) {
        const std::size_t equals = line.find('=');
        // A name has dots and no blanks; lines of a value have not both.
        const bool isName = equals != std::string::npos && line.find('.') < equals && line.find_first_of(" \t:") > equals;
        if (isName)
            params.emplace_back(line.substr(0, equals), line.substr(equals + 1));
        else if (!params.empty())
            params.back().second += (params.back().second.empty() ? "" : "\n") + line;
    }
    return params;
}

std::string recoveryWord(std::string_view value)
{
    const std::size_t at = value.find("status:");
    if (at == std::string_view::npos)
        return trimmed(value.substr(0, value.find('\n')));
    const auto words = wordsOf(value.substr(at + 7), " \t\n");
    return words.empty() ? std::string() : words.front();
}

} // namespace agent
