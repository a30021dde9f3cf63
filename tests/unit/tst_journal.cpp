// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/database.h"
#include "core/jobs/journal.h"
#include "core/jobs/judge.h"
#include "tests/support/fakeagents.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace jobs;
using support::makeMove;
using support::makePlan;
using support::makeStep;

namespace {

Job sampleJob(const std::string &id, std::size_t moves = 2)
{
    Job job;
    job.id = id;
    for (std::size_t i = 0; i < moves; ++i)
        job.plan.moves.push_back(makeMove("scratch-OST000" + std::to_string(i), {makeStep("oss1", protocol::Verb::TargetMount)}));
    job.plan.title = "Start scratch";
    job.holder = "root";
    job.host = "desk";
    job.createdAt = 5;
    job.words = {"oss2"};
    job.moves.resize(moves);
    for (MoveRun &move : job.moves)
        move.steps.resize(1);
    return job;
}

} // namespace

class TestJournal : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::string file(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }

private slots:
    void keepsAJob()
    {
        const std::string path = file("keeps.db");
        Job job = sampleJob("j1");
        {
            auto store = JobStore::open(path);
            QVERIFY(store);
            QVERIFY((*store)->add(job));
            job.state = JobState::Running;
            job.error = base::Error{base::Problem::LeaseHeld, "oss1 is held", "{}", "wait"};
            job.moves[1].state = JobState::Skipped;
            job.moves[1].because = 0;
            StepRun &step = job.moves[0].steps[0];
            step = {stepId("j1", 0, 0), JobState::Failed, 7, 9, {}, base::Error{base::Problem::ToolFailed, "mount failed", "E5", ""},
                protocol::Json{{"a", 1}}, true};
            step.transcripts.push_back({{"mount", "x"}, "change", 5, "out", "err", 1.5, 2.5, ""});
            QVERIFY((*store)->saveJob(job) && (*store)->saveMove(job, 1) && (*store)->saveStep(job, 0, 0));
            step = {};
            step.id = stepId("j1", 0, 0, 1);
            step.state = JobState::Running;
            QVERIFY((*store)->saveStep(job, 0, 0));
        }
        QCOMPARE(QFile::permissions(QString::fromStdString(path)) & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
        auto store = JobStore::open(path);
        auto jobs = (*store)->jobs();
        QVERIFY2(jobs, jobs ? "" : jobs.error().message.c_str());
        QCOMPARE(jobs->size(), std::size_t(1));
        const Job &read = jobs->front();
        QCOMPARE(read.state, JobState::Running);
        QCOMPARE(read.error->problem, base::Problem::LeaseHeld);
        QCOMPARE(read.words, job.words);
        QCOMPARE(read.plan.moves.size(), std::size_t(2));
        QCOMPARE(*read.moves[1].because, std::size_t(0));
        QCOMPARE(QString::fromStdString(read.moves[0].steps[0].id), QStringLiteral("j1/0/0r1"));
        auto lines = (*store)->lines("j1");
        QCOMPARE(lines->size(), std::size_t(2));
        QCOMPARE(lines->front().transcripts.front().exitCode, 5);
        QCOMPARE(QString::fromStdString(lines->front().error->detail), QStringLiteral("E5"));
        QVERIFY(lines->front().replayed);
    }

    void listsTheNewestFirst()
    {
        auto store = JobStore::open(":memory:");
        QVERIFY((*store)->add(sampleJob("a")) && (*store)->add(sampleJob("b")));
        auto jobs = (*store)->jobs();
        QCOMPARE(QString::fromStdString(jobs->front().id), QStringLiteral("b"));
        QCOMPARE((*store)->job("c").error().problem, base::Problem::NotFound);
    }

    void forgetsTheOldestEndedJobs()
    {
        auto store = JobStore::open(":memory:");
        for (const char *id : {"open", "a", "b", "c"}) {
            Job job = sampleJob(id);
            job.state = std::string(id) == "open" ? JobState::Running : JobState::Done;
            job.moves[0].steps[0].id = stepId(id, 0, 0);
            QVERIFY((*store)->add(job) && (*store)->saveStep(job, 0, 0));
        }
        QVERIFY((*store)->prune(2));
        std::vector<std::string> left;
        const auto jobs = (*store)->jobs();
        for (const Job &job : *jobs)
            left.push_back(job.id);
        QCOMPARE(left, (std::vector<std::string>{"c", "b", "open"}));
    }

    void comesUpFromVersionOne()
    {
        const std::string path = file("v1.db");
        {
            auto store = JobStore::open(path);
            QVERIFY((*store)->add(sampleJob("old")));
            auto db = base::Database::open(path, {"other", {}});
            QVERIFY((*db)->run("DROP TABLE wish") && (*db)->run("UPDATE part SET version = 1 WHERE name = 'jobs'"));
        }
        auto store = JobStore::open(path);
        QVERIFY2(store, store ? "" : store.error().detail.c_str());
        QCOMPARE((*store)->jobs()->size(), std::size_t(1));
        QVERIFY((*store)->wishCancel("old"));
        QCOMPARE((*store)->takeWishes(), (std::vector<std::string>{"old"}));
        QVERIFY((*store)->takeWishes().empty());
    }

    void aJobIsClaimedByOne()
    {
        const std::string path = file("claims.db");
        auto first = JobStore::open(path);
        auto second = JobStore::open(path);
        QVERIFY((*first)->add(sampleJob("j1")) && (*first)->add(sampleJob("j2")));
        QVERIFY((*first)->claim("j1"));
        QVERIFY((*first)->claim("j1"));
        QVERIFY(!(*second)->claim("j1"));
        QVERIFY((*second)->claim("j2"));
        (*first)->unclaim("j1");
        QVERIFY((*second)->claim("j1"));
    }

    void seesWhatOthersWrote()
    {
        const std::string path = file("foreign.db");
        auto first = JobStore::open(path);
        auto second = JobStore::open(path);
        const auto before = (*second)->foreignVersion();
        QVERIFY((*first)->add(sampleJob("j1")));
        QVERIFY((*second)->foreignVersion() != before);
    }

    void losesNothingByKill()
    {
        const std::string path = file("kill.db");
        int pipes[2];
        QCOMPARE(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto store = JobStore::open(path);
            Job job = sampleJob("j1", 200);
            bool good = store && (*store)->add(job) && (*store)->claim("j1");
            for (std::uint8_t i = 0; good; ++i) {
                job.moves[i].steps[0].id = stepId("j1", i, 0);
                job.moves[i].steps[0].state = JobState::Running;
                good = (*store)->saveStep(job, i, 0).ok() && ::write(pipes[1], &i, 1) == 1 && i < 199;
            }
            ::pause();
        }
        std::uint8_t last = 0;
        while (last < 40)
            QCOMPARE(::read(pipes[0], &last, 1), ssize_t(1));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(pipes[1]);
        for (std::uint8_t more = 0; ::read(pipes[0], &more, 1) == 1;)
            last = more;
        ::close(pipes[0]);
        auto store = JobStore::open(path);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        auto lines = (*store)->lines("j1");
        QVERIFY(lines->size() > last); // what was acknowledged is there
        QVERIFY((*store)->claim("j1")); // and the claim went with the process
    }

    void refusesANewerFile()
    {
        const std::string path = file("newer.db");
        {
            auto store = JobStore::open(path);
            QVERIFY(store);
            auto db = base::Database::open(path, {"other", {}});
            QVERIFY((*db)->run("UPDATE part SET version = 99 WHERE name = 'jobs'"));
        }
        for (int i = 0; i < 2; ++i) { // and it stays as it is
            auto store = JobStore::open(path);
            QVERIFY(!store);
            QCOMPARE(store.error().problem, base::Problem::Storage);
            QVERIFY(QString::fromStdString(store.error().message).contains(QLatin1String("newer version")));
        }
    }

    void keepsADamagedFileAside_data()
    {
        QTest::addColumn<bool>("headerOnly");
        QTest::newRow("no database at all") << false;
        QTest::newRow("a database whose pages are torn") << true;
    }
    void keepsADamagedFileAside()
    {
        QFETCH(bool, headerOnly);
        const std::string path = file(headerOnly ? "torn.db" : "garbage.db");
        if (headerOnly) {
            auto store = JobStore::open(path);
            for (const char *id : {"a", "b", "c", "d"})
                QVERIFY((*store)->add(sampleJob(id, 50)));
        }
        QFile damaged(QString::fromStdString(path));
        QVERIFY(damaged.open(QFile::ReadWrite));
        damaged.seek(headerOnly ? 4096 : 0);
        damaged.write(QByteArray(headerOnly ? 12000 : 5000, 'x'));
        damaged.close();
        const QByteArray before = [&] { damaged.open(QFile::ReadOnly); return damaged.readAll(); }();
        damaged.close();
        auto store = JobStore::open(path);
        QVERIFY(!store);
        QVERIFY2(QString::fromStdString(store.error().message).contains(QLatin1String("damaged")), store.error().message.c_str());
        QFile aside(QString::fromStdString(path) + QLatin1String(".damaged-1"));
        QVERIFY(aside.open(QFile::ReadOnly));
        QCOMPARE(aside.readAll(), before);
        QVERIFY(JobStore::open(path)); // anew
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
