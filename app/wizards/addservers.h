// SPDX-License-Identifier: GPL-3.0-or-later
// Any number of servers from a list of names to the profile, in four pages: hosts, check, delivery, done. Nothing on a host is
// changed before the third; a host in trouble never holds up another. Shows an Intake; knows no SSH.
#pragma once
#include "app/wizards/intake.h"

#include <QDialog>
#include <memory>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace wizards {

class CheckStep;
class DeliverStep;
class DoneStep;
class HostsStep;

class AddServers : public QDialog {
    Q_OBJECT
public:
    AddServers(std::unique_ptr<Intake> intake, Around around, QWidget *parent);
    ~AddServers() override;
    Intake &intake() const { return *m_intake; }
    HostsStep &hosts() const { return *m_hosts; }
    CheckStep &check() const { return *m_check; }
    DeliverStep &delivery() const { return *m_deliver; }
    const ProfileChoice &choice() const;
    void heard(); ///< a server that was added may have told something
    void reject() override; ///< asks first when something would be lost

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    enum Place : int { Hosts, Check, Delivery, Done, places };
    void addPage(const QString &heading, QWidget *page);
    void makeFoot();
    void go(int place);
    void enterPlace();
    void next();
    void refresh();
    void refreshCheck();
    void refreshDelivery();
    void refreshDone();
    void setUp();
    void startChecks();
    QString loss() const; ///< what leaving now would cost; empty: nothing
    void leave();
    std::vector<std::string> added() const;

    std::unique_ptr<Intake> m_intake;
    Around m_around;
    QStackedWidget *m_stack;
    QWidget *m_rail, *m_foot, *m_question;
    QLabel *m_hint, *m_questionText;
    QPushButton *m_leave, *m_back, *m_next, *m_stay;
    std::vector<QLabel *> m_marks;
    HostsStep *m_hosts;
    CheckStep *m_check;
    DeliverStep *m_deliver;
    DoneStep *m_done;
    bool m_keepIntake = false; ///< it goes by itself
    bool m_nothingToDo = false;
};

} // namespace wizards
