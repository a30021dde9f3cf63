// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line, a button of the first page or the menu of clusters to open clusters in the window.
#pragma once
#include "core/manager/opener.h"
#include "core/profile/catalogue.h"

#include <QObject>
#include <QStringList>
#include <memory>
#include <vector>

class QMenu;

namespace shell {

class ClusterDialog;
class Desk;
class MainWindow;
class OpenCluster;

class Launcher : public QObject {
    Q_OBJECT
public:
    explicit Launcher(MainWindow &window);
    ~Launcher() override;
    /// Opens what was chosen; without a choice those that were open at the last end, else the first page stays.
    void start(const manager::Choice &choice);

private:
    void open(const manager::Choice &choice, bool thenAddServers = false);
    void opened(manager::Opener *opener, bool thenAddServers);
    void failed(const base::Error &error);
    void fillMenu(QMenu &menu, Desk *desk);
    void fillOpenMenu(QMenu &menu);
    void fillClusterMenu(QMenu &menu, Desk *desk);
    void connection(const std::string &server);
    void askForNew();
    void askForFace(OpenCluster &cluster);
    void askForImport();
    void askForExport(OpenCluster &cluster);
    void importFrom(const QString &file);
    void exportTo(OpenCluster &cluster, const QString &file);
    void close(Desk *desk);
    void fillDeleteMenu(QMenu &menu);
    void askForDeletion(const std::string &path);
    base::Result<void> deleteCluster(const profile::Entry &entry);
    Desk *deskOf(const std::string &path) const; ///< null: it is not open
    void rememberOpen();
    OpenCluster *clusterOf(Desk *desk) const; ///< null: of a test

    MainWindow &m_window;
    profile::Catalogue m_catalogue;
    std::vector<std::unique_ptr<manager::Opener>> m_opening;
};

} // namespace shell
