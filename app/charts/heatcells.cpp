// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/heatcells.h"

#include "app/charts/palette.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace charts {

namespace {

constexpr float hottestByte = 255;
constexpr std::size_t atOnce = 4; ///< pixels

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

/// One line of `width` pixels. Blocks of four are written; what is too many is overwritten by the next column, so not for the last ones.
void HeatCells::spread(const uchar *heat, const std::array<QRgb, 256> &colours, QRgb *pixels, std::size_t width) const
{
    const std::size_t columns = m_ends.size(), widest = (width / columns / atOnce + 1) * atOnce;
    std::size_t column = 0, at = 0;
    for (; columns <= width && column < columns && at + widest <= width; at = m_ends[column++]) {
        const QRgb colour = colours[heat[column]];
        for (QRgb *to = pixels + at, *end = to + widest; to != end; to += atOnce)
            std::fill_n(to, atOnce, colour);
    }
    for (uchar most = 0; column < columns; at = m_ends[column++]) {
        most = std::max(most, heat[column]);
        if (m_ends[column] > at)
            std::fill(pixels + at, pixels + m_ends[column], colours[std::exchange(most, uchar(0))]);
    }
}

// By hand: QPainter takes four times as long to scale it, and would pass over rows.
void HeatCells::paint(QImage &picture, const QRect &wanted)
{
    const QRect box = wanted & picture.rect();
    if (box.isEmpty() || empty())
        return;
    const std::array<QRgb, 256> colours = coloursOfHeat();
    const int rows = m_heat.height(), height = box.height();
    const std::size_t width = static_cast<std::size_t>(box.width());
    m_ends.resize(static_cast<std::size_t>(m_heat.width()));
    for (std::size_t column = 0; column < m_ends.size(); ++column)
        m_ends[column] = (column + 1) * width / m_ends.size();
    std::vector<QRgb> line(width);
    for (int y = 0, before = -1; y < height; ++y) {
        const int row = y * rows / height, next = std::max(row + 1, (y + 1) * rows / height);
        auto *pixels = reinterpret_cast<QRgb *>(picture.scanLine(box.top() + y)) + box.left();
        const bool fresh = std::exchange(before, row) != row;
        if (!m_holes && rows >= height) {
            spread(hottest(row, next), colours, pixels, width); // no row is seen twice
            continue;
        }
        if (fresh)
            spread(hottest(row, next), colours, line.data(), width);
        std::transform(line.begin(), line.end(), pixels, pixels, [](QRgb cell, QRgb behind) { return cell == 0 ? behind : cell; });
    }
}

} // namespace charts
