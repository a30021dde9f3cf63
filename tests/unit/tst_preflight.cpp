// SPDX-License-Identifier: GPL-3.0-or-later
// The checks over facts as hosts of several distributions give them, and the check script itself, run here for real.
#include "core/fleet/preflight.h"

#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace fleet;

namespace {

constexpr std::int64_t now = 1'700'000'000'000;

const std::string goodRocky =
    "login\troot\nuid\t0\ngroups\troot\nsudo\troot\nos.id\trocky\nos.like\trhel centos fedora\nos.version\t9.4\nos.name\tRocky Linux 9.4 (Blue Onyx)\narch\tx86_64\n"
    "kernel\t5.14.0-427.31.1_lustre.el9.x86_64\nsystemd\tyes\nsystemd.state\trunning\nclock.begin\t1700000000\nclock.end\t1700000002\ntime.service\tchronyd\n"
    "time.synchronized\tyes\nname.node\toss1.lab\nname.forward\toss1.lab 10.0.0.1\nname.reverse\t10.0.0.1 oss1.lab oss1\nname.forward\toss2.lab 10.0.0.2\n"
    "name.reverse\t10.0.0.2 oss2.lab\nspace\t/ 40000000 60000000 / rw,relatime\nspace\t/var 40000000 60000000 / rw,relatime\nspace\t/usr 40000000 60000000 / rw,relatime\n"
    "selinux\tDisabled\nfirewall\tfirewalld\nfirewall.port\t988/tcp open\npackages\tdnf\nrepository\thttps://mirror.lab/ answers\n"
    "lustre.installed\tlustre 2.15.5-1.el9\nlustre.installed\te2fsprogs 1.47.1-wc1.el9\nlustre.module\tlustre 2.15.5\nlustre.module\tosd_ldiskfs 2.15.5\n"
    "interface\teth0 ether up 10000 10.0.0.1/24\ninterface\tib0 infiniband up 200000 10.1.0.1/24\nagent.running\tno\n"
    "disk\tNAME=\"sda\" TYPE=\"disk\" SIZE=\"1\" SERIAL=\"S1\" WWN=\"0x5000c5001\" MODEL=\"m\" RO=\"0\"\n";

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text + to : text.replace(at, from.size(), to);
}

std::shared_ptr<const Facts> factsFrom(const std::string &lines)
{
    auto facts = readFacts("chandelier-facts 1 begin\n" + lines + "chandelier-facts 1 end\n");
    if (!facts)
        return nullptr;
    facts->askedAt = now - 100;
    facts->answeredAt = now + 2'100;
    return std::make_shared<const Facts>(*facts);
}

const Check *find(const std::vector<Check> &checks, const std::string &id)
{
    const auto found = std::find_if(checks.begin(), checks.end(), [&](const Check &c) { return c.id == id; });
    return found == checks.end() ? nullptr : &*found;
}

Expectation expected()
{
    Expectation e;
    e.profile = "storage-ldiskfs";
    e.architectures = {"x86_64"};
    e.architecturesKnown = true;
    e.agentVersion = "0.1.0";
    return e;
}

} // namespace

class TestPreflight : public QObject {
    Q_OBJECT
private slots:
    void noiseAroundTheFactsIsPassedOver()
    {
        const auto facts = readFacts("Welcome to oss1!\r\nLast login: today\nno newline at the end:\nchandelier-facts 1 begin\nos.id\tdebian\nname.forward\ta 1\nname.forward\tb 2\nchandelier-facts 1 end\nbye\n");
        QVERIFY2(facts, facts ? "" : facts.error().message.c_str());
        QCOMPARE(facts->text("os.id"), std::string("debian"));
        QCOMPARE(facts->all("name.forward").size(), std::size_t(2));
    }
    void whatIsNoFactIsRefused_data()
    {
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("nothing") << QByteArray() << QByteArray("did not run");
        QTest::newRow("a restricted shell") << QByteArray("This account is not available.\n") << QByteArray("did not run");
        QTest::newRow("cut off") << QByteArray("chandelier-facts 1 begin\nos.id\tx\n") << QByteArray("did not come to its end");
        QTest::newRow("a line that is none") << QByteArray("chandelier-facts 1 begin\nhello\nchandelier-facts 1 end\n") << QByteArray("not its own");
        QTest::newRow("an odd key") << QByteArray("chandelier-facts 1 begin\nOs id\tx\nchandelier-facts 1 end\n") << QByteArray("not its own");
    }
    void whatIsNoFactIsRefused()
    {
        QFETCH(QByteArray, output);
        QFETCH(QByteArray, says);
        const auto facts = readFacts(output.toStdString());
        QVERIFY(!facts);
        QVERIFY2(facts.error().message.find(says.toStdString()) != std::string::npos, facts.error().message.c_str());
        QVERIFY(!facts.error().remedy.empty());
    }
    void aGoodHostIsGoodInAll()
    {
        const auto checks = checksOf({"oss1.lab", factsFrom(goodRocky), {}}, {}, expected());
        for (const Check &check : checks)
            QVERIFY2(check.grade == Grade::Good, (check.id + ": " + check.found).c_str());
        QCOMPARE(worst(checks), Grade::Good);
        QVERIFY(checks.size() >= 20);
    }
    /// Else each host would hear of it only when the agent is to be uploaded.
    void noAgentAtHand()
    {
        Expectation wanted = expected();
        const auto checked = [&] {
            return *find(checksOf({"oss1.lab", factsFrom(goodRocky), {}}, {}, wanted), "arch");
        };
        QCOMPARE(checked().grade, Grade::Good);
        wanted.architectures.clear();
        const Check none = checked();
        QCOMPARE(none.grade, Grade::Fatal);
        QVERIFY2(none.found.find("no agent to upload") != std::string::npos && none.remedy.find("chandelier-agent-x86_64") != std::string::npos, none.found.c_str());
        QVERIFY(!none.why.empty());
        wanted.agentTrouble = "The agent /tmp/x cannot be read.";
        QCOMPARE(checked().why, wanted.agentTrouble);
        wanted.deliver = false;
        QCOMPARE(checked().grade, Grade::Good);
        wanted.deliver = true;
        wanted.architecturesKnown = false;
        QCOMPARE(checked().grade, Grade::Good);
    }
    void eachTroubleIsSaid_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("grade");
        QTest::addColumn<QByteArray>("found");
        QTest::addColumn<QByteArray>("remedy");
        const auto row = [](const char *name, const QByteArray &from, const QByteArray &to, const char *id, Grade grade, const char *found, const char *remedy) {
            QTest::newRow(name) << from << to << QByteArray(id) << static_cast<int>(grade) << QByteArray(found) << QByteArray(remedy);
        };
        row("clock ahead", "clock.begin\t1700000000\nclock.end\t1700000002", "clock.begin\t1700003720\nclock.end\t1700003722", "clock", Grade::Bad, "62 min 00 s ahead", "chronyc makestep");
        row("clock behind", "clock.begin\t1700000000\nclock.end\t1700000002", "clock.begin\t1699996400\nclock.end\t1699996402", "clock", Grade::Bad, "59 min 59 s behind", "chronyc makestep");
        row("no time service", "time.service\tchronyd\n", "", "clock", Grade::Notice, "nothing keeps it right", "dnf install chrony");
        row("sudo asks", "sudo\troot", "sudo\tpassword", "sudo", Grade::Fatal, "asks", "password");
        row("sudo wants a tty", "sudo\troot", "sudo\ttty", "sudo", Grade::Fatal, "requiretty", "!requiretty");
        row("login without the group", "login\troot\nuid\t0\ngroups\troot", "login\tops\nuid\t1000\ngroups\tops wheel", "role", Grade::Fatal, "neither root nor", "usermod -aG chandelier-admin ops");
        row("old system", "os.version\t9.4", "os.version\t7.9", "os", Grade::Bad, "kernel", "Install");
        row("other processor", "arch\tx86_64", "arch\triscv64", "arch", Grade::Fatal, "riscv64", "chandelier-agent-riscv64");
        row("no systemd", "systemd\tyes", "systemd\tno", "systemd", Grade::Fatal, "does not run", "systemd");
        row("SELinux", "selinux\tDisabled", "selinux\tEnforcing", "lsm", Grade::Bad, "enforcing", "setenforce 0");
        row("firewalld", "988/tcp open", "988/tcp closed", "firewall", Grade::Bad, "firewalld does not let in 988/tcp", "firewall-cmd --permanent --add-port=988/tcp && firewall-cmd --reload");
        row("firewall unseen", "988/tcp open", "988/tcp unseen", "firewall", Grade::Notice, "could not be checked", "sudo");
        row("name unknown", "name.forward\toss2.lab 10.0.0.2\nname.reverse\t10.0.0.2 oss2.lab", "name.forward\toss2.lab", "names", Grade::Bad, "cannot resolve oss2.lab", "/etc/hosts");
        row("name of another", "name.reverse\t10.0.0.2 oss2.lab", "name.reverse\t10.0.0.2 old.lab", "names", Grade::Notice, "which is old.lab", "reverse");
        row("own name is loopback", "name.forward\toss1.lab 10.0.0.1", "name.forward\toss1.lab 127.0.1.1", "names", Grade::Notice, "127.0.1.1", "127.0.1.1");
        row("little space", "space\t/var 40000000", "space\t/var 1000", "space", Grade::Bad, "/var has 1000 KiB free", "du");
        row("read-only", "space\t/usr 40000000 60000000 / rw,relatime", "space\t/usr 40000000 60000000 /usr ro", "space", Grade::Fatal, "read-only", "mount -o remount,rw /usr");
        row("noexec", "space\t/usr 40000000 60000000 / rw,relatime", "space\t/usr 40000000 60000000 /usr rw,noexec", "space", Grade::Fatal, "noexec", "remount,exec");
        row("modules of another kernel", "lustre.module\tlustre 2.15.5\nlustre.module\tosd_ldiskfs 2.15.5\n", "lustre.kernel\t5.14.0-1_lustre\n", "lustre", Grade::Bad, "5.14.0-1_lustre", "grubby --set-default /boot/vmlinuz-5.14.0-1_lustre");
        row("no Lustre to be had", "lustre.module\tlustre 2.15.5\nlustre.module\tosd_ldiskfs 2.15.5\n", "", "lustre", Grade::Bad, "no configured repository", "dnf makecache");
        row("client only", "lustre.module\tosd_ldiskfs 2.15.5\n", "", "lustre", Grade::Bad, "client only", "kmod-lustre-osd-ldiskfs");
        row("foreign e2fsprogs", "1.47.1-wc1.el9", "1.46.5-5.el9", "e2fsprogs", Grade::Bad, "not Lustre's", "e2fsprogs");
        row("no address", "interface\teth0 ether up 10000 10.0.0.1/24\ninterface\tib0 infiniband up 200000 10.1.0.1/24", "interface\teth0 ether down -1", "interfaces", Grade::Bad, "none is up", "ip addr");
        row("IML", "agent.running", "manager\timl /usr/sbin/chroma-agent\nagent.running", "managers", Grade::Bad, "Integrated Manager", "dnf remove");
        row("Pacemaker", "agent.running", "cluster\tcorosync running 2 web\ncluster\tpacemaker running\nagent.running", "managers", Grade::Bad, "2 nodes, cluster \"web\"", "pcs cluster destroy");
        row("leftover Corosync", "agent.running", "cluster\tcorosync stopped 1 debian\nagent.running", "managers", Grade::Notice, "1 node", "rm /etc/corosync/corosync.conf");
        row("mounted targets", "agent.running", "mount.lustre\t/dev/sda /mnt/ost0 lustre_tgt\nagent.running", "mounts", Grade::Notice, "1 target: /dev/sda on /mnt/ost0", "");
        row("older packaged agent", "agent.running\tno", "agent.packaged\t/usr/sbin/chandelier-agent\nagent.version\t0.0.1\nagent.protocol\t0\nagent.running\tyes", "agent", Grade::Good, "0.0.1 from a package, runs", "");
        row("newer agent", "agent.running\tno", "agent.build\t9.0-1\nagent.version\t9.0\nagent.protocol\t9\nagent.running\tyes", "agent", Grade::Notice, "9.0 delivered earlier, runs", "Update this program");
    }
    void eachTroubleIsSaid()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, id);
        QFETCH(int, grade);
        QFETCH(QByteArray, found);
        QFETCH(QByteArray, remedy);
        const auto facts = factsFrom(replaced(goodRocky, from.toStdString(), to.toStdString()));
        QVERIFY(facts);
        const auto checks = checksOf({"oss1.lab", facts, {}}, {}, expected());
        const Check *check = find(checks, id.toStdString());
        QVERIFY(check);
        QVERIFY2(static_cast<int>(check->grade) == grade, (std::string(word(check->grade)) + " " + check->found).c_str());
        QVERIFY2(check->found.find(found.toStdString()) != std::string::npos, check->found.c_str());
        QVERIFY2(check->remedy.find(remedy.toStdString()) != std::string::npos, check->remedy.c_str());
        if (check->grade >= Grade::Bad)
            QVERIFY2(!check->remedy.empty() && !check->why.empty(), check->id.c_str());
        for (const Check &other : checks) // one trouble is one red row
            QVERIFY2(other.id == check->id || other.grade < Grade::Bad, (other.id + ": " + other.found).c_str());
    }
    void remediesSpeakTheDistributionsLanguage_data()
    {
        QTest::addColumn<QByteArray>("os");
        QTest::addColumn<QByteArray>("manager");
        QTest::addColumn<QByteArray>("command");
        QTest::newRow("SLES") << QByteArray("os.id\tsles\nos.like\tsuse\nos.version\t15.5\nos.name\tSUSE Linux Enterprise Server 15 SP5\n") << QByteArray("zypper") << QByteArray("zypper install chrony");
        QTest::newRow("Debian") << QByteArray("os.id\tdebian\nos.version\t12\nos.name\tDebian GNU/Linux 12\n") << QByteArray("apt-get") << QByteArray("apt-get install chrony && systemctl enable --now chrony ");
        QTest::newRow("Ubuntu") << QByteArray("os.id\tubuntu\nos.like\tdebian\nos.version\t22.04\nos.name\tUbuntu 22.04.4 LTS\n") << QByteArray("apt-get") << QByteArray("apt-get install chrony");
        QTest::newRow("RHEL 8") << QByteArray("os.id\trhel\nos.like\tfedora\nos.version\t8.9\nos.name\tRed Hat Enterprise Linux 8.9\n") << QByteArray("dnf") << QByteArray("dnf install chrony && systemctl enable --now chronyd ");
    }
    void remediesSpeakTheDistributionsLanguage()
    {
        QFETCH(QByteArray, os);
        QFETCH(QByteArray, manager);
        QFETCH(QByteArray, command);
        std::string lines = replaced(goodRocky, "os.id\trocky\nos.like\trhel centos fedora\nos.version\t9.4\nos.name\tRocky Linux 9.4 (Blue Onyx)\n", os.toStdString());
        lines = replaced(replaced(lines, "packages\tdnf", "packages\t" + manager.toStdString()), "time.service\tchronyd\n", "");
        const auto checks = checksOf({"oss1.lab", factsFrom(lines), {}}, {}, expected());
        QCOMPARE(find(checks, "os")->grade, Grade::Good);
        QVERIFY2(find(checks, "clock")->remedy.find(command.toStdString()) != std::string::npos, find(checks, "clock")->remedy.c_str());
    }
    void sharedDisksAreCounted()
    {
        const Candidate one{"oss1.lab", factsFrom(goodRocky), {}}, two{"oss2.lab", factsFrom(goodRocky), {}};
        QVERIFY(find(checksOf(one, {one, two}, expected()), "disks")->found.find("1 also seen by oss2.lab") != std::string::npos);
        const Candidate other{"oss2.lab", factsFrom(replaced(goodRocky, "0x5000c5001", "0x5000c5002")), {}};
        QCOMPARE(find(checksOf(one, {one, other}, expected()), "disks")->grade, Grade::Notice);
    }
    void withoutASessionTheReasonStandsInItsRow()
    {
        const base::Error denied{base::Problem::AccessDenied, "oss1 does not accept the key.", {}, "Add it."};
        const auto checks = checksOf({"oss1", nullptr, denied}, {}, expected());
        QCOMPARE(find(checks, "reach")->grade, Grade::Good);
        QCOMPARE(find(checks, "login")->grade, Grade::Fatal);
        QCOMPARE(find(checks, "clock")->grade, Grade::Pending);
        QCOMPARE(worst(checks), Grade::Fatal);
    }
    void monitoredServersNeedLess()
    {
        Expectation monitored = expected();
        monitored.needsLustre = false;
        const auto facts = factsFrom(replaced(replaced(goodRocky, "selinux\tDisabled", "selinux\tEnforcing"), "lustre.module\tlustre 2.15.5\nlustre.module\tosd_ldiskfs 2.15.5\n", ""));
        QVERIFY(worst(checksOf({"oss1.lab", facts, {}}, {}, monitored)) < Grade::Bad);
    }
    void theScriptRunsHereAndChangesNothing()
    {
        QTemporaryDir tools; // repositories answer; tests have no network
        QFile curl(tools.filePath("curl"));
        QVERIFY(curl.open(QIODevice::WriteOnly) && curl.write("#!/bin/sh\nprintf 200\n") > 0 && curl.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        curl.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("PATH", tools.path() + ":" + environment.value("PATH"));
        QProcess sh;
        sh.setProcessEnvironment(environment);
        sh.start("/bin/sh", {});
        QVERIFY(sh.waitForStarted());
        const qint64 asked = QDateTime::currentMSecsSinceEpoch();
        sh.write(QByteArray::fromStdString(probeScript({"localhost"}, {"988/tcp"}, "/nonexistent")));
        sh.closeWriteChannel();
        QVERIFY(sh.waitForFinished(60'000));
        const QByteArray out = sh.readAllStandardOutput();
        auto facts = readFacts(out.toStdString());
        QVERIFY2(facts, out.right(400).constData());
        facts->askedAt = asked;
        facts->answeredAt = QDateTime::currentMSecsSinceEpoch();
        QVERIFY(facts->text("kernel").size() > 2 && facts->text("arch").size() > 2 && !facts->all("space").empty());
        QCOMPARE(facts->text("systemd"), std::string("no"));
        QVERIFY(facts->has("firewall") && facts->has("packages"));
        const auto checks = checksOf({"localhost", std::make_shared<const Facts>(*facts), {}}, {}, expected());
        QVERIFY2(find(checks, "clock")->grade < Grade::Bad, find(checks, "clock")->found.c_str());
        QVERIFY2(sh.readAllStandardError().isEmpty(), "the script prints errors");
    }
    void halfAScriptRunsNothing()
    {
        const std::string script = probeScript({"a"}, {});
        for (const std::size_t part : {script.size() / 3, script.size() / 2, script.size() - 60}) {
            QProcess sh;
            sh.start("/bin/sh", {});
            sh.write(QByteArray::fromStdString(script.substr(0, part)));
            sh.closeWriteChannel();
            QVERIFY(sh.waitForFinished());
            QCOMPARE(sh.readAllStandardOutput(), QByteArray());
        }
    }
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
