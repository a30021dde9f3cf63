// SPDX-License-Identifier: GPL-3.0-or-later
// Above everything: back, forward, where the window is, search, and whether all is well.
#pragma once
#include "app/shell/palettebox.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace shell {

/// Shapes and numbers of what is not well; a menu that leads there.
class StatusLight : public QWidget {
    Q_OBJECT
public:
    explicit StatusLight(QWidget *parent = nullptr);
    void setDesk(Desk *desk);
    void refresh();
    QString text() const;

private:
    void showMenu();
    Desk *m_desk = nullptr;
    QPushButton *m_button;
};

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(QWidget *window);
    void setDesk(Desk *desk);
    void showPlace(const QString &title);
    void refresh();
    PaletteBox *palette() const { return m_palette; }
    QHBoxLayout *extras() const { return m_extras; }

signals:
    void activityToggled();

private:
    Desk *m_desk = nullptr;
    QToolButton *m_back, *m_forward;
    QHBoxLayout *m_crumbs, *m_extras;
    PaletteBox *m_palette;
    StatusLight *m_light;
    QPushButton *m_jobs;
};

} // namespace shell
