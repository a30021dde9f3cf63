// SPDX-License-Identifier: GPL-3.0-or-later
// Where a figure is going: "kbytesavail.days_left" is in how many days it will be 0 if it goes on as it did over a rule's time. A straight
// line through what the store has (least squares over at most 200 buckets), worked out anew a hundred times in that time and not more.
// Lives in the thread of the store.
#pragma once
#include "core/monitor/store.h"

#include <optional>
#include <string_view>

namespace monitoring {

class Trends {
public:
    /// The store must outlive it.
    explicit Trends(const SampleStore &store) : m_store(store) { }
    static bool isTrend(std::string_view name);
    /// "kbytesavail" of "kbytesavail.days_left"; what is no trend stays as it is.
    static std::string figureOf(std::string_view name);
    /// At most `never`, which it also is when the figure grows. Nothing while less than half of the time is known. `over`: seconds.
    std::optional<double> daysLeft(const std::string &server, std::size_t slot, std::int64_t at, int over);
    static constexpr double never = 10'000;

private:
    std::optional<double> work(SeriesId series, std::int64_t at, int over) const;
    struct Known {
        std::int64_t at = 0;
        std::optional<double> days{};
    };
    const SampleStore &m_store;
    std::map<std::pair<std::string, std::size_t>, Known> m_known;
};

} // namespace monitoring
