// SPDX-License-Identifier: GPL-3.0-or-later
// New alerts on the desktop: gathered, by severity, not while they are looked at; a click leads to them.
#include "app/pages/alerts.h"
#include "app/shell/mainwindow.h"
#include "app/shell/notifier.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupalerts.h"

#include <QApplication>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

namespace {

struct Shown {
    QString key, title, text;
    bool urgent = false;
};

class Messages final : public shell::DesktopMessages {
public:
    explicit Messages(std::vector<Shown> &shown) : m_shown(shown) { }
    void show(const QString &key, const QString &title, const QString &text, bool urgent) override { m_shown.push_back({key, title, text, urgent}); }

private:
    std::vector<Shown> &m_shown;
};

} // namespace

class TestNotifier : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    madeup::Alerts m_alerts;
    std::vector<Shown> m_shown;
    bool m_lookedAt = false;
    std::unique_ptr<shell::MainWindow> m_window;
    std::unique_ptr<shell::Notifier> m_notifier;
    Messages *m_messages = nullptr;
    std::int64_t m_next = 100;

    void come(int count, monitoring::Severity severity = monitoring::Severity::Error, bool own = false)
    {
        std::vector<monitoring::Alert> all = *m_alerts.m_active;
        for (int i = 0; i < count; ++i) {
            monitoring::Alert alert = all.front();
            alert.id = m_next++;
            alert.severity = severity;
            alert.own = own;
            alert.begin = QDateTime::currentMSecsSinceEpoch();
            alert.mutedUntil = 0;
            all.push_back(alert);
        }
        m_alerts.m_active = std::make_shared<const std::vector<monitoring::Alert>>(std::move(all));
        emit m_alerts.changed();
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        auto made = std::make_unique<madeup::Cluster>(madeup::world({}));
        made->m_alerts = &m_alerts;
        m_window->setCluster(std::move(made));
        m_window->show();
        auto messages = std::make_unique<Messages>(m_shown);
        m_messages = messages.get();
        m_notifier = std::make_unique<shell::Notifier>(std::move(messages), [this](shell::Desk *) { return m_lookedAt; });
        m_notifier->setGatherMs(10);
        m_notifier->follow(m_window->desk());
    }
    void init()
    {
        m_shown.clear();
        m_lookedAt = false;
        shell::setTelling(shell::Telling::Errors);
    }
    void cleanupTestCase()
    {
        m_notifier.reset();
        m_window.reset();
    }

    void aStormIsOneMessage()
    {
        come(40);
        QTRY_COMPARE(m_shown.size(), std::size_t(1));
        QVERIFY2(m_shown[0].title.contains(QStringLiteral("40 new alerts")), qPrintable(m_shown[0].title));
        QCOMPARE(m_shown[0].text.split('\n').size(), 6);
        QVERIFY(m_shown[0].urgent);
        emit m_alerts.changed(); // nothing new
        come(1);
        QTRY_COMPARE(m_shown.size(), std::size_t(2));
        QVERIFY(!m_shown[1].text.contains('\n'));
    }

    void onlyWhatWasChosen()
    {
        come(1, monitoring::Severity::Warning);
        come(1, monitoring::Severity::Error, true); // our own job's
        come(1);
        QTRY_COMPARE(m_shown.size(), std::size_t(1));
        QVERIFY(!m_shown[0].text.contains('\n'));
        shell::setTelling(shell::Telling::Warnings);
        come(1, monitoring::Severity::Warning);
        QTRY_COMPARE(m_shown.size(), std::size_t(2));
        QVERIFY(!m_shown[1].urgent);
        shell::setTelling(shell::Telling::Nothing);
        come(1);
        shell::setTelling(shell::Telling::Errors);
        come(1);
        QTRY_COMPARE(m_shown.size(), std::size_t(3));
        QVERIFY(!m_shown[2].text.contains('\n'));
    }

    void notWhileTheyAreLookedAt()
    {
        m_lookedAt = true;
        come(1);
        QTest::qWait(50);
        QVERIFY(m_shown.empty());
    }

    void aClickLeadsToThem()
    {
        come(1);
        QTRY_COMPARE(m_shown.size(), std::size_t(1));
        QSignalSpy wanted(m_notifier.get(), &shell::Notifier::wanted);
        emit m_messages->clicked(m_shown[0].key);
        QCOMPARE(wanted.size(), 1);
        emit m_messages->clicked(QStringLiteral("of somebody else"));
        QCOMPARE(wanted.size(), 1);
    }
};

QTEST_MAIN(TestNotifier)
#include "tst_notifier.moc"
