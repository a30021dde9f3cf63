// SPDX-License-Identifier: GPL-3.0-or-later
// ha.metadata, ha.verify, pacemaker.*, cib.patch, resource.*, node.standby, cluster.maintenance. What Pacemaker was asked for is
// waited for: its tools return as soon as the wish is written down.
#include "agent/actions/cluster.h"
#include "agent/actions/inventory.h"
#include "agent/actions/markup.h"
#include "agent/actions/parse.h"
#include "agent/protocol/haarguments.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;
using protocol::Transcript;
using protocol::Verb;

/// The next tool, and an error when it says one.
Result<Transcript> must(Work &work)
{
    auto done = work.script.run();
    if (done && done->exitCode != 0)
        return clusterFailed(*done);
    return done;
}

std::string joined(const std::vector<std::string> &words, const char *between = ", ")
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

/// The first look of a verb: what is there before anything is asked for.
Result<ClusterView> firstLook(Work &work)
{
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    auto view = viewOf(shown->out);
    if (!view)
        view = lookAtCluster(work.hands); // another spelling of the options
    if (!view)
        return Error{Problem::Conflict, "Pacemaker does not run on this host.", trimmed(shown->err + shown->out).substr(0, 1000), "Start it (pacemaker.start), then retry."};
    return *view;
}

Result<> mustKnow(const ClusterView &view, const std::string &resource)
{
    if (view.knows(resource))
        return {};
    return Error{Problem::NotFound, "The cluster has no resource " + resource + ".", {}, "Read the cluster anew and plan again."};
}

/// Pacemaker does nothing with what it does not manage: waiting would have no end.
Result<> mustBeManaged(const ClusterView &view, const std::string &resource)
{
    for (const ClusterResource *one : view.of(resource))
        if (!one->managed)
            return Error{Problem::Conflict, resource + " is not managed by Pacemaker now: maintenance is on, or its own is-managed is false.", {},
                         "End the maintenance (cluster.maintenance, resource.manage), then retry."};
    return {};
}

Json resourceJson(const ClusterView &view, const std::string &resource)
{
    return {{"resource", resource}, {"role", view.role(resource)}, {"nodes", view.where(resource)}};
}

std::string stateLine(const ClusterView &view, const std::string &resource)
{
    const auto all = view.of(resource);
    if (all.empty())
        return resource + " is not there";
    const auto where = view.where(resource);
    return resource + " is " + (all.front()->pending.empty() ? all.front()->role : all.front()->pending) + (where.empty() ? "" : " on " + joined(where))
        + (all.front()->blocked ? ", blocked" : "");
}

/// Ends a wait when Pacemaker has given up: a failure that was not there before, and nothing under way for three seconds.
class FailureWatch {
public:
    FailureWatch(const ClusterView &before, std::string resource) : m_before(before.failures), m_resource(std::move(resource)) { }
    std::optional<Error> operator()(const ClusterView &view)
    {
        std::string words;
        for (const auto &failure : view.failures)
            if (isOurs(view, failure.first) && std::find(m_before.begin(), m_before.end(), failure) == m_before.end())
                words += (words.empty() ? "" : "; ") + failure.second;
        const auto all = view.of(m_resource);
        const bool blocked = std::any_of(all.begin(), all.end(), [](const ClusterResource *one) { return one->blocked; });
        if ((words.empty() && !blocked) || view.busy(m_resource)) {
            m_since = 0;
            return {};
        }
        if (m_since == 0)
            m_since = wallClock();
        if (wallClock() < m_since + 3 && !blocked)
            return {};
        return Error{Problem::ToolFailed, stateLine(view, m_resource) + "; Pacemaker's failed action: " + (words.empty() ? "an earlier one that blocks it" : words), words,
                     "Correct the cause on that host (its log says more), clean the failure up (resource.cleanup), and retry."};
    }

private:
    bool isOurs(const ClusterView &view, const std::string &failed) const
    {
        const auto all = view.of(m_resource);
        return failed == m_resource || std::any_of(all.begin(), all.end(), [&](const ClusterResource *one) { return one->id == failed; });
    }
    std::vector<std::pair<std::string, std::string>> m_before;
    std::string m_resource;
    double m_since = 0;
};

Result<Json> metadata(Work &work)
{
    const Operation operation = work.script.next();
    if (auto missing = work.hands.find(operation.argv.front()).empty() ? std::optional<Error>(Error{Problem::ToolMissing, operation.argv.front() + " is not installed on this host.", {},
                                                                             "Install the package with that agent, then retry."})
                                                                       : std::nullopt)
        return *missing;
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    if (shown->exitCode != 0 || shown->out.find("<resource-agent") == std::string::npos)
        return toolFailed(*shown, "Is that agent installed on this host?");
    return Json{{"xml", shown->out}};
}

Result<Json> verify(Work &work)
{
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    // 66: no CIB to be had. Anything else is a judgement.
    if (shown->exitCode == 66 || shown->exitCode == 102)
        return Error{Problem::Conflict, "Pacemaker does not run on this host.", trimmed(shown->err), "Start it (pacemaker.start), then retry."};
    return Json{{"ok", shown->exitCode == 0}, {"text", trimmed(shown->out + shown->err)}};
}

Result<Json> startPacemaker(Work &work)
{
    if (!work.hands.exists(protocol::corosyncFile))
        return Error{Problem::NotFound, "This host has no " + std::string(protocol::corosyncFile) + ", and Pacemaker needs Corosync.", {}, "Configure Corosync first (corosync.configure)."};
    UnitStart start(work.script.next());
    const auto started = work.script.run();
    if (!started)
        return started.error();
    if (started->exitCode != 0)
        return toolFailed(*started, "The journal of the unit says why (journalctl -u pacemaker.service -u corosync.service).");
    const std::string self = hostName(work.hands);
    // A cluster's first start takes as long as dc-deadtime says: 20 s unless somebody chose less.
    const auto view = waitForCluster(
        work.hands, 120, "Pacemaker has a DC and this host is a member",
        [&](const ClusterView &now) {
            const ClusterNode *node = now.node(self);
            return !now.dc.empty() && (!node || (node->online && !node->pending));
        },
        [](const ClusterView &now) { return now.dc.empty() ? std::string("no DC is elected yet") : "DC is " + now.dc + ", this host is joining"; },
        [&](const ClusterView *now) { return now ? std::optional<Error>() : start.unanswered(work.hands); });
    if (!view)
        return view.error();
    if (const auto shown = work.script.run(); !shown)
        return shown.error();
    return Json{{"dc", view->dc}, {"quorum", view->quorum}};
}

Result<Json> stopPacemaker(Work &work)
{
    work.hands.progress(-1, "Pacemaker moves its resources away or stops them");
    const auto stopped = work.script.run();
    if (!stopped)
        return stopped.error();
    if (stopped->exitCode != 0)
        return toolFailed(*stopped, "The journal of the unit says why (journalctl -u pacemaker.service).");
    return Json{{"running", false}};
}

/// A patch that creates: looked at first. True when it has to be made.
Result<bool> mustCreate(Work &work, const protocol::CibPatchArgument &patch)
{
    const auto there = work.script.run();
    if (!there)
        return there.error();
    if (there->exitCode == 102)
        return clusterFailed(*there);
    if (there->exitCode != 0 || there->out.find('<') == std::string::npos)
        return true;
    if (canonicalMarkup(there->out) == canonicalMarkup(withoutSecretParameters(patch.xml)))
        return false;
    return Error{Problem::Conflict, "The cluster's configuration has " + patch.id + " already, and it is another one.", there->out, "Read the cluster anew and plan again: somebody else may have made it."};
}

Result<Json> patchCib(Work &work)
{
    const auto wanted = protocol::cibPatchArguments(work.args);
    if (!wanted)
        return wanted.error();
    for (std::size_t i = 0; i < wanted->folders.size(); ++i)
        if (const Result<> made = work.script.apply(); !made)
            return made.error();
    if (wanted->patches.empty())
        return Json{{"done", 0}, {"skipped", Json::array()}, {"verified", true}, {"text", ""}};
    const auto before = work.script.run();
    if (!before)
        return before.error();
    if (before->exitCode == 66 || before->exitCode == 102)
        return Error{Problem::Conflict, "Pacemaker does not run on this host.", trimmed(before->err), "Start it (pacemaker.start), then retry."};
    Json skipped = Json::array();
    int done = 0;
    for (const protocol::CibPatchArgument &patch : wanted->patches) {
        work.hands.progress(static_cast<double>(done) / static_cast<double>(wanted->patches.size()), (wanted->what.empty() ? "" : wanted->what + ": ") + patch.op + " " + (patch.id.empty() ? patch.xpath : patch.id));
        ++done;
        if (patch.op == "create") {
            const auto create = mustCreate(work, patch);
            if (!create)
                return create.error();
            if (!*create) {
                work.script.skip("it is there already");
                skipped.push_back(patch.id);
                continue;
            }
        }
        if (const auto changed = must(work); !changed)
            return changed.error();
    }
    const auto after = work.script.run();
    if (!after)
        return after.error();
    const std::string text = trimmed(after->out + after->err);
    // Who takes the last fence device away is told so by crm_verify, and Pacemaker then starts nothing: that is what was asked for.
    const bool unfenced = text.find("no STONITH resources have been defined") != std::string::npos
        && std::all_of(wanted->patches.begin(), wanted->patches.end(), [](const protocol::CibPatchArgument &one) { return one.op == "delete"; });
    // A warning is no error, though the exit code is one: what is deleted while Pacemaker still knows its history gives one.
    const bool onlyWarns = text.find("Warnings found during check") != std::string::npos && text.find("Errors found") == std::string::npos;
    if (after->exitCode != 0 && before->exitCode == 0 && !unfenced && !onlyWarns)
        return Error{Problem::ToolFailed, "The cluster's configuration has errors since this change: " + text.substr(0, text.find('\n')), text, "Take the change back, or correct it."};
    return Json{{"done", done}, {"skipped", skipped}, {"verified", after->exitCode == 0 || onlyWarns}, {"text", text}};
}

Result<Json> changeRole(Work &work, const protocol::ResourceArguments &wanted, bool start)
{
    const auto before = firstLook(work);
    if (!before)
        return before.error();
    const std::string &id = wanted.resource;
    if (const Result<> known = mustKnow(*before, id); !known)
        return known.error();
    const auto all = before->of(id);
    const bool asked = std::all_of(all.begin(), all.end(), [&](const ClusterResource *one) { return one->targetRole == (start ? "Started" : "Stopped"); });
    if (start ? before->started(id) && all.front()->targetRole != "Stopped" : before->stopped(id) && asked) {
        work.script.skipRest(start ? "it is started already" : "it is stopped already");
        return resourceJson(*before, id);
    }
    if (const Result<> managed = mustBeManaged(*before, id); !managed)
        return managed.error();
    if (const auto changed = must(work); !changed)
        return changed.error();
    FailureWatch watch(*before, id);
    const auto view = waitForCluster(
        work.hands, wanted.timeoutSeconds, id + (start ? " is started" : " is stopped"), [&](const ClusterView &now) { return start ? now.started(id) : now.stopped(id); },
        [&](const ClusterView &now) { return stateLine(now, id); }, [&](const ClusterView *now) { return now ? watch(*now) : std::nullopt; });
    if (!view)
        return view.error();
    if (const auto shown = work.script.run(); !shown)
        return shown.error();
    return resourceJson(*view, id);
}

Result<> mayMoveTo(const ClusterView &view, const protocol::ResourceArguments &wanted)
{
    const ClusterNode *node = view.node(wanted.node);
    if (!node)
        return Error{Problem::NotFound, "The cluster has no node " + wanted.node + ".", {}, "Read the cluster anew and plan again."};
    const char *why = !node->online ? "is offline" : node->unclean ? "is unclean" : node->pending ? "is joining" : node->standby ? "is standby" : node->maintenance ? "is in maintenance" : nullptr;
    if (why)
        return Error{Problem::Conflict, wanted.node + " " + why + ", so nothing can move there.", {}, "Bring the node back first, or choose another one."};
    return {};
}

/// A server that has just booted is called ill until Lustre is loaded, which its first mount does, and its health agents have looked
/// again: what has moved there would be taken away as soon as the wish is cleared. Empty: it may be; else what ails the node.
std::string waitForHealth(Work &work, const ClusterView &before, const protocol::ResourceArguments &wanted)
{
    const auto from = before.where(wanted.resource);
    if (from.empty() || before.ailing(wanted.node, from.front()).empty())
        return {};
    const std::string node = wanted.node, than = from.front();
    const auto well = waitForCluster(
        work.hands, 60, "the health of " + node + " is known", [&](const ClusterView &now) { return now.ailing(node, than).empty(); },
        [&](const ClusterView &now) { return "its attribute " + now.ailing(node, than) + " on " + node + " says that something does not work there"; });
    return well ? std::string() : before.ailing(node, than);
}

Result<Json> move(Work &work, const protocol::ResourceArguments &wanted)
{
    const auto before = firstLook(work);
    if (!before)
        return before.error();
    const std::string &id = wanted.resource;
    const auto arrived = [&](const ClusterView &now) { return now.started(id) && now.where(id) == std::vector<std::string>{wanted.node}; };
    for (const Result<> &good : {mustKnow(*before, id), mayMoveTo(*before, wanted), mustBeManaged(*before, id)})
        if (!good)
            return good.error();
    if (arrived(*before)) {
        work.script.skipRest("it is there already");
        return resourceJson(*before, id);
    }
    if (before->of(id).front()->targetRole == "Stopped")
        return Error{Problem::Conflict, id + " is to be stopped, so it does not move.", {}, "Start it first (resource.start)."};
    const auto moved = work.script.run();
    if (!moved)
        return moved.error();
    // 108: "already exists", by an earlier wish that is still being carried out.
    if (moved->exitCode != 0 && moved->exitCode != 108)
        return clusterFailed(*moved);
    FailureWatch watch(*before, id);
    std::string ailing;
    const auto view = waitForCluster(
        work.hands, wanted.timeoutSeconds, id + " runs on " + wanted.node, arrived, [&](const ClusterView &now) { return stateLine(now, id); },
        [&](const ClusterView *now) { return now ? watch(*now) : std::nullopt; });
    if (view) {
        if (const auto shown = work.script.run(); !shown)
            return shown.error();
        ailing = waitForHealth(work, *before, wanted);
    } else {
        work.script.skip("it did not arrive");
    }
    // The constraint is a ban for the day when that node dies: it must never stay behind.
    if (!wanted.keepBan)
        if (const auto cleared = work.script.runInsisting(); view && (!cleared || cleared->exitCode != 0))
            return cleared ? clusterFailed(*cleared) : cleared.error();
    if (!ailing.empty())
        return Error{Problem::ToolFailed, id + " came to " + wanted.node + " and does not stay: by its attribute " + ailing + " something does not work there.", {},
                     "Look at LNet and at Lustre's health_check on " + wanted.node + ", then retry."};
    return view ? Result<Json>(resourceJson(*view, id)) : view.error();
}

Result<Json> onResource(Work &work)
{
    const bool moves = work.verb == Verb::ResourceMove, manages = work.verb == Verb::ResourceManage, cleans = work.verb == Verb::ResourceCleanup;
    const auto wanted = protocol::resourceArguments(work.args, moves ? std::vector<std::string>{"resource", "node"}
                                                        : manages    ? std::vector<std::string>{"resource", "managed"}
                                                        : cleans     ? std::vector<std::string>{}
                                                                     : std::vector<std::string>{"resource"});
    if (!wanted)
        return wanted.error();
    if (moves)
        return move(work, *wanted);
    if (work.verb == Verb::ResourceStart || work.verb == Verb::ResourceStop)
        return changeRole(work, *wanted, work.verb == Verb::ResourceStart);
    if (const auto done = must(work); !done)
        return done.error();
    return Json::object();
}

Result<Json> standby(Work &work)
{
    const auto wanted = protocol::standbyArguments(work.args);
    if (!wanted)
        return wanted.error();
    const auto before = firstLook(work);
    if (!before)
        return before.error();
    const ClusterNode *node = before->node(wanted->node);
    if (!node)
        return Error{Problem::NotFound, "The cluster has no node " + wanted->node + ".", {}, "Read the cluster anew and plan again."};
    if (node->standby == wanted->standby && (!wanted->standby || before->on(wanted->node).empty())) {
        work.script.skipRest(wanted->standby ? "it is standby already" : "it is not standby");
        return Json{{"node", wanted->node}, {"standby", wanted->standby}, {"resources", before->on(wanted->node)}};
    }
    if (const auto changed = must(work); !changed)
        return changed.error();
    // What Pacemaker does not manage stays where it is.
    const auto left = [&](const ClusterView &now) {
        std::vector<std::string> ids;
        for (const std::string &id : now.on(wanted->node))
            if (now.of(id).front()->managed)
                ids.push_back(id);
        return ids;
    };
    const auto view = waitForCluster(
        work.hands, wanted->timeoutSeconds, wanted->standby ? "nothing runs on " + wanted->node : wanted->node + " is not standby",
        [&](const ClusterView &now) {
            const ClusterNode *at = now.node(wanted->node);
            return at && at->standby == wanted->standby && (!wanted->standby || left(now).empty());
        },
        [&](const ClusterView &now) { return wanted->standby ? "still on " + wanted->node + ": " + joined(left(now)) : wanted->node + " is still standby"; });
    if (!view)
        return view.error();
    if (const auto shown = work.script.run(); !shown)
        return shown.error();
    return Json{{"node", wanted->node}, {"standby", wanted->standby}, {"resources", view->on(wanted->node)}};
}

Result<Json> maintenance(Work &work)
{
    const auto on = protocol::maintenanceArgument(work.args);
    if (!on)
        return on.error();
    if (const auto done = must(work); !done)
        return done.error();
    return Json{{"on", *on}};
}

} // namespace

Result<Json> performCluster(Work &work)
{
    if (work.verb == Verb::HaMetadata)
        return metadata(work);
    if (auto missing = missingTools(work.hands, {"crm_mon", "cibadmin", "crm_resource", "crm_attribute", "crm_verify"}))
        return *missing;
    switch (work.verb) {
    case Verb::HaVerify: return verify(work);
    case Verb::PacemakerStart: return startPacemaker(work);
    case Verb::PacemakerStop: return stopPacemaker(work);
    case Verb::CibPatch: return patchCib(work);
    case Verb::NodeStandby: return standby(work);
    case Verb::ClusterMaintenance: return maintenance(work);
    default: return onResource(work);
    }
}

} // namespace agent
