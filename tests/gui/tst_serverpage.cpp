// SPDX-License-Identifier: GPL-3.0-or-later
// One server's page and its dialogs over made-up lines: what a lost line says, what a user who may only look can do, draining before a
// reboot, LNet, names, removal by force, agents in waves, the bundle of diagnostics.
#include "app/pages/connectionpanel.h"
#include "app/pages/detailpage.h"
#include "app/pages/serveractions.h"
#include "app/shell/mainwindow.h"
#include "app/shell/page.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"
#include "app/wizards/bundle.h"
#include "app/wizards/connection.h"
#include "app/wizards/lneteditor.h"
#include "app/wizards/removing.h"
#include "app/wizards/renaming.h"
#include "app/wizards/upkeepdialog.h"
#include "core/inventory/ids.h"
#include "core/inventory/serverprofile.h"
#include "core/manager/removal.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/serverscenes.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QRadioButton>
#include <QtTest>

using What = plan::Goal::What;

class TestServerPage : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::unique_ptr<madeup::ServerSide> m_servers;
    std::unique_ptr<shell::MainWindow> m_window;
    madeup::Cluster *m_cluster = nullptr;

    template <class T> T *find(const char *name) const { return m_window->page()->findChild<T *>(QLatin1String(name)); }
    template <class T> T *dialog() const
    {
        const auto all = m_window->findChildren<T *>();
        return all.isEmpty() ? nullptr : all.last();
    }
    QAction *action(const char *name) const
    {
        auto *menu = find<QPushButton>("server.menu")->menu();
        emit menu->aboutToShow();
        for (QAction *each : menu->actions())
            if (each->objectName() == QLatin1String(name))
                return each;
        return nullptr;
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Light);
    }
    void init()
    {
        m_servers = std::make_unique<madeup::ServerSide>();
        m_servers->m_entries = {{.name = "oss1", .user = "root"}};
        m_window = std::make_unique<shell::MainWindow>();
        auto cluster = std::make_unique<madeup::Cluster>(madeup::world({}));
        m_cluster = cluster.get();
        m_cluster->m_servers = m_servers.get();
        m_window->setCluster(std::move(cluster));
        m_window->show();
        m_window->desk()->open("server:oss1");
    }
    void cleanup()
    {
        m_window.reset();
        m_servers.reset();
    }

    void aLostLineSaysWhyAndWhen()
    {
        m_servers->m_lines["oss1"] = madeup::lostLine();
        emit m_servers->lineChanged("oss1");
        QCOMPARE(find<shell::BadgeLabel>("server.stage")->word(), QStringLiteral("Not connected"));
        QVERIFY(find<QLabel>("server.reason")->text().contains(QStringLiteral("does not answer")));
        QVERIFY2(find<QLabel>("server.next")->text().contains(QStringLiteral("Tried again in")), qPrintable(find<QLabel>("server.next")->text()));
        find<QPushButton>("server.try")->click();
        QCOMPARE(m_servers->m_tried, std::vector<std::string>{"oss1"});
        QVERIFY(!action("server.lnet")->isEnabled());
        m_servers->m_lines.erase("oss1");
        emit m_servers->lineChanged("oss1");
        QCOMPARE(find<shell::BadgeLabel>("server.stage")->word(), QStringLiteral("Connected"));
        QVERIFY(!find<QPushButton>("server.try")->isVisible());
    }

    void whoMayOnlyLookSeesWhyNot()
    {
        shell::ServerLine line = m_servers->line("oss1");
        line.role = "view";
        m_servers->m_lines["oss1"] = line;
        m_window->desk()->open("servers");
        m_window->desk()->open("server:oss1");
        QVERIFY(find<QLabel>("server.role")->isVisible());
        for (const char *name : {"server.lnet", "server.upgradeagent", "server.rename"}) {
            QVERIFY(!action(name)->isEnabled());
            QVERIFY2(action(name)->toolTip().contains(QStringLiteral("chandelier-view")), qPrintable(action(name)->toolTip()));
        }
        QVERIFY(action("server.diagnostics")->isEnabled());
        auto *bar = m_window->page()->findChildren<shell::ActionBar *>().first();
        QTRY_VERIFY(!bar->choices().empty());
        bool said = false;
        for (const models::Choice &choice : bar->choices()) {
            QVERIFY2(!choice.possible(), qPrintable(choice.text));
            said = said || choice.whyNot.contains(QStringLiteral("chandelier-view"));
        }
        QVERIFY(said);
    }

    void rebootOffersToMoveTheTargetsFirst()
    {
        plan::Goal reboot;
        reboot.what = What::Reboot;
        reboot.object = "server:oss1";
        auto *actions = m_window->page()->findChild<pages::ServerActions *>();
        actions->propose({reboot});
        auto *drain = m_window->findChild<QDialog *>(QStringLiteral("drain"));
        QVERIFY(drain != nullptr);
        QVERIFY(drain->findChild<QRadioButton *>(QStringLiteral("drain.move"))->isChecked());
        drain->findChild<QPushButton *>(QStringLiteral("drain.show"))->click();
        QCOMPARE(m_window->desk()->place(), std::string("plan"));
        QVERIFY(m_window->desk()->plan()->goals.front().moveAway);
    }

    void lnetIsEditedAndEndsInAPlan()
    {
        const auto specs = wizards::lnetSpecs({{"eth1", "tcp0, tcp1"}, {"eth2", "tcp"}, {"ib0", "o2ib"}, {"eth3", ""}});
        QVERIFY(specs);
        QCOMPARE(wizards::lnetText(*specs), std::string("tcp(eth1,eth2), tcp1(eth1), o2ib(ib0)"));
        QVERIFY(!wizards::lnetSpecs({{"eth1", "ethernet"}}));
        QVERIFY(wizards::checkRoute({"o2ib", "10.10.1.9@tcp"}));
        QVERIFY(!wizards::checkRoute({"tcp", "10.10.1.9@tcp0"})); // no way out of a network by itself
        QVERIFY(!wizards::checkRoute({"o2ib", "10.10.1.9"}));
        action("server.lnet")->trigger();
        auto *editor = dialog<wizards::LnetEditor>();
        QVERIFY(editor != nullptr);
        auto *eth1 = editor->findChild<QComboBox *>(QStringLiteral("lnet.net.eth1"));
        auto *show = editor->findChild<QPushButton *>(QStringLiteral("lnet.show"));
        eth1->setCurrentText(QStringLiteral("nonsense"));
        QVERIFY(!show->isEnabled());
        eth1->setCurrentText(QStringLiteral("tcp1"));
        QVERIFY(show->isEnabled());
        QVERIFY(editor->findChild<QLabel *>(QStringLiteral("lnet.preview"))->text().contains(QStringLiteral("tcp1(eth1)")));
        std::vector<inventory::LnetSpec> nets;
        connect(editor, &wizards::LnetEditor::wanted, this, [&](const auto &n, const auto &) { nets = n; });
        show->click();
        QCOMPARE(nets.size(), std::size_t(1));
        QCOMPARE(nets.front().net, std::string("tcp1"));
    }

    void aServerGetsAnotherName()
    {
        action("server.rename")->trigger();
        auto *renaming = dialog<wizards::Renaming>();
        auto *name = renaming->findChild<QLineEdit *>(QStringLiteral("renaming.name"));
        auto *save = renaming->findChild<QPushButton *>(QStringLiteral("renaming.save"));
        QVERIFY(!save->isEnabled());
        name->setText(QStringLiteral("no/name"));
        QVERIFY(!save->isEnabled());
        name->setText(QStringLiteral("oss99"));
        save->click();
        QCOMPARE(m_servers->m_renamed, std::vector<std::string>{"oss1 > oss99"});
        QCOMPARE(m_window->desk()->place(), std::string("server:oss99"));
    }

    void removalByForceWantsAReasonAndTheName()
    {
        m_servers->m_lines["oss1"] = madeup::lostLine();
        action("server.remove")->trigger();
        auto *removing = dialog<wizards::Removing>();
        auto *go = removing->findChild<QPushButton *>(QStringLiteral("removing.go"));
        QVERIFY(removing->findChild<QRadioButton *>(QStringLiteral("removing.force"))->isChecked()); // it does not answer
        QVERIFY(!removing->findChild<QLabel *>(QStringLiteral("removing.left"))->text().isEmpty());
        QVERIFY(!go->isEnabled());
        QTest::keyClicks(removing->findChild<QLineEdit *>(QStringLiteral("removing.reason")), QStringLiteral("burnt"));
        QVERIFY(!go->isEnabled());
        QTest::keyClicks(removing->findChild<QLineEdit *>(QStringLiteral("removing.typed")), QStringLiteral("oss1"));
        go->click();
        QCOMPARE(m_servers->m_forgotten.size(), std::size_t(1));
        QVERIFY(m_servers->m_forgotten.front().find("burnt") != std::string::npos);
        QCOMPARE(m_window->desk()->place(), std::string("servers"));
    }

    void removalIsRefusedWhileTargetsAreMountedThere()
    {
        action("server.remove")->trigger();
        auto *removing = dialog<wizards::Removing>();
        QVERIFY(!removing->findChild<QRadioButton *>(QStringLiteral("removing.clean"))->isEnabled());
        QVERIFY(!removing->findChild<QPushButton *>(QStringLiteral("removing.go"))->isEnabled());
        const QString text = removing->findChild<shell::Notice *>(QStringLiteral("removing.notice"))->text();
        QVERIFY2(text.contains(QStringLiteral("OST")), qPrintable(text));
        removing->findChild<QPushButton *>(QStringLiteral("removing.notice.action"))->click();
        QCOMPARE(m_window->desk()->place(), std::string("plan"));
        QCOMPARE(m_window->desk()->plan()->goals.front().what, What::Drain);
    }

    void removalOfAManagedServerOffersToGiveItBack()
    {
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [](inventory::WorldData &data) {
            data.targets.clear();
            data.filesystems.clear();
            auto &oss1 = data.servers["oss1"];
            oss1.targetsHere.clear();
            oss1.targetsPrimary.clear();
            auto host = std::make_shared<protocol::HostInventory>(oss1.inventory ? *oss1.inventory : protocol::HostInventory());
            host->firewall.kind = "firewalld";
            host->firewall.ours = {"988/tcp"};
            oss1.inventory = host;
        }));
        m_cluster->wantedState().states[inventory::serverId("oss1")] = machine::State::Managed;
        const auto refused = manager::mayBeRemoved(m_cluster->world(), m_cluster->wanted(), "oss1");
        QVERIFY(!refused && refused.error().remedy.find("chandelierctl server release oss1") != std::string::npos);
        action("server.remove")->trigger();
        auto *removing = dialog<wizards::Removing>();
        QVERIFY(removing->findChild<QRadioButton *>(QStringLiteral("removing.force"))->isChecked());
        QVERIFY(removing->findChild<QLabel *>(QStringLiteral("removing.left"))->text().contains(QStringLiteral("988/tcp")));
        removing->findChild<QPushButton *>(QStringLiteral("removing.notice.action"))->click();
        QCOMPARE(m_window->desk()->place(), std::string("plan"));
        QCOMPARE(m_window->desk()->plan()->goals.front().what, What::ReleaseServer);
        m_cluster->wantedState().profiles["oss1"] = inventory::monitoredProfile(); // given back while something was mounted, which is no more
        QVERIFY(!manager::mayBeRemoved(m_cluster->world(), m_cluster->wanted(), "oss1"));
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [](inventory::WorldData &data) {
            auto host = std::make_shared<protocol::HostInventory>(*data.servers["oss1"].inventory);
            host->firewall.ours.clear();
            data.servers["oss1"].inventory = host;
        }));
        QVERIFY(manager::mayBeRemoved(m_cluster->world(), m_cluster->wanted(), "oss1"));
    }

    void agentsAreUpgradedInWavesThatStopAtAFailure()
    {
        m_window->desk()->open("servers");
        auto *upgrade = find<QPushButton>("servers.upgrade");
        QVERIFY(upgrade->isVisible());
        QVERIFY(upgrade->text().contains(QStringLiteral("6")));
        upgrade->click();
        auto *work = dialog<wizards::UpkeepDialog>();
        QVERIFY(work != nullptr);
        work->findChild<QPushButton *>(QStringLiteral("upkeep.start"))->click();
        auto *upkeep = work->findChild<madeup::Upkeep *>();
        upkeep->finish("mds1", true);
        upkeep->finish("mds2", false);
        QTRY_VERIFY(work->findChild<shell::TableView *>(QStringLiteral("upkeep.table"))->asTsv().contains(QStringLiteral("no space left")));
        QVERIFY(work->findChild<shell::Notice *>(QStringLiteral("upkeep.notice"))->text().contains(QStringLiteral("mds2")));
        work->reject();
    }

    void diagnosticsBecomeAnArchive()
    {
        const protocol::Json answer = {{"files", {{{"name", "agent/journal"}, {"text", "line\n"}}, {{"name", "/etc/x"}, {"text", std::string(1000, 'x')}}, {{"name", "../../evil"}, {"text", "no"}}}}, {"bytes", 1005}, {"truncated", false}};
        const auto files = wizards::bundleFiles(answer);
        QVERIFY(files);
        for (const wizards::BundleFile &file : *files)
            QVERIFY2(file.name.front() != '/' && file.name.find("..") == std::string::npos, file.name.c_str());
        QVERIFY(!wizards::bundleFiles(protocol::Json("text")));
        m_servers->m_answers[protocol::Verb::AgentDiagnostics] = answer;
        action("server.diagnostics")->trigger();
        QFileDialog *place = nullptr;
        QTRY_VERIFY((place = m_window->findChild<QFileDialog *>(QStringLiteral("bundle.place"))) != nullptr);
        const QString path = m_dir.filePath(QStringLiteral("b.tar"));
        emit place->fileSelected(path);
        QTRY_VERIFY(QFile::exists(path));
        QProcess tar;
        tar.start(QStringLiteral("tar"), {QStringLiteral("-tvf"), path});
        if (!tar.waitForFinished() || tar.error() == QProcess::FailedToStart)
            QSKIP("tar is not installed");
        const QByteArray list = tar.readAllStandardOutput();
        QCOMPARE(tar.exitCode(), 0);
        QVERIFY2(list.contains("oss1/agent/journal") && list.contains("oss1/etc/x") && list.contains("1000"), list);
        delete place;
    }

    void theConnectionIsEdited()
    {
        wizards::Connection connection(*m_servers, "oss1", nullptr);
        connection.findChild<QLineEdit *>(QStringLiteral("connection.jump"))->setText(QStringLiteral("admin@gw.lab"));
        connection.findChild<QPushButton *>(QStringLiteral("connection.save"))->click();
        QCOMPARE(m_servers->m_entries.front().jump, std::string("admin@gw.lab"));
        QCOMPARE(m_servers->m_entries.front().user, std::string("root"));
        QCOMPARE(m_servers->m_tried.size(), std::size_t(1));
    }

    void aPasswordForTheJumpHostGoesThere()
    {
        shell::ServerLine line = madeup::lostLine();
        line.stage = agentlink::Stage::Refused;
        line.error = base::Error{base::Problem::AccessDenied, "gw.lab accepted no key.", {}, {}};
        line.hop = "admin@gw.lab";
        m_servers->m_lines["oss1"] = line;
        wizards::Connection connection(*m_servers, "oss1", nullptr);
        auto *secret = connection.findChild<QLineEdit *>(QStringLiteral("connection.secret"));
        QVERIFY2(secret->placeholderText().contains(QStringLiteral("admin@gw.lab")), qPrintable(secret->placeholderText()));
        secret->setText(QStringLiteral("gate"));
        connection.findChild<QPushButton *>(QStringLiteral("connection.save"))->click();
        QCOMPARE(m_servers->m_secrets, (std::map<std::string, std::string>{{"admin@gw.lab", "gate"}}));
    }
};

QTEST_MAIN(TestServerPage)
#include "tst_serverpage.moc"
