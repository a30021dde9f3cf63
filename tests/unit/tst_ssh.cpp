// SPDX-License-Identifier: GPL-3.0-or-later
// SSH against a real sshd on loopback.
#include "core/link/agents.h"
#include "core/link/hostkeys.h"
#include "tests/support/fakeagent.h"
#include "tests/support/sshd.h"

#include <QTest>

using namespace agentlink;
using base::Problem;
using inventory::Reach;
using support::FakeAgent;
using support::KeyAgent;
using support::Sshd;

class TestSsh : public QObject {
    Q_OBJECT
    QObject m_parent;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<FakeAgent> m_agent;

    QString file(const QString &name) const { return m_dir->filePath(name); }

    LinkOptions options() const
    {
        LinkOptions o;
        o.holder = "admin@workstation";
        o.ssh.ownKnownHosts = file("known_hosts").toStdString();
        o.ssh.sshDirectory = file("ssh").toStdString();
        o.ssh.identityAgent = file("no-agent").toStdString();
        o.timing.pingMs = 500;
        o.backoff = {20, 100};
        return o;
    }
    SshWay way() const
    {
        SshWay w;
        w.host = "127.0.0.1";
        w.port = m_sshd->port();
        w.identity = m_sshd->clientKey().toStdString();
        w.agentSocket = m_agent->path().toStdString();
        return w;
    }
    void know(Sshd &sshd) const
    {
        QFile file(this->file("known_hosts"));
        QVERIFY(file.open(QIODevice::Append));
        file.write(support::readFile(sshd.knownHosts()));
    }
    jobs::AgentCall *ask(LinkAgents &agents, const std::string &server, protocol::Json args = protocol::Json::object())
    {
        return agents.call({server, protocol::Verb::HostInventory, std::move(args), {}, {}, 0}, &m_parent);
    }
    /// True when a call to the server is answered well.
    bool answers(LinkAgents &agents, const std::string &server)
    {
        int result = -1;
        const jobs::AgentCall *const call = ask(agents, server, {{"to", server}});
        connect(call, &jobs::AgentCall::finished, this, [&](const base::Result<jobs::Answer> &answer) {
            result = answer.ok() && protocol::textOf(protocol::member(answer->value, "args"), "to") == server;
        });
        return QTest::qWaitFor([&] { return result >= 0; }) && result == 1;
    }
    static QByteArray reasons(const LinkAgents &agents, const std::string &server)
    {
        const auto error = agents.lastError(server);
        return error ? QByteArray::fromStdString(error->message + " | " + error->detail + " | " + error->remedy) : QByteArray("no error");
    }

private slots:
    void initTestCase()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QDir().mkpath(file("ssh"));
        m_sshd = std::make_unique<Sshd>();
        m_agent = std::make_unique<FakeAgent>(file("agent.sock"));
    }
    void cleanup()
    {
        m_agent.reset();
        m_sshd.reset();
    }

    void keyAndCall()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        LinkAgents agents(options(), {{"oss1", way()}});
        QStringList stages;
        connect(&agents, &LinkAgents::stageChanged, this, [&](const std::string &server) {
            const std::string_view word = words(agents.stage(server));
            if (const auto w = QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())); stages.isEmpty() || stages.last() != w)
                stages << w;
        });
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QCOMPARE(stages.join(", "), "connecting, resolving the name, connecting, key exchange, authentication, opening the agent, connected");
        QVERIFY(answers(agents, "oss1"));
        QVERIFY(answers(agents, "oss1"));
    }

    void wrongKeyIsDeniedWithWords()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        QVERIFY(support::makeKey(file("other")));
        SshWay w = way();
        w.identity = file("other").toStdString();
        LinkAgents agents(options(), {{"oss1", w}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        const base::Error error = *agents.lastError("oss1");
        QCOMPARE(error.problem, Problem::AccessDenied);
        QVERIFY2(error.message.find("oss1") != std::string::npos && error.message.find(qPrintable(qEnvironmentVariable("USER", "root"))) != std::string::npos,
                 error.message.c_str());
        QVERIFY2(error.detail.find(w.identity) != std::string::npos, error.detail.c_str());
        QVERIFY2(error.remedy.find("authorized_keys") != std::string::npos, error.remedy.c_str());
        QCOMPARE(m_agent->connections, 0);
        // The key is put there; a person says try again.
        support::writeFile(m_sshd->file("authorized"), support::readFile(file("other.pub")));
        agents.reconnectNow("oss1");
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
    }

    void keyWithPassphrase()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        QVERIFY(support::makeKey(file("locked"), "open sesame"));
        support::writeFile(m_sshd->file("authorized"), support::readFile(file("locked.pub")));
        SshWay w = way();
        w.identity = file("locked").toStdString();
        LinkAgents agents(options(), {{"oss1", w}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        QVERIFY2(agents.lastError("oss1")->message.find("needs a passphrase") != std::string::npos, reasons(agents, "oss1"));
        agents.setSecret("oss1", Secret("open sesame"));
        agents.reconnectNow("oss1");
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
    }

    void unknownHostKeyIsShownAndAccepted()
    {
        QVERIFY(QDir().rmdir(file("ssh"))); // made when it is needed
        QVERIFY2(m_sshd->start(), m_sshd->output());
        LinkAgents agents(options(), {{"oss1", way()}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        const base::Error error = *agents.lastError("oss1");
        QCOMPARE(error.problem, Problem::HostKeyUnknown);
        QCOMPARE(QString::fromStdString(error.detail), m_sshd->fingerprint());
        QVERIFY(agents.pendingHostKey("oss1"));
        QCOMPARE(agents.pendingHostKey("oss1")->type, "ssh-ed25519");
        QVERIFY(!QFile::exists(file("ssh/known_hosts")));

        const auto wrong = agents.acceptHostKey("oss1", "SHA256:somethingelse");
        QVERIFY(!wrong && wrong.error().problem == Problem::BadArgument);
        QVERIFY(!QFile::exists(file("ssh/known_hosts")));
        QVERIFY(agents.acceptHostKey("oss1", m_sshd->fingerprint().toStdString()));
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QCOMPARE(support::readFile(file("ssh/known_hosts")).count('\n'), 1);
        QVERIFY(!QFile::exists(file("known_hosts"))); // shared with OpenSSH, and kept once
        QCOMPARE(QFile::permissions(file("ssh/known_hosts")) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther), QFile::Permissions());
        QCOMPARE(QFile::permissions(file("ssh")) & (QFile::ExeGroup | QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(!agents.pendingHostKey("oss1"));
        const auto again = agents.acceptHostKey("oss1", m_sshd->fingerprint().toStdString());
        QVERIFY(!again && again.error().problem == Problem::NotFound);
    }

    void acceptedKeysStayApartWhereThatIsWanted()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        auto o = options();
        o.ssh.keysApart = true;
        LinkAgents agents(o, {{"oss1", way()}});
        QTRY_VERIFY(agents.pendingHostKey("oss1"));
        QVERIFY(agents.acceptHostKey("oss1", m_sshd->fingerprint().toStdString()));
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QCOMPARE(support::readFile(file("known_hosts")).count('\n'), 1);
        QVERIFY(!QFile::exists(file("ssh/known_hosts")));
    }

    void aLineIsAppendedOnceWhateverTheFileEndsWith()
    {
        const std::string known = file("users/known_hosts").toStdString();
        QVERIFY(agentlink::addKnownHost(known, "one ssh-ed25519 AAAA\n"));
        QVERIFY(agentlink::addKnownHost(known, "one ssh-ed25519 AAAA"));
        QFile cut(file("users/known_hosts"));
        QVERIFY(cut.resize(cut.size() - 1));
        QVERIFY(agentlink::addKnownHost(known, "two ssh-ed25519 BBBB"));
        QCOMPARE(support::readFile(file("users/known_hosts")), QByteArray("one ssh-ed25519 AAAA\ntwo ssh-ed25519 BBBB\n"));
    }

    void usersOwnKnownHostsAreRead()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        QVERIFY(QFile::copy(m_sshd->knownHosts(), file("ssh/known_hosts")));
        LinkAgents agents(options(), {{"oss1", way()}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
    }

    void changedHostKeyIsRefused_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("our file") << "known_hosts";
        QTest::newRow("the user's file") << "ssh/known_hosts";
    }

    void changedHostKeyIsRefused()
    {
        QFETCH(QString, where);
        QVERIFY(QFile::copy(m_sshd->knownHosts(), file(where)));
        m_sshd->changeHostKey();
        QVERIFY2(m_sshd->start(), m_sshd->output());
        LinkAgents agents(options(), {{"oss1", way()}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        const base::Error error = *agents.lastError("oss1");
        QCOMPARE(error.problem, Problem::HostKeyChanged);
        QCOMPARE(QString::fromStdString(error.detail), m_sshd->fingerprint());
        QVERIFY2(error.remedy.find("ssh-keygen -f " + file(where).toStdString() + " -R '[127.0.0.1]:") != std::string::npos, error.remedy.c_str());
        QVERIFY(!agents.pendingHostKey("oss1")); // never accepted by a click
        QVERIFY(!agents.acceptHostKey("oss1", m_sshd->fingerprint().toStdString()));
        // What the remedy says helps.
        QCOMPARE(QProcess::execute(support::program("ssh-keygen"), {"-q", "-f", file(where), "-R",
                                   QStringLiteral("[127.0.0.1]:%1").arg(m_sshd->port())}), 0);
        agents.reconnectNow("oss1");
        QTRY_VERIFY2(agents.lastError("oss1") && agents.lastError("oss1")->problem == Problem::HostKeyUnknown, reasons(agents, "oss1"));
    }

    void noListenerAndNoName()
    {
        SshWay noName = way();
        noName.host = "no-such-host.invalid";
        LinkAgents agents(options(), {{"oss1", way()}, {"oss2", noName}, {"oss3", SshWay {}}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QCOMPARE(agents.lastError("oss1")->problem, Problem::Unreachable);
        QVERIFY2(agents.lastError("oss1")->detail.find("127.0.0.1 port " + std::to_string(m_sshd->port()) + ": Connection refused")
                 != std::string::npos, reasons(agents, "oss1"));
        QTRY_COMPARE(agents.stage("oss3"), Stage::Refused);
        QCOMPARE(agents.lastError("oss3")->problem, Problem::BadArgument);
        QTRY_COMPARE_WITH_TIMEOUT(agents.reach("oss2"), Reach::Lost, 20'000);
        QVERIFY2(agents.lastError("oss2")->message.find("no-such-host.invalid") != std::string::npos, reasons(agents, "oss2"));
    }

    void listenerThatSaysNothing()
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        QCOMPARE(::bind(fd, reinterpret_cast<sockaddr *>(&address), length), 0);
        QCOMPARE(::listen(fd, 5), 0);
        ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
        SshWay w = way();
        w.port = ntohs(address.sin_port);
        LinkOptions o = options();
        o.ssh.keyExchangeMs = 100;
        LinkAgents agents(o, {{"oss1", w}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY2(agents.lastError("oss1")->message.find("accepts the connection but does not answer") != std::string::npos, reasons(agents, "oss1"));
        ::close(fd);
    }

    void configurationIsHonoured()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        support::writeFile(file("ssh/config"), "Host storage-one\n  HostName 127.0.0.1\n  Port " + QByteArray::number(m_sshd->port())
                           + "\n  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\nHost nobody\n  HostName 127.0.0.1\n  Port "
                           + QByteArray::number(m_sshd->port()) + "\n  User no-such-user\n");
        SshWay w;
        w.host = "storage-one";
        w.agentSocket = m_agent->path().toStdString();
        SshWay nobody = w;
        nobody.host = "nobody";
        LinkAgents agents(options(), {{"oss1", w}, {"oss2", nobody}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QVERIFY(answers(agents, "oss1"));
        QTRY_COMPARE(agents.stage("oss2"), Stage::Refused);
        QVERIFY2(agents.lastError("oss2")->message.find("no-such-user") != std::string::npos, reasons(agents, "oss2"));
    }

    void keyFromSshAgent()
    {
        if (support::program("ssh-agent").isEmpty())
            QSKIP("ssh-agent is not installed (package openssh-client)");
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        const KeyAgent keys(m_sshd->clientKey());
        QVERIFY(keys.ok());
        SshWay w = way();
        w.identity.clear();
        LinkOptions o = options();
        LinkAgents without(o, {{"oss1", w}});
        o.ssh.identityAgent = keys.socket().toStdString();
        LinkAgents agents(o, {{"oss1", w}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QTRY_COMPARE(without.stage("oss1"), Stage::Refused);
    }

    void agentNotThere()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        SshWay w = way();
        w.agentSocket = file("nobody.sock").toStdString();
        w.agentProgram = file("no-program").toStdString();
        LinkAgents agents(options(), {{"oss1", w}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        const base::Error error = *agents.lastError("oss1");
        QCOMPARE(error.problem, Problem::Unreachable);
        QVERIFY2(error.detail.find(w.agentSocket) != std::string::npos && error.detail.find("exit code 127") != std::string::npos,
                 reasons(agents, "oss1"));
        QVERIFY(error.remedy.find("chandelier-agent") != std::string::npos);
    }

    void forwardingForbiddenRunsTheProgram()
    {
        const QString agent = QStringLiteral(BIN_DIR "/chandelier-agent");
        if (!QFile::exists(agent))
            QSKIP("chandelier-agent is not built");
        QVERIFY2(m_sshd->start("AllowStreamLocalForwarding no\n"), m_sshd->output());
        know(*m_sshd);
        SshWay w = way();
        w.agentProgram = agent.toStdString();
        LinkAgents agents(options(), {{"oss1", w}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QVERIFY(answers(agents, "oss1"));
        m_agent->die();
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY(m_agent->listen());
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
    }

    void killedInTheMiddleOfACall()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        LinkAgents agents(options(), {{"oss1", way()}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        std::vector<base::Error> ends;
        connect(ask(agents, "oss1", {{"hold", true}}), &jobs::AgentCall::finished, this,
                [&](const base::Result<jobs::Answer> &answer) { ends.push_back(answer ? base::Error {} : answer.error()); });
        QTRY_COMPARE(m_agent->calls, 1);
        m_sshd->stop();
        QTRY_COMPARE(ends.size(), 1U);
        QCOMPARE(ends[0].problem, Problem::Disconnected);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY2(m_sshd->start(), m_sshd->output());
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QVERIFY(answers(agents, "oss1"));
        QCOMPARE(ends.size(), 1U);
    }

    void largeMessagesPass()
    {
        QVERIFY2(m_sshd->start("RekeyLimit 2M\n"), m_sshd->output());
        know(*m_sshd);
        LinkAgents agents(options(), {{"oss1", way()}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        const std::string large(4'000'000, 'x');
        std::size_t back = 0;
        std::string problem;
        connect(ask(agents, "oss1", {{"large", large}}), &jobs::AgentCall::finished, this, [&](const base::Result<jobs::Answer> &answer) {
            back = answer ? protocol::textOf(protocol::member(answer->value, "args"), "large").size() : 1;
            problem = answer ? std::string() : answer.error().message;
        });
        QTRY_VERIFY_WITH_TIMEOUT(back != 0, 60'000);
        QVERIFY2(problem.empty(), problem.c_str());
        QCOMPARE(back, large.size());
        QVERIFY(answers(agents, "oss1"));
    }

    void frozenServerHoldsUpNobodyElse()
    {
        Sshd other;
        QVERIFY2(m_sshd->start() && other.start(), m_sshd->output());
        know(*m_sshd);
        know(other);
        SshWay second = way();
        second.port = other.port();
        second.identity = other.clientKey().toStdString();
        LinkOptions o = options();
        o.timing.pingMs = 100;
        LinkAgents agents(o, {{"oss1", way()}, {"oss2", second}});
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
        QTRY_VERIFY2(agents.reach("oss2") == Reach::Connected, reasons(agents, "oss2"));
        m_sshd->freeze(true);
        // More than every buffer on the way holds: a thread that waited for the frozen one would wait for ever.
        ask(agents, "oss1", {{"large", std::string(15'000'000, 'x')}});
        QVERIFY(answers(agents, "oss2"));
        QVERIFY(answers(agents, "oss2"));
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QCOMPARE(agents.lastError("oss1")->problem, Problem::Disconnected);
        QVERIFY(answers(agents, "oss2"));
        m_sshd->freeze(false);
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents, "oss1"));
    }

    void twentyAtOnce()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        std::vector<std::unique_ptr<FakeAgent>> peers;
        std::vector<Endpoint> endpoints;
        for (int i = 0; i < 20; ++i) {
            peers.push_back(std::make_unique<FakeAgent>(file(QStringLiteral("agent%1.sock").arg(i))));
            SshWay w = way();
            w.agentSocket = peers.back()->path().toStdString();
            endpoints.push_back({"oss" + std::to_string(i), w});
        }
        LinkOptions o = options();
        o.ssh.handshakesAtOnce = 4;
        LinkAgents agents(o, endpoints);
        int handshaking = 0, most = 0;
        connect(&agents, &LinkAgents::stageChanged, this, [&] {
            handshaking = 0;
            for (const std::string &server : agents.servers())
                handshaking += agents.stage(server) == Stage::KeyExchange || agents.stage(server) == Stage::Authentication;
            most = std::max(most, handshaking);
        });
        for (const Endpoint &e : endpoints)
            QTRY_VERIFY2_WITH_TIMEOUT(agents.reach(e.server) == Reach::Connected, reasons(agents, e.server), 30'000);
        QVERIFY2(most <= 4, qPrintable(QString::number(most)));
        for (const Endpoint &e : endpoints)
            QVERIFY(answers(agents, e.server));
        for (const auto &peer : peers)
            QCOMPARE(peer->connections, 1);
    }

    void throughJumpHosts_data()
    {
        QTest::addColumn<int>("hops");
        QTest::addColumn<bool>("byConfiguration");
        QTest::newRow("one, named") << 1 << false;
        QTest::newRow("two, ssh_config") << 2 << true;
    }

    void throughJumpHosts()
    {
        QFETCH(int, hops);
        QFETCH(bool, byConfiguration);
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        Sshd near, far;
        QVERIFY2(near.start() && far.start(), near.output());
        know(near);
        if (hops > 1)
            know(far);
        const auto address = [](const Sshd &sshd) { return "127.0.0.1:" + QByteArray::number(sshd.port()); };
        const QByteArray jump = hops > 1 ? address(near) + "," + address(far) : address(near);
        QByteArray config = "Host target\n  HostName 127.0.0.1\n  Port " + QByteArray::number(m_sshd->port()) + "\n";
        if (byConfiguration)
            config += "Host *\n  ProxyJump " + jump + "\n"; // also said of the jump hosts themselves
        for (const Sshd *sshd : std::initializer_list<const Sshd *> {&near, &far, m_sshd.get()})
            config += "Host *\n  IdentityFile " + sshd->clientKey().toLocal8Bit() + "\n";
        support::writeFile(file("ssh/config"), config);
        SshWay w = way();
        w.host = "target";
        w.port = 0;
        w.identity.clear();
        if (!byConfiguration)
            w.jump = jump.toStdString();
        LinkOptions o = options();
        o.ssh.handshakesPerJump = 2;
        LinkAgents agents(o, {{"oss1", w}, {"oss2", w}, {"oss3", w}});
        for (const std::string &server : agents.servers())
            QTRY_VERIFY2(agents.reach(server) == Reach::Connected, reasons(agents, server));
        for (const std::string &server : agents.servers())
            QVERIFY(answers(agents, server));
        QCOMPARE(near.sessions(), 1); // one session carries them all
        near.stop();
        for (const std::string &server : agents.servers())
            QTRY_COMPARE(agents.reach(server), Reach::Lost);
        QVERIFY2(near.start(), near.output());
        for (const std::string &server : agents.servers())
            QTRY_VERIFY2(agents.reach(server) == Reach::Connected, reasons(agents, server));
    }

    void jumpHostTroubleIsNamed()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        Sshd stranger;
        QVERIFY2(stranger.start(), stranger.output());
        know(*m_sshd);
        Sshd closed;
        QVERIFY2(closed.start("AllowTcpForwarding no\n"), closed.output());
        know(closed);
        SshWay forbidden = way(), unknown = way();
        forbidden.jump = "127.0.0.1:" + std::to_string(closed.port());
        unknown.jump = "127.0.0.1:" + std::to_string(stranger.port());
        support::writeFile(file("ssh/config"), "Host *\n  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\n  IdentityFile "
                           + stranger.clientKey().toLocal8Bit() + "\n  IdentityFile " + closed.clientKey().toLocal8Bit() + "\n");
        LinkAgents agents(options(), {{"oss1", forbidden}, {"oss2", unknown}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY2(agents.lastError("oss1")->message.find("The jump host") != std::string::npos, reasons(agents, "oss1"));
        QTRY_COMPARE(agents.stage("oss2"), Stage::Refused);
        QCOMPARE(agents.lastError("oss2")->problem, Problem::HostKeyUnknown);
        QCOMPARE(QString::fromStdString(agents.lastError("oss2")->detail), stranger.fingerprint());
        QVERIFY(agents.acceptHostKey("oss2", stranger.fingerprint().toStdString()));
        QTRY_VERIFY2(agents.reach("oss2") == Reach::Connected, reasons(agents, "oss2"));
    }

    void goneAtAnyMoment()
    {
        QVERIFY2(m_sshd->start(), m_sshd->output());
        know(*m_sshd);
        for (const Stage when : {Stage::Resolving, Stage::Connecting, Stage::KeyExchange, Stage::Authentication, Stage::OpeningAgent, Stage::Connected}) {
            LinkAgents agents(options(), {{"oss1", way()}, {"oss2", way()}});
            QTRY_COMPARE(static_cast<int>(agents.stage("oss1")) >= static_cast<int>(when), true);
            agents.removeEndpoint("oss1");
            if (when != Stage::KeyExchange) // and once with everything under way
                QTRY_VERIFY2(agents.reach("oss2") == Reach::Connected, reasons(agents, "oss2"));
        }
    }
};

QTEST_GUILESS_MAIN(TestSsh)
#include "tst_ssh.moc"
