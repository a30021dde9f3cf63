// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/batch.h"

namespace monitoring {

using base::Error;
using base::Problem;
using protocol::Json;

namespace {

constexpr std::size_t mostLabels = 32, longestWord = 4096;

Error badAnswer(const std::string &where)
{
    return Error{Problem::BadMessage, "the agent's figures cannot be read: " + where, {}, "Give the server this program's agent: chandelierctl server upgrade."};
}

bool isWord(const Json &json) { return json.is_string() && json.get_ref<const std::string &>().size() <= longestWord; }

bool readLabels(const Json &json, Labels &out)
{
    if (!json.is_array() || json.size() > mostLabels)
        return false;
    for (const Json &label : json) {
        if (!label.is_array() || label.size() != 2 || !isWord(label[0]) || !isWord(label[1]))
            return false;
        out.emplace_back(label[0].get<std::string>(), label[1].get<std::string>());
    }
    return true;
}

bool readSeries(const Json &json, Batch &out)
{
    if (!json.is_array() || json.size() < 5 || !json[0].is_number_unsigned() || !isWord(json[1]) || !isWord(json[3]) || !isWord(json[4]))
        return false;
    SeriesName name{json[1].get<std::string>(), {}, json[3].get<std::string>(), json[4] == "counter" ? Kind::Counter : Kind::Gauge};
    if (name.name.empty() || !readLabels(json[2], name.labels))
        return false;
    out.series.emplace_back(json[0].get<std::uint64_t>(), std::move(name));
    return true;
}

bool readSample(const Json &json, Batch &out)
{
    if (!json.is_array() || json.size() < 3 || !json[0].is_number_unsigned() || !json[1].is_number_integer() || !json[2].is_array()
        || json[2].size() % 2 != 0)
        return false;
    Sample sample{json[0].get<std::uint64_t>(), json[1].get<std::int64_t>(), {}};
    if (sample.at < 0 || sample.at > std::int64_t(1) << 48)
        return false;
    sample.values.reserve(json[2].size() / 2);
    for (std::size_t i = 0; i < json[2].size(); i += 2) {
        if (!json[2][i].is_number_unsigned() || !(json[2][i + 1].is_number() || json[2][i + 1].is_null()))
            return false;
        sample.values.emplace_back(json[2][i].get<std::uint64_t>(), Value::ofJson(json[2][i + 1]));
    }
    out.samples.push_back(std::move(sample));
    return true;
}

bool readGap(const Json &json, Batch &out)
{
    if (!json.is_array() || json.size() < 3 || !json[0].is_number_integer() || !json[1].is_number_integer() || !isWord(json[2]))
        return false;
    const Gap gap{json[0].get<std::int64_t>(), json[1].get<std::int64_t>(), json[2].get<std::string>()};
    if (gap.from < gap.to)
        out.gaps.push_back(gap);
    return true;
}

bool readFact(const Json &json, Batch &out)
{
    Fact fact;
    if (!json.is_array() || json.size() < 3 || !isWord(json[0]) || !readLabels(json[1], fact.labels) || !isWord(json[2]))
        return false;
    fact.name = json[0].get<std::string>();
    fact.text = json[2].get<std::string>();
    out.facts.push_back(std::move(fact));
    return true;
}

void readCost(const Json &json, Batch &out)
{
    if (!json.is_object())
        return;
    Cost cost{protocol::realOf(json, "cpu"), protocol::realOf(json, "rss"), {}};
    const Json &collectors = protocol::member(json, "collectors");
    if (collectors.is_array())
        for (const Json &one : collectors)
            if (one.is_array() && one.size() >= 2 && isWord(one[0]) && one[1].is_number())
                cost.collectors.push_back({one[0].get<std::string>(), one[1].get<double>(), one.size() > 2 && isWord(one[2]) ? one[2].get<std::string>() : std::string()});
    out.cost = std::move(cost);
}

/// All of a list, by `read`; the place of the first that cannot be, or nothing.
template <class Read> std::string readList(const Json &json, const char *name, Batch &out, Read read)
{
    const Json &list = protocol::member(json, name);
    if (list.is_null())
        return {};
    if (!list.is_array())
        return std::string(name) + " is no list";
    for (std::size_t i = 0; i < list.size(); ++i)
        if (!read(list[i], out))
            return std::string(name) + "[" + std::to_string(i) + "] does not follow its format";
    return {};
}

} // namespace

std::string keyOf(const std::string &name, const Labels &labels)
{
    std::string key = name;
    for (const auto &[label, value] : labels)
        key.append(1, '\0').append(label).append(1, '\1').append(value);
    return key;
}

base::Result<Batch> batchFromJson(const Json &json)
{
    Batch out;
    out.ring = protocol::textOf(json, "ring");
    if (out.ring.empty() || out.ring.size() > 64)
        return badAnswer("ring is not said");
    out.first = protocol::unsignedOf(json, "first");
    out.last = protocol::unsignedOf(json, "last");
    out.interval = protocol::realOf(json, "interval", 5);
    out.more = protocol::flagOf(json, "more");
    readCost(protocol::member(json, "cost"), out);
    for (const std::string &wrong : {readList(json, "series", out, readSeries), readList(json, "samples", out, readSample),
             readList(json, "gaps", out, readGap), readList(json, "facts", out, readFact)})
        if (!wrong.empty())
            return badAnswer(wrong);
    return out;
}

} // namespace monitoring
