// SPDX-License-Identifier: GPL-3.0-or-later
// ping of iputils, quiet: to another simulated host on a network that both have an address in.
#include "agent/simhost/ha.h"

#include <algorithm>

namespace simhost {

namespace {

/// What a host has an address in, and the place of that interface; nothing: nobody has that address.
struct Interface {
    std::string host;
    std::size_t place = 0;
    std::string network;
};

std::string networkOf(const std::string &address)
{
    return address.substr(0, address.rfind('.')); // the demonstration's networks are all /24
}

std::vector<Interface> interfacesOf(Session &session, const std::string &host)
{
    std::vector<Interface> all;
    for (const Json &nic : at(session.host(host), "nics")) {
        const std::string address = str(nic, "address");
        all.push_back({host, all.size(), address.empty() ? std::string() : networkOf(address)});
    }
    return all;
}

/// A cut ring is one that Corosync has at this address, or before there is a Corosync the interface at that place.
bool isCut(Session &session, const Interface &interface)
{
    std::size_t ring = interface.place;
    if (const auto conf = corosyncConf(session, interface.host))
        for (const auto &node : conf->nodes)
            for (std::size_t i = 0; node.name == interface.host && i < node.addresses.size(); ++i)
                if (networkOf(node.addresses[i]) == interface.network)
                    ring = i;
    return flag(at(at(session.ha(), "faults"), interface.host), "ring" + std::to_string(ring));
}

bool answers(Session &session, const std::string &from, const std::string &address)
{
    for (const std::string &host : session.hosts())
        for (const Json &nic : at(session.host(host), "nics")) {
            const std::string whole = str(nic, "address");
            if (whole.substr(0, whole.find('/')) != address || !session.up(host))
                continue;
            for (const Interface &theirs : interfacesOf(session, host))
                for (const Interface &ours : interfacesOf(session, from))
                    if (theirs.network == networkOf(address) && ours.network == theirs.network)
                        return host == from || (!isCut(session, ours) && !isCut(session, theirs));
        }
    return false;
}

} // namespace

int icmpPing(Call &call)
{
    const std::string address = call.args.empty() ? std::string() : call.args.back();
    const bool quiet = call.isOption("-q");
    if (!quiet || address.empty())
        return call.fail(1, "ping: the simulated host knows -q -c COUNT ADDRESS\n");
    bool there = false;
    {
        Session session(call.directory);
        there = answers(session, call.host, address);
    }
    call.wait(0.2);
    call.out("PING " + address + " (" + address + ") 56(84) bytes of data.\n\n--- " + address + " ping statistics ---\n");
    if (!there) {
        call.out("2 packets transmitted, 0 received, 100% packet loss, time 1023ms\n\n");
        return 1;
    }
    call.out("2 packets transmitted, 2 received, 0% packet loss, time 202ms\nrtt min/avg/max/mdev = 0.118/0.131/0.144/0.013 ms\n");
    return 0;
}

} // namespace simhost
