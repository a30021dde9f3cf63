// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/hastory.h"

#include "app/charts/source.h"
#include "app/models/words.h"
#include "app/shell/tabs.h"
#include "app/shell/theme.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

namespace {

constexpr qint64 restMs = 1000; ///< between two questions, while something goes on
constexpr qint64 restTimes = 20; ///< so many times what the question took, where a month of failovers is much to read
constexpr charts::Ms afterRecovery = 60'000;

/// The last figure of a target in the time after a story.
int lastOf(const charts::Answer &answer, int term)
{
    int last = -1;
    for (const charts::Line &line : answer.lines)
        if (line.term == term)
            for (const charts::Bucket &bucket : line.buckets)
                if (bucket.known())
                    last = static_cast<int>(bucket.high + 0.5F);
    return last;
}

} // namespace

StoryPanel::StoryPanel(shell::Desk &desk)
    : m_desk(desk)
    , m_stories(new TablePanel(desk, QStringLiteral("cluster.stories"), tr("Failovers"), models::storyColumns(), tr("No server of this cluster has gone away, as far back as this workstation remembers.")))
    , m_title(shell::label({}, shell::theme::section()))
    , m_lines(new shell::TableView(QStringLiteral("cluster.story"), new models::Table(models::storyLineColumns())))
    , m_recoveries(new shell::TableView(QStringLiteral("cluster.story.recoveries"), new models::Table(models::recoveryColumns())))
    , m_copy(shell::button(QStringLiteral("cluster.story.copy"), tr("Copy"), QStringLiteral("copy")))
{
    m_title->setObjectName(QStringLiteral("cluster.story.title"));
    m_title->setWordWrap(true);
    m_lines->setAccessibleName(tr("What happened"));
    m_lines->sortBy(QStringLiteral("at"));
    m_lines->setEmptyText(tr("Choose a failover to read it."));
    m_recoveries->setAccessibleName(tr("Recovery of the targets"));
    m_recoveries->setEmptyText(tr("No target had to recover."));
    m_copy->setToolTip(tr("Copies the story as text, for a ticket or a mail"));
    stories()->sortBy(QStringLiteral("when"), Qt::DescendingOrder);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_copy, 0, Qt::AlignTop);
    auto *below = new QWidget;
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, 10, 0, 0);
    column->addLayout(head);
    auto *parts = new shell::Tabs(QStringLiteral("cluster.story.parts"));
    parts->addTab(tr("What happened"));
    parts->addTab(tr("Recovery of the targets"));
    parts->setAccessibleName(tr("Parts of the story"));
    auto *stack = new QStackedWidget;
    stack->addWidget(m_lines);
    stack->addWidget(m_recoveries);
    connect(parts, &QTabBar::currentChanged, stack, &QStackedWidget::setCurrentIndex);
    column->addWidget(parts);
    column->addWidget(stack, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_stories);
    split->addWidget(below);
    split->setSizes({130, 420});
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(split);
    connect(stories(), &shell::TableView::choiceChanged, this, &StoryPanel::showChosen);
    connect(m_recoveries, &shell::TableView::opened, this, [this](const std::string &key) { m_desk.open(key); });
    connect(m_copy, &QPushButton::clicked, this, [this] {
        if (const ha::Story *story = chosen())
            QGuiApplication::clipboard()->setText(models::storyText(*story, m_input));
    });
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (std::exchange(m_wanted, false))
            ask();
    });
    showChosen();
}

void StoryPanel::show(const std::string &cluster)
{
    if (std::exchange(m_cluster, cluster) != cluster) {
        delete m_context;
        m_context = new QObject(this);
        m_asking = false;
        m_again.stop();
        m_input = {};
        m_told.clear();
        refill();
    }
    if (m_asking || m_again.isActive())
        m_wanted = true;
    else
        ask();
}

void StoryPanel::ask()
{
    m_asking = true;
    QElapsedTimer took;
    took.start();
    m_desk.cluster().failovers(m_cluster, m_context, [this, took](const ha::StoryInput &input) {
        m_asking = false;
        m_again.start(static_cast<int>(std::max(restMs, restTimes * took.elapsed())));
        take(input);
    });
}

void StoryPanel::take(const ha::StoryInput &input)
{
    m_input = input;
    m_asked.clear();
    m_told = ha::stories(m_input);
    refill();
}

/// How many clients came back and how many were evicted is among the figures.
void StoryPanel::askClients()
{
    charts::Source *source = m_desk.cluster().charts();
    if (source == nullptr || chosen() == nullptr)
        return;
    const ha::Story story = *chosen();
    const std::vector<ha::RecoveryFact> all = m_input.recoveries;
    for (const ha::RecoveryFact &r : all) {
        const ha::RecoveryFact *its = models::recoveryAfter(story, m_input, r.target);
        if (its == nullptr || its->startedAt != r.startedAt || r.completed >= 0 || !m_asked.insert({r.target, r.startedAt}).second)
            continue;
        const charts::Range range{r.startedAt, (r.endedAt == 0 ? r.startedAt + 600'000 : r.endedAt) + afterRecovery};
        const std::string scope = "target:" + r.target;
        source->ask({range, 30, {{"recovery_completed", scope}, {"recovery_evicted", scope}}}, m_context, [this, target = r.target, began = r.startedAt](const charts::Answer &answer) {
            for (ha::RecoveryFact &one : m_input.recoveries)
                if (one.target == target && one.startedAt == began) {
                    one.completed = lastOf(answer, 0);
                    one.evicted = lastOf(answer, 1);
                }
            m_told = ha::stories(m_input);
            refill();
        });
    }
}

void StoryPanel::refill()
{
    m_stories->setRows(models::storyRows(m_told), false);
    const std::string newest = m_told.empty() ? std::string() : models::storyKey(m_told.back());
    if (std::exchange(m_newest, newest) != newest && !newest.empty())
        stories()->choose(newest);
    showChosen();
    emit changed();
}

const ha::Story *StoryPanel::chosen() const
{
    const std::vector<std::string> keys = stories()->chosen();
    const auto at = std::find_if(m_told.begin(), m_told.end(), [&](const ha::Story &s) { return !keys.empty() && models::storyKey(s) == keys.front(); });
    return at == m_told.end() ? nullptr : &*at;
}

void StoryPanel::showChosen()
{
    const ha::Story *story = chosen();
    m_title->setText(story == nullptr ? QString() : models::q(story->title));
    m_copy->setVisible(story != nullptr);
    m_lines->table()->setRows(story == nullptr ? std::vector<models::Row>() : models::storyLineRows(*story), false);
    m_recoveries->table()->setRows(story == nullptr ? std::vector<models::Row>() : models::recoveryRows(*story, m_input), false);
    if (story != nullptr)
        askClients();
}

} // namespace pages
