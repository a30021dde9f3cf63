// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/hareadiness.h"

#include "app/shell/chooser.h"

#include <QDateTime>

namespace pages {

Readiness::Readiness(shell::Desk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
{
}

std::int64_t Readiness::now() const
{
    const std::int64_t moment = m_desk.cluster().moment();
    return moment != 0 ? moment : QDateTime::currentMSecsSinceEpoch();
}

void Readiness::find()
{
    m_of = m_desk.cluster().world();
    m_proven = m_desk.cluster().fenceProofs();
    m_value = ha::readiness({m_of, m_proven, now()});
    m_known = true;
}

void Readiness::want()
{
    const inventory::World world = m_desk.cluster().world();
    std::map<std::string, std::int64_t> proven = m_desk.cluster().fenceProofs();
    if (m_known && &*world == &*m_of && proven == m_proven)
        return;
    m_again = m_thinking;
    if (m_thinking)
        return;
    m_thinking = true;
    m_of = world;
    m_proven = proven;
    shell::thinker().run(
        this, [world, proven = std::move(proven), now = now()] { return ha::readiness({world, proven, now}); },
        [this](ha::Readiness value) {
            m_thinking = false;
            m_known = true;
            m_value = std::move(value);
            emit changed();
            if (std::exchange(m_again, false))
                want();
        });
}

} // namespace pages
