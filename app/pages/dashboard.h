// SPDX-License-Identifier: GPL-3.0-or-later
// Five seconds: is all well? One minute: what hurts? States with their numbers, what is not well, what happened last, how full each
// file system is; then the cluster's charts.
#pragma once
#include "app/charts/board.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"

class QLabel;

namespace pages {

class Fullness;

/// A number with the states that make it up, each as a shape with its count.
class StateTile final : public QWidget {
    Q_OBJECT
public:
    struct State {
        models::Badge badge;
        int count = 0;
    };
    StateTile(const QString &name, const QString &title, QWidget *parent = nullptr);
    void setStates(std::vector<State> states); ///< worst first
    const std::vector<State> &states() const { return m_states; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

signals:
    void opened();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QString m_title;
    std::vector<State> m_states;
};

class Dashboard final : public shell::Page {
    Q_OBJECT
public:
    explicit Dashboard(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QString title() const override { return tr("Dashboard"); }
    void jobChanged(const jobs::JobId &id) override;
    charts::Board &board() const { return *m_board; }

private:
    void fillTiles();
    void fillTroubles();
    void fillEvents();
    void fillSystems();
    void fillCharts();
    models::Cell fullCell(const inventory::FileSystem &fs) const;
    QWidget *summary();

    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    charts::Board *m_board;
    StateTile *m_servers, *m_targets, *m_filesystems, *m_lnet;
    shell::TableView *m_troubles, *m_events, *m_systems;
    QLabel *m_why;
    Fullness *m_fullness;
    std::string m_filled; ///< with whose charts the board is filled; "-": none
};

} // namespace pages
