// SPDX-License-Identifier: GPL-3.0-or-later
// What ~/.ssh/config and known_hosts say beyond names and keys: ProxyCommand, IdentitiesOnly, @cert-authority; against a real sshd.
#include "core/link/agentfilter.h"
#include "core/link/hostcertificate.h"
#include "core/link/proxyprocess.h"
#include "tests/support/fakeagent.h"
#include "tests/support/sshscene.h"

#include <QTest>

using namespace agentlink;
using base::Problem;
using inventory::Reach;
using support::FakeAgent;
using support::KeyAgent;
using support::Sshd;
using support::SshScene;

class TestSshWays : public QObject {
    Q_OBJECT
    std::unique_ptr<SshScene> m_scene;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<FakeAgent> m_agent;

    QString file(const QString &name) const { return m_scene->file(name); }
    bool start(const QByteArray &extra = {}) { return m_sshd->start(extra) && m_scene->know(*m_sshd); }
    /// A Host "oss" of the configuration that is this sshd.
    SshWay configured(const QByteArray &lines) const
    {
        support::writeFile(file("ssh/config"), "Host oss\n  HostName 127.0.0.1\n  Port " + QByteArray::number(m_sshd->port()) + "\n" + lines);
        SshWay w;
        w.host = "oss";
        w.agentSocket = file("agent.sock").toStdString();
        return w;
    }
    QByteArray clientKey() const { return "  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\n"; }
    static int programsWith(const QString &word)
    {
        int count = 0;
        for (const QString &pid : QDir(QStringLiteral("/proc")).entryList({"[1-9]*"}, QDir::Dirs))
            count += support::readFile("/proc/" + pid + "/cmdline").contains(word.toLocal8Bit()) ? 1 : 0;
        return count;
    }
    static QByteArray reasons(const LinkAgents &agents) { return SshScene::reasons(agents, "oss1"); }

private slots:
    void initTestCase()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
    }
    void init()
    {
        m_scene = std::make_unique<SshScene>();
        m_sshd = std::make_unique<Sshd>();
        m_agent = std::make_unique<FakeAgent>(file("agent.sock"));
    }
    void cleanup()
    {
        m_agent.reset();
        m_sshd.reset();
    }

    /// ssh itself is the program, as it is in most configurations.
    void proxyCommandIsTheLine()
    {
        if (support::program("ssh").isEmpty())
            QSKIP("ssh is not installed (package openssh-client)");
        QVERIFY2(start(), m_sshd->output());
        Sshd between;
        QVERIFY2(between.start(), between.output());
        const SshWay w = configured(clientKey() + "  ProxyCommand sh -c 'echo %h %p %r >" + file("said").toLocal8Bit() + "; exec ssh -F none -i "
            + between.clientKey().toLocal8Bit() + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -p "
            + QByteArray::number(between.port()) + " -W %h:%p 127.0.0.1'\n");
        {
            LinkAgents agents(m_scene->options(), {{"oss1", w}});
            QTRY_VERIFY2_WITH_TIMEOUT(agents.reach("oss1") == Reach::Connected, reasons(agents), 15'000);
            QVERIFY(support::readFile(file("said")).startsWith("127.0.0.1 " + QByteArray::number(m_sshd->port()) + ' '));
            QVERIFY(programsWith(between.clientKey()) > 0);
        }
        QTRY_COMPARE(programsWith(between.clientKey()), 0); // it ends with the line
    }
    void proxyCommandThatFails()
    {
        QVERIFY2(start(), m_sshd->output());
        LinkAgents agents(m_scene->options(), {{"oss1", configured(clientKey() + "  ProxyCommand sh -c 'echo no way to %h >&2; sleep 0.2'\n")}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY2(agents.lastError("oss1")->message.find("The ProxyCommand of") != std::string::npos, reasons(agents));
        QVERIFY2(agents.lastError("oss1")->detail.find("no way to 127.0.0.1") != std::string::npos, reasons(agents));
    }
    void proxyCommandIsExpandedOrRefused_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("becomes");
        QTest::newRow("all words") << "nc %h %p as %r of %n, 100%%" << "10.0.0.1" << "nc 10.0.0.1 2222 as root of oss, 100%";
        QTest::newRow("unknown word") << "nc %x" << "10.0.0.1" << "";
        QTest::newRow("percent at the end") << "nc %" << "10.0.0.1" << "";
        QTest::newRow("a host that is a command") << "nc %h" << "$(reboot)" << "";
        QTest::newRow("a host that is an option") << "nc %h" << "-oProxyCommand=x" << "";
    }
    void proxyCommandIsExpandedOrRefused()
    {
        QFETCH(QString, command);
        QFETCH(QString, host);
        QFETCH(QString, becomes);
        const auto expanded = expandedCommand(command.toStdString(), {host.toStdString(), 2222, "root", "oss"});
        QCOMPARE(expanded.ok(), !becomes.isEmpty());
        if (expanded)
            QCOMPARE(QString::fromStdString(*expanded), becomes);
        else
            QCOMPARE(expanded.error().problem, Problem::BadArgument);
    }

    /// No line of this key is in known_hosts: an authority of known_hosts has signed it.
    void hostCertificate_data()
    {
        QTest::addColumn<QString>("principal");
        QTest::addColumn<bool>("knownAuthority");
        QTest::addColumn<bool>("good");
        QTest::newRow("signed by a known authority") << "127.0.0.1" << true << true;
        QTest::newRow("for another host") << "oss9.lab" << true << false;
        QTest::newRow("by somebody else") << "127.0.0.1" << false << false;
    }
    void hostCertificate()
    {
        QFETCH(QString, principal);
        QFETCH(bool, knownAuthority);
        QFETCH(bool, good);
        const QString keygen = support::program("ssh-keygen");
        if (support::program("ssh").isEmpty())
            QSKIP("ssh is not installed (package openssh-client)");
        QVERIFY(support::makeKey(file("ca")) && support::makeKey(file("stranger")));
        QCOMPARE(QProcess::execute(keygen, {"-q", "-s", file("ca"), "-h", "-I", "oss", "-n", principal, m_sshd->file("host.pub")}), 0);
        QVERIFY2(m_sshd->start("HostCertificate " + m_sshd->file("host-cert.pub").toLocal8Bit() + "\n"), m_sshd->output());
        const QList<QByteArray> authority = support::readFile(file(knownAuthority ? "ca.pub" : "stranger.pub")).split(' ');
        QVERIFY(support::writeFile(file("known_hosts"), "@cert-authority [127.0.0.1]:* " + authority.value(0) + ' ' + authority.value(1).trimmed() + '\n'));
        const SshWay w = configured(clientKey());
        LinkAgents agents(m_scene->options(), {{"oss1", w}});
        if (good) {
            QTRY_VERIFY2_WITH_TIMEOUT(agents.reach("oss1") == Reach::Connected, reasons(agents), 15'000);
            return;
        }
        QTRY_VERIFY2_WITH_TIMEOUT(agents.stage("oss1") == Stage::Refused, reasons(agents), 15'000);
        QCOMPARE(agents.lastError("oss1")->problem, Problem::HostKeyUnknown);
        QVERIFY(agents.pendingHostKey("oss1").has_value());
    }
    void whatSshSaysOfACertificate()
    {
        const std::string shown = "debug1: Server host certificate: ssh-ed25519-cert-v01@openssh.com SHA256:abc, serial 0 ID \"x\" CA ssh-ed25519 SHA256:ca valid forever\r\n";
        const std::string good = "debug1: Host '[h]:22' is known and matches the ED25519-CERT host certificate.\r\n";
        QVERIFY(saysCertified(shown + good, "SHA256:abc"));
        QVERIFY(!saysCertified(shown + good, "SHA256:ab"));
        QVERIFY(!saysCertified(shown + good, ""));
        QVERIFY(!saysCertified(good + shown, "SHA256:abc")); // that was a jump host's
        QVERIFY(!saysCertified(shown + good + "Host key verification failed.\r\n", "SHA256:abc"));
        QVERIFY(!saysCertified(shown + "debug1: Host 'h' is known and matches the ED25519 host key.\r\n", "SHA256:abc"));
    }

    /// Of the agent's keys only those that the configuration names; and no other files.
    void identitiesOnly_data()
    {
        QTest::addColumn<QString>("named"); ///< "client" is what the server takes
        QTest::addColumn<bool>("publicOnly");
        QTest::addColumn<bool>("inAgent");
        QTest::addColumn<bool>("good");
        QTest::newRow("the file") << "client" << false << false << true;
        QTest::newRow("another file, although the agent has the key") << "other" << false << true << false;
        QTest::newRow("its public half, the key is in the agent") << "client" << true << true << true;
        QTest::newRow("its public half, and no agent") << "client" << true << false << false;
    }
    void identitiesOnly()
    {
        QFETCH(QString, named);
        QFETCH(bool, publicOnly);
        QFETCH(bool, inAgent);
        QFETCH(bool, good);
        if (support::program("ssh-agent").isEmpty())
            QSKIP("ssh-agent is not installed (package openssh-client)");
        QVERIFY2(start(), m_sshd->output());
        QVERIFY(support::makeKey(file("other")));
        QVERIFY(QFile::copy(m_sshd->clientKey() + ".pub", file("client.pub")));
        const KeyAgent keys(m_sshd->clientKey());
        QVERIFY(keys.ok());
        const QString path = named == "other" ? file("other") : publicOnly ? file("client") : m_sshd->clientKey();
        const SshWay w = configured("  IdentitiesOnly yes\n  IdentityFile " + path.toLocal8Bit() + '\n');
        LinkOptions o = m_scene->options();
        if (inAgent)
            o.ssh.identityAgent = keys.socket().toStdString();
        LinkAgents agents(o, {{"oss1", w}});
        if (good)
            QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, reasons(agents));
        else
            QTRY_VERIFY2(agents.stage("oss1") == Stage::Refused, reasons(agents));
    }
    void onlyTheNamedKeysAreShown()
    {
        const auto text = [](const std::string &s) { return std::string("\0\0\0", 3) + static_cast<char>(s.size()) + s; };
        const std::string answer = "\x0c" + std::string("\0\0\0\2", 4) + text("one") + text("first") + text("two") + text("second");
        QCOMPARE(onlyThese(answer, {"two"}), "\x0c" + std::string("\0\0\0\1", 4) + text("two") + text("second"));
        QCOMPARE(onlyThese(answer, {}), "\x0c" + std::string("\0\0\0\0", 4));
        for (std::size_t size = 0; size < answer.size(); ++size) // cut anywhere it is read as far as it goes
            QVERIFY(onlyThese(answer.substr(0, size), {"one", "two"}).size() <= answer.size() + 5);
    }
};

QTEST_GUILESS_MAIN(TestSshWays)
#include "tst_sshways.moc"
