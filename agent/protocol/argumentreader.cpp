// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/argumentreader.h"

#include <array>

namespace protocol {

bool madeOf(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(), [more](char c) {
        return alphanumeric.find(c) != std::string_view::npos || more.find(c) != std::string_view::npos;
    });
}

bool isNet(std::string_view net)
{
    static constexpr std::array<std::string_view, 6> kinds{"tcp", "o2ib", "kfi", "gni", "ptlf", "efa"};
    for (const std::string_view kind : kinds)
        if (net.substr(0, kind.size()) == kind) {
            const std::string_view number = net.substr(kind.size());
            return number.size() <= 5 && number.find_first_not_of("0123456789") == std::string_view::npos;
        }
    return false;
}

bool isIpv4(std::string_view address)
{
    int parts = 0;
    for (std::size_t from = 0; from <= address.size(); ++parts) {
        const std::size_t dot = std::min(address.find('.', from), address.size());
        const std::string_view part = address.substr(from, dot - from);
        if (part.empty() || part.size() > 3 || part.find_first_not_of("0123456789") != std::string_view::npos)
            return false;
        int value = 0;
        for (const char c : part)
            value = value * 10 + (c - '0');
        if (value > 255)
            return false;
        from = dot + 1;
    }
    return parts == 4;
}

bool isIpv6(std::string_view address)
{
    return address.find(':') != std::string_view::npos && address.size() <= 45
        && address.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
}

bool isHost(std::string_view host)
{
    return isIpv6(host) || (!host.empty() && host.size() <= 253 && madeOf(host, ".-") && host.front() != '-' && host.front() != '.');
}

bool isNid(std::string_view nid)
{
    const std::size_t at = nid.rfind('@');
    if (at == std::string_view::npos || !isNet(nid.substr(at + 1)))
        return false;
    const std::string_view address = nid.substr(0, at);
    if (isIpv6(address))
        return true;
    return isIpv4(address) || (!address.empty() && address.size() <= 10
                               && address.find_first_not_of("0123456789") == std::string_view::npos
                               && nid.substr(at + 1, 3) != "tcp" && nid.substr(at + 1, 4) != "o2ib");
}

} // namespace protocol
