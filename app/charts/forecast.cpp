// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/forecast.h"

#include <QCoreApplication>
#include <algorithm>

namespace charts {

namespace {

constexpr Ms dayMs = 86'400'000;
constexpr std::size_t fewest = 8, most = 160; ///< points: the pairs grow with their square
constexpr double longest = 5 * 365;           ///< days; further away nobody plans
constexpr double agreement = 0.65;            ///< so many of the pairs must say that it fills

struct ForecastWords {
    Q_DECLARE_TR_FUNCTIONS(charts::Forecast)
};

double middle(std::vector<double> &values)
{
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

} // namespace

Forecast forecast(const std::vector<Bucket> &shares, Ms step)
{
    std::vector<std::pair<double, double>> points; // days, share
    const std::size_t every = shares.size() / most + 1;
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i].known() && (i % every == 0 || i + 1 == shares.size()))
            points.emplace_back(static_cast<double>(step) * static_cast<double>(i) / dayMs, static_cast<double>(shares[i].mean));
    if (points.size() < fewest || points.back().first - points.front().first < 1)
        return {};
    std::vector<double> slopes;
    std::size_t rising = 0;
    for (std::size_t i = 0; i < points.size(); ++i)
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            slopes.push_back((points[j].second - points[i].second) / (points[j].first - points[i].first));
            rising += slopes.back() > 0 ? 1 : 0;
        }
    const double agreed = static_cast<double>(rising) / static_cast<double>(slopes.size()), perDay = middle(slopes);
    std::vector<double> last;
    for (std::size_t i = points.size() - 3; i < points.size(); ++i)
        last.push_back(points[i].second);
    const double left = std::max(0.0, 1 - middle(last));
    if (perDay <= 0 || agreed < agreement || left / perDay > longest)
        return {Forecast::State::NotFilling, 0, perDay};
    return {Forecast::State::Filling, left / perDay, perDay};
}

QString forecastText(const Forecast &forecast)
{
    if (forecast.state == Forecast::State::NoHistory)
        return ForecastWords::tr("no history yet");
    if (forecast.state == Forecast::State::NotFilling)
        return ForecastWords::tr("not filling");
    if (forecast.days < 1)
        return ForecastWords::tr("within a day");
    const int days = static_cast<int>(forecast.days);
    return days >= 730 ? ForecastWords::tr("in about %n years", nullptr, days / 365) : ForecastWords::tr("in about %n days", nullptr, days);
}

} // namespace charts
