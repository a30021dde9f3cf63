// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/table.h"

#include "app/models/words.h"

#include <QDateTime>
#include <algorithm>
#include <unordered_set>

namespace models {

Cell cell(const Badge &badge) { return {badge.word, {}, badge.tone, -1, badge.tip}; }
Cell cell(const QString &text) { return {text}; }
Cell cell(const std::string &text) { return {q(text)}; }
Cell number(double value, const QString &text, const QString &tip) { return {text, value, Tone::None, -1, tip}; }

Cell bytes(std::uint64_t bytes)
{
    return number(static_cast<double>(bytes), bytes == 0 ? QString() : size(bytes));
}

Cell progress(double fraction)
{
    Cell cell = share(fraction, {});
    cell.progress = true;
    return cell;
}

Cell share(double fraction, const QString &tip)
{
    if (fraction < 0)
        return {QString(), -1.0};
    return {percent(fraction), fraction, Tone::None, fraction, tip};
}

Table::Table(std::vector<Column> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(std::move(columns))
{
}

int Table::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int Table::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_columns.size()); }
std::string Table::key(int row) const { return m_rows.at(static_cast<std::size_t>(row)).row.key; }

int Table::rowOf(const std::string &key) const
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), key,
        [](const Kept &kept, const std::string &wanted) { return kept.row.key < wanted; });
    return at == m_rows.end() || at->row.key != key ? -1 : static_cast<int>(at - m_rows.begin());
}

void Table::removeGone(const std::vector<Row> &rows)
{
    std::unordered_set<std::string> keys;
    for (const Row &row : rows)
        keys.insert(row.key);
    int last = static_cast<int>(m_rows.size()) - 1;
    while (last >= 0) {
        if (keys.count(m_rows[static_cast<std::size_t>(last)].row.key) != 0) {
            --last;
            continue;
        }
        int first = last;
        while (first > 0 && keys.count(m_rows[static_cast<std::size_t>(first) - 1].row.key) == 0)
            --first;
        beginRemoveRows({}, first, last);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
        endRemoveRows();
        last = first - 1;
    }
}

std::pair<int, int> Table::update(Kept &kept, Row row, bool glow)
{
    std::pair<int, int> columns{-1, -1};
    for (std::size_t i = 0; i < std::max(kept.row.cells.size(), row.cells.size()); ++i) {
        if (i < kept.row.cells.size() && i < row.cells.size() && kept.row.cells[i] == row.cells[i])
            continue;
        columns.first = columns.first < 0 ? static_cast<int>(i) : columns.first;
        columns.second = static_cast<int>(i);
    }
    if (columns.first < 0)
        return columns;
    kept.row = std::move(row);
    if (glow)
        kept.changedAt = QDateTime::currentMSecsSinceEpoch();
    return columns;
}

/// Rows that changed, as few signals: each costs a view and its filter more than a few rows that did not. Only the columns that
/// changed: the filter sorts anew when the one that it sorts by is among them.
class Table::Changes {
public:
    explicit Changes(Table &table)
        : m_table(table)
    {
    }
    ~Changes() { tell(); }
    void add(int row, std::pair<int, int> columns)
    {
        if (columns.first < 0)
            return;
        if (m_first >= 0 && row > m_last + mostBetween)
            tell();
        m_left = m_first < 0 ? columns.first : std::min(m_left, columns.first);
        m_right = m_first < 0 ? columns.second : std::max(m_right, columns.second);
        m_first = m_first < 0 ? row : m_first;
        m_last = row;
    }
    void tell()
    {
        if (m_first >= 0)
            emit m_table.dataChanged(m_table.index(m_first, m_left), m_table.index(m_last, std::min(m_right, m_table.columnCount() - 1)));
        m_first = -1;
    }

private:
    static constexpr int mostBetween = 16;
    Table &m_table;
    int m_first = -1, m_last = -1, m_left = 0, m_right = 0;
};

void Table::setRows(std::vector<Row> rows, bool glow)
{
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.key < b.key; });
    removeGone(rows);
    const bool first = std::exchange(m_first, false);
    const qint64 now = glow && !first ? QDateTime::currentMSecsSinceEpoch() : 0;
    Changes changes(*this);
    std::size_t next = 0;
    while (next < rows.size()) {
        if (next < m_rows.size() && m_rows[next].row.key == rows[next].key) {
            changes.add(static_cast<int>(next), update(m_rows[next], std::move(rows[next]), glow));
            ++next;
            continue;
        }
        std::size_t end = next;
        while (end < rows.size() && (next >= m_rows.size() || rows[end].key < m_rows[next].row.key))
            ++end;
        changes.tell();
        beginInsertRows({}, static_cast<int>(next), static_cast<int>(end) - 1);
        std::vector<Kept> fresh;
        for (std::size_t i = next; i < end; ++i)
            fresh.push_back({std::move(rows[i]), now});
        m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(next), std::make_move_iterator(fresh.begin()),
            std::make_move_iterator(fresh.end()));
        endInsertRows();
        next = end;
    }
}

QVariant Table::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Kept &kept = m_rows[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    if (role == KeyRole)
        return q(kept.row.key);
    if (role == ChangedRole)
        return kept.changedAt;
    if (column >= kept.row.cells.size())
        return {};
    const Cell &cell = kept.row.cells[column];
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return cell.tip.isEmpty() ? QVariant() : QVariant(cell.tip);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment((m_columns[column].number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::AccessibleTextRole: return QString(m_columns[column].title + QStringLiteral(": ") + cell.text);
    case ToneRole: return QVariant::fromValue(cell.tone);
    case FractionRole: return cell.fraction;
    case ProgressRole: return cell.progress;
    case SortRole: return cell.sort.isValid() ? cell.sort : QVariant(cell.text);
    case NumberRole: return m_columns[column].number;
    default: return {};
    }
}

QVariant Table::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
}

TableFilter::TableFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(Table::SortRole);
}

void TableFilter::setWords(const QString &typed)
{
    m_words = typed.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool TableFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const int columns = sourceModel()->columnCount(parent);
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        for (int column = 0; column < columns; ++column)
            if (sourceModel()->index(row, column, parent).data().toString().contains(word, Qt::CaseInsensitive))
                return true;
        return false;
    });
}

bool TableFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(Table::SortRole);
    const QVariant b = right.data(Table::SortRole);
    if (a.typeId() != QMetaType::QString && b.typeId() != QMetaType::QString)
        return a.toDouble() < b.toDouble();
    const QString x = a.toString();
    const QString y = b.toString();
    return naturalLess(x, y);
}

} // namespace models
