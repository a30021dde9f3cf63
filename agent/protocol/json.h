// SPDX-License-Identifier: GPL-3.0-or-later
// Reading JSON that somebody else wrote, without exceptions: a wrong type reads as the fallback.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace protocol {

using Json = nlohmann::json;

/// The member, or a null value that lives for ever when it is absent or `object` is no object.
const Json &member(const Json &object, std::string_view key);
std::string textOf(const Json &object, std::string_view key, std::string_view fallback = {});
std::int64_t numberOf(const Json &object, std::string_view key, std::int64_t fallback = 0);
std::uint64_t unsignedOf(const Json &object, std::string_view key, std::uint64_t fallback = 0);
double realOf(const Json &object, std::string_view key, double fallback = 0);
bool flagOf(const Json &object, std::string_view key, bool fallback = false);
/// Only the members that are strings; anything else is left out.
std::vector<std::string> textsOf(const Json &object, std::string_view key);
/// Parsed, or a discarded value (is_discarded()) for bad input.
Json parseJson(std::string_view text);
/// Dumped on one line; bytes that are no UTF-8 become U+FFFD, so that it never fails.
std::string dumpJson(const Json &value);

} // namespace protocol
