// SPDX-License-Identifier: GPL-3.0-or-later
// Service, journal, leases and audit with a fake runner, a virtual clock and a disk that can be full or tear.
#include "agent/journal/sha256.h"
#include "agent/peers.h"
#include "agent/service.h"

#include <QtTest>

using namespace agent;
using protocol::Json;

namespace {

class FakeRunner : public StepRunner {
public:
    protocol::Result<> start(const RunOrder &order) override
    {
        started.push_back(order);
        return {};
    }
    void cancel(const std::string &key) override { cancelled.push_back(key); }
    bool adopt(const RunOrder &order) override { return alive.count(order.key) > 0; }
    std::vector<RunEvent> poll() override { return std::exchange(news, {}); }
    void release(const std::string &key) override { released.push_back(key); }
    void end(const std::string &key, bool ok = true)
    {
        RunEvent event{key, RunEvent::What::End};
        event.outcome.ok = ok;
        event.outcome.value = {{"did", key}};
        event.outcome.transcript = Json::array({{{"argv", {"tool"}}}});
        news.push_back(event);
    }
    std::vector<RunOrder> started;
    std::vector<std::string> cancelled, released;
    std::set<std::string> alive;
    std::vector<RunEvent> news;
};

struct Bench {
    MemoryStorage disk;
    FakeRunner runner;
    double now = 1000;
    std::uint64_t seed = 1;
    std::unique_ptr<Service> service;
    Service::Connection line = 0;
    protocol::FrameDecoder decoder;

    Bench() { restart(); }
    void restart()
    {
        service = std::make_unique<Service>(disk, runner, Surroundings{"oss1", "boot-1", "0.1.0", [this] { return now; }, [this] { return seed += 7919; }});
        QVERIFY(service->open().ok());
        line = greet(Role::Admin);
    }
    Service::Connection greet(Role role)
    {
        const auto connection = service->connect({role, 1000, "no group"});
        say(connection, {{"type", "hello"}, {"protocol", 1}, {"oldest", 1}, {"version", "0.1.0"}, {"holder", "a@desk"}});
        hear(connection);
        return connection;
    }
    void say(Service::Connection connection, const Json &message) { service->receive(connection, protocol::encodeMessage(message)); }
    std::vector<Json> hear(Service::Connection connection)
    {
        std::vector<Json> messages;
        protocol::FrameDecoder frames;
        frames.feed(service->takeOutput(connection));
        for (auto frame = frames.next(); frame && *frame; frame = frames.next())
            messages.push_back(protocol::parseJson((*frame)->payload));
        return messages;
    }
    /// The last result among what came; null when there is none.
    Json result(Service::Connection connection)
    {
        Json found;
        for (Json &message : hear(connection))
            if (protocol::textOf(message, "type") == "result")
                found = std::move(message);
        return found;
    }
    void ask(const std::string &verb, const Json &args, const std::string &step = {}, const std::string &token = {}, int id = 1)
    {
        say(line, {{"type", "call"}, {"id", id}, {"verb", verb}, {"args", args}, {"step", step}, {"lease", token}});
    }
    Json call(const std::string &verb, const Json &args, const std::string &step = {}, const std::string &token = {})
    {
        ask(verb, args, step, token);
        return result(line);
    }
    std::string take(const std::string &job, int seconds = 60)
    {
        return protocol::textOf(protocol::member(call("lease.take", {{"holder", "a@desk"}, {"job", job}, {"seconds", seconds}}), "value"), "token");
    }
};

std::string problem(const Json &result) { return protocol::textOf(protocol::member(result, "error"), "problem"); }

} // namespace

class TestService : public QObject {
    Q_OBJECT
private slots:
    void sha256Vectors()
    {
        QCOMPARE(sha256(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QCOMPARE(sha256("abc"), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                 std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
        QCOMPARE(sha256(std::string(1000000, 'a')), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    }

    void rolesByGroups()
    {
        const std::string groups = "root:x:0:\nchandelier-admin:x:990:ann,bob\nchandelier-view:x:991:\n";
        QVERIFY(peerFrom(0, 5, {}, "", "").role == Role::Admin);
        QVERIFY(peerFrom(5, 5, {}, "", "").role == Role::Admin);
        QVERIFY(peerFrom(7, 5, {990}, groups, "").role == Role::Admin);
        QVERIFY(peerFrom(7, 5, {}, groups, "bob").role == Role::Admin);
        QVERIFY(peerFrom(7, 5, {100, 991}, groups, "eve").role == Role::View);
        QVERIFY(peerFrom(7, 5, {100}, groups, "eve").role == Role::None);
        QVERIFY(!peerFrom(7, 5, {100}, groups, "eve").reason.empty());
    }

    void viewersMayLookOnly()
    {
        Bench b;
        const auto viewer = b.greet(Role::View);
        for (const char *verb : {"lnet.load", "lease.take"}) {
            b.say(viewer, {{"type", "call"}, {"id", 1}, {"verb", verb}, {"args", Json::object()}, {"step", "a/1"}});
            QCOMPARE(problem(b.result(viewer)), std::string("access-denied"));
        }
        b.say(viewer, {{"type", "call"}, {"id", 2}, {"verb", "lnet.state"}});
        QCOMPARE(b.runner.started.size(), std::size_t{1});
        const auto stranger = b.service->connect({Role::None, 7, "user 7 is in no group"});
        b.say(stranger, {{"type", "hello"}, {"protocol", 1}});
        QCOMPARE(protocol::textOf(b.hear(stranger).at(0), "problem"), std::string("access-denied"));
        QVERIFY(b.service->wantsClose(stranger));
    }

    void aStepRunsOnceAndIsAnsweredFromTheJournal()
    {
        Bench b;
        const std::string token = b.take("j");
        b.ask("lnet.load", Json::object(), "j/1/1", token);
        b.ask("lnet.load", Json::object(), "j/1/1", token, 2); // attaches
        QCOMPARE(b.runner.started.size(), std::size_t{1});
        b.runner.end("j/1/1");
        b.service->tick();
        int results = 0;
        for (const Json &message : b.hear(b.line))
            results += protocol::textOf(message, "type") == "result" && protocol::flagOf(message, "ok") && !protocol::flagOf(message, "replayed");
        QCOMPARE(results, 2);
        for (int life = 0; life < 2; ++life) {
            const Json again = b.call("lnet.load", Json::object(), "j/1/1", "");
            QVERIFY(protocol::flagOf(again, "replayed"));
            QCOMPARE(protocol::member(again, "transcript").size(), std::size_t{1});
            b.restart();
        }
        QCOMPARE(b.runner.started.size(), std::size_t{1});
        QCOMPARE(b.runner.released, std::vector<std::string>{"j/1/1"});
        QCOMPARE(problem(b.call("lnet.stop", Json::object(), "j/1/1", token)), std::string("conflict"));
    }

    void aStepOfADeadHostIsObservedAndInterrupted()
    {
        Bench b;
        const std::string token = b.take("j");
        b.ask("lnet.load", Json::object(), "j/1/1", token);
        b.restart(); // its worker is unknown: adopt() says no
        QCOMPARE(b.runner.started.back().key, std::string("observe:j/1/1"));
        b.ask("lnet.load", Json::object(), "j/1/1", token);
        b.runner.end("observe:j/1/1");
        b.service->tick();
        const Json result = b.result(b.line);
        QCOMPARE(problem(result), std::string("interrupted"));
        const Json detail = protocol::parseJson(protocol::textOf(protocol::member(result, "error"), "detail"));
        QCOMPARE(protocol::textOf(protocol::member(detail, "observed"), "did"), std::string("observe:j/1/1"));
        QVERIFY(protocol::flagOf(b.call("lnet.load", Json::object(), "j/1/1", token), "replayed"));
    }

    void aLostWorkerIsObservedToo()
    {
        Bench b;
        const std::string token = b.take("j");
        b.ask("lnet.load", Json::object(), "j/1/1", token);
        b.runner.news.push_back({"j/1/1", RunEvent::What::Lost});
        b.service->tick();
        QCOMPARE(b.runner.started.back().key, std::string("observe:j/1/1"));
        b.runner.end("observe:j/1/1");
        b.service->tick();
        QCOMPARE(problem(b.result(b.line)), std::string("interrupted"));
    }

    void anAdoptedStepGoesOn()
    {
        Bench b;
        const std::string token = b.take("j", 5);
        b.ask("lnet.load", Json::object(), "j/1/1", token);
        b.runner.alive.insert("j/1/1");
        b.now += 100; // long past the lease's end, but a step of it runs
        b.restart();
        QCOMPARE(problem(b.call("lease.take", {{"holder", "b"}, {"job", "other"}, {"seconds", 5}})), std::string("lease-held"));
        b.runner.end("j/1/1");
        b.service->tick();
        QVERIFY(!b.take("other").empty());
    }

    void leases()
    {
        Bench b;
        const std::string first = b.take("j", 10);
        QCOMPARE(problem(b.call("lease.take", {{"holder", "b"}, {"job", "k"}, {"seconds", 5}})), std::string("lease-held"));
        const std::string second = b.take("j", 10);
        QVERIFY(first != second && !second.empty());
        QCOMPARE(problem(b.call("lease.renew", {{"token", first}, {"seconds", 5}})), std::string("lease-needed"));
        b.restart();
        QVERIFY(protocol::flagOf(b.call("lease.renew", {{"token", second}, {"seconds", 10}}), "ok"));
        b.now += 11;
        QCOMPARE(problem(b.call("lnet.load", Json::object(), "j/2", second)), std::string("lease-needed"));
        QVERIFY(protocol::flagOf(b.call("lease.take", {{"holder", "b"}, {"job", "k"}, {"seconds", 5}}), "ok"));
        const Json audit = protocol::member(b.call("audit.show", {{"last", 1}}), "value");
        QCOMPARE(protocol::textOf(audit["entries"][0], "takenOverFrom"), std::string("a@desk (j)"));
    }

    void aFullDiskRunsNothing()
    {
        Bench b;
        const std::string token = b.take("j");
        b.disk.setCapacity(0);
        QCOMPARE(problem(b.call("lnet.load", Json::object(), "j/1", token)), std::string("no-space"));
        QVERIFY(b.runner.started.empty());
        b.disk.setCapacity(UINT64_MAX);
        b.disk.tearNextAppend(20);
        QCOMPARE(problem(b.call("lnet.load", Json::object(), "j/2", token)), std::string("no-space"));
        b.ask("lnet.load", Json::object(), "j/3", token);
        QCOMPARE(b.runner.started.size(), std::size_t{1});
        b.restart();
        QVERIFY(b.service->journal().find("j/3"));
        QVERIFY(!b.service->journal().find("j/2"));
    }

    void anEndThatCannotBeWrittenIsAnsweredAndWrittenLater()
    {
        Bench b;
        const std::string token = b.take("j");
        b.ask("lnet.load", Json::object(), "j/1", token);
        b.disk.setCapacity(0);
        b.runner.end("j/1");
        b.service->tick();
        QVERIFY(protocol::flagOf(b.result(b.line), "ok"));
        QVERIFY(b.runner.released.empty());
        QVERIFY(protocol::flagOf(b.call("lnet.load", Json::object(), "j/1", token), "replayed"));
        b.disk.setCapacity(UINT64_MAX);
        b.service->tick();
        QCOMPARE(b.runner.released, std::vector<std::string>{"j/1"});
        b.restart();
        QVERIFY(protocol::flagOf(b.call("lnet.load", Json::object(), "j/1", token), "replayed"));
    }

    void twoStepsOnOneDeviceAreAMistake()
    {
        Bench b;
        const std::string token = b.take("j");
        const Json args{{"label", "s-OST0000"}, {"mountpoint", "/mnt/s"}, {"device", {{"path", "/dev/sdb"}}}};
        b.ask("target.unmount", args, "j/1", token);
        QCOMPARE(problem(b.call("target.unmount", args, "j/2", token)), std::string("conflict"));
    }

    void anEarlierAttemptIsTold()
    {
        Bench b;
        const std::string token = b.take("j");
        const Json args{{"label", "s-OST0000"}, {"mountpoint", "/mnt/s"}, {"device", {{"path", "/dev/sdb"}}}};
        b.ask("target.unmount", args, "j/1", token);
        QVERIFY(!b.runner.started.back().attempted);
        b.runner.end("j/1", false);
        b.service->tick();
        b.ask("target.unmount", args, "j/1b", token);
        QVERIFY(b.runner.started.back().attempted);
    }

    void cancelReachesTheRunnerAndALostLineItsReadingCalls()
    {
        Bench b;
        b.ask("host.inventory", Json::object());
        b.say(b.line, {{"type", "cancel"}, {"id", 1}});
        QCOMPARE(b.runner.cancelled.size(), std::size_t{1});
        b.service->disconnect(b.line);
        QCOMPARE(b.runner.cancelled.size(), std::size_t{2});
    }

    void badMessagesAreAnswered()
    {
        Bench b;
        for (const Json &message : {Json{{"type", "call"}}, Json{{"type", "call"}, {"id", 1}, {"verb", "rm"}},
                                    Json{{"type", "call"}, {"id", 1}, {"verb", "lnet.state"}, {"args", 5}},
                                    Json{{"type", "call"}, {"id", 1}, {"verb", "lnet.load"}},
                                    Json{{"type", "call"}, {"id", 1}, {"verb", "lnet.state"}, {"limit", -3}}, Json{{"type", "hello"}}}) {
            b.say(b.line, message);
            QCOMPARE(problem(b.result(b.line)), std::string("bad-message"));
        }
        b.say(b.line, {{"type", "ping"}, {"n", 3}});
        QCOMPARE(protocol::numberOf(b.hear(b.line).at(0), "n"), 3);
    }

    void oldStepsAreKeptShorterWhenTheJournalIsLarge()
    {
        MemoryStorage disk;
        StepJournal journal(disk, 160 << 10);
        QVERIFY(journal.open().ok());
        Outcome outcome;
        outcome.ok = true;
        outcome.transcript = Json::array({{{"out", std::string(1000, 'x')}}});
        for (int i = 0; i < 400; ++i) {
            StepRecord record{"job/" + std::to_string(i), protocol::Verb::LnetLoad, Json::object()};
            QVERIFY(journal.begin(record).ok());
            QVERIFY(journal.end(record.step, i, outcome).ok());
        }
        QVERIFY(journal.size() < 480u << 10);
        StepJournal next(disk, 160 << 10);
        QVERIFY(next.open().ok());
        for (const char *step : {"job/0", "job/399"})
            QVERIFY(next.find(step) && next.find(step)->ended && next.outcome(step).ok());
        QVERIFY(next.outcome("job/0")->transcript.empty());
        QCOMPARE(next.outcome("job/399")->transcript.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestService)
#include "tst_service.moc"
