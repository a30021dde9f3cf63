// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers for text, files and JSON. The JSON readers never throw: a wrong type reads as the fallback.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace simhost {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

std::string str(const Json &object, std::string_view key, std::string_view fallback = {});
std::int64_t num(const Json &object, std::string_view key, std::int64_t fallback = 0);
double real(const Json &object, std::string_view key, double fallback = 0);
bool flag(const Json &object, std::string_view key, bool fallback = false);
/// The member, or a null that lives for ever.
const Json &at(const Json &object, std::string_view key);
/// The member as an array (or object) that can be changed; made when absent or of another type.
Json &arrayAt(Json &object, std::string_view key);
Json &objectAt(Json &object, std::string_view key);
Json parse(std::string_view text);
std::string dump(const Json &value, int indent = -1);

Words split(std::string_view text, char separator, bool keepEmpty = false);
Words lines(std::string_view text);
std::string join(const Words &words, std::string_view separator);
std::string trim(std::string_view text);
bool contains(const Words &words, std::string_view word);
bool has(std::string_view text, std::string_view part);
std::string replaced(std::string text, std::string_view from, std::string_view to);
std::string left(std::string text, std::size_t width);   ///< padded on the right: left adjusted
std::string right(std::string text, std::size_t width);  ///< padded on the left: right adjusted
std::string format(const char *pattern, ...) __attribute__((format(printf, 1, 2)));
/// Shell pattern with *, ?, [a-z], [^a-z] and {a,b}.
bool globMatches(std::string_view pattern, std::string_view text);
/// A decimal or 0x number that fills the whole word; -1 otherwise.
std::int64_t wholeNumber(std::string_view text);

bool exists(const std::string &path);
bool isDirectory(const std::string &path);
std::string readFile(const std::string &path);
/// Temporary file and rename, so that a reader or a kill sees the old or the new content.
bool writeFile(const std::string &path, std::string_view content);
void appendLine(const std::string &path, std::string_view line);
void makeDirectories(const std::string &path);
void removeTree(const std::string &path);
Words listDirectory(const std::string &path);
std::string baseName(std::string_view path);
std::string dirName(std::string_view path);

std::int64_t nowSeconds();
std::int64_t nowMillis();
std::string newUuid();
std::uint64_t newRandom();
/// "Sun Nov 22 14:35:18 2026", UTC.
std::string ctimeText(std::int64_t seconds);
/// strerror's words, the same on every C library.
const char *errnoText(int number);

} // namespace simhost
