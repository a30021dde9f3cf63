// SPDX-License-Identifier: GPL-3.0-or-later
// Clients of a target, its burst and its free space, as its page shows what the agent reads.
#include "app/charts/bars.h"
#include "app/models/words.h"
#include "app/pages/closelook.h"
#include "app/shell/mainwindow.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupnear.h"

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <QtTest>

using protocol::Json;

class TestCloseLookPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<shell::MainWindow> m_window;
    madeup::Cluster *m_cluster = nullptr;
    std::vector<std::pair<std::string, protocol::Verb>> m_asked;
    base::Result<Json> m_clients = madeup::clients(), m_freeSpace = madeup::freeSpace();

    template <class T> T *child(const char *name) const { return m_window->page()->findChild<T *>(QLatin1String(name)); }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 720);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        m_cluster = made.get();
        made->m_answer = [this](const std::string &server, protocol::Verb verb, const Json &args) -> base::Result<Json> {
            m_asked.emplace_back(server, verb);
            if (protocol::textOf(args, "target") != "scratch-OST0003")
                return base::Error{base::Problem::NotFound, "another target", {}, {}};
            if (verb == protocol::Verb::MetricsFreeSpace)
                return m_freeSpace;
            return verb == protocol::Verb::MetricsBurst ? base::Result<Json>(madeup::burst()) : m_clients;
        };
        m_window->setCluster(std::move(made));
        m_window->show();
        m_window->desk()->open("target:scratch-OST0003");
        child<QTabBar>("target.tabs")->setCurrentIndex(2);
    }
    void cleanupTestCase() { m_window.reset(); }

    void clientsAreAskedOfTheServerWhereItIsMounted()
    {
        auto *table = child<shell::TableView>("target.clients");
        QVERIFY(table);
        QTRY_COMPARE(table->shownRows(), 2);
        QCOMPARE(m_asked.front().first, m_cluster->world().target("target:scratch-OST0003")->active);
        QCOMPARE(m_asked.front().second, protocol::Verb::MetricsClients);
        const auto text = [table](int row, int column) { return table->model()->index(row, column).data().toString(); };
        QCOMPARE(text(0, 0), QStringLiteral("10.0.0.8@tcp")); // who writes most comes first
        QCOMPARE(text(0, 3), models::size(3ull << 30) + QStringLiteral("/s"));
        QCOMPARE(text(0, 2), QStringLiteral("–"));
        QCOMPARE(text(1, 4), QStringLiteral("1.5"));
        QVERIFY(child<QLabel>("target.clients.state")->text().startsWith(QStringLiteral("2 are connected")));
    }

    void aBurstIsDrawnInTenthsOfASecond()
    {
        auto *chart = child<charts::TimeChart>("target.burst.chart");
        QVERIFY(chart && !chart->isVisible());
        QTest::mouseClick(child<QPushButton>("target.burst"), Qt::LeftButton);
        QTRY_VERIFY(chart->isVisible());
        QCOMPARE(chart->answer().step, charts::Ms(100));
        QCOMPARE(chart->answer().count, 301);
        QCOMPARE(chart->answer().lines.size(), std::size_t(2));
        QVERIFY(!chart->answer().lines[0].buckets[0].known()); // the first reading has no rate
        QCOMPARE(chart->answer().lines[0].buckets[300].mean, 3e8f);
        QVERIFY(child<QPushButton>("target.burst")->isEnabled());
    }

    void piecesOfFreeSpaceAreReadWhenSomebodyAsks()
    {
        auto *chart = child<charts::Histogram>("target.freespace.chart");
        auto *state = child<QLabel>("target.freespace.state");
        QVERIFY(chart && !chart->isVisible());
        const auto asked = [this] { return std::any_of(m_asked.begin(), m_asked.end(), [](const auto &each) { return each.second == protocol::Verb::MetricsFreeSpace; }); };
        QVERIFY(!asked());
        child<QPushButton>("target.freespace")->setFocus();
        QTest::keyClick(child<QPushButton>("target.freespace"), Qt::Key_Space);
        QTRY_VERIFY(chart->isVisible());
        QVERIFY(asked());
        QVERIFY2(state->text().startsWith(QStringLiteral("80 %")), qPrintable(state->text())); // 4 of 5 MiB
        QVERIFY2(state->text().contains(QStringLiteral("Of 4,000 block groups 3,000 were read")) && state->text().contains(QStringLiteral("2 groups damaged")), qPrintable(state->text()));
        QCOMPARE(chart->groups().front().simplified(), models::size(4096).simplified());
        QCOMPARE(chart->groups().back().simplified(), models::size(1 << 20).simplified());
        m_freeSpace = base::Error{base::Problem::NotFound, "The kernel of this host shows no map", {}, "Only ldiskfs has one."};
        QTest::mouseClick(child<QPushButton>("target.freespace"), Qt::LeftButton);
        QTRY_VERIFY(!chart->isVisible());
        QVERIFY(state->text().contains(QStringLiteral("no map")));
    }

    void whatTheAgentRefusesIsSaid()
    {
        m_clients = base::Error{base::Problem::NotFound, "There are no figures of scratch-OST0003 on this host", {}, {}};
        child<QTabBar>("target.tabs")->setCurrentIndex(0);
        child<QTabBar>("target.tabs")->setCurrentIndex(2);
        QTRY_VERIFY(child<QLabel>("target.clients.state")->text().contains(QStringLiteral("no figures")));
        m_clients = madeup::clients();
    }

    void whereItIsMountedNowhereNothingIsAsked()
    {
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [](inventory::WorldData &data) {
            inventory::Target &target = data.targets.at("target:scratch-OST0003");
            target.active.clear();
            target.mounts.clear();
        }));
        QTRY_VERIFY(!child<QPushButton>("target.burst")->isEnabled());
        QVERIFY(!child<QPushButton>("target.burst")->toolTip().isEmpty());
        QVERIFY(!child<QPushButton>("target.freespace")->isEnabled());
        QCOMPARE(child<shell::TableView>("target.clients")->shownRows(), 0);
    }
};

QTEST_MAIN(TestCloseLookPage)
#include "tst_closelookpage.moc"
