// SPDX-License-Identifier: GPL-3.0-or-later
// fleet::Rollout behind what the window shows. A password that is given later is tried with the servers that wanted one.
#pragma once
#include "app/shell/serverside.h"
#include "core/fleet/rollout.h"

#include <memory>

namespace shell {

class FleetUpkeep final : public Upkeep {
    Q_OBJECT
public:
    FleetUpkeep(agentlink::SshHub &hub, bool removal, std::vector<profile::ServerEntry> servers, fleet::Rollout::Options options, QObject *parent);
    const std::vector<Row> &rows() const override { return m_rows; }
    void start() override;
    void giveSecret(const agentlink::Secret &secret) override;
    void cancel() override;
    bool isRunning() const override { return m_running; }

private:
    void run(const std::vector<profile::ServerEntry> &servers);
    void take();
    void finish();

    agentlink::SshHub &m_hub;
    bool m_removal, m_running = false;
    std::vector<profile::ServerEntry> m_servers;
    fleet::Rollout::Options m_options;
    std::unique_ptr<fleet::Rollout> m_rollout;
    std::vector<Row> m_rows;
};

} // namespace shell
