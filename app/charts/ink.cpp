// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/ink.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace charts {

namespace {

constexpr float halfPen = 0.5f;
constexpr int dash = 4; ///< device pixels of a dash, and between two
constexpr float loneDash = 2;

/// All four channels of a premultiplied colour times share / 256.
QRgb times(QRgb colour, unsigned share)
{
    const unsigned even = (colour & 0x00ff00ffu) * share >> 8, odd = (colour >> 8 & 0x00ff00ffu) * share;
    return (even & 0x00ff00ffu) | (odd & 0xff00ff00u);
}

void blend(QRgb &pixel, QRgb ink, unsigned share)
{
    const QRgb over = share >= 256 ? ink : times(ink, share);
    const unsigned hidden = static_cast<unsigned>(qAlpha(over));
    pixel = hidden >= 255 || pixel == 0 ? over : over + times(pixel, 256 - hidden);
}

} // namespace

Ink::Ink(const QRect &box, qreal ratio)
    : m_box(box)
    , m_ratio(ratio)
    , m_image(((QSizeF(box.size()) + QSizeF(1, 1)) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied)
{
    m_image.fill(Qt::transparent);
    m_image.setDevicePixelRatio(ratio);
}

/// Which rows the line crosses in each column.
void Ink::spread(const QPolygonF &points)
{
    m_spans.assign(static_cast<std::size_t>(m_image.width()), {1e9f, -1e9f});
    for (qsizetype i = 1; i < points.size(); ++i) {
        const QPointF a = inside(points[i - 1]), b = inside(points[i]);
        if (b.x() <= a.x() || b.x() < 0 || a.x() >= m_image.width())
            continue;
        const double slope = (b.y() - a.y()) / (b.x() - a.x());
        const int last = std::min(m_image.width() - 1, static_cast<int>(std::floor(b.x())));
        for (int column = std::max(0, static_cast<int>(std::floor(a.x()))); column <= last; ++column) {
            const auto at = [&](double x) { return static_cast<float>(a.y() + (std::clamp(x, a.x(), b.x()) - a.x()) * slope); };
            const float enter = at(column), leave = at(column + 1);
            Span &span = m_spans[static_cast<std::size_t>(column)];
            span = {std::min({span.high, enter, leave}), std::max({span.low, enter, leave})};
        }
    }
}

/// Rows that are covered in part, the first and the last, take a part of the ink; most of an area are those between.
void Ink::fillColumn(int column, float from, float to, QRgb ink)
{
    const int first = std::max(0, static_cast<int>(std::floor(from))), last = std::min(m_image.height() - 1, static_cast<int>(std::ceil(to)) - 1);
    if (last < first)
        return;
    const qsizetype stride = m_image.bytesPerLine();
    uchar *at = m_image.bits() + stride * first + qsizetype(sizeof(QRgb)) * column;
    const auto edge = [&](int row) {
        const float covered = std::min(static_cast<float>(row + 1), to) - std::max(static_cast<float>(row), from);
        blend(*reinterpret_cast<QRgb *>(at), ink, static_cast<unsigned>(std::clamp(covered, 0.0f, 1.0f) * 256));
        at += stride;
    };
    edge(first);
    const unsigned seen = 256 - static_cast<unsigned>(qAlpha(ink));
    for (int row = first + 1; row < last; ++row, at += stride) {
        QRgb &pixel = *reinterpret_cast<QRgb *>(at);
        pixel = seen <= 1 || pixel == 0 ? ink : ink + times(pixel, seen);
    }
    if (last > first)
        edge(last);
}

void Ink::line(const QPolygonF &points, const QColor &colour, Style style)
{
    if (points.size() == 1) // a single bucket between holes is seen too
        return line({{points[0] - QPointF(loneDash, 0), points[0] + QPointF(loneDash, 0)}}, colour, style);
    spread(points);
    const QRgb ink = qPremultiply(colour.rgba());
    for (int column = 0; column < m_image.width(); ++column) {
        const Span &span = m_spans[static_cast<std::size_t>(column)];
        if (span.high <= span.low && (style == Style::Solid || column / dash % 2 == 0))
            fillColumn(column, span.high - halfPen, span.low + halfPen, ink);
    }
}

void Ink::between(const QPolygonF &top, const QPolygonF &foot, QColor colour, float alpha)
{
    if (top.size() < 2)
        return;
    colour.setAlphaF(alpha);
    const QRgb ink = qPremultiply(colour.rgba());
    const int left = std::max(0, static_cast<int>(std::floor(inside(top.first()).x()))), right = std::min(m_image.width(), static_cast<int>(std::ceil(inside(top.last()).x())));
    qsizetype i = 1;
    for (int column = left; column < right; ++column) {
        const double x = m_box.left() + (column + 0.5) / m_ratio;
        while (i + 1 < top.size() && top[i].x() < x)
            ++i;
        const double width = top[i].x() - top[i - 1].x(), share = width > 0 ? std::clamp((x - top[i - 1].x()) / width, 0.0, 1.0) : 0;
        const auto row = [&](const QPolygonF &line) { return std::round(static_cast<float>((line[i - 1].y() + (line[i].y() - line[i - 1].y()) * share - m_box.top()) * m_ratio)); };
        const float a = row(top), b = row(foot); // whole rows: between two areas that touch there is no seam
        fillColumn(column, std::min(a, b), std::max(a, b), ink);
    }
}

void Ink::paint(QPainter &painter) const { painter.drawImage(m_box.topLeft(), m_image); }

} // namespace charts
