// SPDX-License-Identifier: GPL-3.0-or-later
// How samples lie in the store. All samples of a server are taken at the same ticks, so a block of up to 360 ticks has its times
// once, and each series of it one chunk of values, one for each tick. Readers take any bytes: what cannot be meant is an error.
//
// A track is a chunk that grows: tokens, each a varint (7 bits a byte, low ones first):
//   0 n      n + 1 ticks like the one before          1       the series ended (until a later token)
//   2 x      a real number: its bits XOR those of the last real one, bytes reversed so that short ones are short
//   3 f x    a number as it is: f 0 whole (zig-zag), 1 natural
//   k >= 4   a whole number: k - 4 is the zig-zag difference from the last whole one
// A packed chunk begins with the varint of its form:
//   0        a track follows
//   1        packed whole numbers: varints order (1, 2) + 4 * scale, ticks before the first value, number of values, unit u;
//            zig-zag first value; then differences (order 1) or differences of differences (order 2), divided by u: zig-zag
//            varints, or 0 n for n + 1 times 0. Values are divided by 10^scale.
#pragma once
#include "core/base/result.h"
#include "core/monitor/value.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

inline constexpr std::size_t ticksInBlock = 360;
inline constexpr std::size_t mostTicks = 4096; ///< that a reader takes; a block grows over 360 while the disk takes nothing

/// A chunk that grows tick by tick and can be read at any time. Ticks that were not told repeat the last value.
class Track {
public:
    /// `tick` counts from the begin of the block and does not go back.
    void append(std::size_t tick, const Value &value);
    const Value &last() const { return m_last; }
    const std::string &bytes() const { return m_bytes; }
    /// As it was after these bytes were made. BadMessage.
    static base::Result<Track> resume(std::string bytes);

private:
    friend class TrackReader;
    std::string m_bytes;
    std::size_t m_ticks = 0;      ///< that the bytes tell
    Value m_last;
    std::uint64_t m_whole = 0, m_real = 0; ///< what the next one is told against
};

/// A value for each of `ticks` ticks. BadMessage: tokens that nobody writes, or more ticks than that.
base::Result<std::vector<Value>> readTrack(std::string_view bytes, std::size_t ticks);

/// The shorter of the forms above.
std::string pack(const std::vector<Value> &values);
base::Result<std::vector<Value>> unpack(std::string_view bytes, std::size_t ticks);

/// Times in ms since the epoch.
std::string packTimes(std::span<const std::int64_t> times);
base::Result<std::vector<std::int64_t>> unpackTimes(std::string_view bytes);

/// What happened in one span of 5 minutes or an hour. For counters the figures are rates per second.
struct Rollup {
    std::int64_t bucket = 0; ///< its number: time / width
    std::uint32_t count = 0; ///< samples
    std::uint32_t span = 0;  ///< of counters: ms that the rates are about, the weight of the mean
    float min = 0, max = 0, mean = 0;
    friend bool operator==(const Rollup &, const Rollup &) = default;
};
/// One of both, about the same bucket.
Rollup joined(const Rollup &a, const Rollup &b);
/// By bucket; entries about one bucket become one. Varint n; then 0 k: k + 1 more like the last, each a bucket on; or 4 * (steps from the
/// last bucket) + flags + 1 (1: max is min, 2: mean is min), zig-zag changes of count and span, the floats.
std::string packRollups(std::vector<Rollup> rollups);
base::Result<std::vector<Rollup>> unpackRollups(std::string_view bytes);

// Varints, for others who write such bytes.
void putVarint(std::string &out, std::uint64_t value);
constexpr std::uint64_t zigzag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63); }
constexpr std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>((v >> 1) ^ (0 - (v & 1))); }

/// Reads varints from bytes that may be anything; after the first that cannot be read all are 0 and good() is false.
class VarintReader {
public:
    explicit VarintReader(std::string_view bytes) : m_bytes(bytes) { }
    bool atEnd() const { return m_bytes.empty() || !m_good; }
    bool good() const { return m_good; }
    std::uint64_t next();
    std::string_view take(std::uint64_t size);
    void refuse() { m_good = false; }

private:
    std::string_view m_bytes;
    bool m_good = true;
};

} // namespace monitoring
