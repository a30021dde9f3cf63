// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace monitor {

namespace {

constexpr std::size_t piece = 64u << 10;

Missing missing(int error)
{
    const bool absent = error == ENOENT || error == ENOTDIR || error == ENODEV || error == ENXIO;
    const bool unsupported = error == EOPNOTSUPP || error == ENOSYS;
    return {absent ? collect::Cause::Absent : unsupported ? collect::Cause::NotSupported : collect::Cause::Unreadable, absent ? "" : std::strerror(error)};
}

class Descriptor {
public:
    explicit Descriptor(const std::string &path) : m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)) { }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    bool good() const { return m_fd >= 0; }
    ssize_t read(char *to, std::size_t size)
    {
        ssize_t count = 0;
        do
            count = ::read(m_fd, to, size);
        while (count < 0 && errno == EINTR);
        return count;
    }

private:
    int m_fd;
};

} // namespace

std::optional<Missing> Files::read(const std::string &path, std::string_view &text, std::size_t most)
{
    Descriptor file(m_sysroot + path);
    if (!file.good())
        return missing(errno);
    std::size_t have = 0;
    while (true) {
        if (m_buffer.size() < have + piece)
            m_buffer.resize(have + piece);
        const ssize_t count = file.read(m_buffer.data() + have, m_buffer.size() - have);
        if (count < 0)
            return missing(errno);
        if (count == 0)
            break;
        have += static_cast<std::size_t>(count);
        if (have > most)
            return Missing{collect::Cause::TooMany, "more than " + std::to_string(most) + " bytes"};
    }
    text = {m_buffer.data(), have};
    return {};
}

std::optional<Missing> Files::stream(const std::string &path, const std::function<bool(std::string_view)> &take)
{
    Descriptor file(m_sysroot + path);
    if (!file.good())
        return missing(errno);
    if (m_buffer.size() < piece)
        m_buffer.resize(piece);
    while (true) {
        const ssize_t count = file.read(m_buffer.data(), piece);
        if (count < 0)
            return missing(errno);
        if (count == 0 || !take({m_buffer.data(), static_cast<std::size_t>(count)}))
            return {};
    }
}

std::vector<std::string> Files::list(const std::string &path) const
{
    std::vector<std::string> names;
    if (DIR *directory = ::opendir((m_sysroot + path).c_str())) {
        while (const dirent *entry = ::readdir(directory))
            if (entry->d_name[0] != '.')
                names.emplace_back(entry->d_name);
        ::closedir(directory);
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string Files::link(const std::string &path) const
{
    std::array<char, 4096> text{};
    const ssize_t size = ::readlink((m_sysroot + path).c_str(), text.data(), text.size());
    return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(0, size))};
}

bool Files::exists(const std::string &path) const
{
    return ::access((m_sysroot + path).c_str(), F_OK) == 0;
}

} // namespace monitor
