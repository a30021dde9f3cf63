// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on the line between manager and agent: 4 bytes length (big endian, of what follows), 1 byte kind, payload.
// PROTOCOL.md beside this file documents every message.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace protocol {

inline constexpr int protocolVersion = 1;        ///< what this side speaks
inline constexpr int oldestProtocolVersion = 1;  ///< the oldest it still speaks
inline constexpr std::size_t largestFrame = 16u << 20; ///< bytes; a longer length is a broken peer

enum class FrameKind : std::uint8_t { Json = 'J', Cbor = 'C' };

struct Frame {
    FrameKind kind = FrameKind::Json;
    std::string payload;
};

std::string encodeFrame(const Frame &frame);
/// A message as a JSON frame, ready to send.
std::string encodeMessage(const Json &message);

/// Takes bytes as they come and gives whole frames. After an error it gives nothing more: close the line.
class FrameDecoder {
public:
    void feed(std::string_view bytes);
    /// A frame, nothing (more bytes are needed), or BadMessage. What a peer sent never asserts or throws.
    Result<std::optional<Frame>> next();
    /// Bytes of an unfinished frame are waiting: at the end of a line this means that it was truncated.
    bool hasPartial() const { return !m_buffer.empty(); }

private:
    std::string m_buffer;
    std::optional<Error> m_broken;
};

/// One tool call (or file operation) of a step, as it was.
struct Transcript {
    std::vector<std::string> argv{}; ///< or {"write", path}, {"remove", path}, {"mkdir", path}, {"rmdir", path}
    std::string why{};               ///< check, change, verify
    int exitCode = 0;                ///< -signal when it was ended by one
    std::string out{}, err{};
    double startedAt = 0, endedAt = 0; ///< seconds since the epoch
    std::string note{};              ///< "skipped: already there", "ended by cancel" ...
};
Json toJson(const Transcript &transcript);
Transcript transcriptFromJson(const Json &json);
Json toJson(const Error &error);
Error errorFromJson(const Json &json);

} // namespace protocol
