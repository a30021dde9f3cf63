// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/openpast.h"

#include "app/models/words.h"
#include "core/manager/manager.h"
#include "core/manager/timeline.h"
#include "core/monitor/monitor.h"

#include <QDateTime>
#include <QPointer>
#include <algorithm>

namespace shell {

namespace {

constexpr int restMs = 2000, mostAlerts = 2000;
constexpr std::int64_t dayMs = 86'400'000, shortestGapMs = 10'000;
const char *const silentRule = "agent-was-silent";

QString changeText(const history::Event &event)
{
    using What = history::What;
    const QString name = models::q(event.name), from = models::q(event.from), to = models::q(event.to);
    switch (event.what) {
    case What::ServerLost: return to.isEmpty() ? OpenPast::tr("%1 does not answer").arg(name) : OpenPast::tr("%1 does not answer: %2").arg(name, to);
    case What::ServerBack: return OpenPast::tr("%1 answers again").arg(name);
    case What::TargetStarted: return OpenPast::tr("%1 was started on %2").arg(name, to);
    case What::TargetStopped: return OpenPast::tr("%1 was stopped on %2").arg(name, from);
    case What::TargetMoved: return OpenPast::tr("%1 moved from %2 to %3").arg(name, from, to);
    case What::LnetUp: return OpenPast::tr("LNet is up on %1").arg(name);
    case What::LnetDown: return OpenPast::tr("LNet is not up on %1").arg(name);
    case What::FilesystemUp: return OpenPast::tr("%1 is available").arg(name);
    case What::FilesystemDown: return OpenPast::tr("%1 is not available").arg(name);
    }
    return name;
}

int changeWeight(history::What what)
{
    using What = history::What;
    return what == What::ServerLost || what == What::FilesystemDown ? 2 : what == What::TargetMoved || what == What::LnetDown ? 1 : 0;
}

int alertWeight(monitoring::Severity severity)
{
    return severity == monitoring::Severity::Error ? 2 : severity == monitoring::Severity::Warning ? 1 : 0;
}

/// As it was at a moment: what came later is taken back.
std::vector<monitoring::Alert> alertsAt(const std::vector<monitoring::Alert> &touched, std::int64_t at)
{
    std::vector<monitoring::Alert> all;
    for (monitoring::Alert alert : touched) {
        if (alert.begin > at || (alert.end != 0 && alert.end <= at))
            continue;
        alert.end = 0;
        alert.mutedUntil = 0;
        if (alert.acknowledgedAt > at) {
            alert.acknowledgedAt = 0;
            alert.who.clear();
            alert.note.clear();
        }
        all.push_back(std::move(alert));
    }
    std::stable_sort(all.begin(), all.end(), [](const monitoring::Alert &a, const monitoring::Alert &b) { return alertWeight(a.severity) > alertWeight(b.severity); });
    return all;
}

} // namespace

OpenPast::OpenPast(manager::Manager &manager)
    : m_manager(manager)
{
    m_again.setSingleShot(true);
    m_again.setInterval(restMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (std::exchange(m_wanted, false))
            gather();
    });
    connect(&manager.timeline(), &manager::Timeline::changed, this, &OpenPast::gatherSoon);
    connect(&manager.monitor(), &monitoring::Monitor::alertsChanged, this, &OpenPast::gatherSoon);
    connect(&manager, &manager::Manager::jobAdded, this, &OpenPast::gatherSoon);
    connect(&manager, &manager::Manager::jobEnded, this, &OpenPast::gatherSoon);
    gatherSoon();
}

void OpenPast::gatherSoon()
{
    if (m_again.isActive() || m_gathering)
        m_wanted = true;
    else
        gather();
}

void OpenPast::gather()
{
    m_gathering = true;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch(), from = now - m_manager.historyDays() * dayMs;
    m_manager.timeline().tell(from, now + dayMs, this, [this, from, now](const base::Result<manager::Tale> &tale) {
        m_manager.monitor().alertHistory(from, now + dayMs, mostAlerts, this, [this, told = tale ? *tale : manager::Tale()](const base::Result<std::vector<monitoring::Alert>> &alerts) {
            take(told, alerts ? *alerts : std::vector<monitoring::Alert>());
            m_gathering = false;
            m_again.start();
        });
    });
}

void OpenPast::take(const manager::Tale &tale, const std::vector<monitoring::Alert> &alerts)
{
    using Kind = PastEvent::Kind;
    std::vector<PastEvent> all;
    for (const history::Event &event : tale.events)
        all.push_back({event.at, 0, Kind::Change, changeWeight(event.what), changeText(event), event.object});
    for (const history::Span &span : tale.closed)
        if (span.to - span.from >= shortestGapMs)
            all.push_back({span.from, span.to, Kind::Gap, 0, tr("No program followed this cluster until %1").arg(models::moment(span.to)), {}});
    for (const monitoring::Alert &alert : alerts) {
        const Kind kind = alert.rule == silentRule ? Kind::Gap : Kind::Alert;
        const QString text = models::q(alert.text).isEmpty() ? models::q(alert.title) : models::q(alert.title) + QStringLiteral(": ") + models::q(alert.text);
        all.push_back({alert.begin, alert.end == alert.begin ? 0 : alert.end, kind, alertWeight(alert.severity), text, "alerts"});
    }
    for (const auto &job : m_manager.jobs())
        if (job->startedAt > 0)
            all.push_back({job->startedAt, job->endedAt, Kind::Job, job->state == jobs::JobState::Failed ? 2 : 0, models::q(job->plan.title), "job:" + job->id});
    std::stable_sort(all.begin(), all.end(), [](const PastEvent &a, const PastEvent &b) { return a.at < b.at; });
    m_events = std::move(all);
    m_begin = tale.extent.first;
    emit changed();
}

void OpenPast::look(std::int64_t at, QObject *context, Looked then)
{
    m_manager.timeline().look(at, this, [this, at, context = QPointer<QObject>(context), then = std::move(then)](const base::Result<manager::Past> &read) {
        if (!context)
            return;
        if (!read)
            return then(read.error());
        Past past{at, read->world, *read->wanted, read->drift, {}, read->blind.from, read->blind.to};
        m_manager.monitor().alertHistory(at, at + 1, mostAlerts, this, [at, context, then, past = std::move(past)](const base::Result<std::vector<monitoring::Alert>> &alerts) mutable {
            if (alerts)
                past.alerts = std::make_shared<const std::vector<monitoring::Alert>>(alertsAt(*alerts, at));
            if (context)
                then(past);
        });
    });
}

std::vector<charts::Mark> OpenPast::marks(const charts::Range &range) const
{
    std::vector<charts::Mark> all;
    for (const PastEvent &event : m_events) {
        if (range.contains(event.at))
            all.push_back({event.at, event.text, event.weight, event.place});
        if (event.end != 0 && range.contains(event.end) && event.kind != PastEvent::Kind::Gap)
            all.push_back({event.end, tr("ended: %1").arg(event.text), 0, event.place});
    }
    return all;
}

} // namespace shell
