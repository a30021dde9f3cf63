// SPDX-License-Identifier: GPL-3.0-or-later
// Last page of "Add servers": how many were added and have told what they are, which were or have not and why, and the way on.
#pragma once
#include "app/wizards/intake.h"

#include <QWidget>

namespace shell {
class Notice;
class TableView;
}

namespace wizards {

class DoneStep : public QWidget {
    Q_OBJECT
public:
    DoneStep(const Around &around, Intake &intake, QWidget *parent = nullptr);
    void enter(const ProfileChoice &choice);
    void refresh(); ///< after a server has told something, or was lost

    /// The added servers by what has come from them.
    struct Words {
        std::vector<std::string> here, awaited, lost;
    };
    Words words() const;
    void say(const base::Error &error);
    void sayNothingToDo();

private:
    QString sentence(const Words &words) const;
    void showTitle(const Words &words, int left);
    const Around &m_around;
    Intake &m_intake;
    bool m_watchedOnly = true;
    QLabel *m_picture, *m_title, *m_names, *m_text, *m_notTitle;
    shell::Notice *m_notice;
    shell::TableView *m_not;
};

} // namespace wizards
