// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include <algorithm>
#include <sstream>

namespace cli {
namespace {

using base::Error;
using base::Problem;

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    std::string part;
    std::istringstream stream{std::string(text)};
    while (std::getline(stream, part, separator))
        if (!part.empty())
            parts.push_back(part);
    return parts;
}

const OptionRule *findOption(const std::vector<OptionRule> &rules, std::string_view name)
{
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const OptionRule &r) { return r.name == name; });
    return found == rules.end() ? nullptr : &*found;
}

const OptionRule *findAnywhere(std::string_view name)
{
    if (const OptionRule *rule = findOption(globalOptions(), name))
        return rule;
    for (const CommandRule &command : commands())
        if (const OptionRule *rule = findOption(command.options, name))
            return rule;
    return nullptr;
}

base::Result<void> checkCounts(const Arguments &arguments, const CommandRule &rule)
{
    const std::vector<std::string> wanted = split(rule.arguments, ' ');
    const bool open = !wanted.empty() && (wanted.back().ends_with("...") || wanted.back().ends_with("...]"));
    const auto needed = std::count_if(wanted.begin(), wanted.end(), [](const std::string &w) { return w.front() != '['; });
    const std::size_t given = arguments.words.size() - split(rule.words, ' ').size();
    if (given < static_cast<std::size_t>(needed) || (!open && given > wanted.size()))
        return Error{Problem::BadArgument,
            "\"" + std::string(rule.words) + "\" takes " + (wanted.empty() ? "no argument" : std::string(rule.arguments)) + ", "
                + std::to_string(given) + " given",
            {}, "See: chandelierctl help " + std::string(rule.words)};
    return {};
}

base::Result<void> checkOptions(const Arguments &arguments, const CommandRule &rule)
{
    for (const auto &[name, values] : arguments.options)
        if (!findOption(globalOptions(), name) && !findOption(rule.options, name))
            return Error{Problem::BadArgument, "\"" + std::string(rule.words) + "\" has no option --" + name, {},
                "See: chandelierctl help " + std::string(rule.words)};
    return {};
}

void describe(std::ostringstream &out, const std::vector<OptionRule> &options)
{
    for (const OptionRule &option : options) {
        std::string left = "--" + std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
        left.resize(std::max<std::size_t>(left.size() + 1, 28), ' ');
        out << "    " << left << option.help << '\n';
    }
}

} // namespace

bool Arguments::has(std::string_view option) const
{
    return options.contains(std::string(option));
}

std::string Arguments::value(std::string_view option, std::string_view fallback) const
{
    const auto found = options.find(std::string(option));
    return found == options.end() || found->second.empty() ? std::string(fallback) : found->second.back();
}

std::vector<std::string> Arguments::list(std::string_view option) const
{
    std::vector<std::string> all;
    if (const auto found = options.find(std::string(option)); found != options.end())
        for (const std::string &value : found->second)
            for (std::string &part : split(value, ','))
                all.push_back(std::move(part));
    return all;
}

const CommandRule *commandOf(const Arguments &arguments)
{
    const CommandRule *best = nullptr;
    std::size_t longest = 0;
    for (const CommandRule &rule : commands()) {
        const std::vector<std::string> words = split(rule.words, ' ');
        if (words.size() <= longest || words.size() > arguments.words.size())
            continue;
        if (std::equal(words.begin(), words.end(), arguments.words.begin())) {
            best = &rule;
            longest = words.size();
        }
    }
    return best;
}

base::Result<Arguments> parseArguments(const std::vector<std::string> &argv)
{
    Arguments arguments;
    for (std::size_t i = 0; i < argv.size(); ++i) {
        if (!argv[i].starts_with("--") || argv[i] == "--") {
            arguments.words.push_back(argv[i]);
            continue;
        }
        const std::size_t equals = argv[i].find('=');
        const std::string name = argv[i].substr(2, equals == std::string::npos ? equals : equals - 2);
        const OptionRule *rule = findAnywhere(name);
        if (!rule)
            return Error{Problem::BadArgument, "unknown option --" + name, {}, "See: chandelierctl help"};
        std::string value = equals == std::string::npos ? std::string() : argv[i].substr(equals + 1);
        if (!rule->value.empty() && equals == std::string::npos) {
            if (++i == argv.size())
                return Error{Problem::BadArgument, "option --" + name + " needs a value (" + std::string(rule->value) + ")"};
            value = argv[i];
        }
        arguments.options[name].push_back(value);
    }
    // "plan COMMAND" is the command itself with --dry-run, so that its own options stay allowed.
    if (arguments.words.size() > 1 && arguments.words.front() == "plan") {
        arguments.words.erase(arguments.words.begin());
        arguments.options["dry-run"].emplace_back();
    }
    if (const CommandRule *rule = commandOf(arguments); rule && !arguments.has("help")) {
        if (auto counted = checkCounts(arguments, *rule); !counted)
            return counted.error();
        if (auto checked = checkOptions(arguments, *rule); !checked)
            return checked.error();
    }
    return arguments;
}

std::string usage(const CommandRule *command)
{
    std::ostringstream out;
    if (command) {
        out << "chandelierctl " << command->words << ' ' << command->arguments << "\n    " << command->help << '\n';
        describe(out, command->options);
        return out.str();
    }
    out << "chandelierctl: Lustre file systems from the command line\n\nUsage: chandelierctl [options] COMMAND\n\nCommands:\n";
    for (const CommandRule &rule : commands()) {
        std::string left = std::string(rule.words) + (rule.arguments.empty() ? "" : " " + std::string(rule.arguments));
        left.resize(std::max<std::size_t>(left.size() + 1, 34), ' ');
        out << "    " << left << rule.help << '\n';
    }
    out << "\nOptions:\n";
    describe(out, globalOptions());
    out << "\nExit codes: 0 done, 1 failed, 2 wrong use, 3 a confirmation is missing.\n";
    return out.str();
}

} // namespace cli
