// SPDX-License-Identifier: GPL-3.0-or-later
// Private to core/ha.
#pragma once
#include <string>
#include <vector>

namespace ha {

inline std::string joined(const std::vector<std::string> &words, const char *between)
{
    std::string out;
    for (const std::string &w : words)
        out += (out.empty() ? "" : between) + w;
    return out;
}

/// "oss1, oss2 and oss3".
inline std::string listed(const std::vector<std::string> &words)
{
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i)
        out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
    return out;
}

} // namespace ha
