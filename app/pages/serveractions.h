// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with servers beside what the planner offers: LNet, names, connection, agents, diagnostics, removal. The same words
// in the page's menu and in the table's; what is not possible is disabled and says why.
#pragma once
#include "app/shell/desk.h"
#include "app/shell/serverside.h"

#include <QObject>

class QMenu;
class QWidget;

namespace wizards {
class Removing;
}

namespace pages {

class ServerActions : public QObject {
    Q_OBJECT
public:
    ServerActions(shell::Desk &desk, QWidget *page);
    /// Adds the actions for these servers; nothing where the cluster has no lines to servers.
    void fill(QMenu &menu, const std::vector<std::string> &servers);
    /// Why this user may change nothing on these servers; empty: may.
    QString whyNot(const std::vector<std::string> &servers) const;
    /// Goals that restart or stop a server on which targets are mounted ask first whether these are moved away; the others go to the
    /// desk as they are.
    void propose(const std::vector<plan::Goal> &goals);

    void editLnet(const std::string &server);
    void rename(const std::string &server);
    void upgrade(const std::vector<std::string> &servers);
    void remove(const std::vector<std::string> &servers);
    void saveDiagnostics(const std::vector<std::string> &servers);

signals:
    void connectionWanted(const std::string &server);

private:
    void askAboutTargets(const std::vector<plan::Goal> &goals, const QString &server, int targets);
    void refuseRemoval(wizards::Removing &dialog, const std::vector<std::string> &servers);
    QString inUse(const std::vector<std::string> &servers) const;

    shell::Desk &m_desk;
    QWidget *m_page;
};

} // namespace pages
