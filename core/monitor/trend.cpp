// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/trend.h"

#include <algorithm>

namespace monitoring {

namespace {

constexpr std::string_view suffix = ".days_left";
constexpr int buckets = 200;
constexpr double dayMs = 86'400'000;

} // namespace

bool Trends::isTrend(std::string_view name) { return name.ends_with(suffix); }
std::string Trends::figureOf(std::string_view name) { return std::string(isTrend(name) ? name.substr(0, name.size() - suffix.size()) : name); }

std::optional<double> Trends::daysLeft(const std::string &server, std::size_t slot, std::int64_t at, int over)
{
    Known &known = m_known[{server, slot}];
    if (known.at == 0 || at < known.at || at - known.at >= over * 10LL)
        known = {at, work(m_store.seriesAt(server, slot).id, at, over)};
    return known.days;
}

std::optional<double> Trends::work(SeriesId series, std::int64_t at, int over) const
{
    const std::int64_t from = at - over * 1000LL;
    const auto answer = m_store.query({{series}, from, at + 1, buckets});
    if (!answer || answer->lines.empty())
        return {};
    const std::vector<Bucket> &points = answer->lines.front().buckets;
    if (points.size() < 3 || (points.back().at - points.front().at) * 2 < over * 1000LL)
        return {};
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const Bucket &point : points) {
        const double days = static_cast<double>(point.at - at) / dayMs;
        n += 1, x += days, y += point.mean, xx += days * days, xy += days * point.mean;
    }
    const double spread = n * xx - x * x;
    const double slope = spread > 0 ? (n * xy - x * y) / spread : 0;
    return slope >= 0 ? never : std::clamp(points.back().mean / -slope, 0.0, never);
}

} // namespace monitoring
