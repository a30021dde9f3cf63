// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a line when the host, the agent, the jump host or this computer is in trouble: it is said as what it is,
// and goes on by itself. Against a real sshd on loopback.
#include "core/link/surroundings.h"
#include "tests/support/fakeagent.h"
#include "tests/support/sshscene.h"

#include <QSignalSpy>
#include <QTest>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <sys/un.h>

using namespace agentlink;
using base::Problem;
using inventory::Reach;
using support::FakeAgent;
using support::SilentListener;
using support::Sshd;
using support::SshScene;
using Manner = FakeAgent::Manner;

class TestSshLife : public QObject {
    Q_OBJECT
    std::unique_ptr<SshScene> m_scene;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<FakeAgent> m_agent;

    QString file(const QString &name) const { return m_scene->file(name); }
    bool start() { return m_sshd->start() && m_scene->know(*m_sshd); }
    SshWay way() const { return m_scene->way(*m_sshd); }
    LinkOptions quick() const
    {
        LinkOptions o = m_scene->options();
        o.timing.pingMs = 250;
        o.timing.silentPings = 2;
        o.timing.probeMs = 150;
        o.timing.helloMs = 150;
        o.ssh.silenceMs = 70;
        o.ssh.keyExchangeMs = 200;
        o.ssh.openMs = 200;
        return o;
    }
    static void verifyIn(LinkAgents &agents, const std::string &server = "oss1")
    {
        QTRY_VERIFY2(agents.reach(server) == Reach::Connected, SshScene::reasons(agents, server));
    }
    static void verifyLost(LinkAgents &agents, const std::string &words, const std::string &server = "oss1")
    {
        QTRY_COMPARE(agents.reach(server), Reach::Lost);
        QTRY_VERIFY2(agents.reachReason(server).find(words) != std::string::npos, SshScene::reasons(agents, server));
    }

private slots:
    void init()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        m_scene = std::make_unique<SshScene>();
        m_sshd = std::make_unique<Sshd>();
        m_agent = std::make_unique<FakeAgent>(file("agent.sock"));
    }
    void cleanup()
    {
        m_agent.reset();
        m_sshd.reset();
    }

    void frozenHost()
    {
        QVERIFY2(start(), m_sshd->output());
        LinkAgents agents(quick(), {{"oss1", way()}});
        verifyIn(agents);
        QStringList reasons;
        connect(&agents, &LinkAgents::reachChanged, this, [&] { reasons << QString::fromStdString(agents.reachReason("oss1")); });
        m_sshd->freeze(true);
        QTRY_VERIFY(reasons.size() >= 2); // when it was lost, and when it was tried again
        for (int i = 0; i < 2; ++i)
            QVERIFY2(reasons[i].contains("oss1") && reasons[i].contains("accepts the connection but does not answer: frozen or overloaded"),
                     qPrintable(reasons[i]));
        m_sshd->freeze(false);
        verifyIn(agents);
    }

    void frozenAgent()
    {
        QVERIFY2(start(), m_sshd->output());
        m_agent->setManner(Manner::SilentLater);
        LinkOptions o = quick();
        o.ssh.silenceMs = o.ssh.keyExchangeMs = o.ssh.openMs = 4000; // a busy sshd is not the frozen one here
        LinkAgents agents(o, {{"oss1", way()}});
        verifyLost(agents, "The agent of oss1 has been silent");
        m_agent->setManner(Manner::Mute); // the kernel accepts for it
        verifyLost(agents, "The agent of oss1 did not greet");
        m_agent->setManner(Manner::Good);
        verifyIn(agents);
    }

    void restartedAgent()
    {
        QVERIFY2(start(), m_sshd->output());
        LinkOptions o = quick();
        o.backoff = LinkOptions().backoff;
        LinkAgents agents(o, {{"oss1", way()}});
        verifyIn(agents);
        m_agent->die();
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY(agents.secondsToNextTry("oss1").value_or(99) <= 1);
        QVERIFY(m_agent->listen());
        verifyIn(agents);
        QVERIFY(!agents.secondsToNextTry("oss1"));
    }

    void rebootedHost()
    {
        QVERIFY2(start(), m_sshd->output());
        LinkAgents agents(quick(), {{"oss1", way()}});
        verifyIn(agents);
        m_sshd->stop();
        verifyLost(agents, "is on, but no SSH server listens there on port " + std::to_string(m_sshd->port()));
        QVERIFY2(m_sshd->start(), m_sshd->output());
        verifyIn(agents);
    }

    /// However many hosts accept a connection and hang: the others do not wait for them.
    void halfDeadHostsHoldUpNobody()
    {
        QVERIFY2(start(), m_sshd->output());
        const SilentListener silent;
        QVERIFY(silent.ok());
        SshWay dead = way();
        dead.port = silent.port();
        std::vector<Endpoint> endpoints;
        for (int i = 0; i < 10; ++i)
            endpoints.push_back({"dead" + std::to_string(i), dead});
        endpoints.push_back({"oss1", way()});
        LinkOptions o = quick();
        o.ssh.handshakesAtOnce = 1;
        o.ssh.keyExchangeMs = 2'000;
        LinkAgents agents(o, endpoints);
        verifyIn(agents);
        for (int i = 0; i < 10; ++i)
            QVERIFY(!agents.lastError("dead" + std::to_string(i)));
        for (int i = 0; i < 10; ++i)
            verifyLost(agents, "accepts the connection but does not answer: frozen or overloaded", "dead" + std::to_string(i));
        QCOMPARE(agents.reach("oss1"), Reach::Connected);
    }

    void hungUpBeforeTheFirstWord()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&server] { delete server.nextPendingConnection(); });
        SshWay w = way();
        w.port = server.serverPort();
        LinkAgents agents(quick(), {{"oss1", w}});
        verifyLost(agents, "closes the connection before SSH begins");
    }

    void jumpHostInTrouble()
    {
        Sshd jump;
        QVERIFY2(start() && jump.start() && m_scene->know(jump), jump.output());
        support::writeFile(jump.file("authorized"), support::readFile(m_sshd->file("client.pub")));
        support::writeFile(file("ssh/config"), "Host *\n  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\n");
        SshWay w = way();
        w.jump = "127.0.0.1:" + std::to_string(jump.port());
        LinkAgents agents(quick(), {{"oss1", w}, {"oss2", w}});
        const std::string name = w.jump + " (127.0.0.1 port " + std::to_string(jump.port()) + ")";
        for (const std::string server : {"oss1", "oss2"})
            verifyIn(agents, server);
        jump.freeze(true);
        for (const std::string server : {"oss1", "oss2"}) {
            verifyLost(agents, "The jump host of " + server, server);
            verifyLost(agents, name + " accepts the connection but does not answer", server);
            QCOMPARE(agents.troubledHop(server), w.jump);
        }
        jump.freeze(false);
        for (const std::string server : {"oss1", "oss2"})
            verifyIn(agents, server);
        jump.stop();
        for (const std::string server : {"oss1", "oss2"})
            verifyLost(agents, name + " is on, but no SSH server listens", server);
        QVERIFY2(jump.start(), jump.output());
        for (const std::string server : {"oss1", "oss2"})
            verifyIn(agents, server);
        // A server that is dead behind a jump host that lives.
        m_sshd->freeze(true);
        for (const std::string server : {"oss1", "oss2"}) {
            verifyLost(agents, server + " (127.0.0.1 port " + std::to_string(m_sshd->port()) + ") accepts the connection but does not answer", server);
            QCOMPARE(agents.troubledHop(server), "");
        }
        m_sshd->freeze(false);
        for (const std::string server : {"oss1", "oss2"})
            verifyIn(agents, server);
    }

    void jumpHostIsNotStormed()
    {
        Sshd jump;
        QVERIFY2(start() && jump.start() && m_scene->know(jump), jump.output());
        support::writeFile(jump.file("authorized"), support::readFile(m_sshd->file("client.pub")));
        support::writeFile(file("ssh/config"), "Host *\n  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\n");
        SshWay w = way();
        w.jump = "127.0.0.1:" + std::to_string(jump.port());
        std::vector<Endpoint> endpoints;
        for (int i = 0; i < 12; ++i)
            endpoints.push_back({"oss" + std::to_string(i), w});
        LinkOptions o = m_scene->options();
        o.timing.pingMs = 5'000;
        o.ssh.handshakesPerJump = 3;
        LinkAgents agents(o, endpoints);
        int most = 0;
        connect(&agents, &LinkAgents::stageChanged, this, [&] {
            int now = 0;
            for (const Endpoint &e : endpoints)
                now += agents.stage(e.server) == Stage::KeyExchange || agents.stage(e.server) == Stage::Authentication;
            most = std::max(most, now);
        });
        for (const Endpoint &e : endpoints)
            QTRY_VERIFY2_WITH_TIMEOUT(agents.reach(e.server) == Reach::Connected, SshScene::reasons(agents, e.server), 20'000);
        QVERIFY2(most >= 2 && most <= 3, qPrintable(QString::number(most)));
        QCOMPARE(jump.sessions(), 1);
    }

    /// A key in hardware waits for a finger, and the ssh-agent with it: nobody else does.
    void sshAgentThatWaits()
    {
        QVERIFY2(start(), m_sshd->output());
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, file("waits").toLocal8Bit().constData(), sizeof address.sun_path);
        QCOMPARE(::bind(fd, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(fd, 5), 0);
        LinkOptions o = quick();
        o.ssh.identityAgent = address.sun_path;
        o.ssh.handshakesAtOnce = 1;
        o.ssh.patienceMs = 50;
        SshWay waits = way(), other = way();
        waits.login = Login::Agent;
        other.login = Login::KeyFile;
        auto agents = std::make_unique<LinkAgents>(o, std::vector<Endpoint> {{"oss1", waits}});
        QTRY_COMPARE(agents->stage("oss1"), Stage::Authentication);
        agents->setEndpoint({"oss2", other});
        verifyIn(*agents, "oss2");
        QTRY_VERIFY(m_agent->pings > 3);
        QCOMPARE(agents->stage("oss1"), Stage::Authentication);
        agents.reset(); // and its end does not wait for the agent either
        ::close(fd);
    }

    void linesAreCheckedWhenAsked()
    {
        QVERIFY2(start(), m_sshd->output());
        Sshd other;
        QVERIFY2(other.start() && m_scene->know(other), other.output());
        LinkOptions o = quick();
        o.timing.pingMs = 60'000;
        o.ssh.silenceMs = 60'000;
        o.backoff = {60'000, 60'000}; // whoever waits for that waits too long
        LinkAgents agents(o, {{"oss1", way()}, {"oss2", m_scene->way(other)}});
        verifyIn(agents);
        verifyIn(agents, "oss2");
        m_sshd->freeze(true);
        QStringList reasons;
        connect(&agents, &LinkAgents::reachChanged, this, [&](const std::string &server) {
            if (agents.reach(server) == Reach::Lost)
                reasons << QString::fromStdString(agents.reachReason(server));
        });
        agents.checkLines("the sleep of this computer");
        QTRY_VERIFY(reasons.size() == 2); // it was tried again at once
        QCOMPARE(reasons[0], "The line to oss1 did not outlive the sleep of this computer.");
        QVERIFY2(reasons[1].contains("accepts the connection but does not answer"), qPrintable(reasons[1]));
        m_sshd->freeze(false);
        agents.checkLines("a change of this computer's network");
        verifyIn(agents);
        QCOMPARE(agents.reach("oss2"), Reach::Connected);
        QCOMPARE(reasons.size(), 2);
    }

    void sleepIsNoticed()
    {
        Surroundings::Times now {1'000, 1'000, 1'000};
        int ticks = 0;
        Surroundings surroundings([&] {
            ++ticks;
            return now;
        }, 1);
        QSignalSpy slept(&surroundings, &Surroundings::slept);
        const auto pass = [&](qint64 awake, qint64 asleep, qint64 calendar) {
            now = {now.withSleep + awake + asleep, now.withoutSleep + awake, now.calendar + calendar};
            const int from = ticks;
            return QTest::qWaitFor([&] { return ticks >= from + 2; });
        };
        QVERIFY(pass(2'000, 0, 2'000));
        QVERIFY(pass(90'000, 0, 90'500)); // a busy computer, a clock that is put right
        QCOMPARE(slept.size(), 0);
        QVERIFY(pass(500, 3'600'000, 3'600'500));
        QCOMPARE(slept.size(), 1);
        QVERIFY(pass(2'000, 0, 60'000)); // a virtual machine that was paused
        QCOMPARE(slept.size(), 2);
        QVERIFY(pass(2'000, 0, 2'000));
        QCOMPARE(slept.size(), 2);
    }

    void networkChangeIsNoticed()
    {
        Surroundings surroundings;
        const QString ip = support::program("ip");
        if (!surroundings.hearsNetwork() || ip.isEmpty())
            QSKIP("the kernel's network notices, or the program ip, are not to be had");
        QSignalSpy changed(&surroundings, &Surroundings::networkChanged);
        QProcess add;
        add.setProcessChannelMode(QProcess::MergedChannels);
        add.start(ip, {"address", "add", "127.77.77.77/32", "dev", "lo"});
        if (!add.waitForFinished() || add.exitCode() != 0)
            QSKIP("this user may not change an address of this machine");
        QProcess::execute(ip, {"address", "del", "127.77.77.77/32", "dev", "lo"});
        QTRY_COMPARE(changed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSshLife)
#include "tst_sshlife.moc"
