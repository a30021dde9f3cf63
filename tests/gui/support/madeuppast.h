// SPDX-License-Identifier: GPL-3.0-or-later
// A past out of thin air: Worlds by the time from which they hold, and what happened.
#pragma once
#include "app/shell/pastside.h"

#include <map>

namespace madeup {

class Past final : public shell::PastSide {
    Q_OBJECT
public:
    std::int64_t begin() const override { return m_worlds.empty() ? 0 : m_worlds.begin()->first; }
    const std::vector<shell::PastEvent> &events() const override { return m_events; }
    void look(std::int64_t at, QObject *context, Looked then) override;

    std::map<std::int64_t, shell::Past> m_worlds; ///< from then on
    std::vector<shell::PastEvent> m_events;
    std::vector<std::int64_t> m_asked;
    bool m_later = false; ///< answers in a later turn of the event loop
};

} // namespace madeup
