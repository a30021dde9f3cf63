// SPDX-License-Identifier: GPL-3.0-or-later
// /var/log/messages, or /var/log/syslog, with the rotated files beside it. A cursor is "file:INODE:OFFSET:SINCE": a file is found again
// by its inode, whatever it is called by then.
#include "agent/logs/fetch.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace logs {

using protocol::Error;
using protocol::Json;
using protocol::LogLine;
using protocol::LogsArguments;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr std::uint64_t bytesOfLine = 300; ///< about, for "the newest so many"
constexpr std::uint64_t leastBytes = 1u << 20, mostFileBytes = 64u << 20;

struct File {
    std::string path;
    std::uint64_t inode = 0, size = 0;
    std::int64_t changed = 0; ///< ms since the epoch
};

struct Cursor {
    std::uint64_t inode = 0, offset = 0;
    std::int64_t since = 0;
    std::string text() const { return "file:" + std::to_string(inode) + ":" + std::to_string(offset) + ":" + std::to_string(since); }
};

std::optional<Cursor> cursorOf(const std::string &text)
{
    unsigned long long inode = 0, offset = 0;
    long long since = 0;
    int end = 0;
    if (std::sscanf(text.c_str(), "file:%llu:%llu:%lld%n", &inode, &offset, &since, &end) != 3 || static_cast<std::size_t>(end) != text.size())
        return {};
    return Cursor{inode, offset, since};
}

std::optional<File> fileAt(const std::string &path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
        return {};
    return File{path, status.st_ino, static_cast<std::uint64_t>(status.st_size), std::int64_t(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

bool isPacked(const std::string &name)
{
    for (const char *end : {".gz", ".xz", ".bz2", ".zst", ".Z"})
        if (name.size() > std::char_traits<char>::length(end) && name.compare(name.size() - std::char_traits<char>::length(end), std::string::npos, end) == 0)
            return true;
    return false;
}

/// The rotated ones that can be read, oldest first, and the one that is written last. Empty: there is no log.
std::vector<File> logFiles(const std::string &sysroot)
{
    const std::string directory = sysroot + "/var/log";
    for (const std::string base : {"messages", "syslog"}) {
        const auto current = fileAt(directory + "/" + base);
        if (!current)
            continue;
        std::vector<File> files;
        if (DIR *dir = ::opendir(directory.c_str())) {
            while (const dirent *entry = ::readdir(dir)) {
                const std::string name = entry->d_name;
                if (name.size() <= base.size() + 1 || name.compare(0, base.size(), base) != 0 || (name[base.size()] != '-' && name[base.size()] != '.') || isPacked(name))
                    continue;
                if (auto file = fileAt(directory + "/" + name))
                    files.push_back(std::move(*file));
            }
            ::closedir(dir);
        }
        std::sort(files.begin(), files.end(), [](const File &a, const File &b) { return a.changed < b.changed; });
        files.push_back(*current);
        return files;
    }
    return {};
}

struct Start {
    std::size_t file = 0;
    std::uint64_t offset = 0;
    bool inside = false; ///< perhaps in the middle of a line, which is passed over
    std::string lost{};
};

Start firstStart(const std::vector<File> &files, const LogsArguments &args)
{
    const std::uint64_t wanted = args.newest == 0 ? mostFileBytes : std::clamp(args.newest * bytesOfLine, leastBytes, mostFileBytes);
    std::uint64_t bytes = 0;
    Start start;
    for (start.file = files.size() - 1;; --start.file) {
        const File &file = files[start.file];
        if (bytes + file.size > wanted) {
            start.offset = file.size - (wanted - bytes);
            start.inside = true;
            return start;
        }
        bytes += file.size;
        if (start.file == 0 || files[start.file - 1].changed < args.since)
            return start;
    }
}

Start startAfter(const std::vector<File> &files, const Cursor &cursor, const LogsArguments &args)
{
    const auto known = std::find_if(files.begin(), files.end(), [&](const File &file) { return file.inode == cursor.inode; });
    if (known == files.end()) {
        Start start = firstStart(files, args);
        start.lost = "the file where reading had ended was rotated away or packed";
        return start;
    }
    const auto at = static_cast<std::size_t>(known - files.begin());
    if (known->size + 1 < cursor.offset) // the last line may have had no end
        return {at, 0, false, "the file was cut while nobody read it"};
    return {at, cursor.offset, false, {}};
}

class FileReader {
public:
    FileReader(const std::vector<File> &files, const Host &host, Batch &batch, std::int64_t since) : m_files(files), m_host(host), m_batch(batch), m_since(since) { }
    /// True: there is more to read.
    bool read(Start start)
    {
        const double begin = m_host.clock();
        for (std::size_t i = start.file; i < m_files.size(); ++i) {
            if (!readOne(m_files[i], i == start.file ? start.offset : 0, i == start.file && start.inside, i + 1 < m_files.size(), begin))
                return true;
        }
        return false;
    }

private:
    bool readOne(const File &file, std::uint64_t offset, bool inside, bool rotated, double begin);
    bool take(std::string_view text, std::uint64_t huge, const Cursor &after);

    const std::vector<File> &m_files;
    const Host &m_host;
    Batch &m_batch;
    std::int64_t m_since, m_last = 0;
};

bool FileReader::take(std::string_view text, std::uint64_t huge, const Cursor &after)
{
    auto line = readSyslogLine(text, m_host.now);
    if (!line && m_last == 0) {
        m_batch.pass(after.text());
        return true; // the rest of a line whose time nobody knows
    }
    if (!line) { // a line of a message that has several
        line.emplace();
        line->at = m_last;
        setText(*line, std::string(text));
    }
    if (huge > 0)
        line->left = huge - std::min<std::uint64_t>(huge, line->text.size());
    m_last = line->at;
    if (line->at >= m_since)
        return m_batch.add(*line, after.text());
    m_batch.pass(after.text());
    return true;
}

/// False: the batch is full, or the time is over.
bool FileReader::readOne(const File &file, std::uint64_t offset, bool inside, bool rotated, double begin)
{
    const int fd = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return true;
    std::uint64_t taken = offset; ///< up to the end of the last line that was taken
    LineSplitter splitter([&](std::string_view line, std::string_view, std::uint64_t huge) {
        const std::uint64_t end = taken + (huge > 0 ? huge : line.size()) + 1;
        if (!std::exchange(inside, false) && !take(line, huge, {file.inode, end, m_since}))
            return false;
        taken = end;
        return true;
    });
    std::array<char, 65536> buffer{};
    bool more = true, over = false;
    std::uint64_t at = offset;
    for (ssize_t count = 0; more && !over && (count = ::pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(at))) > 0; at += static_cast<std::uint64_t>(count)) {
        more = splitter.feed({buffer.data(), static_cast<std::size_t>(count)});
        over = m_host.clock() - begin > longestSeconds;
    }
    ::close(fd);
    if (more && !over && rotated && !splitter.finish()) // nobody will write its end any more
        more = false;
    if (more && !over && m_batch.cursor().empty())
        m_batch.pass(Cursor{file.inode, taken, m_since}.text());
    return more && !over;
}

} // namespace

Result<Json> fetchFiles(const LogsArguments &args, const Host &host)
{
    const std::vector<File> files = logFiles(host.sysroot);
    if (files.empty())
        return Error{Problem::NotFound, "This host has no /var/log/messages.", {}, {}};
    const auto cursor = cursorOf(args.cursor);
    const Start start = cursor ? startAfter(files, *cursor, args) : firstStart(files, args);
    const bool lost = !start.lost.empty();
    Batch batch(args.limit, cursor && !lost ? args.cursor : std::string());
    FileReader reader(files, host, batch, cursor && !lost ? cursor->since : args.since);
    const bool more = reader.read(start);
    return batch.json(files.back().path.substr(host.sysroot.size()), more, start.lost);
}

} // namespace logs
