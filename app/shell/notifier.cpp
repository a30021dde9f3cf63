// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/notifier.h"

#include "app/models/words.h"
#include "app/shell/alertside.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDateTime>
#include <QIcon>
#include <QSettings>
#include <QSystemTrayIcon>
#include <algorithm>

namespace shell {

namespace {

const QString tellingKey = QStringLiteral("alerts/desktop");
constexpr std::int64_t newsMs = 30'000; ///< a holding time may have begun before the cluster was opened here
constexpr std::size_t mostLines = 5;
constexpr std::array<const char *, 4> tellingWords{"nothing", "errors", "warnings", "all"};

const QString service = QStringLiteral("org.freedesktop.Notifications"), path = QStringLiteral("/org/freedesktop/Notifications");

/// The freedesktop specification 1.2; asked without waiting.
class BusMessages final : public DesktopMessages {
    Q_OBJECT
public:
    BusMessages()
    {
        QDBusConnection bus = QDBusConnection::sessionBus();
        m_there = bus.isConnected() && bus.interface() && (bus.interface()->isServiceRegistered(service) || bus.interface()->activatableServiceNames().value().contains(service));
        if (m_there)
            bus.connect(service, path, service, QStringLiteral("ActionInvoked"), this, SLOT(invoked(uint, QString)));
    }
    void show(const QString &key, const QString &title, const QString &text, bool urgent) override
    {
        if (!m_there)
            return showInTray(key, title, text, urgent);
        QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, QStringLiteral("Notify"));
        const QVariantMap hints{{QStringLiteral("urgency"), QVariant::fromValue<uchar>(urgent ? 2 : 1)}, {QStringLiteral("desktop-entry"), QStringLiteral("chandelier")}};
        call << QStringLiteral("Chandelier") << m_ids.value(key) << QStringLiteral("chandelier") << title << text.toHtmlEscaped()
             << QStringList{QStringLiteral("default"), tr("Show")} << hints << -1;
        auto *watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key, title, text, urgent] {
            const QDBusPendingReply<uint> reply = *watcher;
            watcher->deleteLater();
            if (reply.isError())
                return showInTray(key, title, text, urgent);
            m_ids[key] = reply.value();
        });
    }

private slots:
    void invoked(uint id, const QString &)
    {
        for (auto one = m_ids.cbegin(); one != m_ids.cend(); ++one)
            if (one.value() == id)
                return emit clicked(one.key());
    }

private:
    void showInTray(const QString &key, const QString &title, const QString &text, bool urgent)
    {
        if (!QSystemTrayIcon::isSystemTrayAvailable())
            return;
        if (!m_tray) {
            m_tray = std::make_unique<QSystemTrayIcon>(QApplication::windowIcon());
            connect(m_tray.get(), &QSystemTrayIcon::messageClicked, this, [this] { emit clicked(m_last); });
        }
        m_last = key;
        m_tray->show();
        m_tray->showMessage(title, text, urgent ? QSystemTrayIcon::Critical : QSystemTrayIcon::Warning);
    }

    bool m_there = false;
    QHash<QString, uint> m_ids; ///< a new message of a cluster takes the place of its last one
    std::unique_ptr<QSystemTrayIcon> m_tray;
    QString m_last;
};

bool isTold(monitoring::Severity severity)
{
    switch (telling()) {
    case Telling::All: return true;
    case Telling::Warnings: return severity != monitoring::Severity::Info;
    case Telling::Errors: return severity == monitoring::Severity::Error;
    case Telling::Nothing: break;
    }
    return false;
}

const monitoring::Alert *activeAlert(Desk &desk, std::int64_t id)
{
    const AlertSide *side = desk.cluster().present().alerts();
    if (!side)
        return nullptr;
    const auto active = side->active();
    const auto found = std::find_if(active->begin(), active->end(), [id](const monitoring::Alert &a) { return a.id == id; });
    return found == active->end() ? nullptr : &*found; // the side keeps the list until it changes
}

} // namespace

Telling telling()
{
    const QString word = QSettings().value(tellingKey, QStringLiteral("errors")).toString();
    const auto found = std::find_if(tellingWords.begin(), tellingWords.end(), [&](const char *one) { return word == QLatin1String(one); });
    return found == tellingWords.end() ? Telling::Errors : static_cast<Telling>(found - tellingWords.begin());
}

void setTelling(Telling what) { QSettings().setValue(tellingKey, QString::fromLatin1(tellingWords[static_cast<std::size_t>(what)])); }

std::unique_ptr<DesktopMessages> desktopMessages() { return std::make_unique<BusMessages>(); }

Notifier::Notifier(std::unique_ptr<DesktopMessages> messages, std::function<bool(Desk *)> isLookedAt, QObject *parent)
    : QObject(parent)
    , m_messages(std::move(messages))
    , m_isLookedAt(std::move(isLookedAt))
{
    m_gather.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &Notifier::tell);
    connect(m_messages.get(), &DesktopMessages::clicked, this, [this](const QString &key) {
        if (const auto found = m_followed.find(key); found != m_followed.end() && found->second.desk)
            emit wanted(found->second.desk);
    });
}

void Notifier::follow(Desk *desk)
{
    AlertSide *side = desk->cluster().present().alerts();
    if (!side)
        return;
    const QString key = QString::number(++m_numbers);
    Followed &one = m_followed[key];
    one.desk = desk;
    one.since = QDateTime::currentMSecsSinceEpoch() - newsMs;
    for (const monitoring::Alert &alert : *side->active())
        one.known.insert(alert.id);
    connect(side, &AlertSide::changed, this, [this, key] { look(key); });
    connect(desk, &QObject::destroyed, this, [this, key] { m_followed.erase(key); });
}

bool Notifier::isNews(const Followed &one, std::int64_t id) const
{
    const monitoring::Alert *alert = one.desk ? activeAlert(*one.desk, id) : nullptr;
    return alert && alert->begin >= one.since && alert->mutedUntil == 0 && alert->acknowledgedAt == 0 && !alert->own && isTold(alert->severity);
}

void Notifier::look(const QString &key)
{
    const auto found = m_followed.find(key);
    if (found == m_followed.end() || !found->second.desk)
        return;
    Followed &one = found->second;
    const AlertSide *side = one.desk->cluster().present().alerts();
    if (!side)
        return;
    for (const monitoring::Alert &alert : *side->active())
        if (one.known.insert(alert.id).second && isNews(one, alert.id))
            one.fresh.push_back(alert.id);
    if (!one.fresh.empty() && !m_gather.isActive())
        m_gather.start(m_gatherMs);
}

void Notifier::tell()
{
    for (auto &[key, one] : m_followed) {
        std::vector<std::int64_t> ids = std::exchange(one.fresh, {});
        std::erase_if(ids, [&, &followed = one](std::int64_t id) { return !isNews(followed, id); }); // over, or seen meanwhile
        if (ids.empty() || !one.desk || m_isLookedAt(one.desk))
            continue;
        QStringList lines;
        bool urgent = false;
        for (const std::int64_t id : ids) {
            const monitoring::Alert *alert = activeAlert(*one.desk, id);
            urgent = urgent || alert->severity == monitoring::Severity::Error;
            if (lines.size() < qsizetype(mostLines))
                lines << models::q(alert->title) + QStringLiteral(": ") + models::q(alert->text);
        }
        if (ids.size() > mostLines)
            lines << tr("and %n more", nullptr, static_cast<int>(ids.size() - mostLines));
        const QString name = one.desk->cluster().name();
        m_messages->show(key, ids.size() == 1 ? name : tr("%1: %n new alerts", nullptr, static_cast<int>(ids.size())).arg(name), lines.join(QLatin1Char('\n')), urgent);
    }
}

} // namespace shell

#include "notifier.moc"
