// SPDX-License-Identifier: GPL-3.0-or-later
// gallery DIR [dark|light] [WIDTHxHEIGHT] [BEGINNING-OF-NAMES,...]: each page over made-up worlds as a PNG, to be looked at by a person. No test.
// gallery --check [...]: no pictures, but what could not be read whole or reached with the Tab key, a line each; ends with 1 when there is any.
// Language and scale as for any program: LC_ALL=de_DE.UTF-8, QT_SCALE_FACTOR=1.25.
#include "app/pages/logs.h"
#include "app/pages/cellpanel.h"
#include "app/pages/detailpage.h"
#include "app/pages/lists.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/wizards/create.h"
#include "tests/gui/support/cutoff.h"
#include "tests/gui/support/reach.h"
#include "tests/gui/support/hascenes.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupalerts.h"
#include "tests/gui/support/madeuplogs.h"
#include "tests/gui/support/madeupnear.h"
#include "tests/gui/support/madeuppast.h"
#include "tests/gui/support/madeupsource.h"
#include "tests/gui/support/serverscenes.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTimer>
#include <QTreeView>
#include <algorithm>
#include <deque>
#include <functional>

namespace {

using Scene = std::pair<QString, std::function<QWidget *()>>;

struct Gallery {
    shell::MainWindow window;
    madeup::Cluster *cluster = nullptr;
    madeup::Past *past = nullptr; ///< of every cluster that is used
    std::deque<Scene> scenes;
    QString dir;
    bool check = false;
    int cut = 0;
    QStringList beginnings; ///< only these are kept; the ones before them are played all the same, for they leave clusters and plans behind

    void use(const madeup::Shape &shape)
    {
        auto made = std::make_unique<madeup::Cluster>(madeup::world(shape));
        cluster = made.get();
        if (past != nullptr)
            fillPast(*past, made->world());
        made->m_past = past;
        window.setCluster(std::move(made));
    }
    /// A month, with a failover an hour and a half ago and a night without a program.
    static void fillPast(madeup::Past &past, const inventory::World &world)
    {
        constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
        const auto lost = madeup::changed(world, [](inventory::WorldData &d) {
            if (const auto oss2 = d.servers.find("oss2"); oss2 != d.servers.end()) {
                oss2->second.reach = inventory::Reach::Lost;
                oss2->second.reason = "Connection timed out";
                oss2->second.lnet = machine::State::Unknown;
            }
            for (auto &[id, target] : d.targets)
                if (target.active == "oss2") {
                    target.state = machine::State::Unknown;
                    target.activeKnown = false;
                }
        });
        madeup::Alerts alerts;
        auto then = *alerts.active();
        for (monitoring::Alert &alert : then)
            alert.begin = now - 96 * minute + alert.id * 20'000;
        past.m_worlds = {{now - 30 * day, {0, world, {}, {}, std::make_shared<const std::vector<monitoring::Alert>>()}},
            {now - 97 * minute, {0, lost, {}, {}, std::make_shared<const std::vector<monitoring::Alert>>(then)}}, {now - 80 * minute, {0, world, {}, {}, std::make_shared<const std::vector<monitoring::Alert>>()}}};
        using Kind = shell::PastEvent::Kind;
        past.m_events = {{now - 19 * day, now - 19 * day + 3 * minute, Kind::Job, 0, QStringLiteral("Add 8 OSTs to scratch"), {}}, {now - 6 * day, now - 6 * day + hour, Kind::Alert, 1, QStringLiteral("OST nearly full: scratch-OST0007 is 92 % full"), "alerts"},
            {now - 26 * hour, now - 15 * hour, Kind::Gap, 0, QStringLiteral("No program followed this cluster"), {}}, {now - 4 * hour, now - 4 * hour + 5 * minute, Kind::Job, 2, QStringLiteral("Fail back scratch-OST0002"), {}},
            {now - 97 * minute, 0, Kind::Change, 2, QStringLiteral("oss2 does not answer: Connection timed out"), "server:oss2"}, {now - 96 * minute, now - 80 * minute, Kind::Alert, 2, QStringLiteral("Server lost: oss2 does not answer"), "alerts"},
            {now - 93 * minute, now - 92 * minute, Kind::Job, 0, QStringLiteral("Fail over scratch-OST0001"), {}}, {now - 80 * minute, 0, Kind::Change, 0, QStringLiteral("oss2 answers again"), "server:oss2"},
            {now - 9 * minute, 0, Kind::Alert, 1, QStringLiteral("Evictions: scratch-OST0001 evicts clients"), "alerts"}};
    }
    madeup::Cluster &add(const madeup::Shape &shape, const char *name, const char *colour)
    {
        auto made = std::make_unique<madeup::Cluster>(madeup::world(shape));
        madeup::Cluster &added = *made;
        added.m_id = name;
        added.m_name = QLatin1String(name);
        added.m_colour = QLatin1String(colour);
        window.addCluster(std::move(made));
        return added;
    }
    void next()
    {
        const auto wanted = [this](const Scene &scene) { return std::any_of(beginnings.begin(), beginnings.end(), [&](const QString &b) { return scene.first.startsWith(b); }); };
        if (std::none_of(scenes.begin(), scenes.end(), wanted))
            return QCoreApplication::exit(cut > 0 ? 1 : 0); // quit() would ask the dialogs that are open
        const Scene scene = scenes.front();
        scenes.pop_front();
        QWidget *widget = scene.second();
        QTimer::singleShot(!wanted(scene) ? 1 : check ? 150 : 250, &window, [this, scene, widget, keep = wanted(scene)] {
            if (keep && check)
                return judge(scene.first, widget, 50);
            if (keep)
                widget->grab().toImage().convertToFormat(QImage::Format_RGB888).save(dir + QLatin1Char('/') + scene.first + QStringLiteral(".png"), "PNG", 0);
            leave(widget);
        });
    }
    void leave(QWidget *widget)
    {
        if (widget != &window)
            widget->close();
        next();
    }
    /// A busy machine may not have laid it out yet.
    void judge(const QString &scene, QWidget *widget, int looks)
    {
        const QStringList lines = support::cutOff(*widget);
        if (!lines.isEmpty() && looks > 0)
            return QTimer::singleShot(100, &window, [this, scene, widget, looks] { judge(scene, widget, looks - 1); });
        say(scene, lines);
        say(scene, support::outOfReach(*widget));
        leave(widget);
    }
    void say(const QString &scene, const QStringList &lines)
    {
        for (const QString &line : lines)
            qInfo("%s: %s", qPrintable(scene), qPrintable(line));
        cut += static_cast<int>(lines.size());
    }
    wizards::Create *wizard() { return window.findChild<wizards::Create *>(); }
};

} // namespace

int main(int argc, char **argv)
{
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("chandelier-gallery"));
    const QStringList args = QApplication::arguments();
    const QString theme = args.value(2, QStringLiteral("dark"));
    shell::loadTranslations(app);
    shell::theme::setUp(app, shell::theme::modeFromWord(theme).value_or(shell::theme::Mode::Dark));
    madeup::Source figures(QDateTime::currentMSecsSinceEpoch()); // they outlive the window
    madeup::Alerts alerts;
    auto recent = *alerts.m_active;
    for (monitoring::Alert &alert : recent)
        alert.begin = QDateTime::currentMSecsSinceEpoch() - alert.id * 430'000;
    alerts.m_active = std::make_shared<const std::vector<monitoring::Alert>>(std::move(recent));
    madeup::Logs logs;
    logs.fill(QDateTime::currentMSecsSinceEpoch());
    logs.open({"mds1", "mds2", "oss1", "oss2", "oss3", "oss4"});
    madeup::Past past;
    Gallery g;
    g.past = &past;
    g.dir = args.value(1, QStringLiteral("."));
    g.check = g.dir == QStringLiteral("--check");
    if (!g.check)
        QDir().mkpath(g.dir);
    const QStringList size = args.value(3, QStringLiteral("1280x720")).split(QLatin1Char('x'));
    g.window.resize(size.value(0).toInt(), size.value(1).toInt());
    g.window.show();
    const auto at = [&g](const char *place) { return [&g, place] { g.window.desk()->open(place); return static_cast<QWidget *>(&g.window); }; };
    g.scenes.push_back({QStringLiteral("welcome"), [&g] { return &g.window; }});
    g.scenes.push_back({QStringLiteral("overview-empty"), [&g] { g.use({2, 4, 4, 12, 0, 0}); return &g.window; }});
    g.scenes.push_back({QStringLiteral("filesystems-empty"), at("filesystems")});
    g.scenes.push_back({QStringLiteral("wizard-name"), [&g] { g.window.desk()->startWizard(pages::createGoal()); g.wizard()->draft().name = "scratch"; g.wizard()->refresh(); return static_cast<QWidget *>(g.wizard()); }});
    const auto wizardAt = [&g](int step) {
        return [&g, step] {
            g.window.desk()->startWizard(pages::createGoal());
            wizards::Create *w = g.window.findChildren<wizards::Create *>().last();
            w->draft().name = "scratch";
            int n = 0;
            for (const auto &[id, v] : g.cluster->world()->volumes)
                if (n++ < 14 && n % 4 != 3)
                    w->draft().roles[id] = v.name.find("mdt") == 0 ? wizards::Role::Mdt : wizards::Role::Ost;
            w->refresh();
            for (int i = 0; i < step; ++i)
                w->findChild<QPushButton *>(QStringLiteral("create.next"))->click();
            return static_cast<QWidget *>(w);
        };
    };
    g.scenes.push_back({QStringLiteral("wizard-volumes"), wizardAt(1)});
    g.scenes.push_back({QStringLiteral("wizard-options"), wizardAt(2)});
    g.scenes.push_back({QStringLiteral("wizard-summary"), wizardAt(3)});
    g.scenes.push_back({QStringLiteral("plan-create"), [&g, wizardAt] { QWidget *w = wizardAt(3)(); w->findChild<QPushButton *>(QStringLiteral("create.next"))->click(); return static_cast<QWidget *>(&g.window); }});
    g.scenes.push_back({QStringLiteral("job-running"), [&g] { if (g.window.desk()->plan()) g.cluster->setJob(madeup::job(*g.window.desk()->plan(), 5)); g.window.desk()->open("job:job-5"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("job-long"), [&g] {
        if (g.window.desk()->plan()) {
            plan::Plan plan = *g.window.desk()->plan();
            plan.title = "Create file system project7 with names of the longest";
            for (plan::Move &move : plan.moves)
                move.objectName = "project7-" + move.objectName;
            g.cluster->setJob(madeup::job(plan, 6));
        }
        g.window.desk()->open("job:job-6"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("job-failed"), [&g] { if (g.window.desk()->plan()) g.cluster->setJob(madeup::job(*g.window.desk()->plan(), 7, true)); g.window.desk()->open("job:job-7"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("jobs"), at("jobs")});
    g.scenes.push_back({QStringLiteral("overview"), [&g] { g.use({}); return &g.window; }});
    g.scenes.push_back({QStringLiteral("filesystem"), at("filesystem:scratch")});
    g.scenes.push_back({QStringLiteral("target"), at("target:scratch-OST0003")});
    g.scenes.push_back({QStringLiteral("near"), [&]() -> QWidget * {
        g.cluster->m_answer = [](const std::string &, protocol::Verb verb, const protocol::Json &) -> base::Result<protocol::Json> { return madeup::near(verb); };
        g.window.desk()->open("target:scratch-OST0003");
        g.window.page()->findChild<QTabBar *>(QStringLiteral("target.tabs"))->setCurrentIndex(2);
        for (const char *name : {"target.burst", "target.freespace"})
            g.window.page()->findChild<QPushButton *>(QLatin1String(name))->click();
        return &g.window;
    }});
    g.scenes.push_back({QStringLiteral("servers"), at("servers")});
    g.scenes.push_back({QStringLiteral("server"), at("server:oss1")});
    g.scenes.push_back({QStringLiteral("volumes"), at("volumes")});
    g.scenes.push_back({QStringLiteral("trouble"), [&g] {
        g.cluster->setWorld(madeup::changed(g.cluster->world(), [](inventory::WorldData &d) {
            d.servers["oss2"].reach = inventory::Reach::Lost;
            d.servers["oss2"].reason = "Connection timed out";
            d.servers["oss2"].lnet = machine::State::Unknown;
            for (auto &[id, t] : d.targets)
                if (t.active == "oss2") { t.state = machine::State::Unknown; t.activeKnown = false; }
            d.targets["target:scratch-OST0000"].active = "oss2";
            d.filesystems["scratch"].state = machine::State::Unavailable;
        }));
        g.cluster->setDrift({{"target:scratch-OST0001", "scratch-OST0001", "is not mounted, wanted mounted on oss2", true}});
        g.window.desk()->open("overview"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("trouble-filesystem"), at("filesystem:scratch")});
    g.scenes.push_back({QStringLiteral("long-names"), [&g] {
        madeup::Shape s; s.serverName = "storage-controller-rack-0017-enclosure-b-slot-04.example-lab-"; s.osts = 300; s.ostVolumes = 300;
        g.use(s); g.window.desk()->open("filesystem:scratch"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("long-servers"), at("servers")});
    g.scenes.push_back({QStringLiteral("thousand"), [&g] { madeup::Shape s; s.osts = 1000; s.ostVolumes = 1000; s.oss = 50; g.use(s); g.window.desk()->open("filesystem:scratch"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("clusters-locked"), [&g] {
        g.use({});
        madeup::Cluster &prod = g.add({1, 2, 2, 4, 1, 2, "home"}, "vault", "rose");
        prod.m_production = true;
        prod.m_locked = QStringLiteral("Production: unlock first");
        emit prod.lockChanged();
        madeup::Cluster &bench = g.add({1, 2, 2, 4, 0, 0}, "bench", "green");
        bench.setWorld(madeup::changed(bench.world(), [](inventory::WorldData &d) { d.servers["oss2"].reach = inventory::Reach::Lost; }));
        g.window.showCluster(g.window.desks().at(1));
        g.window.desk()->open("filesystem:home"); return &g.window; }});
    g.scenes.push_back({QStringLiteral("clusters-unlocked"), [&g] {
        auto &prod = static_cast<madeup::Cluster &>(g.window.desks().at(1)->cluster().present());
        prod.m_locked.clear();
        prod.m_unlocked = QDateTime::currentMSecsSinceEpoch() + 754'000;
        emit prod.lockChanged(); return &g.window; }});
    g.scenes.push_back({QStringLiteral("clusters-other"), [&g] { g.window.showCluster(g.window.desks().at(0)); g.window.desk()->open("filesystem:scratch"); return &g.window; }});
    for (const auto &[name, place] : {std::pair("charts-filesystem", "filesystem:scratch"), std::pair("charts-server", "server:oss1"), std::pair("charts-ost", "target:scratch-OST0003"), std::pair("charts-mdt", "target:scratch-MDT0000")})
        g.scenes.push_back({QLatin1String(name), [&g, &figures, place = place] {
            if (g.cluster == nullptr || g.cluster->m_source == nullptr) {
                g.use({});
                g.cluster->m_source = &figures;
            }
            g.window.desk()->open(place);
            qobject_cast<pages::DetailPage *>(g.window.page())->showCharts(true);
            return static_cast<QWidget *>(&g.window);
        }});
    g.scenes.push_back({QStringLiteral("dashboard"), at("dashboard")});
    g.scenes.push_back({QStringLiteral("top"), at("top")});
    g.scenes.push_back({QStringLiteral("alerts"), [&g, &alerts] {
        g.cluster->m_alerts = &alerts;
        g.window.desk()->open("alerts");
        g.window.page()->findChild<shell::TableView *>()->choose("2");
        return static_cast<QWidget *>(&g.window); }});
    g.scenes.push_back({QStringLiteral("logs"), [&g, &logs] {
        g.cluster->m_logs = logs.book.get();
        g.window.desk()->open("logs");
        return static_cast<QWidget *>(&g.window); }});
    g.scenes.push_back({QStringLiteral("logs-known"), [&g] {
        auto *page = qobject_cast<pages::LogsPage *>(g.window.page());
        for (int row = 0; row < page->lines().rowCount(); ++row)
            if (page->lines().line(row)->said.text.find("evicting") != std::string::npos) {
                page->table()->setCurrentIndex(page->lines().index(row, 0));
                page->table()->scrollTo(page->lines().index(row, 0), QAbstractItemView::PositionAtCenter);
            }
        return static_cast<QWidget *>(&g.window); }});
    g.scenes.push_back({QStringLiteral("dashboard-trouble"), [&g, &figures] {
        g.window.desk()->open("dashboard");
        figures.m_gaps = {{{figures.m_now - 1'900'000, figures.m_now - 1'500'000}, QStringLiteral("oss2: agent was down")}};
        figures.m_marks = {{figures.m_now - 1'900'000, QStringLiteral("oss2 does not answer"), 2, "server:oss2"}, {figures.m_now - 900'000, QStringLiteral("Fail over scratch-OST0001"), 0, {}}};
        g.cluster->setWorld(madeup::changed(g.cluster->world(), [](inventory::WorldData &d) { d.servers["oss2"].reach = inventory::Reach::Lost; }));
        return static_cast<QWidget *>(&g.window); }});
    const auto then = [&g](const char *place) {
        return [&g, place] {
            g.window.desk()->open(place);
            g.window.desk()->cluster().look(QDateTime::currentMSecsSinceEpoch() - 91 * 60'000);
            return static_cast<QWidget *>(&g.window);
        };
    };
    g.scenes.push_back({QStringLiteral("timeline"), [&g, &figures, then] { figures.m_gaps.clear(); figures.m_marks.clear(); g.cluster->setWorld(madeup::world({})); return then("dashboard")(); }});
    g.scenes.push_back({QStringLiteral("timeline-filesystem"), then("filesystem:scratch")});
    g.scenes.push_back({QStringLiteral("timeline-alerts"), then("alerts")});
    g.scenes.push_back({QStringLiteral("cell"), [&g] {
        g.window.desk()->cluster().look(0);
        g.window.desk()->open("dashboard");
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
        auto *panel = new pages::CellPanel(*g.window.desk(), "target:scratch-OST0005", {now - 60'000, now - 30'000}, g.window.page());
        panel->setAttribute(Qt::WA_DeleteOnClose, false);
        panel->show();
        return static_cast<QWidget *>(panel); }});
    g.scenes.push_back({QStringLiteral("dashboard-unmeasured"), [&g] { g.use({2, 4, 4, 12, 0, 0}); g.window.desk()->open("dashboard"); return &g.window; }});
    madeup::ServerSide servers;
    for (auto &scene : madeup::serverScenes(g.window))
        g.scenes.push_back(scene);
    g.scenes.push_back({QStringLiteral("server-line"), [&g, &servers] {
        g.use({});
        g.cluster->m_servers = &servers;
        servers.m_lines["oss1"] = madeup::lostLine();
        g.window.desk()->open("server:oss1");
        return &g.window;
    }});
    for (auto &scene : madeup::serverDialogs(g.window, servers))
        g.scenes.push_back(scene);
    for (auto &scene : madeup::haScenes(g.window, figures))
        g.scenes.push_back(scene);
    g.beginnings = args.value(4).split(QLatin1Char(','));
    QTimer::singleShot(200, &g.window, [&g] { g.next(); });
    return QApplication::exec();
}
