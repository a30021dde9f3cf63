// SPDX-License-Identifier: GPL-3.0-or-later
// Every way to prove who we are, against a real sshd on loopback.
#include "tests/support/fakeagent.h"
#include "tests/support/sshscene.h"

#include <QTest>
#include <pwd.h>
#include <sys/stat.h>

using namespace agentlink;
using base::Problem;
using inventory::Reach;
using support::FakeAgent;
using support::KeyAgent;
using support::ScratchUser;
using support::Sshd;
using support::SshScene;

namespace {

QString userHere()
{
    const passwd *const entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString();
}

bool keygen(const QStringList &arguments)
{
    return QProcess::execute(support::program("ssh-keygen"), QStringList {"-q"} + arguments) == 0;
}

} // namespace

class TestSshLogin : public QObject {
    Q_OBJECT
    std::unique_ptr<SshScene> m_scene;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<FakeAgent> m_agent;

    QString file(const QString &name) const { return m_scene->file(name); }
    bool start(const QByteArray &extra = {}) { return m_sshd->start(extra) && m_scene->know(*m_sshd); }
    SshWay way(Login login = Login::Any, const QString &identity = {}) const
    {
        SshWay w = m_scene->way(*m_sshd);
        w.login = login;
        w.identity = identity.toStdString();
        return w;
    }
    /// Makes key `name`, with a passphrase, that the server takes.
    QString lockedKey(const QString &name, const QString &passphrase)
    {
        const bool made = support::makeKey(file(name), passphrase);
        return made && support::writeFile(m_sshd->file("authorized"), support::readFile(file(name + ".pub"))) ? file(name) : QString();
    }
    static void verifyRefused(LinkAgents &agents, const std::string &words)
    {
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        QCOMPARE(agents.lastError("oss1")->problem, Problem::AccessDenied);
        QVERIFY2(agents.lastError("oss1")->message.find(words) != std::string::npos, SshScene::reasons(agents, "oss1"));
        QVERIFY2(agents.reachReason("oss1").find(words) != std::string::npos, agents.reachReason("oss1").c_str());
        QVERIFY(!agents.lastError("oss1")->remedy.empty());
    }
    static void verifyIn(LinkAgents &agents)
    {
        QTRY_VERIFY2(agents.reach("oss1") == Reach::Connected, SshScene::reasons(agents, "oss1"));
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

    void passphrase_data()
    {
        QTest::addColumn<int>("login");
        QTest::newRow("any") << int(Login::Any);
        QTest::newRow("key file only") << int(Login::KeyFile);
    }

    void passphrase()
    {
        QFETCH(int, login);
        QVERIFY2(start(), m_sshd->output());
        const QString key = lockedKey("locked", "open sesame");
        LinkAgents agents(m_scene->options(), {{"oss1", way(static_cast<Login>(login), key)}});
        verifyRefused(agents, "locked needs a passphrase, and none was given");
        agents.setSecret("oss1", Secret("open barley"));
        agents.reconnectNow("oss1");
        QTRY_VERIFY(agents.lastError("oss1"));
        verifyRefused(agents, "The passphrase does not open the key file");
        agents.setSecret("oss1", Secret("open sesame"));
        agents.reconnectNow("oss1");
        verifyIn(agents);
    }

    void keyFileThatIsNone()
    {
        QVERIFY2(start(), m_sshd->output());
        LinkAgents missing(m_scene->options(), {{"oss1", way(Login::KeyFile, file("nothing"))}});
        verifyRefused(missing, "nothing cannot be read");
        LinkAgents public_(m_scene->options(), {{"oss1", way(Login::KeyFile, m_sshd->clientKey() + ".pub")}});
        verifyRefused(public_, "is no private key");
    }

    void onlyWhatWasChosen()
    {
        QVERIFY2(start(), m_sshd->output());
        QVERIFY(support::makeKey(file("other")));
        const KeyAgent keys(m_sshd->clientKey());
        QVERIFY(keys.ok());
        LinkOptions with = m_scene->options();
        with.ssh.identityAgent = keys.socket().toStdString();
        LinkAgents byKey(with, {{"oss1", way(Login::KeyFile, file("other"))}});
        verifyRefused(byKey, "no key was accepted"); // although the ssh-agent has one
        LinkAgents byAgent(with, {{"oss1", way(Login::Agent, file("other"))}});
        verifyIn(byAgent);
        LinkAgents withoutAgent(m_scene->options(), {{"oss1", way(Login::Agent, m_sshd->clientKey())}});
        verifyRefused(withoutAgent, "no key was accepted"); // although the key file would do
        LinkAgents byPassword(with, {{"oss1", way(Login::Password, m_sshd->clientKey())}});
        verifyRefused(byPassword, "takes no passwords");
    }

    void certificate_data()
    {
        QTest::addColumn<QString>("named"); ///< where the certificate is put
        QTest::addColumn<bool>("byConfiguration");
        QTest::newRow("beside the key") << "user-cert.pub" << false;
        QTest::newRow("named") << "elsewhere.pub" << false;
        QTest::newRow("ssh_config") << "elsewhere.pub" << true;
        QTest::newRow("beside the key of ssh_config") << "user-cert.pub" << true;
    }

    void certificate()
    {
        QFETCH(QString, named);
        QFETCH(bool, byConfiguration);
        QVERIFY(support::makeKey(file("ca")) && support::makeKey(file("user")) && support::makeKey(file("stranger")));
        QVERIFY(keygen({"-s", file("ca"), "-I", "test", "-n", userHere(), file("user.pub")}));
        support::writeFile(m_sshd->file("authorized"), {});
        QVERIFY2(start("TrustedUserCAKeys " + file("ca.pub").toLocal8Bit() + "\n"), m_sshd->output());
        QVERIFY(file(named) == file("user-cert.pub") || QFile::rename(file("user-cert.pub"), file(named)));
        SshWay w = way(Login::KeyFile, byConfiguration ? QString() : file("user"));
        if (byConfiguration) { // by way of Include and Match, too
            w.host = "target";
            support::writeFile(file("ssh/config"), "Include extra-*\nMatch host tar*\n  HostName 127.0.0.1\n  IdentityFile " + file("user").toLocal8Bit() + "\n");
            support::writeFile(file("ssh/extra-1"), named == "user-cert.pub" ? QByteArray("Host nobody\n  CertificateFile /nonexistent\n")
                                                                             : "Host target\n  CertificateFile " + file(named).toLocal8Bit() + "\n");
        } else if (named != "user-cert.pub") {
            w.certificate = file(named).toStdString();
        }
        LinkAgents agents(m_scene->options(), {{"oss1", w}});
        verifyIn(agents);
        if (byConfiguration)
            return;
        w.identity = file("stranger").toStdString();
        w.certificate = file(named).toStdString();
        LinkAgents wrong(m_scene->options(), {{"oss1", w}});
        verifyRefused(wrong, "no key was accepted");
    }

    void password_data()
    {
        QTest::addColumn<bool>("questions");
        QTest::newRow("password") << false;
        QTest::newRow("keyboard-interactive") << true;
    }

    void password()
    {
        QFETCH(bool, questions);
        if (const QByteArray why = ScratchUser::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        if (questions && !QFile::exists("/etc/pam.d/sshd"))
            QSKIP("/etc/pam.d/sshd is not there: sshd cannot ask by PAM");
        const ScratchUser user("correct horse");
        QVERIFY(user.ok());
        QVERIFY2(start(questions ? "UsePAM yes\nKbdInteractiveAuthentication yes\n" : "PasswordAuthentication yes\n"), m_sshd->output());
        SshWay w = way(Login::Password);
        w.user = user.name();
        LinkAgents agents(m_scene->options());
        // sshd reaches the socket as that user.
        QVERIFY(::chmod(file("agent.sock").toLocal8Bit(), 0666) == 0 && ::chmod(file(".").toLocal8Bit(), 0755) == 0);
        agents.setEndpoint({"oss1", w});
        verifyRefused(agents, "asks for a password, and none was given");
        if (!questions) { // PAM makes whoever gives a wrong one wait
            agents.setSecret("oss1", Secret("wrong horse"));
            agents.reconnectNow("oss1");
            QTRY_VERIFY(agents.lastError("oss1"));
            verifyRefused(agents, "the password was not accepted");
        }
        agents.setSecret("oss1", Secret("correct horse"));
        agents.reconnectNow("oss1");
        QTRY_VERIFY2_WITH_TIMEOUT(agents.reach("oss1") == Reach::Connected, SshScene::reasons(agents, "oss1"), 10'000);
    }

    /// A server that is not ours yet must not learn what opens a key.
    void passphraseIsNoPassword()
    {
        if (const QByteArray why = ScratchUser::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        const ScratchUser user("open sesame");
        QVERIFY(user.ok());
        QVERIFY2(start("PasswordAuthentication yes\n"), m_sshd->output());
        QVERIFY(support::makeKey(file("locked"), "open sesame"));
        SshWay w = way(Login::Any, file("locked"));
        w.user = user.name();
        LinkAgents agents(m_scene->options());
        agents.setEndpoint({"oss1", w});
        agents.setSecret("oss1", Secret("open sesame"));
        verifyRefused(agents, "no key was accepted");
    }

    void jumpHostWithItsOwnSecret()
    {
        Sshd jump;
        QVERIFY2(start() && jump.start() && m_scene->know(jump), jump.output());
        QVERIFY(support::makeKey(file("locked"), "of the gate"));
        support::writeFile(jump.file("authorized"), support::readFile(file("locked.pub")));
        support::writeFile(file("ssh/config"), "Host *\n  IdentityFile " + file("locked").toLocal8Bit() + "\n");
        SshWay w = way(Login::KeyFile, m_sshd->clientKey());
        w.jump = "127.0.0.1:" + std::to_string(jump.port());
        LinkAgents agents(m_scene->options(), {{"oss1", w}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        QCOMPARE(agents.troubledHop("oss1"), w.jump);
        QVERIFY2(agents.lastError("oss1")->message.find("The jump host") == 0, SshScene::reasons(agents, "oss1"));
        agents.setJumpSecret(w.jump, Secret("of the gate"));
        agents.reconnectNow("oss1");
        verifyIn(agents);
        QCOMPARE(agents.troubledHop("oss1"), "");
    }

    void keyOfAHostBehindAJumpHost()
    {
        Sshd jump;
        QVERIFY2(m_sshd->start() && jump.start() && m_scene->know(jump), jump.output());
        support::writeFile(jump.file("authorized"), support::readFile(m_sshd->file("client.pub")));
        support::writeFile(file("ssh/config"), "Host *\n  IdentityFile " + m_sshd->clientKey().toLocal8Bit() + "\n");
        SshWay w = way();
        w.jump = "127.0.0.1:" + std::to_string(jump.port());
        LinkAgents agents(m_scene->options(), {{"oss1", w}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        QVERIFY2(agents.pendingHostKey("oss1"), SshScene::reasons(agents, "oss1"));
        QCOMPARE(agents.pendingHostKey("oss1")->origin,
                 "presented by 127.0.0.1 port " + std::to_string(m_sshd->port()) + " through jump host " + w.jump);
        QCOMPARE(agents.troubledHop("oss1"), "");
    }
};

QTEST_GUILESS_MAIN(TestSshLogin)
#include "tst_sshlogin.moc"
