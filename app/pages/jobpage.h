// SPDX-License-Identifier: GPL-3.0-or-later
// The plan's own list coming alive: how far, what runs, what it prints; the failed step open with what to try.
#pragma once
#include "app/pages/movesview.h"
#include "app/shell/page.h"

#include <QTimer>

class QProgressBar;

namespace pages {

class JobPage final : public shell::Page {
    Q_OBJECT
public:
    explicit JobPage(shell::Desk &desk);
    void open(const shell::Place &place) override;
    QString title() const override { return m_title->text(); }
    void jobChanged(const jobs::JobId &id) override;

private:
    void show(const jobs::Job &job);
    void showTimes();
    void follow(const jobs::Job &job);
    void showEnd(const jobs::Job &job);

    jobs::JobId m_id;
    std::shared_ptr<const jobs::Job> m_job;
    models::Moves *m_moves;
    MovesView *m_view;
    MoveDetail *m_detail;
    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    QProgressBar *m_bar;
    QLabel *m_times;
    shell::Notice *m_notice;
    QPushButton *m_cancel, *m_retry, *m_undo;
    QTimer m_clock;
    bool m_follows = true; ///< until the person chooses a move
    bool m_moving = false;
};

} // namespace pages
