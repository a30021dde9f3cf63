// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/base64.h"

#include <array>
#include <cstdint>

namespace protocol {
namespace {

constexpr std::string_view base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<signed char, 256> base64Values()
{
    std::array<signed char, 256> values{};
    for (signed char &value : values)
        value = -1;
    for (std::size_t i = 0; i < base64Digits.size(); ++i)
        values[static_cast<unsigned char>(base64Digits[i])] = static_cast<signed char>(i);
    return values;
}

} // namespace

std::string toBase64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = bytes.size() - i < 3 ? bytes.size() - i : 3;
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= count ? base64Digits[group >> (18 - 6 * k) & 63u] : '=';
    }
    return text;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return {};
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    static constexpr std::array<signed char, 256> values = base64Values();
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool pad = i >= text.size() - padding;
        const int digit = pad ? 0 : values[static_cast<unsigned char>(text[i])];
        if (digit < 0)
            return {};
        group = group << 6 | static_cast<std::uint32_t>(digit);
        if (i % 4 == 3) {
            for (const unsigned shift : {16u, 8u, 0u})
                bytes += static_cast<char>(group >> shift & 0xffu);
            group = 0;
        }
    }
    for (; padding > 0; --padding)
        bytes.pop_back();
    return bytes;
}

} // namespace protocol
