// SPDX-License-Identifier: GPL-3.0-or-later
// Second page of "Add servers": the wall of hosts, what they wait for, and the chosen one's checks. Everything happens by itself as
// far as it can; changes of many hosts are shown together, some ten times a second.
#pragma once
#include "app/wizards/intake.h"

#include <QTimer>
#include <QWidget>
#include <set>

class QCheckBox;

namespace shell {
class Notice;
}

namespace wizards {

class CheckRows;
class KeysPanel;
class SecretPanel;
class TileWall;

class CheckStep : public QWidget {
    Q_OBJECT
public:
    explicit CheckStep(Intake &intake, QWidget *parent = nullptr);
    void refresh();
    bool isTyping() const;
    void choose(const std::string &server);

signals:
    void changed(); ///< the numbers may be others

private:
    void showTiles();
    void showChosen();
    void showAround();
    void takeChanges();
    bool isShown(const fleet::HostRow &row) const;

    Intake &m_intake;
    QLabel *m_tally;
    QCheckBox *m_onlyMine;
    shell::Notice *m_notice;
    KeysPanel *m_keys;
    SecretPanel *m_jump, *m_login, *m_sudo;
    TileWall *m_wall;
    CheckRows *m_rows;
    QTimer m_soon;
    std::set<int> m_touched; ///< rows that changed since the last refresh
    bool m_all = true;       ///< not only rows: their number too
};

} // namespace wizards
