// SPDX-License-Identifier: GPL-3.0-or-later
// BMCs and outlets by server: whether each answers and is on, now; on, off and cycle end in a plan that says what it interrupts.
#pragma once
#include "app/pages/listpage.h"
#include "core/plan/power.h"

#include <QTimer>

namespace pages {

class PowerPage final : public ListPage {
    Q_OBJECT
public:
    explicit PowerPage(shell::Desk &desk);
    void open(const shell::Place &place) override;

    /// What a device said last.
    struct Answer {
        bool asking = false, failed = false;
        std::int64_t at = 0;  ///< ms; 0: it has not answered yet
        QString state{};      ///< "on", "off", "unknown", as the fence agent says it
        QString why{};        ///< of a failure
    };
    const std::map<std::string, Answer> &answers() const { return m_answers; }

protected:
    std::vector<models::Row> rows() const override;
    QString summary() const override;
    std::vector<inventory::ObjectId> objects(const std::vector<std::string> &) const override { return {}; }
    shell::Place placeOf(const std::string &key) const override;
    std::vector<models::Choice> ownChoices(const std::vector<std::string> &keys) const override;
    void choose(const std::vector<plan::Goal> &goals) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void ask();
    void askOne(const std::string &key, const plan::Outlet &outlet);
    models::Row row(const plan::Outlet &outlet, const inventory::World &world) const;
    std::string serverOf(const std::string &key) const;

    std::map<std::string, Answer> m_answers; ///< by key of the row
    QTimer m_again;
};

/// The key of an outlet's row: "outlet:oss1:1".
std::string outletKey(const plan::Outlet &outlet, std::size_t place);

} // namespace pages
