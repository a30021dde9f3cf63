// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/logs.h"

#include "app/models/words.h"
#include "app/pages/logdetail.h"
#include "app/pages/logfilters.h"
#include "app/shell/delegate.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

using logbook::Towards;

namespace {

constexpr std::size_t firstLines = 2000, moreLines = 2000, linesAround = 1000;
constexpr int typedMs = 250;      ///< after the last key, before a search begins
constexpr int nearEdge = 200;     ///< rows from the edge of the window at which more are looked for

} // namespace

LogsPage::LogsPage(shell::Desk &desk)
    : Page(desk, QStringLiteral("logs"))
    , m_filters(new LogFilters)
    , m_live(shell::button(QStringLiteral("logs.live"), tr("Live"), QStringLiteral("play")))
    , m_state(shell::dimLabel())
    , m_gaps(shell::dimLabel())
    , m_table(new QTreeView)
    , m_lines(new models::LogLines(this))
    , m_detail(new LogDetail(desk))
    , m_empty(new shell::Empty(QStringLiteral("scroll-text"), {}, {}))
    , m_stack(new QStackedWidget)
{
    m_table->setObjectName(QStringLiteral("logs.table"));
    m_table->setAccessibleName(tr("Log lines"));
    m_table->setModel(m_lines);
    auto *delegate = new shell::RowDelegate(m_table);
    delegate->setElide(Qt::ElideRight);
    m_table->setItemDelegate(delegate);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setMouseTracking(true);
    m_table->installEventFilter(this);
    m_table->header()->setStretchLastSection(true);
    m_table->header()->setHighlightSections(false);
    for (const auto &[column, width] : {std::pair(0, 180), {1, 90}, {2, 130}, {3, 100}})
        m_table->header()->resizeSection(column, width);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_table);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setSizes({420, 210});
    m_detail->hide();
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    m_gaps->setObjectName(QStringLiteral("logs.gaps"));
    m_gaps->setContentsMargins(24, 0, 24, 6);
    m_state->setObjectName(QStringLiteral("logs.state"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head());
    column->addWidget(m_gaps);
    column->addWidget(m_stack, 1);
    connect(m_filters, &LogFilters::changed, this, &LogsPage::searchSoon);
    m_typed.setSingleShot(true);
    m_typed.setInterval(typedMs);
    connect(&m_typed, &QTimer::timeout, this, &LogsPage::restart);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogsPage::scrolled);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LogsPage::showChosen);
    connect(m_live, &QPushButton::clicked, this, [this](bool on) {
        if (on && (!m_newest || m_around)) {
            m_around.reset();
            restart();
        }
        setFollowing(on);
    });
    showState();
}

LogsPage::~LogsPage() = default;

QWidget *LogsPage::head()
{
    m_live->setCheckable(true);
    m_live->setChecked(true);
    m_live->setToolTip(tr("Show the end, and what comes"));
    auto *row = new QHBoxLayout;
    row->addWidget(shell::label(tr("Logs"), shell::theme::heading()));
    row->addSpacing(16);
    row->addWidget(m_state, 1);
    row->addWidget(m_live);
    auto *made = new QWidget;
    auto *column = new QVBoxLayout(made);
    column->setContentsMargins(24, 16, 24, 8);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_filters);
    return made;
}

QLineEdit *LogsPage::filterField() const { return m_filters->text(); }
logbook::Logs *LogsPage::logs() const { return cluster().present().logs(); }

void LogsPage::open(const shell::Place &place)
{
    fillServers();
    const auto wish = desk().takeLogsWish();
    const bool fresh = m_logs != logs();
    connectLogs();
    if (wish)
        showAt(wish->server, wish->at);
    else if (fresh)
        restart();
    showGaps();
    (void)place;
}

void LogsPage::connectLogs()
{
    logbook::Logs *logs = this->logs();
    if (m_logs == logs)
        return;
    if (m_logs)
        disconnect(m_logs, nullptr, this, nullptr);
    m_logs = logs;
    if (logs == nullptr)
        return;
    connect(logs, &logbook::Logs::arrived, this, &LogsPage::takeFresh);
    connect(logs, &logbook::Logs::followingChanged, this, &LogsPage::showGaps);
    connect(logs, &logbook::Logs::opened, this, &LogsPage::restart);
    logs->setWatched(isVisible());
}

void LogsPage::fillServers()
{
    QStringList names;
    for (const auto &[name, server] : cluster().present().world()->servers)
        names << models::q(name);
    m_filters->setServers(names);
}

void LogsPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    if (m_logs)
        m_logs->setWatched(true);
    takeFresh();
}

void LogsPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    if (m_logs)
        m_logs->setWatched(false);
}

bool LogsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return Page::eventFilter(watched, event);
}

void LogsPage::copy() const
{
    std::vector<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    QGuiApplication::clipboard()->setText(m_lines->asText(rows));
}

void LogsPage::showAt(const std::string &server, std::int64_t time)
{
    fillServers();
    m_filters->chooseServer(models::q(server));
    m_typed.stop();
    connectLogs();
    m_live->setChecked(false);
    setFollowing(false);
    m_around = time;
    restart();
}

void LogsPage::searchSoon()
{
    m_older.reset(); // what was looked for is not wanted any more
    m_newer.reset();
    m_typed.start();
}

void LogsPage::restart()
{
    m_older.reset();
    m_newer.reset();
    m_typed.stop();
    m_asked = m_filters->filter();
    const auto matcher = logbook::Matcher::of(m_asked);
    m_filters->setWrong(matcher ? QString() : models::q(matcher.error().message));
    if (!matcher || !m_logs)
        return showState();
    m_moving = true;
    m_lines->clear();
    m_moving = false;
    m_detail->hide();
    m_waiting = 0;
    m_oldest = m_newest = false;
    m_stamp = m_logs->stamp();
    if (m_around) {
        m_chooseNear = true;
        const logbook::Key near{*m_around, INT64_MIN};
        look(Towards::Older, near, linesAround);
        look(Towards::Newer, near, linesAround);
    } else {
        m_newest = true;
        look(Towards::Older, logbook::afterAll, firstLines);
    }
    showState();
}

void LogsPage::look(Towards towards, logbook::Key from, std::size_t most)
{
    auto &search = towards == Towards::Older ? m_older : m_newer;
    auto begun = m_logs->search(m_asked, from, towards, most);
    if (!begun)
        return;
    search = std::move(*begun);
    m_fraction = 0;
    connect(search.get(), &logbook::Search::found, this, [this, towards](const logbook::Found &found) { take(towards, found); });
    connect(search.get(), &logbook::Search::failed, this, [this, towards](const base::Error &error) {
        (towards == Towards::Older ? m_older : m_newer).release()->deleteLater(); // it is the one that speaks
        m_gaps->setText(models::q(error.message));
        m_gaps->show();
        showState();
    });
}

// Rows that come above or below what is seen must not move it.
void LogsPage::take(Towards towards, const logbook::Found &found)
{
    QScrollBar *bar = m_table->verticalScrollBar();
    m_moving = true;
    const logbook::Line *top = m_lines->line(m_table->indexAt(QPoint(1, 1)).row());
    const std::optional<logbook::Key> seen = top != nullptr ? std::optional(top->key) : std::nullopt;
    m_lines->merge(found.lines);
    if (m_lines->trim(towards == Towards::Newer) > 0)
        (towards == Towards::Newer ? m_oldest : m_newest) = false;
    if (m_following && m_newest)
        m_table->scrollToBottom();
    else if (seen) {
        m_table->doItemsLayout(); // else the bar does not know of the new rows yet
        bar->setValue(m_lines->rowOf(*seen));
    }
    m_moving = false;
    m_fraction = found.fraction;
    if (found.atEnd)
        (towards == Towards::Older ? m_oldest : m_newest) = true;
    if (found.done)
        (towards == Towards::Older ? m_older : m_newer).release()->deleteLater(); // it is the one that speaks
    if (m_chooseNear && !searching() && m_lines->rowCount() > 0) {
        m_chooseNear = false;
        const QModelIndex near = m_lines->index(std::min(m_lines->rowOf({m_around.value_or(0), INT64_MIN}), m_lines->rowCount() - 1), 0);
        m_table->setCurrentIndex(near);
        m_table->scrollTo(near, QAbstractItemView::PositionAtCenter);
    }
    showState();
}

void LogsPage::takeFresh()
{
    if (!m_logs || !isVisible() || !m_newest || m_stamp == m_logs->stamp())
        return showState();
    if (std::exchange(m_asking, true)) {
        m_again = true;
        return;
    }
    m_logs->fresh(m_asked, m_stamp, this, [this, asked = m_asked](const logbook::Logs::Fresh &fresh) {
        m_asking = false;
        if (asked != m_asked)
            return takeFresh();
        m_stamp = fresh.stamp;
        if (fresh.missed && m_following)
            return restart();
        if (m_newest && !fresh.lines.empty()) {
            std::vector<logbook::Line> lines = fresh.lines;
            std::erase_if(lines, [this](const logbook::Line &line) { return !m_oldest && m_lines->rowCount() > 0 && line.key < m_lines->first(); });
            m_waiting += m_following ? 0 : static_cast<int>(lines.size());
            take(Towards::Newer, {std::move(lines), m_fraction, false, false});
        }
        if (std::exchange(m_again, false))
            takeFresh();
    });
}

void LogsPage::scrolled()
{
    if (m_moving || m_lines->rowCount() == 0 || !m_logs)
        return;
    const QScrollBar *bar = m_table->verticalScrollBar();
    const int above = m_table->indexAt(QPoint(1, 1)).row();
    const QModelIndex lowest = m_table->indexAt(QPoint(1, m_table->viewport()->height() - 2));
    const int below = m_lines->rowCount() - 1 - (lowest.isValid() ? lowest.row() : m_lines->rowCount() - 1);
    setFollowing(m_live->isChecked() && m_newest && bar->value() == bar->maximum());
    if (above >= 0 && above < nearEdge && !m_oldest && !m_older)
        look(Towards::Older, m_lines->first(), moreLines);
    if (below < nearEdge && !m_newest && !m_newer)
        look(Towards::Newer, m_lines->last(), moreLines);
    showState();
}

void LogsPage::setFollowing(bool following)
{
    if (!m_live->isChecked() && following)
        m_live->setChecked(true);
    if (std::exchange(m_following, following) == following)
        return;
    if (following) {
        m_waiting = 0;
        m_table->scrollToBottom();
    }
    showState();
}

void LogsPage::showState()
{
    const bool none = m_lines->rowCount() == 0;
    QString text;
    if (searching())
        text = tr("Searching … %1").arg(models::percent(m_fraction));
    else if (m_following && m_newest)
        text = tr("Live");
    else if (m_waiting > 0)
        text = tr("Paused, %n new line(s) at the end", nullptr, m_waiting);
    else if (m_live->isChecked())
        text = tr("Paused: scroll to the end to go on");
    m_state->setText(text);
    m_stack->setCurrentIndex(none && !searching() ? 1 : 0);
    if (!none || searching())
        return;
    if (!m_logs)
        m_empty->setTexts(tr("No logs"), tr("Here stands what all servers have logged. Nobody reads the logs of this cluster."));
    else if (LogFilters::narrows(m_asked))
        m_empty->setTexts(tr("No line fits"), tr("Take a filter away, choose a longer time, or search for less. Lines are kept from the first day on that Chandelier knows a server, three days back at first."));
    else
        m_empty->setTexts(tr("No logs yet"), tr("Here stands what all servers log, in one table by time: evictions, lost connections, slow disks, each with what it means. "
                                                "Lines come as soon as a server with an agent is connected."));
}

void LogsPage::showGaps()
{
    QStringList parts;
    if (m_logs) {
        if (m_logs->trouble())
            parts << models::q(m_logs->trouble()->message);
        std::map<std::string, std::vector<std::string>> why;
        for (const auto &[server, state] : m_logs->followings())
            if (!state.trouble.empty())
                why[state.old ? tr("the agent is older than this program and gives no logs: upgrade it").toStdString() : state.trouble].push_back(server);
        for (const auto &[text, servers] : why)
            parts << tr("Nothing comes from %1: %2").arg(models::plainList(servers), models::q(text));
    }
    m_gaps->setVisible(!parts.isEmpty());
    m_gaps->setText(parts.join(QLatin1Char('\n')));
}

void LogsPage::showChosen()
{
    const QModelIndexList chosen = m_table->selectionModel()->selectedRows();
    const logbook::Line *line = chosen.size() == 1 ? m_lines->line(chosen.front().row()) : nullptr;
    m_detail->setVisible(line != nullptr); // its room is the lines' otherwise
    if (line != nullptr) {
        m_detail->show(*line);
        m_table->scrollTo(chosen.front());
    }
}

} // namespace pages
