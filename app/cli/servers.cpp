// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/context.h"

#include "core/inventory/profilelibrary.h"
#include "core/link/agents.h"
#include "core/profile/profile.h"

#include <QTimer>
#include <algorithm>
#include <charconv>

namespace cli {
namespace {

using base::Error;
using base::Problem;

base::Result<profile::ServerEntry> entryOf(const Arguments &arguments)
{
    profile::ServerEntry entry{.name = arguments.words[2], .host = arguments.value("host"), .user = arguments.value("user"),
        .identity = arguments.value("identity"), .jump = arguments.value("jump"), .socket = arguments.value("socket")};
    const std::string port = arguments.value("port", "0");
    const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), entry.port);
    if (failed != std::errc() || end != port.data() + port.size())
        return Error{Problem::BadArgument, "--port wants a number, not \"" + port + "\""};
    return entry;
}

/// Waits until the new server has answered, or says why it does not: with a fingerprint when its key is not known yet.
void reportServer(const Context &c, const std::string &name)
{
    auto *watch = new QObject(&c.session);
    const auto end = [c, watch](int code) {
        watch->deleteLater();
        QObject::disconnect(&c.manager(), nullptr, watch, nullptr);
        c.finish(code);
    };
    const auto look = [c, name, end](bool last) {
        const inventory::World world = c.manager().world();
        const inventory::Server *server = world.server(name);
        if (server && server->up() && server->inventory) {
            c.output.out(serverText(world, *server));
            return end(Done);
        }
        const bool asked = c.arguments.has("accept-key") && c.session.link().pendingHostKey(name);
        if (server && (last || (server->reach == inventory::Reach::Lost && !asked))) {
            c.output.err(name + " is in the profile but does not answer: " + (server->reason.empty() ? "no answer yet" : server->reason) + '\n');
            return end(Failed);
        }
    };
    QObject::connect(&c.manager(), &manager::Manager::worldChanged, watch, [look] { look(false); });
    QTimer::singleShot(20'000, watch, [look] { look(true); });
}

/// The key is there to be accepted only after the first attempt to connect has met it.
void acceptKeyWhenAsked(const Context &c, const std::string &name)
{
    QObject::connect(&c.session.link(), &agentlink::LinkAgents::stageChanged, &c.session, [c, name](const std::string &server) {
        if (server == name && c.session.link().pendingHostKey(name))
            if (auto accepted = c.session.link().acceptHostKey(name, c.arguments.value("accept-key")); !accepted)
                c.fail(accepted.error());
    });
}

} // namespace

/// With --agent-there or --socket its agent runs already, and only the way to it is kept; else it is enrolled.
void addServer(const Context &c)
{
    if (!c.arguments.has("agent-there") && !c.arguments.has("socket"))
        return enrolServers(c);
    const auto entry = entryOf(c.arguments);
    if (!entry)
        return c.fail(entry.error(), WrongUse);
    const std::string chosen = c.arguments.value("server-profile");
    if (const auto known = inventory::ProfileLibrary().get(chosen); !chosen.empty() && !known)
        return c.fail(known.error(), WrongUse);
    if (auto saved = c.manager().profile().addServer(*entry); !saved)
        return c.fail(saved.error());
    if (!chosen.empty())
        if (auto saved = c.manager().profile().setSetting("server-profile:" + entry->name, chosen); !saved)
            return c.fail(saved.error());
    c.manager().serversEdited();
    if (c.arguments.has("accept-key"))
        acceptKeyWhenAsked(c, entry->name);
    reportServer(c, entry->name);
}

/// What the window's dialog does: all that is kept of it goes along, and it is still reached where it was.
void renameServer(const Context &c)
{
    const std::string &from = c.arguments.words[2], &to = c.arguments.words[3];
    // Through a profile of its own: this session follows as any other program that has the file open.
    auto file = profile::Profile::open(c.manager().profile().path());
    const auto renamed = file ? (*file)->renameServer(from, to) : base::Result<void>(file.error());
    if (!renamed)
        return c.fail(renamed.error(), renamed.error().problem == Problem::Storage ? Failed : WrongUse);
    c.print(from + " is called " + to + " now; its host name and its NIDs are as before\n", {{"server", to}, {"before", from}});
}

/// The name stays; SSH goes elsewhere from now on.
void readdressServer(const Context &c)
{
    profile::Profile &profile = c.manager().profile();
    auto servers = profile.servers();
    if (!servers)
        return c.fail(servers.error());
    const auto entry = std::find_if(servers->begin(), servers->end(), [&](const auto &e) { return e.name == c.arguments.words[2]; });
    if (entry == servers->end())
        return c.fail(Error{Problem::NotFound, c.arguments.words[2] + " is not in the profile.", {}, "See: chandelierctl servers"}, WrongUse);
    if (entry->kind == profile::ServerEntry::Kind::Local)
        return c.fail(Error{Problem::BadArgument, entry->name + " is an agent on this machine and has no address.", {}, {}}, WrongUse);
    entry->host = c.arguments.words[3];
    if (auto saved = profile.saveServer(*entry); !saved)
        return c.fail(saved.error(), WrongUse);
    c.manager().serversEdited();
    reportServer(c, entry->name);
}

void showLeases(const Context &c)
{
    struct Gathered {
        std::map<std::string, Json> byServer;
        std::size_t open = 0;
    };
    auto gathered = std::make_shared<Gathered>();
    const auto end = [c, gathered] {
        Json all = Json::object();
        std::vector<std::vector<std::string>> rows;
        for (const auto &[server, lease] : gathered->byServer) {
            all[server] = lease;
            const std::string holder = protocol::textOf(lease, "holder");
            rows.push_back({server, holder.empty() ? "free" : holder, protocol::textOf(lease, "title")});
        }
        c.print(table({"SERVER", "HELD BY", "FOR"}, rows), all);
    };
    for (const auto &[name, server] : c.manager().world()->servers) {
        ++gathered->open;
        jobs::AgentCall *call = c.session.link().call({.server = name, .verb = protocol::Verb::LeaseShow}, &c.session);
        QObject::connect(call, &jobs::AgentCall::finished, call,
            [gathered, end, call, name = name](const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &) {
                gathered->byServer[name] = answer ? answer->value.get() : Json{{"title", answer.error().message}};
                call->deleteLater();
                if (--gathered->open == 0)
                    end();
            });
    }
    if (gathered->open == 0)
        end();
}

} // namespace cli
