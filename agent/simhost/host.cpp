// SPDX-License-Identifier: GPL-3.0-or-later
// Tools of the operating system around Lustre: ip, LVM's reports, mdadm, shutdown, uname, hostname.
#include "agent/simhost/control.h"
#include "agent/simhost/device.h"

namespace simhost {

int ipTool(Call &call)
{
    Session session(call.directory);
    if (!call.isOption("-j") && !call.isOption("-json"))
        return call.fail(255, "ip: only `ip -j addr` and `ip -j link` are simulated\n");
    Json all = Json::array();
    all.push_back({{"ifindex", 1}, {"ifname", "lo"}, {"flags", {"LOOPBACK", "UP", "LOWER_UP"}}, {"mtu", 65536}, {"operstate", "UNKNOWN"},
                   {"link_type", "loopback"}, {"address", "00:00:00:00:00:00"},
                   {"addr_info", Json::array({{{"family", "inet"}, {"local", "127.0.0.1"}, {"prefixlen", 8}, {"scope", "host"}}})}});
    int index = 2;
    for (const Json &nic : at(session.host(call.host), "nics")) {
        const Words address = split(str(nic, "address"), '/');
        Json entry{{"ifindex", index++}, {"ifname", str(nic, "name")}, {"flags", {"BROADCAST", "MULTICAST", "UP", "LOWER_UP"}}, {"mtu", 1500},
                   {"operstate", "UP"}, {"link_type", "ether"}, {"address", str(nic, "mac")}, {"addr_info", Json::array()}};
        if (address.size() == 2)
            entry["addr_info"].push_back({{"family", "inet"}, {"local", address[0]}, {"prefixlen", wholeNumber(address[1])}, {"scope", "global"}});
        all.push_back(entry);
    }
    call.out(dump(all) + "\n");
    return 0;
}

int volumeManager(Call &call)
{
    Session session(call.directory);
    Json rows = Json::array();
    for (const Json &entry : at(session.host(call.host), "disks")) {
        const Json &disk = session.disk(str(entry, "disk"));
        const Json &content = at(disk, "content");
        if (str(content, "type") != "LVM2_member" || !flag(disk, "present", true))
            continue;
        const std::string path = str(entry, "mapper").empty() ? "/dev/" + str(entry, "kernel") : "/dev/mapper/" + str(entry, "mapper");
        const std::string group = str(content, "group"), size = std::to_string(num(disk, "size")) + "B";
        if (call.tool == "pvs")
            rows.push_back({{"pv_name", path}, {"vg_name", group}, {"pv_fmt", "lvm2"}, {"pv_attr", "a--"}, {"pv_size", size}, {"pv_free", "0B"}});
        else if (call.tool == "vgs")
            rows.push_back({{"vg_name", group}, {"pv_count", "1"}, {"lv_count", "1"}, {"snap_count", "0"}, {"vg_attr", "wz--n-"}, {"vg_size", size}, {"vg_free", "0B"}});
        else
            rows.push_back({{"lv_name", "data"}, {"vg_name", group}, {"lv_attr", "-wi-------"}, {"lv_size", size}});
    }
    const char *key = call.tool == "pvs" ? "pv" : call.tool == "vgs" ? "vg" : "lv";
    call.out(dump(Json{{"report", Json::array({{{key, rows}}})}}, 2) + "\n");
    return 0;
}

int mdadm(Call &call)
{
    return call.isOption("--scan") || call.isOption("-s") ? 0 : call.fail(1, "mdadm: no arrays in this simulated host\n");
}

namespace {

/// The power goes when the caller has had its answer; the helper is a process of its own, for the host's die.
int powerAfterwards(Call &call, bool reboot)
{
    powerLater(call.directory, call.host, reboot, call.speed());
    return 0;
}

} // namespace

int shutdownTool(Call &call)
{
    return powerAfterwards(call, call.isOption("-r") || call.isOption("--reboot"));
}

int unameTool(Call &call)
{
    Session session(call.directory);
    const Json &host = session.host(call.host);
    if (call.args.empty()) {
        call.out("Linux\n");
        return 0;
    }
    Words words;
    for (const std::string &word : call.args)
        for (const char letter : word.substr(1)) {
            const bool all = letter == 'a';
            if (letter == 's' || all) words.emplace_back("Linux");
            if (letter == 'n' || all) words.push_back(call.host);
            if (letter == 'r' || all) words.push_back(str(host, "kernel"));
            if (all) words.emplace_back("#1 SMP PREEMPT_DYNAMIC");
            if (letter == 'm' || all) words.emplace_back("x86_64");
            if (letter == 'o' || all) words.emplace_back("GNU/Linux");
        }
    call.out(join(words, " ") + "\n");
    return 0;
}

int hostnameTool(Call &call)
{
    call.out(call.host + "\n");
    return 0;
}

int synchronise(Call &)
{
    return 0;
}

} // namespace simhost
