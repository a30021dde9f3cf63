// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/madeuppast.h"

#include <QTimer>

namespace madeup {

void Past::look(std::int64_t at, QObject *context, Looked then)
{
    m_asked.push_back(at);
    const auto answer = [this, at]() -> base::Result<shell::Past> {
        const auto next = m_worlds.upper_bound(at);
        if (next == m_worlds.begin())
            return base::Error{base::Problem::NotFound, "nothing is known of that time", {}, {}};
        shell::Past past = std::prev(next)->second;
        past.at = at;
        return past;
    };
    if (!m_later)
        return then(answer());
    QTimer::singleShot(0, context, [answer, then = std::move(then)] { then(answer()); });
}

} // namespace madeup
