// SPDX-License-Identifier: GPL-3.0-or-later
// Above everything: back, forward, where the window is, search, and whether all is well.
#pragma once
#include "app/models/problems.h"
#include "app/shell/palettebox.h"

#include <QWidget>
#include <map>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace shell {

/// Shapes and numbers of what is not well in the open clusters; a menu that leads there.
class StatusLight : public QWidget {
    Q_OBJECT
public:
    explicit StatusLight(QWidget *parent = nullptr);
    void setDesks(const std::vector<Desk *> &desks);
    void refresh(Desk *desk); ///< of this one something is new
    QString text() const;

private:
    struct Found {
        Desk *desk;
        models::Trouble trouble;
    };
    std::vector<Found> found() const; ///< worst first
    void show();
    void showMenu();
    std::vector<Desk *> m_desks;
    std::map<Desk *, std::vector<models::Trouble>> m_troubles;
    QPushButton *m_button;
};

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget *window);
    /// Those of all open clusters, and the one that is shown; null: none.
    void setDesks(const std::vector<Desk *> &desks, Desk *shown);
    void showPlace(const QString &title);
    void refresh(Desk *desk);
    void refreshJobs();
    PaletteBox *palette() const { return m_palette; }
    QHBoxLayout *extras() const { return m_extras; }

signals:
    void activityToggled();

private:
    std::vector<Desk *> m_desks;
    Desk *m_desk = nullptr;
    QToolButton *m_back, *m_forward;
    QHBoxLayout *m_crumbs, *m_extras;
    PaletteBox *m_palette;
    StatusLight *m_light;
    QPushButton *m_jobs;
};

} // namespace shell
