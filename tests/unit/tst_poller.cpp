// SPDX-License-Identifier: GPL-3.0-or-later
// Whose word of a cluster counts: an inventory that was asked for before the live state does not undo it.
#include "core/base/worker.h"
#include "core/manager/poller.h"
#include "tests/support/fakeagents.h"

#include <QTest>

using protocol::Json;
using protocol::Verb;

class TestPoller : public QObject {
    Q_OBJECT

    static protocol::HostInventory host(const std::string &status)
    {
        protocol::HostInventory out;
        out.host = "oss1";
        out.ha.corosync = out.ha.pacemaker = true;
        out.ha.corosyncConf = "totem {\n version: 2\n cluster_name: oss\n}\nnodelist {\n node {\n  ring0_addr: 10.0.0.1\n  name: oss1\n  nodeid: 1\n }\n node {\n  ring0_addr: 10.0.0.2\n  name: oss2\n  nodeid: 2\n }\n}\n";
        out.ha.status = status;
        return out;
    }

private slots:
    void anOlderInventoryDoesNotUndoTheLiveState()
    {
        support::VirtualClock clock;
        support::FakeAgents agents(clock);
        base::Worker worker(false);
        std::string now = "<before/>";
        bool slow = false;
        agents.handler = [&](const jobs::Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.verb == Verb::HaState)
                return jobs::Answer{protocol::toJson(host(now).ha)};
            if (slow)
                return {};
            return jobs::Answer{protocol::toJson(host(now))};
        };
        manager::Poller poller(agents, clock, worker, 10, nullptr);
        poller.setServers({"oss1"});
        const auto seen = [&] { return poller.reports().front().inventory ? poller.reports().front().inventory->ha.status : std::string(); };
        QVERIFY(clock.advanceUntil([&] { return seen() == "<before/>"; }));

        slow = true; // a question is under way while a node dies
        poller.refresh("oss1");
        QVERIFY(clock.advanceUntil([&] { return !agents.open.empty(); }));
        now = "<after/>";
        QVERIFY(clock.advanceUntil([&] { return seen() == "<after/>"; }, 5000));
        const auto late = agents.open.front();
        slow = false;
        QVERIFY(late);
        late->end(jobs::Answer{protocol::toJson(host("<before/>"))});
        QCOMPARE(seen(), std::string("<after/>"));

        now = "<later/>";
        poller.refresh("oss1"); // what is asked from now on counts
        QVERIFY(clock.advanceUntil([&] { return seen() == "<later/>"; }, 5000));
    }
};

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
