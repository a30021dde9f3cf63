// SPDX-License-Identifier: GPL-3.0-or-later
// How the free space of an ldiskfs target is cut into pieces: /proc/fs/ldiskfs/DEVICE/mb_groups, a line for each block group with
// its free blocks, fragments and the number of free pieces of 2^0 to 2^13 blocks (mballoc of ext4 and ldiskfs). A large OST has a
// million lines, so that only sums are kept.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace collect {

struct FreeSpace {
    static constexpr std::size_t orders = 14;
    std::uint64_t groups = 0;    ///< lines that say what is free
    std::uint64_t full = 0;      ///< of them those with no free block
    std::uint64_t unread = 0;    ///< whose map the kernel could not read from the disk
    std::uint64_t damaged = 0;   ///< whose map the kernel calls corrupted
    std::uint64_t freeBlocks = 0, fragments = 0;
    std::array<std::uint64_t, orders> pieces{}; ///< how many of 2^i blocks
    friend bool operator==(const FreeSpace &, const FreeSpace &) = default;
};

class FreeSpaceReader {
public:
    /// The text in pieces of any length.
    void feed(std::string_view text);
    /// What was fed, with a last line that has no end.
    FreeSpace finish();
    const FreeSpace &sofar() const { return m_sum; }

private:
    void take(std::string_view line);
    void keep(std::string_view text);
    void endLine();
    FreeSpace m_sum;
    std::string m_rest; ///< of a line whose end has not come
    bool m_tooLong = false;
};

} // namespace collect
