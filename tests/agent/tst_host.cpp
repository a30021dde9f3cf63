// SPDX-License-Identifier: GPL-3.0-or-later
// Repositories, packages, time, routes, restart and diagnostics, by the real agent on a simulated bare host.
#include "agent/actions/redact.h"
#include "tests/agent/hostcase.h"

#include <fcntl.h>

using protocol::Json;
using testing::Cluster;
using testing::contentOf;
using testing::Line;
using testing::messageOf;
using testing::problemOf;
using testing::writeTo;

namespace {

const Json lustreRepository{{"manager", "dnf"},
                            {"repositories", Json::array({{{"name", "lustre"}, {"title", "Lustre"}, {"url", "https://packages.example.org/lustre/el9"},
                                                           {"key", "https://packages.example.org/KEY"}}})}};
const Json lustrePackages{{"manager", "dnf"}, {"packages", {"lustre", "e2fsprogs"}}};
const Json databaseService{{"services", {"multipathd.service"}}};
const Json timeServers{{"service", "chrony"}, {"servers", {"10.10.0.1", "ntp.lab"}}};

} // namespace

class TestHost : public testing::HostCase {
    Q_OBJECT

private slots:
    void initTestCase() { startBareHost(); }
    void init() { connectTo("oss1"); }
    void cleanup() { letGo(); }

    void whatIsShownIsWhatIsRun_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("args");
        const auto row = [](const char *verb, const Json &args) { QTest::newRow(verb) << QString(verb) << QString::fromStdString(args.dump()); };
        row("repos.configure", lustreRepository);
        row("packages.install", {{"manager", "dnf"}, {"packages", {"wget"}}});
        row("packages.remove", {{"manager", "dnf"}, {"packages", {"wget"}}});
        row("time.configure", timeServers);
        row("time.unconfigure", {{"service", "chrony"}});
        row("firewall.open", {{"kind", "firewalld"}, {"ports", {"5405/udp"}}});
        row("firewall.close", {{"kind", "firewalld"}, {"ports", {"5405/udp"}}});
        row("services.enable", databaseService);
        row("services.disable", databaseService);
        row("repos.unconfigure", {{"manager", "dnf"}, {"names", {"lustre"}}});
    }
    void whatIsShownIsWhatIsRun()
    {
        QFETCH(QString, verb);
        QFETCH(QString, args);
        const Json given = Json::parse(args.toStdString(), nullptr, false);
        const auto planned = protocol::operationsFor(*protocol::verbFromName(verb.toStdString()), given);
        QVERIFY(planned.ok());
        const Json done = call(verb.toLatin1().constData(), given);
        QVERIFY2(problemOf(done).empty(), messageOf(done).c_str());
        const Json &transcript = protocol::member(done, "transcript");
        QCOMPARE(transcript.size(), planned->size());
        for (std::size_t i = 0; i < planned->size(); ++i)
            if ((*planned)[i].what == protocol::Operation::What::Run)
                QCOMPARE(protocol::transcriptFromJson(transcript[i]).argv, (*planned)[i].argv);
    }

    void repositoriesTwiceAndBack()
    {
        QCOMPARE(protocol::flagOf(value("repos.configure", lustreRepository), "changed"), true);
        QCOMPARE(protocol::flagOf(value("repos.configure", lustreRepository), "changed"), false);
        const QByteArray file = contentOf(root("/etc/yum.repos.d/chandelier-lustre.repo"));
        for (const char *part : {"[chandelier-lustre]\n", "baseurl=https://packages.example.org/lustre/el9\n", "gpgcheck=1\n", "gpgkey=https://packages.example.org/KEY\n"})
            QVERIFY2(file.contains(part), file.constData());
        QCOMPARE(inventory().software.repositories, std::vector<std::string>{"lustre"});
        const Json names{{"manager", "dnf"}, {"names", {"lustre"}}};
        QCOMPARE(value("repos.unconfigure", names)["removed"], Json({"lustre"}));
        QCOMPARE(value("repos.unconfigure", names)["removed"], Json::array());
        QVERIFY(QDir(root("/etc/yum.repos.d")).entryList(QDir::Files).isEmpty());
    }

    /// One that cannot be read would keep the package manager from installing anything at all.
    void aRepositoryThatCannotBeReadGoesAgain()
    {
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "dnf", "--rc", "1", "--stderr", "Error: Failed to download metadata", "--times", "1"}));
        const Json failed = call("repos.configure", lustreRepository);
        QCOMPARE(problemOf(failed), std::string("tool-failed"));
        QVERIFY(messageOf(failed).find("Failed to download metadata") != std::string::npos);
        QVERIFY(!QFile::exists(root("/etc/yum.repos.d/chandelier-lustre.repo")));
    }

    void packagesWithoutTheirRepository()
    {
        const Json failed = call("packages.install", lustrePackages);
        QCOMPARE(problemOf(failed), std::string("tool-failed"));
        QVERIFY2(messageOf(failed).find("Unable to find a match: lustre") != std::string::npos, messageOf(failed).c_str());
    }

    /// From a bare host to LNet: packages bring a kernel, which has to be booted before there are modules.
    void packagesKernelRebootModules()
    {
        const std::string before = inventory().kernel;
        value("repos.configure", lustreRepository);
        const Json first = value("packages.install", lustrePackages);
        QVERIFY(first["new"].size() >= 3);
        QCOMPARE(first["present"], Json({"e2fsprogs"}));
        QVERIFY(std::any_of(m_line->others.begin(), m_line->others.end(), [](const Json &m) { return protocol::realOf(m, "fraction", -1) > 0.5; }));
        QCOMPARE(value("packages.install", lustrePackages)["new"], Json::array());
        QCOMPARE(versionOf("lustre"), std::string("2.17.0-1.el9"));
        auto now = inventory();
        QCOMPARE(now.kernel, before);
        QVERIFY(now.software.bootKernel != before);
        QCOMPARE(now.lustreVersion, std::string());
        QCOMPARE(problemOf(call("lnet.load")), std::string("tool-failed"));

        m_line.reset();
        m_cluster->killAgent("oss1");
        QVERIFY(m_cluster->simhost({"kill", m_cluster->root(), "oss1"}) && m_cluster->simhost({"boot", m_cluster->root(), "oss1"}));
        QVERIFY(m_cluster->start("oss1"));
        connectTo("oss1");
        const auto after = inventory();
        QVERIFY(after.bootId != now.bootId);
        QCOMPARE(after.kernel, now.software.bootKernel);
        QCOMPARE(after.lustreVersion, std::string("2.17.0"));
        QCOMPARE(problemOf(call("lnet.load")), std::string());
    }

    void routesAndRails()
    {
        Json args{{"networks", Json::array({{{"net", "tcp0"}, {"interfaces", {"eth0", "eth1"}}}})},
                  {"routes", Json::array({{{"net", "o2ib1"}, {"gateways", {"10.10.1.9@tcp"}}, {"hops", 1}, {"priority", 2}}})}};
        value("lnet.configure", args);
        value("lnet.start");
        args["routes"][0]["gateways"].push_back("10.10.1.8@tcp");
        value("lnet.configure", args);
        QVERIFY(contentOf(root("/etc/modprobe.d/chandelier-lnet.conf"))
                    .contains("options lnet networks=tcp0(eth0,eth1) routes=\"o2ib1 1 10.10.1.9@tcp:2; o2ib1 1 10.10.1.8@tcp:2\"\n"));
        const Json state = value("lnet.configure", args);
        QCOMPARE(m_cluster->runs("oss1", "lnetctl", "10.10.1.9@tcp"), 0); // LNet took it from its options
        QCOMPARE(m_cluster->runs("oss1", "lnetctl", "10.10.1.8@tcp"), 1); // it was up when this one came
        QCOMPARE(state["routes"].size(), std::size_t{2});
        QCOMPARE(state["interfaces"].size(), std::size_t{2});
        QCOMPARE(protocol::textOf(state["interfaces"][1], "status"), std::string("up"));
        QCOMPARE(protocol::numberOf(state["interfaces"][1], "health"), std::int64_t{1000});
        const auto report = inventory().lnet;
        QCOMPARE(report.routes.size(), std::size_t{2});
        QCOMPARE(report.routes[0].gateway, std::string("10.10.1.9@tcp"));
        value("lnet.stop");
        value("lnet.unload");
        value("lnet.unconfigure");
    }

    void removingTakesNothingAlong()
    {
        const Json refused = call("packages.remove", {{"manager", "dnf"}, {"packages", {"kmod-lustre"}}});
        QCOMPARE(problemOf(refused), std::string("conflict"));
        QVERIFY2(messageOf(refused).find("lustre-2.17.0") != std::string::npos, messageOf(refused).c_str());
        const QString mounts = root("/proc/mounts");
        const QByteArray before = contentOf(mounts);
        writeTo(mounts, before + "10.0.0.1@tcp:/scratch /mnt/scratch lustre rw 0 0\n");
        const Json mounted = call("packages.remove", {{"manager", "dnf"}, {"packages", {"lustre"}}});
        writeTo(mounts, before);
        QCOMPARE(problemOf(mounted), std::string("conflict"));
        QVERIFY(messageOf(mounted).find("/mnt/scratch") != std::string::npos);
        const Json all{{"manager", "dnf"}, {"packages", {"lustre", "kmod-lustre", "kmod-lustre-osd-ldiskfs", "lustre-osd-ldiskfs-mount"}}};
        QCOMPARE(value("packages.remove", all)["removed"].size(), std::size_t{4});
        QCOMPARE(value("packages.remove", all)["removed"], Json::array());
        QCOMPARE(versionOf("lustre"), std::string());
        QCOMPARE(problemOf(call("target.check", {{"device", {{"path", "/dev/mapper/mpatha"}}}})), std::string("tool-missing"));
    }

    void thePackageManagerOfSomebodyElse()
    {
        const QByteArray file = root("/var/lib/rpm/.rpm.lock").toLocal8Bit();
        const int fd = ::open(file.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        struct flock lock{};
        lock.l_type = F_WRLCK;
        QCOMPARE(::fcntl(fd, F_SETLK, &lock), 0);
        Json args{{"manager", "dnf"}, {"packages", {"rsync"}}, {"lockSeconds", 0}};
        const Json refused = call("packages.install", args);
        QCOMPARE(problemOf(refused), std::string("conflict"));
        QVERIFY2(messageOf(refused).find(std::to_string(::getpid())) != std::string::npos, messageOf(refused).c_str());
        args["lockSeconds"] = 60;
        const int id = m_line->ask("packages.install", args, nextStep(), m_lease);
        Json message = m_line->hear();
        while (protocol::textOf(message, "line").find("Waiting for") == std::string::npos && protocol::textOf(message, "type") != "result")
            message = m_line->hear();
        QCOMPARE(protocol::textOf(message, "type"), std::string("progress"));
        ::close(fd); // the lock goes with it
        QCOMPARE(problemOf(m_line->result(id)), std::string());
    }

    void timeTwiceAndBackByteForByte()
    {
        const QString file = root("/etc/chrony.conf");
        QByteArray before = contentOf(file);
        QVERIFY(before.contains("rocky.pool"));
        for (const bool ended : {true, false}) { // a last line without its end is kept as well
            if (!ended)
                writeTo(file, before.chopped(1));
            before = contentOf(file);
            const int restarts = m_cluster->runs("oss1", "systemctl", "restart");
            QCOMPARE(protocol::flagOf(value("time.configure", timeServers), "changed"), true);
            QCOMPARE(protocol::flagOf(value("time.configure", timeServers), "changed"), false);
            QCOMPARE(m_cluster->runs("oss1", "systemctl", "restart"), restarts + 1);
            QVERIFY(contentOf(file).startsWith(before) && contentOf(file).contains("server ntp.lab iburst\n"));
            const auto time = inventory().time;
            QVERIFY(time.ours && time.synchronized && time.running == std::vector<std::string>{"chrony"});
            QVERIFY(std::find(time.servers.begin(), time.servers.end(), "10.10.0.1") != time.servers.end());
            QCOMPARE(value("time.unconfigure", {{"service", "chrony"}})["restored"], Json({"/etc/chrony.conf"}));
            QCOMPARE(value("time.unconfigure", {{"service", "chrony"}})["restored"], Json::array());
            QCOMPARE(contentOf(file), before);
        }
    }

    /// A service that was off goes off again, one that ran goes on.
    void servicesOnAndBackAsTheyWere()
    {
        const auto running = [this](const char *unit) {
            const auto services = inventory().services;
            const auto in = [unit](const std::vector<std::string> &list) { return std::find(list.begin(), list.end(), unit) != list.end(); };
            return std::tuple(in(services.running), in(services.enabled), in(services.ours));
        };
        const Json both{{"services", {"mariadb.service", "sshd.service"}}};
        const Json missing = call("services.enable", both);
        QCOMPARE(problemOf(missing), std::string("tool-missing"));
        QVERIFY2(messageOf(missing).find("mariadb.service") != std::string::npos, messageOf(missing).c_str());
        QVERIFY(inventory().services.ours.empty());

        value("packages.install", {{"manager", "dnf"}, {"packages", {"mariadb-server"}}});
        QCOMPARE(running("mariadb.service"), std::tuple(false, false, false));
        QCOMPARE(running("sshd.service"), std::tuple(true, true, false));
        const int changes = m_cluster->runs("oss1", "systemctl", "sshd.service");
        QCOMPARE(value("services.enable", both), Json({{"enabled", {"mariadb.service"}}, {"started", {"mariadb.service"}}}));
        QCOMPARE(value("services.enable", both), Json({{"enabled", Json::array()}, {"started", Json::array()}}));
        QCOMPARE(running("mariadb.service"), std::tuple(true, true, true));
        QCOMPARE(running("sshd.service"), std::tuple(true, true, false));
        QCOMPARE(value("services.disable", both), Json({{"stopped", {"mariadb.service"}}, {"disabled", {"mariadb.service"}}}));
        QCOMPARE(value("services.disable", both), Json({{"stopped", Json::array()}, {"disabled", Json::array()}}));
        QCOMPARE(running("mariadb.service"), std::tuple(false, false, false));
        QCOMPARE(running("sshd.service"), std::tuple(true, true, false));
        QCOMPARE(m_cluster->runs("oss1", "systemctl", "sshd.service"), changes + 8); // only asked about, before and after
    }

    void aServiceThatDoesNotStart()
    {
        value("packages.install", {{"manager", "dnf"}, {"packages", {"mariadb-server"}}});
        const std::string words = "Job for mariadb.service failed because the control process exited with error code.";
        const Json units{{"services", {"mariadb.service"}}};
        const QString off = "Id=mariadb.service\nLoadState=loaded\nActiveState=inactive\nUnitFileState=enabled\n";
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "systemctl", "--rc", "0", "--stdout", off, "--times", "1"}));
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "systemctl", "--rc", "1", "--stderr", QString::fromStdString(words), "--times", "1"}));
        const Json failed = call("services.enable", units);
        QCOMPARE(problemOf(failed), std::string("tool-failed"));
        QVERIFY2(messageOf(failed).find(words) != std::string::npos, messageOf(failed).c_str());
        value("services.disable", units);
    }

    /// What a person decided about this host, kept where nobody can take it out unseen.
    void aNoteInTheAudit()
    {
        const Json note{{"about", "check clock"}, {"text", "no time server in the lab"}, {"id", "n1"}};
        value("audit.note", note);
        value("audit.note", note);
        const Json audit = value("audit.show", {{"last", 20}, {"verify", true}});
        int found = 0;
        for (const Json &entry : audit["entries"])
            if (protocol::textOf(entry, "what") == "note") {
                ++found;
                QCOMPARE(protocol::textOf(entry, "about"), std::string("check clock"));
                QCOMPARE(protocol::textOf(entry, "text"), std::string("no time server in the lab"));
                QVERIFY(!protocol::textOf(entry, "holder").empty());
            }
        QCOMPARE(found, 1);
        QVERIFY(protocol::flagOf(audit["verified"], "ok"));
        QCOMPARE(problemOf(call("audit.note", {{"about", "check clock"}})), std::string("bad-argument"));
    }

    void neverTwoTimeServices()
    {
        const QString both = "Id=chronyd.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n\n"
                             "Id=ntpd.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n";
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "systemctl", "--rc", "0", "--stdout", both, "--times", "1"}));
        const Json refused = call("time.configure", timeServers);
        QCOMPARE(problemOf(refused), std::string("conflict"));
        QVERIFY(messageOf(refused).find("chronyd.service and ntpd.service") != std::string::npos);
        const Json second = call("time.configure", {{"service", "timesyncd"}, {"servers", {"10.0.0.1"}}});
        QCOMPARE(problemOf(second), std::string("conflict"));
        QVERIFY(messageOf(second).find("chronyd.service") != std::string::npos);
    }

    /// The same process, another life: what runs goes on, and is answered from the journal.
    void restartWhileAStepRuns()
    {
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "dnf", "--hang", "1", "--times", "1"}));
        const int before = m_cluster->runs("oss1", "dnf");
        const std::string step = nextStep();
        const Json args{{"manager", "dnf"}, {"packages", {"sysstat"}}};
        m_line->ask("packages.install", args, step, m_lease);
        QVERIFY(QTest::qWaitFor([&] { return m_cluster->runs("oss1", "dnf") > before; }, 10000));
        const Json answered = m_line->result(m_line->ask("agent.restart", Json::object(), nextStep(), m_lease));
        QCOMPARE(protocol::numberOf(protocol::member(answered, "value"), "inSeconds"), std::int64_t{1});
        while (!m_line->hear().is_null()) { }
        QVERIFY(QTest::qWaitFor([&] { return Line(m_cluster->socket("oss1")).isOpen(); }, 10000));
        m_line = std::make_unique<Line>(m_cluster->socket("oss1"));
        m_line->hello();
        QCOMPARE(problemOf(m_line->call("packages.install", args, step, m_lease)), std::string());
        QCOMPARE(m_cluster->runs("oss1", "dnf"), before + 1);
    }

    void diagnosticsWithoutSecrets()
    {
        const std::vector<std::string> planted{"hunter2", "s3cr3tPsk", "MIIEpAIBAAKCAQEA", "tokentokentoken", "zXcVbN123456", "fstabpw9"};
        writeTo(root("/etc/modprobe.d/site.conf"), "options site psk=s3cr3tPsk debug=1\n# mount --password zXcVbN123456 x\n"
                                                   "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\noptions after=1\n");
        writeTo(root("/etc/fstab"), "//nas/x /x cifs username=a,password=fstabpw9,vers=3 0 0\n");
        Json repository = lustreRepository;
        repository["repositories"][0]["url"] = "https://user:hunter2@packages.example.org/lustre/el9?access_token=tokentokentoken";
        value("repos.configure", repository);
        QCOMPARE(QFileInfo(root("/etc/yum.repos.d/chandelier-lustre.repo")).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const Json bundle = value("agent.diagnostics");
        const std::string whole = bundle.dump();
        for (const std::string &secret : planted)
            QVERIFY2(whole.find(secret) == std::string::npos, secret.c_str());
        for (const char *kept : {"options site psk=(removed) debug=1", "https://(removed)@packages.example.org", "options after=1", "username=a,password=(removed),vers=3"})
            QVERIFY2(whole.find(kept) != std::string::npos, kept);
        QStringList names;
        for (const Json &file : bundle["files"])
            names << QString::fromStdString(protocol::textOf(file, "name"));
        for (const char *needed : {"versions.txt", "inventory.json", "journal.json", "audit.json", "lease.json", "files/etc/os-release", "files/proc/mounts"})
            QVERIFY2(names.contains(needed), needed);
        QVERIFY(whole.find(m_lease) == std::string::npos);
        QVERIFY(whole.size() < (8u << 20) + 65536);
    }

    void secretsInAllTheirForms()
    {
        for (const char *line : {"Authorization: Basic SECRETX", "\"token\": \"SECRETX\"", "proxy_password = SECRETX", "mount -o user=u,password='SECRETX y'",
                                 "https://u:SECRETX@h/x", "ftp://SECRETX@h", "root:$6$SECRETX$abcdefghijk:19000:0", "node.session.auth.password=SECRETX",
                                 "tool --password SECRETX now", "tool --api-key=SECRETX", "PSK: SECRETX"})
            QVERIFY2(agent::withoutSecrets(std::string(line)).find("SECRETX") == std::string::npos, line);
        for (const char *line : {"gpgkey=https://h/KEY", "10.0.0.1@tcp:/scratch /mnt lustre rw 0 0", "options lnet networks=tcp0(eth1)", "time: 12:00:01 tokens=3",
                                 "/etc/passwd", "PasswordAuthentication no"})
            QCOMPARE(agent::withoutSecrets(std::string(line)), std::string(line));
    }

    void aHostOfAnotherFamily()
    {
        // Debian: the same verbs, other files.
        Cluster debian(QStringLiteral("0"), {"--bare"});
        QFile definition(debian.root() + "/cluster.json");
        QVERIFY(definition.open(QIODevice::ReadOnly));
        Json json = Json::parse(definition.readAll().toStdString(), nullptr, false);
        definition.close();
        Json hosts = Json::array({json["hosts"][0]});
        hosts[0]["os"] = {{"id", "debian"}, {"name", "Debian GNU/Linux"}, {"version", "12"}, {"pretty", "Debian GNU/Linux 12 (bookworm)"}};
        hosts[0]["kernel"] = "6.1.0-26-amd64";
        hosts[0]["disks"] = Json::array();
        QTemporaryDir scratch;
        writeTo(scratch.path() + "/hosts.json", QByteArray::fromStdString(Json{{"version", 1}, {"lustre", "2.17.0"}, {"speed", 0}, {"hosts", hosts}, {"disks", Json::array()}}.dump()));
        const QString root = scratch.path() + "/c";
        QVERIFY(m_cluster->simhost({"create", root, "--hosts", scratch.path() + "/hosts.json", "--bare"}));
        QProcess agent;
        const QString home = root + "/hosts/mds1";
        agent.start(QStringLiteral(BIN_DIR "/chandelier-agent"), {"serve", "--socket", home + "/a.sock", "--state", home + "/agent", "--sysroot", home + "/root", "--tools", home + "/bin"});
        QVERIFY(QTest::qWaitFor([&] { return Line(home + "/a.sock").isOpen(); }, 10000));
        Line line(home + "/a.sock");
        line.hello();
        const std::string lease = line.takeLease("debian");
        int step = 0;
        const auto go = [&](const char *verb, const Json &args) {
            const Json done = line.call(verb, args, "debian/" + std::to_string(++step), lease);
            if (!problemOf(done).empty())
                qWarning("%s: %s", verb, messageOf(done).c_str());
            return protocol::member(done, "value");
        };
        const Json repository{{"manager", "apt"}, {"repositories", Json::array({{{"name", "lustre"}, {"url", "https://p.example.org/lustre"}, {"suite", "./"},
                               {"key", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabc\n-----END PGP PUBLIC KEY BLOCK-----\n"}}})}};
        QCOMPARE(protocol::flagOf(go("repos.configure", repository), "changed"), true);
        QCOMPARE(contentOf(home + "/root/etc/apt/sources.list.d/chandelier-lustre.list").split('\n')[1],
                 QByteArray("deb [signed-by=/etc/apt/keyrings/chandelier-lustre.asc] https://p.example.org/lustre ./"));
        const Json packages{{"manager", "apt"}, {"packages", {"lustre-server-utils"}}};
        QVERIFY(go("packages.install", packages)["new"].size() >= 2);
        QCOMPARE(go("packages.install", packages)["new"], Json::array());
        QVERIFY(std::any_of(line.others.begin(), line.others.end(), [](const Json &m) { return protocol::realOf(m, "fraction", -1) >= 1; }));
        const Json servers{{"service", "timesyncd"}, {"servers", {"10.0.0.1"}}};
        go("time.configure", servers);
        QCOMPARE(contentOf(home + "/root/etc/systemd/timesyncd.conf.d/chandelier.conf").split('\n')[2], QByteArray("NTP=10.0.0.1"));
        const auto seen = protocol::inventoryFromJson(go("host.inventory", Json::object()));
        QVERIFY(seen.ok() && seen->time.ours && seen->time.synchronized && seen->software.manager == "apt");
        QCOMPARE(seen->time.offsetSeconds, 0.00125);
        go("time.unconfigure", {{"service", "timesyncd"}});
        QVERIFY(!QFile::exists(home + "/root/etc/systemd/timesyncd.conf.d"));
        go("repos.unconfigure", {{"manager", "apt"}, {"names", {"lustre"}}});
        QVERIFY(QDir(home + "/root/etc/apt").entryList({"*chandelier*"}, QDir::Files).isEmpty() && QDir(home + "/root/etc/apt/keyrings").isEmpty());
        agent.terminate();
        agent.waitForFinished(5000);
    }
};

QTEST_GUILESS_MAIN(TestHost)
#include "tst_host.moc"
