// SPDX-License-Identifier: GPL-3.0-or-later
// Above the pages of a cluster: its colour, and, when that is so, that it is a production cluster or one that may only be looked at.
#pragma once
#include "app/shell/desk.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace shell {

class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);
    void setDesk(Desk *desk); ///< null: nothing is shown
    void refresh();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showProduction();
    Desk *m_desk = nullptr;
    QWidget *m_row;
    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_clock; ///< of the countdown
};

} // namespace shell
