// SPDX-License-Identifier: GPL-3.0-or-later
// What happens now, whatever moment the pages show: running jobs with progress and cancel, then recent ones. Folds to the right.
#pragma once
#include "app/shell/desk.h"

#include <QWidget>
#include <map>

class QLabel;
class QVBoxLayout;

namespace shell {

class Activity : public QWidget {
    Q_OBJECT
public:
    explicit Activity(QWidget *parent = nullptr);
    void setDesks(const std::vector<Desk *> &desks); ///< of all open clusters
    void refresh();
    void jobChanged(Desk *desk, const jobs::JobId &id);

signals:
    void folded();

private:
    class Card;
    std::vector<Desk *> m_desks;
    QVBoxLayout *m_cards;
    QLabel *m_none;
    std::map<jobs::JobId, Card *> m_shown;
};

} // namespace shell
