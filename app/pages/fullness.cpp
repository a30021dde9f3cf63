// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/fullness.h"

#include "app/models/words.h"

#include <QDateTime>

namespace pages {

namespace {

constexpr charts::Ms monthMs = 30ll * 86'400'000, anewMs = 30 * 60'000, soonMs = 60'000;
constexpr int pointsOfMonth = 120;

} // namespace

Fullness::Fullness(shell::Desk &desk, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
{
}

void Fullness::want(const inventory::ObjectId &filesystem)
{
    charts::Source *source = m_desk.cluster().charts();
    if (source == nullptr)
        return;
    Known &known = m_known[filesystem];
    const charts::Ms now = QDateTime::currentMSecsSinceEpoch(), end = source->end().value_or(0);
    const charts::Ms rest = known.of.space.state == charts::Forecast::State::NoHistory ? soonMs : anewMs;
    if (known.asking || (known.askedAt != 0 && now - known.askedAt < rest && std::abs(known.end - end) < anewMs))
        return;
    known.asking = true;
    known.askedAt = now;
    known.end = end;
    const charts::Ms to = end != 0 ? end : now;
    charts::Term space{"space", filesystem}, inodes{"inodes", filesystem};
    space.role = "ost";
    inodes.role = "mdt";
    source->ask({{to - monthMs, to}, pointsOfMonth, {space, inodes}}, this, [this, filesystem](const charts::Answer &answer) {
        Known &one = m_known[filesystem];
        one.asking = false;
        one.of = {};
        one.of.known = true;
        for (const charts::Line &line : answer.lines)
            (line.term == 0 ? one.of.space : one.of.inodes) = charts::forecast(line.buckets, answer.step);
        emit changed();
    });
}

Fullness::Of Fullness::of(const inventory::ObjectId &filesystem) const
{
    const auto known = m_known.find(filesystem);
    return known == m_known.end() ? Of() : known->second.of;
}

QString Fullness::shortText(const inventory::ObjectId &filesystem) const
{
    const Of it = of(filesystem);
    if (!it.known)
        return QStringLiteral("–");
    using State = charts::Forecast::State;
    if (it.inodes.state == State::Filling && (it.space.state != State::Filling || it.inodes.days < it.space.days))
        return tr("%1 (inodes)").arg(charts::forecastText(it.inodes));
    return charts::forecastText(it.space);
}

QString Fullness::longText(const inventory::FileSystem &fs) const
{
    const Of it = of(fs.id);
    if (!it.known)
        return QStringLiteral("–");
    using State = charts::Forecast::State;
    QString space = tr("Space: %1").arg(charts::forecastText(it.space));
    if (it.space.state == State::Filling)
        space = tr("%1, %2 a day").arg(space, models::size(static_cast<std::uint64_t>(it.space.perDay * static_cast<double>(fs.bytesTotal))));
    return space + QLatin1Char('\n') + tr("Inodes: %1").arg(charts::forecastText(it.inodes));
}

} // namespace pages
