// SPDX-License-Identifier: GPL-3.0-or-later
// In the window, on the lab: from an empty profile to eight servers that are added, set up and ready, and with them the story of a
// first afternoon: a file system is created, a target fails over and back, the file system is removed. Started by stories/window.
#include "app/shell/desk.h"
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/addservers.h"
#include "app/wizards/hostsstep.h"
#include "core/profile/profile.h"
#include "tests/gui/support/person.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QtTest>

class TestLabGui : public QObject, gui::Person {
    Q_OBJECT
    QTemporaryDir m_dir;
    static constexpr int mostQuietMs = 45'000;
    bool m_begun = false, m_added = false, m_ready = false;
    std::unique_ptr<shell::Launcher> m_launcher;

    template <class T> T *inWindow(const char *name) const { return m_window->findChild<T *>(QLatin1String(name)); }
    wizards::AddServers *dialog() const { return m_window->findChild<wizards::AddServers *>(); }
    shell::OpenCluster &openCluster() const { return static_cast<shell::OpenCluster &>(cluster().present()); }
    QByteArray rows() const
    {
        QByteArray text;
        for (const fleet::HostRow &row : dialog()->intake().rows())
            text += QByteArray::fromStdString(row.entry.name + ": " + std::string(fleet::words(row.step)) + (row.error ? " " + row.error->message : "") + "; ");
        return text;
    }
    static void photograph(bool good, QWidget &widget)
    {
        if (const QString picture = qEnvironmentVariable("CHANDELIER_LAB_PICTURE"); !picture.isEmpty() && !good)
            widget.grab().save(picture);
    }
    // However slow the machine is, it goes on waiting while something moves; what has failed does not become better by waiting.
    bool becomesAll(fleet::Step step)
    {
        QElapsedTimer quiet;
        QByteArray last;
        for (quiet.start(); !allAre(step) && quiet.elapsed() < mostQuietMs; QTest::qWait(50)) {
            QByteArray now = rows();
            for (const fleet::HostRow &row : dialog()->intake().rows())
                now += QByteArray::fromStdString(row.stageText) + QByteArray::number(row.fraction);
            if (now != last)
                quiet.restart();
            last = now;
            if (anyIs(fleet::Step::Failed) || anyIs(fleet::Step::Refused))
                break;
        }
        photograph(allAre(step), *dialog());
        return allAre(step);
    }
    // The jobs and servers as they are, for the message of a test that fails.
    QByteArray state() const
    {
        const auto &manager = openCluster().manager();
        QByteArray text = m_window->notice()->text().toUtf8() + " ";
        for (const auto &job : manager.jobs()) {
            text += "job " + QByteArray::fromStdString(std::string(jobs::word(job->state)) + " " + job->waitingFor + (job->error ? job->error->message : "")) + ": ";
            for (std::size_t i = 0; i < job->moves.size(); ++i)
                if (job->moves[i].state != jobs::JobState::Done)
                    text += QByteArray::fromStdString(job->plan.moves[i].action + " on " + job->plan.moves[i].server + ": " + std::string(jobs::word(job->moves[i].state)) + " " + job->moves[i].line) + "; ";
        }
        const auto world = manager.world();
        for (const auto &[name, server] : world->servers)
            text += QByteArray::fromStdString("\n" + name + (server.up() ? " up" : " not up") + (server.inventory && !server.inventory->lnet.nids.empty() ? " LNet" : " no LNet"));
        return text;
    }
    bool anyIs(fleet::Step step) const
    {
        const auto &rows = dialog()->intake().rows();
        return std::any_of(rows.begin(), rows.end(), [step](const fleet::HostRow &row) { return row.step == step; });
    }
    bool allAre(fleet::Step step) const
    {
        const auto &rows = dialog()->intake().rows();
        return rows.size() == 8 && std::all_of(rows.begin(), rows.end(), [step](const fleet::HostRow &row) { return row.step == step; });
    }

private slots:
    void initTestCase()
    {
        if (qEnvironmentVariableIsEmpty("CHANDELIER_LAB_HOSTS"))
            QSKIP("started by tests/lab/stories/window, which makes the lab");
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_launcher = std::make_unique<shell::Launcher>(*m_window);
        m_window->show();
        manager::Choice choice;
        choice.profilePath = m_dir.filePath(QStringLiteral("cluster.profile")).toStdString();
        m_launcher->start(choice);
        QTRY_VERIFY(m_window->desk() != nullptr);
    }
    void cleanupTestCase()
    {
        m_launcher.reset();
        m_window.reset();
    }

    void eightHostsAreCheckedAndTheirKeysAccepted()
    {
        m_window->desk()->open("servers");
        m_window->page()->findChild<QPushButton *>(QStringLiteral("empty.action"))->click();
        QVERIFY(dialog() != nullptr);
        QTest::keyClicks(&dialog()->hosts().list(), qEnvironmentVariable("CHANDELIER_LAB_HOSTS"));
        auto *next = inWindow<QPushButton>("addservers.next");
        QTRY_VERIFY(next->isEnabled());
        next->click();
        auto *keys = inWindow<shell::TableView>("addservers.keys");
        QTRY_VERIFY2_WITH_TIMEOUT(keys->shownRows() == 8, rows().constData(), 30'000);
        inWindow<QPushButton>("addservers.acceptall")->click();
        QVERIFY2(becomesAll(fleet::Step::Checked), rows().constData());
        QVERIFY(openCluster().manager().profile().servers()->empty()); // looked only
        m_begun = true;
    }

    void theyAreDelivered()
    {
        if (!m_begun)
            QSKIP("no host was checked");
        auto *next = inWindow<QPushButton>("addservers.next");
        QTRY_VERIFY_WITH_TIMEOUT(next->isEnabled(), 20'000);
        next->click();
        auto *storage = inWindow<QRadioButton>("addservers.profile.lab-storage");
        QVERIFY2(storage != nullptr, "the user's own server profile is among the choices");
        storage->click();
        QTRY_VERIFY2_WITH_TIMEOUT(next->isEnabled() && allAre(fleet::Step::Checked), rows().constData(), 60'000);
        next->click();
        QVERIFY2(becomesAll(fleet::Step::Added), rows().constData());
        QTRY_VERIFY(next->isEnabled());
        next->click();
        QCOMPARE(inWindow<QLabel>("addservers.donetitle")->text(), QStringLiteral("8 servers added"));
        QCOMPARE(openCluster().manager().profile().servers()->size(), std::size_t(8));
        m_added = true;
    }

    void thePlanMakesThemReady()
    {
        if (!m_added)
            QSKIP("no server was added");
        auto *next = inWindow<QPushButton>("addservers.next");
        QTRY_VERIFY2_WITH_TIMEOUT(next->isEnabled(), inWindow<QLabel>("addservers.donetext")->text().toUtf8().constData(), 60'000);
        next->click();
        QVERIFY2(page().objectName() == QStringLiteral("plan"), state().constData());
        press(button(QStringLiteral("plan.run")));
        const auto ready = [this] {
            const auto world = openCluster().manager().world();
            return world->servers.size() == 8 && std::all_of(world->servers.begin(), world->servers.end(), [](const auto &each) {
                return each.second.up() && each.second.inventory && !each.second.inventory->lnet.nids.empty();
            });
        };
        QElapsedTimer quiet; // as becomesAll()
        QByteArray last;
        for (quiet.start(); !ready() && quiet.elapsed() < mostQuietMs; QTest::qWait(100)) {
            const QByteArray now = state();
            if (now != last)
                quiet.restart();
            last = now;
        }
        photograph(ready(), *m_window);
        QVERIFY2(ready(), state().constData());
        waitForJob();
        m_ready = !QTest::currentTestFailed();
    }

    void aFileSystemIsCreated()
    {
        if (!m_ready)
            QSKIP("the servers are not ready");
        wizards::Create *create = wizard(QStringLiteral("scratch"), QStringLiteral("combined"));
        choose(create, QStringLiteral("mds"), QStringLiteral("2 TiB"), 2, QStringLiteral("MDT"));
        choose(create, QStringLiteral("oss"), QStringLiteral("64 TiB"), 6, QStringLiteral("OST"));
        if (QTest::currentTestFailed())
            return;
        toPlan(create);
        runPlan();
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 8);
        photograph(!QTest::currentTestFailed(), *m_window);
    }

    void aTargetFailsOverAndBack()
    {
        if (!m_ready || cluster().world().filesystem("scratch") == nullptr)
            QSKIP("there is no file system");
        act("target:scratch-OST0000", QStringLiteral("Fail over"));
        if (QTest::currentTestFailed())
            return;
        desk().open("target:scratch-OST0000");
        QTRY_COMPARE_WITH_TIMEOUT(stateWord(), QStringLiteral("On failover"), patienceMs);
        act("target:scratch-OST0000", QStringLiteral("Fail back"));
        if (!QTest::currentTestFailed())
            allMounted("filesystem:scratch", 8);
    }

    void itIsRemoved()
    {
        if (!m_ready || cluster().world().filesystem("scratch") == nullptr)
            QSKIP("there is no file system");
        act("filesystem:scratch", QStringLiteral("Remove file system"));
        if (!QTest::currentTestFailed())
            QTRY_VERIFY_WITH_TIMEOUT(cluster().world().filesystem("scratch") == nullptr, patienceMs);
    }
};

QTEST_MAIN(TestLabGui)
#include "tst_lab_gui.moc"
