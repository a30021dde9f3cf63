// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/plotter.h"

#include <QImage>
#include <QPainter>
#include <algorithm>

namespace charts {

Plotter::Plotter(QPainter &painter, const QRect &box, const Range &range, const Scale &scale)
    : m_painter(painter)
    , m_box(box)
    , m_range(range)
    , m_scale(scale)
{
}

double Plotter::x(const Answer &answer, int bucket) const
{
    const double at = static_cast<double>(answer.begin - m_range.from) + (bucket + 0.5) * static_cast<double>(answer.step);
    return m_box.left() + at / static_cast<double>(m_range.span()) * m_box.width();
}

double Plotter::y(double value) const
{
    return m_box.bottom() - std::clamp(m_scale.at(value), -0.1, 1.1) * (m_box.height() - 1);
}

// Written pixel by pixel and blended at once: the raster engine pays for each span of a polygon, and a thousand corners make a span
// of each pixel.
void Plotter::fillBetween(const QPolygonF &top, const QPolygonF &foot, QColor colour, float alpha)
{
    if (top.size() < 2)
        return;
    colour.setAlphaF(alpha);
    const qreal ratio = m_painter.device()->devicePixelRatioF();
    const int left = static_cast<int>(std::floor(std::max<double>(top.first().x(), m_box.left()) * ratio)), right = static_cast<int>(std::ceil(std::min<double>(top.last().x(), m_box.right() + 1) * ratio));
    if (right <= left)
        return;
    std::vector<int> high(static_cast<std::size_t>(right - left)), low(high.size());
    qsizetype i = 1;
    for (std::size_t x = 0; x < high.size(); ++x) {
        const double at = (left + static_cast<int>(x) + 0.5) / ratio;
        while (i + 1 < top.size() && top[i].x() < at)
            ++i;
        const double width = top[i].x() - top[i - 1].x(), share = width > 0 ? std::clamp((at - top[i - 1].x()) / width, 0.0, 1.0) : 0;
        const int a = static_cast<int>(std::lround((top[i - 1].y() + (top[i].y() - top[i - 1].y()) * share) * ratio)), b = static_cast<int>(std::lround((foot[i - 1].y() + (foot[i].y() - foot[i - 1].y()) * share) * ratio));
        high[x] = std::min(a, b);
        low[x] = std::max(a, b);
    }
    const int first = *std::min_element(high.begin(), high.end()), rows = *std::max_element(low.begin(), low.end()) - first;
    if (rows <= 0)
        return;
    QImage image(right - left, rows, QImage::Format_ARGB32_Premultiplied);
    const QRgb ink = qPremultiply(colour.rgba());
    for (int row = 0; row < rows; ++row) {
        auto *pixels = reinterpret_cast<QRgb *>(image.scanLine(row));
        const int y = first + row;
        for (std::size_t x = 0; x < high.size(); ++x)
            pixels[x] = y >= high[x] && y < low[x] ? ink : 0;
    }
    image.setDevicePixelRatio(ratio);
    m_painter.drawImage(QPointF(left / ratio, first / ratio), image);
}

void Plotter::stroke(const QPolygonF &points, const QColor &colour)
{
    QPen pen(colour, 1);
    pen.setCosmetic(true);
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    m_painter.setPen(pen);
    if (points.size() == 1) // a single bucket between holes is seen too
        m_painter.drawLine(points[0] - QPointF(2, 0), points[0] + QPointF(2, 0));
    else
        m_painter.drawPolyline(points);
}

void Plotter::run(const Answer &answer, const Line &line, int from, int to, const QColor &colour, double sign, bool filled)
{
    QPolygonF means, edge;
    means.reserve(to - from);
    bool wide = false;
    for (int i = from; i < to; ++i) {
        const Bucket &b = line.buckets[static_cast<std::size_t>(i)];
        means << QPointF(x(answer, i), y(sign * static_cast<double>(b.mean)));
        wide = wide || b.high - b.low > std::abs(b.mean) * 0.01f;
    }
    if (filled) {
        for (const QPointF &point : means)
            edge << QPointF(point.x(), y(0));
        fillBetween(means, edge, colour, 0.22f);
    } else if (wide && to - from > 1) {
        QPolygonF lows;
        for (int i = from; i < to; ++i) {
            const Bucket &b = line.buckets[static_cast<std::size_t>(i)];
            edge << QPointF(means[i - from].x(), y(sign * static_cast<double>(b.high)));
            lows << QPointF(means[i - from].x(), y(sign * static_cast<double>(b.low)));
        }
        fillBetween(edge, lows, colour, 0.16f);
    }
    stroke(means, colour);
}

void Plotter::line(const Answer &answer, const Line &line, const QColor &colour, bool below, bool filled)
{
    const int count = static_cast<int>(line.buckets.size());
    for (int from = 0; from < count;) {
        if (!line.buckets[static_cast<std::size_t>(from)].known()) {
            ++from;
            continue;
        }
        int to = from;
        while (to < count && line.buckets[static_cast<std::size_t>(to)].known())
            ++to;
        run(answer, line, from, to, colour, below ? -1 : 1, filled);
        from = to;
    }
}

void Plotter::dashed(const Answer &answer, const Line &line, const QColor &colour, bool below)
{
    const double sign = below ? -1 : 1;
    QPen pen(colour, 1);
    pen.setCosmetic(true);
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    m_painter.setPen(pen);
    QList<QLineF> pieces; // a dashed pen is slow; every other four pixels of the line are as good
    for (std::size_t i = 1; i < line.buckets.size(); ++i) {
        const Bucket &a = line.buckets[i - 1], &b = line.buckets[i];
        const QPointF end(x(answer, static_cast<int>(i)), y(sign * static_cast<double>(b.mean)));
        if (a.known() && b.known() && (static_cast<int>(end.x()) / 4) % 2 == 0)
            pieces << QLineF(QPointF(x(answer, static_cast<int>(i) - 1), y(sign * static_cast<double>(a.mean))), end);
    }
    m_painter.drawLines(pieces);
}

void Plotter::stack(const Answer &answer, const std::vector<Layer> &layers)
{
    const std::size_t count = static_cast<std::size_t>(answer.count);
    std::vector<double> base(count, 0);
    std::vector<bool> any(count, false); // in a step of which nothing is known at all there is a hole
    for (const Layer &layer : layers)
        for (std::size_t i = 0; i < count; ++i)
            any[i] = any[i] || layer.line->buckets[i].known();
    for (const Layer &layer : layers)
        for (std::size_t from = 0; from < count;) {
            if (!any[from]) {
                ++from;
                continue;
            }
            QPolygonF top, foot;
            std::size_t to = from;
            for (; to < count && any[to]; ++to) {
                const Bucket &b = layer.line->buckets[to];
                foot << QPointF(x(answer, static_cast<int>(to)), y(base[to]));
                base[to] += b.known() ? static_cast<double>(b.mean) : 0;
                top << QPointF(foot.last().x(), y(base[to]));
            }
            fillBetween(top, foot, layer.colour, 0.7f);
            from = to;
        }
}

} // namespace charts
