// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/activity.h"

#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QProgressBar>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace shell {

namespace {
constexpr std::size_t mostCards = 12;
}

class Activity::Card final : public QPushButton {
public:
    Card(Desk &desk, const jobs::JobId &id)
        : m_desk(desk), m_cluster(new ElidedLabel(font())), m_title(new ElidedLabel(theme::strong())), m_badge(new BadgeLabel), m_bar(new QProgressBar)
        , m_line(new ElidedLabel(font())), m_move(new ElidedLabel(font())), m_cancel(button(QStringLiteral("activity.cancel"), {}, QStringLiteral("x"), QStringLiteral("quiet")))
    {
        setObjectName(QStringLiteral("activity.job"));
        setProperty("kind", QStringLiteral("quiet"));
        m_badge->setFont(font());
        m_bar->setRange(0, 1000);
        m_bar->setTextVisible(false);
        m_bar->setFixedHeight(8);
        m_cancel->setFixedSize(26, 24);
        m_cancel->setToolTip(Activity::tr("Cancel this job"));
        m_cancel->setAccessibleName(m_cancel->toolTip());
        m_line->setObjectName(QStringLiteral("activity.line"));
        m_move->setObjectName(QStringLiteral("activity.move"));
        for (ElidedLabel *l : {m_cluster, m_title, m_line, m_move}) // a line each: a card that grew and shrank with each move would be hard to hit
            l->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        auto *row = new QHBoxLayout;
        row->addWidget(m_title, 1);
        row->addWidget(m_cancel);
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(12, 8, 8, 8);
        column->setSpacing(2);
        column->addWidget(m_cluster);
        column->addLayout(row);
        column->addWidget(m_bar);
        column->addWidget(m_badge);
        column->addWidget(m_line);
        column->addWidget(m_move);
        for (QWidget *w : std::initializer_list<QWidget *>{m_cluster, m_title, m_badge, m_bar, m_line, m_move})
            w->setAttribute(Qt::WA_TransparentForMouseEvents);
        QObject::connect(this, &QPushButton::clicked, &desk, [&desk, id] {
            if (!desk.cluster().job(id)) // it was begun later than what the pages show
                desk.cluster().look(0);
            desk.open("job:" + id);
        });
        QObject::connect(m_cancel, &QPushButton::clicked, &desk, [&desk, id] { desk.cluster().present().cancel(id); });
    }
    QSize sizeHint() const override { return layout()->sizeHint(); }
    QSize minimumSizeHint() const override { return {120, layout()->minimumSize().height()}; }
    /// `named`: with its cluster's name and mark, when several are open.
    void show(const jobs::Job &job, bool named)
    {
        m_named = named;
        m_cluster->setVisible(named);
        m_cluster->setText(m_desk.cluster().name());
        update();
        const bool ended = jobs::isEnd(job.state);
        m_title->setText(models::q(job.plan.title));
        setAccessibleName(m_title->text());
        m_badge->setBadge(models::jobBadge(job.state));
        m_bar->setVisible(!ended);
        m_bar->setValue(static_cast<int>(job.fraction() * 1000));
        m_cancel->setVisible(!ended);
        m_line->setText(!ended ? Activity::tr("%1 of %2 moves").arg(job.doneMoves()).arg(job.plan.moves.size())
                               : Activity::tr("%1, took %2").arg(models::moment(job.endedAt), models::duration(job.endedAt - (job.startedAt != 0 ? job.startedAt : job.createdAt))));
        m_move->setText(runningMove(job));
        m_move->setVisible(!m_move->text().isEmpty());
        setToolTip(m_title->text() + QLatin1Char('\n') + m_line->text() + (m_move->text().isEmpty() ? QString() : QLatin1Char('\n') + m_move->text()));
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QPushButton::paintEvent(event);
        if (m_named)
            QPainter(this).fillRect(QRect(0, 6, 3, height() - 12), theme::mark(m_desk.cluster().colour()));
    }

private:
    static QString runningMove(const jobs::Job &job)
    {
        for (std::size_t i = 0; i < job.moves.size() && i < job.plan.moves.size(); ++i)
            if (job.moves[i].state == jobs::JobState::Running)
                return models::moveTitle(job.plan.moves[i]);
        return {};
    }
    Desk &m_desk;
    bool m_named = false;
    ElidedLabel *m_cluster;
    ElidedLabel *m_title;
    BadgeLabel *m_badge;
    QProgressBar *m_bar;
    ElidedLabel *m_line;
    ElidedLabel *m_move;
    QPushButton *m_cancel;
};

Activity::Activity(QWidget *parent)
    : QWidget(parent)
    , m_cards(new QVBoxLayout)
    , m_none(dimLabel(tr("Plans that you run are shown here while they run, and the last ones after.")))
{
    setObjectName(QStringLiteral("activity"));
    auto *fold = button(QStringLiteral("activity.fold"), {}, QStringLiteral("panel-right"), QStringLiteral("quiet"));
    fold->setToolTip(tr("Fold the activity panel"));
    fold->setAccessibleName(fold->toolTip());
    fold->setFixedWidth(30);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 0, 0, 0);
    head->addWidget(label(tr("Activity"), theme::section()));
    head->addStretch();
    head->addWidget(fold);
    auto *inner = new QWidget;
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(2);
    m_cards->addStretch();
    inner->setLayout(m_cards);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    for (QWidget *w : {static_cast<QWidget *>(scroll), scroll->viewport(), inner})
        w->setAutoFillBackground(false);
    m_none->setContentsMargins(12, 0, 12, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 12, 8, 8);
    column->addLayout(head);
    column->addWidget(m_none);
    column->addWidget(scroll, 1);
    connect(fold, &QPushButton::clicked, this, &Activity::folded);
}

void Activity::setDesks(const std::vector<Desk *> &desks)
{
    m_desks = desks;
    for (const auto &[id, card] : m_shown)
        delete card;
    m_shown.clear();
    refresh();
}

void Activity::refresh()
{
    std::vector<std::pair<Desk *, std::shared_ptr<const jobs::Job>>> all;
    for (Desk *desk : m_desks)
        for (const auto &job : desk->cluster().present().jobs())
            all.emplace_back(desk, job);
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.second->createdAt > b.second->createdAt; });
    all.resize(std::min(all.size(), mostCards));
    std::map<jobs::JobId, Card *> keep;
    int at = 0;
    for (const auto &[desk, job] : all) {
        Card *&card = m_shown[job->id];
        if (card == nullptr)
            card = new Card(*desk, job->id);
        if (m_cards->indexOf(card) != at) {
            m_cards->removeWidget(card);
            m_cards->insertWidget(at, card);
        }
        card->show(*job, m_desks.size() > 1);
        keep[job->id] = card;
        ++at;
    }
    for (const auto &[id, card] : m_shown)
        if (keep.count(id) == 0)
            card->deleteLater();
    m_shown = std::move(keep);
    m_none->setVisible(m_shown.empty());
}

void Activity::jobChanged(Desk *desk, const jobs::JobId &id)
{
    const auto card = m_shown.find(id);
    const auto job = desk->cluster().present().job(id);
    if (card == m_shown.end() || !job)
        return refresh();
    card->second->show(*job, m_desks.size() > 1);
}

} // namespace shell
