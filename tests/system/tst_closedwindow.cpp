// SPDX-License-Identifier: GPL-3.0-or-later
// A closed window leaves no hole: real agents on simulated hosts, sampled every second so that half a minute is as many samples as two
// and a half at the usual five. What happened meanwhile is there afterwards with its true times, and what nobody could know says why.
#include "core/history/history.h"
#include "core/link/agents.h"
#include "core/manager/manager.h"
#include "core/manager/opener.h"
#include "core/manager/timeline.h"
#include "core/monitor/monitor.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <csignal>

namespace {

constexpr int patienceMs = 60'000;
/// CHANDELIER_CLOSED_SECONDS: how long the window is closed, half a minute if nobody says otherwise.
const int closedMs = std::max(30, qEnvironmentVariableIntValue("CHANDELIER_CLOSED_SECONDS")) * 1000;
constexpr std::int64_t holeMs = 5500; ///< five missed samples: an agent on a busy machine may take every second one only
const QString programs = QStringLiteral(BIN_DIR);

} // namespace

class TestClosedWindow : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_cluster;
    std::unique_ptr<manager::Opener> m_opener;
    std::unique_ptr<manager::Manager> m_manager;

    QString host(const QString &name) const { return m_cluster + QStringLiteral("/hosts/") + name; }
    int simhost(const QStringList &words) const { return QProcess::execute(programs + QStringLiteral("/chandelier-simhost"), words); }
    static std::int64_t now() { return QDateTime::currentMSecsSinceEpoch(); }

    void open()
    {
        manager::Choice choice;
        choice.demo = true;
        choice.demoDirectory = m_cluster.toStdString();
        m_opener = std::make_unique<manager::Opener>(choice);
        QSignalSpy opened(m_opener.get(), &manager::Opener::opened);
        m_opener->start();
        QVERIFY(opened.wait(patienceMs));
        m_manager = m_opener->take();
        QTRY_VERIFY_WITH_TIMEOUT(m_manager->inventoriesComplete() && m_manager->monitor().isSettled() && m_manager->monitor().writes(), patienceMs);
    }
    void close()
    {
        m_manager.reset();
        m_opener.reset();
    }
    /// The kernel of a simulated host has killed so many processes for want of memory.
    void killedForMemory(const QString &name, int count) const
    {
        QFile file(host(name) + QStringLiteral("/root/proc/vmstat"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("nr_free_pages 100\noom_kill " + QByteArray::number(count) + "\n");
    }
    monitoring::Answer loadOf(const std::string &server, std::int64_t from, std::int64_t to)
    {
        std::optional<monitoring::Answer> got;
        monitoring::Request request;
        request.selector.servers = {server};
        request.selector.name = "host.load1";
        request.from = from;
        request.to = to;
        request.points = static_cast<int>((to - from) / 250);
        m_manager->monitor().query(request, this, [&](const base::Result<monitoring::Answer> &answer) { got = answer ? *answer : monitoring::Answer(); });
        [&] { QTRY_VERIFY(got); }();
        return got.value_or(monitoring::Answer());
    }
    std::vector<monitoring::Alert> alertsBetween(std::int64_t from, std::int64_t to, const std::string &rule)
    {
        std::optional<std::vector<monitoring::Alert>> got;
        m_manager->monitor().alertHistory(from, to, 1000, this, [&](const base::Result<std::vector<monitoring::Alert>> &alerts) { got = alerts ? *alerts : std::vector<monitoring::Alert>(); });
        [&] { QTRY_VERIFY(got); }();
        std::erase_if(*got, [&](const monitoring::Alert &alert) { return alert.rule != rule; });
        return *got;
    }
    manager::Tale tale()
    {
        std::optional<manager::Tale> got;
        m_manager->timeline().tell(0, now(), this, [&](const base::Result<manager::Tale> &told) { got = told ? *told : manager::Tale(); });
        [&] { QTRY_VERIFY(got); }();
        return got.value_or(manager::Tale());
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
        QCOMPARE(simhost({QStringLiteral("create"), m_cluster, QStringLiteral("--demo"), QStringLiteral("--speed"), QStringLiteral("0"), QStringLiteral("--interval"), QStringLiteral("1")}), 0);
        killedForMemory(QStringLiteral("oss1"), 0);
    }
    void cleanupTestCase()
    {
        close();
        if (m_dir)
            simhost({QStringLiteral("down"), m_cluster});
    }

    void whatHappenedWhileItWasClosedIsThere()
    {
        open();
        QVERIFY(!QTest::currentTestFailed());
        QTRY_VERIFY_WITH_TIMEOUT(m_manager->monitor().latest("oss1", "host.load1"), patienceMs);
        const std::int64_t closed = now();
        close();
        QElapsedTimer outside;
        outside.start();
        QTest::qWait(closedMs / 3);
        const std::int64_t before = now();
        killedForMemory(QStringLiteral("oss1"), 3);
        QTest::qWait(4000);
        const std::int64_t after = now();
        QTest::qWait(std::max(0, closedMs - static_cast<int>(outside.elapsed()))); // the time itself is what is tested
        const std::int64_t opened = now();
        open();
        QVERIFY(!QTest::currentTestFailed());
        for (const char *server : {"mds1", "oss1", "oss4"}) {
            const monitoring::Answer answer = loadOf(server, closed - 2000, opened);
            QCOMPARE(answer.lines.size(), std::size_t(1));
            std::int64_t last = closed;
            for (const monitoring::Bucket &bucket : answer.lines.front().buckets) {
                QVERIFY2(bucket.at - last < holeMs, qPrintable(QStringLiteral("%1: a hole of %2 ms").arg(QLatin1String(server)).arg(bucket.at - last)));
                last = bucket.at;
            }
            QVERIFY(opened - last < holeMs);
            QVERIFY2(!answer.gaps.contains(server), "nothing is missing, and nothing is said to be");
        }
        const auto alerts = alertsBetween(closed, opened, "out-of-memory");
        QCOMPARE(alerts.size(), std::size_t(1));
        QCOMPARE(alerts.front().object, std::string("server:oss1"));
        QVERIFY2(alerts.front().begin >= before - 500 && alerts.front().begin <= after, qPrintable(QString::number(alerts.front().begin - before)));
        // The Worlds of that time nobody saw, and that is said too.
        const auto spans = tale().closed;
        QCOMPARE(spans.size(), std::size_t(1));
        QVERIFY(spans.front().from <= closed + 1000 && spans.front().to - spans.front().from > closedMs / 2);
    }

    void aKilledAgentLeavesAGapThatSaysWhy()
    {
        QVERIFY(m_manager);
        QFile file(host(QStringLiteral("oss2")) + QStringLiteral("/agent.pid"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto pid = static_cast<pid_t>(file.readAll().trimmed().toInt());
        QVERIFY(pid > 1);
        const std::int64_t killed = now();
        QCOMPARE(::kill(pid, SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(!m_manager->world().server("oss2")->up(), patienceMs);
        QTest::qWait(3000);
        QCOMPARE(simhost({QStringLiteral("up"), m_cluster, QStringLiteral("oss2"), QStringLiteral("--agent"), programs + QStringLiteral("/chandelier-agent")}), 0);
        const std::int64_t back = now();
        m_opener->link()->reconnectNow("oss2");
        QTRY_VERIFY_WITH_TIMEOUT(m_manager->world().server("oss2")->up(), patienceMs);
        std::vector<monitoring::Gap> gaps;
        QTRY_VERIFY_WITH_TIMEOUT((gaps = loadOf("oss2", killed - 1000, now()).gaps["oss2"], !gaps.empty()), patienceMs);
        QVERIFY2(gaps.front().from <= killed + 1000 && gaps.front().to >= back - 4000 && gaps.front().to <= back + 20'000, qPrintable(QStringLiteral("%1 to %2").arg(gaps.front().from - killed).arg(gaps.front().to - back)));
        QVERIFY2(!gaps.front().cause.empty(), "a gap says why");
        qInfo("the gap says: %s", gaps.front().cause.c_str());
        const auto events = tale().events;
        const auto of = [&](history::What what) { return std::count_if(events.begin(), events.end(), [&](const history::Event &e) { return e.what == what && e.name == "oss2"; }); };
        QTRY_VERIFY(of(history::What::ServerLost) >= 1);
    }
};

QTEST_GUILESS_MAIN(TestClosedWindow)
#include "tst_closedwindow.moc"
