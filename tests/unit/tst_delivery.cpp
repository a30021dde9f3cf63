// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of a delivery, run by a real shell in a folder, with the real agent.
#include "tests/support/scratchhost.h"

#include <QTest>

using namespace fleet;
using base::Problem;
using support::ScratchHost;

class TestDelivery : public QObject {
    Q_OBJECT
    std::unique_ptr<ScratchHost> m_host;
    QStringList m_before;

    struct Ran {
        int code = -1;
        std::string out, err;
    };
    Ran shell(const std::string &command, const QByteArray &input = {}) const
    {
        QProcess sh;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", m_host->path());
        sh.setProcessEnvironment(environment);
        sh.start("/bin/sh", {"-c", QString::fromStdString(command)});
        sh.write(input);
        sh.closeWriteChannel();
        sh.waitForFinished(60'000);
        return {sh.exitCode(), sh.readAllStandardOutput().toStdString(), sh.readAllStandardError().toStdString()};
    }
    /// As StepRun does it: the error of the first step that failed, after all was taken back.
    std::optional<base::Error> run(const std::vector<DeliveryStep> &steps, const QByteArray &agent = {}) const
    {
        for (std::size_t i = 0; i < steps.size(); ++i) {
            const Ran ran = shell(steps[i].command, steps[i].sendsAgent ? agent : QByteArray());
            if (ran.code == 0)
                continue;
            for (std::size_t j = i + 1; j-- > 0;)
                if (!steps[j].undo.empty())
                    shell(steps[j].undo);
            return stepError("oss1", steps[i].title, ran.code, ran.out, ran.err);
        }
        return {};
    }
    std::optional<base::Error> install(const AgentBinary &agent, const std::string &previous = {}, int answerSeconds = 60) const
    {
        return run(installSteps(agent, previous, {}, m_host->layout(answerSeconds)), agent.bytes);
    }
    std::string current() const { return QFileInfo(QFile::symLinkTarget(m_host->file("/usr/libexec/chandelier/current"))).fileName().toStdString(); }
    bool answers() const
    {
        return shell(m_host->file("/usr/libexec/chandelier/current/chandelier-agent").toStdString() + " call lease.show --socket "
            + m_host->layout().runtime() + "/agent.sock").code == 0;
    }
    QByteArray differences() const
    {
        const QStringList now = m_host->everything();
        QStringList all;
        for (const QString &line : now)
            if (!m_before.contains(line) && !line.contains("/figures/")) // the history of the agent that runs meanwhile
                all << "+ " + line;
        for (const QString &line : m_before)
            if (!now.contains(line) && !line.contains("/figures/"))
                all << "- " + line;
        return all.join('\n').toUtf8();
    }

private slots:
    void init()
    {
        m_host = std::make_unique<ScratchHost>();
        m_before = m_host->everything();
        QVERIFY2(!ScratchHost::agent().version.empty(), "the agent says its version");
    }
    void cleanup() { m_host.reset(); }

    void installUpgradeRemove()
    {
        const AgentBinary one = ScratchHost::agent(), two = ScratchHost::agent("\n2");
        QVERIFY(one.build() != two.build());
        auto error = install(one);
        QVERIFY2(!error, error ? (error->message + error->detail).c_str() : "");
        QCOMPARE(current(), one.build());
        QVERIFY(answers());
        const QByteArray unit = support::readFile(m_host->file("/etc/systemd/system/chandelier-agent.service"));
        QVERIFY(unit.contains("ExecStart=" + m_host->root().toUtf8() + "/usr/libexec/chandelier/current/chandelier-agent serve") && unit.contains("KillMode=process"));
        QVERIFY(support::readFile(m_host->file("/etc/group")).contains("chandelier-admin:"));
        error = install(two, one.build());
        QVERIFY2(!error, error ? error->message.c_str() : "");
        QCOMPARE(current(), two.build());
        QVERIFY(answers());
        QVERIFY(QFile::exists(m_host->file("/usr/libexec/chandelier/" + QString::fromStdString(one.build()))));
        error = install(ScratchHost::agent("\n3"), two.build());
        QVERIFY2(!error, error ? error->message.c_str() : "");
        QCOMPARE(shell(tidyStep(current(), two.build(), m_host->layout()).command).code, 0);
        QVERIFY(!QFile::exists(m_host->file("/usr/libexec/chandelier/" + QString::fromStdString(one.build()))));
        QVERIFY(QFile::exists(m_host->file("/usr/libexec/chandelier/" + QString::fromStdString(two.build()))));
        error = run(removeSteps(false, m_host->layout()));
        QVERIFY2(!error, error ? error->message.c_str() : "");
        QCOMPARE(differences(), QByteArray());
    }
    /// By force a server goes that nobody has given back: its repository lists would ask servers of ours for packages for ever.
    void removalTakesTheRepositoryListsAlong()
    {
        const QStringList ours{"/etc/yum.repos.d/chandelier-lustre.repo", "/etc/zypp/repos.d/chandelier-lustre.repo", "/etc/apt/sources.list.d/chandelier-lustre.list",
            "/etc/apt/keyrings/chandelier-lustre.asc", "/etc/pki/rpm-gpg/RPM-GPG-KEY-chandelier-lustre"};
        for (const QString &path : ours)
            QDir().mkpath(QFileInfo(m_host->file(path)).path());
        const QString foreign = m_host->file("/etc/yum.repos.d/rocky.repo");
        support::writeFile(foreign, "[baseos]\n");
        m_before = m_host->everything();
        auto error = install(ScratchHost::agent());
        QVERIFY2(!error, error ? error->message.c_str() : "");
        for (const QString &path : ours)
            support::writeFile(m_host->file(path), "ours\n");
        error = run(removeSteps(true, m_host->layout()));
        QVERIFY2(!error, error ? error->message.c_str() : "");
        QCOMPARE(differences(), QByteArray());
        QVERIFY(QFile::exists(foreign));
    }
    /// A session that is lost takes the answer along: each step is run again, and taken back twice, as if it were the first time.
    void everyStepMayBeRunTwice()
    {
        const AgentBinary agent = ScratchHost::agent();
        const auto steps = installSteps(agent, {}, {}, m_host->layout());
        for (const DeliveryStep &step : steps)
            for (int time = 0; time < 2; ++time) {
                const Ran ran = shell(step.command, step.sendsAgent ? agent.bytes : QByteArray());
                QVERIFY2(ran.code == 0, (step.title + ": " + ran.err).c_str());
            }
        QVERIFY(answers());
        for (auto step = steps.rbegin(); step != steps.rend(); ++step)
            for (int time = 0; time < 2 && !step->undo.empty(); ++time)
                QCOMPARE(shell(step->undo).code, 0);
        QCOMPARE(differences(), QByteArray());
    }
    void anOldUnitSurvivesStepsThatRunTwice()
    {
        const QString unit = m_host->file("/etc/systemd/system/chandelier-agent.service");
        support::writeFile(unit, "old");
        m_before = m_host->everything();
        const auto steps = installSteps(ScratchHost::agent(), {}, {}, m_host->layout());
        for (const char *title : {"Look at the host", "Write the service", "Write the service"})
            for (const DeliveryStep &step : steps)
                if (step.title == title)
                    QCOMPARE(shell(step.command).code, 0);
        for (int time = 0; time < 2; ++time)
            for (const DeliveryStep &step : steps)
                if (step.title == "Write the service")
                    QCOMPARE(shell(step.undo).code, 0);
        QCOMPARE(support::readFile(unit), QByteArray("old"));
    }
    void aFirstAgentThatDoesNotAnswerLeavesNothing()
    {
        const auto error = install(ScratchHost::muteAgent(), {}, 2);
        QVERIFY(error);
        QVERIFY2(error->message.find("did not answer") != std::string::npos, error->message.c_str());
        QVERIFY2(error->remedy.find("journalctl") != std::string::npos, error->remedy.c_str());
        QCOMPARE(differences(), QByteArray());
    }
    void aNewAgentThatDoesNotAnswerGivesWayToTheOld()
    {
        const AgentBinary good = ScratchHost::agent();
        QVERIFY(!install(good));
        QCOMPARE(shell(tidyStep(good.build(), {}, m_host->layout()).command).code, 0);
        m_before = m_host->everything();
        const QByteArray unit = support::readFile(m_host->file("/etc/systemd/system/chandelier-agent.service"));
        QVERIFY(install(ScratchHost::muteAgent(), good.build(), 2));
        QCOMPARE(current(), good.build());
        QVERIFY(answers());
        QCOMPARE(support::readFile(m_host->file("/etc/systemd/system/chandelier-agent.service")), unit);
        QCOMPARE(differences(), QByteArray());
    }
    void anUploadThatIsCutOrDamagedOrDoesNotFit()
    {
        const AgentBinary agent = ScratchHost::agent();
        const auto steps = installSteps(agent, {}, {}, m_host->layout());
        auto error = run(steps, agent.bytes.left(100'000));
        QVERIFY(error);
        QCOMPARE(error->problem, Problem::Interrupted);
        QVERIFY2(error->message.find("only 100000 of " + std::to_string(agent.bytes.size()) + " bytes") != std::string::npos, error->message.c_str());
        QByteArray bent = agent.bytes;
        bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 1);
        error = run(steps, bent);
        QVERIFY(error);
        QVERIFY2(error->message.find("arrived damaged: SHA-256") != std::string::npos, error->message.c_str());
        m_host->tool("cat", "head -c 1000; echo 'cat: write error: No space left on device' >&2; exit 1\n");
        error = run(steps, agent.bytes);
        QVERIFY(error);
        QCOMPARE(error->problem, Problem::NoSpace);
        QVERIFY2(error->message.find("1000 of ") != std::string::npos && error->remedy.find("df -h") != std::string::npos, error->message.c_str());
        m_host->removeTool("cat");
        QCOMPARE(differences(), QByteArray());
    }
    void aHostThatCannotRunItSaysWhy()
    {
        AgentBinary agent = ScratchHost::agent();
        agent.architecture = "riscv64";
        auto error = install(agent);
        QVERIFY(error);
        QVERIFY2(error->message.find("is for riscv64, and this host is ") != std::string::npos, error->message.c_str());
        const AgentBinary broken = ScratchHost::withBytes(ScratchHost::agent(), "#!/nonexistent/sh\n");
        error = install(broken);
        QVERIFY(error);
        QVERIFY2(error->message.find("does not start there") != std::string::npos, error->message.c_str());
        QCOMPARE(differences(), QByteArray());
    }
    void aRemovalRefusesWhileItIsNeeded()
    {
        QVERIFY(!install(ScratchHost::agent()));
        support::writeFile(m_host->file("/proc/mounts"), "/dev/sda /mnt/ost0 lustre rw 0 0\n10.0.0.1@tcp:/fs /mnt/fs lustre rw 0 0\n");
        const auto error = run(removeSteps(false, m_host->layout()));
        QVERIFY(error);
        QCOMPARE(error->problem, Problem::Conflict);
        QVERIFY2(error->message.find("/mnt/ost0") != std::string::npos && error->message.find("/mnt/fs") == std::string::npos, error->message.c_str());
        QVERIFY(answers());
        QFile::remove(m_host->file("/proc/mounts"));
        QVERIFY(!run(removeSteps(true, m_host->layout())));
        QCOMPARE(differences(), QByteArray());
    }
    void sudoFailuresAreSaidInWords()
    {
        QCOMPARE(stepError("oss1", "Look", 1, "", "sudo: a password is required\n").problem, Problem::AccessDenied);
        QVERIFY(stepError("oss1", "sudo", 1, "", "Sorry, try again.\nsudo: no password was provided\n").message.find("is wrong") != std::string::npos);
        QVERIFY(stepError("oss1", "x", 7, "a", "b").detail.find("a\nb") != std::string::npos);
    }
    void whatIsNoAgentIsRefused()
    {
        QCOMPARE(readAgent("/nonexistent").error().problem, Problem::NotFound);
        QCOMPARE(readAgent("/bin/sh").error().problem, Problem::BadArgument);
        QCOMPARE(readAgent("/etc/passwd").error().problem, Problem::BadArgument);
    }
    void allCommandsAreCorrectShell()
    {
        for (const auto &steps : {installSteps(ScratchHost::agent(), "0.0-1", "ops"), startSteps("ops"), removeSteps(true), removeSteps(false)})
            for (const DeliveryStep &step : steps)
                for (const std::string &text : {step.command, step.undo}) {
                    QProcess sh;
                    sh.start("/bin/sh", {"-n", "-c", QString::fromStdString(text)});
                    QVERIFY(sh.waitForFinished());
                    QVERIFY2(sh.exitCode() == 0, (step.title + sh.readAllStandardError().toStdString()).c_str());
                }
    }
};

QTEST_GUILESS_MAIN(TestDelivery)
#include "tst_delivery.moc"
