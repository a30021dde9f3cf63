// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/checks.h"

#include <algorithm>
#include <map>

namespace fleet {
namespace {

bool isLoopback(const std::string &address) { return address.starts_with("127.") || address == "::1"; }

/// "oss1" and "oss1.lab" are one name.
bool sameName(const std::string &a, const std::string &b)
{
    return a == b || a.starts_with(b + ".") || b.starts_with(a + ".");
}

struct Resolution {
    std::map<std::string, std::vector<std::string>> addresses, names; ///< of a name; of an address
};

Resolution resolutionOf(const Facts &facts)
{
    Resolution r;
    for (const auto &[key, into] : {std::pair{"name.forward", &r.addresses}, {"name.reverse", &r.names}})
        for (const std::string &line : facts.all(key)) {
            auto words = wordsIn(line);
            if (!words.empty())
                (*into)[words.front()] = {words.begin() + 1, words.end()};
        }
    return r;
}

/// The address under which a peer is known to this host's network, for the line that mends /etc/hosts.
std::string addressOf(const Candidate &peer)
{
    if (peer.facts)
        for (const std::string &line : peer.facts->all("interface")) {
            const auto words = wordsIn(line);
            for (std::size_t i = 4; i < words.size(); ++i)
                if (words[i].find(':') == std::string::npos)
                    return words[i].substr(0, words[i].find('/'));
        }
    return "ADDRESS";
}

std::string hostsLine(const View &view, const std::string &name)
{
    if (name == view.host.server)
        return addressOf(view.host) + " " + name;
    const auto peer = std::find_if(view.peers.begin(), view.peers.end(), [&](const Candidate &c) { return c.server == name; });
    return (peer == view.peers.end() ? "ADDRESS" : addressOf(*peer)) + " " + name;
}

std::string openCommand(const Facts &facts, const std::vector<std::string> &ports)
{
    const std::string kind = facts.text("firewall");
    std::vector<std::string> commands;
    for (const std::string &port : ports) {
        const std::string number = port.substr(0, port.find('/')), protocol = port.substr(port.find('/') + 1);
        if (kind == "firewalld")
            commands.push_back("firewall-cmd --permanent --add-port=" + port);
        else if (kind == "ufw")
            commands.push_back("ufw allow " + port);
        else if (kind == "iptables")
            commands.push_back("iptables -I INPUT -p " + protocol + " --dport " + number + " -j ACCEPT");
        else
            commands.push_back("nft insert rule inet filter input " + protocol + " dport " + number + " accept");
    }
    if (kind == "firewalld")
        commands.push_back("firewall-cmd --reload");
    return joinWords(commands, " && ");
}

} // namespace

Check checkNames(const View &view)
{
    Check check{"names", "Names"};
    if (view.facts.has("names.unchecked")) {
        check = {check.id, check.title, Grade::Notice, "not checked: " + view.facts.text("names.unchecked")};
        return check;
    }
    const Resolution r = resolutionOf(view.facts);
    std::vector<std::string> unknown, oneWay, loopback, lines;
    for (const auto &[name, addresses] : r.addresses) {
        if (addresses.empty()) {
            unknown.push_back(name);
            lines.push_back(hostsLine(view, name));
            continue;
        }
        if (isLoopback(addresses.front())) {
            loopback.push_back(name + " is " + addresses.front());
            continue;
        }
        const auto back = r.names.find(addresses.front());
        if (back == r.names.end())
            continue;
        const auto known = std::any_of(back->second.begin(), back->second.end(), [&](const std::string &n) { return sameName(n, name); });
        if (!known)
            oneWay.push_back(name + " is " + addresses.front() + ", which is " + (back->second.empty() ? "no name" : back->second.front()));
    }
    check.grade = Grade::Good;
    check.found = r.addresses.empty() ? "no names to resolve: the servers are known by address" : std::to_string(r.addresses.size()) + " resolve both ways";
    if (!unknown.empty()) {
        check.grade = view.badIfManaged();
        check.found = "this host cannot resolve " + joinWords(unknown, ", ");
        check.why = "Servers of a cluster must find each other by name, for Corosync and for the people who read its messages.";
        check.remedy = "Add them to the name service, or: printf '%s\\n' '" + joinWords(lines, "' '") + "' >> /etc/hosts";
    } else if (!oneWay.empty() || !loopback.empty()) {
        check.grade = Grade::Notice;
        std::vector<std::string> all = oneWay;
        all.insert(all.end(), loopback.begin(), loopback.end());
        check.found = joinWords(all, "; ");
        check.why = oneWay.empty() ? "A name that means this host alone cannot be given to others." : "The address leads back to another name: messages of other hosts will name the wrong one.";
        check.remedy = oneWay.empty() ? "Take the name from the line of 127.0.1.1 in /etc/hosts and give it the address of the network." : "Correct the reverse entry in the name service or in /etc/hosts.";
    }
    for (const std::string &skipped : view.facts.all("skipped"))
        if (skipped.find("the resolution of") != std::string::npos)
            check.found += "; not all were checked, the name service is slow";
    return check;
}

Check checkFirewall(const View &view)
{
    const std::string kind = view.facts.text("firewall");
    Check check{"firewall", "Firewall"};
    std::vector<std::string> closed, unseen;
    for (const std::string &line : view.facts.all("firewall.port")) {
        const auto words = wordsIn(line);
        if (words.size() == 2 && words[1] != "open")
            (words[1] == "closed" ? closed : unseen).push_back(words[0]);
    }
    check.grade = Grade::Good;
    check.found = kind == "none" || kind.empty() ? "none" : kind + " lets in " + joinWords(view.wanted.ports, ", ");
    if (!closed.empty()) {
        check.grade = view.badIfManaged();
        check.found = kind + " does not let in " + joinWords(closed, ", ");
        check.why = "Lustre's servers and clients connect to 988/tcp; without it mounts hang for minutes and then fail. Other ports are those that the chosen server profile needs.";
        check.remedy = openCommand(view.facts, closed);
    } else if (!unseen.empty()) {
        check.grade = Grade::Notice;
        check.found = (kind == "unseen" ? std::string("there may be one") : kind) + "; " + joinWords(unseen, ", ") + " could not be checked without administrator rights";
        check.remedy = "Give the password for sudo, or look there: " + std::string(kind == "firewalld" ? "firewall-cmd --list-all" : kind == "ufw" ? "ufw status" : "nft list ruleset");
    }
    return check;
}

Check checkInterfaces(const View &view)
{
    Check check{"interfaces", "Network interfaces"};
    std::vector<std::string> usable, idle;
    for (const std::string &line : view.facts.all("interface")) {
        const auto words = wordsIn(line);
        if (words.size() < 4 || words[1] == "other")
            continue;
        if (words.size() == 4 || words[2] != "up") {
            idle.push_back(words[0] + (words[2] != "up" ? " (" + words[2] + ")" : " (no address)"));
            continue;
        }
        usable.push_back(words[0] + " " + words[4] + (words[1] == "infiniband" ? " (InfiniBand)" : ""));
    }
    check.grade = usable.empty() ? view.badIfManaged() : Grade::Good;
    check.found = usable.empty() ? "none is up with an address" : joinWords(usable, ", ");
    if (usable.empty()) {
        check.why = "LNet is set up on an interface that is up and has an address.";
        check.remedy = "ip addr; nmcli device status";
    }
    if (!idle.empty())
        check.found += "; not usable: " + joinWords(idle, ", ");
    for (const std::string &port : view.facts.all("infiniband"))
        if (port.find("ACTIVE") == std::string::npos && check.grade == Grade::Good) {
            check.grade = Grade::Notice;
            check.found += "; InfiniBand port " + port;
            check.why = "A port that is not active carries nothing: cable, switch or subnet manager.";
            check.remedy = "ibstat";
        }
    return check;
}

Check checkRepositories(const View &view)
{
    const Facts &facts = view.facts;
    const std::string manager = facts.text("packages");
    Check check{"repositories", "Packages"};
    const bool needed = view.wanted.needsLustre && !facts.has("lustre.module");
    if (manager.empty() || manager == "none") {
        check = {check.id, check.title, needed ? Grade::Bad : Grade::Notice, "no dnf, yum, zypper or apt-get", "Lustre's packages are installed with it.",
            "Install Lustre by hand."};
        return check;
    }
    std::vector<std::string> silent, unchecked;
    std::size_t good = 0;
    for (const std::string &line : facts.all("repository")) {
        const auto words = wordsIn(line);
        if (words.size() == 2 && words[1] == "answers")
            ++good;
        else if (words.size() == 2)
            (words[1] == "silent" ? silent : unchecked).push_back(words[0]);
    }
    check.grade = Grade::Good;
    check.found = manager + ", " + std::to_string(good) + (good == 1 ? " repository answers" : " repositories answer");
    if (!silent.empty()) {
        check.grade = needed ? Grade::Bad : Grade::Notice;
        check.found = manager + "; no answer within 4 s from " + joinWords(silent, ", ");
        check.why = "Packages are fetched from there; with one repository silent the package manager refuses to install anything.";
        check.remedy = manager == "apt-get" ? "apt-get update" : manager == "zypper" ? "zypper refresh" : manager + " makecache";
    } else if (good == 0 && unchecked.empty()) {
        check.grade = needed && !view.wanted.bringsLustre ? Grade::Bad : Grade::Notice;
        check.found = manager + ", and no repository is configured";
        check.why = "There is nothing to install Lustre from.";
        check.remedy = manager == "apt-get" ? "Add one in /etc/apt/sources.list.d" : manager == "zypper" ? "zypper addrepo URL NAME" : "Add one in /etc/yum.repos.d";
    } else if (!unchecked.empty()) {
        check.grade = Grade::Notice;
        check.found += "; not checked: " + joinWords(unchecked, ", ")
            + (facts.has("repository.proxy") ? " (through a proxy)" : facts.has("unprivileged") ? "" : " (mirror list, variables in the address, or neither curl nor wget)");
    }
    return check;
}

} // namespace fleet
