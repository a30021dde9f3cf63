// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/line.h"

#include <algorithm>
#include <array>

namespace logbook {

namespace {

bool begins(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }
bool nidByte(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '.' || c == ':'; }

/// Bytes of one character, 0 when they are no UTF-8.
std::size_t characterAt(std::string_view text, std::size_t at)
{
    for (std::size_t size = 1; size <= 4 && at + size <= text.size(); ++size)
        if (protocol::isUtf8(text.substr(at, size)))
            return size;
    return 0;
}

} // namespace

bool isLustre(const protocol::LogLine &line)
{
    const std::string_view text = line.text;
    for (const std::string_view head : {"Lustre: ", "LustreError: ", "LNet: ", "LNetError: ", "LDISKFS-fs", "Aborting journal on device", "Kernel panic - not syncing: LBUG"})
        if (begins(text, head))
            return true;
    return begins(line.program, "lustre") || begins(line.program, "lnet") || begins(line.unit, "lustre") || begins(line.unit, "lnet");
}

Severity severityOf(const protocol::LogLine &line)
{
    static constexpr std::array<Severity, 8> words{Severity::Critical, Severity::Critical, Severity::Critical, Severity::Error, Severity::Warning, Severity::Info, Severity::Info, Severity::Debug};
    if (line.priority >= 0 && line.priority <= 7)
        return words[static_cast<std::size_t>(line.priority)];
    const std::string_view text = line.text;
    if (text.find("LBUG") != std::string_view::npos || begins(text, "Kernel panic"))
        return Severity::Critical;
    return begins(text, "LustreError: ") || begins(text, "LNetError: ") || begins(text, "LDISKFS-fs error") ? Severity::Error : Severity::Info;
}

std::string shownText(const protocol::LogLine &line)
{
    std::string shown;
    shown.reserve(line.text.size());
    for (std::size_t at = 0; at < line.text.size();) {
        const std::size_t size = characterAt(line.text, at);
        const auto byte = static_cast<unsigned char>(line.text[at]);
        if (size == 0 || (byte < 0x20 && byte != '\t' && byte != '\n')) {
            static constexpr std::string_view digits = "0123456789abcdef";
            shown += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
            ++at;
            continue;
        }
        shown.append(line.text, at, size);
        at += size;
    }
    if (line.left > 0)
        shown += " [" + std::to_string(line.left) + " bytes left out]";
    return shown;
}

std::vector<std::string> nidsIn(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> nets{"tcp", "o2ib", "kfi", "gni", "ptlf", "gip", "lo"};
    std::vector<std::string> found;
    for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        std::size_t begin = at, end = 0;
        while (begin > 0 && nidByte(text[begin - 1]))
            --begin;
        while (begin < at && (text[begin] == ':' || text[begin] == '.'))
            ++begin;
        for (const std::string_view net : nets)
            if (begins(text.substr(at + 1), net))
                end = at + 1 + net.size();
        if (end == 0 || begin == at)
            continue;
        while (end < text.size() && text[end] >= '0' && text[end] <= '9')
            ++end;
        if (std::string nid(text.substr(begin, end - begin)); std::find(found.begin(), found.end(), nid) == found.end())
            found.push_back(std::move(nid));
    }
    return found;
}

} // namespace logbook
