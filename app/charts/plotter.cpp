// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/plotter.h"

#include <QPainter>
#include <algorithm>

namespace charts {

namespace {

/// Buckets that are known, without a hole between them: [from, to).
template <class Do>
void eachRun(const Line &line, Do &&run)
{
    const int count = static_cast<int>(line.buckets.size());
    const auto known = [&](int i) { return line.buckets[static_cast<std::size_t>(i)].known(); };
    for (int from = 0, to = 0; from < count; from = to) {
        for (to = from; to < count && known(to) == known(from); ++to) { }
        if (known(from))
            run(from, to);
    }
}

} // namespace

Plotter::Plotter(QPainter &painter, const QRect &box, const Range &range, const Scale &scale)
    : m_painter(painter)
    , m_box(box)
    , m_range(range)
    , m_scale(scale)
    , m_ink(box, painter.device()->devicePixelRatioF())
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

Plotter::~Plotter() { m_ink.paint(m_painter); }

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
        m_ink.between(means, edge, colour, 0.22f);
    } else if (wide && to - from > 1) {
        QPolygonF lows;
        for (int i = from; i < to; ++i) {
            const Bucket &b = line.buckets[static_cast<std::size_t>(i)];
            edge << QPointF(means[i - from].x(), y(sign * static_cast<double>(b.high)));
            lows << QPointF(means[i - from].x(), y(sign * static_cast<double>(b.low)));
        }
        m_ink.between(edge, lows, colour, 0.16f);
    }
    m_ink.line(means, colour);
}

void Plotter::line(const Answer &answer, const Line &line, const QColor &colour, bool below, bool filled)
{
    eachRun(line, [&](int from, int to) { run(answer, line, from, to, colour, below ? -1 : 1, filled); });
}

void Plotter::dashed(const Answer &answer, const Line &line, const QColor &colour, bool below)
{
    eachRun(line, [&](int from, int to) {
        QPolygonF means;
        for (int i = from; i < to; ++i)
            means << QPointF(x(answer, i), y((below ? -1 : 1) * static_cast<double>(line.buckets[static_cast<std::size_t>(i)].mean)));
        m_ink.line(means, colour, Ink::Style::Dashed);
    });
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
            m_ink.between(top, foot, layer.colour, 0.7f);
            from = to;
        }
}

} // namespace charts
