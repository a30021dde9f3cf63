// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/names.h"

#include "agent/collect/scan.h"

#include <array>
#include <charconv>

namespace collect {

namespace {

constexpr std::array<std::string_view, 30> deviceTypes{"mdt", "obdfilter", "ofd", "osd-ldiskfs", "osd-zfs", "osd-wbcfs", "mgs", "mgc", "mdd", "mdc", "mds", "lod", "lov", "lmv",
    "lwp", "osp", "osc", "ost", "oss", "osd", "qmt", "qsd", "llite", "nodemap", "echo_client", "seq", "fld", "obdecho", "mdd_obd", "cmm"};

std::size_t endOfDevice(std::string_view rest)
{
    // MGC10.0.0.1@tcp has dots: up to the net's name.
    if (startsWith(rest, "MGC")) {
        const std::size_t at = rest.find('@');
        return at == std::string_view::npos ? rest.find('.') : rest.find('.', at);
    }
    return rest.find('.');
}

bool nameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '@' || c == ':' || c == '/'
        || c == '*' || c == '[' || c == ']' || c == '<' || c == '>';
}

} // namespace

ParameterName splitName(std::string_view name)
{
    ParameterName parts;
    std::string_view rest = name;
    for (const std::string_view two : {"ldlm.namespaces", "ldlm.services"})
        if (startsWith(name, two) && name.size() > two.size() && name[two.size()] == '.') {
            parts.type = two;
            rest = name.substr(two.size() + 1);
        }
    if (parts.type.empty()) {
        const std::size_t dot = name.find('.');
        const std::string_view head = name.substr(0, dot);
        bool known = false;
        for (const std::string_view type : deviceTypes)
            known = known || type == head;
        if (dot == std::string_view::npos || !known) {
            parts.leaf = name;
            return parts;
        }
        parts.type = head;
        rest = name.substr(dot + 1);
    }
    if (const std::size_t exports = rest.find(".exports."); exports != std::string_view::npos) {
        parts.device = rest.substr(0, exports);
        const std::string_view behind = rest.substr(exports + 9);
        const std::size_t last = behind.rfind('.');
        // exports.clear has no NID.
        parts.nid = last == std::string_view::npos ? std::string_view() : behind.substr(0, last);
        parts.leaf = last == std::string_view::npos ? behind : behind.substr(last + 1);
        return parts;
    }
    const std::size_t end = endOfDevice(rest);
    parts.device = rest.substr(0, end);
    parts.leaf = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return parts;
}

std::string nameOfPath(std::string_view path)
{
    static constexpr std::array<std::string_view, 6> roots{"proc/fs/lustre/", "sys/fs/lustre/", "sys/kernel/debug/lustre/", "sys/kernel/debug/lnet/", "proc/sys/lnet/",
        "proc/sys/lustre/"};
    for (const std::string_view root : roots)
        if (const std::size_t at = path.find(root); at != std::string_view::npos && (at == 0 || path[at - 1] == '/')) {
            std::string name(path.substr(at + root.size()));
            for (char &c : name)
                c = c == '/' ? '.' : c;
            return name;
        }
    return {};
}

bool isParameterLine(std::string_view line)
{
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || equals == 0)
        return false;
    const char first = line.front();
    if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')))
        return false;
    const std::string_view name = line.substr(0, equals);
    for (const char c : name)
        if (!nameCharacter(c))
            return false;
    if (name.find('.') != std::string_view::npos) {
        const ParameterName parts = splitName(name);
        return !parts.type.empty() || startsWith(name, "ldlm.") || startsWith(name, "sptlrpc.");
    }
    // Plain names are words of small letters; rows such as hsm's "lrh=[...]" and "uuid=..." are values.
    return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos && name != "uuid" && name != "lrh" && name != "fid" && name.size() > 1;
}

std::string_view targetIn(std::string_view text)
{
    for (std::size_t at = text.size(); at >= 8; --at) {
        const std::string_view end = text.substr(at - 8, 8);
        if ((startsWith(end, "-OST") || startsWith(end, "-MDT")) && isHex(end.substr(4)) && (at == text.size() || !isHex(text.substr(at, 1)))) {
            // fs-OST0000-osc-MDT0000 is about the OST: the leftmost that is whole.
            std::string_view found = text.substr(0, at);
            for (std::size_t left = 8; left < at; ++left) {
                const std::string_view word = text.substr(left - 8, 8);
                if ((startsWith(word, "-OST") || startsWith(word, "-MDT")) && isHex(word.substr(4)) && text[left] == '-')
                    return text.substr(0, left);
            }
            return found;
        }
    }
    return {};
}

std::optional<TargetName> readTargetName(std::string_view text)
{
    if (endsWith(text, "_UUID"))
        text.remove_suffix(5);
    if (text.size() < 9)
        return {};
    const std::string_view tail = text.substr(text.size() - 8);
    const bool mdt = startsWith(tail, "-MDT");
    if ((!mdt && !startsWith(tail, "-OST")) || !isHex(tail.substr(4)))
        return {};
    TargetName name{text.substr(0, text.size() - 8), mdt, 0};
    std::from_chars(tail.data() + 4, tail.data() + 8, name.index, 16);
    return name;
}

std::string_view targetOf(const ParameterName &name)
{
    std::string_view device = name.device;
    if (name.type == "ldlm.namespaces") {
        if (const std::string_view target = targetIn(device); !target.empty()) {
            for (const std::string_view head : {"filter-", "mdt-"})
                if (startsWith(device, head))
                    return target.substr(head.size());
        }
        return device;
    }
    return device;
}

std::string_view componentOf(const ParameterName &name)
{
    const std::string_view type = name.type, device = name.device;
    if (type == "mdt" || type == "mdd" || type == "lod")
        return "mdt";
    if (type == "obdfilter" || type == "ofd")
        return "ost";
    if (type == "mgs")
        return "mgt";
    if (type == "mds") // 1.8 has the target itself there
        return device == "MDS" ? "mds" : "mdt";
    if (type == "ost" || type == "oss")
        return "oss";
    if (type == "ldlm.services")
        return "ldlm";
    if (type == "ldlm.namespaces")
        return startsWith(device, "mdt-") ? "mdt" : startsWith(device, "filter-") ? "ost" : device == "MGS" ? "mgt" : "client";
    if (startsWith(type, "osd") || type == "osp" || type == "lwp") {
        const std::string_view target = targetIn(device);
        if (device == "MGS")
            return "mgt";
        return target.empty() ? std::string_view() : target[target.size() - 7] == 'O' ? "ost" : "mdt";
    }
    if (type == "qmt")
        return "mdt";
    return type == "llite" || type == "osc" || type == "mdc" || type == "lov" || type == "lmv" || type == "mgc" ? "client" : "";
}

bool isClientUuid(std::string_view uuid)
{
    const auto groups = split(uuid, '-');
    if (groups.size() != 5)
        return false;
    for (const std::string_view group : groups)
        if (!isHex(group))
            return false;
    return true;
}

} // namespace collect
