// SPDX-License-Identifier: GPL-3.0-or-later
// lnetctl: its YAML on stdout, its errors as YAML on stderr with exit code -errno & 255.
#include "agent/simhost/device.h"
#include "agent/simhost/lnet.h"
#include "agent/simhost/trouble.h"

#include <algorithm>

namespace simhost {

namespace {

struct Setting {
    const char *name;  ///< as `lnetctl global show` prints it
    const char *set;   ///< as `lnetctl set` takes it
    const char *words; ///< in its error message
    std::int64_t value;
};

const Setting settings[] = {
    {"numa_range", "numa_range", "numa range", 0}, {"max_interfaces", "max_interfaces", "max interfaces", 200},
    {"discovery", "discovery", "discovery", 1}, {"drop_asym_route", "drop_asym_route", "drop asym route", 0},
    {"retry_count", "retry_count", "retry count", 2}, {"transaction_timeout", "transaction_timeout", "transaction timeout", 150},
    {"health_sensitivity", "health_sensitivity", "health sensitivity", 100}, {"recovery_interval", "recovery_interval", "recovery interval", 1},
    {"router_sensitivity", "router_sensitivity", "router sensitivity", 100}, {"lnd_timeout", "", "", 49},
    {"response_tracking", "response_tracking", "response tracking", 3}, {"recovery_limit", "recovery_limit", "recovery limit", 0},
    {"max_recovery_ping_interval", "max_recovery_ping_interval", "maximum recovery ping interval", 900}};

int yamlError(Call &call, const std::string &action, const std::string &object, int number, const std::string &words)
{
    call.err("---\n" + action + ":\n-     " + object + ":\n      errno: " + std::to_string(-number) + "\n      descr: ! \"" + words + "\"\n...\n");
    return action == "show" ? 234 : (256 - number % 256) & 255; // whatever the errno, showing fails with EINVAL
}

std::string optionValue(const Words &words, std::initializer_list<const char *> names)
{
    for (std::size_t i = 0; i < words.size(); ++i)
        for (const std::string name : names) {
            if (words[i] == name && i + 1 < words.size())
                return words[i + 1];
            if (words[i].rfind(name + "=", 0) == 0)
                return words[i].substr(name.size() + 1);
        }
    return {};
}

/// -v, -v 4, --verbose 2: the level; 0 without.
int verbosity(const Words &words)
{
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].rfind("-v", 0) == 0 && words[i].size() > 2)
            return static_cast<int>(wholeNumber(words[i].substr(2)));
        if (words[i] == "-v" || words[i] == "--verbose")
            return i + 1 < words.size() && wholeNumber(words[i + 1]) >= 0 ? static_cast<int>(wholeNumber(words[i + 1])) : 1;
    }
    return 0;
}

std::string counters(const std::string &title, const char *names)
{
    std::string text = "            " + title + ":\n";
    for (const std::string &name : split(names, ','))
        text += "                  " + name + ": 0\n";
    return text;
}

std::string details(bool loopback, int level, bool forExport, int health)
{
    const auto line = [](const char *name, int value) { return format("                  %s: %d\n", name, value); };
    std::string text = counters("statistics", "send_count,recv_count,drop_count");
    if (level >= 4 && !forExport)
        text += "            udsp info:\n" + line("net priority", -1) + line("nid priority", -1);
    if (level >= 2) {
        for (const char *title : {"sent_stats", "received_stats", "dropped_stats"})
            text += counters(title, "put,get,reply,ack,hello");
        text += "            health stats:\n" + line("fatal_error", 0) + line("health value", loopback ? 0 : health);
        for (const char *name : {"interrupts", "dropped", "aborted", "no route", "timeouts", "error", "ping_count", "next_ping"})
            text += line(name, 0);
    }
    text += "            tunables:\n" + line("peer_timeout", loopback ? 0 : 180) + line("peer_credits", loopback ? 0 : 8)
        + line("peer_buffer_credits", 0) + line("credits", loopback ? 0 : 256);
    if (!loopback)
        text += "            lnd tunables:\n" + line("conns_per_peer", 1) + line("timeout", 50) + line("tos", -1);
    return text + (loopback ? "            dev cpt: 0\n" : "            dev cpt: -1\n") + "            CPT: \"[0]\"\n";
}

std::string netText(Session &session, const std::string &host, const std::string &only, int level, bool forExport)
{
    const bool cut = flag(session.state(host), "lnetCut") || trouble(session.state(host), "lnet-link", 1) == 0;
    const int health = static_cast<int>(trouble(session.state(host), "lnet-health", 1000));
    std::string text;
    if (only.empty() || only == "lo")
        text += "-     net type: lo\n      local NI(s):\n      -     nid: 0@lo\n            status: up\n" + (level ? details(true, level, forExport, 0) : "");
    for (const Json &net : at(at(session.state(host), "lnet"), "nets")) {
        if (!only.empty() && str(net, "net") != only)
            continue;
        text += "-     net type: " + str(net, "net") + "\n      local NI(s):\n";
        for (const Json &ni : at(net, "nis"))
            text += "      -     nid: " + str(ni, "nid") + "\n            status: " + (cut ? "down" : "up") + "\n            interfaces:\n                  0: "
                + str(ni, "interface") + "\n" + (level ? details(false, level, forExport, health) : "");
    }
    return text.empty() ? "" : "net:\n" + text;
}

std::string globalText(Session &session, const std::string &host)
{
    std::string text = "global:\n";
    const Json &set = at(at(session.state(host), "lnet"), "settings");
    for (const Setting &setting : settings)
        text += "    " + std::string(setting.name) + ": " + std::to_string(num(set, setting.name, setting.value)) + "\n";
    return text;
}

bool ready(Session &session, const Call &call)
{
    return lnetUp(session, call.host);
}

int configure(Call &call, Words words)
{
    Session session(call.directory);
    int rc = 0;
    loadModule(session, call.host, "lnet", rc);
    if (rc)
        return yamlError(call, "configure", "lnet", 2, "Failed to configure LNet: No such file or directory");
    objectAt(session.state(call.host), "lnet")["up"] = true;
    if (contains(words, "--all") || contains(words, "-a"))
        bringNetworksUp(session, call.host);
    return 0;
}

int unconfigure(Call &call, Words)
{
    call.wait(0.4);
    Session session(call.directory);
    if (!arrayAt(session.state(call.host), "mounts").empty() || moduleLoaded(session, call.host, "ptlrpc"))
        return yamlError(call, "unconfigure", "lnet", 16, "LNet unconfigure error: Device or resource busy");
    if (!ready(session, call))
        return yamlError(call, "unconfigure", "lnet", 22, "LNet unconfigure error: Invalid argument");
    stopLnet(session, call.host);
    return 0;
}

int netShow(Call &call, Words words)
{
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "show", "net", 100, "Unspecific failure");
    const std::string only = shownNet(optionValue(words, {"--net"}));
    const std::string text = netText(session, call.host, only, verbosity(words), false);
    call.out(text);
    return 0;
}

int netAdd(Call &call, Words words)
{
    const std::string net = shownNet(optionValue(words, {"--net"})), interfaces = optionValue(words, {"--if"});
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "add", "net", 100, "cannot add network: Network is down");
    if (net.empty())
        return yamlError(call, "add", "net", 22, "missing mandatory parameters in NI config: 'net'");
    Json nis = Json::array();
    for (const std::string &interface : split(interfaces, ',')) {
        const std::string address = addressOf(session, call.host, interface);
        if (address.empty())
            return yamlError(call, "add", "net", 22, "No interface matching '" + interface + "'");
        nis.push_back({{"nid", address + "@" + net}, {"interface", interface}});
    }
    if (nis.empty())
        return yamlError(call, "add", "net", 22, "missing mandatory parameters in NI config: 'interface'");
    Json &nets = arrayAt(objectAt(session.state(call.host), "lnet"), "nets");
    for (Json &known : nets)
        if (str(known, "net") == net) {
            for (const Json &ni : nis)
                for (const Json &old : at(known, "nis"))
                    if (str(old, "nid") == str(ni, "nid"))
                        return yamlError(call, "add", "net", 17, "cannot add network: File exists");
            for (const Json &ni : nis)
                known["nis"].push_back(ni);
            return 0;
        }
    nets.push_back({{"net", net}, {"nis", nis}});
    return 0;
}

int netDel(Call &call, Words words)
{
    const std::string net = shownNet(optionValue(words, {"--net"})), interface = optionValue(words, {"--if"});
    Session session(call.directory);
    Json &nets = arrayAt(objectAt(session.state(call.host), "lnet"), "nets");
    for (auto known = nets.begin(); known != nets.end(); ++known) {
        if (str(*known, "net") != net)
            continue;
        Json kept = Json::array();
        for (const Json &ni : at(*known, "nis"))
            if (!interface.empty() && str(ni, "interface") != interface)
                kept.push_back(ni);
        (*known)["nis"] = kept;
        if (kept.empty())
            nets.erase(known);
        return 0;
    }
    return yamlError(call, "del", "net", 22, "cannot del network");
}

int exportAll(Call &call, Words)
{
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "export", "net", 100, "Unspecific failure");
    call.out(netText(session, call.host, {}, 2, true) + globalText(session, call.host));
    return 0;
}

/// The networks of YAML as far as lnetctl export writes them: net type, interfaces.
int importAll(Call &call, Words words)
{
    std::string text;
    for (const std::string &word : words)
        if (word[0] != '-')
            text = readFile(word[0] == '/' ? call.hostDirectory() + "/root" + call.hostPath(word) : word);
    if (text.empty())
        text = call.input();
    std::string net;
    Session session(call.directory);
    for (const std::string &line : lines(text)) {
        const std::string plain = trim(replaced(line, "- ", "  "));
        if (plain.rfind("net type:", 0) == 0)
            net = shownNet(trim(plain.substr(9)));
        if (net == "lo") {
            yamlError(call, "add", "net", 19, "setting @lo not allowed");
            return yamlError(call, "add", "import", 22, "Failed to configure NI on net 'lo' rc = -22");
        }
        const std::size_t colon = plain.find(": ");
        if (net.empty() || colon == std::string::npos || wholeNumber(plain.substr(0, colon)) < 0)
            continue;
        const std::string interface = plain.substr(colon + 2), address = addressOf(session, call.host, interface);
        if (address.empty())
            return yamlError(call, "add", "import", 42, "No interface matching '" + interface + "'");
        Json &lnet = objectAt(session.state(call.host), "lnet");
        arrayAt(lnet, "nets").push_back({{"net", net}, {"nis", Json::array({{{"nid", address + "@" + net}, {"interface", interface}}})}});
    }
    return 0;
}

int globalShow(Call &call, Words)
{
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "show", "global", 100, "Unspecific failure");
    call.out(globalText(session, call.host));
    return 0;
}

int peerShow(Call &call, Words)
{
    Session session(call.directory);
    return ready(session, call) ? 0 : yamlError(call, "show", "peer", 100, "Unspecific failure");
}

int routeAdd(Call &call, Words words)
{
    const std::string net = shownNet(optionValue(words, {"--net"})), gateway = optionValue(words, {"--gateway"});
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "add", "route", 100, "cannot add route: Network is down");
    if (net.empty() || gateway.empty())
        return yamlError(call, "add", "route", 22, std::string("missing mandatory parameter: '") + (net.empty() ? "net" : "gateway") + "'");
    if (!validNid(gateway))
        return yamlError(call, "add", "route", 22, "Cannot parse gateway");
    Json &routes = arrayAt(objectAt(session.state(call.host), "lnet"), "routes");
    for (const Json &route : routes)
        if (str(route, "net") == net && str(route, "gateway") == gateway)
            return 0;
    const std::int64_t hop = wholeNumber(optionValue(words, {"--hop", "--hop-count"})), priority = wholeNumber(optionValue(words, {"--priority"}));
    routes.push_back({{"net", net}, {"gateway", gateway}, {"hop", hop}, {"priority", std::max<std::int64_t>(0, priority)}});
    return 0;
}

int routeDel(Call &call, Words words)
{
    const std::string net = shownNet(optionValue(words, {"--net"})), gateway = optionValue(words, {"--gateway"});
    Session session(call.directory);
    Json &routes = arrayAt(objectAt(session.state(call.host), "lnet"), "routes");
    for (auto route = routes.begin(); route != routes.end(); ++route)
        if (str(*route, "net") == net && str(*route, "gateway") == gateway) {
            routes.erase(route);
            return 0;
        }
    return yamlError(call, "del", "route", 2, "cannot delete route: No such file or directory");
}

int routeShow(Call &call, Words words)
{
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "show", "route", 100, "Unspecific failure");
    const Json &routes = at(at(session.state(call.host), "lnet"), "routes");
    if (routes.empty())
        return 0;
    call.out("route:\n");
    for (const Json &route : routes) {
        call.out("-     net: " + str(route, "net") + "\n      gateway: " + str(route, "gateway") + "\n");
        if (verbosity(words))
            call.out(format("      hop: %lld\n      priority: %lld\n      state: up\n      type: multi-hop\n", static_cast<long long>(num(route, "hop", -1)),
                            static_cast<long long>(num(route, "priority"))));
    }
    return 0;
}

int routingShow(Call &call, Words)
{
    Session session(call.directory);
    const std::int64_t routing = num(at(session.state(call.host), "lnet"), "routing", -1);
    if (routing < 0)
        return 0;
    const auto pool = [](const char *name, int pages, int buffers) {
        return format("          %s:\n              npages: %d\n              nbuffers: %d\n              credits: %d\n              mincredits: %d\n",
                      name, pages, buffers, buffers, buffers);
    };
    call.out("routing:\n    - cpt[0]:\n" + pool("tiny", 0, 2048) + pool("small", 1, 16384) + pool("large", 256, 1024)
             + (routing ? "    - enable: 3\n" : "    - enable: 2\n") + "buffers:\n    tiny: 2048\n    small: 16384\n    large: 1024\n");
    return 0;
}

int settingError(Call &call, const Setting &setting)
{
    call.err("add:\n    - " + std::string(setting.set) + ":\n          errno: -61\n          descr: \"cannot configure " + setting.words + ": Invalid argument\"\n");
    return 195;
}

int setValue(Call &call, Words words)
{
    if (words.size() < 2)
        return call.fail(1, "set {tiny_buffers | small_buffers | large_buffers | routing | numa_range | max_interfaces | discovery | ...}\n");
    const std::string &name = words[0], &value = words[1];
    const bool negative = value.size() > 1 && value[0] == '-';
    const std::int64_t number = wholeNumber(negative ? value.substr(1) : value);
    Session session(call.directory);
    Json &lnet = objectAt(session.state(call.host), "lnet");
    if (name == "routing") {
        if (!ready(session, call))
            return yamlError(call, "add", "routing", 100, "cannot enable routing: Network is down");
        lnet["routing"] = number > 0 ? 1 : 0;
        return 0;
    }
    for (const Setting &setting : settings)
        if (name == setting.set) {
            if (number < 0)
                return yamlError(call, "parsing", name, 22, "invalid value '" + value + "'");
            if (negative)
                return settingError(call, setting);
            objectAt(lnet, "settings")[setting.name] = number;
            return 0;
        }
    return call.fail(255, "lnetctl: '" + name + "' is not a valid command. See 'lnetctl --list-commands'.\n");
}

int statsShow(Call &call, Words)
{
    Session session(call.directory);
    if (!ready(session, call))
        return yamlError(call, "show", "statistics", 100, "Unspecific failure");
    std::string text = "statistics:\n";
    for (const char *name : {"msgs_alloc", "msgs_max", "rst_alloc", "errors", "send_count", "resend_count", "response_timeout_count",
             "local_interrupt_count", "local_dropped_count", "local_aborted_count", "local_no_route_count", "local_timeout_count",
             "local_error_count", "remote_dropped_count", "remote_error_count", "remote_timeout_count", "network_timeout_count",
             "failed_resends", "successful_resends", "recv_count", "route_count", "drop_count", "send_length", "recv_length",
             "route_length", "drop_length"})
        text += "    " + std::string(name) + ": " + std::to_string(num(at(at(session.state(call.host), "lnet"), "statistics"), name)) + "\n";
    call.out(text);
    return 0;
}

int ping(Call &call, Words words)
{
    Session session(call.directory);
    const std::string nid = words.empty() ? "" : words.back();
    if (!ready(session, call)) {
        call.out("manage:\n    - ping:\n          errno: -100\n          descr: \"failed to ping " + nid + ": Network is down\"\n");
        return 255;
    }
    const std::string host = hostBehind(session, call.host, nid);
    if (host.empty()) {
        call.out("manage:\n    - ping:\n          errno: -1\n          descr: \"failed to ping " + nid + ": Input/output error\"\n");
        return 255;
    }
    call.out("ping:\n    - primary nid: " + nid + "\n      Multi-Rail: True\n      peer ni:\n");
    for (const std::string &own : nidsOf(session, host))
        call.out("        - nid: " + own + "\n");
    return 0;
}

int nothingToSay(Call &, Words)
{
    return 0;
}

const Branch branches[] = {
    {"lnet configure", configure}, {"lnet unconfigure", unconfigure}, {"net show", netShow}, {"net add", netAdd}, {"net del", netDel},
    {"export", exportAll}, {"import", importAll}, {"global show", globalShow}, {"peer show", peerShow}, {"peer add", nothingToSay},
    {"peer del", nothingToSay}, {"route add", routeAdd}, {"route del", routeDel}, {"route show", routeShow}, {"routing show", routingShow},
    {"set", setValue}, {"stats show", statsShow}, {"ping", ping}, {"discover", ping}, {"debug recovery", nothingToSay}, {"udsp show", nothingToSay}};

} // namespace

int lnetctl(Call &call)
{
    if (call.args.empty())
        return call.fail(255, "usage: lnetctl COMMAND\n");
    if (call.isOption("--version")) {
        call.out("lnetctl " + str(Session(call.directory).definition(), "lustre", "2.17.0") + "\n");
        return 0;
    }
    bool first = false;
    for (const Branch &branch : branches) {
        const Words words = split(branch.words, ' ');
        first = first || words[0] == call.args[0];
        if (call.args.size() >= words.size() && std::equal(words.begin(), words.end(), call.args.begin()))
            return branch.run(call, Words(call.args.begin() + static_cast<std::ptrdiff_t>(words.size()), call.args.end()));
    }
    static const Words known{"lnet", "route", "net", "routing", "set", "import", "export", "stats", "debug", "global", "peer", "ping", "discover",
        "service-id", "udsp", "fault", "setup-mrrouting", "setup-sysctl", "cpt-of-nid"};
    const std::string wrong = (first || contains(known, call.args[0])) && call.args.size() > 1 ? call.args[1] : call.args[0];
    return call.fail(255, "lnetctl: '" + wrong + "' is not a valid command. See 'lnetctl --list-commands'.\n");
}

} // namespace simhost
