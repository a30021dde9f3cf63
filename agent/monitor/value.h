// SPDX-License-Identifier: GPL-3.0-or-later
// A measured value in 16 bytes with its series, as history and answers carry it.
#pragma once
#include "agent/collect/figure.h"
#include "agent/protocol/json.h"

#include <bit>

namespace monitor {

enum class Form : std::uint8_t { Whole, Natural, Real, Ended }; ///< Natural: above 2^63; Ended: the series is no more

struct Value {
    std::uint64_t bits = 0;
    Form form = Form::Whole;
    friend bool operator==(const Value &, const Value &) = default;
};

struct Entry {
    std::uint64_t bits = 0;
    std::uint32_t id = 0;
    Form form = Form::Whole;
    Value value() const { return {bits, form}; }
};

inline Entry entryOf(std::uint32_t id, const Value &value)
{
    return {value.bits, id, value.form};
}

inline Value valueOf(const collect::Number &number)
{
    switch (number.form()) {
    case collect::Number::Form::Unsigned: return {number.natural(), Form::Natural};
    case collect::Number::Form::Real: return {std::bit_cast<std::uint64_t>(number.real()), Form::Real};
    case collect::Number::Form::Signed: break;
    }
    return {static_cast<std::uint64_t>(number.whole()), Form::Whole};
}

inline protocol::Json toJson(const Value &value)
{
    switch (value.form) {
    case Form::Whole: return static_cast<std::int64_t>(value.bits);
    case Form::Natural: return value.bits;
    case Form::Real: return std::bit_cast<double>(value.bits);
    case Form::Ended: break;
    }
    return nullptr;
}

} // namespace monitor
