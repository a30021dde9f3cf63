// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/navigation.h"

#include "app/models/words.h"

#include <algorithm>

namespace models {

struct Navigation::Node {
    std::string place{};
    QString text{}, icon{};
    Tone tone = Tone::None;
    int count = -1;
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children{};

    Node *add(Node child)
    {
        children.push_back(std::make_unique<Node>(std::move(child)));
        return children.back().get();
    }
    void sortChildren()
    {
        std::stable_sort(children.begin(), children.end(), [](const auto &a, const auto &b) { return naturalLess(a->text, b->text); });
    }
};

Navigation::Navigation(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

Navigation::~Navigation() = default;

namespace {

Tone alarming(Tone tone) { return tone == Tone::Error || tone == Tone::Warning || tone == Tone::Unknown ? tone : Tone::None; }

} // namespace

void Navigation::setWorld(const QString &cluster, const inventory::World &world, const inventory::Wanted &wanted, int runningJobs)
{
    const auto count = [](std::size_t n) { return static_cast<int>(n); };
    Node root;
    Node *top = root.add({"overview", cluster, QStringLiteral("house")});
    Node *systems = top->add({"filesystems", Words::tr("File systems"), QStringLiteral("layers"), Tone::None, count(world->filesystems.size())});
    for (const auto &[name, fs] : world->filesystems) {
        Node *node = systems->add({fs.id, q(name), QStringLiteral("database"), alarming(filesystemBadge(fs, wanted).tone)});
        for (const auto &[id, target] : world->targets)
            if (target.fsname == name || fs.mgs == id)
                node->add({fs.mgs == id && target.fsname != name ? id + "@" + fs.id : id, q(target.label.rfind(name + "-", 0) == 0 ? target.label.substr(name.size() + 1) : target.label), QStringLiteral("hard-drive"), alarming(targetBadge(target, wanted).tone)});
        const auto rank = [](const QString &label) { return label == QLatin1String("MGS") ? 0 : label.contains(QLatin1String("MDT")) ? 1 : 2; };
        std::stable_sort(node->children.begin(), node->children.end(), [&](const auto &a, const auto &b) {
            return rank(a->text) != rank(b->text) ? rank(a->text) < rank(b->text) : a->text < b->text; // hexadecimal, of equal length
        });
    }
    systems->sortChildren();
    Node *servers = top->add({"servers", Words::tr("Servers"), QStringLiteral("server"), Tone::None, count(world->servers.size())});
    for (const auto &[name, server] : world->servers) {
        const Tone tone = alarming(serverBadge(server).tone);
        servers->add({server.id, q(name), QStringLiteral("server"), tone});
        servers->tone = tone == Tone::Error ? tone : servers->tone;
    }
    servers->sortChildren();
    top->add({"volumes", Words::tr("Volumes"), QStringLiteral("hard-drive"), Tone::None, count(world->volumes.size())});
    top->add({"jobs", Words::tr("Jobs"), QStringLiteral("list-checks"), runningJobs > 0 ? Tone::Working : Tone::None, runningJobs > 0 ? runningJobs : -1});
    merge(m_root.get(), std::move(root));
}

void Navigation::merge(Node *node, Node &&fresh)
{
    auto &kept = node->children;
    if (kept.empty() && fresh.children.empty())
        return;
    const QModelIndex at = indexOf(node);
    for (int i = static_cast<int>(kept.size()) - 1; i >= 0; --i) {
        const std::string &place = kept[static_cast<std::size_t>(i)]->place;
        if (std::any_of(fresh.children.begin(), fresh.children.end(), [&](const auto &c) { return c->place == place; }))
            continue;
        beginRemoveRows(at, i, i);
        kept.erase(kept.begin() + i);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < fresh.children.size(); ++i) {
        Node &wanted = *fresh.children[i];
        if (i >= kept.size() || kept[i]->place != wanted.place) {
            beginInsertRows(at, static_cast<int>(i), static_cast<int>(i));
            auto made = std::make_unique<Node>(Node{wanted.place, wanted.text, wanted.icon, wanted.tone, wanted.count, node, {}});
            kept.insert(kept.begin() + static_cast<std::ptrdiff_t>(i), std::move(made));
            endInsertRows();
        }
        Node &mine = *kept[i];
        if (mine.text != wanted.text || mine.tone != wanted.tone || mine.count != wanted.count) {
            mine.text = wanted.text;
            mine.tone = wanted.tone;
            mine.count = wanted.count;
            emit dataChanged(indexOf(&mine), indexOf(&mine));
        }
        merge(&mine, std::move(wanted));
    }
    if (kept.size() > fresh.children.size()) { // an order that changed left the moved ones behind
        beginRemoveRows(at, static_cast<int>(fresh.children.size()), static_cast<int>(kept.size()) - 1);
        kept.resize(fresh.children.size());
        endRemoveRows();
    }
}

QModelIndex Navigation::indexOf(const Node *node) const
{
    if (node == nullptr || node == m_root.get())
        return {};
    const auto &siblings = node->parent->children;
    const auto at = std::find_if(siblings.begin(), siblings.end(), [&](const auto &c) { return c.get() == node; });
    return createIndex(static_cast<int>(at - siblings.begin()), 0, const_cast<Node *>(node));
}

QModelIndex Navigation::indexOf(const std::string &place) const
{
    std::vector<const Node *> open{m_root.get()};
    while (!open.empty()) {
        const Node *node = open.back();
        open.pop_back();
        if (node->place == place && node != m_root.get())
            return indexOf(node);
        for (const auto &child : node->children)
            open.push_back(child.get());
    }
    return {};
}

QModelIndex Navigation::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column != 0 || row >= rowCount(parent))
        return {};
    const Node *node = parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex Navigation::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(static_cast<const Node *>(index.constInternalPointer())->parent) : QModelIndex();
}

int Navigation::rowCount(const QModelIndex &parent) const
{
    const Node *node = parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    return static_cast<int>(node->children.size());
}

int Navigation::columnCount(const QModelIndex &) const { return 1; }

QVariant Navigation::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node &node = *static_cast<const Node *>(index.constInternalPointer());
    switch (role) {
    case Qt::DisplayRole: return node.text;
    case PlaceRole: return q(node.place.substr(0, node.place.find('@')));
    case IconRole: return node.icon;
    case ToneRole: return QVariant::fromValue(node.tone);
    case CountRole: return node.count;
    default: return {};
    }
}

} // namespace models
