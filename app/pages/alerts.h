// SPDX-License-Identifier: GPL-3.0-or-later
// The alerts that hold: since when, why, what helps; acknowledged with a note, muted for a time.
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

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
    std::vector<inventory::ObjectId> objects(const std::vector<std::string> &keys) const override;
    shell::Place placeOf(const std::string &key) const override;

private:
    std::vector<monitoring::Alert> chosen() const;
    void showDetail();
    void askNote();
    QPushButton *m_acknowledge, *m_mute;
    QLabel *m_detail;
};

} // namespace pages
