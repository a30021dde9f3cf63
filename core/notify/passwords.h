// SPDX-License-Identifier: GPL-3.0-or-later
// Where the passwords for telling lie: in a file of this user alone that the settings name, in what systemd hands a service
// ($CREDENTIALS_DIRECTORY/chandelier-mail, chandelier-webhook), or in the keychain; looked for in this order. Never in the profile.
#pragma once
#include "core/notify/outbox.h"
#include "core/profile/secrets.h"

namespace notify {

class Passwords {
public:
    Passwords(std::shared_ptr<profile::Secrets> secrets, std::string profilePath) : m_secrets(std::move(secrets)), m_profile(std::move(profilePath)) { }
    /// `then` is called in this thread, perhaps at once. NotFound says where one can be put.
    void read(Channel channel, const Settings &settings, QObject *context, std::function<void(const base::Result<std::string> &)> then);
    /// Into the keychain. Storage where nothing would outlive the program.
    void write(Channel channel, const std::string &secret, QObject *context, profile::Secrets::Done then);
    void forget(Channel channel, QObject *context, profile::Secrets::Done then);
    /// Whether one is needed.
    static bool wanted(Channel channel, const Settings &settings);

private:
    std::string keyOf(Channel channel) const;
    std::shared_ptr<profile::Secrets> m_secrets;
    std::string m_profile;
};

} // namespace notify
