// SPDX-License-Identifier: GPL-3.0-or-later
// In the window, on the lab, with real Corosync, Pacemaker and fence_ipmilan: a person clicks and types two pairs of bare servers into
// clusters, sees one of them die and its partner take over, reads the story, and fails back. Measured on the way: how long after
// Pacemaker's own detection the window shows the death. Started by stories/hawindow.
#include "app/wizards/hasetup.h"
#include "tests/lab/haperson.h"

#include <QComboBox>
#include <QDateTime>
#include <QListWidget>
#include <QPlainTextEdit>

namespace {

constexpr qint64 mostBehindMs = 2000; ///< the window after Pacemaker
constexpr int deathMs = 120'000;

/// When the window showed what; ms since the epoch, 0: not yet.
struct Seen {
    qint64 node = 0, mark = 0;
};

} // namespace

class TestLabHa : public QObject, HaPerson {
    Q_OBJECT
    wizards::HaSetup *m_wizard = nullptr;
    QString m_password;
    std::string m_victim, m_partner;
    std::vector<std::string> m_moved; ///< labels of what the victim had
    qint64 m_killedAt = 0;
    bool m_made = false, m_over = false;

    template <class T> T *child(const char *name) const { return m_wizard->findChild<T *>(QLatin1String(name)); }

    // ---- in the wizard

    void pick(const char *name, const QString &data)
    {
        auto *box = child<QComboBox>(name);
        QVERIFY2(box != nullptr && box->findData(data) >= 0, qPrintable(data));
        for (int i = 0; box->currentData().toString() != data && i < box->count(); ++i)
            QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(box->currentData().toString(), data);
    }
    void type(const char *name, const QString &text)
    {
        QTRY_VERIFY2(child<QLineEdit>(name) != nullptr && child<QLineEdit>(name)->isVisible(), name);
        child<QLineEdit>(name)->clear();
        QTest::keyClicks(child<QLineEdit>(name), text);
    }
    void tick(const char *name)
    {
        QTRY_VERIFY2(child<QCheckBox>(name) != nullptr, name);
        QTest::keyClick(child<QCheckBox>(name), Qt::Key_Space);
    }
    void next()
    {
        auto *button = child<QPushButton>("hasetup.next");
        QTRY_VERIFY2(button->isEnabled(), qPrintable(child<QLabel>("hasetup.problem")->text()));
        press(button);
    }

    // ---- what the window shows

    bool showsLost(const std::string &server) const { return stateOf(server) == QStringLiteral("Unclean") || stateOf(server) == QStringLiteral("Offline"); }
    std::string decides() const
    {
        for (const char *server : {"oss1", "oss2"})
            if (cellOf("cluster.nodes", std::string("server:") + server, "dc") == QStringLiteral("yes"))
                return server;
        return {};
    }

    // ---- from bare servers to a cluster

    void begin(const std::string &first, const std::string &second)
    {
        go("ha");
        picture(QStringLiteral("pairs"));
        click(find<shell::TableView>(QStringLiteral("ha.pairs")), "pair:" + first + "-" + second);
        press(button(QStringLiteral("ha.setup")));
        m_wizard = m_window->findChildren<wizards::HaSetup *>().back();
        QCOMPARE(m_wizard->draft().servers(), (std::vector<std::string>{first, second}));
        picture(QStringLiteral("servers"));
        next();
        auto *addresses = child<shell::TableView>("hasetup.addresses");
        const auto reach = [&](const std::string &server) { return addresses->table()->data(addresses->table()->index(addresses->table()->rowOf(server), 3), Qt::DisplayRole).toString(); };
        QTRY_VERIFY2_WITH_TIMEOUT(reach(first).startsWith(QStringLiteral("yes")) && reach(second).startsWith(QStringLiteral("yes")), qPrintable(reach(first) + QStringLiteral("; ") + reach(second)), patienceMs);
        QCOMPARE(m_wizard->draft().spec.members.front().addresses.size(), std::size_t(2)); // two rings were proposed
        picture(QStringLiteral("rings"));
        next();
    }
    QString bmcOf(const std::string &server) const { return askLab({QStringLiteral("outlet"), QString::fromStdString(server)}).section(QStringLiteral("ip="), 1).section(QLatin1Char(','), 0, 0); }
    void describe(const std::string &server)
    {
        click(child<shell::TableView>("hasetup.fencing"), server);
        pick("hasetup.agent", QStringLiteral("fence_ipmilan"));
        type("hasetup.parameter.ip", bmcOf(server));
        type("hasetup.parameter.username", QStringLiteral("admin"));
        tick("hasetup.parameter.lanplus");
        if (child<QLineEdit>("hasetup.parameter.cipher") == nullptr)
            tick("hasetup.all");
        type("hasetup.parameter.cipher", QStringLiteral("3"));
        type("hasetup.password", m_password);
    }
    void theRest()
    {
        picture(QStringLiteral("fencing"));
        next();
        pick("hasetup.lnetdevice", QString::fromStdString(m_wizard->draft().spec.health.lnetDevice)); // it is said which carries LNet
        QVERIFY(!child<QLineEdit>("hasetup.lnetnids")->text().isEmpty());
        picture(QStringLiteral("policies"));
        next();
        QVERIFY(child<QListWidget>("hasetup.targets")->count() > 0);
        picture(QStringLiteral("targets"));
        next();
        const QString conf = child<QPlainTextEdit>("hasetup.corosync")->toPlainText(), cib = child<QPlainTextEdit>("hasetup.cib")->toPlainText();
        QVERIFY2(conf.contains(QStringLiteral("two_node: 1")) && conf.contains(QStringLiteral("ring1_addr")), qPrintable(conf));
        QVERIFY2(cib.contains(QStringLiteral("fence_ipmilan")) && !cib.contains(m_password), "the CIB has the devices and no password");
        picture(QStringLiteral("summary"));
        next();
        QTRY_COMPARE_WITH_TIMEOUT(page().objectName(), QStringLiteral("plan"), patienceMs);
        m_wizard = nullptr;
        QVERIFY(!QString::fromStdString(plan::toJson(*desk().plan()).dump()).contains(m_password));
        picture(QStringLiteral("plan"));
        run();
        picture(QStringLiteral("job"));
    }
    void isOnline(const std::string &first, const std::string &second)
    {
        go("cluster:" + first + "-" + second);
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Online"), patienceMs);
        for (const std::string &server : {first, second}) {
            QTRY_COMPARE_WITH_TIMEOUT(stateOf(server), QStringLiteral("Online"), patienceMs);
            QTRY_COMPARE_WITH_TIMEOUT(cellOf("cluster.nodes", "server:" + server, "rings"), QStringLiteral("0 up, 1 up"), patienceMs);
        }
        picture(QStringLiteral("cluster"));
        showPart(QStringLiteral("Resources"));
        picture(QStringLiteral("resources"));
    }

    // ---- a death

    void look(Seen &seen) const
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (seen.node == 0 && showsLost(m_victim))
            seen.node = now;
        if (seen.mark == 0 && markOf("server:" + m_victim) == models::Tone::Error)
            seen.mark = now;
    }
    void judge(const char *what, qint64 shown, qint64 heard)
    {
        say(QStringLiteral("%1 showed the death %2 ms after it, %3 ms after Pacemaker's own detection").arg(QLatin1String(what)).arg(shown - m_killedAt).arg(shown - heard));
        QVERIFY2(shown - heard <= mostBehindMs, what);
    }

private slots:
    void initTestCase()
    {
        if (m_scripts.isEmpty())
            QSKIP("started by tests/lab/stories/hawindow, which makes the lab");
        openOnFour();
        if (QTest::currentTestFailed())
            return;
        m_password = askLab({QStringLiteral("password"), QStringLiteral("bmc")});
        QVERIFY(m_password.size() > 8);
    }
    void cleanupTestCase()
    {
        closeWindow();
    }

    /// What is typed for the first server is copied to the second, whose address alone is typed.
    void twoServersBecomeACluster()
    {
        begin("mds1", "mds2");
        if (QTest::currentTestFailed())
            return;
        describe("mds1");
        press(child<QPushButton>("hasetup.copy"));
        click(child<shell::TableView>("hasetup.fencing"), "mds2");
        type("hasetup.parameter.ip", bmcOf("mds2"));
        if (QTest::currentTestFailed())
            return;
        theRest();
        if (!QTest::currentTestFailed())
            isOnline("mds1", "mds2");
    }

    void theOtherTwoAsWell()
    {
        begin("oss1", "oss2");
        if (QTest::currentTestFailed())
            return;
        describe("oss1");
        describe("oss2");
        if (QTest::currentTestFailed())
            return;
        theRest();
        if (!QTest::currentTestFailed())
            isOnline("oss1", "oss2");
        m_made = !QTest::currentTestFailed();
    }

    /// The one that decides dies: Pacemaker has most to do then, and the manager asks that one.
    void aServerDiesAndTheWindowShowsIt()
    {
        if (!m_made)
            QSKIP("there is no cluster");
        showPart(QStringLiteral("Nodes"));
        QTRY_VERIFY_WITH_TIMEOUT(!decides().empty(), patienceMs);
        m_victim = decides();
        m_partner = m_victim == "oss1" ? "oss2" : "oss1";
        m_moved = targetsOn(m_victim);
        QCOMPARE(m_moved.size(), std::size_t(2));
        QCOMPARE(markOf("server:" + m_victim), models::Tone::None);
        m_killedAt = QDateTime::currentMSecsSinceEpoch();
        const auto plug = beginLab({m_scripts + QStringLiteral("/node"), QString::fromStdString(m_victim), QStringLiteral("off")});
        Seen seen;
        for (QElapsedTimer t = begun(); (seen.node == 0 || seen.mark == 0) && t.elapsed() < deathMs; QTest::qWait(5))
            look(seen);
        picture(QStringLiteral("dies"));
        QVERIFY2(seen.node != 0, qPrintable(QStringLiteral("the table of nodes says ") + stateOf(m_victim)));
        QVERIFY2(seen.mark != 0, "the server has its mark in the tree");
        const qint64 heard = askLab({QStringLiteral("lost_at"), QString::fromStdString(m_victim), QString::fromStdString(m_partner), QString::number(m_killedAt)}).toLongLong();
        QVERIFY2(heard > m_killedAt, "Pacemaker's journal on the partner says when");
        say(QStringLiteral("%1, which decided, was dead; Pacemaker on %2 called it lost %3 ms later").arg(QString::fromStdString(m_victim), QString::fromStdString(m_partner)).arg(heard - m_killedAt));
        judge("the table of nodes", seen.node, heard);
        judge("the mark of the server", seen.mark, heard);
    }

    void itsTargetsComeUpOnThePartner()
    {
        if (m_killedAt == 0)
            QSKIP("no server died");
        showPart(QStringLiteral("Resources"));
        QTRY_VERIFY2_WITH_TIMEOUT(allRunOn(m_moved, m_partner), qPrintable(allOf("cluster.resources")), healingMs);
        say(QStringLiteral("its targets were shown on %1 %2 ms after the death").arg(QString::fromStdString(m_partner)).arg(QDateTime::currentMSecsSinceEpoch() - m_killedAt));
        picture(QStringLiteral("taken-over"));
        go("target:" + m_moved.front());
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("On failover"), patienceMs);
        picture(QStringLiteral("target"));
        go("server:" + m_victim);
        picture(QStringLiteral("server"));
        openPair("Fencing");
        QTRY_VERIFY2_WITH_TIMEOUT(allOf("cluster.fencing").contains(QString::fromStdString(m_victim)) && allOf("cluster.fencing").contains(QStringLiteral("Done")), qPrintable(allOf("cluster.fencing")), patienceMs);
        picture(QStringLiteral("fenced"));
        m_over = true;
    }

    void theStoryIsRead()
    {
        if (!m_over)
            QSKIP("no failover happened");
        showPart(QStringLiteral("Failovers"));
        QTRY_VERIFY2_WITH_TIMEOUT(allOf("cluster.stories").contains(QString::fromStdString(m_victim + " was lost and fenced")), qPrintable(allOf("cluster.stories")), patienceMs);
        for (const std::string &label : m_moved)
            QTRY_VERIFY2_WITH_TIMEOUT(allOf("cluster.story").contains(QString::fromStdString(label + " came up on " + m_partner)), qPrintable(allOf("cluster.story")), patienceMs);
        QCOMPARE(find<shell::TableView>(QStringLiteral("cluster.stories"))->shownRows(), 1); // one death is one story
        QVERIFY2(allOf("cluster.story").contains(QString::fromStdString("had " + m_victim + " fenced")), qPrintable(allOf("cluster.story")));
        picture(QStringLiteral("story"));
    }

    /// Fencing starts it again by itself; a plug that stayed out is put in.
    void itComesBack()
    {
        if (!m_over)
            QSKIP("no failover happened");
        askLab({m_scripts + QStringLiteral("/node"), QString::fromStdString(m_victim), QStringLiteral("on")});
        showPart(QStringLiteral("Nodes"));
        QTRY_VERIFY2_WITH_TIMEOUT(stateOf(m_victim) == QStringLiteral("Online") && stateWord() == QStringLiteral("Online"), qPrintable(stateOf(m_victim) + QStringLiteral("; ") + stateWord()), healingMs);
        QTRY_VERIFY_WITH_TIMEOUT(markOf("server:" + m_victim) == models::Tone::None, healingMs);
        say(QStringLiteral("the window showed it online again %1 s after its death").arg((QDateTime::currentMSecsSinceEpoch() - m_killedAt) / 1000));
        picture(QStringLiteral("back"));
    }

    void itsTargetsGoHome()
    {
        if (!m_over)
            QSKIP("no failover happened");
        failBack(m_moved, m_victim);
        if (QTest::currentTestFailed())
            return;
        picture(QStringLiteral("home"));
        showPart(QStringLiteral("Readiness"));
        QTRY_VERIFY_WITH_TIMEOUT(!allOf("cluster.readiness").isEmpty(), patienceMs);
        picture(QStringLiteral("readiness"));
    }
};

QTEST_MAIN(TestLabHa)
#include "tst_lab_ha.moc"
