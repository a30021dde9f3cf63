// SPDX-License-Identifier: GPL-3.0-or-later
// The whole line, from a plan to mounted targets, over real agents on simulated hosts.
#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/manager/opener.h"
#include "core/profile/profile.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using manager::Demo;
using manager::Manager;
using manager::Opener;

namespace {

constexpr int patienceMs = 240'000; // a sanitizer beside neighbours takes more than a minute
const QString programs = QStringLiteral(BIN_DIR);

plan::Goal createGoal(const inventory::World &world)
{
    plan::Goal goal;
    goal.what = plan::Goal::What::CreateFilesystem;
    goal.spec.name = "scratch";
    int osts = 0;
    bool mdt = false;
    for (const auto &[id, volume] : world->volumes) {
        inventory::TargetSpec spec;
        spec.volume = id;
        const bool onMds = volume.primary.starts_with("mds");
        if (!volume.usable() || volume.hasContent || volume.failover.empty() || (onMds && mdt) || (!onMds && osts == 2))
            continue;
        spec.ost = !onMds;
        spec.mgs = spec.mdt = onMds;
        mdt = mdt || onMds;
        osts += onMds ? 0 : 1;
        goal.spec.targets.push_back(spec);
    }
    return goal;
}

std::string reasonsOf(const jobs::Job &job)
{
    std::string text(jobs::word(job.state));
    if (job.error)
        text += ": " + job.error->message;
    for (std::size_t i = 0; i < job.moves.size(); ++i)
        for (const jobs::StepRun &step : job.moves[i].steps)
            if (step.error)
                text += "\n" + job.plan.moves[i].action + " " + job.plan.moves[i].objectName + ": " + step.error->message + " " + step.error->detail;
    return text;
}

} // namespace

class TestManagerDemo : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_cluster;

    void open(std::unique_ptr<Opener> &opener, std::unique_ptr<Manager> &manager)
    {
        manager::Choice choice;
        choice.demo = true;
        choice.demoDirectory = m_cluster.toStdString();
        opener = std::make_unique<Opener>(choice);
        QSignalSpy opened(opener.get(), &Opener::opened);
        connect(opener.get(), &Opener::failed, this, [](const base::Error &error) { qWarning("%s %s", error.message.c_str(), error.detail.c_str()); });
        opener->start();
        QVERIFY(opened.wait(patienceMs));
        manager = opener->take();
        QTRY_VERIFY_WITH_TIMEOUT(manager->inventoriesComplete(), patienceMs);
    }
    void run(Manager &manager, const plan::Goal &goal)
    {
        const auto plan = manager.plan({goal});
        QVERIFY2(plan, plan ? "" : plan.error().message.c_str());
        QVERIFY(!plan->empty());
        const auto id = manager.run(*plan);
        QVERIFY2(id, id ? "" : id.error().message.c_str());
        QString ended;
        connect(&manager, &Manager::jobEnded, this, [&](const std::string &job) { ended = QString::fromStdString(job); });
        QTRY_COMPARE_WITH_TIMEOUT(ended, QString::fromStdString(*id), patienceMs);
        const auto job = manager.job(*id);
        QVERIFY2(job->state == jobs::JobState::Done, reasonsOf(*job).c_str());
        // A job that has ended waits so long for fresh inventories, but not for ever.
        QTRY_VERIFY2_WITH_TIMEOUT(manager.plan({goal})->empty(), "the goal of a plan that was run is reached", patienceMs);
    }

    void disk(const std::string &serial, const QString &what)
    {
        QCOMPARE(QProcess::execute(programs + QStringLiteral("/chandelier-simhost"),
                     {QStringLiteral("disk"), m_cluster, QString::fromStdString(serial), what}), 0);
    }

private slots:
    void initTestCase()
    {
        for (const char *name : {"/chandelier-agent", "/chandelier-simhost"})
            if (!QFile::exists(programs + QLatin1String(name)))
                QSKIP("chandelier-agent and chandelier-simhost are not built");
        qputenv("PATH", programs.toLocal8Bit() + ':' + qgetenv("PATH"));
        m_dir = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/chd-XXXXXX"));
        m_cluster = m_dir->filePath(QStringLiteral("c"));
        QCOMPARE(QProcess::execute(programs + QStringLiteral("/chandelier-simhost"),
                     {QStringLiteral("create"), m_cluster, QStringLiteral("--demo"), QStringLiteral("--speed"), QStringLiteral("0")}), 0);
    }

    void cleanupTestCase()
    {
        if (m_dir)
            QProcess::execute(programs + QStringLiteral("/chandelier-simhost"), {QStringLiteral("down"), m_cluster});
    }

    void runsTheWholeLine()
    {
        std::unique_ptr<Opener> opener;
        std::unique_ptr<Manager> manager;
        open(opener, manager);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(manager->world()->servers.size(), std::size_t(6));
        QCOMPARE(manager->name(), std::string("Demonstration"));
        run(*manager, createGoal(manager->world()));
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(manager->world().filesystem("scratch")->state, machine::State::Available);
        QVERIFY(manager->drift().empty());

        // A host loses its power: seen, and repaired by the drift's plan when it is back.
        const inventory::Target *ost = manager->world().target(manager->world().filesystem("scratch")->osts.front());
        const std::string victim = ost->active;
        opener->demo()->kill(victim);
        QTRY_COMPARE_WITH_TIMEOUT(manager->world().server(victim)->reach, inventory::Reach::Lost, patienceMs);
        opener->demo()->boot(victim);
        QTRY_COMPARE_WITH_TIMEOUT(manager->world().server(victim)->reach, inventory::Reach::Connected, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(manager->world().server(victim)->lnet != machine::State::Up && !manager->drift().empty(), patienceMs);
        plan::Goal repair;
        repair.what = plan::Goal::What::Repair;
        run(*manager, repair);
    }

    /// A disk is pulled while the person reads the plan.
    void refusesADiskThatIsGone()
    {
        std::unique_ptr<Opener> opener;
        std::unique_ptr<Manager> manager;
        open(opener, manager);
        if (QTest::currentTestFailed())
            return;
        const inventory::World world = manager->world();
        const auto volume = std::find_if(world->volumes.begin(), world->volumes.end(), [](const auto &entry) {
            return entry.second.usable() && !entry.second.hasContent && entry.second.primary.starts_with("oss") && !entry.second.serial.empty();
        });
        QVERIFY(volume != world->volumes.end());
        plan::Goal goal;
        goal.what = plan::Goal::What::AddTargets;
        goal.spec.name = "scratch";
        inventory::TargetSpec ost;
        ost.volume = volume->first;
        ost.ost = true;
        goal.spec.targets = {ost};
        const auto plan = manager->plan({goal});
        QVERIFY2(plan, plan ? "" : plan.error().message.c_str());

        disk(volume->second.serial, QStringLiteral("pull"));
        const auto id = manager->run(*plan);
        QVERIFY(id);
        QTRY_COMPARE_WITH_TIMEOUT(manager->job(*id)->state, jobs::JobState::Failed, patienceMs);
        const std::string reasons = reasonsOf(*manager->job(*id));
        QVERIFY2(reasons.find(volume->second.pathOn(volume->second.primary)) != std::string::npos, reasons.c_str());
        QCOMPARE(manager->world().filesystem("scratch")->osts.size(), std::size_t(2));

        disk(volume->second.serial, QStringLiteral("insert"));
        const auto again = manager->retry(*id);
        QVERIFY2(again, again ? "" : again.error().message.c_str());
        QTRY_COMPARE_WITH_TIMEOUT(manager->job(*id)->state, jobs::JobState::Done, patienceMs);
    }

    void findsItAgain()
    {
        std::unique_ptr<Opener> opener;
        std::unique_ptr<Manager> manager;
        open(opener, manager);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(manager->jobs().size(), std::size_t(3));
        QCOMPARE(manager->world().filesystem("scratch")->state, machine::State::Available);
        opener->demo()->stop([this](const base::Result<void> &done) { QVERIFY(done); });
        QTRY_COMPARE_WITH_TIMEOUT(manager->world().server("mds1")->reach, inventory::Reach::Lost, patienceMs);
    }

    void saysWhatIsWrong()
    {
        QVERIFY(!manager::demoHosts("nonsense"));
        QVERIFY(!manager::demoHosts("[]"));
        QVERIFY(!manager::demoHosts(R"([{"host":"a"}])"));
        Demo tooLong;
        QSignalSpy failed(&tooLong, &Demo::failed);
        tooLong.start("/tmp/" + std::string(120, 'x'));
        QVERIFY(failed.wait());
        Demo missing;
        QSignalSpy unknown(&missing, &Demo::failed);
        missing.start(m_dir->filePath(QStringLiteral("d")).toStdString(), {"/no/agent", "/no/simhost"});
        QVERIFY(unknown.wait());
        QVERIFY(Demo::defaultDirectory().size() < 80);
    }
};

QTEST_GUILESS_MAIN(TestManagerDemo)
#include "tst_manager_demo.moc"
