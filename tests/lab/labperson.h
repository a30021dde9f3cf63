// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the real window on hosts of the lab: clicks in tree and tables, runs plans however long they take, takes pictures; and
// has the lab do what no window does, such as pulling a plug. For stories that chandelierctl began: its cluster is the window's.
#pragma once
#include "app/shell/launcher.h"
#include "app/shell/navigationview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "core/profile/catalogue.h"
#include "tests/gui/support/person.h"

#include <QAbstractProxyModel>
#include <QDialog>
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QTabBar>
#include <QTemporaryDir>
#include <cstdio>

class LabPerson : public gui::Person {
protected:
    const QString m_scripts = qEnvironmentVariable("CHANDELIER_LAB_SCRIPTS"), m_pictures = qEnvironmentVariable("CHANDELIER_LAB_PICTURES");

    /// There is a window with the story's cluster, unless it failed.
    void openWindow()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("chandelier")); // where chandelierctl looks
        QCoreApplication::setApplicationName(QStringLiteral("chandelier"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        if (!m_pictures.isEmpty())
            QDir().mkpath(m_pictures);
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_launcher = std::make_unique<shell::Launcher>(*m_window);
        m_window->resize(1280, 800);
        m_window->show();
        const auto known = profile::Catalogue(manager::dataDirectory()).find(qEnvironmentVariable("CHANDELIER_LAB_CLUSTER").toStdString());
        QVERIFY2(known, known ? "" : known.error().message.c_str());
        manager::Choice choice;
        choice.profilePath = known->path;
        m_launcher->start(choice);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->desk() != nullptr, patienceMs);
    }
    void closeWindow()
    {
        m_launcher.reset();
        m_window.reset();
    }

    void picture(const QString &name) override
    {
        QTest::qWait(200); // what came last is laid out
        QWidget *shown = m_window.get();
        for (QDialog *dialog : m_window->findChildren<QDialog *>())
            shown = dialog->isVisible() ? dialog : shown;
        if (!m_pictures.isEmpty())
            shown->grab().save(QStringLiteral("%1/%2-%3.png").arg(m_pictures).arg(++m_picture, 2, 10, QLatin1Char('0')).arg(name));
    }

    /// Begins a command of tests/lab where the story runs: hosts that it starts belong into that namespace, not into the user's.
    std::unique_ptr<QProcess> beginLab(const QStringList &words) const
    {
        auto process = std::make_unique<QProcess>();
        process->start(QStringLiteral("nsenter"), QStringList{QStringLiteral("--mount=/proc/%1/ns/mnt").arg(qEnvironmentVariable("CHANDELIER_LAB_STORY")), QStringLiteral("bash"), QStringLiteral("-c"),
            QStringLiteral(". \"$0/story\"; . \"$0/pairs\"; \"$@\""), m_scripts} + words);
        return process;
    }
    /// What such a command prints; the window goes on meanwhile.
    QString askLab(const QStringList &words) const
    {
        const auto process = beginLab(words);
        for (QElapsedTimer t = begun(); process->state() != QProcess::NotRunning && t.elapsed() < 60'000;)
            QTest::qWait(20);
        return QString::fromUtf8(process->readAllStandardOutput()).trimmed();
    }
    static QElapsedTimer begun()
    {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }
    static void say(const QString &text)
    {
        std::printf("window: %s\n", qPrintable(text));
        std::fflush(stdout);
    }

    /// By a click in the tree at the left.
    void go(const std::string &place)
    {
        auto *tree = m_window->findChild<shell::NavigationView *>();
        const auto at = [&] { return static_cast<models::Navigation *>(tree->model())->indexOf(cluster().id(), place); };
        QTRY_VERIFY2_WITH_TIMEOUT(at().isValid(), place.c_str(), patienceMs);
        for (QModelIndex above = at().parent(); above.isValid(); above = above.parent())
            tree->expand(above);
        tree->scrollTo(at());
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, tree->visualRect(at()).center());
        QTRY_COMPARE(desk().place(), place);
    }
    void click(shell::TableView *view, const std::string &key, Qt::KeyboardModifiers keys = {})
    {
        QVERIFY2(view != nullptr, key.c_str());
        QTRY_VERIFY2_WITH_TIMEOUT(view->table()->rowOf(key) >= 0, key.c_str(), patienceMs);
        const QModelIndex row = qobject_cast<QAbstractProxyModel *>(view->model())->mapFromSource(view->table()->index(view->table()->rowOf(key), 0));
        view->scrollTo(row);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, keys, view->visualRect(row).center());
        const std::vector<std::string> chosen = view->chosen();
        QVERIFY2(std::find(chosen.begin(), chosen.end(), key) != chosen.end(), key.c_str());
    }
    void showPart(const QString &name)
    {
        auto *tabs = find<QTabBar>(QStringLiteral("cluster.tabs"));
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == name)
                QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(i).center());
        QCOMPARE(tabs->tabText(tabs->currentIndex()), name);
    }

    static QString state(const jobs::Job &job)
    {
        QString text = QString::fromStdString(gui::reasonsOf(job));
        for (std::size_t i = 0; i < job.moves.size(); ++i)
            if (job.moves[i].state != jobs::JobState::Done)
                text += QStringLiteral("; ") + QString::fromStdString(job.plan.moves[i].action + " on " + job.plan.moves[i].server + ": " + std::string(jobs::word(job.moves[i].state)) + " " + job.moves[i].line);
        return text;
    }
    /// Runs the plan that is shown, and waits as long as something moves.
    void run()
    {
        beginPlan();
        if (QTest::currentTestFailed())
            return;
        const jobs::JobId id = models::placeName(desk().place());
        QElapsedTimer quiet = begun();
        for (QString last; !jobs::isEnd(cluster().job(id)->state) && quiet.elapsed() < mostQuietMs; QTest::qWait(100))
            if (const QString now = state(*cluster().job(id)); std::exchange(last, now) != now)
                quiet.restart();
        QVERIFY2(cluster().job(id)->state == jobs::JobState::Done, qPrintable(state(*cluster().job(id))));
        QTRY_COMPARE_WITH_TIMEOUT(find<shell::BadgeLabel>(QStringLiteral("job.state"))->word(), QStringLiteral("Done"), patienceMs);
    }
    /// Of a place in the tree at the left.
    models::Tone markOf(const std::string &place) const
    {
        auto *tree = m_window->findChild<shell::NavigationView *>();
        return static_cast<models::Navigation *>(tree->model())->indexOf(cluster().id(), place).data(models::Navigation::ToneRole).value<models::Tone>();
    }

private:
    static constexpr int mostQuietMs = 180'000;
    QTemporaryDir m_dir;
    std::unique_ptr<shell::Launcher> m_launcher;
    int m_picture = 0;
};
