// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory/haparse.h"
#include "core/inventory/wanted.h"

namespace inventory {

using protocol::Json;
using protocol::member;
using protocol::textOf;

namespace {

template <class T> void put(Json &json, const char *key, const T &value, const T &standard = {})
{
    if (value != standard)
        json[key] = value;
}

Json pairsToJson(const std::vector<std::pair<std::string, std::string>> &pairs)
{
    Json out = Json::array();
    for (const auto &[key, value] : pairs)
        out.push_back({ key, value });
    return out;
}

base::Error bad(const std::string &what)
{
    return { base::Problem::BadMessage, "the wanted state cannot be read: " + what, {}, {} };
}

template <class Read> base::Result<void> each(const Json &json, const char *key, Read read)
{
    const Json &object = member(json, key);
    if (object.is_null())
        return {};
    if (!object.is_object())
        return bad(std::string(key) + " is not an object");
    for (const auto &[name, value] : object.items())
        if (const auto done = read(name, value); !done)
            return done;
    return {};
}

} // namespace

Json toJson(const TargetSpec &t)
{
    Json j = Json::object();
    put(j, "mgs", t.mgs);
    put(j, "mdt", t.mdt);
    put(j, "ost", t.ost);
    put(j, "index", t.index, -1);
    put(j, "volume", t.volume);
    put(j, "backend", t.backend, std::string("ldiskfs"));
    put(j, "primary", t.primary);
    put(j, "failover", t.failover);
    put(j, "inodeSize", t.inodeSize);
    put(j, "bytesPerInode", t.bytesPerInode);
    put(j, "inodeCount", t.inodeCount);
    put(j, "journalMiB", t.journalMiB);
    put(j, "deviceSizeKiB", t.deviceSizeKiB);
    put(j, "stripeCountHint", t.stripeCountHint);
    put(j, "mountOptions", t.mountOptions);
    put(j, "mkfsOptions", t.mkfsOptions);
    put(j, "comment", t.comment);
    put(j, "network", t.network);
    put(j, "reformat", t.reformat);
    if (!t.parameters.empty())
        j["parameters"] = pairsToJson(t.parameters);
    return j;
}

base::Result<TargetSpec> targetSpecFromJson(const Json &j)
{
    if (!j.is_object())
        return bad("a target is not an object");
    TargetSpec t;
    t.mgs = protocol::flagOf(j, "mgs");
    t.mdt = protocol::flagOf(j, "mdt");
    t.ost = protocol::flagOf(j, "ost");
    t.index = static_cast<int>(protocol::numberOf(j, "index", -1));
    t.volume = textOf(j, "volume");
    t.backend = textOf(j, "backend", "ldiskfs");
    t.primary = textOf(j, "primary");
    t.failover = textOf(j, "failover");
    t.inodeSize = static_cast<int>(protocol::numberOf(j, "inodeSize"));
    t.bytesPerInode = static_cast<int>(protocol::numberOf(j, "bytesPerInode"));
    t.inodeCount = protocol::numberOf(j, "inodeCount");
    t.journalMiB = static_cast<int>(protocol::numberOf(j, "journalMiB"));
    t.deviceSizeKiB = protocol::numberOf(j, "deviceSizeKiB");
    t.stripeCountHint = static_cast<int>(protocol::numberOf(j, "stripeCountHint"));
    t.mountOptions = textOf(j, "mountOptions");
    t.mkfsOptions = textOf(j, "mkfsOptions");
    t.comment = textOf(j, "comment");
    t.network = textOf(j, "network");
    t.reformat = textOf(j, "reformat");
    if (const Json &pairs = member(j, "parameters"); pairs.is_array())
        for (const Json &p : pairs) {
            if (!p.is_array() || p.size() != 2 || !p[0].is_string() || !p[1].is_string())
                return bad("a parameter is not a pair of texts");
            t.parameters.emplace_back(p[0].get<std::string>(), p[1].get<std::string>());
        }
    return t;
}

Json toJson(const FileSystemSpec &spec)
{
    Json j = { { "name", spec.name }, { "targets", Json::array() } };
    put(j, "existingMgs", spec.existingMgs);
    for (const TargetSpec &t : spec.targets)
        j["targets"].push_back(toJson(t));
    return j;
}

base::Result<FileSystemSpec> fileSystemSpecFromJson(const Json &j)
{
    if (!j.is_object() || !member(j, "name").is_string())
        return bad("a file system has no name");
    FileSystemSpec spec;
    spec.name = textOf(j, "name");
    spec.existingMgs = textOf(j, "existingMgs");
    const Json &targets = member(j, "targets");
    if (!targets.is_null() && !targets.is_array())
        return bad("the targets of " + spec.name + " are not a list");
    for (const Json &t : targets.is_array() ? targets : Json::array()) {
        auto target = targetSpecFromJson(t);
        if (!target)
            return target.error();
        spec.targets.push_back(std::move(*target));
    }
    return spec;
}

namespace {

/// Each profile once, however many servers have it: two of one name that differ get two keys.
void profilesToJson(Json &j, const Wanted &w)
{
    std::map<std::string, ServerProfilePtr> byKey;
    for (const auto &[server, profile] : w.profiles) {
        std::string key = profile->name;
        for (int n = 2; byKey.contains(key) && byKey[key] != profile && *byKey[key] != *profile; ++n)
            key = profile->name + "#" + std::to_string(n);
        if (byKey.emplace(key, profile).second)
            j["profiles"][key] = toJson(*profile);
        j["profileOf"][server] = key;
    }
}

base::Result<void> profilesFromJson(const Json &json, Wanted &w)
{
    std::map<std::string, ServerProfilePtr> byKey;
    auto done = each(json, "profiles", [&](const std::string &key, const Json &value) -> base::Result<void> {
        auto read = serverProfileFromJson(value, "the server profile " + key);
        if (!read)
            return read.error();
        byKey[key] = std::make_shared<const ServerProfile>(std::move(*read));
        return {};
    });
    if (!done)
        return done;
    return each(json, "profileOf", [&](const std::string &server, const Json &value) -> base::Result<void> {
        const auto found = value.is_string() ? byKey.find(value.get<std::string>()) : byKey.end();
        if (found == byKey.end())
            return bad("the profile of " + server + " is " + protocol::dumpJson(value));
        w.profiles[server] = found->second;
        return {};
    });
}

} // namespace

Json toJson(const Wanted &w)
{
    Json j = Json::object();
    for (const auto &[id, state] : w.states)
        j["states"][id] = std::string(machine::word(state));
    for (const auto &[name, spec] : w.filesystems)
        j["filesystems"][name] = toJson(spec);
    for (const auto &[server, specs] : w.lnets) {
        Json &list = j["lnets"][server] = Json::array();
        for (const LnetSpec &s : specs)
            list.push_back({ { "net", s.net }, { "interfaces", s.interfaces } });
    }
    for (const auto &[target, server] : w.placement)
        j["placement"][target] = server;
    for (const auto &[target, mountpoint] : w.mountpoints)
        j["mountpoints"][target] = mountpoint;
    for (const auto &[server, routes] : w.routes) {
        Json &list = j["routes"][server] = Json::array();
        for (const RouteSpec &r : routes)
            list.push_back({ { "net", r.net }, { "gateway", r.gateway }, { "hops", r.hops } });
    }
    if (!w.lnetOurs.empty())
        j["lnetOurs"] = w.lnetOurs;
    for (const auto &[name, spec] : w.clusters)
        j["clusters"][name] = ha::toJson(spec);
    if (!w.standby.empty())
        j["standby"] = w.standby;
    if (!w.maintenance.empty())
        j["maintenance"] = w.maintenance;
    profilesToJson(j, w);
    return j;
}

base::Result<Wanted> wantedFromJson(const Json &json)
{
    if (!json.is_object() && !json.is_null())
        return bad("it is not an object");
    Wanted w;
    auto done = each(json, "states", [&](const std::string &id, const Json &value) -> base::Result<void> {
        const machine::State state = value.is_string() ? machine::stateFromWord(value.get<std::string>()) : machine::State::None;
        if (state == machine::State::None)
            return bad("the state of " + id + " is " + protocol::dumpJson(value));
        w.states[id] = state;
        return {};
    });
    if (done)
        done = each(json, "filesystems", [&](const std::string &name, const Json &value) -> base::Result<void> {
            auto spec = fileSystemSpecFromJson(value);
            if (!spec)
                return spec.error();
            w.filesystems[name] = std::move(*spec);
            return {};
        });
    if (done)
        done = each(json, "lnets", [&](const std::string &server, const Json &value) -> base::Result<void> {
            if (!value.is_array())
                return bad("the networks of " + server + " are not a list");
            for (const Json &s : value)
                w.lnets[server].push_back({ textOf(s, "net", "tcp"), protocol::textsOf(s, "interfaces") });
            return {};
        });
    if (done)
        done = each(json, "placement", [&](const std::string &target, const Json &value) -> base::Result<void> {
            if (!value.is_string())
                return bad("the place of " + target + " is not a text");
            w.placement[target] = value.get<std::string>();
            return {};
        });
    if (done)
        done = each(json, "mountpoints", [&](const std::string &target, const Json &value) -> base::Result<void> {
            if (!value.is_string() || !value.get_ref<const std::string &>().starts_with('/'))
                return bad("the mountpoint of " + target + " is " + protocol::dumpJson(value));
            w.mountpoints[target] = value.get<std::string>();
            return {};
        });
    if (done)
        done = each(json, "routes", [&](const std::string &server, const Json &value) -> base::Result<void> {
            if (!value.is_array())
                return bad("the routes of " + server + " are not a list");
            for (const Json &r : value)
                w.routes[server].push_back({ textOf(r, "net"), textOf(r, "gateway"), static_cast<int>(protocol::numberOf(r, "hops", -1)) });
            return {};
        });
    for (const std::string &server : protocol::textsOf(json, "lnetOurs"))
        w.lnetOurs.insert(server);
    for (const std::string &server : protocol::textsOf(json, "standby"))
        w.standby.insert(server);
    for (const std::string &name : protocol::textsOf(json, "maintenance"))
        w.maintenance.insert(name);
    if (done)
        done = each(json, "clusters", [&](const std::string &name, const Json &value) -> base::Result<void> {
            auto spec = ha::clusterSpecFromJson(value);
            if (!spec)
                return spec.error();
            w.clusters[name] = std::move(*spec);
            return {};
        });
    if (done)
        done = profilesFromJson(json, w);
    if (!done)
        return done.error();
    return w;
}

} // namespace inventory
