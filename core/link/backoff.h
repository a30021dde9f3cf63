// SPDX-License-Identifier: GPL-3.0-or-later
// When to try again: 1/4 s, 1/2 s, 1 s ... 15 s, each a quarter more or less by chance, so that a thousand hosts that were
// lost in one moment do not come back in one moment.
#pragma once
#include <cstdint>
#include <random>

namespace agentlink {

struct BackoffLimits {
    int firstMs = 250; ///< an agent that is started anew is back within a second
    int largestMs = 15'000;
};

class Backoff {
public:
    Backoff(BackoffLimits limits, std::uint32_t seed) : m_limits(limits), m_random(seed) { }
    /// Milliseconds to wait now; the next wait is twice as long.
    int next();
    void reset() { m_step = 0; }

private:
    BackoffLimits m_limits;
    std::mt19937 m_random;
    int m_step = 0;
};

} // namespace agentlink
