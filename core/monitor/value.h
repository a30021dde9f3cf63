// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure is worth at one moment, as exactly as the kernel printed it: sums reach 10^18 and more, where a double has holes.
#pragma once
#include "agent/protocol/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace monitoring {

/// Absent; a whole number; a whole number above INT64_MAX; or a real one that is no whole number below 2^53. One number has one form.
class Value {
public:
    enum class Form : std::uint8_t { Absent, Whole, Natural, Real };
    Value() = default;
    static Value ofWhole(std::int64_t value);
    static Value ofNatural(std::uint64_t value);
    static Value ofReal(double value); ///< NaN and infinities are Absent
    static Value ofJson(const protocol::Json &json); ///< anything but a number is Absent
    Form form() const { return m_form; }
    bool present() const { return m_form != Form::Absent; }
    std::uint64_t bits() const { return m_bits; } ///< of the whole number, or of the double
    std::int64_t whole() const { return static_cast<std::int64_t>(m_bits); } ///< only of Whole
    double real() const;
    friend bool operator==(const Value &a, const Value &b) { return a.m_form == b.m_form && a.m_bits == b.m_bits; }

private:
    Value(Form form, std::uint64_t bits) : m_form(form), m_bits(bits) { }
    Form m_form = Form::Absent;
    std::uint64_t m_bits = 0;
};

/// How much a counter grew from `before` to `after`; nothing when one is absent, or when it began anew.
std::optional<double> increase(const Value &before, const Value &after);

enum class Kind : std::uint8_t { Gauge, Counter };
using Label = std::pair<std::string, std::string>;
using Labels = std::vector<Label>; ///< in the order in which the agent gives them, which is fixed

} // namespace monitoring
