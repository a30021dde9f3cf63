// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs about Corosync, Pacemaker, fencing and power, by real agents on a simulated pair of hosts: the whole way from a key to a
// failover, what is said where something is missing, and that no secret is left anywhere.
#include "agent/actions/markup.h"
#include "agent/protocol/base64.h"
#include "agent/protocol/ha.h"
#include "agent/protocol/operations.h"
#include "agent/protocol/secrets.h"
#include "tests/agent/hostcase.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTemporaryDir>

using protocol::Json;
using testing::Cluster;
using testing::contentOf;
using testing::Line;
using testing::messageOf;
using testing::problemOf;

namespace {

const char *conf = "totem {\n    version: 2\n    cluster_name: oss\n    token: 1000\n}\nquorum {\n    provider: corosync_votequorum\n    two_node: 1\n}\nnodelist {\n"
                   "    node {\n        nodeid: 1\n        name: oss1\n        ring0_addr: 10.10.0.21\n    }\n"
                   "    node {\n        nodeid: 2\n        name: oss2\n        ring0_addr: 10.10.0.22\n    }\n}\n";
constexpr const char *bootDropIn = "/root/etc/systemd/system/corosync.service.d/chandelier-boot.conf";
const std::string password = "hush-hush-4711-nobody-knows";

Json patch(const char *op, const char *section, const std::string &xml)
{
    return {{"op", op}, {"section", section}, {"xml", xml}};
}

Json fenceDevice(const std::string &host)
{
    const std::string id = "fence-" + host;
    return patch("create", "resources", "<primitive id=\"" + id + "\" class=\"stonith\" type=\"fence_ipmilan\"><instance_attributes id=\"" + id + "-p\"><nvpair id=\"" + id
                     + "-l\" name=\"pcmk_host_list\" value=\"" + host + "\"/><nvpair id=\"" + id + "-i\" name=\"ip\" value=\"bmc-" + host + "\"/></instance_attributes></primitive>");
}

} // namespace

class TestHa : public QObject {
    Q_OBJECT
    std::unique_ptr<Cluster> m_cluster;
    std::map<std::string, std::unique_ptr<Line>> m_lines;
    std::map<std::string, std::string> m_leases;
    std::string m_seen; ///< everything that agents have said
    int m_step = 0;

    Json call(const std::string &host, const char *verb, const Json &args = Json::object(), const protocol::Secrets &secrets = protocol::Secrets())
    {
        Line &line = *m_lines[host];
        const bool writes = protocol::traits(*protocol::verbFromName(verb)).writes;
        const int id = 100000 + ++m_step;
        Json message{{"type", "call"}, {"id", id}, {"verb", verb}, {"args", args}, {"lease", m_leases[host]}};
        if (writes)
            message["step"] = "ha/" + std::to_string(m_step);
        if (!secrets.empty())
            message["secrets"] = protocol::secretsToJson(secrets);
        line.say(message);
        Json result = line.result(id);
        if (std::string(verb) != "corosync.key")
            m_seen += result.dump();
        for (const Json &other : std::exchange(line.others, {}))
            m_seen += other.dump();
        return result;
    }
    Json value(const std::string &host, const char *verb, const Json &args = Json::object(), const protocol::Secrets &secrets = protocol::Secrets())
    {
        const Json done = call(host, verb, args, secrets);
        if (!problemOf(done).empty())
            qWarning("%s on %s: %s", verb, host.c_str(), protocol::dumpJson(protocol::member(done, "error")).c_str());
        return protocol::member(done, "value");
    }
    Json patches(const Json &list) { return value("oss1", "cib.patch", {{"what", "test"}, {"patches", list}}); }
    int tool(const std::string &host, const QStringList &words)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(m_cluster->host(QString::fromStdString(host)) + "/bin/" + words.first(), words.mid(1));
        return process.waitForFinished(30000) ? process.exitCode() : -1;
    }
    bool mounted(const char *host) { return contentOf(m_cluster->host(host) + "/root/proc/mounts").contains(" /mnt/ost0 lustre"); }
    void connectTo(const char *host)
    {
        m_lines[host] = std::make_unique<Line>(m_cluster->socket(host));
        m_lines[host]->hello();
        m_leases[host] = m_lines[host]->takeLease("ha");
    }
    /// A disk that both see, by the same name.
    std::string sharedDisk()
    {
        const QStringList there = QDir(m_cluster->host("oss2") + "/root/dev/disk/by-id").entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
        for (const QString &name : QDir(m_cluster->host("oss1") + "/root/dev/disk/by-id").entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot))
            if (name.startsWith("dm-uuid") && there.contains(name))
                return "/dev/disk/by-id/" + name.toStdString();
        return {};
    }

private slots:
    void initTestCase()
    {
        m_cluster = std::make_unique<Cluster>(QStringLiteral("0.01"), QStringList{"--ha"});
        QVERIFY(m_cluster->isGood());
        for (const char *host : {"oss1", "oss2"}) {
            QVERIFY(m_cluster->start(host));
            connectTo(host);
        }
    }

    void whatIsMissingIsSaid()
    {
        Cluster bare(QStringLiteral("0.01"), {"--bare"});
        QVERIFY(bare.start("oss1"));
        Line line(bare.socket("oss1"));
        line.hello();
        const std::string lease = line.takeLease("ha");
        const Json none = line.call("ha.state");
        QVERIFY(protocol::haReportFromJson(none["value"])->fenceAgents.empty());
        for (const char *verb : {"corosync.keygen", "corosync.start", "pacemaker.start", "ha.verify"}) {
            const bool writes = protocol::traits(*protocol::verbFromName(verb)).writes;
            const Json done = line.call(verb, Json::object(), writes ? std::string("b/") + verb : std::string(), writes ? lease : std::string());
            QCOMPARE(problemOf(done), std::string("tool-missing"));
            QVERIFY(done["error"]["remedy"].get<std::string>().find("corosync") != std::string::npos);
        }
        QCOMPARE(problemOf(line.call("power.state", {{"agent", "fence_ipmilan"}})), std::string("tool-missing"));
    }

    void badArgumentsAreNamed_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("args");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *verb, const char *args, const char *word) { QTest::newRow(word) << verb << QString(args).replace('\'', '"').replace('~', "\\\"") << word; };
        row("corosync.configure", "{}", "conf is missing");
        row("cib.patch", "{'patches':[]}", "patches is missing");
        row("cib.patch", "{'patches':[],'folders':['mnt']}", "folders holds 'mnt'");
        row("power.state", "{'agent':'fence_ipmilan','secrets':['password'],'secretParameter':'ip'}", "secretParameter is 'ip'");
        row("power.state", "{'agent':'fence_ipmilan','secrets':['password'],'secretFile':'x'}", "both given");
        row("cib.patch", "{'patches':[{'op':'drop','section':'resources','xml':'<a/>'}]}", "op is 'drop'");
        row("cib.patch", "{'patches':[{'op':'create','section':'status','xml':'<a id=~x~/>'}]}", "section is 'status'");
        row("cib.patch", "{'patches':[{'op':'replace','section':'configuration','xml':'<configuration/>'}]}", "section is 'configuration'");
        row("cib.patch", "{'patches':[{'op':'create','section':'resources','xml':'<primitive id=~x~><nvpair name=~passwd~ value=~1~/></primitive>'}]}", "password in clear");
        row("power.state", "{'agent':'fence_ipmilan','parameters':{'password':'x'}}", "which is a secret");
        row("power.state", "{'agent':'rm'}", "agent is 'rm'");
        row("resource.move", "{'resource':'a'}", "node is missing");
        row("resource.start", "{'resource':'--all'}", "resource is '--all'");
        row("fence.node", "{'node':'n1','action':'explode'}", "action is 'explode'");
        row("fencing.secret", "{'name':'../x','secrets':['password']}", "name is '../x'");
    }
    void badArgumentsAreNamed()
    {
        QFETCH(QString, verb);
        QFETCH(QString, args);
        QFETCH(QString, word);
        const auto operations = protocol::operationsFor(*protocol::verbFromName(verb.toStdString()), protocol::parseJson(args.toStdString()));
        QVERIFY(!operations.ok());
        QVERIFY2(QString::fromStdString(operations.error().message).contains(word), operations.error().message.c_str());
    }

    void corosyncFromAKey()
    {
        QCOMPARE(problemOf(call("oss1", "corosync.key")), std::string("not-found"));
        const Json made = value("oss1", "corosync.keygen");
        QVERIFY(made["new"].get<bool>());
        QVERIFY(!value("oss1", "corosync.keygen")["new"].get<bool>());
        const auto key = protocol::fromBase64(protocol::textOf(value("oss1", "corosync.key"), "key"));
        QVERIFY(key && key->size() == 256);
        QCOMPARE(problemOf(call("oss1", "corosync.start")), std::string("not-found"));
        QVERIFY(value("oss1", "corosync.configure", {{"conf", conf}})["changed"].get<bool>());
        QVERIFY(!QFile::exists(m_cluster->host("oss1") + bootDropIn));
        const Json withKey{{"conf", conf}, {"keySum", made["sum"]}, {"secrets", {"authkey"}}, {"bootSeconds", 13}};
        QCOMPARE(problemOf(call("oss2", "corosync.configure", withKey)), std::string("bad-message")); // it names a secret that did not come
        QCOMPARE(problemOf(call("oss2", "corosync.configure", {{"conf", conf}, {"keySum", made["sum"]}})), std::string("conflict"));
        QVERIFY(value("oss2", "corosync.configure", withKey, {{"authkey", *key}})["changed"].get<bool>());
        QVERIFY(!value("oss2", "corosync.configure", withKey, {{"authkey", *key}})["changed"].get<bool>());
        const QFileInfo file(m_cluster->host("oss2") + "/root/etc/corosync/authkey");
        QCOMPARE(static_cast<int>(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOwner)), 0);
        for (const char *host : {"oss1", "oss2"})
            QVERIFY(value(host, "corosync.start")["running"].get<bool>());
        QCOMPARE(problemOf(call("oss1", "corosync.configure", {{"conf", std::string(conf) + "\n# other\n"}})), std::string("conflict"));
        QCOMPARE(problemOf(call("oss1", "corosync.unconfigure")), std::string("conflict"));
        for (const char *host : {"oss1", "oss2"})
            QVERIFY(value(host, "pacemaker.start")["quorum"].get<bool>());
        QCOMPARE(problemOf(call("oss1", "corosync.stop")), std::string("conflict"));
        const auto report = protocol::haReportFromJson(value("oss1", "ha.state"));
        QVERIFY(report.ok());
        QVERIFY(report->corosync && report->pacemaker && report->corosyncEnabled && report->pacemakerEnabled);
        QVERIFY(report->links.find("connected") != std::string::npos && report->quorum.find("Quorate:          Yes") != std::string::npos);
        QVERIFY(report->status.find("<current_dc present=\"true\"") != std::string::npos);
        QCOMPARE(report->authkeySum, made["sum"].get<std::string>());
        QCOMPARE(report->fenceAgents, (std::vector<std::string>{"fence_apc", "fence_ipmilan"}));
        QVERIFY(protocol::haReportFromJson(value("oss1", "ha.state"))->cib.empty() != protocol::haReportFromJson(value("oss2", "ha.state"))->cib.empty()); // the DC alone has it
        QVERIFY(protocol::haReportFromJson(value("oss1", "ha.state", {{"cib", false}}))->cib.empty());
    }

    /// The command that systemd is given, with other words for what it asks and does.
    void whoHasJustBootedWaits_data()
    {
        QTest::addColumn<QString>("on");
        QTest::addColumn<QString>("slept");
        QTest::newRow("just switched on") << "      3" << "10";
        QTest::newRow("nearly long enough") << "12" << "1";
        QTest::newRow("long enough") << "13" << "";
        QTest::newRow("for weeks") << "2592000" << "";
        QTest::newRow("nobody says so") << "" << "";
    }
    void whoHasJustBootedWaits()
    {
        QFETCH(QString, on);
        QFETCH(QString, slept);
        const QString unit = QString::fromUtf8(contentOf(m_cluster->host("oss2") + bootDropIn));
        const QRegularExpressionMatch command = QRegularExpression(QStringLiteral("^ExecStartPre=-/bin/sh -c '([^']*)'$"), QRegularExpression::MultilineOption).match(unit);
        QVERIFY2(command.hasMatch(), qPrintable(unit));
        QVERIFY2(unit.contains("\nTimeoutStartSec=103\n"), qPrintable(unit)); // what it waits is no time in which Corosync could have started
        QTemporaryDir tools;
        const auto tool = [&](const char *name, const QString &text) {
            QFile file(tools.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0);
            file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        };
        tool("ps", on.isEmpty() ? QStringLiteral("#!/bin/sh\nexit 1\n") : QStringLiteral("#!/bin/sh\n[ \"$*\" = \"-o etimes= -p 1\" ] && echo '%1'\n").arg(on));
        tool("sleep", QStringLiteral("#!/bin/sh\nprintf %s \"$*\"\n"));
        QProcess process;
        QProcessEnvironment environment;
        environment.insert("PATH", tools.path());
        process.setProcessEnvironment(environment);
        process.start("/bin/sh", {"-c", command.captured(1).replace("$$", "$")});
        QVERIFY(process.waitForFinished(10000));
        QCOMPARE(QString::fromUtf8(process.readAllStandardOutput()), slept);
        QCOMPARE(process.readAllStandardError(), QByteArray());
    }

    /// Pacemaker that hears of its own fencing ends by itself and takes Corosync along: systemd calls both active until they are gone, and
    /// has then started nothing.
    void whatEndedWhileItWasStartedIsStartedOnceMore()
    {
        const auto startsNothing = [this](const char *times) {
            return m_cluster->simhost({"fault", m_cluster->root(), "oss2", "--tool", "systemctl", "--word", "enable", "--rc", "0", "--times", times});
        };
        QVERIFY(value("oss2", "pacemaker.stop").is_object());
        QVERIFY(value("oss2", "corosync.stop").is_object());
        QVERIFY(startsNothing("2"));
        const Json given = call("oss2", "corosync.start");
        QCOMPARE(problemOf(given), std::string("tool-failed"));
        QVERIFY2(messageOf(given).find("corosync.service has ended again") != std::string::npos, messageOf(given).c_str());
        for (const char *verb : {"corosync.start", "pacemaker.start"}) {
            QVERIFY(startsNothing("1"));
            QVERIFY(value("oss2", verb).is_object());
        }
    }

    void secretsAndPower()
    {
        const Json parameters{{"ip", "bmc-oss2"}, {"username", "admin"}};
        QCOMPARE(problemOf(call("oss1", "power.state", {{"agent", "fence_ipmilan"}, {"parameters", parameters}, {"secretFile", "oss2"}})), std::string("not-found"));
        const Json written = value("oss1", "fencing.secret", {{"name", "oss2"}, {"secrets", {"password"}}}, {{"password", password}});
        QCOMPARE(written["script"], Json("/etc/chandelier/fence/oss2.sh"));
        const QString folder = m_cluster->host("oss1") + "/root/etc/chandelier/fence";
        QCOMPARE(contentOf(folder + "/oss2.secret"), QByteArray::fromStdString(password));
        QCOMPARE(static_cast<int>(QFileInfo(folder).permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther)), 0);
        const Json state = value("oss1", "power.state", {{"agent", "fence_ipmilan"}, {"parameters", parameters}, {"secretFile", "oss2"}});
        QCOMPARE(state["outlets"], (Json::array({{{"name", "bmc-oss2"}, {"state", "on"}}})));
        // Before any host has the password it comes with the call, and goes to the agent's standard input only.
        const Json beside{{"agent", "fence_ipmilan"}, {"parameters", parameters}, {"name", "oss2"}, {"secrets", {"password"}}};
        QCOMPARE(value("oss1", "power.state", beside, {{"password", password}})["outlets"], state["outlets"]);
        Json deprecated = beside;
        deprecated["secretParameter"] = "passwd";
        QCOMPARE(value("oss1", "power.state", deprecated, {{"password", password}})["outlets"], state["outlets"]);
        QCOMPARE(problemOf(call("oss1", "power.state", beside)), std::string("bad-message")); // it names a secret that did not come
        QCOMPARE(problemOf(call("oss1", "power.state", beside, {{"password", password + "\naction=off"}})), std::string("bad-argument"));
        // ipmitool takes it from a file, which is there for the time of the call only.
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), (QStringList{"oss2.secret", "oss2.sh"}));
        QVERIFY(m_cluster->simhost({"ha", m_cluster->root(), "oss2", "bmc", "broken"}));
        const Json broken = call("oss1", "power.state", {{"agent", "fence_ipmilan"}, {"parameters", parameters}, {"secretFile", "oss2"}});
        QVERIFY2(messageOf(broken).find("Connection timed out") != std::string::npos, messageOf(broken).c_str());
        QVERIFY(m_cluster->simhost({"ha", m_cluster->root(), "oss2", "bmc", "ok"}));
        QVERIFY(value("oss1", "ha.metadata", {{"agent", "fence_ipmilan"}})["xml"].get<std::string>().find("password_script") != std::string::npos);
    }

    /// What fence_ipmilan calls: with an empty password behind -P as well as without one, and with words that have blanks and quotes in them.
    void scriptInThePlaceOfIpmitool()
    {
        QTemporaryDir home;
        const auto operations = protocol::operationsFor(protocol::Verb::FencingSecret, {{"name", "x"}, {"secrets", {"password"}}});
        QVERIFY(operations.ok());
        std::string script = operations->back().content;
        const std::string secret = home.filePath("x.secret").toStdString(), real = "/etc/chandelier/fence/x.secret";
        for (std::size_t at; (at = script.find(real)) != std::string::npos;)
            script.replace(at, real.size(), secret);
        testing::writeTo(home.filePath("x.secret"), "ge heim");
        testing::writeTo(home.filePath("x.sh"), script.c_str(), true);
        testing::writeTo(home.filePath("ipmitool"), "#!/bin/sh\nfor word; do printf '[%s]' \"$word\"; done\n", true);
        const auto ran = [&](const QStringList &words) {
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert("PATH", home.path() + ":" + environment.value("PATH"));
            environment.insert("skip", "1");
            process.setProcessEnvironment(environment);
            process.start(home.filePath("x.sh"), words);
            process.waitForFinished();
            return process.readAllStandardOutput();
        };
        QCOMPARE(ran({}), QByteArray("ge heim"));
        const QByteArray file = "[-f][" + QByteArray::fromStdString(secret) + "]";
        QCOMPARE(ran({"-I", "lan", "-P", "", "-U", "a 'b\" $x", "chassis"}), file + "[-I][lan][-U][a 'b\" $x][chassis]");
        QCOMPARE(ran({"-U", "", "-P", "-P", "chassis"}), file + "[-U][][chassis]");
    }

    void targetUnderPacemaker()
    {
        const std::string disk = sharedDisk();
        QVERIFY(!disk.empty());
        for (const char *host : {"mds1", "oss1", "oss2"}) {
            QCOMPARE(tool(host, {"modprobe", "lustre"}), 0);
            QCOMPARE(tool(host, {"lnetctl", "lnet", "configure", "--all"}), 0);
        }
        QCOMPARE(tool("mds1", {"mkfs.lustre", "--mgs", "--quiet", "/dev/mapper/mpatha"}), 0);
        QDir().mkpath(m_cluster->host("mds1") + "/root/mnt/mgs");
        QCOMPARE(tool("mds1", {"mount", "-t", "lustre", "/dev/mapper/mpatha", "/mnt/mgs"}), 0);
        QProcess nids;
        nids.start(m_cluster->host("mds1") + "/bin/lctl", {"list_nids"});
        QVERIFY(nids.waitForFinished(10000));
        const QString mgs = QString::fromUtf8(nids.readAllStandardOutput()).section('\n', 0, 0);
        QCOMPARE(tool("oss1", {"mkfs.lustre", "--ost", "--quiet", "--fsname=scratch", "--index=0", "--mgsnode=" + mgs, QString::fromStdString(disk)}), 0);

        const Json all = Json::array({fenceDevice("oss1"), fenceDevice("oss2"),
            patch("create", "rsc_defaults", "<meta_attributes id=\"defaults\"><nvpair id=\"defaults-stickiness\" name=\"resource-stickiness\" value=\"1000\"/></meta_attributes>"),
            patch("create", "resources", "<primitive id=\"ost0\" class=\"ocf\" provider=\"lustre\" type=\"Lustre\"><instance_attributes id=\"ost0-p\"><nvpair id=\"ost0-t\" name=\"target\" value=\"" + disk
                      + "\"/><nvpair id=\"ost0-m\" name=\"mountpoint\" value=\"/mnt/ost0\"/></instance_attributes><meta_attributes id=\"ost0-meta_attributes\"><nvpair id=\"ost0-role\" name=\"target-role\" value=\"Stopped\"/></meta_attributes></primitive>"),
            patch("create", "constraints", "<rsc_location id=\"ost0-1\" rsc=\"ost0\" node=\"oss1\" score=\"200\"/>"),
            patch("create", "constraints", "<rsc_location id=\"ost0-2\" rsc=\"ost0\" node=\"oss2\" score=\"100\"/>")});
        QCOMPARE(patches(all)["skipped"], Json::array());
        QCOMPARE(patches(all)["skipped"].size(), all.size()); // twice is once
        const Json made{{"patches", Json::array()}, {"folders", {"/mnt/ost0"}}};
        for (const char *host : {"oss1", "oss2"})
            QCOMPARE(value(host, "cib.patch", made)["done"], Json(0));
        QVERIFY(QFileInfo(m_cluster->host("oss2") + "/root/mnt/ost0").isDir());
        const auto report = protocol::haReportFromJson(value("oss2", "ha.state"));
        QVERIFY(std::find(report->folders.begin(), report->folders.end(), "/mnt/ost0") != report->folders.end());
        QVERIFY(report->spaceFree > 0);
        QCOMPARE(problemOf(call("oss1", "cib.patch", {{"patches", {patch("create", "constraints", "<rsc_location id=\"ost0-2\" rsc=\"ost0\" node=\"oss2\" score=\"9\"/>")}}})), std::string("conflict"));
        QCOMPARE(problemOf(call("oss1", "resource.start", {{"resource", "nothing"}})), std::string("not-found"));
        QVERIFY(!mounted("oss1") && !mounted("oss2"));
        QCOMPARE(value("oss2", "resource.start", {{"resource", "ost0"}})["nodes"], Json({"oss1"}));
        QVERIFY(mounted("oss1"));
    }

    void movingAndStandby()
    {
        QCOMPARE(value("oss1", "resource.move", {{"resource", "ost0"}, {"node", "oss2"}})["nodes"], Json({"oss2"}));
        QVERIFY(mounted("oss2") && !mounted("oss1"));
        QProcess constraints;
        constraints.start(m_cluster->host("oss1") + "/bin/cibadmin", {"--query", "-o", "constraints"});
        QVERIFY(constraints.waitForFinished(10000) && !constraints.readAllStandardOutput().contains("cli-"));
        QCOMPARE(value("oss1", "node.standby", {{"node", "oss2"}, {"standby", true}})["resources"], Json::array());
        QVERIFY(mounted("oss1"));
        QCOMPARE(problemOf(call("oss1", "resource.move", {{"resource", "ost0"}, {"node", "oss2"}})), std::string("conflict"));
        QVERIFY(value("oss1", "node.standby", {{"node", "oss2"}, {"standby", false}}).is_object());
        QVERIFY(value("oss1", "cluster.maintenance", {{"on", true}}).is_object());
        QCOMPARE(problemOf(call("oss1", "resource.stop", {{"resource", "ost0"}})), std::string("conflict"));
        QVERIFY(value("oss1", "cluster.maintenance", {{"on", false}}).is_object());
        QCOMPARE(value("oss1", "resource.stop", {{"resource", "ost0"}})["role"], Json("Stopped"));
        QVERIFY(!mounted("oss1"));
        QVERIFY(value("oss1", "resource.start", {{"resource", "ost0"}}).is_object());
    }

    void aFailureIsTold()
    {
        QVERIFY(value("oss1", "resource.stop", {{"resource", "ost0"}}).is_object());
        for (const char *host : {"oss1", "oss2"})
            QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), host, "--tool", "mount", "--rc", "5", "--stderr", "mount.lustre: broken on purpose", "--times", "1"}));
        const Json done = call("oss1", "resource.start", {{"resource", "ost0"}});
        QCOMPARE(problemOf(done), std::string("tool-failed"));
        QVERIFY2(messageOf(done).find("ost0_start_0 on oss1") != std::string::npos && messageOf(done).find("broken on purpose") != std::string::npos, messageOf(done).c_str());
        QVERIFY(value("oss1", "resource.cleanup", {{"resource", "ost0"}}).is_object());
        QVERIFY(value("oss1", "resource.start", {{"resource", "ost0"}}).is_object());
    }

    void aDeadHostIsFenced()
    {
        QCOMPARE(value("oss1", "resource.move", {{"resource", "ost0"}, {"node", "oss1"}})["nodes"], Json({"oss1"}));
        QVERIFY(m_cluster->simhost({"ha", m_cluster->root(), "oss1", "bmc", "broken"}));
        QVERIFY(m_cluster->simhost({"kill", m_cluster->root(), "oss1"}));
        const auto state = [this] { return protocol::haReportFromJson(value("oss2", "ha.state", {{"cib", false}}))->status; };
        QTRY_VERIFY_WITH_TIMEOUT(state().find("unclean=\"true\"") != std::string::npos, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(state().find("status=\"failed\"") != std::string::npos, 20000);
        QVERIFY(!mounted("oss2")); // as long as nobody knows that the other one is off
        QVERIFY(m_cluster->simhost({"ha", m_cluster->root(), "oss1", "bmc", "ok"}));
        QTRY_VERIFY_WITH_TIMEOUT(mounted("oss2"), 20000);
        QTRY_VERIFY_WITH_TIMEOUT(state().find("status=\"success\" delegate=\"oss2\"") != std::string::npos, 20000);
        QVERIFY(!mounted("oss1"));
        // Nobody mounts anything there any more; yet LNet is up when it has booted, so that it may be chosen again.
        const auto nets = [this] {
            const Json now = protocol::parseJson(contentOf(m_cluster->host("oss1") + "/state.json").toStdString());
            return protocol::member(protocol::member(now, "lnet"), "nets").size();
        };
        QTRY_VERIFY_WITH_TIMEOUT(nets() > 0, 20000);
    }

    void takenDownAgain()
    {
        QVERIFY(value("oss2", "pacemaker.stop").is_object());
        QVERIFY(!mounted("oss2"));
        QVERIFY(value("oss2", "corosync.stop").is_object());
        QVERIFY(value("oss2", "corosync.unconfigure")["removed"].size() >= 2);
        QVERIFY(!QFile::exists(m_cluster->host("oss2") + "/root/etc/corosync/authkey"));
        QVERIFY(!QFile::exists(m_cluster->host("oss2") + "/root/etc/systemd/system/pacemaker.service.d/chandelier-lnet.conf"));
        QVERIFY(!QFile::exists(m_cluster->host("oss2") + bootDropIn));
        QVERIFY(QFile::exists(m_cluster->host("oss2") + "/root/etc/corosync/corosync.conf.chandelier-old"));
        QCOMPARE(value("oss2", "fencing.secret", {{"name", "oss2"}, {"remove", true}}), Json::object());
    }

    void noSecretIsLeftAnywhere()
    {
        const QByteArray key = contentOf(m_cluster->host("oss1") + "/root/etc/corosync/authkey");
        QVERIFY(key.size() == 256);
        const std::vector<QByteArray> secrets{QByteArray::fromStdString(password), QByteArray::fromStdString(password).toBase64().left(24), key.left(16), key.toBase64().left(24)};
        for (const QByteArray &secret : secrets)
            QVERIFY(!QByteArray::fromStdString(m_seen).contains(secret));
        int files = 0;
        for (const char *host : {"oss1", "oss2"}) {
            QDirIterator all(m_cluster->host(host), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (all.hasNext()) {
                const QString path = all.next();
                if (path.contains("/root/etc/chandelier/fence/") || path.endsWith("/root/etc/corosync/authkey") || path.contains("/bin/"))
                    continue; // where they belong
                ++files;
                const QByteArray content = contentOf(path);
                for (const QByteArray &secret : secrets)
                    QVERIFY2(!content.contains(secret), qPrintable(path));
            }
        }
        QVERIFY(files > 20);
    }

    void markupIsReadAsItIs()
    {
        QCOMPARE(agent::canonicalMarkup("<a  y='1' x=\"2\"><!-- no --><b/></a>"), agent::canonicalMarkup("<a x=\"2\" y=\"1\">\n  <b></b>\n</a>\n"));
        QVERIFY(agent::canonicalMarkup("<a x='1'/>") != agent::canonicalMarkup("<a x='2'/>"));
        QCOMPARE(agent::withoutSecretParameters("<nvpair id=\"p\" name=\"passwd\" value=\"geheim\"/><nvpair name='password_script' value='/x.sh'/>"),
                 std::string("<nvpair id=\"p\" name=\"passwd\" value=\"(removed)\"/><nvpair name='password_script' value='/x.sh'/>"));
        for (const char *cut : {"<", "<a", "<a x=", "<a x='", "<!-- ", "<nvpair name=\"passwd\" value=", "<nvpair name=\"passwd\" value=\"x"})
            (void)agent::withoutSecretParameters(agent::canonicalMarkup(cut) + cut);
        for (std::size_t length = 0; length < 300; length += 7) {
            std::string bytes;
            for (std::size_t i = 0; i < length; ++i)
                bytes += static_cast<char>(i * 31);
            QCOMPARE(protocol::fromBase64(protocol::toBase64(bytes)).value_or("?"), bytes);
        }
    }
};

QTEST_MAIN(TestHa)
#include "tst_ha.moc"
