// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/json.h"

namespace protocol {
namespace {
const Json null;
} // namespace

const Json &member(const Json &object, std::string_view key)
{
    if (!object.is_object())
        return null;
    const auto found = object.find(std::string(key));
    return found == object.end() ? null : *found;
}

std::string textOf(const Json &object, std::string_view key, std::string_view fallback)
{
    const Json &value = member(object, key);
    return value.is_string() ? value.get_ref<const std::string &>() : std::string(fallback);
}

std::int64_t numberOf(const Json &object, std::string_view key, std::int64_t fallback)
{
    const Json &value = member(object, key);
    return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}

std::uint64_t unsignedOf(const Json &object, std::string_view key, std::uint64_t fallback)
{
    const Json &value = member(object, key);
    if (value.is_number_unsigned())
        return value.get<std::uint64_t>();
    return value.is_number_integer() && value.get<std::int64_t>() >= 0 ? value.get<std::uint64_t>() : fallback;
}

double realOf(const Json &object, std::string_view key, double fallback)
{
    const Json &value = member(object, key);
    return value.is_number() ? value.get<double>() : fallback;
}

bool flagOf(const Json &object, std::string_view key, bool fallback)
{
    const Json &value = member(object, key);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

std::vector<std::string> textsOf(const Json &object, std::string_view key)
{
    std::vector<std::string> texts;
    const Json &value = member(object, key);
    if (value.is_array())
        for (const Json &item : value)
            if (item.is_string())
                texts.push_back(item.get_ref<const std::string &>());
    return texts;
}

Json parseJson(std::string_view text)
{
    return Json::parse(text.begin(), text.end(), nullptr, false);
}

std::string dumpJson(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace protocol
