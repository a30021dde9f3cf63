// SPDX-License-Identifier: GPL-3.0-or-later
// The past in the window, driven like a person: the slider, what pages and charts show then, that nothing can be changed, and the way
// back to now. With what charts say of what happened: marks, the jobs of a cell, when something will be full.
#include "app/charts/forecast.h"
#include "app/charts/heatmap.h"
#include "app/charts/marks.h"
#include "app/charts/timechart.h"
#include "app/pages/cellpanel.h"
#include "app/pages/chartstab.h"
#include "app/pages/dashboard.h"
#include "app/pages/detailpage.h"
#include "app/pages/lists.h"
#include "app/pages/top.h"
#include "app/shell/lens.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/timebar.h"
#include "app/shell/timeslider.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupalerts.h"
#include "tests/gui/support/madeuppast.h"
#include "tests/gui/support/madeupsource.h"

#include <QApplication>
#include <QLabel>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

namespace {

constexpr std::int64_t second = 1000, minute = 60 * second, hour = 60 * minute;

inventory::World lost(const inventory::World &world)
{
    return madeup::changed(world, [](inventory::WorldData &d) {
        d.servers["oss2"].reach = inventory::Reach::Lost;
        d.servers["oss2"].reason = "no route to host";
    });
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<madeup::Past> m_past;
    std::unique_ptr<madeup::Source> m_source;
    madeup::Alerts m_alerts;
    std::unique_ptr<shell::MainWindow> m_window;
    madeup::Cluster *m_cluster = nullptr;
    std::int64_t m_now = 0;

    shell::TimeSlider &slider() const { return m_window->timeBar()->slider(); }
    shell::Notice &notice() const { return *m_window->timeBar()->notice(); }
    template <class T> T *find(const char *name) const { return m_window->findChild<T *>(QLatin1String(name)); }
    QString stateOf(const QString &server) const
    {
        auto *table = qobject_cast<pages::ListPage *>(m_window->page())->table();
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, 0).data().toString() == server)
                return table->model()->index(row, 1).data().toString();
        return {};
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }

    void init()
    {
        m_now = QDateTime::currentMSecsSinceEpoch();
        m_past = std::make_unique<madeup::Past>();
        m_source = std::make_unique<madeup::Source>(m_now);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        m_cluster = made.get();
        const auto then = std::make_shared<const std::vector<monitoring::Alert>>(std::vector<monitoring::Alert>{m_alerts.active()->front()});
        const auto none = std::make_shared<const std::vector<monitoring::Alert>>();
        m_past->m_worlds[m_now - 6 * hour] = {0, made->world(), made->wanted(), {}, none};
        m_past->m_worlds[m_now - 2 * hour] = {0, lost(made->world()), made->wanted(), {}, then};
        m_past->m_worlds[m_now - hour] = {0, made->world(), made->wanted(), {}, none, m_now - hour, m_now - hour / 2};
        using Kind = shell::PastEvent::Kind;
        m_past->m_events = {{m_now - 2 * hour, 0, Kind::Change, 2, QStringLiteral("oss2 does not answer"), "server:oss2"},
            {m_now - 2 * hour, m_now - 90 * minute, Kind::Alert, 2, QStringLiteral("Server does not answer: oss2"), "alerts"},
            {m_now - hour, m_now - hour / 2, Kind::Gap, 0, QStringLiteral("closed"), {}}};
        made->m_past = m_past.get();
        made->m_source = m_source.get();
        made->m_alerts = &m_alerts;
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 760);
        m_window->setCluster(std::move(made));
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->desk()->open("servers");
    }
    void cleanup() { m_window.reset(); }

    void withoutAPastThereIsNoSlider()
    {
        QVERIFY(m_window->timeBar()->isVisible());
        m_window->setCluster(std::make_unique<madeup::Cluster>(madeup::world({})));
        QVERIFY(!m_window->timeBar()->isVisible());
    }

    void aKeyGoesToTheChangeBeforeAndEscapeReturns()
    {
        slider().setFocus();
        QTest::keyClick(&slider(), Qt::Key_Left); // the end of the gap
        QTest::keyClick(&slider(), Qt::Key_Left); // its begin
        QTest::keyClick(&slider(), Qt::Key_Left); // the alert ended
        QCOMPARE(slider().moment(), m_now - 90 * minute);
        QTRY_COMPARE(stateOf(QStringLiteral("oss2")), QStringLiteral("Does not answer"));
        QVERIFY(notice().isVisible() && notice().text().startsWith(QStringLiteral("Past: you are looking at")));
        QVERIFY(find<QLabel>("timeline.moment")->isVisible());
        QTest::keyClick(&slider(), Qt::Key_Left);
        QCOMPARE(slider().moment(), m_now - 2 * hour);
        QVERIFY(!slider().before());
        QTest::keyClick(&slider(), Qt::Key_Right);
        QCOMPARE(slider().moment(), m_now - 90 * minute);
        QTest::keyClick(&slider(), Qt::Key_Escape);
        QCOMPARE(m_window->desk()->cluster().moment(), std::int64_t(0));
        QTRY_COMPARE(stateOf(QStringLiteral("oss2")), QStringLiteral("Up"));
        QVERIFY(!notice().isVisible() && !find<QLabel>("timeline.moment")->isVisible());
    }

    void endsAndStridesOfTheKeyboard()
    {
        slider().setFocus();
        QTest::keyClick(&slider(), Qt::Key_Home);
        QCOMPARE(slider().moment(), m_now - 6 * hour);
        QTest::keyClick(&slider(), Qt::Key_PageDown);
        QCOMPARE(slider().moment(), m_now - 6 * hour + 10 * minute);
        QTest::keyClick(&slider(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(slider().moment(), m_now - 6 * hour + 9 * minute);
        QVERIFY(slider().accessibleDescription().contains(QStringLiteral("Page Up")));
        QTest::keyClick(&slider(), Qt::Key_End);
        QCOMPARE(slider().moment(), std::int64_t(0));
    }

    void nothingCanBeChangedInThePast()
    {
        m_window->desk()->open("filesystem:scratch");
        m_window->desk()->cluster().look(m_now - 100 * minute);
        QVERIFY(m_window->desk()->cluster().whyLocked().endsWith(QStringLiteral("Return to now to act.")));
        const auto actions = [this] {
            QList<QPushButton *> all;
            for (QPushButton *b : m_window->page()->findChildren<QPushButton *>())
                if (b->isVisible() && b->objectName().startsWith(QStringLiteral("action.")) && b->objectName() != QStringLiteral("action.more"))
                    all << b;
            return all;
        };
        QTRY_VERIFY(!actions().isEmpty());
        const auto someEnabled = [&] {
            const QList<QPushButton *> all = actions();
            return std::any_of(all.begin(), all.end(), [](QPushButton *b) { return b->isEnabled(); });
        };
        QTRY_VERIFY(!someEnabled());
        QVERIFY(actions().front()->toolTip().contains(QStringLiteral("Return to now")));
        plan::Goal goal{.object = "target:scratch-OST0000", .state = machine::State::Unmounted};
        m_window->desk()->propose({goal});
        QVERIFY(!m_window->desk()->plan());
        QVERIFY(!m_window->desk()->cluster().plan({goal}));
        QVERIFY(m_window->notice()->text().contains(QStringLiteral("Return to now")));
        QTest::mouseClick(find<QPushButton>("timeline.now"), Qt::LeftButton);
        QTRY_VERIFY(someEnabled());
        m_window->desk()->propose({goal});
        QVERIFY(m_window->desk()->plan());
    }

    void whoDragsReadsFewMoments()
    {
        m_past->m_later = true;
        const int from = static_cast<int>(slider().xOf(m_now - 3 * minute)), to = static_cast<int>(slider().xOf(m_now - 3 * hour)), y = 23;
        QTest::mousePress(&slider(), Qt::LeftButton, {}, QPoint(from, y));
        for (int x = from; x >= to; --x) {
            QMouseEvent move(QEvent::MouseMove, QPointF(x, y), slider().mapToGlobal(QPointF(x, y)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&slider(), &move);
        }
        QTest::mouseRelease(&slider(), Qt::LeftButton, {}, QPoint(to, y));
        QVERIFY(from - to > 50);
        QTRY_VERIFY(!m_past->m_asked.empty() && m_past->m_asked.back() == slider().moment());
        QVERIFY2(m_past->m_asked.size() < 10, qPrintable(QString::number(m_past->m_asked.size())));
        const auto &lens = static_cast<shell::Lens &>(m_window->desk()->cluster());
        QTRY_COMPARE(lens.shown()->at, slider().moment());
        QVERIFY(std::abs(slider().moment() - (m_now - 3 * hour)) < 20 * minute);
    }

    void chartsEndAtTheMoment()
    {
        m_window->desk()->open("dashboard");
        auto &board = qobject_cast<pages::Dashboard *>(m_window->page())->board();
        const std::int64_t span = board.axis().range().span(), at = m_now - 100 * minute;
        m_window->desk()->cluster().look(at);
        QTRY_COMPARE(board.axis().range(), (charts::Range{at - span, at}));
        QTRY_VERIFY(m_source->m_asked.back().range.to <= at + 60 * minute);
        m_window->desk()->open("target:scratch-OST0003"); // a page that is opened then
        auto *page = qobject_cast<pages::DetailPage *>(m_window->page());
        page->showCharts(true);
        QCOMPARE(page->chartsTab()->board().axis().range().to, at);
        QVERIFY(page->chartsTab()->board().axis().live());
        m_window->timeBar()->toNow();
        QVERIFY(page->chartsTab()->board().axis().range().to >= m_now);
        QVERIFY(board.axis().range().to >= m_now);
    }

    void alertsAndTilesAreThoseOfThen()
    {
        m_window->desk()->open("alerts");
        auto *table = qobject_cast<pages::ListPage *>(m_window->page())->table();
        QCOMPARE(table->model()->rowCount(), 3);
        m_window->desk()->cluster().look(m_now - 100 * minute);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        m_window->desk()->cluster().look(m_now - 5 * hour);
        QTRY_COMPARE(table->model()->rowCount(), 0);
        m_window->desk()->open("dashboard");
        m_window->desk()->cluster().look(m_now - 100 * minute);
        auto *tile = m_window->page()->findChild<pages::StateTile *>(QStringLiteral("dashboard.servers"));
        QTRY_COMPARE(tile->states().front().badge.word, QStringLiteral("Does not answer"));
        m_window->timeBar()->toNow();
        QTRY_COMPARE(tile->states().front().badge.word, QStringLiteral("Up"));
    }

    void aTimeWithoutAProgramIsSaidSo()
    {
        m_window->desk()->cluster().look(m_now - 40 * minute);
        const auto said = [this] {
            const QList<QLabel *> labels = notice().findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](QLabel *l) { return l->text().startsWith(QStringLiteral("No program followed this cluster")); });
        };
        QTRY_VERIFY(said());
    }

    void newWorldsOfNowDoNotDisturbThePast()
    {
        m_window->desk()->cluster().look(m_now - 100 * minute);
        QTRY_COMPARE(stateOf(QStringLiteral("oss2")), QStringLiteral("Does not answer"));
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [](inventory::WorldData &d) { d.servers["oss1"].reach = inventory::Reach::Lost; }));
        QTest::qWait(250);
        QCOMPARE(stateOf(QStringLiteral("oss1")), QStringLiteral("Up"));
        m_window->timeBar()->toNow();
        QTRY_COMPARE(stateOf(QStringLiteral("oss1")), QStringLiteral("Does not answer"));
    }

    void anotherClusterStaysAtNow()
    {
        m_window->desk()->cluster().look(m_now - 100 * minute);
        auto other = std::make_unique<madeup::Cluster>(madeup::world({1, 2, 2, 4, 1, 2, "home"}));
        other->m_id = "other";
        shell::Desk *first = m_window->desk();
        m_window->addCluster(std::move(other));
        QVERIFY(!notice().isVisible() && !m_window->timeBar()->isVisible());
        m_window->showCluster(first);
        QVERIFY(notice().isVisible());
    }

    void theLineSaysWhatHappened()
    {
        const int x = static_cast<int>(slider().xOf(m_now - 2 * hour));
        QVERIFY(slider().tipAt(QPoint(x, 8)).contains(QStringLiteral("oss2 does not answer")));
        QVERIFY(slider().tipAt(QPoint(static_cast<int>(slider().xOf(m_now - 45 * minute)), 20)).contains(QStringLiteral("closed")));
        QTest::mouseClick(&slider(), Qt::LeftButton, {}, QPoint(x + 2, 8));
        QCOMPARE(slider().moment(), m_now - 2 * hour);
    }

    void aMomentBeforeAllIsRefused()
    {
        m_window->desk()->cluster().look(m_now - 100 * hour);
        QTRY_COMPARE(m_window->desk()->cluster().moment(), std::int64_t(0));
        QVERIFY(m_window->notice()->text().contains(QStringLiteral("nothing is known")));
    }

    void theScaleIsItsOwnInverse()
    {
        const shell::TimeScale scale(m_now - 30 * 24 * hour, m_now, 1000);
        double last = -1;
        for (std::int64_t at = m_now - 30 * 24 * hour; at < m_now; at += 7 * hour) {
            QVERIFY(scale.x(at) > last);
            last = scale.x(at);
            QVERIFY(std::abs(scale.at(last) - at) <= 1000);
        }
        QCOMPARE(scale.x(m_now), 1000.0);
        QVERIFY(scale.x(m_now) - scale.x(m_now - hour) > 200); // the last hour has room
        const auto ticks = scale.ticks(70);
        QVERIFY(ticks.size() >= 6);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY(ticks[i - 1].x - ticks[i].x >= 70);
    }

    void aJobIsAsItWasThen()
    {
        plan::Plan plan;
        plan.title = "Stop scratch";
        plan.moves.resize(2);
        auto job = std::make_shared<jobs::Job>();
        job->id = "1";
        job->plan = plan;
        job->state = jobs::JobState::Failed;
        job->createdAt = job->startedAt = 1000;
        job->endedAt = 5000;
        job->error = base::Error{base::Problem::TimedOut, "late", {}, {}};
        job->moves.resize(2);
        job->moves[0] = {.state = jobs::JobState::Done, .fraction = 1, .startedAt = 1000, .endedAt = 2000};
        job->moves[1] = {.state = jobs::JobState::Failed, .fraction = 1, .startedAt = 2000, .endedAt = 4000};
        QVERIFY(!shell::jobAt(job, 999));
        const auto half = shell::jobAt(job, 3000);
        QCOMPARE(half->state, jobs::JobState::Running);
        QVERIFY(!half->error && half->endedAt == 0);
        QCOMPARE(half->moves[0].state, jobs::JobState::Done);
        QCOMPARE(half->moves[1].state, jobs::JobState::Running);
        QCOMPARE(half->moves[1].fraction, 0.5);
        QCOMPARE(shell::jobAt(job, 1500)->moves[1].state, jobs::JobState::Waiting);
        QCOMPARE(shell::jobAt(job, 5000), std::shared_ptr<const jobs::Job>(job));
    }

    void aCellLeadsToItsJobsAndOnToTop()
    {
        m_window->desk()->open("dashboard");
        auto *map = m_window->page()->findChild<charts::HeatMap *>();
        QVERIFY(map != nullptr);
        const charts::Range when{m_now - 20 * minute, m_now - 19 * minute};
        emit map->chosen("target:scratch-OST0005", when);
        auto *panel = m_window->page()->findChild<pages::CellPanel *>();
        QVERIFY(panel != nullptr && panel->isVisible());
        QVERIFY(panel->table()->model()->rowCount() >= 3);
        QCOMPARE(m_source->m_asked.back().terms.front().scope, std::string("target:scratch-OST0005"));
        QTest::mouseClick(panel->findChild<QPushButton *>(QStringLiteral("cell.top")), Qt::LeftButton);
        auto *top = qobject_cast<pages::Top *>(m_window->page());
        QVERIFY(top != nullptr);
        QCOMPARE(top->board().axis().range(), when);
        auto *scope = top->findChild<QPushButton *>(QStringLiteral("top.scope"));
        QVERIFY(scope->isVisible() && scope->text().contains(QStringLiteral("scratch-OST0005")));
        QTRY_COMPARE(m_source->m_asked.back().terms.front().scope, std::string("target:scratch-OST0005"));
        QTest::mouseClick(scope, Qt::LeftButton);
        QVERIFY(!scope->isVisible());
    }

    void marksSayWhatHappenedAndLeadThere()
    {
        charts::TimeAxis axis(nullptr, [this] { return m_now; });
        axis.setSpan(hour);
        axis.setMarks({{m_now - 30 * minute, QStringLiteral("oss2 does not answer"), 2, "server:oss2"}, {m_now - 29 * minute, QStringLiteral("Fail over"), 0, "job:1"}});
        charts::TimeChart chart(axis, charts::TimeChart::Shape::Lines, charts::Unit::Count);
        chart.resize(900, 200);
        chart.setTerms({{"load"}});
        chart.setAnswer({m_now - hour, minute, 60, {{"a", QStringLiteral("a"), 0, std::vector<charts::Bucket>(60, charts::bucketOf(1)), {}}}});
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        chart.grab();
        QVERIFY(chart.tipAt(m_now - 30 * minute).notes.join(QLatin1Char(' ')).contains(QStringLiteral("oss2 does not answer")));
        std::vector<std::string> chosen;
        connect(&chart, &charts::Chart::chosen, this, [&](const std::string &place) { chosen.push_back(place); });
        const QRect box = chart.plot();
        QTest::mouseClick(&chart, Qt::LeftButton, {}, QPoint(box.left() + box.width() / 2, box.center().y()));
        QCOMPARE(chosen, std::vector<std::string>{"server:oss2"});
        QVERIFY(charts::marksNear(box.left(), box, axis.range(), axis.marks()).empty());
    }

    void daysToFullAreTrueOrNotSaid()
    {
        using State = charts::Forecast::State;
        constexpr charts::Ms step = 6 * hour;
        const auto made = [](int count, auto value) {
            std::vector<charts::Bucket> all;
            for (int i = 0; i < count; ++i)
                all.push_back(charts::bucketOf(value(i)));
            return all;
        };
        QCOMPARE(charts::forecast({}, step).state, State::NoHistory);
        QCOMPARE(charts::forecast(made(3, [](int i) { return 0.1 * i; }), step).state, State::NoHistory);
        const auto filling = charts::forecast(made(120, [](int i) { return 0.4 + 0.0025 * i; }), step); // 1 % a day, 70 % now
        QCOMPARE(filling.state, State::Filling);
        QVERIFY(std::abs(filling.days - 30) < 1 && std::abs(filling.perDay - 0.01) < 0.0005);
        const auto purged = charts::forecast(made(120, [](int i) { return 0.4 + 0.0025 * i - (i > 20 && i < 28 ? 0.3 : 0) + (i % 4 == 0 ? 0.01 : 0); }), step);
        QVERIFY(purged.state == State::Filling && std::abs(purged.days - filling.days) < 3);
        QCOMPARE(charts::forecast(made(120, [](int i) { return 0.6 + 0.02 * std::sin(i); }), step).state, State::NotFilling);
        QCOMPARE(charts::forecast(made(120, [](int i) { return 0.9 - 0.001 * i; }), step).state, State::NotFilling);
        auto holes = made(120, [](int i) { return 0.4 + 0.0025 * i; });
        for (std::size_t i = 30; i < 90; ++i)
            holes[i] = {};
        QVERIFY(std::abs(charts::forecast(holes, step).days - 30) < 1);
    }
};

QTEST_MAIN(TestTimeline)
#include "tst_timeline.moc"
