// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/chartstab.h"

#include "app/pages/cellpanel.h"
#include "app/pages/chartsets.h"
#include "app/shell/widgets.h"

#include <QStackedLayout>

namespace pages {

ChartsTab::ChartsTab(shell::Desk &desk)
    : m_desk(desk)
    , m_board(new charts::Board)
    , m_none(new shell::Empty(QStringLiteral("chart-line"), tr("No figures"), tr("Nothing measures this cluster: it was opened without its servers' agents.")))
    , m_stack(new QStackedLayout(this))
{
    m_board->setObjectName(QStringLiteral("charts"));
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_board);
    m_stack->addWidget(m_none);
    connect(m_board, &charts::Board::chosen, this, [this](const std::string &place, const charts::Range &when) { followChosen(m_desk, *m_board, place, when); });
    connect(m_board, &charts::Board::failed, this, [this](const QString &text) { m_desk.say({base::Problem::Storage, text.toStdString(), {}, {}}); });
}

void ChartsTab::open(const shell::Place &place)
{
    charts::Source *source = m_desk.cluster().charts();
    m_stack->setCurrentWidget(source != nullptr ? static_cast<QWidget *>(m_board) : m_none);
    if (source == nullptr)
        return;
    const inventory::World world = m_desk.cluster().world();
    const std::string kind = boardKind(place, world);
    if (place != m_place || kind != m_kind)
        fillBoard(*m_board, place, world);
    else
        refreshBoard(*m_board, place, world);
    m_place = place;
    m_kind = kind;
    m_board->setSource(source);
}

void ChartsTab::look(const charts::Range &when)
{
    const charts::Ms around = std::max<charts::Ms>(when.span() * 20, 10 * 60'000);
    m_board->axis().setRange({when.from - around, when.to + around});
}

} // namespace pages
