// SPDX-License-Identifier: GPL-3.0-or-later
// SSH against a real sshd on loopback.
#include "core/link/agents.h"
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
};

QTEST_GUILESS_MAIN(TestSsh)
#include "tst_ssh.moc"
