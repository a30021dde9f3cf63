// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/check.h"

namespace machine {

namespace {
constexpr std::array<std::string_view, 28> stateWords { "none", "unknown", "discovered", "managed", "removed", "unconfigured",
    "unloaded", "down", "up", "unformatted", "formatted", "unmounted", "mounted", "absent", "incomplete", "stopped",
    "unavailable", "available", "missing", "installed", "ready", "unsynchronized", "synchronized", "closed", "open", "idle", "running",
    "configured" };
static_assert(stateWords[static_cast<std::size_t>(State::Available)] == "available");
static_assert(stateWords[static_cast<std::size_t>(State::Formatted)] == "formatted");
static_assert(stateWords[static_cast<std::size_t>(State::Configured)] == "configured");
}

std::string_view word(Kind kind) { return of(kind).name; }

std::string_view word(State state) { return stateWords[static_cast<std::size_t>(state)]; }

State stateFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < stateWords.size(); ++i)
        if (!word.empty() && stateWords[i] == word)
            return static_cast<State>(i);
    return State::None;
}

} // namespace machine
