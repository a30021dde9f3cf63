// SPDX-License-Identifier: GPL-3.0-or-later
// ClusterSpec as JSON: what the profile keeps. No secret is in it.
#include "core/inventory/haparse.h"

namespace ha {

using protocol::Json;
using protocol::member;
using protocol::numberOf;
using protocol::textOf;

namespace {

Error bad(const std::string &field, const std::string &what)
{
    return { protocol::Problem::BadMessage, "the specification of a cluster cannot be read: " + field + " " + what, {}, {} };
}

Json membersToJson(const std::vector<Member> &members)
{
    Json out = Json::array();
    for (const Member &m : members) {
        Json one { { "server", m.server }, { "nodeId", m.nodeId }, { "addresses", m.addresses } };
        if (!m.node.empty())
            one["node"] = m.node;
        out.push_back(std::move(one));
    }
    return out;
}

Json fencingToJson(const std::map<std::string, std::vector<FenceDeviceSpec>> &fencing)
{
    Json out = Json::object();
    for (const auto &[server, devices] : fencing) {
        Json &list = out[server] = Json::array();
        for (const FenceDeviceSpec &d : devices)
            list.push_back({ { "id", d.id }, { "agent", d.agent }, { "level", d.level }, { "parameters", d.parameters }, { "secretName", d.secretName },
                { "secretParameter", d.secretParameter }, { "delaySeconds", d.delaySeconds } });
    }
    return out;
}

class SpecReader {
public:
    Result<ClusterSpec> read(const Json &json)
    {
        if (!json.is_object())
            return bad("it", "is not an object");
        m_out.name = text(json, "name");
        m_out.tokenMs = number(json, "tokenMs", 0, 600'000);
        m_out.consensusMs = number(json, "consensusMs", 0, 600'000);
        members(member(json, "members"));
        crypto(member(json, "crypto"));
        device(member(json, "qdevice"));
        policy(member(json, "policy"));
        fencing(member(json, "fencing"));
        health(member(json, "health"));
        for (const std::string &id : texts(json, "resources"))
            m_out.resources.insert(id);
        if (m_out.name.empty())
            fail("name", "is missing");
        if (!m_field.empty())
            return bad(m_field, m_what);
        return std::move(m_out);
    }

private:
    void fail(const std::string &field, const std::string &what)
    {
        if (m_field.empty()) {
            m_field = field;
            m_what = what;
        }
    }

    std::string text(const Json &json, const char *key, const std::string &fallback = {})
    {
        const Json &value = member(json, key);
        if (!value.is_null() && !value.is_string())
            fail(key, "is not a text");
        return textOf(json, key, fallback);
    }

    int number(const Json &json, const char *key, int fallback, int most)
    {
        const Json &value = member(json, key);
        const std::int64_t out = numberOf(json, key, fallback);
        if ((!value.is_null() && !value.is_number_integer()) || out < 0 || out > most)
            fail(key, "is no whole number of 0 to " + std::to_string(most));
        return int(out < 0 || out > most ? fallback : out);
    }

    std::vector<std::string> texts(const Json &json, const char *key)
    {
        const Json &value = member(json, key);
        std::vector<std::string> out = protocol::textsOf(json, key);
        if (!value.is_null() && (!value.is_array() || out.size() != value.size()))
            fail(key, "is no list of texts");
        return out;
    }

    bool list(const Json &json, const char *field)
    {
        if (!json.is_null() && !json.is_array())
            fail(field, "is not a list");
        return json.is_array();
    }

    bool object(const Json &json, const char *field)
    {
        if (!json.is_null() && !json.is_object())
            fail(field, "is not an object");
        return json.is_object();
    }

    void members(const Json &json)
    {
        if (!list(json, "members"))
            return;
        for (const Json &one : json) {
            if (!object(one, "members"))
                continue;
            Member m { text(one, "server"), number(one, "nodeId", 0, 2'000'000'000), texts(one, "addresses"), text(one, "node") };
            if (m.server.empty())
                fail("members", "has one without a server");
            m_out.members.push_back(std::move(m));
        }
    }

    void crypto(const Json &json)
    {
        if (object(json, "crypto"))
            m_out.crypto = { text(json, "cipher", "aes256"), text(json, "hash", "sha256") };
    }

    void device(const Json &json)
    {
        if (object(json, "qdevice"))
            m_out.qdevice = QuorumDevice { text(json, "host"), text(json, "algorithm", "ffsplit") };
    }

    void policy(const Json &json)
    {
        if (!object(json, "policy"))
            return;
        Policy &p = m_out.policy;
        p.stickiness = number(json, "stickiness", p.stickiness, 1'000'000);
        p.migrationThreshold = number(json, "migrationThreshold", p.migrationThreshold, 1'000'000);
        p.failureTimeoutSeconds = number(json, "failureTimeoutSeconds", p.failureTimeoutSeconds, 100'000'000);
        p.noQuorum = text(json, "noQuorum", p.noQuorum);
        const std::string failback = text(json, "failback", "manual");
        if (failback != "manual" && failback != "automatic")
            fail("failback", "is neither manual nor automatic");
        p.failback = failback == "automatic" ? Failback::Automatic : Failback::Manual;
    }

    void fencing(const Json &json)
    {
        if (!object(json, "fencing"))
            return;
        for (const auto &[server, devices] : json.items()) {
            if (!list(devices, "fencing"))
                continue;
            for (const Json &one : devices)
                if (object(one, "fencing"))
                    m_out.fencing[server].push_back(fenceDevice(one));
        }
    }

    FenceDeviceSpec fenceDevice(const Json &json)
    {
        FenceDeviceSpec d;
        d.id = text(json, "id");
        d.agent = text(json, "agent");
        d.level = number(json, "level", 1, 9);
        d.secretName = text(json, "secretName");
        d.secretParameter = text(json, "secretParameter", d.secretParameter);
        d.delaySeconds = number(json, "delaySeconds", 0, 3600);
        const Json &parameters = member(json, "parameters");
        if (object(parameters, "parameters")) {
            for (const auto &[name, value] : parameters.items())
                if (value.is_string())
                    d.parameters[name] = value.get<std::string>();
                else
                    fail("parameters", "has a value that is not a text: " + name);
        }
        if (d.agent.empty())
            fail("fencing", "has a device without an agent");
        return d;
    }

    void health(const Json &json)
    {
        if (!object(json, "health"))
            return;
        m_out.health.lnetNids = texts(json, "lnetNids");
        m_out.health.lnetDevice = text(json, "lnetDevice");
        m_out.health.lustre = protocol::flagOf(json, "lustre", true);
    }

    ClusterSpec m_out;
    std::string m_field, m_what;
};

} // namespace

Json toJson(const ClusterSpec &spec)
{
    Json out { { "name", spec.name }, { "members", membersToJson(spec.members) }, { "tokenMs", spec.tokenMs }, { "consensusMs", spec.consensusMs },
        { "crypto", { { "cipher", spec.crypto.cipher }, { "hash", spec.crypto.hash } } }, { "fencing", fencingToJson(spec.fencing) },
        { "health", { { "lnetNids", spec.health.lnetNids }, { "lnetDevice", spec.health.lnetDevice }, { "lustre", spec.health.lustre } } },
        { "resources", spec.resources } };
    const Policy &p = spec.policy;
    out["policy"] = { { "stickiness", p.stickiness }, { "migrationThreshold", p.migrationThreshold }, { "failureTimeoutSeconds", p.failureTimeoutSeconds },
        { "failback", p.failback == Failback::Automatic ? "automatic" : "manual" }, { "noQuorum", p.noQuorum } };
    if (spec.qdevice)
        out["qdevice"] = { { "host", spec.qdevice->host }, { "algorithm", spec.qdevice->algorithm } };
    return out;
}

Result<ClusterSpec> clusterSpecFromJson(const Json &json)
{
    return SpecReader().read(json);
}

} // namespace ha
