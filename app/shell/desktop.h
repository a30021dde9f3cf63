// SPDX-License-Identifier: GPL-3.0-or-later
// What the desktop prefers, dark or light: first by the palette that it gave us, then by the settings portal
// (org.freedesktop.appearance color-scheme), whose answers come later and without being waited for.
#pragma once
#include <QObject>
#include <QPalette>

class QDBusVariant;
class QDBusPendingCallWatcher;

namespace shell {

class Desktop : public QObject {
    Q_OBJECT
public:
    Desktop(const QPalette &given, QObject *parent);
    bool prefersDark() const { return m_dark; }

signals:
    void preferenceChanged();

private slots:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void answered(QDBusPendingCallWatcher *call);
    void take(QVariant value);

    bool m_dark = false;
};

} // namespace shell
