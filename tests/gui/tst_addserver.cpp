// SPDX-License-Identifier: GPL-3.0-or-later
// Adding a server in the window, against a real sshd on loopback: its unknown key is shown and accepted by the person, a missing
// agent is explained, and a server whose agent answers is connected.
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/opencluster.h"
#include "app/shell/page.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/addserver.h"
#include "core/profile/profile.h"
#include "tests/support/fakeagent.h"
#include "tests/support/sshd.h"

#include <QLineEdit>
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
    wizards::AddServer *dialog() const { return m_window->findChild<wizards::AddServer *>(); }
    template <class T> T *find(const char *name) const { return dialog()->findChild<T *>(QLatin1String("addserver.") + QLatin1String(name)); }
    QString notice() const { return find<shell::Notice>("notice")->text(); }
    void type(const char *name, const QString &text)
    {
        find<QLineEdit>(name)->clear();
        QTest::keyClicks(find<QLineEdit>(name), text);
    }
    shell::OpenCluster &cluster() const { return static_cast<shell::OpenCluster &>(m_window->desk()->cluster()); }

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

    void anEmptyClusterLeadsToTheForm()
    {
        m_window->desk()->open("servers");
        QPushButton *add = m_window->page()->findChild<QPushButton *>(QStringLiteral("empty.action"));
        QVERIFY(add->isVisible());
        add->click();
        QVERIFY(dialog() != nullptr);
        type("name", QStringLiteral("no good!"));
        find<QPushButton>("save")->click();
        QVERIFY2(!notice().isEmpty(), "a name that cannot be is refused with words");
        QVERIFY(cluster().manager().profile().servers()->empty());
    }

    void anUnknownKeyIsShownAndAccepted()
    {
        type("name", QStringLiteral("oss1"));
        type("host", QStringLiteral("127.0.0.1"));
        type("port", QString::number(m_sshd->port()));
        type("identity", m_sshd->clientKey());
        find<QPushButton>("save")->click();
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("accept")->isVisible(), 20'000);
        QVERIFY2(find<QLabel>("key")->text().contains(m_sshd->fingerprint()), qPrintable(find<QLabel>("key")->text()));
        QVERIFY(support::readFile(file("known_hosts")).isEmpty());
        find<QPushButton>("accept")->click();
        QTRY_VERIFY(support::readFile(file("known_hosts")).contains("ssh-ed25519"));
        // The key was right; now it says that no agent answers there, and goes on trying or waits for the person.
        QTRY_VERIFY_WITH_TIMEOUT(!find<QPushButton>("accept")->isVisible() && find<shell::Notice>("notice")->isVisible()
                && find<shell::BadgeLabel>("state")->word() != QStringLiteral("Connected"), 20'000);
        QVERIFY2(!notice().contains(QStringLiteral("host key")), qPrintable(notice()));
        dialog()->accept();
        QTRY_VERIFY(dialog() == nullptr);
    }

    void aServerWithAnAgentConnects()
    {
        support::FakeAgent agent(file("agent.sock"));
        profile::ServerEntry entry = cluster().manager().profile().servers()->front();
        entry.socket = file("agent.sock").toStdString();
        QVERIFY(cluster().manager().profile().saveServer(entry));
        cluster().manager().serversEdited();
        emit m_window->connectionWanted("oss1");
        QVERIFY(dialog() != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(find<shell::BadgeLabel>("state")->word(), QStringLiteral("Connected"), 20'000);
        find<QPushButton>("save")->click();
        QCOMPARE(cluster().manager().profile().servers()->front().socket, entry.socket); // what the form does not show stays
        QTRY_COMPARE_WITH_TIMEOUT(find<shell::BadgeLabel>("state")->word(), QStringLiteral("Connected"), 20'000);
        dialog()->accept();
    }
};

QTEST_MAIN(TestAddServer)
#include "tst_addserver.moc"
