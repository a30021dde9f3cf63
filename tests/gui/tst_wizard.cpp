// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/lists.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/wizards/create.h"
#include "tests/gui/support/madeup.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using wizards::Create;
using wizards::Draft;
using wizards::MgsWay;
using wizards::Role;

namespace {

std::string volumeCalled(const inventory::World &world, const std::string &name)
{
    for (const auto &[id, volume] : world->volumes)
        if (volume.name == name)
            return id;
    return {};
}

} // namespace

class TestWizard : public QObject {
    Q_OBJECT
    QTemporaryDir m_settings;
    std::unique_ptr<madeup::Cluster> m_cluster;
    std::unique_ptr<shell::Desk> m_desk;
    std::unique_ptr<Create> m_wizard;

    QPushButton *next() const { return m_wizard->findChild<QPushButton *>(QStringLiteral("create.next")); }
    QLineEdit *field(const char *name) const { return m_wizard->findChild<QLineEdit *>(QLatin1String("create.") + QLatin1String(name)); }
    QString problem() const { return m_wizard->findChild<QLabel *>(QStringLiteral("create.problem"))->text(); }
    std::string volume(const std::string &name) const { return volumeCalled(m_cluster->world(), name); }
    void open(const plan::Goal &goal, const inventory::World &world)
    {
        m_wizard.reset();
        m_cluster = std::make_unique<madeup::Cluster>(world);
        m_desk = std::make_unique<shell::Desk>(*m_cluster);
        m_wizard = std::make_unique<Create>(*m_desk, goal, std::vector<std::string>(), nullptr);
        m_wizard->show();
        m_wizard->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_wizard.get()));
    }
    static inventory::World bare() { return madeup::world({2, 4, 4, 12, 0, 0}); }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
    }
    void cleanup() { m_wizard.reset(); }

    void nameIsJudgedWhileTyping_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << "scratch" << true;
        QTest::newRow("eight") << "a2345678" << true;
        QTest::newRow("nine") << "a23456789" << false;
        QTest::newRow("blank") << "scr atch" << false;
        QTest::newRow("dot") << "scr.1" << false;
        QTest::newRow("begins with a dash") << "-scr" << false;
    }
    void nameIsJudgedWhileTyping()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        open(pages::createGoal(), bare());
        QVERIFY(!next()->isEnabled());
        QTest::keyClicks(field("name"), name);
        QCOMPARE(next()->isEnabled(), good);
        QCOMPARE(field("name")->property("wrong").toBool(), !good);
        QCOMPARE(problem().isEmpty(), good);
    }

    void aTakenNameIsNamed()
    {
        open(pages::createGoal(), madeup::world({}));
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        QVERIFY(problem().contains(QStringLiteral("scratch exists already")));
    }

    void volumesMustMakeAFileSystem()
    {
        open(pages::createGoal(), bare());
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        next()->click();
        QVERIFY(!next()->isEnabled());
        m_wizard->draft().roles[volume("mdt0")] = Role::Mdt;
        m_wizard->refresh();
        QVERIFY(problem().contains(QStringLiteral("OST")));
        m_wizard->draft().roles[volume("ost0")] = Role::Ost;
        m_wizard->refresh();
        QVERIFY2(next()->isEnabled(), qPrintable(problem()));
    }

    void rolesByKeyboard()
    {
        open(pages::createGoal(), bare());
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        next()->click();
        auto *volumes = m_wizard->findChild<shell::TableView *>(QStringLiteral("create.volumes"));
        volumes->setFocus();
        volumes->choose(volume("mdt1"));
        QTest::keyClick(volumes, Qt::Key_M);
        QCOMPARE(m_wizard->draft().roles[volume("mdt1")], Role::Mdt);
        volumes->choose(volume("ost2"));
        QTest::keyClick(volumes, Qt::Key_O);
        QCOMPARE(m_wizard->draft().roles[volume("ost2")], Role::Ost);
        QTest::keyClick(volumes, Qt::Key_Delete);
        QCOMPARE(m_wizard->draft().count(Role::Ost), 0);
    }

    void contentIsAgreedToOneByOne()
    {
        open(pages::createGoal(), madeup::changed(bare(), [](inventory::WorldData &d) {
            for (auto &[id, v] : d.volumes)
                if (v.name == "ost0" || v.name == "ost1") {
                    v.hasContent = true;
                    v.signature = {"xfs", "backup-" + v.name, "11-22"};
                }
        }));
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        next()->click();
        Draft &draft = m_wizard->draft();
        draft.roles = {{volume("mdt0"), Role::Mdt}, {volume("ost0"), Role::Ost}, {volume("ost1"), Role::Ost}};
        m_wizard->refresh();
        QVERIFY(!next()->isEnabled());
        auto *first = m_wizard->findChild<QCheckBox *>(QStringLiteral("create.destroy.ost0"));
        auto *second = m_wizard->findChild<QCheckBox *>(QStringLiteral("create.destroy.ost1"));
        QVERIFY(first != nullptr && second != nullptr);
        QVERIFY(first->text().contains(QStringLiteral("backup-ost0")));
        first->click();
        QVERIFY(!next()->isEnabled());
        second->click();
        QVERIFY2(next()->isEnabled(), qPrintable(problem()));
        QCOMPARE(draft.spec(m_cluster->world()).targets[1].reformat, std::string("xfs label=backup-ost0 uuid=11-22"));
        next()->click();
        next()->click();
        next()->click();
        QVERIFY2(m_desk->plan().has_value(), qPrintable(problem()));
        QCOMPARE(m_desk->plan()->risk(), machine::Risk::LosesData);
    }

    void aVolumeThatGoesIsNoticed()
    {
        open(pages::createGoal(), bare());
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        next()->click();
        m_wizard->draft().roles = {{volume("mdt0"), Role::Mdt}, {volume("ost0"), Role::Ost}};
        m_wizard->refresh();
        QVERIFY(next()->isEnabled());
        const std::string gone = volume("ost0");
        m_cluster->setWorld(madeup::changed(m_cluster->world(), [&](inventory::WorldData &d) { d.volumes.erase(gone); }));
        QVERIFY(!next()->isEnabled());
        QVERIFY(problem().contains(QStringLiteral("not there any more")));
    }

    void optionsGoToAllChosenAndAreChecked()
    {
        open(pages::createGoal(), bare());
        QTest::keyClicks(field("name"), QStringLiteral("scratch"));
        next()->click();
        m_wizard->draft().roles = {{volume("mdt0"), Role::Mdt}, {volume("ost0"), Role::Ost}, {volume("ost1"), Role::Ost}};
        m_wizard->refresh();
        next()->click();
        QTest::keyClicks(field("inodeSize"), QStringLiteral("500"));
        QVERIFY(!next()->isEnabled());
        QVERIFY(problem().contains(QStringLiteral("power of two")));
        field("inodeSize")->clear();
        QTest::keyClicks(field("inodeSize"), QStringLiteral("512"));
        QVERIFY2(next()->isEnabled(), qPrintable(problem()));
        QTest::keyClicks(field("parameters"), QStringLiteral("sys.timeout=40"));
        for (const inventory::TargetSpec &t : m_wizard->draft().spec(m_cluster->world()).targets) {
            QCOMPARE(t.inodeSize, 512);
            QCOMPARE(t.parameters.size(), std::size_t(1));
        }
    }

    void separateMgsComesFirst()
    {
        const inventory::World world = bare();
        Draft draft;
        draft.name = "scratch";
        draft.mgs = MgsWay::Separate;
        draft.roles = {{volumeCalled(world, "ost0"), Role::Ost}, {volumeCalled(world, "mdt1"), Role::Mdt}, {volumeCalled(world, "mdt0"), Role::Mgt}};
        const inventory::FileSystemSpec spec = draft.spec(world);
        QCOMPARE(spec.targets.size(), std::size_t(3));
        QVERIFY(spec.targets[0].mgs && !spec.targets[0].mdt);
        QVERIFY(spec.targets[1].mdt && !spec.targets[1].mgs);
        QVERIFY(draft.problems(world).empty());
    }

    void addingAsksForVolumesOnly()
    {
        plan::Goal goal;
        goal.what = plan::Goal::What::AddTargets;
        goal.spec.name = "scratch";
        open(goal, madeup::world({}));
        QVERIFY(field("name") == nullptr);
        QVERIFY(!next()->isEnabled());
        m_wizard->draft().roles[volume("ost9")] = Role::Ost;
        m_wizard->refresh();
        QVERIFY2(next()->isEnabled(), qPrintable(problem()));
        next()->click();
        next()->click();
        next()->click();
        QVERIFY2(m_desk->plan().has_value(), qPrintable(problem()));
        QCOMPARE(m_desk->place(), std::string("plan"));
    }
};

QTEST_MAIN(TestWizard)
#include "tst_wizard.moc"
