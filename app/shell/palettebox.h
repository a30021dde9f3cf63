// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+K: objects and what can be done with them, by typing parts of their names. A pop-up below the field, not a window.
#pragma once
#include "app/shell/desk.h"

#include <QLineEdit>
#include <QPointer>
#include <map>

class QListWidget;

namespace shell {

class PaletteBox : public QLineEdit {
    Q_OBJECT
public:
    explicit PaletteBox(QWidget *window);
    /// Where to search: all open clusters, the one that is shown first. None: nothing can be found.
    void setDesks(const std::vector<Desk *> &desks);
    /// What there is in this cluster is other than before, or what may be done there.
    void forget(Desk *desk);
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
    const std::vector<Hit> &known(Desk *desk);
    std::vector<Hit> objects(Desk *desk) const;
    int rank(const Hit &hit) const;
    void add(const Hit &hit);
    void search();
    void think(const std::vector<Hit> &objects);
    void addActions(const std::vector<Hit> &objects, const std::vector<std::vector<models::Choice>> &choices);
    bool fits(const Hit &hit) const;
    void showHits();
    void take(int row);

    std::vector<Desk *> m_desks;
    QListWidget *m_results;
    QStringList m_words;
    std::map<Desk *, std::vector<Hit>> m_known; ///< all that a cluster has to be found, since somebody searches
    std::vector<Hit> m_hits;  ///< best first; no more than are shown
    int m_search = 0;         ///< counts them: an answer to an old one is not shown
    bool m_thinking = false;  ///< actions are being looked for
    bool m_takeFirst = false; ///< Return came before they were found
};

} // namespace shell
