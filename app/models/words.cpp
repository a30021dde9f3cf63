// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/words.h"

#include "app/models/phrases.h"
#include "core/inventory/ids.h"
#include "core/plan/text.h"

#include <QDateTime>
#include <QHash>
#include <QLocale>
#include <array>

namespace models {

QString q(const std::string &text) { return QString::fromStdString(text); }

Tone worse(Tone a, Tone b)
{
    const auto weight = [](Tone t) {
        static constexpr std::array<int, 7> weights{0, 1, 5, 6, 4, 3, 2};
        return weights[static_cast<std::size_t>(t)];
    };
    return weight(a) >= weight(b) ? a : b;
}

namespace {

// Disks of a cluster are of few sizes, and a list of thousands is made several times a second while its servers connect.
class KnownSizes {
public:
    QString *find(std::uint64_t bytes)
    {
        if (const QLocale now; now != m_locale || m_texts.size() > most) {
            m_locale = now;
            m_texts.clear();
        }
        return &m_texts[bytes];
    }

private:
    static constexpr qsizetype most = 5000;
    QLocale m_locale;
    QHash<std::uint64_t, QString> m_texts;
};

QString sizeText(std::uint64_t bytes)
{
    static constexpr std::array<const char *, 7> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1024 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    const int digits = unit == 0 || value >= 100 ? 0 : 1;
    QString number = QLocale().toString(value, 'f', digits);
    const QString zero = QLocale().decimalPoint() + QLatin1Char('0');
    if (number.endsWith(zero))
        number.chop(zero.size());
    return number + QChar(0xa0) + QLatin1String(units[unit]);
}

} // namespace

QString size(std::uint64_t bytes)
{
    thread_local KnownSizes known;
    QString *text = known.find(bytes);
    if (text->isEmpty())
        *text = sizeText(bytes);
    return *text;
}

QString duration(std::int64_t ms)
{
    if (ms < 0)
        return {};
    if (ms < 10'000)
        return Words::tr("%1 s").arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
    const std::int64_t s = (ms + 500) / 1000;
    const auto two = [](std::int64_t n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (s < 60)
        return Words::tr("%1 s").arg(s);
    if (s < 3600)
        return Words::tr("%1 min %2 s").arg(s / 60).arg(two(s % 60));
    if (s < 86400)
        return Words::tr("%1 h %2 min").arg(s / 3600).arg(two(s / 60 % 60));
    return Words::tr("%1 d %2 h").arg(s / 86400).arg(s / 3600 % 24);
}

namespace {

QString twoDigits(int n)
{
    const QChar digits[]{QLatin1Char(static_cast<char>('0' + n / 10)), QLatin1Char(static_cast<char>('0' + n % 10))};
    return QString(digits, 2);
}

// The same few days stand in a whole column, and a locale takes its time to write one.
QString dayText(QDate day)
{
    struct Last {
        QLocale locale;
        QDate day;
        QString text;
    };
    thread_local Last last;
    if (const QLocale now; last.day != day || last.locale != now)
        last = {now, day, now.toString(day, QLocale::ShortFormat)};
    return last.text;
}

} // namespace

QString moment(std::int64_t ms)
{
    if (ms == 0)
        return QStringLiteral("–");
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms);
    const QString clock = twoDigits(time.time().hour()) + QLatin1Char(':') + twoDigits(time.time().minute());
    if (time.date() == QDate::currentDate())
        return clock + QLatin1Char(':') + twoDigits(time.time().second());
    return dayText(time.date()) + QLatin1Char(' ') + clock;
}

QString percent(double fraction)
{
    return QStringLiteral("%1\u00a0%").arg(QLocale().toString(fraction * 100, 'f', fraction >= 0.0005 && fraction < 0.01 ? 1 : 0));
}

QString plainList(const std::vector<std::string> &items, qsizetype most)
{
    QStringList shown;
    for (const std::string &item : items) {
        if (shown.size() == most)
            return Words::tr("%1 and %n more", nullptr, static_cast<int>(items.size()) - static_cast<int>(most))
                .arg(shown.join(QStringLiteral(", ")));
        shown << q(item);
    }
    return shown.join(QStringLiteral(", "));
}

namespace {
qsizetype digitsFrom(const QString &text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size() && text[end] >= QLatin1Char('0') && text[end] <= QLatin1Char('9'))
        ++end;
    return end;
}
} // namespace

bool naturalLess(const QString &a, const QString &b)
{
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < a.size() && j < b.size()) {
        const qsizetype iEnd = digitsFrom(a, i);
        const qsizetype jEnd = digitsFrom(b, j);
        if (iEnd > i && jEnd > j) {
            const qulonglong x = QStringView(a).mid(i, iEnd - i).toULongLong();
            const qulonglong y = QStringView(b).mid(j, jEnd - j).toULongLong();
            if (x != y)
                return x < y;
            i = iEnd;
            j = jEnd;
            continue;
        }
        const QChar x = a[i].toLower();
        const QChar y = b[j].toLower();
        if (x != y)
            return x < y;
        ++i;
        ++j;
    }
    return a.size() - i < b.size() - j;
}

QString action(const std::string &english)
{
    return QCoreApplication::translate("machine", english.c_str());
}

QString moveTitle(const plan::Move &move)
{
    const QString what = action(move.action);
    return plan::isPartOfServer(move.kind) ? Words::tr("%1 on %2").arg(what, q(move.server)) : what + QLatin1Char(' ') + q(move.objectName);
}

QString riskShort(machine::Risk risk)
{
    switch (risk) {
    case machine::Risk::Safe: return {};
    case machine::Risk::StopsService: return Words::tr("Interrupts");
    case machine::Risk::LosesData: return Words::tr("Destroys");
    }
    return {};
}

QString stateWord(machine::State state)
{
    using S = machine::State;
    switch (state) {
    case S::None: return Words::tr("None");
    case S::Unknown: return Words::tr("Not known");
    case S::Discovered: return Words::tr("Discovered");
    case S::Managed: return Words::tr("Managed");
    case S::Removed: return Words::tr("Removed");
    case S::Unconfigured: return Words::tr("Unconfigured");
    case S::Unloaded: return Words::tr("Unloaded");
    case S::Down: return Words::tr("Down");
    case S::Up: return Words::tr("Up");
    case S::Unformatted: return Words::tr("Unformatted");
    case S::Formatted: return Words::tr("Formatted");
    case S::Unmounted: return Words::tr("Unmounted");
    case S::Mounted: return Words::tr("Mounted");
    case S::Missing: return Words::tr("Missing");
    case S::Installed: return Words::tr("Installed");
    case S::Ready: return Words::tr("Ready");
    case S::Unsynchronized: return Words::tr("Not synchronized");
    case S::Synchronized: return Words::tr("Synchronized");
    case S::Closed: return Words::tr("Closed");
    case S::Open: return Words::tr("Open");
    case S::Idle: return Words::tr("Idle");
    case S::Running: return Words::tr("Running");
    case S::Configured: return Words::tr("Configured");
    case S::Absent: return Words::tr("Absent");
    case S::Incomplete: return Words::tr("Incomplete");
    case S::Stopped: return Words::tr("Stopped");
    case S::Unavailable: return Words::tr("Unavailable");
    case S::Available: return Words::tr("Available");
    }
    return {};
}

Badge serverBadge(const inventory::Server &server)
{
    using R = inventory::Reach;
    switch (server.reach) {
    case R::Connected: return {Words::tr("Up"), Tone::Ok};
    case R::Connecting: return {Words::tr("Connecting"), Tone::Working, q(server.reason)};
    case R::Lost: return {Words::tr("Does not answer"), Tone::Error, q(server.reason)};
    case R::NeverSeen: break;
    }
    return {Words::tr("Never seen"), Tone::Unknown, q(server.reason)};
}

Badge lnetBadge(machine::State state)
{
    using S = machine::State;
    switch (state) {
    case S::Up: return {stateWord(state), Tone::Ok};
    case S::Down: return {stateWord(state), Tone::Warning};
    case S::Unloaded:
    case S::Unconfigured: return {stateWord(state), Tone::Off};
    default: return {stateWord(S::Unknown), Tone::Unknown};
    }
}

Badge targetBadge(const inventory::Target &target, const inventory::Wanted &wanted)
{
    using S = machine::State;
    if (target.mounts.size() > 1)
        return {Words::tr("Mounted twice"), Tone::Error, Words::tr("Two hosts have it mounted. Stop one of them at once.")};
    if (target.state == S::Mounted && !target.onPrimary())
        return {Words::tr("On failover"), Tone::Warning, Words::tr("Mounted, but not on its primary server")};
    if (target.state == S::Mounted)
        return {stateWord(S::Mounted), Tone::Ok};
    if (target.state == S::Unknown || !target.activeKnown)
        return {stateWord(S::Unknown), Tone::Unknown, Words::tr("The server that had it does not answer")};
    const auto want = wanted.states.find(target.id);
    const auto wantFs = wanted.states.find(inventory::filesystemId(target.fsname));
    const bool wantedUp = want != wanted.states.end() ? want->second == S::Mounted : wantFs != wanted.states.end() && wantFs->second == S::Available;
    return {stateWord(target.state), wantedUp ? Tone::Error : Tone::Off,
        wantedUp ? Words::tr("It is wanted mounted") : QString()};
}

Badge filesystemBadge(const inventory::FileSystem &fs, const inventory::Wanted &wanted)
{
    using S = machine::State;
    const auto want = wanted.states.find(fs.id);
    const bool wantedUp = want != wanted.states.end() && want->second == S::Available;
    switch (fs.state) {
    case S::Available: return {stateWord(fs.state), Tone::Ok};
    case S::Stopped: return {stateWord(fs.state), wantedUp ? Tone::Error : Tone::Off};
    case S::Incomplete: return {stateWord(fs.state), Tone::Warning, plainList(fs.missing)};
    case S::Unavailable: return {stateWord(fs.state), Tone::Error, Words::tr("Not all of its targets are mounted")};
    case S::Absent: return {stateWord(fs.state), Tone::Off};
    default: return {stateWord(S::Unknown), Tone::Unknown};
    }
}

Badge volumeBadge(const inventory::Volume &volume)
{
    if (!volume.target.empty())
        return {Words::tr("In use"), Tone::Ok};
    if (!volume.whyNot.empty())
        return {Words::tr("Not usable"), Tone::Off, q(volume.whyNot)};
    if (volume.hasContent)
        return {Words::tr("Has content"), Tone::Warning, q(volume.signature.text())};
    return {Words::tr("Free"), Tone::None};
}

Badge jobBadge(jobs::JobState state)
{
    using J = jobs::JobState;
    switch (state) {
    case J::Waiting: return {Words::tr("Waiting"), Tone::Off};
    case J::Running: return {Words::tr("Running"), Tone::Working};
    case J::Done: return {Words::tr("Done"), Tone::Ok};
    case J::Failed: return {Words::tr("Failed"), Tone::Error};
    case J::Cancelled: return {Words::tr("Cancelled"), Tone::Off};
    case J::TimedOut: return {Words::tr("Timed out"), Tone::Error};
    case J::Skipped: return {Words::tr("Skipped"), Tone::Off};
    case J::Stalled: return {Words::tr("Waits for a host"), Tone::Warning};
    }
    return {};
}

QString riskWord(machine::Risk risk)
{
    switch (risk) {
    case machine::Risk::Safe: return Words::tr("Safe");
    case machine::Risk::StopsService: return Words::tr("Interrupts service");
    case machine::Risk::LosesData: return Words::tr("Destroys data");
    }
    return {};
}

Tone riskTone(machine::Risk risk)
{
    switch (risk) {
    case machine::Risk::Safe: return Tone::None;
    case machine::Risk::StopsService: return Tone::Warning;
    case machine::Risk::LosesData: return Tone::Error;
    }
    return Tone::None;
}

QString targetKind(const inventory::Target &target)
{
    if (target.mgs && target.mdt)
        return Words::tr("MGT + MDT");
    return target.mgs ? Words::tr("MGT") : target.mdt ? Words::tr("MDT") : Words::tr("OST");
}

QString problemWord(protocol::Problem problem)
{
    using P = protocol::Problem;
    switch (problem) {
    case P::None: return {};
    case P::BadArgument: return Words::tr("That cannot be meant");
    case P::BadMessage: return Words::tr("The answer does not follow the protocol");
    case P::VersionMismatch: return Words::tr("The agent is of another version");
    case P::AccessDenied: return Words::tr("Access was refused");
    case P::LeaseNeeded: return Words::tr("The write lease was missing");
    case P::LeaseHeld: return Words::tr("Somebody else is changing these servers");
    case P::NotFound: return Words::tr("It was not found");
    case P::DeviceChanged: return Words::tr("The device is not the one of the plan");
    case P::DeviceInUse: return Words::tr("The device is in use");
    case P::MountedElsewhere: return Words::tr("The target may be mounted elsewhere");
    case P::MmpOff: return Words::tr("Multiple-mount protection is off");
    case P::ToolFailed: return Words::tr("A command failed");
    case P::ToolMissing: return Words::tr("A program is missing on the server");
    case P::TimedOut: return Words::tr("It took too long");
    case P::Cancelled: return Words::tr("It was cancelled");
    case P::Interrupted: return Words::tr("The agent stopped in the middle");
    case P::Disconnected: return Words::tr("The connection was lost");
    case P::Unreachable: return Words::tr("The server does not answer");
    case P::HostKeyUnknown: return Words::tr("The server's host key is not known yet");
    case P::HostKeyChanged: return Words::tr("The server's host key has changed");
    case P::NoSpace: return Words::tr("The disk is full");
    case P::Conflict: return Words::tr("Two things contradict each other");
    case P::Impossible: return Words::tr("There is no way to that");
    case P::Storage: return Words::tr("The profile could not be read or written");
    case P::Internal: return Words::tr("A mistake in this program");
    }
    return {};
}

} // namespace models
