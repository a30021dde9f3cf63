// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture-agreement.h"

#include "agent/collect/lnet.h"
#include "agent/collect/messages.h"
#include "agent/collect/names.h"
#include "agent/collect/prometheus.h"
#include "agent/collect/scan.h"

#include <algorithm>
#include <cmath>

namespace fixture {

using namespace collect;

namespace {

double sumOf(const Readings &readings, const std::string &name, std::initializer_list<std::pair<const char *, const char *>> labels)
{
    double sum = 0;
    for (const Figure &figure : readings.figures) {
        bool fits = figure.name == name;
        for (const auto &[key, value] : labels)
            fits = fits && labelOf(figure.labels, key) == value;
        sum += fits ? figure.value.real() : 0;
    }
    return sum;
}

std::string whole(long double value)
{
    return Number::ofSigned(std::llroundl(value)).text();
}

/// Sums that LMT makes of several figures.
std::string lmtValue(const std::string &name, const Readings &readings)
{
    const auto memory = [&readings](const char *field) { return sumOf(readings, "host.memory", {{"field", field}}) / 1024; };
    const auto cpu = [&readings](std::initializer_list<const char *> modes) {
        double sum = 0;
        for (const char *mode : modes)
            sum += sumOf(readings, "host.cpu", {{"mode", mode}});
        return sum;
    };
    if (name == "lmt.memory.total")
        return whole(memory("MemTotal"));
    if (name == "lmt.memory.free")
        return whole(memory("MemFree"));
    if (name == "lmt.cpu.usage")
        return whole(cpu({"user", "nice", "system", "irq", "softirq"}));
    if (name == "lmt.cpu.total")
        return whole(cpu({"user", "nice", "system", "idle", "iowait", "irq", "softirq"}));
    if (name == "lnet.newbytes")
        return whole(sumOf(readings, "lnet.stats.route_length", {}));
    return {};
}

} // namespace

namespace {

/// Where a target has no statistics of its own, LMT adds up its clients'.
std::string lmtSum(const Expected &item, const Readings &readings)
{
    const std::string column = item.name.substr(item.name.rfind('.') + 1);
    long double total = 0;
    bool any = false, own = false, ofTarget = false, rows = false;
    for (const Figure &figure : readings.figures) {
        const std::string_view operation = labelOf(figure.labels, "operation"), wanted = labelOf(item.labels, "operation");
        if (!contains(figure.name, "stats.") || labelOf(figure.labels, "target") != item.labels.front().second || (operation != wanted && operation != "mds_" + std::string(wanted)))
            continue;
        rows = true;
        if (!endsWith(figure.name, "stats." + column))
            continue;
        const long double value = figure.value.whole();
        own = own || (labelOf(figure.labels, "nid").empty() && operation == wanted);
        ofTarget = ofTarget || labelOf(figure.labels, "nid").empty();
        if (ofTarget && !labelOf(figure.labels, "nid").empty())
            continue;
        total = !any ? value : column == "min" ? std::min(total, value) : column == "max" ? std::max(total, value) : total + value;
        any = true;
    }
    // Rows of 2.0 without times: that program writes 0 for what is not printed.
    return own ? std::string() : any ? whole(total) : rows ? "0" : std::string();
}

} // namespace

void compareLmt(std::vector<Expected> &expected, const Readings &readings, Result &result)
{
    std::vector<Expected> plain;
    for (Expected &item : expected)
        if (const std::string value = startsWith(item.name, "*stats.") && item.labels.size() == 2 ? lmtSum(item, readings) : lmtValue(item.name, readings); !value.empty())
            compareOne(item.name, item.value, value, result);
        else {
            if (item.name == "lock_count")
                item.explanation = "2.0 names the lock namespace by an address: whose locks they are cannot be told";
            plain.push_back(std::move(item));
        }
    compare(plain, readings, result);
}

namespace {

/// HP's metric names that differ from lustrefs-exporter's, and our figures.
const std::map<std::string, std::string> &hpNames()
{
    static const std::map<std::string, std::string> names{{"lustre_blocksize_bytes", "blocksize"}, {"lustre_brw_size_megabytes", "brw_size"}, {"lustre_degraded", "degraded"},
        {"lustre_grant_compat_disabled", "grant_compat_disable"}, {"lustre_job_cleanup_interval_seconds", "job_cleanup_interval"}, {"lustre_lfsck_speed_limit", "lfsck_speed_limit"},
        {"lustre_precreate_batch", "precreate_batch"}, {"lustre_recovery_time_hard_seconds", "recovery_time_hard"}, {"lustre_recovery_time_soft_seconds", "recovery_time_soft"},
        {"lustre_soft_sync_limit", "soft_sync_limit"}, {"lustre_sync_journal_enabled", "sync_journal"}, {"lustre_checksum_pages_enabled", "checksum_pages"},
        {"lustre_default_ea_size_bytes", "default_easize"}, {"lustre_maximum_ea_size_bytes", "max_easize"}, {"lustre_lazystatfs_enabled", "lazystatfs"},
        {"lustre_maximum_read_ahead_megabytes", "max_read_ahead_mb"}, {"lustre_maximum_read_ahead_per_file_megabytes", "max_read_ahead_per_file_mb"},
        {"lustre_maximum_read_ahead_whole_megabytes", "max_read_ahead_whole_mb"}, {"lustre_statahead_agl_enabled", "statahead_agl"}, {"lustre_statahead_maximum", "statahead_max"},
        {"lustre_xattr_cache_enabled", "xattr_cache"}, {"lustre_catastrophe_enabled", "catastrophe"}, {"lustre_console_backoff_enabled", "console_backoff"},
        {"lustre_console_max_delay_centiseconds", "console_max_delay_centisecs"}, {"lustre_console_min_delay_centiseconds", "console_min_delay_centisecs"},
        {"lustre_console_ratelimit_enabled", "console_ratelimit"}, {"lustre_debug_megabytes", "debug_mb"}, {"lustre_fail_error_total", "fail_err"}, {"lustre_fail_maximum", "fail_val"},
        {"lustre_lnet_memory_used_bytes", "lnet_memused"}, {"lustre_panic_on_lbug_enabled", "panic_on_lbug"}, {"lustre_watchdog_ratelimit_enabled", "watchdog_ratelimit"},
        {"lustre_health_check", "health"}, {"lustre_allocated", "lnet.stats.msgs_alloc"}, {"lustre_maximum", "lnet.stats.msgs_max"}, {"lustre_errors_total", "lnet.stats.errors"},
        {"lustre_send_count_total", "lnet.stats.send_count"}, {"lustre_receive_count_total", "lnet.stats.recv_count"}, {"lustre_route_count_total", "lnet.stats.route_count"},
        {"lustre_drop_count_total", "lnet.stats.drop_count"}, {"lustre_send_bytes_total", "lnet.stats.send_length"}, {"lustre_receive_bytes_total", "lnet.stats.recv_length"},
        {"lustre_route_bytes_total", "lnet.stats.route_length"}, {"lustre_drop_bytes_total", "lnet.stats.drop_length"}, {"lustre_cache_access_total", "sptlrpc.encrypt_page_pools.cache_access"},
        {"lustre_cache_miss_total", "sptlrpc.encrypt_page_pools.cache_missing"}, {"lustre_free_page_low", "sptlrpc.encrypt_page_pools.low_free_mark"}, {"lustre_free_pages", "sptlrpc.encrypt_page_pools.total_free"},
        {"lustre_grows_failure_total", "sptlrpc.encrypt_page_pools.grows_failure"}, {"lustre_grows_total", "sptlrpc.encrypt_page_pools.grows"}, {"lustre_maximum_pages", "sptlrpc.encrypt_page_pools.max_pages"},
        {"lustre_maximum_pages_reached_total", "sptlrpc.encrypt_page_pools.max_pages_reached"}, {"lustre_maximum_pools", "sptlrpc.encrypt_page_pools.max_pools"},
        {"lustre_maximum_waitqueue_depth", "sptlrpc.encrypt_page_pools.max_waitqueue_depth"}, {"lustre_out_of_memory_request_total", "sptlrpc.encrypt_page_pools.out_of_mem"},
        {"lustre_pages_in_pools", "sptlrpc.encrypt_page_pools.total_pages"}, {"lustre_pages_per_pool", "sptlrpc.encrypt_page_pools.pages_per_pool"}, {"lustre_physical_pages", "sptlrpc.encrypt_page_pools.physical_pages"},
        {"lustre_shrinks_total", "sptlrpc.encrypt_page_pools.shrinks"}, {"lustre_exports_total", "num_exports"}, {"lustre_exports_dirty_total", "tot_dirty"}, {"lustre_exports_granted_total", "tot_granted"},
        {"lustre_exports_pending_total", "tot_pending"}, {"lustre_grant_precreate_capacity_bytes", "grant_precreate"}, {"lustre_available_kilobytes", "kbytesavail"},
        {"lustre_capacity_kilobytes", "kbytestotal"}, {"lustre_free_kilobytes", "kbytesfree"}, {"lustre_inodes_free", "filesfree"}, {"lustre_inodes_maximum", "filestotal"},
        {"lustre_discontiguous_pages_total", "brw_stats.discont_pages"}, {"lustre_disk_io", "brw_stats.rpc_hist"}, {"lustre_disk_io_total", "brw_stats.disk_iosize"},
        {"lustre_io_time_milliseconds_total", "brw_stats.io_time"}, {"lustre_pages_per_bulk_rw_total", "brw_stats.pages"}, {"lustre_pages_per_rpc_total", "rpc_stats.pages_per_rpc"},
        {"lustre_rpcs_in_flight", "rpc_stats.rpcs_in_flight"}, {"lustre_rpcs_offset", "rpc_stats.offset"}, {"lustre_stats_total", "*stats.samples"}, {"lustre_job_stats_total", "job.samples"}};
    return names;
}

/// lustre_read_bytes_total and its like: the column and the row they come from.
bool hpTransfer(const std::string &metric, std::string &name, Labels &labels)
{
    const bool job = startsWith(metric, "lustre_job_");
    const std::string rest = metric.substr(job ? 11 : 7);
    for (const char *word : {"read", "write"}) {
        if (!startsWith(rest, std::string(word) + "_"))
            continue;
        const std::string column = rest.substr(std::string(word).size() + 1);
        const std::string ours = column == "samples_total" ? "samples" : column == "minimum_size_bytes" ? "min" : column == "maximum_size_bytes" ? "max" : column == "bytes_total" ? "sum" : "";
        if (ours.empty())
            return false;
        name = (job ? "job." : "*stats.") + ours;
        labels.emplace_back("operation", std::string(word) + "_bytes");
        return true;
    }
    return false;
}

} // namespace

bool compareHp(const std::string &text, const Readings &readings, Result &result)
{
    std::vector<Expected> expected;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto cells = split(line, '\t');
        if (cells.size() < 4 || cells[0] == "metric")
            continue;
        const std::string metric(cells[0]);
        const Json json = protocol::parseJson(cells[2]);
        Labels labels;
        if (json.is_object())
            for (const auto &[key, value] : json.items())
                if (value.is_string() && key != "type" && (key != "component" || value != "client"))
                    labels.emplace_back(key == "jobid" ? "job" : key, value.get<std::string>());
        std::string name;
        const auto known = hpNames().find(metric);
        if (!hpTransfer(metric, name, labels))
            name = known == hpNames().end() ? metric : known->second;
        // That exporter calls the plain parameters of a host and of LNet "generic" and "lnet".
        std::erase_if(labels, [](const Label &label) { return label.first == "component" && (label.second == "generic" || label.second == "lnet" || label.second == "health"); });
        std::erase_if(labels, [](const Label &label) { return label.first == "target" && (label.second == "lnet" || label.second == "sptlrpc" || label.second == "lustre"); });
        const bool modify = json.is_object() && protocol::textOf(json, "type") == "mdc"; // its one column is called "read" there
        for (Label &label : labels) {
            if (label.first == "component" && label.second == "mgs")
                label.second = "mgt";
            else if (label.first == "target" && label.second == "osd")
                label.second = "MGS";
            else if (label.first == "operation" && modify)
                label.second = "modify";
        }
        expected.push_back({name, labels, std::string(cells[3]), metric, {}});
    }
    compare(expected, readings, result);
    return true;
}

bool comparePerfmon(const std::string &text, const Readings &readings, Result &result)
{
    std::vector<Expected> expected;
    std::size_t at = 0;
    while ((at = text.find("<test>", at)) != std::string::npos) {
        const std::size_t end = text.find("</test>", at);
        const std::string test = text.substr(at, end - at);
        at = end == std::string::npos ? text.size() : end;
        const auto field = [&test](const std::string &name) {
            const std::size_t begin = test.find("<" + name + ">"), stop = test.find("</" + name + ">");
            return begin == std::string::npos || stop == std::string::npos ? std::string() : test.substr(begin + name.size() + 2, stop - begin - name.size() - 2);
        };
        std::string path = field("path"), value = field("pattern");
        if (startsWith(path, "collection/"))
            path = path.substr(11);
        const std::size_t slash = path.find('/');
        const std::string head = path.substr(0, slash), target(targetIn(head)), rest = head.substr(std::min(head.size(), target.size() + 1));
        std::string leaf = path.substr(slash + 1);
        leaf = leaf.substr(leaf.find('-') + 1);
        leaf = leaf.substr(0, leaf.rfind('.'));
        const Labels labels{{"target", target}};
        if (rest == "md_stats")
            expected.push_back({"md_stats.samples", with(labels, "operation", leaf), value, path, {}});
        else if (startsWith(rest, "acctuser_"))
            expected.push_back({leaf == "usage_inodes" ? "quota.used_inodes" : "quota.used_kbytes", with(with(labels, "accounting", "user"), "id", rest.substr(9)), value, path, {}});
        else if (startsWith(rest, "jobstat_")) {
            // The number is the one of the host that the author read: the fixture does not hold that file.
            const bool bytes = endsWith(leaf, "_bytes");
            expected.push_back({bytes ? "job.sum" : "job.samples", with(with(labels, "job", rest.substr(8)), "operation", leaf), value, path, "the archive has no job_stats: what the test read there is not recorded"});
        } else
            expected.push_back({leaf, labels, value, path, "statistics of a storage array's own command line, which neither agent nor manager calls"});
    }
    compare(expected, readings, result);
    return true;
}

bool compareInflux(const std::string &text, const Readings &readings, Result &result)
{
    static const std::map<std::string, std::string> sections{{"pages_per_bulk_rw", "pages"}, {"discontiguous_pages", "discont_pages"}, {"disk_ios_in_flight", "rpc_hist"},
        {"io_time", "io_time"}, {"disk_io_size", "disk_iosize"}};
    std::vector<Expected> expected;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::size_t gap = line.find(' ');
        if (gap == std::string_view::npos)
            continue;
        std::map<std::string, std::string> tags;
        for (const std::string_view part : split(line.substr(0, gap), ',')) {
            std::string_view key, value;
            if (keyValue(part, '=', key, value))
                tags.emplace(key, value);
        }
        for (const std::string_view part : split(line.substr(gap + 1), ',')) {
            std::string_view key, value;
            if (!keyValue(part, '=', key, value))
                continue;
            if (endsWith(value, "u") || endsWith(value, "i"))
                value.remove_suffix(1);
            const std::string field(key);
            Labels labels;
            if (tags.count("name") > 0)
                labels.emplace_back("target", tags["name"]);
            const std::string shown = std::string(line.substr(0, gap)) + " " + field;
            if (tags.count("brw_section") > 0) {
                const bool percent = contains(field, "percent");
                labels.emplace_back("operation", startsWith(field, "read") ? "read" : "write");
                Number size;
                const std::string bucket = tags["bucket"];
                std::string plain = bucket;
                if (bucket.size() > 1 && (bucket.back() == 'K' || bucket.back() == 'M') && readNumber(std::string_view(bucket).substr(0, bucket.size() - 1), size))
                    plain = std::to_string(size.natural() << (bucket.back() == 'K' ? 10 : 20));
                if (percent)
                    continue; // a share of the counts beside it, rounded
                expected.push_back({"brw_stats." + sections.at(sections.count(tags["brw_section"]) > 0 ? tags["brw_section"] : "pages_per_bulk_rw"), with(labels, "size", plain), std::string(value), shown, {}});
                continue;
            }
            if (field == "health" || field == "evictions") {
                expected.push_back({field == "health" ? "health" : "eviction_count", labels, std::string(value), shown, {}});
                continue;
            }
            std::string name = startsWith(field, "jobstats_") ? field.substr(9) : field, column = "samples";
            for (const auto &[suffix, to, keep] : std::initializer_list<std::tuple<const char *, const char *, const char *>>{{"_calls", "samples", "_bytes"}, {"_max_size", "max", "_bytes"},
                     {"_min_size", "min", "_bytes"}, {"_bytes", "sum", "_bytes"}, {"_samples", "samples", ""}, {"_pages", "samples", ""}})
                if (endsWith(name, suffix)) {
                    name = name.substr(0, name.size() - std::string(suffix).size()) + keep;
                    column = to;
                    break;
                }
            const bool job = tags.count("jobid") > 0;
            if (job)
                labels.emplace_back("job", tags["jobid"]);
            if (job && startsWith(name, "ost_"))
                name = name.substr(4);
            if (tags.count("client") > 0)
                labels.emplace_back("nid", tags["client"]);
            expected.push_back({(job ? "job." : "*stats.") + column, with(labels, "operation", name), std::string(value), shown, {}});
        }
    }
    compare(expected, readings, result);
    return true;
}

namespace {

/// "line class severity target nid": what each line of a log is.
bool compareLabels(const std::string &text, const Readings &readings, Result &result)
{
    std::vector<std::string_view> head;
    std::vector<Expected> expected;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto cells = split(line, '\t');
        if (head.empty()) {
            head = cells;
            continue;
        }
        for (std::size_t i = 1; i < cells.size() && i < head.size(); ++i)
            expected.push_back({"message." + std::string(head[i] == "class" ? "kind" : head[i]), {{"line", std::string(cells[0])}}, std::string(cells[i]), {}, {}});
    }
    compare(expected, readings, result);
    return true;
}

/// "lustre_pid event_text message": the pid of each, and the event where we name the same thing.
bool compareEvents(const std::string &text, const Readings &readings, Result &result)
{
    std::vector<Expected> expected;
    Lines lines(text);
    int number = 0;
    for (std::string_view line; lines.next(line); ++number) {
        const auto cells = split(line, '\t');
        if (number == 0 || cells.size() < 3)
            continue;
        const Labels labels{{"line", std::to_string(number)}};
        const bool holdsPid = contains(cells[2], "LustreError: 0:0:"); // the pid is in the lock's dump, not at the front
        expected.push_back({"message.pid", labels, std::string(cells[0]), {}, holdsPid ? "the old program took the pid of the lock's dump; the message itself says 0" : ""});
        if (contains(cells[1], "evicted"))
            expected.push_back({"message.kind", labels, "eviction", {}, {}});
        if (const std::string nid = nidIn(cells[1]); !nid.empty())
            expected.push_back({"message.nid", labels, nid, {}, {}});
    }
    compare(expected, readings, result);
    return true;
}

/// Properties of a udev database as a JavaScript snapshot has them: a name, and behind it Json { "data": "word".
bool compareUdev(const std::string &text, const Json &records, Result &result)
{
    std::multimap<std::string, std::string> ours;
    for (const Json &record : records)
        for (const auto &[key, value] : protocol::member(record, "properties").items())
            ours.emplace(key, value.get<std::string>());
    std::string name;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        if (startsWith(content, "\"data\": \"") && !name.empty()) {
            std::string value(content.substr(9, content.rfind('"') - 9));
            for (std::size_t at = value.find("\\\\"); at != std::string::npos; at = value.find("\\\\", at + 1)) // escaped for JSON and again for JavaScript
                value.replace(at, value.compare(at, 4, "\\\\\\\\") == 0 ? 4 : 2, "\\");
            const auto [begin, end] = ours.equal_range(name);
            bool found = false;
            for (auto it = begin; it != end && !found; ++it)
                found = it->second == value;
            std::string why;
            if (!found && (begin == end || startsWith(name, "IML_")))
                why = "a name that the other program adds to the database's own";
            else if (!found && name == "DM_UUID" && contains(records.dump(-1, ' ', false, Json::error_handler_t::replace), "/dm-uuid-" + value))
                why = "the recording contradicts itself: the volume's property is not the id that its links have";
            compareOne(name, value, found ? value : begin == end ? "(none)" : begin->second, result, why);
            name.clear();
        } else if (startsWith(content, "\"") && endsWith(content, "\",") && !contains(content, ": "))
            name = content.substr(1, content.size() - 3);
    }
    return true;
}

} // namespace

bool compareOther(const Entry &entry, const Parsed &parsed, const std::string &oracle, const std::string &text, Result &result)
{
    (void)entry;
    if (startsWith(text, "line\tclass"))
        return compareLabels(text, parsed.readings, result);
    if (startsWith(text, "lustre_pid\t"))
        return compareEvents(text, parsed.readings, result);
    if (startsWith(text, "// Jest Snapshot") && parsed.json.is_array())
        return compareUdev(text, parsed.json, result);
    if (startsWith(text, "net:\n")) { // what a program that calls lnetctl got from a stand-in: the same text
        std::vector<Expected> expected;
        const Readings wanted = readLnetctl(text);
        for (const Figure &figure : wanted.figures)
            expected.push_back({figure.name, figure.labels, figure.value.text(), {}, {}});
        for (const Fact &fact : wanted.facts)
            expected.push_back({fact.name, fact.labels, fact.text, {}, {}});
        compare(expected, parsed.readings, result);
        return true;
    }
    (void)oracle;
    return compareText(entry, parsed, text, result);
}

} // namespace fixture
