// SPDX-License-Identifier: GPL-3.0-or-later
// The name it is started by decides: a tool of a host (CLUSTER/hosts/HOST/bin/TOOL), or the control command.
#include "agent/simhost/call.h"
#include "agent/simhost/control.h"

#include <climits>
#include <cstdlib>
#include <unistd.h>

namespace {

/// The directory of the link that was run, found in PATH when argv[0] has no directory.
std::string linkPath(const std::string &name)
{
    if (name.find('/') != std::string::npos)
        return name;
    const char *path = ::getenv("PATH");
    for (const std::string &directory : simhost::split(path ? path : "", ':'))
        if (::access((directory + "/" + name).c_str(), X_OK) == 0)
            return directory + "/" + name;
    return name;
}

std::string resolved(const std::string &path)
{
    char whole[PATH_MAX] = "";
    return ::realpath(path.c_str(), whole) ? whole : path;
}

} // namespace

int main(int argc, char **argv)
{
    const simhost::Words words(argv, argv + argc);
    const std::string tool = simhost::baseName(words.empty() ? "" : words[0]);
    if (!simhost::toolNamed(tool))
        return simhost::control({words.begin() + 1, words.end()}, resolved("/proc/self/exe"));
    const std::string bin = resolved(simhost::dirName(linkPath(words[0])));
    const std::string host = simhost::dirName(bin), cluster = simhost::dirName(simhost::dirName(host));
    const simhost::Streams streams = simhost::processStreams();
    simhost::Call call(cluster, simhost::baseName(host), words, streams);
    return simhost::run(call);
}
