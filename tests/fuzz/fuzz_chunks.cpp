// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a stored chunk, as the times of a block, as roll-ups, as a track that goes on. What is read must come back when it is packed again.
#include "core/monitor/batch.h"
#include "core/monitor/chunk.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

FUZZ_ENTRY(fuzzChunks)
{
    for (const std::size_t ticks : {std::size_t(1), std::size_t(7), monitoring::ticksInBlock}) {
        const auto values = monitoring::unpack(input, ticks);
        if (!values)
            continue;
        const auto again = monitoring::unpack(monitoring::pack(*values), ticks);
        if (values->size() != ticks || !again || *again != *values)
            std::abort();
    }
    if (const auto times = monitoring::unpackTimes(input)) {
        const auto again = monitoring::unpackTimes(monitoring::packTimes(*times));
        if (!again || *again != *times)
            std::abort();
    }
    if (auto track = monitoring::Track::resume(std::string(input))) {
        const auto before = monitoring::readTrack(track->bytes(), monitoring::mostTicks);
        if (!before || !(before->back() == track->last()))
            std::abort();
        track->append(monitoring::mostTicks - 1, monitoring::Value::ofReal(0.25));
    }
    if (const auto rollups = monitoring::unpackRollups(input))
        if (!monitoring::unpackRollups(monitoring::packRollups(*rollups)))
            std::abort();
    const auto batch = monitoring::batchFromJson(protocol::parseJson(input));
    return batch || !batch.error().message.empty() ? 0 : (std::abort(), 1);
}
