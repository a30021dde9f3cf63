// SPDX-License-Identifier: GPL-3.0-or-later
// Servers out of the profile: cleanly, with the agent and all of its files, or, for dead ones, by force, which says what stays there.
#pragma once
#include "app/shell/serverside.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace shell {
class Notice;
}

namespace wizards {

class Removing : public QDialog {
    Q_OBJECT
public:
    /// `inUse`: why it should not be removed now ("2 targets are mounted on it"); empty: nothing speaks against it.
    Removing(shell::ServerSide &servers, const std::vector<std::string> &names, const QString &inUse, QWidget *parent);

    /// It may only be forgotten by force, which leaves `stays`. `action`: of a button that takes the reason away; empty: there is none.
    void refuseCleanRemoval(const base::Error &why, const std::vector<std::string> &stays, const QString &action);

signals:
    void removed();
    void remedyWanted(); ///< the button; the dialog is closed

private:
    void judge();
    void go();
    void removeCleanly();
    void force();

    QPointer<shell::ServerSide> m_servers;
    std::vector<std::string> m_names;
    QRadioButton *m_clean, *m_force;
    QWidget *m_forceBox;
    QLabel *m_left;
    QLineEdit *m_reason, *m_typed;
    shell::Notice *m_notice;
    QPushButton *m_go;
};

} // namespace wizards
