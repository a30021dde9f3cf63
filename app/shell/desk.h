// SPDX-License-Identifier: GPL-3.0-or-later
// What every page holds on to: the cluster, where the window is and was, and the one way to change something: propose a plan.
#pragma once
#include "app/models/choices.h"
#include "app/models/trail.h"
#include "app/shell/cluster.h"

#include <QObject>
#include <optional>

class QMenu;

namespace shell {

using models::Place;

/// What is not as wanted and no running job is busy with.
std::vector<inventory::Drift> openDrift(const Cluster &cluster);

class Desk : public QObject {
    Q_OBJECT
public:
    explicit Desk(Cluster &cluster, QObject *parent = nullptr);
    Cluster &cluster() const { return m_cluster; }

    Place place() const;
    void open(const Place &place);
    void replace(const Place &place); ///< takes the present place's entry in the history
    /// The page's charts around this time (ms since the epoch).
    /// `scope`: of what, where the page is about many things (Top).
    void openCharts(const Place &place, std::int64_t from, std::int64_t to, const std::string &scope = {});
    struct ChartsWish {
        Place place;
        std::int64_t from = 0, to = 0;
        std::string scope{};
    };
    std::optional<ChartsWish> takeChartsWish(const Place &place); ///< once
    /// The logs around a time (ms since the epoch): of a server, of the one that has a target mounted, or of all.
    void openLogs(const Place &about, std::int64_t at);
    struct LogsWish {
        std::string server;
        std::int64_t at = 0;
    };
    std::optional<LogsWish> takeLogsWish() { return std::exchange(m_logs, {}); } ///< once
    void back();
    void forward();
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < static_cast<int>(m_history.size()); }

    /// Makes a plan and shows it; goals that lack their targets open the wizard first. `first` goes to the wizard.
    void propose(const std::vector<plan::Goal> &goals);
    void show(const base::Result<plan::Plan> &plan);
    void startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes = {});
    const std::optional<plan::Plan> &plan() const { return m_plan; }
    std::vector<inventory::Drift> drift() const { return openDrift(m_cluster); }
    /// Adds what can be done with these, as soon as the planner has said it.
    void fillMenu(QMenu &menu, const std::vector<inventory::ObjectId> &objects);
    void say(const base::Error &error) { emit failed(error); }

signals:
    void moved(); ///< the place changed
    void raised(); ///< it was asked for the place where it is: the window may show another cluster's
    void planShown();
    void wizardWanted(const plan::Goal &goal, const std::vector<std::string> &volumes);
    void failed(const base::Error &error);
    void told(const QString &text);

private:
    bool refused(); ///< says why nothing may be changed now, if so
    Cluster &m_cluster;
    std::vector<Place> m_history{"overview"};
    int m_at = 0;
    std::optional<plan::Plan> m_plan;
    std::optional<ChartsWish> m_charts;
    std::optional<LogsWish> m_logs;
};

} // namespace shell
