// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/redact.h"

#include "agent/actions/parse.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace agent {
namespace {

constexpr const char *removed = "(removed)";

constexpr std::array<std::string_view, 18> secretNames{"password", "passwd", "passphrase", "passwort", "secret", "token", "apikey", "api_key", "api-key",
    "access_key", "access-key", "private_key", "private-key", "privatekey", "credential", "credentials", "psk", "shared_key"};

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

bool isWordByte(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
}

/// "proxy_password", "sasl.password", "token" and "password2", but not "passwordless" or "tokens".
bool endsInSecret(std::string_view word)
{
    while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back())))
        word.remove_suffix(1);
    const std::string low = lowered(word);
    if (low == "pass" || low == "pwd" || low == "pw" || low == "authorization")
        return true;
    return std::any_of(secretNames.begin(), secretNames.end(), [&low](std::string_view name) {
        return low.size() >= name.size() && low.compare(low.size() - name.size(), name.size(), name) == 0;
    });
}

/// Where a value begins that follows a name ending at `at`: after "=", ":", "\": \"" or, for an option, one blank. npos: none.
std::size_t valueStart(const std::string &line, std::size_t at, bool option)
{
    std::size_t i = at;
    if (i < line.size() && (line[i] == '"' || line[i] == '\''))
        ++i;
    while (i < line.size() && (line[i] == ' ' || line[i] == '\t'))
        ++i;
    if (i < line.size() && (line[i] == '=' || line[i] == ':'))
        for (++i; i < line.size() && (line[i] == ' ' || line[i] == '\t');)
            ++i;
    else if (!option || i == at)
        return std::string::npos;
    return i < line.size() ? i : std::string::npos;
}

std::size_t valueEnd(const std::string &line, std::size_t from, bool authorization)
{
    if (authorization)
        return line.size();
    if (line[from] == '"' || line[from] == '\'') {
        std::size_t end = from + 1;
        while (end < line.size() && line[end] != line[from])
            end += line[end] == '\\' ? 2 : 1;
        return std::min(end + 1, line.size());
    }
    return std::min(line.find_first_of(" \t,;&\"'", from), line.size());
}

std::string withoutNamed(std::string line)
{
    for (std::size_t at = 0; at < line.size();) {
        if (!isWordByte(line[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < line.size() && isWordByte(line[end]))
            ++end;
        const std::string_view word = std::string_view(line).substr(at, end - at);
        const bool authorization = lowered(word) == "authorization" || lowered(word) == "proxy-authorization";
        const std::size_t from = endsInSecret(word) ? valueStart(line, end, word.front() == '-') : std::string::npos;
        if (from == std::string::npos) {
            at = end;
            continue;
        }
        line.replace(from, valueEnd(line, from, authorization) - from, removed);
        at = from + std::string_view(removed).size();
    }
    return line;
}

/// scheme://user:password@host
std::string withoutUserInfo(std::string line)
{
    for (std::size_t at = line.find("://"); at != std::string::npos; at = line.find("://", at + 3)) {
        const std::size_t end = std::min(line.find_first_of("/ \t\"'<>,;", at + 3), line.size());
        const std::size_t sign = line.rfind('@', end == 0 ? 0 : end - 1);
        if (sign != std::string::npos && sign > at + 2 && sign < end)
            line.replace(at + 3, sign - at - 3, removed);
    }
    return line;
}

/// "root:$6$...": a hash of a password, wherever it stands.
std::string withoutHashes(std::string line)
{
    for (const char *mark : {"$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$gy$"})
        for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark, at + 1)) {
            const std::size_t end = std::min(line.find_first_of(": \t\"'", at), line.size());
            if (end - at > 12)
                line.replace(at, end - at, removed);
        }
    return line;
}

} // namespace

std::string withoutSecrets(const std::string &text)
{
    std::string out;
    bool inKey = false;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string line = text.substr(from, end - from);
        const bool begins = line.find("-----BEGIN ") != std::string::npos && line.find("PRIVATE KEY") != std::string::npos;
        if (!inKey)
            out += begins ? line.substr(0, line.find("-----BEGIN ")) + removed : withoutHashes(withoutUserInfo(withoutNamed(line)));
        // A key on one line, its line ends escaped, ends where it begins.
        inKey = (inKey || begins) && line.find("-----END ") == std::string::npos;
        if (end < text.size() && !inKey)
            out += '\n';
        from = end + 1;
    }
    return out;
}

protocol::Json withoutSecrets(const protocol::Json &value)
{
    if (value.is_string())
        return withoutSecrets(value.get_ref<const std::string &>());
    protocol::Json copy = value;
    if (value.is_array())
        for (protocol::Json &item : copy)
            item = withoutSecrets(item);
    if (value.is_object())
        for (auto &[key, item] : copy.items())
            item = endsInSecret(key) && !item.is_structured() ? protocol::Json(removed) : withoutSecrets(item);
    return copy;
}

} // namespace agent
