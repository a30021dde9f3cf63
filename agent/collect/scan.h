// SPDX-License-Identifier: GPL-3.0-or-later
// Walking over text without copying it. Nothing here fails: at the end there is an empty view.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace collect {

bool startsWith(std::string_view text, std::string_view head);
bool endsWith(std::string_view text, std::string_view tail);
bool contains(std::string_view text, std::string_view part);
std::string_view trim(std::string_view text);      ///< spaces, tabs, line ends and NULs (padding of sysfs copies) at both ends
std::string_view trimEnd(std::string_view text);
bool isDigits(std::string_view text);              ///< not empty, and 0-9 only
bool isHex(std::string_view text);
std::size_t indentOf(std::string_view line);

/// Lines without their ends; "\r\n" too. A last line without an end is given like the others.
class Lines {
public:
    explicit Lines(std::string_view text) : m_rest(text) { }
    bool next(std::string_view &line);
    std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

/// Words between blanks.
class Words {
public:
    explicit Words(std::string_view text) : m_rest(text) { }
    std::string_view next(); ///< empty at the end
    std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
};

std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string_view> wordList(std::string_view text);
/// "a=b" or "a: b" as key and value, both trimmed; false when the separator is not there.
bool keyValue(std::string_view line, char separator, std::string_view &key, std::string_view &value);

/// The whole lines of a text that may have been cut, and what stands behind the last line end.
struct WholeLines {
    std::string_view whole, tail;
};
WholeLines wholeLines(std::string_view text);

} // namespace collect
