// SPDX-License-Identifier: GPL-3.0-or-later
// How the line to one server is doing: stage, why not, when it is tried again, who this user is there, and the agent's version.
#pragma once
#include "app/shell/serverside.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace shell {
class BadgeLabel;
}

namespace pages {

class ConnectionPanel : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionPanel(QWidget *parent = nullptr);
    void show(shell::ServerSide *servers, const std::string &server, std::int64_t seenAt);

signals:
    void editWanted();
    void upgradeWanted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    shell::ServerSide *m_servers = nullptr;
    std::string m_server;
    std::int64_t m_seenAt = 0;
    shell::BadgeLabel *m_badge;
    QLabel *m_reason, *m_next, *m_role;
    QPushButton *m_try, *m_edit, *m_upgrade;
    QTimer m_second;
};

} // namespace pages
