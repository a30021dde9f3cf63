// SPDX-License-Identifier: GPL-3.0-or-later
// The control command: `chandelier-simhost create|up|down|status|kill|boot|disk|lnet|fault|agent DIR ...`.
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"
#include "agent/simhost/call.h"
#include "agent/simhost/journal.h"
#include "agent/simhost/load.h"
#include "agent/simhost/trouble.h"

#include <climits>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace simhost {

namespace {

const char *usage =
    "usage: chandelier-simhost COMMAND DIR ...\n"
    "  create DIR [--demo | --hosts FILE] [--bare] [--speed N] [--interval S]   make a cluster (N: 1 as in the demo, 0 no waiting;\n"
    "                                                   S: seconds between the samples of its agents);\n"
    "                                                   --bare: nothing of Lustre is installed, and its kernel is not booted\n"
    "  up DIR --agent PATH [--load | --no-load] [HOST...]   start the agents of all powered hosts that have none, and at speed 1 the load\n"
    "  down DIR                                         stop all agents, and the load\n"
    "  load DIR [--speed N] [--ticks N]                 figures of work in /proc and /sys of all hosts, once a second, in this process;\n"
    "                                                   N times as much each second; with --ticks so many at once, then the end\n"
    "  status DIR [--json]                              power, agents, LNet and mounts\n"
    "  kill DIR HOST... | boot DIR HOST                 power cut, of several at the same moment; power on\n"
    "  disk DIR SERIAL pull|insert                      take a disk out of all hosts, put it back\n"
    "  ha DIR HOST ring0|ring1|bmc|pdu broken|ok        a Corosync link of a host, its BMC or its outlet (create --ha installs Corosync and Pacemaker)\n"
    "  lnet DIR HOST down|up                            cut a host off from LNet, join it again\n"
    "  fault DIR HOST --tool NAME (--hang S | --slow S | --fail FOLDER | --rc N --stderr TEXT | --clear) [--word ARGUMENT] [--times N]\n"
    "  event DIR HOST lbug|evict|slow|hung|readonly|checksum|creates|disk|nid   the kernel says so of a target there; after an LBUG\n"
    "                                                   the host is dead\n"
    "  trouble DIR HOST NAME VALUE|off                  something is wrong there: see trouble DIR HOST help\n"
    "  fill DIR TARGET SHARE [SHARE-OF-INODES] | keep | off    from 0 to 1; keep: as it is; off: as the load has it\n"
    "  address DIR HOST NIC ADDRESS/PREFIX              the interface has another address\n"
    "  pool DIR POOL HEALTH                             what ZFS says of it: ONLINE, DEGRADED, FAULTED\n"
    "  agent DIR HOST kill|start                        SIGKILL the agent, start it again\n";

int say(int rc, const std::string &text)
{
    std::fputs(text.c_str(), rc ? stderr : stdout);
    return rc;
}

struct ControlWords {
    Words plain;
    std::map<std::string, std::string> options;
    std::string option(const std::string &name, const std::string &fallback = {}) const
    {
        const auto found = options.find(name);
        return found == options.end() ? fallback : found->second;
    }
    bool any(const std::string &name) const { return options.count(name) > 0; }
};

ControlWords parsed(const Words &words)
{
    static const Words bare{"--demo", "--json", "--clear", "--bare", "--load", "--no-load", "--ha"};
    ControlWords out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].rfind("--", 0) != 0)
            out.plain.push_back(words[i]);
        else if (contains(bare, words[i]) || i + 1 == words.size())
            out.options[words[i]] = "";
        else {
            const std::string name = words[i];
            out.options[name] = words[++i];
        }
    }
    return out;
}

std::string absolute(const std::string &path)
{
    if (path.empty() || path[0] == '/')
        return path;
    char here[PATH_MAX] = "";
    return std::string(::getcwd(here, sizeof here) ? here : ".") + "/" + path;
}

int create(const ControlWords &words, const std::string &directory, const std::string &program)
{
    Json definition = words.any("--hosts") ? parse(readFile(words.option("--hosts"))) : demoDefinition();
    if (!definition.is_object())
        return say(2, "chandelier-simhost: " + words.option("--hosts") + " is no JSON object; it must have hosts and disks\n");
    if (words.any("--bare"))
        definition = bareDefinition(std::move(definition));
    if (words.any("--ha"))
        definition["ha"] = true;
    if (words.any("--speed"))
        definition["speed"] = std::atof(words.option("--speed").c_str());
    if (words.any("--interval"))
        definition["interval"] = std::atof(words.option("--interval").c_str());
    const std::string wrong = createCluster(directory, definition, program);
    return wrong.empty() ? 0 : say(2, "chandelier-simhost: " + wrong + "\n");
}

int up(const ControlWords &words, const std::string &directory)
{
    const std::string program = absolute(words.option("--agent"));
    Words hosts(words.plain.begin() + 2, words.plain.end());
    Words powered;
    double speed = 0;
    {
        Session session(directory);
        speed = real(session.definition(), "speed", 1);
        for (const std::string &host : hosts.empty() ? session.hosts() : hosts)
            if (session.up(host))
                powered.push_back(host);
    }
    int rc = 0;
    for (const std::string &host : powered)
        if (const std::string wrong = startAgent(directory, host, program); !wrong.empty())
            rc = say(1, "chandelier-simhost: " + wrong + "\n");
    // Tests hurry, and look at what they put there themselves.
    if (words.any("--load") || (speed >= 1 && !words.any("--no-load")))
        startLoad(directory, 1);
    return rc;
}

int load(const ControlWords &words, const std::string &directory)
{
    const std::int64_t ticks = words.any("--ticks") ? wholeNumber(words.option("--ticks")) : 0;
    const double speed = words.any("--speed") ? std::atof(words.option("--speed").c_str()) : 1;
    if (ticks < 0 || (speed <= 0 && ticks == 0))
        return say(2, "chandelier-simhost: --ticks is a whole number, and --speed is above 0 where there are no ticks to count\n");
    if (ticks == 0) {
        stopLoad(directory);
        writeFile(directory + "/load.pid", std::to_string(::getpid()) + "\n");
    }
    return runLoad(directory, ticks > 0 ? 0 : speed, ticks);
}

int down(const std::string &directory)
{
    Words hosts;
    {
        Session session(directory);
        hosts = session.hosts();
    }
    stopLoad(directory);
    for (const std::string &host : hosts)
        killAgent(directory, host);
    return 0;
}

int status(const ControlWords &words, const std::string &directory)
{
    Json all = Json::array();
    Session session(directory);
    for (const std::string &host : session.hosts()) {
        const Json &state = session.state(host);
        Json mounts = Json::array();
        for (const Json &mount : at(state, "mounts"))
            mounts.push_back({{"source", str(mount, "source")}, {"target", str(mount, "target")}, {"label", str(mount, "label")}});
        all.push_back({{"host", host}, {"up", session.up(host)}, {"agent", agentAlive(directory, host)}, {"lnet", flag(at(state, "lnet"), "up")},
                       {"socket", directory + "/hosts/" + host + "/agent.sock"}, {"mounts", mounts}, {"faults", at(state, "faults")}});
    }
    if (words.any("--json"))
        return say(0, dump(all, 1) + "\n");
    for (const Json &host : all) {
        Words labels;
        for (const Json &mount : at(host, "mounts"))
            labels.push_back(str(mount, "label", str(mount, "target")));
        say(0, left(str(host, "host"), 10) + (flag(host, "up") ? "on   " : "off  ") + (flag(host, "agent") ? "agent   " : "no agent")
                   + (flag(host, "lnet") ? "  LNet up    " : "  LNet down  ") + join(labels, " ") + "\n");
    }
    return 0;
}

int disk(const std::string &directory, const std::string &serial, const std::string &what)
{
    if (what != "pull" && what != "insert")
        return say(2, usage);
    Session session(directory);
    if (num(session.disk(serial), "size") <= 0)
        return say(2, "chandelier-simhost: no disk " + serial + "\n");
    session.disk(serial)["present"] = what == "insert";
    session.commit();
    for (const std::string &host : session.hosts())
        drawRoot(session, host);
    return 0;
}

int lnetFault(const std::string &directory, const std::string &host, const std::string &what)
{
    {
        Session session(directory);
        if (what == "down")
            session.state(host)["lnetCut"] = true;
        else
            session.state(host).erase("lnetCut");
    }
    wakeClusters(directory);
    return 0;
}

int fault(const ControlWords &words, const std::string &directory, const std::string &host)
{
    const std::string tool = words.option("--tool");
    Session session(directory);
    Json &faults = arrayAt(session.state(host), "faults");
    if (words.any("--clear")) {
        Json kept = Json::array();
        for (const Json &one : faults)
            if (!tool.empty() && str(one, "tool") != tool)
                kept.push_back(one);
        faults = kept;
        return 0;
    }
    if (!toolNamed(tool))
        return say(2, "chandelier-simhost: '" + tool + "' is no tool of a simulated host\n");
    Json made{{"tool", tool}};
    if (words.any("--hang") || words.any("--slow")) {
        made["mode"] = words.any("--hang") ? "hang" : "slow";
        made["seconds"] = std::atof(words.option(words.any("--hang") ? "--hang" : "--slow").c_str());
    } else {
        made["mode"] = "fail";
        const std::string folder = words.option("--fail");
        const std::string rc = folder.empty() ? words.option("--rc", "1") : trim(readFile(folder + "/rc"));
        if (wholeNumber(rc) < 0)
            return say(2, "chandelier-simhost: " + folder + "/rc holds no exit code; --fail wants the folder of a recording\n");
        made["rc"] = wholeNumber(rc);
        made["stdout"] = folder.empty() ? words.option("--stdout") : readFile(folder + "/stdout");
        made["stderr"] = folder.empty() ? words.option("--stderr") : readFile(folder + "/stderr");
    }
    if (words.any("--word"))
        made["word"] = words.option("--word");
    if (words.any("--times"))
        made["times"] = wholeNumber(words.option("--times"));
    faults.push_back(made);
    return 0;
}

int agent(const ControlWords &words, const std::string &directory, const std::string &host, const std::string &what)
{
    if (what == "kill") {
        killAgent(directory, host);
        return 0;
    }
    std::string program = absolute(words.option("--agent"));
    if (program.empty()) {
        Session session(directory);
        program = str(session.state(host), "agentProgram");
    }
    const std::string wrong = startAgent(directory, host, program);
    return wrong.empty() ? 0 : say(1, "chandelier-simhost: " + wrong + "\n");
}

int event(const std::string &directory, const std::string &host, const std::string &what)
{
    {
        Session session(directory);
        if (!sayEvent(session, host, what))
            return say(2, "chandelier-simhost: " + host + " has no target mounted, or '" + what + "' is none of lbug, evict, slow, hung, readonly, checksum, creates, disk, nid\n");
    }
    if (what == "lbug")
        cutPower(directory, {host});
    return 0;
}

int boot(const std::string &directory, const std::string &host)
{
    bootHost(directory, host);
    wakeClusters(directory);
    std::string program;
    {
        Session session(directory);
        program = str(session.state(host), "agentProgram");
    }
    if (program.empty()) // no agent was ever started here; `up` starts it
        return 0;
    const std::string wrong = startAgent(directory, host, program);
    return wrong.empty() ? 0 : say(1, "chandelier-simhost: " + wrong + "\n");
}

int onHost(const ControlWords &words, const std::string &directory)
{
    const std::string &command = words.plain[0];
    const std::string host = words.plain.size() > 2 ? words.plain[2] : "", what = words.plain.size() > 3 ? words.plain[3] : "";
    const Words named = command == "kill" && words.plain.size() > 2 ? Words(words.plain.begin() + 2, words.plain.end()) : Words{host};
    for (const std::string &one : named) {
        Session session(directory);
        if (session.host(one).is_null())
            return say(2, "chandelier-simhost: no host '" + one + "' in " + directory + "; it has " + join(session.hosts(), ", ") + "\n");
    }
    if (command == "kill") {
        cutPower(directory, named);
        return 0;
    }
    if (command == "ha") {
        const int rc = changeHaFault(directory, host, what, words.plain.size() > 4 ? words.plain[4] : "");
        return rc ? say(rc, usage) : 0;
    }
    if (command == "boot") return boot(directory, host);
    if (command == "event") return event(directory, host, what);
    if (command == "lnet") return lnetFault(directory, host, what);
    if (command == "trouble") return changeTrouble(directory, host, what, words.plain.size() > 4 ? words.plain[4] : "");
    if (command == "fault") return fault(words, directory, host);
    return agent(words, directory, host, what);
}

} // namespace

int control(const Words &given, const std::string &program)
{
    const ControlWords words = parsed(given);
    if (words.plain.size() < 2)
        return say(2, usage);
    const std::string &command = words.plain[0];
    const std::string directory = absolute(words.plain[1]);
    if (command == "create")
        return create(words, directory, program);
    if (!exists(directory + "/cluster.json"))
        return say(2, "chandelier-simhost: " + directory + " holds no cluster; make one with: chandelier-simhost create " + directory + " --demo\n");
    if (command == "up") return up(words, directory);
    if (command == "down") return down(directory);
    if (command == "load") return load(words, directory);
    if (command == "status") return status(words, directory);
    if (command == "fill" && words.plain.size() > 3)
        return fillTarget(directory, words.plain[2], words.plain[3], words.plain.size() > 4 ? words.plain[4] : "");
    if (command == "address" && words.plain.size() > 4)
        return changeAddress(directory, words.plain[2], words.plain[3], words.plain[4]);
    if (command == "pool" && words.plain.size() > 3)
        return changePool(directory, words.plain[2], words.plain[3]);
    if (command == "disk") return words.plain.size() < 4 ? say(2, usage) : disk(directory, words.plain[2], words.plain[3]);
    for (const char *known : {"ha", "kill", "boot", "lnet", "fault", "trouble", "event", "agent"})
        if (command == known)
            return onHost(words, directory);
    return say(2, usage);
}

} // namespace simhost
