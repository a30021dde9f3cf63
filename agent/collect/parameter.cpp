// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader a parameter needs.
#include "agent/collect/jobstats.h"
#include "agent/collect/lnet.h"
#include "agent/collect/scan.h"
#include "agent/collect/values.h"
#include "agent/collect/yaml.h"

#include <array>
#include <map>
#include <set>

namespace collect {

namespace {

bool isService(const ParameterName &name)
{
    return name.type == "ldlm.services" || (name.type == "ost" && name.device == "OSS") || (name.type == "mds" && name.device == "MDS");
}

Labels labelsOf(const ParameterName &name)
{
    Labels labels;
    const auto add = [&labels](std::string_view key, std::string_view value) {
        if (!value.empty())
            labels.emplace_back(key, value);
    };
    add("component", componentOf(name));
    if (isService(name))
        add("service", name.type == "ldlm.services" ? name.device : name.leaf.substr(0, name.leaf.find('.')));
    else
        add("target", targetOf(name));
    add("nid", name.nid);
    return labels;
}

std::string_view lastPart(std::string_view leaf)
{
    const std::size_t dot = leaf.rfind('.');
    return dot == std::string_view::npos ? leaf : leaf.substr(dot + 1);
}

/// The name of the figures, without what the labels say.
std::string baseOf(const ParameterName &name)
{
    const std::string_view last = lastPart(name.leaf);
    if (!name.nid.empty())
        return "export_" + std::string(last);
    if (isService(name))
        return last == "stats" ? "service_stats" : "service." + std::string(last);
    if (name.type == "mgs")
        return std::string(last);
    if (last == "stats" && startsWith(name.type, "osd"))
        return "osd_stats";
    if (last == "stats" && name.type == "llite")
        return "client_stats";
    if (last == "stats" && (name.type == "osc" || name.type == "mdc" || name.type == "osp" || name.type == "mgc" || name.type == "lwp"))
        return std::string(name.type) + "_stats";
    return std::string(name.leaf.empty() ? name.type : name.leaf);
}

std::string_view unitOf(std::string_view leaf)
{
    struct Known {
        std::string_view leaf, unit;
    };
    static constexpr std::array<Known, 17> table{{{"memused", "bytes"}, {"memused_max", "bytes"}, {"lnet_memused", "bytes"}, {"tot_dirty", "bytes"}, {"tot_granted", "bytes"},
        {"tot_pending", "bytes"}, {"cur_dirty_bytes", "bytes"}, {"cur_grant_bytes", "bytes"}, {"cur_lost_grant_bytes", "bytes"}, {"blocksize", "bytes"},
        {"max_nolock_bytes", "bytes"}, {"lru_max_age", "ms"}, {"contention_seconds", "s"}, {"timeout", "s"}, {"recovery_time_soft", "s"}, {"recovery_time_hard", "s"},
        {"changelog_size", "bytes"}}};
    if (startsWith(leaf, "kbytes"))
        return "KiB";
    for (const Known &known : table)
        if (known.leaf == leaf)
            return known.unit;
    return endsWith(leaf, "_mb") ? "MiB" : endsWith(leaf, "_bytes") ? "bytes" : "";
}

Kind kindOf(std::string_view leaf)
{
    return leaf == "eviction_count" || leaf == "memused_max" || leaf == "lock_timeouts" ? Kind::Counter : Kind::Gauge;
}

bool readQuotaParameter(const ParameterName &name, std::string_view value, const Labels &labels, Readings &out)
{
    const std::string_view last = lastPart(name.leaf), head = name.leaf.substr(0, name.leaf.find('.'));
    const auto accountingOf = [](std::string_view word) {
        return word == "usr" || word == "user" ? "user" : word == "grp" || word == "group" ? "group" : "project";
    };
    if (startsWith(last, "acct_")) {
        Labels own = with(labels, "accounting", accountingOf(last.substr(5)));
        if (head.size() > 11 && startsWith(head, "quota_slave_"))
            own.emplace_back("manager", head.substr(12));
        readQuota(value, "quota", own, out);
        return true;
    }
    if (startsWith(last, "limit_") && startsWith(head, "quota_slave")) {
        Labels own = with(labels, "accounting", accountingOf(last.substr(6)));
        own.emplace_back("manager", head.size() > 12 ? head.substr(12) : "");
        readQuota(value, "quota_slave", own, out);
        return true;
    }
    if (startsWith(last, "glb-")) {
        const std::size_t dash = head.rfind('-');
        Labels own = with(labels, "pool", dash == std::string_view::npos ? std::string_view() : head.substr(dash + 1));
        own.emplace_back("manager", head.substr(0, dash));
        own.emplace_back("accounting", accountingOf(last.substr(4)));
        readQuota(value, "quota", own, out);
        return true;
    }
    return false;
}

std::string_view withoutUuid(std::string_view text)
{
    return endsWith(text, "_UUID") ? text.substr(0, text.size() - 5) : text;
}

/// By what it is called. False: not a name with a format of its own.
bool readByName(const ParameterName &name, std::string_view value, const Labels &labels, Readings &out)
{
    const std::string_view last = lastPart(name.leaf);
    if (last == "job_stats")
        out.take(readJobStats(value, labels));
    else if (last == "recovery_status")
        readRecovery(value, labels, out);
    else if (last == "changelog_users")
        readChangelogUsers(value, labels, out);
    else if (last == "target_obd" || (last == "target_obds" && !value.empty()))
        readTargetObd(value, labels, out);
    else if (last == "state" && contains(value, "current_state"))
        readState(value, labels, out);
    else if (last == "ost_server_uuid" || last == "mds_server_uuid" || last == "mgs_server_uuid")
        readState(value, labels, out);
    else if (last == "uuid" && name.nid.empty() && !name.type.empty())
        out.fact("uuid", labels, withoutUuid(trim(value)));
    else if (name.leaf == "hsm.agents")
        readHsmAgents(value, labels, out);
    else if (name.leaf == "hsm.actions")
        readHsmActions(value, labels, out);
    else if (name.leaf == "health_check" && name.type.empty())
        readHealth(value, out);
    else if (last == "uuid" && !name.nid.empty())
        readUuids(value, labels, out);
    else if (startsWith(name.leaf, "live.") && name.type == "mgs")
        readLive(value, labels, out);
    else if (name.leaf == "version" && name.type.empty())
        readVersion(value, out);
    else if (last == "timeouts")
        readTimeouts(value, labels, out);
    else if (name.type.empty() && (last == "stats" || last == "nis" || last == "peers" || last == "routes" || last == "routers" || last == "buffers") && !looksLikeCounters(value))
        readLnetFile(last, value, out);
    else
        return readQuotaParameter(name, value, labels, out);
    return true;
}

bool looksLikeYaml(std::string_view value)
{
    const std::string_view first = trim(value.substr(0, value.find('\n')));
    return contains(value, "\n") && (endsWith(first, ":") || contains(first, ": ") || startsWith(first, "- "));
}

} // namespace

Readings readValue(const ParameterName &name, std::string_view value)
{
    Readings out;
    Labels labels = labelsOf(name);
    const std::string base = baseOf(name);
    const std::string_view content = trim(value), last = lastPart(name.leaf);
    const bool nested = startsWith(name.leaf, "quota_slave") || startsWith(last, "glb-");
    if (content.empty() && last != "job_stats") {
        out.gap(base.empty() ? "value" : base, Cause::Empty);
        return out;
    }
    if (readByName(name, value, labels, out))
        return out;
    Number number;
    if (looksLikeHistograms(value)) {
        readHistograms(value, base.empty() ? "brw_stats" : base, labels, out);
    } else if (startsWith(content, "io_latency_by_size:")) {
        readIoLatency(value, labels, out);
    } else if (looksLikeCounters(value)) {
        readCounters(value, base.empty() ? "stats" : base, labels, out);
    } else if (startsWith(content, "job_stats:")) {
        out.take(readJobStats(value, labels));
    } else if (content == "not supported") {
        out.gap(base, Cause::NotSupported, content);
    } else if (readNumber(content, number)) {
        out.figure(base, labels, number, unitOf(last), kindOf(last));
    } else if (!nested && looksLikeYaml(value)) {
        flattenYaml(readYaml(value), base, labels, out);
    } else {
        Words words(content); // "25600 kB", "600s"
        const std::string_view first = words.next(), second = words.next();
        if (!second.empty() && words.next().empty() && readNumber(first, number) && second.size() < 8)
            out.figure(base, labels, number, second, kindOf(last));
        else
            out.fact(base, labels, content);
    }
    return out;
}

Readings readParameter(std::string_view name, std::string_view value)
{
    return readValue(splitName(name), value);
}

Readings readCapture(std::string_view text)
{
    Readings out;
    const WholeLines parts = wholeLines(text);
    const char *begin = nullptr, *end = nullptr;
    std::string_view name;
    const auto give = [&] {
        if (begin)
            out.take(readParameter(name, {begin, static_cast<std::size_t>(end - begin)}));
        begin = nullptr;
    };
    Lines lines(parts.whole);
    for (std::string_view line; lines.next(line);) {
        if (startsWith(line, "error: ") || startsWith(line, "lctl: ") || startsWith(line, "warning: ")) {
            const std::size_t open = line.find('\''), close = line.find('\'', open == std::string_view::npos ? 0 : open + 1);
            const std::string_view what = close == std::string_view::npos ? line : line.substr(open + 1, close - open - 1);
            out.gap(what, contains(line, "No such file") || contains(line, "not found") ? Cause::Absent : contains(line, "ermission") ? Cause::Unreadable : Cause::Failed, line);
            continue;
        }
        if (isParameterLine(line)) {
            give();
            const std::size_t equals = line.find('=');
            name = line.substr(0, equals);
            begin = line.data() + equals + 1;
        } else if (!begin && line.find_first_of("= ") == std::string_view::npos && !splitName(line).type.empty()) { // -N: names only
            if (startsWith(line, "mgs.MGS.live.") && line != "mgs.MGS.live.params")
                out.fact("filesystem", {{"fsname", std::string(line.substr(13))}}, line.substr(13));
            else
                out.fact("parameter", {}, line);
            continue;
        } else if (!begin && !trim(line).empty()) {
            out.gap("get_param", Cause::Malformed, line);
            continue;
        }
        end = line.data() + line.size();
    }
    give();
    if (!trim(parts.tail).empty())
        out.gap("get_param", Cause::Truncated, parts.tail);
    addCounts(out);
    return out;
}

void addCounts(Readings &all)
{
    std::map<std::pair<std::string, std::string>, std::set<std::string_view>> clients; // one that comes by several NIDs is one
    for (const Fact &fact : all.facts)
        if (fact.name == "export.uuid") {
            auto &uuids = clients[{std::string(labelOf(fact.labels, "component")), std::string(labelOf(fact.labels, "target"))}];
            if (isClientUuid(fact.text))
                uuids.insert(fact.text);
        }
    for (const auto &[where, uuids] : clients)
        all.figure("connected_clients", {{"component", where.first}, {"target", where.second}}, Number::ofSigned(static_cast<std::int64_t>(uuids.size())));
}

} // namespace collect
