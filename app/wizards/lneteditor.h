// SPDX-License-Identifier: GPL-3.0-or-later
// Networks, interfaces and routes of one server's LNet. Ends with a goal for the planner: what is stopped and started on the way is
// in the plan, not here. Peers are shown as the server has them now.
#pragma once
#include "app/shell/serverside.h"
#include "core/inventory/wanted.h"

#include <QDialog>
#include <QPointer>
#include <vector>

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace shell {
class TableView;
}

namespace wizards {

/// What a row says: an interface and the networks that it is in, "tcp, o2ib1".
struct LnetRow {
    std::string interface;
    std::string nets;
};
/// Networks in the order in which they first occur, each with its interfaces. BadArgument names the row.
base::Result<std::vector<inventory::LnetSpec>> lnetSpecs(const std::vector<LnetRow> &rows);
/// "tcp(eth1,eth2), o2ib(ib0)", as the networks option of LNet has it.
std::string lnetText(const std::vector<inventory::LnetSpec> &specs);
/// BadArgument when net, gateway or hops cannot be.
base::Result<void> checkRoute(const inventory::RouteSpec &route);

class LnetEditor : public QDialog {
    Q_OBJECT
public:
    LnetEditor(const inventory::World &world, const inventory::Wanted &wanted, const std::string &server, shell::ServerSide *servers, QWidget *parent);

signals:
    void wanted(const std::vector<inventory::LnetSpec> &nets, const std::vector<inventory::RouteSpec> &routes);

private:
    struct Route {
        QWidget *line;
        QLineEdit *net, *gateway, *hops;
    };
    QWidget *makeNetworks(const inventory::Server &server, const std::vector<inventory::LnetSpec> &now);
    QWidget *makeRoutes(const std::vector<inventory::RouteSpec> &now);
    QWidget *makePeers(const std::string &server, shell::ServerSide *servers);
    void addRoute(const inventory::RouteSpec &route);
    std::vector<LnetRow> rows() const;
    base::Result<std::vector<inventory::RouteSpec>> routes() const;
    void judge();
    void finish();

    std::vector<std::pair<std::string, QComboBox *>> m_interfaces;
    std::vector<Route> m_routes;
    QVBoxLayout *m_routeLines;
    QLabel *m_preview, *m_why, *m_peersNote;
    shell::TableView *m_peers;
    QPushButton *m_show;
};

} // namespace wizards
