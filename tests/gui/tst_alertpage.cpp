// SPDX-License-Identifier: GPL-3.0-or-later
// The page of alerts over made-up ones: what it says, acknowledging, muting, and where its rows lead.
#include "app/pages/alerts.h"
#include "app/pages/dashboard.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupalerts.h"

#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

class TestAlertPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    madeup::Alerts m_alerts;
    std::unique_ptr<shell::MainWindow> m_window;

    pages::Alerts &page() const { return *qobject_cast<pages::Alerts *>(m_window->page()); }
    QString text(int row, int column) const { return page().table()->model()->index(row, column).data().toString(); }

    QString light() const { return m_window->findChild<QPushButton *>(QStringLiteral("status"))->text(); }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 720);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        made->m_alerts = &m_alerts;
        m_window->setCluster(std::move(made));
        m_window->show();
        m_window->desk()->open("alerts");
    }
    void cleanupTestCase() { m_window.reset(); }

    void theWorstComesFirstWithItsObject()
    {
        QCOMPARE(page().table()->shownRows(), 3);
        QCOMPARE(text(0, 0), QStringLiteral("Server does not answer"));
        QCOMPARE(text(1, 1), QStringLiteral("scratch-OST0007"));
        QVERIFY(text(2, 4).contains(QStringLiteral("own job")));
        QCOMPARE(page().table()->model()->index(0, 0).data(models::Table::ToneRole).value<models::Tone>(), models::Tone::Error);
    }

    void theChosenOneSaysWhyAndWhatHelps()
    {
        page().table()->choose("2");
        bool found = false;
        for (const QLabel *label : page().findChildren<QLabel *>())
            found = found || (label->isVisible() && label->text().contains(QStringLiteral("lfs migrate")));
        QVERIFY(found);
    }

    void theStatusLightAndTheDashboardCountThem()
    {
        QCOMPARE(light(), QStringLiteral("2")); // the one that only informs is no trouble
        m_window->desk()->open("dashboard");
        auto *troubles = m_window->page()->findChild<shell::TableView *>(QStringLiteral("dashboard.troubles"));
        QCOMPARE(troubles->shownRows(), 2);
        emit troubles->opened(troubles->table()->key(0));
        QCOMPARE(m_window->desk()->place(), std::string("alerts"));
    }

    void acknowledgeAndMuteWorkOnWhatIsChosen()
    {
        page().table()->choose("2");
        page().acknowledge(QStringLiteral("data is moved tonight"));
        QVERIFY(text(1, 4).contains(QStringLiteral("data is moved tonight")));
        QVERIFY(text(0, 4).isEmpty());
        page().table()->choose("1");
        page().muteFor(3'600'000);
        QVERIFY(m_alerts.m_active->front().mutedUntil > 0);
        QVERIFY(text(0, 4).contains(QStringLiteral("muted until")));
        QCOMPARE(light(), QStringLiteral("All well"));
    }

    void historyShowsWhatHasEnded()
    {
        m_window->desk()->open("alerts");
        auto *past = page().findChild<QPushButton *>(QStringLiteral("alerts.history"));
        past->click();
        QCOMPARE(page().table()->shownRows(), 4);
        bool ended = false;
        for (int row = 0; row < 4; ++row)
            ended = ended || (!text(row, 5).isEmpty() && text(row, 3).contains(QStringLiteral(" to ")));
        QVERIFY(ended); // it ended, and nobody saw it begin
        auto *severity = page().findChild<QPushButton *>(QStringLiteral("alerts.severity"));
        severity->menu()->actions()[2]->trigger();
        QCOMPARE(page().table()->shownRows(), 2);
        severity->menu()->actions()[0]->trigger();
        past->click();
        QCOMPARE(page().table()->shownRows(), 3);
    }

    void aRowLeadsToItsObject()
    {
        emit page().table()->opened("3");
        QCOMPARE(m_window->desk()->place(), std::string("target:scratch-OST0001"));
    }
};

QTEST_MAIN(TestAlertPage)
#include "tst_alertpage.moc"
