// SPDX-License-Identifier: GPL-3.0-or-later
// firewall.open and firewall.close with each of the four kinds.
#include "tests/agent/hostcase.h"

#include <sched.h>

using protocol::Json;
using testing::contentOf;
using testing::messageOf;
using testing::problemOf;
using testing::writeTo;

namespace {

const Json lustrePort{{"kind", "firewalld"}, {"ports", {"988/tcp"}}, {"comment", "Lustre"}};

} // namespace

class TestFirewall : public testing::HostCase {
    Q_OBJECT

private slots:
    void initTestCase() { startBareHost(); }
    void init() { connectTo("oss1"); }
    void cleanup() { letGo(); }

    void firewallTakesBackOnlyItsOwn()
    {
        QCOMPARE(value("firewall.open", lustrePort)["opened"], Json({"988/tcp"}));
        QCOMPARE(value("firewall.open", lustrePort)["opened"], Json::array());
        const auto report = inventory().firewall;
        QCOMPARE(report.kind, std::string("firewalld"));
        QCOMPARE(report.ours, std::vector<std::string>{"988/tcp"});
        QVERIFY(std::find(report.open.begin(), report.open.end(), "988/tcp") != report.open.end());
        QProcess::execute(m_cluster->host("oss1") + "/bin/firewall-cmd", {"--add-port=2224/tcp"});
        const Json theirs{{"kind", "firewalld"}, {"ports", {"2224/tcp"}}};
        QCOMPARE(value("firewall.open", theirs)["opened"], Json({"2224/tcp"})); // for good, which nobody had done
        QCOMPARE(value("firewall.close", lustrePort)["closed"], Json({"988/tcp"}));
        QCOMPARE(value("firewall.close", lustrePort)["closed"], Json::array());
        QProcess::execute(m_cluster->host("oss1") + "/bin/firewall-cmd", {"--add-port=5403/tcp"});
        QCOMPARE(value("firewall.close", {{"kind", "firewalld"}, {"ports", {"5403/tcp"}}})["closed"], Json::array());
        QCOMPARE(QProcess::execute(m_cluster->host("oss1") + "/bin/firewall-cmd", {"--query-port=5403/tcp"}), 0);
    }

    void ufwTwiceAndBack()
    {
        const QString tool = m_cluster->host("oss1") + "/bin/ufw";
        writeTo(m_cluster->host("oss1") + "/ufw.rules", "");
        writeTo(tool, "#!/bin/sh\nf=${0%/bin/ufw}/ufw.rules\ncase $1 in\nstatus) echo 'Status: active'; while read p; do echo \"$p ALLOW Anywhere # Lustre\"; done < $f;;\n"
                      "allow) echo $2 >> $f;;\ndelete) : > $f;;\nesac\n", true);
        const Json args{{"kind", "ufw"}, {"ports", {"988/tcp"}}, {"comment", "Lustre"}};
        QCOMPARE(value("firewall.open", args)["opened"], Json({"988/tcp"}));
        QCOMPARE(value("firewall.open", args)["opened"], Json::array());
        QCOMPARE(contentOf(m_cluster->host("oss1") + "/ufw.rules"), QByteArray("988/tcp\n"));
        QCOMPARE(value("firewall.close", args)["closed"], Json({"988/tcp"}));
        QCOMPARE(value("firewall.close", args)["closed"], Json::array());
        QFile::remove(tool);
    }

    void iptablesTwiceAndBack()
    {
        const QString home = m_cluster->host("oss1");
        writeTo(home + "/iptables.rules", "");
        // -w -C|-I|-D|-S INPUT RULE...: a file with one rule.
        writeTo(home + "/bin/iptables", "#!/bin/sh\nf=${0%/bin/iptables}/iptables.rules\nshift; verb=$1; shift; shift\nread rule < $f\ncase $verb in\n-S) echo '-P INPUT DROP';;\n"
                                        "-C) [ \"$rule\" = \"$*\" ];;\n-I) echo \"$*\" > $f;;\n-D) : > $f;;\nesac\n", true);
        writeTo(home + "/bin/netfilter-persistent", "#!/bin/sh\necho saved >> ${0%/bin/netfilter-persistent}/iptables.saved\n", true);
        const Json args{{"kind", "iptables"}, {"ports", {"988/tcp"}}, {"comment", "Lustre"}};
        QCOMPARE(value("firewall.open", args), (Json{{"opened", {"988/tcp"}}, {"open", {"988/tcp"}}, {"persistent", true}}));
        QCOMPARE(value("firewall.open", args)["opened"], Json::array());
        QCOMPARE(contentOf(home + "/iptables.rules"), QByteArray("-p tcp -m tcp --dport 988 -m comment --comment Lustre -j ACCEPT\n"));
        QCOMPARE(value("firewall.close", args)["closed"], Json({"988/tcp"}));
        QCOMPARE(value("firewall.close", args)["closed"], Json::array());
        QCOMPARE(contentOf(home + "/iptables.saved"), QByteArray("saved\nsaved\n"));
        QFile::remove(home + "/bin/iptables");
        QFile::remove(home + "/bin/netfilter-persistent");
    }

    /// The kernel's own rules, in a network namespace: the rule stands in the chain that drops, not in a table of ours.
    void nftablesInTheChainThatDrops()
    {
        if (::getuid() != 0 || !QFile::exists("/usr/sbin/nft"))
            QSKIP("needs root and nft");
        const QString host = m_cluster->host("oss2");
        const auto apart = [] { return ::unshare(CLONE_NEWNET) == 0; };
        QProcess probe;
        probe.setChildProcessModifier([apart] { if (!apart()) ::_exit(9); });
        probe.start("/usr/sbin/nft", {"list", "ruleset"});
        if (!probe.waitForFinished(5000) || probe.exitCode() != 0)
            QSKIP("needs a network namespace with nftables");
        QVERIFY(QFile::link("/usr/sbin/nft", host + "/bin/nft"));
        QFile::remove(host + "/bin/firewall-cmd");
        writeTo(host + "/root/etc/nftables.conf", "flush ruleset\n");
        QVERIFY(m_cluster->start("oss2", [apart] {
            if (!apart())
                ::_exit(9);
            ::system("/usr/sbin/nft 'add table inet filter; add chain inet filter input { type filter hook input priority 0; policy drop; }; "
                     "add rule inet filter input ct state established accept; add table inet other; "
                     "add chain inet other in { type filter hook input priority 10; }; add rule inet other in drop'");
        }));
        connectTo("oss2");
        const auto chains = inventory().firewall.chains;
        QCOMPARE(chains, (std::vector<std::string>{"inet filter input", "inet other in"}));
        Json args{{"kind", "nftables"}, {"ports", {"988/tcp", "5405/udp"}}, {"comment", "Lustre"}};
        const Json refused = call("firewall.open", args);
        QCOMPARE(problemOf(refused), std::string("conflict"));
        QVERIFY(messageOf(refused).find("inet other in") != std::string::npos);
        args["chains"] = chains;
        QCOMPARE(value("firewall.open", args)["opened"].size(), std::size_t{2});
        QCOMPARE(value("firewall.open", args)["opened"], Json::array());
        QVERIFY(contentOf(host + "/root/etc/nftables.conf").contains("insert rule inet other in tcp dport 988 accept comment \"Lustre\"\n"));
        QCOMPARE(inventory().firewall.open.size(), std::size_t{2});
        QCOMPARE(value("firewall.close", args)["closed"].size(), std::size_t{2});
        QCOMPARE(value("firewall.close", args)["closed"], Json::array());
        QCOMPARE(contentOf(host + "/root/etc/nftables.conf"), QByteArray("flush ruleset\n"));
        QVERIFY(inventory().firewall.open.empty());
    }
};

QTEST_GUILESS_MAIN(TestFirewall)
#include "tst_firewall.moc"
