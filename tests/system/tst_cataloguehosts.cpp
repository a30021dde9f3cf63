// SPDX-License-Identifier: GPL-3.0-or-later
// Every alert about servers is raised and ended through the simulated cluster: real agents, the real program, the tools of the hosts.
// None of them comes twice, and none that is not meant.
#include "tests/system/catalogueparts.h"
#include "tests/system/watching.h"

#include <sys/ptrace.h>
#include <sys/wait.h>

using Key = Watching::Key;

class TestCatalogueHosts : public QObject {
    Q_OBJECT
    std::unique_ptr<Watching> m_w;

    QString dir() const { return m_w->cluster.directory(); }
    void agent(const QString &host, const QStringList &how) { m_w->run(QStringList{"agent", dir(), host} + how); }
    /// The agent's program with another version in it: what an update that is half done looks like.
    QString otherAgent() const
    {
        QFile file(QString(BIN_DIR) + "/chandelier-agent");
        const QString path = m_w->home() + "/other-agent";
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray program = file.readAll();
        const QByteArray own(CHANDELIER_VERSION);
        QByteArray other = own;
        other[other.size() - 1] = other.back() == '9' ? '8' : '9';
        program.replace(own, other);
        QFile out(path);
        if (out.open(QIODevice::WriteOnly))
            out.write(program);
        out.close();
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    /// A profile that installs something, and leaves the rest as it is.
    void writeProfile() const
    {
        QDir().mkpath(m_w->home() + "/xdg/chandelier/server-profiles");
        QFile file(m_w->home() + "/xdg/chandelier/server-profiles/with-sysstat.json");
        QVERIFY(file.open(QIODevice::WriteOnly));
        const nlohmann::json install{{"when", "packages.manager == \"dnf\""}, {"packages", {"sysstat"}}};
        file.write(QByteArray::fromStdString(nlohmann::json{{"name", "with-sysstat"}, {"title", "With sysstat"}, {"managed", true}, {"distributions", nlohmann::json::array({install})}}.dump()));
    }
    /// All threads of an agent but its first one: as if the kernel held whoever reads its files. Empty where that is not allowed.
    std::vector<pid_t> heldThreads(const QString &host) const
    {
        QFile file(dir() + "/hosts/" + host + "/agent.pid");
        if (!file.open(QIODevice::ReadOnly))
            return {};
        const QString pid = QString::fromLatin1(file.readAll().trimmed());
        std::vector<pid_t> held;
        for (const QString &thread : QDir("/proc/" + pid + "/task").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (const pid_t id = thread.toInt(); thread != pid && ::ptrace(PTRACE_SEIZE, id, nullptr, nullptr) == 0) {
                ::ptrace(PTRACE_INTERRUPT, id, nullptr, nullptr);
                int status = 0;
                ::waitpid(id, &status, __WALL);
                held.push_back(id);
            }
        return held;
    }

private slots:
    void everyRuleHasItsTest()
    {
        for (const auto &rule : Watching::catalogue()) {
            const std::string id = rule.value("id", "");
            QVERIFY2(int(rulesOfHosts.contains(id)) + int(rulesOfTargets.contains(id)) + int(rulesOfClusters.contains(id)) + int(rulesOfMessages.contains(id)) == 1, id.c_str());
        }
        QCOMPARE(rulesOfHosts.size() + rulesOfTargets.size() + rulesOfClusters.size() + rulesOfMessages.size(), Watching::catalogue().size());
    }

    void allAreRaisedAndEnd()
    {
        m_w = std::make_unique<Watching>();
        Watching &w = *m_w;
        Ran ran = w.cluster.ctl({"fs", "create", "scratch", "--mdts", "1", "--mdt-servers", "mds1", "--osts", "4", "--ost-servers", "oss1,oss2"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        ran = w.cluster.ctl({"lnet", "start", "mds2"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        w.tool("mds1", "zpool", {"create", "tank", "/dev/mapper/mpathf"});
        w.tool("oss3", "dnf", {"-y", "install", "pacemaker", "corosync", "ntpsec"});
        writeProfile();
        ran = w.cluster.ctl({"server", "profile", "set", "oss4", "with-sysstat"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        w.start();

        w.trouble("oss4", "interval", "0");
        agent("oss4", {"kill"});
        agent("oss4", {"start"});
        agent("oss3", {"kill"});
        agent("oss3", {"start", "--agent", otherAgent()});
        for (const auto &[host, name, value] : {std::tuple("oss1", "load", "140"), {"oss1", "memory", "0.02"}, {"oss1", "swap", "0.2"}, {"oss1", "oom", "2"}, {"oss1", "net-errors", "50"},
                 {"oss1", "lnet-drops", "50"}, {"oss2", "lnet-health", "500"}, {"oss2", "unhealthy", "1"}, {"oss2", "clock-offset", "5"}, {"oss2", "lustre-minor", "15"},
                 {"mds1", "lnet-link", "0"}, {"mds1", "clock-unsynchronized", "1"}})
            w.trouble(host, name, value);
        w.tool("oss2", "lctl", {"set_param", "timeout=77"});
        w.run({"pool", dir(), "tank", "DEGRADED"});
        w.tool("oss3", "systemctl", {"enable", "pacemaker", "corosync"});
        w.tool("oss3", "systemctl", {"start", "ntpd"});
        w.tool("oss4", "systemctl", {"stop", "chronyd"});
        w.tool("oss4", "dnf", {"-y", "remove", "sysstat"});
        const std::vector<Key> first{{"server-lost", "server:mds2"}, {"agent-trouble", "server:oss4"}, {"agent-other-version", "server:oss3"}, {"load-high", "server:oss1"},
            {"memory-low", "server:oss1"}, {"swap-used", "server:oss1"}, {"out-of-memory", "server:oss1"}, {"interface-errors", "server:oss1:eth1"}, {"lnet-drops", "server:oss1"},
            {"lnet-health", "server:oss2"}, {"lustre-unhealthy", "server:oss2"}, {"clock-off", "server:oss2"}, {"lustre-versions-differ", "server:oss2"},
            {"unequal-parameters", "server:oss2"}, {"lnet-interface-down", "server:mds1"}, {"clock-unsynchronized", "server:mds1"}, {"pool-unhealthy", "server:mds1"},
            {"no-time-service", "server:oss4"}, {"several-time-services", "server:oss3"}, {"pacemaker-stopped", "server:oss3"},
            {"corosync-stopped", "server:oss3"}, {"software-missing", "server:oss4"}};
        QVERIFY(w.waitAll({{"several-time-services", "server:oss3"}}, false, 90)); // all hosts have been looked at
        QElapsedTimer silence;
        w.run({"kill", dir(), "mds2"});
        silence.start();
        QVERIFY(w.waitAll(first, false, 120));

        for (const char *name : {"load", "memory", "swap", "oom", "net-errors", "lnet-drops"})
            w.trouble("oss1", name, "off");
        for (const char *name : {"lnet-health", "unhealthy", "clock-offset", "lustre-minor"})
            w.trouble("oss2", name, "off");
        for (const char *name : {"lnet-link", "clock-unsynchronized"})
            w.trouble("mds1", name, "off");
        w.tool("oss2", "lctl", {"set_param", "timeout=100"});
        w.run({"pool", dir(), "tank", "ONLINE"});
        w.tool("oss3", "systemctl", {"disable", "pacemaker", "corosync"});
        w.tool("oss3", "systemctl", {"stop", "ntpd"});
        w.tool("oss4", "systemctl", {"start", "chronyd"});
        w.tool("oss4", "dnf", {"-y", "install", "sysstat"});
        w.trouble("oss4", "interval", "1");
        agent("oss4", {"kill"});
        agent("oss4", {"start"});
        agent("oss3", {"kill"});
        agent("oss3", {"start", "--agent", QString(BIN_DIR) + "/chandelier-agent"});
        const std::vector<Key> rest(first.begin() + 1, first.end());
        QVERIFY(w.waitAll(rest, true, 120));

        // Shorter gaps than a minute are told by charts only.
        QVERIFY(w.waitUntil([&] { return silence.elapsed() > 66'000; }, 70));
        w.run({"boot", dir(), "mds2"});
        const std::vector<Key> second{{"server-restarted", "server:mds2"}, {"agent-was-silent", "server:mds2"}, {"lnet-down", "server:mds2"}};
        QVERIFY(w.waitAll(second, false, 90));
        ran = w.cluster.ctl({"lnet", "start", "mds2"});
        QVERIFY2(ran.code == 0, ran.out + ran.err);
        QVERIFY(w.waitAll({first.front(), second.back()}, true, 60));

        const std::vector<pid_t> held = heldThreads("oss1");
        const std::vector<Key> silent{{"agent-silent", "server:oss1"}};
        if (held.empty())
            qWarning("agent-silent is not tried: this machine lets nobody hold a thread");
        else {
            const bool raised = w.waitAll(silent, false, 60);
            for (const pid_t thread : held)
                ::ptrace(PTRACE_DETACH, thread, nullptr, nullptr);
            QVERIFY(raised);
            QVERIFY(w.waitAll(silent, true, 60));
        }
        w.finish();
        std::set<std::string> raised;
        for (const auto &[key, seen] : w.seen) {
            QVERIFY2(seen.began == 1 && seen.ended == 1, (key.first + " of " + key.second + " " + std::to_string(seen.began) + "/" + std::to_string(seen.ended)).c_str());
            raised.insert(key.first);
        }
        for (const std::string &rule : rulesOfHosts)
            QVERIFY2(raised.contains(rule) || (rule == "agent-silent" && held.empty()), rule.c_str());
        for (const std::string &rule : raised)
            QVERIFY2(rulesOfHosts.contains(rule), ("nobody meant " + rule).c_str());
        m_w.reset();
    }
};

QTEST_GUILESS_MAIN(TestCatalogueHosts)
#include "tst_cataloguehosts.moc"
