// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/endpoint.h"

#include <array>

namespace agentlink {
namespace {

constexpr std::array<std::string_view, 4> loginWords { "any", "agent", "key", "password" };

} // namespace

std::string_view word(Login login)
{
    return loginWords[static_cast<std::size_t>(login)];
}

Login loginFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < loginWords.size(); ++i)
        if (loginWords[i] == word)
            return static_cast<Login>(i);
    return Login::Any;
}

} // namespace agentlink
