// SPDX-License-Identifier: GPL-3.0-or-later
// Adding servers in the window, against a real sshd on loopback: its unknown key is shown and accepted by the person, the host is
// looked at, nothing is kept when the person leaves; and a server whose agent answers is connected.
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/page.h"
#include "app/shell/theme.h"
#include "app/shell/tableview.h"
#include "app/shell/widgets.h"
#include "app/wizards/addservers.h"
#include "app/wizards/connection.h"
#include "app/wizards/hostsstep.h"
#include "core/profile/profile.h"
#include "tests/support/fakeagent.h"
#include "tests/support/sshd.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QtTest>

using support::Sshd;

class TestAddServer : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::unique_ptr<Sshd> m_sshd;
    std::unique_ptr<shell::MainWindow> m_window;
    std::unique_ptr<shell::Launcher> m_launcher;

    QString file(const QString &name) const { return m_dir.filePath(name); }
    template <class T> T *dialog() const
    {
        const auto all = m_window->findChildren<T *>();
        return all.isEmpty() ? nullptr : all.last();
    }
    template <class T> T *find(const char *name) const { return m_window->findChild<T *>(QLatin1String(name)); }
    shell::OpenCluster &cluster() const { return static_cast<shell::OpenCluster &>(m_window->desk()->cluster().present()); }

private slots:
    void initTestCase()
    {
        if (const QByteArray why = Sshd::whyNot(); !why.isEmpty())
            QSKIP(why.constData());
        QDir().mkpath(file("home/.ssh"));
        qputenv("HOME", file("home").toLocal8Bit());
        qputenv("SSH_AUTH_SOCK", file("no-agent").toLocal8Bit());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, file("settings"));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_sshd = std::make_unique<Sshd>();
        QVERIFY2(m_sshd->start(), m_sshd->output());
        m_window = std::make_unique<shell::MainWindow>();
        m_launcher = std::make_unique<shell::Launcher>(*m_window);
        m_window->show();
        manager::Choice choice;
        choice.profilePath = file("cluster.profile").toStdString();
        m_launcher->start(choice);
        QTRY_VERIFY(m_window->desk() != nullptr);
    }
    void cleanupTestCase()
    {
        m_launcher.reset();
        m_window.reset();
        m_sshd.reset();
    }

    void anEmptyClusterLeadsToTheDialog()
    {
        m_window->desk()->open("servers");
        QPushButton *add = m_window->page()->findChild<QPushButton *>(QStringLiteral("empty.action"));
        QVERIFY(add->isVisible());
        add->click();
        QVERIFY(dialog<wizards::AddServers>() != nullptr);
        QVERIFY(!find<QPushButton>("addservers.next")->isEnabled());
        QVERIFY(cluster().manager().profile().servers()->empty());
    }

    void anUnknownKeyIsShownAndAcceptedAndTheHostIsLookedAt()
    {
        auto *adding = dialog<wizards::AddServers>();
        QTest::keyClicks(&adding->hosts().list(), QStringLiteral("127.0.0.1:%1").arg(m_sshd->port()));
        QTest::keyClicks(find<QLineEdit>("addservers.identity"), m_sshd->clientKey());
        QTRY_VERIFY(find<QPushButton>("addservers.next")->isEnabled());
        find<QPushButton>("addservers.next")->click();
        auto *keys = find<shell::TableView>("addservers.keys");
        QTRY_COMPARE_WITH_TIMEOUT(keys->shownRows(), 1, 20'000);
        QVERIFY2(keys->asTsv().contains(m_sshd->fingerprint()), qPrintable(keys->asTsv()));
        QVERIFY(support::readFile(file("home/.ssh/known_hosts")).isEmpty());
        find<QPushButton>("addservers.acceptall")->click();
        QTRY_VERIFY(support::readFile(file("home/.ssh/known_hosts")).contains("ssh-ed25519"));
        QTRY_VERIFY_WITH_TIMEOUT(adding->intake().rows().front().step == fleet::Step::Checked, 40'000);
        QVERIFY(adding->intake().rows().front().checks.size() > 5);
        QTRY_VERIFY(find<QLabel>("check.clock.found") != nullptr); // this machine's clock agrees with itself
        QVERIFY(cluster().manager().profile().servers()->empty());    // looked only
        find<QPushButton>("addservers.leave")->click();
        QTRY_VERIFY(find<QPushButton>("addservers.leavenow")->isVisible());
        find<QPushButton>("addservers.leavenow")->click();
        QTRY_VERIFY(dialog<wizards::AddServers>() == nullptr);
    }

    void aServerWithAnAgentConnects()
    {
        support::FakeAgent agent(file("agent.sock"));
        profile::ServerEntry entry{.name = "oss1", .host = "127.0.0.1", .port = m_sshd->port(), .identity = m_sshd->clientKey().toStdString(), .socket = file("agent.sock").toStdString()};
        QVERIFY(cluster().manager().profile().saveServer(entry));
        cluster().manager().serversEdited();
        emit m_window->connectionWanted("oss1");
        QVERIFY(dialog<wizards::Connection>() != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(find<shell::BadgeLabel>("connection.state")->word(), QStringLiteral("Connected"), 20'000);
        find<QPushButton>("connection.save")->click();
        QCOMPARE(cluster().manager().profile().servers()->front(), entry); // what the form does not show stays
        QTRY_COMPARE_WITH_TIMEOUT(find<shell::BadgeLabel>("connection.state")->word(), QStringLiteral("Connected"), 20'000);
        dialog<wizards::Connection>()->accept();
    }
};

QTEST_MAIN(TestAddServer)
#include "tst_addserver.moc"
