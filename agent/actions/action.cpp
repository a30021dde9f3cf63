// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/action.h"

#include "agent/actions/cluster.h"
#include "agent/actions/families.h"
#include "agent/actions/inventory.h"
#include "agent/protocol/haarguments.h"

namespace agent {

using protocol::Json;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;
using protocol::Verb;

Result<Json> perform(Verb verb, const Json &args, Hands &hands, Facts &facts)
{
    Result<std::vector<Operation>> operations = protocol::operationsFor(verb, args);
    if (!operations)
        return operations.error();
    Work work{verb, args, hands, facts, Script(std::move(*operations), hands)};
    const std::string name(protocol::name(verb));
    if (verb == Verb::HostInventory)
        return toJson(takeInventory(hands, facts.version));
    if (verb == Verb::HaState) {
        std::vector<protocol::Gap> gaps;
        Json state = toJson(haReport(hands, !args.contains("cib") || protocol::flagOf(args, "cib"), gaps));
        if (const auto addresses = protocol::pingArgument(args); addresses && !addresses->empty())
            state["reach"] = reachOf(hands, *addresses);
        return state;
    }
    Result<Json> value = name.compare(0, 5, "lnet.") == 0 ? performLnet(work)
        : name.compare(0, 7, "target.") == 0             ? performTarget(work)
        : name.compare(0, 7, "client.") == 0             ? performClient(work)
        : name.compare(0, 6, "repos.") == 0              ? performRepos(work)
        : name.compare(0, 9, "packages.") == 0           ? performPackages(work)
        : name.compare(0, 5, "time.") == 0               ? performTime(work)
        : name.compare(0, 9, "firewall.") == 0           ? performFirewall(work)
        : name.compare(0, 9, "services.") == 0           ? performServices(work)
        : name.compare(0, 9, "corosync.") == 0           ? performCorosync(work)
        : verb >= Verb::HaState && verb <= Verb::ClusterMaintenance && verb != Verb::FencingSecret ? performCluster(work)
        : verb >= Verb::HaState && verb <= Verb::PowerSet ? performFencing(work)
        : name.compare(0, 6, "agent.") == 0              ? performSelf(work)
        : name.compare(0, 5, "logs.") == 0               ? performLogs(work)
                                                         : performHost(work);
    if (value && !work.script.atEnd())
        return protocol::Error{Problem::Internal, name + " ended before all of its operations were done or passed over.", {}, {}};
    return value;
}

} // namespace agent
