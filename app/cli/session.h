// SPDX-License-Identifier: GPL-3.0-or-later
// The cluster that a command works on: its Manager, opened by --demo, --cluster or --profile, and its demonstration cluster if it is one.
#pragma once
#include "app/cli/arguments.h"
#include "core/manager/manager.h"

#include <QObject>
#include <functional>
#include <memory>

namespace manager {
class Opener;
}
namespace agentlink {
class LinkAgents;
}

namespace cli {

/// The profile that --cluster, --profile or nothing at all means; empty with --demo. NotFound, BadArgument.
base::Result<std::string> profileOf(const Arguments &arguments);

class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(const Arguments &arguments, QObject *parent = nullptr);
    ~Session() override;

    using Opened = std::function<void(base::Result<void>)>;
    /// Starts the demonstration cluster when it is wanted, opens the profile and waits until the servers have answered or
    /// --wait is over. `then` is called once.
    void open(Opened then);
    manager::Manager &manager() { return *m_manager; }
    agentlink::LinkAgents &link();

    /// Only with --demo; the answer comes through the World.
    bool isDemo() const;
    void demoKill(const std::string &server);
    void demoBoot(const std::string &server);
    void demoStop(std::function<void()> then);

private:
    void waitForServers(Opened then);

    Arguments m_arguments;
    base::Result<std::string> m_path;
    std::unique_ptr<manager::Opener> m_opener;
    std::unique_ptr<manager::Manager> m_manager;
};

} // namespace cli
