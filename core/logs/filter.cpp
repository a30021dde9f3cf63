// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/filter.h"

#include <algorithm>
#include <cstring>

namespace logbook {

using base::Error;
using base::Problem;
using base::Result;

namespace {

/// ASCII only: logs of kernels are, and folding all of Unicode would cost ten times as much.
void fold(std::string &text)
{
    for (char &c : text)
        c = static_cast<char>(c + ((c >= 'A' && c <= 'Z') ? 32 : 0));
}

std::string folded(std::string text)
{
    fold(text);
    return text;
}

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

Result<Matcher> Matcher::of(const Filter &filter)
{
    Matcher matcher;
    matcher.m_filter = filter;
    matcher.m_unit = folded(filter.unit);
    matcher.m_needle = filter.caseCounts ? filter.text : folded(filter.text);
    if (!filter.regular || filter.text.empty())
        return matcher;
    auto options = QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::DontCaptureOption;
    if (!filter.caseCounts)
        options |= QRegularExpression::CaseInsensitiveOption;
    matcher.m_expression = std::make_shared<QRegularExpression>(QString::fromStdString(filter.text), options);
    if (!matcher.m_expression->isValid())
        return Error{Problem::BadArgument, "the expression is wrong at character " + std::to_string(matcher.m_expression->patternErrorOffset() + 1) + ": " + matcher.m_expression->errorString().toStdString(), {},
            "Correct it, or search for it as plain text."};
    matcher.m_expression->optimize();
    return matcher;
}

bool Matcher::mayFit(const BlockInfo &info, const std::string &server) const
{
    const std::uint32_t wanted = (2u << static_cast<unsigned>(m_filter.least)) - 1;
    return info.last >= m_filter.from && (m_filter.to == 0 || info.first < m_filter.to) && (info.severities & wanted) != 0 && (info.lustre || !m_filter.lustreOnly)
        && (m_filter.servers.empty() || std::find(m_filter.servers.begin(), m_filter.servers.end(), server) != m_filter.servers.end());
}

void Matcher::find(const Block &block, std::size_t count, std::vector<std::uint32_t> &hits) const
{
    std::vector<char> heads;
    for (const Block::Head &head : block.heads())
        heads.push_back(head.severity <= m_filter.least && (head.lustre || !m_filter.lustreOnly)
            && (m_unit.empty() || folded(head.program).find(m_unit) != std::string::npos || folded(head.unit).find(m_unit) != std::string::npos));
    if (std::none_of(heads.begin(), heads.end(), [](char good) { return good != 0; }))
        return;
    count = std::min(count, block.size());
    const std::size_t before = hits.size();
    if (m_expression) {
        const bool ascii = isAscii(block.texts());
        const QString whole = ascii ? QString::fromLatin1(block.texts().data(), static_cast<qsizetype>(block.texts().size())) : QString();
        for (std::size_t i = 0; i < count; ++i) {
            if (!heads[block.entries()[i].head])
                continue;
            const bool fits = ascii
                ? m_expression->match(QStringView(whole).mid(block.begin(i), block.entries()[i].end - block.begin(i))).hasMatch()
                : m_expression->match(QString::fromUtf8(block.text(i).data(), static_cast<qsizetype>(block.text(i).size()))).hasMatch();
            if (fits)
                hits.push_back(static_cast<std::uint32_t>(i));
        }
    } else if (!m_needle.empty()) {
        findPlain(block, heads, count, hits);
    } else {
        for (std::size_t i = 0; i < count; ++i)
            if (heads[block.entries()[i].head])
                hits.push_back(static_cast<std::uint32_t>(i));
    }
    const auto outside = [&](std::uint32_t i) {
        const std::int64_t at = block.entries()[i].at;
        return at < m_filter.from || (m_filter.to != 0 && at >= m_filter.to);
    };
    hits.erase(std::remove_if(hits.begin() + static_cast<std::ptrdiff_t>(before), hits.end(), outside), hits.end());
}

/// All texts are searched as one; what is found over the edge of two lines is none.
void Matcher::findPlain(const Block &block, const std::vector<char> &heads, std::size_t count, std::vector<std::uint32_t> &hits) const
{
    std::string copy;
    if (!m_filter.caseCounts) {
        copy = block.texts();
        fold(copy);
    }
    const std::string &all = m_filter.caseCounts ? block.texts() : copy;
    const char *const base = all.data();
    std::size_t at = 0, line = 0;
    while (line < count && at + m_needle.size() <= all.size()) {
        const void *found = ::memmem(base + at, all.size() - at, m_needle.data(), m_needle.size());
        if (found == nullptr)
            return;
        at = static_cast<std::size_t>(static_cast<const char *>(found) - base);
        while (line < count && block.entries()[line].end <= at)
            ++line;
        if (line >= count)
            return;
        if (at + m_needle.size() > block.entries()[line].end) {
            ++at;
            continue;
        }
        if (heads[block.entries()[line].head])
            hits.push_back(static_cast<std::uint32_t>(line));
        at = block.entries()[line++].end;
    }
}

} // namespace logbook
