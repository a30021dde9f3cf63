// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/secrets.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace profile {

using base::Error;
using base::Problem;
using base::Result;

namespace {
constexpr std::size_t longest = 4096;
} // namespace

Result<std::string> readSecretFile(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0)
        return Error{errno == EACCES ? Problem::AccessDenied : Problem::NotFound, "the file with the password cannot be read (" + path + ")", std::strerror(errno), "Check its path."};
    struct stat info {};
    ::fstat(file, &info);
    std::string text(longest, '\0');
    const ssize_t size = S_ISREG(info.st_mode) ? ::read(file, text.data(), text.size()) : -1;
    ::close(file);
    if (size < 0)
        return Error{Problem::BadArgument, path + " is no file", {}, "Give a file whose first line is the password."};
    if ((info.st_mode & 077) != 0 || (info.st_uid != ::geteuid() && info.st_uid != 0)) {
        wipe(text);
        return Error{Problem::AccessDenied, "others may read the file with the password (" + path + ")", {}, "Make it yours alone: chmod 600 " + path};
    }
    text.resize(static_cast<std::size_t>(size));
    std::string line = text.substr(0, text.find_first_of("\r\n"));
    wipe(text);
    if (line.empty())
        return Error{Problem::BadArgument, "the first line of " + path + " is empty", {}, "Write the password there."};
    return line;
}

} // namespace profile
