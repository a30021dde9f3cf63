// SPDX-License-Identifier: GPL-3.0-or-later
// One window, three fixed places: where (tree), what (page), what happens (activity).
#pragma once
#include "app/shell/desk.h"

#include <QMainWindow>
#include <map>
#include <memory>
#include <string>

class QSplitter;
class QStackedWidget;

namespace pages {
class Welcome;
}

namespace shell {

class Activity;
class NavigationView;
class Notice;
class Page;
class TopBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow();
    ~MainWindow() override;

    /// Takes the cluster over and shows its overview.
    void setCluster(std::unique_ptr<Cluster> cluster);
    Desk *desk() const { return m_desk.get(); }
    Page *page() const; ///< the one shown; null before there is a cluster
    pages::Welcome *welcome() const { return m_welcome; }

signals:
    void addServersWanted();
    void connectionWanted(const std::string &server);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void forgetCluster();
    void makePages();
    void makeShortcuts();
    void makeDemoMenu();
    void showPlace();
    void worldChanged();
    void jobChanged(const std::string &id);
    void fold();
    void startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes);
    void setActivityShown(bool shown);

    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<Desk> m_desk;
    std::map<std::string, Page *> m_pages; ///< by kind of place
    TopBar *m_top;
    NavigationView *m_navigation;
    QStackedWidget *m_stack;
    Activity *m_activity;
    QWidget *m_left, *m_right;
    QSplitter *m_split;
    Notice *m_notice;
    pages::Welcome *m_welcome;
    QWidget *m_demo = nullptr;
    bool m_refreshing = false;
};

} // namespace shell
