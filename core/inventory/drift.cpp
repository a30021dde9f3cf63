// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/wanted.h"

#include "core/inventory/ids.h"

#include <algorithm>
#include <set>

namespace inventory {

using machine::State;
using machine::word;

namespace {

std::string observedText(const Target &t)
{
    std::string mounted;
    for (const TargetMount &m : t.mounts)
        mounted += (mounted.empty() ? "" : " and ") + m.server;
    if (t.state == State::Mounted)
        return "is mounted on " + mounted + (t.mounts.size() > 1 ? " at the same time" : "");
    if (t.state == State::Unknown)
        return t.active.empty() ? std::string("is on no server that answers") : "was mounted on " + t.active + ", which does not answer";
    return "is " + std::string(word(t.state));
}

class Finder {
public:
    Finder(const World &world, const Wanted &wanted)
        : m_world(world)
        , m_wanted(wanted)
    {
    }

    std::vector<Drift> run()
    {
        lnets();
        parts();
        for (const auto &[name, spec] : m_wanted.filesystems)
            if (wantedOf(filesystemId(name)) == State::Available)
                notMade(spec);
        for (const auto &[id, t] : m_world->targets)
            target(t);
        clients();
        return std::move(m_out);
    }

private:
    State wantedOf(const ObjectId &id) const
    {
        const auto it = m_wanted.states.find(id);
        return it == m_wanted.states.end() ? State::None : it->second;
    }

    bool isUp(const std::string &server) const
    {
        const Server *s = m_world.server(server);
        return s && s->up() && s->inventory;
    }

    void lnets()
    {
        for (const auto &[name, s] : m_world->servers) {
            const State wanted = wantedOf(s.lnetId);
            if (wanted == State::None || wanted == s.lnet)
                continue;
            const bool up = isUp(name);
            m_out.push_back({ s.lnetId, "LNet on " + name, std::string(up ? "is " + std::string(word(s.lnet)) : "is not known: " + name + " does not answer")
                    + "; wanted " + std::string(word(wanted)), up, wanted, {} });
        }
    }

    /// What the profile of a managed server wants, and its host has not.
    void parts()
    {
        for (const auto &[name, server] : m_world->servers) {
            const Server *s = &server;
            const bool managed = m_wanted.profiles.contains(name) && wantedOf(s->id) == State::Managed;
            if ((!managed && !m_wanted.clusterOf(name)) || !isUp(name))
                continue;
            const ServerProfilePtr profile = m_wanted.wholeProfileOf(name);
            const protocol::HostInventory &host = *s->inventory;
            part(s->softwareId, "Software of " + name, softwareState(*profile, host), State::Ready, missingText(*profile, host));
            part(s->timeId, "Clock of " + name, timeState(*profile, host), State::Synchronized, {});
            part(s->firewallId, "Firewall of " + name, firewallState(*profile, host), State::Open, {});
            part(s->servicesId, "Services of " + name, servicesState(*profile, host), State::Running, idleText(*profile, host));
        }
    }

    static std::string missingText(const ServerProfile &profile, const protocol::HostInventory &host)
    {
        const std::vector<std::string> missing = missingPackages(profile, host);
        if (!missing.empty())
            return "lacks " + missing.front() + (missing.size() > 1 ? " and " + std::to_string(missing.size() - 1) + " more packages" : "");
        return "needs a reboot into another kernel";
    }

    static std::string idleText(const ServerProfile &profile, const protocol::HostInventory &host)
    {
        std::string text;
        for (const std::string &unit : idleServices(profile, host))
            text += (text.empty() ? "do not run, or not after a boot: " : ", ") + unit;
        return text;
    }

    void part(const ObjectId &id, const std::string &name, State now, State wanted, const std::string &text)
    {
        if (now != State::None && now != wanted)
            m_out.push_back({ id, name, (text.empty() ? "is " + std::string(word(now)) : text) + "; wanted " + std::string(word(wanted)), true, wanted, {} });
    }

    /// Every target that a specification names and nobody has found.
    void notMade(const FileSystemSpec &spec)
    {
        for (const TargetSpec &t : spec.targets) {
            const bool separate = t.mgs && !t.mdt;
            const ObjectId id = separate ? mgsId(t.volume) : targetId(targetLabel(spec.name, t.mdt, t.index));
            const Volume *v = m_world.volume(t.volume);
            const bool there = m_world.target(id) || (v && !v->target.empty());
            if (there || wantedOf(id) == State::Removed)
                continue;
            const std::string primary = t.primary.empty() && v ? v->primary : t.primary;
            m_out.push_back({ id, separate ? "MGS" : targetLabel(spec.name, t.mdt, t.index),
                "is not there; wanted mounted on " + primary + (v ? "" : "; its volume " + t.volume + " was not found"),
                v && isUp(primary) && v->usable(), State::Mounted, {} });
        }
    }

    /// What a target is wanted to be: what was said of it, else what its file system is wanted to be.
    State wantedFor(const Target &t) const
    {
        if (const State own = wantedOf(t.id); own != State::None)
            return own;
        State all = State::None;
        for (const auto &[name, fs] : m_world->filesystems) {
            if (name != t.fsname && fs.mgs != t.id)
                continue;
            const State wanted = wantedOf(fs.id);
            if (wanted == State::Available)
                return State::Mounted;
            if (wanted == State::Stopped && name == t.fsname)
                all = State::Unmounted;
        }
        return all;
    }

    void target(const Target &t)
    {
        const State wanted = wantedFor(t);
        if (wanted == State::None || wanted == State::Removed)
            return;
        if (wanted != State::Mounted) {
            if (t.state == State::Mounted && wanted == State::Unmounted)
                m_out.push_back({ t.id, t.label, observedText(t) + "; wanted unmounted", true, wanted, {} });
            return;
        }
        const auto placed = m_wanted.placement.find(t.id);
        const std::string place = placed == m_wanted.placement.end() ? t.primary : placed->second;
        const bool twice = t.activeKnown && t.mounts.size() > 1;
        if (t.state == State::Mounted && !twice && (t.active == place || place.empty()))
            return;
        const bool elsewhere = t.state == State::Mounted;
        if (elsewhere && !twice && !t.resource.empty() && m_wanted.standby.contains(place))
            return; // its server is wanted without targets
        const bool somewhere = std::any_of(t.servers.begin(), t.servers.end(), [&](const std::string &s) { return isUp(s); });
        m_out.push_back({ t.id, t.label, observedText(t) + "; wanted " + (elsewhere ? "" : "mounted") + (place.empty() ? "" : elsewhere ? "on " + place : " on " + place),
            elsewhere ? isUp(place) : somewhere, wanted, elsewhere ? place : std::string() });
    }

    void clients()
    {
        for (const auto &[id, wanted] : m_wanted.states) {
            if (!isKind(id, machine::Kind::ClientMount))
                continue;
            const auto it = m_world->clientMounts.find(id);
            const State now = it == m_world->clientMounts.end() ? State::Unmounted : it->second.state;
            const std::string rest = nameIn(id), server = rest.substr(0, rest.find(':'));
            if (now != wanted && wanted != State::Removed)
                m_out.push_back({ id, rest.substr(rest.find(':') + 1) + " on " + server,
                    "is " + std::string(word(now)) + "; wanted " + std::string(word(wanted)), isUp(server), wanted, {} });
        }
    }

    const World &m_world;
    const Wanted &m_wanted;
    std::vector<Drift> m_out;
};

} // namespace

std::vector<Drift> drift(const World &world, const Wanted &wanted)
{
    const World known = remembered(world, wanted);
    return Finder(known, wanted).run();
}

bool concerns(const ObjectId &whole, const ObjectId &object, const World &world)
{
    if (whole == object)
        return true;
    const std::string name = nameIn(whole);
    const bool isServer = isKind(whole, machine::Kind::Server);
    if (isServer && serverIn(object) == name)
        return true;
    const Target *t = world.target(isKind(object, machine::Kind::HaResource) ? targetOfResource(object) : object);
    if (isKind(whole, machine::Kind::HaCluster)) {
        const ha::HaCluster *cluster = world.cluster(name);
        const std::string server = serverIn(object);
        return cluster && ((!server.empty() && cluster->member(server)) || (t && t->cluster == name));
    }
    if (isKind(whole, machine::Kind::Filesystem)) {
        const FileSystem *fs = world.filesystem(name);
        return (t && t->fsname == name) || (fs && fs->mgs == object) || object.starts_with(targetId(name + "-MDT"))
            || object.starts_with(targetId(name + "-OST"));
    }
    return isServer && t && std::find(t->servers.begin(), t->servers.end(), name) != t->servers.end();
}

} // namespace inventory
