// SPDX-License-Identifier: GPL-3.0-or-later
// The tree at the left: the cluster, its file systems with their targets, its servers, volumes and jobs. Nodes are found by
// place, so that what is open and chosen stays when a World comes.
#pragma once
#include "app/models/tone.h"
#include "core/inventory/wanted.h"

#include <QAbstractItemModel>
#include <memory>
#include <string>
#include <vector>

namespace models {

class Navigation : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role { PlaceRole = Qt::UserRole + 1, IconRole, ToneRole, CountRole };

    explicit Navigation(QObject *parent = nullptr);
    ~Navigation() override;
    void setWorld(const QString &cluster, const inventory::World &world, const inventory::Wanted &wanted, int runningJobs);
    QModelIndex indexOf(const std::string &place) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Node;
    QModelIndex indexOf(const Node *node) const;
    void merge(Node *node, Node &&fresh);

    std::unique_ptr<Node> m_root;
};

} // namespace models
