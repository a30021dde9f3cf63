// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/executor.h"
#include "tests/support/fakeagents.h"

#include <QtTest>
#include <algorithm>

using namespace jobs;
using base::Error;
using base::Problem;
using protocol::Json;
using protocol::Verb;
using support::makeMove;
using support::makePlan;
using support::makeStep;

namespace {

struct Bench {
    support::VirtualClock clock;
    support::FakeAgents agents{clock};
    std::unique_ptr<JobStore> store = JobStore::open(":memory:").value();
    std::unique_ptr<Executor> executor;
    int made = 0;

    Bench() { restart(); }
    ~Bench() { executor.reset(); }
    void restart()
    {
        executor.reset();
        ExecutorOptions options;
        options.holder = "root";
        options.host = "desk";
        options.makeId = [this] { return "job" + std::to_string(++made); };
        executor = std::make_unique<Executor>(agents, *store, clock, options);
        const auto resumed = executor->resume();
        QVERIFY2(resumed, resumed ? "" : resumed.error().message.c_str());
    }
    JobId start(const plan::Plan &plan, const std::vector<std::string> &words = {})
    {
        auto id = executor->start(plan, words);
        return id ? *id : std::string();
    }
    bool runToEnd(const JobId &id)
    {
        return clock.advanceUntil([&] { return isEnd(executor->job(id)->state); });
    }
    JobState state(const JobId &id) const { return executor->job(id)->state; }
    JobState state(const JobId &id, std::size_t move) const { return executor->job(id)->moves[move].state; }
};

plan::Move formatMove(const std::string &name, const std::string &server, std::vector<std::size_t> after = {})
{
    return makeMove(name, {makeStep(server, Verb::TargetFormat, Json{{"label", name}})}, std::move(after));
}

plan::Move mountMove(const std::string &name, const std::string &server, const std::string &peer, bool known = true)
{
    Json peers = Json::array({Json{{"host", peer}, {"known", known}, {"mounted", false}}});
    std::vector<plan::Step> steps;
    if (known)
        steps.push_back(makeStep(peer, Verb::TargetState));
    steps.push_back(makeStep(server, Verb::TargetMount, Json{{"label", name}, {"peers", peers}}));
    plan::Move move = makeMove(name, steps);
    if (!known)
        move.words.push_back({peer, "it may be mounted there"});
    return move;
}

Error error(Problem problem, const std::string &detail = {})
{
    return Error{problem, "it went wrong", detail, {}};
}

} // namespace

class TestExecutor : public QObject {
    Q_OBJECT

private slots:
    void runsMovesInOrder()
    {
        Bench bench;
        const JobId id = bench.start(makePlan({formatMove("MDT0", "mds1"), formatMove("OST0", "oss1"),
            makeMove("MDT0", {makeStep("mds1", Verb::TargetRegister), makeStep("mds1", Verb::TargetMount)}, {0, 1}),
            makeMove("scratch", {}, {2})}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        QCOMPARE(bench.agents.stepsSent(), (std::vector<std::string>{"job1/0/0", "job1/1/0", "job1/2/0", "job1/2/1"}));
        QCOMPARE(bench.executor->job(id)->fraction(), 1.0);
        QVERIFY(bench.agents.holders["mds1"].empty() && bench.agents.holders["oss1"].empty());
        QCOMPARE(bench.agents.leaseCalls.size(), std::size_t(4));
        QCOMPARE((*bench.store->lines(id)).size(), std::size_t(4));
    }

    void anEmptyPlanIsDone()
    {
        Bench bench;
        const JobId id = bench.start(makePlan({}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
    }

    void runsAtMostTwoStepsOnAHost()
    {
        Bench bench;
        std::size_t most = 0;
        bench.agents.handler = [&](const Request &) -> std::optional<support::FakeAgents::Reply> {
            most = std::max(most, bench.agents.open.size() + 1);
            return {};
        };
        std::vector<plan::Move> moves;
        for (int i = 0; i < 6; ++i)
            moves.push_back(formatMove("OST" + std::to_string(i), "oss1"));
        const JobId id = bench.start(makePlan(moves));
        for (int round = 0; round < 6; ++round) {
            bench.clock.advance(100);
            for (const auto &call : std::exchange(bench.agents.open, {}))
                call->end(Answer{});
        }
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(most, std::size_t(2));
        QCOMPARE(bench.state(id), JobState::Done);
    }

    void takesAllLeasesOrNone()
    {
        Bench bench;
        bench.agents.holders["oss2"] = "another";
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2")}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Failed);
        const auto job = bench.executor->job(id);
        QCOMPARE(job->error->problem, Problem::LeaseHeld);
        for (const char *word : {"root@other", "oss2", "Create file system x", "other"})
            QVERIFY2(QString::fromStdString(job->error->message).contains(QLatin1String(word)), job->error->message.c_str());
        QVERIFY(bench.agents.holders["oss1"].empty());
        QVERIFY(bench.agents.requests.empty());
        bench.agents.holders["oss2"].clear();
        QVERIFY(bench.executor->retry(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
    }

    void renewsWhileItRuns()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1")}));
        bench.clock.advance(100'000);
        QVERIFY(std::count(bench.agents.leaseCalls.begin(), bench.agents.leaseCalls.end(), "lease.renew oss1") >= 6);
        bench.agents.open.front()->end(Answer{});
        QVERIFY(bench.runToEnd(id));
    }

    void takesTheLeaseAgainWhenItRanOut()
    {
        Bench bench;
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss1", {0})}));
        bench.clock.advance(15);
        bench.agents.holders["oss1"].clear();
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        QCOMPARE(bench.agents.stepsSent().front(), bench.agents.stepsSent()[1]); // refused, then sent again under its id
    }

    void failsWhenAnotherTookTheLeaseMeanwhile()
    {
        Bench bench;
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss1", {0})}));
        bench.clock.advance(15);
        bench.agents.holders["oss1"] = "another";
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Failed);
        QCOMPARE(bench.executor->job(id)->moves[0].steps[0].error->problem, Problem::LeaseHeld);
        QCOMPARE(bench.agents.holders["oss1"], std::string("another"));
    }

    void tellsTheMountAboutItsPeers()
    {
        Bench bench;
        bench.agents.handler = [](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            return Answer{request.verb == Verb::TargetState ? Json{{"mounted", false}} : Json(), {}, false};
        };
        const JobId id = bench.start(makePlan({mountMove("OST0", "oss1", "oss2"), mountMove("OST1", "oss1", "oss3", false)}), {"oss3"});
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        std::map<std::string, Json> peers;
        for (const Request &request : bench.agents.requests)
            if (request.verb == Verb::TargetMount)
                peers[protocol::textOf(request.args, "label")] = request.args["peers"][0];
        QCOMPARE(peers["OST0"], (Json{{"host", "oss2"}, {"known", true}, {"mounted", false}}));
        QCOMPARE(peers["OST1"], (Json{{"host", "oss3"}, {"known", false}, {"mounted", false}, {"word", "oss3"}}));
    }

    void neverMountsOnTwoHosts()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) { return Answer{Json{{"mounted", true}}, {}, false}; };
        const JobId id = bench.start(makePlan({mountMove("OST0", "oss1", "oss2")}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Failed);
        const auto job = bench.executor->job(id);
        QCOMPARE(job->moves[0].steps[1].error->problem, Problem::MountedElsewhere);
        QVERIFY(QString::fromStdString(job->moves[0].steps[1].error->message).contains(QLatin1String("oss2")));
        QCOMPARE(bench.agents.requests.size(), std::size_t(1)); // the check alone
    }

    void wantsTheWordsThatThePlanWants()
    {
        Bench bench;
        const auto started = bench.executor->start(makePlan({mountMove("OST0", "oss1", "oss2", false)}), {"oss1"});
        QVERIFY(!started);
        QCOMPARE(started.error().problem, Problem::BadArgument);
        QVERIFY(QString::fromStdString(started.error().message).contains(QLatin1String("oss2")));
        QVERIFY(bench.executor->jobs().empty());
    }

    void goesOnWhenTheHostIsBack()
    {
        Bench bench;
        int formats = 0;
        bench.agents.handler = [&](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.verb == Verb::TargetFormat && ++formats == 1)
                return {};
            return Answer{};
        };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2", {0})}));
        bench.clock.advance(100);
        bench.agents.setDown("oss1", true);
        bench.clock.advance(20 * 60'000);
        QCOMPARE(bench.state(id), JobState::Stalled);
        QVERIFY(QString::fromStdString(bench.executor->job(id)->waitingFor).contains(QLatin1String("oss1")));
        bench.agents.setDown("oss1", false);
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        QCOMPARE(bench.agents.stepsSent(), (std::vector<std::string>{"job1/0/0", "job1/0/0", "job1/1/0"})); // never a new id
    }

    void aStalledJobCanBeCancelledAndRetriedUnderTheSameId()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1")}));
        bench.clock.advance(100);
        bench.agents.setDown("oss1", true);
        bench.clock.advance(1000);
        QVERIFY(bench.executor->cancel(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Cancelled);
        bench.agents.setDown("oss1", false);
        bench.agents.handler = {};
        QVERIFY(bench.executor->retry(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        QCOMPARE(bench.agents.stepsSent(), (std::vector<std::string>{"job1/0/0", "job1/0/0"}));
    }

    void checksPeersAgainAfterAStall()
    {
        Bench bench;
        bool mounted = false;
        bench.agents.handler = [&](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.verb == Verb::TargetState)
                return Answer{Json{{"mounted", mounted}}, {}, false};
            return {};
        };
        const JobId id = bench.start(makePlan({mountMove("OST0", "oss1", "oss2")}));
        bench.clock.advance(100);
        mounted = true; // by somebody else, while we could not see it
        bench.agents.setDown("oss1", true);
        bench.agents.setDown("oss1", false);
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.executor->job(id)->moves[0].steps[1].error->problem, Problem::MountedElsewhere);
    }

    void aFailureSkipsOnlyWhatDependsOnIt()
    {
        Bench bench;
        bool broken = true;
        bench.agents.handler = [&](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (broken && request.server == "oss1" && request.verb == Verb::TargetFormat)
                return support::FakeAgents::Reply(error(Problem::ToolFailed, "mkfs.lustre: no"));
            return Answer{};
        };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2"),
            makeMove("OST0", {makeStep("oss1", Verb::TargetMount)}, {0}), makeMove("OST1", {makeStep("oss2", Verb::TargetMount)}, {1}),
            makeMove("scratch", {}, {2, 3})}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Failed);
        QCOMPARE(bench.state(id, 0), JobState::Failed);
        QCOMPARE(bench.state(id, 2), JobState::Skipped);
        QCOMPARE(*bench.executor->job(id)->moves[2].because, std::size_t(0));
        QCOMPARE(bench.state(id, 3), JobState::Done);
        QCOMPARE(*bench.executor->job(id)->moves[4].because, std::size_t(2));
        QVERIFY(bench.agents.holders["oss1"].empty());

        broken = false;
        bench.agents.requests.clear();
        QVERIFY(bench.executor->retry(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        QCOMPARE(bench.agents.stepsSent(), (std::vector<std::string>{"job1/0/0r1", "job1/2/0"})); // done moves stay done
        QCOMPARE((*bench.store->lines(id)).size(), std::size_t(5));
        QVERIFY(!bench.executor->retry(id));
    }

    void cancelsWhatCanBeCancelled()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), makeMove("oss2", {makeStep("oss2", Verb::HostReboot)}),
            formatMove("OST1", "oss1", {0})}));
        bench.clock.advance(100);
        QVERIFY(bench.executor->cancel(id));
        QCOMPARE(bench.agents.open.size(), std::size_t(2));
        const QPointer<support::FakeCall> format = bench.agents.open[0], reboot = bench.agents.open[1];
        QVERIFY(format->cancelled);
        QVERIFY(!reboot->cancelled);
        format->end(error(Problem::Cancelled));
        QVERIFY(!isEnd(bench.state(id))); // half-done is worse than done
        QVERIFY(!bench.agents.holders["oss2"].empty());
        reboot->end(Answer{});
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Cancelled);
        QCOMPARE(bench.state(id, 1), JobState::Done);
        QCOMPARE(bench.state(id, 2), JobState::Cancelled);
        QVERIFY(bench.agents.holders["oss2"].empty());
        bench.agents.handler = {};
        QVERIFY(bench.executor->retry(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
    }

    void canBeCancelledWhileItWaitsForLeases()
    {
        Bench bench;
        bench.agents.setDown("oss2", true);
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2")}));
        bench.clock.advance(60'000);
        QCOMPARE(bench.state(id), JobState::Waiting);
        QVERIFY(QString::fromStdString(bench.executor->job(id)->waitingFor).contains(QLatin1String("oss2")));
        QVERIFY(bench.executor->cancel(id));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Cancelled);
        QVERIFY(bench.agents.holders["oss1"].empty());
    }

    void anInterruptedStepIsJudged_data()
    {
        QTest::addColumn<int>("verb");
        QTest::addColumn<QString>("observed");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("asked");
        const auto row = [](const char *name, Verb verb, const char *observed, JobState state, int asked) {
            QTest::newRow(name) << int(verb) << QString::fromLatin1(observed) << int(state) << asked;
        };
        row("a format that was seen: the agent decides", Verb::TargetFormat, R"({"mounted":false,"label":"x:OST0000"})", JobState::Done, 2);
        row("a format that is in use", Verb::TargetFormat, R"({"mounted":true})", JobState::Failed, 1);
        row("a format that nobody could see", Verb::TargetFormat, R"({"error":{}})", JobState::Failed, 1);
        row("a format without any detail", Verb::TargetFormat, "", JobState::Failed, 1);
        row("a mount that is there", Verb::TargetMount, R"({"mounted":true,"mountpoint":""})", JobState::Done, 1);
        row("a mount that is elsewhere", Verb::TargetMount, R"({"mounted":true,"mountpoint":"/mnt/x"})", JobState::Done, 2);
        row("an unmount that is done", Verb::TargetUnmount, R"({"mounted":false})", JobState::Done, 1);
        row("an unmount may be asked again", Verb::TargetUnmount, R"({"error":{}})", JobState::Done, 2);
        row("a reboot is not", Verb::HostReboot, R"({"state":"up"})", JobState::Failed, 1);
    }
    void anInterruptedStepIsJudged()
    {
        QFETCH(int, verb);
        QFETCH(QString, observed);
        QFETCH(int, state);
        QFETCH(int, asked);
        Bench bench;
        const std::string detail = observed.isEmpty() ? std::string() : "{\"observed\":" + observed.toStdString() + "}";
        bench.agents.handler = [&](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.step == "job1/0/0")
                return support::FakeAgents::Reply(error(Problem::Interrupted, detail));
            return Answer{};
        };
        const JobId id = bench.start(makePlan({makeMove("OST0", {makeStep("oss1", Verb(verb))})}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(int(bench.state(id)), state);
        QCOMPARE(int(bench.agents.requests.size()), asked);
        if (asked == 2)
            QCOMPARE(bench.agents.requests.back().step, std::string("job1/0/0r1"));
    }

    void asksOnlyOnceAgain()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) { return support::FakeAgents::Reply(error(Problem::Interrupted, R"({"observed":{}})")); };
        const JobId id = bench.start(makePlan({makeMove("OST0", {makeStep("oss1", Verb::TargetUnmount)})}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Failed);
        QCOMPARE(bench.agents.requests.size(), std::size_t(2));
    }

    void timeLimitsAreTold()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) { return support::FakeAgents::Reply(error(Problem::TimedOut)); };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1")}));
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::TimedOut);
    }

    void anotherExecutorGoesOnAfterKill_data()
    {
        QTest::addColumn<int>("events");
        for (int events = 0; events < 30; ++events)
            QTest::addRow("after %d events", events) << events;
    }
    void anotherExecutorGoesOnAfterKill()
    {
        QFETCH(int, events);
        Bench bench;
        std::map<std::string, int> ran; // the agent's journal
        bench.agents.handler = [&](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            const bool replayed = ran[request.step]++ > 0;
            return Answer{Json{{"mounted", false}}, {}, replayed};
        };
        plan::Move mount = mountMove("OST0", "oss1", "oss2");
        mount.after = {0};
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), mount, formatMove("OST1", "oss2")}));
        for (int i = 0; i < events && bench.clock.step(); ++i) { }
        bench.restart();
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
        for (const char *step : {"job1/0/0", "job1/1/1", "job1/2/0"})
            QVERIFY2(ran[step] >= 1, step);
        const auto lines = bench.store->lines(id);
        for (const StepRun &line : *lines)
            QCOMPARE(line.state, JobState::Done);
        QVERIFY(bench.agents.holders["oss1"].empty() && bench.agents.holders["oss2"].empty());
        QCOMPARE(bench.executor->jobs().size(), std::size_t(1));
    }

    // Found by the simulation: a step stalled in an earlier life was sent as soon as its host was back, and again with the leases.
    void aResumedStalledStepIsSentOnce()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2")}));
        bench.clock.advance(100);
        bench.agents.setDown("oss1", true);
        bench.clock.advance(1000);
        bench.agents.setDown("oss2", true);
        bench.restart();
        bench.agents.requests.clear();
        bench.agents.open.clear();
        bench.agents.setDown("oss1", false);
        bench.clock.advance(1000);
        QVERIFY(bench.agents.requests.empty()); // not before all leases are taken
        bench.agents.setDown("oss2", false);
        bench.clock.advance(1000);
        QCOMPARE(bench.agents.requests.size(), std::size_t(2));
        for (const auto &call : std::exchange(bench.agents.open, {}))
            call->end(Answer{});
        QVERIFY(bench.runToEnd(id));
        QCOMPARE(bench.state(id), JobState::Done);
    }

    // A failure whose consequences were not written down any more.
    void skipsAfterAKillWhatWasNotSkippedBefore()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) { return support::FakeAgents::Reply(error(Problem::ToolFailed)); };
        Job job;
        job.id = "half";
        job.plan = makePlan({formatMove("OST0", "oss1"), formatMove("OST1", "oss2", {0})});
        job.state = JobState::Running;
        job.moves.resize(2);
        for (MoveRun &move : job.moves)
            move.steps.resize(1);
        job.moves[0].state = JobState::Failed;
        QVERIFY(bench.store->add(job));
        bench.restart();
        QVERIFY(bench.runToEnd("half"));
        QCOMPARE(bench.state("half"), JobState::Failed);
        QCOMPARE(bench.state("half", 1), JobState::Skipped);
    }

    void progressIsTold()
    {
        Bench bench;
        bench.agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        const JobId id = bench.start(makePlan({formatMove("OST0", "oss1")}));
        bench.clock.advance(1000);
        int signalsSeen = 0;
        connect(bench.executor.get(), &Executor::jobChanged, this, [&] { ++signalsSeen; });
        support::FakeCall *call = bench.agents.open.front();
        for (int i = 0; i < 1000; ++i) {
            emit call->progressed(i / 1000.0, QStringLiteral("line %1").arg(i));
            emit call->printed(QStringLiteral("stdout"), QString(100, QLatin1Char('x')));
            bench.clock.advance(1);
        }
        QVERIFY(signalsSeen <= 21 && signalsSeen >= 10);
        const auto job = bench.executor->job(id);
        QCOMPARE(job->moves[0].line, std::string("line 999"));
        QCOMPARE(job->moves[0].fraction, 0.999);
        QCOMPARE(job->moves[0].liveOutput.size(), std::size_t(64 << 10));
        call->end(Answer{});
        QVERIFY(bench.runToEnd(id));
    }

    void twoExecutorsOnOneJournal()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("p.db")).toStdString();
        support::VirtualClock clock;
        support::FakeAgents agents(clock);
        agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        auto firstStore = JobStore::open(path).value();
        auto secondStore = JobStore::open(path).value();
        auto first = std::make_unique<Executor>(agents, *firstStore, clock, ExecutorOptions{"root", "desk"});
        Executor second(agents, *secondStore, clock, ExecutorOptions{"root", "desk"});
        const JobId id = *first->start(makePlan({formatMove("OST0", "oss1")}), {});
        clock.advance(1000);
        QVERIFY(second.resume());
        QCOMPARE(second.job(id)->state, JobState::Running);
        QVERIFY(second.isIdle());
        QCOMPARE(second.retry(id).error().problem, Problem::Conflict);
        first.reset(); // and is gone: the other one takes over
        agents.handler = {};
        QVERIFY(second.refreshForeign());
        QVERIFY(clock.advanceUntil([&] { return second.job(id)->state == JobState::Done; }));
    }

    void aRebootEndsWhenTheHostIsBackWithAnotherBoot()
    {
        Bench b;
        b.agents.boots["oss1"] = "one";
        const JobId id = b.start(makePlan({makeMove("reboot", {makeStep("oss1", Verb::HostReboot, Json{{"bootId", "one"}})}), formatMove("OST0", "oss1", {0})}));
        b.clock.advance(60'000);
        QCOMPARE(b.state(id, 0), JobState::Running); // it answers, and has not gone down yet
        QVERIFY(QString::fromStdString(b.executor->job(id)->moves[0].line).startsWith(QStringLiteral("oss1 goes down")));
        b.agents.setDown("oss1", true);
        b.clock.advance(300'000);
        QCOMPARE(b.state(id, 0), JobState::Running);
        QVERIFY(QString::fromStdString(b.executor->job(id)->moves[0].line).startsWith(QStringLiteral("oss1 is rebooting")));
        QCOMPARE(b.agents.requests.size(), std::size_t{1});
        b.agents.boots["oss1"] = "two";
        b.agents.setDown("oss1", false);
        QVERIFY(b.runToEnd(id));
        QCOMPARE(b.state(id), JobState::Done);
        QCOMPARE(b.agents.requests.size(), std::size_t{2});
    }
    void aRebootThatDoesNotEndIsToldSo()
    {
        Bench b;
        b.agents.boots["oss1"] = "one";
        const JobId id = b.start(makePlan({makeMove("reboot", {makeStep("oss1", Verb::HostReboot)}), formatMove("OST0", "oss1", {0})}));
        b.clock.advance(1000);
        b.agents.setDown("oss1", true);
        b.clock.advance(25 * 60'000);
        QCOMPARE(b.state(id, 0), JobState::TimedOut);
        QCOMPARE(b.state(id, 1), JobState::Skipped);
        QCOMPARE(b.executor->job(id)->moves[0].steps[0].error->message, std::string("oss1 did not come back within 20 minutes"));
    }
    void aRebootIsAwaitedByTheNextProgram()
    {
        Bench b;
        b.agents.boots["oss1"] = "one";
        const JobId id = b.start(makePlan({makeMove("reboot", {makeStep("oss1", Verb::HostReboot, Json{{"bootId", "one"}})})}));
        b.clock.advance(1000);
        b.agents.handler = [](const Request &) { return support::FakeAgents::Reply(Answer{{}, {}, true}); }; // from its journal
        b.agents.setDown("oss1", true);
        b.restart();
        b.clock.advance(60'000);
        QVERIFY(!isEnd(b.state(id)));
        b.agents.boots["oss1"] = "two";
        b.agents.setDown("oss1", false);
        QVERIFY(b.runToEnd(id));
        QCOMPARE(b.state(id), JobState::Done);
        QCOMPARE(b.agents.requests.front().step, b.agents.requests.back().step);
    }
    void aRebootThatIsAwaitedCanBeCancelled()
    {
        Bench b;
        b.agents.boots["oss1"] = "one";
        const JobId id = b.start(makePlan({makeMove("reboot", {makeStep("oss1", Verb::HostReboot)})}));
        b.clock.advance(10'000);
        QVERIFY(b.executor->cancel(id));
        QVERIFY(b.runToEnd(id));
        QCOMPARE(b.state(id), JobState::Cancelled);
        b.clock.advance(60 * 60'000); // the old timer does nothing
        QCOMPARE(b.state(id), JobState::Cancelled);
    }

    void oneProgramCancelsTheJobOfAnother()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("p.db")).toStdString();
        support::VirtualClock clock;
        support::FakeAgents agents(clock);
        agents.handler = [](const Request &) -> std::optional<support::FakeAgents::Reply> { return {}; };
        auto firstStore = JobStore::open(path).value();
        auto secondStore = JobStore::open(path).value();
        Executor first(agents, *firstStore, clock, ExecutorOptions{"root", "desk"});
        Executor second(agents, *secondStore, clock, ExecutorOptions{"root", "desk"});
        const JobId id = *first.start(makePlan({formatMove("OST0", "oss1")}), {});
        clock.advance(1000);
        QVERIFY(second.resume());
        QVERIFY(second.cancel(id));
        QVERIFY(second.refreshForeign()); // the wish is for the one who runs it
        QVERIFY(!agents.open.front()->cancelled);
        QVERIFY(first.refreshForeign());
        QVERIFY(agents.open.front()->cancelled);
        agents.open.front()->end(error(Problem::Cancelled));
        QVERIFY(clock.advanceUntil([&] { return first.job(id)->state == JobState::Cancelled; }));
        QVERIFY(second.refreshForeign());
        QCOMPARE(second.job(id)->state, JobState::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestExecutor)
#include "tst_executor.moc"
