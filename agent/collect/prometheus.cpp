// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/prometheus.h"

#include "agent/collect/scan.h"

#include <array>

namespace collect {

namespace {

/// One figure's name there. Labels are written in this order; "x=y" takes our label y under the name x, "x:word" is the word itself.
struct Row {
    std::string_view figure, metric, labels, help;
    Kind kind;
};

constexpr Kind counter = Kind::Counter, gauge = Kind::Gauge;

constexpr std::array<Row, 52> table{{
    {"kbytesavail", "lustre_available_kilobytes", "component target", "Space that can be written, KiB.", gauge},
    {"kbytestotal", "lustre_capacity_kilobytes", "component target", "Size of the target, KiB.", gauge},
    {"kbytesfree", "lustre_free_kilobytes", "component target", "Free space with what is reserved, KiB.", gauge},
    {"filesfree", "lustre_inodes_free", "component target", "Free inodes or objects.", gauge},
    {"filestotal", "lustre_inodes_maximum", "component target", "All inodes or objects.", gauge},
    {"num_exports", "lustre_exports_total", "component target", "Connections of clients and servers.", gauge},
    {"tot_dirty", "lustre_exports_dirty_total", "component target", "Dirty bytes that clients hold.", gauge},
    {"tot_granted", "lustre_exports_granted_total", "component target", "Bytes granted to clients.", gauge},
    {"tot_pending", "lustre_exports_pending_total", "component target", "Granted bytes on their way to disk.", gauge},
    {"contended_locks", "lustre_lock_contended_total", "component target", "Locks in contention before a resource counts as contended.", gauge},
    {"contention_seconds", "lustre_lock_contention_seconds_total", "component target", "How long a resource counts as contended, seconds.", gauge},
    {"lock_count", "lustre_lock_count_total", "component target", "Locks held.", gauge},
    {"lock_timeouts", "lustre_lock_timeout_total", "component target", "Lock time-outs.", counter},
    {"memused", "lustre_mem_used", "", "Kernel memory that Lustre uses, bytes.", gauge},
    {"memused_max", "lustre_mem_used_max", "", "Most kernel memory that Lustre used, bytes.", counter},
    {"lnet_memused", "lustre_lnet_mem_used", "", "Kernel memory that LNet uses, bytes.", gauge},
    {"health", "lustre_health_healthy", "", "1: healthy, 0: not.", gauge},
    {"brw_stats.pages", "lustre_pages_per_bulk_rw_total", "component operation target size", "Bulk requests by pages.", counter},
    {"brw_stats.discont_pages", "lustre_discontiguous_pages_total", "component operation target size", "Bulk requests by gaps in the file's offset.", counter},
    {"brw_stats.discont_blocks", "lustre_discontiguous_blocks_total", "component operation target size", "Bulk requests by gaps on disk.", counter},
    {"brw_stats.dio_frags", "lustre_dio_frags", "component operation target size", "Bulk requests by disk I/Os.", counter},
    {"brw_stats.rpc_hist", "lustre_disk_io", "component operation target size", "Disk I/Os by how many were in flight.", counter},
    {"brw_stats.io_time", "lustre_io_time_milliseconds_total", "component operation target size", "Disk I/Os by time, ms.", counter},
    {"brw_stats.disk_iosize", "lustre_disk_io_total", "component operation target size", "Disk I/Os by size, bytes.", counter},
    {"brw_stats.block_maps_msec", "lustre_block_maps_milliseconds_total", "component operation target size", "Block mappings by time, ms.", counter},
    {"changelog.current_index", "lustre_changelog_current_index", "target", "Newest changelog record.", gauge},
    {"changelog.index", "lustre_changelog_user_index", "user target", "Record up to which a changelog user has read.", gauge},
    {"changelog.idle_seconds", "lustre_changelog_user_idle_sec", "user", "How long a changelog user has not read, seconds.", gauge},
    {"quota.hard", "lustre_quota_hard", "target pool accounting manager id", "Hard limit.", gauge},
    {"quota.soft", "lustre_quota_soft", "target pool accounting manager id", "Soft limit.", gauge},
    {"quota.granted", "lustre_quota_granted", "target pool accounting manager id", "Granted to servers.", gauge},
    {"quota.used_inodes", "lustre_quota_used_inodes", "component accounting target id", "Inodes used.", gauge},
    {"quota.used_kbytes", "lustre_quota_used_kbytes", "component accounting target id", "Space used, KiB.", gauge},
    {"client_stats.samples", "lustre_client_stats", "operation target", "Operations of a client's mount.", counter},
    {"export_stats.samples", "lustre_client_export_stats", "component target nid name=operation units", "Operations by client.", counter},
    {"active", "lustre_osp_active", "component target", "0: deactivated on this MDS.", gauge},
    {"max_create_count", "lustre_osp_max_create_count", "component target", "0: no new files on this OST.", gauge},
    {"lnet.statistics.send_length", "lustre_send_bytes_total", "", "LNet bytes sent.", counter},
    {"lnet.statistics.recv_length", "lustre_receive_bytes_total", "", "LNet bytes received.", counter},
    {"lnet.statistics.drop_length", "lustre_drop_bytes_total", "", "LNet bytes dropped.", counter},
    {"lnet.stats.send_length", "lustre_send_bytes_total", "", "LNet bytes sent.", counter},
    {"lnet.stats.recv_length", "lustre_receive_bytes_total", "", "LNet bytes received.", counter},
    {"lnet.stats.drop_length", "lustre_drop_bytes_total", "", "LNet bytes dropped.", counter},
    {"lnet.net.local_NI(s).statistics.send_count", "lustre_send_count_total", "nid", "LNet messages sent.", counter},
    {"lnet.net.local_NI(s).statistics.recv_count", "lustre_receive_count_total", "nid", "LNet messages received.", counter},
    {"lnet.net.local_NI(s).statistics.drop_count", "lustre_drop_count_total", "nid", "LNet messages dropped.", counter},
    {"lnet.net.local_NI(s).health_stats.health_value", "lustre_lnet_health_value", "nid", "Health of a NI, 0 to 1000.", gauge},
    {"job.samples", "lustre_job_stats_total", "component jobid=job operation target", "Operations of a job.", counter},
    {"threads_max", "lustre_threads_max", "component target", "Most service threads.", gauge},
    {"threads_min", "lustre_threads_min", "component target", "Fewest service threads.", gauge},
    {"threads_started", "lustre_threads_started", "component target", "Running service threads.", gauge},
    {"eviction_count", "lustre_eviction_count", "component target", "Evictions since start.", counter},
}};

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            out += '\\';
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out;
}

class Writer {
public:
    void add(std::string_view metric, std::string_view help, Kind kind, std::string_view order, const Figure &figure)
    {
        std::string text;
        for (const std::string_view word : split(order, ' ')) {
            if (word.empty())
                continue;
            const std::size_t equals = word.find('='), colon = word.find(':');
            const std::string_view name = word.substr(0, std::min(equals, colon));
            std::string value;
            if (colon != std::string_view::npos)
                value = word.substr(colon + 1);
            else if (word == "units")
                value = figure.unit;
            else
                value = std::string(labelOf(figure.labels, equals == std::string_view::npos ? name : word.substr(equals + 1)));
            if (word == "pool" && value == "0x0") // the pool of all targets has no name there
                value.clear();
            text += (text.empty() ? "" : ",") + std::string(name) + "=\"" + escaped(value) + '"';
        }
        Metric &place = m_metrics[std::string(metric)];
        if (place.name.empty())
            place = {std::string(metric), std::string(help), kind, {}};
        place.samples.emplace(text.empty() ? "" : "{" + text + "}", figure.value.text());
    }

    std::vector<Metric> take()
    {
        std::vector<Metric> out;
        for (auto &[name, metric] : m_metrics)
            out.push_back(std::move(metric));
        return out;
    }

private:
    std::map<std::string, Metric> m_metrics;
};

/// read_bytes and write_bytes have metrics of their own, for targets and for jobs.
bool addTransfer(Writer &writer, const Figure &figure, std::string_view base, const std::string &prefix, std::string_view labels)
{
    const std::string_view operation = labelOf(figure.labels, "operation");
    if ((operation != "read_bytes" && operation != "write_bytes") || figure.name.compare(0, base.size(), base) != 0)
        return false;
    const bool read = operation == "read_bytes";
    const std::string word = read ? "read" : "write";
    const std::string order = std::string(labels) + (prefix == "lustre_" ? " operation:" + word + " target" : " target");
    const std::string_view column = std::string_view(figure.name).substr(base.size());
    if (column == ".samples")
        writer.add(prefix + word + "_samples_total", "Transfers.", counter, order, figure);
    else if (column == ".min")
        writer.add(prefix + word + "_minimum_size_bytes", "Smallest transfer, bytes.", gauge, order, figure);
    else if (column == ".max")
        writer.add(prefix + word + "_maximum_size_bytes", "Greatest transfer, bytes.", counter, order, figure);
    else if (column == ".sum")
        writer.add(prefix + word + "_bytes_total", "Bytes transferred.", counter, order, figure);
    return true;
}

void addStats(Writer &writer, const Figure &figure)
{
    const std::string_view component = labelOf(figure.labels, "component");
    if (startsWith(figure.name, "stats.") && component == "ost" && addTransfer(writer, figure, "stats", "lustre_", "component"))
        return;
    if (figure.name == "md_stats.samples")
        writer.add("lustre_stats_total", "Operations.", counter, "component operation target", figure);
    if (figure.name == "stats.samples" && component == "ost") // the exporter has these of MDTs only: a name of our own
        writer.add("lustre_ost_stats_total", "Operations of an OST.", counter, "component operation target", figure);
    if (startsWith(figure.name, "job.") && addTransfer(writer, figure, "job", "lustre_job_", "component jobid=job"))
        return;
    if (figure.name == "service_stats.samples") {
        const std::string service(labelOf(figure.labels, "service"));
        if (component == "ldlm")
            writer.add("lustre_" + service + "_stats", "Requests of a lock service.", counter, "operation", figure);
        else
            writer.add("lustre_" + std::string(component) + "_" + service + "_stats", "Requests of a service.", gauge, "operation units", figure);
    }
    if (figure.name == "export_stats.sum" && figure.unit == "bytes")
        writer.add("lustre_client_export_bytes_total", "Bytes by client.", counter, "component target nid name=operation units", figure);
    if (figure.name == "export_stats.sum" && startsWith(figure.unit, "usec")) // the exporter's name; the numbers are microseconds
        writer.add("lustre_client_export_milliseconds_total", "Time of operations by client, microseconds.", counter, "component target nid name=operation units", figure);
    if (figure.name == "connected_clients" && component == "mdt")
        writer.add("lustre_connected_clients", "Clients that are connected.", gauge, "component target", figure);
}

int recoveryNumber(std::string_view status)
{
    static constexpr std::array<std::string_view, 5> words{"COMPLETE", "INACTIVE", "WAITING", "WAITING_FOR_CLIENTS", "RECOVERING"};
    for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i] == status)
            return static_cast<int>(i);
    return 5;
}

} // namespace

std::vector<Metric> prometheusMetrics(const Readings &all)
{
    std::map<std::string_view, const Row *> byName;
    for (const Row &row : table)
        byName.emplace(row.figure, &row);
    Writer writer;
    for (const Figure &figure : all.figures) {
        addStats(writer, figure);
        const auto row = byName.find(figure.name);
        if (row == byName.end())
            continue;
        const std::string_view operation = labelOf(figure.labels, "operation");
        const bool transfer = figure.name == "job.samples" && (operation == "read_bytes" || operation == "write_bytes");
        const bool client = (figure.name == "active" || figure.name == "max_create_count") && labelOf(figure.labels, "component") == "client";
        const bool lockOfClient = startsWith(row->second->metric, "lustre_lock") && labelOf(figure.labels, "component") == "client";
        if (!transfer && !client && !lockOfClient)
            writer.add(row->second->metric, row->second->help, row->second->kind, row->second->labels, figure);
    }
    for (const Fact &fact : all.facts)
        if (fact.name == "recovery.status") {
            Figure figure{"recovery_status", fact.labels, Number::ofSigned(recoveryNumber(fact.text)), {}, gauge};
            const bool ost = labelOf(fact.labels, "component") == "ost";
            writer.add("recovery_status", "0 complete, 1 inactive, 2 waiting, 3 waiting for clients, 4 recovering, 5 unknown.", gauge, ost ? "target kind:OST" : "target kind:MDT", figure);
        }
    return writer.take();
}

std::string prometheusText(const std::vector<Metric> &metrics)
{
    std::string out;
    for (const Metric &metric : metrics) {
        out += "# HELP " + metric.name + ' ' + metric.help + "\n# TYPE " + metric.name + (metric.kind == Kind::Counter ? " counter\n" : " gauge\n");
        for (const auto &[labels, value] : metric.samples)
            out += metric.name + labels + ' ' + value + '\n';
    }
    return out;
}

} // namespace collect
