// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/closelook.h"

#include "app/models/words.h"
#include "app/pages/freespace.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QBoxLayout>
#include <QLocale>

namespace pages {

namespace {

constexpr int againAfter = 3000, burstSeconds = 30;
constexpr charts::Ms burstStep = 100;

models::Cell rateCell(double bytes)
{
    return bytes < 0.5 ? models::number(0, QStringLiteral("–")) : models::number(bytes, CloseLook::tr("%1/s").arg(models::size(static_cast<std::uint64_t>(bytes))));
}

/// The server that has this NID; a client of a server is another server.
QString whose(const std::string &nid, const inventory::World &world)
{
    for (const auto &[name, server] : world->servers)
        if (server.inventory && std::find(server.inventory->lnet.nids.begin(), server.inventory->lnet.nids.end(), nid) != server.inventory->lnet.nids.end())
            return models::q(name);
    return {};
}

} // namespace

std::vector<models::Column> clientColumns()
{
    return {{QStringLiteral("nid"), CloseLook::tr("Client"), 220}, {QStringLiteral("server"), CloseLook::tr("Server"), 110},
        {QStringLiteral("read"), CloseLook::tr("Reads"), 110, true}, {QStringLiteral("write"), CloseLook::tr("Writes"), 110, true},
        {QStringLiteral("operations"), CloseLook::tr("Operations/s"), 120, true}, {QStringLiteral("uuid"), CloseLook::tr("UUID"), 300}};
}

std::vector<models::Row> clientRows(const protocol::Json &value, const inventory::World &world)
{
    std::vector<models::Row> rows;
    for (const protocol::Json &client : protocol::member(value, "clients")) {
        const std::string nid = protocol::textOf(client, "nid");
        const double operations = protocol::realOf(client, "operations");
        rows.push_back({nid, {models::cell(nid), models::cell(whose(nid, world)), rateCell(protocol::realOf(client, "read")), rateCell(protocol::realOf(client, "write")),
            models::number(operations, QLocale().toString(operations, 'f', operations < 10 ? 1 : 0)), models::cell(protocol::textOf(client, "uuid"))}});
    }
    return rows;
}

charts::Answer burstAnswer(const protocol::Json &value)
{
    charts::Answer answer;
    answer.step = burstStep;
    const protocol::Json &series = protocol::member(value, "series"), &samples = protocol::member(value, "samples");
    if (!samples.is_array() || samples.empty())
        return answer;
    answer.begin = samples.front()[0].get<charts::Ms>();
    answer.count = static_cast<int>((samples.back()[0].get<charts::Ms>() - answer.begin) / burstStep) + 1;
    for (std::size_t column = 0; column < series.size(); ++column) {
        const std::string operation = protocol::textOf(protocol::member(series[column], "labels"), "operation");
        const bool write = operation == "write_bytes";
        if (protocol::textOf(series[column], "name") != "stats.sum" || (!write && operation != "read_bytes"))
            continue;
        charts::Line line{operation, write ? CloseLook::tr("Writes") : CloseLook::tr("Reads"), write ? 1 : 0, std::vector<charts::Bucket>(static_cast<std::size_t>(answer.count))};
        for (const protocol::Json &sample : samples)
            if (const int at = answer.indexOf(sample[0].get<charts::Ms>()); at >= 0 && sample[1][column].is_number())
                line.buckets[static_cast<std::size_t>(at)] = charts::bucketOf(sample[1][column].get<double>());
        answer.lines.push_back(std::move(line));
    }
    answer.nothing = answer.lines.empty() ? CloseLook::tr("Nothing was read or written in that time.") : QString();
    return answer;
}

CloseLook::CloseLook(shell::Desk &desk)
    : m_desk(desk)
    , m_state(shell::dimLabel())
    , m_burstState(shell::dimLabel())
    , m_burst(shell::button(QStringLiteral("target.burst"), tr("Watch for 30 seconds"), QStringLiteral("zap")))
    , m_chart(new charts::TimeChart(m_axis, charts::TimeChart::Shape::Mirrored, charts::Unit::BytesPerSecond))
    , m_table(new shell::TableView(QStringLiteral("target.clients"), new models::Table(clientColumns())))
    , m_space(new FreeSpace(desk))
{
    setObjectName(QStringLiteral("target.closelook"));
    m_state->setObjectName(QStringLiteral("target.clients.state"));
    m_burstState->setObjectName(QStringLiteral("target.burst.state"));
    m_chart->setObjectName(QStringLiteral("target.burst.chart"));
    m_chart->setAccessibleName(tr("Reads and writes, ten times a second"));
    m_chart->setTerms({{"read", {}, {}, tr("Reads")}, {"write", {}, {}, tr("Writes"), -1, true}});
    m_chart->setMinimumHeight(170);
    m_chart->hide();
    m_table->setAccessibleName(tr("Clients of this target"));
    m_table->sortBy(QStringLiteral("write"), Qt::DescendingOrder);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 12);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(shell::label(tr("Ten times a second"), shell::theme::section()));
    head->addSpacing(8);
    head->addWidget(m_burstState, 1);
    head->addWidget(m_burst);
    column->addLayout(head);
    column->addWidget(m_chart);
    column->addSpacing(8);
    auto *clients = new QHBoxLayout;
    clients->addWidget(shell::label(tr("Clients now"), shell::theme::section()));
    clients->addSpacing(8);
    clients->addWidget(m_state, 1);
    column->addLayout(clients);
    column->addWidget(m_table, 1);
    column->addSpacing(8);
    column->addWidget(m_space);
    m_again.setInterval(againAfter);
    m_second.setInterval(1000);
    connect(&m_again, &QTimer::timeout, this, &CloseLook::askClients);
    connect(m_burst, &QPushButton::clicked, this, &CloseLook::startBurst);
    connect(&m_second, &QTimer::timeout, this, [this] { m_burstState->setText(tr("%n seconds left", nullptr, std::max(0, --m_left))); });
}

const inventory::Target *CloseLook::target(const inventory::World &world) const
{
    const inventory::Target *target = m_desk.cluster().moment() == 0 ? world.target(m_place) : nullptr;
    return target != nullptr && !target->active.empty() && world.server(target->active) != nullptr && world.server(target->active)->up() ? target : nullptr;
}

void CloseLook::open(const shell::Place &place)
{
    if (place != m_place) {
        delete m_context;
        m_context = new QObject(this);
        m_place = place;
        m_asking = false;
        m_second.stop();
        m_chart->hide();
        m_burstState->setText(tr("Its reads and writes in steps of a tenth of a second, to see what an average of seconds hides."));
        m_table->table()->setRows({}, false);
        m_state->clear();
        if (isVisible())
            askClients();
    }
    const inventory::World world = m_desk.cluster().world();
    const inventory::Target *now = world.target(place);
    const bool there = target(world) != nullptr;
    m_burst->setEnabled(there && !m_second.isActive());
    m_burst->setToolTip(there ? QString() : m_desk.cluster().moment() != 0 ? tr("Only what is now can be read anew.") : tr("It is mounted on no server that answers."));
    m_space->setVisible(now != nullptr && now->backend != "zfs"); // ZFS has no such map
    m_space->setTarget(now != nullptr ? now->label : std::string(), now != nullptr ? now->active : std::string(), m_burst->toolTip());
    if (there)
        return;
    m_table->table()->setRows({}, false);
    m_table->setEmptyText(m_burst->toolTip());
    say({});
}

void CloseLook::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_again.start();
    askClients();
}

void CloseLook::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_again.stop();
}

void CloseLook::say(const QString &text) { m_state->setText(text); }

void CloseLook::askClients()
{
    const inventory::World world = m_desk.cluster().world();
    const inventory::Target *asked = target(world);
    if (asked == nullptr || m_asking || m_context == nullptr)
        return;
    m_asking = true;
    m_desk.cluster().ask(asked->active, protocol::Verb::MetricsClients, {{"target", asked->label}, {"seconds", 2}}, m_context, [this](const base::Result<protocol::Json> &answer) {
        m_asking = false;
        if (!answer)
            return say(models::q(answer.error().message));
        const auto count = protocol::numberOf(*answer, "count");
        m_table->setEmptyText(tr("No client is connected."));
        m_table->table()->setRows(clientRows(*answer, m_desk.cluster().world()), false);
        say(tr("%n are connected; rates of the last two seconds", nullptr, static_cast<int>(count)));
    });
}

void CloseLook::startBurst()
{
    const inventory::World world = m_desk.cluster().world();
    const inventory::Target *asked = target(world);
    if (asked == nullptr || m_second.isActive())
        return;
    m_burst->setEnabled(false);
    m_left = burstSeconds + 1;
    m_burstState->setText(tr("Reading begins"));
    m_second.start();
    m_desk.cluster().ask(asked->active, protocol::Verb::MetricsBurst, {{"target", asked->label}, {"seconds", burstSeconds}}, m_context,
        [this](const base::Result<protocol::Json> &answer) { showBurst(answer); });
}

void CloseLook::showBurst(const base::Result<protocol::Json> &answer)
{
    m_second.stop();
    m_burst->setEnabled(true);
    if (!answer)
        return m_burstState->setText(models::q(answer.error().message));
    charts::Answer burst = burstAnswer(*answer);
    m_burstState->setText(burst.nothing.isEmpty() ? tr("%1 to %2").arg(charts::timeText(burst.begin, 1000), charts::timeText(burst.range().to, 1000)) : burst.nothing);
    m_axis.setRange(burst.range());
    m_chart->setVisible(burst.nothing.isEmpty());
    m_chart->setAnswer(std::move(burst));
}

} // namespace pages
