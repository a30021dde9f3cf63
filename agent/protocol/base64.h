// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that are no text, in messages (RFC 4648, section 4).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace protocol {

std::string toBase64(std::string_view bytes);
/// With padding and without line ends; nothing for what is no base64.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace protocol
