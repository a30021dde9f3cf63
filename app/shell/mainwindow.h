// SPDX-License-Identifier: GPL-3.0-or-later
// One window, three fixed places: where (tree), what (page), what happens (activity). Several clusters may be open; the page is of one.
#pragma once
#include "app/shell/desk.h"

#include <QMainWindow>
#include <memory>
#include <string>
#include <vector>

class QMenu;
class QSplitter;
class QStackedWidget;

namespace pages {
class Welcome;
}

namespace shell {

class Activity;
class Banner;
class NavigationView;
class Notice;
class Notifier;
class Opened;
class Page;
class TimeBar;
class TopBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow();
    ~MainWindow() override;

    /// Takes the cluster over and shows its overview; the others stay. One with the same id is only shown.
    Desk *addCluster(std::unique_ptr<Cluster> cluster);
    /// The only one from now on.
    void setCluster(std::unique_ptr<Cluster> cluster);
    void closeCluster(Desk *desk); ///< without any left the first page is shown
    void showCluster(Desk *desk);
    std::vector<Desk *> desks() const;
    Desk *desk() const; ///< of the cluster that is shown; null before there is one
    Page *page() const; ///< the one shown; null before there is a cluster
    Notice *notice() const { return m_notice; }
    TimeBar *timeBar() const { return m_time; }
    pages::Welcome *welcome() const { return m_welcome; }
    bool showsAlerts(Desk *desk) const; ///< a person sees them now

signals:
    void addServersWanted(); ///< to the cluster that is shown
    void connectionWanted(const std::string &server);
    /// The menu of what can be done with clusters is to be filled; `desk`: with this one, null: with all.
    void clusterMenuWanted(QMenu *menu, shell::Desk *desk);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void follow(Opened &opened);
    void makeShortcuts();
    void makeClusterButton();
    void makeDemoMenu();
    void desksChanged();
    void showPlace(Opened &opened);
    void showFace();
    void worldChanged(Opened &opened);
    void refreshSoon(Opened &opened, int part);
    void jobChanged(Opened &opened, const std::string &id);
    void fold();
    void startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes);
    void setActivityShown(bool shown);

    std::vector<std::unique_ptr<Opened>> m_open;
    Opened *m_shown = nullptr;
    TopBar *m_top;
    NavigationView *m_navigation;
    QStackedWidget *m_stack;
    Activity *m_activity;
    QWidget *m_left, *m_right;
    QSplitter *m_split;
    Notice *m_notice;
    pages::Welcome *m_welcome;
    Banner *m_banner;
    TimeBar *m_time;
    Notifier *m_notifier;
    QWidget *m_demo = nullptr;
};

} // namespace shell
