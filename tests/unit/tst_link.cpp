// SPDX-License-Identifier: GPL-3.0-or-later
// Lines to agents on this machine: what happens on a good line, and on every kind of bad one.
#include "core/link/agents.h"
#include "core/link/sshconfig.h"
#include "tests/support/fakeagent.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace agentlink;
using base::Problem;
using inventory::Reach;
using support::FakeAgent;
using Manner = FakeAgent::Manner;

namespace {

LinkOptions quick()
{
    LinkOptions options;
    options.holder = "admin@workstation";
    options.timing.pingMs = 50;
    options.timing.helloMs = 200;
    options.backoff = {10, 40};
    return options;
}

/// What one call came to; counts the ends, of which there must be one.
struct Ended {
    explicit Ended(jobs::AgentCall *call)
    {
        QObject::connect(call, &jobs::AgentCall::finished, call,
                         [this](const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &t) {
                             ++times;
                             ok = answer.ok();
                             if (ok)
                                 value = answer->value;
                             else
                                 error = answer.error();
                             transcripts = t.size();
                         });
        QObject::connect(call, &jobs::AgentCall::progressed, call, [this](double f, const QString &l) { fraction = f; line = l; });
        QObject::connect(call, &jobs::AgentCall::printed, call, [this](const QString &, const QString &text) { printed += text; });
    }
    int times = 0;
    bool ok = false;
    protocol::Json value;
    base::Error error;
    std::size_t transcripts = 0;
    double fraction = -1;
    QString line, printed;
};

} // namespace

class TestLink : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_number = 0;
    QObject m_parent;

    QString newPath() { return m_dir.filePath(QString::number(++m_number) + ".sock"); }
    static Endpoint local(const QString &path) { return {"oss1", LocalWay {path.toStdString()}}; }
    jobs::AgentCall *ask(LinkAgents &agents, protocol::Json args = protocol::Json::object(), int limit = 0)
    {
        return agents.call({"oss1", protocol::Verb::HostInventory, std::move(args), {}, {}, limit}, &m_parent);
    }

private slots:
    void callsAndAnswers()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        QSignalSpy changed(&agents, &jobs::Agents::reachChanged);
        QCOMPARE(agents.reach("oss1"), Reach::NeverSeen);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        QVERIFY(changed.size() >= 1);
        QCOMPARE(agents.reachReason("oss1"), "");
        QCOMPARE(agents.stage("oss1"), Stage::Connected);
        QTRY_COMPARE(protocol::textOf(agent.lastHello, "holder"), "admin@workstation");
        QCOMPARE(protocol::textOf(agents.agentHello("oss1"), "host"), "fake");

        Ended ended(agents.call({"oss1", protocol::Verb::TargetMount, {{"label", "a"}}, "job/1/1", "token", 7}, &m_parent));
        QTRY_COMPARE(ended.times, 1);
        QVERIFY(ended.ok);
        QCOMPARE(protocol::textOf(ended.value, "verb"), "target.mount");
        QCOMPARE(ended.transcripts, 1U);
        QCOMPARE(ended.fraction, 0.5);
        QCOMPARE(ended.line, "half");
        QCOMPARE(ended.printed, "words\n");
        QCOMPARE(protocol::textOf(agent.lastCall, "step"), "job/1/1");
        QCOMPARE(protocol::textOf(agent.lastCall, "lease"), "token");
        QCOMPARE(protocol::numberOf(agent.lastCall, "limit"), 7);
    }

    void answersFindTheirCalls()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        std::vector<std::unique_ptr<Ended>> all;
        for (int i = 0; i < 50; ++i)
            all.push_back(std::make_unique<Ended>(ask(agents, {{"i", i}, {"hold", i % 2 == 0}})));
        QTRY_COMPARE(agent.calls, 50);
        QTRY_COMPARE(all[49]->times, 1);
        QCOMPARE(all[48]->times, 0);
        agent.release();
        for (int i = 0; i < 50; ++i) {
            QTRY_COMPARE(all[static_cast<std::size_t>(i)]->times, 1);
            QCOMPARE(protocol::numberOf(protocol::member(all[static_cast<std::size_t>(i)]->value, "args"), "i"), i);
        }
    }

    void largeMessagesPass()
    {
        LinkOptions options = quick();
        options.timing.pingMs = 5'000; // both sides are this thread, and parsing may take it longer than quick beats allow
        FakeAgent agent(newPath());
        LinkAgents agents(options, {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        const std::string large(3'000'000, 'x');
        Ended ended(ask(agents, {{"large", large}}));
        QTRY_COMPARE_WITH_TIMEOUT(ended.times, 1, 30'000);
        QCOMPARE(protocol::textOf(protocol::member(ended.value, "args"), "large").size(), large.size());
        Ended tooLarge(ask(agents, {{"large", std::string(protocol::largestFrame, 'x')}}));
        QTRY_COMPARE_WITH_TIMEOUT(tooLarge.times, 1, 30'000);
        QCOMPARE(tooLarge.error.problem, Problem::BadArgument);
        QCOMPARE(agents.reach("oss1"), Reach::Connected);
    }

    void callWithoutLineEndsUnreachable()
    {
        LinkAgents agents(quick(), {local(newPath())});
        Ended early(ask(agents));
        QCOMPARE(early.times, 0); // from the event loop, never at once
        QTRY_COMPARE(early.times, 1);
        QCOMPARE(early.error.problem, Problem::Unreachable);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY2(agents.reachReason("oss1").find(".sock") != std::string::npos, agents.reachReason("oss1").c_str());
        Ended nobody(agents.call({"oss9", protocol::Verb::LnetState, {}, {}, {}, 0}, &m_parent));
        QTRY_COMPARE(nobody.times, 1);
        QCOMPARE(nobody.error.problem, Problem::NotFound);
    }

    void expectedServersAreNotUnknown()
    {
        LinkAgents agents(quick());
        agents.expect({"oss1"});
        Ended early(ask(agents));
        QTRY_COMPARE(early.times, 1);
        QCOMPARE(early.error.problem, Problem::Unreachable); // a job waits for it; NotFound would end the job
        FakeAgent agent(newPath());
        agents.setEndpoint(local(agent.path()));
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        agents.expect({"oss1"});
        agents.removeEndpoint("oss1");
        Ended gone(ask(agents));
        QTRY_COMPARE(gone.times, 1);
        QCOMPARE(gone.error.problem, Problem::NotFound);
    }

    void eventsArrive()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        std::string heard;
        connect(&agents, &jobs::Agents::eventArrived, this,
                [&](const std::string &server, const std::string &name, const protocol::Json &value) {
                    heard = server + " " + name + " " + protocol::dumpJson(value);
                });
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        agent.sayAll({{"type", "of a newer agent"}}); // not for us; no harm
        agent.event("lease", {{"holder", "x"}});
        QTRY_COMPARE(heard, "oss1 lease {\"holder\":\"x\"}");
    }

    void cancelIsSentAndTheCallStillEnds()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        jobs::AgentCall *const call = ask(agents, {{"hold", true}});
        Ended ended(call);
        QTRY_COMPARE(agent.calls, 1);
        call->cancel();
        QTRY_COMPARE(ended.times, 1);
        QCOMPARE(agent.cancels, 1);
        QCOMPARE(ended.error.problem, Problem::Cancelled);
        call->cancel(); // of an ended call: nothing
    }

    void nobodyWaitsForADeletedCall()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        delete ask(agents, {{"hold", true}});
        QTRY_COMPARE(agent.calls, 1);
        agent.release();
        Ended next(ask(agents));
        QTRY_COMPARE(next.times, 1);
        QVERIFY(next.ok);
    }

    void badPeers_data()
    {
        QTest::addColumn<int>("manner");
        QTest::addColumn<int>("line");   // why the line ended
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("call");   // how the call ended; -1: it never came to a call
        const auto row = [](const char *name, Manner manner, Problem line, const char *word, int call) {
            QTest::newRow(name) << static_cast<int>(manner) << static_cast<int>(line) << word << call;
        };
        const int lost = static_cast<int>(Problem::Disconnected);
        row("mute", Manner::Mute, Problem::Unreachable, "did not greet", -1);
        row("silent later", Manner::SilentLater, Problem::Disconnected, "silent", lost);
        row("garbage", Manner::Garbage, Problem::BadMessage, "no message of the protocol", -1);
        row("a shell's greeting", Manner::GarbageFirst, Problem::BadMessage, "no message of the protocol", -1);
        row("oversized frame", Manner::Oversized, Problem::BadMessage, "no message of the protocol", -1);
        row("no object", Manner::NoObject, Problem::BadMessage, "no JSON object", -1);
        row("truncated", Manner::Truncated, Problem::Disconnected, "middle of a message", lost);
        row("unknown id", Manner::UnknownId, Problem::BadMessage, "never made", lost);
        row("hangs up", Manner::HangsUp, Problem::Disconnected, "closed the line", lost);
    }

    void badPeers()
    {
        QFETCH(int, manner);
        QFETCH(int, line);
        QFETCH(QString, word);
        QFETCH(int, call);
        FakeAgent agent(newPath(), static_cast<Manner>(manner));
        LinkAgents agents(quick(), {local(agent.path())});
        std::optional<base::Error> seen;
        std::unique_ptr<Ended> ended;
        connect(&agents, &LinkAgents::stageChanged, this, [&] {
            if (agents.stage("oss1") == Stage::Connected && call >= 0 && !ended)
                ended = std::make_unique<Ended>(ask(agents));
            if (agents.stage("oss1") == Stage::Lost && !seen)
                seen = agents.lastError("oss1");
        });
        QTRY_VERIFY(seen);
        QCOMPARE(static_cast<int>(seen->problem), line);
        QVERIFY2(seen->message.find(word.toStdString()) != std::string::npos, seen->message.c_str());
        QVERIFY2(seen->message.find("oss1") != std::string::npos || seen->message.find(".sock") != std::string::npos, seen->message.c_str());
        if (call >= 0) {
            QTRY_COMPARE(ended->times, 1);
            QCOMPARE(static_cast<int>(ended->error.problem), call);
        }
        // A peer that mends its ways is connected to again without anybody's help.
        agent.setManner(Manner::Good);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended after(ask(agents));
        QTRY_COMPARE(after.times, 1);
        QVERIFY(after.ok);
        if (ended)
            QCOMPARE(ended->times, 1);
    }

    void answeredTwiceEndsOnce()
    {
        FakeAgent agent(newPath(), Manner::Twice);
        LinkAgents agents(quick(), {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended first(ask(agents)), second(ask(agents));
        QTRY_COMPARE(second.times, 1);
        QTRY_VERIFY(agent.pings >= 2);
        QCOMPARE(first.times, 1);
        QCOMPARE(second.times, 1);
        QCOMPARE(agents.reach("oss1"), Reach::Connected);
    }

    void noAnswerEndsTimedOut()
    {
        LinkOptions options = quick();
        options.timing.callGraceMs = -900;
        FakeAgent agent(newPath(), Manner::NeverAnswers);
        LinkAgents agents(options, {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended ended(ask(agents, {}, 1));
        QTRY_COMPARE(ended.times, 1);
        QCOMPARE(ended.error.problem, Problem::TimedOut);
        QVERIFY(ended.error.message.find("host.inventory") != std::string::npos);
        QCOMPARE(agents.reach("oss1"), Reach::Connected);
    }

    void refusalsAreNotTriedAgain_data()
    {
        QTest::addColumn<int>("manner");
        QTest::addColumn<int>("problem");
        QTest::addColumn<QString>("word");
        QTest::newRow("newer") << int(Manner::OtherVersion) << int(Problem::VersionMismatch) << "speaks protocol 99";
        QTest::newRow("older") << int(Manner::OldVersion) << int(Problem::VersionMismatch) << "speaks protocol 0";
        QTest::newRow("refused") << int(Manner::Refuses) << int(Problem::AccessDenied) << "mallory";
    }

    void refusalsAreNotTriedAgain()
    {
        QFETCH(int, manner);
        QFETCH(int, problem);
        QFETCH(QString, word);
        FakeAgent agent(newPath(), static_cast<Manner>(manner)), other(newPath());
        LinkAgents agents(quick(), {local(agent.path()), {"oss2", LocalWay {other.path().toStdString()}}});
        QTRY_COMPARE(agents.stage("oss1"), Stage::Refused);
        QCOMPARE(agents.reach("oss1"), Reach::Lost);
        QCOMPARE(static_cast<int>(agents.lastError("oss1")->problem), problem);
        QVERIFY2(agents.reachReason("oss1").find(word.toStdString()) != std::string::npos, agents.reachReason("oss1").c_str());
        QVERIFY(!agents.lastError("oss1")->remedy.empty());
        if (problem == int(Problem::VersionMismatch)) // the reason is all that a list of servers shows
            QVERIFY2(agents.reachReason("oss1").find(agents.lastError("oss1")->remedy) != std::string::npos, agents.reachReason("oss1").c_str());
        // Many back-offs' time, told by the heartbeats of another line.
        QTRY_VERIFY(other.pings >= 6);
        QCOMPARE(agent.connections, 1);
        agent.setManner(Manner::Good);
        agents.reconnectNow("oss1");
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
    }

    void agentGoesAndComes()
    {
        FakeAgent agent(newPath());
        LinkAgents agents(quick(), {local(agent.path())});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended open(ask(agents, {{"hold", true}}));
        QTRY_COMPARE(agent.calls, 1);
        agent.die();
        QTRY_COMPARE(open.times, 1);
        QCOMPARE(open.error.problem, Problem::Disconnected);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QVERIFY(agent.listen());
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended after(ask(agents));
        QTRY_COMPARE(after.times, 1);
        QVERIFY(after.ok);
        QCOMPARE(open.times, 1);
    }

    void endpointsChangeWhileRunning()
    {
        FakeAgent first(newPath()), second(newPath());
        LinkAgents agents(quick());
        QVERIFY(agents.servers().empty());
        agents.setEndpoint(local(first.path()));
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        Ended open(ask(agents, {{"hold", true}}));
        QTRY_COMPARE(first.calls, 1);
        agents.setEndpoint(local(first.path())); // the same way: nothing happens
        QCOMPARE(agents.reach("oss1"), Reach::Connected);
        agents.setEndpoint(local(second.path()));
        QCOMPARE(open.times, 1);
        QCOMPARE(open.error.problem, Problem::Disconnected);
        QTRY_COMPARE(second.connections, 1);
        QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
        agents.removeEndpoint("oss1");
        QCOMPARE(agents.reach("oss1"), Reach::NeverSeen);
        QVERIFY(agents.servers().empty());
    }

    void endedWithOpenCalls()
    {
        FakeAgent agent(newPath());
        std::unique_ptr<Ended> open;
        {
            LinkAgents agents(quick(), {local(agent.path())});
            QTRY_COMPARE(agents.reach("oss1"), Reach::Connected);
            open = std::make_unique<Ended>(ask(agents, {{"hold", true}}));
            QTRY_COMPARE(agent.calls, 1);
        }
        QCOMPARE(open->times, 1);
        QCOMPARE(open->error.problem, Problem::Disconnected);
    }

    void programsAsLines()
    {
        LinkAgents agents(quick(), {{"oss1", ProcessWay {{"/nonexistent/chandelier-agent", "connect"}}},
                                    {"oss2", ProcessWay {{"/bin/sh", "-c", "echo no such socket >&2; exit 3"}}}});
        QTRY_COMPARE(agents.reach("oss1"), Reach::Lost);
        QTRY_COMPARE(agents.reach("oss2"), Reach::Lost);
        QVERIFY2(agents.reachReason("oss1").find("could not be started") != std::string::npos, agents.reachReason("oss1").c_str());
        QVERIFY2(agents.reachReason("oss2").find("exit code 3") != std::string::npos, agents.reachReason("oss2").c_str());
        QCOMPARE(agents.lastError("oss2")->detail, "no such socket\n");
    }

    void hopsOfAJump()
    {
        const std::vector<std::string> hops = jumpHops("admin@near:2222, [fe80::1]:22,far,::1");
        QCOMPARE(hops.size(), 4U);
        const SshWay first = wayOfHop(hops, 0), second = wayOfHop(hops, 1), third = wayOfHop(hops, 2), fourth = wayOfHop(hops, 3);
        QCOMPARE(first.user + "|" + first.host + "|" + std::to_string(first.port) + "|" + first.jump, "admin|near|2222|");
        QCOMPARE(second.host + "|" + std::to_string(second.port) + "|" + second.jump, "fe80::1|22|admin@near:2222");
        QCOMPARE(third.host + "|" + std::to_string(third.port) + "|" + third.jump, "far|0|admin@near:2222,[fe80::1]:22");
        QCOMPARE(fourth.host + "|" + std::to_string(fourth.port), "::1|0");
        QVERIFY(jumpHops("").empty());
    }

    void backoffDoublesToItsLimit()
    {
        Backoff backoff({1000, 60'000}, 7);
        for (const int expected : {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000}) {
            const int wait = backoff.next();
            QVERIFY2(wait >= expected * 3 / 4 && wait <= expected * 5 / 4, qPrintable(QString::number(wait)));
        }
        for (int i = 0; i < 100; ++i)
            QVERIFY(backoff.next() <= 75'000);
        backoff.reset();
        QVERIFY(backoff.next() <= 1250);
    }
};

QTEST_GUILESS_MAIN(TestLink)
#include "tst_link.moc"
