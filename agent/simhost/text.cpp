// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/text.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

namespace simhost {

const Json &at(const Json &object, std::string_view key)
{
    static const Json nothing;
    if (!object.is_object())
        return nothing;
    const auto found = object.find(std::string(key));
    return found == object.end() ? nothing : *found;
}

std::string str(const Json &object, std::string_view key, std::string_view fallback)
{
    const Json &value = at(object, key);
    return value.is_string() ? value.get<std::string>() : std::string(fallback);
}

std::int64_t num(const Json &object, std::string_view key, std::int64_t fallback)
{
    const Json &value = at(object, key);
    return value.is_number() ? value.get<std::int64_t>() : fallback;
}

double real(const Json &object, std::string_view key, double fallback)
{
    const Json &value = at(object, key);
    return value.is_number() ? value.get<double>() : fallback;
}

bool flag(const Json &object, std::string_view key, bool fallback)
{
    const Json &value = at(object, key);
    return value.is_boolean() ? value.get<bool>() : fallback;
}

Json &arrayAt(Json &object, std::string_view key)
{
    if (!object.is_object())
        object = Json::object();
    Json &value = object[std::string(key)];
    if (!value.is_array())
        value = Json::array();
    return value;
}

Json &objectAt(Json &object, std::string_view key)
{
    if (!object.is_object())
        object = Json::object();
    Json &value = object[std::string(key)];
    if (!value.is_object())
        value = Json::object();
    return value;
}

Json parse(std::string_view text)
{
    return Json::parse(text, nullptr, false);
}

std::string dump(const Json &value, int indent)
{
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

Words split(std::string_view text, char separator, bool keepEmpty)
{
    Words words;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t end = std::min(text.find(separator, from), text.size());
        if (end > from || keepEmpty)
            words.emplace_back(text.substr(from, end - from));
        from = end + 1;
    }
    return words;
}

Words lines(std::string_view text)
{
    Words words = split(text, '\n', true);
    if (!words.empty() && words.back().empty())
        words.pop_back();
    return words;
}

std::string join(const Words &words, std::string_view separator)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i)
        text.append(i ? separator : std::string_view()).append(words[i]);
    return text;
}

std::string trim(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return std::string(text);
}

bool contains(const Words &words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool has(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t p = text.find(from); p != std::string::npos && !from.empty(); p = text.find(from, p + to.size()))
        text.replace(p, from.size(), to);
    return text;
}

std::string left(std::string text, std::size_t width)
{
    if (text.size() < width)
        text.append(width - text.size(), ' ');
    return text;
}

std::string right(std::string text, std::size_t width)
{
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string format(const char *pattern, ...)
{
    va_list arguments, again;
    va_start(arguments, pattern);
    va_copy(again, arguments);
    const int size = std::vsnprintf(nullptr, 0, pattern, arguments);
    va_end(arguments);
    std::string text(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    std::vsnprintf(text.data(), text.size() + 1, pattern, again);
    va_end(again);
    return text;
}

namespace {

Words bracesExpanded(const std::string &pattern)
{
    const std::size_t open = pattern.find('{');
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos)
        return {pattern};
    Words all;
    for (const std::string &choice : split(pattern.substr(open + 1, close - open - 1), ',', true))
        for (const std::string &rest : bracesExpanded(pattern.substr(close + 1)))
            all.push_back(pattern.substr(0, open) + choice + rest);
    return all;
}

bool classMatches(std::string_view body, char c)
{
    const bool negated = !body.empty() && (body[0] == '^' || body[0] == '!');
    if (negated)
        body.remove_prefix(1);
    bool in = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (i + 2 < body.size() && body[i + 1] == '-') {
            in = in || (c >= body[i] && c <= body[i + 2]);
            i += 2;
        } else {
            in = in || c == body[i];
        }
    }
    return in != negated;
}

bool plainGlob(std::string_view pattern, std::string_view text)
{
    if (pattern.empty())
        return text.empty();
    if (pattern[0] == '*')
        return plainGlob(pattern.substr(1), text) || (!text.empty() && plainGlob(pattern, text.substr(1)));
    if (text.empty())
        return false;
    const std::size_t close = pattern[0] == '[' ? pattern.find(']', 1) : std::string_view::npos;
    if (close != std::string_view::npos)
        return classMatches(pattern.substr(1, close - 1), text[0]) && plainGlob(pattern.substr(close + 1), text.substr(1));
    return (pattern[0] == '?' || pattern[0] == text[0]) && plainGlob(pattern.substr(1), text.substr(1));
}

} // namespace

bool globMatches(std::string_view pattern, std::string_view text)
{
    for (const std::string &plain : bracesExpanded(std::string(pattern)))
        if (plainGlob(plain, text))
            return true;
    return false;
}

std::int64_t wholeNumber(std::string_view text)
{
    const std::string word(text);
    if (word.empty() || !std::isdigit(static_cast<unsigned char>(word[0])))
        return -1;
    char *end = nullptr;
    const long long value = std::strtoll(word.c_str(), &end, word.rfind("0x", 0) == 0 ? 16 : 10);
    return *end ? -1 : static_cast<std::int64_t>(value);
}

bool exists(const std::string &path)
{
    struct stat s;
    return ::lstat(path.c_str(), &s) == 0;
}

bool isDirectory(const std::string &path)
{
    struct stat s;
    return ::stat(path.c_str(), &s) == 0 && S_ISDIR(s.st_mode);
}

std::string readFile(const std::string &path)
{
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    std::string content;
    char buffer[16384];
    for (ssize_t n = 0; (n = ::read(fd, buffer, sizeof buffer)) > 0;)
        content.append(buffer, static_cast<std::size_t>(n));
    ::close(fd);
    return content;
}

namespace {

bool writeAll(int fd, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t n = ::write(fd, content.data(), content.size());
        if (n <= 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace

bool writeFile(const std::string &path, std::string_view content)
{
    const std::string temporary = path + ".new." + std::to_string(::getpid());
    const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return false;
    const bool written = writeAll(fd, content);
    ::close(fd);
    return written && ::rename(temporary.c_str(), path.c_str()) == 0;
}

void appendLine(const std::string &path, std::string_view line)
{
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0)
        return;
    writeAll(fd, std::string(line) + "\n");
    ::close(fd);
}

void makeDirectories(const std::string &path)
{
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        ::mkdir(path.substr(0, slash).c_str(), 0755);
    ::mkdir(path.c_str(), 0755);
}

Words listDirectory(const std::string &path)
{
    Words names;
    DIR *directory = ::opendir(path.c_str());
    if (!directory)
        return names;
    while (const dirent *entry = ::readdir(directory))
        if (std::string_view(entry->d_name) != "." && std::string_view(entry->d_name) != "..")
            names.emplace_back(entry->d_name);
    ::closedir(directory);
    std::sort(names.begin(), names.end());
    return names;
}

void removeTree(const std::string &path)
{
    struct stat s;
    if (::lstat(path.c_str(), &s) != 0)
        return;
    if (!S_ISDIR(s.st_mode)) {
        ::unlink(path.c_str());
        return;
    }
    for (const std::string &name : listDirectory(path))
        removeTree(path + "/" + name);
    ::rmdir(path.c_str());
}

std::string baseName(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string dirName(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return std::string(slash == std::string_view::npos ? std::string_view(".") : path.substr(0, slash));
}

std::int64_t nowMillis()
{
    timespec t{};
    ::clock_gettime(CLOCK_REALTIME, &t);
    return static_cast<std::int64_t>(t.tv_sec) * 1000 + t.tv_nsec / 1000000;
}

std::int64_t nowSeconds()
{
    return nowMillis() / 1000;
}

std::uint64_t newRandom()
{
    std::uint64_t value = 0;
    if (::getrandom(&value, sizeof value, 0) != sizeof value)
        value = static_cast<std::uint64_t>(nowMillis()) * 2654435761u;
    return value;
}

std::string newUuid()
{
    const std::uint64_t a = newRandom(), b = newRandom();
    return format("%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(a >> 32), static_cast<unsigned>(a >> 16) & 0xffff,
                  static_cast<unsigned>(a) & 0xfff, 0x8000 | (static_cast<unsigned>(b >> 48) & 0x3fff),
                  static_cast<unsigned long long>(b & 0xffffffffffffULL));
}

std::string ctimeText(std::int64_t seconds)
{
    const time_t when = static_cast<time_t>(seconds);
    tm parts{};
    ::gmtime_r(&when, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts);
    return text;
}

const char *errnoText(int number)
{
    switch (number) {
    case 1: return "Operation not permitted";
    case 2: return "No such file or directory";
    case 5: return "Input/output error";
    case 11: return "Resource temporarily unavailable";
    case 12: return "Cannot allocate memory";
    case 13: return "Permission denied";
    case 16: return "Device or resource busy";
    case 17: return "File exists";
    case 19: return "No such device";
    case 22: return "Invalid argument";
    case 28: return "No space left on device";
    case 30: return "Read-only file system";
    case 98: return "Address already in use";
    case 100: return "Network is down";
    case 107: return "Transport endpoint is not connected";
    case 110: return "Connection timed out";
    case 113: return "No route to host";
    case 114: return "Operation already in progress";
    case 115: return "Operation now in progress";
    default: return "Unknown error";
    }
}

} // namespace simhost
