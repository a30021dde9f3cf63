// SPDX-License-Identifier: GPL-3.0-or-later
// Tells of a cluster's alerts by mail and webhook. What is to be told is in the outbox before anything is sent; what is not taken is tried
// again. Lives in one thread and does not block it.
#pragma once
#include "core/base/clock.h"
#include "core/base/worker.h"
#include "core/monitor/monitor.h"
#include "core/notify/passwords.h"

#include <atomic>

namespace notify {

class Notifier final : public QObject {
    Q_OBJECT
public:
    struct Options {
        std::string profilePath;
        std::function<Settings()> settings;          ///< asked each time: they may be changed while it runs
        std::function<std::string()> cluster;        ///< its name
        std::shared_ptr<profile::Secrets> secrets;
        base::Clock *clock = nullptr;                ///< must outlive it
    };
    /// `monitor` must outlive it.
    Notifier(Options options, monitoring::Monitor &monitor, QObject *parent = nullptr);
    /// Ends what is being sent; it is sent again at the next start.
    ~Notifier() override;
    /// Conflict: another program tells of this cluster's alerts. Storage.
    base::Result<void> start();

    using Sent = std::function<void(const base::Result<void> &)>;
    /// Sends a trial message now, past the outbox.
    void trialSend(Channel channel, QObject *context, Sent then);

signals:
    void noticed(const notify::Notice &notice);          ///< decided and kept, also when there is no channel
    void sent(const QString &channel, int notices);
    void failed(const QString &channel, const base::Error &error, qint64 againAt); ///< ms since the epoch

private:
    struct Way {
        bool busy = false, failing = false;
        std::unique_ptr<base::Worker> worker;
    };
    void look();
    void lookLater();
    void take(const std::vector<monitoring::Alert> &alerts);
    void sendWhatIsDue();
    void send(Channel channel, const Message &message);
    void post(Channel channel, const Message &message, bool test, QObject *context, Sent then);
    std::vector<Channel> channels(const Settings &settings) const;

    Options m_options;
    monitoring::Monitor &m_monitor;
    std::unique_ptr<Outbox> m_outbox;
    Passwords m_passwords;
    Ledger m_ledger;
    std::map<Channel, Way> m_ways;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    bool m_looking = false;
};

} // namespace notify
