// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/openalerts.h"

#include "core/monitor/monitor.h"

#include <QSysInfo>

namespace shell {

namespace {

std::string whoIsHere()
{
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME", QStringLiteral("somebody")));
    return (user + QLatin1Char('@') + QSysInfo::machineHostName()).toStdString();
}

} // namespace

OpenAlerts::OpenAlerts(monitoring::Monitor &monitor)
    : m_monitor(monitor)
{
    connect(&monitor, &monitoring::Monitor::alertsChanged, this, &AlertSide::changed);
}

std::shared_ptr<const std::vector<monitoring::Alert>> OpenAlerts::active() const { return m_monitor.alerts(); }
const monitoring::AlertRule *OpenAlerts::rule(const std::string &id) const { return m_monitor.rule(id); }

void OpenAlerts::acknowledge(std::int64_t alert, const std::string &note)
{
    m_monitor.acknowledge(alert, whoIsHere(), note, this, [this](const base::Result<void> &done) {
        if (!done)
            emit failed(done.error());
    });
}

void OpenAlerts::mute(const monitoring::Alert &alert, std::int64_t until)
{
    m_monitor.mute({0, alert.rule, alert.object, until, whoIsHere(), {}}, this, [this](const base::Result<void> &done) {
        if (!done)
            emit failed(done.error());
    });
}

void OpenAlerts::history(std::int64_t from, std::int64_t to, QObject *context, History then)
{
    constexpr int most = 5000;
    m_monitor.alertHistory(from, to, most, context, std::move(then));
}

} // namespace shell
