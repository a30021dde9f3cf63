// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/choice.h"

#include "agent/collect/scan.h"

#include <algorithm>
#include <array>

namespace monitor {

using collect::endsWith;
using collect::startsWith;

namespace {

template <std::size_t size> bool isOneOf(const std::array<std::string_view, size> &sorted, std::string_view word)
{
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool isKeptOfHost(const collect::Figure &figure)
{
    static constexpr std::array<std::string_view, 17> memory{"AnonPages", "Buffers", "Cached", "Committed_AS", "Dirty", "Mapped", "MemAvailable", "MemFree", "MemTotal", "SReclaimable",
        "SUnreclaim", "Shmem", "Slab", "SwapCached", "SwapFree", "SwapTotal", "Writeback"};
    static constexpr std::array<std::string_view, 7> vmstat{"oom_kill", "pgfault", "pgmajfault", "pgpgin", "pgpgout", "pswpin", "pswpout"};
    static constexpr std::array<std::string_view, 9> disk{"in_flight", "io_ms", "read_ms", "reads", "sectors_read", "sectors_written", "weighted_ms", "write_ms", "writes"};
    static constexpr std::array<std::string_view, 8> net{"rx_bytes", "rx_drop", "rx_errs", "rx_packets", "tx_bytes", "tx_drop", "tx_errs", "tx_packets"};
    const std::string_view name = std::string_view(figure.name).substr(5);
    if (name == "memory")
        return isOneOf(memory, collect::labelOf(figure.labels, "field"));
    if (name == "vmstat")
        return isOneOf(vmstat, collect::labelOf(figure.labels, "field"));
    if (startsWith(name, "disk.")) {
        const std::string_view device = collect::labelOf(figure.labels, "device");
        return !startsWith(device, "loop") && !startsWith(device, "ram") && isOneOf(disk, name.substr(5));
    }
    if (startsWith(name, "net."))
        return collect::labelOf(figure.labels, "interface") != "lo" && isOneOf(net, name.substr(4));
    return name != "cpu.each" && name != "intr";
}

bool isKeptOfArc(std::string_view name)
{
    static constexpr std::array<std::string_view, 17> arc{"arc_meta_used", "c", "c_max", "c_min", "demand_data_hits", "demand_data_misses", "demand_metadata_hits",
        "demand_metadata_misses", "hits", "l2_hits", "l2_misses", "l2_size", "memory_throttle_count", "mfu_size", "misses", "mru_size", "size"};
    return isOneOf(arc, name);
}

} // namespace

bool isKept(const collect::Figure &figure)
{
    const std::string_view name = figure.name;
    if (startsWith(name, "host."))
        return isKeptOfHost(figure);
    if (startsWith(name, "zfs.arcstats."))
        return isKeptOfArc(name.substr(13));
    if (endsWith(name, ".min") || endsWith(name, ".max") || endsWith(name, ".sumsq"))
        return false;
    // "open 5 samples [reqs] 1 1 5": the sum says nothing that the count does not.
    if (endsWith(name, ".sum"))
        return figure.unit != "reqs" && figure.unit != "regs";
    return true;
}

bool isKept(const collect::Fact &fact)
{
    for (const std::string_view end : {".snapshot_time", ".start_time", ".elapsed_time", ".section"})
        if (endsWith(fact.name, end))
            return false;
    return fact.name != "export.uuid" && !collect::contains(fact.name, "history") && !startsWith(fact.name, "lnet.");
}

void choose(collect::Readings &readings)
{
    std::erase_if(readings.figures, [](const collect::Figure &figure) { return !isKept(figure); });
    std::erase_if(readings.facts, [](const collect::Fact &fact) { return !isKept(fact); });
}

} // namespace monitor
