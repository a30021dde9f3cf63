// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated tools of Corosync and Pacemaker say what the real ones said (tests/data/ha-recorded): words, exit codes, elements,
// attributes and their order.
#include "agent/simhost/call.h"
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <functional>
#include <memory>
#include <set>

using simhost::Outcome;
using simhost::Words;

namespace {

std::string recorded(const std::string &name)
{
    return simhost::readFile(std::string(SOURCE_DIR "/tests/data/ha-recorded/") + name);
}

/// "depth element attribute attribute ..." of every start tag, each once.
std::set<std::string> skeleton(const std::string &xml)
{
    std::set<std::string> lines;
    const std::function<void(const simhost::Element &, const std::string &)> walk = [&](const simhost::Element &element, const std::string &path) {
        std::string line = path + "/" + element.name + ":";
        for (const auto &[name, value] : element.attributes)
            line += " " + name;
        lines.insert(line);
        for (const simhost::Element &child : element.children)
            walk(child, path + "/" + element.name);
    };
    if (const auto root = simhost::readElement(xml))
        walk(*root, {});
    return lines;
}

const char *conf = "totem {\n    version: 2\n    cluster_name: lab\n    token: 3000\n}\nquorum {\n    provider: corosync_votequorum\n    two_node: 1\n}\nnodelist {\n"
                   "    node {\n        nodeid: 1\n        name: n1\n        ring0_addr: 10.10.0.1\n        ring1_addr: 10.10.1.1\n    }\n"
                   "    node {\n        nodeid: 2\n        name: n2\n        ring0_addr: 10.10.0.2\n        ring1_addr: 10.10.1.2\n    }\n}\n";

} // namespace

class TestHaSimhost : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::string m_directory;

    Outcome run(const std::string &host, const Words &words) { return simhost::runCaptured(m_directory, host, words); }
    std::string status(const std::string &host = "n1") { return run(host, {"crm_mon", "--output-as=xml"}).out; }
    bool eventually(const std::function<bool()> &good)
    {
        return QTest::qWaitFor(good, 15000);
    }
    bool shows(const std::string &text, const std::string &host = "n1")
    {
        const bool good = eventually([&] { return simhost::has(status(host), text); });
        if (!good)
            qWarning("%s\n%s", status(host).c_str(), simhost::readFile(m_directory + "/ha.json").c_str());
        return good;
    }
    /// The same words and the same code as the recording.
    void compare(const std::string &name, const Outcome &got)
    {
        QCOMPARE(QString::number(got.rc), QString::fromStdString(simhost::trim(recorded(name + ".rc"))));
        QCOMPARE(QString::fromStdString(got.out), QString::fromStdString(recorded(name + ".out")));
        QCOMPARE(QString::fromStdString(got.err), QString::fromStdString(recorded(name + ".err")));
    }
    void compareOn(const char *name, const Words &words, const char *host = "n1")
    {
        compare(name, run(host, words));
        if (QTest::currentTestFailed())
            qWarning("recording %s", name);
    }
    bool createPair()
    {
        m_directory = (m_folder.path() + "/cluster").toStdString();
        const simhost::Json definition = simhost::parse(R"({"version": 1, "lustre": "2.17.0", "speed": 0, "ha": true, "disks": [], "hosts": [
            {"name": "n1", "kernel": "6.1.0", "cpus": 2, "memoryKb": 1000000, "nics": [], "disks": []},
            {"name": "n2", "kernel": "6.1.0", "cpus": 2, "memoryKb": 1000000, "nics": [], "disks": []}]})");
        return simhost::createCluster(m_directory, definition, BIN_DIR "/chandelier-simhost").empty();
    }
    void formCluster()
    {
        for (const char *host : {"n1", "n2"}) {
            simhost::makeDirectories(m_directory + "/hosts/" + host + "/root/etc/corosync");
            simhost::writeFile(m_directory + "/hosts/" + host + "/root/etc/corosync/corosync.conf", conf);
            QCOMPARE(run(host, {"systemctl", "enable", "--now", "--quiet", "pacemaker.service"}).rc, 0);
        }
        QVERIFY(shows("name=\"n2\" id=\"2\" online=\"true\" standby=\"false\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\""));
        for (const char *host : {"n1", "n2"}) {
            const std::string id = std::string("fence-") + host, xml = "<primitive id=\"" + id + "\" class=\"stonith\" type=\"fence_ipmilan\"><instance_attributes id=\"" + id + "-p\"><nvpair id=\"" + id
                + "-l\" name=\"pcmk_host_list\" value=\"" + host + "\"/></instance_attributes></primitive>";
            QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", xml}).rc, 0);
            QVERIFY(shows("<resource id=\"" + id + "\" resource_agent=\"stonith:fence_ipmilan\" role=\"Started\""));
        }
    }

private slots:
    void initTestCase() { QVERIFY(createPair()); }

    void wordsWithoutACluster()
    {
        compareOn("none-crm_mon", {"crm_mon", "--output-as=xml"});
        compareOn("none-cfgtool", {"corosync-cfgtool", "-s"});
        compareOn("none-quorum", {"corosync-quorumtool", "-s"});
        compareOn("none-cmap", {"corosync-cmapctl"});
        compareOn("none-cib", {"cibadmin", "--query"});
        compareOn("none-res", {"crm_resource", "--resource", "x", "--clear"});
        compareOn("none-attr", {"crm_attribute", "--type", "crm_config", "--name", "maintenance-mode", "--update", "true"});
        compareOn("none-stonith", {"stonith_admin", "--reboot", "n2", "--timeout", "5"});
        compareOn("none-verify", {"crm_verify", "--live-check", "-V"});
        compareOn("none-node", {"crm_node", "-l"});
        compareOn("none-t", {"corosync", "-t"});
    }

    void wordsOfACluster()
    {
        formCluster();
        if (QTest::currentTestFailed())
            return;
        compareOn("base-cfgtool", {"corosync-cfgtool", "-s"});
        compareOn("base-node-l", {"crm_node", "-l"});
        compareOn("base-node-q", {"crm_node", "-q"});
        compareOn("base-node-n", {"crm_node", "-n"});
        compareOn("base-verify", {"crm_verify", "--live-check", "-V"});
        compareOn("c-query-none", {"cibadmin", "--query", "--xpath", "//configuration//*[@id='nothing']"});
        compareOn("c-delete-none", {"cibadmin", "--delete", "--xpath", "//rsc_location[@id='nothing']"});
        compareOn("c-modify-none", {"cibadmin", "--modify", "-o", "constraints", "-X", "<rsc_location id=\"nothing\" rsc=\"ost0\" node=\"n1\" score=\"5\"/>"});
        compareOn("c-create-defaults", {"cibadmin", "--create", "-o", "rsc_defaults", "-X",
                                        "<meta_attributes id=\"rsc-options\"><nvpair id=\"rsc-options-resource-stickiness\" name=\"resource-stickiness\" value=\"100\"/></meta_attributes>"});
        compareOn("e-move-unknown", {"crm_resource", "--resource", "nothing", "--move", "--node", "n2"});
        compareOn("e-role-unknown", {"crm_resource", "--resource", "nothing", "--meta", "--set-parameter", "target-role", "--parameter-value", "Started"});
        compareOn("e-cleanup-unknown", {"crm_resource", "--cleanup", "--resource", "nothing"});
        compareOn("e-standby-unknown", {"crm_attribute", "--type", "nodes", "--node", "n9", "--name", "standby", "--update", "on"});
        compareOn("f-standby", {"crm_attribute", "--type", "nodes", "--node", "n1", "--name", "standby", "--update", "on"});
        compareOn("f-nodes", {"cibadmin", "--query", "-o", "nodes"});
        compareOn("f-unstandby", {"crm_attribute", "--type", "nodes", "--node", "n1", "--name", "standby", "--delete"});
        compareOn("f-unstandby-again", {"crm_attribute", "--type", "nodes", "--node", "n1", "--name", "standby", "--delete"});
        compareOn("f-maint", {"crm_attribute", "--type", "crm_config", "--name", "maintenance-mode", "--update", "true"});
        compareOn("f-maint-off", {"crm_attribute", "--type", "crm_config", "--name", "maintenance-mode", "--delete"});
        compareOn("f-attr-query-none", {"crm_attribute", "--type", "crm_config", "--name", "nothing", "--query"});
        compareOn("f-stonith-l", {"stonith_admin", "--list", "n2"});
        compareOn("f-stonith-history", {"stonith_admin", "--history", "*"});
        compareOn("f-reload", {"corosync-cfgtool", "-R"});
        compareOn("l-fence-unknown", {"stonith_admin", "--reboot", "n9", "--timeout", "5"});
    }

    /// As in Pacemaker 2.1.5: what is not there comes, in all sections at once; what is there is merged.
    void severalSectionsInOneChange()
    {
        const auto change = [](const char *score) {
            return std::string("<configuration><resources><primitive id=\"both\" class=\"stonith\" type=\"fence_ipmilan\"><instance_attributes id=\"both-p\"><nvpair id=\"both-l\" name=\"pcmk_host_list\" "
                               "value=\"n9\"/></instance_attributes></primitive></resources><constraints><rsc_location id=\"both-elsewhere\" rsc=\"both\" node=\"n1\" score=\"")
                + score + "\"/></constraints></configuration>";
        };
        for (const char *score : {"-INFINITY", "-INFINITY", "-5000"})
            QCOMPARE(run("n1", {"cibadmin", "--modify", "-o", "configuration", "-X", change(score)}).rc, 0);
        const std::string cib = run("n1", {"cibadmin", "--query", "-o", "configuration"}).out;
        for (const char *once : {"<primitive id=\"both\"", "rsc=\"both\" node=\"n1\" score=\"-5000\"", "<configuration", "<primitive id=\"fence-n1\""}) {
            const std::size_t at = cib.find(once);
            QVERIFY2(at != std::string::npos && cib.find(once, at + 1) == std::string::npos, once);
        }
        QVERIFY(shows("<resource id=\"both\" resource_agent=\"stonith:fence_ipmilan\" role=\"Started\""));
        QCOMPARE(run("n1", {"cibadmin", "--delete", "--xpath", "//rsc_location[@id='both-elsewhere']"}).rc, 0);
        QCOMPARE(run("n1", {"cibadmin", "--delete", "--xpath", "//primitive[@id='both']"}).rc, 0);
    }

    void wordsAboutAResource()
    {
        const std::string xml = "<primitive id=\"ost0\" class=\"ocf\" provider=\"lustre\" type=\"Dummy\"/>";
        QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", xml}).rc, 0);
        QVERIFY(shows("<resource id=\"ost0\" resource_agent=\"ocf:lustre:Dummy\" role=\"Started\""));
        QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", xml}).rc, 108);
        QCOMPARE(run("n1", {"crm_resource", "--resource", "ost0", "--move", "--node", "n9"}).err, recorded("e-move-unknown-node.err"));
        const bool onFirst = simhost::has(run("n1", {"crm_resource", "--resource", "ost0", "--locate"}).out, "n1");
        if (!onFirst) {
            QCOMPARE(run("n1", {"crm_resource", "--resource", "ost0", "--move", "--node", "n1"}).rc, 0);
            QVERIFY(eventually([&] { return simhost::has(run("n1", {"crm_resource", "--resource", "ost0", "--locate"}).out, "on: n1"); }));
            run("n1", {"crm_resource", "--resource", "ost0", "--clear"});
        }
        compareOn("e-locate", {"crm_resource", "--resource", "ost0", "--locate"});
        compareOn("e-move-same", {"crm_resource", "--resource", "ost0", "--move", "--node", "n1"});
        QCOMPARE(run("n1", {"crm_resource", "--resource", "ost0", "--move", "--node", "n2"}).rc, 0);
        QVERIFY(eventually([&] { return simhost::has(run("n1", {"crm_resource", "--resource", "ost0", "--locate"}).out, "on: n2"); }));
        QVERIFY(simhost::has(run("n1", {"cibadmin", "--query", "-o", "constraints"}).out, "<rsc_location id=\"cli-prefer-ost0\" rsc=\"ost0\" role=\"Started\" node=\"n2\" score=\"INFINITY\"/>"));
        compareOn("e-clear", {"crm_resource", "--resource", "ost0", "--clear"});
        compareOn("e-clear-again", {"crm_resource", "--resource", "ost0", "--clear"});
        compareOn("e-ban", {"crm_resource", "--resource", "ost0", "--ban", "--node", "n2"});
        QVERIFY(shows("<ban id=\"cli-ban-ost0-on-n2\" resource=\"ost0\" node=\"n2\" weight=\"-1000000\" promoted-only=\"false\" master_only=\"false\"/>"));
        QCOMPARE(run("n1", {"crm_resource", "--resource", "ost0", "--clear"}).rc, 0);
        compareOn("f-unmanage", {"crm_resource", "--resource", "ost0", "--meta", "--set-parameter", "is-managed", "--parameter-value", "false"});
        compareOn("f-manage", {"crm_resource", "--resource", "ost0", "--meta", "--delete-parameter", "is-managed"});
        compareOn("f-manage-again", {"crm_resource", "--resource", "ost0", "--meta", "--delete-parameter", "is-managed"});
        compareOn("g-cleanup-all", {"crm_resource", "--cleanup"});
    }

    /// Whatever crm_mon shows here, a real one has shown with the same attributes in the same order.
    void elementsAndAttributes()
    {
        QVERIFY(simhost::control({"ha", m_directory, "n2", "bmc", "broken"}, {}) == 0);
        simhost::killHost(m_directory, "n2");
        simhost::wakeClusters(m_directory);
        QVERIFY(shows("unclean=\"true\""));
        const std::string unclean = status();
        QVERIFY(simhost::control({"ha", m_directory, "n2", "bmc", "ok"}, {}) == 0);
        QVERIFY(shows("status=\"success\" delegate=\"n1\""));
        QVERIFY(shows("name=\"n2\" id=\"2\" online=\"true\" standby=\"false\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\""));
        std::set<std::string> real;
        for (const QString &file : QDir(QStringLiteral(SOURCE_DIR "/tests/data/ha-recorded")).entryList({"*-mon-*.out", "base-crm_mon.out"}))
            real.merge(skeleton(recorded(file.toStdString())));
        QVERIFY(real.size() > 30);
        // A running pending operation was not caught by the recordings; its attribute is the last of a resource.
        for (const std::string &xml : {unclean, status()})
            for (std::string line : skeleton(xml)) {
                if (line.size() > 8 && line.compare(line.size() - 8, 8, " pending") == 0 && simhost::has(line, "/resource:"))
                    line.erase(line.size() - 8);
                QVERIFY2(real.contains(line), line.c_str());
            }
        for (const char *needed : {"/pacemaker-result/summary/current_dc:", "/pacemaker-result/nodes/node:", "/pacemaker-result/resources/resource/node:", "/pacemaker-result/fence_history/fence_event:",
                                   "/pacemaker-result/node_history/node/resource_history/operation_history:"}) {
            const auto all = skeleton(status());
            QVERIFY2(std::any_of(all.begin(), all.end(), [&](const std::string &line) { return line.rfind(needed, 0) == 0; }), needed);
        }
        std::set<std::string> old = skeleton(recorded("base-asxml.out"));
        for (const std::string &line : skeleton(run("n1", {"crm_mon", "--as-xml"}).out))
            if (line.rfind("/crm_mon/summary", 0) == 0 || line.rfind("/crm_mon:", 0) == 0)
                QVERIFY2(old.contains(line), line.c_str());
    }

    void whatIsColocatedStaysTogether()
    {
        for (const char *id : {"first", "second"})
            QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", std::string("<primitive id=\"") + id + "\" class=\"ocf\" provider=\"lustre\" type=\"Dummy\"/>"}).rc, 0);
        QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "constraints", "-X", "<rsc_colocation id=\"together\" rsc=\"second\" with-rsc=\"first\" score=\"INFINITY\"/>"}).rc, 0);
        for (const char *node : {"n2", "n1"}) {
            run("n1", {"crm_resource", "--resource", "first", "--move", "--node", node});
            const auto isThere = [&](const char *id) { return simhost::has(run("n1", {"crm_resource", "--resource", id, "--locate"}).out, std::string("on: ") + node); };
            QVERIFY(eventually([&] { return isThere("first") && isThere("second"); }));
            run("n1", {"crm_resource", "--resource", "first", "--clear"});
        }
    }

    /// What failed on a node is forgotten after its failure-timeout, without anybody cleaning up.
    void failuresAreForgottenInTime()
    {
        QCOMPARE(run("n1", {"crm_resource", "--resource", "first", "--meta", "--set-parameter", "failure-timeout", "--parameter-value", "1s"}).rc, 0);
        {
            simhost::Session session(m_directory);
            auto &clusters = simhost::objectAt(session.ha(), "clusters");
            simhost::noteOperation(clusters.begin().value(), "n1", "first", "monitor_20000", 7, simhost::nowMillis(), 0);
        }
        QVERIFY(simhost::has(status(), "op_key=\"first_monitor_20000\""));
        simhost::wakeClusters(m_directory);
        QVERIFY(eventually([&] { return !simhost::has(status(), "op_key=\"first_monitor_20000\""); }));
    }

    void theNextLevelIsTriedWhenOneFails()
    {
        const std::string device = "<primitive id=\"pdu-n2\" class=\"stonith\" type=\"fence_apc\"><instance_attributes id=\"pdu-n2-p\"><nvpair id=\"pdu-n2-i\" name=\"ip\" value=\"pdu1\"/>"
                                   "<nvpair id=\"pdu-n2-m\" name=\"pcmk_host_map\" value=\"n2:2\"/></instance_attributes></primitive>";
        QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", device}).rc, 0);
        for (const char *level : {"<fencing-level id=\"l1\" target=\"n2\" index=\"1\" devices=\"fence-n2\"/>", "<fencing-level id=\"l2\" target=\"n2\" index=\"2\" devices=\"pdu-n2\"/>"})
            QCOMPARE(run("n1", {"cibadmin", "--modify", "--allow-create", "-o", "fencing-topology", "-X", level}).rc, 0);
        QVERIFY(simhost::control({"ha", m_directory, "n2", "bmc", "broken"}, {}) == 0);
        const auto boot = [&] {
            simhost::Session session(m_directory);
            return session.up("n2") ? simhost::str(session.state("n2"), "bootId") : std::string();
        };
        const std::string before = boot();
        simhost::killHost(m_directory, "n2");
        simhost::wakeClusters(m_directory);
        QVERIFY(eventually([&] { return !boot().empty() && boot() != before; })); // fenced by its outlet
        QVERIFY(shows("name=\"n2\" id=\"2\" online=\"true\" standby=\"false\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\""));
        QVERIFY(simhost::control({"ha", m_directory, "n2", "pdu", "broken"}, {}) == 0);
        simhost::killHost(m_directory, "n2");
        simhost::wakeClusters(m_directory);
        QVERIFY(shows("online=\"false\" standby=\"false\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\" unclean=\"true\""));
        QVERIFY(simhost::control({"ha", m_directory, "n2", "bmc", "ok"}, {}) == 0);
        QVERIFY(shows("name=\"n2\" id=\"2\" online=\"true\""));
    }

    /// stonith-enabled=false: what could not be stopped may still be there, and nobody may touch it. With fencing its node is fenced.
    void whatCannotBeStoppedIsBlocked()
    {
        const std::string xml = "<primitive id=\"stuck\" class=\"ocf\" provider=\"heartbeat\" type=\"Filesystem\"><instance_attributes id=\"stuck-p\"><nvpair id=\"stuck-d\" name=\"directory\" value=\"/mnt/stuck\"/>"
                                "<nvpair id=\"stuck-v\" name=\"device\" value=\"10.0.0.9@tcp:/other\"/></instance_attributes></primitive>";
        QCOMPARE(run("n1", {"crm_attribute", "--type", "crm_config", "--name", "stonith-enabled", "--update", "false"}).rc, 0);
        {
            simhost::Session session(m_directory);
            simhost::arrayAt(session.state("n1"), "mounts").push_back({{"source", "10.0.0.9@tcp:/other"}, {"target", "/mnt/stuck"}, {"kind", "client"}});
        }
        QCOMPARE(run("n1", {"cibadmin", "--create", "-o", "resources", "-X", xml}).rc, 0);
        QVERIFY(eventually([&] { return simhost::has(run("n1", {"crm_resource", "--resource", "stuck", "--locate"}).out, "on: n1"); }));
        QCOMPARE(simhost::control({"fault", m_directory, "n1", "--tool", "umount", "--rc", "32", "--stderr", "umount: /mnt/stuck: target is busy.\n"}, {}), 0);
        QCOMPARE(run("n1", {"crm_resource", "--resource", "stuck", "--meta", "--set-parameter", "target-role", "--parameter-value", "Stopped"}).rc, 0);
        const std::string blocked = "role=\"Started\" target_role=\"Stopped\" active=\"true\" orphaned=\"false\" blocked=\"true\" managed=\"false\" failed=\"true\"";
        QVERIFY(shows(blocked));
        QVERIFY(simhost::has(status(), "disabled=\"1\" blocked=\"1\""));
        QVERIFY(simhost::has(status(), "op_key=\"stuck_stop_0\" node=\"n1\" exitstatus=\"error\" exitreason=\"umount: /mnt/stuck: target is busy.\""));
        QCOMPARE(run("n1", {"crm_resource", "--cleanup", "--resource", "stuck"}).rc, 0);
        QVERIFY(shows(blocked)); // it could not be stopped again
        QCOMPARE(simhost::control({"fault", m_directory, "n1", "--clear"}, {}), 0);
        QCOMPARE(run("n1", {"crm_resource", "--cleanup", "--resource", "stuck"}).rc, 0);
        QVERIFY(shows("role=\"Stopped\" target_role=\"Stopped\" active=\"false\" orphaned=\"false\" blocked=\"false\" managed=\"true\" failed=\"false\""));
        QCOMPARE(run("n1", {"cibadmin", "--delete", "--xpath", "//primitive[@id='stuck']"}).rc, 0);
        QCOMPARE(run("n1", {"crm_attribute", "--type", "crm_config", "--name", "stonith-enabled", "--update", "true"}).rc, 0);
    }

    /// After a power cut of all the first one back waits for the others, and suspects them until they are there.
    void whoStartsAloneWaitsForAll()
    {
        for (const char *host : {"n1", "n2"})
            QCOMPARE(run(host, {"systemctl", "enable", "--quiet", "corosync.service", "pacemaker.service"}).rc, 0);
        simhost::cutPower(m_directory, {"n1", "n2"}); // one after the other, the second would have the first fenced and back again
        QVERIFY(eventually([&] { return simhost::has(simhost::readFile(m_directory + "/ha.json"), "\"cold\""); }));
        simhost::bootHost(m_directory, "n2");
        simhost::wakeClusters(m_directory);
        QVERIFY(shows("name=\"n2\" id=\"2\" with_quorum=\"false\"", "n2"));
        QVERIFY(shows("name=\"n1\" id=\"1\" online=\"false\" standby=\"false\" standby_onfail=\"false\" maintenance=\"false\" pending=\"false\" unclean=\"true\"", "n2"));
        const Outcome quorum = run("n2", {"corosync-quorumtool", "-s"});
        QVERIFY(quorum.rc == 2 && simhost::has(quorum.out, "Activity blocked") && simhost::has(quorum.out, "Quorate:          No"));
        QVERIFY(simhost::has(run("n2", {"cibadmin", "--query"}).out, "have-quorum=\"0\""));
        QVERIFY(!simhost::has(status("n2"), "role=\"Started\""));
        simhost::bootHost(m_directory, "n1");
        simhost::wakeClusters(m_directory);
        QVERIFY(shows("with_quorum=\"true\"", "n2"));
        for (const char *id : {"fence-n1", "first"})
            QVERIFY(shows(std::string("<resource id=\"") + id + "\" resource_agent=\"" + (id[1] == 'e' ? "stonith:fence_ipmilan" : "ocf:lustre:Dummy") + "\" role=\"Started\"", "n2"));
        QVERIFY(!simhost::has(status("n2"), "<fence_event")); // nobody was fenced
        simhost::killHost(m_directory, "n1");
        simhost::wakeClusters(m_directory);
        QVERIFY(shows("status=\"success\" delegate=\"n2\"", "n2")); // with a quorum of one: it has seen all
        QVERIFY(shows("name=\"n1\" id=\"1\" online=\"true\"", "n2"));
    }

    /// Hosts are taken away while somebody is on the way to bring their cluster forward: there is an end to that.
    void whatIsTakenAwayIsLeftAlone()
    {
        std::vector<std::unique_ptr<QTemporaryDir>> folders;
        for (int i = 0; i < 50; ++i) {
            const std::string directory = folders.emplace_back(std::make_unique<QTemporaryDir>())->path().toStdString();
            simhost::writeFile(directory + "/ha.json", "{}\n");
            simhost::wakeClusters(directory);
            QFile::remove(QString::fromStdString(directory) + "/ha.json");
        }
        const auto woken = [](const auto &folder) { return QFile::exists(folder->filePath("ha.again")); };
        QTRY_VERIFY_WITH_TIMEOUT(std::none_of(folders.begin(), folders.end(), woken), 15000);
    }

    void aPowerStripHasAnOutletForEachHost()
    {
        const auto asked = [&](const char *words) { return simhost::runCaptured(m_directory, "n1", {"fence_apc"}, words); };
        QCOMPARE(asked("ip=pdu1\nplug=2\npassword=x\naction=status\n").rc, 1); // still broken
        QVERIFY(simhost::control({"ha", m_directory, "n2", "pdu", "ok"}, {}) == 0);
        QCOMPARE(QString::fromStdString(asked("ip=pdu1\nplug=2\npassword=x\naction=status\n").out), QStringLiteral("Status: ON\n"));
        QCOMPARE(QString::fromStdString(asked("ip=pdu1\npassword=x\naction=list-status\n").out), QStringLiteral("1,n1,ON\n2,n2,ON\n"));
    }
};

QTEST_MAIN(TestHaSimhost)
#include "tst_hasimhost.moc"
