// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/freespace.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace collect {

namespace {

constexpr std::size_t longestLine = 4096; ///< a line of the kernel's has less than 200 bytes; what is longer is none of its

/// The next number; false: there is something else. What was read is taken off.
bool number(std::string_view &text, std::uint64_t &value)
{
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc())
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

} // namespace

void FreeSpaceReader::take(std::string_view line)
{
    const std::size_t colon = line.find(':');
    if (line.size() < 2 || line.front() != '#' || line[1] < '0' || line[1] > '9' || colon == std::string_view::npos)
        return; // the heading
    std::string_view text = line.substr(colon + 1);
    std::uint64_t free = 0, fragments = 0, first = 0;
    std::array<std::uint64_t, FreeSpace::orders> pieces{};
    bool good = number(text, free) && number(text, fragments) && number(text, first);
    const std::size_t open = text.find('[');
    good = good && open != std::string_view::npos;
    text.remove_prefix(good ? open + 1 : text.size());
    for (std::size_t i = 0; good && i < pieces.size(); ++i)
        good = number(text, pieces[i]);
    if (!good) { // "I/O error", or words of a later kernel
        ++m_sum.unread;
        return;
    }
    ++m_sum.groups;
    m_sum.full += free == 0;
    m_sum.damaged += text.find("corrupted") != std::string_view::npos;
    m_sum.freeBlocks += free;
    m_sum.fragments += fragments;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        m_sum.pieces[i] += pieces[i];
}

void FreeSpaceReader::keep(std::string_view text)
{
    m_tooLong = m_tooLong || m_rest.size() + text.size() > longestLine;
    if (m_tooLong)
        m_rest.clear();
    else
        m_rest += text;
}

void FreeSpaceReader::endLine()
{
    if (!std::exchange(m_tooLong, false))
        take(m_rest);
    m_rest.clear();
}

void FreeSpaceReader::feed(std::string_view text)
{
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        keep(text.substr(0, end));
        endLine();
        text.remove_prefix(end + 1);
    }
    keep(text);
}

FreeSpace FreeSpaceReader::finish()
{
    endLine();
    return m_sum;
}

} // namespace collect
