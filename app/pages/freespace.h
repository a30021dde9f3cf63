// SPDX-License-Identifier: GPL-3.0-or-later
// How the free space of an ldiskfs target is cut into pieces, read on its server when somebody asks.
#pragma once
#include "app/charts/bars.h"
#include "app/shell/page.h"

class QLabel;
class QPushButton;

namespace pages {

/// Bytes by size of piece, of the answer of metrics.freespace.
charts::Answer freeSpaceAnswer(const protocol::Json &value);
/// What it means, in a sentence or two.
QString freeSpaceText(const protocol::Json &value);

class FreeSpace final : public QWidget {
    Q_OBJECT
public:
    explicit FreeSpace(shell::Desk &desk);
    /// The target and its server, `why` empty; or why it cannot be read now.
    void setTarget(const std::string &label, const std::string &server, const QString &why);

private:
    void read();
    void show(const base::Result<protocol::Json> &answer);

    shell::Desk &m_desk;
    QLabel *m_state;
    QPushButton *m_read;
    charts::TimeAxis m_axis;
    charts::Histogram *m_chart;
    std::string m_label, m_server;
    QObject *m_context = nullptr; ///< of what was asked about this target; another one when the target is another
    bool m_reading = false;
};

} // namespace pages
