// SPDX-License-Identifier: GPL-3.0-or-later
// Charts on made-up figures: what they ask for, what they draw, that they can be used by keyboard and read as a table, and that the
// pages show them.
#include "app/charts/bars.h"
#include "app/charts/board.h"
#include "app/charts/measures.h"
#include "app/charts/palette.h"
#include "app/charts/sparkline.h"
#include "app/charts/timechart.h"
#include "app/pages/chartstab.h"
#include "app/pages/dashboard.h"
#include "app/pages/detailpage.h"
#include "app/pages/top.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupsource.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QWheelEvent>
#include <QtTest>
#include <algorithm>
#include <set>

using charts::Answer;
using charts::Bucket;
using charts::Ms;
using charts::TimeChart;
using charts::Unit;

namespace {

constexpr Ms present = 1'700'000'000'000, minute = 60'000, hour = 60 * minute;
const charts::TimeAxis::Clock stopped = [] { return present; };

Answer answerOf(std::vector<std::vector<double>> lines, Ms step = minute)
{
    Answer answer;
    answer.step = step;
    answer.count = static_cast<int>(lines.front().size());
    answer.begin = present - step * answer.count;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        charts::Line line{std::to_string(i), QStringLiteral("line %1").arg(i), static_cast<int>(i), {}};
        for (const double v : lines[i])
            line.buckets.push_back(std::isnan(v) ? Bucket() : charts::bucketOf(v));
        answer.lines.push_back(std::move(line));
    }
    return answer;
}

charts::Term term(const char *measure, const char *by = "", bool below = false)
{
    return {measure, {}, by, QLatin1String(measure), -1, below};
}

/// How many pixels have this colour, be it blended with the page by the edge of an antialiased line.
int inkOf(const QImage &image, const QRect &box, const QColor &colour)
{
    int found = 0;
    for (int y = box.top(); y <= box.bottom(); ++y)
        for (int x = box.left(); x <= box.right(); ++x) {
            const QColor c = image.pixelColor(x, y);
            double along = 0, length = 0;
            const QColor page = shell::theme::colors().page;
            for (const auto &[p, w, v] : {std::tuple(page.red(), colour.red(), c.red()), {page.green(), colour.green(), c.green()}, {page.blue(), colour.blue(), c.blue()}}) {
                along += (w - p) * (v - p);
                length += (w - p) * (w - p);
            }
            found += along > 0.3 * length ? 1 : 0;
        }
    return found;
}

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestCharts : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static void show(QWidget &widget, int width = 640, int height = 240)
    {
        widget.resize(width, height);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }

    void valuesAreWrittenInUnitsThatFit()
    {
        const auto plain = [](double v, Unit u) { return charts::valueText(v, u).replace(QChar(0xa0), QLatin1Char(' ')); };
        QCOMPARE(plain(0, Unit::BytesPerSecond), QStringLiteral("0 B/s"));
        QCOMPARE(plain(1024, Unit::Bytes), QStringLiteral("1 KiB"));
        QCOMPARE(plain(1.5 * 1024 * 1024 * 1024, Unit::BytesPerSecond), QStringLiteral("1.5 GiB/s"));
        QCOMPARE(plain(1023.9 * 1024, Unit::Bytes), QStringLiteral("1 MiB"));
        QCOMPARE(plain(12'345, Unit::PerSecond), QStringLiteral("12.3 k/s"));
        QCOMPARE(plain(0.614, Unit::Share), QStringLiteral("61 %"));
        QCOMPARE(plain(0.0032, Unit::Seconds), QStringLiteral("3.2 ms"));
        QCOMPARE(plain(nothing, Unit::Count), QStringLiteral("–"));
    }

    void scalesAreRoundAndHoldTheValues()
    {
        for (const Unit unit : {Unit::Count, Unit::Bytes, Unit::BytesPerSecond, Unit::PerSecond, Unit::Seconds, Unit::Share})
            for (double high = 1e-4; high < 1e19; high *= 3.7) {
                const charts::Scale scale = charts::makeScale(0, high, unit, 4);
                QVERIFY2(scale.high >= high * 0.999 && scale.high <= std::max(high * 2.6, 1.0), qPrintable(QString::number(high) + QStringLiteral(" ") + QString::number(scale.high)));
                QVERIFY(scale.ticks.size() >= 2 && scale.ticks.size() <= 11);
                QCOMPARE(scale.at(scale.high), 1.0);
            }
        const charts::Scale mirrored = charts::makeScale(-3.2e9, 5.0e9, Unit::BytesPerSecond, 5);
        QVERIFY(mirrored.low <= -3.2e9 && mirrored.high >= 5.0e9);
        QVERIFY(std::count(mirrored.ticks.begin(), mirrored.ticks.end(), 0.0) == 1);
        QCOMPARE(mirrored.text(-1073741824).replace(QChar(0xa0), QLatin1Char(' ')), QStringLiteral("1 GiB/s"));
        const charts::Scale log = charts::makeScale(0.5, 2e6, Unit::PerSecond, 5, true);
        QCOMPARE(log.at(0), 0.0);
        QVERIFY(log.at(1000) > 0.4 && log.at(1000) < 0.7);
    }

    void timeTicksAreRoundAndNeverTooMany()
    {
        for (Ms span = minute; span < 20ll * 366 * 24 * hour; span = span * 7 / 3) {
            const std::vector<charts::Tick> ticks = charts::timeTicks({present - span, present}, 8);
            QVERIFY2(!ticks.empty() && ticks.size() <= 9, qPrintable(QString::number(span)));
            QVERIFY(std::is_sorted(ticks.begin(), ticks.end(), [](const auto &a, const auto &b) { return a.at < b.at; }));
            for (const charts::Tick &tick : ticks)
                QVERIFY(tick.at >= present - span && tick.at < present && !tick.text.isEmpty());
        }
        QCOMPARE(charts::roundStep(1), Ms(1000));
        QCOMPARE(charts::roundStep(61'000), 2 * minute);
    }

    void theAxisZoomsPansAndComesBack()
    {
        Ms now = present;
        charts::TimeAxis axis(nullptr, [&now] { return now; });
        QSignalSpy moved(&axis, &charts::TimeAxis::rangeChanged);
        QVERIFY(axis.live());
        axis.setSpan(10 * minute);
        QCOMPARE(axis.range(), (charts::Range{present - 10 * minute, present}));
        axis.zoom(0.5, present - 2 * minute); // now stays in sight while it is live
        QCOMPARE(axis.range(), (charts::Range{present - 5 * minute, present}));
        axis.setRange({present - 3 * hour, present - 2 * hour});
        QVERIFY(!axis.live());
        axis.zoom(0.5, present - 150 * minute);
        QCOMPARE(axis.range(), (charts::Range{present - 165 * minute, present - 135 * minute}));
        axis.pan(-15 * minute);
        QCOMPARE(axis.range().from, present - 180 * minute);
        axis.pan(10 * hour); // no further than now
        QVERIFY(axis.live());
        QCOMPARE(axis.range().to, now);
        QVERIFY(axis.back());
        QCOMPARE(axis.range().span(), 5 * minute);
        axis.zoom(1e-9, now);
        QCOMPARE(axis.range().span(), charts::TimeAxis::shortest);
        axis.showAll({present - 100 * hour, present});
        QCOMPARE(axis.range().span(), 100 * hour);
        const auto before = moved.count();
        axis.toNow(); // it is there already
        QCOMPARE(moved.count(), before);
        now += 1000;
        axis.toNow();
        QCOMPARE(axis.range().to, now);
    }

    void theAxisFollowsTheTimeOnlyWhileItRuns()
    {
        Ms now = present;
        charts::TimeAxis axis(nullptr, [&now] { return now; });
        now += 30'000;
        axis.setRunning(true); // catches up at once
        QCOMPARE(axis.range().to, now);
        axis.setRange({present - 3 * hour, present - 2 * hour});
        axis.setRunning(false);
        now += 30'000;
        axis.setRunning(true);
        QCOMPARE(axis.range().to, present - 2 * hour);
    }

    void aChartAsksForItsWidthInRoundSteps()
    {
        madeup::Source source(present);
        charts::TimeAxis axis(nullptr, stopped);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::PerSecond);
        chart.setTerms({term("md_ops", "operation")});
        chart.setSource(&source);
        QVERIFY(source.m_asked.empty()); // nobody sees it
        show(chart);
        QTRY_COMPARE(source.m_asked.size(), std::size_t(1));
        const charts::Question asked = source.m_asked.front();
        const Ms step = asked.range.span() / asked.points;
        QVERIFY(asked.points <= chart.plot().width() + 1);
        QCOMPARE(step, charts::roundStep(step));
        QCOMPARE(asked.range.from % step, Ms(0));
        QVERIFY(asked.range.from <= axis.range().from && asked.range.to >= axis.range().to);
        QTRY_COMPARE(chart.answer().lines.size(), std::size_t(12));
        axis.setSpan(minute); // finer than the samples makes holes
        QTRY_COMPARE(source.m_asked.size(), std::size_t(2));
        QCOMPARE(source.m_asked.back().range.span() / source.m_asked.back().points, Ms(5000));
        chart.hide();
        axis.setSpan(2 * hour);
        QCoreApplication::processEvents();
        QCOMPARE(source.m_asked.size(), std::size_t(2));
        chart.show();
        QTRY_COMPARE(source.m_asked.size(), std::size_t(3));
    }

    void onlyOneQuestionIsUnderWay()
    {
        madeup::Source source(present);
        source.m_later = true;
        charts::TimeAxis axis(nullptr, stopped);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::PerSecond);
        chart.setTerms({term("read_ops")});
        chart.setSource(&source);
        show(chart);
        QTRY_VERIFY(!chart.answer().lines.empty());
        for (int i = 1; i <= 20; ++i)
            axis.setRange({present - i * hour, present - i * hour + 30 * minute});
        QTRY_VERIFY(!chart.waiting());
        QVERIFY2(source.m_asked.size() <= 4, qPrintable(QString::number(source.m_asked.size())));
        QTRY_VERIFY(chart.answer().range().from <= present - 20 * hour); // the last one counts
    }

    void linesAreDrawnWhereTheValuesAre()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(10 * minute);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::Count);
        chart.setTerms({term("a"), term("b")});
        show(chart);
        chart.setAnswer(answerOf({{100, 100, 100, 100, 100, 100, 100, 100, 100, 100}, {20, 20, 20, nothing, nothing, nothing, nothing, 20, 20, 20}}));
        const QRect box = chart.plot();
        const QImage image = chart.grab().toImage();
        const auto row = [&](double value) { return box.bottom() - static_cast<int>(std::lround(chart.scale().at(value) * (box.height() - 1))); };
        const QRect high(box.left() + 40, row(100) - 1, box.width() - 80, 3), low(box.left(), row(20) - 1, box.width(), 3);
        QVERIFY(inkOf(image, high, charts::lineColour(0)) > box.width() * 3 / 4);
        const QRect hole(box.left() + box.width() * 35 / 100, low.top(), box.width() * 30 / 100, 3), left(box.left() + box.width() * 6 / 100, low.top(), box.width() / 6, 3);
        QCOMPARE(inkOf(image, hole, charts::lineColour(1)), 0);
        QVERIFY(inkOf(image, left, charts::lineColour(1)) > left.width() / 2);
    }

    void mirroredWritesAreBelowZero()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(10 * minute);
        TimeChart chart(axis, TimeChart::Shape::Mirrored, Unit::BytesPerSecond);
        chart.setTerms({term("read_bytes"), term("write_bytes", "", true)});
        show(chart);
        chart.setAnswer(answerOf({std::vector<double>(10, 4e9), std::vector<double>(10, 2e9)}));
        QVERIFY(chart.scale().low <= -2e9 && chart.scale().high >= 4e9);
        const QString csv = charts::toCsv(chart.sheet(true));
        QVERIFY2(csv.contains(QStringLiteral("2e+09")) && !csv.contains(QStringLiteral("-2e+09")), "the figure itself has no sign");
    }

    void aStackIsAsHighAsItsSum()
    {
        charts::TimeAxis axis(nullptr, stopped);
        TimeChart chart(axis, TimeChart::Shape::Stacked, Unit::PerSecond);
        chart.setTerms({term("md_ops", "operation")});
        show(chart);
        Answer answer = answerOf({std::vector<double>(10, 300), std::vector<double>(10, 400), std::vector<double>(10, 200)});
        for (charts::Line &line : answer.lines)
            line.term = 0;
        chart.setAnswer(answer);
        QVERIFY(chart.scale().high >= 900 && chart.scale().high < 1800);
        const charts::TipText tip = chart.tipAt(present - minute);
        QCOMPARE(tip.rows.size(), std::size_t(3));
        QVERIFY2(tip.notes.join(QString()).contains(QStringLiteral("900")), qPrintable(tip.notes.join(QLatin1Char('|'))));
        chart.toggle("1");
        QVERIFY(chart.scale().high >= 500 && chart.scale().high < 900);
        chart.isolate("2");
        QCOMPARE(chart.tipAt(present - minute).rows.size(), std::size_t(1));
        chart.isolate("2");
        QCOMPARE(chart.tipAt(present - minute).rows.size(), std::size_t(3));
    }

    void aGapSaysWhy()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(10 * minute);
        TimeChart chart(axis, TimeChart::Shape::Areas, Unit::Count);
        chart.setTerms({term("a")});
        show(chart);
        Answer answer = answerOf({{1, 1, 1, nothing, nothing, nothing, 1, 1, 1, 1}});
        answer.gaps = {{{present - 7 * minute, present - 4 * minute}, QStringLiteral("oss3: agent was down")}};
        chart.setAnswer(answer);
        QVERIFY(chart.tipAt(present - 5 * minute).notes.contains(QStringLiteral("oss3: agent was down")));
        QVERIFY(!chart.tipAt(present - 2 * minute).notes.contains(QStringLiteral("oss3: agent was down")));
        Answer none;
        none.count = 10;
        none.nothing = QStringLiteral("The agent of oss3 measures from version 0.3 on.");
        chart.setAnswer(none);
        QCOMPARE(chart.accessibleDescription(), none.nothing);
    }

    void marksAreInTheTipAndLeadSomewhere()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(10 * minute);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::Count);
        chart.setTerms({term("a")});
        show(chart);
        chart.setAnswer(answerOf({std::vector<double>(10, 5)}));
        axis.setMarks({{present - 5 * minute, QStringLiteral("Failover of scratch-OST0003"), 1, "job:job-7"}});
        QVERIFY(chart.tipAt(present - 5 * minute).notes.join(QString()).contains(QStringLiteral("Failover of scratch-OST0003")));
        QSignalSpy chosen(&chart, &charts::Chart::chosen);
        const QPoint at(chart.plot().left() + chart.plot().width() / 2, chart.plot().center().y());
        QTest::mouseClick(&chart, Qt::LeftButton, {}, at);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<std::string>(), std::string("job:job-7"));
    }

    void wheelDragAndKeysMoveTheTime()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(hour);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::Count);
        chart.setTerms({term("a")});
        show(chart);
        chart.setAnswer(answerOf({std::vector<double>(60, 5)}));
        const QRect box = chart.plot();
        QTest::mousePress(&chart, Qt::LeftButton, {}, QPoint(box.left() + box.width() / 4, box.center().y()));
        QTest::mouseMove(&chart, QPoint(box.left() + box.width() / 2, box.center().y()));
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, QPoint(box.left() + box.width() / 2, box.center().y()));
        QVERIFY(!axis.live());
        QVERIFY(std::abs(axis.range().span() - 15 * minute) < minute);
        const Ms from = axis.range().from;
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(axis.range().from < from);
        QTest::keyClick(&chart, Qt::Key_End);
        QVERIFY(axis.live());
        const Ms span = axis.range().span();
        QWheelEvent wheel(box.center(), chart.mapToGlobal(box.center()), {}, QPoint(0, 120), Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&chart, &wheel);
        QVERIFY(axis.range().span() < span);
        QTest::keyClick(&chart, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(axis.cursor().has_value());
    }

    void oneCrosshairForAll()
    {
        charts::TimeAxis axis(nullptr, stopped);
        axis.setSpan(10 * minute);
        TimeChart first(axis, TimeChart::Shape::Lines, Unit::Count), second(axis, TimeChart::Shape::Lines, Unit::Count);
        for (TimeChart *chart : {&first, &second}) {
            chart->setTerms({term("a")});
            show(*chart);
            chart->setAnswer(answerOf({std::vector<double>(10, 5)}));
        }
        const QImage before = second.grab().toImage();
        QTest::mouseMove(&first, first.plot().center());
        QTRY_VERIFY(axis.cursor().has_value());
        QVERIFY(second.grab().toImage() != before);
    }

    void theDayBeforeIsAskedForAndDrawn()
    {
        madeup::Source source(present);
        charts::TimeAxis axis(nullptr, stopped);
        TimeChart chart(axis, TimeChart::Shape::Lines, Unit::PerSecond);
        chart.setTerms({term("read_ops")});
        chart.setSource(&source);
        show(chart);
        QTRY_COMPARE(source.m_asked.size(), std::size_t(1));
        axis.setCompare(true);
        QTRY_COMPARE(source.m_asked.size(), std::size_t(3));
        QTRY_VERIFY(!chart.waiting());
        QVERIFY(source.m_asked.back().range.to <= present - 23 * hour);
        QCOMPARE(chart.tipAt(present - 10 * minute).rows.size(), std::size_t(2));
    }

    void theTableAndTheFileHaveTheSameData()
    {
        charts::TimeAxis axis(nullptr, stopped);
        auto *chart = new TimeChart(axis, TimeChart::Shape::Lines, Unit::Count);
        chart->setTerms({term("a"), term("b")});
        charts::Frame frame(QStringLiteral("f"), QStringLiteral("Title"), chart);
        show(frame);
        Answer answer = answerOf({{1, 2, 3}, {4, nothing, 6}});
        answer.lines[1].name = QStringLiteral("=cmd, \"x\"");
        chart->setAnswer(answer);
        const QStringList lines = frame.csv().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 4);
        QVERIFY2(lines[0].contains(QStringLiteral("\"'=cmd, \"\"x\"\"\"")), qPrintable(lines[0]));
        QCOMPARE(lines[2], QStringLiteral("2023-11-14T22:11:20.000Z,2,2,2,,,"));
        frame.showTable(true);
        QVERIFY(frame.tableShown());
        auto *table = frame.findChild<shell::TableView *>();
        QCOMPARE(table->shownRows(), 3);
        QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("4"));
        chart->setAnswer(answerOf({{7, 8}}));
        QCOMPARE(frame.findChild<shell::TableView *>(QStringLiteral("f.table"), Qt::FindChildrenRecursively) == nullptr, false);
        frame.showTable(false);
        QVERIFY(chart->isVisible());
        frame.copyPicture();
        QVERIFY(!QGuiApplication::clipboard()->pixmap().isNull());
        QCOMPARE(chart->accessibleName(), QStringLiteral("Title"));
    }

    void fullScreenAndBack()
    {
        charts::Board board(nullptr, stopped);
        auto *chart = new TimeChart(board.axis(), TimeChart::Shape::Lines, Unit::Count);
        charts::Frame *frame = board.add(QStringLiteral("f"), QStringLiteral("Title"), chart);
        show(board, 900, 600);
        const QRect before = frame->geometry();
        frame->setFullScreen(true);
        QVERIFY(frame->window() != &board);
        QTRY_VERIFY(frame->height() > 300);
        QTest::keyClick(frame->window(), Qt::Key_Escape);
        QCOMPARE(frame->window(), &board);
        QTRY_COMPARE(frame->geometry(), before);
    }

    void legendByKeyboard()
    {
        charts::TimeAxis axis(nullptr, stopped);
        auto *chart = new TimeChart(axis, TimeChart::Shape::Lines, Unit::Count);
        chart->setTerms({term("a"), term("b")});
        charts::Frame frame(QStringLiteral("f"), QStringLiteral("Title"), chart);
        show(frame);
        chart->setAnswer(answerOf({{1, 2, 3}, {4, 5, 6}}));
        auto *legend = frame.findChild<charts::Legend *>();
        QVERIFY(legend->isVisible());
        QTest::keyClick(legend, Qt::Key_Right);
        QTest::keyClick(legend, Qt::Key_Space);
        QVERIFY(!chart->legend()[1].shown && chart->legend()[0].shown);
        QVERIFY(legend->accessibleDescription().contains(QStringLiteral("hidden")));
    }

    void sizesThatNobodyUsedAreLeftOut()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::Histogram histogram(axis, Unit::Bytes, Unit::PerSecond);
        histogram.setTerms({term("brw_read", "size"), term("brw_write", "size")});
        Answer answer;
        answer.count = 1;
        for (int t = 0; t < 2; ++t)
            for (const auto &[size, value] : {std::pair(4096, 0.0), std::pair(1048576, 12.0 * (t + 1)), std::pair(65536, 3.0), std::pair(4194304, 0.0)})
                answer.lines.push_back({std::to_string(t) + ":" + std::to_string(size), QString::number(size), t, {charts::bucketOf(value)}});
        histogram.setAnswer(answer);
        QCOMPARE(histogram.groups().replaceInStrings(QString(QChar(0xa0)), QStringLiteral(" ")), (QStringList{QStringLiteral("64 KiB"), QStringLiteral("1 MiB")}));
        QCOMPARE(histogram.sheet(true).rows.back(), (QStringList{QStringLiteral("1048576"), QStringLiteral("12"), QStringLiteral("24")}));
        show(histogram);
    }

    void balanceLeavesOutTheEmptier()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::Balance balance(axis);
        balance.setBars({{"target:a", QStringLiteral("a"), 90, 100}, {"target:b", QStringLiteral("b"), 10, 100}, {"target:c", QStringLiteral("c"), 0, 0}});
        QCOMPARE(balance.bars().size(), std::size_t(2));
        balance.setLeast(0.5);
        QCOMPARE(balance.bars().size(), std::size_t(1));
        show(balance);
        QSignalSpy chosen(&balance, &charts::Chart::chosen);
        QTest::mouseClick(&balance, Qt::LeftButton, {}, balance.rect().center());
        QCOMPARE(chosen.first().first().value<std::string>(), std::string("target:a"));
    }

    void measuresAreNamedOnceAndWithFigures()
    {
        std::set<std::string> ids;
        for (const charts::Measure &m : charts::measures()) {
            QVERIFY2(ids.insert(m.id).second, m.id);
            QVERIFY2(!m.over.empty() && !charts::measureTitle(m).isEmpty(), m.id);
        }
    }

    void coloursStayApartWithoutRedAndGreen()
    {
        for (const auto mode : {shell::theme::Mode::Light, shell::theme::Mode::Dark}) {
            shell::theme::use(mode);
            const auto seen = [](const QColor &c) { // Viénot's deuteranopia, simplified: lightness, and blue against yellow
                const double l = 0.3 * c.red() + 0.6 * c.green() + 0.1 * c.blue();
                return std::pair(l, c.blue() - (0.33 * c.red() + 0.67 * c.green()));
            };
            for (int a = 0; a < 6; ++a)
                for (int b = a + 1; b < 6; ++b) {
                    const auto [la, ba] = seen(charts::lineColour(a));
                    const auto [lb, bb] = seen(charts::lineColour(b));
                    QVERIFY2(std::hypot(la - lb, ba - bb) > 12, qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
                }
            const auto &heat = charts::heatColours();
            for (std::size_t i = 8; i < heat.size(); i += 8) {
                const int before = qGray(heat[i - 8]), now = qGray(heat[i]);
                QVERIFY(shell::theme::colors().dark ? now > before : now < before);
            }
        }
    }

    void everyKindOfPageHasItsCharts()
    {
        madeup::Source source(QDateTime::currentMSecsSinceEpoch());
        shell::MainWindow window;
        window.resize(1280, 720);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        made->m_source = &source;
        window.setCluster(std::move(made));
        window.show();
        struct Kind {
            const char *place, *chart;
        };
        for (const Kind &kind : {Kind{"filesystem:scratch", "charts.heat"}, {"server:oss1", "charts.cpu"}, {"target:scratch-OST0003", "charts.grant"}, {"target:scratch-MDT0001", "charts.metadata"}}) {
            window.desk()->open(kind.place);
            auto *page = qobject_cast<pages::DetailPage *>(window.page());
            page->showCharts(true);
            QVERIFY2(page->findChild<charts::Frame *>(QLatin1String(kind.chart)) != nullptr, kind.place);
            const charts::Board &board = page->chartsTab()->board();
            std::set<QString> names;
            for (charts::Frame *frame : board.frames()) {
                QVERIFY2(names.insert(frame->objectName()).second, qPrintable(frame->objectName()));
                for (const charts::Term &t : frame->chart().terms())
                    QVERIFY2(charts::measure(t.measure) != nullptr && t.scope == kind.place, t.measure.c_str());
            }
            QTRY_VERIFY(std::any_of(board.frames().begin(), board.frames().end(), [](charts::Frame *f) { return !f->chart().answer().lines.empty(); }));
            QVERIFY(window.minimumSizeHint().width() <= 1280);
        }
    }

    void topNamesWhoDoesMost()
    {
        QCOMPARE(pages::Top::userOf("cp.1003"), std::string("1003"));
        QCOMPARE(pages::Top::userOf("a.b.c.0"), std::string("0"));
        QCOMPARE(pages::Top::userOf("4711"), std::string());
        QCOMPARE(pages::Top::userOf("job.node7x"), std::string());
        madeup::Source source(QDateTime::currentMSecsSinceEpoch());
        shell::MainWindow window;
        window.resize(1280, 720);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        made->m_source = &source;
        window.setCluster(std::move(made));
        window.show();
        window.desk()->open("top");
        auto *page = qobject_cast<pages::Top *>(window.page());
        auto *table = page->findChild<shell::TableView *>(QStringLiteral("top.table"));
        QTRY_COMPARE(table->shownRows(), 5);
        const auto readRate = [&](int row) { return table->model()->index(row, 2).data(models::Table::SortRole).toDouble() + table->model()->index(row, 3).data(models::Table::SortRole).toDouble(); };
        QVERIFY(readRate(0) >= readRate(1) && readRate(1) >= readRate(4));
        table->choose("dd.1003");
        QTRY_VERIFY(!page->board().frames().empty() && page->board().frames().front()->title().contains(QStringLiteral("dd.1003")));
        const charts::Term asked = page->board().frames().front()->chart().terms().front();
        QCOMPARE(asked.by, std::string("target"));
        QCOMPARE(asked.where.front().second, std::string("dd.1003"));
        page->setKind(pages::Top::Kind::Users);
        QTRY_COMPARE(table->shownRows(), 3);
        page->setKind(pages::Top::Kind::Targets);
        QTRY_COMPARE(table->shownRows(), 8);
        source.m_nothing = QStringLiteral("oss1: the agent is too old");
        page->setKind(pages::Top::Kind::Servers);
        QTRY_COMPARE(table->shownRows(), 0);
    }

    void theDashboardCountsAndLeadsOn()
    {
        madeup::Source source(QDateTime::currentMSecsSinceEpoch());
        shell::MainWindow window;
        window.resize(1280, 720);
        auto made = std::make_unique<madeup::Cluster>(madeup::changed(madeup::world({}), [](inventory::WorldData &d) { d.servers["oss2"].reach = inventory::Reach::Lost; }));
        madeup::Cluster *cluster = made.get();
        window.setCluster(std::move(made));
        window.show();
        window.desk()->open("dashboard");
        auto *page = qobject_cast<pages::Dashboard *>(window.page());
        QVERIFY(page != nullptr);
        QVERIFY(page->board().frames().empty()); // nothing measures it, and it says so
        cluster->m_source = &source;
        cluster->setWorld(cluster->world());
        QTRY_VERIFY(!page->board().frames().empty());
        auto *servers = page->findChild<pages::StateTile *>(QStringLiteral("dashboard.servers"));
        QCOMPARE(servers->states().size(), std::size_t(2));
        QCOMPARE(servers->states()[0].count, 1);
        QCOMPARE(servers->states()[0].badge.tone, models::Tone::Error);
        QCOMPARE(servers->states()[1].count, 5);
        QVERIFY(page->findChild<shell::TableView *>(QStringLiteral("dashboard.troubles"))->shownRows() >= 1);
        page->board().chosen("target:scratch-OST0003", {present - minute, present});
        QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("cell.charts")), Qt::LeftButton); // who did it stands before
        QCOMPARE(window.desk()->place(), std::string("target:scratch-OST0003"));
        auto *target = qobject_cast<pages::DetailPage *>(window.page());
        QVERIFY(target->chartsTab() != nullptr);
        QVERIFY(target->chartsTab()->board().axis().range().contains(present - minute));
        window.desk()->open("dashboard");
        QTest::mouseClick(servers, Qt::LeftButton);
        QCOMPARE(window.desk()->place(), std::string("servers"));
    }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
