// SPDX-License-Identifier: GPL-3.0-or-later
// The page of logs over made-up ones: filters, searching, following the end, windows of rows, explanations, and the ways to it.
#include "app/models/loglines.h"
#include "app/pages/alerts.h"
#include "app/pages/logs.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupalerts.h"
#include "tests/gui/support/madeuplogs.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTreeView>
#include <QtTest>

namespace {

logbook::Line lineAt(std::int64_t at, std::int64_t id, const std::string &text = "x")
{
    logbook::Line line;
    line.key = {at, id};
    line.said.text = text;
    return line;
}

} // namespace

class TestLogPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    madeup::Alerts m_alerts;
    std::unique_ptr<madeup::Logs> m_logs;
    std::unique_ptr<shell::MainWindow> m_window;
    std::int64_t m_now = 0;

    pages::LogsPage &page() const { return *qobject_cast<pages::LogsPage *>(m_window->page()); }
    int rows() const { return page().lines().rowCount(); }
    QString text(int row, int column = models::LogLines::Text) const { return page().lines().index(row, column).data().toString(); }
    template <class T> T *find(const char *name) const { return page().findChild<T *>(QLatin1String(name)); }
    bool quiet() const
    {
        return QTest::qWaitFor([this] { return !page().searching(); }, 5000);
    }
    /// Types, and waits until what was typed has been looked for.
    bool search(const QString &typed)
    {
        find<QLineEdit>("logs.text")->setText(typed);
        return QTest::qWaitFor([&] { return page().shown().text == typed.toStdString() && !page().searching(); }, 5000);
    }
    void start(const std::function<void(madeup::Logs &)> &fill)
    {
        m_window.reset();
        m_logs = std::make_unique<madeup::Logs>();
        m_now = QDateTime::currentMSecsSinceEpoch();
        fill(*m_logs);
        m_logs->open({"mds1", "mds2", "oss1", "oss2", "oss3", "oss4"});
        QVERIFY(QTest::qWaitFor([this] { return m_logs->book->isSettled(); }, 10'000));
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 800);
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        made->m_alerts = &m_alerts;
        made->m_logs = m_logs->book.get();
        m_window->setCluster(std::move(made));
        m_window->show();
        m_window->desk()->open("logs");
        QVERIFY(QTest::qWaitFor([this] { return rows() > 0 && !page().searching(); }, 5000));
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }
    void cleanupTestCase() { m_window.reset(); }

    void theModelKeepsAWindowInOrder()
    {
        models::LogLines lines;
        QAbstractItemModelTester tester(&lines, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(lines.merge({lineAt(5, 1), lineAt(3, 1), lineAt(9, 1)}));
        QVERIFY(lines.merge({lineAt(4, 1), lineAt(6, 1), lineAt(7, 1), lineAt(1, 1), lineAt(12, 1), lineAt(5, 1)}));
        QVERIFY(!lines.merge({lineAt(5, 1)}));
        QCOMPARE(lines.rowCount(), 8);
        for (int i = 1; i < lines.rowCount(); ++i)
            QVERIFY(lines.line(i - 1)->key < lines.line(i)->key);
        std::vector<logbook::Line> many;
        for (int i = 0; i < models::LogLines::mostRows; ++i)
            many.push_back(lineAt(100 + i, 1));
        lines.merge(std::move(many));
        QCOMPARE(lines.trim(true), 8);
        QCOMPARE(lines.first().at, std::int64_t(100));
        QCOMPARE(lines.rowOf({100 + 50, 0}), 50);
        lines.clear();
        QCOMPARE(lines.rowCount(), 0);
    }

    void theNewestLinesOfAllServersAreShown()
    {
        start([this](madeup::Logs &logs) { logs.fill(m_now); });
        QVERIFY(rows() > 200);
        QVERIFY(page().following());
        QVERIFY(text(rows() - 1).contains(QStringLiteral("has no link")) || text(rows() - 1).contains(QStringLiteral("Session")) || text(rows() - 1).contains(QStringLiteral("Accepted")));
        QScrollBar *bar = page().table()->verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
    }

    void filtersAndSearches()
    {
        QVERIFY(search(QStringLiteral("EVICTING client")));
        QCOMPARE(rows(), 1);
        QCOMPARE(text(0, models::LogLines::Severity), QStringLiteral("Error"));
        QCOMPARE(page().lines().index(0, models::LogLines::Severity).data(models::Table::ToneRole).value<models::Tone>(), models::Tone::Error);
        QVERIFY(search({}));
        find<QCheckBox>("logs.lustre")->setChecked(true);
        QVERIFY(QTest::qWaitFor([this] { return !page().searching() && rows() == 9; }, 5000));
        auto *severity = find<QComboBox>("logs.severity");
        severity->setCurrentIndex(severity->findData(static_cast<int>(logbook::Severity::Error)));
        QVERIFY(QTest::qWaitFor([this] { return !page().searching() && rows() == 3; }, 5000));
        severity->setCurrentIndex(0);
        find<QCheckBox>("logs.lustre")->setChecked(false);
        find<QLineEdit>("logs.unit")->setText(QStringLiteral("sshd"));
        QVERIFY(QTest::qWaitFor([this] { return !page().searching() && rows() > 10 && text(0, models::LogLines::Unit) == QLatin1String("sshd"); }, 5000));
        find<QLineEdit>("logs.unit")->clear();
        auto *server = find<QComboBox>("logs.server");
        server->setCurrentIndex(server->findData(QStringLiteral("oss4")));
        QVERIFY(QTest::qWaitFor([this] { return !page().searching() && rows() == 41; }, 5000));
        server->setCurrentIndex(0);
    }

    void aWrongExpressionIsSaidInline()
    {
        find<QPushButton>("logs.regular")->setChecked(true);
        find<QLineEdit>("logs.text")->setText(QStringLiteral("recovered and (\\d"));
        auto *wrong = find<QLabel>("logs.wrong");
        QVERIFY(QTest::qWaitFor([&] { return wrong->isVisible(); }, 3000));
        QVERIFY(wrong->text().contains(QStringLiteral("at character")));
        QVERIFY(search(QStringLiteral("recovered and \\d+ w")));
        QVERIFY(!wrong->isVisible());
        QCOMPARE(rows(), 1);
        find<QPushButton>("logs.regular")->setChecked(false);
        QVERIFY(search(QStringLiteral("surely nowhere")));
        QCOMPARE(rows(), 0);
        bool taught = false;
        for (const QLabel *label : page().findChildren<QLabel *>())
            taught = taught || (label->isVisible() && label->text().contains(QStringLiteral("Take a filter away")));
        QVERIFY(taught);
    }

    void aKnownLineIsExplainedWithNames()
    {
        QVERIFY(search(QStringLiteral("evicting client")));
        page().table()->setCurrentIndex(page().lines().index(0, 0));
        QVERIFY(find<QLabel>("logs.known")->text().contains(QStringLiteral("did not give a lock back")));
        QVERIFY(find<QLabel>("logs.meaning")->text().contains(QStringLiteral("What to do:")));
        bool named = false;
        for (const QLabel *label : page().findChildren<QLabel *>())
            named = named || label->text().contains(QStringLiteral("10.10.1.105@tcp"));
        QVERIFY(named);
        QTest::keyClick(page().table(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("evicting client at 10.10.1.105@tcp")));
    }

    void anAlertLeadsToItsTime()
    {
        m_window->desk()->open("alerts");
        auto &alerts = *qobject_cast<pages::Alerts *>(m_window->page());
        alerts.table()->choose("1");
        const std::int64_t at = m_alerts.m_active->front().begin;
        alerts.findChild<QPushButton *>(QStringLiteral("alerts.logs"))->click();
        QCOMPARE(m_window->desk()->place(), std::string("logs"));
        QVERIFY(!page().following());
        QVERIFY(quiet());
        QVERIFY(at > 0);
    }

    void aTimeIsShownWithWhatIsAroundIt()
    {
        m_window->desk()->openLogs("server:oss2", m_now - 6 * 60'000);
        QVERIFY(quiet());
        QVERIFY(!page().following());
        QCOMPARE(find<QComboBox>("logs.server")->currentText(), QStringLiteral("oss2"));
        QVERIFY(QTest::qWaitFor([this] { return page().table()->currentIndex().isValid(); }, 3000));
        QVERIFY2(text(page().table()->currentIndex().row()).contains(QStringLiteral("mounted filesystem")), qPrintable(text(page().table()->currentIndex().row())));
        find<QPushButton>("logs.live")->setChecked(false);
        QTest::mouseClick(find<QPushButton>("logs.live"), Qt::LeftButton);
        QVERIFY(quiet());
        QVERIFY(page().following());
        find<QComboBox>("logs.server")->setCurrentIndex(0);
        QVERIFY(QTest::qWaitFor([this] { return !page().searching() && rows() > 200; }, 5000));
    }

    void whatComesIsFollowedAndReadingPausesIt()
    {
        m_logs->add("oss1", QDateTime::currentMSecsSinceEpoch(), "Lustre: fresh line one", 6);
        QVERIFY(QTest::qWaitFor([this] { return text(rows() - 1).contains(QStringLiteral("fresh line one")); }, 15'000));
        QScrollBar *bar = page().table()->verticalScrollBar();
        QCOMPARE(bar->value(), bar->maximum());
        bar->setValue(20);
        QVERIFY(!page().following());
        const QString top = text(page().table()->indexAt(QPoint(1, 1)).row());
        m_logs->add("oss1", QDateTime::currentMSecsSinceEpoch(), "Lustre: fresh line two", 6);
        QVERIFY(QTest::qWaitFor([this] { return text(rows() - 1).contains(QStringLiteral("fresh line two")); }, 15'000));
        QCOMPARE(text(page().table()->indexAt(QPoint(1, 1)).row()), top);
        QVERIFY(find<QLabel>("logs.state")->text().startsWith(QStringLiteral("Paused")));
        bar->setValue(bar->maximum());
        QVERIFY(page().following());
    }

    void manyLinesComeInWindows()
    {
        start([this](madeup::Logs &logs) {
            for (int i = 0; i < 30'000; ++i)
                logs.add(i % 2 ? "oss1" : "oss2", m_now - 40'000'000 + i * 1000, "line " + std::to_string(i));
        });
        QVERIFY(rows() < 5000);
        QCOMPARE(text(rows() - 1), QStringLiteral("line 29999"));
        QScrollBar *bar = page().table()->verticalScrollBar();
        for (int i = 0; i < 40 && text(0) != QLatin1String("line 0"); ++i) {
            bar->setValue(bar->minimum());
            QVERIFY(quiet());
            QVERIFY(rows() <= models::LogLines::mostRows);
            QCoreApplication::processEvents();
            bar->setValue(bar->minimum() + 300);
        }
        QCOMPARE(text(0), QStringLiteral("line 0"));
        for (int i = 0; i < 40 && text(rows() - 1) != QLatin1String("line 29999"); ++i) {
            bar->setValue(bar->maximum());
            QVERIFY(quiet());
            QCoreApplication::processEvents();
            bar->setValue(bar->maximum() - 300);
        }
        QCOMPARE(text(rows() - 1), QStringLiteral("line 29999"));
    }

    void anOlderAgentIsSaid()
    {
        start([this](madeup::Logs &logs) {
            logs.fill(m_now);
            logs.old = "oss3";
        });
        auto *gaps = find<QLabel>("logs.gaps");
        QVERIFY(gaps->isVisible());
        QVERIFY2(gaps->text().contains(QStringLiteral("oss3")) && gaps->text().contains(QStringLiteral("upgrade it")), qPrintable(gaps->text()));
    }

    void withoutLogsThePageTeaches()
    {
        m_window.reset();
        m_window = std::make_unique<shell::MainWindow>();
        m_window->setCluster(std::make_unique<madeup::Cluster>(madeup::world({})));
        m_window->show();
        m_window->desk()->open("logs");
        bool taught = false;
        for (const QLabel *label : page().findChildren<QLabel *>())
            taught = taught || (label->isVisible() && label->text().contains(QStringLiteral("Nobody reads the logs")));
        QVERIFY(taught);
    }
};

QTEST_MAIN(TestLogPage)
#include "tst_logpage.moc"
