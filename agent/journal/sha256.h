// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4), for the audit chain and digests of arguments. Not for passwords.
#pragma once
#include <string>
#include <string_view>

namespace agent {
/// 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
} // namespace agent
