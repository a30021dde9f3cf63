// SPDX-License-Identifier: GPL-3.0-or-later
// firewall.open, firewall.close. What this agent has opened is remembered in its own directory: only that is taken back.
#include "agent/actions/families.h"
#include "agent/actions/parse.h"
#include "agent/actions/parseservice.h"
#include "agent/protocol/arguments.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;

constexpr const char *keptFirewall = "firewall.json";

/// One open or close, as it goes through its script.
class Opening {
public:
    Opening(Work &work, const protocol::FirewallArguments &firewall, bool open)
        : m_work(work), m_firewall(firewall), m_open(open), m_ours(work.hands.kept(keptFirewall))
    {
    }
    Result<Json> run();

private:
    Result<> firewalld();
    Result<> ufw();
    Result<> nftables();
    Result<> iptables();
    Result<> change(const std::string &port, const std::string &handle = {});
    Result<> save();
    Result<> coversAll();
    bool isOurs(const std::string &port) const { return !protocol::member(m_ours, port).is_null(); }
    bool mayClose(const std::string &port)
    {
        if (m_open || isOurs(port))
            return true;
        m_work.script.skip("it was not opened by this agent");
        return false;
    }
    Work &m_work;
    const protocol::FirewallArguments &m_firewall;
    const bool m_open;
    Json m_ours; ///< port to {kind}
    std::vector<std::string> m_changed{};
    bool m_persistent = true;
};

Result<> Opening::change(const std::string &port, const std::string &handle)
{
    // Remembered before it is done: what is ours for certain can be taken back, whatever happens in between.
    if (m_open && !isOurs(port)) {
        m_ours[port] = {{"kind", m_firewall.kind}, {"comment", m_firewall.comment}};
        if (const Result<> kept = m_work.hands.keep(keptFirewall, m_ours); !kept)
            return kept;
    }
    const auto done = handle.empty() ? m_work.script.run() : m_work.script.runWithHandle(handle);
    if (!done)
        return done.error();
    if (done->exitCode != 0)
        return toolFailed(*done, "Check that " + m_firewall.kind + " is what this host's firewall is run by.");
    if (std::find(m_changed.begin(), m_changed.end(), port) == m_changed.end())
        m_changed.push_back(port);
    return {};
}

Result<> Opening::firewalld()
{
    for (const std::string &port : m_firewall.ports)
        for (int rules = 0; rules < 2; ++rules) { // permanent, then runtime
            const auto asked = m_work.script.run();
            if (!asked)
                return asked.error();
            if (asked->exitCode != 0 && asked->exitCode != 1)
                return toolFailed(*asked, "Is firewalld running? (firewall-cmd --state)");
            const bool there = asked->exitCode == 0;
            if (there == m_open)
                m_work.script.skip(there ? "it is open already" : "it is closed already");
            else if (mayClose(port))
                if (const Result<> done = change(port); !done)
                    return done;
        }
    return {};
}

Result<> Opening::ufw()
{
    const auto status = m_work.script.run();
    if (!status)
        return status.error();
    if (status->exitCode != 0)
        return toolFailed(*status);
    const Openings now = parseUfw(status->out);
    for (const std::string &port : m_firewall.ports) {
        const bool there = std::find(now.open.begin(), now.open.end(), port) != now.open.end();
        if (there == m_open)
            m_work.script.skip(there ? "it is open already" : "it is closed already");
        else if (mayClose(port))
            if (const Result<> done = change(port); !done)
                return done;
    }
    return {};
}

/// Whoever hangs on the input hook and keeps something out has to have the rule; one that does not would still drop.
Result<> Opening::coversAll()
{
    const CommandResult all = m_work.hands.ask({{"nft", "-j", "list", "ruleset"}}).front();
    for (const NftChain &chain : parseNft(all.out))
        if (chain.input && chain.keepsOut && std::find(m_firewall.chains.begin(), m_firewall.chains.end(), chain.name) == m_firewall.chains.end())
            return Error{Problem::Conflict, "The chain '" + chain.name + "' of this host's firewall would still keep out what is to be let in.", chain.name,
                         "Take a new inventory and plan again: chains must hold all that it reports."};
    return {};
}

Result<> Opening::nftables()
{
    if (m_open)
        if (const Result<> covered = coversAll(); !covered)
            return covered;
    for (std::size_t i = 0; i < m_firewall.chains.size(); ++i) {
        const auto listed = m_work.script.run();
        if (!listed)
            return listed.error();
        if (listed->exitCode != 0 && m_open)
            return toolFailed(*listed, "The chain is not there (any more): take a new inventory and plan again.");
        const std::vector<NftChain> chains = parseNft(listed->out);
        for (const std::string &port : m_firewall.ports) {
            const NftRule *found = nullptr;
            for (const NftChain &chain : chains)
                for (const NftRule &rule : chain.rules)
                    // To close, only a rule with our comment will do; to open, any that lets the port in.
                    if (rule.port == port && (m_open || rule.comment == m_firewall.comment))
                        found = &rule;
            if (m_open ? found != nullptr : found == nullptr)
                m_work.script.skip(m_open ? "it is open already" : "no rule of ours is there");
            else if (mayClose(port))
                if (const Result<> done = change(port, m_open ? std::string() : found->handle); !done)
                    return done;
        }
    }
    m_persistent = false;
    while (!m_work.script.atEnd()) {
        const Operation &edit = m_work.script.next();
        const std::string port = [&] { std::string name = edit.block; std::replace(name.begin(), name.end(), '.', '/'); return name; }();
        const bool exists = m_work.hands.exists(edit.path);
        // Debian reads /etc/nftables.conf, Red Hat /etc/sysconfig/nftables.conf: one host has one of them.
        m_persistent = m_persistent || exists;
        if (!exists || (m_open && !isOurs(port))) {
            m_work.script.skip(exists ? "it was open before" : "this host does not have that file");
            continue;
        }
        if (const Result<> done = m_work.script.apply(); !done)
            return done;
    }
    return {};
}

Result<> Opening::iptables()
{
    for (int family = 0; family < 2; ++family)
        for (const std::string &port : m_firewall.ports) {
            const std::string tool = m_work.script.next().argv.front();
            if (family == 1 && m_work.hands.find(tool).empty()) {
                m_work.script.skip(tool + " is not installed");
                m_work.script.skip(tool + " is not installed");
                continue;
            }
            const auto asked = m_work.script.run();
            if (!asked)
                return asked.error();
            if ((asked->exitCode == 0) == m_open)
                m_work.script.skip(m_open ? "it is open already" : "it is closed already");
            else if (mayClose(port))
                if (const Result<> done = change(port); !done)
                    return done;
        }
    return save();
}

/// Rules of iptables are lost with the next boot, unless the distribution has a place and a tool for them.
Result<> Opening::save()
{
    m_persistent = false;
    while (!m_work.script.atEnd()) {
        const std::string tool = m_work.script.next().argv.front();
        const bool there = !m_work.hands.find(tool).empty();
        if (!there || m_changed.empty()) {
            m_persistent = m_persistent || there;
            m_work.script.skip(there ? "nothing changed" : "not installed on this host");
            continue;
        }
        const auto saved = m_work.script.run();
        if (!saved)
            return saved.error();
        if (saved->exitCode != 0)
            return toolFailed(*saved, "The port is open until the next boot, but the rule could not be saved.");
        m_persistent = true;
    }
    return {};
}

Result<Json> Opening::run()
{
    const Result<> done = m_firewall.kind == "firewalld" ? firewalld() : m_firewall.kind == "ufw" ? ufw()
        : m_firewall.kind == "nftables"                  ? nftables() : iptables();
    if (!done)
        return done.error();
    if (m_open)
        return Json{{"opened", m_changed}, {"open", m_firewall.ports}, {"persistent", m_persistent}};
    for (const std::string &port : m_firewall.ports)
        m_ours.erase(port);
    if (const Result<> kept = m_work.hands.keep(keptFirewall, m_ours); !kept)
        return kept.error();
    return Json{{"closed", m_changed}};
}

} // namespace

Result<Json> performFirewall(Work &work)
{
    const auto firewall = protocol::firewallArguments(work.args);
    if (!firewall)
        return firewall.error();
    return Opening(work, *firewall, work.verb == protocol::Verb::FirewallOpen).run();
}

} // namespace agent
