// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/difference.h"

#include <algorithm>

namespace history {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;

namespace {

Error unfit()
{
    return Error{Problem::BadMessage, "a stored change does not fit the value that it changes", {}, {}};
}

Json ofObjects(const Json &before, const Json &after)
{
    Json changed = Json::object(), gone = Json::array();
    for (const auto &[key, value] : after.items())
        if (const auto old = before.find(key); old == before.end())
            changed[key] = Json{{"=", value}};
        else if (Json inner = difference(*old, value); !inner.is_null())
            changed[key] = std::move(inner);
    for (const auto &[key, value] : before.items())
        if (!after.contains(key))
            gone.push_back(key);
    Json out = Json::object();
    if (!changed.empty())
        out["o"] = std::move(changed);
    if (!gone.empty())
        out["-"] = std::move(gone);
    return out;
}

Json ofArrays(const Json &before, const Json &after)
{
    if (before.size() == after.size()) {
        Json elements = Json::array();
        for (std::size_t i = 0; i < after.size(); ++i)
            if (Json inner = difference(before[i], after[i]); !inner.is_null())
                elements.push_back(Json::array({i, std::move(inner)}));
        return Json{{"a", std::move(elements)}};
    }
    const std::size_t least = std::min(before.size(), after.size());
    std::size_t begin = 0, same = 0;
    while (begin < least && before[begin] == after[begin])
        ++begin;
    while (same < least - begin && before[before.size() - 1 - same] == after[after.size() - 1 - same])
        ++same;
    Json values = Json::array();
    for (std::size_t i = begin; i < after.size() - same; ++i)
        values.push_back(after[i]);
    return Json{{"s", Json::array({begin, before.size() - begin - same, std::move(values)})}};
}

Result<Json> object(Json before, const Json &difference)
{
    if (const auto changed = difference.find("o"); changed != difference.end()) {
        if (!before.is_object() || !changed->is_object())
            return unfit();
        for (const auto &[key, inner] : changed->items()) {
            auto value = applied(before.value(key, Json()), inner);
            if (!value)
                return value;
            before[key] = std::move(*value);
        }
    }
    if (const auto gone = difference.find("-"); gone != difference.end()) {
        if (!before.is_object() || !gone->is_array())
            return unfit();
        for (const Json &key : *gone) {
            if (!key.is_string())
                return unfit();
            before.erase(key.get_ref<const std::string &>());
        }
    }
    return before;
}

bool isIndex(const Json &value, std::size_t most) { return value.is_number_unsigned() && value.get<std::uint64_t>() <= most; }

Result<Json> elements(Json before, const Json &list)
{
    if (!before.is_array() || !list.is_array())
        return unfit();
    for (const Json &one : list) {
        if (!one.is_array() || one.size() != 2 || before.empty() || !isIndex(one[0], before.size() - 1))
            return unfit();
        Json &element = before[one[0].get<std::size_t>()];
        auto value = applied(std::move(element), one[1]);
        if (!value)
            return value;
        element = std::move(*value);
    }
    return before;
}

Result<Json> splice(Json before, const Json &what)
{
    if (!before.is_array() || !what.is_array() || what.size() != 3 || !isIndex(what[0], before.size()) || !what[2].is_array())
        return unfit();
    const std::size_t begin = what[0].get<std::size_t>();
    if (!isIndex(what[1], before.size() - begin))
        return unfit();
    const auto at = before.begin() + static_cast<std::ptrdiff_t>(begin);
    before.erase(at, at + static_cast<std::ptrdiff_t>(what[1].get<std::size_t>()));
    before.insert(before.begin() + static_cast<std::ptrdiff_t>(begin), what[2].begin(), what[2].end());
    return before;
}

} // namespace

Json difference(const Json &before, const Json &after)
{
    if (before == after && before.type() == after.type())
        return {};
    if (before.is_object() && after.is_object())
        return ofObjects(before, after);
    if (before.is_array() && after.is_array())
        return ofArrays(before, after);
    return Json{{"=", after}};
}

Result<Json> applied(Json before, const Json &difference)
{
    if (difference.is_null())
        return before;
    if (!difference.is_object())
        return unfit();
    if (const auto value = difference.find("="); value != difference.end())
        return *value;
    if (const auto list = difference.find("a"); list != difference.end())
        return elements(std::move(before), *list);
    if (const auto what = difference.find("s"); what != difference.end())
        return splice(std::move(before), *what);
    return object(std::move(before), difference);
}

} // namespace history
