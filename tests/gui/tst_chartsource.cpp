// SPDX-License-Identifier: GPL-3.0-or-later
// From the stored series of servers to the lines of a chart.
#include "app/charts/fold.h"

#include <QtTest>

using charts::Bucket;
using charts::Ms;

namespace {

constexpr Ms present = 1'700'000'000'000, minute = 60'000;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

charts::Term term(const char *measure, const char *by = "") { return {measure, {}, by, QLatin1String(measure)}; }

/// A stored series with a bucket a minute from `present` on; NaN: no samples.
monitoring::Line stored(const char *server, monitoring::Labels labels, const std::vector<double> &values)
{
    monitoring::Line line;
    line.series.server = server;
    line.series.name.labels = std::move(labels);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i]))
            line.buckets.push_back({present + Ms(i) * minute, values[i] / 2, values[i] * 2, values[i], 12});
    return line;
}

std::vector<double> meansOf(const charts::Line &line)
{
    std::vector<double> all;
    for (const Bucket &b : line.buckets)
        all.push_back(b.known() ? static_cast<double>(b.mean) : -1);
    return all;
}

} // namespace

class TestChartSource : public QObject {
    Q_OBJECT

private slots:
    void targetsAreAddedUpAndAFailoverCountsOnce()
    {
        const auto a = stored("oss1", {{"target", "s-OST0000"}}, {10, 10, 10, nothing}), b = stored("oss2", {{"target", "s-OST0000"}}, {nothing, nothing, 8, 10}), c = stored("oss2", {{"target", "s-OST0001"}}, {1, 2, 3, nothing});
        const charts::Grid grid{present, minute, 4};
        const charts::Measure &read = *charts::measure("read_bytes");
        auto lines = charts::fold(read, term("read_bytes"), 0, grid, {{&a, &b, &c}}, {});
        QCOMPARE(lines.size(), std::size_t(1));
        QCOMPARE(meansOf(lines[0]), (std::vector<double>{11, 12, 13, 10}));
        QCOMPARE(lines[0].buckets[0].high, 11.0f); // when the parts were highest is not known
        lines = charts::fold(read, term("read_bytes", "target"), 0, grid, {{&a, &b, &c}}, {});
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(meansOf(lines[0]), (std::vector<double>{10, 10, 10, 10}));
        QCOMPARE(meansOf(lines[1]), (std::vector<double>{1, 2, 3, -1}));
        QCOMPARE(lines[1].buckets[1].high, 4.0f);
        QCOMPARE(lines[1].place, std::string("target:s-OST0001"));
    }

    void sharesAreOfSumsAndDifferencesNeedBothParts()
    {
        const auto free1 = stored("o1", {{"target", "a"}}, {25, 25}), total1 = stored("o1", {{"target", "a"}}, {100, 100}), free2 = stored("o2", {{"target", "b"}}, {75, nothing}), total2 = stored("o2", {{"target", "b"}}, {300, 300});
        const charts::Grid grid{present, minute, 2};
        const auto space = charts::fold(*charts::measure("space"), term("space"), 0, grid, {{&free1, &free2}}, {{&total1, &total2}});
        QCOMPARE(meansOf(space.at(0)), (std::vector<double>{0.75, 0.75}));
        const auto total = stored("o1", {{"field", "MemTotal"}}, {100, 100, nothing}), available = stored("o1", {{"field", "MemAvailable"}}, {30, nothing, 10});
        const auto used = charts::fold(*charts::measure("memory_used"), term("memory_used"), 0, {present, minute, 3}, {{&total}, {&available}}, {});
        QCOMPARE(meansOf(used.at(0)), (std::vector<double>{70, -1, -1}));
    }

    void manyLinesBecomeTheLargestAndAllOthers()
    {
        std::vector<monitoring::Line> series;
        std::vector<const monitoring::Line *> pointers;
        for (int i = 0; i < 30; ++i)
            series.push_back(stored("o1", {{"device", "sd" + std::to_string(i)}}, {double(i), double(i)}));
        for (const monitoring::Line &line : series)
            pointers.push_back(&line);
        auto lines = charts::fold(*charts::measure("disk_read"), term("disk_read", "device"), 0, {present, minute, 2}, {pointers}, {});
        QCOMPARE(lines.size(), std::size_t(30));
        charts::keepLargest(lines, 5);
        QCOMPARE(lines.size(), std::size_t(5));
        QCOMPARE(lines[0].name, QStringLiteral("sd26"));
        QCOMPARE(meansOf(lines[4]), (std::vector<double>(2, 512.0 * (25 * 26 / 2))));
    }
};

QTEST_MAIN(TestChartSource)
#include "tst_chartsource.moc"
