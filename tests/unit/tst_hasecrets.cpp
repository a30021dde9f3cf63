// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets of steps: they reach the agents in the moment of the call, survive a crash of nobody, and are written nowhere.
#include "core/jobs/executor.h"
#include "core/manager/secretagents.h"
#include "agent/protocol/base64.h"
#include "tests/support/fakeagents.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace jobs;
using protocol::Json;
using protocol::Verb;
using support::makeMove;
using support::makePlan;
using support::makeStep;

namespace {

const std::string key("KEY-OF-COROSYNC\0-with-a-zero", 28), password = "pa55-of-the-BMC";

struct Bench {
    QTemporaryDir dir;
    support::VirtualClock clock;
    support::FakeAgents *inner = nullptr;
    std::unique_ptr<manager::SecretAgents> agents;
    std::unique_ptr<JobStore> store;
    std::unique_ptr<Executor> executor;
    std::vector<std::string> leasesOfKey;

    Bench() { restart(); }
    ~Bench() { executor.reset(); }
    std::string path() const { return dir.filePath("cluster.profile").toStdString(); }
    void restart()
    {
        executor.reset();
        const auto holders = inner ? inner->holders : std::map<std::string, std::string>();
        auto fakes = std::make_unique<support::FakeAgents>(clock);
        inner = fakes.get();
        inner->holders = holders;
        inner->handler = [this](const Request &request) -> std::optional<support::FakeAgents::Reply> {
            if (request.verb != Verb::CorosyncKey)
                return Answer{};
            leasesOfKey.push_back(request.lease);
            return Answer{Json{{"key", protocol::toBase64(key)}}, {}, false};
        };
        agents = std::make_unique<manager::SecretAgents>(std::move(fakes));
        store = JobStore::open(path()).value();
        ExecutorOptions options;
        options.holder = "root";
        executor = std::make_unique<Executor>(*agents, *store, clock, options);
        const auto resumed = executor->resume();
        QVERIFY(resumed);
    }
    plan::Plan plan() const
    {
        return makePlan({makeMove("first", {makeStep("oss1", Verb::CorosyncConfigure, Json{{"conf", "totem {}"}})}),
            makeMove("second", {makeStep("oss2", Verb::CorosyncConfigure, Json{{"conf", "totem {}"}, {"secrets", Json::array({"authkey"})}, {"keyFrom", "oss1"}})}, {0}),
            makeMove("fencing", {makeStep("oss1", Verb::FencingSecret, Json{{"name", "oss2-bmc"}, {"secrets", Json::array({"password"})}})}, {1})});
    }
    bool runToEnd(const JobId &id)
    {
        for (int i = 0; i < 2000 && !isEnd(executor->job(id)->state); ++i) {
            clock.advance(20);
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        }
        return isEnd(executor->job(id)->state);
    }
    const Request *sent(Verb verb, const std::string &server) const
    {
        for (const Request &r : inner->requests)
            if (r.verb == verb && r.server == server)
                return &r;
        return nullptr;
    }
    /// Every byte that was written into the folder of the profile.
    QByteArray written() const
    {
        QByteArray all;
        for (const QString &name : QDir(dir.path()).entryList(QDir::Files))
            if (QFile file(dir.filePath(name)); file.open(QIODevice::ReadOnly))
                all += file.readAll();
        return all;
    }
};

} // namespace

class TestHaSecrets : public QObject {
    Q_OBJECT
private slots:
    void init() { qunsetenv("CHANDELIER_FENCE_PASSWORD_oss2_bmc"); }

    void reachTheAgentsAndNoFile()
    {
        Bench bench;
        bench.agents->give("oss2-bmc", password, false);
        const auto id = bench.executor->start(bench.plan(), {});
        QVERIFY(id);
        QVERIFY(bench.runToEnd(*id));
        QCOMPARE(bench.executor->job(*id)->state, JobState::Done);
        QVERIFY(bench.sent(Verb::CorosyncConfigure, "oss1")->secrets.empty());
        QVERIFY(bench.sent(Verb::CorosyncConfigure, "oss2")->secrets.at("authkey") == key);
        QVERIFY(bench.sent(Verb::FencingSecret, "oss1")->secrets.at("password") == password);
        QCOMPARE(bench.leasesOfKey.size(), std::size_t(1));
        QVERIFY2(bench.leasesOfKey.front() == "token-" + *id, "a key is asked for with the lease of its host only");
        bench.executor.reset();
        bench.store.reset();
        const QByteArray all = bench.written();
        QVERIFY(all.size() > 1000);
        for (const std::string &secret : {std::string("KEY-OF-COROSYNC"), protocol::toBase64(key), password, protocol::toBase64(password)})
            QVERIFY2(!all.contains(secret.c_str()), secret.c_str());
        QVERIFY(protocol::dumpJson(plan::toJson(bench.plan())).find(password) == std::string::npos);
    }

    void aMissingPasswordIsSaidAndCanBeGiven()
    {
        Bench bench;
        const auto id = bench.executor->start(bench.plan(), {});
        QVERIFY(bench.runToEnd(*id));
        QCOMPARE(bench.executor->job(*id)->state, JobState::Failed);
        const auto &error = bench.executor->job(*id)->moves[2].steps[0].error;
        QVERIFY(error && error->message.find("oss2-bmc") != std::string::npos && error->remedy.find("CHANDELIER_FENCE_PASSWORD_oss2_bmc") != std::string::npos);
        QVERIFY2(!bench.sent(Verb::FencingSecret, "oss1"), "nothing is sent without it");
        qputenv("CHANDELIER_FENCE_PASSWORD_oss2_bmc", password.c_str());
        QVERIFY(bench.executor->retry(*id));
        QVERIFY(bench.runToEnd(*id));
        QCOMPARE(bench.executor->job(*id)->state, JobState::Done);
        QVERIFY(bench.sent(Verb::FencingSecret, "oss1")->secrets.at("password") == password);
    }

    void areFetchedAgainAfterACrash()
    {
        Bench bench;
        bench.agents->give("oss2-bmc", password, false);
        const auto id = bench.executor->start(bench.plan(), {});
        for (int i = 0; i < 200 && bench.leasesOfKey.empty(); ++i) {
            bench.clock.advance(5);
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        }
        QVERIFY(!isEnd(bench.executor->job(*id)->state));
        bench.restart(); // the key was fetched, and perhaps not sent
        bench.agents->give("oss2-bmc", password, false);
        QVERIFY(bench.runToEnd(*id));
        QCOMPARE(bench.executor->job(*id)->state, JobState::Done);
        QVERIFY(bench.sent(Verb::CorosyncConfigure, "oss2")->secrets.at("authkey") == key);
    }
};

QTEST_GUILESS_MAIN(TestHaSecrets)
#include "tst_hasecrets.moc"
