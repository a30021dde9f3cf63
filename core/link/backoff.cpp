// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/backoff.h"

#include <algorithm>

namespace agentlink {

int Backoff::next()
{
    const std::int64_t doubled = std::int64_t {m_limits.firstMs} << std::min(m_step, 20);
    const int wait = static_cast<int>(std::min<std::int64_t>(doubled, m_limits.largestMs));
    ++m_step;
    std::uniform_int_distribution<int> chance(-wait / 4, wait / 4);
    return wait + chance(m_random);
}

} // namespace agentlink
