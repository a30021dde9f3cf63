// SPDX-License-Identifier: GPL-3.0-or-later
// The one table model of the window. A page gives it rows made from a World; it works out by key what came, went and changed,
// so that selection, scroll position and open editors stay.
#pragma once
#include "app/models/tone.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QVariant>
#include <string>
#include <vector>

namespace models {

struct Cell {
    QString text;
    QVariant sort{};       ///< what it sorts by; invalid: by the text, naturally
    Tone tone = Tone::None;
    double fraction = -1;  ///< 0 to 1 draws a bar before the text; -1: none
    QString tip{};
    bool progress = false; ///< the bar says how far work is, not how full something is: a full one is no warning
    friend bool operator==(const Cell &, const Cell &) = default;
};
Cell cell(const Badge &badge);
Cell cell(const QString &text);
Cell cell(const std::string &text);
Cell number(double value, const QString &text, const QString &tip = {});
Cell bytes(std::uint64_t bytes); ///< an empty cell that sorts first for 0
Cell progress(double fraction); ///< of work: a bar with its percentage
Cell share(double fraction, const QString &tip); ///< a bar with its percentage

struct Row {
    std::string key;       ///< stable over worlds; unique in its table
    std::vector<Cell> cells;
};

struct Column {
    QString id;            ///< for settings; never shown
    QString title;
    int width = 120;       ///< pixels at 96 dpi
    bool number = false;   ///< right-aligned, tabular figures
    bool shown = true;     ///< before the person chose
};

class Table : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { ToneRole = Qt::UserRole + 1, FractionRole, SortRole, KeyRole, ChangedRole, NumberRole, ProgressRole };

    explicit Table(std::vector<Column> columns, QObject *parent = nullptr);
    const std::vector<Column> &columns() const { return m_columns; }

    /// Takes rows sorted in any order and without double keys. `glow`: rows whose cells differ are marked as changed now.
    void setRows(std::vector<Row> rows, bool glow = true);
    std::string key(int row) const;
    int rowOf(const std::string &key) const; ///< -1: none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    class Changes;
    struct Kept {
        Row row;
        qint64 changedAt = 0;
    };
    void removeGone(const std::vector<Row> &rows);
    /// The first and last column that differ; {-1, -1}: none.
    std::pair<int, int> update(Kept &kept, Row row, bool glow);

    std::vector<Column> m_columns;
    std::vector<Kept> m_rows; ///< sorted by key
    bool m_first = true;
};

/// Every typed word must be somewhere in the row; sorts by SortRole, text naturally.
class TableFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit TableFilter(QObject *parent = nullptr);
    void setWords(const QString &typed);
    bool filtering() const { return !m_words.isEmpty(); }

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QStringList m_words;
};

} // namespace models
