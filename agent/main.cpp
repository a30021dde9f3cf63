// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/client.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr const char *usage =
    "Usage: chandelier-agent COMMAND [OPTIONS]\n"
    "  serve                    answer on a unix socket until ended\n"
    "  connect                  join standard input and output to that socket\n"
    "  call VERB [--args JSON]  ask one thing and print the answer; --local: without the agent (reading verbs)\n"
    "  --diagnostics            state of the agent, its journal, lease and audit chain\n"
    "  --version\n"
    "Options: --socket PATH (/run/chandelier/agent.sock)  --state DIR (/var/lib/chandelier)\n"
    "         --sysroot DIR   before /proc, /sys, /etc, /dev and mount points\n"
    "         --tools DIR     where tools are looked for first\n"
    "         --secret NAME=FILE   of call: a secret that its arguments name; may be given several times\n"
    "Options of serve: --interval SECONDS   between samples of figures (5; 1 to 60; 0: none are taken)\n"
    "         --prometheus unix:PATH|127.0.0.1:PORT   answer a Prometheus of this host (off)\n";

/// Read by what(1), and by whoever delivers this file to a machine on which it cannot be run.
[[gnu::used]] const char identity[] = "@(#)chandelier-agent " CHANDELIER_VERSION;

int misuse(const char *what, const char *which)
{
    std::fprintf(stderr, "chandelier-agent: %s%s\n%s", what, which, usage);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    agent::Options options;
    options.command.assign(argv, argv + argc + 1);
    std::string command, verb, interval;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        std::string *value = word == "--socket" ? &options.socket : word == "--state" ? &options.state
            : word == "--sysroot" ? &options.places.sysroot : word == "--tools" ? &options.places.tools
            : word == "--args" ? &options.args : word == "--interval" ? &interval : word == "--prometheus" ? &options.prometheus : nullptr;
        std::string secret;
        if (word == "--secret")
            value = &secret;
        if (value && i + 1 == argc)
            return misuse("a value is missing after ", argv[i]);
        if (value)
            *value = argv[++i];
        if (word == "--secret")
            options.secrets.push_back(secret);
        if (value)
            continue;
        if (word == "--local")
            options.local = true;
        else if (command.empty())
            command = word;
        else if (command == "call" && verb.empty())
            verb = word;
        else
            return misuse("I do not understand ", argv[i]);
    }
    if (!interval.empty()) {
        char *end = nullptr;
        options.interval = std::strtod(interval.c_str(), &end);
        if (*end || (options.interval != 0 && !(options.interval >= 1 && options.interval <= 60)))
            return misuse("an interval is from 1 to 60 seconds, or 0 for no samples, not ", interval.c_str());
    }
    if (command == "serve")
        return agent::serve(options);
    if (command == "connect")
        return agent::connectStreams(options);
    if (command == "call")
        return agent::callOnce(options, verb);
    if (command == "--diagnostics")
        return agent::diagnose(options);
    if (command == "--version") {
        std::printf("chandelier-agent %s (protocol %d)\n", CHANDELIER_VERSION, protocol::protocolVersion);
        return 0;
    }
    if (command == "--help" || command == "-h")
        return std::fputs(usage, stdout) < 0;
    return misuse(command.empty() ? "a command is missing" : "there is no command ", command.c_str());
}
