// SPDX-License-Identifier: GPL-3.0-or-later
// What is offered for rows that are chosen is found out beside the window. Until it is known, what was offered for the rows before
// cannot be pressed: nobody gets the plan of another object, however fast the hand or slow the machine.
#include "app/shell/mainwindow.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/shell/widgets.h"
#include "tests/gui/support/madeup.h"

#include <QAbstractProxyModel>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

class TestChoices : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<shell::MainWindow> m_window;

    static void choose(shell::TableView *view, const std::string &key)
    {
        QTRY_VERIFY(view->table()->rowOf(key) >= 0);
        const QModelIndex row = qobject_cast<QAbstractProxyModel *>(view->model())->mapFromSource(view->table()->index(view->table()->rowOf(key), 0));
        view->scrollTo(row);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(row).center());
        QCOMPARE(view->chosen(), std::vector<std::string>{key});
    }
    /// Something can be pressed in this bar, and all of it is about the object of this name.
    static bool offers(const shell::ActionBar *bar, const std::string &name)
    {
        return bar->isEnabled() && !bar->choices().empty() && std::all_of(bar->choices().begin(), bar->choices().end(), [&](const models::Choice &choice) {
            return std::all_of(choice.goals.begin(), choice.goals.end(), [&](const plan::Goal &goal) { return goal.object.ends_with(':' + name); });
        });
    }
    shell::ActionBar *barOf(const std::string &name) const
    {
        for (auto *bar : m_window->page()->findChildren<shell::ActionBar *>())
            if (offers(bar, name))
                return bar;
        return nullptr;
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 800);
        m_window->setCluster(std::make_unique<madeup::Cluster>(madeup::world({})));
        m_window->show();
    }
    void cleanupTestCase() { m_window.reset(); }

    void anotherRowIsNotOfferedWhatTheOneBeforeWas_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addRow("a list") << "servers" << "server:oss1" << "server:oss2";
        QTest::addRow("targets of a file system") << "filesystem:scratch" << "target:scratch-OST0000" << "target:scratch-OST0001";
    }
    void anotherRowIsNotOfferedWhatTheOneBeforeWas()
    {
        QFETCH(QString, place);
        QFETCH(QString, first);
        QFETCH(QString, second);
        m_window->desk()->open(place.toStdString());
        shell::TableView *table = nullptr;
        for (auto *view : m_window->page()->findChildren<shell::TableView *>())
            if (view->isVisible() && view->table()->rowOf(first.toStdString()) >= 0)
                table = view;
        QVERIFY(table != nullptr);
        const std::string one = first.section(QLatin1Char(':'), 1).toStdString(), other = second.section(QLatin1Char(':'), 1).toStdString();
        choose(table, first.toStdString());
        QTRY_VERIFY(barOf(one) != nullptr);
        const shell::ActionBar *bar = barOf(one);
        choose(table, second.toStdString()); // and at once, before anything could be found out:
        QVERIFY(!bar->isEnabled() || offers(bar, other));
        QTRY_VERIFY(offers(bar, other));
    }
};

QTEST_MAIN(TestChoices)
#include "tst_choices.moc"
