// SPDX-License-Identifier: GPL-3.0-or-later
// Samples of one resolution on disk: a row of segments, the oldest dropped when all together would be larger than allowed.
#pragma once
#include "agent/monitor/codec.h"
#include "agent/protocol/result.h"

#include <deque>
#include <map>

namespace monitor {

struct Gap {
    std::int64_t fromMs = 0, toMs = 0;
    std::uint64_t before = 0; ///< number of the first sample after it
    std::string cause{};
};

struct Segment {
    std::uint64_t number = 0;
    std::string path{};
    std::uint64_t bytes = 0;
    std::uint64_t firstSeq = 0, lastSeq = 0; ///< 0: it holds no sample
    std::int64_t firstMs = 0, lastMs = 0;
};

struct TrackLimits {
    std::uint64_t bytes = 96u << 20, segmentBytes = 2u << 20;
    std::int64_t keepMs = 24 * 3'600'000, segmentMs = 3'600'000;
};

/// The key of a series, by its id; empty when it is not known.
using KeyOf = std::function<std::string_view(std::uint32_t)>;

class Track {
public:
    /// Files LETTER-NUMBER of `directory`.
    Track(std::string directory, char letter, TrackLimits limits);
    ~Track();
    Track(const Track &) = delete;

    /// What earlier lives wrote; a torn end is cut off, files that are none of this ring are removed. `ring` empty: the newest file says it.
    void open(std::string &ring);
    /// Durable after the next sync(). An error leaves the files as they were; the next append tries again.
    protocol::Result<> append(const SampleHead &head, const std::vector<Entry> &state, const KeyOf &keyOf, std::uint32_t nextId);
    void sync();
    /// Before the next sample: why there is none in between.
    void note(const Start &start) { m_start = start; }
    void noteOnce(const Start &start)
    {
        if (!m_start)
            m_start = start;
    }

    const std::deque<Segment> &segments() const { return m_segments; }
    const std::vector<Gap> &gaps() const { return m_gaps; }
    std::uint64_t bytes() const;
    std::uint64_t lastSeq() const;
    std::uint64_t firstSeq() const;
    std::int64_t lastMs() const;
    std::uint32_t nextId() const { return m_nextId; } ///< after open(): greater than every id of the files
    /// After open(): of the newest segment.
    const std::map<std::uint32_t, std::string> &keys() const { return m_keys; }
    const std::vector<Entry> &state() const { return m_state; }
    void forgetKeys() { m_keys.clear(); }

private:
    friend class TrackScan;
    bool mustRoll(const SampleHead &head) const;
    std::string encode(const SampleHead &head, const std::vector<Entry> &state, const KeyOf &keyOf);
    void defineNew(std::string &out, const std::vector<Entry> &state, const KeyOf &keyOf);
    protocol::Result<> begin(std::uint32_t nextId);
    protocol::Result<> write(std::string_view bytes);
    void dropOld(std::int64_t nowMs);
    void addGap(const Start &start, std::int64_t fromMs, const SampleHead &head);

    std::string m_directory, m_ring;
    char m_letter;
    TrackLimits m_limits;
    std::deque<Segment> m_segments;
    std::vector<Gap> m_gaps;
    std::map<std::uint32_t, std::string> m_keys;
    std::vector<Entry> m_state;           ///< as written last in the newest segment, by id
    std::vector<std::uint32_t> m_defined; ///< in the newest segment
    std::optional<Start> m_start;
    std::string m_boot;                   ///< of the last sample
    std::uint32_t m_nextId = 1;
    int m_file = -1;
    bool m_roll = false;
};

/// Up to 64 MiB; empty when it cannot be read.
std::string readWhole(const std::string &path);
/// Applies what changed to a complete state, both by id; ended ones go.
void change(std::vector<Entry> &state, const std::vector<Entry> &changes);
/// What turns `before` into `after`.
std::vector<Entry> difference(const std::vector<Entry> &before, const std::vector<Entry> &after);
std::optional<Value> find(const std::vector<Entry> &state, std::uint32_t id);

} // namespace monitor
