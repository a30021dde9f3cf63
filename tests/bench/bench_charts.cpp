// SPDX-License-Identifier: GPL-3.0-or-later
// What charts cost the window's thread, in CPU time: a dashboard of 12 live charts (8 lines of 600 buckets, crosshair moving) repainted
// whole, and a heat map of 1,000 OSTs by 360 columns that goes on by one column. Targets: 8 ms and 2 ms.
#include "app/charts/heatmap.h"
#include "app/charts/timechart.h"
#include "app/shell/theme.h"

#include <QApplication>
#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

constexpr charts::Ms present = 1'700'000'000'000;

double cpuMs()
{
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

charts::Answer answer(int lines, int count, charts::Ms step, int shift)
{
    charts::Answer made;
    made.begin = present - step * (count - shift);
    made.step = step;
    made.count = count;
    for (int l = 0; l < lines; ++l) {
        charts::Line line{std::to_string(l), QString::number(l), 0, {}, "target:" + std::to_string(l)};
        for (int i = 0; i < count; ++i) {
            const double at = i + shift;
            line.buckets.push_back(charts::bucketOf(1e9 * (1.2 + std::sin(at / 11 + l) + 0.05 * std::sin(at * 3.7 + l * 7))));
        }
        made.lines.push_back(std::move(line));
    }
    return made;
}

double median(std::vector<double> all)
{
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

double dashboard(charts::TimeChart::Shape shape)
{
    charts::TimeAxis axis(nullptr, [] { return present; });
    axis.setSpan(600 * 5000);
    QWidget window;
    window.resize(1600, 900);
    std::vector<charts::TimeChart *> all;
    for (int i = 0; i < 12; ++i) {
        auto *chart = new charts::TimeChart(axis, shape, charts::Unit::BytesPerSecond, &window);
        chart->setGeometry(i % 4 * 400, i / 4 * 300, 396, 296);
        chart->setTerms({{"read_bytes"}});
        all.push_back(chart);
    }
    window.show();
    QCoreApplication::processEvents();
    std::vector<double> times;
    for (int round = 0; round < 15; ++round) {
        std::vector<charts::Answer> fresh;
        for (int i = 0; i < 12; ++i)
            fresh.push_back(answer(8, 320, 5000, round));
        axis.setCursor(present - 100'000 - round);
        const double begin = cpuMs();
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i]->setAnswer(std::move(fresh[i]));
        QCoreApplication::processEvents(); // paints them
        times.push_back(cpuMs() - begin);
    }
    return median(times);
}

double heatMap(bool live)
{
    charts::TimeAxis axis(nullptr, [] { return present; });
    charts::HeatMap map(axis, charts::Unit::BytesPerSecond, 360);
    map.setTerms({{"read_bytes", {}, "target"}});
    map.resize(1200, 700);
    map.show();
    map.setAnswer(answer(1000, 360, 10'000, 0));
    QCoreApplication::processEvents();
    std::vector<double> times;
    for (int round = 1; round < 16; ++round) {
        charts::Answer fresh = answer(1000, 360, 10'000, live ? round : round * 1000);
        const double begin = cpuMs();
        map.setAnswer(std::move(fresh));
        QCoreApplication::processEvents();
        times.push_back(cpuMs() - begin);
    }
    return median(times);
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    shell::theme::setUp(app, shell::theme::Mode::Dark);
    const double lines = dashboard(charts::TimeChart::Shape::Lines);
    std::printf("12 charts of 8 lines: %.1f ms (target 8)\n", lines);
    std::printf("12 charts of 8 areas: %.1f ms\n", dashboard(charts::TimeChart::Shape::Areas));
    std::printf("12 stacks of 8: %.1f ms\n", dashboard(charts::TimeChart::Shape::Stacked));
    const double heat = heatMap(true);
    std::printf("heat map 1000 x 360, a column more: %.1f ms (target 2)\n", heat);
    std::printf("heat map 1000 x 360, all new: %.1f ms\n", heatMap(false));
    std::printf("charts: %.1f ms, heat map %.1f ms\n", lines, heat);
    return 0;
}
