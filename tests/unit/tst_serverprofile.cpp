// SPDX-License-Identifier: GPL-3.0-or-later
// Server profiles: the expressions, the files with their mistakes, and what a profile and a host make of each other.
#include "core/inventory/expression.h"
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using inventory::Expression;
using inventory::ProfileLibrary;
using inventory::ServerProfile;
using machine::State;

namespace {

protocol::HostInventory rocky()
{
    protocol::HostInventory h;
    h.host = "oss1";
    h.os = "Rocky Linux 8.10";
    h.osId = "rocky";
    h.osVersion = "8.10";
    h.kernel = "4.18.0-553.el8.x86_64";
    h.architecture = "x86_64";
    h.memory = 64ull << 30;
    h.software.manager = "dnf";
    h.software.packages = { { "kernel", "4.18.0-553.el8_10" }, { "lustre", "2.15.6-1.el8" } };
    h.time.running = { "chrony" };
    h.time.service = "chrony";
    return h;
}

ServerProfile builtIn(const char *name) { return *ProfileLibrary("/nonexistent").find(name); }

protocol::Json json(const char *text) { return protocol::Json::parse(text, nullptr, false); }

} // namespace

class TestServerProfile : public QObject {
    Q_OBJECT
private slots:
    void expressionsHold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char *text, bool holds) { QTest::newRow(text) << text << holds; };
        row(R"(os.id in ["rocky","rhel","almalinux"] and os.version >= 8.6)", true);
        row(R"(os.id in ["sles"] or os.version > 8.9)", true);
        row(R"(not (os.id == "rocky"))", false);
        row("os.version < 8.6", false);
        row("os.version == 8.10", true);
        row(R"(os.id != "rocky")", false);
        row(R"(kernel contains "el8")", true);
        row(R"(installed("lustre") and not installed("pacemaker"))", true);
        row("zfs", false);
        row("not zfs and not time.synchronized", true);
        row("lustre.version >= 2.0", false); // not told
        row("lustre.version < 2.0", false);
        row("memory >= 8589934592", true);
        row(R"(os.id == "a" and os.id == "b" or os.id == "rocky")", true);
        row(R"(kernel >= "4.18.0-500")", true);
    }
    void expressionsHold()
    {
        QFETCH(QString, text);
        QFETCH(bool, holds);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY2(expression.ok(), expression.ok() ? "" : expression.error().message.c_str());
        QCOMPARE(expression->holds(rocky()), holds);
    }
    void mistakesNameThePlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *text, const char *message) { QTest::newRow(text) << text << message; };
        row("", "character 1: the expression ends where a value should stand");
        row("os.id = \"rocky\"", "character 7: \"=\" has no meaning here");
        row("os.idd == \"rocky\"", "character 1: there is nothing called \"os.idd\"");
        row("os.id == \"rocky", "character 10: this text has no closing quote");
        row("os.id in \"rocky\"", "character 10: \"in\" wants a list: [\"rocky\", \"rhel\"]");
        row("(os.id == \"a\"", "character 14: a \")\" is missing here");
        row("os.id == \"a\" os.id", "character 14: \"os.id\" stands where the expression should end, or \"and\" or \"or\" should follow");
        row("zfs == \"yes\"", "character 5: zfs is yes or no, and is not compared");
        row("os.id", "character 6: one of == != < <= > >= in contains should follow os.id");
        row("installed(lustre)", "character 11: installed wants the name of one package: installed(\"lustre\")");
        row("os.id in [rocky]", "character 11: a list holds texts in double quotes and figures");
    }
    void mistakesNameThePlace()
    {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto expression = Expression::parse(text.toStdString());
        QVERIFY(!expression.ok());
        QCOMPARE(QString::fromStdString(expression.error().message), message);
        QVERIFY(expression.error().detail.ends_with("^"));
    }
    void depthAndLengthAreBounded()
    {
        QVERIFY(!Expression::parse(std::string(5000, 'a')).ok());
        const std::string deep = std::string(100, '(') + "zfs" + std::string(100, ')');
        QVERIFY(!Expression::parse(deep).ok());
        std::string nots;
        for (int i = 0; i < 300; ++i)
            nots += "not ";
        QVERIFY(!Expression::parse(nots + "zfs").ok());
    }
    void versionsAreOrdered()
    {
        using inventory::compareVersions;
        QCOMPARE(compareVersions("8.10", "8.6"), 1);
        QCOMPARE(compareVersions("8", "8.6"), -1);
        QCOMPARE(compareVersions("8.06", "8.6"), 0);
        QCOMPARE(compareVersions("4.18.0-553.el8", "4.18.0-600.el8"), -1);
        QCOMPARE(compareVersions("2.15.5_ddn1", "2.15.5_ddn10"), -1);
        QCOMPARE(compareVersions("99999999999999999999999", "1"), 1);
    }

    void builtInProfilesAreSound()
    {
        const ProfileLibrary library("/nonexistent");
        for (const base::Error &e : library.problems())
            qWarning("%s %s", e.message.c_str(), e.detail.c_str());
        QVERIFY(library.problems().empty());
        for (const char *name : { "storage-ldiskfs", "storage-zfs", "storage-patchless", "monitored", "hsm-agent", "robinhood", "client", "as-it-is" })
            QVERIFY2(library.find(name), name);
        QVERIFY(!library.find("monitored")->managed);
        QCOMPARE(QString::fromStdString(library.all().front()->name), QStringLiteral("storage-ldiskfs"));
        for (const auto &p : library.all()) {
            const auto back = inventory::serverProfileFromJson(inventory::toJson(*p), "a copy");
            QVERIFY2(back.ok(), back.ok() ? "" : back.error().message.c_str());
            QVERIFY(*back == *p);
        }
        QCOMPARE(library.get("nfs").error().problem, base::Problem::NotFound);
        QVERIFY(library.get("nfs").error().remedy.find("storage-zfs") != std::string::npos);
    }
    void fileMistakesNameTheField_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *file, const char *message) { QTest::newRow(message) << QByteArray(file) << message; };
        row(R"([1])", "f.json: the file is [1]; an object { } should stand there");
        row(R"({"title":"T"})", "f.json: name is missing; a text should stand there");
        row(R"({"name":"My","title":"T"})", "f.json: name is \"My\"; it may hold lower-case letters, digits, - _ and .");
        row(R"({"name":"a","title":"T","packges":[]})",
            "f.json: packges is not known; there may be name, title, description, managed, order, distributions, time, firewall, services, lnet, validations");
        row(R"({"name":"a","title":"T","managed":"yes"})", "f.json: managed is \"yes\"; true or false should stand there");
        row(R"({"name":"a","title":"T","firewall":["http"]})", "f.json: firewall[0] is \"http\"; a port should stand there, as 988/tcp");
        row(R"({"name":"a","title":"T","distributions":[{"when":"zfs","packages":["a",1]}]})", "f.json: distributions[0].packages[1] is 1; a text should stand there");
        row(R"({"name":"a","title":"T","distributions":[{"when":"zfz"}]})", "f.json: distributions[0].when cannot be read: character 1: there is nothing called \"zfz\"");
        row(R"({"name":"a","title":"T","time":{"service":"ntp"}})",
            "f.json: time.service is \"ntp\"; chrony, timesyncd or ntpd may stand there, or nothing for the one that the host has");
        row(R"({"name":"a","title":"T","managed":false,"firewall":["988/tcp"]})", "f.json: managed is false, and yet something is to be installed or configured");
    }
    void fileMistakesNameTheField()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, message);
        const auto read = inventory::serverProfileFromJson(json(file.constData()), "f.json");
        QVERIFY(!read.ok());
        QCOMPARE(QString::fromStdString(read.error().message), message);
    }
    void ownProfilesStandBesideTheBuiltInOnes()
    {
        const QTemporaryDir dir;
        const auto write = [&](const char *name, const char *text) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write("mine.json", R"({"name":"mine","title":"Mine","order":1})");
        write("client.json", R"({"name":"client","title":"Our client"})");
        write("broken.json", "{");
        write("other.json", R"({"name":"another","title":"x"})");
        const ProfileLibrary library(dir.path().toStdString());
        QCOMPARE(QString::fromStdString(library.all().front()->name), QStringLiteral("mine"));
        QCOMPARE(QString::fromStdString(library.find("client")->title), QStringLiteral("Our client"));
        QCOMPARE(library.problems().size(), std::size_t { 2 });
        QVERIFY(library.get("broken").error().message.ends_with("broken.json is not JSON"));
        QVERIFY(library.problems()[1].message.find("\"other\", the name of the file") != std::string::npos);
    }

    void statesFollowFromProfileAndHost()
    {
        const ServerProfile p = builtIn("storage-ldiskfs");
        protocol::HostInventory h = rocky();
        QCOMPARE(softwareState(p, h), State::Missing);
        for (const std::string &name : missingPackages(p, h))
            h.software.packages.push_back({ name.substr(0, name.find('=')), name.find('=') == std::string::npos ? "1" : name.substr(name.find('=') + 1) });
        QVERIFY(missingPackages(p, h).empty());
        QCOMPARE(softwareState(p, h), State::Installed); // the other kernel is installed, and does not run
        h.kernel = "4.18.0-553.27.1.el8_lustre.x86_64";
        QCOMPARE(softwareState(p, h), State::Ready);
        QCOMPARE(timeState(p, h), State::Unsynchronized);
        h.time.synchronized = true;
        QCOMPARE(timeState(p, h), State::Synchronized);
        h.time.running = { "chrony", "ntpd" };
        QCOMPARE(timeState(p, h), State::Unsynchronized);
        QCOMPARE(firewallState(p, h), State::Open); // there is none
        h.firewall.kind = "firewalld";
        QCOMPARE(firewallState(p, h), State::Closed);
        h.firewall.ours = { "988/tcp" };
        QCOMPARE(firewallState(p, h), State::Open);
        QCOMPARE(softwareState(builtIn("monitored"), h), State::None);
        QCOMPARE(timeState(builtIn("as-it-is"), h), State::None);
    }
    void whatServesIsLeftAlone()
    {
        const ServerProfile p = builtIn("storage-ldiskfs");
        protocol::HostInventory h = rocky();
        h.targets.emplace_back().mountpoint = "/mnt/x";
        QCOMPARE(softwareState(p, h), State::Ready);
        h.targets.front().mountpoint.clear();
        QCOMPARE(softwareState(p, h), State::Missing);
        h.lnet.state = "up";
        h.lustreVersion = "2.14.0";
        QCOMPARE(softwareState(p, h), State::Ready); // it stands by
    }
    void aTimeServiceIsInstalledOnlyWhereThereIsNone()
    {
        const ServerProfile p = builtIn("storage-patchless");
        protocol::HostInventory h = rocky();
        const auto wants = [&] { const auto m = missingPackages(p, h); return std::find(m.begin(), m.end(), "chrony") != m.end(); };
        QVERIFY(!wants());
        h.time = {};
        QVERIFY(wants());
        h.software.packages.push_back({ "ntpsec", "1.2" });
        QVERIFY(!wants());
    }
    void validationsSayWhatIsWrong()
    {
        protocol::HostInventory h = rocky();
        QVERIFY(problemsOf(builtIn("storage-ldiskfs"), h).empty());
        h.architecture = "ppc64le";
        h.memory = 1 << 30;
        const auto problems = problemsOf(builtIn("storage-ldiskfs"), h);
        QCOMPARE(problems.size(), std::size_t { 2 });
        QVERIFY(problems[0].fatal && !problems[1].fatal);
        h.osVersion = "9.2";
        QVERIFY(problemsOf(builtIn("storage-ldiskfs"), h).back().text.find("has no packages for Rocky") != std::string::npos);
    }

    void chosenProfilesAreKeptOnceEach()
    {
        inventory::Wanted w;
        const ProfileLibrary library("/nonexistent");
        auto changed = std::make_shared<ServerProfile>(*library.find("client"));
        changed->title = "Changed";
        w.profiles = { { "a", library.find("client") }, { "b", library.find("client") }, { "c", changed } };
        w.routes["a"] = { { "o2ib", "10.0.0.1@tcp", 2 } };
        w.lnetOurs = { "a" };
        const protocol::Json j = inventory::toJson(w);
        QCOMPARE(j["profiles"].size(), std::size_t { 2 });
        const auto back = inventory::wantedFromJson(j);
        QVERIFY(back.ok());
        QVERIFY(*back->profiles.at("b") == *library.find("client"));
        QVERIFY(*back->profiles.at("c") == *changed);
        QVERIFY(back->routes == w.routes && back->lnetOurs == w.lnetOurs);
        QVERIFY(!inventory::wantedFromJson(json(R"({"profileOf":{"a":"gone"}})")).ok());
    }
    /// apt brings no recommended packages along: what is needed is named.
    void whatHighAvailabilityNeedsIsNamed()
    {
        inventory::ServerProfile profile;
        profile.ha = { 2, { "fence_ipmilan" }, true };
        protocol::HostInventory host;
        host.software.manager = "apt";
        QCOMPARE(inventory::missingHaPackages(profile, host), (std::vector<std::string> { "corosync", "pacemaker", "pacemaker-cli-utils", "fence-agents", "ipmitool" }));
        profile.ha.fenceAgents = { "fence_apc_snmp" };
        QCOMPARE(inventory::missingHaPackages(profile, host).back(), std::string("fence-agents"));
        host.software.manager = "dnf";
        QCOMPARE(inventory::missingHaPackages(profile, host), (std::vector<std::string> { "corosync", "pacemaker", "fence-agents-all", "lustre-resource-agents" }));
        host.ha.corosync = host.ha.pacemaker = true; // whatever brought them
        host.ha.fenceAgents = { "fence_apc_snmp" };
        host.ha.resourceAgents = { "ocf:lustre:Lustre" };
        QVERIFY(inventory::missingHaPackages(profile, host).empty());
    }
    void settingsAreTakenOver()
    {
        inventory::Wanted w;
        w.profiles["kept"] = inventory::monitoredProfile();
        w.states[inventory::serverId("gone")] = State::Removed;
        const auto wrong = inventory::adoptProfiles(w, { { "server-profile:kept", "client" }, { "server-profile:new", "client" },
            { "server-profile:seen", "monitored" }, { "server-profile:bad", "nfs" }, { "server-profile:gone", "client" }, { "theme", "dark" } }, ProfileLibrary("/nonexistent"));
        QCOMPARE(wrong.size(), std::size_t { 1 });
        QCOMPARE(w.profileOf("kept")->managed, false);
        QCOMPARE(QString::fromStdString(w.profileOf("new")->name), QStringLiteral("client"));
        QCOMPARE(w.states.at("server:new"), State::Managed);
        QVERIFY(w.isMonitored("seen") && !w.states.contains("server:seen") && !w.profileOf("gone") && !w.profileOf("bad"));
    }
    void aRenamedServerKeepsWhatWasSaidOfIt()
    {
        inventory::Wanted w;
        w.states = { { "server:a", State::Managed }, { "lnet:a", State::Up }, { "client:a:/mnt/x", State::Mounted }, { "lnet:ab", State::Down } };
        w.lnets["a"] = { { "tcp", { "eth1" } } };
        w.placement["target:x-OST0000"] = "a";
        w.profiles["a"] = inventory::monitoredProfile();
        w.lnetOurs = { "a" };
        w.filesystems["x"].targets = { { .volume = "a:/dev/sdb", .primary = "a", .failover = "c" } };
        inventory::renameServer(w, "a", "z");
        QCOMPARE(w.states, (std::map<std::string, State> { { "server:z", State::Managed }, { "lnet:z", State::Up }, { "client:z:/mnt/x", State::Mounted }, { "lnet:ab", State::Down } }));
        QVERIFY(w.lnets.contains("z") && w.profiles.contains("z") && w.lnetOurs.contains("z") && !w.lnets.contains("a"));
        QCOMPARE(w.placement.at("target:x-OST0000"), std::string("z"));
        QCOMPARE(w.filesystems["x"].targets[0].volume, std::string("z:/dev/sdb"));
        QCOMPARE(w.filesystems["x"].targets[0].primary, std::string("z"));
    }
};

QTEST_GUILESS_MAIN(TestServerProfile)
#include "tst_serverprofile.moc"
