// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/lneteditor.h"

#include "app/models/words.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "core/inventory/nids.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QLineEdit>
#include <QScrollArea>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace wizards {

using models::q;

LnetEditor::LnetEditor(const inventory::World &world, const inventory::Wanted &wantedNow, const std::string &name, shell::ServerSide *servers, QWidget *parent)
    : QDialog(parent)
    , m_preview(new QLabel)
    , m_why(new QLabel)
    , m_show(shell::button(QStringLiteral("lnet.show"), tr("Show plan"), {}, QStringLiteral("primary")))
{
    setObjectName(QStringLiteral("lnet"));
    setWindowTitle(tr("LNet of %1").arg(q(name)));
    static const inventory::Server none;
    const inventory::Server *found = world.server(name);
    const inventory::Server &server = found != nullptr ? *found : none;
    const inventory::LnetChoice choice(*world);
    std::vector<inventory::RouteSpec> routesNow;
    if (const auto said = wantedNow.routes.find(name); said != wantedNow.routes.end())
        routesNow = said->second;
    else if (server.inventory)
        for (const protocol::LnetRoute &route : server.inventory->lnet.routes)
            routesNow.push_back({route.net, route.gateway, route.hops});
    auto *tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("lnet.tabs"));
    tabs->addTab(makeNetworks(server, inventory::lnetSpecsOf(server, wantedNow, choice)), tr("Networks"));
    tabs->addTab(makeRoutes(routesNow), tr("Routes"));
    tabs->addTab(makePeers(name, servers), tr("Peers"));
    m_preview->setObjectName(QStringLiteral("lnet.preview"));
    m_preview->setFont(shell::theme::mono());
    m_preview->setWordWrap(true);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_why->setObjectName(QStringLiteral("lnet.why"));
    m_why->setWordWrap(true);
    auto *leave = shell::button(QStringLiteral("lnet.leave"), tr("Leave"), {}, QStringLiteral("quiet"));
    m_show->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_why, 1);
    buttons->addWidget(leave);
    buttons->addWidget(m_show);
    auto *title = new shell::ElidedLabel(shell::theme::section());
    title->setText(windowTitle());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(title);
    column->addWidget(tabs, 1);
    column->addWidget(m_preview);
    column->addLayout(buttons);
    resize(720, 520);
    connect(leave, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_show, &QPushButton::clicked, this, &LnetEditor::finish);
    judge();
}

QWidget *LnetEditor::makeNetworks(const inventory::Server &server, const std::vector<inventory::LnetSpec> &now)
{
    auto *inner = new QWidget;
    auto *grid = new QGridLayout(inner);
    grid->setContentsMargins(0, 8, 8, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(6);
    int line = 0;
    for (const QString &head : {tr("Interface"), tr("Address"), tr("State"), tr("Networks")})
        grid->addWidget(shell::dimLabel(head), 0, line++);
    line = 1;
    static const protocol::HostInventory nothing;
    for (const protocol::NetworkInterface &interface : (server.inventory ? *server.inventory : nothing).interfaces) {
        if (interface.type == "loopback")
            continue;
        QStringList nets;
        for (const inventory::LnetSpec &spec : now)
            if (std::find(spec.interfaces.begin(), spec.interfaces.end(), interface.name) != spec.interfaces.end())
                nets << q(spec.net);
        auto *box = new QComboBox;
        box->setEditable(true);
        box->setInsertPolicy(QComboBox::NoInsert);
        box->addItems({QString(), QStringLiteral("tcp"), QStringLiteral("tcp1"), QStringLiteral("o2ib"), QStringLiteral("o2ib1"), QStringLiteral("kfi")});
        box->setCurrentText(nets.join(QStringLiteral(", ")));
        box->lineEdit()->setPlaceholderText(tr("not used"));
        box->setObjectName(QStringLiteral("lnet.net.") + q(interface.name));
        box->setAccessibleName(tr("Networks of %1").arg(q(interface.name)));
        connect(box, &QComboBox::currentTextChanged, this, &LnetEditor::judge);
        m_interfaces.emplace_back(interface.name, box);
        const QString speed = interface.speedMbps > 0 ? tr(", %1 Gb/s").arg(double(interface.speedMbps) / 1000) : QString();
        grid->addWidget(shell::label(q(interface.name), shell::theme::strong()), line, 0);
        grid->addWidget(new QLabel(interface.addresses.empty() ? QStringLiteral("–") : models::plainList(interface.addresses, 2)), line, 1);
        grid->addWidget(new QLabel((interface.up ? tr("up") : tr("down")) + QStringLiteral(", ") + q(interface.type) + speed), line, 2);
        grid->addWidget(box, line, 3);
        ++line;
    }
    if (m_interfaces.empty())
        grid->addWidget(shell::dimLabel(tr("No interface is known: the server has not answered yet.")), line++, 0, 1, 4);
    grid->addWidget(shell::dimLabel(tr("Interfaces of the same network share its load (multi-rail). One in several networks: write them with commas.")), line, 0, 1, 4);
    grid->setColumnStretch(3, 1);
    grid->setRowStretch(line + 1, 1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

QWidget *LnetEditor::makeRoutes(const std::vector<inventory::RouteSpec> &now)
{
    auto *inner = new QWidget;
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 8, 8, 0);
    column->addWidget(shell::dimLabel(tr("Networks that this server reaches through a router, for example o2ib through 10.10.1.9@tcp.")));
    m_routeLines = new QVBoxLayout;
    m_routeLines->setSpacing(6);
    column->addLayout(m_routeLines);
    auto *add = shell::button(QStringLiteral("lnet.addroute"), tr("Add route"), QStringLiteral("plus"));
    column->addWidget(add, 0, Qt::AlignLeft);
    column->addStretch();
    connect(add, &QPushButton::clicked, this, [this] {
        addRoute({});
        m_routes.back().net->setFocus();
        judge();
    });
    for (const inventory::RouteSpec &route : now)
        addRoute(route);
    auto *scroll = new QScrollArea;
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void LnetEditor::addRoute(const inventory::RouteSpec &route)
{
    auto *line = new QWidget;
    const QString name = QStringLiteral("lnet.route.%1.").arg(m_routes.size());
    const auto field = [&](const char *part, const QString &text, const QString &hint, const QString &tip) {
        auto *made = new QLineEdit(text);
        made->setObjectName(name + QLatin1String(part));
        made->setPlaceholderText(hint);
        made->setAccessibleName(tip);
        made->setToolTip(tip);
        connect(made, &QLineEdit::textChanged, this, &LnetEditor::judge);
        return made;
    };
    Route made{line, field("net", q(route.net), QStringLiteral("o2ib"), tr("Network behind the router")), field("gateway", q(route.gateway), QStringLiteral("10.10.1.9@tcp"), tr("NID of the router")),
        field("hops", route.hops < 0 ? QString() : QString::number(route.hops), tr("hops"), tr("Number of routers on the way; may be left empty"))};
    made.hops->setValidator(new QIntValidator(1, 255, made.hops));
    made.hops->setFixedWidth(70);
    made.net->setFixedWidth(110);
    auto *remove = shell::button(name + QStringLiteral("remove"), {}, QStringLiteral("x"), QStringLiteral("quiet"));
    remove->setToolTip(tr("Remove this route"));
    remove->setAccessibleName(remove->toolTip());
    remove->setFixedWidth(30);
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(made.net);
    row->addWidget(made.gateway, 1);
    row->addWidget(made.hops);
    row->addWidget(remove);
    m_routeLines->addWidget(line);
    m_routes.push_back(made);
    connect(remove, &QPushButton::clicked, this, [this, line] {
        std::erase_if(m_routes, [line](const Route &r) { return r.line == line; });
        line->hide();
        line->deleteLater();
        judge();
    });
}

QWidget *LnetEditor::makePeers(const std::string &server, shell::ServerSide *servers)
{
    m_peers = new shell::TableView(QStringLiteral("lnet.peers"), new models::Table({{QStringLiteral("nid"), tr("Peer"), 200}, {QStringLiteral("state"), tr("State"), 90},
        {QStringLiteral("rail"), tr("Multi-rail"), 90}, {QStringLiteral("nids"), tr("Its NIDs"), 260}}));
    m_peers->setAccessibleName(tr("Peers"));
    m_peersNote = shell::dimLabel(servers != nullptr ? tr("Asking the server …") : tr("Not known here."));
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_peersNote);
    column->addWidget(m_peers, 1);
    if (servers == nullptr)
        return box;
    servers->ask(server, protocol::Verb::LnetState, [guard = QPointer<LnetEditor>(this)](const base::Result<protocol::Json> &answer) {
        if (!guard)
            return;
        if (!answer)
            return guard->m_peersNote->setText(q(answer.error().message));
        std::vector<models::Row> rows;
        const auto peers = answer->is_object() ? answer->find("peers") : answer->end();
        if (answer->is_object() && peers != answer->end() && peers->is_array())
            for (const protocol::Json &peer : *peers) {
                std::vector<std::string> nids;
                if (peer.is_object() && peer.contains("nids") && peer["nids"].is_array())
                    for (const protocol::Json &nid : peer["nids"])
                        if (nid.is_string())
                            nids.push_back(nid.get<std::string>());
                const bool multiRail = peer.is_object() && peer.contains("multiRail") && peer["multiRail"].is_boolean() && peer["multiRail"].get<bool>();
                const std::string nid = protocol::textOf(peer, "nid");
                rows.push_back({nid, {models::cell(nid), models::cell(protocol::textOf(peer, "state")), models::cell(multiRail ? tr("yes") : tr("no")), models::cell(models::plainList(nids, 4))}});
            }
        guard->m_peersNote->setText(rows.empty() ? tr("It has no peers: nothing has spoken LNet with it since it was started.") : tr("%n peers, as the server has them now", nullptr, static_cast<int>(rows.size())));
        std::sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.key < b.key; });
        rows.erase(std::unique(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.key == b.key; }), rows.end());
        guard->m_peers->table()->setRows(std::move(rows), false);
    });
    return box;
}

std::vector<LnetRow> LnetEditor::rows() const
{
    std::vector<LnetRow> all;
    for (const auto &[interface, box] : m_interfaces)
        all.push_back({interface, box->currentText().toStdString()});
    return all;
}

base::Result<std::vector<inventory::RouteSpec>> LnetEditor::routes() const
{
    std::vector<inventory::RouteSpec> all;
    for (const Route &route : m_routes) {
        inventory::RouteSpec spec{route.net->text().trimmed().toStdString(), route.gateway->text().trimmed().toStdString(), route.hops->text().isEmpty() ? -1 : route.hops->text().toInt()};
        if (spec.net.empty() && spec.gateway.empty())
            continue;
        if (const auto fine = checkRoute(spec); !fine)
            return fine.error();
        all.push_back(std::move(spec));
    }
    return all;
}

void LnetEditor::judge()
{
    const auto specs = lnetSpecs(rows());
    const auto ways = routes();
    m_preview->setText(specs && !specs->empty() ? QStringLiteral("networks=\"%1\"").arg(q(lnetText(*specs)).remove(QLatin1Char(' '))) : QString());
    const QString why = !specs ? q(specs.error().message + " " + specs.error().remedy) : specs->empty() ? tr("LNet needs at least one network.") : !ways ? q(ways.error().message + " " + ways.error().remedy) : QString();
    m_why->setText(why);
    QPalette p = palette();
    p.setColor(QPalette::WindowText, shell::theme::colors().error);
    m_why->setPalette(p);
    m_show->setEnabled(why.isEmpty());
}

void LnetEditor::finish()
{
    const auto specs = lnetSpecs(rows());
    const auto ways = routes();
    if (!specs || !ways)
        return;
    accept();
    emit wanted(*specs, *ways);
}

} // namespace wizards
