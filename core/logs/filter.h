// SPDX-License-Identifier: GPL-3.0-or-later
// Which lines are wanted, and finding them in a block without making lines of all that is in it.
#pragma once
#include "core/logs/block.h"

#include <QRegularExpression>
#include <memory>

namespace logbook {

struct Filter {
    std::int64_t from = 0;             ///< ms since the epoch
    std::int64_t to = 0;               ///< not included; 0: no end
    std::vector<std::string> servers{}; ///< empty: all
    std::string unit{};                ///< part of the program's or the unit's name; case does not count
    Severity least = Severity::Debug;  ///< at least so severe
    bool lustreOnly = false;
    std::string text{};                ///< anywhere in the line; empty: any
    bool regular = false;              ///< `text` is a regular expression (PCRE)
    bool caseCounts = false;
    friend bool operator==(const Filter &, const Filter &) = default;
};

/// What is known of a block without reading it.
struct BlockInfo {
    std::int64_t id = 0, source = 0;
    std::int64_t first = 0, last = 0;  ///< the least and the greatest time in it
    std::uint32_t lines = 0, bytes = 0; ///< bytes in the file
    std::uint32_t severities = 0;      ///< a bit each
    bool lustre = false;
};

/// Used in one thread.
class Matcher {
public:
    /// BadArgument: the expression is wrong; the message says where.
    static base::Result<Matcher> of(const Filter &filter);
    const Filter &filter() const { return m_filter; }
    bool mayFit(const BlockInfo &info, const std::string &server) const;
    /// The indices of the lines that fit, ascending, among the first `count`.
    void find(const Block &block, std::size_t count, std::vector<std::uint32_t> &hits) const;

private:
    bool textFits(std::string_view text) const;
    void findPlain(const Block &block, const std::vector<char> &heads, std::size_t count, std::vector<std::uint32_t> &hits) const;
    Filter m_filter;
    std::string m_needle{};            ///< folded when case does not count
    std::string m_unit{};
    std::shared_ptr<QRegularExpression> m_expression{};
};

} // namespace logbook
