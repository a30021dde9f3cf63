// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of this folder share: a verb's work, and the script of operations that it goes through.
#pragma once
#include "agent/actions/action.h"

namespace agent {

/// The operations that were shown in the plan, to be done or passed over one after the other: nothing else can be run.
class Script {
public:
    Script(std::vector<protocol::Operation> operations, Hands &hands) : m_operations(std::move(operations)), m_hands(hands) { }
    bool atEnd() const { return m_next == m_operations.size(); }
    const protocol::Operation &next() const { return m_operations[m_next]; }
    /// Runs the next one, a tool; an exit code other than 0 is for the caller to judge.
    protocol::Result<protocol::Transcript> run();
    /// The same with the handle of an nft rule filled in, which no plan can know.
    protocol::Result<protocol::Transcript> runWithHandle(const std::string &handle);
    /// The same with a secret line after its standard input: it stands in no transcript, and is taken out of what the tool prints.
    protocol::Result<protocol::Transcript> runWithSecret(const std::string &parameter, const std::string &secret);
    /// The next one, a file operation.
    protocol::Result<> apply();
    /// The same for one that writes a secret of the call.
    protocol::Result<> applySecret(const protocol::Secrets &secrets);
    /// Runs the next one even after a cancel or at the end of the time limit: what must not be left behind is taken away.
    protocol::Result<protocol::Transcript> runInsisting();
    void skip(const std::string &note);
    void skipRest(const std::string &note);

private:
    std::vector<protocol::Operation> m_operations;
    Hands &m_hands;
    std::size_t m_next = 0;
};

struct Work {
    protocol::Verb verb;
    const protocol::Json &args;
    Hands &hands;
    Facts &facts;
    Script script;
};

protocol::Result<protocol::Json> performHost(Work &work);
protocol::Result<protocol::Json> performLnet(Work &work);
protocol::Result<protocol::Json> performTarget(Work &work);
protocol::Result<protocol::Json> performClient(Work &work);
protocol::Result<protocol::Json> performRepos(Work &work);
protocol::Result<protocol::Json> performPackages(Work &work);
protocol::Result<protocol::Json> performTime(Work &work);
protocol::Result<protocol::Json> performFirewall(Work &work);
protocol::Result<protocol::Json> performServices(Work &work);
protocol::Result<protocol::Json> performCorosync(Work &work); ///< corosync.*
protocol::Result<protocol::Json> performCluster(Work &work);  ///< ha.*, pacemaker.*, cib.*, resource.*, node.*, cluster.*
protocol::Result<protocol::Json> performFencing(Work &work);  ///< fencing.*, fence.*, power.*
protocol::Result<protocol::Json> performSelf(Work &work); ///< agent.restart, agent.diagnostics
protocol::Result<protocol::Json> performLogs(Work &work); ///< logs.fetch

/// Waits until nobody else holds the package manager; Conflict that names who does when that takes longer than `seconds`.
protocol::Result<> waitForPackageLock(Hands &hands, int seconds);
/// Mount points of Lustre targets and clients on this host.
std::vector<std::string> lustreMounts(const Hands &hands);

/// ToolFailed with the tool's own words, first line in the message, all in the detail.
protocol::Error toolFailed(const protocol::Transcript &transcript, const std::string &remedy = {});
/// The error of mount -t lustre by its exit code, which is an errno, and what to do about it.
protocol::Error mountFailed(const protocol::Transcript &transcript, const std::string &what);

} // namespace agent
