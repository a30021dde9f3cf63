// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/hapanels.h"

#include "app/models/words.h"
#include "app/pages/listpage.h"
#include "app/shell/theme.h"
#include "core/ha/difference.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QVBoxLayout>

namespace pages {

std::vector<inventory::ObjectId> objectsIn(const std::vector<std::string> &keys)
{
    std::vector<inventory::ObjectId> ids;
    for (const std::string &key : keys)
        if (const std::string kind = models::placeKind(key); kind == "server" || kind == "target" || kind == "cluster")
            ids.push_back(key);
    return ids.size() == keys.size() ? ids : std::vector<inventory::ObjectId>();
}

TablePanel::TablePanel(shell::Desk &desk, const QString &name, const QString &heading, std::vector<models::Column> columns, const QString &emptyText)
    : m_desk(desk)
    , m_table(new shell::TableView(name, new models::Table(std::move(columns))))
    , m_filter(pages::filterField(m_table))
    , m_actions(new shell::ActionBar)
    , m_chooser(new shell::Chooser(desk.cluster(), this))
    , m_tools(new QHBoxLayout)
{
    m_table->setEmptyText(emptyText);
    m_table->setAccessibleName(heading);
    m_tools->addWidget(m_filter, 1);
    m_tools->addStretch(1);
    m_tools->addWidget(m_actions);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(m_tools);
    column->addWidget(m_table, 1);
    connect(m_table, &shell::TableView::opened, this, [this](const std::string &key) {
        if (!objectsIn({key}).empty())
            m_desk.open(key);
    });
    connect(m_table, &shell::TableView::choiceChanged, this, [this] { m_chooser->ask(objectsIn(m_table->chosen())); });
    connect(m_chooser, &shell::Chooser::ready, this, [this](const auto &choices) { m_actions->setChoices(choices, 2); });
    m_chooser->guard(m_actions);
    connect(m_actions, &shell::ActionBar::chosen, this, [this](const auto &goals) { m_desk.propose(goals); });
    connect(m_table, &shell::TableView::menuWanted, this, &TablePanel::showMenu);
}

void TablePanel::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::vector<inventory::ObjectId> objects = objectsIn(m_table->chosen());
    if (objects.size() == 1)
        menu->addAction(tr("Open"), this, [this, object = objects.front()] { m_desk.open(object); });
    if (!objects.empty()) {
        menu->addSeparator();
        m_desk.fillMenu(*menu, objects);
        menu->addSeparator();
    }
    menu->addAction(tr("Copy as table"), m_table, [this] { m_table->copy(); });
    menu->popup(at);
}

void TablePanel::setRows(std::vector<models::Row> rows, bool glow)
{
    m_table->table()->setRows(std::move(rows), glow);
    m_chooser->ask(objectsIn(m_table->chosen()));
}

void TablePanel::addTool(QWidget *widget) { m_tools->insertWidget(1, widget); }

void TablePanel::forget()
{
    m_table->clearSelection();
    m_filter->clear();
}

ReadinessPanel::ReadinessPanel(shell::Desk &desk)
    : m_targets(new TablePanel(desk, QStringLiteral("cluster.readiness"), tr("Readiness"), models::readinessColumns(), tr("None of the targets is under Pacemaker here.")))
    , m_checks(new shell::TableView(QStringLiteral("cluster.checks"), new models::Table(models::checkColumns())))
    , m_only(new QCheckBox(tr("Only what is not ready")))
    , m_of(shell::label({}, shell::theme::strong()))
{
    m_only->setObjectName(QStringLiteral("cluster.readiness.only"));
    m_of->setObjectName(QStringLiteral("cluster.checks.of"));
    m_targets->addTool(m_only);
    m_checks->setAccessibleName(tr("Checks"));
    m_checks->sortBy(QStringLiteral("grade"));
    m_checks->setEmptyText(tr("Choose a row to see each thing that was looked at."));
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_of);
    column->addWidget(m_checks, 1);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->addWidget(m_targets);
    split->addWidget(right);
    split->setSizes({200, 260});
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(split);
    connect(m_only, &QCheckBox::toggled, this, [this] { refill(false); });
    connect(m_targets->table(), &shell::TableView::choiceChanged, this, &ReadinessPanel::showChecks);
}

void ReadinessPanel::showOnlyNotReady(bool only) { m_only->setChecked(only); }

void ReadinessPanel::show(const ha::Readiness &readiness, const std::string &cluster, bool glow)
{
    m_readiness = readiness;
    m_cluster = cluster;
    refill(glow);
}

void ReadinessPanel::refill(bool glow)
{
    m_targets->setRows(models::readinessRows(m_readiness, m_cluster, m_only->isChecked()), glow);
    showChecks();
}

// Of the row that is chosen; of the cluster as long as none is.
void ReadinessPanel::showChecks()
{
    const std::vector<std::string> chosen = m_targets->table()->chosen();
    const std::string key = chosen.empty() ? "plain:cluster" : chosen.front();
    for (const ha::TargetReadiness &t : m_readiness.targets)
        if (t.target == key) {
            m_of->setText(models::q(t.label));
            return m_checks->table()->setRows(models::checkRows(t.checks), false);
        }
    m_of->setText(tr("The cluster itself"));
    for (const ha::ClusterReadiness &c : m_readiness.clusters)
        if (c.cluster == m_cluster)
            return m_checks->table()->setRows(models::checkRows(c.checks), false);
    m_checks->table()->setRows({}, false);
}

ConfigurationPanel::ConfigurationPanel()
    : m_text(shell::monoBox(QStringLiteral("cluster.configuration")))
{
    m_text->setAccessibleName(tr("Configuration"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 12);
    column->addWidget(m_text, 1);
}

namespace {

QString valueLines(const QString &heading, const std::map<std::string, std::string> &values)
{
    QString text = QStringLiteral("# ") + heading + QLatin1Char('\n');
    for (const auto &[name, value] : values)
        text += models::q(name + " = " + value) + QLatin1Char('\n');
    return values.empty() ? QString() : text + QLatin1Char('\n');
}

QString foreignLines(const ha::Cib &cib)
{
    QString text;
    for (const ha::CibUnknown &one : ha::foreign(cib))
        text += models::q(one.section + "  " + one.id) + QLatin1Char('\n');
    return text.isEmpty() ? text : QStringLiteral("# ") + ConfigurationPanel::tr("Made by others; it is shown and left alone") + QLatin1Char('\n') + text + QLatin1Char('\n');
}

} // namespace

void ConfigurationPanel::show(const ha::HaCluster &cluster)
{
    QString text;
    if (cluster.cib) {
        text += valueLines(tr("Cluster options"), cluster.cib->properties) + valueLines(tr("Defaults of resources"), cluster.cib->resourceDefaults) + foreignLines(*cluster.cib);
        QString constraints;
        for (const ha::CibConstraint &c : cluster.cib->constraints)
            constraints += models::q(c.id + "  " + c.resource + (c.with.empty() ? "" : " > " + c.with) + (c.node.empty() ? "" : " @ " + c.node) + (c.score.empty() ? "" : "  " + c.score)
                               + (c.rules.empty() ? "" : "  " + c.rules)) + QLatin1Char('\n');
        text += constraints.isEmpty() ? QString() : QStringLiteral("# ") + tr("Constraints") + QLatin1Char('\n') + constraints + QLatin1Char('\n');
    } else {
        text += QStringLiteral("# ") + tr("Pacemaker's configuration has not been read: only the node that decides (DC) gives it") + QStringLiteral("\n\n");
    }
    if (cluster.conf)
        text += valueLines(QStringLiteral("corosync.conf"), cluster.conf->values);
    shell::setMonoText(*m_text, text.trimmed());
    if (m_text->property("of").toString() != models::q(cluster.id)) {
        m_text->setProperty("of", models::q(cluster.id));
        m_text->moveCursor(QTextCursor::Start);
    }
}

} // namespace pages
