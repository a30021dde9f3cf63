// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: objects and what can be done with them, by typing parts of their names. A pop-up below the field, not a window.
#pragma once
#include "app/shell/desk.h"

#include <QLineEdit>

class QListWidget;

namespace shell {

class PaletteBox : public QLineEdit {
    Q_OBJECT
public:
    explicit PaletteBox(QWidget *window);
    void setDesk(Desk *desk); ///< null: nothing can be found
    QListWidget *results() const { return m_results; }

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Hit {
        QString text, hint, iconName, tip;
        Place place{};
        std::vector<plan::Goal> goals{};
        bool possible = true;
    };
    std::vector<Hit> objects() const;
    void addActions(std::vector<Hit> &hits, const Hit &object) const;
    void search();
    void take(int row);

    Desk *m_desk = nullptr;
    QListWidget *m_results;
    std::vector<Hit> m_hits;
};

} // namespace shell
