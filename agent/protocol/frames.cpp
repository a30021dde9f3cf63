// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/frames.h"

namespace protocol {
namespace {

constexpr std::size_t headLength = 5;

std::uint32_t lengthAt(const std::string &buffer)
{
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
        length = length << 8 | static_cast<unsigned char>(buffer[i]);
    return length;
}

bool isKind(char byte)
{
    return byte == static_cast<char>(FrameKind::Json) || byte == static_cast<char>(FrameKind::Cbor);
}

} // namespace

std::string encodeFrame(const Frame &frame)
{
    const auto length = static_cast<std::uint32_t>(frame.payload.size() + 1);
    std::string bytes;
    bytes.reserve(headLength + frame.payload.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(length >> shift & 0xffu);
    bytes += static_cast<char>(frame.kind);
    return bytes + frame.payload;
}

std::string encodeMessage(const Json &message)
{
    return encodeFrame({FrameKind::Json, dumpJson(message)});
}

void FrameDecoder::feed(std::string_view bytes)
{
    if (!m_broken)
        m_buffer.append(bytes);
}

Result<std::optional<Frame>> FrameDecoder::next()
{
    if (m_broken)
        return *m_broken;
    if (m_buffer.size() < 4)
        return std::optional<Frame>{};
    const std::size_t length = lengthAt(m_buffer);
    std::string wrong;
    if (length == 0 || length > largestFrame)
        wrong = "its length is " + std::to_string(length) + " bytes; 1 to " + std::to_string(largestFrame) + " are allowed";
    else if (m_buffer.size() >= headLength && !isKind(m_buffer[4]))
        wrong = "its kind is " + std::to_string(static_cast<unsigned char>(m_buffer[4])) + "; 'J' and 'C' are known";
    if (!wrong.empty()) {
        m_broken = Error{Problem::BadMessage, "A frame from the other side cannot be read: " + wrong + ".", {},
                         "Close the connection; what answers there may not be a Chandelier agent."};
        m_buffer.clear();
        return *m_broken;
    }
    if (m_buffer.size() < 4 + length)
        return std::optional<Frame>{};
    Frame frame{static_cast<FrameKind>(m_buffer[4]), m_buffer.substr(headLength, length - 1)};
    m_buffer.erase(0, 4 + length);
    return std::optional<Frame>(std::move(frame));
}

Json toJson(const Transcript &transcript)
{
    return {{"argv", transcript.argv}, {"why", transcript.why}, {"exitCode", transcript.exitCode}, {"out", transcript.out},
            {"err", transcript.err}, {"startedAt", transcript.startedAt}, {"endedAt", transcript.endedAt}, {"note", transcript.note}};
}

Transcript transcriptFromJson(const Json &json)
{
    Transcript transcript;
    transcript.argv = textsOf(json, "argv");
    transcript.why = textOf(json, "why");
    transcript.exitCode = static_cast<int>(numberOf(json, "exitCode"));
    transcript.out = textOf(json, "out");
    transcript.err = textOf(json, "err");
    transcript.startedAt = realOf(json, "startedAt");
    transcript.endedAt = realOf(json, "endedAt");
    transcript.note = textOf(json, "note");
    return transcript;
}

Json toJson(const Error &error)
{
    return {{"problem", word(error.problem)}, {"message", error.message}, {"detail", error.detail}, {"remedy", error.remedy}};
}

Error errorFromJson(const Json &json)
{
    // A code of a newer agent still comes with its words.
    return {problemFromWord(textOf(json, "problem")).value_or(Problem::Internal), textOf(json, "message"), textOf(json, "detail"),
            textOf(json, "remedy")};
}

} // namespace protocol
