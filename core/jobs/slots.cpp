// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/slots.h"

namespace jobs {

void Slots::acquire(const std::string &server, QObject *context, std::function<void()> then)
{
    m_waiting.push_back({server, context, std::move(then)});
    pump();
}

void Slots::release(const std::string &server)
{
    --m_usedAt[server];
    --m_used;
    pump();
}

bool Slots::isFree(const std::string &server) const
{
    const auto used = m_usedAt.find(server);
    return m_used < m_overall && (used == m_usedAt.end() || used->second < m_perHost);
}

// What is started may acquire or release in turn; the outermost loop sees to it, so that the order stays first come, first served.
void Slots::pump()
{
    if (m_pumping)
        return;
    m_pumping = true;
    for (std::size_t i = 0; i < m_waiting.size() && m_used < m_overall;) {
        if (m_waiting[i].context && !isFree(m_waiting[i].server)) {
            ++i;
            continue;
        }
        const Waiting next = std::move(m_waiting[i]);
        m_waiting.erase(m_waiting.begin() + static_cast<std::ptrdiff_t>(i));
        if (!next.context)
            continue;
        ++m_usedAt[next.server];
        ++m_used;
        next.then();
        i = 0;
    }
    m_pumping = false;
}

} // namespace jobs
