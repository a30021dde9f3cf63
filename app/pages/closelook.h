// SPDX-License-Identifier: GPL-3.0-or-later
// A target from near: who reads and writes on it now, its reads and writes ten times a second for half a minute, and how its free
// space is cut. Read anew on its server, only while somebody looks.
#pragma once
#include "app/charts/timechart.h"
#include "app/models/table.h"
#include "app/shell/page.h"

#include <QTimer>

class QLabel;
class QPushButton;

namespace shell {
class TableView;
}

namespace pages {

std::vector<models::Column> clientColumns();
/// From the answer of metrics.clients; a client that is a server of the World is named.
std::vector<models::Row> clientRows(const protocol::Json &value, const inventory::World &world);
/// Reads and writes of metrics.burst, mirrored; steps of a tenth of a second.
charts::Answer burstAnswer(const protocol::Json &value);

class FreeSpace;

class CloseLook final : public QWidget {
    Q_OBJECT
public:
    explicit CloseLook(shell::Desk &desk);
    void open(const shell::Place &place); ///< again with each new World

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void askClients();
    void startBurst();
    void showBurst(const base::Result<protocol::Json> &answer);
    void say(const QString &text);
    /// The target, when its server can be asked now.
    const inventory::Target *target(const inventory::World &world) const;

    shell::Desk &m_desk;
    shell::Place m_place;
    QLabel *m_state, *m_burstState;
    QPushButton *m_burst;
    charts::TimeAxis m_axis;
    charts::TimeChart *m_chart;
    shell::TableView *m_table;
    FreeSpace *m_space;
    QTimer m_again, m_second;
    int m_left = 0;      ///< seconds of the burst that runs
    bool m_asking = false;
    QObject *m_context = nullptr; ///< of what was asked about this target; another one when the target is another
};

} // namespace pages
