// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/touchbox.h"

#include "app/charts/chart.h"
#include "app/models/words.h"
#include "app/shell/icons.h"
#include "app/shell/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

TouchBox::TouchBox(shell::Desk &desk)
    : m_desk(desk)
    , m_fold(shell::button(QStringLiteral("touch.fold"), tr("What this touches"), QStringLiteral("chevron-right"), QStringLiteral("quiet")))
    , m_summary(new QLabel)
    , m_missing(shell::dimLabel())
    , m_table(new shell::TableView(QStringLiteral("touch.table"), new models::Table(touchColumns())))
    , m_body(new QWidget)
{
    setObjectName(QStringLiteral("touch"));
    m_fold->setCheckable(true);
    m_summary->setObjectName(QStringLiteral("touch.summary"));
    m_missing->setObjectName(QStringLiteral("touch.missing"));
    m_table->setAccessibleName(tr("What this touches"));
    m_table->setFixedHeight(168);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 0);
    head->addWidget(m_fold);
    head->addWidget(m_summary, 1);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->addWidget(m_missing);
    body->addWidget(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(m_body);
    connect(m_fold, &QPushButton::toggled, this, &TouchBox::unfold);
    connect(m_table, &shell::TableView::opened, this, [this](const std::string &key) { m_desk.open(key); });
    unfold(false);
    hide();
}

void TouchBox::unfold(bool open)
{
    m_fold->setChecked(open);
    m_fold->setIcon(shell::icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_body->setVisible(open);
}

void TouchBox::show(const plan::Plan &plan)
{
    m_targets = touchedTargets(plan, m_desk.cluster().world());
    m_why.clear();
    delete m_context;
    m_context = new QObject(this);
    setVisible(!m_targets.empty());
    if (m_targets.empty())
        return;
    unfold(m_targets.size() <= 4);
    ask();
    refill();
}

void TouchBox::ask()
{
    charts::Source *source = m_desk.cluster().charts();
    if (source == nullptr) {
        m_why = tr("Nothing measures this cluster, so jobs, dirty and granted bytes are not known, nor how long recovery took before.");
        return;
    }
    const charts::Ms now = source->end().value_or(QDateTime::currentMSecsSinceEpoch());
    const charts::Question question = touchNow(m_targets, m_desk.cluster().world(), now);
    source->ask(question, m_context, [this, question](const charts::Answer &answer) {
        takeNow(m_targets, question, answer);
        if (answer.lines.empty())
            m_why = tr("There are no figures of the last minutes: %1").arg(answer.nothing.isEmpty() ? charts::whyEmpty(answer) : answer.nothing);
        else if (std::any_of(m_targets.begin(), m_targets.end(), [](const auto &t) { return t.granted < 0; }))
            m_why = tr("Of some targets there are no figures of the last minutes.");
        refill();
    });
    source->ask(touchHistory(now), m_context, [this](const charts::Answer &answer) {
        takeHistory(m_targets, answer);
        refill();
    });
}

void TouchBox::refill()
{
    m_summary->setText(touchSummary(m_targets));
    m_missing->setText(m_why);
    m_missing->setVisible(!m_why.isEmpty());
    m_table->table()->setRows(touchRows(m_targets), false);
}

} // namespace pages
