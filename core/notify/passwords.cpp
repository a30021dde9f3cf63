// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/passwords.h"

#include <QFileInfo>
#include <unistd.h>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;

namespace {

std::string credentialPath(Channel channel)
{
    const QByteArray directory = qgetenv("CREDENTIALS_DIRECTORY");
    if (directory.isEmpty())
        return {};
    std::string path = directory.toStdString() + "/chandelier-" + std::string(word(channel));
    return ::access(path.c_str(), R_OK) == 0 ? path : std::string();
}

} // namespace

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
        return then(profile::readSecretFile(file));
    if (const std::string file = credentialPath(channel); !file.empty())
        return then(profile::readSecretFile(file));
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
