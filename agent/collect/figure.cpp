// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/figure.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace collect {

Number Number::ofSigned(std::int64_t value)
{
    Number n;
    n.m_bits = static_cast<std::uint64_t>(value);
    return n;
}

Number Number::ofUnsigned(std::uint64_t value)
{
    Number n;
    n.m_form = value > static_cast<std::uint64_t>(INT64_MAX) ? Form::Unsigned : Form::Signed;
    n.m_bits = value;
    return n;
}

Number Number::ofReal(double value)
{
    Number n;
    n.m_form = Form::Real;
    n.m_real = value;
    return n;
}

double Number::real() const
{
    return m_form == Form::Real ? m_real
        : m_form == Form::Unsigned ? static_cast<double>(m_bits) : static_cast<double>(static_cast<std::int64_t>(m_bits));
}

std::int64_t Number::whole() const
{
    if (m_form == Form::Signed)
        return static_cast<std::int64_t>(m_bits);
    if (m_form == Form::Unsigned || m_real >= 9.2233720368547748e18)
        return INT64_MAX;
    return m_real <= -9.2233720368547748e18 ? INT64_MIN : std::isnan(m_real) ? 0 : static_cast<std::int64_t>(m_real);
}

std::uint64_t Number::natural() const
{
    if (m_form == Form::Unsigned)
        return m_bits;
    if (m_form == Form::Real && m_real >= 1.8446744073709550e19)
        return UINT64_MAX;
    if (m_form == Form::Real && m_real > 9.2e18)
        return static_cast<std::uint64_t>(m_real);
    const std::int64_t value = whole();
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

std::string Number::text() const
{
    if (m_form == Form::Signed)
        return std::to_string(static_cast<std::int64_t>(m_bits));
    if (m_form == Form::Unsigned)
        return std::to_string(m_bits);
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, m_real);
    return {buffer, end.ptr};
}

bool operator==(const Number &a, const Number &b)
{
    if (a.m_form == Number::Form::Real || b.m_form == Number::Form::Real) {
        const double x = a.real(), y = b.real();
        return x == y || std::fabs(x - y) <= 1e-9 * std::max(std::fabs(x), std::fabs(y));
    }
    return a.m_form == b.m_form && a.m_bits == b.m_bits;
}

bool readNumber(std::string_view text, Number &number)
{
    if (text.empty())
        return false;
    const char *begin = text.data(), *end = begin + text.size();
    std::int64_t whole = 0;
    if (const auto got = std::from_chars(begin, end, whole); got.ec == std::errc() && got.ptr == end) {
        number = Number::ofSigned(whole);
        return true;
    }
    std::uint64_t natural = 0;
    if (const auto got = std::from_chars(begin, end, natural); got.ec == std::errc() && got.ptr == end) {
        number = Number::ofUnsigned(natural);
        return true;
    }
    double real = 0;
    const auto got = std::from_chars(begin, end, real);
    if (got.ec != std::errc() || got.ptr != end || !std::isfinite(real))
        return false;
    number = Number::ofReal(real);
    return true;
}

std::string_view word(Cause cause)
{
    switch (cause) {
    case Cause::Absent: return "absent";
    case Cause::Empty: return "empty";
    case Cause::Truncated: return "truncated";
    case Cause::NotSupported: return "not supported";
    case Cause::Malformed: return "malformed";
    case Cause::Unreadable: return "unreadable";
    case Cause::Failed: return "failed";
    case Cause::TooMany: return "too many";
    }
    return "?";
}

void Readings::figure(std::string name, const Labels &labels, Number value, std::string_view unit, Kind kind)
{
    figures.push_back({std::move(name), labels, value, std::string(unit), kind});
}

void Readings::fact(std::string name, const Labels &labels, std::string_view text)
{
    facts.push_back({std::move(name), labels, std::string(text)});
}

void Readings::gap(std::string_view what, Cause cause, std::string_view detail)
{
    gaps.push_back({std::string(what), cause, std::string(detail.substr(0, 200))});
}

void Readings::take(Readings &&other)
{
    const auto append = [](auto &to, auto &from) {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    append(figures, other.figures);
    append(facts, other.facts);
    append(gaps, other.gaps);
}

Labels with(const Labels &labels, std::string_view key, std::string_view value)
{
    Labels more = labels;
    more.emplace_back(key, value);
    return more;
}

std::string_view labelOf(const Labels &labels, std::string_view key)
{
    for (const Label &label : labels)
        if (label.first == key)
            return label.second;
    return {};
}

} // namespace collect
