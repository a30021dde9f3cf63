// SPDX-License-Identifier: GPL-3.0-or-later
// What Pacemaker's operations do on the hosts: resource agents start and stop, fence devices switch; and what comes of it.
#include "agent/simhost/control.h"
#include "agent/simhost/device.h"
#include "agent/simhost/ha.h"

#include <algorithm>
#include <ctime>

namespace simhost {

namespace {

constexpr double failedDeviceSeconds = 1, bootSeconds = 4;

struct Done {
    int rc = 0;
    std::string reason{};
};

void rest(double seconds)
{
    timespec left{static_cast<time_t>(seconds), static_cast<long>((seconds - static_cast<double>(static_cast<time_t>(seconds))) * 1e9)};
    ::nanosleep(&left, nullptr);
}

Done startDevice(const std::string &directory, const HaEffect &effect)
{
    Session session(directory);
    Cib cib(session.ha()["clusters"][effect.cluster]);
    const std::string script = valueIn(effect.primitive.parameters, "password_script", valueIn(effect.primitive.parameters, "passwd_script"));
    const bool secret = script.empty() || exists(session.root(effect.host) + script);
    return {deviceTrouble(session, cib, effect.primitive) || !secret ? 1 : 0, ""};
}

/// Start and stop as the resource agents do them.
Done operate(const std::string &directory, const HaEffect &effect)
{
    const auto parameter = [&](const char *name, const char *other) { return valueIn(effect.primitive.parameters, name, valueIn(effect.primitive.parameters, other)); };
    const bool start = effect.what == HaEffect::What::Start;
    const std::string device = parameter("target", "device"), mountpoint = parameter("mountpoint", "directory"), pool = parameter("pool", "pool");
    if (effect.primitive.agent == "ocf:heartbeat:ZFS") {
        const Outcome done = runCaptured(directory, effect.host, start ? Words{"zpool", "import", "-f", pool} : Words{"zpool", "export", pool});
        return {done.rc == 0 || has(done.err, "already exists") || has(done.err, "no such pool") ? 0 : 1, trim(done.err)};
    }
    if (mountpoint.empty())
        return effect.primitive.stonith() && start ? startDevice(directory, effect) : Done{};
    {
        Session session(directory);
        const bool mounted = findMount(session.state(effect.host), {{}, mountpoint}) != nullptr;
        if (mounted == start)
            return {};
        if (start && !isDirectory(session.root(effect.host) + mountpoint))
            return {5, mountpoint + " is no directory"};
    }
    const Outcome done = runCaptured(directory, effect.host, start ? Words{"mount", "-t", "lustre", device, mountpoint} : Words{"umount", mountpoint});
    return {done.rc == 0 ? 0 : 1, trim(done.err.substr(0, done.err.find('\n')))};
}

/// A fenced host comes back as a machine does, a while later; its own agent comes with it.
void bootLater(const std::string &directory, const std::string &host, const std::string &program, double speed)
{
    runDetached([=] {
        rest(bootSeconds * speed);
        bootHost(directory, host);
        wakeClusters(directory);
        if (!program.empty())
            startAgent(directory, host, program);
    });
}

/// All devices of one level must have switched it off; the next level is tried when one of them does not.
Done switchOff(const std::string &directory, const HaEffect &effect)
{
    bool off = false, reboot = true;
    std::size_t tried = 0;
    std::string program;
    double speed = 1;
    {
        Session session(directory);
        Json &cluster = session.ha()["clusters"][effect.cluster];
        const Cib cib(cluster);
        for (const std::vector<HaPrimitive> &level : fenceLevels(cib, effect.host)) {
            ++tried;
            if (!off)
                off = std::none_of(level.begin(), level.end(), [&](const HaPrimitive &device) { return deviceTrouble(session, cib, device, effect.host); });
            if (off)
                break;
        }
        for (const Json &fence : arrayAt(cluster, "fences"))
            if (str(fence, "target") == effect.host && str(fence, "status") == "pending")
                reboot = str(fence, "action") == "reboot";
        program = str(session.state(effect.host), "agentProgram");
        speed = real(session.definition(), "speed", 1);
    }
    const std::size_t failed = off ? tried - 1 : tried;
    rest(static_cast<double>(failed) * failedDeviceSeconds * speed);
    if (!off)
        return {1, tried == 0 ? "No such device" : "Timer expired"};
    killHost(directory, effect.host);
    if (reboot)
        bootLater(directory, effect.host, program, speed);
    return {};
}

/// Only the newest of a host's failed attempts is kept, as crm_mon shows them.
void keepNewest(Json &cluster, const std::string &host)
{
    Json kept = Json::array();
    bool failed = false;
    for (const Json &fence : arrayAt(cluster, "fences")) {
        const bool ours = str(fence, "target") == host && str(fence, "status") == "failed";
        if (!ours || !failed)
            kept.push_back(fence);
        failed = failed || ours;
    }
    cluster["fences"] = kept;
}

void noteFence(Session &session, Json &cluster, const HaEffect &effect, int rc, const std::string &reason, std::int64_t ended)
{
    Json &one = objectAt(objectAt(cluster, "members"), effect.host);
    for (Json &fence : arrayAt(cluster, "fences"))
        if (str(fence, "target") == effect.host && str(fence, "status") == "pending") {
            fence["status"] = rc == 0 ? "success" : "failed";
            fence["completed"] = ended;
            if (rc == 0)
                fence["delegate"] = str(cluster, "dc");
            else
                fence["reason"] = reason;
        }
    keepNewest(cluster, effect.host);
    if (rc == 0) {
        one = {{"id", num(one, "id")}, {"state", "offline"}};
        forgetNode(cluster, effect.host);
        return;
    }
    one["attempts"] = num(one, "attempts") + 1;
    one["until"] = ended + scaledMillis(session, 5);
    for (const char *key : {"fencing", "want", "by", "from"}) // who asked was told; a node that is unclean is tried again
        one.erase(key);
    if (!flag(one, "unclean"))
        one.erase("since");
}

} // namespace

void forgetNode(Json &cluster, const std::string &host)
{
    Json kept = Json::array();
    for (const Json &one : arrayAt(cluster, "failures"))
        if (str(one, "node") != host)
            kept.push_back(one);
    cluster["failures"] = kept;
    for (auto &[id, resource] : objectAt(cluster, "resources").items()) {
        if (resource.contains("on"))
            resource["on"].erase(host);
        if (str(resource, "node") == host) {
            resource.erase("action");
            resource.erase("node");
        }
        if (str(resource, "blocked") == host)
            resource.erase("blocked");
    }
    objectAt(cluster, "attributes").erase(host);
    objectAt(cluster, "history").erase(host);
    if (str(cluster, "dc") == host)
        cluster["dc"] = "";
}

void suspectNode(Json &cluster, const std::string &host, std::int64_t now)
{
    Json &member = objectAt(objectAt(cluster, "members"), host);
    member["state"] = "offline";
    member["unclean"] = true;
    member["until"] = now;
    member["attempts"] = 0;
}

void carryOut(const std::string &directory, const HaEffect &effect)
{
    const std::int64_t began = nowMillis();
    const Done done = effect.what == HaEffect::What::Fence ? switchOff(directory, effect) : operate(directory, effect);
    Session session(directory);
    noteEffect(session, effect, done.rc, done.reason, began, nowMillis());
}

void noteOperation(Json &cluster, const std::string &host, const std::string &resource, const std::string &task, int rc, std::int64_t at, std::int64_t exec)
{
    Json &calls = objectAt(cluster, "calls");
    const std::int64_t call = num(calls, host, 9) + 1;
    calls[host] = call;
    Json &history = objectAt(objectAt(objectAt(cluster, "history"), host), resource);
    const std::string name = task.substr(0, task.find('_'));
    const std::int64_t interval = task == name ? 0 : wholeNumber(task.substr(task.find('_') + 1));
    Json kept = Json::array();
    for (const Json &op : arrayAt(history, "ops"))
        if (!(str(op, "task") == name && num(op, "interval") == interval) && !(name == "start" && str(op, "task") == "stop") && !(name == "stop" && str(op, "task") == "start"))
            kept.push_back(op);
    kept.push_back({{"call", call}, {"task", name}, {"rc", rc}, {"interval", interval}, {"at", at}, {"exec", exec}});
    history["ops"] = kept;
    if (rc == 0)
        return;
    history["fails"] = name == "start" || name == "stop" ? infinity : std::min<std::int64_t>(infinity, num(history, "fails") + 1);
    history["lastFailure"] = at;
    arrayAt(cluster, "failures").push_back({{"rsc", resource}, {"op", name}, {"interval", interval}, {"node", host}, {"rc", rc}, {"at", at}, {"call", call}, {"exec", exec}});
}

void noteEffect(Session &session, const HaEffect &effect, int rc, const std::string &reason, std::int64_t began, std::int64_t ended)
{
    Json &cluster = objectAt(objectAt(session.ha(), "clusters"), effect.cluster);
    if (effect.what == HaEffect::What::Fence)
        return noteFence(session, cluster, effect, rc, reason, ended);
    Json &record = objectAt(objectAt(cluster, "resources"), effect.resource);
    if (!session.up(effect.host) || str(record, "node") != effect.host) // it died meanwhile: what became of it the fencing says
        return;
    record.erase("action");
    record.erase("node");
    const bool start = effect.what == HaEffect::What::Start;
    noteOperation(cluster, effect.host, effect.resource, start ? "start" : "stop", rc, began, ended - began);
    if (!reason.empty() && rc != 0)
        arrayAt(cluster, "failures").back()["reason"] = reason;
    if (start && rc == 0) {
        objectAt(record, "on")[effect.host] = "Started";
        noteOperation(cluster, effect.host, effect.resource, effect.primitive.stonith() ? "monitor_60000" : "monitor_20000", 0, ended, 5);
    } else if (!start && rc == 0) {
        objectAt(record, "on").erase(effect.host);
    } else if (!start) {
        // What cannot be stopped might still be there: its node is fenced, and without fencing nobody touches it any more.
        if (Cib(cluster).property("stonith-enabled", "true") != "false")
            suspectNode(cluster, effect.host, ended);
        else
            record["blocked"] = effect.host;
    }
}

} // namespace simhost
