// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/chooser.h"

#include <QCoreApplication>
#include <QWidget>

namespace shell {

manager::Worker &thinker()
{
    static QPointer<manager::Worker> worker;
    if (!worker)
        worker = new manager::Worker(true, qApp);
    return *worker;
}

Chooser::Chooser(const Cluster &cluster, QObject *parent)
    : QObject(parent)
    , m_cluster(cluster)
{
}

void Chooser::ask(std::vector<inventory::ObjectId> objects)
{
    if (objects != m_wanted)
        emit turned();
    m_wanted = std::move(objects);
    m_again = m_thinking;
    if (m_wanted.empty())
        emit ready({});
    else if (!m_thinking)
        think();
}

void Chooser::guard(QWidget *bar)
{
    connect(this, &Chooser::turned, bar, [bar] { bar->setEnabled(false); });
    connect(this, &Chooser::ready, bar, [bar] { bar->setEnabled(true); });
}

void Chooser::think()
{
    m_thinking = true;
    thinker().run(
        this,
        [objects = m_wanted, world = m_cluster.world(), wanted = m_cluster.wanted()] {
            std::vector<std::vector<plan::Offer>> each;
            for (const inventory::ObjectId &object : objects)
                each.push_back(plan::offers(world, wanted, object));
            return models::choices(each);
        },
        [this, objects = m_wanted](const std::vector<models::Choice> &choices) { answered(objects, choices); });
}

void Chooser::answered(const std::vector<inventory::ObjectId> &asked, const std::vector<models::Choice> &choices)
{
    m_thinking = false;
    if (std::exchange(m_again, false) && !m_wanted.empty())
        think();
    if (asked == m_wanted)
        emit ready(models::refused(choices, m_cluster.whyLocked()));
}

} // namespace shell
