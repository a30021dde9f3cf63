// SPDX-License-Identifier: GPL-3.0-or-later
// The moves of a plan under their groups, and, once it runs, how each is doing. Two levels: group, move.
#pragma once
#include "app/models/tone.h"
#include "core/jobs/job.h"

#include <QAbstractItemModel>
#include <memory>
#include <vector>

namespace models {

class Moves : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column { ActionColumn, HostColumn, StateColumn, columns };
    enum Role { ToneRole = Qt::UserRole + 1, FractionRole, RiskRole, MoveRole };

    using QAbstractItemModel::QAbstractItemModel;
    void setPlan(const plan::Plan &plan);
    /// The same plan's job: only the rows whose state changed are told to views.
    void setJob(std::shared_ptr<const jobs::Job> job);
    const plan::Plan &plan() const { return m_plan; }

    int moveAt(const QModelIndex &index) const; ///< -1 for a group
    QModelIndex indexOf(int move, int column = ActionColumn) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Group {
        QString title;
        std::vector<int> moves;
    };
    QVariant groupData(const Group &group, int column, int role) const;
    QVariant moveData(int move, int column, int role) const;
    const jobs::MoveRun *run(int move) const;

    plan::Plan m_plan;
    std::shared_ptr<const jobs::Job> m_job;
    std::vector<Group> m_groups;
    std::vector<std::pair<int, int>> m_place; ///< of each move: group, row
};

} // namespace models
