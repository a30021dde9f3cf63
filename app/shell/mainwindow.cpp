// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/mainwindow.h"

#include "app/models/words.h"
#include "app/pages/detailpage.h"
#include "app/pages/jobpage.h"
#include "app/pages/lists.h"
#include "app/pages/overview.h"
#include "app/pages/planpage.h"
#include "app/pages/welcome.h"
#include "app/shell/activity.h"
#include "app/shell/icons.h"
#include "app/shell/navigationview.h"
#include "app/shell/theme.h"
#include "app/shell/topbar.h"
#include "app/wizards/create.h"

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
{
    setObjectName(QStringLiteral("window"));
    setWindowTitle(QStringLiteral("Chandelier"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/chandelier.svg")));
    m_left->setMinimumWidth(160);
    m_right->setMinimumWidth(200);
    m_navigation->setContentsMargins(0, 8, 0, 0);
    m_left->layout()->setContentsMargins(8, 10, 0, 0);
    auto *middle = new QWidget;
    auto *middleColumn = new QVBoxLayout(middle);
    middleColumn->setContentsMargins(0, 0, 0, 0);
    middleColumn->setSpacing(0);
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
    setCentralWidget(all);
    for (QWidget *part : {m_left, m_right, static_cast<QWidget *>(m_top)})
        part->hide();
    connect(m_activity, &Activity::folded, this, [this] { setActivityShown(false); });
    connect(m_top, &TopBar::activityToggled, this, [this] { setActivityShown(!m_right->isVisible()); });
    makeShortcuts();
    resize(1360, 820);
    QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_split->restoreState(settings.value(QStringLiteral("window/split")).toByteArray());
}

MainWindow::~MainWindow() { forgetCluster(); }

void MainWindow::forgetCluster()
{
    m_activity->setDesk(nullptr);
    m_navigation->setDesk(nullptr);
    m_top->setDesk(nullptr);
    for (const auto &[kind, page] : m_pages)
        delete page;
    m_pages.clear();
    m_desk.reset();
    m_cluster.reset();
}

void MainWindow::setCluster(std::unique_ptr<Cluster> cluster)
{
    forgetCluster();
    m_cluster = std::move(cluster);
    m_desk = std::make_unique<Desk>(*m_cluster);
    setWindowTitle(m_cluster->name() + QStringLiteral(" – Chandelier"));
    makePages();
    m_navigation->setDesk(m_desk.get());
    m_top->setDesk(m_desk.get());
    m_activity->setDesk(m_desk.get());
    makeDemoMenu();
    for (QWidget *part : {m_left, static_cast<QWidget *>(m_top)})
        part->show();
    m_right->setVisible(QSettings().value(QStringLiteral("window/activity"), true).toBool());
    connect(m_desk.get(), &Desk::moved, this, &MainWindow::showPlace);
    connect(m_desk.get(), &Desk::failed, this, [this](const base::Error &error) { m_notice->show(error); });
    connect(m_desk.get(), &Desk::told, this, [this](const QString &text) { m_notice->show(models::Tone::Ok, text); });
    connect(m_desk.get(), &Desk::wizardWanted, this, &MainWindow::startWizard);
    connect(m_cluster.get(), &Cluster::failed, m_desk.get(), &Desk::failed);
    connect(m_cluster.get(), &Cluster::worldChanged, this, &MainWindow::worldChanged);
    connect(m_cluster.get(), &Cluster::jobChanged, this, &MainWindow::jobChanged);
    showPlace();
    m_navigation->setFocus();
}

void MainWindow::makePages()
{
    Desk &desk = *m_desk;
    auto *servers = new pages::Servers(desk);
    connect(servers, &pages::Servers::addWanted, this, &MainWindow::addServersWanted);
    auto *volumes = new pages::Volumes(desk);
    auto *server = new pages::ServerPage(desk);
    connect(server, &pages::ServerPage::connectionWanted, this, &MainWindow::connectionWanted);
    m_pages = {{"overview", new pages::Overview(desk)}, {"servers", servers}, {"volumes", volumes}, {"filesystems", new pages::FileSystems(desk)},
        {"jobs", new pages::Jobs(desk)}, {"server", server}, {"filesystem", new pages::FileSystemPage(desk)},
        {"target", new pages::TargetPage(desk)}, {"plan", new pages::PlanPage(desk)}, {"job", new pages::JobPage(desk)}};
    for (const auto &[kind, page] : m_pages)
        m_stack->addWidget(page);
}

Page *MainWindow::page() const
{
    if (!m_desk)
        return nullptr;
    const std::string kind = models::placeKind(m_desk->place());
    const auto page = m_pages.find(kind == "volume" ? "volumes" : kind);
    return page == m_pages.end() ? m_pages.at("overview") : page->second;
}

void MainWindow::showPlace()
{
    Page *shown = page();
    m_notice->clear();
    shown->open(m_desk->place());
    m_stack->setCurrentWidget(shown);
    m_top->showPlace(shown->title());
    m_navigation->showPlace(m_desk->place());
}

void MainWindow::worldChanged()
{
    if (m_refreshing)
        return;
    m_refreshing = true; // agents answer in bursts: one refresh for all of them
    QTimer::singleShot(100, this, [this] {
        m_refreshing = false;
        m_navigation->refresh();
        m_top->refresh();
        page()->open(m_desk->place());
    });
}

void MainWindow::jobChanged(const std::string &id)
{
    m_activity->jobChanged(id);
    m_top->refresh();
    m_navigation->refresh();
    page()->jobChanged(id);
}

void MainWindow::startWizard(const plan::Goal &goal, const std::vector<std::string> &volumes)
{
    auto *wizard = new wizards::Create(*m_desk, goal, volumes, this);
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
    else if (m_desk && page()->filterField() != nullptr && !page()->filterField()->text().isEmpty())
        page()->filterField()->clear();
    else
        setActivityShown(m_desk && !m_right->isVisible());
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto what) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, what] {
            if (m_desk)
                what();
        });
    };
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_top->palette()->setFocus(Qt::ShortcutFocusReason); m_top->palette()->selectAll(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { m_desk->back(); });
    add(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { m_desk->forward(); });
    add(QKeySequence(Qt::Key_F5), [this] { m_cluster->refresh(); });
    add(QKeySequence(Qt::Key_Escape), [this] { fold(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        if (QLineEdit *field = page()->filterField()) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
        }
    });
    connect(new QShortcut(QKeySequence::Quit, this), &QShortcut::activated, this, &QWidget::close);
}

void MainWindow::makeDemoMenu()
{
    delete m_demo;
    m_demo = nullptr;
    if (!m_cluster->isDemo())
        return;
    auto *demo = button(QStringLiteral("demo"), tr("Demo"), QStringLiteral("flask-conical"), QStringLiteral("quiet"));
    auto *menu = new QMenu(demo);
    demo->setToolTip(tr("Break and mend the servers of the demonstration"));
    demo->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const inventory::World world = m_cluster->world();
        QMenu *kill = menu->addMenu(icon(QStringLiteral("power-off")), tr("Kill a server"));
        QMenu *boot = menu->addMenu(icon(QStringLiteral("power")), tr("Boot a server"));
        for (const auto &[name, server] : world->servers)
            (server.reach == inventory::Reach::Lost ? boot : kill)->addAction(models::q(name), this, [this, name, lost = server.reach == inventory::Reach::Lost] {
                lost ? m_cluster->bootServer(name) : m_cluster->killServer(name);
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
    if (event->type() == QEvent::PaletteChange && m_desk) {
        QPixmapCache::clear();
        QTimer::singleShot(0, this, [this] {
            m_top->refresh();
            showPlace();
        });
    }
}

} // namespace shell
