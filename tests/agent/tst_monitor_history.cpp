// SPDX-License-Identifier: GPL-3.0-or-later
// The ring of figures: what is fetched is what was sampled, over restarts, torn files, full disks and cuts.
#include "agent/monitor/history.h"

#include <QTemporaryDir>
#include <QtTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/resource.h>

using collect::Figure;
using collect::Kind;
using collect::Number;
using protocol::Json;

namespace {

constexpr std::int64_t begin = 1'700'000'000'000;

std::string bytesOf(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string &path, std::string_view bytes)
{
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

Figure figure(const std::string &name, std::int64_t value, Kind kind = Kind::Counter)
{
    return {name, {{"component", "ost"}, {"target", "lab-OST0000"}, {"operation", "read"}}, Number::ofSigned(value), "bytes", kind};
}

/// A caller that follows the contract to the letter, and so knows the state at each sample.
struct Caller {
    std::string ring{};
    std::uint64_t since = 0, series = 0, limit = 0;
    std::map<std::uint64_t, Json> names{};
    std::map<std::uint64_t, Json> state{};
    std::map<std::uint64_t, std::map<std::string, Json>> seen{}; ///< by sample: values by name
    std::vector<std::string> gaps{};
    int answers = 0;
    std::size_t largest = 0;

    void follow(const monitor::History &history)
    {
        for (bool more = true; more && answers < 10000; ++answers) {
            const Json answer = history.fetch({since, series, ring, limit});
            largest = std::max(largest, protocol::dumpJson(answer).size());
            if (answer["ring"] != ring) {
                names.clear();
                state.clear();
                since = series = 0;
                ring = answer["ring"];
            }
            const bool whole = since == 0 || (since < answer["first"].get<std::uint64_t>());
            for (const Json &one : answer["series"]) {
                QVERIFY(one[0].get<std::uint64_t>() > series);
                series = one[0].get<std::uint64_t>();
                names[series] = one;
            }
            bool first = whole;
            for (const Json &sample : answer["samples"]) {
                QVERIFY(sample[0].get<std::uint64_t>() > since);
                since = sample[0].get<std::uint64_t>();
                if (std::exchange(first, false))
                    state.clear();
                for (std::size_t i = 0; i < sample[2].size(); i += 2)
                    if (sample[2][i + 1].is_null())
                        state.erase(sample[2][i].get<std::uint64_t>());
                    else
                        state[sample[2][i].get<std::uint64_t>()] = sample[2][i + 1];
                for (const auto &[id, value] : state) {
                    QVERIFY2(names.count(id), qPrintable(QString("series %1 has no name").arg(id)));
                    seen[since][names[id][1].get<std::string>()] = value;
                }
                if (state.empty())
                    seen[since];
            }
            for (const Json &gap : answer["gaps"])
                gaps.push_back(gap[2].get<std::string>());
            more = answer["more"].get<bool>();
        }
    }
};

class Ring {
public:
    Ring() { settings.directory = folder.path().toStdString() + "/figures"; settings.boot = "boot-1"; settings.random = [] { return 0x1234u; }; }
    void open(std::int64_t at = begin)
    {
        history.reset();
        history = std::make_unique<monitor::History>(settings);
        history->open(at);
        m_ring = history->fetch({})["ring"];
        now = at;
    }
    /// Sample with these values; what it looked like is kept to compare.
    void sample(const std::map<std::string, std::int64_t> &values)
    {
        std::vector<Figure> figures;
        for (const auto &[name, value] : values)
            figures.push_back(figure(name, value));
        history->take(1, figures);
        now += 5000;
        (void)history->add(now).ok();
        const std::uint64_t last = history->fetch({UINT32_MAX, UINT32_MAX, m_ring, 0})["last"];
        truth[last].clear();
        for (const auto &[name, value] : values)
            truth[last][name] = value;
    }
    void samples(int count)
    {
        for (int i = 0; i < count; ++i) {
            std::map<std::string, std::int64_t> values{{"steady", 7}};
            ++m_step;
            values["read"] = m_step * 1'000'003;
            values["noise"] = static_cast<std::int64_t>(m_random());
            if (m_step % 5 < 3)
                values["job " + std::to_string(m_step / 5)] = m_step;
            sample(values);
        }
    }
    std::vector<std::string> files() const
    {
        std::vector<std::string> all;
        for (const auto &entry : std::filesystem::directory_iterator(settings.directory))
            all.push_back(entry.path().string());
        std::sort(all.begin(), all.end());
        return all;
    }
    QTemporaryDir folder;
    monitor::History::Settings settings;
    std::unique_ptr<monitor::History> history;
    std::map<std::uint64_t, std::map<std::string, Json>> truth;
    std::int64_t now = 0;

private:
    std::string m_ring;
    std::int64_t m_step = 0;
    std::mt19937_64 m_random{42};
};

} // namespace

class TestMonitorHistory : public QObject {
    Q_OBJECT
private slots:
    void valuesOfEveryForm();
    void aCallerSeesWhatWasSampled();
    void aRestartKeepsNumbersAndSaysTheGap();
    void bootsAreToldFromRestarts();
    void tornAtEveryByte();
    void aFlippedByteLosesNoMoreThanItsSegment();
    void oldSamplesAreCoarse();
    void theSizeIsBounded();
    void answersAreBounded();
    void aFullDiskLosesNothingOfNow();
    void anotherRingBeginsAnew();
};

void TestMonitorHistory::valuesOfEveryForm()
{
    std::mt19937_64 random(7);
    std::vector<monitor::Value> values{{0, monitor::Form::Whole}, {UINT64_MAX, monitor::Form::Natural}, {static_cast<std::uint64_t>(INT64_MIN), monitor::Form::Whole},
        {static_cast<std::uint64_t>(INT64_MAX), monitor::Form::Whole}, monitor::valueOf(Number::ofReal(0.12)), monitor::valueOf(Number::ofReal(-1e300)),
        monitor::valueOf(Number::ofReal(1.0 / 3)), {0, monitor::Form::Ended}};
    for (int i = 0; i < 2000; ++i)
        values.push_back({random() >> (random() % 64), i % 3 ? monitor::Form::Whole : monitor::Form::Natural});
    std::optional<monitor::Value> before;
    std::string bytes;
    for (const monitor::Value &value : values) {
        monitor::putValue(bytes, value, before);
        before = value.form == monitor::Form::Ended ? std::nullopt : std::optional(value);
    }
    monitor::Take in(bytes);
    before.reset();
    for (const monitor::Value &value : values) {
        const monitor::Value got = monitor::takeValue(in, before);
        QVERIFY(in.good() && got.form == value.form && (value.form == monitor::Form::Ended || got.bits == value.bits));
        before = value.form == monitor::Form::Ended ? std::nullopt : std::optional(value);
    }
    QVERIFY(in.atEnd());
    QCOMPARE(monitor::crc32("123456789"), 0xcbf43926u);
}

void TestMonitorHistory::aCallerSeesWhatWasSampled()
{
    Ring ring;
    ring.settings.tailPairs = 200; // most comes from disk
    ring.settings.fine.segmentBytes = 2000;
    ring.open();
    Caller early, single;
    single.limit = 1;
    for (int i = 0; i < 20; ++i) {
        ring.samples(10);
        early.follow(*ring.history);
    }
    QVERIFY(early.seen == ring.truth);
    Caller late;
    late.follow(*ring.history);
    QVERIFY(late.seen == ring.truth);
    single.follow(*ring.history);
    QVERIFY(single.seen == ring.truth && single.answers > 190);
    // Somewhere in the middle, known by number and by series.
    for (const std::uint64_t from : {1u, 57u, 123u, 199u, 200u}) {
        Caller middle = early;
        middle.since = from;
        middle.state.clear();
        for (const auto &[id, name] : middle.names)
            if (ring.truth[from].count(name[1].get<std::string>()))
                middle.state[id] = ring.truth[from][name[1].get<std::string>()];
        middle.seen.clear();
        middle.follow(*ring.history);
        auto expected = ring.truth;
        expected.erase(expected.begin(), expected.upper_bound(from));
        QVERIFY(middle.seen == expected);
    }
}

void TestMonitorHistory::aRestartKeepsNumbersAndSaysTheGap()
{
    Ring ring;
    ring.open();
    ring.samples(20);
    Caller caller;
    caller.follow(*ring.history);
    const std::string id = caller.ring;
    const std::uint64_t last = caller.since;
    ring.open(ring.now + 600'000);
    QCOMPARE(ring.history->fetch({})["last"].get<std::uint64_t>(), last);
    ring.samples(20);
    caller.follow(*ring.history);
    QCOMPARE(caller.ring, id);
    QVERIFY(caller.seen == ring.truth);
    QCOMPARE(caller.gaps, std::vector<std::string>{"agent was down"});
    QVERIFY2(caller.seen.upper_bound(last)->first > last + 600, "numbers of samples that were lost must not be given again");
    // "steady" and "read" are the same series as before.
    int steady = 0;
    for (const auto &[number, name] : caller.names)
        steady += name[1] == "steady";
    QCOMPARE(steady, 1);
    Caller fresh;
    fresh.follow(*ring.history);
    QVERIFY(fresh.seen == ring.truth);
    QCOMPARE(fresh.gaps, std::vector<std::string>{"agent was down"});
}

void TestMonitorHistory::bootsAreToldFromRestarts()
{
    Ring ring;
    ring.open();
    ring.samples(3);
    const std::int64_t before = ring.now;
    ring.settings.boot = "boot-2";
    ring.settings.bootMs = before + 100'000;
    ring.open(before + 130'000);
    ring.samples(3);
    const Json gaps = ring.history->fetch({})["gaps"];
    QCOMPARE(gaps, Json::array({Json::array({before, before + 100'000, "host was down"}), Json::array({before + 100'000, before + 135'000, "agent was down"})}));
}

void TestMonitorHistory::tornAtEveryByte()
{
    Ring ring;
    ring.open();
    ring.samples(12);
    const std::string path = ring.files().back();
    QVERIFY(path.find("/f-") != std::string::npos);
    ring.history.reset();
    const std::string whole = bytesOf(path), coarse = bytesOf(ring.files().front());
    std::size_t fewest = SIZE_MAX, most = 0;
    for (std::size_t size = whole.size(); size-- > 0;) {
        put(path, std::string_view(whole).substr(0, size));
        monitor::History history(ring.settings);
        history.open(ring.now + 5000);
        history.take(1, {figure("after", static_cast<std::int64_t>(size))});
        QVERIFY(history.add(ring.now + 5000).ok());
        Caller caller;
        caller.follow(history);
        QVERIFY(!caller.seen.empty());
        QCOMPARE(caller.seen.rbegin()->second, (std::map<std::string, Json>{{"after", size}}));
        caller.seen.erase(std::prev(caller.seen.end()));
        for (const auto &[seq, values] : caller.seen)
            QVERIFY(values == ring.truth[seq]);
        fewest = std::min(fewest, caller.seen.size());
        most = std::max(most, caller.seen.size());
        for (const std::string &file : ring.files())
            std::filesystem::remove(file);
        put(path.substr(0, path.find_last_of('/')) + "/c-1", coarse);
    }
    QVERIFY(fewest <= 1 && most == 11);
}

void TestMonitorHistory::aFlippedByteLosesNoMoreThanItsSegment()
{
    Ring ring;
    ring.settings.fine.segmentBytes = 600;
    ring.settings.coarseMs = INT64_MAX / 2;
    ring.open();
    ring.samples(60);
    ring.history.reset();
    std::vector<std::string> files;
    for (const std::string &file : ring.files())
        if (file.find("/f-") != std::string::npos)
            files.push_back(file);
    QVERIFY(files.size() > 4);
    std::string bytes = bytesOf(files[1]);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x20);
    put(files[1], bytes);
    ring.open(ring.now + 5000);
    Caller caller;
    caller.follow(*ring.history);
    QVERIFY(caller.seen.size() > 40 && caller.seen.size() < 60);
    for (const auto &[seq, values] : caller.seen)
        QVERIFY(values == ring.truth[seq]);
}

void TestMonitorHistory::oldSamplesAreCoarse()
{
    Ring ring;
    ring.settings.fine.keepMs = 600'000;
    ring.settings.fine.segmentMs = 100'000;
    ring.settings.tailPairs = 50;
    ring.open();
    ring.samples(1000); // 5000 s
    Caller caller;
    caller.follow(*ring.history);
    for (const auto &[seq, values] : caller.seen)
        QVERIFY(values == ring.truth[seq]);
    // 4400 s at 300 s, 600 s and up to a segment more at 5 s.
    QVERIFY2(caller.seen.size() > 130 && caller.seen.size() < 160, qPrintable(QString::number(caller.seen.size())));
    QCOMPARE(caller.seen.begin()->first, std::uint64_t{1});
    QVERIFY(caller.gaps.empty());
    // A caller that lags behind what is fine gets a whole sample first.
    Caller lagging;
    lagging.ring = caller.ring;
    lagging.since = 500;
    const Json answer = ring.history->fetch({500, 0, caller.ring, 1});
    QVERIFY(answer["samples"][0][0].get<std::uint64_t>() > 500);
    QCOMPARE(answer["samples"][0][2].size() / 2, ring.truth[answer["samples"][0][0].get<std::uint64_t>()].size());
}

void TestMonitorHistory::theSizeIsBounded()
{
    Ring ring;
    ring.settings.fine.bytes = 20'000;
    ring.settings.fine.segmentBytes = 2'000;
    ring.settings.coarse.bytes = 6'000;
    ring.settings.coarse.segmentBytes = 1'000;
    ring.settings.tailPairs = 20;
    ring.open();
    ring.samples(5000);
    std::uintmax_t bytes = 0;
    for (const std::string &file : ring.files())
        bytes += std::filesystem::file_size(file);
    QVERIFY(bytes <= 26'000 + 4'000);
    Caller caller;
    caller.follow(*ring.history);
    QVERIFY(caller.seen.size() > 100 && caller.seen.rbegin()->first == 5000);
    for (const auto &[seq, values] : caller.seen)
        QVERIFY(values == ring.truth[seq]);
}

void TestMonitorHistory::answersAreBounded()
{
    Ring ring;
    ring.open();
    std::vector<Figure> figures;
    for (int i = 0; i < 30'000; ++i)
        figures.push_back(figure("series number " + std::to_string(i) + std::string(60, 'x'), i));
    ring.history->take(1, figures);
    QVERIFY(ring.history->add(begin).ok());
    QCOMPARE(ring.history->liveSeries(), ring.settings.mostSeries);
    QCOMPARE(ring.history->leftOut(), 30'000 - ring.settings.mostSeries);
    Caller caller;
    caller.follow(*ring.history);
    QCOMPARE(caller.seen[1].size(), ring.settings.mostSeries);
    QVERIFY(caller.largest < (1u << 20) && caller.answers > 3);
}

void TestMonitorHistory::aFullDiskLosesNothingOfNow()
{
    Ring ring;
    ring.open();
    ring.samples(10);
    Caller caller;
    caller.follow(*ring.history);
    rlimit old{}, small{};
    ::getrlimit(RLIMIT_FSIZE, &old);
    ::signal(SIGXFSZ, SIG_IGN);
    small = old;
    small.rlim_cur = std::filesystem::file_size(ring.files().back()) + 7; // torn in the middle of a record
    ::setrlimit(RLIMIT_FSIZE, &small);
    ring.history->take(1, {figure("steady", 8)});
    const auto failed = ring.history->add(ring.now += 5000);
    ::setrlimit(RLIMIT_FSIZE, &old);
    QVERIFY(!failed.ok());
    QVERIFY(failed.error().problem == protocol::Problem::NoSpace);
    ring.truth[11] = {{"steady", 8}};
    caller.follow(*ring.history);
    QVERIFY2(caller.seen == ring.truth, "who follows gets the sample that no disk took");
    ring.samples(10);
    caller.follow(*ring.history);
    QVERIFY(caller.seen == ring.truth);
    ring.open(ring.now + 5000);
    ring.truth.erase(11);
    Caller late;
    late.follow(*ring.history);
    QVERIFY(late.seen == ring.truth);
    QCOMPARE(late.gaps, std::vector<std::string>{"the agent's disk was full"});
}

void TestMonitorHistory::anotherRingBeginsAnew()
{
    Ring ring;
    ring.open();
    ring.samples(5);
    Caller caller;
    caller.follow(*ring.history);
    ring.history.reset();
    std::filesystem::remove_all(ring.settings.directory);
    ring.truth.clear();
    ring.settings.random = [] { return 0x5678u; };
    ring.open();
    ring.samples(3);
    caller.seen.clear();
    caller.follow(*ring.history);
    QCOMPARE(caller.ring, std::string("0000000000005678"));
    QVERIFY(caller.seen == ring.truth);
}

QTEST_APPLESS_MAIN(TestMonitorHistory)
#include "tst_monitor_history.moc"
