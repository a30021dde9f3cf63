// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/settings.h"

#include "core/profile/profile.h"

#include <QUrl>
#include <algorithm>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;

namespace {

const std::string settingKey = "notify";
constexpr int longestGather = 600, longestRepeat = 30 * 24 * 60;

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

Error wrong(const std::string &what, const std::string &remedy) { return Error{Problem::BadArgument, what, {}, remedy}; }

/// Enough to keep a header and an SMTP command whole; whether it exists only the server knows.
Result<void> checkAddress(const std::string &what, const std::string &address)
{
    const std::size_t at = address.rfind('@');
    const bool odd = std::any_of(address.begin(), address.end(), [](char c) { return isControl(c) || c == ' ' || c == '<' || c == '>' || c == ','; });
    if (at == std::string::npos || at == 0 || at + 1 == address.size() || odd || address.size() > 254)
        return wrong(what + " \"" + address + "\" is no address", "Write it as somebody@example.org, without a name.");
    return {};
}

Result<void> checkMail(const Mail &mail)
{
    if (!mail.on())
        return {};
    if (std::any_of(mail.server.begin(), mail.server.end(), [](char c) { return isControl(c) || c == ' ' || c == '/' || c == '@'; }))
        return wrong("\"" + mail.server + "\" is no name of a mail server", "Write it as mail.example.org, with --port for another port.");
    if (mail.port < 0 || mail.port > 65535)
        return wrong("the port " + std::to_string(mail.port) + " is none", "Ports are from 1 to 65535.");
    if (auto from = checkAddress("the sender", mail.from); !from)
        return from;
    if (mail.to.empty())
        return wrong("nobody gets the mail", "Give --to ADDRESS.");
    for (const std::string &to : mail.to)
        if (auto good = checkAddress("the recipient", to); !good)
            return good;
    if (mail.security == Security::None && !mail.user.empty())
        return wrong("a password is not sent without TLS", "Use --security starttls or tls, or no --user.");
    return {};
}

Result<void> checkWebhook(const Webhook &webhook)
{
    if (!webhook.on())
        return {};
    const QUrl url(QString::fromStdString(webhook.url), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http")))
        return wrong("\"" + webhook.url + "\" is no address of a web server", "Write it as https://example.org/path.");
    if (!url.userInfo().isEmpty())
        return wrong("a password does not belong into the address", "Give a token with --token-file or --ask-token.");
    if (url.scheme() == QLatin1String("http") && (webhook.token || !webhook.tokenFile.empty()))
        return wrong("a token is not sent without TLS", "Use an address with https://, or no token.");
    return {};
}

} // namespace

std::string_view word(Security security) { return security == Security::Tls ? "tls" : security == Security::None ? "none" : "starttls"; }

int Mail::portUsed() const { return port > 0 ? port : security == Security::Tls ? 465 : security == Security::None ? 25 : 587; }

Result<void> check(const Settings &settings)
{
    if (auto mail = checkMail(settings.mail); !mail)
        return mail;
    if (auto webhook = checkWebhook(settings.webhook); !webhook)
        return webhook;
    if (settings.gatherSeconds < 0 || settings.gatherSeconds > longestGather)
        return wrong("it is gathered for at most 10 minutes", "Give --gather from 0s to 10m.");
    if (settings.repeatMinutes < 0 || settings.repeatMinutes > longestRepeat)
        return wrong("it is repeated after at most 30 days", "Give --repeat from 1m to 30d, or off.");
    return {};
}

Json toJson(const Settings &s)
{
    return Json{{"mail",
                    {{"server", s.mail.server}, {"port", s.mail.port}, {"security", word(s.mail.security)}, {"from", s.mail.from}, {"to", s.mail.to}, {"user", s.mail.user},
                        {"passwordFile", s.mail.passwordFile}, {"authorities", s.mail.authorities}}},
        {"webhook", {{"url", s.webhook.url}, {"tokenFile", s.webhook.tokenFile}, {"token", s.webhook.token}, {"authorities", s.webhook.authorities}}},
        {"severity", monitoring::word(s.least)}, {"gatherSeconds", s.gatherSeconds}, {"repeatMinutes", s.repeatMinutes}};
}

Settings settingsIn(const profile::Profile &profile)
{
    Settings s;
    const Json json = protocol::parseJson(profile.setting(settingKey));
    if (!json.is_object())
        return s;
    const Json &mail = protocol::member(json, "mail"), &webhook = protocol::member(json, "webhook");
    const std::string security = protocol::textOf(mail, "security"), severity = protocol::textOf(json, "severity", "warning");
    s.mail = {protocol::textOf(mail, "server"), static_cast<int>(protocol::numberOf(mail, "port")),
        security == "tls" ? Security::Tls : security == "none" ? Security::None : Security::StartTls, protocol::textOf(mail, "from"), protocol::textsOf(mail, "to"),
        protocol::textOf(mail, "user"), protocol::textOf(mail, "passwordFile"), protocol::textOf(mail, "authorities")};
    s.webhook = {protocol::textOf(webhook, "url"), protocol::textOf(webhook, "tokenFile"), protocol::flagOf(webhook, "token"), protocol::textOf(webhook, "authorities")};
    s.least = severity == "error" ? monitoring::Severity::Error : severity == "info" ? monitoring::Severity::Info : monitoring::Severity::Warning;
    s.gatherSeconds = static_cast<int>(protocol::numberOf(json, "gatherSeconds", s.gatherSeconds));
    s.repeatMinutes = static_cast<int>(protocol::numberOf(json, "repeatMinutes", s.repeatMinutes));
    return check(s) ? s : Settings();
}

Result<void> save(profile::Profile &profile, const Settings &settings)
{
    if (auto good = check(settings); !good)
        return good;
    return profile.setSetting(settingKey, protocol::dumpJson(toJson(settings)));
}

} // namespace notify
