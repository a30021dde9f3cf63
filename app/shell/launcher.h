// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line, or a button of the first page, to an open cluster in the window.
#pragma once
#include "core/manager/opener.h"

#include <QObject>
#include <QPointer>
#include <memory>

namespace shell {

class MainWindow;
class OpenCluster;

class Launcher : public QObject {
    Q_OBJECT
public:
    explicit Launcher(MainWindow &window);
    ~Launcher() override;
    /// Opens what was chosen; without a choice the default profile when there is one, else the first page stays.
    void start(const manager::Choice &choice);

private:
    void open(const manager::Choice &choice, bool thenAddServers = false);
    void opened(bool thenAddServers);

    MainWindow &m_window;
    std::unique_ptr<manager::Opener> m_opener;
    QPointer<OpenCluster> m_cluster;
};

} // namespace shell
