// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to the agents of servers that are in the profile already: upgraded in waves, or removed.
#pragma once
#include "core/fleet/enrolment.h"

namespace fleet {

/// Lives in one thread and blocks nothing. Deleting it ends what it does; a delivery under way ends well there by itself.
class Rollout : public QObject {
    Q_OBJECT
public:
    enum class State : std::uint8_t { Waiting, Running, Done, Failed, Skipped };
    struct Row {
        profile::ServerEntry entry;
        State state = State::Waiting;
        std::string stageText{}, found{}; ///< for a person; version of the agent before
        std::optional<base::Error> error{};
        std::string log{};
    };
    struct Options {
        std::string agentProgram{};  ///< as Enrolment::Options
        std::string knownHosts{}, holder{};
        agentlink::Secret login{}, sudo{};
        Layout layout{};
        agentlink::Timing timing{};
        bool anyway = false;         ///< of a removal: also while targets are mounted
        int atOnce = 8;
    };
    ~Rollout() override;
    void start();
    void cancel();                   ///< starts nothing new
    const std::vector<Row> &rows() const;
    bool good() const;               ///< all are Done

signals:
    void changed(int row);
    void finished();

protected:
    enum class Kind : std::uint8_t { Upgrade, Removal };
    Rollout(Kind kind, agentlink::SshHub &hub, const std::vector<profile::ServerEntry> &servers, Options options, QObject *parent);

private:
    struct Private;
    std::unique_ptr<Private> d;
};
std::string_view words(Rollout::State state);

/// One server first, then twice as many each time. The first failure stops it: that host has its old agent again, those that wait
/// are Skipped.
class Upgrade final : public Rollout {
public:
    Upgrade(agentlink::SshHub &hub, const std::vector<profile::ServerEntry> &servers, Options options, QObject *parent = nullptr)
        : Rollout(Kind::Upgrade, hub, servers, std::move(options), parent)
    {
    }
};

/// All of them; one that fails keeps its agent and holds up no other. The profile is the caller's: those that are Done may leave it.
class Removal final : public Rollout {
public:
    Removal(agentlink::SshHub &hub, const std::vector<profile::ServerEntry> &servers, Options options, QObject *parent = nullptr)
        : Rollout(Kind::Removal, hub, servers, std::move(options), parent)
    {
    }
};

} // namespace fleet
