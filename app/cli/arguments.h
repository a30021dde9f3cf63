// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of chandelierctl as data: words, options with values, and the table of what is allowed.
#pragma once
#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

struct Arguments {
    std::vector<std::string> words{};                           ///< "fs", "create", "scratch"
    std::map<std::string, std::vector<std::string>> options{};  ///< without the dashes; a flag has an empty value
    bool has(std::string_view option) const;
    /// The last value given, or the fallback.
    std::string value(std::string_view option, std::string_view fallback = {}) const;
    /// All values, each split at commas.
    std::vector<std::string> list(std::string_view option) const;
};

struct OptionRule {
    std::string_view name;
    std::string_view value; ///< what it is called in the usage text; empty for a flag
    std::string_view help;
};

struct CommandRule {
    std::string_view words;     ///< "fs create"
    std::string_view arguments; ///< "NAME"; shown in the usage text; a trailing "..." allows more, [X] is optional
    std::string_view help;
    std::vector<OptionRule> options{};
};

const std::vector<OptionRule> &globalOptions();
const std::vector<CommandRule> &commands();

/// Parsed and checked against the table: BadArgument names the unknown option or the missing value and how to see what there is.
base::Result<Arguments> parseArguments(const std::vector<std::string> &argv);
/// The rule whose words the arguments begin with (the longest); null when there is none.
const CommandRule *commandOf(const Arguments &arguments);
/// The usage text of everything, or of one command.
std::string usage(const CommandRule *command = nullptr);

} // namespace cli
