// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/overview.h"

#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/lists.h"
#include "app/shell/delegate.h"
#include "app/shell/theme.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

namespace pages {

Overview::Overview(shell::Desk &desk)
    : Page(desk, QStringLiteral("overview"))
    , m_title(new shell::ElidedLabel(shell::theme::heading()))
    , m_badge(new shell::BadgeLabel)
    , m_notice(new shell::Notice(QStringLiteral("overview.notice")))
    , m_facts(new shell::Facts(4))
    , m_troubleHeading(shell::label(tr("Wants attention"), shell::theme::section()))
    , m_troubles(new shell::TableView(QStringLiteral("overview.troubles"), new models::Table({{QStringLiteral("text"), tr("What"), 600}})))
    , m_systems(new shell::TableView(QStringLiteral("overview.filesystems"), new models::Table(models::filesystemColumns())))
    , m_next(new shell::Empty(QStringLiteral("layers"), tr("No file system yet"), {}, tr("Create file system")))
    , m_systemsBox(new QWidget)
{
    m_badge->setObjectName(QStringLiteral("overview.state"));
    m_notice->setClosable(false);
    m_troubles->setHeaderHidden(true);
    m_troubles->setAccessibleName(m_troubleHeading->text());
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(12);
    column->addLayout(head);
    column->addWidget(m_notice);
    column->addWidget(m_facts);
    column->addWidget(m_troubleHeading);
    column->addWidget(m_troubles);
    auto *systems = new QVBoxLayout(m_systemsBox);
    systems->setContentsMargins(0, 4, 0, 0);
    systems->addWidget(shell::label(tr("File systems"), shell::theme::section()));
    systems->addWidget(m_systems, 1);
    column->addWidget(m_systemsBox, 1);
    column->addWidget(m_next, 1);
    for (shell::TableView *table : {m_troubles, m_systems})
        connect(table, &shell::TableView::opened, this, [this](const std::string &key) { this->desk().open(key.substr(0, key.find('#'))); });
    connect(m_notice, &shell::Notice::triggered, this, [this] {
        plan::Goal goal;
        goal.what = plan::Goal::What::Repair;
        this->desk().propose({goal});
    });
    connect(m_next->action(), &QPushButton::clicked, this, [this] { this->desk().startWizard(createGoal()); });
}

namespace {

std::vector<shell::Fact> overviewFacts(const inventory::World &world)
{
    const auto count = [](const auto &map, auto test) { return std::count_if(map.begin(), map.end(), [&](const auto &entry) { return test(entry.second); }); };
    const auto up = count(world->servers, [](const inventory::Server &s) { return s.up(); });
    const auto mounted = count(world->targets, [](const inventory::Target &t) { return t.state == machine::State::Mounted; });
    const auto available = count(world->filesystems, [](const inventory::FileSystem &f) { return f.state == machine::State::Available; });
    const auto free = count(world->volumes, [](const inventory::Volume &v) { return v.usable(); });
    const auto of = [](auto n, std::size_t all) { return Overview::tr("%1 of %2").arg(n).arg(all); };
    return {
        {Overview::tr("Servers up"), of(up, world->servers.size()), models::Tone::None, -1, "servers"},
        {Overview::tr("File systems available"), of(available, world->filesystems.size()), models::Tone::None, -1, "filesystems"},
        {Overview::tr("Targets mounted"), of(mounted, world->targets.size())},
        {Overview::tr("Volumes free"), of(free, world->volumes.size()), models::Tone::None, -1, "volumes"},
    };
}

} // namespace

void Overview::open(const shell::Place &)
{
    const inventory::World world = cluster().world();
    const std::vector<inventory::Drift> drift = desk().drift();
    const std::vector<models::Trouble> troubles = models::troubles(world, cluster().wanted(), drift);
    m_title->setText(cluster().name());
    m_badge->setBadge(troubles.empty() ? models::Badge{tr("All well"), models::Tone::Ok}
                                       : models::Badge{tr("%n want attention", nullptr, static_cast<int>(troubles.size())), troubles.front().tone});
    m_facts->setFacts(overviewFacts(world));
    std::vector<models::Row> rows;
    for (std::size_t i = 0; i < troubles.size(); ++i)
        rows.push_back({troubles[i].place + "#" + troubles[i].text.toStdString(), {{troubles[i].text, static_cast<double>(i), troubles[i].tone}}});
    m_troubles->table()->setRows(std::move(rows));
    m_troubleHeading->setVisible(!troubles.empty());
    m_troubles->setVisible(!troubles.empty());
    m_troubles->setFixedHeight(shell::rowHeight * static_cast<int>(std::min<std::size_t>(troubles.size(), 6)) + 2);
    const bool repairable = std::any_of(drift.begin(), drift.end(), [](const inventory::Drift &d) { return d.repairable; });
    if (repairable)
        m_notice->show(models::Tone::Warning, tr("%n things are not as wanted", nullptr, static_cast<int>(drift.size())), {}, cluster().moment() == 0 ? tr("Show repair plan") : QString());
    else
        m_notice->clear();
    const bool none = world->filesystems.empty();
    m_systems->table()->setRows(models::filesystemRows(world, cluster().wanted()));
    m_systemsBox->setVisible(!none);
    m_next->setVisible(none);
    const auto free = std::count_if(world->volumes.begin(), world->volumes.end(), [](const auto &v) { return v.second.usable(); });
    m_next->setTexts(tr("No file system yet"), tr("%1 servers answer and %2 volumes are free. Make a file system of them: you see every command before it runs.").arg(world->servers.size()).arg(free));
}

} // namespace pages
