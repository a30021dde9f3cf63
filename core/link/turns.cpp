// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/turns.h"

namespace agentlink {

void Turns::ask(std::function<void(Ticket)> go)
{
    m_state->waiting.push_back(std::move(go));
    give(m_state);
}

void Turns::give(const std::shared_ptr<State> &state)
{
    while (state->taken < state->limit && !state->waiting.empty()) {
        const auto go = std::move(state->waiting.front());
        state->waiting.pop_front();
        ++state->taken;
        go(Ticket(state.get(), [weak = std::weak_ptr(state)](void *) {
            const auto alive = weak.lock();
            if (!alive)
                return;
            --alive->taken;
            // Not from here: whoever lets a ticket go is in the middle of its own work.
            alive->loop.after(0, [weak] {
                if (const auto still = weak.lock())
                    give(still);
            });
        }));
    }
}

} // namespace agentlink
