// SPDX-License-Identifier: GPL-3.0-or-later
// The past of an open cluster, from its Manager's history, the alerts that its Monitor keeps, and its jobs.
#pragma once
#include "app/charts/source.h"
#include "app/shell/pastside.h"

#include <QTimer>

namespace manager {
class Manager;
struct Tale;
}

namespace shell {

class OpenPast final : public PastSide {
    Q_OBJECT
public:
    /// `manager` must outlive it.
    explicit OpenPast(manager::Manager &manager);
    std::int64_t begin() const override { return m_begin; }
    const std::vector<PastEvent> &events() const override { return m_events; }
    void look(std::int64_t at, QObject *context, Looked then) override;
    /// The same for the time axes of charts.
    std::vector<charts::Mark> marks(const charts::Range &range) const;

private:
    void gatherSoon();
    void gather();
    void take(const manager::Tale &tale, const std::vector<monitoring::Alert> &alerts);

    manager::Manager &m_manager;
    std::vector<PastEvent> m_events;
    std::int64_t m_begin = 0;
    QTimer m_again;  ///< not more often than that
    bool m_wanted = false, m_gathering = false;
};

} // namespace shell
