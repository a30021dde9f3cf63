// SPDX-License-Identifier: GPL-3.0-or-later
// So many at once, the others in the order they came. I/O thread only.
#pragma once
#include "core/link/ioloop.h"

#include <deque>

namespace agentlink {

class Turns {
public:
    using Ticket = std::shared_ptr<void>; ///< the turn ends when the last copy goes
    Turns(IoLoop &loop, int limit) : m_state(std::make_shared<State>(State {loop, limit})) { }
    /// `go` may be called before this returns. Whoever is gone by then drops the ticket.
    void ask(std::function<void(Ticket)> go);
    bool isFull() const { return m_state->taken >= m_state->limit; }

private:
    struct State {
        IoLoop &loop;
        int limit;
        int taken = 0;
        std::deque<std::function<void(Ticket)>> waiting {};
    };
    static void give(const std::shared_ptr<State> &state);
    std::shared_ptr<State> m_state;
};

} // namespace agentlink
