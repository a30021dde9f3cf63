// SPDX-License-Identifier: GPL-3.0-or-later
// Structures: what jc, IML and other programs make of the same tool's text, compared leaf by leaf.
#include "fixture-agreement.h"

#include "agent/collect/scan.h"
#include "agent/collect/tooltext.h"
#include "agent/collect/xml.h"

#include <algorithm>
#include <cmath>

namespace fixture {

using namespace collect;

namespace {

std::string shown(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : protocol::dumpJson(value);
}

std::string lower(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

struct Leaf {
    std::string key, value;
};

/// Leaves by their own key; lists of words are one leaf.
void leaves(const Json &json, const std::string &key, std::vector<Leaf> &out)
{
    if (json.is_object()) {
        for (const auto &[name, value] : json.items())
            leaves(value, plainKey(name), out);
    } else if (json.is_array() && !json.empty() && !json.front().is_structured()) {
        std::string joined;
        for (const Json &item : json)
            joined += (joined.empty() ? "" : ",") + shown(item);
        out.push_back({key, joined});
    } else if (json.is_array()) {
        for (const Json &item : json)
            leaves(item, key, out);
    } else if (!json.is_null()) {
        out.push_back({key, shown(json)});
    }
}

/// "1.9G", "27%", "2048 sectors" as numbers; the power is 1024 or 1000, as the tool at hand means it.
bool sizeIs(const std::string &printed, double expected)
{
    const std::string_view first = Words(printed).next();
    std::size_t end = first.find_first_not_of("0123456789.+-");
    Number number;
    if (!readNumber(first.substr(0, end), number))
        return false;
    const std::string_view unit = end == std::string_view::npos ? std::string_view() : first.substr(end);
    if (unit.empty() || unit == "%" || unit.front() == 's')
        return std::fabs(number.real() - expected) < 1e-6 * std::max(1.0, std::fabs(expected));
    const std::size_t power = std::string_view("KMGTPE").find(static_cast<char>(unit.front() & ~0x20));
    if (power == std::string_view::npos)
        return false;
    for (const double base : {1024.0, 1000.0})
        if (std::fabs(number.real() * std::pow(base, static_cast<double>(power + 1)) - expected) <= 1.0 + expected * 1e-6)
            return true;
    return false;
}

bool sameWords(const std::string &expected, const std::string &got)
{
    if (sameValue(expected, got) || lower(expected) == lower(got))
        return true;
    std::string plain;
    for (std::size_t i = 0; i < got.size(); ++i) // udev writes blanks as "\ "
        if (got[i] != '\\')
            plain += got[i];
    if (plain == expected)
        return true;
    if (expected == "true" || expected == "false")
        return (expected == "true") == (got == "1" || got == "yes" || got == "Yes");
    // Lists are divided by commas here and blanks there.
    std::string a, b;
    for (const char c : expected)
        a += c == ',' || c == ' ' || c == '\n' ? std::string() : std::string(1, c);
    for (const char c : got)
        b += c == ',' || c == ' ' || c == '\n' ? std::string() : std::string(1, c);
    Number number;
    return a == b || (readNumber(expected, number) && sizeIs(got, number.real()));
}

std::string ourKey(const std::string &key)
{
    static const std::map<std::string, std::string> names{{"raid_device", "raiddevice"}, {"checksum", "cksum"}, {"available", "avail"}, {"unit_file", "unit"}, {"fstype", "fstype"}};
    const auto known = names.find(key);
    return known == names.end() ? key : known->second;
}

/// A field that the other program makes out of one beside it.
bool isDerived(const std::string &key, const std::set<std::string> &ours)
{
    for (const char *suffix : {"_num", "_epoch", "_epoch_utc", "_list", "_val", "_bytes", "_kb", "_percent", "_state", "_before", "_after", "_unit", "_time", "_maj", "_min"})
        if (endsWith(key, suffix) && ours.count(key.substr(0, key.size() - std::string(suffix).size())) > 0)
            return true;
    return key == "homehost" || key == "type" || key == "flag_list" || key == "container_dev" || key == "container_member";
}

std::string whyOther(const std::string &key, const std::string &expected, const std::string &got, const std::set<std::string> &ours)
{
    if (isDerived(key, ours))
        return "a field that the other program makes out of the one beside it";
    if (key == "number" && expected == got + got) // "   1     1   254 ...": mdadm numbers the row and the device
        return "the other program joins the two numbers at the begin of a row";
    return {};
}

bool compareLeaves(const Json &expected, const Json &got, Result &result)
{
    std::vector<Leaf> theirs, mine;
    leaves(expected, "", theirs);
    leaves(got, "", mine);
    std::multimap<std::string, std::string> ours;
    std::set<std::string> keys;
    for (const Leaf &leaf : mine)
        keys.insert(leaf.key);
    for (Leaf &leaf : mine)
        ours.emplace(std::move(leaf.key), std::move(leaf.value));
    for (const Leaf &leaf : theirs) {
        bool found = false;
        std::string other = "(none)";
        const auto [firstOption, lastOption] = ours.equal_range("options");
        for (auto it = firstOption; it != lastOption && !found; ++it) {
            const std::string list = "," + it->second + ",";
            if (leaf.key != "options") { // jc makes a key of "size=64k" among the options
                found = contains(list, "," + leaf.key + "=" + leaf.value + ",");
                continue;
            }
            found = true;
            for (const std::string_view word : split(leaf.value, ','))
                found = found && contains(list, "," + std::string(word) + ",");
        }
        for (const std::string &key : {leaf.key, ourKey(leaf.key)}) {
            const auto [begin, end] = ours.equal_range(key);
            for (auto it = begin; it != end && !found; ++it) {
                other = it->second;
                found = sameWords(leaf.value, it->second);
                if (found) {
                    ours.erase(it);
                    break;
                }
            }
            if (found)
                break;
        }
        compareOne(leaf.key, leaf.value, found ? leaf.value : other, result, found ? "" : whyOther(leaf.key, leaf.value, other, keys));
    }
    return !theirs.empty();
}

bool compareMountData(const Json &json, const Readings &readings, Result &result)
{
    std::vector<Expected> expected;
    for (const auto &[key, value] : json.items()) {
        std::string text = shown(value);
        if (startsWith(text, "0x"))
            text = std::to_string(std::strtoul(text.c_str(), nullptr, 16));
        expected.push_back({"mountdata." + key, {}, text, key, {}});
    }
    compare(expected, readings, result);
    return true;
}

} // namespace

bool compareStructure(const Entry &entry, const Parsed &parsed, const std::string &oracle, const Json &json, Result &result)
{
    (void)entry;
    (void)oracle;
    if (json.is_object() && json.contains("magic") && json.contains("svname"))
        return compareMountData(json, parsed.readings, result);
    if (json.is_object() && json.contains("nodes") && json.contains("resources") && parsed.cluster.contains("status"))
        return compareCluster(json, parsed, result);
    if (parsed.json.is_null())
        return false;
    return compareLeaves(json, parsed.json, result);
}

bool compareText(const Entry &entry, const Parsed &parsed, const std::string &text, Result &result)
{
    // The same structure, written again by the other program: a configuration after a change, XML and its crm shell line.
    if (entry.kind == "pacemaker" && contains(text, "{\n") && parsed.json.is_object()) {
        compareLeaves(readBraces(text), parsed.json, result);
        for (Result::Difference &difference : result.differences)
            if (difference.what == "mcastport")
                difference.explanation = "the expected text is the file after its port was changed";
        return true;
    }
    std::vector<std::string> words;
    const std::string_view content = trim(text);
    if (entry.kind != "pacemaker" || content.empty())
        return false;
    // Every name and id of the one form stands in the other.
    std::string ours = entry.path;
    if (parsed.json.is_object() && parsed.json.contains("attributes")) {
        std::vector<std::string> values;
        eachElement(parsed.json, [&values](const Json &element) {
            for (const auto &[key, value] : protocol::member(element, "attributes").items())
                if ((key == "id" && protocol::textOf(element, "name").find("attributes") == std::string::npos && protocol::textOf(element, "name") != "nvpair" && protocol::textOf(element, "name") != "op")
                    || key == "rsc" || key == "node" || key == "first" || key == "then" || key == "with-rsc")
                    values.push_back(value.get<std::string>());
        });
        for (const std::string &value : values)
            compareOne("named " + value, "yes", contains(text, value) ? "yes" : "no", result, contains(value, "-rule") ? "crmsh leaves out the ids of rules" : "");
        return true;
    }
    return content.front() == '<'; // the pair was compared from its other side
}

} // namespace fixture
