// SPDX-License-Identifier: GPL-3.0-or-later
// Work on the agents of several servers, seen while it goes: an upgrade in waves, or their removal.
#pragma once
#include "app/shell/serverside.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QPushButton;

namespace shell {
class Notice;
class TableView;
}

namespace wizards {

class UpkeepDialog : public QDialog {
    Q_OBJECT
public:
    /// Takes `upkeep` as its child; begins when the person says `start` ("Upgrade 12 agents").
    UpkeepDialog(shell::Upkeep *upkeep, const QString &title, const QString &text, const QString &start, bool dangerous, QWidget *parent);
    void reject() override; ///< while it runs: ends it first, and says so

signals:
    void finished(const std::vector<std::string> &done); ///< the servers where it went well

private:
    void refresh();

    shell::Upkeep *m_upkeep;
    shell::Notice *m_notice;
    shell::TableView *m_table;
    QWidget *m_secretBox;
    QLineEdit *m_secret;
    QPushButton *m_start, *m_close;
    QTimer m_soon;
    bool m_begun = false, m_leaving = false;
};

} // namespace wizards
