// SPDX-License-Identifier: GPL-3.0-or-later
// A cluster in which all is well, to be broken piece by piece, and the engine of alerts over it.
#pragma once
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"
#include "core/monitor/alerts.h"

#include <QTemporaryDir>
#include <QtTest>

namespace alertscene {

using inventory::Reach;
using machine::State;
using monitoring::Alert;
using monitoring::AlertRule;
using monitoring::AlertBook;
using monitoring::Alerts;
using monitoring::Condition;
using monitoring::Kind;
using monitoring::Mute;
using monitoring::RuleLibrary;
using monitoring::SampleStore;
using monitoring::Severity;
using monitoring::Term;
using monitoring::Value;

constexpr std::int64_t start = 1'700'000'000'000;

/// A cluster in which all is well, to be broken piece by piece.
struct Pieces {
    inventory::WorldData data;
    std::map<std::string, protocol::HostInventory> hosts;
    inventory::Wanted wanted;
    std::set<std::string> busy;
    std::map<std::string, monitoring::Scene::Agent> agents;
    std::map<std::string, std::map<std::string, std::string>> parameters;
    std::int64_t now = start;

    Pieces()
    {
        for (const char *name : {"oss1", "oss2", "oss3"}) {
            inventory::Server &server = data.servers[name];
            server.name = name;
            server.id = inventory::serverId(name);
            server.lnetId = inventory::lnetId(name);
            server.reach = Reach::Connected;
            server.lnet = State::Up;
            server.targetsHere = {"target:scratch-OST0000"};
            server.targetsPrimary = server.targetsHere;
            protocol::HostInventory &host = hosts[name];
            host.host = name;
            host.bootId = "boot-1";
            host.agentVersion = CHANDELIER_VERSION;
            host.cpus = 4;
            host.lustreVersion = "2.15.6";
            host.osId = "rocky";
            host.osVersion = "8.10";
            host.time.running = {"chrony"};
            host.time.service = "chrony";
            host.time.synchronized = true;
            host.services.running = host.services.enabled = {"pacemaker.service", "corosync.service"};
            host.lnet.interfaces = {{"10.0.0.1@tcp", "up", 1000}};
            parameters[name] = {{"timeout", "100"}, {"jobid_var", "procname_uid"}};
            host.pools = {{"tank", "1", "ONLINE", 1, 1, true, {}}};
            protocol::FoundTarget served;
            served.label = "scratch-OST0000";
            served.mountpoint = "/mnt/scratch-OST0000";
            host.targets = {served};
            agents[name] = {start, {}, 5};
        }
        wanted.profiles["oss1"] = inventory::ProfileLibrary("/nonexistent").find("storage-ldiskfs");
        inventory::Target &target = data.targets["target:scratch-OST0000"];
        target.id = "target:scratch-OST0000";
        target.label = "scratch-OST0000";
        target.fsname = "scratch";
        target.ost = true;
        target.servers = {"oss1", "oss2"};
        target.primary = target.active = "oss1";
        target.failover = "oss2";
        target.state = State::Mounted;
        target.mounts = {{"oss1", "/mnt/scratch-OST0000"}};
        target.recovery = "COMPLETE";
        target.mmp = true;
        inventory::FileSystem &fs = data.filesystems["scratch"];
        fs.id = "filesystem:scratch";
        fs.name = "scratch";
        fs.state = State::Available;
        fs.bytesTotal = fs.inodesTotal = 1000;
        fs.bytesFree = fs.inodesFree = 500;
        wanted.states["target:scratch-OST0000"] = State::Mounted;
        wanted.states["filesystem:scratch"] = State::Available;
    }
    inventory::Target &target() { return data.targets["target:scratch-OST0000"]; }
    monitoring::Scene scene() const
    {
        auto copy = std::make_shared<inventory::WorldData>(data);
        for (auto &[name, server] : copy->servers)
            server.inventory = std::make_shared<const protocol::HostInventory>(hosts.at(name));
        monitoring::Scene scene{inventory::World(copy), std::make_shared<const inventory::Wanted>(wanted), {busy.begin(), busy.end()}, agents, parameters, now};
        for (auto &[name, agent] : scene.agents)
            if (agent.heardAt == start) // those that nothing is wrong with were heard just now
                agent.heardAt = now;
        return scene;
    }
};

struct Engine {
    std::unique_ptr<SampleStore> store;
    std::unique_ptr<AlertBook> book;
    std::unique_ptr<Alerts> alerts;

    explicit Engine(const std::string &path = ":memory:", std::vector<AlertRule> rules = RuleLibrary("/nonexistent").all())
    {
        auto file = SampleStore::open(path);
        if (!file)
            qFatal("%s", file.error().message.c_str());
        store = std::move(*file);
        auto kept = AlertBook::open(path);
        if (!kept)
            qFatal("%s", kept.error().message.c_str());
        book = std::move(*kept);
        alerts = Alerts::make(*store, *book, std::move(rules));
    }
    /// `seconds` of this state of the world, judged every 5 s.
    void pass(Pieces &pieces, int seconds)
    {
        QVERIFY(alerts->setScene(pieces.scene()));
        for (int i = 0; i < seconds; i += 5) {
            pieces.now += 5000;
            QVERIFY(alerts->setScene(pieces.scene()));
            QVERIFY(alerts->judgeWorld(pieces.now));
        }
    }
    std::vector<Alert> all(const std::string &rule = {}) const
    {
        auto history = book->history(0, INT64_MAX, 10'000);
        if (!rule.empty())
            std::erase_if(*history, [&](const Alert &a) { return a.rule != rule; });
        return *history;
    }
};

inline AlertRule ruleOf(const char *json)
{
    auto rule = monitoring::ruleFromJson(protocol::parseJson(json), "the test");
    if (!rule)
        qFatal("%s", rule.error().message.c_str());
    return *rule;
}

} // namespace alertscene
