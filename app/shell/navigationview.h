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
    void setDesk(Desk *desk);
    void refresh();
    void showPlace(const Place &place);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    models::Navigation *m_tree;
    Desk *m_desk = nullptr;
    bool m_showing = false;
};

} // namespace shell
