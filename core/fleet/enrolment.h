// SPDX-License-Identifier: GPL-3.0-or-later
// Adding servers, any number at once: session, host key, login, preflight, delivery of the agent, first answer. The wizard and
// chandelierctl are views of this class. One host's trouble never holds up another.
#pragma once
#include "core/fleet/delivery.h"
#include "core/fleet/hostlist.h"
#include "core/fleet/preflight.h"
#include "core/link/conversation.h"
#include "core/link/remote.h"
#include "core/profile/profile.h"

#include <QObject>

namespace fleet {

enum class Step : std::uint8_t {
    Connecting,    ///< stageText says how far
    WantsHostKey,  ///< a person must accept its key
    WantsSecret,   ///< no key was accepted: a password or passphrase may help
    WantsSudo,     ///< logged in as a user who needs a password for sudo
    Unreachable,   ///< tried again by itself
    Refused,       ///< a changed host key, or a login that cannot be: waits for retry()
    Probing, Checked, ///< facts are there; checks() judges them. Probed again by itself while something is bad
    Delivering, Installing, Starting, ///< with `fraction`
    Added,         ///< its agent has answered; it is in the profile
    Failed,        ///< delivery failed: `error`; what was there before runs again. retry() begins anew
};
std::string_view words(Step step);

struct HostRow {
    profile::ServerEntry entry;
    Step step = Step::Connecting;
    std::string stageText{};          ///< "key exchange"; for a person
    double fraction = -1;
    std::optional<agentlink::HostKey> hostKey{}; ///< of WantsHostKey
    std::string hop{};                ///< of WantsSecret: the jump host that wants it, for setJumpLogin(); empty: the host itself
    std::optional<base::Error> error{};
    std::vector<Check> checks{};
    std::string agentFound{};         ///< version of an agent that is there already, by package or from before; empty: none
    std::string log{};                ///< what was run there and what it answered, without secrets
    std::shared_ptr<const Facts> facts{}; ///< what it said of itself; null until it was probed
    bool settled() const;             ///< nothing more happens by itself
    bool fit() const;                 ///< Checked, and no check stops it: deliver() takes it
};

/// Lives in one thread and blocks nothing. Owns its sessions; servers that are Added are in the profile, the others leave nothing.
class Enrolment final : public QObject {
    Q_OBJECT
public:
    struct Options {
        Expectation expectation{};
        std::string agentProgram{};     ///< path of the agent's binary to deliver; empty: beside the running program
        bool deliver = true;            ///< false: use agents that are there, deliver none (native packages)
        std::vector<std::string> known{}; ///< servers of the profile, whose names must resolve too
        bool joinAdmins = false;        ///< logins that are not root are put into the group chandelier-admin: without it they may not use the agent
        std::string knownHosts{};       ///< where accepted host keys are written: SshOptions::ownKnownHosts of the hub; tests and views give both
        std::string holder{};           ///< "user@workstation", told to the new agent when it is greeted
        int atOnce = 8;                 ///< so many deliveries at the same time; the others wait
        int againSeconds = 5;           ///< between two probes of a host that is not fit, and of one that is not reachable
        Layout layout{};                ///< where things lie on the hosts; other than usual in tests only
        agentlink::Timing timing{};
    };
    Enrolment(agentlink::SshHub &hub, Options options, QObject *parent = nullptr);
    ~Enrolment() override;

    /// Adds hosts and begins with them at once; those that are there already with the same entry stay as they are.
    void add(const std::vector<profile::ServerEntry> &entries);
    void remove(const std::string &server);
    const std::vector<HostRow> &rows() const;
    const HostRow *row(const std::string &server) const;

    base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint);
    void setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret);
    /// Of a jump host, as HostRow::hop names it, for all that go through it; they try again.
    void setJumpLogin(const std::string &hop, const agentlink::Secret &secret);
    /// Asked once for all; in memory only, given to sudo's standard input.
    void setSudo(const agentlink::Secret &secret);
    void setExpectation(const Expectation &expectation);
    /// Options::joinAdmins, later.
    void setJoinAdmins(bool join);
    /// Takes the check's word away on this host, for a reason that is kept. BadArgument: no reason, Fatal, or no such check.
    base::Result<void> overrideCheck(const std::string &server, const std::string &check, const std::string &reason);
    /// Delivers to all that are Checked and fit; hosts that become fit later need another call. Returns how many begin.
    int deliver();
    void retry(const std::string &server);
    void cancel(); ///< starts nothing new; a delivery under way ends with what was there before

signals:
    void rowChanged(int row);
    void rowsChanged();  ///< added or removed
    /// Its agent answered. Whoever listens puts it into the profile and connects; overrides are for its audit.
    void added(const profile::ServerEntry &entry);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// Puts a server that was added into the profile: its entry, its server profile (setting "server-profile:NAME"; empty: monitored only), and a note for
/// each overridden check. Storage.
base::Result<void> keepAdded(profile::Profile &profile, const HostRow &row, const std::string &serverProfile, const std::string &who);
/// How SSH reaches a server of the profile.
agentlink::SshWay wayOf(const profile::ServerEntry &entry);

} // namespace fleet
