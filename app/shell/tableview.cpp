// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/tableview.h"

#include "app/shell/delegate.h"
#include "app/shell/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QTimer>
#include <numeric>

namespace shell {

constexpr int widestColumn = 260, leastProse = 160, leastName = 200;

TableView::TableView(const QString &name, models::Table *table, QWidget *parent)
    : QTreeView(parent)
    , m_table(table)
    , m_filter(new models::TableFilter(this))
{
    setObjectName(name);
    m_table->setParent(this);
    m_filter->setSourceModel(m_table);
    setModel(m_filter);
    setItemDelegate(new RowDelegate(this));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(true);
    header()->setHighlightSections(false);
    header()->setMinimumSectionSize(48);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    restoreColumns();
    setSortingEnabled(true);
    connect(header(), &QHeaderView::customContextMenuRequested, this, &TableView::chooseColumns);
    // Only what the person did is remembered; widths that follow from the window's are not.
    connect(header(), &QHeaderView::sectionMoved, this, &TableView::saveColumns);
    connect(header(), &QHeaderView::sectionClicked, this, &TableView::saveColumns);
    connect(header(), &QHeaderView::sectionResized, this, [this] {
        if (QGuiApplication::mouseButtons() != Qt::NoButton)
            saveColumns();
    });
    connect(this, &QTreeView::activated, this, [this](const QModelIndex &index) { emit opened(index.data(models::Table::KeyRole).toString().toStdString()); });
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &TableView::choiceChanged);
    connect(m_filter, &QAbstractItemModel::dataChanged, this, &TableView::glow);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &TableView::glow);
    m_settling.setSingleShot(true);
    m_settling.setInterval(0);
    connect(&m_settling, &QTimer::timeout, this, [this] {
        if (m_restored || !m_fitted || !isVisible())
            return;
        squeezeColumns();
        growColumns();
    });
    m_glow.setInterval(60);
    connect(&m_glow, &QTimer::timeout, this, [this] {
        viewport()->update();
        if (QDateTime::currentMSecsSinceEpoch() > m_glowUntil)
            m_glow.stop();
    });
}

void TableView::glow()
{
    fitColumns();
    settle();
    m_glowUntil = QDateTime::currentMSecsSinceEpoch() + glowMs;
    if (isVisible())
        m_glow.start();
}

void TableView::restoreColumns()
{
    const auto &columns = m_table->columns();
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        header()->resizeSection(i, columns[static_cast<std::size_t>(i)].width);
        setColumnHidden(i, !columns[static_cast<std::size_t>(i)].shown);
    }
    m_restored = header()->restoreState(QSettings().value(QStringLiteral("columns/") + objectName()).toByteArray());
    if (!m_restored)
        header()->setSortIndicator(0, Qt::AscendingOrder);
}

/// Cuts the widest columns to one width so that all together are `over` narrower; not below what lets a text be told from another. True: done.
static bool cutWidest(std::vector<int> &sizes, std::size_t first, int least, int over)
{
    for (int cap = widestColumn * 2; cap >= least; --cap) {
        const int saved = std::accumulate(sizes.begin() + static_cast<std::ptrdiff_t>(first), sizes.end(), 0, [cap](int sum, int size) { return sum + qMax(0, size - cap); });
        if (saved < over)
            continue;
        for (std::size_t i = first; i < sizes.size(); ++i)
            sizes[i] = qMin(sizes[i], cap);
        return true;
    }
    return false;
}

// Once, when the first rows are there and the person has not set widths: as wide as the cells want, within bounds.
void TableView::fitColumns()
{
    if (m_restored || m_fitted || m_filter->rowCount() == 0)
        return;
    m_fitted = true;
    const QSignalBlocker quiet(header());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    for (int column = 0; column < header()->count(); ++column) {
        if (header()->sectionResizeMode(column) == QHeaderView::Stretch) // it has the view's width, whatever its cells want
            continue;
        const int room = column == header()->sortIndicatorSection() ? 52 : 24; // for the arrow, if it is there
        int width = header()->fontMetrics().horizontalAdvance(m_table->columns()[static_cast<std::size_t>(column)].title) + room;
        for (int row = 0; row < qMin(50, m_filter->rowCount()); ++row)
            width = qMax(width, itemDelegate()->sizeHint(option, m_filter->index(row, column)).width() + 4);
        const int least = m_table->columns()[static_cast<std::size_t>(column)].width;
        header()->resizeSection(column, qBound(least, width, qMax(least, widestColumn)));
    }
    updateGeometries();
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    settle();
}

void TableView::showEvent(QShowEvent *event)
{
    QTreeView::showEvent(event);
    settle();
}

void TableView::settle()
{
    if (!m_settling.isActive())
        m_settling.start(); // once the view has its place
}

/// What the cells of a column want of those rows that are seen.
int TableView::wantedBySeen(int column) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = 0;
    for (QModelIndex at = indexAt(QPoint(0, 0)); at.isValid() && visualRect(at).top() < viewport()->height(); at = indexBelow(at))
        width = qMax(width, itemDelegate()->sizeHint(option, at.siblingAtColumn(column)).width() + 4);
    return qMin(width, widestColumn);
}

// A table that would be a little wider than its view gives up air before it scrolls sideways, and then what its longest texts have: they
// are elided, and whole in their tips. Names do so last.
void TableView::squeezeColumns()
{
    const int over = header()->length() - viewport()->width();
    if (over <= 0)
        return;
    std::vector<int> sizes, spare;
    for (int column = 0; column < header()->count(); ++column) {
        const bool fixed = isColumnHidden(column) || header()->sectionResizeMode(column) == QHeaderView::Stretch;
        sizes.push_back(fixed ? 0 : header()->sectionSize(column));
        spare.push_back(fixed ? 0 : qMax(0, sizes.back() - qMax(wantedBySeen(column), header()->sectionSizeHint(column))));
    }
    const int room = std::accumulate(spare.begin(), spare.end(), 0);
    for (std::size_t i = 0; i < sizes.size() && room > 0; ++i)
        sizes[i] -= (spare[i] * qMin(over, room) + room - 1) / room;
    if (over > room && !cutWidest(sizes, 1, leastProse, over - room))
        cutWidest(sizes, 0, leastName, over - room);
    const QSignalBlocker quiet(header());
    for (int column = 0; column < header()->count(); ++column)
        if (const int size = sizes[static_cast<std::size_t>(column)]; size > 0)
            header()->resizeSection(column, size);
    updateGeometries();
    viewport()->update();
}

// A state that comes later may be longer than those the columns were fitted to: they grow as far as there is nothing to the right.
void TableView::growColumns()
{
    int visual = header()->count() - 1;
    while (visual > 0 && isColumnHidden(header()->logicalIndex(visual)))
        --visual;
    const int last = header()->logicalIndex(visual);
    if (header()->sectionResizeMode(last) == QHeaderView::Stretch)
        return;
    int room = header()->sectionSize(last) - qMax(wantedBySeen(last), header()->sectionSizeHint(last)) - qMax(0, header()->length() - viewport()->width());
    const QSignalBlocker quiet(header());
    bool grown = false;
    for (int column = 0; column < header()->count() && room > 0; ++column) {
        if (column == last || isColumnHidden(column) || header()->sectionResizeMode(column) == QHeaderView::Stretch)
            continue;
        const int size = header()->sectionSize(column), more = qBound(0, wantedBySeen(column) - size, room);
        if (more > 0)
            header()->resizeSection(column, size + more);
        room -= more;
        grown = grown || more > 0;
    }
    if (grown) {
        updateGeometries();
        viewport()->update();
    }
}

void TableView::saveColumns()
{
    m_restored = true;
    QSettings().setValue(QStringLiteral("columns/") + objectName(), header()->saveState());
}

void TableView::sortBy(const QString &column, Qt::SortOrder order)
{
    if (m_restored)
        return;
    for (int i = 0; i < static_cast<int>(m_table->columns().size()); ++i)
        if (m_table->columns()[static_cast<std::size_t>(i)].id == column)
            sortByColumn(i, order);
}

void TableView::chooseColumns(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto &columns = m_table->columns();
    for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
        QAction *action = menu->addAction(columns[static_cast<std::size_t>(i)].title);
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(i));
        action->setEnabled(i != 0); // the name stays: a row without it cannot be told
        connect(action, &QAction::toggled, this, [this, i](bool shown) {
            setColumnHidden(i, !shown);
            saveColumns();
        });
    }
    menu->popup(header()->mapToGlobal(position));
}

std::vector<std::string> TableView::chosen() const
{
    std::vector<std::string> keys;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        keys.push_back(index.data(models::Table::KeyRole).toString().toStdString());
    return keys;
}

std::string TableView::current() const { return currentIndex().data(models::Table::KeyRole).toString().toStdString(); }

void TableView::choose(const std::string &key)
{
    const QModelIndex index = m_filter->mapFromSource(m_table->index(m_table->rowOf(key), 0));
    if (index.isValid())
        setCurrentIndex(index);
}

void TableView::filter(const QString &typed) { m_filter->setWords(typed); }

QString TableView::asTsv() const
{
    QStringList lines;
    const auto line = [this](auto textOf) {
        QStringList cells;
        for (int visual = 0; visual < header()->count(); ++visual) {
            const int column = header()->logicalIndex(visual);
            if (!isColumnHidden(column))
                cells << QString(textOf(column)).replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QChar(0xa0), QLatin1Char(' '));
        }
        return cells.join(QLatin1Char('\t'));
    };
    lines << line([this](int column) { return m_filter->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); });
    const bool all = !selectionModel()->hasSelection();
    for (int row = 0; row < m_filter->rowCount(); ++row)
        if (all || selectionModel()->isRowSelected(row, {}))
            lines << line([this, row](int column) { return m_filter->index(row, column).data().toString(); });
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void TableView::copy() const { QGuiApplication::clipboard()->setText(asTsv()); }

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint at = byKey ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()) : event->globalPos();
    if (selectionModel()->hasSelection())
        emit menuWanted(at);
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_filter->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(theme::colors().dim);
    const QString text = m_filter->filtering() ? tr("No row has all of these words.") : m_emptyText;
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), int(Qt::AlignHCenter | Qt::AlignTop) | Qt::TextWordWrap, text);
}

} // namespace shell
