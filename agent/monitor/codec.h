// SPDX-License-Identifier: GPL-3.0-or-later
// How samples lie on disk. A segment is the magic and records: varint length, payload, CRC-32 of the payload (little endian).
// Payloads begin with a kind:
//   1 header  ring id, next series id: first record of each segment
//   2 sample  number, time (ms), pairs of series id (as a difference) and value (as a difference to the one before it in this segment)
//   3 start   why there is a hole before the next sample, boot id, boot time (ms)
//   4 series  ids and keys, each with the length of what it has in common with the key before it
// The first sample of a segment is complete, and each series is defined in it before it is used: a segment is read without any other.
#pragma once
#include "agent/monitor/value.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

inline constexpr std::string_view magic = "CHFIG 1\n";

std::uint32_t crc32(std::string_view bytes);
void putVarint(std::string &out, std::uint64_t value);
void putText(std::string &out, std::string_view text);
/// Adds payload as a record.
void putRecord(std::string &out, std::string_view payload);

/// Takes values from the front; good() is false for ever after the first that was not there.
class Take {
public:
    explicit Take(std::string_view bytes) : m_rest(bytes) { }
    std::uint64_t varint();
    std::uint64_t fixed(std::size_t bytes);
    std::string_view text(std::size_t size);
    std::string_view text() { return text(varint()); }
    bool good() const { return m_good; }
    bool atEnd() const { return m_rest.empty() || !m_good; }
    std::size_t left() const { return m_rest.size(); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

/// `before` is the series' value in the same segment, or none.
void putValue(std::string &out, const Value &value, const std::optional<Value> &before);
Value takeValue(Take &in, const std::optional<Value> &before);

enum class Why : std::uint8_t { AgentStarted, DiskFull, ClockChanged };
struct Start {
    Why why = Why::AgentStarted;
    std::string boot{};
    std::int64_t bootMs = 0;
};

struct SampleHead {
    std::uint64_t seq = 0;
    std::int64_t atMs = 0;
};

std::string headerPayload(std::string_view ring, std::uint32_t nextId);
std::string startPayload(const Start &start);

/// Told what a segment holds, in order. False ends the reading.
class SegmentReader {
public:
    virtual ~SegmentReader() = default;
    virtual bool header(std::string_view ring, std::uint32_t nextId) = 0;
    virtual bool start(const Start &start) = 0;
    virtual bool series(std::uint32_t id, std::string_view key) = 0;
    /// `pairs` holds ids and values: see takePairs.
    virtual bool sample(const SampleHead &head, std::string_view pairs) = 0;
};

/// Length of the whole records at the begin; 0 when it is no segment. What is behind was torn or is damaged.
std::size_t readSegment(std::string_view bytes, SegmentReader &reader);

using ValueBefore = std::function<std::optional<Value>(std::uint32_t)>;
bool takePairs(std::string_view pairs, const ValueBefore &before, std::vector<Entry> &out);

} // namespace monitor
