// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/value.h"

#include <bit>
#include <cmath>

namespace monitoring {

Value Value::ofWhole(std::int64_t value) { return {Form::Whole, static_cast<std::uint64_t>(value)}; }

Value Value::ofNatural(std::uint64_t value)
{
    return {value > static_cast<std::uint64_t>(INT64_MAX) ? Form::Natural : Form::Whole, value};
}

Value Value::ofReal(double value)
{
    if (!std::isfinite(value))
        return {};
    if (std::fabs(value) < 9007199254740992.0 && std::trunc(value) == value && !(value == 0 && std::signbit(value)))
        return ofWhole(static_cast<std::int64_t>(value));
    return {Form::Real, std::bit_cast<std::uint64_t>(value)};
}

Value Value::ofJson(const protocol::Json &json)
{
    if (json.is_number_unsigned())
        return ofNatural(json.get<std::uint64_t>());
    if (json.is_number_integer())
        return ofWhole(json.get<std::int64_t>());
    return json.is_number_float() ? ofReal(json.get<double>()) : Value();
}

double Value::real() const
{
    switch (m_form) {
    case Form::Whole: return static_cast<double>(whole());
    case Form::Natural: return static_cast<double>(m_bits);
    case Form::Real: return std::bit_cast<double>(m_bits);
    case Form::Absent: break;
    }
    return std::nan("");
}

std::optional<double> increase(const Value &before, const Value &after)
{
    if (!before.present() || !after.present())
        return {};
    const auto exact = [](const Value &v) { return v.form() == Value::Form::Natural || (v.form() == Value::Form::Whole && v.whole() >= 0); };
    if (exact(before) && exact(after)) // above 2^53 the difference of two doubles would be noise
        return after.bits() >= before.bits() ? std::optional(static_cast<double>(after.bits() - before.bits())) : std::nullopt;
    const double grown = after.real() - before.real();
    return grown >= 0 ? std::optional(grown) : std::nullopt;
}

} // namespace monitoring
