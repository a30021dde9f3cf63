// SPDX-License-Identifier: GPL-3.0-or-later
// Pacemaker as the verbs look at it while they wait, and what the inventory and ha.state report of it.
#pragma once
#include "agent/actions/families.h"
#include "agent/protocol/ha.h"
#include "agent/protocol/inventory.h"

#include <functional>
#include <optional>

namespace agent {

struct ClusterNode {
    std::string name;
    bool online = false, pending = false, standby = false, unclean = false, maintenance = false;
};

struct ClusterResource {
    std::string id;                     ///< without the number of a clone's instance
    std::vector<std::string> parents{}; ///< ids of group, clone and bundle above it
    std::string role, pending;          ///< "Started", "Stopped", "Promoted" ...; pending: "Starting" while it does
    std::string targetRole;
    bool active = false, blocked = false, managed = true, failed = false, orphaned = false;
    std::vector<std::string> nodes{};
    bool belongsTo(const std::string &wanted) const;
};

/// Of one answer of crm_mon.
struct ClusterView {
    std::string dc;
    bool quorum = false;
    std::vector<ClusterNode> nodes{};
    std::vector<ClusterResource> resources{};
    std::vector<std::string> bans{};
    std::vector<std::pair<std::string, std::string>> failures{}; ///< resource and words: "start on oss1: not installed (5)"
    struct Attribute {
        std::string node, name, value;
    };
    std::vector<Attribute> attributes{};
    /// The first attribute of the node by which health agents tell that something there does not work, and that is well on `than`:
    /// location rules keep resources away from there. Empty: there is none.
    std::string ailing(const std::string &node, const std::string &than) const;
    const ClusterNode *node(const std::string &name) const;
    std::vector<const ClusterResource *> of(const std::string &resource) const; ///< it, or the members of a group or clone
    bool knows(const std::string &resource) const { return !of(resource).empty(); }
    bool started(const std::string &resource) const;
    bool stopped(const std::string &resource) const;
    bool busy(const std::string &resource) const; ///< something is being done with it now
    std::string role(const std::string &resource) const;
    std::vector<std::string> where(const std::string &resource) const;
    std::vector<std::string> on(const std::string &node) const; ///< resources that are active there
};

/// Nothing where the text is no answer of a running Pacemaker.
std::optional<ClusterView> viewOf(std::string_view xml);
/// crm_mon of any version. Nothing while Pacemaker does not answer.
std::optional<ClusterView> lookAtCluster(Hands &hands);

/// The start of a unit whose daemons do not answer yet. One that is ending by itself, as Pacemaker does that hears of its own fencing, and Corosync
/// with it, is still active for systemd, which starts nothing then: when it has ended it is started once more.
class UnitStart {
public:
    explicit UnitStart(protocol::Operation start) : m_start(std::move(start)) { }
    /// To be called again and again. An error when it cannot be started, or has ended again.
    std::optional<protocol::Error> unanswered(Hands &hands);
    std::string remedy() const { return "The journal of the unit says why (journalctl -u " + unit() + ")."; }

private:
    const std::string &unit() const { return m_start.argv.back(); }
    protocol::Operation m_start;
    bool m_again = false;
};

/// Looks every half second until `done` is true; `words` is the progress line. `failed` may end it early with an error;
/// it is given nullptr while Pacemaker does not answer. Cancelled
/// and TimedOut are errors with what was waited for.
protocol::Result<ClusterView> waitForCluster(Hands &hands, double seconds, const std::string &what, const std::function<bool(const ClusterView &)> &done,
                                             const std::function<std::string(const ClusterView &)> &words,
                                             const std::function<std::optional<protocol::Error>(const ClusterView *)> &failed = {});

/// What is missing on this host for a verb; nothing when all of these tools are there.
std::optional<protocol::Error> missingTools(const Hands &hands, const std::vector<std::string> &tools);
/// A tool of Pacemaker's that ended with an error: what it means where that is known, else its words.
protocol::Error clusterFailed(const protocol::Transcript &transcript);
bool corosyncAnswers(const protocol::Transcript &cfgtool);

/// `cib`: with the configuration, on the DC.
protocol::HaReport haReport(Hands &hands, bool cib, std::vector<protocol::Gap> &gaps);

/// Whether other hosts answer from here: [{address, ok, ms: of the mean way there and back, why}].
protocol::Json reachOf(Hands &hands, const std::vector<std::string> &addresses);

/// What corosync.configure remembers, by Hands::keep: {conf: SHA-256 of the file that it wrote}.
inline constexpr const char *keptCorosync = "corosync.json";

} // namespace agent
