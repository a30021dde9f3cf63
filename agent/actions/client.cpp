// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/families.h"
#include "agent/actions/parse.h"
#include "agent/protocol/arguments.h"

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

/// What is mounted at a directory; empty when nothing of Lustre is.
std::string sourceAt(const Hands &hands, const std::string &mountpoint)
{
    std::string source;
    for (const protocol::MountEntry &mount : parseMounts(hands.readFile("/proc/mounts").value_or("")))
        if (mount.target == mountpoint)
            source = mount.source;
    return source;
}

Result<Json> mountClient(Work &work, const protocol::ClientArguments &client)
{
    const std::string there = sourceAt(work.hands, client.mountpoint);
    if (there == client.spec) {
        work.script.skipRest("it is mounted there already");
        return Json{{"mountpoint", client.mountpoint}};
    }
    if (!there.empty())
        return Error{Problem::DeviceInUse, client.mountpoint + " has " + there + " mounted already.", {}, "Choose another mount point."};
    if (const Result<> made = work.script.apply(); !made)
        return made.error();
    const auto mounted = work.script.run();
    if (!mounted)
        return mounted.error();
    if (mounted->exitCode != 0 && sourceAt(work.hands, client.mountpoint) != client.spec)
        return mountFailed(*mounted, client.spec);
    return Json{{"mountpoint", client.mountpoint}};
}

Result<Json> unmountClient(Work &work, const protocol::ClientArguments &client)
{
    if (sourceAt(work.hands, client.mountpoint).empty()) {
        work.script.skipRest("nothing is mounted there");
        return Json::object();
    }
    const auto done = work.script.run();
    if (!done)
        return done.error();
    if (done->exitCode != 0 && !sourceAt(work.hands, client.mountpoint).empty())
        return toolFailed(*done, "Find out who uses it (fuser -vm " + client.mountpoint + "), then retry.");
    return Json::object();
}

} // namespace

Result<Json> performClient(Work &work)
{
    const bool mounting = work.verb == protocol::Verb::ClientMount;
    const auto client = protocol::clientArguments(work.args, mounting);
    if (!client)
        return client.error();
    return mounting ? mountClient(work, *client) : unmountClient(work, *client);
}

} // namespace agent
