// SPDX-License-Identifier: GPL-3.0-or-later
// The alerts that hold, and those that held: since when, why, which plan would help; acknowledged with a note, muted for a time.
#pragma once
#include "app/pages/listpage.h"
#include "app/shell/alertside.h"

namespace pages {

class Alerts final : public ListPage {
    Q_OBJECT
public:
    explicit Alerts(shell::Desk &desk);
    void acknowledge(const QString &note); ///< those that are chosen
    void muteFor(std::int64_t ms);
    void open(const shell::Place &place) override;
    void showLogs(); ///< of the server that the chosen one is about, when it began

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
    std::vector<inventory::ObjectId> objects(const std::vector<std::string> &keys) const override;
    shell::Place placeOf(const std::string &key) const override;

private:
    std::vector<monitoring::Alert> chosen() const;
    std::vector<monitoring::Alert> shown() const;
    void showDetail();
    void askNote();
    void fetchHistory();
    void makeFilters();
    void makeDetail();
    void makeMuteMenu();
    void makeTellMenu();
    std::optional<plan::Goal> help() const; ///< against the one that is chosen

    QPushButton *m_acknowledge, *m_mute, *m_logs, *m_help, *m_past, *m_severity, *m_tell;
    QWidget *m_below;
    QLabel *m_detail;
    monitoring::Severity m_least = monitoring::Severity::Info;
    std::vector<monitoring::Alert> m_history{}; ///< those that have ended, while they are shown
};

} // namespace pages
