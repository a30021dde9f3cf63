// SPDX-License-Identifier: GPL-3.0-or-later
// How the arguments of verbs are read; shared by the files of this folder only.
#pragma once
#include "agent/protocol/arguments.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace protocol {

inline constexpr std::string_view alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
inline constexpr std::size_t longestText = 4096;

/// Only letters, digits and the characters of `more`.
bool madeOf(std::string_view text, std::string_view more);
bool isNet(std::string_view net); ///< tcp, o2ib1, kfi0
bool isIpv4(std::string_view address);
bool isIpv6(std::string_view address);
/// mkfs.lustre refuses host names in a NID ("Unsupported NID"), so only addresses are taken.
bool isNid(std::string_view nid);
/// A DNS name or an address.
bool isHost(std::string_view host);

/// Collects the first mistake, so that readers can be written as a list of what there is.
class ArgumentReader {
public:
    explicit ArgumentReader(const Json &args) : m_args(args)
    {
        if (!args.is_object())
            fail("the arguments are not a JSON object");
    }
    bool has(const char *key) const { return !member(m_args, key).is_null(); }
    const Json &raw(const char *key) const { return member(m_args, key); }
    std::string text(const char *key)
    {
        const Json &value = raw(key);
        if (!value.is_null() && !value.is_string())
            fail(std::string(key) + " must be a text, not " + value.type_name());
        std::string text = textOf(m_args, key);
        if (text.size() > longestText || std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 32 || c == 127; }))
            fail(std::string(key) + " is too long or holds control characters");
        return text;
    }
    std::string needed(const char *key)
    {
        std::string value = text(key);
        if (value.empty())
            fail(std::string(key) + " is missing");
        return value;
    }
    bool flag(const char *key)
    {
        if (const Json &value = raw(key); !value.is_null() && !value.is_boolean())
            fail(std::string(key) + " must be true or false, not " + dumpJson(value));
        return flagOf(m_args, key);
    }
    std::int64_t number(const char *key, std::int64_t least, std::int64_t most)
    {
        const Json &value = raw(key);
        if (value.is_null())
            return 0;
        const std::int64_t number = numberOf(m_args, key, least - 1);
        const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(most);
        if (!value.is_number_integer() || huge || number < least || number > most)
            fail(std::string(key) + " is " + dumpJson(value) + "; it must be a whole number from " + std::to_string(least)
                 + " to " + std::to_string(most));
        return number;
    }
    std::vector<std::string> texts(const char *key)
    {
        const Json &value = raw(key);
        std::vector<std::string> all = textsOf(m_args, key);
        if (!value.is_null() && (!value.is_array() || all.size() != value.size()))
            fail(std::string(key) + " must be a list of texts");
        return all;
    }
    void fail(std::string message, std::string remedy = {})
    {
        if (!m_error)
            m_error = Error{Problem::BadArgument, std::move(message), {}, std::move(remedy)};
    }
    void check(bool good, std::string message, std::string remedy = {})
    {
        if (!good)
            fail(std::move(message), std::move(remedy));
    }
    const std::optional<Error> &error() const { return m_error; }

private:
    const Json &m_args;
    std::optional<Error> m_error;
};

template <class T> Result<T> finish(const ArgumentReader &in, T value)
{
    if (in.error())
        return *in.error();
    return value;
}

} // namespace protocol
