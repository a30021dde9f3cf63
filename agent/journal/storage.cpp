// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/journal/storage.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

Error noSpace(const std::string &path, int error)
{
    return {Problem::NoSpace, "The agent cannot write " + path + ": " + std::strerror(error) + ".", {},
            "Make room on that disk, or correct the permissions, and try again; nothing was started."};
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void syncDirectory(const std::string &directory)
{
    if (const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

std::string slice(const std::string &whole, std::uint64_t offset, std::uint64_t length)
{
    return offset >= whole.size() ? std::string() : whole.substr(offset, std::min<std::uint64_t>(length, whole.size() - offset));
}

} // namespace

Result<> FileStorage::open()
{
    for (std::size_t slash = 1; slash != std::string::npos;) {
        slash = m_directory.find('/', slash + 1);
        const std::string part = m_directory.substr(0, slash);
        if (::mkdir(part.c_str(), slash == std::string::npos ? 0700 : 0755) != 0 && errno != EEXIST)
            return noSpace(part, errno);
    }
    return {};
}

Result<> FileStorage::append(const std::string &file, std::string_view bytes)
{
    const int fd = ::open(path(file).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return noSpace(path(file), errno);
    const off_t before = ::lseek(fd, 0, SEEK_END);
    const bool good = writeAll(fd, bytes) && ::fdatasync(fd) == 0;
    const int error = errno;
    if (!good && ::ftruncate(fd, before) != 0) {
        // The torn part stays; readers skip a line that is no JSON.
    }
    ::close(fd);
    if (!good)
        return noSpace(path(file), error);
    if (before == 0)
        syncDirectory(m_directory);
    return {};
}

Result<> FileStorage::replace(const std::string &file, std::string_view bytes)
{
    const std::string fresh = path(file) + ".new";
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return noSpace(fresh, errno);
    const bool good = writeAll(fd, bytes) && ::fsync(fd) == 0;
    const int error = errno;
    ::close(fd);
    if (!good) {
        ::unlink(fresh.c_str());
        return noSpace(fresh, error);
    }
    if (::rename(fresh.c_str(), path(file).c_str()) != 0)
        return noSpace(path(file), errno);
    syncDirectory(m_directory);
    return {};
}

Result<std::string> FileStorage::read(const std::string &file, std::uint64_t offset, std::uint64_t length) const
{
    const int fd = ::open(path(file).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return std::string();
    if (fd < 0)
        return Error{Problem::Storage, "The agent cannot read " + path(file) + ": " + std::strerror(errno) + ".", {}, {}};
    std::string bytes;
    char buffer[65536];
    auto at = static_cast<off_t>(offset);
    while (length > 0) {
        const ssize_t count = ::pread(fd, buffer, static_cast<std::size_t>(std::min<std::uint64_t>(length, sizeof buffer)), at);
        if (count <= 0)
            break;
        bytes.append(buffer, static_cast<std::size_t>(count));
        at += count;
        length -= static_cast<std::uint64_t>(count);
    }
    ::close(fd);
    return bytes;
}

std::uint64_t FileStorage::size(const std::string &file) const
{
    struct stat status{};
    return ::stat(path(file).c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::uint64_t MemoryStorage::used() const
{
    std::uint64_t sum = 0;
    for (const auto &[name, bytes] : m_files)
        sum += bytes.size();
    return sum;
}

Result<> MemoryStorage::append(const std::string &file, std::string_view bytes)
{
    if (m_tear >= 0) {
        m_files[file].append(bytes.substr(0, static_cast<std::size_t>(m_tear)));
        m_tear = -1;
        return noSpace(file, ENOSPC);
    }
    if (used() + bytes.size() > m_capacity)
        return noSpace(file, ENOSPC);
    m_files[file].append(bytes);
    return {};
}

Result<> MemoryStorage::replace(const std::string &file, std::string_view bytes)
{
    if (used() + bytes.size() > m_capacity)
        return noSpace(file, ENOSPC);
    m_files[file] = std::string(bytes);
    return {};
}

Result<std::string> MemoryStorage::read(const std::string &file, std::uint64_t offset, std::uint64_t length) const
{
    const auto found = m_files.find(file);
    return found == m_files.end() ? std::string() : slice(found->second, offset, length);
}

std::uint64_t MemoryStorage::size(const std::string &file) const
{
    const auto found = m_files.find(file);
    return found == m_files.end() ? 0 : found->second.size();
}

} // namespace agent
