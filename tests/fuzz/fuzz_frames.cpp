// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte says in which pieces the rest arrives; whatever the pieces, the frames must be the same.
#include "agent/protocol/frames.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

namespace {

std::string decoded(std::string_view bytes, std::size_t piece)
{
    protocol::FrameDecoder decoder;
    std::string all;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        decoder.feed(bytes.substr(at, piece));
        while (true) {
            const auto frame = decoder.next();
            if (!frame || !*frame)
                break;
            all += protocol::encodeFrame(**frame);
        }
    }
    return all;
}

} // namespace

FUZZ_ENTRY(fuzzFrames)
{
    if (input.empty())
        return 0;
    const std::size_t piece = static_cast<unsigned char>(input.front()) % 64u + 1;
    input.remove_prefix(1);
    const std::string whole = decoded(input, input.size() + 1);
    if (decoded(input, piece) != whole || input.substr(0, whole.size()) != whole)
        std::abort();
    return 0;
}
