// SPDX-License-Identifier: GPL-3.0-or-later
// The alerts of an open cluster's Monitor.
#pragma once
#include "app/shell/alertside.h"

namespace monitoring {
class Monitor;
}

namespace shell {

class OpenAlerts final : public AlertSide {
    Q_OBJECT
public:
    /// `monitor` must outlive it.
    explicit OpenAlerts(monitoring::Monitor &monitor);
    std::shared_ptr<const std::vector<monitoring::Alert>> active() const override;
    const monitoring::AlertRule *rule(const std::string &id) const override;
    void acknowledge(std::int64_t alert, const std::string &note) override;
    void mute(const monitoring::Alert &alert, std::int64_t until) override;
    void history(std::int64_t from, std::int64_t to, QObject *context, History then) override;

private:
    monitoring::Monitor &m_monitor;
};

} // namespace shell
