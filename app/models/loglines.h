// SPDX-License-Identifier: GPL-3.0-or-later
// A window of log lines in order of time. More come at either end or in between; at the other end as many go, so that what is in memory
// does not grow with what is in the file.
#pragma once
#include "app/models/tone.h"
#include "core/logs/line.h"

#include <QAbstractTableModel>
#include <vector>

namespace models {

QString severityWord(logbook::Severity severity);
Tone severityTone(logbook::Severity severity);
/// "11-23 14:03:22.120"; `whole`: with the year.
QString logTime(std::int64_t ms, bool whole = false);

class LogLines final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Server, Unit, Severity, Text };
    static constexpr int mostRows = 20'000;

    explicit LogLines(QObject *parent = nullptr);

    void clear();
    /// Takes lines in any order; those that are there already are passed over. True: some were taken.
    bool merge(std::vector<logbook::Line> lines);
    /// Lets the oldest (or newest) go until mostRows are left; how many went.
    int trim(bool oldest);
    const logbook::Line *line(int row) const; ///< null: no such row
    int rowOf(const logbook::Key &key) const; ///< the first that is not before it; rowCount() when all are
    logbook::Key first() const { return m_lines.empty() ? logbook::afterAll : m_lines.front().key; }
    logbook::Key last() const { return m_lines.empty() ? logbook::beforeAll : m_lines.back().key; }
    /// Tab-separated, for the clipboard.
    QString asText(const std::vector<int> &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void insert(int row, std::vector<logbook::Line> lines);
    QVariant shown(const logbook::Line &line, int column) const;
    std::vector<logbook::Line> m_lines;
};

} // namespace models
