// SPDX-License-Identifier: GPL-3.0-or-later
// High availability in the window, over made-up clusters: the overview, a cluster's page, what targets and servers say of it, what a
// plan touches, and a recovery as it runs.
#include "app/pages/hacluster.h"
#include "app/pages/haoverview.h"
#include "app/pages/recoverybar.h"
#include "app/pages/touch.h"
#include "app/pages/touchbox.h"
#include "app/shell/navigationview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/wizards/hasetup.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupha.h"
#include "tests/gui/support/madeupsource.h"
#include "tests/gui/support/person.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>

using plan::Goal;

class TestHaPages : public QObject, public gui::Person {
    Q_OBJECT
    QTemporaryDir m_settings;
    madeup::Source m_figures{QDateTime::currentMSecsSinceEpoch()};
    madeup::Cluster *m_cluster = nullptr;
    inventory::World m_well;

    template <class T> T *child(const char *name) const { return m_window->page()->findChild<T *>(QLatin1String(name)); }
    QString cellOf(shell::TableView *table, const std::string &key, const char *column) const
    {
        const auto &columns = table->table()->columns();
        for (std::size_t i = 0; i < columns.size(); ++i)
            if (columns[i].id == QLatin1String(column))
                return table->table()->data(table->table()->index(table->table()->rowOf(key), static_cast<int>(i)), Qt::DisplayRole).toString();
        return QStringLiteral("no such column");
    }
    QString pageText() const
    {
        QString all;
        for (QLabel *label : m_window->page()->findChildren<QLabel *>())
            if (label->isVisible())
                all += label->text() + QLatin1Char('\n');
        return all;
    }
    void use(const inventory::World &world, const inventory::Wanted &wanted = {})
    {
        m_figures.m_fixed.clear();
        auto made = std::make_unique<madeup::Cluster>(world);
        m_cluster = made.get();
        m_cluster->wantedState() = wanted;
        m_cluster->m_source = &m_figures;
        m_window->setCluster(std::move(made));
    }
    void useClusters(const std::set<std::string> &foreign = {})
    {
        inventory::Wanted wanted;
        m_well = madeup::withClusters(madeup::world({}), wanted, foreign);
        for (const auto &[id, t] : m_well->targets)
            wanted.states[id] = machine::State::Mounted;
        use(m_well, wanted);
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1360, 820);
        m_window->show();
    }
    void cleanupTestCase() { m_window.reset(); }

    void withoutClustersThePageTeachesAndProposes()
    {
        use(madeup::haReady(madeup::world({})));
        desk().open("ha");
        QCOMPARE(page().objectName(), QStringLiteral("ha"));
        QVERIFY(child<QPushButton>("empty.action")->isVisible());
        auto *pairs = child<shell::TableView>("ha.pairs");
        QTRY_COMPARE(pairs->shownRows(), 3);
        QCOMPARE(cellOf(pairs, "pair:oss1-oss2", "servers"), QStringLiteral("oss1, oss2"));
        QVERIFY(cellOf(pairs, "pair:oss1-oss2", "why").contains(QStringLiteral("disks")));
        QVERIFY(cellOf(pairs, "pair:oss1-oss2", "rings").contains(QStringLiteral("10.20.0.0/24")));
        pairs->choose("pair:oss1-oss2");
        press(button(QStringLiteral("ha.setup")));
        auto *wizard = m_window->findChild<wizards::HaSetup *>();
        QVERIFY(wizard);
        QCOMPARE(wizard->draft().servers(), (std::vector<std::string>{"oss1", "oss2"}));
        wizard->reject();
    }

    void whoeverMayNotChangeAnythingMayLook()
    {
        m_cluster->m_locked = QStringLiteral("Production: unlock first");
        emit m_cluster->lockChanged();
        QTRY_VERIFY(!button(QStringLiteral("ha.setup"))->isEnabled());
        QCOMPARE(button(QStringLiteral("ha.setup"))->toolTip(), QStringLiteral("Production: unlock first"));
    }

    void serversWithoutSharedDisksHaveNoPlaceForIt()
    {
        use(madeup::world({1, 1, 1, 1, 1, 1}));
        QVERIFY(!m_window->findChild<shell::NavigationView *>()->model()->match(m_window->findChild<shell::NavigationView *>()->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Servers"), 1, Qt::MatchRecursive).isEmpty());
        QVERIFY(m_window->findChild<shell::NavigationView *>()->model()->match(m_window->findChild<shell::NavigationView *>()->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("High availability"), 1, Qt::MatchRecursive).isEmpty());
    }

    void theOverviewTellsOfEachCluster()
    {
        useClusters({"mds1-mds2"});
        desk().open("ha");
        auto *clusters = child<shell::TableView>("ha.table");
        QCOMPARE(clusters->shownRows(), 3);
        QCOMPARE(cellOf(clusters, "cluster:oss1-oss2", "state"), QStringLiteral("Online"));
        QCOMPARE(cellOf(clusters, "cluster:oss1-oss2", "members"), QStringLiteral("oss1, oss2"));
        QCOMPARE(cellOf(clusters, "cluster:oss1-oss2", "quorum"), QStringLiteral("yes, 2 of 2 votes"));
        QCOMPARE(cellOf(clusters, "cluster:oss1-oss2", "made"), QStringLiteral("this program"));
        QCOMPARE(cellOf(clusters, "cluster:mds1-mds2", "made"), QStringLiteral("others"));
        QTRY_COMPARE(cellOf(clusters, "cluster:oss1-oss2", "fencing"), QStringLiteral("not proven"));
        QTRY_COMPARE(cellOf(clusters, "cluster:oss1-oss2", "ready"), QStringLiteral("4 of 4")); // a proof that is missing is a risk, and said so
        QVERIFY(!child<QWidget>("ha.pairs")->isVisible());
        for (const char *server : {"oss1", "oss2"})
            m_cluster->m_proofs[server] = QDateTime::currentMSecsSinceEpoch() - 86'400'000;
        m_cluster->setWorld(m_well);
        QTRY_COMPARE(cellOf(clusters, "cluster:oss1-oss2", "fencing"), QStringLiteral("proven"));
        QTRY_COMPARE(cellOf(clusters, "cluster:oss1-oss2", "ready"), QStringLiteral("4 of 4"));
        QTRY_VERIFY2(pageText().contains(QStringLiteral("all 10 targets could fail over now")), qPrintable(pageText()));
    }

    void aClusterHasItsNodesAndResources()
    {
        desk().open("cluster:oss1-oss2");
        QCOMPARE(page().objectName(), QStringLiteral("cluster"));
        QCOMPARE(stateWord(), QStringLiteral("Online"));
        auto *nodes = child<shell::TableView>("cluster.nodes");
        QCOMPARE(nodes->shownRows(), 2);
        QCOMPARE(cellOf(nodes, "server:oss1", "state"), QStringLiteral("Online"));
        QCOMPARE(cellOf(nodes, "server:oss1", "dc"), QStringLiteral("yes"));
        QCOMPARE(cellOf(nodes, "server:oss2", "dc"), QString());
        QCOMPARE(cellOf(nodes, "server:oss1", "rings"), QStringLiteral("0 up, 1 up"));
        QCOMPARE(cellOf(nodes, "server:oss1", "fencing"), QStringLiteral("chandelier-fence-1-oss1 (fence_ipmilan)"));
        QVERIFY(cellOf(nodes, "server:oss1", "proof") != QStringLiteral("never"));
        child<QTabBar>("cluster.tabs")->setCurrentIndex(1);
        auto *resources = child<shell::TableView>("cluster.resources");
        QCOMPARE(cellOf(resources, "target:scratch-OST0000", "state"), QStringLiteral("Started"));
        QCOMPARE(cellOf(resources, "target:scratch-OST0000", "where"), QStringLiteral("oss1"));
        QTest::keyClicks(page().filterField(), QStringLiteral("OST0001"));
        QTRY_COMPARE(resources->shownRows(), 1);
        page().filterField()->clear();
    }

    void maintenanceBeginsWithAPlan()
    {
        desk().open("cluster:oss1-oss2");
        QTRY_VERIFY(hasAction(QStringLiteral("Begin maintenance")));
        act(QStringLiteral("Begin maintenance"));
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
        QVERIFY(!desk().plan()->moves.empty());
        QVERIFY(!child<QWidget>("touch")->isVisible()); // it interrupts nothing
    }

    void aDeathIsTold()
    {
        m_cluster->setWorld(madeup::afterDeath(m_well, "oss1-oss2", "oss2", QDateTime::currentMSecsSinceEpoch()));
        desk().open("cluster:oss1-oss2");
        QTRY_COMPARE(stateWord(), QStringLiteral("oss2: Offline"));
        child<QTabBar>("cluster.tabs")->setCurrentIndex(0);
        auto *nodes = child<shell::TableView>("cluster.nodes");
        QTRY_COMPARE(cellOf(nodes, "server:oss2", "state"), QStringLiteral("Offline"));
        QCOMPARE(cellOf(nodes, "server:oss1", "rings"), QStringLiteral("0 down, 1 down"));
        QCOMPARE(cellOf(nodes, "server:oss2", "rings"), QStringLiteral("not known"));
        auto *resources = child<shell::TableView>("cluster.resources");
        QString words;
        for (int row = 0; row < resources->table()->rowCount(); ++row)
            words += cellOf(resources, resources->table()->key(row), "words");
        QVERIFY2(words.contains(QStringLiteral("mount.lustre: Connection timed out")), qPrintable(words));
        child<QTabBar>("cluster.tabs")->setCurrentIndex(3);
        auto *history = child<shell::TableView>("cluster.fencing");
        QCOMPARE(history->shownRows(), 2);
        QCOMPARE(history->model()->index(0, 3).data().toString(), QStringLiteral("Done")); // newest first
        QCOMPARE(history->model()->index(1, 6).data().toString(), QStringLiteral("Timeout waiting for the BMC"));
    }

    void whatIsNotReadySaysWhyAndWhatToDo()
    {
        child<QTabBar>("cluster.tabs")->setCurrentIndex(2);
        auto *ready = child<shell::TableView>("cluster.readiness");
        QTRY_COMPARE(cellOf(ready, "target:scratch-OST0000", "ready"), QStringLiteral("Not ready"));
        QVERIFY(!cellOf(ready, "target:scratch-OST0000", "why").isEmpty());
        const int all = ready->shownRows();
        ready->choose("target:scratch-OST0000");
        QTRY_COMPARE(child<QLabel>("cluster.checks.of")->text(), QStringLiteral("scratch-OST0000"));
        auto *checks = child<shell::TableView>("cluster.checks");
        QVERIFY(checks->shownRows() > 3);
        QVERIFY(checks->model()->index(0, 0).data().toString() != QStringLiteral("ok")); // the bad ones first
        QVERIFY(!checks->model()->index(0, 3).data().toString().isEmpty());
        m_cluster->setWorld(m_well);
        QTRY_COMPARE(cellOf(ready, "target:scratch-OST0000", "ready"), QStringLiteral("Ready"));
        child<QAbstractButton>("cluster.readiness.only")->click();
        QTRY_VERIFY(ready->shownRows() < all);
        QCOMPARE(ready->table()->rowOf("target:scratch-OST0000"), -1);
        child<QAbstractButton>("cluster.readiness.only")->click();
    }

    void aFailoverIsReadAsAStory()
    {
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
        const ha::HaCluster &well = *m_well.cluster("oss1-oss2");
        const inventory::World dead = madeup::afterDeath(m_well, "oss1-oss2", "oss2", now - 40'000);
        auto lost = std::make_shared<ha::ClusterStatus>(*well.status);
        for (ha::NodeStatus &n : lost->nodes)
            if (n.name == "oss2") {
                n.online = false;
                n.unclean = true;
            }
        m_cluster->m_failovers.snapshots = {{now - 60'000, well.status}, {now - 47'000, lost}, {now - 40'000, dead.cluster("oss1-oss2")->status}};
        m_cluster->m_failovers.targets = well.targets;
        m_cluster->m_failovers.recoveries = {{"scratch-OST0001", "oss1", now - 40'000, now - 30'000}};
        m_figures.m_fixed = {{"recovery_completed", 870}, {"recovery_evicted", 12}};
        desk().open("ha");
        desk().open("cluster:oss1-oss2");
        child<QTabBar>("cluster.tabs")->setCurrentIndex(4);
        auto *stories = child<shell::TableView>("cluster.stories"), *lines = child<shell::TableView>("cluster.story"), *recoveries = child<shell::TableView>("cluster.story.recoveries");
        QTRY_COMPARE(stories->shownRows(), 1);
        QVERIFY(stories->model()->index(0, 1).data().toString().startsWith(QStringLiteral("oss2 was lost")));
        QVERIFY(lines->shownRows() >= 3);
        QVERIFY(lines->model()->index(0, 2).data().toString().contains(QStringLiteral("oss2 was lost")));
        QTRY_COMPARE(cellOf(recoveries, "target:scratch-OST0001", "evicted"), QStringLiteral("12"));
        QCOMPARE(cellOf(recoveries, "target:scratch-OST0001", "took"), QStringLiteral("10 s"));
        QTRY_VERIFY2(pageText().contains(QStringLiteral("Last failover")), qPrintable(pageText()));
        QVERIFY(lines->viewport()->height() >= 8 * lines->visualRect(lines->model()->index(0, 0)).height());
        child<QTabBar>("cluster.story.parts")->setCurrentIndex(1);
        QTRY_VERIFY(recoveries->isVisible() && !lines->isVisible());
        child<QTabBar>("cluster.story.parts")->setCurrentIndex(0);
        press(button(QStringLiteral("cluster.story.copy")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("12 evicted")));
        m_figures.m_fixed.clear();
    }

    void badgesSayTheWorstFirst()
    {
        const auto badge = [this](const std::function<void(ha::ClusterStatus &)> &change) { return models::clusterBadge(*madeup::withStatus(m_well, "oss1-oss2", change).cluster("oss1-oss2")); };
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.quorum = false; s.maintenance = true; }).word, QStringLiteral("No quorum"));
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.nodes[1].unclean = true; s.stonithEnabled = false; }).word, QStringLiteral("oss2: Unclean"));
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.resources.back().blocked = true; }).tone, models::Tone::Error);
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.stonithEnabled = false; s.nodes[0].standby = true; }).word, QStringLiteral("Fencing is off"));
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.nodes[0].standby = true; }).word, QStringLiteral("oss1: Standby"));
        QCOMPARE(badge([](ha::ClusterStatus &s) { s.nodes[0].pending = true; }).tone, models::Tone::Working);
        const auto silent = madeup::changed(m_well, [](inventory::WorldData &d) {
            d.clusters["oss1-oss2"].status.reset();
            for (ha::ClusterMember &m : d.clusters["oss1-oss2"].members)
                m.connected = false;
        });
        QCOMPARE(models::clusterBadge(*silent.cluster("oss1-oss2")).tone, models::Tone::Unknown);
        ha::ResourceStatus twice;
        twice.active = true;
        twice.nodes = {"oss1", "oss2"};
        QCOMPARE(models::resourceBadge(twice).tone, models::Tone::Error);
    }

    void targetsAndServersKnowTheirCluster()
    {
        desk().open("target:scratch-OST0000");
        QTRY_VERIFY2(pageText().contains(QStringLiteral("Pacemaker in oss1-oss2")), qPrintable(pageText()));
        QTRY_VERIFY(pageText().contains(QStringLiteral("Could fail over now")));
        QTRY_VERIFY(pageText().contains(QStringLiteral("Ready")));
        m_cluster->setWorld(madeup::withStatus(m_well, "oss1-oss2", [](ha::ClusterStatus &s) { s.nodes[0].standby = true; }));
        desk().open("server:oss1");
        QTRY_VERIFY(pageText().contains(QStringLiteral("In the cluster")));
        QTRY_VERIFY(pageText().contains(QStringLiteral("Standby")));
        QTRY_VERIFY(hasAction(QStringLiteral("Bring online")));
        m_cluster->setWorld(m_well);
    }

    void aPlanSaysWhatItTouches()
    {
        m_figures.m_fixed = {{"dirty", 3.0 * 1073741824}, {"granted", 6.0 * 1073741824}, {"recovery_duration", 65}};
        Goal goal;
        goal.what = Goal::What::MoveTarget;
        goal.object = "target:scratch-OST0000";
        goal.server = "oss2";
        desk().propose({goal});
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
        auto *touch = static_cast<pages::TouchBox *>(child<QWidget>("touch"));
        QVERIFY(touch->isVisible());
        QCOMPARE(touch->targets().size(), std::size_t(1));
        const pages::TouchedTarget &one = touch->targets().front();
        QCOMPARE(one.clients, std::int64_t(1204));
        QCOMPARE(one.dirty, 3.0 * 1073741824);
        QCOMPARE(one.recovery, 65.0);
        QCOMPARE(one.jobs.size(), std::size_t(5));
        const QString summary = child<QLabel>("touch.summary")->text();
        QVERIFY2(summary.contains(QStringLiteral("1 target with up to 1,204 clients; 5 jobs do I/O there; clients wait about")), qPrintable(summary));
        QVERIFY(!summary.contains(QStringLiteral("guessed")));
        QVERIFY(child<QWidget>("touch.table")->isVisible());
        child<QAbstractButton>("touch.fold")->click();
        QVERIFY(!child<QWidget>("touch.table")->isVisible());
    }

    void withoutFiguresItSaysSoAndGuesses()
    {
        m_cluster->m_source = nullptr;
        Goal goal;
        goal.object = "target:scratch-OST0000";
        goal.state = machine::State::Unmounted;
        desk().propose({goal});
        QVERIFY(child<QLabel>("touch.missing")->text().contains(QStringLiteral("Nothing measures this cluster")));
        QVERIFY(child<QLabel>("touch.summary")->text().contains(QStringLiteral("(guessed)")));
        bool guessed = false;
        QVERIFY(pages::expectedRecovery({"a", "a", 100}, guessed) < pages::expectedRecovery({"a", "a", 2000}, guessed));
        QVERIFY(guessed);
        QVERIFY(pages::expectedRecovery({"a", "a", 1'000'000}, guessed) <= 300);
        m_cluster->m_source = &m_figures;
    }

    void aRecoveryIsABar()
    {
        m_figures.m_fixed = {{"recovery_clients", 1204}, {"recovery_connected", 1100}, {"recovery_completed", 900}, {"recovery_evicted", 3}, {"recovery_left", 119}};
        desk().open("target:scratch-OST0000");
        auto *bar = static_cast<pages::RecoveryBar *>(child<QWidget>("target.recovery"));
        QVERIFY(!bar->isVisible());
        m_cluster->setWorld(madeup::changed(m_well, [](inventory::WorldData &d) { d.targets["target:scratch-OST0000"].recovery = "RECOVERING"; }));
        QTRY_VERIFY(bar->isVisible());
        QTRY_COMPARE(child<QLabel>("target.recovery.text")->text().replace(QChar(0xa0), QLatin1Char(' ')), QStringLiteral("Recovering: 1,100 of 1,204 clients connected, 900 completed, 3 evicted, at most 1 min 59 s left"));
        m_figures.m_nothing = QStringLiteral("oss1 was not connected");
        QCOMPARE(pages::recoveryOf({}).known(), false);
        QVERIFY(pages::recoveryText({}).contains(QStringLiteral("no figures")));
        m_figures.m_nothing.clear();
    }

    void powerIsShownAndSwitchedByAPlan()
    {
        useClusters();
        std::set<std::string> broken{"oss2"};
        m_cluster->m_answer = [&](const std::string &server, protocol::Verb verb, const protocol::Json &) -> base::Result<protocol::Json> {
            if (verb != protocol::Verb::PowerState)
                return base::Error{base::Problem::Unreachable, "not asked for", {}, {}};
            if (broken.contains(server)) // who asks, not who is asked about
                return base::Error{base::Problem::ToolFailed, "fence_ipmilan cannot reach it: Connection timed out.", {}, {}};
            return protocol::Json{{"outlets", {{{"name", "x"}, {"state", "on"}}}}};
        };
        desk().open("power");
        auto *outlets = child<shell::TableView>("power.table");
        QTRY_COMPARE(cellOf(outlets, "outlet:oss2:1", "power"), QStringLiteral("On"));
        QTRY_COMPARE(cellOf(outlets, "outlet:oss1:1", "power"), QStringLiteral("Does not answer"));
        QVERIFY(cellOf(outlets, "outlet:oss1:1", "said").contains(QStringLiteral("timed out")));
        m_window->resize(1280, 800);
        QTRY_VERIFY2(outlets->header()->length() <= outlets->viewport()->width(), qPrintable(QString::number(outlets->header()->length())));
        m_window->resize(1360, 820);
        QCOMPARE(cellOf(outlets, "outlet:oss1:1", "by"), QStringLiteral("oss2"));
        outlets->choose("outlet:oss2:1");
        QTRY_VERIFY(hasAction(QStringLiteral("Power off")));
        QVERIFY(!hasAction(QStringLiteral("Power on"))); // it is on
        act(QStringLiteral("Power off"));
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        QVERIFY2(m_window->page()->findChild<pages::TouchBox *>()->isVisible(), "what it interrupts is said first");
        m_cluster->m_answer = {};
    }
};

QTEST_MAIN(TestHaPages)
#include "tst_hapages.moc"
