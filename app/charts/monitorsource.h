// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of an open cluster, from its Monitor's store: asks for what a chart's measures are made of, puts it together, and says
// why something is missing.
#pragma once
#include "app/charts/source.h"
#include "core/inventory/world.h"

#include <deque>
#include <set>

namespace monitoring {
class Monitor;
}

namespace charts {

class MonitorSource final : public Source {
    Q_OBJECT
public:
    using Worlds = std::function<inventory::World()>;
    using Marks = std::function<std::vector<Mark>(const Range &)>;
    /// `monitor` must outlive it.
    MonitorSource(monitoring::Monitor &monitor, Worlds world, Marks marks, QObject *parent = nullptr);

    void ask(const Question &question, QObject *context, Then then) override;
    Ms interval() const override { return m_interval; }
    Range known() const override { return m_known; }
    std::vector<Mark> marks(const Range &range) const override { return m_marks(range); }

    /// The servers that a term's figures can come from; `all`: not restricted.
    std::vector<std::string> serversOf(const Term &term, bool &all) const;
    std::string targetPatternOf(const Term &term) const;

private:
    struct Gathering;
    void finish(const std::shared_ptr<Gathering> &gathering) const;
    QString whyNothing(const std::set<std::string> &servers) const;
    void sampled();

    monitoring::Monitor &m_monitor;
    Worlds m_world;
    Marks m_marks;
    Range m_known;
    Ms m_interval = 5000, m_extentAt = 0;
    std::deque<Ms> m_sampleTimes; ///< of one server
};

} // namespace charts
