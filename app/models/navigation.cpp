// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/navigation.h"

#include "app/models/ha.h"
#include "app/models/words.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace models {

struct Navigation::Node {
    std::string place{};
    QString text{}, icon{};
    Tone tone = Tone::None;
    int count = -1;
    std::string cluster{};  ///< of a cluster's own node
    QString colour{}, tag{};
    Node *parent = nullptr;
    std::vector<std::unique_ptr<Node>> children{};

    bool looksLike(const Node &other) const
    {
        return text == other.text && tone == other.tone && count == other.count && colour == other.colour && tag == other.tag;
    }
    void takeFace(const Node &other)
    {
        place = other.place;
        text = other.text;
        icon = other.icon;
        tone = other.tone;
        count = other.count;
        cluster = other.cluster;
        colour = other.colour;
        tag = other.tag;
    }
    void adopt()
    {
        for (const auto &child : children) {
            child->parent = this;
            child->adopt();
        }
    }

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

namespace {

template <class Node> void addFilesystems(Node &top, const inventory::World &world, const inventory::Wanted &wanted)
{
    Node *systems = top.add({"filesystems", Words::tr("File systems"), QStringLiteral("layers"), Tone::None, static_cast<int>(world->filesystems.size())});
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
}

template <class Node> void addServers(Node &top, const inventory::World &world)
{
    Node *servers = top.add({"servers", Words::tr("Servers"), QStringLiteral("server"), Tone::None, static_cast<int>(world->servers.size())});
    for (const auto &[name, server] : world->servers) {
        const Tone tone = alarming(serverBadge(server).tone);
        servers->add({server.id, q(name), QStringLiteral("server"), tone});
        servers->tone = tone == Tone::Error ? tone : servers->tone;
    }
    servers->sortChildren();
}

template <class Node> void addHa(Node &top, const inventory::World &world)
{
    if (!hasHa(world))
        return;
    Node *node = top.add({"ha", Words::tr("High availability"), QStringLiteral("shield-check")});
    for (const auto &[name, cluster] : world->clusters) {
        const Tone tone = alarming(clusterBadge(cluster).tone);
        node->add({cluster.id, q(name), QStringLiteral("shield-check"), tone});
        node->tone = tone == Tone::Error ? tone : node->tone;
    }
    node->sortChildren();
    if (!world->clusters.empty())
        top.add({"power", Words::tr("Power"), QStringLiteral("power")});
}

} // namespace

void Navigation::setCluster(const ClusterHead &head, const inventory::World &world, const inventory::Wanted &wanted, int runningJobs)
{
    Node fresh;
    for (const auto &kept : m_root->children)
        fresh.add({kept->place, kept->text, kept->icon, kept->tone, kept->count, kept->cluster, kept->colour, kept->tag});
    const auto known = std::find_if(fresh.children.begin(), fresh.children.end(), [&](const auto &c) { return c->cluster == head.id; });
    Node *top = known == fresh.children.end() ? fresh.add({"overview", head.name, QStringLiteral("house")}) : known->get();
    top->text = head.name;
    top->cluster = head.id;
    top->colour = head.colour;
    top->tag = head.production ? Words::tr("PROD") : QString();
    top->add({"dashboard", Words::tr("Dashboard"), QStringLiteral("layout-dashboard")});
    top->add({"alerts", Words::tr("Alerts"), QStringLiteral("triangle-alert")});
    top->add({"top", Words::tr("Top"), QStringLiteral("chart-line")});
    top->add({"logs", Words::tr("Logs"), QStringLiteral("scroll-text")});
    addFilesystems(*top, world, wanted);
    addServers(*top, world);
    addHa(*top, world);
    top->add({"volumes", Words::tr("Volumes"), QStringLiteral("hard-drive"), Tone::None, static_cast<int>(world->volumes.size())});
    top->add({"jobs", Words::tr("Jobs"), QStringLiteral("list-checks"), runningJobs > 0 ? Tone::Working : Tone::None, runningJobs > 0 ? runningJobs : -1});
    const auto at = std::find_if(m_root->children.begin(), m_root->children.end(), [&](const auto &c) { return c->cluster == head.id; });
    if (at == m_root->children.end())
        return insertNew(m_root.get(), fresh, m_root->children.size());
    (*at)->takeFace(*top);
    emit dataChanged(indexOf(at->get()), indexOf(at->get()));
    merge(at->get(), std::move(*top));
}

void Navigation::removeCluster(const std::string &id)
{
    auto &tops = m_root->children;
    const auto at = std::find_if(tops.begin(), tops.end(), [&](const auto &c) { return c->cluster == id; });
    if (at == tops.end())
        return;
    const int row = static_cast<int>(at - tops.begin());
    beginRemoveRows({}, row, row);
    tops.erase(at);
    endRemoveRows();
}

void Navigation::removeGone(Node *node, const Node &fresh)
{
    std::unordered_set<std::string_view> places;
    for (const auto &child : fresh.children)
        places.insert(child->place);
    auto &kept = node->children;
    const auto gone = [&](int i) { return !places.contains(kept[static_cast<std::size_t>(i)]->place); };
    for (int last = static_cast<int>(kept.size()) - 1; last >= 0; --last) {
        if (!gone(last))
            continue;
        int first = last;
        while (first > 0 && gone(first - 1))
            --first;
        beginRemoveRows(indexOf(node), first, last);
        kept.erase(kept.begin() + first, kept.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

// From `at` on until the next one that is there already; with all that is below them.
void Navigation::insertNew(Node *node, Node &fresh, std::size_t at)
{
    auto &kept = node->children;
    std::size_t end = at;
    while (end < fresh.children.size() && (at >= kept.size() || fresh.children[end]->place != kept[at]->place))
        ++end;
    beginInsertRows(indexOf(node), static_cast<int>(at), static_cast<int>(end) - 1);
    std::vector<std::unique_ptr<Node>> made;
    for (std::size_t i = at; i < end; ++i) {
        made.push_back(std::make_unique<Node>());
        made.back()->takeFace(*fresh.children[i]);
        made.back()->parent = node;
        made.back()->children = std::move(fresh.children[i]->children);
        made.back()->adopt();
    }
    kept.insert(kept.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
    endInsertRows();
}

void Navigation::merge(Node *node, Node &&fresh)
{
    auto &kept = node->children;
    removeGone(node, fresh);
    int firstChanged = -1, lastChanged = -1;
    for (std::size_t i = 0; i < fresh.children.size(); ++i) {
        if (i >= kept.size() || kept[i]->place != fresh.children[i]->place)
            insertNew(node, fresh, i);
        Node &mine = *kept[i];
        if (!mine.looksLike(*fresh.children[i])) {
            mine.takeFace(*fresh.children[i]);
            firstChanged = firstChanged < 0 ? static_cast<int>(i) : firstChanged;
            lastChanged = static_cast<int>(i);
        }
        if (!mine.children.empty() || !fresh.children[i]->children.empty())
            merge(&mine, std::move(*fresh.children[i]));
    }
    if (kept.size() > fresh.children.size()) { // an order that changed left the moved ones behind
        beginRemoveRows(indexOf(node), static_cast<int>(fresh.children.size()), static_cast<int>(kept.size()) - 1);
        kept.resize(fresh.children.size());
        endRemoveRows();
    }
    if (firstChanged >= 0)
        emit dataChanged(index(firstChanged, 0, indexOf(node)), index(lastChanged, 0, indexOf(node)));
}

QModelIndex Navigation::indexOf(const Node *node) const
{
    if (node == nullptr || node == m_root.get())
        return {};
    const auto &siblings = node->parent->children;
    const auto at = std::find_if(siblings.begin(), siblings.end(), [&](const auto &c) { return c.get() == node; });
    return createIndex(static_cast<int>(at - siblings.begin()), 0, const_cast<Node *>(node));
}

QModelIndex Navigation::indexOf(const std::string &cluster, const std::string &place) const
{
    std::vector<const Node *> open;
    for (const auto &top : m_root->children)
        if (top->cluster == cluster)
            open.push_back(top.get());
    while (!open.empty()) {
        const Node *node = open.back();
        open.pop_back();
        if (node->place == place)
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

const std::string &Navigation::clusterOf(const Node &node)
{
    const Node *top = &node;
    while (top->parent != nullptr && top->parent->parent != nullptr)
        top = top->parent;
    return top->cluster;
}

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
    case ClusterRole: return q(clusterOf(node));
    case ColourRole: return node.colour;
    case TagRole: return node.tag;
    default: return {};
    }
}

} // namespace models
