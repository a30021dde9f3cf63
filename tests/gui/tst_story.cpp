// SPDX-License-Identifier: GPL-3.0-or-later
// The story of a first afternoon, driven through the real window on the real demonstration cluster: create a file system, see the
// exact commands, run them, fail a target over, lose a server and repair, stop, start, remove; once with a combined MGS and once
// with one of its own. With CHANDELIER_SCREENSHOTS=DIR it leaves pictures of the pages there (see tests/gui/screenshots).
#include "app/models/table.h"
#include "app/pages/jobpage.h"
#include "app/pages/planpage.h"
#include "app/shell/mainwindow.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"
#include "app/wizards/create.h"
#include "tests/gui/support/demoperson.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>
#include <algorithm>
#include <set>

class TestStory : public QObject, gui::DemoPerson {
    Q_OBJECT
    std::set<QString> m_taken;

    void picture(const QString &name) override
    {
        static const QStringList inReadme{QStringLiteral("plan"), QStringLiteral("job"), QStringLiteral("filesystem"), QStringLiteral("servers"), QStringLiteral("volumes"),
            QStringLiteral("wizard-volumes"), QStringLiteral("overview-server-lost")};
        const bool all = qEnvironmentVariableIsSet("CHANDELIER_SCREENSHOTS_ALL");
        if (pictures.isEmpty() || !m_taken.insert(name).second || !(all || inReadme.contains(name)))
            return;
        QCursor::setPos(0, 5000); // nothing is hovered
        for (const auto &[theme, word] : {std::pair(shell::theme::Mode::Light, "light"), std::pair(shell::theme::Mode::Dark, "dark")}) {
            shell::theme::use(theme);
            QTest::qWait(1400); // the glow of changed rows is over, and icons have their new colours
            QVERIFY(shown()->grab().save(pictures + QLatin1Char('/') + name + QLatin1Char('-') + QLatin1String(word) + QStringLiteral(".png")));
        }
    }
    QWidget *shown() const
    {
        auto *wizard = m_window->findChild<wizards::Create *>();
        return wizard != nullptr && wizard->isVisible() ? static_cast<QWidget *>(wizard) : m_window.get();
    }

    /// The commands that the plan page shows for this move.
    QString commandsOf(const QString &move)
    {
        auto *moves = find<QTreeView>(QStringLiteral("plan.moves"));
        const QModelIndexList hits = moves->model()->match(moves->model()->index(0, 0), Qt::DisplayRole, move, 1, Qt::MatchContains | Qt::MatchRecursive);
        if (hits.isEmpty())
            return {};
        moves->setCurrentIndex(hits.first());
        return find<QPlainTextEdit>(QStringLiteral("plan.detail.commands"))->toPlainText();
    }
    void demoMenu(const QString &submenu, const std::string &host)
    {
        auto *demo = m_window->findChild<QPushButton *>(QStringLiteral("demo"));
        emit demo->menu()->aboutToShow();
        for (QAction *action : demo->menu()->actions())
            for (QAction *server : action->text() == submenu ? action->menu()->actions() : QList<QAction *>())
                if (server->text() == QString::fromStdString(host))
                    return server->trigger();
        QFAIL(qPrintable(submenu + QStringLiteral(" does not list ") + QString::fromStdString(host)));
    }

private slots:
    void initTestCase()
    {
        openDemo(pictures.isEmpty() ? QStringLiteral("0") : QStringLiteral("0.2"), {1280, 720}, [this] { picture(QStringLiteral("welcome")); });
        if (m_window && !QTest::currentTestFailed())
            QCOMPARE(table()->model()->rowCount(), 6);
    }
    void cleanupTestCase() { closeDemo(); }

    void createsWithCombinedMgs()
    {
        picture(QStringLiteral("servers-bare"));
        wizards::Create *w = wizard(QStringLiteral("scratch"), QStringLiteral("combined"));
        choose(w, QStringLiteral("mds"), QStringLiteral("2 TiB"), 2, QStringLiteral("MDT"));
        choose(w, QStringLiteral("oss"), QStringLiteral("64 TiB"), 8, QStringLiteral("OST"));
        if (QTest::currentTestFailed())
            return;
        toPlan(w);
        const QString ost = commandsOf(QStringLiteral("Format target scratch-OST0000"));
        QVERIFY2(ost.contains(QStringLiteral("mkfs.lustre --ost --fsname=scratch --index=0 ")), qPrintable(ost));
        const QString mdt = commandsOf(QStringLiteral("Format target scratch-MDT0000"));
        QVERIFY2(mdt.contains(QStringLiteral("mkfs.lustre --mgs --mdt --fsname=scratch --index=0 ")), qPrintable(mdt));
        picture(QStringLiteral("plan"));
        const plan::Plan shown = *desk().plan();
        if (!pictures.isEmpty())
            return runForPictures(shown);
        runPlan();
        if (QTest::currentTestFailed())
            return;
        whatRanIsWhatWasShown(shown);
        allMounted("filesystem:scratch", 10);
    }
    void runForPictures(const plan::Plan &)
    {
        press(button(QStringLiteral("plan.run")));
        const auto id = models::placeName(desk().place());
        QTRY_VERIFY_WITH_TIMEOUT(cluster().job(id)->fraction() > 0.35, patienceMs);
        shell::theme::use(shell::theme::Mode::Dark);
        QTest::qWait(100);
        QVERIFY(m_window->grab().save(pictures + QStringLiteral("/job-running-dark.png")));
        waitForJob();
        picture(QStringLiteral("job"));
        allMounted("filesystem:scratch", 10);
        picture(QStringLiteral("filesystem"));
        for (const char *place : {"overview", "servers", "volumes", "filesystems", "jobs", "server:oss1", "target:scratch-OST0003"}) {
            desk().open(place);
            picture(QString::fromLatin1(place).section(QLatin1Char(':'), 0, 0));
        }
    }
    void whatRanIsWhatWasShown(const plan::Plan &shown)
    {
        const auto job = cluster().job(models::placeName(desk().place()));
        for (std::size_t i = 0; i < shown.moves.size(); ++i)
            for (std::size_t s = 0; s < shown.moves[i].steps.size(); ++s) {
                std::set<std::vector<std::string>> promised;
                for (const protocol::Operation &op : shown.moves[i].steps[s].operations)
                    promised.insert(op.argv);
                for (const protocol::Transcript &t : job->moves[i].steps[s].transcripts)
                    if (t.why == "change" && !t.argv.empty() && t.argv.front().find('/') == std::string::npos && t.argv.front() != "write" && t.argv.front() != "mkdir" && t.argv.front() != "remove" && t.argv.front() != "rmdir")
                        QVERIFY2(promised.count(t.argv) == 1, (shown.moves[i].action + " ran what was not shown: " + t.argv.front()).c_str());
            }
    }

    void failsOver()
    {
        QVERIFY2(cluster().world().filesystem("scratch") != nullptr, "scratch was created before");
        act("target:scratch-OST0000", QStringLiteral("Fail over"));
        if (QTest::currentTestFailed())
            return;
        desk().open("target:scratch-OST0000");
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("On failover"), patienceMs);
        desk().open("filesystem:scratch");
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Available"), patienceMs);
        act("target:scratch-OST0000", QStringLiteral("Fail back"));
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 10);
    }

    void losesAServerAndRepairs()
    {
        QVERIFY2(cluster().world().target("target:scratch-OST0001") != nullptr, "scratch was created before");
        const std::string victim = cluster().world().target("target:scratch-OST0001")->active;
        desk().open("servers");
        demoMenu(QStringLiteral("Kill a server"), victim);
        QTRY_VERIFY_WITH_TIMEOUT(column(table(), 1).count(QStringLiteral("Does not answer")) == 1, patienceMs);
        desk().open("filesystem:scratch");
        QTRY_VERIFY_WITH_TIMEOUT(stateWord() != QStringLiteral("Available"), patienceMs);
        picture(QStringLiteral("server-lost"));
        desk().open("overview");
        picture(QStringLiteral("overview-server-lost"));
        demoMenu(QStringLiteral("Boot a server"), victim);
        desk().open("servers");
        QTRY_COMPARE_WITH_TIMEOUT(column(table(), 1), std::set<QString>{QStringLiteral("Up")}, patienceMs);
        desk().open("filesystem:scratch");
        QPushButton *repair = button(QStringLiteral("filesystem.notice.action"));
        QTRY_VERIFY_WITH_TIMEOUT(repair->isVisible() && cluster().world().server(victim)->lnet != machine::State::Unknown
                && cluster().world().target("target:scratch-OST0001")->state == machine::State::Unmounted, patienceMs);
        picture(QStringLiteral("drift"));
        press(repair);
        runPlan();
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 10);
    }

    void stopsAndStarts()
    {
        act("filesystem:scratch", QStringLiteral("Stop file system"));
        if (QTest::currentTestFailed())
            return;
        desk().open("filesystem:scratch");
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("Stopped"), patienceMs);
        act("filesystem:scratch", QStringLiteral("Start file system"));
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 10);
    }

    void removesOnlyWithItsNameTyped()
    {
        desk().open("filesystem:scratch");
        QTRY_VERIFY_WITH_TIMEOUT(hasAction(QStringLiteral("Remove file system")), patienceMs);
        act(QStringLiteral("Remove file system"));
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
        QVERIFY(!button(QStringLiteral("plan.run"))->isEnabled());
        QTest::keyClicks(find<QLineEdit>(QStringLiteral("plan.confirm")), QStringLiteral("scratc"));
        QVERIFY(!button(QStringLiteral("plan.run"))->isEnabled());
        picture(QStringLiteral("plan-remove"));
        find<QLineEdit>(QStringLiteral("plan.confirm"))->clear();
        runPlan();
        if (QTest::currentTestFailed())
            return;
        QTRY_VERIFY_WITH_TIMEOUT(cluster().world().filesystem("scratch") == nullptr, patienceMs);
        desk().open("filesystems");
        QTRY_COMPARE(table()->model()->rowCount(), 0);
    }

    void createsWithSeparateMgs()
    {
        wizards::Create *w = wizard(QStringLiteral("home"), QStringLiteral("separate"));
        choose(w, QStringLiteral("mds"), QStringLiteral("10 GiB"), 1, QStringLiteral("MGT"));
        choose(w, QStringLiteral("mds"), QStringLiteral("4 TiB"), 2, QStringLiteral("MDT"));
        choose(w, QStringLiteral("oss"), QStringLiteral("128 TiB"), 8, QStringLiteral("OST"));
        if (QTest::currentTestFailed())
            return;
        toPlan(w);
        const QString mgt = commandsOf(QStringLiteral("Format target MGS"));
        QVERIFY2(mgt.contains(QStringLiteral("mkfs.lustre --mgs ")) && !mgt.contains(QStringLiteral("--mdt")), qPrintable(mgt));
        runPlan();
        if (!QTest::currentTestFailed())
            allMounted("filesystem:home", 11);
    }
};

QTEST_MAIN(TestStory)
#include "tst_story.moc"
