// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts that a test makes and changes.
#pragma once
#include "app/shell/alertside.h"

namespace madeup {

class Alerts final : public shell::AlertSide {
    Q_OBJECT
public:
    Alerts();
    std::shared_ptr<const std::vector<monitoring::Alert>> active() const override { return m_active; }
    const monitoring::AlertRule *rule(const std::string &id) const override { return id == m_rule.id ? &m_rule : nullptr; }
    void acknowledge(std::int64_t alert, const std::string &note) override;
    void mute(const monitoring::Alert &alert, std::int64_t until) override;
    void history(std::int64_t from, std::int64_t to, QObject *context, History then) override;

    std::shared_ptr<const std::vector<monitoring::Alert>> m_active;
    monitoring::AlertRule m_rule;
    std::vector<monitoring::Alert> m_over; ///< have ended

private:
    void change(std::int64_t id, const std::function<void(monitoring::Alert &)> &how);
};

} // namespace madeup
