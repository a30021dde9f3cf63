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

std::vector<OptionRule> withOptions(std::vector<OptionRule> a, const std::vector<OptionRule> &b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// How secrets are given, and which agent is delivered.
std::vector<OptionRule> sessionOptions()
{
    return {{"ask-password", "", "ask for the password, or the passphrase of the key"}, {"password-fd", "N", "read it from this descriptor"},
        {"ask-sudo", "", "ask for the password for sudo"}, {"sudo-fd", "N", "read that from this descriptor"},
        {"agent", "FILE", "the agent's program (default: the one beside this program)"}};
}

std::vector<OptionRule> removeServerOptions()
{
    return withOptions({{"force", "", "also while targets are mounted, while it is managed, and when it does not answer; says what is left there"},
                      {"forget", "", "change nothing on the servers"}}, sessionOptions());
}

std::vector<OptionRule> addServerOptions()
{
    return withOptions({{"file", "FILE", "more hosts, one or several a line"}, {"host", "HOST", "where SSH reaches it (default: its name)"},
                      {"user", "USER", "login name"}, {"port", "PORT", "SSH port"}, {"identity", "FILE", "private key"},
                      {"certificate", "FILE", "OpenSSH certificate of that key"}, {"jump", "HOST,...", "jump hosts, nearest first"},
                      {"login", "WAY", "agent, key or password only (default: any)"}, {"server-profile", "NAME", "what they are for (default: monitored only; with --agent-there: managed as they are)"},
                      {"accept-new-keys", "", "accept host keys that are not known yet"}, {"accept-key", "FINGERPRINT", "accept the host key with this SHA256 fingerprint"},
                      {"check-only", "", "check, and change nothing"}, {"no-deliver", "", "use agents that are installed already, upload none"},
                      {"join-admins", "", "put logins that are not root into the group chandelier-admin"},
                      {"override", "CHECK=REASON", "go on in spite of a check; may be given several times"},
                      {"agent-there", "", "an agent runs there: only connect to it"}, {"socket", "PATH", "the agent's socket there, if it is not the usual one"}},
        sessionOptions());
}
} // namespace

const std::vector<OptionRule> &globalOptions()
{
    // clang-format off
    static const std::vector<OptionRule> options{
        {"demo", "", "work on the demonstration cluster; it is made and started when needed"},
        {"demo-dir", "DIR", "where the demonstration cluster lives"},
        {"cluster", "NAME", "the cluster to work on (default: the only one there is)"},
        {"profile", "FILE", "or: the file of its profile"},
        {"unlock", "", "allow changes of a production cluster for this command"},
        {"json", "", "print JSON for programs"},
        {"dry-run", "", "print the plan and do nothing"},
        {"confirm", "NAME", "the name of what the plan is about: for plans that lose data, and on a production cluster for those that stop a service"},
        {"off", "SERVER", "your word that this server is off; may be given several times"},
        {"own-known-hosts", "", "from now on keep host keys that are accepted for this cluster out of ~/.ssh/known_hosts"},
        {"fence-password-file", "NAME=FILE", "the first line of this file is the password of that fence device; may be given several times"},
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
        {"cluster list", "", "list the clusters: colour, production, servers, file"},
        {"cluster create", "NAME", "make an empty cluster", {{"colour", "COLOUR", "blue, teal, violet, amber, rose, green, slate or orange"}, {"production", "", "read-only until it is unlocked"}}},
        {"cluster rename", "NAME NEW", "give a cluster another name"},
        {"cluster export", "NAME FILE", "write a cluster as one file, without secrets",
         {{"with-key-paths", "", "keep where private keys lie on this workstation (names of files; the keys themselves never are in it)"}}},
        {"cluster import", "FILE", "make a cluster of such a file", {{"name", "NAME", "another name than in the file"}}},
        {"cluster delete", "NAME", "forget a cluster with all its jobs; nothing is changed on its servers; wants --confirm NAME"},
        {"servers", "", "list the servers: state, LNet, NIDs, targets"},
        {"server show", "SERVER", "one server in detail"},
        {"server add", "[HOSTLIST...]", "add servers: check them, deliver the agent, connect", addServerOptions()},
        {"server check", "[HOSTLIST...]", "check servers as \"server add\" does, and change nothing", addServerOptions()},
        {"server upgrade", "[HOSTLIST...]", "give servers this program's agent: one, then two, four...; stops at the first failure", sessionOptions()},
        {"server remove", "HOSTLIST...", "remove the agent with all its files, and forget the servers", removeServerOptions()},
        {"server rename", "SERVER NEW", "call a server by another name; its host name and its NIDs stay as they are"},
        {"server readdress", "SERVER HOST", "reach a server at another name or address by SSH, and wait for its answer"},
        {"server reboot", "SERVER", "reboot a server", {{"move-away", "", "fail its targets over first"}}},
        {"server shutdown", "SERVER", "shut a server down", {{"move-away", "", "fail its targets over first"}}},
        {"server profile list", "", "list the server profiles that can be chosen"},
        {"server profile show", "PROFILE", "a server profile: packages, repositories, what must be so"},
        {"server profile set", "SERVER PROFILE", "give a server another profile, and set it up as that wants"},
        {"server manage", "SERVER", "take a server under management", {{"profile", "PROFILE", "what it is for (default: managed as it is)"}}},
        {"server release", "SERVER", "give a server back: it is monitored only, and what was configured on it is taken back"},
        {"server drain", "SERVER", "move its targets to their failover servers"},
        {"server home", "SERVER", "move the targets whose primary it is back to it"},
        {"server lnet", "SERVER", "give LNet of a server other networks; what leans on it is stopped and started again",
         {{"net", "NET=INTERFACE,...", "a network, as tcp0=eth1,eth2; may be given several times"},
          {"route", "NET:GATEWAY[:HOPS]", "a route, as o2ib0:10.10.1.9@tcp; may be given several times"}}},
        {"server restart-agent", "SERVER", "restart the agent of a server"},
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
        {"fs manage", "NAME", "take a file system and its servers under management, as they are", {{"profile", "PROFILE", "of servers that have none (default: managed as it is)"}}},
        {"fs release", "NAME", "give a file system back, and its servers with it; nothing is stopped"},
        {"fs rewrite-nids", "NAME", "write its configuration anew with the NIDs of now; it is stopped, and started again when it was started"},
        {"target list", "", "list the targets: where they run, primary, failover"},
        {"target start", "TARGET...", "mount targets"},
        {"target stop", "TARGET...", "unmount targets"},
        {"target failover", "TARGET...", "move targets to their failover server"},
        {"target failback", "TARGET...", "move targets back to their primary server"},
        {"target burst", "TARGET", "read a target's figures ten times a second for a while", {{"seconds", "N", "how long, at most 30 (default 5)"}}},
        {"target freespace", "TARGET", "how the free space of an ldiskfs target is cut into pieces; on a large target this takes minutes"},
        {"target clients", "TARGET", "who reads and writes on a target now, the busiest first", {{"seconds", "N", "to watch, at most 10 (default 2)"}}},
        {"ha propose", "", "servers that share disks and are in no cluster yet, with networks for them"},
        {"ha show", "[NAME]", "clusters of Pacemaker: nodes, resources, fencing, which targets could fail over now"},
        {"ha create", "NAME", "make a cluster of servers: Corosync, Pacemaker, fencing; targets go under it as they are, mounted or not",
         {{"servers", "SERVER,...", "its members, 2 to 16"}, {"ring", "NETWORK,...", "one or two networks for Corosync, as 10.30.0.0/24 (default: the best that they share)"},
          {"fence", "SERVER=AGENT,KEY=VALUE,...", "a fence device, as oss1=fence_ipmilan,ip=10.1.0.1,username=admin; may be given several times. Its password is asked for on a terminal, unless it comes from --fence-password-file, the keychain (ha secret), or CHANDELIER_FENCE_PASSWORD_SERVER"},
          {"targets", "TARGET,...", "targets to hand over to it; all: those that only its servers can mount"}, {"token", "MS", "Corosync's token time (default: by rule)"},
          {"auto-failback", "", "targets go back to their primary by themselves"}, {"no-health", "", "do not watch Lustre's health on the servers"},
          {"lnet", "NID,...|auto", "targets leave a server that reaches none of these over LNet; auto: servers that are in no or another cluster"},
          {"lnet-device", "NAME", "the interface that carries LNet, where it cannot be told"}}},
        {"ha watch", "", "follow the clusters until it is ended: a line for each node and resource that changes"},
        {"ha story", "[NAME]", "what died, who fenced whom, where targets went and when, of the time in which a program followed the cluster", {{"last", "TIME", "how far back: 90s, 10m, 6h, 30d, 2w (default 1d)"}}},
        {"ha remove", "NAME", "take a cluster down; its targets stay mounted"},
        {"ha adopt", "TARGET...", "hand targets, or file systems, over to Pacemaker as they are"},
        {"ha take-back", "TARGET...", "take targets, or file systems, back from Pacemaker as they are"},
        {"ha standby", "SERVER", "move what Pacemaker runs on a server to others, and keep it there"},
        {"ha online", "SERVER", "let a server have resources again"},
        {"ha maintenance", "on|off [NAME]", "a cluster leaves everything as it is while its maintenance mode is on"},
        {"ha cleanup", "[TARGET|SERVER|DEVICE...]", "forget failures: of targets, of the devices that fence a server, of one device by its name in Pacemaker; without words, of all that failed"},
        {"ha unban", "[TARGET...]", "remove bans that moves have left"},
        {"ha secret", "NAME", "keep the password of a fence device in the keychain: NAME is that of its server, or what secret= of --fence says",
         {{"password-file", "FILE", "its first line is the password; readable for you alone"}, {"password-fd", "N", "read it from this descriptor"}, {"forget", "", "take it out of the keychain"}}},
        {"ha ask", "SERVER=AGENT,KEY=VALUE,...", "ask a fence device for its state before any server has its password, as --fence of ha create has it", {{"from", "SERVER", "the server that asks"}}},
        {"ha fence-test", "SERVER", "empty a server, fence it for real, and bring it back: the proof that fencing works"},
        {"drift", "", "what differs from what was asked for"},
        {"repair", "[OBJECT...]", "bring back what differs from what was asked for"},
        {"plan", "COMMAND...", "print the plan of a command and do nothing"},
        {"jobs", "", "list the jobs"},
        {"job show", "JOB", "a job with its moves", {{"transcript", "", "with the command lines and what they printed"}}},
        {"job watch", "JOB", "follow a job until it ends"},
        {"job cancel", "JOB", "start nothing more and ask what runs to stop"},
        {"job retry", "JOB", "go on from the failed steps"},
        {"job undo", "JOB", "take a job back as far as there are inverses"},
        {"metrics", "[SERVER]", "figures of the servers: mean, least and most over a time; counters as rates",
         {{"name", "PATTERN", "only figures with this name; * and ? stand for any text and any character"},
          {"last", "TIME", "how far back: 90s, 10m, 6h, 30d, 2w (default 10m)"}, {"csv", "", "print a line for each figure and moment"}}},
        {"alerts", "", "what holds and should not, worst first; with --all also what held", {{"all", "", "also those that have ended"},
          {"last", "TIME", "those of that time: 90s, 10m, 6h, 30d, 2w (with --all: 30d)"}}},
        {"alerts ack", "ALERT", "say that an alert is seen, by its number", {{"note", "TEXT", "a note for the others"}}},
        {"alerts mute", "RULE/OBJECT", "nothing is told of these until then; * and ? stand for any text and any character",
         {{"until", "TIME", "8h, or \"2026-12-24 18:00\""}, {"note", "TEXT", "a note for the others"}}},
        {"alerts unmute", "MUTE", "end a mute, by its number or its RULE/OBJECT"},
        {"watch", "", "follow the cluster until it is ended; alerts are told by mail and webhook", {{"print-unit", "", "print a unit of systemd for it, and do nothing"}}},
        {"notify show", "", "who is told of alerts, and how"},
        {"notify set mail", "", "tell by mail", {{"server", "NAME", "the mail server"}, {"port", "PORT", "its port (default 587; with tls 465, with none 25)"},
          {"security", "WAY", "starttls (default), tls or none"}, {"from", "ADDRESS", "who sends it"}, {"to", "ADDRESS,...", "who gets it"},
          {"user", "USER", "login name"}, {"password-file", "FILE", "its first line is the password; readable for you alone"},
          {"ask-password", "", "ask for the password and keep it in the keychain"}, {"password-fd", "N", "read it from this descriptor"},
          {"ca", "FILE", "certificates that are trusted, instead of the system's"}}},
        {"notify set webhook", "URL", "tell by an HTTP POST of JSON", {{"token-file", "FILE", "its first line is sent as Authorization: Bearer; readable for you alone"},
          {"ask-token", "", "ask for the token and keep it in the keychain"}, {"token-fd", "N", "read it from this descriptor"},
          {"ca", "FILE", "certificates that are trusted, instead of the system's"}}},
        {"notify set when", "", "what is told, and how often", {{"severity", "LEAST", "info, warning (default) or error"},
          {"repeat", "TIME", "tell again what nobody has acknowledged after that time (default 4h), or off"},
          {"gather", "TIME", "what comes in that time goes in one message (default 10s)"}}},
        {"notify off", "CHANNEL", "tell no more by mail or webhook"},
        {"notify test", "", "send a trial message"},
        {"history", "", "what happened: servers lost, targets moved, when no program followed the cluster", {{"last", "TIME", "how far back: 90s, 10m, 6h, 30d, 2w (default 30d)"},
          {"keep", "DAYS", "keep what was known for so many days from now on"}}},
        {"logs", "", "what the servers have logged, in order of time", {{"server", "SERVER,...", "only these"}, {"unit", "NAME", "part of a unit's or program's name"},
          {"since", "TIME", "how far back: 90s, 10m, 6h, 30d, 2w (default 1h)"}, {"severity", "LEAST", "critical, error, warning, info or debug (default)"},
          {"lustre", "", "only lines of Lustre and LNet"}, {"grep", "EXPRESSION", "only lines that this regular expression fits; case counts not"},
          {"explain", "", "say what known messages mean"}, {"follow", "", "go on with what comes"},
          {"keep", "SIZE", "keep no more than that from now on: 512M, 2G (1G at first)"}}},
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
