// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/navigationview.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

namespace shell {

namespace {

class NodeDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, 28}; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const theme::Colors &c = theme::colors();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const auto *view = qobject_cast<const QTreeView *>(option.widget);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
            QColor fill = selected ? c.selection : c.hairline;
            painter->setPen(selected && view != nullptr && view->hasFocus() ? QPen(c.accent, 1) : QPen(Qt::NoPen));
            painter->setBrush(fill);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0.5, 1.5, -6.5, -1.5), 5, 5);
        }
        QRect rect = option.rect.adjusted(6, 0, -12, 0);
        const qreal ratio = painter->device()->devicePixelRatioF();
        const QString colour = index.data(models::Navigation::ColourRole).toString();
        if (!colour.isEmpty()) { // a cluster's own node: its mark is a shape of its own, so that the icon's place is not empty
            painter->setPen(Qt::NoPen);
            painter->setBrush(theme::mark(colour));
            painter->drawRoundedRect(QRectF(rect.x() + 1, rect.center().y() - 6, 13, 13), 3.5, 3.5);
        } else {
            painter->drawPixmap(rect.x(), rect.center().y() - 7, iconPixmap(index.data(models::Navigation::IconRole).toString(), 16, selected ? c.text : c.dim, ratio));
        }
        rect.adjust(24, 0, 0, 0);
        const auto tone = index.data(models::Navigation::ToneRole).value<models::Tone>();
        if (tone != models::Tone::None) {
            theme::paintTone(*painter, QRectF(rect.right() - 10, rect.center().y() - 5, 11, 11), tone);
            rect.adjust(0, 0, -18, 0);
        }
        const int count = index.data(models::Navigation::CountRole).toInt();
        if (count >= 0) {
            const QString text = QString::number(count);
            painter->setPen(c.dim);
            painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight, text);
            rect.adjust(0, 0, -option.fontMetrics.horizontalAdvance(text) - 8, 0);
        }
        if (const QString tag = index.data(models::Navigation::TagRole).toString(); !tag.isEmpty())
            rect.adjust(0, 0, -theme::paintTag(*painter, rect, tag) - 8, 0);
        painter->setFont(index.parent().isValid() ? option.font : theme::strong());
        painter->setPen(c.text);
        painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, QFontMetrics(painter->font()).elidedText(index.data().toString(), Qt::ElideMiddle, rect.width()));
        painter->restore();
    }
};

} // namespace

NavigationView::NavigationView(QWidget *parent)
    : QTreeView(parent)
    , m_tree(new models::Navigation(this))
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Where"));
    setModel(m_tree);
    setItemDelegate(new NodeDelegate(this));
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setFrameShape(NoFrame);
    setIndentation(12);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (!m_showing)
            open(index);
    });
    connect(this, &QTreeView::clicked, this, &NavigationView::open); // the same node again, after the window went elsewhere
}

Desk *NavigationView::deskAt(const QModelIndex &index) const
{
    const std::string id = index.data(models::Navigation::ClusterRole).toString().toStdString();
    const auto desk = std::find_if(m_desks.begin(), m_desks.end(), [&](const Desk *d) { return d->cluster().id() == id; });
    return !index.isValid() || desk == m_desks.end() ? nullptr : *desk;
}

void NavigationView::open(const QModelIndex &index)
{
    if (Desk *desk = deskAt(index))
        desk->open(index.data(models::Navigation::PlaceRole).toString().toStdString());
}

void NavigationView::addDesk(Desk *desk)
{
    m_desks.push_back(desk);
    refresh(desk);
    for (const char *place : {"overview", "filesystems"})
        expand(m_tree->indexOf(desk->cluster().id(), place));
}

void NavigationView::removeDesk(Desk *desk)
{
    m_showing = true;
    m_tree->removeCluster(desk->cluster().id());
    m_showing = false;
    std::erase(m_desks, desk);
}

void NavigationView::refresh(Desk *desk)
{
    const Cluster &c = desk->cluster();
    const auto all = c.jobs();
    const auto running = std::count_if(all.begin(), all.end(), [](const auto &job) { return !jobs::isEnd(job->state); });
    m_showing = true;
    m_tree->setCluster({c.id(), c.name(), c.colour(), c.production()}, c.world(), c.wanted(), static_cast<int>(running));
    m_showing = false;
}

void NavigationView::showPlace(Desk *desk)
{
    const Place place = desk->place();
    const Place shown = models::placeKind(place) == "job" ? "jobs" : models::placeKind(place) == "volume" ? "volumes" : place;
    const QModelIndex index = m_tree->indexOf(desk->cluster().id(), shown);
    m_showing = true;
    if (index.isValid() && index != currentIndex())
        setCurrentIndex(index);
    else if (!index.isValid())
        clearSelection();
    m_showing = false;
}

void NavigationView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    const Place place = index.data(models::Navigation::PlaceRole).toString().toStdString();
    Desk *desk = deskAt(index);
    if (desk == nullptr || (place.find(':') == std::string::npos && index.parent().isValid()))
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), desk, [desk, place] { desk->open(place); });
    menu->addSeparator();
    if (index.parent().isValid())
        desk->fillMenu(*menu, {place});
    else
        emit clusterMenuWanted(menu, desk);
    menu->popup(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

} // namespace shell
