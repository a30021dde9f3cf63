// SPDX-License-Identifier: GPL-3.0-or-later
// Where on the slider a moment is: the last minutes have as much room as the weeks before them.
#pragma once
#include <QString>
#include <cstdint>
#include <vector>

namespace shell {

class TimeScale {
public:
    /// ms since the epoch; `width` in pixels. Shows an hour at least.
    TimeScale(std::int64_t from, std::int64_t now, int width);
    double x(std::int64_t at) const;       ///< clamped to the scale
    std::int64_t at(double x) const;
    std::int64_t from() const { return m_from; }

    struct Tick {
        double x = 0;
        QString text; ///< "1 h", "7 days": how long ago
    };
    /// Those that have `room` pixels between them, "now" not among them.
    std::vector<Tick> ticks(double room) const;

private:
    std::int64_t m_from, m_now;
    int m_width;
    double m_stretch;
};

} // namespace shell
