// SPDX-License-Identifier: GPL-3.0-or-later
// Command-line words as getopt_long takes them: options anywhere, "--name=value", "--name value", unambiguous prefixes.
#pragma once
#include "agent/simhost/text.h"

namespace simhost {

enum class Takes : std::uint8_t { Nothing, Value, Maybe };

struct OptionRule {
    char letter; ///< how the option is known afterwards; also its short form when it is a letter
    const char *name;
    Takes takes;
};

struct Option {
    char letter;
    std::string name, value;
    bool hasValue = false;
};

struct ParsedOptions {
    std::vector<Option> options; ///< in order
    Words rest;
    std::string problem; ///< getopt's own message without the program's name, "unrecognized option '--x'"
    bool any(char letter) const;
    std::string last(char letter, std::string_view fallback = {}) const;
};

/// Stops at the first mistake; what came before it is kept.
ParsedOptions parseOptions(const Words &words, const std::vector<OptionRule> &rules);

} // namespace simhost
