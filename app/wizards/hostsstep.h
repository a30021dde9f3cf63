// SPDX-License-Identifier: GPL-3.0-or-later
// First page of "Add servers": which hosts, and how to log in there.
#pragma once
#include "app/wizards/intake.h"

#include <QTimer>
#include <QWidget>
#include <map>

class QPlainTextEdit;

namespace shell {
class TableView;
}

namespace wizards {

class LoginForm;

class HostsStep : public QWidget {
    Q_OBJECT
public:
    explicit HostsStep(const Around &around, QWidget *parent = nullptr);
    /// What was asked for, with each host's own login; hosts that the profile has already are left out.
    std::vector<profile::ServerEntry> entries() const;
    QString problem() const { return m_problem; } ///< why it cannot go on; empty: it can
    bool isEmpty() const;                         ///< nothing would be lost
    LoginForm &login() const { return *m_login; }
    QPlainTextEdit &list() const { return *m_list; }
    void importFile(const QString &path);         ///< appends its content to the list

signals:
    void changed();

private:
    void expand();
    void showHosts();
    void markProblem(const base::Error &error);
    void editHost(const std::string &host);
    void chooseFile();
    void askHint();
    profile::ServerEntry entryOf(const fleet::HostEntry &host) const;

    const Around &m_around;
    QPlainTextEdit *m_list;
    QLabel *m_count;
    QLabel *m_error;
    shell::TableView *m_preview;
    LoginForm *m_login;
    QTimer m_later;
    QString m_problem;
    std::vector<fleet::HostEntry> m_hosts;
    std::map<std::string, profile::ServerEntry> m_own; ///< by host: logins that differ from the one for all
    std::string m_hinted;
};

} // namespace wizards
