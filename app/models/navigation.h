// SPDX-License-Identifier: GPL-3.0-or-later
// The tree at the left: the clusters, their file systems with their targets, their servers, volumes and jobs. Nodes are found by
// place, so that what is open and chosen stays when a World comes.
#pragma once
#include "app/models/tone.h"
#include "core/inventory/wanted.h"

#include <QAbstractItemModel>
#include <memory>
#include <string>
#include <vector>

namespace models {

/// What is on the face of an open cluster.
struct ClusterHead {
    std::string id;      ///< unique in the tree
    QString name;
    QString colour{};    ///< its mark, one of profile::colours()
    bool production = false;
};

class Navigation : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Role { PlaceRole = Qt::UserRole + 1, IconRole, ToneRole, CountRole, ClusterRole, ColourRole, TagRole };

    explicit Navigation(QObject *parent = nullptr);
    ~Navigation() override;
    /// Adds the cluster below those that are there, or takes over what is new.
    void setCluster(const ClusterHead &head, const inventory::World &world, const inventory::Wanted &wanted, int runningJobs);
    void removeCluster(const std::string &id);
    QModelIndex indexOf(const std::string &cluster, const std::string &place) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Node;
    QModelIndex indexOf(const Node *node) const;
    void merge(Node *node, Node &&fresh);
    static const std::string &clusterOf(const Node &node);
    void removeGone(Node *node, const Node &fresh);
    void insertNew(Node *node, Node &fresh, std::size_t at);

    std::unique_ptr<Node> m_root;
};

} // namespace models
