// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/checkstep.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/askpanels.h"
#include "app/wizards/checkrows.h"
#include "app/wizards/rowwords.h"
#include "app/wizards/tilewall.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

namespace {

Tile tileOf(const fleet::HostRow &row) { return {row.entry.name, models::q(row.entry.name), rowBadge(row), isDelivering(row) ? row.fraction : -1}; }

} // namespace

CheckStep::CheckStep(Intake &intake, QWidget *parent)
    : QWidget(parent)
    , m_intake(intake)
    , m_tally(shell::label({}, shell::theme::strong()))
    , m_onlyMine(new QCheckBox(tr("Only what needs me")))
    , m_notice(new shell::Notice(QStringLiteral("addservers.checknotice")))
    , m_keys(new KeysPanel(intake))
    , m_jump(new SecretPanel(intake, SecretPanel::What::Jump))
    , m_login(new SecretPanel(intake, SecretPanel::What::Login))
    , m_sudo(new SecretPanel(intake, SecretPanel::What::Sudo))
    , m_wall(new TileWall)
    , m_rows(new CheckRows)
{
    m_tally->setObjectName(QStringLiteral("addservers.tally"));
    m_tally->setWordWrap(true);
    m_onlyMine->setObjectName(QStringLiteral("addservers.onlymine"));
    m_wall->setObjectName(QStringLiteral("addservers.wall"));
    auto *againAll = shell::button(QStringLiteral("addservers.againall"), tr("Check again"), QStringLiteral("refresh-cw"));
    againAll->setToolTip(tr("All hosts that are not ready; this happens every few seconds by itself too"));
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_tally, 1);
    head->addWidget(m_onlyMine);
    head->addWidget(againAll);
    auto *split = new QSplitter;
    split->setChildrenCollapsible(false);
    auto *left = new QWidget;
    auto *leftRow = new QHBoxLayout(left);
    leftRow->setContentsMargins(0, 0, 16, 0);
    leftRow->addWidget(m_wall);
    auto *right = new QWidget;
    auto *rightRow = new QHBoxLayout(right);
    rightRow->setContentsMargins(16, 0, 0, 0);
    rightRow->addWidget(m_rows);
    left->setMinimumWidth(220);
    right->setMinimumWidth(380);
    split->addWidget(left);
    split->addWidget(right);
    split->setSizes({400, 560});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(head);
    for (QWidget *each : {static_cast<QWidget *>(m_notice), static_cast<QWidget *>(m_keys), static_cast<QWidget *>(m_jump), static_cast<QWidget *>(m_login), static_cast<QWidget *>(m_sudo)})
        column->addWidget(each);
    column->addWidget(split, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(80);
    connect(&m_soon, &QTimer::timeout, this, &CheckStep::takeChanges);
    connect(&intake, &Intake::rowChanged, this, [this](int row) {
        m_touched.insert(row);
        if (!m_soon.isActive())
            m_soon.start();
    });
    connect(&intake, &Intake::rowsChanged, this, [this] {
        m_all = true;
        if (!m_soon.isActive())
            m_soon.start();
    });
    connect(&intake, &Intake::failed, m_notice, qOverload<const base::Error &>(&shell::Notice::show));
    connect(m_onlyMine, &QCheckBox::toggled, this, &CheckStep::refresh);
    connect(m_keys, &KeysPanel::failed, m_notice, qOverload<const base::Error &>(&shell::Notice::show));
    connect(m_wall, &TileWall::currentChanged, this, &CheckStep::showChosen);
    connect(againAll, &QPushButton::clicked, this, [this] {
        std::vector<std::string> servers;
        for (const fleet::HostRow &row : m_intake.rows())
            if (needsPerson(row))
                servers.push_back(row.entry.name);
        for (const std::string &server : servers)
            m_intake.retry(server);
    });
    connect(m_rows, &CheckRows::againWanted, &intake, &Intake::retry);
    connect(m_rows, &CheckRows::removeWanted, &intake, &Intake::remove);
    connect(m_rows, &CheckRows::overrideWanted, this, [this](const std::string &server, const std::string &check, const std::string &reason) {
        if (const auto done = m_intake.overrideCheck(server, check, reason); !done)
            m_notice->show(done.error());
    });
    shell::beginAt(this, m_wall);
}

bool CheckStep::isTyping() const { return m_rows->isTyping(); }
void CheckStep::choose(const std::string &server) { m_wall->setCurrent(server); }

bool CheckStep::isShown(const fleet::HostRow &row) const { return !m_onlyMine->isChecked() || needsPerson(row); }

// Rows that change keep their tile; only where the filter is on may one come or go.
void CheckStep::takeChanges()
{
    if (m_all || m_onlyMine->isChecked())
        return refresh();
    const auto &rows = m_intake.rows();
    for (const int at : m_touched)
        if (at >= 0 && at < static_cast<int>(rows.size()))
            m_wall->updateTile(tileOf(rows[static_cast<std::size_t>(at)]));
    m_touched.clear();
    showAround();
}

void CheckStep::refresh()
{
    showTiles();
    m_all = false;
    m_touched.clear();
    showAround();
}

void CheckStep::showAround()
{
    m_keys->refresh();
    m_jump->refresh();
    m_login->refresh();
    m_sudo->refresh();
    m_tally->setText(tallyText(tally(m_intake.rows())));
    showChosen();
    emit changed();
}

void CheckStep::showTiles()
{
    std::vector<Tile> tiles;
    for (const fleet::HostRow &row : m_intake.rows())
        if (isShown(row))
            tiles.push_back(tileOf(row));
    m_wall->setEmptyText(m_intake.rows().empty() ? tr("No host is left on the list. Go back to name some.") : tr("Nothing needs you now. The others are at work or ready."));
    const bool fresh = m_wall->current().empty() && !tiles.empty();
    m_wall->setTiles(std::move(tiles));
    if (!fresh && !m_wall->current().empty())
        return;
    const auto &rows = m_intake.rows();
    const auto first = std::find_if(rows.begin(), rows.end(), [this](const fleet::HostRow &row) { return isShown(row) && needsPerson(row); });
    if (first != rows.end())
        m_wall->setCurrent(first->entry.name);
    else if (!m_wall->tiles().empty())
        m_wall->setCurrent(m_wall->tiles().front().key);
}

void CheckStep::showChosen() { m_rows->show(m_wall->current().empty() ? nullptr : m_intake.row(m_wall->current())); }

} // namespace wizards
