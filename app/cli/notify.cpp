// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl notify: who is told of alerts by "watch", and how.
#include "app/cli/fleetcommon.h"
#include "core/monitor/monitor.h"
#include "core/notify/notifier.h"
#include "core/profile/profile.h"

#include <QFileInfo>
#include <charconv>

namespace cli {

using base::Error;
using base::Problem;
using base::Result;
using notify::Channel;
using notify::Settings;

namespace {

/// Kept for as long as an answer of the keychain may come.
notify::Passwords &passwordsOf(const Context &c)
{
    static notify::Passwords passwords(profile::openSecrets(), c.manager().profile().path());
    return passwords;
}

std::string timeWords(int seconds)
{
    return seconds == 0 ? "never" : seconds % 86'400 == 0 ? std::to_string(seconds / 86'400) + " d" : seconds % 3600 == 0 ? std::to_string(seconds / 3600) + " h"
        : seconds % 60 == 0 ? std::to_string(seconds / 60) + " min" : std::to_string(seconds) + " s";
}

std::string settingsText(const Settings &s)
{
    std::string to;
    for (const std::string &one : s.mail.to)
        to += (to.empty() ? "" : ", ") + one;
    std::string text = "Mail:     " + (!s.mail.on() ? std::string("off") : "by " + s.mail.server + " port " + std::to_string(s.mail.portUsed()) + " (" + std::string(word(s.mail.security)) + ")"
        + (s.mail.user.empty() ? "" : " as " + s.mail.user) + " from " + s.mail.from + " to " + to) + '\n';
    text += "Webhook:  " + (s.webhook.on() ? s.webhook.url + (s.webhook.token || !s.webhook.tokenFile.empty() ? " with a token" : "") : std::string("off")) + '\n';
    return text + "Told are: " + (s.least == monitoring::Severity::Info ? "all" : s.least == monitoring::Severity::Error ? "errors" : "warnings and errors") + ", gathered for "
        + (s.gatherSeconds == 0 ? "no time" : timeWords(s.gatherSeconds)) + ", again while nobody has acknowledged: " + (s.repeatMinutes == 0 ? "never" : "every " + timeWords(s.repeatMinutes * 60)) + '\n';
}

void wrong(const Context &c, const std::string &what, const std::string &remedy) { c.fail(Error{Problem::BadArgument, what, {}, remedy}, WrongUse); }

void saveAndShow(const Context &c, const Settings &settings)
{
    if (auto saved = notify::save(c.manager().profile(), settings); !saved)
        return c.fail(saved.error(), saved.error().problem == Problem::BadArgument ? WrongUse : Failed);
    c.print(settingsText(settings), notify::toJson(settings));
}

/// Into the keychain when one was given; then the settings.
void keepAndSave(const Context &c, Channel channel, const Settings &settings, const std::string &ask, const std::string &descriptor)
{
    if (auto good = notify::check(settings); !good)
        return c.fail(good.error(), WrongUse);
    const auto secret = secretOf(c.arguments, ask, descriptor, channel == Channel::Mail ? "Password" : "Token");
    if (!secret)
        return c.fail(secret.error(), WrongUse);
    if (secret->empty())
        return saveAndShow(c, settings);
    passwordsOf(c).write(channel, secret->text(), &c.session, [c, settings](const Result<void> &kept) {
        if (!kept)
            return c.fail(kept.error());
        saveAndShow(c, settings);
    });
}

std::string fullPath(const std::string &path) { return path.empty() ? path : QFileInfo(QString::fromStdString(path)).absoluteFilePath().toStdString(); }

} // namespace

void showNotify(const Context &c)
{
    const Settings settings = notify::settingsIn(c.manager().profile());
    c.print(settingsText(settings), notify::toJson(settings));
}

void setNotifyMail(const Context &c)
{
    Settings s = notify::settingsIn(c.manager().profile());
    notify::Mail &mail = s.mail;
    const Arguments &a = c.arguments;
    const std::string security = a.value("security", word(mail.security));
    if (security != "starttls" && security != "tls" && security != "none")
        return wrong(c, "--security " + security + " is not known", "It may be starttls, tls or none.");
    mail.security = security == "tls" ? notify::Security::Tls : security == "none" ? notify::Security::None : notify::Security::StartTls;
    mail.server = a.value("server", mail.server);
    if (const std::string port = a.value("port"); !port.empty()) {
        const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), mail.port);
        if (failed != std::errc() || end != port.data() + port.size())
            return wrong(c, "--port " + port + " is no number", {});
    }
    mail.from = a.value("from", mail.from);
    if (a.has("to"))
        mail.to = a.list("to");
    mail.user = a.value("user", mail.user);
    mail.passwordFile = a.has("password-file") ? fullPath(a.value("password-file")) : a.has("ask-password") || a.has("password-fd") ? std::string() : mail.passwordFile;
    mail.authorities = a.has("ca") ? fullPath(a.value("ca")) : mail.authorities;
    if (!mail.on())
        return wrong(c, "no mail server is named", "Give --server NAME --from ADDRESS --to ADDRESS,...");
    keepAndSave(c, Channel::Mail, s, "ask-password", "password-fd");
}

void setNotifyWebhook(const Context &c)
{
    Settings s = notify::settingsIn(c.manager().profile());
    const Arguments &a = c.arguments;
    s.webhook.url = a.words[3];
    s.webhook.tokenFile = a.has("token-file") ? fullPath(a.value("token-file")) : std::string();
    s.webhook.token = a.has("ask-token") || a.has("token-fd") || !s.webhook.tokenFile.empty();
    s.webhook.authorities = a.has("ca") ? fullPath(a.value("ca")) : s.webhook.authorities;
    keepAndSave(c, Channel::Webhook, s, "ask-token", "token-fd");
}

void setNotifyWhen(const Context &c)
{
    Settings s = notify::settingsIn(c.manager().profile());
    const Arguments &a = c.arguments;
    const std::string severity = a.value("severity", monitoring::word(s.least));
    if (severity != "info" && severity != "warning" && severity != "error")
        return wrong(c, "--severity " + severity + " is not known", "It may be info, warning or error.");
    s.least = severity == "info" ? monitoring::Severity::Info : severity == "error" ? monitoring::Severity::Error : monitoring::Severity::Warning;
    if (const std::string repeat = a.value("repeat"); !repeat.empty()) {
        s.repeatMinutes = repeat == "off" ? 0 : static_cast<int>(durationOf(repeat) / 60'000);
        if (s.repeatMinutes == 0 && repeat != "off")
            return wrong(c, "--repeat " + repeat + " is no time of a minute or more", "Give --repeat 4h, or --repeat off.");
    }
    if (const std::string gather = a.value("gather"); !gather.empty()) {
        s.gatherSeconds = gather == "0s" ? 0 : static_cast<int>(durationOf(gather) / 1000);
        if (s.gatherSeconds == 0 && gather != "0s")
            return wrong(c, "--gather " + gather + " is no time", "Give --gather 30s.");
    }
    saveAndShow(c, s);
}

void turnNotifyOff(const Context &c)
{
    Settings s = notify::settingsIn(c.manager().profile());
    const std::string &channel = c.arguments.words[2];
    if (channel != "mail" && channel != "webhook")
        return wrong(c, "\"" + channel + "\" cannot be turned off", "It may be mail or webhook.");
    const bool mail = channel == "mail";
    if (mail)
        s.mail = {};
    else
        s.webhook = {};
    passwordsOf(c).forget(mail ? Channel::Mail : Channel::Webhook, &c.session, [c, s](const Result<void> &) { saveAndShow(c, s); });
}

void testNotify(const Context &c)
{
    const Settings s = notify::settingsIn(c.manager().profile());
    static base::SystemClock clock;
    manager::Manager &manager = c.manager();
    auto *notifier = new notify::Notifier({manager.profile().path(), [s] { return s; }, [&manager] { return manager.name(); }, profile::openSecrets(), &clock}, manager.monitor(), &c.session);
    std::vector<Channel> channels;
    if (s.mail.on())
        channels.push_back(Channel::Mail);
    if (s.webhook.on())
        channels.push_back(Channel::Webhook);
    if (channels.empty())
        return wrong(c, "nobody is told yet", "See: chandelierctl help notify set mail");
    auto left = std::make_shared<std::size_t>(channels.size());
    auto code = std::make_shared<int>(Done);
    auto results = std::make_shared<Json>(Json::object());
    for (const Channel channel : channels)
        notifier->trialSend(channel, &c.session, [c, channel, left, code, results](const Result<void> &sent) {
            const std::string name(word(channel));
            if (!c.json())
                sent ? c.output.out(name + ": sent\n") : c.output.err(name + ": " + errorText(sent.error()));
            (*results)[name] = sent ? Json("sent") : protocol::toJson(sent.error());
            *code = sent ? *code : int(Failed);
            if (--*left > 0)
                return;
            if (c.json())
                c.output.out(protocol::dumpJson(*results) + '\n');
            c.finish(*code);
        });
}

} // namespace cli
