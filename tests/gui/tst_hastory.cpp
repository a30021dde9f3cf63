// SPDX-License-Identifier: GPL-3.0-or-later
// High availability as a person does it, through the real window on the real demonstration cluster: a pair is set up by the wizard, its
// plan read and run, a server dies and its targets come up on the partner while the window shows it, the failover is read as a story,
// power is switched, and a fence test proves the pair. With CHANDELIER_SCREENSHOTS=DIR it leaves pictures there.
#include "app/pages/hacluster.h"
#include "app/wizards/hasetup.h"
#include "tests/gui/support/demoperson.h"

#include <QComboBox>
#include <QDirIterator>
#include <QPlainTextEdit>

namespace {

const char *const clusterPlace = "cluster:oss1-oss2";

} // namespace

class TestHaStory : public QObject, gui::DemoPerson {
    Q_OBJECT
    wizards::HaSetup *m_wizard = nullptr;

    template <class T> T *child(const char *name) const { return m_wizard->findChild<T *>(QLatin1String(name)); }

    void picture(const QString &name) override
    {
        if (pictures.isEmpty())
            return;
        QWidget *shown = m_wizard != nullptr && m_wizard->isVisible() ? static_cast<QWidget *>(m_wizard) : m_window.get();
        for (const auto &[theme, word] : {std::pair(shell::theme::Mode::Light, "light"), std::pair(shell::theme::Mode::Dark, "dark")}) {
            shell::theme::use(theme);
            QTest::qWait(1400);
            QVERIFY(shown->grab().save(pictures + QLatin1Char('/') + name + QLatin1Char('-') + QLatin1String(word) + QStringLiteral(".png")));
        }
    }
    void showPart(pages::ClusterPage::Part part)
    {
        desk().open(clusterPlace);
        qobject_cast<pages::ClusterPage *>(m_window->page())->showPart(part);
    }
    std::string activeOf(const char *label) const
    {
        const inventory::World world = cluster().world();
        const inventory::Target *target = world.target(std::string("target:") + label);
        return target == nullptr ? std::string() : target->active;
    }
    const ha::ClusterStatus *status() const
    {
        const inventory::World world = cluster().world();
        m_seen = world;
        const ha::HaCluster *shown = m_seen.cluster("oss1-oss2");
        return shown == nullptr ? nullptr : shown->status.get();
    }
    void runGoal(plan::Goal::What what, const std::string &object)
    {
        plan::Goal goal;
        goal.what = what;
        goal.object = object;
        desk().propose({goal});
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        runPlan();
    }
    mutable inventory::World m_seen;

private slots:
    void initTestCase() { openDemo(pictures.isEmpty() ? QStringLiteral("0.1") : QStringLiteral("0.5"), {1280, 800}); }
    void cleanupTestCase() { closeDemo(); }

    void aFileSystemFirst()
    {
        wizards::Create *w = wizard(QStringLiteral("scratch"), QStringLiteral("combined"));
        choose(w, QStringLiteral("mds"), QStringLiteral("2 TiB"), 1, QStringLiteral("MDT"));
        choose(w, QStringLiteral("oss1"), QStringLiteral("64 TiB"), 4, QStringLiteral("OST"));
        if (QTest::currentTestFailed())
            return;
        toPlan(w);
        runPlan();
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 5);
    }

    void thePairIsProposed()
    {
        desk().open("ha");
        auto *pairs = find<shell::TableView>(QStringLiteral("ha.pairs"));
        QTRY_VERIFY_WITH_TIMEOUT(pairs->table()->rowOf("pair:oss1-oss2") >= 0, patienceMs);
        pairs->choose("pair:oss1-oss2");
        picture(QStringLiteral("ha-empty"));
        press(button(QStringLiteral("ha.setup")));
        m_wizard = m_window->findChild<wizards::HaSetup *>();
        QVERIFY(m_wizard);
        QCOMPARE(m_wizard->draft().servers(), (std::vector<std::string>{"oss1", "oss2"}));
        press(child<QPushButton>("hasetup.next"));
        auto *addresses = child<shell::TableView>("hasetup.addresses");
        const auto reach = [&](const char *server) { return addresses->table()->data(addresses->table()->index(addresses->table()->rowOf(server), 3), Qt::DisplayRole).toString(); };
        QTRY_VERIFY2_WITH_TIMEOUT(reach("oss1").startsWith(QStringLiteral("yes")) && reach("oss2").startsWith(QStringLiteral("yes")), qPrintable(reach("oss1") + reach("oss2")), patienceMs);
        picture(QStringLiteral("ha-setup-rings"));
        press(child<QPushButton>("hasetup.next"));
    }

    void eachServerGetsAFenceDevice()
    {
        for (const char *server : {"oss1", "oss2"}) {
            child<shell::TableView>("hasetup.fencing")->choose(server);
            auto *agents = child<QComboBox>("hasetup.agent");
            const int at = agents->findData(QStringLiteral("fence_ipmilan")); // not installed yet: the plan brings it
            QVERIFY(at > 0);
            agents->setCurrentIndex(at);
            emit agents->activated(at);
            QTRY_VERIFY(child<QLineEdit>("hasetup.parameter.ip") != nullptr);
            QTest::keyClicks(child<QLineEdit>("hasetup.parameter.ip"), QLatin1String(server) + QStringLiteral("-bmc"));
            QTest::keyClicks(child<QLineEdit>("hasetup.parameter.username"), QStringLiteral("admin"));
            QTest::keyClicks(child<QLineEdit>("hasetup.password"), QStringLiteral("pa55-of-") + QLatin1String(server));
        }
        QTRY_VERIFY(child<QPushButton>("hasetup.next")->isEnabled());
        picture(QStringLiteral("ha-setup-fencing"));
        for (int i = 0; i < 3; ++i)
            press(child<QPushButton>("hasetup.next"));
    }

    void everythingIsReadBeforeItIsRun()
    {
        const QString conf = child<QPlainTextEdit>("hasetup.corosync")->toPlainText(), cib = child<QPlainTextEdit>("hasetup.cib")->toPlainText();
        QVERIFY2(conf.contains(QStringLiteral("cluster_name: oss1-oss2")) && conf.contains(QStringLiteral("two_node: 1")), qPrintable(conf));
        QVERIFY2(cib.contains(QStringLiteral("stonith")) && !cib.contains(QStringLiteral("pa55")), qPrintable(cib));
        picture(QStringLiteral("ha-setup-summary"));
        press(child<QPushButton>("hasetup.next"));
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        m_wizard = nullptr;
        std::string commands;
        for (const plan::Move &move : desk().plan()->moves)
            for (const plan::Step &step : move.steps)
                for (const protocol::Operation &op : step.operations)
                    for (const std::string &word : op.argv)
                        commands += word + " ";
        for (const char *word : {"dnf", "corosync-keygen", "systemctl", "cibadmin", "crm_verify"})
            QVERIFY2(commands.find(word) != std::string::npos, word);
        QVERIFY(commands.find("pa55") == std::string::npos);
        picture(QStringLiteral("ha-plan"));
        runPlan();
        if (QTest::currentTestFailed())
            return;
        desk().open(clusterPlace);
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Online"), patienceMs);
    }

    void thePageShowsIt()
    {
        desk().open(clusterPlace);
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("cluster.nodes", "server:oss2", "state"), QStringLiteral("Online"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("cluster.nodes", "server:oss1", "rings"), QStringLiteral("0 up, 1 up"), patienceMs);
        QVERIFY(cellOf("cluster.nodes", "server:oss1", "fencing").contains(QStringLiteral("fence_ipmilan")));
        QTRY_VERIFY_WITH_TIMEOUT(status() != nullptr && cellOf("cluster.resources", "target:scratch-OST0000", "state") == QStringLiteral("Started"), patienceMs);
        picture(QStringLiteral("ha-cluster"));
        showPart(pages::ClusterPage::Part::Resources);
        picture(QStringLiteral("ha-resources"));
    }

    void powerShowsEachDevice()
    {
        desk().open("power");
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss1:1", "power"), QStringLiteral("On"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss2:1", "power"), QStringLiteral("On"), patienceMs);
        QCOMPARE(cellOf("power.table", "outlet:oss1:1", "by"), QStringLiteral("oss2"));
        picture(QStringLiteral("power"));
        simhost({QStringLiteral("ha"), m_cluster, QStringLiteral("oss2"), QStringLiteral("bmc"), QStringLiteral("broken")});
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss2:1", "power"), QStringLiteral("Does not answer"), patienceMs);
        simhost({QStringLiteral("ha"), m_cluster, QStringLiteral("oss2"), QStringLiteral("bmc"), QStringLiteral("ok")});
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss2:1", "power"), QStringLiteral("On"), patienceMs);
    }

    void aServerDies()
    {
        const std::string victim = activeOf("scratch-OST0000"), partner = victim == "oss1" ? "oss2" : "oss1";
        QVERIFY(!victim.empty());
        desk().open(clusterPlace);
        simhost({QStringLiteral("kill"), m_cluster, QString::fromStdString(victim)});
        // From here on Pacemaker counts: the window shows what it says at most a look later.
        QTRY_VERIFY_WITH_TIMEOUT(cellOf("cluster.nodes", "server:" + victim, "state") != QStringLiteral("Online"), patienceMs);
        picture(QStringLiteral("ha-dies"));
        QTRY_VERIFY_WITH_TIMEOUT(activeOf("scratch-OST0000") == partner && activeOf("scratch-OST0002") == partner, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(status() != nullptr && !status()->fenceHistory.empty() && status()->fenceHistory.front().target == victim && status()->fenceHistory.front().status == "success", patienceMs);
        QCOMPARE(activeOf("scratch-OST0001"), activeOf("scratch-OST0003"));
        showPart(pages::ClusterPage::Part::Fencing);
        QTRY_VERIFY_WITH_TIMEOUT(allOf("cluster.fencing").contains(QString::fromStdString(victim)), patienceMs);
        showPart(pages::ClusterPage::Part::Resources);
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("cluster.resources", "target:scratch-OST0000", "where"), QString::fromStdString(partner), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(status() != nullptr && status()->node(victim) != nullptr && status()->node(victim)->word() == "online", patienceMs); // fenced with a reboot, it comes back
    }

    void theStoryIsRead()
    {
        const std::string partner = activeOf("scratch-OST0000"), victim = partner == "oss1" ? "oss2" : "oss1";
        showPart(pages::ClusterPage::Part::Failovers);
        QTRY_VERIFY_WITH_TIMEOUT(allOf("cluster.stories").contains(QString::fromStdString(victim + " was lost and fenced")), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(allOf("cluster.story").contains(QStringLiteral("scratch-OST0000 came up on ") + QString::fromStdString(partner)), patienceMs);
        const QString story = allOf("cluster.story");
        QVERIFY2(story.contains(QString::fromStdString(victim + " was lost")), qPrintable(story));
        QVERIFY2(story.contains(QString::fromStdString("had " + victim + " fenced")), qPrintable(story));
        QTRY_VERIFY2_WITH_TIMEOUT(!allOf("cluster.story.recoveries").isEmpty() && allOf("cluster.story.recoveries").contains(QStringLiteral("scratch-OST0002")), qPrintable(allOf("cluster.story.recoveries")), patienceMs);
        picture(QStringLiteral("ha-story"));
    }

    void theTargetsGoHome()
    {
        const std::string partner = activeOf("scratch-OST0000"), victim = partner == "oss1" ? "oss2" : "oss1";
        QTRY_VERIFY_WITH_TIMEOUT(cluster().world().server(victim) != nullptr && cluster().world().server(victim)->up(), patienceMs);
        act("target:scratch-OST0000", QStringLiteral("Fail back"));
        if (QTest::currentTestFailed())
            return;
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(activeOf("scratch-OST0000")), QString::fromStdString(victim), patienceMs);
    }

    void aFenceTestProvesThePair()
    {
        for (const char *server : {"oss1", "oss2"}) {
            QTRY_VERIFY_WITH_TIMEOUT(status() != nullptr && std::all_of(status()->nodes.begin(), status()->nodes.end(), [](const ha::NodeStatus &n) { return n.word() == "online"; }), patienceMs);
            runGoal(plan::Goal::What::FenceTest, std::string("server:") + server);
            if (QTest::currentTestFailed())
                return;
        }
        QTRY_COMPARE_WITH_TIMEOUT(cluster().fenceProofs().size(), std::size_t(2), patienceMs);
        desk().open("ha");
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("ha.table", clusterPlace, "fencing"), QStringLiteral("proven"), patienceMs);
        showPart(pages::ClusterPage::Part::Nodes);
        QTRY_VERIFY_WITH_TIMEOUT(cellOf("cluster.nodes", "server:oss1", "proof") != QStringLiteral("never"), patienceMs);
        showPart(pages::ClusterPage::Part::Readiness);
        picture(QStringLiteral("ha-readiness"));
    }

    void powerOffShowsWhatItInterrupts()
    {
        desk().open("power");
        find<shell::TableView>(QStringLiteral("power.table"))->choose("outlet:oss1:1");
        QTRY_VERIFY_WITH_TIMEOUT(hasAction(QStringLiteral("Power off")), patienceMs);
        act(QStringLiteral("Power off"));
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        picture(QStringLiteral("power-plan"));
        runPlan();
        if (QTest::currentTestFailed())
            return;
        desk().open("power");
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss1:1", "power"), QStringLiteral("Off"), patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(QString::fromStdString(activeOf("scratch-OST0000")), QStringLiteral("oss2"), patienceMs);
        find<shell::TableView>(QStringLiteral("power.table"))->choose("outlet:oss1:1");
        QTRY_VERIFY_WITH_TIMEOUT(hasAction(QStringLiteral("Power on")), patienceMs);
        act(QStringLiteral("Power on"));
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        runPlan();
        desk().open("power");
        QTRY_COMPARE_WITH_TIMEOUT(cellOf("power.table", "outlet:oss1:1", "power"), QStringLiteral("On"), patienceMs);
    }

    /// The passwords are in the hosts' secret files and nowhere else.
    void noSecretIsLeft()
    {
        QDirIterator files(m_dir->path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.fileName().contains(QStringLiteral("/etc/chandelier/fence/")) || !file.open(QIODevice::ReadOnly))
                continue;
            QVERIFY2(!file.readAll().contains("pa55-of-"), qPrintable(file.fileName()));
        }
    }
};

QTEST_MAIN(TestHaStory)
#include "tst_hastory.moc"
