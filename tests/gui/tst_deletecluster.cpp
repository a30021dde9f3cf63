// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters are deleted from this workstation in the window: only with the name typed, the open one after it was closed.
#include "app/models/words.h"
#include "app/pages/welcome.h"
#include "app/shell/launcher.h"
#include "app/shell/mainwindow.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/shell/widgets.h"

#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

class TestDeleteCluster : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::unique_ptr<shell::MainWindow> m_window;
    std::unique_ptr<shell::Launcher> m_launcher;

    static profile::Catalogue catalogue() { return profile::Catalogue(manager::dataDirectory()); }
    /// The question that this cluster's entry in the menu of clusters asks.
    QDialog *ask(const QString &name)
    {
        QMenu menu;
        emit m_window->clusterMenuWanted(&menu, nullptr);
        auto *known = menu.findChild<QMenu *>(QStringLiteral("clusters.delete"));
        for (QAction *action : known->actions())
            if (action->text() == name + QStringLiteral(" …"))
                action->trigger();
        QDialog *last = nullptr;
        for (QDialog *dialog : m_window->findChildren<QDialog *>(QStringLiteral("deletecluster")))
            last = dialog->isVisible() ? dialog : last;
        return last;
    }
    static QPushButton *go(QDialog *dialog) { return dialog->findChild<QPushButton *>(QStringLiteral("deletecluster.go")); }
    static void type(QDialog *dialog, const QString &text) { QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("deletecluster.typed")), text); }

private slots:
    void initTestCase()
    {
        qputenv("XDG_DATA_HOME", m_dir.filePath(QStringLiteral("data")).toLocal8Bit());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        for (const char *name : {"atlas", "vault"}) {
            const auto made = catalogue().create(name);
            QVERIFY2(made, made ? "" : made.error().message.c_str());
        }
        m_window = std::make_unique<shell::MainWindow>();
        m_launcher = std::make_unique<shell::Launcher>(*m_window);
        m_window->show();
        m_launcher->start({.profilePath = catalogue().find("atlas")->path});
        QTRY_VERIFY(m_window->desk() != nullptr);
    }
    void cleanupTestCase()
    {
        m_launcher.reset();
        m_window.reset();
    }

    void onlyWithTheNameTyped()
    {
        QDialog *dialog = ask(QStringLiteral("vault"));
        QVERIFY(dialog != nullptr && !go(dialog)->isEnabled());
        type(dialog, QStringLiteral("vaul"));
        QVERIFY(!go(dialog)->isEnabled());
        dialog->reject();
        QCOMPARE(catalogue().list().size(), std::size_t(2));
        QCOMPARE(m_window->desk()->cluster().name(), QStringLiteral("atlas"));
    }

    void oneThatIsNotOpen()
    {
        QDialog *dialog = ask(QStringLiteral("vault"));
        type(dialog, QStringLiteral("vault"));
        go(dialog)->click();
        QCOMPARE(catalogue().list().size(), std::size_t(1));
        QVERIFY(m_window->desk() != nullptr);
        QVERIFY(m_window->notice()->text().contains(QStringLiteral("vault")));
    }

    void theOpenOneIsClosedFirst()
    {
        const QString path = models::q(catalogue().find("atlas")->path);
        QDialog *dialog = ask(QStringLiteral("atlas"));
        type(dialog, QStringLiteral("atlas"));
        go(dialog)->click();
        QVERIFY(m_window->desk() == nullptr);
        QVERIFY(catalogue().list().empty());
        QVERIFY(!QFile::exists(path) && !QFile::exists(path + QStringLiteral("-wal")) && !QFile::exists(path + QStringLiteral(".seen")));
        QVERIFY(m_window->welcome()->notice()->text().contains(QStringLiteral("atlas")));
    }
};

QTEST_MAIN(TestDeleteCluster)
#include "tst_deletecluster.moc"
