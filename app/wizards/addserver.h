// SPDX-License-Identifier: GPL-3.0-or-later
// A server by its SSH address, and how its connection is doing: an unknown host key is shown and accepted by the person, a
// password is asked for when keys are refused. Looks only; nothing on the server is changed.
#pragma once
#include "core/link/agents.h"
#include "core/manager/manager.h"
#include "core/profile/profile.h"

#include <QDialog>
#include <QPointer>

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace shell {
class BadgeLabel;
class Notice;
}

namespace wizards {

class AddServer : public QDialog {
    Q_OBJECT
public:
    /// `server`: one of the profile, whose connection is to be looked at; empty: a new one.
    AddServer(manager::Manager &manager, agentlink::LinkAgents &link, const std::string &server, QWidget *parent);

private:
    void makeForm(QFormLayout &form);
    void load();
    void save();
    void showStage();
    void showNothing();
    void acceptKey();
    void trySecret();

    manager::Manager &m_manager;
    QPointer<agentlink::LinkAgents> m_link;
    std::string m_server;
    profile::ServerEntry m_entry; ///< as it is in the profile; what the form does not show stays
    QLineEdit *m_name, *m_host, *m_user, *m_port, *m_identity, *m_jump, *m_secret;
    shell::BadgeLabel *m_badge;
    shell::Notice *m_notice;
    QWidget *m_keyBox, *m_secretBox;
    QLabel *m_key;
    QPushButton *m_save, *m_accept, *m_try, *m_again;
};

} // namespace wizards
