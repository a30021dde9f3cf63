// SPDX-License-Identifier: GPL-3.0-or-later
// Which files there are to read, how often, and with what. Parameters lie at different places by version: /proc/fs/lustre up to 2.8 and
// partly to 2.12, /sys/fs/lustre and /sys/kernel/debug/lustre since; LNet in /proc/sys/lnet up to 2.8, in debugfs after.
#pragma once
#include "agent/monitor/files.h"

#include <array>
#include <cstdint>
#include <map>

namespace monitor {

enum class Collector : std::uint8_t { Host, Disks, Network, Lnet, Lustre, Ost, Mdt, Mgs, Jobs, Histograms, Services, Locks, Connections, Clients, Zfs };
inline constexpr std::array<std::string_view, 15> collectorNames{"host", "disks", "network", "lnet", "lustre", "ost", "mdt", "mgs", "jobs", "histograms", "services", "locks",
    "connections", "clients", "zfs"};

enum class Reading : std::uint8_t { Parameter, HostFile, Jobs, ExportUuids };

struct Source {
    std::uint32_t id = 0;
    Collector collector{};
    Reading reading{};
    std::uint8_t every = 1;  ///< samples
    std::uint8_t phase = 0;  ///< which of them, so that not all come at once
    std::string name{};      ///< of the parameter, or the path of a file of the host
    std::string path{};
};

/// A parameter that a device of this kind should have, and has not.
struct Absent {
    std::string name{};
    Collector collector{};
};

class Sources {
public:
    explicit Sources(Files &files) : m_files(files) { }
    /// Looks for what came and went. Sources keep their ids; those in `gone` are no more.
    void look(std::vector<std::uint32_t> &gone);
    const std::map<std::string, Source> &all() const { return m_all; } ///< by collector and name
    const std::vector<Absent> &absent() const { return m_absent; }

private:
    std::string signature() const;
    void lookHost();
    void lookLustre();
    void lookDevice(const std::string &type, const std::string &device);
    void lookServices(const std::string &type, const std::string &device);
    void lookLive();
    void lookZfs();
    std::string placeOf(const std::string &below) const;
    void want(Collector collector, Reading reading, int every, std::string name, std::string path);
    Files &m_files;
    std::map<std::string, Source> m_all, m_found;
    std::vector<Absent> m_absent;
    std::string m_signature;
    int m_looks = 0;
    std::uint32_t m_nextId = 1;
};

} // namespace monitor
