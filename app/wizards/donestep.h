// SPDX-License-Identifier: GPL-3.0-or-later
// Last page of "Add servers": how many were added, which were not and why, and the way on.
#pragma once
#include "app/wizards/intake.h"

#include <QWidget>

namespace shell {
class TableView;
}

namespace wizards {

class DoneStep : public QWidget {
    Q_OBJECT
public:
    explicit DoneStep(Intake &intake, QWidget *parent = nullptr);
    void enter(const ProfileChoice &choice);

private:
    Intake &m_intake;
    QLabel *m_picture, *m_title, *m_text, *m_notTitle;
    shell::TableView *m_not;
};

} // namespace wizards
