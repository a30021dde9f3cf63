// SPDX-License-Identifier: GPL-3.0-or-later
// "server upgrade" and "server remove".
#include "app/cli/fleetcommon.h"

#include "core/link/agents.h"
#include "core/manager/opener.h"
#include "core/manager/removal.h"
#include "core/profile/notes.h"

#include <QDateTime>
#include <algorithm>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;
using fleet::Rollout;

Result<Rollout::Options> rolloutOptions(const Context &c)
{
    Rollout::Options o;
    const auto password = secretOf(c.arguments, "ask-password", "password-fd", "Password or passphrase");
    if (!password)
        return password.error();
    const auto sudo = secretOf(c.arguments, "ask-sudo", "sudo-fd", "Password for sudo");
    if (!sudo)
        return sudo.error();
    o.login = *password;
    o.sudo = *sudo;
    o.agentProgram = c.arguments.value("agent");
    o.knownHosts = manager::knownHostsPath(c.manager().profile().path());
    o.holder = whoAmI();
    o.anyway = c.arguments.has("force");
    return o;
}

Json rolloutJson(const Rollout &rollout)
{
    Json all = Json::array();
    for (const Rollout::Row &row : rollout.rows())
        all.push_back({{"server", row.entry.name}, {"state", words(row.state)}, {"agentBefore", row.found}, {"error", errorJson(row.error)}});
    return all;
}

void showRollout(LiveTable &table, const Rollout &rollout)
{
    std::vector<std::string> lines;
    for (const Rollout::Row &row : rollout.rows())
        lines.push_back(row.entry.name + "  " + std::string(words(row.state)) + (row.state == Rollout::State::Running && !row.stageText.empty() ? ": " + row.stageText : ""));
    table.show(lines);
}

/// Shows a rollout until it ends, then calls `ended`. The rollout is the session's.
void followRollout(const Context &c, Rollout *rollout, const std::function<void()> &ended)
{
    auto table = std::make_shared<LiveTable>(c.output, c.json());
    QObject::connect(rollout, &Rollout::changed, rollout, [table, rollout] { showRollout(*table, *rollout); });
    QObject::connect(rollout, &Rollout::finished, rollout, [ended] { ended(); });
    rollout->start();
}

std::vector<std::string> namesOf(const Rollout &rollout, Rollout::State state)
{
    std::vector<std::string> names;
    for (const Rollout::Row &row : rollout.rows())
        if (row.state == state)
            names.push_back(row.entry.name);
    return names;
}

void printErrors(const Context &c, const Rollout &rollout)
{
    for (const Rollout::Row &row : rollout.rows())
        if (row.error && !c.json())
            c.output.err(row.entry.name + ":\n" + errorText(*row.error, "    "));
}

void upgradeEnded(const Context &c, const Rollout &rollout)
{
    printErrors(c, rollout);
    const auto done = namesOf(rollout, Rollout::State::Done), failed = namesOf(rollout, Rollout::State::Failed), skipped = namesOf(rollout, Rollout::State::Skipped);
    if (c.json())
        c.output.out(protocol::dumpJson(rolloutJson(rollout)) + '\n');
    else
        c.output.out(std::to_string(done.size()) + " of " + std::to_string(rollout.rows().size()) + " have the agent of this program"
            + (failed.empty() ? "" : "\nFailed, with the agent that was there before: " + fleet::foldHosts(failed))
            + (skipped.empty() ? "" : "\nNot begun because of that: " + fleet::foldHosts(skipped)) + '\n');
    c.finish(rollout.good() ? Done : Failed);
}

Result<void> forget(const Context &c, const std::string &server, const std::string &note)
{
    profile::Profile &profile = c.manager().profile();
    if (auto removed = profile.removeServer(server); !removed)
        return removed;
    c.manager().serversEdited();
    if (note.empty())
        return {};
    auto notes = profile::Notes::open(profile.path());
    return notes ? (*notes)->add({server, QDateTime::currentMSecsSinceEpoch(), whoAmI(), note}) : Result<void>(notes.error());
}

/// Those that are done leave the profile; with --force the others too, and what that leaves is said.
void removalEnded(const Context &c, const Rollout &rollout)
{
    const bool force = c.arguments.has("force");
    printErrors(c, rollout);
    std::vector<std::string> kept;
    for (const Rollout::Row &row : rollout.rows()) {
        const bool done = row.state == Rollout::State::Done;
        if (!done && !force) {
            kept.push_back(row.entry.name);
            continue;
        }
        const std::string why = row.error ? row.error->message : "not begun";
        if (auto gone = forget(c, row.entry.name, done ? "Removed with its agent." : "Removed by force, its agent was left: " + why); !gone)
            return c.fail(gone.error());
        if (!done && !c.json())
            for (const std::string &sentence : fleet::leftBehind(row.entry.name))
                c.output.out("    " + sentence + '\n');
    }
    if (c.json())
        c.output.out(protocol::dumpJson(rolloutJson(rollout)) + '\n');
    else
        c.output.out(std::to_string(rollout.rows().size() - kept.size()) + " of " + std::to_string(rollout.rows().size()) + " removed\n"
            + (kept.empty() ? "" : "Still in the profile: " + fleet::foldHosts(kept) + "\nTo forget them as they are, add --force\n"));
    c.finish(kept.empty() ? Done : Failed);
}

/// All are asked before anything is done. With --force nothing is refused, and what stays is said.
bool mayRemove(const Context &c, const std::vector<profile::ServerEntry> &servers)
{
    const bool force = c.arguments.has("force");
    const inventory::World world = c.manager().world();
    const inventory::Wanted wanted = c.manager().wanted();
    Json refused = Json::array();
    std::string text;
    for (const profile::ServerEntry &server : servers) {
        const auto may = manager::mayBeRemoved(world, wanted, server.name);
        if (may || force)
            continue;
        Error error = may.error();
        error.remedy += " (To remove it in spite of that, add --force.)";
        text += errorText(error);
        refused.push_back({{"server", server.name}, {"error", errorJson(error)}});
    }
    if (refused.empty()) {
        for (const profile::ServerEntry &server : servers)
            for (const std::string &what : manager::configuredOn(world, wanted, server.name)) // the lists of repositories go with the agent
                if (c.arguments.has("forget") || !what.starts_with("the package repositories"))
                    c.output.err("Stays on " + server.name + ": " + what + '\n');
        return true;
    }
    c.output.err(c.json() ? protocol::dumpJson(refused) + '\n' : text);
    c.finish(Failed);
    return false;
}

} // namespace

void upgradeServers(const Context &c)
{
    auto servers = chosenOf(c, 2);
    if (!servers)
        return c.fail(servers.error(), WrongUse);
    std::erase_if(*servers, [](const auto &s) { return s.kind == profile::ServerEntry::Kind::Local; });
    if (servers->empty())
        return c.fail(Error{Problem::NotFound, "there is no server that is reached by SSH", {}, "See: chandelierctl servers"}, WrongUse);
    const auto options = rolloutOptions(c);
    if (!options)
        return c.fail(options.error(), WrongUse);
    auto *upgrade = new fleet::Upgrade(c.session.link().hub(), *servers, *options, &c.session);
    followRollout(c, upgrade, [c, upgrade] { upgradeEnded(c, *upgrade); });
}

void removeServers(const Context &c)
{
    auto servers = chosenOf(c, 2);
    if (!servers)
        return c.fail(servers.error(), WrongUse);
    if (!mayRemove(c, *servers))
        return;
    std::vector<profile::ServerEntry> remote;
    for (const profile::ServerEntry &server : *servers)
        if (server.kind == profile::ServerEntry::Kind::Ssh && !c.arguments.has("forget") && server.socket.empty())
            remote.push_back(server);
        else if (auto gone = forget(c, server.name, {}); !gone)
            return c.fail(gone.error());
    if (remote.empty())
        return c.finish(Done);
    const auto options = rolloutOptions(c);
    if (!options)
        return c.fail(options.error(), WrongUse);
    auto *removal = new fleet::Removal(c.session.link().hub(), remote, *options, &c.session);
    followRollout(c, removal, [c, removal] { removalEnded(c, *removal); });
}

} // namespace cli
