// SPDX-License-Identifier: GPL-3.0-or-later
// The logs of a cluster: blocks, filters, searches over several servers, the file, following agents, and known messages.
#include "core/logs/explain.h"
#include "core/logs/logs.h"
#include "tests/support/fakeagents.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

using namespace logbook;
using protocol::Json;
using protocol::LogLine;
using support::FakeAgents;

namespace {

LogLine said(std::int64_t at, const std::string &text, int priority = 6, const std::string &program = "kernel", const std::string &unit = {})
{
    return {at, priority, program, unit, 0, text, 0};
}

Batch batchOf(std::vector<LogLine> lines, const std::string &cursor = "c")
{
    return {"journal", cursor, {}, std::move(lines), false};
}

std::vector<std::string> textsOf(const std::vector<Line> &lines)
{
    std::vector<std::string> texts;
    for (const Line &line : lines)
        texts.push_back(line.said.text);
    return texts;
}

std::vector<Line> all(LogStore &store, const Filter &filter, Key from, Towards towards, std::size_t most = 100'000, int ms = 0)
{
    auto matcher = Matcher::of(filter);
    Scan scan(store, *matcher, from, towards, most);
    std::vector<Line> lines;
    for (Found found; !found.done;) {
        found = scan.step(ms);
        lines.insert(lines.end(), found.lines.begin(), found.lines.end());
    }
    return lines;
}

std::vector<std::string> fitting(LogStore &store, const Filter &filter) { return textsOf(all(store, filter, beforeAll, Towards::Newer)); }

std::unique_ptr<LogStore> opened(const std::string &path)
{
    auto store = LogStore::open(path);
    return store ? std::move(*store) : nullptr;
}

std::unique_ptr<LogStore> memory() { return opened(":memory:"); }

/// Agents whose log is a list; the cursor is the number of lines given.
struct Scene {
    QTemporaryDir dir;
    support::VirtualClock clock;
    FakeAgents agents{clock};
    std::map<std::string, std::vector<LogLine>> logs;
    std::set<std::string> old, interesting;
    std::string lost;
    std::size_t atOnce = 100;
    std::unique_ptr<Logs> book;

    Scene()
    {
        agents.handler = [this](const jobs::Request &request) -> std::optional<FakeAgents::Reply> {
            if (old.contains(request.server))
                return FakeAgents::Reply(base::Error{base::Problem::BadMessage, "This agent (0.9) has no verb 'logs.fetch'.", {}, {}});
            const auto &log = logs[request.server];
            const std::string cursor = protocol::textOf(request.args, "cursor");
            const std::size_t from = cursor.empty() ? 0 : std::stoul(cursor), to = std::min(log.size(), from + atOnce);
            Json lines = Json::array();
            for (std::size_t i = from; i < to; ++i)
                lines.push_back(protocol::toJson(log[i]));
            return FakeAgents::Reply(jobs::Answer{
                Json{{"source", "journal"}, {"cursor", to == 0 ? std::string() : std::to_string(to)}, {"lines", lines}, {"more", to < log.size()}, {"lost", cursor.empty() ? std::string() : lost}}, {}, false});
        };
    }
    void open(const std::vector<std::string> &servers)
    {
        book.reset();
        book = std::make_unique<Logs>(Options{dir.filePath(QStringLiteral("c.profile")).toStdString(), &clock, false, [this] { return interesting; }}, agents);
        book->setServers(servers);
    }
    bool settle()
    {
        return clock.advanceUntil([this] { return book->isSettled(); }, 60'000);
    }
    std::vector<Line> find(const Filter &filter = {}, Key from = beforeAll, Towards towards = Towards::Newer, std::size_t most = 100'000)
    {
        std::vector<Line> lines;
        bool done = false;
        auto search = book->search(filter, from, towards, most);
        if (!search)
            return lines;
        QObject::connect(search->get(), &Search::found, book.get(), [&](const Found &found) {
            lines.insert(lines.end(), found.lines.begin(), found.lines.end());
            done = found.done;
        });
        clock.advanceUntil([&] { return done; }, 10'000);
        return lines;
    }
    int asked(const std::string &server) const
    {
        return static_cast<int>(std::count_if(agents.requests.begin(), agents.requests.end(), [&](const jobs::Request &r) { return r.server == server; }));
    }
};

} // namespace

class TestLogs : public QObject {
    Q_OBJECT
private slots:
    void aBlockGivesBackWhatItTook()
    {
        Block block;
        std::vector<LogLine> lines{said(1000, "one"), said(900, std::string("b\0\xff\n", 4), 3, "sshd", "sshd.service"), said(-5, "", -1), {INT64_MAX / 2, 0, "p", "u", 4711, "cut", 99}};
        for (const LogLine &line : lines)
            block.add(line);
        const auto read = Block::decoded(block.encoded());
        QVERIFY(read);
        QCOMPARE(read->size(), lines.size());
        for (std::size_t i = 0; i < lines.size(); ++i)
            QVERIFY(read->line(i, 1, "s").said == lines[i]);
    }

    void damagedBlocksAreRefused()
    {
        Block block;
        for (int i = 0; i < 50; ++i)
            block.add(said(i, "line " + std::to_string(i)));
        const QByteArray good = block.encoded();
        QVERIFY(!Block::decoded({}));
        QVERIFY(!Block::decoded(good.left(good.size() / 2)));
        QVERIFY(!Block::decoded(QByteArray::fromHex("ffffffff") + good.mid(4)));
        QVERIFY(!Block::decoded(qCompress(qUncompress(good).left(40))));
        QVERIFY(!Block::decoded(qCompress(qUncompress(good) + "x")));
        QByteArray newer = qUncompress(good);
        newer[0] = 9;
        QVERIFY(!Block::decoded(qCompress(newer)));
    }

    void severityAndLustreAreKnown()
    {
        QCOMPARE(severityOf(said(0, "x", 0)), Severity::Critical);
        QCOMPARE(severityOf(said(0, "x", 3)), Severity::Error);
        QCOMPARE(severityOf(said(0, "x", 7)), Severity::Debug);
        QCOMPARE(severityOf(said(0, "LustreError: x", -1)), Severity::Error);
        QCOMPARE(severityOf(said(0, "LustreError: 1:0:(a.c:1:f()) LBUG", -1)), Severity::Critical);
        QVERIFY(isLustre(said(0, "LNet: x")) && isLustre(said(0, "LDISKFS-fs (dm-1): x")) && isLustre(said(0, "x", 6, "lustre-mount")));
        QVERIFY(!isLustre(said(0, "the word Lustre: is inside")));
    }

    void oddBytesAreShownAndKept()
    {
        LogLine line = said(0, std::string("a\xff\x01") + "ä");
        line.left = 12;
        QCOMPARE(shownText(line), std::string("a\\xff\\x01ä [12 bytes left out]"));
        const auto again = protocol::logLineFromJson(protocol::toJson(line));
        QVERIFY(again && *again == line);
        QVERIFY(!protocol::logLineFromJson(Json::array({1, 2, "p", "u", 0})));
        QVERIFY(!protocol::logLineFromJson(Json::array({1, 2, "p", "u", 0, "!", Json{{"base64", true}}})));
    }

    void filtersFindWhatFits()
    {
        auto store = memory();
        QVERIFY(store->append("oss1", batchOf({said(1, "Lustre: a", 6), said(2, "LustreError: Big trouble", 3), said(3, "login of root", 6, "sshd", "sshd.service")})));
        QVERIFY(store->append("oss2", batchOf({said(2, "nothing", 7, "cron", "crond.service"), said(4, "tro\nuble", 4)})));
        using Texts = std::vector<std::string>;
        Filter f;
        QCOMPARE(fitting(*store, f), (Texts{"Lustre: a", "LustreError: Big trouble", "nothing", "login of root", "tro\nuble"}));
        f.text = "TROUBLE";
        QCOMPARE(fitting(*store, f), (Texts{"LustreError: Big trouble"}));
        f.caseCounts = true;
        QVERIFY(fitting(*store, f).empty());
        f = {};
        f.text = "big|^login";
        QVERIFY(fitting(*store, f).empty());
        f.regular = true;
        QCOMPARE(fitting(*store, f), (Texts{"LustreError: Big trouble", "login of root"}));
        f = {};
        f.lustreOnly = true;
        QCOMPARE(fitting(*store, f).size(), std::size_t(2));
        f = {};
        f.least = Severity::Warning;
        QCOMPARE(fitting(*store, f), (Texts{"LustreError: Big trouble", "tro\nuble"}));
        f = {};
        f.unit = "SSH";
        QCOMPARE(fitting(*store, f), (Texts{"login of root"}));
        f = {};
        f.servers = {"oss2"};
        QCOMPARE(fitting(*store, f).size(), std::size_t(2));
        f = {};
        f.from = 2;
        f.to = 4;
        QCOMPARE(fitting(*store, f).size(), std::size_t(3));
    }

    void textsAreNotFoundOverTheEdgeOfLines()
    {
        auto store = memory();
        QVERIFY(store->append("s", batchOf({said(1, "xab"), said(2, "cab"), said(3, "abcabc"), said(4, "ä abc")})));
        Filter f;
        f.text = "abc";
        QCOMPARE(fitting(*store, f), (std::vector<std::string>{"abcabc", "ä abc"}));
    }

    void aWrongExpressionSaysWhere()
    {
        Filter f;
        f.text = "a(b";
        f.regular = true;
        const auto wrong = Matcher::of(f);
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.find("at character") != std::string::npos, wrong.error().message.c_str());
        f.regular = false;
        QVERIFY(Matcher::of(f));
    }

    void searchesMergeServersByTimeInBothDirections()
    {
        auto store = memory();
        std::vector<LogLine> quiet, busy;
        for (int i = 0; i < 20; ++i)
            quiet.push_back(said(i * 1000, "q" + std::to_string(i)));
        for (int i = 0; i < 9000; ++i)
            busy.push_back(said(5000 + i, "b" + std::to_string(i)));
        QVERIFY(store->append("quiet", batchOf(quiet)));
        QVERIFY(store->append("busy", batchOf(busy)));
        QVERIFY(store->blocks().size() >= 5);
        const auto newer = all(*store, {}, beforeAll, Towards::Newer);
        auto older = all(*store, {}, afterAll, Towards::Older);
        QCOMPARE(newer.size(), quiet.size() + busy.size());
        std::reverse(older.begin(), older.end());
        QVERIFY(std::is_sorted(newer.begin(), newer.end(), [](const Line &a, const Line &b) { return a.key < b.key; }));
        QCOMPARE(textsOf(older), textsOf(newer));
        // In pieces, each beyond the last line of the one before, they give the same.
        std::vector<Line> pieces;
        for (Key from = afterAll;;) {
            const auto piece = all(*store, {}, from, Towards::Older, 700);
            if (piece.empty())
                break;
            from = piece.back().key;
            pieces.insert(pieces.end(), piece.begin(), piece.end());
        }
        std::reverse(pieces.begin(), pieces.end());
        QCOMPARE(textsOf(pieces), textsOf(newer));
    }

    void whatAStepGivesIsFinal()
    {
        auto store = memory();
        for (const char *server : {"a", "b", "c"}) {
            std::vector<LogLine> lines;
            for (int i = 0; i < 5000; ++i)
                lines.push_back(said(i * 3 + (server[0] - 'a'), std::string(server) + std::to_string(i)));
            QVERIFY(store->append(server, batchOf(lines)));
        }
        Scan scan(*store, *Matcher::of({}), afterAll, Towards::Older, 100'000);
        std::vector<Line> lines;
        int steps = 0;
        for (Found found; !found.done; ++steps) {
            found = scan.step(1);
            lines.insert(lines.end(), found.lines.begin(), found.lines.end());
            QVERIFY(std::is_sorted(lines.begin(), lines.end(), [](const Line &a, const Line &b) { return b.key < a.key; }));
        }
        QCOMPARE(lines.size(), std::size_t(15'000));
    }

    void linesAndCursorAreDurableTogether()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("x.logs")).toStdString();
        {
            auto store = opened(path);
            QVERIFY(store->append("s", batchOf({said(1, "one")}, "c1")));
            QVERIFY(store->append("s", batchOf({said(2, "two")}, "c2")));
        }
        auto store = opened(path);
        QCOMPARE(store->positions()["s"].cursor, std::string("c2"));
        QCOMPARE(store->positions()["s"].at, std::int64_t(2));
        QCOMPARE(store->blocks().size(), std::size_t(1)); // a few lines at a time do not make a block each
        QVERIFY(store->append("s", batchOf({said(3, "three")}, "c3")));
        QCOMPARE(fitting(*store, {}), (std::vector<std::string>{"one", "two", "three"}));
    }

    void oneProgramWritesAndOthersRead()
    {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("x.logs")).toStdString();
        auto writer = opened(path);
        QVERIFY(writer->append("s", batchOf({said(1, "one")})));
        auto reader = opened(path);
        QVERIFY(!reader->claim());
        const auto refused = reader->append("s", batchOf({said(2, "x")}));
        QCOMPARE(refused.error().problem, base::Problem::Conflict);
        QVERIFY(writer->append("s", batchOf({said(2, "two")})));
        const auto fresh = reader->reload();
        QVERIFY(fresh);
        QCOMPARE(fresh->size(), std::size_t(1));
        QCOMPARE(textsOf(linesOf(*reader, *Matcher::of({}), *fresh)), (std::vector<std::string>{"two"}));
        writer.reset();
        QVERIFY(reader->claim());
    }

    void theOldestGoFirst()
    {
        auto store = memory();
        std::mt19937 random(7);
        for (int b = 0; b < 40; ++b) {
            std::vector<LogLine> lines;
            for (int i = 0; i < 1500; ++i) {
                std::string noise;
                for (int k = 0; k < 60; ++k)
                    noise += static_cast<char>('!' + random() % 90);
                lines.push_back(said(b * 10'000 + i, noise));
            }
            QVERIFY(store->append(b % 2 ? "a" : "b", batchOf(lines)));
        }
        QVERIFY(!store->setLimit(10));
        QVERIFY(store->setLimit(1 << 20));
        const Extent before = store->extent();
        QVERIFY(before.bytes > 1 << 20);
        for (int i = 0; i < 100 && *store->upkeep(); ++i) { }
        const Extent after = store->extent();
        QVERIFY2(after.bytes <= 1 << 20, std::to_string(after.bytes).c_str());
        QCOMPARE(after.last, before.last);
        QVERIFY(after.first > before.first);
    }

    void backFillComesInBoundedBatchesAndOnlyOnce()
    {
        Scene scene;
        for (int i = 0; i < 1000; ++i)
            scene.logs["oss1"].push_back(said(scene.clock.now() - 1'000'000 + i, "line " + std::to_string(i)));
        scene.open({"oss1"});
        QVERIFY(scene.settle());
        QCOMPARE(scene.find().size(), std::size_t(1000));
        QVERIFY(protocol::numberOf(scene.agents.requests.front().args, "since") > 0);
        QVERIFY(protocol::numberOf(scene.agents.requests.front().args, "newest") > 0);
        // Closed for a while: what was missed comes at the next opening.
        scene.book.reset();
        for (int i = 0; i < 250; ++i)
            scene.logs["oss1"].push_back(said(scene.clock.now() + i, "missed " + std::to_string(i)));
        scene.clock.advance(60'000);
        scene.open({"oss1"});
        QVERIFY(scene.settle());
        const auto lines = scene.find();
        QCOMPARE(lines.size(), std::size_t(1250));
        QCOMPARE(lines.back().said.text, std::string("missed 249"));
    }

    void whatComesIsToldOnceToWhoFollows()
    {
        Scene scene;
        scene.logs["oss1"].push_back(said(1, "first"));
        scene.open({"oss1"});
        QVERIFY(scene.settle());
        const std::uint64_t stamp = scene.book->stamp();
        scene.logs["oss1"].push_back(said(2, "Lustre: second"));
        scene.logs["oss1"].push_back(said(3, "third"));
        scene.book->setWatched(true);
        QVERIFY(scene.clock.advanceUntil([&] { return scene.book->stamp() != stamp; }, 20'000));
        std::vector<std::string> texts;
        Filter lustre;
        lustre.lustreOnly = true;
        scene.book->fresh(lustre, stamp, scene.book.get(), [&](const Logs::Fresh &fresh) {
            texts = textsOf(fresh.lines);
            QCOMPARE(fresh.stamp, scene.book->stamp());
            QVERIFY(!fresh.missed);
        });
        QCOMPARE(texts, (std::vector<std::string>{"Lustre: second"}));
    }

    void anOlderAgentIsSaidAndLeftInPeace()
    {
        Scene scene;
        scene.old = {"oss1"};
        scene.logs["oss2"].push_back(said(1, "x"));
        scene.open({"oss1", "oss2"});
        QVERIFY(scene.settle());
        QVERIFY(scene.book->following("oss1").old);
        QVERIFY(scene.book->following("oss1").trouble.find("upgrade it") != std::string::npos);
        QVERIFY(scene.book->following("oss2").trouble.empty());
        scene.clock.advance(300'000);
        QCOMPARE(scene.asked("oss1"), 1);
        // It is upgraded: its line was lost and comes again.
        scene.old.clear();
        scene.agents.setDown("oss1", true);
        scene.agents.setDown("oss1", false);
        QVERIFY(scene.clock.advanceUntil([&] { return scene.book->following("oss1").live; }, 10'000));
        QVERIFY(scene.book->following("oss1").trouble.empty());
    }

    void nobodyIsAskedWhoIsNotConnected()
    {
        Scene scene;
        scene.agents.setDown("oss1", true);
        scene.open({"oss1"});
        QVERIFY(scene.settle());
        scene.clock.advance(120'000);
        QCOMPARE(scene.asked("oss1"), 0);
    }

    void lostLinesAreMarked()
    {
        Scene scene;
        scene.logs["oss1"].push_back(said(1, "first"));
        scene.open({"oss1"});
        QVERIFY(scene.settle());
        scene.lost = "the file was rotated away";
        scene.logs["oss1"].push_back(said(5, "second"));
        scene.clock.advance(15'000);
        const auto lines = scene.find();
        QCOMPARE(lines.size(), std::size_t(3));
        QVERIFY(lines[1].mark);
        QVERIFY(lines[1].said.text.find("rotated away") != std::string::npos);
    }

    void messagesOfInterestAreTold()
    {
        Scene scene;
        scene.interesting = {"evicted-lock", "slow-io", "lbug"};
        scene.logs["oss1"] = {said(1000, "LustreError: 0:0:(ldlm_lockd.c:261:expired_lock_main()) ### lock callback timer expired after 101s: evicting client at 10.0.0.7@tcp  ns: filter-scratch-OST0001_UUID lock: x"),
            said(2000, "Lustre: scratch-OST0002: slow setattr 31s due to heavy IO load"), said(3000, "LBUG, said somebody", 6, "sshd"), said(4000, "Lustre: scratch-OST0002: Recovery over after 0:01, of 4 clients 4 recovered and 0 were evicted."),
            said(5000, "LustreError: 1:0:(a.c:1:b()) LBUG")};
        scene.open({"oss1"});
        std::vector<Hit> hits;
        connect(scene.book.get(), &Logs::said, this, [&](const std::vector<Hit> &told) { hits.insert(hits.end(), told.begin(), told.end()); });
        QVERIFY(scene.settle());
        std::vector<std::string> all;
        for (const Hit &hit : hits)
            all.push_back(hit.message + " " + hit.server + " " + std::to_string(hit.at) + " " + hit.target);
        QCOMPARE(all, (std::vector<std::string>{"evicted-lock oss1 1000 scratch-OST0001", "slow-io oss1 2000 scratch-OST0002", "lbug oss1 5000 "}));
    }

    void badAnswersAreAnErrorAndNothingElse()
    {
        QVERIFY(!batchFromJson(Json::array()));
        QVERIFY(!batchFromJson(Json{{"lines", 1}, {"cursor", "x"}}));
        const auto some = batchFromJson(Json{{"cursor", "x"}, {"lines", Json::array({Json::array({1, 2, "p", "u", 0, "good"}), Json::array({"bad"}), 7})}});
        QVERIFY(some);
        QCOMPARE(some->lines.size(), std::size_t(1));
    }

    void knownMessagesAreExplained()
    {
        const Catalogue catalogue;
        QVERIFY2(catalogue.problems().empty(), catalogue.problems().empty() ? "" : catalogue.problems().front().message.c_str());
        QFile file(QStringLiteral(SOURCE_DIR "/tests/data/messages/lines.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        std::set<std::string> seen;
        for (const QByteArray &line : file.readAll().split('\n')) {
            const qsizetype tab = line.indexOf('\t');
            if (line.startsWith('#') || tab < 0)
                continue;
            const Message *known = catalogue.explain(line.mid(tab + 1).toStdString());
            const std::string got = known == nullptr ? "-" : known->id, wanted = line.left(tab).toStdString();
            QVERIFY2(got == wanted, (line.toStdString() + " is explained as " + got).c_str());
            seen.insert(wanted);
        }
        for (const Message &message : catalogue.messages())
            QVERIFY2(seen.contains(message.id), ("no line tries " + message.id).c_str());
    }

    void ownMessagesMustBeWhole()
    {
        QVERIFY(!Catalogue::read("{}", "x"));
        Json message{{"id", "a"}};
        const auto read = [&] { return Catalogue::read(Json{{"messages", Json::array({message})}}.dump(), "mine.json"); };
        QVERIFY(!read());
        for (const char *field : {"title", "meaning", "cause", "remedy"})
            message[field] = "x";
        message["pattern"] = "(";
        const auto wrong = read();
        QVERIFY(!wrong);
        QVERIFY2(wrong.error().message.find("mine.json, a: pattern") != std::string::npos, wrong.error().message.c_str());
        message["pattern"] = "a+";
        QVERIFY(read());
        message["colour"] = "red";
        QVERIFY(!read());
    }

    void nidsOfALineAreNamed()
    {
        const std::string text = "evicting client at 10.0.0.1@tcp  ns: x (at fe80::1@o2ib1) MGC10.0.0.2@tcp 12345-10.0.0.1@tcp";
        QCOMPARE(nidsIn(text), (std::vector<std::string>{"10.0.0.1@tcp", "fe80::1@o2ib1", "10.0.0.2@tcp"}));
        const auto known = knownNids(text, {{"10.0.0.1@tcp", "oss1"}});
        QCOMPARE(known.size(), std::size_t(1));
        QCOMPARE(known.front().second, std::string("oss1"));
    }
};

QTEST_GUILESS_MAIN(TestLogs)
#include "tst_logs.moc"
