// SPDX-License-Identifier: GPL-3.0-or-later
// The window over made-up worlds: keyboard, history, search, confirmations, and that a new World disturbs nobody.
#include "app/pages/lists.h"
#include "app/pages/movesview.h"
#include "app/shell/mainwindow.h"
#include "app/shell/navigationview.h"
#include "app/shell/options.h"
#include "app/shell/page.h"
#include "app/shell/palettebox.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/shell/widgets.h"
#include "app/wizards/create.h"
#include "tests/gui/support/madeup.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSettings>
#include <QMenu>
#include <QTemporaryDir>
#include <QTranslator>
#include <QtTest>
#include <algorithm>

class TestWindow : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<shell::MainWindow> m_window;
    madeup::Cluster *m_cluster = nullptr;

    shell::Desk &desk() const { return *m_window->desk(); }
    shell::Page &page() const { return *m_window->page(); }
    template <class T> T *find(const char *name) const { return page().findChild<T *>(QLatin1String(name)); }
    QPushButton *button(const char *name) const { return find<QPushButton>(name); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget *focused = QApplication::focusWidget();
        QTest::keyClick(focused != nullptr ? focused : m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    void open(const inventory::World &world)
    {
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1280, 720);
        auto cluster = std::make_unique<madeup::Cluster>(world);
        m_cluster = cluster.get();
        m_window->setCluster(std::move(cluster));
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    plan::Plan show(const plan::Goal &goal)
    {
        desk().propose({goal});
        return *desk().plan();
    }
    static plan::Goal reach(const char *object, machine::State state)
    {
        plan::Goal goal;
        goal.object = object;
        goal.state = state;
        return goal;
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }
    void cleanup() { m_window.reset(); }

    void historyByKeyboard()
    {
        open(madeup::world({}));
        desk().open("servers");
        desk().open("server:oss1");
        QCOMPARE(page().title(), QStringLiteral("oss1"));
        key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(page().objectName(), QStringLiteral("servers"));
        key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(page().title(), QStringLiteral("oss1"));
        key(Qt::Key_F5);
        QCOMPARE(m_cluster->m_refreshes, 1);
    }

    void keyboardAloneReachesAPlanAndRunsIt()
    {
        open(madeup::world({}));
        key(Qt::Key_K, Qt::ControlModifier);
        auto *palette = m_window->findChild<shell::PaletteBox *>();
        QVERIFY(palette->hasFocus());
        QTest::keyClicks(palette, QStringLiteral("stop file scratch"));
        QVERIFY(palette->results()->isVisible());
        const auto best = [palette] { return palette->results()->item(0)->text().section(QStringLiteral("   "), 0, 0); };
        QTRY_COMPARE(best(), QStringLiteral("Stop file system scratch"));
        key(Qt::Key_Return);
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
        QVERIFY(find<QTreeView>("plan.moves")->model()->rowCount() > 0);
        for (int i = 0; i < 40 && QApplication::focusWidget() != button("plan.run"); ++i)
            key(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), button("plan.run"));
        key(Qt::Key_Space);
        QCOMPARE(page().objectName(), QStringLiteral("job"));
        key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(page().objectName(), QStringLiteral("overview"));
    }

    void paletteFindsObjectsAndRefusesWhatIsNotPossible()
    {
        open(madeup::world({}));
        auto *palette = m_window->findChild<shell::PaletteBox *>();
        palette->setFocus();
        QTest::keyClicks(palette, QStringLiteral("ost0003"));
        key(Qt::Key_Return); // before the planner has answered
        QTRY_COMPARE(desk().place(), std::string("target:scratch-OST0003"));
        palette->setFocus();
        QTest::keyClicks(palette, QStringLiteral("rewrite scratch"));
        QTRY_VERIFY(palette->results()->item(0)->toolTip().contains(QStringLiteral("stopped first")));
        key(Qt::Key_Return);
        QCOMPARE(desk().place(), std::string("target:scratch-OST0003"));
        key(Qt::Key_Escape);
        QVERIFY(!palette->results()->isVisible());
    }

    void filterFieldAndCopy()
    {
        open(madeup::world({}));
        desk().open("volumes");
        key(Qt::Key_F, Qt::ControlModifier);
        QVERIFY(page().filterField()->hasFocus());
        QTest::keyClicks(page().filterField(), QStringLiteral("mdt0 mdt0000"));
        auto *table = find<shell::TableView>("volumes.table");
        QCOMPARE(table->shownRows(), 1);
        key(Qt::Key_Down);
        QVERIFY(table->hasFocus());
        key(Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(QStringLiteral("Volume\tUse")));
        QVERIFY(lines[1].startsWith(QStringLiteral("mdt0\tIn use\tscratch-MDT0000\t2 TiB")));
        key(Qt::Key_Escape);
        QCOMPARE(table->shownRows(), 16);
    }

    void aNewWorldKeepsSelectionAndScroll()
    {
        madeup::Shape shape;
        shape.osts = shape.ostVolumes = 400;
        open(madeup::world(shape));
        desk().open("filesystem:scratch");
        auto *table = find<shell::TableView>("filesystem.table");
        QTRY_VERIFY(table->verticalScrollBar()->maximum() > 0);
        table->choose("target:scratch-OST0064");
        QTRY_VERIFY(table->verticalScrollBar()->value() > 0);
        const int scroll = table->verticalScrollBar()->value();
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [](inventory::WorldData &d) {
            d.targets["target:scratch-OST0064"].state = machine::State::Unmounted;
            d.targets["target:scratch-OST0064"].active.clear();
        }));
        const auto state = [&] { return table->currentIndex().siblingAtColumn(2).data().toString(); };
        QTRY_COMPARE(state(), QStringLiteral("Unmounted"));
        QCOMPARE(table->chosen(), std::vector<std::string>{"target:scratch-OST0064"});
        QCOMPARE(table->verticalScrollBar()->value(), scroll);
    }

    void columnsAreRemembered()
    {
        open(madeup::world({}));
        desk().open("servers");
        auto *table = find<shell::TableView>("servers.table");
        int hidden = 0;
        while (hidden < table->header()->count() && !table->isColumnHidden(hidden))
            ++hidden;
        QVERIFY(table->isColumnHidden(hidden));
        emit table->header()->customContextMenuRequested({10, 10});
        auto *menu = table->findChild<QMenu *>();
        QVERIFY(menu != nullptr);
        menu->actions().at(hidden)->trigger();
        menu->close();
        m_window.reset();
        open(madeup::world({}));
        desk().open("servers");
        QVERIFY(!find<shell::TableView>("servers.table")->isColumnHidden(hidden));
        QSettings().remove(QStringLiteral("columns"));
    }

    void aDestructivePlanWantsItsNameTyped()
    {
        open(madeup::world({}));
        plan::Goal remove;
        remove.what = plan::Goal::What::RemoveFilesystem;
        remove.object = "filesystem:scratch";
        QCOMPARE(show(remove).typeToConfirm, std::string("scratch"));
        QVERIFY(!button("plan.run")->isEnabled());
        QVERIFY(button("plan.run")->toolTip().contains(QStringLiteral("scratch")));
        auto *word = find<QLineEdit>("plan.confirm");
        QTest::keyClicks(word, QStringLiteral("Scratch"));
        QVERIFY(!button("plan.run")->isEnabled());
        word->clear();
        QTest::keyClicks(word, QStringLiteral("scratch"));
        QVERIFY(button("plan.run")->isEnabled());
        show(reach("filesystem:scratch", machine::State::Stopped));
        QTRY_VERIFY(find<QLineEdit>("plan.confirm") == nullptr);
        QVERIFY(button("plan.run")->isEnabled());
    }

    void aDeadHostsNameIsTypedAndHandedOn()
    {
        open(madeup::changed(madeup::world({}), [](inventory::WorldData &d) {
            d.servers["oss1"].reach = inventory::Reach::Lost;
            for (auto &[id, t] : d.targets)
                if (t.active == "oss1") {
                    t.state = machine::State::Unknown;
                    t.activeKnown = false;
                }
        }));
        plan::Goal move;
        move.what = plan::Goal::What::MoveTarget;
        move.object = "target:scratch-OST0000";
        move.server = "oss2";
        desk().propose({move});
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
        auto *word = find<QLineEdit>("plan.word.oss1");
        QVERIFY2(word != nullptr, "the plan asks for the word that oss1 is off");
        QVERIFY(!button("plan.run")->isEnabled());
        QTest::keyClicks(word, QStringLiteral("oss1"));
        button("plan.run")->click();
        QCOMPARE(m_cluster->wordsOfLastRun(), std::vector<std::string>{"oss1"});
    }

    void planShowsExactCommandsAndScript()
    {
        open(madeup::world({}));
        const plan::Plan plan = show(reach("target:scratch-OST0003", machine::State::Unmounted));
        const QString shown = find<QPlainTextEdit>("plan.detail.commands")->toPlainText();
        for (const protocol::Operation &operation : plan.moves.front().steps.front().operations)
            QVERIFY2(shown.contains(QString::fromStdString(protocol::commandLine(operation))), qPrintable(shown));
        button("plan.copy")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(plan::asScript(plan)));
        button("plan.leave")->click();
        QCOMPARE(page().objectName(), QStringLiteral("overview"));
    }

    void aFailedJobSaysWhatCameBackAndOffersRetry()
    {
        open(madeup::world({}));
        const plan::Plan plan = show(reach("filesystem:scratch", machine::State::Stopped));
        m_cluster->setJob(madeup::job(plan, 2));
        desk().open("job:job-2");
        QVERIFY(button("job.cancel")->isVisible());
        QVERIFY(!button("job.retry")->isVisible());
        jobs::Job failed = madeup::job(plan, 2, true);
        m_cluster->setJob(failed);
        QVERIFY(button("job.retry")->isVisible());
        QVERIFY(!button("job.cancel")->isVisible());
        QVERIFY(find<shell::Notice>("job.detail.error")->text().contains(QStringLiteral("exit code 17")));
        const QString text = find<QPlainTextEdit>("job.detail.commands")->toPlainText();
        QVERIFY(text.indexOf(QStringLiteral("FATAL")) < text.indexOf(QStringLiteral("Permanent disk data")));
        button("job.retry")->click();
        QCOMPARE(m_cluster->m_retried, failed.id);
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [&](inventory::WorldData &d) { // what the two done moves left
            for (std::size_t i = 0; i < 2; ++i)
                if (const auto t = d.targets.find(plan.moves[i].object); t != d.targets.end()) {
                    t->second.state = machine::State::Unmounted;
                    t->second.active.clear();
                    t->second.mounts.clear();
                }
        }));
        button("job.undo")->click();
        QCOMPARE(page().objectName(), QStringLiteral("plan"));
    }

    void cancelAsksOnce()
    {
        open(madeup::world({}));
        const plan::Plan plan = show(reach("filesystem:scratch", machine::State::Stopped));
        m_cluster->setJob(madeup::job(plan, 1));
        desk().open("job:job-1");
        button("job.cancel")->click();
        QCOMPARE(m_cluster->m_cancelled, std::string("job-1"));
        QVERIFY(!button("job.cancel")->isEnabled());
    }

    void severalClustersInOneWindow()
    {
        open(madeup::world({}));
        auto second = std::make_unique<madeup::Cluster>(madeup::world({1, 2, 2, 4, 1, 2, "home"}));
        madeup::Cluster *bench = second.get();
        bench->m_id = "bench";
        bench->m_name = QStringLiteral("bench");
        bench->m_production = true;
        shell::Desk *first = &desk();
        shell::Desk *other = m_window->addCluster(std::move(second));
        QCOMPARE(m_window->desk(), other);
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("PROD bench")));
        auto *tree = m_window->findChild<shell::NavigationView *>();
        QCOMPARE(tree->model()->rowCount(), 2);
        tree->setCurrentIndex(tree->model()->index(0, 0));
        QCOMPARE(m_window->desk(), first);
        QVERIFY(m_window->windowTitle().startsWith(QStringLiteral("atlas")));
        auto *palette = m_window->findChild<shell::PaletteBox *>();
        palette->setFocus();
        QTest::keyClicks(palette, QStringLiteral("home-ost0001"));
        key(Qt::Key_Return);
        QTRY_COMPARE(m_window->desk(), other); // found in the cluster that was not shown
        QCOMPARE(desk().place(), std::string("target:home-OST0001"));
        m_window->closeCluster(other);
        QCOMPARE(m_window->desk(), first);
        QCOMPARE(tree->model()->rowCount(), 1);
        m_cluster = nullptr;
        m_window->closeCluster(first);
        QVERIFY(m_window->desk() == nullptr);
    }

    void aLockedClusterRefusesAndSaysWhy()
    {
        open(madeup::world({}));
        m_cluster->m_production = true;
        m_cluster->m_locked = QStringLiteral("Production: unlock first");
        emit m_cluster->lockChanged();
        desk().open("filesystem:scratch");
        const auto stop = [&] { return button("action.Stop file system"); };
        QTRY_VERIFY(stop() != nullptr && !stop()->isEnabled());
        QCOMPARE(stop()->toolTip(), QStringLiteral("Production: unlock first"));
        desk().propose({reach("filesystem:scratch", machine::State::Stopped)});
        auto *notice = m_window->findChild<shell::Notice *>(QStringLiteral("notice"));
        QVERIFY(notice->text().contains(QStringLiteral("unlock first")));
        m_cluster->m_locked.clear();
        emit m_cluster->lockChanged();
        QTRY_VERIFY(stop() != nullptr && stop()->isEnabled());
    }

    void anImpossiblePlanIsExplained()
    {
        open(madeup::world({}));
        desk().propose({reach("target:nosuch-OST0000", machine::State::Mounted)});
        auto *notice = m_window->findChild<shell::Notice *>(QStringLiteral("notice"));
        QVERIFY(notice->isVisible());
        QVERIFY2(notice->text().contains(QStringLiteral("nosuch-OST0000")), qPrintable(notice->text()));
        key(Qt::Key_Escape);
        QVERIFY(!notice->isVisible());
    }

    void emptyStatesLeadOn()
    {
        open(madeup::world({2, 4, 4, 12, 0, 0}));
        desk().open("filesystems");
        auto *create = button("empty.action");
        QVERIFY(create->isVisible());
        create->click();
        QVERIFY(m_window->findChild<wizards::Create *>() != nullptr);
    }

    void aVanishedObjectSaysSo()
    {
        open(madeup::world({}));
        desk().open("target:scratch-OST0003");
        m_cluster->setWorld(madeup::world({2, 4, 4, 12, 0, 0}));
        QTRY_VERIFY(page().findChild<shell::Empty *>()->isVisible());
    }

    void everyControlHasAName()
    {
        open(madeup::world({}));
        for (const char *place : {"overview", "servers", "volumes", "filesystems", "jobs", "server:oss1", "filesystem:scratch", "target:scratch-OST0003"}) {
            desk().open(place);
            for (QPushButton *b : m_window->findChildren<QPushButton *>())
                QVERIFY2(!b->isVisible() || !b->text().isEmpty() || !b->accessibleName().isEmpty(), qPrintable(b->objectName()));
        }
    }

    void longNamesDoNotWidenTheWindow()
    {
        madeup::Shape shape;
        shape.serverName = "storage-controller-rack-0017-enclosure-b-slot-04.example-";
        open(madeup::world(shape));
        for (const char *place : {"overview", "servers", "filesystem:scratch", "target:scratch-OST0003"}) {
            desk().open(place);
            QTest::qWait(0);
            QVERIFY2(m_window->minimumSizeHint().width() <= 1280, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(place)).arg(m_window->minimumSizeHint().width())));
        }
    }

    void germanIsThere()
    {
        QTranslator german;
        QVERIFY(german.load(QStringLiteral(":/i18n/chandelier_de.qm")));
        QCoreApplication::installTranslator(&german);
        open(madeup::world({}));
        desk().open("filesystem:scratch");
        QCOMPARE(page().findChild<shell::BadgeLabel *>()->word(), QStringLiteral("Verfügbar"));
        const auto has = [this](const QString &text) {
            const auto all = page().findChildren<QPushButton *>();
            return std::any_of(all.begin(), all.end(), [&](QPushButton *b) { return b->text() == text; });
        };
        QTRY_VERIFY(has(QStringLiteral("Dateisystem anhalten")));
        m_window.reset();
        QCoreApplication::removeTranslator(&german);
    }

    void optionsOfTheProgram()
    {
        const auto good = shell::startOptions({QStringLiteral("chandelier"), QStringLiteral("--demo-dir"), QStringLiteral("/x"), QStringLiteral("--theme"), QStringLiteral("dark")});
        QVERIFY(std::holds_alternative<shell::StartOptions>(good));
        QVERIFY(std::get<shell::StartOptions>(good).choice.demo);
        for (const QStringList &bad : {QStringList{QStringLiteral("chandelier"), QStringLiteral("--theme"), QStringLiteral("pink")},
                 QStringList{QStringLiteral("chandelier"), QStringLiteral("--nosuch")}, QStringList{QStringLiteral("chandelier"), QStringLiteral("extra")}})
            QVERIFY(std::holds_alternative<QString>(shell::startOptions(bad)));
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
