// SPDX-License-Identifier: GPL-3.0-or-later
// The heat map: what it keeps when time goes on, what it shows where there are more cells than pixels, and where a click leads.
#include "app/charts/heatmap.h"
#include "app/charts/palette.h"
#include "app/shell/theme.h"
#include "tests/gui/support/madeupsource.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using charts::Ms;
using charts::Unit;

namespace {

constexpr Ms present = 1'700'000'000'000, minute = 60'000, hour = 60 * minute;
const charts::TimeAxis::Clock stopped = [] { return present; };
const std::vector<charts::Term> terms{{"read_bytes", {}, "target", QStringLiteral("read_bytes"), -1, false}};

} // namespace

class TestHeatMap : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;

    static void show(QWidget &widget)
    {
        widget.resize(640, 240);
        widget.show();
        QVERIFY(QTest::qWaitForWindowExposed(&widget));
    }

    /// An hour in which all rows are at 1 MB/s, where it is known.
    static charts::Answer flat(int rows, const QString &name, const std::function<bool(int)> &known)
    {
        charts::Answer answer{present - hour, minute, 60, {}, {}};
        for (int i = 0; i < rows; ++i) {
            charts::Line line{std::to_string(i), name, 0, {}, {}};
            for (int column = 0; column < answer.count; ++column)
                line.buckets.push_back(known(column) ? charts::bucketOf(1e6) : charts::Bucket{});
            answer.lines.push_back(std::move(line));
        }
        return answer;
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }

    void itShiftsWhatItHas()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::HeatMap map(axis, Unit::BytesPerSecond, 60);
        madeup::Source source(present + hour);
        map.setTerms(terms);
        show(map);
        charts::Question question{{present - hour, present}, 60, map.terms()};
        map.setAnswer(source.answer(question));
        QCOMPARE(map.cells().heat().size(), QSize(60, 8));
        const double most = map.cells().most();
        for (int i = 1; i <= 3; ++i) {
            question.range = {present - hour + i * minute, present + i * minute};
            map.setAnswer(source.answer(question));
        }
        charts::HeatMap fresh(axis, Unit::BytesPerSecond, 60);
        fresh.setTerms(map.terms());
        fresh.setAnswer(source.answer(question));
        QCOMPARE(most, fresh.cells().most());
        QCOMPARE(map.cells().heat(), fresh.cells().heat());
    }

    /// Where there are more rows than pixels, none may hide the hot one.
    void oneBusyTargetAmongAThousandIsSeen()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::HeatMap map(axis, Unit::BytesPerSecond, 60);
        map.setTerms(terms);
        show(map);
        for (const std::size_t hot : {0, 333, 334, 335, 336, 999}) {
            charts::Answer answer = flat(1000, QStringLiteral("a"), [](int) { return true; });
            answer.lines[hot].buckets[30] = charts::bucketOf(1e9);
            map.setAnswer(std::move(answer));
            const QImage seen = map.grab(map.plot()).toImage().convertToFormat(QImage::Format_RGB32);
            int found = 0;
            for (int y = 0; y < seen.height(); ++y)
                for (int x = 0; x < seen.width(); ++x)
                    found += seen.pixel(x, y) == charts::heatColours()[255];
            QVERIFY2(found >= seen.width() / 60, qPrintable(QStringLiteral("row %1: %2 pixels").arg(hot).arg(found)));
        }
    }

    /// The page and its hatching are behind what is not known, in more rows than pixels and in fewer.
    void whatIsNotKnownIsHatched()
    {
        for (const int rows : {4, 1000}) {
            charts::TimeAxis axis(nullptr, stopped);
            charts::HeatMap map(axis, Unit::BytesPerSecond, 60);
            map.setTerms(terms);
            show(map);
            map.setAnswer(flat(rows, QStringLiteral("a"), [](int column) { return column < 30; }));
            const QImage seen = map.grab(map.plot()).toImage().convertToFormat(QImage::Format_RGB32);
            const QRgb hot = charts::heatColours()[255], page = shell::theme::colors().page.rgb(), hatch = shell::theme::colors().border.rgb();
            QHash<QRgb, int> left, right;
            for (int y = 0; y < seen.height(); ++y)
                for (int x = 0; x < seen.width(); ++x)
                    ++(x < seen.width() / 2 ? left : right)[seen.pixel(x, y)];
            QCOMPARE(left.keys(), QList<QRgb>{hot});
            QVERIFY(!right.contains(hot));
            QVERIFY2(right[page] > 0 && right[hatch] > 0, qPrintable(QString::number(right.size())));
        }
    }

    void itsNamesAreThoseOfItsRows()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::HeatMap map(axis, Unit::BytesPerSecond, 60);
        map.setTerms(terms);
        show(map);
        const auto named = [&](const QString &name) {
            map.setAnswer(flat(4, name, [](int) { return true; }));
            return map.grab(QRect(0, 0, map.plot().left(), map.height())).toImage();
        };
        const QImage first = named(QStringLiteral("OST0001"));
        QVERIFY(first != named(QStringLiteral("OST0002")));
        QCOMPARE(named(QStringLiteral("OST0001")), first);
    }

    void aCellLeadsToItsTarget()
    {
        charts::TimeAxis axis(nullptr, stopped);
        charts::HeatMap map(axis, Unit::BytesPerSecond, 60);
        madeup::Source source(present);
        map.setTerms(terms);
        show(map);
        map.setAnswer(source.answer({{present - hour, present}, 60, map.terms()}));
        QSignalSpy chosen(&map, &charts::Chart::chosen);
        const QRect box = map.plot();
        const QPoint at(box.left() + box.width() / 2, box.top() + box.height() * 3 / 8 + 4);
        QTest::mouseMove(&map, at);
        QTRY_VERIFY(axis.cursor().has_value());
        QTest::mouseClick(&map, Qt::LeftButton, {}, at);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().value<std::string>(), std::string("target:scratch-OST0003"));
        map.setFocus();
        QTest::keyClick(&map, Qt::Key_Down);
        QTest::keyClick(&map, Qt::Key_Return);
        QCOMPARE(chosen.last().first().value<std::string>(), std::string("target:scratch-OST0004"));
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heatmap.moc"
