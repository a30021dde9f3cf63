// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/tooltext.h"

#include "agent/collect/figure.h"
#include "agent/collect/scan.h"
#include "agent/collect/xml.h"

#include <algorithm>
#include <deque>

namespace collect {

using protocol::Json;

namespace {

/// The tree of lsblk and the marks of systemctl as blanks: a character of several bytes is one column.
std::string withoutMarks(std::string_view line)
{
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(line[i]);
        if (c >= 0xc0 || (c < 0x80 && c >= ' ') || c == '\t')
            out += c >= 0xc0 ? ' ' : line[i];
    }
    const std::size_t first = out.find_first_not_of(' ');
    if (first != std::string::npos && (out.compare(first, 2, "|-") == 0 || out.compare(first, 2, "`-") == 0))
        out[first] = out[first + 1] = ' ';
    return out;
}

struct Column {
    std::size_t begin = 0, end = 0;
    std::size_t name = 0;
};

/// Where the columns of a table are by what is blank in every line of it. Empty when some row has all its cells, so that words are
/// enough, or when two names have no blank between them all the way down.
std::vector<Column> columnsByGaps(const std::string &head, std::string_view below, const std::vector<std::size_t> &starts)
{
    std::string used(head.size(), ' ');
    bool holes = false;
    const auto mark = [&used](std::string_view line) {
        used.resize(std::max(used.size(), line.size()), ' ');
        for (std::size_t i = 0; i < line.size(); ++i)
            used[i] = line[i] != ' ' && line[i] != '\t' ? 'x' : used[i];
    };
    mark(head);
    Lines lines(below);
    for (std::string_view line; lines.next(line) && !trim(line).empty();) {
        const std::string plain = withoutMarks(line);
        mark(plain);
        holes = holes || wordList(plain).size() < starts.size();
    }
    std::vector<Column> columns;
    std::size_t name = 0;
    for (std::size_t at = 0; holes && at < used.size();) {
        const std::size_t begin = used.find('x', at), end = std::min(used.find(' ', begin == std::string::npos ? at : begin), used.size());
        if (begin == std::string::npos)
            break;
        std::size_t names = 0;
        while (name + names < starts.size() && starts[name + names] < end)
            ++names;
        if (names > 1)
            return {};
        if (names == 0 && !columns.empty())
            columns.back().end = end; // a second word of the cells before it
        else
            columns.push_back({begin, end, name});
        name += names;
        at = end;
    }
    return columns.size() == starts.size() ? columns : std::vector<Column>();
}

bool isAssignment(std::string_view line)
{
    const std::size_t equals = line.find('=');
    return equals != std::string_view::npos && equals > 0 && line.substr(0, equals).find_first_of(" \t:(") == std::string_view::npos;
}

/// A cell belongs to the column that it overlaps or stands nearest to: left or right aligned, so the nearer of its two edges counts.
void placeCells(std::string_view line, const std::vector<std::string_view> &cells, const std::vector<std::string_view> &names, const std::vector<std::size_t> &columns, Json &row)
{
    std::size_t at = 0;
    for (const std::string_view cell : cells) {
        const std::size_t begin = static_cast<std::size_t>(cell.data() - line.data()), end = begin + cell.size();
        std::size_t best = at, nearest = std::string_view::npos;
        for (std::size_t i = at; i < columns.size(); ++i) {
            const std::size_t from = columns[i], to = from + names[i].size();
            const std::size_t away = std::min(from > begin ? from - begin : begin - from, to > end ? to - end : end - to);
            if (away < nearest) {
                nearest = away;
                best = i;
            }
        }
        row[plainKey(names[best])] = std::string(cell);
        at = std::min(best + 1, names.size() - 1);
    }
}

} // namespace

std::string plainKey(std::string_view printed)
{
    std::string out;
    printed = trim(printed);
    if (startsWith(printed, "%")) {
        out = "percent_";
        printed.remove_prefix(1);
    }
    for (const char c : printed) {
        const bool upper = c >= 'A' && c <= 'Z', plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || upper;
        if (c == '%')
            out += "_percent";
        else if (plain)
            out += upper ? static_cast<char>(c + 32) : c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (!out.empty() && out.back() == '_')
        out.pop_back();
    return out;
}

Json readPairLines(std::string_view text)
{
    Json rows = Json::array();
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view rest = trim(line);
        Json row = Json::object();
        const std::size_t colon = rest.find(": ");
        if (colon != std::string_view::npos && rest.substr(0, colon).find_first_of("=\"") == std::string_view::npos) {
            row["device"] = std::string(rest.substr(0, colon));
            rest.remove_prefix(colon + 2);
        }
        while (!rest.empty()) {
            const std::size_t equals = rest.find("=\"");
            if (equals == std::string_view::npos)
                break;
            std::size_t end = equals + 2;
            while (end < rest.size() && rest[end] != '"')
                end += rest[end] == '\\' ? 2 : 1;
            end = std::min(end, rest.size());
            row[plainKey(rest.substr(0, equals))] = std::string(rest.substr(equals + 2, end - equals - 2));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        if (!row.empty())
            rows.push_back(std::move(row));
    }
    return rows;
}

Json readAssignments(std::string_view text)
{
    Json records = Json::array(), record = Json::object();
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        std::string_view key, value;
        if (trim(line).empty()) {
            if (!record.empty())
                records.push_back(std::move(record));
            record = Json::object();
        } else if (keyValue(line, '=', key, value)) {
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            record[plainKey(key)] = std::string(value);
        }
    }
    if (!record.empty())
        records.push_back(std::move(record));
    return records;
}

Json readTable(std::string_view text)
{
    Json rows = Json::array();
    std::vector<std::string_view> names;
    std::vector<std::size_t> columns;
    std::vector<Column> gaps;
    Lines lines(text);
    std::deque<std::string> kept; // the head's names are views into it
    for (std::string_view printed; lines.next(printed);) {
        const std::string plain = withoutMarks(printed);
        std::string_view line = plain;
        if (names.empty()) {
            kept.push_back(plain);
            line = kept.back();
        }
        const std::string_view content = trim(line);
        if (content.empty()) {
            names.clear(); // a second table, or notes below the first
            continue;
        }
        const auto cells = wordList(line);
        if (names.empty()) {
            if (!rows.empty() && cells.size() < 3)
                break;
            names = cells;
            columns.clear();
            for (const std::string_view name : names)
                columns.push_back(static_cast<std::size_t>(name.data() - line.data()));
            // "Mounted on" is one name.
            if (names.size() > 1 && names.back() == "on") {
                names.pop_back();
                columns.pop_back();
                names.back() = "Mounted on";
            }
            gaps = columnsByGaps(plain, lines.rest(), columns);
            continue;
        }
        Json row = Json::object();
        // "Mem:  1.9G ..." has its name in front of the head's first column.
        const bool named = !columns.empty() && columns.front() > 8 && cells.front().back() == ':';
        const std::size_t skip = named ? 1 : 0;
        if (named)
            row["type"] = std::string(cells.front().substr(0, cells.front().size() - 1));
        if (!gaps.empty() && !named) {
            for (const Column &column : gaps)
                if (const std::string_view cell = column.begin < line.size() ? trim(line.substr(column.begin, column.end - column.begin)) : std::string_view(); !cell.empty())
                    row[plainKey(names[column.name])] = std::string(cell);
        } else if (cells.size() - skip >= names.size() || named || columns.empty()) {
            for (std::size_t i = 0; i < names.size() && i + skip < cells.size(); ++i) {
                std::string_view cell = cells[i + skip];
                if (i + 1 == names.size()) // the last takes the rest
                    cell = trim(line.substr(static_cast<std::size_t>(cell.data() - line.data())));
                row[plainKey(names[i])] = std::string(cell);
            }
        } else
            placeCells(line, cells, names, columns, row);
        rows.push_back(std::move(row));
    }
    return rows;
}

Json readSections(std::string_view text)
{
    std::vector<std::size_t> headPlaces;
    Json records = Json::array(), record = Json::object();
    std::string lastKey, firstKey;
    std::vector<std::string_view> tableHead;
    bool leading = false;
    Lines lines(text);
    const auto finish = [&] {
        if (!record.empty())
            records.push_back(std::move(record));
        record = Json::object();
        lastKey.clear();
        tableHead.clear();
    };
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty() || content.find_first_not_of("-= ") == std::string_view::npos)
            continue;
        if (content.front() == '/' && content.back() == ':') { // "/dev/md0:" begins a device
            finish();
            record["device"] = std::string(content.substr(0, content.size() - 1));
            continue;
        }
        const auto cells = wordList(content);
        const bool heads = content.find(':') == std::string_view::npos && content.find('=') == std::string_view::npos && cells.size() >= 4;
        if (heads && tableHead.empty() && (cells[0] == "Number" || cells[0] == "NAME" || cells[0] == "Version" || cells[0] == "LV" || cells[0] == "Nodeid")) {
            tableHead = cells;
            headPlaces.clear();
            for (const std::string_view head : cells)
                headPlaces.push_back(static_cast<std::size_t>(head.data() - line.data()));
            continue;
        }
        if (!tableHead.empty() && cells.size() + 1 >= tableHead.size() && cells[0].back() != ':') {
            Json row = Json::object();
            leading = cells[0] == "this" || (leading && isDigits(cells[0])); // mdadm -E of 0.90 numbers the rows once more
            const std::size_t skip = leading ? 1 : 0;
            const bool device = cells.back().front() == '/' && cells.size() - skip > tableHead.size();
            const std::string_view whole = device ? trim(content.substr(0, static_cast<std::size_t>(cells.back().data() - content.data()))) : content;
            if (cells.size() < tableHead.size()) // one of them is empty: "1  886a9f58  913408K  (no device)  active/Online"
                placeCells(line, cells, tableHead, headPlaces, row);
            for (std::size_t i = 0; i < tableHead.size() && i + skip < cells.size() && cells.size() >= tableHead.size(); ++i)
                row[plainKey(tableHead[i])] = std::string(i + 1 == tableHead.size() ? trim(whole.substr(static_cast<std::size_t>(cells[i + skip].data() - whole.data()))) : cells[i + skip]);
            if (device)
                row["device"] = std::string(cells.back());
            record["rows"].push_back(std::move(row));
            continue;
        }
        if (keyValue(content, content.find(" = ") != std::string_view::npos && content.find(" : ") == std::string_view::npos ? '=' : ':', key, value) && !key.empty()) {
            const std::string name = plainKey(key);
            if (firstKey.empty())
                firstKey = name;
            else if (name == firstKey && record.contains(name))
                finish();
            if (record.contains(name) && record[name].is_array())
                record[name].push_back(std::string(value));
            else if (record.contains(name))
                record[name] = Json::array({record[name], std::string(value)});
            else
                record[name] = std::string(value);
            lastKey = name;
            tableHead.clear();
        } else if (!lastKey.empty() && record[lastKey].is_string() && content.front() == '(' && content.back() == ')') {
            continue; // mdadm says a GUID of DDF once more in letters
        } else if (!lastKey.empty() && record[lastKey].is_string() && indentOf(line) > 0) {
            std::string &text2 = record[lastKey].get_ref<std::string &>();
            text2 += (text2.empty() ? "" : "\n") + std::string(content);
        } else
            record["text"].push_back(std::string(content));
    }
    finish();
    return records;
}

Json readMountOutput(std::string_view text)
{
    Json rows = Json::array();
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::size_t on = line.find(" on "), type = line.rfind(" type "), open = line.rfind(" (");
        if (on == std::string_view::npos || type == std::string_view::npos || open == std::string_view::npos || type < on || open < type)
            continue;
        rows.push_back(Json{{"filesystem", std::string(trim(line.substr(0, on)))}, {"mount_point", std::string(line.substr(on + 4, type - on - 4))},
            {"type", std::string(line.substr(type + 6, open - type - 6))}, {"options", std::string(line.substr(open + 2, line.find(')', open) - open - 2))}});
    }
    return rows;
}

Json readUdevDatabase(std::string_view text)
{
    Json records = Json::array(), record = Json::object();
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        if (line.size() < 3 || line[1] != ':') {
            if (!record.empty())
                records.push_back(std::move(record));
            record = Json::object();
            continue;
        }
        const std::string_view rest = trim(line.substr(2));
        std::string_view key, value;
        if (line[0] == 'E' && keyValue(rest, '=', key, value))
            record["properties"][std::string(key)] = std::string(value);
        else if (line[0] == 'S')
            record["links"].push_back(std::string(rest));
        else
            record[line[0] == 'P' ? "path" : line[0] == 'N' ? "name" : std::string(1, line[0])] = std::string(rest);
    }
    if (!record.empty())
        records.push_back(std::move(record));
    return records;
}

Json readBraces(std::string_view text)
{
    std::vector<std::pair<std::string, Json>> open{{"", Json::object()}};
    const auto close = [&open] {
        auto [name, value] = std::move(open.back());
        open.pop_back();
        open.back().second[name].push_back(std::move(value));
    };
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const std::string_view content = trim(line);
        std::string_view key, value;
        if (content.empty() || content.front() == '#')
            continue;
        if (content.back() == '{' && open.size() < 32)
            open.emplace_back(trim(content.substr(0, content.size() - 1)), Json::object());
        else if (content == "}" && open.size() > 1)
            close();
        else if (keyValue(content, ':', key, value))
            open.back().second[std::string(key)] = std::string(value);
    }
    while (open.size() > 1)
        close();
    return std::move(open.front().second);
}

Json readToolText(std::string_view text)
{
    const std::string_view content = trim(text);
    if (content.empty())
        return {};
    const std::string_view first = trim(content.substr(0, content.find('\n')));
    if (content.front() == '{' || content.front() == '[') {
        Json json = protocol::parseJson(content);
        if (!json.is_discarded())
            return json;
    }
    if (content.front() == '<') {
        if (auto xml = readXml(content))
            return std::move(xml).value();
        return {};
    }
    if (startsWith(first, "P: /"))
        return readUdevDatabase(text);
    if (endsWith(first, "{") || (contains(content, " {\n") && contains(content, "\n}")))
        return readBraces(text);
    if (contains(first, "=\""))
        return first.find(' ') == std::string_view::npos || contains(first, "\" ") || contains(first, ": ") ? readPairLines(text) : readAssignments(text);
    if (contains(first, " on ") && contains(first, " type ") && endsWith(first, ")"))
        return readMountOutput(text);
    if (isAssignment(first))
        return readAssignments(text);
    const auto words = wordList(first);
    if (words.size() >= 3 && first.find(':') == std::string_view::npos && contains(content, "\n") && words[0].front() >= 'A' && words[0].front() <= 'Z')
        return readTable(text);
    if (words.size() >= 3 && (contains(first, "MAJ:MIN") || words[0] == "total" || endsWith(words.back(), "free")))
        return readTable(text);
    return readSections(text);
}

} // namespace collect
