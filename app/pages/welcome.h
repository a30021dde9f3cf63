// SPDX-License-Identifier: GPL-3.0-or-later
// What a newcomer sees: the demonstration, or the first own servers.
#pragma once
#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace shell {
class Notice;
}

namespace pages {

class Welcome : public QWidget {
    Q_OBJECT
public:
    Welcome();
    /// While a cluster is being opened: what is going on; an empty text ends it.
    void setBusy(const QString &text);
    shell::Notice *notice() const { return m_notice; }

signals:
    void demoWanted();
    void serversWanted();
    void clusterMenuWanted(QMenu *menu); ///< it is about to show, and empty

private:
    shell::Notice *m_notice;
    QPushButton *m_demo, *m_servers, *m_clusters;
    QLabel *m_busy;
};

} // namespace pages
