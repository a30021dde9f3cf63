// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a segment of the agent's history, and as records whose checksums are right. What is whole stays whole when it is read again.
#include "agent/monitor/track.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

namespace {

class Reader : public monitor::SegmentReader {
public:
    bool header(std::string_view ring, std::uint32_t) override { return ring.size() <= whole; }
    bool start(const monitor::Start &start) override { return start.boot.size() <= whole; }
    bool series(std::uint32_t id, std::string_view key) override { return ++defined < 100000 && id + key.size() > 0; }
    bool sample(const monitor::SampleHead &, std::string_view pairs) override
    {
        std::vector<monitor::Entry> changes;
        if (!monitor::takePairs(pairs, [this](std::uint32_t id) { return monitor::find(state, id); }, changes))
            return false;
        for (std::size_t i = 1; i < changes.size(); ++i)
            if (changes[i].id <= changes[i - 1].id)
                std::abort(); // change() and find() rely on it
        const std::vector<monitor::Entry> before = state;
        monitor::change(state, changes);
        std::vector<monitor::Entry> again = before;
        monitor::change(again, monitor::difference(before, state));
        if (again.size() != state.size())
            std::abort();
        ++samples;
        return true;
    }
    static constexpr std::size_t whole = 64u << 20;
    std::vector<monitor::Entry> state{};
    std::size_t samples = 0, defined = 0;
};

void read(std::string_view bytes)
{
    Reader first, second;
    const std::size_t good = monitor::readSegment(bytes, first);
    if (good > bytes.size() || monitor::readSegment(bytes.substr(0, good), second) != good || second.samples < first.samples)
        std::abort();
}

} // namespace

FUZZ_ENTRY(fuzzRing)
{
    read(input);
    // Records of the input's lines: the reader of payloads is reached without guessing checksums.
    std::string segment(monitor::magic);
    for (std::size_t at = 0; at <= input.size();) {
        const std::size_t end = std::min(input.find('\n', at), input.size());
        monitor::putRecord(segment, input.substr(at, end - at));
        at = end + 1;
    }
    read(segment);
    return 0;
}
