// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/notify/notifier.h"

#include "core/notify/posting.h"

#include <QSysInfo>
#include <algorithm>

namespace notify {

using base::Error;
using base::Problem;
using base::Result;
using monitoring::Alert;

namespace {

constexpr int lookMs = 2000;

QString textOfChannel(Channel channel) { return QString::fromStdString(std::string(word(channel))); }

} // namespace

Notifier::Notifier(Options options, monitoring::Monitor &monitor, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_monitor(monitor)
    , m_passwords(m_options.secrets, m_options.profilePath)
{
    for (const Channel channel : {Channel::Mail, Channel::Webhook})
        m_ways[channel].worker = std::make_unique<base::Worker>(true);
}

Notifier::~Notifier() { m_stop->store(true); }

Result<void> Notifier::start()
{
    auto outbox = Outbox::open(Outbox::pathOf(m_options.profilePath));
    if (!outbox)
        return outbox.error();
    if (!(*outbox)->claim())
        return Error{Problem::Conflict, "another program already tells of the alerts of this cluster", {}, "End it first, or let it go on: one is enough."};
    auto ledger = (*outbox)->ledger();
    if (!ledger)
        return ledger.error();
    m_ledger = std::move(*ledger);
    m_outbox = std::move(*outbox);
    connect(&m_monitor, &monitoring::Monitor::alertsChanged, this, &Notifier::look);
    lookLater();
    return {};
}

void Notifier::lookLater()
{
    m_options.clock->after(lookMs, this, [this] {
        look();
        sendWhatIsDue();
        lookLater();
    });
}

void Notifier::look()
{
    if (std::exchange(m_looking, true))
        return;
    // What holds at the first start is told; what was over before it is not.
    if (m_ledger.cursor < 0)
        return m_monitor.newestAlert(this, [this](const Result<std::int64_t> &newest) {
            m_looking = false;
            if (!newest)
                return;
            for (const Alert &alert : *m_monitor.alerts())
                m_ledger.told[alert.id] = {};
            m_ledger.cursor = *newest;
            look();
        });
    m_monitor.alertsSince(m_ledger.cursor, m_ledger.ids(), this, [this](const Result<std::vector<Alert>> &alerts) {
        m_looking = false;
        if (alerts)
            take(*alerts);
    });
}

std::vector<Channel> Notifier::channels(const Settings &settings) const
{
    std::vector<Channel> all;
    if (settings.mail.on())
        all.push_back(Channel::Mail);
    if (settings.webhook.on())
        all.push_back(Channel::Webhook);
    return all;
}

void Notifier::take(const std::vector<Alert> &alerts)
{
    const Settings settings = m_options.settings();
    const std::int64_t now = m_options.clock->now();
    Ledger ledger = m_ledger;
    const auto rule = [this](const std::string &id) { return m_monitor.rule(id); };
    const std::vector<Notice> notices = decide(ledger, alerts, settings, rule, now);
    if (auto kept = m_outbox->put(ledger, notices, channels(settings), now); !kept)
        return emit failed(QStringLiteral("outbox"), kept.error(), now + lookMs); // it is decided anew with the next look
    m_ledger = std::move(ledger);
    for (const Notice &notice : notices)
        emit noticed(notice);
}

void Notifier::sendWhatIsDue()
{
    const Settings settings = m_options.settings();
    const std::vector<Channel> used = channels(settings);
    for (auto &[channel, way] : m_ways) {
        if (way.busy)
            continue;
        if (std::find(used.begin(), used.end(), channel) == used.end()) {
            if (const auto waiting = m_outbox->waiting(channel); waiting && *waiting > 0)
                (void)m_outbox->drop(channel).ok(); // it was turned off; what could not be dropped now is dropped later
            continue;
        }
        auto message = m_outbox->next(channel, m_options.clock->now(), settings.gatherSeconds);
        if (message && *message)
            send(channel, **message);
    }
}

void Notifier::send(Channel channel, const Message &message)
{
    m_ways[channel].busy = true;
    const int count = static_cast<int>(message.notices.size());
    post(channel, message, false, this, [this, channel, count](const Result<void> &done) {
        Way &way = m_ways[channel];
        way.busy = false;
        if (!done) {
            const auto again = m_outbox->failed(channel, m_options.clock->now());
            return emit failed(textOfChannel(channel), done.error(), again ? *again : 0);
        }
        if (const auto taken = m_outbox->sent(channel); !taken)
            return emit failed(textOfChannel(channel), taken.error(), 0);
        emit sent(textOfChannel(channel), count);
        sendWhatIsDue();
    });
}

void Notifier::trialSend(Channel channel, QObject *context, Sent then)
{
    const Settings settings = m_options.settings();
    if (auto good = check(settings); !good)
        return then(good);
    post(channel, trial(m_options.clock->now()), true, context, std::move(then));
}

void Notifier::post(Channel channel, const Message &message, bool test, QObject *context, Sent then)
{
    const Settings settings = m_options.settings();
    const Sender sender{m_options.cluster(), QSysInfo::machineHostName().toStdString(), test};
    const std::string text = channel == Channel::Mail ? mailOf(message, settings.mail, sender, m_options.clock->now()) : protocol::dumpJson(webhookOf(message, sender));
    m_passwords.read(channel, settings, context, [this, channel, settings, id = message.id, text, context, then = std::move(then)](const Result<std::string> &secret) {
        if (!secret)
            return then(secret.error());
        m_ways[channel].worker->run(
            context,
            [channel, settings, id, text, password = *secret, stop = m_stop]() mutable {
                auto done = channel == Channel::Mail ? sendMail(settings.mail, password, text, *stop) : postJson(settings.webhook, password, id, text, *stop);
                profile::wipe(password);
                return done;
            },
            [then](const Result<void> &done) { then(done); });
    });
}

} // namespace notify
