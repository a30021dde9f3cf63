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
        QRect rect = option.rect.adjusted(6, 0, -14, 0);
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect.x(), rect.center().y() - 7, iconPixmap(index.data(models::Navigation::IconRole).toString(), 16, selected ? c.text : c.dim, ratio));
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
    setIndentation(16);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (!m_showing && m_desk != nullptr && index.isValid())
            m_desk->open(index.data(models::Navigation::PlaceRole).toString().toStdString());
    });
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) { // the same node again, after the window went elsewhere
        if (m_desk != nullptr)
            m_desk->open(index.data(models::Navigation::PlaceRole).toString().toStdString());
    });
}

void NavigationView::setDesk(Desk *desk)
{
    m_desk = desk;
    refresh();
    for (const char *place : {"overview", "filesystems"})
        expand(m_tree->indexOf(std::string(place)));
}

void NavigationView::refresh()
{
    if (m_desk == nullptr)
        return;
    const Cluster &c = m_desk->cluster();
    const auto all = c.jobs();
    const auto running = std::count_if(all.begin(), all.end(), [](const auto &job) { return !jobs::isEnd(job->state); });
    m_showing = true;
    m_tree->setWorld(c.name(), c.world(), c.wanted(), static_cast<int>(running));
    m_showing = false;
    showPlace(m_desk->place());
}

void NavigationView::showPlace(const Place &place)
{
    Place shown = models::placeKind(place) == "job" ? "jobs" : models::placeKind(place) == "volume" ? "volumes" : place;
    const QModelIndex index = m_tree->indexOf(shown);
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
    if (m_desk == nullptr || place.find(':') == std::string::npos)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), m_desk, [desk = m_desk, place] { desk->open(place); });
    menu->addSeparator();
    m_desk->fillMenu(*menu, {place});
    menu->popup(viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

} // namespace shell
