// SPDX-License-Identifier: GPL-3.0-or-later
// logs.fetch with this host's hands.
#include "agent/logs/fetch.h"

#include "agent/actions/families.h"

namespace agent {

protocol::Result<protocol::Json> performLogs(Work &work)
{
    const auto asked = protocol::logsArguments(work.args);
    if (!asked)
        return asked.error();
    logs::Host host;
    host.sysroot = work.hands.path({});
    host.now = static_cast<std::int64_t>(wallClock() * 1000);
    host.clock = [] { return wallClock(); };
    host.run = [&hands = work.hands](const std::vector<std::string> &argv, double seconds, const std::function<bool(std::string_view)> &take) {
        const CommandResult ran = hands.stream(argv, seconds, take);
        return logs::Host::Ran{ran.exitCode, ran.err.substr(0, 4096), ran.end == CommandResult::End::TimedOut || ran.end == CommandResult::End::Stuck};
    };
    return logs::fetch(*asked, host);
}

} // namespace agent
