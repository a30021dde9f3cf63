// SPDX-License-Identifier: GPL-3.0-or-later
// Commands on a host without an agent, against a real sshd on loopback.
#include "core/link/remote.h"
#include "core/link/sshchannel.h"
#include "tests/support/sshscene.h"

#include <QTest>

using namespace agentlink;
using base::Problem;
using support::Sshd;
using support::SshScene;

namespace {

/// What one command came to; counts the ends, of which there must be one.
struct Done {
    int times = 0;
    bool ok = false;
    RemoteOutput output {};
    base::Error error {};
    RemoteHost::Then then()
    {
        return [this](const base::Result<RemoteOutput> &result) {
            ++times;
            ok = result.ok();
            if (ok)
                output = *result;
            else
                error = result.error();
        };
    }
};

} // namespace

class TestSshRemote : public QObject {
    Q_OBJECT
    std::unique_ptr<SshScene> m_scene;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<SshHub> m_hub;
    std::optional<Ending> m_ended;

    /// Null when it could not be opened; then m_ended says why.
    std::unique_ptr<RemoteHost> opened(SshWay way)
    {
        auto host = std::make_unique<RemoteHost>(*m_hub, "oss1", std::move(way));
        m_ended.reset();
        connect(host.get(), &RemoteHost::ended, this, [this](const Ending &ending) { m_ended = ending; });
        host->open();
        return QTest::qWaitFor([&] { return host->isReady() || m_ended; }, 10'000) && host->isReady() ? std::move(host) : nullptr;
    }
    std::unique_ptr<RemoteHost> opened() { return opened(m_scene->way(*m_sshd)); }

private slots:
    void init()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        m_scene = std::make_unique<SshScene>();
        m_sshd = std::make_unique<Sshd>();
        QVERIFY2(m_sshd->start("SetEnv SHLVL=2\n"), m_sshd->output());
        QVERIFY(m_scene->know(*m_sshd));
        m_hub = std::make_unique<SshHub>(m_scene->options().ssh);
    }
    void cleanup()
    {
        m_hub.reset();
        m_sshd.reset();
    }

    void outputAndExitCodes()
    {
        const auto host = opened();
        QVERIFY2(host, m_ended ? m_ended->error.message.c_str() : "no ending");
        Done good, bad, both, killed, none;
        host->run({"printf hello"}, good.then());
        host->run({"exit 7"}, bad.then());
        host->run({"echo out; echo err >&2; exit 3"}, both.then());
        host->run({"kill -9 $$"}, killed.then());
        host->run({"/nonexistent/program"}, none.then());
        QTRY_COMPARE(good.times + bad.times + both.times + killed.times + none.times, 5);
        QCOMPARE(good.output.out, "hello");
        QCOMPARE(good.output.exitCode, 0);
        QCOMPARE(bad.output.exitCode, 7);
        QCOMPARE(both.output.out + both.output.err, "out\nerr\n");
        QCOMPARE(both.output.exitCode, 3);
        QVERIFY(killed.ok);
        QCOMPARE(killed.output.exitCode, -1);
        QCOMPARE(none.output.exitCode, 127);
        QVERIFY(none.output.err.find("/nonexistent/program") != std::string::npos);
    }

    void inputReachesItsEnd()
    {
        const auto host = opened();
        QVERIFY(host);
        QByteArray large(4 * 1024 * 1024 + 17, Qt::Uninitialized);
        for (qsizetype i = 0; i < large.size(); ++i)
            large[i] = static_cast<char>((i * 2654435761U) >> 13);
        const QString file = m_scene->file("copy");
        Done done, empty;
        qint64 sent = 0;
        bool grows = true;
        host->run({"cat > " + file.toStdString(), large}, done.then(), [&](qint64 bytes) {
            grows = grows && bytes > sent;
            sent = bytes;
        });
        host->run({"cat; echo end"}, empty.then());
        QTRY_COMPARE_WITH_TIMEOUT(done.times, 1, 20'000);
        QVERIFY2(done.ok && done.output.exitCode == 0, done.error.message.c_str());
        QCOMPARE(sent, large.size());
        QVERIFY(grows);
        QVERIFY(support::readFile(file) == large);
        QTRY_COMPARE(empty.output.out, "end\n");
    }

    void outputIsCutAtItsLimit()
    {
        const auto host = opened();
        QVERIFY(host);
        Done done;
        host->run({"head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; exit 4"}, done.then());
        QTRY_COMPARE_WITH_TIMEOUT(done.times, 1, 20'000);
        QCOMPARE(done.output.out.size(), std::size_t {1} << 20);
        QCOMPARE(done.output.err.size(), std::size_t {1} << 20);
        QCOMPARE(done.output.exitCode, 4);
    }

    void inputThatNobodyReads()
    {
        const auto host = opened();
        QVERIFY(host);
        Done done, next;
        host->run({"exit 2", QByteArray(3'000'000, 'x')}, done.then());
        QTRY_COMPARE(done.times, 1);
        QCOMPARE(done.output.exitCode, 2);
        host->run({"echo alive"}, next.then());
        QTRY_COMPARE(next.output.out, "alive\n");
    }

    void limitEndsIt()
    {
        const auto host = opened();
        QVERIFY(host);
        const std::string pid = m_scene->file("pid").toStdString();
        Done late, other;
        host->run({"echo $$ > " + pid + "; echo half done >&2; exec sleep 60", {}, 1}, late.then());
        QTRY_COMPARE_WITH_TIMEOUT(late.times, 1, 10'000);
        QCOMPARE(late.error.problem, Problem::TimedOut);
        QVERIFY2(late.error.message.find("oss1") != std::string::npos, late.error.message.c_str());
        QCOMPARE(late.error.detail, "half done\n");
        const pid_t process = support::readFile(QString::fromStdString(pid)).trimmed().toInt();
        QVERIFY(process > 0);
        QTRY_COMPARE(::kill(process, 0), -1); // it is gone there, too
        host->run({"echo alive"}, other.then());
        QTRY_COMPARE(other.output.out, "alive\n");
    }

    void manyAtOnce()
    {
        const auto host = opened();
        QVERIFY(host);
        std::vector<Done> all(30); // more than sshd's MaxSessions
        for (std::size_t i = 0; i < all.size(); ++i)
            host->run({"echo " + std::to_string(i)}, all[i].then());
        for (std::size_t i = 0; i < all.size(); ++i) {
            QTRY_COMPARE(all[i].times, 1);
            QVERIFY2(all[i].ok, (all[i].error.message + all[i].error.detail).c_str());
            QCOMPARE(all[i].output.out, std::to_string(i) + "\n");
        }
    }

    void lineBreaksInTheMiddle()
    {
        const auto host = opened();
        QVERIFY(host);
        std::vector<Done> all(12); // some run, some wait
        const QString started = m_scene->file("started");
        for (Done &done : all)
            host->run({"touch " + started.toStdString() + "; sleep 60"}, done.then());
        QTRY_VERIFY(QFile::exists(started));
        m_sshd->stop();
        QTRY_VERIFY(m_ended);
        for (const Done &done : all) { // all before ended()
            QCOMPARE(done.times, 1);
            QCOMPARE(done.error.problem, Problem::Disconnected);
        }
        QVERIFY(m_ended->again);
        QCOMPARE(host->stage(), Stage::Lost);
        Done after;
        host->run({"true"}, after.then());
        QCOMPARE(after.times, 0); // from the event loop
        QTRY_COMPARE(after.error.problem, Problem::Disconnected);
        QVERIFY2(m_sshd->start("SetEnv SHLVL=2\n"), m_sshd->output());
        host->open();
        QTRY_VERIFY(host->isReady());
        host->run({"echo again"}, after.then());
        QTRY_COMPARE(after.output.out, "again\n");
    }

    void frozenInTheMiddle()
    {
        SshOptions options = m_scene->options().ssh;
        options.silenceMs = 150;
        m_hub = std::make_unique<SshHub>(options);
        const auto host = opened();
        QVERIFY(host);
        Done done;
        const QString started = m_scene->file("started");
        host->run({"touch " + started.toStdString() + "; sleep 60"}, done.then());
        QTRY_VERIFY(QFile::exists(started));
        m_sshd->freeze(true);
        QTRY_VERIFY(m_ended);
        m_sshd->freeze(false);
        QCOMPARE(done.error.problem, Problem::Disconnected);
        QVERIFY2(m_ended->error.message.find("frozen or overloaded") != std::string::npos, m_ended->error.message.c_str());
    }

    void deletedWhileRunning()
    {
        auto host = opened();
        QVERIFY(host);
        const QString started = m_scene->file("started");
        Done done;
        host->run({"cat > " + started.toStdString() + "; sleep 60", QByteArray(2'000'000, 'x')}, done.then());
        QTRY_VERIFY(QFile::exists(started));
        QCOMPARE(m_sshd->sessions(), 1);
        host.reset();
        QTRY_COMPARE(m_sshd->sessions(), 0);
        QCOMPARE(done.times, 0);
        // And from inside of its own answer, and the hub before the host.
        host = opened();
        QVERIFY(host);
        host->run({"true"}, [&](const base::Result<RemoteOutput> &) { host.reset(); });
        QTRY_VERIFY(!host);
        host = opened();
        QVERIFY(host);
        m_hub.reset();
        host->run({"true"}, done.then());
        QTRY_COMPARE(done.times, 1);
    }

    void unknownKeyThenAccepted()
    {
        QFile::remove(m_scene->file("known_hosts"));
        QVERIFY(!opened());
        QVERIFY(m_ended);
        QCOMPARE(m_ended->error.problem, Problem::HostKeyUnknown);
        QVERIFY(!m_ended->again);
        QCOMPARE(QString::fromStdString(m_ended->hostKey->fingerprint), m_sshd->fingerprint());
        QCOMPARE(m_ended->hostKey->origin, "presented by 127.0.0.1 port " + std::to_string(m_sshd->port()));
    }
};

QTEST_GUILESS_MAIN(TestSshRemote)
#include "tst_sshremote.moc"
