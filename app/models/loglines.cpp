// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/loglines.h"

#include "app/models/table.h"
#include "app/models/words.h"

#include <QDateTime>
#include <QFontDatabase>
#include <algorithm>
#include <array>
#include <iterator>

namespace models {

using logbook::Line;

QString severityWord(logbook::Severity severity)
{
    static const std::array<const char *, 5> words{QT_TRANSLATE_NOOP("models::Words", "Critical"), QT_TRANSLATE_NOOP("models::Words", "Error"), QT_TRANSLATE_NOOP("models::Words", "Warning"),
        QT_TRANSLATE_NOOP("models::Words", "Info"), QT_TRANSLATE_NOOP("models::Words", "Debug")};
    return Words::tr(words[static_cast<std::size_t>(severity)]);
}

Tone severityTone(logbook::Severity severity)
{
    static constexpr std::array<Tone, 5> tones{Tone::Error, Tone::Error, Tone::Warning, Tone::None, Tone::Off};
    return tones[static_cast<std::size_t>(severity)];
}

QString logTime(std::int64_t ms, bool whole)
{
    return QDateTime::fromMSecsSinceEpoch(ms).toString(whole ? QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz") : QStringLiteral("MM-dd HH:mm:ss.zzz"));
}

namespace {

QString lineText(const Line &line)
{
    return q(logbook::shownText(line.said));
}

QString unitText(const Line &line)
{
    if (line.said.program == "kernel" || line.said.unit.empty())
        return q(line.said.program);
    const std::string unit = line.said.unit.substr(0, line.said.unit.rfind(".service"));
    return line.said.program.empty() || line.said.program == unit ? q(unit) : q(line.said.program);
}

} // namespace

LogLines::LogLines(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void LogLines::clear()
{
    if (m_lines.empty())
        return;
    beginRemoveRows({}, 0, static_cast<int>(m_lines.size()) - 1);
    m_lines.clear();
    endRemoveRows();
}

int LogLines::rowOf(const logbook::Key &key) const
{
    const auto at = std::lower_bound(m_lines.begin(), m_lines.end(), key, [](const Line &line, const logbook::Key &wanted) { return line.key < wanted; });
    return static_cast<int>(at - m_lines.begin());
}

void LogLines::insert(int row, std::vector<Line> lines)
{
    beginInsertRows({}, row, row + static_cast<int>(lines.size()) - 1);
    m_lines.insert(m_lines.begin() + row, std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
    endInsertRows();
}

bool LogLines::merge(std::vector<Line> lines)
{
    std::sort(lines.begin(), lines.end(), [](const Line &a, const Line &b) { return a.key < b.key; });
    lines.erase(std::unique(lines.begin(), lines.end(), [](const Line &a, const Line &b) { return a.key == b.key; }), lines.end());
    bool any = false;
    for (auto next = lines.begin(); next != lines.end();) {
        const int row = rowOf(next->key);
        if (row < rowCount() && m_lines[static_cast<std::size_t>(row)].key == next->key) {
            ++next;
            continue;
        }
        auto end = lines.end(); // all that belong before the line that is there
        if (row < rowCount())
            end = std::lower_bound(next, lines.end(), m_lines[static_cast<std::size_t>(row)].key, [](const Line &line, const logbook::Key &key) { return line.key < key; });
        insert(row, std::vector<Line>(std::make_move_iterator(next), std::make_move_iterator(end)));
        any = true;
        next = end;
    }
    return any;
}

int LogLines::trim(bool oldest)
{
    const int over = rowCount() - mostRows;
    if (over <= 0)
        return 0;
    const int from = oldest ? 0 : mostRows;
    beginRemoveRows({}, from, from + over - 1);
    m_lines.erase(m_lines.begin() + from, m_lines.begin() + from + over);
    endRemoveRows();
    return over;
}

const Line *LogLines::line(int row) const
{
    return row >= 0 && row < rowCount() ? &m_lines[static_cast<std::size_t>(row)] : nullptr;
}

QString LogLines::asText(const std::vector<int> &rows) const
{
    QString text;
    for (const int row : rows)
        if (const Line *one = line(row))
            text += logTime(one->key.at, true) + QLatin1Char('\t') + q(one->server) + QLatin1Char('\t') + q(one->said.program) + QLatin1Char('\t') + severityWord(one->severity) + QLatin1Char('\t')
                + lineText(*one) + QLatin1Char('\n');
    return text;
}

int LogLines::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_lines.size()); }
int LogLines::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : 5; }

QVariant LogLines::shown(const Line &line, int column) const
{
    switch (column) {
    case Time: return logTime(line.key.at);
    case Server: return q(line.server);
    case Unit: return unitText(line);
    case Severity: return line.mark ? Words::tr("Gap") : severityWord(line.severity);
    default: return lineText(line).replace(QLatin1Char('\n'), QChar(0x21b5));
    }
}

QVariant LogLines::data(const QModelIndex &index, int role) const
{
    const Line *one = index.isValid() ? line(index.row()) : nullptr;
    if (one == nullptr)
        return {};
    if (role == Qt::DisplayRole)
        return shown(*one, index.column());
    if (role == Qt::FontRole && (index.column() == Text || index.column() == Time))
        return QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (role == Table::ToneRole && index.column() == Severity)
        return QVariant::fromValue(one->mark ? Tone::Unknown : severityTone(one->severity));
    if (role == Qt::AccessibleTextRole)
        return QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(), shown(*one, index.column()).toString());
    return {};
}

QVariant LogLines::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const std::array<const char *, 5> titles{QT_TRANSLATE_NOOP("models::LogLines", "Time"), QT_TRANSLATE_NOOP("models::LogLines", "Server"), QT_TRANSLATE_NOOP("models::LogLines", "Unit"),
        QT_TRANSLATE_NOOP("models::LogLines", "Severity"), QT_TRANSLATE_NOOP("models::LogLines", "Text")};
    return section >= 0 && section < 5 ? QVariant(tr(titles[static_cast<std::size_t>(section)])) : QVariant();
}

} // namespace models
