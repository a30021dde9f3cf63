// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/sheet.h"

namespace charts {

namespace {

QString csvCell(QString text)
{
    bool isNumber = false;
    text.toDouble(&isNumber);
    if (!isNumber && !text.isEmpty() && QStringLiteral("=+-@").contains(text.front()))
        text.prepend(QLatin1Char('\''));
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

void addCsvLine(QString &out, const QStringList &cells)
{
    for (qsizetype i = 0; i < cells.size(); ++i)
        out += (i > 0 ? QStringLiteral(",") : QString()) + csvCell(cells[i]);
    out += QLatin1Char('\n');
}

} // namespace

QString shortName(const QString &name)
{
    const qsizetype dash = name.lastIndexOf(QLatin1Char('-'));
    return dash > 0 && dash + 1 < name.size() ? name.mid(dash + 1) : name;
}

QString toCsv(const Sheet &sheet)
{
    QString out;
    addCsvLine(out, sheet.head);
    for (const QStringList &row : sheet.rows)
        addCsvLine(out, row);
    return out;
}

} // namespace charts
