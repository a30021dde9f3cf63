// SPDX-License-Identifier: GPL-3.0-or-later
// host.reboot, host.shutdown, mgs.erase-config.
#include "agent/actions/families.h"
#include "agent/actions/parse.h"
#include "agent/protocol/arguments.h"

#include <algorithm>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

/// Answered first: the tool runs a second after the answer, from the worker, when the journal has its end.
Result<Json> endHost(Work &work)
{
    const protocol::Operation operation = work.script.next();
    if (work.hands.find(operation.argv.front()).empty())
        return work.script.run().error();
    work.script.skip("it is run one second after this answer");
    work.facts.afterwards = [operation, &hands = work.hands] {
        ::sleep(1);
        (void)hands.run(operation).ok();
    };
    return Json{{"inSeconds", 1}, {"bootId", trimmed(work.hands.readFile("/proc/sys/kernel/random/boot_id").value_or(""))}};
}

Result<Json> eraseConfig(Work &work)
{
    const std::string fsname = protocol::textOf(work.args, "fsname");
    const auto known = work.script.run();
    if (!known)
        return known.error();
    if (known->exitCode != 0)
        return Error{Problem::NotFound, "The MGS is not mounted on this host, so the configuration of " + fsname + " cannot be erased.",
                     trimmed(known->err), "Mount the MGS here, or ask the host that has it."};
    const auto names = wordsOf(known->out, " \t\n");
    if (std::find(names.begin(), names.end(), fsname) == names.end()) {
        work.script.skip("the MGS has no configuration of " + fsname);
        return Json{{"erased", false}};
    }
    const auto erased = work.script.run();
    if (!erased)
        return erased.error();
    if (erased->exitCode != 0 && erased->err.find("No such file") == std::string::npos)
        return toolFailed(*erased, "Unmount all targets and clients of " + fsname + " first, then retry.");
    return Json{{"erased", erased->exitCode == 0}};
}

} // namespace

Result<Json> performHost(Work &work)
{
    return work.verb == protocol::Verb::MgsEraseConfig ? eraseConfig(work) : endHost(work);
}

} // namespace agent
