// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent reads out of crm_mon: whether a server's health agents let a resource stay that is moved there.
#include "agent/actions/cluster.h"

#include <QTest>

class TestClusterView : public QObject {
    Q_OBJECT

    static std::string ailing(const std::string &there, const std::string &here)
    {
        const auto view = agent::viewOf("<pacemaker-result><summary/><nodes><node name=\"oss1\" online=\"true\"/><node name=\"oss2\" online=\"true\"/></nodes><node_attributes><node name=\"oss1\">"
            + there + "</node><node name=\"oss2\">" + here + "</node></node_attributes></pacemaker-result>");
        return view ? view->ailing("oss1", "oss2") : "no view";
    }

private slots:
    /// After a reboot Lustre is not loaded before the first mount, and the attribute is 0 until it has been looked at again.
    void aServerThatHasJustBootedIsIll()
    {
        const std::string well = R"(<attribute name="chandelier-lustre" value="1"/><attribute name="chandelier-lnet" value="2000"/>)";
        QCOMPARE(ailing(R"(<attribute name="chandelier-lustre" value="0"/><attribute name="chandelier-lnet" value="2000"/>)", well), std::string("chandelier-lustre"));
        QCOMPARE(ailing(R"(<attribute name="chandelier-lustre" value="1"/>)", well), std::string("chandelier-lnet")); // not known yet
        QCOMPARE(ailing(well, well), std::string());
    }
    void whatAilsBothKeepsNothingAway()
    {
        QCOMPARE(ailing(R"(<attribute name="pingd" value="0"/>)", R"(<attribute name="pingd" value="0"/>)"), std::string());
        QCOMPARE(ailing(R"(<attribute name="pingd" value="0"/>)", R"(<attribute name="pingd" value="1000"/>)"), std::string("pingd"));
        QCOMPARE(ailing("", R"(<attribute name="master-db" value="100"/>)"), std::string()); // of other agents
    }
};

QTEST_GUILESS_MAIN(TestClusterView)
#include "tst_clusterview.moc"
