// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as what the tools of a cluster print, as an agent's metadata, and as a wanted cluster. Whatever is read can be written and compared.
#include "core/ha/corosync.h"
#include "core/ha/difference.h"
#include "core/ha/metadata.h"
#include "core/ha/trouble.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

namespace {

void must(bool holds)
{
    if (!holds)
        std::abort();
}

template <class T> void saysWhy(const ha::Result<T> &read)
{
    must(read.ok() || !read.error().message.empty());
}

/// A configuration that was read: patches fit it, and after them nothing is left to do.
void compare(const ha::Cib &cib)
{
    static const inventory::World world;
    ha::ClusterSpec spec;
    spec.name = "fuzz";
    spec.members = { { "a", 1, { "10.0.0.1" }, {} }, { "b", 2, { "10.0.0.2" }, {} } };
    spec.fencing["a"] = { { "BMC", "fence_ipmilan", 1, { { "ip", "10.0.0.9" } }, "a", "password_script", 0 } };
    const ha::CibPieces wanted = ha::wantedCib({ world, spec });
    ha::Element configuration = cib.configuration;
    for (const ha::CibPatch &patch : ha::difference(cib, wanted))
        (void)ha::apply(patch, configuration);
    for (const char *owner : { "cluster:fuzz", "fencing:a", "resource:scratch-OST0000" })
        (void)ha::removal(cib, owner).size();
    (void)ha::foreign(cib).size();
    (void)ha::matchTargets(cib, *world);
    for (const ha::CibNode &node : cib.nodes)
        (void)ha::fenceDevicesOf(cib, node.name).size();
    must(ha::configurationSum(cib) == ha::configurationSum(cib));
}

/// A status that was read: every word about it can be said.
void tell(const ha::ClusterStatus &status)
{
    (void)ha::fencingFailed(status).size();
    (void)ha::lastChangeBy(status).size();
    ha::HaCluster cluster;
    cluster.status = std::make_shared<const ha::ClusterStatus>(status);
    for (const ha::ResourceStatus &r : status.resources) {
        const ha::TargetResource resource { {}, r.id, r.group.empty() ? r.id : r.group, r.agent, {}, {}, {}, false };
        (void)ha::resourceFailure(status, resource).size();
        (void)ha::resourceMisplaced(cluster, resource).size();
        (void)ha::fenceTrouble(status, r.id).size();
        cluster.targets.push_back(resource);
    }
    (void)ha::inMaintenance(cluster).size();
}

} // namespace

FUZZ_ENTRY(fuzzHa)
{
    const auto xml = ha::parseXml(input);
    saysWhy(xml);
    if (xml) {
        const auto again = ha::parseXml(ha::writeXml(*xml));
        must(again.ok() && ha::same(*again, *xml));
    }
    const auto status = ha::parseStatus(input);
    saysWhy(status);
    if (status)
        tell(*status);
    const auto cib = ha::parseCib(input);
    saysWhy(cib);
    if (cib)
        compare(*cib);
    const auto conf = ha::parseCorosyncConf(input);
    saysWhy(conf);
    if (conf)
        (void)ha::corosyncConf(ha::specFrom(*conf, {}));
    saysWhy(ha::parseLinks(input));
    saysWhy(ha::parseQuorum(input));
    const auto metadata = ha::parseMetadata(input);
    saysWhy(metadata);
    if (metadata)
        (void)ha::check(*metadata, { { "ip", "x" } });
    const auto spec = ha::clusterSpecFromJson(protocol::parseJson(input));
    saysWhy(spec);
    if (spec) {
        const auto back = ha::clusterSpecFromJson(ha::toJson(*spec));
        must(back.ok() && *back == *spec);
        (void)ha::parseCorosyncConf(ha::corosyncConf(*spec));
    }
    const std::string text(input.substr(0, 200));
    (void)ha::pacemakerTime(text);
    (void)ha::pacemakerMs(text);
    (void)ha::pacemakerScore(text);
    must(ha::parseXml("<a id=\"" + ha::xmlId(text) + "\"/>").ok());
    return 0;
}
