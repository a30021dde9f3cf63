// SPDX-License-Identifier: GPL-3.0-or-later
// Another name for a server in the profile, or another address to reach it by. What is on the server is not changed.
#pragma once
#include "app/shell/serverside.h"

#include <QDialog>
#include <QPointer>

class QLabel;
class QLineEdit;
class QPushButton;

namespace shell {
class Notice;
}

namespace wizards {

class Renaming : public QDialog {
    Q_OBJECT
public:
    Renaming(shell::ServerSide &servers, const std::string &server, QWidget *parent);

signals:
    void renamed(const std::string &name); ///< or readdressed, under the same name

private:
    void judge();
    void save();

    QPointer<shell::ServerSide> m_servers;
    profile::ServerEntry m_entry;
    QLineEdit *m_name, *m_host;
    QLabel *m_why;
    shell::Notice *m_notice;
    QPushButton *m_save;
};

} // namespace wizards
