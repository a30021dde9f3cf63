// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/mainwindow.h"

#include "app/models/words.h"
#include "app/pages/welcome.h"
#include "app/shell/activity.h"
#include "app/shell/alertside.h"
#include "app/shell/banner.h"
#include "app/shell/icons.h"
#include "app/shell/lens.h"
#include "app/shell/navigationview.h"
#include "app/shell/notifier.h"
#include "app/shell/opened.h"
#include "app/shell/page.h"
#include "app/shell/theme.h"
#include "app/shell/timebar.h"
#include "app/shell/topbar.h"
#include "app/wizards/create.h"
#include "app/wizards/hasetup.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPixmapCache>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace shell {

namespace {

class Side final : public QWidget {
public:
    explicit Side(QWidget *inner)
    {
        auto *column = new QVBoxLayout(this);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(inner);
    }

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), theme::colors().side); }
};

} // namespace

MainWindow::MainWindow()
    : m_top(new TopBar(this))
    , m_navigation(new NavigationView)
    , m_stack(new QStackedWidget)
    , m_activity(new Activity)
    , m_left(new Side(m_navigation))
    , m_right(new Side(m_activity))
    , m_split(new QSplitter)
    , m_notice(new Notice(QStringLiteral("notice")))
    , m_welcome(new pages::Welcome)
    , m_banner(new Banner)
    , m_time(new TimeBar)
    , m_notifier(new Notifier(desktopMessages(), [this](Desk *desk) { return showsAlerts(desk); }, this))
{
    setObjectName(QStringLiteral("window"));
    setWindowTitle(QStringLiteral("Chandelier"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/chandelier.svg")));
    m_left->setMinimumWidth(190);
    m_right->setMinimumWidth(180);
    m_navigation->setContentsMargins(0, 8, 0, 0);
    m_left->layout()->setContentsMargins(8, 10, 0, 0);
    auto *middle = new QWidget;
    auto *middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins(0, 0, 0, 0);
    middleColumn->setSpacing(0);
    middleColumn->addWidget(m_banner);
    middleColumn->addWidget(m_time->notice());
    middleColumn->addWidget(m_notice);
    middleColumn->addWidget(m_stack, 1);
    m_stack->addWidget(m_welcome);
    m_split->setChildrenCollapsible(false);
    for (QWidget *part : {m_left, middle, m_right})
        m_split->addWidget(part);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({200, 1000, 230});
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(hairline());
    column->addWidget(m_split, 1);
    column->addWidget(m_time);
    setCentralWidget(all);
    for (QWidget *part : {m_left, m_right, static_cast<QWidget *>(m_top)})
        part->hide();
    connect(m_activity, &Activity::folded, this, [this] { setActivityShown(false); });
    connect(m_top, &TopBar::activityToggled, this, [this] { setActivityShown(!m_right->isVisible()); });
    connect(m_navigation, &NavigationView::clusterMenuWanted, this, &MainWindow::clusterMenuWanted);
    makeShortcuts();
    makeClusterButton();
    resize(1360, 820);
    QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_split->restoreState(settings.value(QStringLiteral("window/split")).toByteArray());
    connect(m_notifier, &Notifier::wanted, this, [this](Desk *desk) {
        showCluster(desk);
        desk->open("alerts");
        setWindowState(windowState() & ~Qt::WindowMinimized);
        raise();
        activateWindow();
    });
}

MainWindow::~MainWindow()
{
    m_shown = nullptr;
    desksChanged(); // nobody looks at desks that go
    m_activity->setDesks({});
    m_top->setDesks({}, nullptr);
    m_banner->setDesk(nullptr);
    m_time->setLens(nullptr);
    for (const auto &opened : m_open)
        m_navigation->removeDesk(opened->desk());
    m_open.clear();
}

std::vector<Desk *> MainWindow::desks() const
{
    std::vector<Desk *> all;
    for (const auto &opened : m_open)
        all.push_back(opened->desk());
    return all;
}

Desk *MainWindow::desk() const { return m_shown == nullptr ? nullptr : m_shown->desk(); }
Page *MainWindow::page() const { return m_shown == nullptr ? nullptr : &m_shown->page(); }

Desk *MainWindow::addCluster(std::unique_ptr<Cluster> cluster)
{
    for (const auto &opened : m_open)
        if (opened->cluster().id() == cluster->id()) {
            showCluster(opened->desk());
            return opened->desk();
        }
    m_open.push_back(std::make_unique<Opened>(std::move(cluster), *m_stack));
    Opened &opened = *m_open.back();
    m_navigation->addDesk(opened.desk());
    follow(opened);
    showCluster(opened.desk());
    desksChanged();
    m_navigation->setFocus();
    return opened.desk();
}

void MainWindow::setCluster(std::unique_ptr<Cluster> cluster)
{
    while (!m_open.empty())
        closeCluster(m_open.back()->desk());
    addCluster(std::move(cluster));
}

void MainWindow::closeCluster(Desk *desk)
{
    const auto at = std::find_if(m_open.begin(), m_open.end(), [desk](const auto &opened) { return opened->desk() == desk; });
    if (at == m_open.end())
        return;
    const std::unique_ptr<Opened> gone = std::move(*at); // goes last
    m_open.erase(at);
    m_navigation->removeDesk(desk);
    if (m_shown == gone.get()) {
        m_shown = m_open.empty() ? nullptr : m_open.front().get();
        if (m_shown != nullptr)
            showPlace(*m_shown);
        else
            m_stack->setCurrentWidget(m_welcome);
    }
    desksChanged();
}

void MainWindow::showCluster(Desk *desk)
{
    for (const auto &opened : m_open)
        if (opened->desk() == desk)
            showPlace(*opened);
}

void MainWindow::desksChanged()
{
    m_top->setDesks(desks(), desk());
    m_activity->setDesks(desks());
    for (QWidget *part : {m_left, static_cast<QWidget *>(m_top)})
        part->setVisible(!m_open.empty());
    m_right->setVisible(!m_open.empty() && QSettings().value(QStringLiteral("window/activity"), true).toBool());
    if (m_open.empty())
        m_notice->clear();
    showFace();
}

void MainWindow::follow(Opened &opened)
{
    Desk *desk = opened.desk();
    connect(desk, &Desk::moved, this, [this, &opened] { showPlace(opened); });
    connect(desk, &Desk::raised, this, [this, &opened] {
        if (m_shown != &opened)
            showPlace(opened);
    });
    connect(desk, &Desk::failed, this, [this](const base::Error &error) { m_notice->show(error); });
    connect(desk, &Desk::told, this, [this](const QString &text) { m_notice->show(models::Tone::Ok, text); });
    connect(desk, &Desk::wizardWanted, this, [this, &opened](const plan::Goal &goal, const std::vector<std::string> &volumes) {
        showCluster(opened.desk());
        startWizard(goal, volumes);
    });
    Cluster &cluster = opened.cluster();
    connect(&cluster, &Cluster::failed, desk, &Desk::failed);
    connect(&cluster, &Cluster::worldChanged, &opened, [this, &opened] { worldChanged(opened); });
    connect(&cluster.present(), &Cluster::worldChanged, &opened, [this, &opened] {
        if (opened.cluster().moment() != 0) // the light is of now
            m_top->refresh(opened.desk());
    });
    if (AlertSide *alerts = cluster.present().alerts())
        connect(alerts, &AlertSide::changed, &opened, [this, &opened] { m_top->refresh(opened.desk()); });
    connect(&cluster, &Cluster::lockChanged, &opened, [this, &opened] { worldChanged(opened); });
    connect(&cluster, &Cluster::faceChanged, &opened, [this, &opened] { worldChanged(opened); });
    connect(&cluster, &Cluster::jobChanged, &opened, [this, &opened](const std::string &id) { jobChanged(opened, id); });
    m_notifier->follow(desk);
    connect(&opened, &Opened::addServersWanted, this, &MainWindow::addServersWanted);
    connect(&opened, &Opened::connectionWanted, this, &MainWindow::connectionWanted);
}

bool MainWindow::showsAlerts(Desk *desk) const
{
    return isActiveWindow() && !isMinimized() && this->desk() == desk && models::placeKind(desk->place()) == "alerts";
}

void MainWindow::showPlace(Opened &opened)
{
    const bool other = std::exchange(m_shown, &opened) != &opened;
    Page &shown = opened.page();
    m_notice->clear();
    shown.open(opened.desk()->place());
    m_stack->setCurrentWidget(&shown);
    m_top->setDesks(desks(), opened.desk());
    m_top->showPlace(shown.title());
    m_navigation->showPlace(opened.desk());
    if (other)
        showFace();
}

void MainWindow::showFace()
{
    m_banner->setDesk(desk());
    m_time->setLens(m_shown == nullptr ? nullptr : &m_shown->lens());
    makeDemoMenu();
    setWindowTitle(m_shown == nullptr ? QStringLiteral("Chandelier")
        : (m_shown->cluster().production() ? tr("PROD %1").arg(m_shown->cluster().name()) : m_shown->cluster().name()) + QStringLiteral(" – Chandelier"));
}

void MainWindow::worldChanged(Opened &opened)
{
    if (std::exchange(opened.refreshing, true))
        return;
    QTimer::singleShot(100, &opened, [this, &opened] { // agents answer in bursts: one refresh for all of them
        opened.refreshing = false;
        refreshSoon(opened, 0);
    });
}

// Part by part, each in its own turn of the event loop: a click between two of them is not kept waiting by a thousand rows.
void MainWindow::refreshSoon(Opened &opened, int part)
{
    const bool shown = m_shown == &opened;
    if (part == 0)
        m_navigation->refresh(opened.desk());
    else if (part == 1)
        m_top->refresh(opened.desk());
    else if (part == 2 && shown)
        opened.page().open(opened.desk()->place());
    else if (part == 3 && shown) {
        m_banner->refresh();
        m_top->showPlace(opened.page().title());
        m_navigation->showPlace(opened.desk());
    }
    if (part < 3)
        QTimer::singleShot(0, &opened, [this, &opened, part] { refreshSoon(opened, part + 1); });
}

void MainWindow::jobChanged(Opened &opened, const std::string &id)
{
    m_activity->jobChanged(opened.desk(), id);
    m_top->refreshJobs();
    if (!std::exchange(opened.counting, true))
        QTimer::singleShot(200, &opened, [this, &opened] {
            opened.counting = false;
            m_navigation->refresh(opened.desk());
            m_top->refresh(opened.desk());
        });
    if (m_shown == &opened)
        opened.page().jobChanged(id);
}

void MainWindow::startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes)
{
    const bool cluster = goal.what == plan::Goal::What::CreateCluster || goal.what == plan::Goal::What::ChangeCluster;
    QDialog *wizard = cluster ? static_cast<QDialog *>(new wizards::HaSetup(*desk(), goal, this)) : new wizards::Create(*desk(), goal, volumes, this);
    wizard->setAttribute(Qt::WA_DeleteOnClose);
    wizard->open();
}

void MainWindow::setActivityShown(bool shown)
{
    m_right->setVisible(shown);
    QSettings().setValue(QStringLiteral("window/activity"), shown);
}

void MainWindow::fold()
{
    if (m_notice->isVisible())
        m_notice->clear();
    else if (m_time->inPast())
        m_time->toNow();
    else if (m_shown != nullptr && page()->filterField() != nullptr && !page()->filterField()->text().isEmpty())
        page()->filterField()->clear();
    else
        setActivityShown(m_shown != nullptr && !m_right->isVisible());
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto what) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, what] {
            if (m_shown != nullptr)
                what();
        });
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_top->palette()->setFocus(Qt::ShortcutFocusReason); m_top->palette()->selectAll(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { desk()->back(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { desk()->forward(); });
    add(QKeySequence(Qt::Key_F5), [this] { m_shown->cluster().refresh(); });
    add(QKeySequence(Qt::Key_Escape), [this] { fold(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        if (QLineEdit *field = page()->filterField()) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
        }
    });
    connect(new QShortcut(QKeySequence::Quit, this), &QShortcut::activated, this, &QWidget::close);
}

void MainWindow::makeClusterButton()
{
    auto *clusters = button(QStringLiteral("clusters"), tr("Clusters"), QStringLiteral("network"), QStringLiteral("quiet"));
    auto *menu = new QMenu(clusters);
    menu->setToolTipsVisible(true);
    clusters->setToolTip(tr("Open, make, close and delete clusters"));
    clusters->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        emit clusterMenuWanted(menu, nullptr);
        if (desk() != nullptr) {
            menu->addSection(m_shown->cluster().name());
            emit clusterMenuWanted(menu, desk());
        }
    });
    static_cast<QBoxLayout *>(m_left->layout())->addWidget(clusters, 0, Qt::AlignLeft);
}

void MainWindow::makeDemoMenu()
{
    delete m_demo;
    m_demo = nullptr;
    if (m_shown == nullptr || !m_shown->cluster().isDemo())
        return;
    Cluster &cluster = m_shown->cluster();
    auto *demo = button(QStringLiteral("demo"), tr("Demo"), QStringLiteral("flask-conical"), QStringLiteral("quiet"));
    auto *menu = new QMenu(demo);
    demo->setToolTip(tr("Break and mend the servers of the demonstration"));
    demo->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, &cluster, [&cluster, menu] {
        menu->clear();
        const inventory::World world = cluster.world();
        QMenu *kill = menu->addMenu(icon(QStringLiteral("power-off")), tr("Kill a server"));
        QMenu *boot = menu->addMenu(icon(QStringLiteral("power")), tr("Boot a server"));
        for (const auto &[name, server] : world->servers)
            (server.reach == inventory::Reach::Lost ? boot : kill)->addAction(models::q(name), &cluster, [&cluster, name, lost = server.reach == inventory::Reach::Lost] {
                lost ? cluster.bootServer(name) : cluster.killServer(name);
            });
        kill->setEnabled(!kill->isEmpty());
        boot->setEnabled(!boot->isEmpty());
    });
    m_demo = demo;
    m_top->extras()->addWidget(demo);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/split"), m_split->saveState());
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_shown != nullptr) {
        QPixmapCache::clear();
        QTimer::singleShot(0, this, [this] {
            if (m_shown == nullptr)
                return;
            m_top->refresh(desk());
            showPlace(*m_shown);
        });
    }
}

} // namespace shell
