// SPDX-License-Identifier: GPL-3.0-or-later
// Servers are added, upgraded and removed over a real sshd on loopback, into a folder instead of /.
#include "core/fleet/enrolment.h"
#include "core/fleet/rollout.h"
#include "core/link/sshchannel.h"
#include "core/profile/notes.h"
#include "tests/support/scratchhost.h"
#include "tests/support/sshscene.h"

#include <QSignalSpy>
#include <QTest>

using namespace fleet;
using base::Problem;
using support::ScratchHost;
using support::Sshd;
using support::SshScene;

class TestEnrolment : public QObject {
    Q_OBJECT
    std::unique_ptr<SshScene> m_scene;
    std::unique_ptr<ScratchHost> m_host;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<agentlink::SshHub> m_hub;
    QStringList m_before;

    Enrolment::Options options() const
    {
        Enrolment::Options o;
        o.expectation.needsLustre = false;
        o.expectation.ports.clear();
        o.expectation.clockOffsetSeconds = 3600;
        o.expectation.freeBytes = 1;
        o.agentProgram = BIN_DIR "/chandelier-agent";
        o.knownHosts = m_scene->options().ssh.ownKnownHosts;
        o.holder = "admin@workstation";
        o.againSeconds = 1;
        o.layout = m_host->layout();
        return o;
    }
    profile::ServerEntry entry(const std::string &name) const
    {
        return {.name = name, .host = "127.0.0.1", .port = m_sshd->port(), .identity = m_sshd->clientKey().toStdString(), .socket = m_host->layout().runtime() + "/agent.sock"};
    }
    Rollout::Options rolloutOptions(const QString &agent = QStringLiteral(BIN_DIR "/chandelier-agent")) const
    {
        Rollout::Options o;
        o.agentProgram = agent.toStdString();
        o.knownHosts = m_scene->options().ssh.ownKnownHosts;
        o.layout = m_host->layout();
        return o;
    }
    static QByteArray state(const Enrolment &enrolment)
    {
        QByteArray text;
        for (const HostRow &row : enrolment.rows()) {
            text += QByteArray::fromStdString(row.entry.name + ": " + std::string(words(row.step)) + " " + row.stageText + (row.error ? " " + row.error->message + " " + row.error->detail : "") + "\n" + row.log);
            for (const Check &check : row.checks)
                if (check.stops())
                    text += QByteArray::fromStdString("  " + check.id + " " + check.found + "\n");
        }
        return text;
    }
    /// Adds one server and delivers to it.
    bool install()
    {
        Enrolment enrolment(*m_hub, options());
        enrolment.add({entry("h1")});
        if (!QTest::qWaitFor([&] { return enrolment.rows()[0].fit(); }, 20'000))
            return qWarning("%s", state(enrolment).constData()), false;
        enrolment.deliver();
        const bool done = QTest::qWaitFor([&] { return enrolment.rows()[0].settled(); }, 30'000) && enrolment.rows()[0].step == Step::Added;
        if (!done)
            qWarning("%s", state(enrolment).constData());
        return done;
    }

private slots:
    void init()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        if (geteuid() != 0)
            QSKIP("needs root: the login of this test must be root, as it has no sudo");
        m_scene = std::make_unique<SshScene>();
        m_host = std::make_unique<ScratchHost>();
        m_sshd = std::make_unique<Sshd>();
        QVERIFY2(m_sshd->start("SetEnv SHLVL=2 PATH=" + m_host->path() + "\n"), m_sshd->output());
        m_hub = std::make_unique<agentlink::SshHub>(m_scene->options().ssh);
        m_before = m_host->everything();
    }
    void cleanup()
    {
        m_hub.reset();
        m_sshd.reset();
        m_host.reset();
    }

    void fromAnUnknownHostToAnAgent()
    {
        Enrolment enrolment(*m_hub, options());
        std::vector<std::string> added;
        connect(&enrolment, &Enrolment::added, this, [&](const profile::ServerEntry &e) { added.push_back(e.name); });
        enrolment.add({entry("h1")});
        QTRY_COMPARE_WITH_TIMEOUT(enrolment.rows()[0].step, Step::WantsHostKey, 10'000);
        QCOMPARE(QString::fromStdString(enrolment.rows()[0].hostKey->fingerprint), m_sshd->fingerprint());
        QCOMPARE(enrolment.acceptHostKey("h1", "SHA256:other").error().problem, Problem::BadArgument);
        QVERIFY(enrolment.acceptHostKey("h1", m_sshd->fingerprint().toStdString()));
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].fit(), state(enrolment), 20'000);
        QVERIFY(!enrolment.row("h1")->facts->text("kernel").empty());
        QCOMPARE(m_host->everything(), m_before); // nothing was changed until now
        QCOMPARE(enrolment.deliver(), 1);
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].step == Step::Added, state(enrolment), 30'000);
        QCOMPARE(added, std::vector<std::string>{"h1"});
        QCOMPARE(enrolment.rows()[0].agentFound, std::string(CHANDELIER_VERSION));
        QVERIFY(m_host->calls().contains("restart chandelier-agent.service"));
    }

    void aBrokenHostHoldsUpNoOther()
    {
        QVERIFY(m_scene->know(*m_sshd));
        Enrolment enrolment(*m_hub, options());
        profile::ServerEntry dead = entry("dead"), locked = entry("locked");
        dead.port = 1;
        QVERIFY(support::makeKey(m_scene->file("other")));
        locked.identity = m_scene->file("other").toStdString();
        enrolment.add({dead, entry("h1"), locked});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[1].fit(), state(enrolment), 20'000);
        enrolment.deliver();
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[1].step == Step::Added, state(enrolment), 30'000);
        QCOMPARE(enrolment.rows()[0].step, Step::Unreachable);
        QCOMPARE(enrolment.rows()[2].step, Step::WantsSecret);
        QCOMPARE(worst(enrolment.rows()[0].checks), Grade::Fatal);
        enrolment.remove("dead");
        QCOMPARE(enrolment.rows().size(), std::size_t(2));
    }

    /// groupadd hangs up the session in which it runs, the first time: the step is run again in a new one.
    void aSessionThatIsLostIsOpenedAgain()
    {
        QVERIFY(m_scene->know(*m_sshd));
        m_host->tool("groupadd", "if mkdir $T/hung 2>/dev/null; then p=$$; while [ $p -gt 1 ]; do\n"
            "  p=$(sed 's/.*) . \\([0-9]*\\) .*/\\1/' /proc/$p/stat)\n"
            "  case $(tr '\\0' ' ' </proc/$p/cmdline) in sshd*@notty*) kill -9 $p; sleep 1; exit 1 ;; esac\ndone; fi\n"
            "echo \"$2:x:990:\" >>$R/etc/group\n");
        Enrolment enrolment(*m_hub, options());
        enrolment.add({entry("h1")});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].fit(), state(enrolment), 20'000);
        enrolment.deliver();
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].settled(), state(enrolment), 40'000);
        QVERIFY2(enrolment.rows()[0].step == Step::Added, state(enrolment));
        QVERIFY2(enrolment.rows()[0].log.find("Make the groups: The connection to") != std::string::npos, enrolment.rows()[0].log.c_str());
    }

    void aSessionThatStaysLostSaysSo()
    {
        QVERIFY(m_scene->know(*m_sshd));
        Enrolment enrolment(*m_hub, options());
        enrolment.add({entry("h1")});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].fit(), state(enrolment), 20'000);
        m_sshd->stop();
        enrolment.deliver();
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].step == Step::Failed, state(enrolment), 40'000);
        QVERIFY2(enrolment.rows()[0].error->message.find("is not connected") == std::string::npos, enrolment.rows()[0].error->message.c_str());
        QVERIFY(!enrolment.rows()[0].error->remedy.empty());
    }

    void anAgentThatDoesNotAnswerIsTakenBack()
    {
        QVERIFY(m_scene->know(*m_sshd));
        // An agent that nobody can greet: it listens elsewhere.
        m_host->tool("timeout", "shift; case \"$*\" in *call*) exit 0 ;; esac; exec \"$@\"\n");
        Enrolment::Options o = options();
        Enrolment enrolment(*m_hub, o);
        profile::ServerEntry other = entry("h1");
        other.socket = m_host->layout().runtime() + "/other.sock";
        enrolment.add({other});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].fit(), state(enrolment), 20'000);
        enrolment.deliver();
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].step == Step::Failed, state(enrolment), 30'000);
        QVERIFY2(enrolment.rows()[0].error->message.find("does not answer") != std::string::npos, enrolment.rows()[0].error->message.c_str());
        QCOMPARE(m_host->everything(), m_before);
    }

    void aCheckIsOverriddenForAReason()
    {
        QVERIFY(m_scene->know(*m_sshd));
        Enrolment::Options o = options();
        o.expectation.freeBytes = ~0ull;
        Enrolment enrolment(*m_hub, o);
        enrolment.add({entry("h1")});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].step == Step::Checked && worst(enrolment.rows()[0].checks) == Grade::Bad, state(enrolment), 20'000);
        QVERIFY(!enrolment.rows()[0].fit() && enrolment.deliver() == 0);
        QVERIFY(!enrolment.overrideCheck("h1", "space", "  "));
        QVERIFY(!enrolment.overrideCheck("h1", "nosuch", "because"));
        QVERIFY(enrolment.overrideCheck("h1", "space", "disks are ordered"));
        QVERIFY2(enrolment.rows()[0].fit(), state(enrolment));
        auto profile = profile::Profile::open(m_scene->file("p.db").toStdString());
        QVERIFY(keepAdded(**profile, enrolment.rows()[0], "storage", "admin@workstation"));
        QCOMPARE((*profile)->servers()->size(), std::size_t(1));
        const auto notes = (*profile::Notes::open((*profile)->path()))->of("h1");
        auto unchosen = profile::Profile::open(m_scene->file("q.db").toStdString());
        QVERIFY(keepAdded(**unchosen, enrolment.rows()[0], "", "admin@workstation"));
        QVERIFY((*unchosen)->wanted()->isMonitored("h1"));
        QVERIFY(notes && notes->size() == 1 && notes->front().text.find("disks are ordered") != std::string::npos);
    }

    /// The reason is in the agent's audit chain as soon as there is an agent.
    void anOverrideReachesTheAudit()
    {
        QVERIFY(m_scene->know(*m_sshd));
        Enrolment::Options o = options();
        o.expectation.freeBytes = ~0ull;
        Enrolment enrolment(*m_hub, o);
        enrolment.add({entry("h1")});
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].step == Step::Checked && worst(enrolment.rows()[0].checks) == Grade::Bad, state(enrolment), 20'000);
        QVERIFY(enrolment.overrideCheck("h1", "space", "disks are ordered"));
        enrolment.deliver();
        QTRY_VERIFY2_WITH_TIMEOUT(enrolment.rows()[0].settled(), state(enrolment), 30'000);
        QVERIFY2(enrolment.rows()[0].step == Step::Added, state(enrolment));
        const QByteArray audit = support::readFile(m_host->file("/var/lib/chandelier/audit"));
        QVERIFY2(audit.contains("\"what\":\"note\"") && audit.contains("check space") && audit.contains("disks are ordered"),
            audit + enrolment.rows()[0].log.c_str());
    }

    void upgradeStopsAtTheFirstFailureAndRemovalLeavesNothing()
    {
        QVERIFY(m_scene->know(*m_sshd));
        QVERIFY(install());
        const QString other = m_scene->file("agent2");
        support::writeFile(other, ScratchHost::agent("\n2").bytes);
        profile::ServerEntry dead = entry("dead");
        dead.port = 1;
        Upgrade upgrade(*m_hub, {entry("h1"), dead, entry("h3")}, rolloutOptions(other));
        QSignalSpy ended(&upgrade, &Rollout::finished);
        upgrade.start();
        QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 40'000);
        QVERIFY2(upgrade.rows()[0].state == Rollout::State::Done, upgrade.rows()[0].error ? upgrade.rows()[0].error->message.c_str() : "not done");
        QVERIFY(upgrade.rows()[1].state == Rollout::State::Failed && !upgrade.good());
        QVERIFY(QFile::symLinkTarget(m_host->file("/usr/libexec/chandelier/current")).contains(QString::fromStdString(ScratchHost::agent("\n2").build())));
        Removal removal(*m_hub, {entry("h1"), dead}, rolloutOptions());
        QSignalSpy removed(&removal, &Rollout::finished);
        removal.start();
        QTRY_COMPARE_WITH_TIMEOUT(removed.count(), 1, 40'000);
        QVERIFY2(removal.rows()[0].state == Rollout::State::Done, removal.rows()[0].error ? (removal.rows()[0].error->message + removal.rows()[0].log).c_str() : "not done");
        QVERIFY(removal.rows()[1].state == Rollout::State::Failed);
        QCOMPARE(m_host->everything(), m_before);
    }
};

QTEST_GUILESS_MAIN(TestEnrolment)
#include "tst_enrolment.moc"
