// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments and operations of the verbs about a host, and the readers of what time services, firewalls, LNet and package
// managers print.
#include "agent/actions/parse.h"
#include "agent/actions/parselnet.h"
#include "agent/actions/parseservice.h"
#include "agent/protocol/arguments.h"
#include "agent/protocol/operations.h"

#include <QtTest>

using namespace protocol;

namespace {

using Lines = std::vector<std::string>;

Lines changes(Verb verb, const Json &args)
{
    Lines lines;
    const auto operations = operationsFor(verb, args);
    if (!operations)
        return {operations.error().message};
    for (const Operation &operation : *operations)
        if (operation.why == Operation::Why::Change)
            lines.push_back(commandLine(operation));
    return lines;
}

Json repository(const char *manager, const Json &more = Json::object())
{
    Json one{{"name", "lustre"}, {"url", "https://p.example.org/lustre"}, {"key", "https://p.example.org/key.asc"}};
    one.update(more);
    return {{"manager", manager}, {"repositories", Json::array({one})}};
}

} // namespace

class TestHostWords : public QObject {
    Q_OBJECT
private slots:
    void wrongArguments_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("args");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *name, const char *verb, const Json &args, const char *named) {
            QTest::newRow(name) << QString(verb) << QString::fromStdString(args.dump()) << QString(named);
        };
        row("no manager", "packages.install", {{"packages", {"a"}}}, "manager");
        row("unknown manager", "packages.install", {{"manager", "pacman"}, {"packages", {"a"}}}, "dnf, yum, zypper or apt");
        row("option as package", "packages.install", {{"manager", "apt"}, {"packages", {"--purge"}}}, "--purge");
        row("path as package", "packages.install", {{"manager", "dnf"}, {"packages", {"/tmp/x.rpm"}}}, "/tmp/x.rpm");
        row("no packages", "packages.remove", {{"manager", "dnf"}, {"packages", Json::array()}}, "packages is missing");
        row("blank in version", "packages.install", {{"manager", "dnf"}, {"packages", {"a=1 2"}}}, "version of a");
        row("name with slash", "repos.configure", repository("dnf", {{"name", "../x"}}), "name is '../x'");
        row("two lines in title", "repos.configure", repository("dnf", {{"title", "a\n[evil]"}}), "title");
        row("no URL", "repos.configure", repository("dnf", {{"url", "packages"}}), "url is 'packages'");
        row("no key", "repos.configure", repository("dnf", {{"key", ""}}), "key of lustre is missing");
        row("no suite", "repos.configure", repository("apt"), "suite of lustre");
        row("no components", "repos.configure", repository("apt", {{"suite", "stable"}}), "components of lustre are missing");
        row("twice", "repos.configure", {{"manager", "dnf"}, {"repositories", Json::array({repository("dnf")["repositories"][0], repository("dnf")["repositories"][0]})}}, "given twice");
        row("no servers", "time.configure", {{"service", "chrony"}}, "servers is missing");
        row("line in server", "time.configure", {{"service", "chrony"}, {"servers", {"a b"}}}, "'a b'");
        row("service", "time.configure", {{"service", "rdate"}, {"servers", {"a"}}}, "chrony, timesyncd or ntpd");
        row("port zero", "firewall.open", {{"kind", "ufw"}, {"ports", {"0/tcp"}}}, "0/tcp");
        row("port large", "firewall.open", {{"kind", "ufw"}, {"ports", {"65536/tcp"}}}, "65536/tcp");
        row("port without protocol", "firewall.open", {{"kind", "ufw"}, {"ports", {"988"}}}, "'988'");
        row("quote in comment", "firewall.open", {{"kind", "ufw"}, {"ports", {"988/tcp"}}, {"comment", "a\"b"}}, "comment");
        row("chain", "firewall.open", {{"kind", "nftables"}, {"ports", {"988/tcp"}}, {"chains", {"inet filter input; drop"}}}, "chains");
        row("gateway", "lnet.configure", {{"networks", Json::array({{{"net", "tcp"}, {"interfaces", {"e"}}}})}, {"routes", Json::array({{{"net", "o2ib"}, {"gateways", {"gw1"}}}})}}, "'gw1'");
        row("interface twice", "lnet.configure", {{"networks", Json::array({{{"net", "tcp"}, {"interfaces", {"e", "e"}}}})}}, "twice");
    }
    void wrongArguments()
    {
        QFETCH(QString, verb);
        QFETCH(QString, args);
        QFETCH(QString, named);
        const auto refused = operationsFor(*verbFromName(verb.toStdString()), parseJson(args.toStdString()));
        QVERIFY(!refused.ok());
        QVERIFY(refused.error().problem == Problem::BadArgument);
        QVERIFY2(QString::fromStdString(refused.error().message).contains(named), refused.error().message.c_str());
    }

    void linesOfRepositories()
    {
        const Lines dnf = changes(Verb::ReposConfigure, repository("dnf"));
        QCOMPARE(dnf.size(), std::size_t{2});
        QVERIFY(dnf[0].find("[chandelier-lustre]\nname=lustre\nbaseurl=https://p.example.org/lustre\nenabled=1\ngpgcheck=1\ngpgkey=https://p.example.org/key.asc\n"
                            "' > /etc/yum.repos.d/chandelier-lustre.repo") != std::string::npos);
        QCOMPARE(dnf[1], std::string("dnf -y '--disablerepo=*' --enablerepo=chandelier-lustre makecache"));
        const Lines zypper = changes(Verb::ReposConfigure, repository("zypper"));
        QCOMPARE(zypper[1], std::string("rpm --import https://p.example.org/key.asc"));
        QCOMPARE(zypper[2], std::string("zypper --non-interactive refresh chandelier-lustre"));
        const Lines apt = changes(Verb::ReposConfigure, repository("apt", {{"suite", "stable"}, {"components", {"main", "extra"}}}));
        QCOMPARE(apt[1], std::string("/usr/lib/apt/apt-helper download-file https://p.example.org/key.asc /etc/apt/keyrings/chandelier-lustre.asc"));
        QVERIFY(apt[2].find("deb [signed-by=/etc/apt/keyrings/chandelier-lustre.asc] https://p.example.org/lustre stable main extra\n") != std::string::npos);
        QVERIFY(apt[3].find("Dir::Etc::sourcelist=/etc/apt/sources.list.d/chandelier-lustre.list -o Dir::Etc::sourceparts=-") != std::string::npos);
    }

    void linesOfPackages()
    {
        const Json one{{"packages", {"lustre=2.15.5", "kernel"}}};
        const auto lines = [&one](Verb verb, const char *manager) {
            Json args = one;
            args["manager"] = manager;
            return changes(verb, args).at(0);
        };
        QCOMPARE(lines(Verb::PackagesInstall, "dnf"), std::string("dnf -y install lustre-2.15.5 kernel"));
        QCOMPARE(lines(Verb::PackagesInstall, "zypper"), std::string("zypper --non-interactive install lustre=2.15.5 kernel"));
        QVERIFY(lines(Verb::PackagesInstall, "apt").find("env DEBIAN_FRONTEND=noninteractive apt-get -y --no-install-recommends ") == 0);
        QCOMPARE(lines(Verb::PackagesRemove, "dnf"), std::string("dnf -y --noautoremove remove lustre-2.15.5 kernel"));
    }

    void linesOfFirewalls()
    {
        const Json nft{{"kind", "nftables"}, {"ports", {"988/tcp"}}, {"comment", "Lustre LNet"}, {"chains", {"inet filter input"}}};
        QCOMPARE(changes(Verb::FirewallOpen, nft)[0], std::string("nft insert rule inet filter input tcp dport 988 accept comment '\"Lustre LNet\"'"));
        QCOMPARE(changes(Verb::FirewallClose, nft)[0], std::string("nft delete rule inet filter input handle HANDLE"));
        QCOMPARE(changes(Verb::FirewallOpen, {{"kind", "firewalld"}, {"ports", {"988/tcp"}}}),
                 (Lines{"firewall-cmd --permanent --add-port=988/tcp", "firewall-cmd --add-port=988/tcp"}));
        QCOMPARE(changes(Verb::FirewallOpen, {{"kind", "ufw"}, {"ports", {"988/tcp"}}, {"comment", "Lustre"}}), Lines{"ufw allow 988/tcp comment Lustre"});
        QCOMPARE(changes(Verb::FirewallOpen, {{"kind", "iptables"}, {"ports", {"988/tcp"}}, {"comment", "Lustre"}})[0],
                 std::string("iptables -w -I INPUT -p tcp -m tcp --dport 988 -m comment --comment Lustre -j ACCEPT"));
    }

    void clocks()
    {
        const auto fast = agent::parseChronyTracking("0A0A0001,10.10.0.1,3,1763822118.123,3.250000000,-0.1,0.2,-12.3,0.0,0.0,0.001,0.0008,64.2,Normal\n");
        QVERIFY(fast.synchronized);
        QCOMPARE(fast.offsetSeconds, 3.25);
        QVERIFY(!agent::parseChronyTracking("7F7F0101,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n").synchronized);
        QVERIFY(!agent::parseChronyTracking("506 Cannot talk to daemon\n").synchronized);
        const auto slow = agent::parseTimesyncStatus("       Server: 1.2.3.4 (ntp)\n       Offset: +1min 2.5s\n", "NTPSynchronized=yes\n");
        QCOMPARE(slow.offsetSeconds, -62.5);
        QVERIFY(!agent::parseTimesyncStatus("       Offset: +2ms\n", "NTPSynchronized=no\n").synchronized);
        const auto ntp = agent::parseNtpq("associd=0 status=0615 leap_none, sync_ntp, 1 event, clock_sync,\nversion=\"ntpd 4.2.6p5\", stratum=3,\noffset=-4.500, frequency=1.2\n");
        QVERIFY(ntp.synchronized);
        QCOMPARE(ntp.offsetSeconds, 0.0045);
        QVERIFY(!agent::parseNtpq("associd=0 status=c016 leap_alarm, sync_unspec, 1 event\n").synchronized);
    }

    void configurations()
    {
        const char *debian = "confdir /etc/chrony/conf.d\npool 2.debian.pool.ntp.org iburst\nsourcedir /run/chrony-dhcp\nsourcedir /etc/chrony/sources.d\n# server x\n";
        QVERIFY(agent::readsDirectory(debian, "/etc/chrony/sources.d") && agent::readsDirectory(debian, "/etc/chrony/conf.d"));
        QVERIFY(!agent::readsDirectory(debian, "/etc/chrony.d"));
        QVERIFY(agent::readsDirectory("include /etc/chrony.d/*.conf\n", "/etc/chrony.d"));
        QVERIFY(!agent::readsDirectory("#sourcedir /etc/chrony/sources.d\n", "/etc/chrony/sources.d"));
        QCOMPARE(agent::parseTimeServers(debian), Lines{"2.debian.pool.ntp.org"});
        QCOMPARE(agent::parseTimesyncd("[Time]\n#NTP=x\nNTP=a b\n"), (Lines{"a", "b"}));
        const auto units = agent::parseUnits("Id=chrony.service\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n\n"
                                             "Id=ntpd.service\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n");
        QCOMPARE(units.size(), std::size_t{2});
        QVERIFY(units[0].loaded && units[0].active && units[0].enabled && !units[1].loaded && !units[1].active);
    }

    void firewalls()
    {
        const auto ufw = agent::parseUfw("Status: active\n\nTo                         Action      From\n--                         ------      ----\n"
                                         "988/tcp                    ALLOW       Anywhere                   # Lustre\n22/tcp                     ALLOW       10.0.0.0/8\n"
                                         "988/tcp (v6)               ALLOW       Anywhere (v6)\n");
        QVERIFY(ufw.active);
        QCOMPARE(ufw.open, Lines{"988/tcp"});
        QVERIFY(!agent::parseUfw("Status: inactive\n").active);
        const auto iptables = agent::parseIptables("-P INPUT DROP\n-A INPUT -m state --state ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 988 -j ACCEPT\n"
                                                   "-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 22 -j ACCEPT\n");
        QVERIFY(iptables.active);
        QCOMPARE(iptables.open, Lines{"988/tcp"});
        QVERIFY(!agent::parseIptables("-P INPUT ACCEPT\n").active);
        const auto chains = agent::parseNft(R"({"nftables": [{"metainfo": {"version": "1.0.6"}},
            {"chain": {"family": "inet", "table": "filter", "name": "input", "handle": 1, "type": "filter", "hook": "input", "prio": 0, "policy": "accept"}},
            {"chain": {"family": "inet", "table": "filter", "name": "forward", "handle": 2, "type": "filter", "hook": "forward", "prio": 0, "policy": "drop"}},
            {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 5, "expr": [{"match": {"op": "in", "left": {"ct": {"key": "state"}}, "right": "invalid"}}, {"drop": null}]}},
            {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 7, "comment": "Lustre", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 988}}, {"accept": null}]}},
            {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 8, "expr": [{"match": {"op": "==", "left": {"meta": {"key": "iifname"}}, "right": "lo"}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 22}}, {"accept": null}]}},
            {"rule": {"family": "inet", "table": "filter", "chain": "input", "handle": 9, "expr": [{"reject": {"type": "icmpx"}}]}}]})");
        QCOMPARE(chains.size(), std::size_t{2});
        QVERIFY(chains[0].input && chains[0].keepsOut && !chains[1].input);
        QCOMPARE(chains[0].rules[1].port, std::string("988/tcp"));
        QCOMPARE(chains[0].rules[1].handle, std::string("7"));
        QCOMPARE(chains[0].rules[2].port, std::string());
        QVERIFY(agent::parseNft("no json").empty() && agent::parseNft(R"({"nftables": 3})").empty());
    }

    void progressOfPackageManagers()
    {
        const std::vector<std::string> apt{"env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install"}, dnf{"dnf", "-y", "install"};
        const auto half = agent::toolProgress(apt, "Get:1 x\ndlstatus:1:50.0:Retrieving file 1 of 2\nGet:2 y\n");
        QVERIFY(half && half->fraction == 0.25 && half->line == "Retrieving file 1 of 2");
        QVERIFY(agent::toolProgress(apt, "pmstatus:a:100.0:Installed a (amd64)\n")->fraction == 1);
        QVERIFY(!agent::toolProgress(apt, "pmstatus:a:10"));
        QCOMPARE(agent::toolProgress(dnf, "(2/4): lustre-2.15.5.rpm     11 MB/s | 1.2 MB     00:00\n")->fraction, 0.25);
        QCOMPARE(agent::toolProgress(dnf, "  Installing       : lustre-2.15.5-1.el9.x86_64                  4/4\n")->fraction, 0.9);
        QCOMPARE(agent::toolProgress(dnf, "Dependencies resolved.\n")->fraction, -1.0);
        QCOMPARE(agent::toolProgress(dnf, "see https://a/b/1/2x\n")->fraction, -1.0);
    }

    void listsOfPackages()
    {
        const auto dpkg = agent::parsePackages("chrony\t4.3-2\tii \ngone\t1\trc \nheld\t2\thi \n");
        QCOMPARE(dpkg.size(), std::size_t{2});
        QCOMPARE(agent::parsePackages("kernel\t5.14.0-1\nkernel\t5.14.0-2\n").size(), std::size_t{2});
    }

    void networksOfLnet()
    {
        const auto nets = agent::parseNets("net:\n-     net type: lo\n      local NI(s):\n      -     nid: 0@lo\n            status: up\n-     net type: o2ib1\n      local NI(s):\n"
                                           "      -     nid: 10.1.0.1@o2ib1\n            status: down\n            interfaces:\n                  0: ib0\n            health stats:\n"
                                           "                  health value: 900\n      -     nid: 10.1.0.2@o2ib1\n            status: up\n            interfaces:\n                  0: ib1\n");
        QCOMPARE(nets.size(), std::size_t{2});
        QCOMPARE(nets[0].status, std::string("down"));
        QCOMPARE(nets[0].health, 900);
        QCOMPARE(nets[1].interfaces, Lines{"ib1"});
        const auto peers = agent::parsePeers("peer:\n    - primary nid: 10.0.0.1@tcp\n      Multi-Rail: True\n      peer ni:\n        - nid: 10.0.0.1@tcp\n          state: NA\n"
                                             "        - nid: 10.1.0.1@o2ib\n          state: NA\n    - primary nid: 10.0.0.2@tcp\n      Multi-Rail: False\n");
        QCOMPARE(peers.size(), std::size_t{2});
        QVERIFY(peers[0].multiRail && peers[0].nids.size() == 2 && !peers[1].multiRail);
        const auto routes = agent::parseRoutes("route:\n    - net: o2ib\n      gateway: 10.0.0.9@tcp\n      hop: -1\n      priority: 0\n      state: down\n");
        QVERIFY(routes.size() == 1 && routes[0].hops == -1 && !routes[0].up && routes[0].gateway == "10.0.0.9@tcp");
        QVERIFY(agent::sameNet("tcp0", "tcp") && !agent::sameNet("tcp10", "tcp1"));
    }
};

QTEST_GUILESS_MAIN(TestHostWords)
#include "tst_hostwords.moc"
