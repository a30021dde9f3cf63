// SPDX-License-Identifier: GPL-3.0-or-later
// The data of a chart as a table: for people who do not see the chart, and for files.
#pragma once
#include <QString>
#include <QStringList>
#include <vector>

namespace charts {

struct Sheet {
    QStringList head;             ///< the first column is what the row is about (a time, a target)
    std::vector<QStringList> rows; ///< as long as the head; empty cells are not known
};

/// RFC 4180 with "\n"; cells that a spreadsheet would take for a formula are quoted with an apostrophe before them.
QString toCsv(const Sheet &sheet);

/// Of a target's name the part that tells it from the others when there is no room: "OST0003" of "scratch-OST0003".
QString shortName(const QString &name);

} // namespace charts
