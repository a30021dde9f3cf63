// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/scale.h"

#include <QLocale>
#include <algorithm>
#include <array>

namespace charts {

namespace {

bool isBytes(Unit unit) { return unit == Unit::Bytes || unit == Unit::BytesPerSecond; }

struct Prefix {
    double factor;
    const char *word;
};

Prefix prefixOf(double value, Unit unit)
{
    static constexpr std::array<const char *, 7> iec{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    static constexpr std::array<const char *, 6> si{"", "k", "M", "G", "T", "P"};
    const double size = std::abs(value);
    if (unit == Unit::Seconds && size < 0.9995 && size > 0)
        return size >= 0.9995e-3 ? Prefix{1e-3, "ms"} : Prefix{1e-6, "µs"};
    if (unit == Unit::Seconds)
        return {1, "s"};
    if (unit == Unit::Share)
        return {0.01, "%"};
    const double base = isBytes(unit) ? 1024 : 1000;
    std::size_t power = 0;
    double factor = 1;
    const std::size_t powers = isBytes(unit) ? iec.size() : si.size();
    for (; power + 1 < powers && size / factor >= base * 0.9995; ++power)
        factor *= base;
    return {factor, isBytes(unit) ? iec[power] : si[power]};
}

QString suffixOf(const Prefix &prefix, Unit unit)
{
    const QString word = QString::fromUtf8(prefix.word);
    return unit == Unit::BytesPerSecond || unit == Unit::PerSecond ? word + QStringLiteral("/s") : word;
}

QString withSuffix(const QString &number, const QString &suffix) { return suffix.isEmpty() ? number : number + QChar(0xa0) + suffix; }

QString trimmedNumber(double value, int digits)
{
    QString text = QLocale().toString(value, 'f', digits);
    if (digits > 0) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (text.endsWith(QLocale().decimalPoint()))
            text.chop(1);
    }
    return text;
}

int digitsOf(double value)
{
    const double size = std::abs(value);
    return size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
}

/// 1, 2 or 5 times a power of ten; for bytes within each power of 1024.
double roundTick(double least, Unit unit)
{
    if (!(least > 0))
        return 1;
    double factor = 1;
    if (isBytes(unit))
        while (least / factor > 512)
            factor *= 1024;
    const double scaled = least / factor;
    if (isBytes(unit) && scaled > 1) {
        static constexpr std::array<double, 9> steps{2, 5, 10, 20, 50, 100, 200, 256, 512};
        return factor * *std::lower_bound(steps.begin(), steps.end() - 1, scaled);
    }
    const double power = std::pow(10.0, std::floor(std::log10(scaled)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= scaled * (1 - 1e-9))
            return factor * step * power;
    return factor * 10 * power;
}

void addLogTicks(Scale &scale, int wanted)
{
    const double base = isBytes(scale.unit) ? 1024 : 10;
    const double decades = std::log(scale.high / scale.low) / std::log(base);
    const double every = std::max(1.0, std::ceil(decades / std::max(1, wanted)));
    for (double tick = std::pow(base, std::ceil(std::log(scale.low) / std::log(base) - 1e-9)); tick <= scale.high * 1.0001; tick *= std::pow(base, every))
        scale.ticks.push_back(tick);
}

} // namespace

QString valueText(double value, Unit unit)
{
    if (std::isnan(value))
        return QStringLiteral("–");
    const Prefix prefix = prefixOf(value, unit);
    const double scaled = value / prefix.factor;
    return withSuffix(trimmedNumber(scaled, unit == Unit::Share ? (std::abs(scaled) < 9.95 ? 1 : 0) : prefix.factor == 1 && isBytes(unit) ? 0 : digitsOf(scaled)), suffixOf(prefix, unit));
}

double Scale::at(double value) const
{
    if (logarithmic)
        return value <= low ? 0 : std::log(value / low) / std::log(high / low);
    return high > low ? (value - low) / (high - low) : 0;
}

QString Scale::text(double tick) const
{
    if (tick == 0)
        return QStringLiteral("0");
    const double largest = logarithmic ? tick : std::max(std::abs(low), std::abs(high));
    const Prefix prefix = prefixOf(largest, unit);
    const double scaled = std::abs(tick) / prefix.factor;
    return withSuffix(trimmedNumber(scaled, scaled >= 10 ? 1 : 2), suffixOf(prefix, unit));
}

Scale makeScale(double low, double high, Unit unit, int wanted, bool logarithmic)
{
    Scale scale;
    scale.unit = unit;
    scale.logarithmic = logarithmic;
    const double least = unit == Unit::Share ? 0.01 : unit == Unit::Seconds ? 1e-5 : 1;
    if (!(high > 0) && !(low < 0))
        high = least;
    if (logarithmic) {
        scale.high = std::max(high, least * 10);
        scale.low = std::max(low > 0 ? low : 0, scale.high / 1e6);
        scale.low = std::min(scale.low, scale.high / 10);
        addLogTicks(scale, wanted);
        return scale;
    }
    const double step = roundTick((high - std::min(low, 0.0)) / std::max(1, wanted), unit);
    scale.low = low < 0 ? std::floor(low / step - 1e-9) * step : 0;
    scale.high = high > 0 ? std::ceil(high / step - 1e-9) * step : 0;
    for (double tick = scale.low; tick <= scale.high + step / 2 && scale.ticks.size() < 100; tick += step)
        scale.ticks.push_back(std::abs(tick) < step / 2 ? 0 : tick);
    return scale;
}

} // namespace charts
