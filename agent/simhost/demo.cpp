// SPDX-License-Identifier: GPL-3.0-or-later
// The demo's cluster: a metadata pair, two object storage pairs, shared disks that each host calls by other names.
#include "agent/simhost/control.h"

namespace simhost {

namespace {

constexpr std::int64_t gib = 1LL << 30, tib = 1LL << 40;

class Demo {
public:
    Json made()
    {
        addPair("mds", 1);
        addPair("oss", 1);
        addPair("oss", 3);
        addMetadataDisks();
        addObjectDisks(1);
        addObjectDisks(3);
        addLocalNvme();
        Json hosts = Json::array();
        for (const std::string &name : m_order)
            hosts.push_back(m_hosts[name]);
        return {{"version", 1}, {"speed", 1.0}, {"lustre", "2.17.0"}, {"hosts", hosts}, {"disks", m_disks}};
    }

private:
    void addPair(const std::string &role, int first)
    {
        for (int i = first; i < first + 2; ++i) {
            const std::string name = role + std::to_string(i);
            const int number = static_cast<int>(m_order.size()) + 1;
            m_order.push_back(name);
            Json host{{"name", name}, {"kernel", "5.14.0-427.42.1_lustre.el9.x86_64"}, {"cpus", role == "mds" ? 32 : 16},
                      {"memoryKb", role == "mds" ? 402653184 : 201326592}, {"zfs", role == "mds"},
                      {"os", {{"id", "rocky"}, {"name", "Rocky Linux"}, {"version", "9.4"}, {"pretty", "Rocky Linux 9.4 (Blue Onyx)"}}}};
            host["nics"] = Json::array({{{"name", "eth0"}, {"mac", format("52:54:00:0a:00:%02x", 16 + number)}, {"address", format("10.10.0.%d/24", 10 + number)}, {"speed", 1000}},
                                        {{"name", "eth1"}, {"mac", format("52:54:00:0a:01:%02x", 16 + number)}, {"address", format("10.10.1.%d/24", 10 + number)}, {"speed", 100000}}});
            host["disks"] = Json::array();
            m_hosts[name] = host;
            addSystemDisk(name, number);
        }
    }

    void addSystemDisk(const std::string &host, int number)
    {
        const std::string serial = format("S4EVNX0R%06d", 301200 + number);
        m_disks.push_back({{"serial", serial}, {"wwn", format("0x5002538f4131%04x", 0x1200 + number)}, {"model", "SAMSUNG MZ7LH480"}, {"vendor", "ATA"},
                           {"size", 447 * gib}, {"rotational", false}, {"transport", "sata"}, {"content", {{"type", "gpt"}, {"uuid", newUuid()}}}});
        m_disks.push_back({{"serial", serial + "-part1"}, {"size", 1 * gib}, {"rotational", false}, {"systemMount", "/boot"},
                           {"content", {{"type", "ext4"}, {"label", "boot"}, {"uuid", newUuid()}}}});
        m_disks.push_back({{"serial", serial + "-part2"}, {"size", 446 * gib}, {"rotational", false}, {"systemMount", "/"},
                           {"content", {{"type", "xfs"}, {"label", "root"}, {"uuid", newUuid()}}}});
        m_hosts[host]["disks"].push_back({{"disk", serial}, {"kernel", "sda"},
            {"partitions", Json::array({{{"kernel", "sda1"}, {"disk", serial + "-part1"}}, {{"kernel", "sda2"}, {"disk", serial + "-part2"}}})}});
    }

    void shared(const std::string &pairOne, const std::string &pairTwo, std::int64_t size, bool rotational, const char *model, Json content)
    {
        const int number = ++m_count;
        const std::string serial = format("60080e50003b%04x", 0x4a10 + number * 7);
        m_disks.push_back({{"serial", serial}, {"wwn", "0x" + serial + format("%016x", 0x5c1d0000 + number)}, {"model", model}, {"vendor", "NETAPP"},
                           {"size", size}, {"rotational", rotational}, {"transport", "fc"}, {"content", content.is_null() ? Json::object() : content}});
        addPaths(pairOne, serial, 0);
        addPaths(pairTwo, serial, 2); // the second host finds its paths in another order and names the maps from another letter
    }

    void addPaths(const std::string &host, const std::string &serial, int shift)
    {
        Json &disks = m_hosts[host]["disks"];
        const int index = static_cast<int>(disks.size()) - 1;
        const auto name = [](int n) { return std::string("sd") + (n < 26 ? std::string(1, static_cast<char>('a' + n)) : std::string("a") + static_cast<char>('a' + n - 26)); };
        disks.push_back({{"disk", serial}, {"kernel", format("dm-%d", index)}, {"mapper", std::string("mpath") + static_cast<char>('a' + index + shift)},
                         {"paths", Json::array({name(1 + 2 * index), name(2 + 2 * index)})}});
    }

    void addMetadataDisks()
    {
        shared("mds1", "mds2", 10 * gib, false, "INF-01-00", {});
        for (int i = 0; i < 3; ++i)
            shared("mds1", "mds2", 2 * tib, false, "INF-01-00", {});
        for (int i = 0; i < 2; ++i)
            shared("mds1", "mds2", 4 * tib, false, "INF-01-00", {});
        shared("mds1", "mds2", 1 * tib, false, "INF-01-00", {{"type", "LVM2_member"}, {"uuid", "QyJ2kA-c0Dd-4nGs-p1mT-XbYr-9hLe-fW83Zo"}, {"group", "vg_scratch_old"}});
    }

    void addObjectDisks(int first)
    {
        const std::string one = "oss" + std::to_string(first), two = "oss" + std::to_string(first + 1);
        for (int i = 0; i < 8; ++i)
            shared(one, two, (i < 4 ? 64 : 128) * tib, true, "INF-01-00", {});
        if (first == 1)
            shared(one, two, 64 * tib, true, "INF-01-00", {{"type", "xfs"}, {"label", "backup2019"}, {"uuid", newUuid()}});
        else
            shared(one, two, 64 * tib, true, "INF-01-00", {{"type", "gpt"}, {"uuid", newUuid()}});
    }

    void addLocalNvme()
    {
        m_disks.push_back({{"serial", "PHLN116400Z81P6AGN"}, {"wwn", "eui.01000000010000005cd2e4b1a0f35251"}, {"model", "INTEL SSDPE2KE016T8"}, {"vendor", ""},
                           {"size", 1490 * gib}, {"rotational", false}, {"transport", "nvme"}, {"content", Json::object()}});
        m_hosts["oss1"]["disks"].push_back({{"disk", "PHLN116400Z81P6AGN"}, {"kernel", "nvme0n1"}});
    }

    std::map<std::string, Json> m_hosts;
    Words m_order;
    Json m_disks = Json::array();
    int m_count = 0;
};

} // namespace

Json bareDefinition(Json definition)
{
    for (Json &host : arrayAt(definition, "hosts")) {
        if (!host.is_object())
            continue;
        host["lustreKernel"] = str(host, "lustreKernel", str(host, "kernel"));
        host["kernel"] = str(at(host, "os"), "id") == "debian" ? "6.1.0-25-amd64" : "5.14.0-427.13.1.el9_4.x86_64";
        host["withoutLustre"] = true;
        host["zfs"] = false;
    }
    return definition;
}

Json demoDefinition()
{
    return Demo().made();
}

} // namespace simhost
