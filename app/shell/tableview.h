// SPDX-License-Identifier: GPL-3.0-or-later
// The table of every page: sorts, filters, remembers its columns, copies as TSV, and asks the desk for the actions of the rows
// that are chosen.
#pragma once
#include "app/models/table.h"

#include <QTimer>
#include <QTreeView>

namespace shell {

class TableView : public QTreeView {
    Q_OBJECT
public:
    /// `name` is the object name and the key under which columns are remembered.
    TableView(const QString &name, models::Table *table, QWidget *parent = nullptr);

    models::Table *table() const { return m_table; }
    std::vector<std::string> chosen() const; ///< keys of the selected rows
    std::string current() const;             ///< empty: none
    void choose(const std::string &key);
    void filter(const QString &typed);
    bool filtering() const { return m_filter->filtering(); }
    int shownRows() const { return m_filter->rowCount(); }
    void sortBy(const QString &column, Qt::SortOrder order = Qt::AscendingOrder); ///< unless the person chose before
    QString asTsv() const;                   ///< selected rows, or all when none is
    void copy() const;
    void setEmptyText(const QString &text) { m_emptyText = text; }

signals:
    void opened(const std::string &key);
    void choiceChanged();
    void menuWanted(const QPoint &globalPosition);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void restoreColumns();
    void saveColumns();
    void fitColumns();
    void settle();
    void squeezeColumns();
    void growColumns();
    int wantedBySeen(int column) const;
    void chooseColumns(const QPoint &position);
    void glow();

    models::Table *m_table;
    models::TableFilter *m_filter;
    QTimer m_glow, m_settling;
    qint64 m_glowUntil = 0;
    QString m_emptyText;
    bool m_restored = false, m_fitted = false;
};

} // namespace shell
