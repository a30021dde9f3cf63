// SPDX-License-Identifier: GPL-3.0-or-later
// The conditions of alerts: they ask figures and facts, and give yes, no, or "not known". Beside inventory's Expression, whose values are
// versions of one host: here they are numbers that are calculated with, and what is missing makes the whole unknown instead of empty.
// Nothing in them can loop, call out or fail when it is evaluated; all mistakes are found when they are read. The language, whole:
//
//   or, and, not, ( )                       target.wanted == "mounted" and not target.busy
//   ==  !=  <  <=  >  >=  contains          server.reach != "connected"
//   +  -  *  /                              1 - kbytesavail / kbytestotal >= 0.9
//   a figure, with labels if it wants some  host.memory[field=MemAvailable] / host.memory[field=MemTotal] < 0.05
//   a fact: server.NAME, target.NAME, filesystem.NAME, cluster.NAME, agent.NAME, as AlertFacts has them
//   a trend: kbytesavail.days_left          kbytesavail.days_left < 7
//   the time, seconds since the epoch: now  now - recovery.recovery_start < 3600
//
// A counter is its rate per second. "not known" and "false" is false, "not known" or "true" is true, all else with "not known" is not known.
// A number alone is true unless it is 0, a text unless it is empty.
#pragma once
#include "core/base/result.h"
#include "core/monitor/value.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace monitoring {

/// Not known; a number (yes is 1, no is 0); a text.
using Term = std::variant<std::monostate, double, std::string>;

/// A name that a condition asks for.
struct Asked {
    std::string name;
    Labels labels{};
    std::string key{}; ///< keyOf(name, labels)
    bool isFact() const; ///< server.*, target.*, filesystem.*, cluster.*, agent.*; else a figure
    bool isNow() const { return name == "now"; } ///< the time: neither of both
    friend bool operator==(const Asked &, const Asked &) = default;
};

class Condition {
public:
    /// BadArgument: what is wrong; its detail is the text with a mark under the place.
    static base::Result<Condition> parse(std::string_view text);
    /// In the order of their first place; no one twice.
    const std::vector<Asked> &asked() const { return m_asked; }
    /// `term` gives what asked()[i] is now.
    Term value(const std::function<Term(std::size_t)> &term) const;
    std::optional<bool> holds(const std::function<Term(std::size_t)> &term) const;

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
    std::vector<Asked> m_asked;
};

/// Whether a term is true; nothing when it is not known.
std::optional<bool> truth(const Term &term);

} // namespace monitoring
