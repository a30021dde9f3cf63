// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands and options. A command that is here has its handler in handlers.cpp.
#include "app/cli/arguments.h"

namespace cli {
namespace {
// clang-format off
const std::vector<OptionRule> createOptions{
    {"mdt", "VOLUME,...", "volumes for the MDTs, MDT0000 first"},
    {"ost", "VOLUME,...", "volumes for the OSTs"},
    {"mdts", "N", "or: how many MDTs, on free volumes of --mdt-servers"},
    {"osts", "N", "or: how many OSTs, on free volumes of --ost-servers"},
    {"mdt-servers", "SERVER,...", "servers whose free volumes may become MDTs"},
    {"ost-servers", "SERVER,...", "servers whose free volumes may become OSTs"},
    {"mgs", "VOLUME", "a separate MGS on this volume (default: combined with MDT0000)"},
    {"mgs-existing", "LABEL", "use an MGS that is there already: its target's name, or its file system's MDT0000"},
    {"backend", "TYPE", "ldiskfs (default) or zfs"},
    {"param", "KEY=VALUE", "a parameter for every target; may be given several times"},
    {"reformat", "VOLUME", "agree to destroy what is on this volume; may be given several times"},
};
const std::vector<OptionRule> addOptions{
    {"volume", "VOLUME,...", "volumes for the new targets"},
    {"backend", "TYPE", "ldiskfs (default) or zfs"},
    {"reformat", "VOLUME", "agree to destroy what is on this volume; may be given several times"},
};
// clang-format on
} // namespace

const std::vector<OptionRule> &globalOptions()
{
    // clang-format off
    static const std::vector<OptionRule> options{
        {"demo", "", "work on the demonstration cluster; it is made and started when needed"},
        {"demo-dir", "DIR", "where the demonstration cluster lives"},
        {"profile", "FILE", "the cluster's profile (default: the last one the window had open)"},
        {"json", "", "print JSON for programs"},
        {"dry-run", "", "print the plan and do nothing"},
        {"confirm", "NAME", "the file system's name, for plans that lose data"},
        {"off", "SERVER", "your word that this server is off; may be given several times"},
        {"wait", "SECONDS", "how long to wait for the servers to answer (default 20)"},
        {"version", "", "print the version"},
        {"diagnostics", "", "print versions and paths"},
        {"help", "", "print this text"},
    };
    // clang-format on
    return options;
}

const std::vector<CommandRule> &commands()
{
    // clang-format off
    static const std::vector<CommandRule> rules{
        {"help", "[COMMAND...]", "explain a command"},
        {"servers", "", "list the servers: state, LNet, NIDs, targets"},
        {"server show", "SERVER", "one server in detail"},
        {"server add", "NAME", "add a server to the profile",
         {{"host", "HOST", "where SSH reaches it (default: NAME)"}, {"user", "USER", "login name"}, {"port", "PORT", "SSH port"},
          {"identity", "FILE", "private key"}, {"jump", "HOST", "jump host"}, {"socket", "PATH", "the agent's socket on that host"},
          {"accept-key", "FINGERPRINT", "accept the host key with this SHA256 fingerprint"}}},
        {"server remove", "SERVER", "forget a server; nothing is changed on it"},
        {"server reboot", "SERVER", "reboot a server", {{"move-away", "", "fail its targets over first"}}},
        {"server shutdown", "SERVER", "shut a server down", {{"move-away", "", "fail its targets over first"}}},
        {"lnet start", "SERVER...", "bring LNet up"},
        {"lnet stop", "SERVER...", "take LNet down; targets that need it are stopped first"},
        {"volumes", "", "list the volumes: size, who sees them, use, why not usable"},
        {"fs list", "", "list the file systems"},
        {"fs show", "NAME", "a file system with its targets"},
        {"fs create", "NAME", "create a file system and start it", createOptions},
        {"fs add-osts", "NAME", "add OSTs to a file system", addOptions},
        {"fs add-mdts", "NAME", "add MDTs to a file system", addOptions},
        {"fs start", "NAME", "start a file system"},
        {"fs stop", "NAME", "stop a file system"},
        {"fs remove", "NAME", "remove a file system; the content of its volumes stays until they are used again"},
        {"target list", "", "list the targets: where they run, primary, failover"},
        {"target start", "TARGET...", "mount targets"},
        {"target stop", "TARGET...", "unmount targets"},
        {"target failover", "TARGET...", "move targets to their failover server"},
        {"target failback", "TARGET...", "move targets back to their primary server"},
        {"drift", "", "what differs from what was asked for"},
        {"repair", "[OBJECT...]", "bring back what differs from what was asked for"},
        {"plan", "COMMAND...", "print the plan of a command and do nothing"},
        {"jobs", "", "list the jobs"},
        {"job show", "JOB", "a job with its moves", {{"transcript", "", "with the command lines and what they printed"}}},
        {"job watch", "JOB", "follow a job until it ends"},
        {"job cancel", "JOB", "start nothing more and ask what runs to stop"},
        {"job retry", "JOB", "go on from the failed steps"},
        {"job undo", "JOB", "take a job back as far as there are inverses"},
        {"leases", "", "who holds which server's write lease"},
        {"demo kill", "SERVER", "pull the power of a demonstration server"},
        {"demo boot", "SERVER", "boot a demonstration server"},
        {"demo stop", "", "stop the demonstration cluster's agents"},
        {"demo story", "", "create, fail over, break, repair, stop, start and remove a file system on the demonstration cluster"},
    };
    // clang-format on
    return rules;
}

} // namespace cli
