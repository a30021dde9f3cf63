// SPDX-License-Identifier: GPL-3.0-or-later
// The connection of one server of the profile: how it is reached, how that is doing, its unknown host key, its password. Looks only;
// nothing on the server is changed.
#pragma once
#include "app/models/tone.h"
#include "app/shell/serverside.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QLineEdit;

namespace shell {
class BadgeLabel;
class Notice;
}

namespace wizards {

class LoginForm;

/// What a stage is called and looks like.
models::Badge lineBadge(const shell::ServerLine &line);

class Connection : public QDialog {
    Q_OBJECT
public:
    Connection(shell::ServerSide &servers, const std::string &server, QWidget *parent);

private:
    void load();
    void save();
    void showLine();
    void acceptKey();
    void trySecret();

    QPointer<shell::ServerSide> m_servers;
    std::string m_server;
    profile::ServerEntry m_entry; ///< as it is in the profile; what the form does not show stays
    QLineEdit *m_host;
    LoginForm *m_login;
    shell::BadgeLabel *m_badge;
    shell::Notice *m_notice;
    QWidget *m_keyBox;
    QLineEdit *m_secret;
    QLabel *m_key;
    std::string m_hop; ///< the jump host whose password is wanted; empty: the server's own
};

} // namespace wizards
