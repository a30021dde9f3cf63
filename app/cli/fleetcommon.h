// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands about many servers share. Internal to app/cli.
#pragma once
#include "app/cli/context.h"
#include "core/fleet/enrolment.h"
#include "core/fleet/rollout.h"

namespace cli {

/// A line on the terminal for each server, kept up to date there; elsewhere a line for each change.
class LiveTable {
public:
    LiveTable(Output output, bool quiet);
    /// Only lines that differ from the ones before are printed where there is no terminal.
    void show(const std::vector<std::string> &lines);

private:
    Output m_output;
    bool m_quiet, m_terminal;
    std::vector<std::string> m_lines{};
};

/// The servers named on the command line and in --file, as entries with the options for all of them.
base::Result<std::vector<profile::ServerEntry>> entriesOf(const Arguments &arguments, std::size_t firstWord);
/// Those of the profile that the words name; all of them when there are no words. NotFound names the one that is none.
base::Result<std::vector<profile::ServerEntry>> chosenOf(const Context &context, std::size_t firstWord);
/// From the terminal without echo (--ask-...), or the first line of a descriptor (--...-fd N); empty when neither was given.
base::Result<agentlink::Secret> secretOf(const Arguments &arguments, const std::string &ask, const std::string &descriptor, const std::string &what);
std::string whoAmI();
Json errorJson(const std::optional<base::Error> &error);

} // namespace cli
