// SPDX-License-Identifier: GPL-3.0-or-later
// Third page of "Add servers": the server profile, what is put where, and then how the delivery goes, host by host. A host that
// fails says why and can be tried again while the others go on.
#pragma once
#include "app/wizards/intake.h"

#include <QTimer>
#include <QWidget>
#include <set>

class QButtonGroup;

namespace shell {
class TableView;
}

namespace wizards {

class DeliverStep : public QWidget {
    Q_OBJECT
public:
    DeliverStep(const Around &around, Intake &intake, QWidget *parent = nullptr);
    void enter();
    void deliver(); ///< begins, or goes on with hosts that have become fit
    const ProfileChoice &choice() const;
    bool hasBegun() const { return m_begun; }

signals:
    void changed();

private:
    QWidget *makeChoices();
    QWidget *makeProgress();
    void showChoice();
    void showWhat();
    void showRows();
    void retry(const std::vector<std::string> &servers);
    void goOn();
    std::vector<std::string> failed() const;

    const Around &m_around;
    Intake &m_intake;
    QButtonGroup *m_group;
    QWidget *m_before, *m_during;
    QLabel *m_what, *m_does, *m_tally;
    shell::TableView *m_table;
    QPushButton *m_retry, *m_retryAll;
    QTimer m_soon;
    std::set<std::string> m_retried; ///< are delivered to as soon as they are fit again
    bool m_begun = false;
};

} // namespace wizards
