// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/jobpage.h"

#include "app/models/words.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace pages {

JobPage::JobPage(shell::Desk &desk)
    : Page(desk, QStringLiteral("job"))
    , m_moves(new models::Moves)
    , m_view(new MovesView(QStringLiteral("job.moves"), m_moves))
    , m_detail(new MoveDetail(QStringLiteral("job.detail")))
    , m_title(new shell::ElidedLabel(shell::theme::heading()))
    , m_badge(new shell::BadgeLabel)
    , m_bar(new QProgressBar)
    , m_times(shell::dimLabel())
    , m_notice(new shell::Notice(QStringLiteral("job.notice")))
    , m_cancel(shell::button(QStringLiteral("job.cancel"), tr("Cancel"), QStringLiteral("square")))
    , m_retry(shell::button(QStringLiteral("job.retry"), tr("Retry from here"), QStringLiteral("rotate-cw"), QStringLiteral("primary")))
    , m_undo(shell::button(QStringLiteral("job.undo"), tr("Undo"), QStringLiteral("rotate-ccw")))
{
    m_badge->setObjectName(QStringLiteral("job.state"));
    m_bar->setObjectName(QStringLiteral("job.progress"));
    m_bar->setRange(0, 1000);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_times->setWordWrap(false);
    m_notice->setClosable(false);
    m_undo->setToolTip(tr("Shows the plan that takes this back"));
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    for (QPushButton *b : {m_cancel, m_retry, m_undo})
        head->addWidget(b);
    auto *line = new QHBoxLayout;
    line->addWidget(m_bar, 1);
    line->addSpacing(8);
    line->addWidget(m_times);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(24, 16, 24, 12);
    top->setSpacing(8);
    head->setSpacing(12);
    line->setSpacing(8);
    top->addLayout(head);
    top->addLayout(line);
    top->addWidget(m_notice);
    auto *split = new QSplitter;
    split->setObjectName(QStringLiteral("job.split"));
    split->setChildrenCollapsible(false);
    split->addWidget(m_view);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setSizes({520, 520});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(shell::hairline());
    column->addWidget(split, 1);
    connect(m_view, &MovesView::moveChosen, this, [this](int move) {
        m_follows = m_follows && m_moving;
        if (m_job)
            m_detail->show(move, move >= 0 && static_cast<std::size_t>(move) < m_job->moves.size() ? &m_job->moves[static_cast<std::size_t>(move)] : nullptr);
    });
    connect(m_detail, &MoveDetail::moveWanted, m_view, &MovesView::choose);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancel->setEnabled(false);
        m_cancel->setProperty("asked", true);
        cluster().cancel(m_id);
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        m_follows = true;
        if (const auto again = cluster().retry(m_id); !again)
            m_notice->show(again.error());
    });
    connect(m_undo, &QPushButton::clicked, this, [this] { this->desk().show(cluster().undo(m_id)); });
    m_clock.setInterval(1000);
    connect(&m_clock, &QTimer::timeout, this, &JobPage::showTimes);
}

void JobPage::open(const shell::Place &place)
{
    const jobs::JobId id = models::placeName(place);
    const std::shared_ptr<const jobs::Job> job = cluster().job(id);
    if (!job) {
        if (cluster().moment() != 0 && id == m_id)
            m_notice->show(models::Tone::Unknown, tr("This job was begun later than the moment you are looking at."));
        return;
    }
    if (id != m_id || !m_job) {
        m_id = id;
        m_follows = true;
        m_moving = true;
        m_job = job;
        m_detail->setPlan(job->plan);
        m_moves->setPlan(job->plan);
        m_moving = false;
    }
    show(*job);
}

void JobPage::jobChanged(const jobs::JobId &id)
{
    if (id == m_id)
        open("job:" + id);
}

void JobPage::show(const jobs::Job &job)
{
    m_job = cluster().job(m_id);
    m_title->setText(models::q(job.plan.title));
    m_badge->setBadge(models::jobBadge(job.state));
    m_bar->setValue(static_cast<int>(job.fraction() * 1000));
    const bool ended = jobs::isEnd(job.state);
    m_cancel->setVisible(!ended);
    if (ended)
        m_cancel->setProperty("asked", false);
    m_retry->setVisible(ended && job.state != jobs::JobState::Done);
    m_undo->setVisible(ended && job.doneMoves() > 0);
    const QString past = cluster().moment() != 0 ? cluster().whyLocked() : QString();
    for (QPushButton *b : {m_cancel, m_retry, m_undo}) {
        b->setEnabled(past.isEmpty() && !b->property("asked").toBool());
        b->setToolTip(!past.isEmpty() ? past : b == m_undo ? tr("Shows the plan that takes this back") : QString());
    }
    m_moves->setJob(m_job);
    follow(job);
    const int move = m_view->chosen();
    m_detail->show(move, move >= 0 && static_cast<std::size_t>(move) < m_job->moves.size() ? &m_job->moves[static_cast<std::size_t>(move)] : nullptr);
    showEnd(job);
    showTimes();
    ended ? m_clock.stop() : m_clock.start();
}

void JobPage::follow(const jobs::Job &job)
{
    if (!m_follows)
        return;
    int at = -1;
    for (std::size_t i = 0; i < job.moves.size(); ++i) {
        const jobs::JobState state = job.moves[i].state;
        if (state == jobs::JobState::Failed || state == jobs::JobState::TimedOut || state == jobs::JobState::Stalled) {
            at = static_cast<int>(i);
            break;
        }
        if (state == jobs::JobState::Running && at < 0)
            at = static_cast<int>(i);
    }
    if (at < 0 || at == m_view->chosen())
        return;
    m_moving = true;
    m_view->choose(at);
    m_moving = false;
}

void JobPage::showEnd(const jobs::Job &job)
{
    if (job.error)
        return m_notice->show(*job.error);
    if (!job.waitingFor.empty() && !jobs::isEnd(job.state))
        return m_notice->show(models::Tone::Warning, models::q(job.waitingFor), tr("It goes on by itself."));
    m_notice->clear();
}

void JobPage::showTimes()
{
    if (!m_job)
        return;
    const std::int64_t from = m_job->startedAt != 0 ? m_job->startedAt : m_job->createdAt;
    const std::int64_t to = m_job->endedAt != 0 ? m_job->endedAt : cluster().moment() != 0 ? cluster().moment() : QDateTime::currentMSecsSinceEpoch();
    m_times->setText(tr("%1 of %2 moves, %3").arg(m_job->doneMoves()).arg(m_job->plan.moves.size()).arg(models::duration(to - from)));
}

} // namespace pages
