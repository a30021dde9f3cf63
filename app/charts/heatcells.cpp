// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/heatcells.h"

#include "app/charts/palette.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <cstring>

namespace charts {

namespace {

constexpr float hottestByte = 255;

/// 1, 1.5, 2, 3, 5, 7 times a power of ten: the colours of old cells stay the same while the most changes a little.
double roundMost(double value)
{
    if (!(value > 0))
        return 0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0})
        if (step * power >= value)
            return step * power;
    return 10 * power;
}

double highest(const Answer &answer, int from)
{
    float most = 0;
    for (const Line &line : answer.lines)
        for (std::size_t i = static_cast<std::size_t>(from); i < line.buckets.size(); ++i)
            if (line.buckets[i].mean > most) // false for what is not known
                most = line.buckets[i].mean;
    return static_cast<double>(most);
}

std::array<QRgb, 256> coloursOfHeat()
{
    std::array<QRgb, 256> colours = heatColours();
    colours[0] = qRgba(0, 0, 0, 0);
    return colours;
}

} // namespace

// The new answer is the old one some columns later: only those are new.
bool HeatCells::shift(const Answer &now)
{
    if (empty() || m_step != now.step || m_heat.width() != now.count || m_keys.size() != now.lines.size())
        return false;
    const Ms moved = (now.begin - m_begin) / now.step;
    if ((now.begin - m_begin) % now.step != 0 || moved < 0 || moved > now.count / 2)
        return false;
    for (std::size_t i = 0; i < m_keys.size(); ++i)
        if (m_keys[i] != now.lines[i].key)
            return false;
    const int by = static_cast<int>(moved);
    const int fresh = std::max(0, now.count - by - 2); // the last column before was not complete
    if (roundMost(highest(now, fresh)) > m_most)
        return false;
    for (int row = 0; row < m_heat.height() && by > 0; ++row) {
        uchar *heat = m_heat.scanLine(row);
        std::memmove(heat, heat + by, static_cast<std::size_t>(now.count - by));
    }
    heatColumns(now, fresh);
    return true;
}

void HeatCells::heatColumns(const Answer &now, int from)
{
    const float factor = m_most > 0 ? static_cast<float>(static_cast<double>(hottestByte) / m_most) : 0;
    for (std::size_t row = 0; row < now.lines.size(); ++row) {
        uchar *heat = m_heat.scanLine(static_cast<int>(row));
        const std::vector<Bucket> &buckets = now.lines[row].buckets;
        for (std::size_t i = static_cast<std::size_t>(from); i < buckets.size(); ++i) {
            m_holes = m_holes || !buckets[i].known();
            heat[i] = buckets[i].known() ? static_cast<uchar>(std::clamp(buckets[i].mean * factor + 0.5f, 1.0f, hottestByte)) : uchar(0);
        }
    }
}

void HeatCells::take(const Answer &answer)
{
    if (answer.lines.empty() || answer.count == 0) {
        m_heat = {};
        m_keys.clear();
    } else if (!shift(answer)) {
        m_most = roundMost(highest(answer, 0));
        m_heat = QImage(answer.count, static_cast<int>(answer.lines.size()), QImage::Format_Grayscale8);
        m_holes = false;
        m_keys.clear();
        for (const Line &line : answer.lines)
            m_keys.push_back(line.key);
        heatColumns(answer, 0);
    }
    m_begin = answer.begin;
    m_step = answer.step;
}

QRgb HeatCells::colour(int column, int row) const { return coloursOfHeat()[m_heat.constScanLine(row)[column]]; }

/// Of the rows from `row` to before `next`, cell by cell.
const uchar *HeatCells::hottest(int row, int next)
{
    const uchar *first = m_heat.constScanLine(row);
    if (next - row == 1)
        return first;
    m_line.assign(first, first + m_heat.width());
    for (int other = row + 1; other < next; ++other) {
        const uchar *heat = m_heat.constScanLine(other);
        for (std::size_t i = 0; i < m_line.size(); ++i)
            m_line[i] = std::max(m_line[i], heat[i]);
    }
    return m_line.data();
}

// Scaled by hand: QPainter takes four times as long for it, and would pass over rows.
void HeatCells::paint(QPainter &painter, const QRect &box)
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize size = (QSizeF(box.size()) * ratio).toSize();
    if (size.isEmpty())
        return;
    if (m_picture.size() != size)
        m_picture = QImage(size, QImage::Format_ARGB32_Premultiplied);
    const std::array<QRgb, 256> colours = coloursOfHeat();
    const int columns = m_heat.width(), rows = m_heat.height(), height = size.height();
    std::vector<int> ends;
    for (int column = 1; column <= columns; ++column)
        ends.push_back(column * size.width() / columns);
    for (int y = 0, before = -1; y < height; ++y) {
        const int row = y * rows / height, next = std::max(row + 1, (y + 1) * rows / height);
        auto *pixels = reinterpret_cast<QRgb *>(m_picture.scanLine(y));
        if (rows <= height && std::exchange(before, row) == row) {
            std::memcpy(pixels, m_picture.constScanLine(y - 1), sizeof(QRgb) * static_cast<std::size_t>(size.width()));
            continue;
        }
        const uchar *heat = hottest(row, next);
        uchar most = 0;
        for (int column = 0, at = 0; column < columns; ++column) {
            most = std::max(most, heat[column]);
            const int end = ends[static_cast<std::size_t>(column)];
            if (end > at)
                std::fill(pixels + at, pixels + end, colours[std::exchange(most, uchar(0))]);
            at = end;
        }
    }
    m_picture.setDevicePixelRatio(ratio);
    painter.drawImage(box.topLeft(), m_picture);
}

} // namespace charts
