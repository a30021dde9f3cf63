// SPDX-License-Identifier: GPL-3.0-or-later
// chandelierctl watch: the core without a window for as long as it runs; alerts go out by mail and webhook. For a service on any host.
#include "app/cli/context.h"
#include "core/logs/logs.h"
#include "core/monitor/monitor.h"
#include "core/notify/notifier.h"
#include "core/profile/profile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSocketNotifier>
#include <QTimer>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace cli {

namespace {

constexpr int lookAtRoleMs = 5000;

int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    (void)!::write(signalPipe[1], &byte, 1);
}

std::string stamp(std::int64_t ms) { return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString(); }

class Watch final : public QObject {
public:
    Watch(Context context, QObject *parent)
        : QObject(parent), m_c(std::move(context)), m_notifier(optionsOf(m_c, m_clock), m_c.manager().monitor())
    {
    }
    void start()
    {
        if (auto started = m_notifier.start(); !started)
            return m_c.fail(started.error());
        connect(&m_notifier, &notify::Notifier::noticed, this, [this](const notify::Notice &n) { tellNotice(n); });
        connect(&m_notifier, &notify::Notifier::sent, this, [this](const QString &channel, int notices) {
            line(channel.toStdString() + ": " + std::to_string(notices) + (notices == 1 ? " notice" : " notices") + " sent", {{"event", "sent"}, {"channel", channel.toStdString()}, {"notices", notices}});
        });
        connect(&m_notifier, &notify::Notifier::failed, this, [this](const QString &channel, const base::Error &error, qint64 again) {
            line(channel.toStdString() + ": " + error.message + (error.detail.empty() ? "" : " (" + error.detail + ")") + (again > 0 ? "; tried again at " + stamp(again) : ""),
                {{"event", "failed"}, {"channel", channel.toStdString()}, {"error", protocol::toJson(error)}, {"again", again}});
        });
        listenToSignals();
        sayStart();
        lookAtRole();
    }

private:
    static notify::Notifier::Options optionsOf(const Context &c, base::Clock &clock)
    {
        manager::Manager &manager = c.manager();
        return {manager.profile().path(), [&manager] { return notify::settingsIn(manager.profile()); }, [&manager] { return manager.name(); }, profile::openSecrets(), &clock};
    }
    void line(const std::string &text, Json json)
    {
        const std::int64_t now = m_clock.now();
        json["at"] = now;
        m_c.output.out(m_c.json() ? protocol::dumpJson(json) + '\n' : stamp(now) + "  " + text + '\n');
    }
    void tellNotice(const notify::Notice &n)
    {
        Json json = notify::toJson(n);
        json["event"] = "notice";
        line(std::string(notify::word(n.what)) + ": " + std::string(monitoring::word(n.alert.severity)) + ": " + n.alert.title + ": " + n.alert.text, std::move(json));
    }
    void sayStart()
    {
        const notify::Settings s = notify::settingsIn(m_c.manager().profile());
        std::string ways = (s.mail.on() ? "mail by " + s.mail.server : std::string()) + (s.mail.on() && s.webhook.on() ? ", " : "") + (s.webhook.on() ? "a webhook" : "");
        line("watching " + std::to_string(m_c.manager().world()->servers.size()) + " servers; " + (ways.empty() ? "nobody is told: see chandelierctl help notify set mail" : "told by " + ways),
            {{"event", "started"}, {"mail", s.mail.on()}, {"webhook", s.webhook.on()}});
    }
    /// Who judges may change while it runs: a window that is closed leaves it to this program.
    void lookAtRole()
    {
        m_c.manager().logs(); // messages raise alerts too
        monitoring::Monitor &monitor = m_c.manager().monitor();
        if (m_writes != monitor.writes() || !m_said) {
            m_writes = monitor.writes();
            const bool first = !std::exchange(m_said, true);
            if (!m_writes && !first)
                line("another program judges the alerts now; they are read from its file", {{"event", "role"}, {"judges", false}});
            else if (m_writes)
                line("alerts are judged here", {{"event", "role"}, {"judges", true}});
            else
                m_said = false; // it may not have opened its file yet
        }
        if (!m_said && ++m_looks == 2) {
            m_said = true;
            line("another program has this cluster open and judges its alerts; they are read from its file and told from here", {{"event", "role"}, {"judges", false}});
        }
        QTimer::singleShot(m_said ? lookAtRoleMs : 1000, this, [this] { lookAtRole(); });
    }
    void listenToSignals()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, signalPipe) != 0)
            return;
        auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, this);
        connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
            notifier->setEnabled(false);
            line("ended", {{"event", "ended"}});
            m_c.finish(Done);
        });
        struct sigaction action {};
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        ::sigaction(SIGTERM, &action, nullptr);
        ::sigaction(SIGINT, &action, nullptr);
    }

    Context m_c;
    base::SystemClock m_clock;
    notify::Notifier m_notifier;
    bool m_writes = false, m_said = false;
    int m_looks = 0;
};

} // namespace

void watchAlerts(const Context &c)
{
    auto *watch = new Watch(c, &c.session);
    watch->start();
}

std::string watchUnit(const Arguments &arguments)
{
    const std::string program = QCoreApplication::applicationFilePath().toStdString();
    auto path = profileOf(arguments);
    const bool demo = arguments.has("demo") || arguments.has("demo-dir");
    const std::string profile = path && !path->empty() ? QFileInfo(QString::fromStdString(*path)).absoluteFilePath().toStdString() : std::string();
    const std::string which = demo ? " --demo" + (arguments.has("demo-dir") ? " --demo-dir " + arguments.value("demo-dir") : std::string()) : profile.empty() ? std::string() : " --profile \"" + profile + "\"";
    const std::string folder = profile.empty() ? "%h" : QFileInfo(QString::fromStdString(profile)).absolutePath().toStdString();
    return "# For one user, without root:\n"
           "#   chandelierctl watch --print-unit > ~/.config/systemd/user/chandelier-watch.service\n"
           "#   systemctl --user enable --now chandelier-watch; loginctl enable-linger\n"
           "# For a host: /etc/systemd/system/chandelier-watch.service with User= set, and WantedBy=multi-user.target.\n"
           "# It reaches servers as ssh does, but without an ssh-agent: the user needs a key without passphrase for them.\n"
           "[Unit]\nDescription=Chandelier: alerts of a Lustre cluster\nWants=network-online.target\nAfter=network-online.target\n\n"
           "[Service]\nType=simple\nExecStart=\"" + program + "\"" + which + " watch\nRestart=on-failure\nRestartSec=30\n"
           "NoNewPrivileges=yes\nPrivateTmp=yes\nUMask=0077\n"
           "# Under systemctl --user leave the next two out.\n#ProtectSystem=strict\n#ReadWritePaths=" + folder + "\n"
           "# Passwords that no keychain has: files of root alone, whose first line is the password.\n"
           "#LoadCredential=chandelier-mail:/etc/chandelier/mail-password\n#LoadCredential=chandelier-webhook:/etc/chandelier/webhook-token\n\n"
           "[Install]\nWantedBy=default.target\n";
}

} // namespace cli
