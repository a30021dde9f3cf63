// SPDX-License-Identifier: GPL-3.0-or-later
// The tree at the left. Choosing a node goes there; going somewhere else chooses its node.
#pragma once
#include "app/models/navigation.h"
#include "app/shell/desk.h"

#include <QTreeView>

namespace shell {

class NavigationView : public QTreeView {
    Q_OBJECT
public:
    explicit NavigationView(QWidget *parent = nullptr);
    void addDesk(Desk *desk);
    void removeDesk(Desk *desk);
    void refresh(Desk *desk);
    void showPlace(Desk *desk);

signals:
    /// On a cluster's own node: the menu of what can be done with it is to be filled.
    void clusterMenuWanted(QMenu *menu, shell::Desk *desk);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    models::Navigation *m_tree;
    Desk *deskAt(const QModelIndex &index) const; ///< null: none
    void open(const QModelIndex &index);
    std::vector<Desk *> m_desks;
    bool m_showing = false;
};

} // namespace shell
