// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a heat map: a byte of heat each. What was there is shifted, not made again, when a column comes; where there are more
// rows or columns than pixels, a pixel shows the hottest of its cells: one busy OST among a thousand is not passed over.
#pragma once
#include "app/charts/source.h"

#include <QImage>
#include <array>

namespace charts {

class HeatCells {
public:
    void take(const Answer &answer);
    bool empty() const { return m_heat.isNull(); }
    int rows() const { return m_heat.height(); }
    double most() const { return m_most; } ///< the value of the hottest colour
    bool holes() const { return m_holes; } ///< something is not known: what is behind is seen there
    QRgb colour(int column, int row) const; ///< transparent: not known
    const QImage &heat() const { return m_heat; } ///< a pixel a cell; 0: not known, else 1 to 255
    /// Writes the cells into these device pixels of a picture of 32 bits; what is not known is left as it is.
    void paint(QImage &picture, const QRect &box);

private:
    bool shift(const Answer &now);
    void heatColumns(const Answer &now, int from);
    const uchar *hottest(int row, int next);
    void spread(const uchar *heat, const std::array<QRgb, 256> &colours, QRgb *pixels, std::size_t width) const;

    QImage m_heat;
    std::vector<uchar> m_line;
    std::vector<std::size_t> m_ends; ///< where each column ends, in device pixels
    std::vector<std::string> m_keys;
    double m_most = 0;
    bool m_holes = false;
    Ms m_begin = 0, m_step = 0;
};

} // namespace charts
