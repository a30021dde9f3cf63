// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as a busy storage server gives them, made from a seed: counters of bytes that grow by whole pages in bursts, histograms,
// much that stands still, memory that wavers, loads with two decimals. For tests of the sample store and its bench.
#pragma once
#include "core/monitor/batch.h"

#include <cmath>
#include <random>

namespace support {

class Figures {
public:
    /// `osts` targets, some 45 series each, and some 40 of the host itself.
    explicit Figures(unsigned seed, int osts = 8, std::int64_t startMs = 1'700'000'000'000)
        : m_random(seed)
        , m_at(startMs)
    {
        for (int i = 0; i < osts; ++i)
            addOst("scratch-OST" + hex(i));
        addHost();
    }

    std::size_t size() const { return m_all.size(); }
    std::int64_t at() const { return m_at; }
    std::uint64_t seq() const { return m_seq; }
    const monitoring::Value &value(std::size_t series) const { return m_all[series].value; }

    /// A batch with the next `samples` samples; the first one ever has all series in it.
    monitoring::Batch next(int samples, int intervalMs = 5000)
    {
        monitoring::Batch batch;
        batch.ring = "ring";
        batch.first = 1;
        batch.interval = intervalMs / 1000.0;
        if (m_seq == 0)
            for (std::size_t i = 0; i < m_all.size(); ++i)
                batch.series.emplace_back(i + 1, m_all[i].name);
        for (int i = 0; i < samples; ++i)
            batch.samples.push_back(sample(intervalMs));
        batch.last = m_seq;
        return batch;
    }

private:
    enum class How : std::uint8_t { Still, Pages, Requests, Bytes, Jiffies, Waver, Load, Space };
    struct One {
        monitoring::SeriesName name;
        How how;
        std::size_t target; ///< whose activity it follows
        monitoring::Value value;
        double scale = 1;
    };

    static std::string hex(int n)
    {
        static const char *digits = "0123456789abcdef";
        return {'0', '0', digits[n / 16 % 16], digits[n % 16]};
    }
    void add(const std::string &name, monitoring::Labels labels, const std::string &unit, How how, double scale, std::int64_t begin)
    {
        const bool counter = how == How::Pages || how == How::Requests || how == How::Bytes || how == How::Jiffies;
        m_all.push_back({{name, std::move(labels), unit, counter ? monitoring::Kind::Counter : monitoring::Kind::Gauge}, how, m_activity.size() - 1,
            monitoring::Value::ofWhole(begin), scale});
    }
    void addOst(const std::string &target)
    {
        m_activity.push_back(0);
        const monitoring::Labels labels{{"component", "ost"}, {"target", target}};
        const auto with = [&](const char *key, const std::string &value) {
            auto own = labels;
            own.emplace_back(key, value);
            return own;
        };
        for (const char *operation : {"read_bytes", "write_bytes"}) {
            add("stats.samples", with("operation", operation), "bytes", How::Requests, 40, 90'000'000);
            add("stats.sum", with("operation", operation), "bytes", How::Pages, 40, 98'765'432'102'912);
            add("stats.min", with("operation", operation), "bytes", How::Still, 0, 4096);
            add("stats.max", with("operation", operation), "bytes", How::Still, 0, 4'194'304);
        }
        for (const char *operation : {"setattr", "punch", "sync", "statfs", "create", "destroy"})
            add("stats.samples", with("operation", operation), "reqs", operation[1] == 't' ? How::Requests : How::Still, 2, 123'456);
        for (int size = 1; size <= 1024; size *= 4) {
            add("brw_stats.pages", with("size", std::to_string(size)), "reqs", size >= 256 ? How::Requests : How::Still, 20, 5'000'000);
            add("brw_stats.latency", with("size", std::to_string(size)), "reqs", size < 64 ? How::Requests : How::Still, 10, 700'000);
        }
        add("kbytestotal", labels, "KiB", How::Still, 0, 120'000'000'000);
        add("kbytesfree", labels, "KiB", How::Space, 40, 60'000'000'000);
        add("kbytesavail", labels, "KiB", How::Space, 40, 58'000'000'000);
        add("filestotal", labels, "", How::Still, 0, 400'000'000);
        add("filesfree", labels, "", How::Space, 0.02, 300'000'000);
        for (const char *still : {"num_exports", "tot_dirty", "tot_pending", "degraded", "recovery.connected_clients", "ldlm.contended_locks", "threads_max", "threads_started"})
            add(still, labels, "", How::Still, 0, 512);
        add("tot_granted", labels, "bytes", How::Waver, 1 << 20, 8'000'000'000);
        add("ldlm.lock_count", labels, "", How::Waver, 20, 40'000);
    }
    void addHost()
    {
        m_activity.push_back(1);
        for (const char *mode : {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"})
            add("cpu", {{"mode", mode}}, "jiffies", mode[0] == 'n' || mode[1] == 't' ? How::Still : How::Jiffies, 400, 80'000'000);
        for (const char *memory : {"memory.free", "memory.cached", "memory.available", "memory.dirty"})
            add(memory, {}, "KiB", How::Waver, 5000, 60'000'000);
        for (const char *memory : {"memory.total", "swap.total", "swap.free"})
            add(memory, {}, "KiB", How::Still, 0, 263'000'000);
        add("load", {{"minutes", "1"}}, "", How::Load, 3, 8);
        add("load", {{"minutes", "5"}}, "", How::Load, 1, 8);
        for (const char *interface : {"eth0", "ib0", "lo"})
            for (const char *figure : {"net.rx_bytes", "net.tx_bytes", "net.rx_packets", "net.tx_packets", "net.rx_errors", "net.tx_errors", "net.drops"})
                add(figure, {{"interface", interface}}, "", figure[7] == 'b' && interface[0] == 'i' ? How::Bytes : interface[0] == 'e' && figure[7] == 'p' ? How::Requests : How::Still,
                    figure[7] == 'b' ? 1e8 : 300, 1'234'567'890'123);
    }
    monitoring::Sample sample(int intervalMs)
    {
        std::normal_distribution<double> noise(0, 1);
        std::uniform_real_distribution<double> even(0, 1);
        for (std::size_t i = 0; i + 1 < m_activity.size(); ++i) // jobs come and go: most of the time a target idles or is steadily busy
            if (even(m_random) < 0.01)
                m_activity[i] = even(m_random) < 0.4 ? 0 : even(m_random);
        m_at += intervalMs + static_cast<int>(noise(m_random) * 1.5);
        monitoring::Sample out{++m_seq, m_at, {}};
        for (std::size_t i = 0; i < m_all.size(); ++i) {
            const monitoring::Value before = m_all[i].value;
            step(m_all[i], noise(m_random), even(m_random));
            if (m_seq == 1 || !(before == m_all[i].value))
                out.values.emplace_back(i + 1, m_all[i].value);
        }
        return out;
    }
    void step(One &one, double noise, double even)
    {
        const double activity = m_activity[one.target];
        const auto grow = [&](double by) { one.value = monitoring::Value::ofWhole(one.value.whole() + static_cast<std::int64_t>(by)); };
        const double requests = std::max(0.0, std::floor(activity * one.scale * (1 + 0.15 * noise)));
        switch (one.how) {
        case How::Still: return;
        case How::Requests: return grow(requests);
        case How::Pages: return grow(requests * 1'048'576 + (even < 0.1 && activity > 0 ? 4096 * std::floor(even * 1000) : 0));
        case How::Bytes: return grow(std::max(0.0, one.scale * (1 + 0.2 * noise)));
        case How::Jiffies: return grow(std::max(0.0, one.scale * even));
        case How::Space: return grow(-requests * 1024);
        case How::Waver: return grow(even < 0.5 ? 0 : std::floor(noise * 4) * one.scale);
        case How::Load:
            m_load = 0.9 * m_load + 0.1 * (8 + one.scale * noise);
            one.value = monitoring::Value::ofReal(std::round(std::max(0.0, m_load) * 100) / 100);
        }
    }

    std::mt19937 m_random;
    std::int64_t m_at;
    std::uint64_t m_seq = 0;
    double m_load = 8;
    std::vector<double> m_activity;
    std::vector<One> m_all;
};

} // namespace support
