// SPDX-License-Identifier: GPL-3.0-or-later
// What all servers have logged, in one table by time: filtered, searched, followed; a known message with what it means and what to do.
#pragma once
#include "app/models/loglines.h"
#include "app/shell/page.h"
#include "core/logs/logs.h"

#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;

namespace shell {
class Empty;
}

namespace pages {

class LogDetail;
class LogFilters;

class LogsPage final : public shell::Page {
    Q_OBJECT
public:
    explicit LogsPage(shell::Desk &desk);
    ~LogsPage() override;
    void open(const shell::Place &place) override;
    QString title() const override { return tr("Logs"); }
    QLineEdit *filterField() const override;

    /// The lines around that time (ms since the epoch) of one server, or of all when it is empty.
    void showAt(const std::string &server, std::int64_t time);
    bool following() const { return m_following; } ///< the end is shown, and what comes
    const logbook::Filter &shown() const { return m_asked; } ///< what the lines in the table fit
    bool searching() const { return m_older || m_newer; }
    models::LogLines &lines() const { return *m_lines; }
    QTreeView *table() const { return m_table; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    logbook::Logs *logs() const;
    QWidget *head();
    void connectLogs();
    void fillServers();
    void searchSoon();
    void restart();
    void look(logbook::Towards towards, logbook::Key from, std::size_t most);
    void take(logbook::Towards towards, const logbook::Found &found);
    void takeFresh();
    void scrolled();
    void setFollowing(bool following);
    void showState();
    void showGaps();
    void showChosen();
    void copy() const;

    LogFilters *m_filters;
    QPushButton *m_live;
    QLabel *m_state, *m_gaps;
    QTreeView *m_table;
    models::LogLines *m_lines;
    LogDetail *m_detail;
    shell::Empty *m_empty;
    QStackedWidget *m_stack;
    QTimer m_typed;
    QPointer<logbook::Logs> m_logs;
    std::unique_ptr<logbook::Search> m_older, m_newer;
    std::optional<std::int64_t> m_around; ///< the moment that was asked for; nothing: the end
    logbook::Filter m_asked;              ///< what the lines in the table fit
    std::uint64_t m_stamp = 0;
    double m_fraction = 0;
    int m_waiting = 0;                    ///< lines that came while the person reads further up
    bool m_oldest = false, m_newest = false; ///< there are no more at this end
    bool m_following = true, m_moving = false, m_asking = false, m_again = false, m_chooseNear = false;
};

} // namespace pages
