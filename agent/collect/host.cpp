// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/host.h"

#include "agent/actions/parse.h"
#include "agent/collect/scan.h"

#include <array>

namespace collect {

void readProcStat(std::string_view text, Readings &out)
{
    static constexpr std::array<std::string_view, 10> modes{"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest", "guest_nice"};
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        Words words(line);
        const std::string_view key = words.next();
        Number number;
        if (startsWith(key, "cpu")) {
            const Labels labels = key == "cpu" ? Labels{} : Labels{{"cpu", std::string(key.substr(3))}};
            for (const std::string_view mode : modes)
                if (readNumber(words.next(), number))
                    out.figure(key == "cpu" ? "host.cpu" : "host.cpu.each", with(labels, "mode", mode), number, "ticks", Kind::Counter);
        } else if ((key == "ctxt" || key == "btime" || key == "processes" || key == "procs_running" || key == "procs_blocked" || key == "intr") && readNumber(words.next(), number))
            out.figure("host." + std::string(key), {}, number, key == "btime" ? "s" : "", startsWith(key, "procs_") || key == "btime" ? Kind::Gauge : Kind::Counter);
    }
}

void readMeminfo(std::string_view text, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        Number number;
        if (!keyValue(line, ':', key, value))
            continue;
        Words words(value);
        if (!readNumber(words.next(), number))
            out.gap("host.memory", Cause::Malformed, line);
        else if (words.next() == "kB")
            out.figure("host.memory", with({}, "field", key), Number::ofUnsigned(number.natural() * 1024), "bytes");
        else
            out.figure("host.memory", with({}, "field", key), number);
    }
}

void readLoadavg(std::string_view text, Readings &out)
{
    Words words(text);
    for (const char *name : {"host.load1", "host.load5", "host.load15"}) {
        Number number;
        if (readNumber(words.next(), number))
            out.figure(name, {}, number);
        else
            out.gap(name, Cause::Malformed, text);
    }
}

void readNetDev(std::string_view text, Readings &out)
{
    static constexpr std::array<std::string_view, 16> columns{"rx_bytes", "rx_packets", "rx_errs", "rx_drop", "rx_fifo", "rx_frame", "rx_compressed", "rx_multicast", "tx_bytes",
        "tx_packets", "tx_errs", "tx_drop", "tx_fifo", "tx_colls", "tx_carrier", "tx_compressed"};
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::size_t colon = line.rfind(':'); // alias interfaces have a colon of their own
        if (colon == std::string_view::npos || contains(line, "|"))
            continue;
        const Labels labels = with({}, "interface", trim(line.substr(0, colon)));
        Words words(line.substr(colon + 1));
        for (const std::string_view column : columns) {
            Number number;
            const std::string_view word = words.next();
            if (readNumber(word, number))
                out.figure("host.net." + std::string(column), labels, number, endsWith(column, "bytes") ? "bytes" : "", Kind::Counter);
            else
                out.gap("host.net", word.empty() ? Cause::Truncated : Cause::Malformed, line);
        }
    }
}

void readDiskstats(std::string_view text, Readings &out)
{
    static constexpr std::array<std::string_view, 17> columns{"reads", "reads_merged", "sectors_read", "read_ms", "writes", "writes_merged", "sectors_written", "write_ms",
        "in_flight", "io_ms", "weighted_ms", "discards", "discards_merged", "sectors_discarded", "discard_ms", "flushes", "flush_ms"};
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        Words words(line);
        words.next();
        words.next();
        const std::string_view device = words.next();
        if (device.empty())
            continue;
        for (const std::string_view column : columns) {
            Number number;
            const std::string_view word = words.next();
            if (word.empty())
                break; // 4.18 has fourteen, 5.5 has seventeen
            if (readNumber(word, number))
                out.figure("host.disk." + std::string(column), with({}, "device", device), number, endsWith(column, "_ms") ? "ms" : "", column == "in_flight" ? Kind::Gauge : Kind::Counter);
            else
                out.gap("host.disk", Cause::Malformed, line);
        }
    }
}

void readVmstat(std::string_view text, Readings &out)
{
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        Words words(line);
        const std::string_view key = words.next();
        Number number;
        if (readNumber(words.next(), number))
            out.figure("host.vmstat", with({}, "field", key), number, {}, startsWith(key, "nr_") ? Kind::Gauge : Kind::Counter);
    }
}

void readKstat(std::string_view name, std::string_view pool, std::string_view text, Readings &out)
{
    Labels labels = pool.empty() ? Labels{} : Labels{{"pool", std::string(pool)}};
    const bool dataset = startsWith(name, "objset-"); // one file a dataset, numbered
    if (const std::size_t at = text.find("dataset_name"); dataset && at != std::string_view::npos) {
        Words words(text.substr(at, text.find('\n', at) - at)); // its name may have blanks
        words.next();
        words.next();
        labels.emplace_back("dataset", trim(words.rest()));
    }
    const std::string base = "zfs." + std::string(dataset ? "objset" : name);
    Lines lines(text);
    std::vector<std::string_view> head;
    for (std::string_view line; lines.next(line);) {
        const auto cells = wordList(line);
        if (cells.empty() || (cells.size() >= 6 && startsWith(cells[2], "0x"))) // "13 1 0x01 96 4608 0 0": the kstat's own head
            continue;
        if (cells.size() == 3 && cells[0] == "name" && cells[1] == "type") {
            head = cells;
            continue;
        }
        Number number;
        if (head.size() == 3 && head[0] == "name") {
            if (cells.size() == 3 && readNumber(cells[2], number))
                out.figure(base + "." + std::string(cells[0]), labels, number, {}, cells[1] == "4" ? Kind::Counter : Kind::Gauge);
            else if (cells.size() >= 3)
                out.fact(base + "." + std::string(cells[0]), labels, cells[2]);
        } else if (head.empty()) {
            head = cells;
            if (cells.size() == 1) // health: one word
                out.fact(base, labels, cells[0]);
        } else {
            const Labels own = readNumber(cells[0], number) && head[0] == "txg" ? with(labels, "txg", cells[0]) : labels;
            for (std::size_t i = 0; i < cells.size() && i < head.size(); ++i)
                if (readNumber(cells[i], number))
                    out.figure(base + "." + std::string(head[i]), own, number, {}, name == "io" ? Kind::Counter : Kind::Gauge);
                else
                    out.fact(base + "." + std::string(head[i]), own, cells[i]);
        }
    }
}

void readNtpData(std::string_view text, Readings &out)
{
    Lines lines(text);
    std::string server;
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        if (!keyValue(line, ':', key, value))
            continue;
        std::string name = "time.";
        for (const char c : key)
            name += c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        const std::string_view first = Words(value).next();
        if (key == "Remote address")
            server = first;
        Number number;
        const std::string_view plain = startsWith(first, "+") ? first.substr(1) : first;
        if (readNumber(plain, number))
            out.figure(name, with({}, "server", server), number, contains(value, "seconds") ? "s" : "");
        else
            out.fact(name, with({}, "server", server), value);
    }
}

namespace {

void readNames(std::string_view name, const std::vector<std::string> &names, Readings &out)
{
    for (const std::string &item : names)
        out.fact(std::string(name), with({}, "name", item), item);
}

} // namespace

Readings readHostFile(std::string_view path, std::string_view text)
{
    Readings out;
    const std::size_t slash = path.rfind('/');
    const std::string_view leaf = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (const std::size_t kstat = path.find("kstat/zfs/"); kstat != std::string_view::npos) {
        const std::string_view below = path.substr(kstat + 10);
        const std::size_t cut = below.find('/');
        readKstat(leaf, cut == std::string_view::npos ? std::string_view() : below.substr(0, cut), text, out);
    } else if (trim(text).empty())
        out.gap(leaf, Cause::Empty);
    else if (leaf == "stat")
        readProcStat(text, out);
    else if (leaf == "meminfo")
        readMeminfo(text, out);
    else if (leaf == "loadavg")
        readLoadavg(text, out);
    else if (leaf == "dev" || contains(text.substr(0, 200), "Receive "))
        readNetDev(text, out);
    else if (leaf == "diskstats")
        readDiskstats(text, out);
    else if (leaf == "vmstat")
        readVmstat(text, out);
    else if (leaf == "modules")
        readNames("host.module", agent::parseModules(text), out);
    else if (leaf == "mounts" || leaf == "mtab")
        for (const protocol::MountEntry &mount : agent::parseMounts(text))
            out.fact("host.mount", {{"source", mount.source}, {"type", mount.type}, {"options", mount.options}}, mount.target);
    else
        out.gap(path, Cause::Absent, "no reader for this file");
    return out;
}

} // namespace collect
