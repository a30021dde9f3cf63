// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture-agreement.h"

#include "agent/collect/scan.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace fixture {

using collect::contains;
using collect::endsWith;
using collect::Lines;
using collect::split;
using collect::startsWith;
using collect::trim;

namespace {

bool slurp(const std::string &path, std::string &content)
{
    std::ifstream in(path, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
    return static_cast<bool>(in) || in.eof();
}

std::string shellQuoted(const std::string &word)
{
    std::string out = "'";
    for (const char c : word)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

bool isCommandWord(std::string_view word)
{
    static constexpr std::array<std::string_view, 46> known{"lctl", "lfs", "lnetctl", "mkfs.lustre", "tunefs.lustre", "mount", "umount", "mount.lustre", "cat", "zpool", "zfs", "modprobe",
        "lsmod", "df", "ls", "dmesg", "tail", "grep", "echo", "mkdir", "setfattr", "getfattr", "llstat", "lst", "e2fsck", "lfsck", "dd", "rm", "cp", "mv", "touch", "chmod",
        "for", "pdsh", "llog_reader", "debugfs", "sudo", "lhsmtool_posix", "tree", "llverdev", "llverfs", "lshowmount", "pcs", "crm_mon", "sysctl", "stat"};
    for (const std::string_view name : known)
        if (word == name)
            return true;
    return startsWith(word, "/usr/") || startsWith(word, "/sbin/") || startsWith(word, "./");
}

/// "client# lctl ...", "$ lfs df", "[root@oss1 ~]# cat ...", "mgs:/root# lctl": what is typed behind the prompt; empty when it is none.
std::string_view typed(std::string_view line, std::size_t &prompt)
{
    const std::string_view content = trim(line);
    prompt = 0;
    for (std::size_t at = 0; at < content.size() && at < 60; ++at) {
        const char c = content[at];
        const bool sign = (c == '#' || c == '$' || c == '>') && (at + 1 < content.size());
        if (sign) {
            const std::string_view rest = trim(content.substr(at + 1));
            if (isCommandWord(collect::Words(rest).next()) && rest.size() < content.size()) {
                prompt = at + 1;
                return rest;
            }
            if (!startsWith(content, "[") && at > 0 && content[at - 1] == ' ')
                return {};
        }
        if (c == ' ' && !startsWith(content, "[") && !startsWith(content, "(") && at + 1 < content.size() && content[at + 1] != '#' && content[at + 1] != '$')
            return {};
    }
    return {};
}

/// An oracle that no input names belongs to the input of the same path: oracles/KIND/X.labels.tsv to KIND/X.log.
void linkByPath(std::vector<Entry> &entries)
{
    for (Entry &entry : entries) {
        if (entry.kind == "oracles" || !entry.oracle.empty())
            continue;
        std::string stem = entry.path.substr(0, entry.path.rfind('.'));
        if (endsWith(stem, ".tar"))
            stem.resize(stem.size() - 4);
        stem = "oracles/" + stem + ".";
        for (const Entry &other : entries)
            if (other.kind == "oracles" && other.path != "oracles/" + entry.path && startsWith(other.path, stem))
                entry.oracle += (entry.oracle.empty() ? "" : ";") + other.path;
    }
}

} // namespace

std::vector<Entry> readManifest(const std::string &directory)
{
    std::vector<Entry> entries;
    std::string text;
    if (!slurp(directory + "/MANIFEST.tsv", text))
        return entries;
    std::map<std::string, std::size_t> columns;
    Lines lines(text);
    for (std::string_view line; lines.next(line);) {
        const auto cells = split(line, '\t');
        if (columns.empty()) {
            for (std::size_t i = 0; i < cells.size(); ++i)
                columns.emplace(std::string(cells[i]), i);
            continue;
        }
        const auto cell = [&](const char *name) {
            const auto column = columns.find(name);
            return column == columns.end() || column->second >= cells.size() ? std::string() : std::string(cells[column->second]);
        };
        entries.push_back({cell("path"), cell("kind"), cell("version"), cell("cmd"), cell("oracle"), cell("note")});
    }
    linkByPath(entries);
    return entries;
}

bool readFile(const std::string &path, std::string &content)
{
    if (!endsWith(path, ".xz"))
        return slurp(path, content);
    content.clear();
    std::FILE *pipe = ::popen(("xz -dc -- " + shellQuoted(path)).c_str(), "r");
    if (!pipe)
        return false;
    std::array<char, 65536> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        content.append(buffer.data(), got);
    return ::pclose(pipe) == 0;
}

std::map<std::string, std::string> readArchive(const std::string &path)
{
    std::map<std::string, std::string> files;
    std::string scratch = std::string(::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + "/fixture-agreement.XXXXXX";
    if (!::mkdtemp(scratch.data()))
        return files;
    const std::string line = "tar -xf " + shellQuoted(path) + " -C " + shellQuoted(scratch) + " --no-same-owner 2>/dev/null && chmod -R u+rwX " + shellQuoted(scratch);
    if (std::system(line.c_str()) == 0) {
        std::error_code error;
        for (const auto &item : std::filesystem::recursive_directory_iterator(scratch, error))
            if (item.is_regular_file(error) && item.file_size(error) < (64u << 20))
                slurp(item.path(), files[item.path().string().substr(scratch.size() + 1)]);
    }
    std::error_code error;
    std::filesystem::remove_all(scratch, error);
    return files;
}

std::vector<Piece> readSession(std::string_view text)
{
    std::vector<Piece> pieces{{}};
    Lines lines(text);
    bool goesOn = false;
    for (std::string_view line; lines.next(line);) {
        std::size_t prompt = 0;
        const std::string_view command = typed(line, prompt);
        if (goesOn) {
            pieces.back().command += std::string(trim(line));
        } else if (!command.empty()) {
            pieces.push_back({std::string(command), {}});
        } else {
            pieces.back().output.append(line).append("\n");
            continue;
        }
        goesOn = !pieces.back().command.empty() && pieces.back().command.back() == '\\';
        if (goesOn)
            pieces.back().command.pop_back();
    }
    if (pieces.size() > 1 && trim(pieces.front().output).empty())
        pieces.erase(pieces.begin());
    return pieces;
}

} // namespace fixture
