// SPDX-License-Identifier: GPL-3.0-or-later
// Brings the simulated clusters forward: who is a member, who is lost, who is fenced, what starts where. The times that stand in what
// the tools print are those of the things themselves, not of whoever looks.
#include "agent/simhost/control.h"
#include "agent/simhost/device.h"
#include "agent/simhost/ha.h"
#include "agent/simhost/lnet.h"
#include "agent/simhost/system.h"

#include <algorithm>
#include <ctime>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace simhost {

namespace {

constexpr int mostAttempts = 10; ///< stonith-max-attempts

void soonest(std::int64_t &next, std::int64_t at)
{
    next = next == 0 ? at : std::min(next, at);
}

bool bmcBroken(Session &session, const std::string &host)
{
    return flag(at(at(session.ha(), "faults"), host), "bmc");
}

/// What a node remembered of its operations is gone with it.
void forgetFailures(Json &cluster, const std::string &host)
{
    Json kept = Json::array();
    for (const Json &one : arrayAt(cluster, "failures"))
        if (str(one, "node") != host)
            kept.push_back(one);
    cluster["failures"] = kept;
}

/// One cluster at one moment.
class Moment {
public:
    Moment(Session &session, std::string key, Json &cluster, std::int64_t now, std::int64_t &next, std::vector<HaEffect> &effects)
        : m_session(session), m_key(std::move(key)), m_cluster(cluster), m_now(now), m_next(next), m_effects(effects), m_cib(cluster)
    {
    }
    void pass()
    {
        for (const std::string &host : m_session.hosts())
            if (!m_key.empty() && clusterKey(m_session, host) == m_key)
                m_hosts.push_back(host);
        for (const std::string &host : m_hosts)
            follow(host);
        elect();
        if (str(m_cluster, "dc").empty())
            return;
        addDefaults();
        probe();
        readHealth();
        const bool quorum = hasQuorum(m_session, m_cluster, str(m_cluster, "dc"));
        fence(quorum);
        if (quorum || m_cib.property("no-quorum-policy", "stop") == "ignore")
            decideCluster(m_session, m_cluster, m_cib, m_now, m_effects, m_key);
    }

private:
    Json &member(const std::string &host) { return objectAt(objectAt(m_cluster, "members"), host); }
    std::string majority() const
    {
        // Who survives a cut: the larger side, of two equal ones that with the delayed fence device.
        std::string best;
        std::size_t most = 0;
        for (const std::string &host : m_hosts) {
            const std::size_t size = partitionOf(m_session, host).size();
            const bool delayed = delayOf(host) > (best.empty() ? -1 : delayOf(best));
            if (size > most || (size == most && size > 0 && delayed)) {
                most = size;
                best = host;
            }
        }
        return best;
    }
    double delayOf(const std::string &host) const
    {
        double most = 0;
        for (const HaPrimitive &device : fenceDevices(m_cib, host))
            most = std::max(most, std::atof(valueIn(device.parameters, "pcmk_delay_base", "0").c_str()));
        return most;
    }
    /// A host from joining to being lost.
    void follow(const std::string &host)
    {
        const std::string centre = majority();
        const bool alive = runsPacemaker(m_session, host), seen = alive && (centre.empty() || centre == host || contains(partitionOf(m_session, centre), host));
        Json &one = member(host);
        if (!one.contains("state")) // its Corosync may run before its Pacemaker does
            one["state"] = "offline";
        const std::string state = str(one, "state");
        const std::string boot = str(m_session.state(host), "bootId");
        if (state == "offline" && seen && !flag(one, "unclean")) {
            const auto conf = corosyncConf(m_session, host);
            for (const auto &node : conf->nodes)
                if (node.name == host)
                    one["id"] = node.id;
            one["state"] = "pending";
            one["boot"] = boot;
            one["until"] = m_now + scaledMillis(m_session, 1.5);
            one.erase("lostAt");
            objectAt(m_cluster, "history").erase(host);
        }
        if (str(one, "state") == "pending" && seen && m_now >= num(one, "until"))
            one["state"] = "online";
        else if (str(one, "state") == "pending" && seen)
            soonest(m_next, num(one, "until"));
        if (seen && str(one, "boot") == boot)
            one.erase("lostAt");
        if (str(one, "state") != "offline" && (!seen || str(one, "boot") != boot))
            lose(host, one);
    }
    void lose(const std::string &host, Json &one)
    {
        if (flag(one, "leaving") || str(one, "state") == "pending") { // it said good-bye, or never was here
            one = {{"id", num(one, "id")}, {"state", "offline"}};
            forget(host);
            return;
        }
        const auto conf = corosyncConf(m_session, host);
        if (!one.contains("lostAt"))
            one["lostAt"] = m_now;
        // Token and consensus of Corosync: what it takes until the others are sure.
        const std::int64_t sure = num(one, "lostAt") + scaledMillis(m_session, 2.2 * static_cast<double>(conf ? conf->tokenMs : 1000) / 1000);
        if (m_now < sure)
            return soonest(m_next, sure);
        one["state"] = "offline";
        one["unclean"] = true;
        one["until"] = m_now;
        one["attempts"] = 0;
        if (m_cib.property("stonith-enabled", "true") == "false")
            noteOff(host, one);
    }
    /// Nothing of it runs any more.
    void forget(const std::string &host)
    {
        forgetFailures(m_cluster, host);
        for (auto &[id, resource] : objectAt(m_cluster, "resources").items()) {
            if (resource.contains("on"))
                resource["on"].erase(host);
            if (str(resource, "node") == host) {
                resource.erase("action");
                resource.erase("node");
            }
        }
        objectAt(m_cluster, "attributes").erase(host);
        objectAt(m_cluster, "history").erase(host);
        if (str(m_cluster, "dc") == host)
            m_cluster["dc"] = "";
    }
    void noteOff(const std::string &host, Json &one)
    {
        one = {{"id", num(one, "id")}, {"state", "offline"}};
        forget(host);
    }
    void elect()
    {
        const std::string dc = str(m_cluster, "dc");
        if (!dc.empty() && str(member(dc), "state") == "online")
            return;
        std::string best;
        for (const std::string &host : m_hosts)
            if (str(member(host), "state") == "online" && (best.empty() || num(member(host), "id") < num(member(best), "id")))
                best = host;
        m_cluster["dc"] = best;
    }
    /// What a new DC writes into the CIB, and the nodes that it has met.
    void addDefaults()
    {
        const auto conf = corosyncConf(m_session, str(m_cluster, "dc"));
        Element &config = m_cib.root.made("crm_config");
        if (config.children.empty())
            config.children.push_back({"cluster_property_set", {{"id", "cib-bootstrap-options"}}, {}});
        bool changed = false;
        const auto add = [&](const std::string &name, const std::string &value) {
            if (!m_cib.property(name).empty())
                return;
            config.children.front().children.push_back({"nvpair", {{"id", config.children.front().get("id") + "-" + name}, {"name", name}, {"value", value}}, {}});
            changed = true;
        };
        add("have-watchdog", "false");
        add("dc-version", "2.1.5-a3f44794f94");
        add("cluster-infrastructure", "corosync");
        if (conf && !conf->cluster.empty())
            add("cluster-name", conf->cluster);
        Element &nodes = m_cib.root.made("nodes");
        for (const std::string &host : m_hosts) {
            const std::string id = std::to_string(num(member(host), "id"));
            const bool known = std::any_of(nodes.children.begin(), nodes.children.end(), [&](const Element &node) { return node.get("uname") == host; });
            if (!known && str(member(host), "state") == "online") {
                nodes.children.push_back({"node", {{"id", id}, {"uname", host}}, {}});
                changed = true;
            }
        }
        if (changed)
            m_cib.changed("crmd", str(m_cluster, "dc"), "hacluster");
    }
    bool mountedOn(const std::string &host, const HaPrimitive &one)
    {
        const std::string mountpoint = valueIn(one.parameters, "mountpoint", valueIn(one.parameters, "directory"));
        return !mountpoint.empty() && findMount(m_session.state(host), {{}, mountpoint}) != nullptr;
    }
    /// The first look at a resource, and what its monitor finds later.
    void probe()
    {
        for (const HaUnit &unit : unitsOf(m_cib))
            for (const HaPrimitive &one : unit.members) {
                Json &record = objectAt(objectAt(m_cluster, "resources"), one.id);
                Json &on = objectAt(record, "on");
                const bool mounts = !valueIn(one.parameters, "mountpoint", valueIn(one.parameters, "directory")).empty();
                for (const std::string &host : m_hosts) {
                    // Of a node that died nobody knows anything until it is fenced: it may still have it.
                    if (str(member(host), "state") != "online" || record.contains("action") || !runsPacemaker(m_session, host) || member(host).contains("lostAt"))
                        continue;
                    const bool there = mounts ? mountedOn(host, one) : on.contains(host);
                    if (there && !on.contains(host)) {
                        on[host] = "Started";
                    } else if (!there && on.contains(host)) {
                        failMonitor(host, one, on);
                    } else if (one.stonith() && on.contains(host) && brokenDevice(one)) {
                        failMonitor(host, one, on);
                        objectAt(objectAt(m_cluster, "history")[host], one.id)["fails"] = infinity; // its start fails as well
                    }
                }
            }
    }
    void failMonitor(const std::string &host, const HaPrimitive &one, Json &on)
    {
        on.erase(host);
        const bool device = one.stonith();
        const std::int64_t interval = device ? 60000 : 20000;
        noteOperation(m_cluster, host, one.id, "monitor_" + std::to_string(interval), device ? 1 : 7, m_now, device ? 1000 : 0);
    }
    bool brokenDevice(const HaPrimitive &device)
    {
        for (const std::string &host : m_hosts)
            if (bmcBroken(m_session, host))
                for (const HaPrimitive &one : fenceDevices(m_cib, host))
                    if (one.id == device.id)
                        return true;
        return false;
    }
    /// healthLNET and healthLUSTRE write what they see into attributes of their nodes.
    void readHealth()
    {
        for (const HaUnit &unit : unitsOf(m_cib))
            for (const HaPrimitive &one : unit.members) {
                const bool lnet = one.agent == "ocf:lustre:healthLNET";
                if (!lnet && one.agent != "ocf:lustre:healthLUSTRE")
                    continue;
                for (const auto &[host, role] : at(at(at(m_cluster, "resources"), one.id), "on").items()) {
                    const Json &state = m_session.state(host);
                    const bool well = lnet ? lnetUp(m_session, host) && !flag(state, "lnetCut") : !flag(state, "unhealthy");
                    const std::size_t pings = split(valueIn(one.parameters, "host_list", "x"), ' ').size();
                    const int multiplier = lnet ? std::max(1, std::atoi(valueIn(one.parameters, "multiplier", "1").c_str())) : 1;
                    objectAt(objectAt(m_cluster, "attributes"), host)[valueIn(one.parameters, "name", lnet ? "pingd" : "lustred")] = std::to_string(well ? static_cast<int>(lnet ? pings : 1) * multiplier : 0);
                }
            }
    }
    void fence(bool quorum)
    {
        for (auto &[host, one] : objectAt(m_cluster, "members").items()) {
            if (!flag(one, "unclean") || !quorum || flag(one, "fencing"))
                continue;
            if (num(one, "attempts") >= mostAttempts)
                continue;
            const auto devices = fenceDevices(m_cib, host);
            if (!one.contains("since")) {
                one["since"] = num(one, "until");
                one["until"] = num(one, "until") + scaledMillis(m_session, 1 + (devices.empty() ? 0 : delayOf(host)));
            }
            if (m_now < num(one, "until")) {
                soonest(m_next, num(one, "until"));
                continue;
            }
            one["fencing"] = true;
            m_effects.push_back({HaEffect::What::Fence, m_key, devices.empty() ? std::string() : devices.front().id, host});
            Json &fences = arrayAt(m_cluster, "fences");
            fences.insert(fences.begin(), Json{{"action", str(one, "want", m_cib.property("stonith-action", "reboot"))}, {"target", host}, {"client", "pacemaker-controld." + std::to_string(200 + num(member(str(m_cluster, "dc")), "id"))},
                                               {"origin", str(m_cluster, "dc")}, {"status", "pending"}, {"began", m_now}});
        }
    }
    Session &m_session;
    std::string m_key;
    Json &m_cluster;
    std::int64_t m_now;
    std::int64_t &m_next;
    std::vector<HaEffect> &m_effects;
    Cib m_cib;
    Words m_hosts;
};

struct Done {
    int rc = 0;
    std::string reason;
};

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
    if (mountpoint.empty()) {
        if (!effect.primitive.stonith() || !start)
            return {};
        Session session(directory);
        Json &cluster = session.ha()["clusters"][effect.cluster];
        Cib cib(cluster);
        for (const auto &[host, member] : at(cluster, "members").items())
            for (const HaPrimitive &one : fenceDevices(cib, host))
                if (one.id == effect.resource && bmcBroken(session, host))
                    return {1, ""};
        return {};
    }
    {
        Session session(directory);
        const bool mounted = findMount(session.state(effect.host), {{}, mountpoint}) != nullptr;
        if (mounted == start)
            return {};
        if (start)
            makeDirectories(session.root(effect.host) + mountpoint);
    }
    const Outcome done = runCaptured(directory, effect.host, start ? Words{"mount", "-t", "lustre", device, mountpoint} : Words{"umount", mountpoint});
    return {done.rc == 0 ? 0 : 1, trim(done.err.substr(0, done.err.find('\n')))};
}

/// The power goes and comes back as the device does it; the host's own agent comes with it.
Done switchOff(const std::string &directory, const HaEffect &effect)
{
    bool broken = false, reboot = true;
    std::string program;
    {
        Session session(directory);
        Json &cluster = session.ha()["clusters"][effect.cluster];
        broken = bmcBroken(session, effect.host) || effect.resource.empty();
        for (const Json &fence : arrayAt(cluster, "fences"))
            if (str(fence, "target") == effect.host && str(fence, "status") == "pending")
                reboot = str(fence, "action") == "reboot";
        program = str(session.state(effect.host), "agentProgram");
    }
    if (broken)
        return {1, effect.resource.empty() ? "No such device" : "Timer expired"};
    killHost(directory, effect.host);
    if (!reboot)
        return {};
    bootHost(directory, effect.host);
    if (!program.empty())
        startAgent(directory, effect.host, program);
    return {};
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
    // Only the newest of a host's failed attempts is kept, as crm_mon shows them.
    Json kept = Json::array();
    bool failed = false;
    for (const Json &fence : arrayAt(cluster, "fences")) {
        const bool again = str(fence, "target") == effect.host && str(fence, "status") == "failed" && failed;
        failed = failed || (str(fence, "target") == effect.host && str(fence, "status") == "failed");
        if (!again)
            kept.push_back(fence);
    }
    cluster["fences"] = kept;
    one.erase("fencing");
    one["attempts"] = num(one, "attempts") + 1;
    one["until"] = ended + scaledMillis(session, 5);
    if (rc != 0)
        return;
    forgetFailures(cluster, effect.host);
    one = {{"id", num(one, "id")}, {"state", "offline"}};
    for (auto &[id, resource] : objectAt(cluster, "resources").items()) {
        objectAt(resource, "on").erase(effect.host);
        if (str(resource, "node") == effect.host) {
            resource.erase("action");
            resource.erase("node");
        }
    }
    objectAt(cluster, "attributes").erase(effect.host);
    objectAt(cluster, "history").erase(effect.host);
}

void carryOut(const std::string &directory, const HaEffect &effect)
{
    const std::int64_t began = nowMillis();
    const Done done = effect.what == HaEffect::What::Fence ? switchOff(directory, effect) : operate(directory, effect);
    Session session(directory);
    noteEffect(session, effect, done.rc, done.reason, began, nowMillis());
}

void pauseMillis(std::int64_t millis)
{
    timespec left{static_cast<time_t>(millis / 1000), static_cast<long>(millis % 1000) * 1000000};
    ::nanosleep(&left, nullptr);
}

/// Until nothing is under way and nobody has woken us meanwhile.
void bringForward(const std::string &directory)
{
    const std::string again = directory + "/ha.again";
    while (exists(directory + "/ha.json")) {
        ::unlink(again.c_str());
        std::int64_t next = 0;
        std::vector<HaEffect> effects;
        {
            Session session(directory);
            effects = advanceClusters(session, nowMillis(), next);
        }
        for (const HaEffect &effect : effects)
            carryOut(directory, effect);
        if (!effects.empty() || exists(again))
            continue;
        if (next == 0)
            return;
        pauseMillis(std::clamp<std::int64_t>(next - nowMillis(), 1, 100));
    }
}

} // namespace

std::vector<HaEffect> advanceClusters(Session &session, std::int64_t now, std::int64_t &next)
{
    std::vector<HaEffect> effects;
    for (const std::string &host : session.hosts())
        if (runsPacemaker(session, host))
            (void)clusterOf(session, host);
    for (auto &[key, cluster] : objectAt(session.ha(), "clusters").items())
        Moment(session, key, cluster, now, next, effects).pass();
    return effects;
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
    history["fails"] = name == "start" ? infinity : std::min<std::int64_t>(infinity, num(history, "fails") + 1);
    history["lastFailure"] = at;
    arrayAt(cluster, "failures").push_back({{"rsc", resource}, {"op", name}, {"interval", interval}, {"node", host}, {"rc", rc}, {"at", at}, {"call", call}, {"exec", exec}});
}

void noteEffect(Session &session, const HaEffect &effect, int rc, const std::string &reason, std::int64_t began, std::int64_t ended)
{
    Json &cluster = objectAt(objectAt(session.ha(), "clusters"), effect.cluster);
    if (effect.what == HaEffect::What::Fence)
        return noteFence(session, cluster, effect, rc, reason, ended);
    Json &record = objectAt(objectAt(cluster, "resources"), effect.resource);
    record.erase("action");
    record.erase("node");
    if (!session.up(effect.host)) // it died meanwhile: what became of it the fencing says
        return;
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
        // What cannot be stopped is fenced: it might still be there.
        Json &member = objectAt(objectAt(cluster, "members"), effect.host);
        member["state"] = "offline";
        member["unclean"] = true;
        member["until"] = ended;
        member["attempts"] = 0;
    }
}

void wakeClusters(const std::string &directory)
{
    bool any = exists(directory + "/ha.json");
    if (!any) {
        Session session(directory);
        for (const std::string &host : session.hosts())
            any = any || runsPacemaker(session, host);
        if (any)
            objectAt(session.ha(), "clusters");
    }
    if (!any)
        return;
    writeFile(directory + "/ha.again", "\n");
    runDetached([directory] {
        while (exists(directory + "/ha.again")) {
            const int lock = ::open((directory + "/ha.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
            if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
                ::close(lock);
                return; // somebody else is at it and will see the mark
            }
            bringForward(directory);
            ::close(lock);
        }
    });
}

void leaveCluster(Call &call)
{
    {
        Session session(call.directory);
        Json *cluster = clusterOf(session, call.host);
        if (!cluster || !runsPacemaker(session, call.host))
            return;
        objectAt(objectAt(*cluster, "members"), call.host)["leaving"] = true;
    }
    wakeClusters(call.directory);
    for (int tries = 0; tries < 6000; ++tries) {
        bool left = true;
        {
            Session session(call.directory);
            const Json *cluster = clusterOf(session, call.host);
            static const Json none;
            for (const auto &[id, resource] : at(cluster ? *cluster : none, "resources").items())
                left = left && !at(resource, "on").contains(call.host);
        }
        if (left)
            return;
        pauseMillis(20);
    }
}

int changeHaFault(const std::string &directory, const std::string &host, const std::string &what, const std::string &state)
{
    {
        Session session(directory);
        if ((what != "ring0" && what != "ring1" && what != "bmc") || (state != "broken" && state != "ok"))
            return 2;
        Json &faults = objectAt(objectAt(session.ha(), "faults"), host);
        if (state == "broken")
            faults[what] = true;
        else
            faults.erase(what);
        for (auto &[key, cluster] : objectAt(session.ha(), "clusters").items())
            for (auto &[name, member] : objectAt(cluster, "members").items())
                if (state == "ok" && flag(member, "unclean"))
                    member["attempts"] = 0;
    }
    wakeClusters(directory);
    return 0;
}

} // namespace simhost
