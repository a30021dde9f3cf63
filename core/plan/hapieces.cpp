// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plan/hapieces.h"

#include "core/ha/corosync.h"
#include "core/ha/difference.h"
#include "core/ha/wanted.h"
#include "core/inventory/haparse.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace plan {

namespace {

/// What Pacemaker begins with.
const ha::Cib &orNone(const ha::Cib *cib)
{
    static const ha::Cib none = [] {
        auto read = ha::parseCib("<cib><configuration><crm_config/><nodes/><resources/><constraints/></configuration></cib>");
        return read ? std::move(*read) : ha::Cib {};
    }();
    return cib ? *cib : none;
}

} // namespace

const std::vector<ha::Piece> &Model::piecesOf(const ha::ClusterSpec &spec) const
{
    auto &kept = m_pieces[spec.name];
    if (!kept)
        kept = std::make_shared<const std::vector<ha::Piece>>(ha::wantedCib({ world, spec }));
    return *kept;
}

HaPieces::Conf HaPieces::confOf(const Model &model, const ha::ClusterSpec *spec, Index server)
{
    const auto &inventory = model.server(server).inventory;
    if (!inventory || inventory->ha.corosyncConf.empty())
        return Conf::None;
    if (!spec)
        return Conf::Same;
    const protocol::HaReport &ha = inventory->ha;
    const std::string text = ha::corosyncConf(*spec);
    const auto now = ha::parseCorosyncConf(ha.corosyncConf);
    if (!now || now->clusterName != spec->name)
        return Conf::Stray;
    const Index first = model.serverNamed(spec->members.front().server);
    const auto &holder = first == noIndex ? inventory : model.server(first).inventory;
    const bool key = !hasKey(*spec) || (!ha.authkeySum.empty() && (!holder || holder->ha.authkeySum.empty() || holder->ha.authkeySum == ha.authkeySum));
    const auto then = ha::parseCorosyncConf(text);
    return key && (ha.corosyncConf == text || (then && *then == *now)) ? Conf::Same : Conf::Other;
}

std::vector<ha::CibPatch> HaPieces::patches(const Model &model, const ha::ClusterSpec &spec, const ha::Cib *cib, const ObjectId &owner)
{
    std::vector<ha::CibPatch> out;
    for (ha::CibPatch &p : ha::difference(orNone(cib), model.piecesOf(spec), owner)) {
        if (p.op == "create" && p.section == "crm_config") // the first node that decides writes into this set what it found
            p.op = "modify";
        const auto section = p.op == "create" && p.section == "configuration" ? ha::parseXml(p.xml) : base::Result<ha::Element>(base::Error {});
        if (!section) {
            out.push_back(std::move(p));
            continue;
        }
        for (const ha::Element &child : section->children) // modifying makes a section that is not there, and is the same when it came meanwhile
            out.push_back({ "modify", section->name, {}, ha::writeXml(child), p.why, p.drift });
    }
    return out;
}

std::vector<ha::CibPatch> HaPieces::removals(const ha::Cib *cib, const ObjectId &owner)
{
    std::vector<ha::CibPatch> out = ha::removal(orNone(cib), owner);
    if (inventory::isKind(owner, Kind::HaResource) && !out.empty()) // should its history outlive it, it is not stopped for that
        out.insert(out.begin(), { "modify", "crm_config", {},
            R"(<cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-stop-orphan-resources" name="stop-orphan-resources" value="false"/></cluster_property_set>)",
            "what is taken out of the configuration stays mounted", false });
    return out;
}

base::Result<void> HaPieces::possible(const Model &model, const ha::ClusterSpec &spec, const ha::Cib *cib, const ObjectId &owner, bool out)
{
    if (out) {
        const auto bound = ha::bindings(orNone(cib), owner);
        if (bound.empty())
            return {};
        return base::Error { base::Problem::Impossible, bound.front().id + ", which others made in the " + bound.front().section + " of Pacemaker, names what is configured of "
                + inventory::nameIn(owner), bound.front().xml, "Remove " + bound.front().id + " with the tool that it was made with." };
    }
    for (const ha::Piece &p : model.piecesOf(spec))
        if (p.owner == owner && !p.problem.empty())
            return base::Error { base::Problem::Impossible, inventory::nameIn(owner) + ": " + p.problem, {}, {} };
    return {};
}

std::vector<std::string> HaPieces::secretsOf(const ha::ClusterSpec &spec, const std::string &server)
{
    std::vector<std::string> out;
    if (const auto devices = spec.fencing.find(server); devices != spec.fencing.end())
        for (const ha::FenceDeviceSpec &d : devices->second)
            if (!d.secretName.empty() && std::find(out.begin(), out.end(), d.secretName) == out.end())
                out.push_back(d.secretName);
    return out;
}

bool HaPieces::hasSecrets(const Model &model, const ha::ClusterSpec &spec, const std::string &server)
{
    for (const std::string &name : secretsOf(spec, server))
        for (const ha::Member &m : spec.members) {
            const Index i = m.server == server ? noIndex : model.serverNamed(m.server);
            if (i == noIndex || !model.isUp(i))
                continue;
            const auto &files = model.server(i).inventory->ha.secretFiles;
            if (std::find(files.begin(), files.end(), name) == files.end())
                return false;
        }
    return true;
}

void HaPieces::restrain(std::vector<ha::CibPatch> &patches, bool stopped)
{
    for (ha::CibPatch &p : patches) {
        if (p.section != "resources" || (p.op != "create" && p.op != "modify") || p.drift)
            continue;
        auto read = ha::parseXml(p.xml);
        if (!read)
            continue;
        const std::string id = (*read)["id"] + "-meta_attributes"; // as crm_resource calls it
        ha::Element meta { "meta_attributes", { { "id", id } }, {}, {} };
        const auto put = [&](const char *name, const char *value) {
            meta.children.push_back({ "nvpair", { { "id", id + "-" + name }, { "name", name }, { "value", value } }, {}, {} });
        };
        put("is-managed", "false");
        if (stopped)
            put("target-role", "Stopped");
        read->children.insert(read->children.begin(), std::move(meta));
        p.xml = ha::writeXml(*read);
    }
}

} // namespace plan
