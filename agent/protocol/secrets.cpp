// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/secrets.h"

#include "agent/protocol/base64.h"

namespace protocol {
namespace {

Error bad(std::string message)
{
    return {Problem::BadMessage, std::move(message), {}, "The secrets of a call are an object of texts, each the base64 of one secret."};
}

} // namespace

Json secretsToJson(const Secrets &secrets)
{
    Json json = Json::object();
    for (const auto &[name, bytes] : secrets)
        json[name] = toBase64(bytes);
    return json;
}

Result<Secrets> secretsFromJson(const Json &json)
{
    Secrets secrets;
    if (json.is_null())
        return secrets;
    if (!json.is_object())
        return bad("The secrets of a call are no JSON object.");
    if (json.size() > mostSecrets)
        return bad("A call holds " + std::to_string(json.size()) + " secrets; " + std::to_string(mostSecrets) + " are allowed.");
    for (const auto &[name, value] : json.items()) {
        if (name.empty() || name.size() > 64 || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
            return bad("A secret's name may hold up to 64 lower case letters, digits, _ and -.");
        const auto bytes = value.is_string() ? fromBase64(value.get_ref<const std::string &>()) : std::optional<std::string>();
        if (!bytes)
            return bad("The secret '" + name + "' is no base64.");
        if (bytes->empty() || bytes->size() > longestSecret)
            return bad("The secret '" + name + "' is empty or longer than " + std::to_string(longestSecret) + " bytes.");
        secrets.emplace(name, *bytes);
    }
    return secrets;
}

std::string secretShown(const std::string &name)
{
    return "(secret: " + name + ")";
}

} // namespace protocol
