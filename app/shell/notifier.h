// SPDX-License-Identifier: GPL-3.0-or-later
// New alerts on the desktop: what comes within some seconds in one message, only as severe as the person chose, and none while the window
// is active and shows the alerts. A click opens them.
#pragma once
#include "app/shell/desk.h"
#include "core/monitor/rules.h"

#include <QPointer>
#include <QTimer>
#include <functional>
#include <map>
#include <set>

namespace shell {

/// What this workstation's desktop is told; kept in the settings.
enum class Telling : std::uint8_t { Nothing, Errors, Warnings, All };
Telling telling();
void setTelling(Telling what);

/// Where messages go: the desktop, or a test.
class DesktopMessages : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// `key`: comes back with clicked().
    virtual void show(const QString &key, const QString &title, const QString &text, bool urgent) = 0;

signals:
    void clicked(const QString &key);
};

/// org.freedesktop.Notifications; the tray where nobody answers to that.
std::unique_ptr<DesktopMessages> desktopMessages();

class Notifier final : public QObject {
    Q_OBJECT
public:
    /// `isLookedAt`: whether a person sees the alerts of this cluster now.
    Notifier(std::unique_ptr<DesktopMessages> messages, std::function<bool(Desk *)> isLookedAt, QObject *parent = nullptr);
    void follow(Desk *desk);
    void setGatherMs(int ms) { m_gatherMs = ms; }

signals:
    void wanted(shell::Desk *desk); ///< a person clicked: its alerts

private:
    struct Followed {
        QPointer<Desk> desk;
        std::int64_t since = 0;          ///< what began before is no news
        std::set<std::int64_t> known{};
        std::vector<std::int64_t> fresh{}; ///< to be told
    };
    void look(const QString &key);
    void tell();
    bool isNews(const Followed &one, std::int64_t id) const;

    std::unique_ptr<DesktopMessages> m_messages;
    std::function<bool(Desk *)> m_isLookedAt;
    std::map<QString, Followed> m_followed;
    QTimer m_gather;
    int m_gatherMs = 4000, m_numbers = 0;
};

} // namespace shell
