// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/moves.h"

#include "app/models/words.h"

#include <algorithm>

namespace models {

void Moves::setPlan(const plan::Plan &plan)
{
    beginResetModel();
    m_plan = plan;
    m_job.reset();
    m_groups.clear();
    m_place.clear();
    for (std::size_t i = 0; i < plan.moves.size(); ++i) {
        const QString title = action(plan.moves[i].group);
        auto group = std::find_if(m_groups.begin(), m_groups.end(), [&](const Group &g) { return g.title == title; });
        if (group == m_groups.end())
            group = m_groups.insert(m_groups.end(), Group{title, {}});
        m_place.emplace_back(static_cast<int>(group - m_groups.begin()), static_cast<int>(group->moves.size()));
        group->moves.push_back(static_cast<int>(i));
    }
    endResetModel();
}

namespace {
bool looksEqual(const jobs::MoveRun &a, const jobs::MoveRun &b)
{
    return a.state == b.state && a.fraction == b.fraction && a.line == b.line && a.endedAt == b.endedAt;
}
} // namespace

void Moves::setJob(std::shared_ptr<const jobs::Job> job)
{
    const std::shared_ptr<const jobs::Job> old = std::exchange(m_job, std::move(job));
    const int count = m_job ? static_cast<int>(std::min(m_job->moves.size(), m_plan.moves.size())) : 0;
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (old && at < old->moves.size() && looksEqual(old->moves[at], m_job->moves[at]))
            continue;
        emit dataChanged(indexOf(i, 0), indexOf(i, columns - 1));
        const QModelIndex group = index(m_place[at].first, 0);
        emit dataChanged(group, group.siblingAtColumn(columns - 1));
    }
}

int Moves::moveAt(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return -1;
    return m_groups[index.internalId() - 1].moves[static_cast<std::size_t>(index.row())];
}

QModelIndex Moves::indexOf(int move, int column) const
{
    if (move < 0 || static_cast<std::size_t>(move) >= m_place.size())
        return {};
    const auto &[group, row] = m_place[static_cast<std::size_t>(move)];
    return index(row, column, index(group, 0));
}

QModelIndex Moves::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= columns || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex Moves::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(index.internalId()) - 1, 0, quintptr{0});
}

int Moves::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_groups.size());
    if (parent.internalId() != 0 || parent.column() != 0)
        return 0;
    return static_cast<int>(m_groups[static_cast<std::size_t>(parent.row())].moves.size());
}

int Moves::columnCount(const QModelIndex &) const { return columns; }

const jobs::MoveRun *Moves::run(int move) const
{
    const auto at = static_cast<std::size_t>(move);
    return m_job && at < m_job->moves.size() ? &m_job->moves[at] : nullptr;
}

QVariant Moves::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() == 0)
        return groupData(m_groups[static_cast<std::size_t>(index.row())], index.column(), role);
    return moveData(moveAt(index), index.column(), role);
}

QVariant Moves::groupData(const Group &group, int column, int role) const
{
    if (role == MoveRole)
        return -1;
    if (column == ActionColumn && role == Qt::DisplayRole)
        return group.title;
    if (column != StateColumn || role != Qt::DisplayRole)
        return {};
    if (!m_job)
        return Words::tr("%n moves", nullptr, static_cast<int>(group.moves.size()));
    const auto done = std::count_if(group.moves.begin(), group.moves.end(), [&](int move) {
        const jobs::MoveRun *r = run(move);
        return r != nullptr && r->state == jobs::JobState::Done;
    });
    return Words::tr("%1 of %2").arg(done).arg(group.moves.size());
}

QVariant Moves::moveData(int at, int column, int role) const
{
    const plan::Move &move = m_plan.moves[static_cast<std::size_t>(at)];
    const jobs::MoveRun *r = run(at);
    if (role == MoveRole)
        return at;
    if (role == RiskRole)
        return QVariant::fromValue(riskTone(move.risk));
    if (role == Qt::ToolTipRole && column == ActionColumn)
        return move.riskText.empty() ? QVariant() : QVariant(q(move.riskText));
    if (column == ActionColumn && role == Qt::DisplayRole)
        return moveTitle(move);
    if (column == HostColumn && role == Qt::DisplayRole)
        return q(move.server);
    if (column != StateColumn)
        return {};
    const Badge badge = r != nullptr ? jobBadge(r->state) : Badge{riskShort(move.risk), riskTone(move.risk)};
    const bool running = r != nullptr && r->state == jobs::JobState::Running;
    switch (role) {
    case Qt::DisplayRole:
        if (r == nullptr && move.risk == machine::Risk::Safe)
            return QString();
        if (r != nullptr && r->state == jobs::JobState::Done && r->endedAt > 0)
            return QString(badge.word + QStringLiteral(", ") + duration(r->endedAt - r->startedAt));
        return running && r->fraction > 0 ? percent(r->fraction) : badge.word;
    case ToneRole: return QVariant::fromValue(badge.tone);
    case FractionRole: return running && r->fraction > 0 ? r->fraction : -1.0;
    case Qt::ToolTipRole: return r != nullptr && !r->line.empty() ? QVariant(q(r->line)) : r == nullptr ? QVariant(riskWord(move.risk)) : QVariant();
    default: return {};
    }
}

QVariant Moves::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ActionColumn: return Words::tr("What is done");
    case HostColumn: return Words::tr("On");
    case StateColumn: return m_job ? Words::tr("State") : Words::tr("Risk");
    default: return {};
    }
}

} // namespace models
