// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/rowwords.h"

#include "app/models/words.h"

#include <QStringList>
#include <algorithm>

namespace wizards {

using fleet::Grade;
using fleet::HostRow;
using RowStep = fleet::Step; // "Step" is a page of the other wizard, in the same namespace
using models::Badge;
using models::q;
using models::Tone;

struct RowWords {
    Q_DECLARE_TR_FUNCTIONS(wizards::RowWords)
};

Grade worstGrade(const std::vector<fleet::Check> &checks)
{
    Grade worst = Grade::Pending;
    for (const fleet::Check &check : checks)
        worst = std::max(worst, check.grade == Grade::Bad && !check.stops() ? Grade::Notice : check.grade);
    return worst;
}

bool isFit(const HostRow &row)
{
    return row.step == RowStep::Checked && std::none_of(row.checks.begin(), row.checks.end(), [](const fleet::Check &c) { return c.stops(); });
}

bool isDelivering(const HostRow &row) { return row.step == RowStep::Delivering || row.step == RowStep::Installing || row.step == RowStep::Starting; }
bool isKeyChanged(const HostRow &row) { return row.error && row.error->problem == base::Problem::HostKeyChanged && row.step != RowStep::Added; }

bool needsPerson(const HostRow &row)
{
    switch (row.step) {
    case RowStep::WantsHostKey:
    case RowStep::WantsSecret:
    case RowStep::WantsSudo:
    case RowStep::Unreachable:
    case RowStep::Refused:
    case RowStep::Failed: return true;
    case RowStep::Checked: return !isFit(row);
    default: return false;
    }
}

namespace {

Badge checkedBadge(const HostRow &row)
{
    if (!isFit(row))
        return {RowWords::tr("Not fit"), Tone::Error};
    if (std::any_of(row.checks.begin(), row.checks.end(), [](const fleet::Check &c) { return !c.overridden.empty(); }))
        return {RowWords::tr("Ready, overridden"), Tone::Warning};
    return {RowWords::tr("Ready"), Tone::Ok};
}

} // namespace

Badge rowBadge(const HostRow &row)
{
    switch (row.step) {
    case RowStep::Connecting: return {RowWords::tr("Connecting"), Tone::Working, q(row.stageText)};
    case RowStep::WantsHostKey: return {RowWords::tr("New host key"), Tone::Warning};
    case RowStep::WantsSecret: return {RowWords::tr("Wants a password"), Tone::Warning};
    case RowStep::WantsSudo: return {RowWords::tr("Wants sudo's password"), Tone::Warning};
    case RowStep::Unreachable: return {RowWords::tr("Not reachable"), Tone::Error};
    case RowStep::Refused: return {isKeyChanged(row) ? RowWords::tr("Host key changed") : RowWords::tr("No login"), Tone::Error};
    case RowStep::Probing: return {RowWords::tr("Looking"), Tone::Working};
    case RowStep::Checked: return checkedBadge(row);
    case RowStep::Delivering: return {RowWords::tr("Uploading"), Tone::Working};
    case RowStep::Installing: return {RowWords::tr("Installing"), Tone::Working};
    case RowStep::Starting: return {RowWords::tr("Starting"), Tone::Working};
    case RowStep::Added: return {RowWords::tr("Added"), Tone::Ok};
    case RowStep::Failed: return {RowWords::tr("Failed"), Tone::Error};
    }
    return {};
}

Badge gradeBadge(const fleet::Check &check)
{
    if (!check.overridden.empty())
        return {RowWords::tr("Overridden"), Tone::Warning};
    switch (check.grade) {
    case Grade::Pending: return {RowWords::tr("Not known yet"), Tone::Unknown};
    case Grade::Good: return {RowWords::tr("Good"), Tone::Ok};
    case Grade::Notice: return {RowWords::tr("Should be known"), Tone::Warning};
    case Grade::Bad: return {RowWords::tr("Must be mended"), Tone::Error};
    case Grade::Fatal: return {RowWords::tr("Cannot be overridden"), Tone::Error};
    }
    return {};
}

Tally tally(const std::vector<HostRow> &rows)
{
    Tally t;
    t.all = static_cast<int>(rows.size());
    for (const HostRow &row : rows) {
        const bool asks = row.step == RowStep::WantsHostKey || row.step == RowStep::WantsSecret || row.step == RowStep::WantsSudo;
        t.added += row.step == RowStep::Added;
        t.failed += row.step == RowStep::Failed;
        t.fit += isFit(row);
        t.delivering += isDelivering(row);
        t.waiting += asks;
        t.broken += needsPerson(row) && !asks && row.step != RowStep::Failed;
        t.working += row.step == RowStep::Connecting || row.step == RowStep::Probing;
    }
    return t;
}

QString tallyText(const Tally &t)
{
    QStringList parts;
    const auto part = [&](int n, const QString &text) {
        if (n > 0)
            parts << text;
    };
    part(t.added, RowWords::tr("%n added", nullptr, t.added));
    part(t.delivering, RowWords::tr("%n under way", nullptr, t.delivering));
    part(t.fit, RowWords::tr("%n ready", nullptr, t.fit));
    part(t.working, RowWords::tr("%n being looked at", nullptr, t.working));
    part(t.waiting, RowWords::tr("%n wait for you", nullptr, t.waiting));
    part(t.broken, RowWords::tr("%n not fit", nullptr, t.broken));
    part(t.failed, RowWords::tr("%n failed", nullptr, t.failed));
    return RowWords::tr("%n hosts", nullptr, t.all) + (parts.isEmpty() ? QString() : QStringLiteral(": ") + parts.join(QStringLiteral(", ")));
}

QString rowReason(const HostRow &row)
{
    if (row.step == RowStep::Added)
        return {};
    if (row.error)
        return q(row.error->message);
    if (row.step == RowStep::WantsHostKey && row.hostKey)
        return RowWords::tr("Its key %1 has to be accepted").arg(q(row.hostKey->fingerprint));
    for (const fleet::Check &check : row.checks)
        if (check.stops())
            return q(check.title + ": " + check.found);
    return needsPerson(row) ? rowBadge(row).word : QString();
}

} // namespace wizards
