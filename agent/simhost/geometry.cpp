// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/geometry.h"

#include <algorithm>

namespace simhost {

namespace {

std::int64_t ceiling(std::int64_t a, std::int64_t b)
{
    return (a + b - 1) / b;
}

bool isPower(std::int64_t number, std::int64_t base)
{
    while (number > 1 && number % base == 0)
        number /= base;
    return number == 1;
}

/// Groups with a copy of the superblock.
bool isSparse(std::int64_t group)
{
    return group <= 1 || isPower(group, 3) || isPower(group, 5) || isPower(group, 7);
}

std::int64_t optionNumber(const std::string &options, const std::string &letter, std::int64_t fallback)
{
    const Words words = split(options, ' ');
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        if (words[i] == letter)
            return std::max<std::int64_t>(0, wholeNumber(words[i + 1].substr(words[i + 1].find('=') == std::string::npos ? 0 : words[i + 1].find('=') + 1)));
    return fallback;
}

class Layout {
public:
    Layout(std::int64_t kilobytes, const std::string &options)
        : m_wide(has(options, "64bit")), m_resizable(!has(options, "^resize_inode")), m_ostResize(has(options, "resize="))
    {
        m_asked = kilobytes / 4;
        g.inodeSize = optionNumber(options, "-I", 256);
        g.flex = optionNumber(options, "-G", 16);
        const std::int64_t ratio = std::max<std::int64_t>(1024, optionNumber(options, "-i", m_asked * 4096 < (512LL << 20) ? 4096 : 16384));
        m_inodes = std::min<std::int64_t>(m_asked * 4096 / ratio, 4294967295LL);
        g.journal = std::min<std::int64_t>(optionNumber(options, "-J", defaultJournal() / 256) * 256, 1048576);
    }

    Geometry made()
    {
        g.blocks = m_asked;
        while (!fits()) { }
        const auto share = static_cast<double>(m_asked - m_lost) / static_cast<double>(m_asked);
        g.reserved = static_cast<std::int64_t>(static_cast<double>(m_asked / 20) * share);
        for (std::int64_t group = 0; group < g.groups; ++group)
            g.overhead += isSparse(group) ? 1 + descriptorBlocks() + g.gdtReserved : 0;
        g.overhead += g.journal + g.groups * (g.tableBlocks + 2);
        return g;
    }

private:
    std::int64_t defaultJournal() const
    {
        const std::int64_t blocks = m_asked;
        return blocks < 32768 ? 1024 : blocks < 262144 ? 4096 : blocks < 524288 ? 8192 : blocks < 4194304 ? 16384 : blocks < 8388608 ? 32768
            : blocks < 16777216 ? 65536 : blocks < 33554432 ? 131072 : 262144;
    }
    std::int64_t perBlock() const { return m_wide ? 64 : 128; }
    std::int64_t descriptorBlocks() const { return ceiling(g.groups, perBlock()); }

    /// One try with the present blocks in a group; false when mke2fs would take fewer blocks and try again.
    bool fits()
    {
        g.groups = ceiling(g.blocks, g.perGroup);
        const std::int64_t each = ceiling(m_inodes, g.groups);
        if (each > 32768 && g.perGroup >= 256) {
            g.perGroup -= 8;
            g.blocks = m_asked;
            return false;
        }
        g.tableBlocks = ceiling(each * g.inodeSize, 4096);
        g.inodesPerGroup = (g.tableBlocks * 4096 / g.inodeSize) & ~7LL;
        g.inodes = g.inodesPerGroup * g.groups;
        g.gdtReserved = 0;
        if (m_resizable && !m_wide) {
            const std::int64_t most = m_ostResize ? 4290772992LL : std::min<std::int64_t>(g.blocks * 1024, 0xffffffffLL);
            g.gdtReserved = std::min<std::int64_t>(1024, ceiling(ceiling(most, g.perGroup), perBlock()) - descriptorBlocks());
        }
        const std::int64_t rest = g.blocks % g.perGroup, last = g.groups - 1;
        const std::int64_t needed = 3 + g.tableBlocks + (isSparse(last) ? 1 + descriptorBlocks() + g.gdtReserved : 0) + 50;
        if (rest && rest < needed && g.groups > 1) {
            m_lost = rest;
            g.blocks -= rest;
            return false;
        }
        return true;
    }

    Geometry g;
    bool m_wide, m_resizable, m_ostResize;
    std::int64_t m_asked = 0, m_inodes = 0, m_lost = 0;
};

} // namespace

Geometry geometryOf(std::int64_t kilobytes, const std::string &options)
{
    return Layout(std::max<std::int64_t>(kilobytes, 1024), options).made();
}

Geometry geometryOf(const Json &content)
{
    Geometry geometry = geometryOf(num(content, "kilobytes"), str(content, "options"));
    return geometry;
}

} // namespace simhost
