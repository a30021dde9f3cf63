// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ha/net.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <vector>

namespace ha {

namespace {

/// The bytes of an address; empty when it is none.
std::vector<unsigned char> bytesOf(const std::string &address)
{
    std::vector<unsigned char> out(16);
    if (inet_pton(AF_INET6, address.c_str(), out.data()) == 1)
        return out;
    out.resize(4);
    return inet_pton(AF_INET, address.c_str(), out.data()) == 1 ? out : std::vector<unsigned char>();
}

bool isNobodys(const std::vector<unsigned char> &b)
{
    const bool four = b.size() == 4;
    const bool loopback = four ? b[0] == 127 : std::all_of(b.begin(), b.end() - 1, [](unsigned char c) { return c == 0; });
    return loopback || (four ? b[0] == 169 && b[1] == 254 : b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

} // namespace

std::string networkOf(const std::string &addressWithPrefix)
{
    const std::size_t slash = addressWithPrefix.find('/');
    std::vector<unsigned char> bytes = bytesOf(addressWithPrefix.substr(0, slash));
    if (slash == std::string::npos || bytes.empty() || isNobodys(bytes))
        return {};
    int length = -1;
    const std::string digits = addressWithPrefix.substr(slash + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (length < 1 || length > int(bytes.size()) * 8)
        return {};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int keep = std::clamp(length - int(i) * 8, 0, 8);
        bytes[i] = static_cast<unsigned char>(bytes[i] & (0xff00 >> keep));
    }
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(bytes.size() == 4 ? AF_INET : AF_INET6, bytes.data(), text, sizeof text);
    return std::string(text) + "/" + digits;
}

std::vector<HostAddress> addressesOf(const inventory::Server &server)
{
    std::vector<HostAddress> out;
    if (!server.inventory)
        return out;
    const auto &nids = server.inventory->lnet.nids;
    for (const protocol::NetworkInterface &i : server.inventory->interfaces) {
        if (!i.up || i.type == "loopback")
            continue;
        for (const std::string &a : i.addresses) {
            const std::string network = networkOf(a), bare = a.substr(0, a.find('/'));
            const bool lnet = std::any_of(nids.begin(), nids.end(), [&](const std::string &nid) { return nid.starts_with(bare + "@"); });
            if (!network.empty())
                out.push_back({ i.name, bare, network, i.type == "infiniband", lnet });
        }
    }
    return out;
}

std::string physical(const std::string &interface)
{
    return interface.substr(0, interface.find_first_of(".:@"));
}

} // namespace ha
