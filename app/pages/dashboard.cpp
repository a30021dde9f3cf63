// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dashboard.h"

#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/cellpanel.h"
#include "app/pages/chartsets.h"
#include "app/pages/fullness.h"
#include "app/shell/alertside.h"
#include "app/shell/attention.h"
#include "app/shell/delegate.h"
#include "app/shell/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

namespace pages {

namespace {

constexpr std::size_t linesShown = 4;
constexpr int systemsShown = 4;

class StateCount {
public:
    void add(const models::Badge &badge)
    {
        auto &state = m_states[badge.word];
        state.badge = {badge.word, badge.tone};
        ++state.count;
    }
    std::vector<StateTile::State> worstFirst() const
    {
        std::vector<StateTile::State> all;
        for (const auto &[word, state] : m_states)
            all.push_back(state);
        std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
            if (a.badge.tone != b.badge.tone)
                return models::worse(a.badge.tone, b.badge.tone) == a.badge.tone;
            return a.count > b.count;
        });
        return all;
    }

private:
    std::map<QString, StateTile::State> m_states;
};

shell::TableView *plainTable(const QString &name, std::vector<models::Column> columns, const QString &title, std::size_t rows)
{
    auto *table = new shell::TableView(name, new models::Table(std::move(columns)));
    table->setHeaderHidden(true);
    table->setAccessibleName(title);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->setFixedHeight(shell::rowHeight * static_cast<int>(rows) + 2);
    return table;
}

QWidget *section(const QString &title, QWidget *content)
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(shell::label(title, shell::theme::strong()));
    column->addWidget(content);
    column->addStretch(1);
    return box;
}

} // namespace

Dashboard::Dashboard(shell::Desk &desk)
    : Page(desk, QStringLiteral("dashboard"))
    , m_title(new shell::ElidedLabel(shell::theme::heading()))
    , m_badge(new shell::BadgeLabel)
    , m_board(new charts::Board)
    , m_servers(new StateTile(QStringLiteral("dashboard.servers"), tr("Servers")))
    , m_targets(new StateTile(QStringLiteral("dashboard.targets"), tr("Targets")))
    , m_filesystems(new StateTile(QStringLiteral("dashboard.filesystems"), tr("File systems")))
    , m_lnet(new StateTile(QStringLiteral("dashboard.lnet"), tr("LNet")))
    , m_troubles(plainTable(QStringLiteral("dashboard.troubles"), {{QStringLiteral("text"), tr("What"), 300}}, tr("Wants attention"), linesShown))
    , m_events(plainTable(QStringLiteral("dashboard.events"), {{QStringLiteral("when"), tr("When"), 90}, {QStringLiteral("text"), tr("What"), 260}}, tr("Newest events"), linesShown))
    , m_systems(plainTable(QStringLiteral("dashboard.space"), {{QStringLiteral("name"), tr("File system"), 90}, {QStringLiteral("space"), tr("Space"), 125}, {QStringLiteral("inodes"), tr("Inodes"), 125}, {QStringLiteral("full"), tr("Full"), 120}, {QStringLiteral("clients"), tr("Clients"), 70}}, tr("Space"), linesShown))
    , m_why(shell::dimLabel())
    , m_fullness(new Fullness(desk, this))
{
    m_badge->setObjectName(QStringLiteral("dashboard.state"));
    m_board->setObjectName(QStringLiteral("dashboard.charts"));
    m_troubles->setEmptyText(tr("Nothing. All servers answer, all targets are where they should be."));
    m_events->setEmptyText(tr("Nothing has happened since the cluster was opened."));
    m_systems->setEmptyText(tr("There is no file system yet."));
    m_systems->setHeaderHidden(false);
    for (shell::TableView *table : {m_troubles, m_events})
        table->header()->setSectionResizeMode(table->table()->columnCount() - 1, QHeaderView::Stretch);
    m_systems->header()->setSectionResizeMode(QHeaderView::Stretch);
    auto *head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 0, 0);
    column->setSpacing(12);
    column->addLayout(head);
    column->addWidget(m_board, 1);
    m_board->addAbove(summary());
    m_board->addAbove(m_why);
    const auto leads = [this](StateTile *tile, const char *place) { connect(tile, &StateTile::opened, this, [this, place] { this->desk().open(place); }); };
    leads(m_servers, "servers");
    leads(m_lnet, "servers");
    leads(m_targets, "filesystems");
    leads(m_filesystems, "filesystems");
    for (shell::TableView *table : {m_troubles, m_events, m_systems})
        connect(table, &shell::TableView::opened, this, [this](const std::string &key) { this->desk().open(key.substr(0, key.find('#'))); });
    connect(m_board, &charts::Board::chosen, this, [this](const std::string &place, const charts::Range &when) { followChosen(this->desk(), *m_board, place, when); });
    connect(m_fullness, &Fullness::changed, this, &Dashboard::fillSystems);
    if (shell::AlertSide *side = cluster().alerts())
        connect(side, &shell::AlertSide::changed, this, &Dashboard::fillTroubles);
    connect(m_board, &charts::Board::failed, this, [this](const QString &text) { this->desk().say({base::Problem::Storage, text.toStdString(), {}, {}}); });
}

QWidget *Dashboard::summary()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    for (StateTile *tile : {m_filesystems, m_targets, m_servers, m_lnet})
        tiles->addWidget(tile, 1);
    column->addLayout(tiles);
    auto *tables = new QHBoxLayout;
    tables->setSpacing(24);
    tables->addWidget(section(tr("Wants attention"), m_troubles), 1);
    tables->addWidget(section(tr("Newest events"), m_events), 1);
    column->addLayout(tables);
    column->addWidget(section(tr("Space"), m_systems));
    return box;
}

void Dashboard::open(const shell::Place &)
{
    m_title->setText(cluster().name());
    fillTiles();
    fillTroubles();
    fillEvents();
    fillSystems();
    fillCharts();
}

void Dashboard::jobChanged(const jobs::JobId &) { fillEvents(); }

void Dashboard::fillTiles()
{
    const inventory::World world = cluster().world();
    const inventory::Wanted wanted = cluster().wanted();
    StateCount servers, targets, filesystems, lnet;
    for (const auto &[name, server] : world->servers) {
        servers.add(models::serverBadge(server));
        lnet.add(models::lnetBadge(server.lnet));
    }
    for (const auto &[id, target] : world->targets)
        targets.add(models::targetBadge(target, wanted));
    for (const auto &[name, fs] : world->filesystems)
        filesystems.add(models::filesystemBadge(fs, wanted));
    m_servers->setStates(servers.worstFirst());
    m_targets->setStates(targets.worstFirst());
    m_filesystems->setStates(filesystems.worstFirst());
    m_lnet->setStates(lnet.worstFirst());
}

void Dashboard::fillTroubles()
{
    const std::vector<models::Trouble> troubles = shell::attention(desk());
    m_badge->setBadge(troubles.empty() ? models::Badge{tr("All well"), models::Tone::Ok}
                                       : models::Badge{tr("%n want attention", nullptr, static_cast<int>(troubles.size())), troubles.front().tone});
    std::vector<models::Row> rows;
    for (std::size_t i = 0; i < troubles.size() && i < 100; ++i)
        rows.push_back({troubles[i].place + "#" + troubles[i].text.toStdString(), {{troubles[i].text, static_cast<double>(i), troubles[i].tone}}});
    m_troubles->table()->setRows(std::move(rows));
}

void Dashboard::fillEvents()
{
    std::vector<models::Row> rows;
    const auto all = cluster().jobs(); // newest first
    for (std::size_t i = 0; i < all.size() && rows.size() < 50; ++i) {
        const jobs::Job &job = *all[i];
        const std::int64_t when = job.endedAt > 0 ? job.endedAt : job.startedAt;
        const models::Badge badge = models::jobBadge(job.state);
        rows.push_back({"job:" + job.id, {{models::moment(when), -static_cast<double>(when)}, {models::q(job.plan.title) + QStringLiteral(": ") + badge.word, {}, badge.tone}}});
    }
    m_events->table()->setRows(std::move(rows));
}

models::Cell Dashboard::fullCell(const inventory::FileSystem &fs) const
{
    models::Cell cell = models::cell(m_fullness->shortText(fs.id));
    cell.tip = m_fullness->longText(fs);
    return cell;
}

void Dashboard::fillSystems()
{
    const inventory::World world = cluster().world();
    std::vector<models::Row> rows;
    for (const auto &[name, fs] : world->filesystems) {
        std::int64_t clients = -1;
        for (const auto &[id, target] : world->targets)
            if (target.fsname == fs.name && target.mdt)
                clients = std::max(clients, target.clients);
        const auto share = [](std::uint64_t total, std::uint64_t free, const QString &tip) { return total == 0 ? models::cell(QStringLiteral("–")) : models::share(models::used(total, free), tip); };
        m_fullness->want(fs.id);
        rows.push_back({fs.id, {models::cell(fs.name), share(fs.bytesTotal, fs.bytesFree, models::spaceText(fs.bytesTotal, fs.bytesFree)),
            share(fs.inodesTotal, fs.inodesFree, tr("%1 inodes in all").arg(QLocale().toString(static_cast<qulonglong>(fs.inodesTotal)))), fullCell(fs),
            clients < 0 ? models::cell(QStringLiteral("–")) : models::number(static_cast<double>(clients), QLocale().toString(static_cast<qlonglong>(clients)))}});
    }
    const int shown = std::clamp(static_cast<int>(rows.size()), 1, systemsShown);
    m_systems->setFixedHeight(m_systems->header()->sizeHint().height() + shell::rowHeight * (rows.empty() ? 2 : shown) + 2); // two for the sentence that says that there is none
    m_systems->table()->setRows(std::move(rows));
}

void Dashboard::fillCharts()
{
    charts::Source *source = cluster().charts();
    const inventory::World world = cluster().world();
    m_why->setVisible(source == nullptr || world->filesystems.empty());
    m_why->setText(source == nullptr ? tr("There are no charts: nothing measures this cluster.")
                                     : tr("Charts of targets come with the first file system; those of servers are on the pages of the servers."));
    m_board->bar().setVisible(source != nullptr);
    const std::string wanted = source == nullptr ? "-" : "all";
    if (wanted != m_filled) {
        m_filled = wanted;
        if (source == nullptr)
            m_board->clear();
        else
            fillBoard(*m_board, {}, world);
    } else if (source != nullptr) {
        refreshBoard(*m_board, {}, world);
    }
    m_board->setSource(source);
}

} // namespace pages
