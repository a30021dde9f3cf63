// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/cluster.h"

#include "agent/actions/markup.h"
#include "agent/actions/parse.h"
#include "agent/protocol/haarguments.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace agent {
namespace {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

std::string withoutInstance(const std::string &id)
{
    const std::size_t colon = id.rfind(':');
    return colon != std::string::npos && id.find_first_not_of("0123456789", colon + 1) == std::string::npos && colon + 1 < id.size() ? id.substr(0, colon) : id;
}

/// Walks the tags of one answer; crm_mon before 2.0.4 has the same elements below another root.
class ViewReader {
public:
    std::optional<ClusterView> read(std::string_view xml)
    {
        for (const Tag &tag : tagsOf(xml)) {
            if (tag.opens)
                open(tag);
            if (tag.closes)
                close(tag);
        }
        return m_summary ? std::optional<ClusterView>(std::move(m_view)) : std::nullopt;
    }

private:
    void open(const Tag &tag)
    {
        if (tag.name == "summary")
            m_summary = true;
        else if (tag.name == "nodes" || tag.name == "resources" || tag.name == "failures" || tag.name == "bans" || tag.name == "node_attributes")
            m_section = tag.name;
        else if (tag.name == "current_dc" && tag.is("present")) {
            m_view.dc = tag["name"];
            m_view.quorum = tag.is("with_quorum");
        } else if (tag.name == "node" && m_section == "nodes")
            m_view.nodes.push_back({tag["name"], tag.is("online"), tag.is("pending"), tag.is("standby") || tag.is("standby_onfail"), tag.is("unclean"), tag.is("maintenance")});
        else if (tag.name == "node" && m_section == "node_attributes")
            m_node = tag["name"];
        else if (tag.name == "attribute" && m_section == "node_attributes")
            m_view.attributes.push_back({m_node, tag["name"], tag["value"]});
        else if (tag.name == "node" && m_section == "resources" && !m_view.resources.empty())
            m_view.resources.back().nodes.push_back(tag["name"]);
        else if (m_section == "resources" && (tag.name == "group" || tag.name == "clone" || tag.name == "bundle"))
            m_parents.push_back(tag["id"]);
        else if (m_section == "resources" && tag.name == "resource")
            addResource(tag);
        else if (m_section == "failures" && tag.name == "failure")
            addFailure(tag);
        else if (m_section == "bans" && tag.name == "ban")
            m_view.bans.push_back(tag["id"]);
    }
    void close(const Tag &tag)
    {
        if (tag.name == m_section)
            m_section.clear();
        else if ((tag.name == "group" || tag.name == "clone" || tag.name == "bundle") && !m_parents.empty())
            m_parents.pop_back();
    }
    void addResource(const Tag &tag)
    {
        ClusterResource one{withoutInstance(tag["id"]), m_parents, tag["role"], tag["pending"], tag["target_role"]};
        one.active = tag.is("active");
        one.blocked = tag.is("blocked");
        one.managed = tag["managed"] != "false";
        one.failed = tag.is("failed");
        one.orphaned = tag.is("orphaned");
        m_view.resources.push_back(std::move(one));
    }
    void addFailure(const Tag &tag)
    {
        // ost0_monitor_20000: the resource, the action and its interval.
        std::string key = tag["op_key"];
        for (int i = 0; i < 2; ++i)
            key.erase(std::min(key.rfind('_'), key.size()));
        const std::string reason = tag["exitreason"];
        m_view.failures.emplace_back(withoutInstance(key), tag["op_key"] + " on " + tag["node"] + ": " + tag["exitstatus"] + " (" + tag["exitcode"] + ")"
                                                               + (reason.empty() ? "" : ", " + reason) + ", " + tag["last-rc-change"]);
    }
    ClusterView m_view;
    std::string m_section, m_node;
    std::vector<std::string> m_parents;
    bool m_summary = false;
};

void pauseFor(double seconds)
{
    const timespec span{static_cast<time_t>(seconds), static_cast<long>((seconds - static_cast<double>(static_cast<time_t>(seconds))) * 1e9)};
    ::nanosleep(&span, nullptr);
}

} // namespace

bool ClusterResource::belongsTo(const std::string &wanted) const
{
    return id == wanted || std::find(parents.begin(), parents.end(), wanted) != parents.end();
}

const ClusterNode *ClusterView::node(const std::string &name) const
{
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const ClusterNode &node) { return node.name == name; });
    return found == nodes.end() ? nullptr : &*found;
}

std::string ClusterView::ailing(const std::string &node, const std::string &than) const
{
    const auto isHealth = [](const std::string &name) { return name.compare(0, 11, "chandelier-") == 0 || name == "pingd" || name == "lustred"; };
    const auto works = [this](const std::string &where, const std::string &name) {
        return std::any_of(attributes.begin(), attributes.end(), [&](const Attribute &a) { return a.node == where && a.name == name && std::strtol(a.value.c_str(), nullptr, 10) > 0; });
    };
    for (const Attribute &a : attributes)
        if (a.node == than && isHealth(a.name) && works(than, a.name) && !works(node, a.name))
            return a.name;
    return {};
}

std::vector<const ClusterResource *> ClusterView::of(const std::string &resource) const
{
    std::vector<const ClusterResource *> found;
    for (const ClusterResource &one : resources)
        if (one.belongsTo(resource))
            found.push_back(&one);
    return found;
}

bool ClusterView::busy(const std::string &resource) const
{
    const auto all = of(resource);
    return std::any_of(all.begin(), all.end(), [](const ClusterResource *one) { return !one->pending.empty() || one->role == "Starting" || one->role == "Stopping"; });
}

bool ClusterView::started(const std::string &resource) const
{
    const auto all = of(resource);
    // What ran on a node that died is still called Started there until the node is fenced.
    const auto runs = [this](const ClusterResource *one) {
        const ClusterNode *at = one->nodes.size() == 1 ? node(one->nodes.front()) : nullptr;
        return at && at->online && !at->unclean && one->active && !one->failed && one->nodes.size() == 1 && (one->role == "Started" || one->role == "Promoted" || one->role == "Unpromoted" || one->role == "Master" || one->role == "Slave");
    };
    return !all.empty() && !busy(resource) && std::all_of(all.begin(), all.end(), runs);
}

bool ClusterView::stopped(const std::string &resource) const
{
    const auto all = of(resource);
    return !all.empty() && !busy(resource) && std::none_of(all.begin(), all.end(), [](const ClusterResource *one) { return one->active || one->role != "Stopped"; });
}

std::string ClusterView::role(const std::string &resource) const
{
    const auto all = of(resource);
    return all.empty() ? std::string() : all.front()->role;
}

std::vector<std::string> ClusterView::where(const std::string &resource) const
{
    std::vector<std::string> names;
    for (const ClusterResource *one : of(resource))
        for (const std::string &name : one->nodes)
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
    return names;
}

std::vector<std::string> ClusterView::on(const std::string &node) const
{
    std::vector<std::string> ids;
    for (const ClusterResource &one : resources)
        if (one.active && std::find(one.nodes.begin(), one.nodes.end(), node) != one.nodes.end())
            ids.push_back(one.id);
    return ids;
}

std::optional<ClusterView> viewOf(std::string_view xml)
{
    return ViewReader().read(xml);
}

std::optional<ClusterView> lookAtCluster(Hands &hands)
{
    CommandResult answer = hands.ask({protocol::haStatusCommand()}).front();
    if (answer.exitCode == 64 || answer.err.find("nrecognized option") != std::string::npos || answer.err.find("nknown option") != std::string::npos)
        answer = hands.ask({protocol::haOldStatusCommand()}).front();
    return viewOf(answer.out);
}

std::optional<Error> UnitStart::unanswered(Hands &hands)
{
    const std::string state = trimmed(hands.ask({{"systemctl", "is-active", unit()}}).front().out);
    if (state != "inactive" && state != "failed")
        return {};
    if (m_again)
        return Error{Problem::ToolFailed, unit() + " has ended again right after it was started.", {}, remedy()};
    m_again = true;
    hands.progress(-1, unit() + " has ended; it is started once more");
    const auto started = hands.run(m_start);
    if (!started)
        return started.error();
    return started->exitCode == 0 ? std::optional<Error>() : toolFailed(*started, remedy());
}

Result<ClusterView> waitForCluster(Hands &hands, double seconds, const std::string &what, const std::function<bool(const ClusterView &)> &done,
                                   const std::function<std::string(const ClusterView &)> &words, const std::function<std::optional<Error>(const ClusterView *)> &failed)
{
    const double until = std::min(wallClock() + seconds, hands.deadline() - 2);
    std::string last = "Pacemaker does not answer";
    while (true) {
        if (hands.cancelled())
            return Error{Problem::Cancelled, "Waiting until " + what + " was cancelled.", last, {}};
        const auto view = lookAtCluster(hands);
        if (view && done(*view))
            return *view;
        if (view)
            last = words(*view);
        if (failed)
            if (auto error = failed(view ? &*view : nullptr))
                return *error;
        if (wallClock() >= until)
            return Error{Problem::TimedOut, "Waited in vain until " + what + ": " + last + ".", {}, "Look at the state of the cluster (crm_mon), correct what keeps it, and retry."};
        hands.progress(-1, last);
        pauseFor(0.4);
    }
}

std::optional<Error> missingTools(const Hands &hands, const std::vector<std::string> &tools)
{
    std::string names;
    for (const std::string &tool : tools)
        if (hands.find(tool).empty())
            names += (names.empty() ? "" : ", ") + tool;
    if (names.empty())
        return {};
    const bool corosync = names.find("corosync") != std::string::npos;
    return Error{Problem::ToolMissing, std::string(corosync ? "Corosync" : "Pacemaker") + " is not installed on this host: " + names + " is missing.", {},
                 "Install the packages corosync, pacemaker and the fence agents (Debian: also pacemaker-cli-utils), then retry."};
}

Error clusterFailed(const protocol::Transcript &transcript)
{
    // CRM_EX_DISCONNECT; older tools only have the words.
    if (transcript.exitCode == 102 || transcript.err.find("Transport endpoint is not connected") != std::string::npos)
        return {Problem::Conflict, "Pacemaker does not run on this host.", trimmed(transcript.err), "Start it (pacemaker.start), then retry."};
    if (transcript.exitCode == 105)
        return {Problem::NotFound, "The cluster does not know what was asked for: " + trimmed(transcript.err.substr(0, transcript.err.find('\n'))) + ".", trimmed(transcript.err),
                "Read the cluster anew and plan again."};
    return toolFailed(transcript);
}

bool corosyncAnswers(const protocol::Transcript &cfgtool)
{
    return cfgtool.exitCode == 0 || cfgtool.out.find("Local node ID") != std::string::npos;
}

} // namespace agent
