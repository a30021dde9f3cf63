// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/lnet.h"

#include <algorithm>

namespace simhost {

const std::vector<ModuleInfo> &lustreModules()
{
    // clang-format off
    static const std::vector<ModuleInfo> modules{
        {"libcfs", "net/lustre", 139264, ""},
        {"lnet", "net/lustre", 995328, "libcfs"},
        {"ksocklnd", "net/lustre", 192512, "libcfs lnet"},
        {"obdclass", "fs/lustre", 3694592, "libcfs lnet"},
        {"ptlrpc", "fs/lustre", 2854912, "libcfs lnet obdclass"},
        {"fld", "fs/lustre", 94208, "libcfs obdclass ptlrpc"},
        {"fid", "fs/lustre", 86016, "libcfs obdclass ptlrpc fld"},
        {"lmv", "fs/lustre", 237568, "libcfs lnet obdclass ptlrpc fld fid"},
        {"osc", "fs/lustre", 499712, "libcfs lnet obdclass ptlrpc"},
        {"lov", "fs/lustre", 352256, "libcfs obdclass ptlrpc fld osc"},
        {"mdc", "fs/lustre", 303104, "libcfs obdclass ptlrpc fid osc lov"},
        {"lustre", "fs/lustre", 1183744, "libcfs lnet obdclass ptlrpc fld lmv lov mdc"},
        {"ldiskfs", "fs/lustre", 1044480, ""},
        {"lquota", "fs/lustre", 479232, "libcfs obdclass ptlrpc"},
        {"lfsck", "fs/lustre", 811008, "libcfs obdclass ptlrpc fld fid"},
        {"osd_ldiskfs", "fs/lustre", 634880, "libcfs obdclass ptlrpc fld fid lquota ldiskfs"},
        {"osd_zfs", "fs/lustre", 557056, "libcfs obdclass ptlrpc fld fid lquota"},
        {"mgc", "fs/lustre", 126976, "libcfs lnet obdclass ptlrpc"},
        {"mgs", "fs/lustre", 401408, "libcfs lnet obdclass ptlrpc mgc"},
        {"mdt", "fs/lustre", 1105920, "libcfs lnet obdclass ptlrpc fld fid lquota lfsck"},
        {"lod", "fs/lustre", 684032, "libcfs obdclass ptlrpc fld lfsck"},
        {"mdd", "fs/lustre", 532480, "libcfs obdclass ptlrpc fld fid lfsck"},
        {"ofd", "fs/lustre", 421888, "libcfs lnet obdclass ptlrpc fld fid lquota lfsck"},
        {"osp", "fs/lustre", 372736, "libcfs lnet obdclass ptlrpc fld fid"},
    };
    // clang-format on
    return modules;
}

bool moduleLoaded(Session &session, const std::string &host, const std::string &module)
{
    for (const Json &one : at(session.state(host), "modules"))
        if (one == module)
            return true;
    return false;
}

namespace {

const ModuleInfo *moduleNamed(const std::string &name)
{
    for (const ModuleInfo &module : lustreModules())
        if (name == module.name)
            return &module;
    return nullptr;
}

void insert(Session &session, const std::string &host, const ModuleInfo &module, Words &inserted)
{
    for (const std::string &need : split(module.needs, ' '))
        if (const ModuleInfo *needed = moduleNamed(need); needed && !moduleLoaded(session, host, need))
            insert(session, host, *needed, inserted);
    if (moduleLoaded(session, host, module.name))
        return;
    const std::string name = module.name;
    std::string line = "/lib/modules/" + str(session.host(host), "kernel") + "/updates/kernel/" + module.path + "/" + name + ".ko ";
    if (name == "lnet" && !networksOption(session, host).empty())
        line += "networks=" + networksOption(session, host) + " ";
    arrayAt(session.state(host), "modules").push_back(name);
    inserted.push_back(line);
    if (name == "ptlrpc")
        bringNetworksUp(session, host);
}

} // namespace

Words loadModule(Session &session, const std::string &host, const std::string &name, int &rc)
{
    const ModuleInfo *module = moduleNamed(name);
    Words inserted;
    rc = module && !str(session.definition(), "lustre", "2.17.0").empty() && !flag(session.host(host), "withoutLustre") ? 0 : 1;
    if (rc == 0)
        insert(session, host, *module, inserted);
    return inserted;
}

void loadServerModules(Session &session, const std::string &host, bool zfs)
{
    for (const char *name : {"lustre", "ldiskfs", "lquota", "lfsck", "mgc", "mgs", "mdt", "lod", "mdd", "ofd", "osp"}) {
        int rc = 0;
        loadModule(session, host, name, rc);
    }
    int rc = 0;
    loadModule(session, host, zfs ? "osd_zfs" : "osd_ldiskfs", rc);
}

bool unloadModules(Session &session, const std::string &host, const std::string &module)
{
    Json &state = session.state(host);
    if (!arrayAt(state, "mounts").empty())
        return false;
    Words goes{module};
    for (std::size_t before = 0; !module.empty() && before != goes.size();) {
        before = goes.size();
        for (const ModuleInfo &one : lustreModules())
            for (const std::string &need : split(one.needs, ' '))
                if (contains(goes, need) && !contains(goes, one.name))
                    goes.emplace_back(one.name);
    }
    Json kept = Json::array();
    for (const Json &one : arrayAt(state, "modules"))
        if (!module.empty() && one.is_string() && !contains(goes, one.get<std::string>()))
            kept.push_back(one);
    state["modules"] = kept;
    if (module.empty() || contains(goes, "lnet"))
        state["lnet"] = Json::object();
    return true;
}

bool lnetUp(Session &session, const std::string &host)
{
    return session.up(host) && flag(at(session.state(host), "lnet"), "up");
}

std::string shownNet(std::string net)
{
    if (net.size() > 1 && net.back() == '0' && !std::isdigit(static_cast<unsigned char>(net[net.size() - 2])))
        net.pop_back();
    return net;
}

std::string addressOf(Session &session, const std::string &host, const std::string &interface)
{
    for (const Json &nic : at(session.host(host), "nics"))
        if (str(nic, "name") == interface) {
            const std::string address = str(nic, "address");
            return address.substr(0, address.find('/'));
        }
    return {};
}

std::string networksOption(Session &session, const std::string &host)
{
    const std::string directory = session.root(host) + "/etc/modprobe.d";
    std::string networks;
    for (const std::string &file : listDirectory(directory))
        if (file.size() > 5 && file.substr(file.size() - 5) == ".conf")
            for (const std::string &line : lines(readFile(directory + "/" + file))) {
                const Words words = split(replaced(line, "\t", " "), ' ');
                if (words.size() < 3 || words[0] != "options" || words[1] != "lnet")
                    continue;
                for (const std::string &word : words)
                    if (word.rfind("networks=", 0) == 0)
                        networks = replaced(replaced(word.substr(9), "\"", ""), "'", "");
            }
    return networks;
}

namespace {

/// "tcp0(eth0,eth1),o2ib(ib0)" -> {"tcp0(eth0,eth1)", "o2ib(ib0)"}
Words networkWords(const std::string &option)
{
    Words words;
    std::string word;
    int depth = 0;
    for (const char c : option + ",") {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (c == ',' && depth == 0) {
            if (!word.empty())
                words.push_back(word);
            word.clear();
        } else if (c != ' ') {
            word += c;
        }
    }
    return words;
}

/// routes="o2ib1 1 10.10.1.9@tcp:2; tcp2 10.10.1.8@tcp" of the module options, as lnetctl route add would have it.
void takeRoutes(Session &session, const std::string &host, Json &routes)
{
    const std::string directory = session.root(host) + "/etc/modprobe.d";
    for (const std::string &file : listDirectory(directory))
        for (const std::string &line : lines(readFile(directory + "/" + file))) {
            const std::size_t from = line.find(" routes=\"");
            if (line.rfind("options lnet ", 0) != 0 || from == std::string::npos)
                continue;
            for (const std::string &route : split(line.substr(from + 9, line.find('"', from + 9) - from - 9), ';')) {
                const Words words = split(route, ' ');
                if (words.size() < 2)
                    continue;
                const std::size_t colon = words.back().find(':');
                const std::string gateway = words.back().substr(0, colon);
                const std::int64_t priority = colon == std::string::npos ? 0 : wholeNumber(words.back().substr(colon + 1));
                routes.push_back({{"net", shownNet(words[0])}, {"gateway", gateway}, {"hop", words.size() > 2 ? wholeNumber(words[1]) : -1}, {"priority", priority}});
            }
        }
}

} // namespace

void bringNetworksUp(Session &session, const std::string &host)
{
    Json &lnet = objectAt(session.state(host), "lnet");
    lnet["up"] = true;
    if (!lnet.contains("routes"))
        takeRoutes(session, host, arrayAt(lnet, "routes"));
    Json &nets = arrayAt(lnet, "nets");
    std::string option = networksOption(session, host);
    if (option.empty() && nets.empty()) { // without options the first interface becomes tcp
        for (const Json &nic : at(session.host(host), "nics"))
            if (option.empty())
                option = "tcp(" + str(nic, "name") + ")";
    }
    for (const std::string &word : networkWords(option)) {
        const std::size_t open = word.find('(');
        const std::string net = shownNet(word.substr(0, open));
        Words interfaces = open == std::string::npos ? Words{} : split(word.substr(open + 1, word.find(')') - open - 1), ',');
        if (interfaces.empty() && !at(session.host(host), "nics").empty())
            interfaces.push_back(str(at(session.host(host), "nics").front(), "name"));
        bool known = false;
        for (const Json &one : nets)
            known = known || str(one, "net") == net;
        Json nis = Json::array();
        for (const std::string &interface : interfaces)
            if (const std::string address = addressOf(session, host, interface); !address.empty())
                nis.push_back({{"nid", address + "@" + net}, {"interface", interface}});
        if (!known && !nis.empty())
            nets.push_back({{"net", net}, {"nis", nis}});
    }
}

Words nidsOf(Session &session, const std::string &host, bool withLoopback)
{
    Words nids;
    if (withLoopback)
        nids.emplace_back("0@lo");
    for (const Json &net : at(at(session.state(host), "lnet"), "nets"))
        for (const Json &ni : at(net, "nis"))
            nids.push_back(str(ni, "nid"));
    return nids;
}

void stopLnet(Session &session, const std::string &host)
{
    session.state(host)["lnet"] = Json::object();
}

namespace {

bool answers(Session &session, const std::string &host)
{
    return lnetUp(session, host) && !flag(session.state(host), "lnetCut");
}

std::string netOf(const std::string &nid)
{
    const std::size_t at = nid.find('@');
    return at == std::string::npos ? "tcp" : shownNet(nid.substr(at + 1));
}

} // namespace

std::string hostBehind(Session &session, const std::string &from, const std::string &nid)
{
    const std::string plain = nid.substr(0, nid.find('@')) + "@" + netOf(nid);
    if (lnetUp(session, from) && (contains(nidsOf(session, from), plain) || plain == "0@lo"))
        return from;
    if (!answers(session, from))
        return {};
    bool common = false;
    for (const std::string &own : nidsOf(session, from))
        common = common || netOf(own) == netOf(plain);
    if (!common)
        return {};
    for (const std::string &host : session.hosts())
        if (host != from && answers(session, host) && contains(nidsOf(session, host), plain))
            return host;
    return {};
}

} // namespace simhost
