// SPDX-License-Identifier: GPL-3.0-or-later
// Names of figures are those of agent/collect; units of Lustre: kbytes* are KiB, times of stats are microseconds, of disks sectors of
// 512 bytes.
#include "app/charts/measures.h"

#include <QCoreApplication>
#include <algorithm>

namespace charts {

namespace {

Part cpu(const char *mode, double factor = 1) { return {"host.cpu", {{"mode", mode}}, factor}; }
Part memory(const char *field, double factor = 1) { return {"host.memory", {{"field", field}}, factor}; }
std::vector<Part> allCpu() { return {cpu("user"), cpu("nice"), cpu("system"), cpu("idle"), cpu("iowait"), cpu("irq"), cpu("softirq"), cpu("steal")}; }
Part transfer(const char *figure, const char *operation) { return {figure, {{"component", "ost"}, {"operation", operation}}}; }

std::vector<Measure> targetMeasures()
{
    return {
        {"read_bytes", QT_TRANSLATE_NOOP("charts::Measures", "Read"), Unit::BytesPerSecond, {transfer("stats.sum", "read_bytes")}},
        {"write_bytes", QT_TRANSLATE_NOOP("charts::Measures", "Write"), Unit::BytesPerSecond, {transfer("stats.sum", "write_bytes")}},
        {"read_ops", QT_TRANSLATE_NOOP("charts::Measures", "Reads"), Unit::PerSecond, {transfer("stats.samples", "read_bytes")}},
        {"write_ops", QT_TRANSLATE_NOOP("charts::Measures", "Writes"), Unit::PerSecond, {transfer("stats.samples", "write_bytes")}},
        {"read_latency", QT_TRANSLATE_NOOP("charts::Measures", "Read"), Unit::Seconds, {{"stats.sum", {{"component", "ost"}, {"operation", "read"}}, 1e-6}}, {transfer("stats.samples", "read")}},
        {"write_latency", QT_TRANSLATE_NOOP("charts::Measures", "Write"), Unit::Seconds, {{"stats.sum", {{"component", "ost"}, {"operation", "write"}}, 1e-6}}, {transfer("stats.samples", "write")}},
        {"md_ops", QT_TRANSLATE_NOOP("charts::Measures", "Metadata operations"), Unit::PerSecond, {{"md_stats.samples"}}},
        {"md_latency", QT_TRANSLATE_NOOP("charts::Measures", "Metadata latency"), Unit::Seconds, {{"md_stats.sum", {}, 1e-6}}, {{"md_stats.samples"}}},
        {"brw_read", QT_TRANSLATE_NOOP("charts::Measures", "Read"), Unit::PerSecond, {{"brw_stats.disk_iosize", {{"operation", "read"}}}}},
        {"brw_write", QT_TRANSLATE_NOOP("charts::Measures", "Write"), Unit::PerSecond, {{"brw_stats.disk_iosize", {{"operation", "write"}}}}},
        {"space", QT_TRANSLATE_NOOP("charts::Measures", "Space used"), Unit::Share, {{"kbytesfree"}}, {{"kbytestotal"}}, true},
        {"inodes", QT_TRANSLATE_NOOP("charts::Measures", "Inodes used"), Unit::Share, {{"filesfree"}}, {{"filestotal"}}, true},
        {"space_used", QT_TRANSLATE_NOOP("charts::Measures", "Used"), Unit::Bytes, {{"kbytestotal", {}, 1024}, {"kbytesfree", {}, -1024}}},
        {"space_total", QT_TRANSLATE_NOOP("charts::Measures", "Size"), Unit::Bytes, {{"kbytestotal", {}, 1024}}},
        {"exports", QT_TRANSLATE_NOOP("charts::Measures", "Connections"), Unit::Count, {{"num_exports"}}, {}, false, Fold::Most},
        {"locks", QT_TRANSLATE_NOOP("charts::Measures", "Locks held"), Unit::Count, {{"lock_count"}}},
        {"evictions", QT_TRANSLATE_NOOP("charts::Measures", "Evictions"), Unit::PerSecond, {{"eviction_count"}}},
        {"dirty", QT_TRANSLATE_NOOP("charts::Measures", "Dirty"), Unit::Bytes, {{"tot_dirty"}}},
        {"granted", QT_TRANSLATE_NOOP("charts::Measures", "Granted"), Unit::Bytes, {{"tot_granted"}}},
        {"pending", QT_TRANSLATE_NOOP("charts::Measures", "Pending"), Unit::Bytes, {{"tot_pending"}}},
        {"job_read", QT_TRANSLATE_NOOP("charts::Measures", "Read"), Unit::BytesPerSecond, {{"job.read_rate"}}},
        {"job_write", QT_TRANSLATE_NOOP("charts::Measures", "Write"), Unit::BytesPerSecond, {{"job.write_rate"}}},
        {"job_md", QT_TRANSLATE_NOOP("charts::Measures", "Metadata operations"), Unit::PerSecond, {{"job.operation_rate", {{"component", "mdt"}}}}},
        {"recovery_clients", QT_TRANSLATE_NOOP("charts::Measures", "Clients"), Unit::Count, {{"recovery.connected_clients.of"}}, {}, false, Fold::Most},
        {"recovery_connected", QT_TRANSLATE_NOOP("charts::Measures", "Connected"), Unit::Count, {{"recovery.connected_clients"}}, {}, false, Fold::Most},
        {"recovery_completed", QT_TRANSLATE_NOOP("charts::Measures", "Completed"), Unit::Count, {{"recovery.completed_clients"}}, {}, false, Fold::Most},
        {"recovery_evicted", QT_TRANSLATE_NOOP("charts::Measures", "Evicted"), Unit::Count, {{"recovery.evicted_clients"}}, {}, false, Fold::Most},
        {"recovery_left", QT_TRANSLATE_NOOP("charts::Measures", "Time left"), Unit::Seconds, {{"recovery.time_remaining"}}, {}, false, Fold::Most},
        {"recovery_duration", QT_TRANSLATE_NOOP("charts::Measures", "Recovery"), Unit::Seconds, {{"recovery.recovery_duration"}}, {}, false, Fold::Most},
        {"hsm_waiting", QT_TRANSLATE_NOOP("charts::Measures", "Waiting"), Unit::Count, {{"hsm.actions", {{"status", "WAITING"}}}}},
        {"hsm_running", QT_TRANSLATE_NOOP("charts::Measures", "Running"), Unit::Count, {{"hsm.actions", {{"status", "STARTED"}}}}},
        {"hsm_current", QT_TRANSLATE_NOOP("charts::Measures", "At copytools"), Unit::Count, {{"hsm.agent.current"}}},
    };
}

std::vector<Measure> serverMeasures()
{
    return {
        {"cpu_user", QT_TRANSLATE_NOOP("charts::Measures", "User"), Unit::Share, {cpu("user"), cpu("nice")}, allCpu()},
        {"cpu_system", QT_TRANSLATE_NOOP("charts::Measures", "System"), Unit::Share, {cpu("system"), cpu("irq"), cpu("softirq")}, allCpu()},
        {"cpu_iowait", QT_TRANSLATE_NOOP("charts::Measures", "Waiting for I/O"), Unit::Share, {cpu("iowait")}, allCpu()},
        {"cpu_busy", QT_TRANSLATE_NOOP("charts::Measures", "CPU"), Unit::Share, {cpu("idle"), cpu("iowait")}, allCpu(), true},
        {"load", QT_TRANSLATE_NOOP("charts::Measures", "Load"), Unit::Count, {{"host.load1"}}, {}, false, Fold::Mean},
        {"memory", QT_TRANSLATE_NOOP("charts::Measures", "Memory"), Unit::Share, {memory("MemAvailable")}, {memory("MemTotal")}, true},
        {"memory_used", QT_TRANSLATE_NOOP("charts::Measures", "Memory used"), Unit::Bytes, {memory("MemTotal"), memory("MemAvailable", -1)}},
        {"memory_total", QT_TRANSLATE_NOOP("charts::Measures", "Memory"), Unit::Bytes, {memory("MemTotal")}},
        {"swap_used", QT_TRANSLATE_NOOP("charts::Measures", "Swap used"), Unit::Bytes, {memory("SwapTotal"), memory("SwapFree", -1)}},
        {"swap_total", QT_TRANSLATE_NOOP("charts::Measures", "Swap"), Unit::Bytes, {memory("SwapTotal")}},
        {"net_receive", QT_TRANSLATE_NOOP("charts::Measures", "Received"), Unit::BytesPerSecond, {{"host.net.rx_bytes"}}},
        {"net_send", QT_TRANSLATE_NOOP("charts::Measures", "Sent"), Unit::BytesPerSecond, {{"host.net.tx_bytes"}}},
        {"disk_read", QT_TRANSLATE_NOOP("charts::Measures", "Read"), Unit::BytesPerSecond, {{"host.disk.sectors_read", {}, 512}}},
        {"disk_write", QT_TRANSLATE_NOOP("charts::Measures", "Write"), Unit::BytesPerSecond, {{"host.disk.sectors_written", {}, 512}}},
        {"lnet_receive", QT_TRANSLATE_NOOP("charts::Measures", "Received"), Unit::BytesPerSecond, {{"lnet.stat*s.recv_length"}}},
        {"lnet_send", QT_TRANSLATE_NOOP("charts::Measures", "Sent"), Unit::BytesPerSecond, {{"lnet.stat*s.send_length"}}},
        {"lnet_drops", QT_TRANSLATE_NOOP("charts::Measures", "Dropped"), Unit::PerSecond, {{"lnet.stat*s.drop_count"}}},
        {"ni_health", QT_TRANSLATE_NOOP("charts::Measures", "Health of NIs"), Unit::Count, {{"lnet.net.local_NI(s).health_stats.health_value"}}, {}, false, Fold::Mean},
        {"lnet_errors", QT_TRANSLATE_NOOP("charts::Measures", "Errors"), Unit::PerSecond, {{"lnet.stat*s.errors"}}},
    };
}

} // namespace

const std::vector<Measure> &measures()
{
    static const std::vector<Measure> all = [] {
        std::vector<Measure> made = targetMeasures(), more = serverMeasures();
        made.insert(made.end(), more.begin(), more.end());
        return made;
    }();
    return all;
}

const Measure *measure(const std::string &id)
{
    const auto found = std::find_if(measures().begin(), measures().end(), [&](const Measure &m) { return id == m.id; });
    return found == measures().end() ? nullptr : &*found;
}

QString measureTitle(const Measure &measure) { return QCoreApplication::translate("charts::Measures", measure.title); }

QString labelWord(const std::string &label, const std::string &value)
{
    const QString text = QString::fromStdString(value);
    if (label == "target" && text.contains(QStringLiteral("-OST")))
        return text;
    return text.isEmpty() ? QCoreApplication::translate("charts::Measures", "without a name") : text;
}

} // namespace charts
