// SPDX-License-Identifier: GPL-3.0-or-later
// One cluster in the window: its desk, and its pages, each made when it is first wanted.
#pragma once
#include "app/shell/desk.h"

#include <QObject>
#include <map>
#include <memory>

class QStackedWidget;

namespace shell {

class Lens;
class Page;

class Opened : public QObject {
    Q_OBJECT
public:
    Opened(std::unique_ptr<Cluster> cluster, QStackedWidget &stack);
    ~Opened() override;

    Cluster &cluster() const; ///< as its pages see it: now, or at a chosen moment
    Lens &lens() const { return *m_cluster; }
    Desk *desk() const { return m_desk.get(); }
    Page &page(); ///< of the desk's place
    bool refreshing = false; ///< a new World is being shown, or will be in a moment
    bool counting = false;   ///< the same for what jobs change in the tree and in the status light

signals:
    void addServersWanted();
    void connectionWanted(const std::string &server);

private:
    Page *make(const std::string &kind);

    QStackedWidget &m_stack;
    std::unique_ptr<Lens> m_cluster;
    std::unique_ptr<Desk> m_desk;
    std::map<std::string, Page *> m_pages; ///< by kind of place
};

} // namespace shell
