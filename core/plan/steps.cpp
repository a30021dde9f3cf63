// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/steps.h"

#include "core/inventory/ids.h"
#include "core/plan/hasteps.h"

#include <algorithm>

namespace plan {

using protocol::Json;
using protocol::Verb;

namespace {

std::string backendOf(const Object &o)
{
    const std::string backend = o.spec ? o.spec->backend : o.found ? o.found->backend : std::string();
    return backend.empty() ? "ldiskfs" : backend;
}

/// ZFS wants pool names that begin with a letter and keeps some beginnings for itself (zpoolconcepts(7)).
std::string poolFor(const std::string &label)
{
    const bool letter = (label[0] >= 'a' && label[0] <= 'z') || (label[0] >= 'A' && label[0] <= 'Z');
    for (const char *kept : { "mirror", "raidz", "draid", "spare", "log" })
        if (label.starts_with(kept))
            return "lustre-" + label;
    return letter ? label : "lustre-" + label;
}

std::string datasetFor(const Object &o)
{
    const std::string pool = poolFor(o.role == Role::Mgs ? "MGS" : o.name);
    const std::string index = std::to_string(std::max(o.index, 0));
    return pool + "/" + (o.role == Role::Mgs ? "mgt" : o.role == Role::Ost ? "ost" + index : "mdt" + index);
}

Json deviceOf(const Model &model, const Object &o, Index server, bool formatting)
{
    const std::string &host = model[server].name;
    Json device = Json::object();
    const bool zfs = backendOf(o) == "zfs";
    if (o.volume && !(zfs && o.found)) {
        device["path"] = o.volume->pathOn(host);
        device["id"] = o.volume->id.starts_with(host + ":") ? std::string() : o.volume->id;
        device["size"] = o.volume->size;
        if (formatting)
            device["signature"] = o.volume->signature.text();
    }
    if (zfs) {
        const std::string dataset = o.found ? o.volume ? o.volume->pathOn(host) : o.found->volume : datasetFor(o);
        device["dataset"] = dataset;
        device["pool"] = dataset.substr(0, dataset.find('/'));
    }
    return device;
}

Json kindsOf(const Object &o)
{
    Json kinds = Json::array();
    if (o.role == Role::Mgs || o.mgsToo)
        kinds.push_back("mgs");
    if (o.role == Role::Mdt0 || o.role == Role::Mdt)
        kinds.push_back("mdt");
    if (o.role == Role::Ost)
        kinds.push_back("ost");
    return kinds;
}

Json targetArgs(const Model &model, const Object &o, Index server)
{
    return { { "label", o.name }, { "backend", backendOf(o) }, { "device", deviceOf(model, o, server, false) },
        { "mountpoint", o.mountpoint } };
}

void addIdentity(Json &args, const Object &o)
{
    args["kinds"] = kindsOf(o);
    if (o.role != Role::Mgs) {
        args["fsname"] = o.fsname;
        args["index"] = o.index;
    }
}

base::Error noNids(const std::string &server)
{
    return { base::Problem::Impossible, "no NID of " + server + " is known: its LNet is down and no data interface is chosen", {},
        "Start LNet on " + server + " first, or choose its network interfaces." };
}

/// --servicenode of each host that may serve the target, primary first; none where only one host can ever see it.
base::Result<Json> serviceNodes(const Model &model, const Object &o)
{
    Json nodes = Json::array();
    const bool shared = o.servers.size() > 1 || (o.volume && o.volume->seenBy.size() > 1);
    for (const Index s : shared ? o.servers : Indices {}) {
        std::string nids = model.nidsOf(s);
        if (nids.empty())
            return noNids(model[s].name);
        nodes.push_back(std::move(nids));
    }
    return nodes;
}

base::Result<Json> mgsNodes(const Model &model, const Object &o, bool now = false)
{
    Json nodes = Json::array();
    if (o.role == Role::Mgs || o.filesystem == noIndex)
        return nodes;
    const Object &fs = model[o.filesystem];
    if (fs.mgs != noIndex && model[fs.mgs].filesystem == o.filesystem && o.mgsToo)
        return nodes; // it is its own MGS
    for (std::string &nids : model.mgsNodesOf(o.filesystem, now))
        nodes.push_back(std::move(nids));
    if (nodes.empty())
        return noNids(fs.mgs == noIndex ? "the MGS" : model[model[fs.mgs].servers.empty() ? model[fs.mgs].server : model[fs.mgs].servers.front()].name);
    return nodes;
}

void addOptions(Json &args, const inventory::TargetSpec &spec)
{
    const auto text = [&](const char *key, const std::string &value) {
        if (!value.empty())
            args[key] = value;
    };
    const auto figure = [&](const char *key, std::int64_t value) {
        if (value > 0)
            args[key] = value;
    };
    text("network", spec.network);
    text("mountfsoptions", spec.mountOptions);
    text("mkfsoptions", spec.mkfsOptions);
    text("comment", spec.comment);
    text("reformat", spec.reformat);
    figure("inodeSize", spec.inodeSize);
    figure("bytesPerInode", spec.bytesPerInode);
    figure("inodeCount", spec.inodeCount);
    figure("journalMiB", spec.journalMiB);
    figure("deviceSizeKiB", spec.deviceSizeKiB);
    figure("stripeCountHint", spec.stripeCountHint);
    for (const auto &[key, value] : spec.parameters)
        args["params"][key] = value;
}

base::Result<Json> formatArgs(const Model &model, const Object &o, Index server)
{
    Json args = { { "label", o.name }, { "backend", backendOf(o) }, { "device", deviceOf(model, o, server, true) } };
    addIdentity(args, o);
    const auto mgs = mgsNodes(model, o);
    const auto service = serviceNodes(model, o);
    if (!mgs || !service)
        return !mgs ? mgs.error() : service.error();
    if (!mgs->empty())
        args["mgsnodes"] = *mgs;
    if (!service->empty())
        args["servicenodes"] = *service;
    if (o.spec)
        addOptions(args, *o.spec);
    return args;
}

/// Everybody but `server` who sees the target's device.
Indices peersOf(const Model &model, const Object &o, Index server)
{
    Indices peers;
    if (o.volume)
        for (const inventory::VolumePath &p : o.volume->seenBy)
            if (const Index i = model.serverNamed(p.server); i != noIndex && i != server)
                peers.push_back(i);
    return peers;
}

class Builder {
public:
    Builder(const Model &model, const Draft &draft, Move &move)
        : m_model(model)
        , m_draft(draft)
        , m_object(model[draft.object])
        , m_move(move)
    {
    }

    base::Result<void> add(Verb verb, Index server, Json args)
    {
        auto operations = protocol::operationsFor(verb, args);
        if (!operations) {
            base::Error error = operations.error();
            error.message = m_object.name + ": " + error.message;
            return error;
        }
        m_move.steps.push_back({ verb, std::move(args), m_model[server].name, std::move(*operations), protocol::traits(verb).limitSeconds });
        return {};
    }

    base::Result<void> addFor(Verb verb)
    {
        const Index server = m_draft.server;
        if (isHaVerb(verb) || m_object.kind == Kind::Corosync)
            return addHa(verb);
        switch (verb) {
        case Verb::LnetConfigure: return addConfigure(server);
        case Verb::TargetFormat: {
            auto args = formatArgs(m_model, m_object, server);
            if (!args)
                return args.error();
            return add(verb, server, std::move(*args));
        }
        case Verb::TargetRegister: {
            Json args = targetArgs(m_model, m_object, server);
            addIdentity(args, m_object);
            return add(verb, server, std::move(args));
        }
        case Verb::TargetMount: return addMount(server);
        case Verb::TargetUnmount: return addUnmount(server);
        case Verb::TargetForget: return addForget();
        case Verb::TargetWriteconf: return addWriteconf();
        case Verb::MgsEraseConfig: return addErase();
        case Verb::ClientMount: return addClientMount();
        case Verb::ClientUnmount: return add(verb, server, { { "mountpoint", m_object.mountpoint } });
        case Verb::ReposConfigure:
        case Verb::ReposUnconfigure:
        case Verb::PackagesInstall:
        case Verb::TimeConfigure:
        case Verb::TimeUnconfigure:
        case Verb::FirewallOpen:
        case Verb::FirewallClose:
        case Verb::ServicesEnable:
        case Verb::ServicesDisable: return addForHost(verb, server);
        case Verb::HostReboot: return add(verb, server, { { "bootId", m_model.server(server).inventory->bootId } });
        default: return add(verb, server, Json::object());
        }
    }

private:
    base::Result<void> addHa(Verb verb)
    {
        auto steps = haSteps(m_model, m_draft, verb);
        if (!steps)
            return steps.error();
        for (HaStep &s : *steps) {
            if (s.server == noIndex)
                return base::Error { base::Problem::Impossible, m_object.name + ": no member of its cluster answers", {}, "Bring one of its servers back." };
            if (const auto added = add(s.verb, s.server, std::move(s.args)); !added)
                return added;
        }
        return {};
    }

    base::Result<void> addForHost(Verb verb, Index server)
    {
        auto args = hostArgs(m_model, server, verb);
        if (!args)
            return args.error();
        return args->is_null() ? base::Result<void>() : add(verb, server, std::move(*args));
    }

    base::Result<void> addConfigure(Index server)
    {
        Json networks = Json::array();
        for (const inventory::LnetSpec &spec : m_model.lnetSpecsOf(server)) {
            const bool numbered = std::string_view("0123456789").find(spec.net.back()) != std::string_view::npos && spec.net != "o2ib";
            networks.push_back({ { "net", numbered ? spec.net : spec.net + "0" }, { "interfaces", spec.interfaces } });
        }
        if (networks.empty())
            return base::Error { base::Problem::Impossible, "no network interface of " + m_model[server].name
                    + " is fit for LNet: none is up with an IPv4 address in a subnet that all servers share", {},
                "Choose the interfaces for LNet on the server's page, or set up its data network." };
        Json args = { { "networks", std::move(networks) } };
        if (const auto routes = m_model.wanted.routes.find(m_model[server].name); routes != m_model.wanted.routes.end())
            for (const inventory::RouteSpec &r : routes->second) {
                Json route = { { "net", r.net }, { "gateway", r.gateway } };
                if (r.hops > 0)
                    route["hops"] = r.hops;
                args["routes"].push_back(std::move(route));
            }
        return add(Verb::LnetConfigure, server, std::move(args));
    }

    base::Result<void> addMount(Index server)
    {
        Json peers = Json::array();
        for (const Index p : peersOf(m_model, m_object, server)) {
            const std::string &host = m_model[p].name;
            const bool known = m_model.isUp(p);
            peers.push_back({ { "host", host }, { "mounted", false }, { "known", known }, { "word", "" } });
            if (known) {
                if (const auto added = add(Verb::TargetState, p, targetArgs(m_model, m_object, p)); !added)
                    return added;
                continue;
            }
            const std::string last = m_object.lostOn == p ? " and was the last to have it mounted" : "";
            m_move.words.push_back({ host, host + " does not answer" + last + ". If it still has " + m_object.name
                    + " mounted, mounting it on " + m_model[server].name + " as well destroys the data on it. Type " + host
                    + " to give your word that it is off." });
        }
        Json args = targetArgs(m_model, m_object, server);
        args["peers"] = std::move(peers);
        return add(Verb::TargetMount, server, std::move(args));
    }

    /// Where two hosts have a target mounted, stopping it means stopping it on both.
    base::Result<void> addUnmount(Index server)
    {
        Indices hosts { server };
        for (const inventory::TargetMount &m : m_object.found ? m_object.found->mounts : std::vector<inventory::TargetMount> {})
            if (const Index i = m_model.serverNamed(m.server); m_model.isUp(i) && i != server)
                hosts.push_back(i);
        for (const Index h : hosts)
            if (const auto added = add(Verb::TargetUnmount, h, targetArgs(m_model, m_object, h)); !added)
                return added;
        return {};
    }

    base::Result<void> addForget()
    {
        for (const Index s : m_object.servers)
            if (m_model.isUp(s))
                if (const auto added = add(Verb::TargetForget, s, { { "label", m_object.name }, { "mountpoint", m_object.mountpoint } }); !added)
                    return added;
        return {};
    }

    base::Result<void> addWriteconf()
    {
        Json args = targetArgs(m_model, m_object, m_draft.server);
        const auto mgs = mgsNodes(m_model, m_object, true);
        const auto service = serviceNodes(m_model, m_object);
        if (!mgs || !service)
            return !mgs ? mgs.error() : service.error();
        args["eraseParams"] = true;
        args["mgsnodes"] = *mgs;
        args["servicenodes"] = *service;
        if (m_object.found)
            for (const auto &[key, value] : m_object.found->parameters)
                if (key != "mgsnode" && key != "failover.node")
                    args["params"][key] = value;
        return add(Verb::TargetWriteconf, m_draft.server, std::move(args));
    }

    base::Result<void> addErase()
    {
        if (m_object.sharedMgs.empty())
            return {}; // its MGS goes with it, and the logs with that
        return add(Verb::MgsEraseConfig, m_model[m_object.sharedMgs.front()].server, { { "fsname", m_object.name } });
    }

    base::Result<void> addClientMount()
    {
        std::string spec = m_object.client ? m_object.client->spec : std::string();
        if (spec.empty() && m_object.filesystem != noIndex) {
            for (const std::string &host : m_model.mgsNodesOf(m_object.filesystem))
                spec += (spec.empty() ? "" : ":") + host;
            spec += ":/" + m_object.fsname;
        }
        return add(Verb::ClientMount, m_draft.server, { { "spec", spec }, { "mountpoint", m_object.mountpoint }, { "options", "" } });
    }

    const Model &m_model;
    const Draft &m_draft;
    const Object &m_object;
    Move &m_move;
};

std::string clientsText(const Object &o)
{
    if (!o.found || o.found->clients <= 0)
        return "clients";
    return std::to_string(o.found->clients) + (o.found->clients == 1 ? " client" : " clients");
}

std::string stopRisk(const Model &model, const Object &o, bool migrating)
{
    std::string served;
    for (const Index fs : o.serves)
        if (fs != o.filesystem)
            served += (served.empty() ? "" : " or ") + model[fs].name;
    if (migrating && o.role == Role::Mgs)
        return "no client can mount " + served + " while the MGS moves";
    if (migrating)
        return clientsText(o) + " of " + o.name + " wait while it moves, and go on after recovery";
    const std::string others = served.empty() ? std::string() : "; no client can mount " + served + " until the MGS is back";
    switch (o.role) {
    case Role::Mgs: return served.empty() ? "" : "no client can mount " + served + " until the MGS is back";
    case Role::Mdt0:
    case Role::Mdt: return o.fsname + " stops answering: " + clientsText(o) + " wait until " + o.name + " is back" + others;
    case Role::Ost: return "files of " + o.fsname + " with data on " + o.name + " cannot be read or written: " + clientsText(o)
        + " wait until it is back";
    case Role::None: break;
    }
    return {};
}

std::string riskOf(const Model &model, const Draft &d, const Object &o, const Move &move)
{
    if (move.risk == Risk::Safe)
        return {};
    switch (o.kind) {
    case Kind::Server: return d.action ? o.name + " does not serve until it is back" : o.name + " is no longer managed";
    case Kind::Lnet: return "no Lustre traffic passes through " + model[o.server].name;
    case Kind::Filesystem:
        if (d.to == State::Removed)
            return o.name + " cannot be mounted any more; its content stays on the volumes until they are formatted again";
        return o.name + " cannot be used until it is started again";
    case Kind::ClientMount: return "programs that use " + o.name + " lose it";
    case Kind::Software: return model[o.server].name + " does not answer until it is back";
    case Kind::Firewall: return "Lustre traffic from other hosts does not reach " + model[o.server].name;
    case Kind::Services: return "what was started on " + model[o.server].name + " stops";
    case Kind::TimeSync: return {};
    case Kind::Corosync:
    case Kind::Pacemaker:
    case Kind::HaCluster:
    case Kind::Fencing:
    case Kind::HaResource: return haRisk(model, d);
    case Kind::Target: break;
    }
    if (move.risk == Risk::LosesData && o.spec && !o.spec->reformat.empty())
        return "destroys what is on " + (o.volume ? o.volume->name : o.spec->volume) + ": " + o.spec->reformat;
    if (d.to == State::Removed)
        return "access to the data on " + o.name + " is lost for good; the content stays on the volume until that is formatted again";
    if (d.action && d.action->id == machine::ActionId::RewriteConfiguration)
        return "settings that were made with conf_param for " + o.name + " are lost";
    return stopRisk(model, o, d.migrating);
}

} // namespace

base::Result<Move> toMove(const Model &model, const Draft &d)
{
    const Object &o = model[d.object];
    Move move;
    move.object = o.id;
    move.objectName = o.name;
    move.kind = o.kind;
    move.from = d.from == State::Unmounted && o.lostOn != noIndex && d.to == State::Mounted ? State::Unknown : d.from;
    move.to = d.to;
    move.action = std::string(d.transition ? d.transition->action : d.action->name);
    move.group = d.group;
    move.after = d.after;
    move.why = d.why;
    move.risk = d.transition ? d.transition->risk : d.action->risk;
    if (d.transition && d.transition->steps.has(Verb::TargetFormat) && o.spec && !o.spec->reformat.empty())
        move.risk = Risk::LosesData;
    move.undo = std::string(d.transition ? machine::undoOf(o.kind, d.from, d.to) : d.action->undo);
    Builder builder(model, d, move);
    for (const Verb verb : d.transition ? d.transition->steps : d.action->steps)
        if (const auto added = builder.addFor(verb); !added)
            return added.error();
    if (!move.steps.empty())
        move.server = d.server == noIndex ? move.steps.back().server : model[d.server].name;
    move.riskText = riskOf(model, d, o, move);
    return move;
}

} // namespace plan
