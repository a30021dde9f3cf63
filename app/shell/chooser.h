// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with some objects, found out beside the window's thread: each answer is several plans, and those of a file
// system with a thousand targets take their time. Worlds are immutable, so nothing is shared that changes.
#pragma once
#include "app/models/choices.h"
#include "app/shell/cluster.h"
#include "core/manager/worker.h"

namespace shell {

class Chooser : public QObject {
    Q_OBJECT
public:
    Chooser(const Cluster &cluster, QObject *parent);
    /// Ends with ready(), unless it is asked something else before. Asked again while it thinks, it answers the last question.
    void ask(std::vector<inventory::ObjectId> objects);
    /// From the moment in which something else is asked until the answer, nothing in `bar` can be pressed: it is about other objects.
    void guard(QWidget *bar);

signals:
    void turned(); ///< to other objects
    void ready(const std::vector<models::Choice> &choices);

private:
    void think();
    void answered(const std::vector<inventory::ObjectId> &asked, const std::vector<models::Choice> &choices);

    const Cluster &m_cluster;
    std::vector<inventory::ObjectId> m_wanted;
    bool m_thinking = false, m_again = false;
};

/// One thread for all that think about what can be done.
manager::Worker &thinker();

} // namespace shell
