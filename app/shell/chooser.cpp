// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/chooser.h"

namespace shell {

Chooser::Chooser(const Cluster &cluster, QObject *parent)
    : QObject(parent)
    , m_cluster(cluster)
{
    m_pool.setMaxThreadCount(1);
}

void Chooser::ask(std::vector<inventory::ObjectId> objects)
{
    m_wanted = std::move(objects);
    m_again = m_thinking;
    if (m_wanted.empty())
        emit ready({});
    else if (!m_thinking)
        think();
}

void Chooser::think()
{
    m_thinking = true;
    m_pool.start([this, objects = m_wanted, world = m_cluster.world(), wanted = m_cluster.wanted()] {
        std::vector<std::vector<plan::Offer>> each;
        for (const inventory::ObjectId &object : objects)
            each.push_back(plan::offers(world, wanted, object));
        QMetaObject::invokeMethod(this, [this, objects, choices = models::choices(each)] { answered(objects, choices); }, Qt::QueuedConnection);
    });
}

void Chooser::answered(const std::vector<inventory::ObjectId> &asked, const std::vector<models::Choice> &choices)
{
    m_thinking = false;
    if (std::exchange(m_again, false) && !m_wanted.empty())
        think();
    if (asked == m_wanted)
        emit ready(choices);
}

} // namespace shell
