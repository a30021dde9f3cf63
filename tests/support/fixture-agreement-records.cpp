// SPDX-License-Identifier: GPL-3.0-or-later
// What lustre-collector's records say, in our names.
#include "fixture-agreement.h"

#include "agent/collect/scan.h"

namespace fixture {

namespace {

using protocol::member;
using protocol::textOf;

std::string lower(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

std::string shown(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.is_boolean() ? (value.get<bool>() ? "1" : "0") : protocol::dumpJson(value);
}

struct Place {
    std::string base;
    Labels labels{};
};

class Walker {
public:
    explicit Walker(std::vector<Expected> &out) : m_out(out) { }

    void walk(const Json &json, const Place &place)
    {
        if (json.is_array()) {
            for (const Json &item : json)
                walk(item, place);
            return;
        }
        if (!json.is_object())
            return;
        if (json.size() == 1 && (json.contains("Target") || json.contains("Host") || json.contains("LNetStat") || json.contains("LustreService"))) {
            const Json &inside = json.begin().value();
            if (inside.is_object() && inside.size() == 1)
                record(inside.begin().key(), inside.begin().value());
            return;
        }
        if (json.contains("snapshot_time"))
            header(json, place);
        else if (json.contains("samples") && json.contains("name"))
            stat(json, place);
        else if (json.contains("buckets"))
            histogram(json, place);
        else
            for (const auto &[key, value] : json.items())
                walk(value, place);
    }

private:
    void add(const std::string &name, const Labels &labels, const Json &value, const std::string &explanation = {})
    {
        if (!value.is_null())
            m_out.push_back({name, labels, shown(value), name, explanation});
    }

    void header(const Json &json, const Place &place)
    {
        // The collector calls the statistics of osd by the same name as those of the target.
        const std::string base = place.base.empty() ? "*" : place.base == "stats" ? "*stats" : place.base;
        add(base + ".snapshot_time", place.labels, member(json, "snapshot_time"));
        add(base + ".start_time", place.labels, member(json, "start_time"));
    }

    void stat(const Json &json, const Place &place)
    {
        Labels labels = place.labels;
        labels.emplace_back("operation", textOf(json, "name"));
        const std::string base = place.base.empty() ? "*" : place.base;
        for (const auto &[key, ours] : std::initializer_list<std::pair<const char *, const char *>>{{"samples", "samples"}, {"min", "min"}, {"max", "max"}, {"sum", "sum"}, {"sumsquare", "sumsq"}})
            add(base + "." + ours, labels, member(json, key));
    }

    void histogram(const Json &json, const Place &place)
    {
        const std::string name = textOf(json, "name");
        const bool latency = collect::startsWith(name, "io_time_");
        for (const Json &bucket : member(json, "buckets"))
            for (const char *operation : {"read", "write"}) {
                Labels labels = place.labels;
                labels.emplace_back("operation", operation);
                labels.emplace_back("size", shown(member(bucket, "name")));
                if (latency)
                    labels.emplace_back("io_size", name.substr(8));
                // A direction that the line does not have is a 0 there, and no figure here.
                if (!latency || shown(member(bucket, operation)) != "0")
                    add(latency ? "io_latency" : "brw_stats." + name, labels, member(bucket, operation));
            }
    }

    void quota(const Json &json, const Json &value, Labels labels, const std::string &base)
    {
        const std::string kind = lower(textOf(value, "kind"));
        labels.emplace_back("accounting", kind == "usr" ? "user" : kind == "grp" ? "group" : "project");
        for (const char *key : {"pool", "manager"})
            if (const std::string word = textOf(json, key); !word.empty())
                labels.emplace_back(key, word);
        for (const Json &item : member(value, "stats")) {
            Labels own = labels;
            own.emplace_back("id", shown(member(item, "id")));
            for (const auto &[key, number] : member(item, "usage").items())
                add(base + ".used_" + key, own, number);
            for (const auto &[key, number] : member(item, "limits").items())
                add(base + "." + key, own, number);
        }
    }

    void jobs(const Json &value, const Labels &labels)
    {
        for (const Json &job : value) {
            Labels own = labels;
            own.emplace_back("job", textOf(job, "job_id"));
            for (const auto &[key, operation] : job.items()) {
                if (!operation.is_object())
                    continue;
                Labels at = own;
                at.emplace_back("operation", key);
                add("job.samples", at, member(operation, "samples"));
                for (const char *column : {"min", "max", "sum"})
                    add(std::string("job.") + column, at, member(operation, column));
                if (shown(member(operation, "samples")) != "0")
                    add("job.sumsq", at, member(operation, "sumsq"));
            }
        }
    }

    void record(const std::string &variant, const Json &json)
    {
        if (variant == "LdlmCanceld" || variant == "LdlmCbd") {
            walk(json, {"service_stats", {{"service", variant == "LdlmCbd" ? "ldlm_cbd" : "ldlm_canceld"}}});
            return;
        }
        const std::string param = textOf(json, "param"), kind = lower(textOf(json, "kind"));
        const Json &value = member(json, "value");
        Labels labels;
        if (const std::string target = textOf(json, "target"); !target.empty())
            labels.emplace_back("target", target);
        if (!kind.empty() && variant != "OspActive" && variant != "OspMaxCreateCount")
            labels.emplace_back("component", kind);
        if (const std::string nid = textOf(json, "nid"); !nid.empty())
            labels.emplace_back("nid", nid);
        static const std::map<std::string, std::string> simple{{"HealthCheck", "health"}, {"KBytesAvail", "kbytesavail"}};
        if (variant == "HealthCheck") {
            add("health", {}, member(value, "healthy"));
            for (const Json &target : member(value, "targets"))
                add("health.device", {{"target", shown(target)}}, Json("unhealthy"));
        } else if (variant == "Oss" || variant == "Mds")
            walk(member(json, "stats"), {"service_stats", {{"service", param}}});
        else if (variant == "Llite")
            walk(member(json, "stats"), {"client_stats", labels});
        else if (variant == "Stats") {
            walk(value, {param, labels});
            walk(member(json, "header"), {param, labels});
        } else if (variant == "BrwStats") {
            walk(value, {"brw_stats", labels});
            walk(member(json, "header"), {"brw_stats", labels});
        } else if (variant == "ExportStats")
            for (const Json &item : value) {
                Labels own = labels;
                own.emplace_back("nid", textOf(item, "nid"));
                walk(member(item, "stats"), {"export_stats", own});
            }
        else if (variant == "JobStatsOst" || variant == "JobStatsMdt")
            jobs(value, labels);
        else if (variant == "QuotaStats" || variant == "QuotaStatsOsd")
            quota(json, value, labels, "quota");
        else if (variant == "Changelog") {
            add("changelog.current_index", labels, member(value, "current_index"));
            for (const Json &user : member(value, "users")) {
                Labels own = labels;
                own.emplace_back("user", textOf(user, "user"));
                add("changelog.index", own, member(user, "index"));
                add("changelog.idle_seconds", own, member(user, "idle_secs"));
            }
        } else if (variant == "FsNames")
            for (const Json &name : value)
                add("filesystem", {{"fsname", shown(name)}}, name);
        else if (variant == "RecoveryStatus")
            recovery(labels, shown(value));
        else if (variant == "RecoveryDuration" || variant == "RecoveryCompletedClients" || variant == "RecoveryConnectedClients" || variant == "RecoveryEvictedClients")
            add("recovery." + recoveryWord(variant), labels, value);
        else if (collect::startsWith(variant, "Send") || collect::startsWith(variant, "Recv") || collect::startsWith(variant, "Drop"))
            add(labels.empty() ? "lnet.statistics." + param : "lnet.net.local_NI(s).statistics." + param, labels, value);
        else if (variant == "HealthValue")
            add("lnet.net.local_NI(s).health_stats.health_value", labels, value);
        else if (variant == "HealthSensitiveValue")
            add("lnet.global.health_sensitivity", labels, value);
        else
            add(param, labels, value);
    }

    void recovery(const Labels &labels, const std::string &word)
    {
        static const std::map<std::string, std::string> words{{"WaitingForClients", "WAITING_FOR_CLIENTS"}};
        std::string upper = word;
        for (char &c : upper)
            c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        const auto known = words.find(word);
        add("recovery.status", labels, Json(known == words.end() ? upper : known->second));
    }

    static std::string recoveryWord(const std::string &variant)
    {
        return variant == "RecoveryDuration" ? "recovery_duration" : variant == "RecoveryCompletedClients" ? "completed_clients"
            : variant == "RecoveryConnectedClients"                                                        ? "connected_clients" : "evicted_clients";
    }

    std::vector<Expected> &m_out;
};

} // namespace

void expectRecords(const Json &json, std::vector<Expected> &out)
{
    Walker(out).walk(json, {});
}

} // namespace fixture
