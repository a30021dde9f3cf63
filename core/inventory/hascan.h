// SPDX-License-Identifier: GPL-3.0-or-later
// Words of Corosync's and Pacemaker's tools as values. Private to the readers of ha*.cpp.
#pragma once
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace ha {

inline bool isYes(const std::string &text)
{
    return text == "true" || text == "1" || text == "yes" || text == "on";
}

/// 0 for what is no number; of "2 Activity blocked" the 2.
inline std::int64_t wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace ha
