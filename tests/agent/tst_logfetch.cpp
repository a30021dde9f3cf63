// SPDX-License-Identifier: GPL-3.0-or-later
// logs.fetch: entries of the journal and lines of syslog, files that are rotated, bounded answers, and the agent on the simulated host.
#include "agent/logs/fetch.h"
#include "tests/agent/hostcase.h"

#include <sys/stat.h>

using logs::Host;
using protocol::Json;
using protocol::LogLine;
using protocol::LogsArguments;
using namespace testing;

namespace {

constexpr std::int64_t now = 1'795'400'000'000; // 2026-11-23T02:13:20Z

std::vector<LogLine> linesOf(const Json &answer)
{
    std::vector<LogLine> lines;
    for (const Json &one : protocol::member(answer, "lines"))
        if (auto line = protocol::logLineFromJson(one))
            lines.push_back(std::move(*line));
    return lines;
}

/// A folder with /var/log, and no journal unless a test gives one.
struct Logged {
    QTemporaryDir dir;
    Host host;
    double seconds = 0;
    int runs = 0;
    Logged()
    {
        QDir(dir.path()).mkpath(QStringLiteral("var/log"));
        host.sysroot = dir.path().toStdString();
        host.now = now;
        host.clock = [this] { return seconds; };
        host.run = [this](const auto &, double, const auto &) {
            ++runs;
            return Host::Ran{};
        };
    }
    QString file(const char *name) const { return dir.filePath(QStringLiteral("var/log/") + name); }
    void add(const char *name, const QByteArray &text)
    {
        QFile file(this->file(name));
        QVERIFY(file.open(QIODevice::Append));
        file.write(text);
    }
    Json fetch(const std::string &cursor = {}, std::uint64_t limit = 0, std::int64_t since = 0)
    {
        const auto answer = logs::fetch({cursor, since, 200'000, limit}, host);
        return answer ? *answer : Json{{"error", answer.error().message}};
    }
    /// From the cursor on until there is no more.
    std::vector<std::string> texts(std::string &cursor, std::uint64_t limit = 0)
    {
        std::vector<std::string> all;
        for (bool more = true; more;) {
            const Json answer = fetch(cursor, limit);
            for (const LogLine &line : linesOf(answer))
                all.push_back(line.text);
            cursor = protocol::textOf(answer, "cursor");
            more = protocol::flagOf(answer, "more");
        }
        return all;
    }
    /// A journal of these lines of JSON.
    void journal(std::vector<std::string> entries)
    {
        host.run = [this, entries = std::move(entries)](const std::vector<std::string> &argv, double, const auto &take) {
            ++runs;
            std::size_t from = 0;
            for (const std::string &word : argv)
                if (word.rfind("--after-cursor=c", 0) == 0)
                    from = std::stoul(word.substr(16)) + 1;
            for (std::size_t i = from; i < entries.size(); ++i)
                if (!take(entries[i] + "\n"))
                    return Host::Ran{-15, {}, false};
            return Host::Ran{0, {}, false};
        };
    }
};

std::string entry(int number, const std::string &message)
{
    return R"({"__CURSOR":"c)" + std::to_string(number) + R"(","__REALTIME_TIMESTAMP":")" + std::to_string((now + number) * 1000) + R"(","PRIORITY":"4","SYSLOG_IDENTIFIER":"kernel","MESSAGE":)" + message + "}";
}

} // namespace

class TestLogFetch : public HostCase {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }

    void journalEntriesAreRead()
    {
        const auto read = logs::readJournalEntry(R"({"__CURSOR":"s=1;i=2","__REALTIME_TIMESTAMP":"1795400000123456","PRIORITY":"3","_TRANSPORT":"syslog","SYSLOG_IDENTIFIER":"sshd",)"
                                                 R"("_SYSTEMD_UNIT":"sshd.service","_PID":"812","MESSAGE":"Accepted \u00fcber"})");
        QVERIFY(read);
        QCOMPARE(read->cursor, std::string("s=1;i=2"));
        QVERIFY((read->line == LogLine{1795400000123, 3, "sshd", "sshd.service", 812, "Accepted über", 0}));
    }

    void valuesOfAllFormsAreRead()
    {
        const auto text = [](const std::string &message) {
            const auto read = logs::readJournalEntry(R"({"__CURSOR":"c","__REALTIME_TIMESTAMP":"1000","MESSAGE":)" + message + "}");
            return read ? read->line.text : std::string("refused");
        };
        QCOMPARE(text("[97,255,0,10,98]"), std::string("a\xff\0\nb", 5));
        QCOMPARE(text("[\"one\",\"two\"]"), std::string("one\ntwo"));
        QCOMPARE(text("[[97,98],\"c\"]"), std::string("ab\nc"));
        QVERIFY(text("null").find("too long") != std::string::npos);
        QVERIFY(!logs::readJournalEntry("no JSON"));
        QVERIFY(!logs::readJournalEntry("{\"MESSAGE\":\"without a time\"}"));
        const auto bare = logs::readJournalEntry(R"({"__REALTIME_TIMESTAMP":"1000","_COMM":"bash","PRIORITY":"x","_PID":"y"})");
        QVERIFY(bare);
        QCOMPARE(bare->line.priority, -1);
        QCOMPARE(bare->line.program, std::string("bash"));
    }

    void longLinesAreCutWithAMark()
    {
        const std::string text(100'000, 'x');
        const auto read = logs::readJournalEntry(entry(1, "\"" + text + "\""));
        QVERIFY(read);
        QCOMPARE(read->line.text.size(), logs::mostText);
        QCOMPARE(read->line.left, std::uint64_t(text.size() - logs::mostText));
        std::string accents;
        while (accents.size() < 20'000)
            accents += "xä€";
        LogLine line;
        logs::setText(line, accents);
        QVERIFY(protocol::isUtf8(line.text));
        QCOMPARE(line.text.size() + line.left, accents.size());
    }

    void aHugeEntryKeepsItsPlace()
    {
        Logged logged;
        const std::string huge = entry(1, "\"begin " + std::string(3'000'000, 'x') + "\"");
        logged.journal({entry(0, "\"small\""), huge, entry(2, "\"after\"")});
        std::string cursor;
        const auto texts = logged.texts(cursor);
        QCOMPARE(texts.size(), std::size_t(3));
        QVERIFY(texts[1].rfind("begin xxx", 0) == 0);
        QCOMPARE(cursor, std::string("c2"));
    }

    void answersAreBounded()
    {
        Logged logged;
        std::vector<std::string> entries;
        for (int i = 0; i < 3000; ++i)
            entries.push_back(entry(i, "\"" + std::string(300, 'a') + std::to_string(i) + "\""));
        logged.journal(entries);
        std::string cursor;
        std::size_t lines = 0;
        for (bool more = true; more;) {
            const Json answer = logged.fetch(cursor);
            QVERIFY(protocol::dumpJson(answer).size() < 256 * 1024);
            lines += linesOf(answer).size();
            more = protocol::flagOf(answer, "more");
            QVERIFY(protocol::textOf(answer, "cursor") != cursor || !more);
            cursor = protocol::textOf(answer, "cursor");
        }
        QCOMPARE(lines, std::size_t(3000));
        QCOMPARE(linesOf(logged.fetch({}, 7)).size(), std::size_t(7));
    }

    void anUnknownCursorBeginsAnewAndSaysSo()
    {
        Logged logged;
        logged.host.run = [&](const std::vector<std::string> &argv, double, const auto &take) {
            for (const std::string &word : argv)
                if (word.rfind("--after-cursor", 0) == 0)
                    return Host::Ran{1, "Failed to seek to cursor: Invalid argument\n", false};
            take(entry(5, "\"here\"") + "\n");
            return Host::Ran{0, {}, false};
        };
        const Json answer = logged.fetch("gone");
        QCOMPARE(linesOf(answer).size(), std::size_t(1));
        QVERIFY(!protocol::textOf(answer, "lost").empty());
    }

    void oldSystemdHasNoFieldsOption()
    {
        Logged logged;
        logged.host.run = [&](const std::vector<std::string> &argv, double, const auto &take) {
            ++logged.runs;
            for (const std::string &word : argv)
                if (word.rfind("--output-fields", 0) == 0)
                    return Host::Ran{1, "journalctl: unrecognized option '--output-fields=MESSAGE'\n", false};
            take(entry(5, "\"here\"") + "\n");
            return Host::Ran{0, {}, false};
        };
        QCOMPARE(linesOf(logged.fetch("c1")).size(), std::size_t(1));
        QCOMPARE(logged.runs, 2);
    }

    void aJournalThatHangsIsAnError()
    {
        Logged logged;
        logged.host.run = [](const auto &, double seconds, const auto &) {
            return Host::Ran{-15, {}, seconds <= logs::longestSeconds};
        };
        QVERIFY(protocol::textOf(logged.fetch("c1"), "error").find("within 8 s") != std::string::npos);
    }

    void syslogTimesOfBothForms()
    {
        const auto at = [](const char *line) {
            const auto read = logs::readSyslogLine(line, now);
            return read ? read->at : -1;
        };
        QCOMPARE(at("Nov 23 02:13:20 oss1 kernel: x"), now);
        QCOMPARE(at("Nov  3 02:13:20 oss1 kernel: x"), now - 20 * 86'400'000LL);
        QCOMPARE(at("Dec 31 23:59:59 oss1 kernel: x"), 1'767'225'599'000LL); // of the year before
        QCOMPARE(at("2026-11-23T02:13:20.123456+00:00 oss1 kernel: x"), now + 123);
        QCOMPARE(at("2026-11-23T04:13:20+02:00 oss1 kernel: x"), now);
        QCOMPARE(at("2026-11-23T02:13:20Z oss1 kernel: x"), now);
        for (const char *bad : {"", "kernel: x", "Nov 23", "Foo 23 02:13:20 h x", "Nov 41 02:13:20 h x", "2026-13-23T02:13:20Z h x", "2026-11-23T02:13:20 h x"})
            QVERIFY2(at(bad) == -1, bad);
    }

    void syslogLinesAreTakenApart()
    {
        const auto kernel = logs::readSyslogLine("Nov 23 02:13:20 oss1 kernel: [9830338.609851] Lustre: a: b", now);
        QCOMPARE(kernel->text, std::string("Lustre: a: b"));
        QCOMPARE(kernel->program, std::string("kernel"));
        const auto sshd = logs::readSyslogLine("Nov 23 02:13:20 oss1 sshd[812]: Accepted: x", now);
        QCOMPARE(sshd->program, std::string("sshd"));
        QCOMPARE(sshd->pid, std::int64_t(812));
        QCOMPARE(sshd->text, std::string("Accepted: x"));
        const auto agent = logs::readSyslogLine("Nov 23 02:13:20 oss1 Filesystem(ost24)[8135]: INFO: stop", now);
        QCOMPARE(agent->program, std::string("Filesystem(ost24)"));
        QCOMPARE(logs::readSyslogLine("Nov 23 02:13:20 oss1 no tag here: x", now)->text, std::string("no tag here: x"));
    }

    void filesAreReadWithoutAJournal()
    {
        Logged logged;
        logged.add("messages", "Nov 23 02:00:00 h kernel: one\nNov 23 02:00:01 h kernel: two\n  more of two\nNov 23 02:00:02 h kernel: unfin");
        std::string cursor;
        QCOMPARE(logged.texts(cursor), (std::vector<std::string>{"one", "two", "  more of two"}));
        QVERIFY(logged.texts(cursor).empty());
        logged.add("messages", "ished\n");
        QCOMPARE(logged.texts(cursor), (std::vector<std::string>{"unfinished"}));
        QCOMPARE(protocol::textOf(logged.fetch(), "source"), std::string("/var/log/messages"));
    }

    void anEmptyJournalIsNone()
    {
        Logged logged;
        logged.journal({});
        QCOMPARE(protocol::textOf(logged.fetch(), "source"), std::string("journal"));
        logged.add("syslog", "Nov 23 02:00:00 h kernel: one\n");
        std::string cursor;
        QCOMPARE(logged.texts(cursor), (std::vector<std::string>{"one"}));
        QVERIFY(cursor.rfind("file:", 0) == 0);
    }

    void rotationIsFollowedByInode()
    {
        Logged logged;
        logged.add("messages", "Nov 23 02:00:00 h kernel: one\n");
        std::string cursor;
        QCOMPARE(logged.texts(cursor).size(), std::size_t(1));
        logged.add("messages", "Nov 23 02:00:01 h kernel: two\n");
        QVERIFY(QFile::rename(logged.file("messages"), logged.file("messages-20261123")));
        logged.add("messages", "Nov 23 02:00:02 h kernel: three\nNov 23 02:00:03 h kernel: four\n");
        QCOMPARE(logged.texts(cursor, 1), (std::vector<std::string>{"two", "three", "four"}));
        // Packed before anybody read its end: that is said, and reading goes on with what is there.
        logged.add("messages", "Nov 23 02:00:04 h kernel: gone\n");
        QVERIFY(QFile::rename(logged.file("messages"), logged.file("messages-20261124.gz")));
        logged.add("messages", "Nov 23 02:00:05 h kernel: five\n");
        const Json answer = logged.fetch(cursor, 0, now - 800'000 + 5000);
        QVERIFY(!protocol::textOf(answer, "lost").empty());
        QCOMPARE(linesOf(answer).size(), std::size_t(1));
        QCOMPARE(linesOf(answer).front().text, std::string("five"));
    }

    void binaryInFilesStaysAsItIs()
    {
        Logged logged;
        logged.add("messages", QByteArray("Nov 23 02:00:00 h p: a\xff\x00z\n", 26));
        std::string cursor;
        QCOMPARE(logged.texts(cursor), (std::vector<std::string>{std::string("a\xff\x00z", 4)}));
    }

    void aHostWithoutLogsSaysSo()
    {
        Logged logged;
        QVERIFY(protocol::textOf(logged.fetch(), "error").find("neither a journal nor") != std::string::npos);
    }

    void argumentsAreChecked()
    {
        QVERIFY(!protocol::logsArguments(Json{{"cursor", 7}}));
        QVERIFY(!protocol::logsArguments(Json{{"since", -1}}));
        QVERIFY(!protocol::logsArguments(Json{{"cursor", std::string(2000, 'x')}}));
        QVERIFY(protocol::logsArguments(Json::object()));
    }

    void theAgentReadsTheSimulatedJournal()
    {
        m_cluster = std::make_unique<Cluster>();
        QVERIFY(m_cluster->isGood() && m_cluster->start("oss1"));
        connectTo("oss1");
        // The host says its last words about booting half a second after it; before that there may be fewer lines, or one more in between.
        const auto booted = [&] {
            const auto said = linesOf(value("logs.fetch", {{"since", 0}}));
            return std::any_of(said.begin(), said.end(), [](const auto &line) { return line.text.find("chronyd version") != std::string::npos; });
        };
        QTRY_VERIFY(booted());
        const Json first = value("logs.fetch", {{"since", 0}, {"newest", 5}});
        QCOMPARE(linesOf(first).size(), std::size_t(5));
        QCOMPARE(protocol::textOf(first, "source"), std::string("journal"));
        const std::string cursor = protocol::textOf(first, "cursor");
        QVERIFY(linesOf(value("logs.fetch", {{"cursor", cursor}})).empty());
        // A broken cursor is no reason to give nothing.
        const Json again = value("logs.fetch", {{"cursor", "nonsense"}, {"since", 0}, {"newest", 0}});
        QVERIFY(!linesOf(again).empty() && !protocol::textOf(again, "lost").empty());
        letGo();
    }

    void aToolThatNeverEndsIsEnded()
    {
        m_cluster = std::make_unique<Cluster>();
        QVERIFY(m_cluster->isGood());
        writeTo(m_cluster->host("oss1") + "/bin/journalctl",
                "#!/bin/sh\nn=0\nwhile :; do n=$((n+1)); printf '{\"__CURSOR\":\"c%d\",\"__REALTIME_TIMESTAMP\":\"%d000000\",\"MESSAGE\":\"again and again\"}\\n' $n $n; done\n", true);
        QVERIFY(m_cluster->start("oss1"));
        connectTo("oss1");
        const Json answer = value("logs.fetch", {{"cursor", "c0"}, {"limit", 100}});
        QCOMPARE(linesOf(answer).size(), std::size_t(100));
        QVERIFY(protocol::flagOf(answer, "more"));
        letGo();
    }
};

QTEST_GUILESS_MAIN(TestLogFetch)
#include "tst_logfetch.moc"
