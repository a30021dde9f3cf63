// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the real window on the real demonstration cluster, whose servers are bare at first.
#pragma once
#include "app/shell/launcher.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "tests/gui/support/person.h"

#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <functional>

namespace gui {

class DemoPerson : public Person {
protected:
    inline static const QString programs = QStringLiteral(BIN_DIR);
    inline static const QString pictures = qEnvironmentVariable("CHANDELIER_SCREENSHOTS");

    /// `speed` of the simulated tools. The last thing of an initTestCase: it may skip. There is a window if it did not.
    void openDemo(const QString &speed, const QSize &size, const std::function<void()> &welcomed = {})
    {
        for (const char *name : {"/chandelier-agent", "/chandelier-simhost"})
            if (!QFile::exists(programs + QLatin1String(name)))
                QSKIP("chandelier-agent and chandelier-simhost are not built");
        qputenv("PATH", programs.toLocal8Bit() + ':' + qgetenv("PATH"));
        m_dir = std::make_unique<QTemporaryDir>(QStringLiteral("/tmp/chg-XXXXXX"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir->filePath(QStringLiteral("settings")));
        m_cluster = m_dir->filePath(QStringLiteral("c"));
        simhost({QStringLiteral("create"), m_cluster, QStringLiteral("--demo"), QStringLiteral("--speed"), speed});
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_launcher = std::make_unique<shell::Launcher>(*m_window);
        m_window->resize(size);
        m_window->show();
        if (welcomed)
            welcomed();
        manager::Choice choice;
        choice.demo = true;
        choice.demoDirectory = m_cluster.toStdString();
        m_launcher->start(choice);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->desk() != nullptr, patienceMs);
        desk().open("servers");
        QTRY_COMPARE_WITH_TIMEOUT(column(table(), 1), std::set<QString>{QStringLiteral("Up")}, patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(std::all_of(cluster().world()->servers.begin(), cluster().world()->servers.end(), [](const auto &s) { return s.second.inventory != nullptr; }), patienceMs);
    }

    void closeDemo()
    {
        m_launcher.reset();
        m_window.reset();
        if (m_dir)
            QProcess::execute(programs + QStringLiteral("/chandelier-simhost"), {QStringLiteral("down"), m_cluster});
    }

    void simhost(const QStringList &words) { QCOMPARE(QProcess::execute(programs + QStringLiteral("/chandelier-simhost"), words), 0); }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_cluster; ///< the demonstration's directory
    std::unique_ptr<shell::Launcher> m_launcher;
};

} // namespace gui
