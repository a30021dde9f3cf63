// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: objects and what can be done with them, by typing parts of their names. A pop-up below the field, not a window.
#pragma once
#include "app/shell/desk.h"

#include <QLineEdit>
#include <QPointer>

class QListWidget;

namespace shell {

class PaletteBox : public QLineEdit {
    Q_OBJECT
public:
    explicit PaletteBox(QWidget *window);
    /// Where to search: all open clusters, the one that is shown first. None: nothing can be found.
    void setDesks(const std::vector<Desk *> &desks);
    QListWidget *results() const { return m_results; }

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Hit {
        Desk *desk = nullptr;
        QString text, hint, iconName, tip;
        Place place{};
        std::vector<plan::Goal> goals{};
        bool possible = true;
    };
    std::vector<Hit> objects(Desk *desk) const;
    void search();
    void think(const std::vector<Hit> &objects);
    void addActions(const std::vector<Hit> &objects, const std::vector<std::vector<models::Choice>> &choices);
    bool fits(const Hit &hit) const;
    void showHits();
    void take(int row);

    std::vector<Desk *> m_desks;
    QListWidget *m_results;
    QStringList m_words;
    std::vector<Hit> m_hits;  ///< best first
    int m_search = 0;         ///< counts them: an answer to an old one is not shown
    bool m_thinking = false;  ///< actions are being looked for
    bool m_takeFirst = false; ///< Return came before they were found
};

} // namespace shell
