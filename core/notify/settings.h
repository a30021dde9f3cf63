// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told of alerts, and how; kept in the profile. No secret is: those are where Passwords looks for them.
#pragma once
#include "core/monitor/rules.h"

namespace profile {
class Profile;
}

namespace notify {

enum class Security : std::uint8_t {
    StartTls, ///< plain at first, then TLS before anything is said; refused by a server that has none
    Tls,      ///< TLS from the first byte
    None,     ///< never: only without a password
};
std::string_view word(Security security); ///< "starttls", "tls", "none"

struct Mail {
    std::string server{};          ///< name or address; empty: no mail is sent
    int port = 0;                  ///< 0: 587, of Tls 465, of None 25
    Security security = Security::StartTls;
    std::string from{};
    std::vector<std::string> to{};
    std::string user{};            ///< empty: no login
    std::string passwordFile{};    ///< a file of this user alone; empty: where Passwords looks else
    std::string authorities{};     ///< PEM file with certificates that are trusted; empty: the system's
    bool on() const { return !server.empty(); }
    int portUsed() const;
};

struct Webhook {
    std::string url{};             ///< https://..., or http://...; empty: none is called
    std::string tokenFile{};       ///< with what "Authorization: Bearer" says; empty: where Passwords looks else
    bool token = false;            ///< there is one
    std::string authorities{};
    bool on() const { return !url.empty(); }
};

struct Settings {
    Mail mail{};
    Webhook webhook{};
    monitoring::Severity least = monitoring::Severity::Warning; ///< what is less is not told
    int gatherSeconds = 10; ///< what comes in that time goes in one message
    int repeatMinutes = 240; ///< after which one that still holds and nobody has acknowledged is told again; 0: never
};

/// What cannot be read is as if it were not set: it was checked when it was saved.
Settings settingsIn(const profile::Profile &profile);
/// BadArgument names what cannot be, and how it should be. Storage.
base::Result<void> save(profile::Profile &profile, const Settings &settings);
base::Result<void> check(const Settings &settings);
protocol::Json toJson(const Settings &settings);

} // namespace notify
