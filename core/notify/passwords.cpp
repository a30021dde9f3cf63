// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/passwords.h"

#include <QFileInfo>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr std::size_t longest = 4096;

std::string credentialPath(Channel channel)
{
    const QByteArray directory = qgetenv("CREDENTIALS_DIRECTORY");
    if (directory.isEmpty())
        return {};
    std::string path = directory.toStdString() + "/chandelier-" + std::string(word(channel));
    return ::access(path.c_str(), R_OK) == 0 ? path : std::string();
}

} // namespace

Result<std::string> readSecretFile(const std::string &path)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
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
        profile::wipe(text);
        return Error{Problem::AccessDenied, "others may read the file with the password (" + path + ")", {}, "Make it yours alone: chmod 600 " + path};
    }
    text.resize(static_cast<std::size_t>(size));
    const std::string line = text.substr(0, text.find_first_of("\r\n"));
    profile::wipe(text);
    return line;
}

std::string Passwords::keyOf(Channel channel) const
{
    return QFileInfo(QString::fromStdString(m_profile)).absoluteFilePath().toStdString() + "/notify/" + std::string(word(channel));
}

bool Passwords::wanted(Channel channel, const Settings &settings)
{
    return channel == Channel::Mail ? !settings.mail.user.empty() : settings.webhook.token || !settings.webhook.tokenFile.empty();
}

void Passwords::read(Channel channel, const Settings &settings, QObject *context, std::function<void(const Result<std::string> &)> then)
{
    if (!wanted(channel, settings))
        return then(std::string());
    if (const std::string &file = channel == Channel::Mail ? settings.mail.passwordFile : settings.webhook.tokenFile; !file.empty())
        return then(readSecretFile(file));
    if (const std::string file = credentialPath(channel); !file.empty())
        return then(readSecretFile(file));
    m_secrets->read(keyOf(channel), context, [this, channel, then = std::move(then)](const Result<std::optional<std::string>> &read) {
        if (read && *read)
            return then(**read);
        then(read ? Error{Problem::NotFound, "there is no password for " + std::string(word(channel)), m_secrets->reason(),
                 "Name a file of yours alone with --password-file (--token-file), or hand the service LoadCredential=chandelier-" + std::string(word(channel)) + ":FILE."}
                  : read.error());
    });
}

void Passwords::write(Channel channel, const std::string &secret, QObject *context, profile::Secrets::Done then)
{
    m_secrets->write(keyOf(channel), secret, context, [this, then = std::move(then)](const Result<void> &kept) {
        if (kept && !m_secrets->lasting())
            return then(Error{Problem::Storage, "the password cannot be kept", m_secrets->reason(), "Put it into a file of yours alone and name that: --password-file FILE (--token-file FILE)."});
        then(kept);
    });
}

void Passwords::forget(Channel channel, QObject *context, profile::Secrets::Done then) { m_secrets->remove(keyOf(channel), context, std::move(then)); }

} // namespace notify
