// SPDX-License-Identifier: GPL-3.0-or-later
// Setting up high availability as a person does: servers, rings, fence devices with the form of their agent, policies, targets, and the
// plan. Passwords go beside it, never into it.
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "app/wizards/hasetup.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupha.h"
#include "tests/gui/support/person.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>

using protocol::Json;
using protocol::Verb;

class TestHaSetup : public QObject, public gui::Person {
    Q_OBJECT
    QTemporaryDir m_settings;
    madeup::Cluster *m_cluster = nullptr;
    wizards::HaSetup *m_wizard = nullptr;
    std::vector<std::tuple<std::string, Verb, Json>> m_asked;
    base::Result<Json> m_power = Json{{"outlets", {{{"name", "10.9.0.11"}, {"state", "on"}}}}};

    std::set<std::string> m_silent; ///< addresses that nobody reaches

    Json reachOf(const Json &args) const
    {
        Json reach = Json::array();
        for (const std::string &address : protocol::textsOf(args, "ping"))
            reach.push_back(m_silent.contains(address) ? Json{{"address", address}, {"ok", false}, {"why", "no answer"}} : Json{{"address", address}, {"ok", true}, {"ms", 0.13}});
        return Json{{"reach", reach}};
    }
    QString cellOf(shell::TableView *table, const std::string &key, int column) const
    {
        return table->table()->data(table->table()->index(table->table()->rowOf(key), column), Qt::DisplayRole).toString();
    }
    template <class T> T *child(const char *name) const { return m_wizard->findChild<T *>(QLatin1String(name)); }
    QString problem() const { return child<QLabel>("hasetup.problem")->text(); }
    bool mayGoOn() const { return child<QPushButton>("hasetup.next")->isEnabled(); }
    void next() { press(child<QPushButton>("hasetup.next")); }
    void type(const char *name, const char *text)
    {
        auto *field = child<QLineEdit>(name);
        QVERIFY2(field, name);
        field->clear();
        QTest::keyClicks(field, QLatin1String(text));
    }
    void chooseIn(const char *name, const QString &data)
    {
        auto *box = child<QComboBox>(name);
        const int at = box->findData(data);
        QVERIFY2(at >= 0, qPrintable(data));
        box->setCurrentIndex(at);
        emit box->activated(at);
    }
    /// As on every cluster that lives, every few seconds.
    void aWorldComes()
    {
        QSignalSpy came(&cluster(), &shell::Cluster::worldChanged);
        m_cluster->setWorld(m_cluster->world());
        QTRY_VERIFY(came.count() > 0);
    }
    void aListThatIsOpenStaysOpen(const char *name)
    {
        auto *box = child<QComboBox>(name);
        QVERIFY2(box->count() > 1, name);
        box->showPopup();
        QTRY_VERIFY(box->view()->isVisible());
        box->view()->setCurrentIndex(box->model()->index(1, 0));
        aWorldComes();
        QVERIFY(box->view()->isVisible());
        QCOMPARE(box->view()->currentIndex().row(), 1);
        box->hidePopup();
    }
    void chooseServer(const char *server) { child<shell::TableView>("hasetup.fencing")->choose(server); }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Light);
        m_window = std::make_unique<shell::MainWindow>();
        m_window->resize(1360, 820);
        auto made = std::make_unique<madeup::Cluster>(madeup::haReady(madeup::world({})));
        m_cluster = made.get();
        for (const auto &[id, t] : made->world()->targets)
            made->wantedState().states[id] = machine::State::Mounted;
        made->m_answer = [this](const std::string &server, Verb verb, const Json &args) -> base::Result<Json> {
            if (verb == Verb::HaState)
                return reachOf(args);
            m_asked.emplace_back(server, verb, args);
            if (verb == Verb::HaMetadata)
                return Json{{"xml", madeup::ipmilanMetadata}};
            return m_power;
        };
        m_window->setCluster(std::move(made));
        m_window->show();
        desk().open("ha");
        find<shell::TableView>(QStringLiteral("ha.pairs"))->choose("pair:oss1-oss2");
        press(button(QStringLiteral("ha.setup")));
        m_wizard = m_window->findChild<wizards::HaSetup *>();
        QVERIFY(m_wizard);
    }
    void cleanupTestCase() { m_window.reset(); }

    void serversAreProposedAndCanBeOthers()
    {
        QCOMPARE(child<QLineEdit>("hasetup.name")->text(), QStringLiteral("oss1-oss2"));
        auto *servers = child<QListWidget>("hasetup.servers");
        const auto tick = [&](const char *name, bool on) { servers->findItems(QLatin1String(name), Qt::MatchStartsWith).front()->setCheckState(on ? Qt::Checked : Qt::Unchecked); };
        tick("oss2", false);
        QTRY_VERIFY(!mayGoOn());
        QVERIFY(problem().contains(QStringLiteral("2 to 16")));
        tick("oss3", true);
        QTRY_COMPARE(m_wizard->draft().servers(), (std::vector<std::string>{"oss1", "oss3"}));
        QCOMPARE(child<QLineEdit>("hasetup.name")->text(), QStringLiteral("oss1-oss3")); // it follows until somebody types one
        child<shell::TableView>("hasetup.pairs")->choose("pair:oss1-oss2");
        QTRY_COMPARE(m_wizard->draft().servers(), (std::vector<std::string>{"oss1", "oss2"}));
        QVERIFY(servers->findItems(QStringLiteral("oss3"), Qt::MatchStartsWith).front()->checkState() == Qt::Unchecked);
        type("hasetup.name", "pair one");
        QTRY_VERIFY(!mayGoOn());
        type("hasetup.name", "pair1");
        QTRY_VERIFY(mayGoOn());
        next();
    }

    void ringsAreWhatAllHave()
    {
        auto *first = child<QComboBox>("hasetup.ring0");
        QCOMPARE(first->count(), 3);
        QCOMPARE(first->currentData().toString(), QStringLiteral("10.20.0.0/24"));
        QVERIFY(child<QComboBox>("hasetup.ring1")->currentData().toString() != first->currentData().toString());
        chooseIn("hasetup.ring1", QString());
        QTRY_VERIFY(child<shell::Notice>("hasetup.rings.warning")->isVisible());
        QVERIFY(mayGoOn()); // one ring is a risk, not an error
        QCOMPARE(m_wizard->draft().spec.members.front().addresses, (std::vector<std::string>{"10.20.0.11"}));
        chooseIn("hasetup.ring1", QStringLiteral("192.168.0.0/24"));
        QTRY_VERIFY(!child<shell::Notice>("hasetup.rings.warning")->isVisible());
        QCOMPARE(m_wizard->draft().spec.members.back().addresses, (std::vector<std::string>{"10.20.0.12", "192.168.0.12"}));
        aListThatIsOpenStaysOpen("hasetup.ring0");
        aListThatIsOpenStaysOpen("hasetup.ring1");
    }

    void theServersAreAskedWhetherTheyReachEachOther()
    {
        auto *addresses = child<shell::TableView>("hasetup.addresses");
        QTRY_COMPARE(cellOf(addresses, "oss1", 3), QStringLiteral("yes, in 0.13 ms, 0.13 ms"));
        m_silent = {"192.168.0.12"};
        press(child<QPushButton>("hasetup.ping"));
        QTRY_COMPARE(cellOf(addresses, "oss1", 3), QStringLiteral("not 192.168.0.12"));
        QCOMPARE(cellOf(addresses, "oss2", 3), QStringLiteral("yes, in 0.13 ms, 0.13 ms"));
        QVERIFY(child<shell::Notice>("hasetup.rings.warning")->text().contains(QStringLiteral("oss1 does not reach 192.168.0.12 (no answer)")));
        m_silent.clear();
        press(child<QPushButton>("hasetup.ping"));
        QTRY_VERIFY(!child<shell::Notice>("hasetup.rings.warning")->isVisible());
        next();
    }

    void theFormComesFromTheAgent()
    {
        chooseServer("oss1");
        QCOMPARE(child<QComboBox>("hasetup.agent")->count(), 3); // none, fence_ipmilan, fence_redfish
        aListThatIsOpenStaysOpen("hasetup.agent");
        chooseIn("hasetup.agent", QStringLiteral("fence_ipmilan"));
        QTRY_VERIFY(child<QLineEdit>("hasetup.parameter.ip"));
        QCOMPARE(std::get<1>(m_asked.front()), Verb::HaMetadata);
        QVERIFY(!child<QWidget>("hasetup.parameter.action")); // Pacemaker gives it
        QVERIFY(!child<QWidget>("hasetup.parameter.password"));
        QVERIFY(!child<QWidget>("hasetup.parameter.password_script"));
        QVERIFY(!child<QWidget>("hasetup.parameter.privlvl"));
        child<QAbstractButton>("hasetup.all")->click();
        QTRY_VERIFY(child<QComboBox>("hasetup.parameter.privlvl"));
        QVERIFY(!mayGoOn());
        QVERIFY(problem().contains(QStringLiteral("password")));
        QVERIFY(!child<QPushButton>("hasetup.test")->isEnabled());
        QVERIFY(child<QPushButton>("hasetup.test")->toolTip().contains(QStringLiteral("Type its password first"))); // it is on no server yet
        type("hasetup.parameter.ip", "10.9.0.11");
        type("hasetup.parameter.username", "fence");
        child<QAbstractButton>("hasetup.parameter.lanplus")->click();
        type("hasetup.password", "s3cret-of-oss1");
        QTRY_VERIFY(mayGoOn());
        const ha::FenceDeviceSpec &device = m_wizard->draft().spec.fencing.at("oss1").front();
        QCOMPARE(device.parameters, (std::map<std::string, std::string>{{"ip", "10.9.0.11"}, {"lanplus", "1"}, {"username", "fence"}}));
        QCOMPARE(device.secretName, std::string("oss1-bmc"));
        QCOMPARE(device.secretParameter, std::string("password_script"));
        QCOMPARE(device.delaySeconds, 5); // one of two must win
    }

    void theDeviceIsAskedByThePartner()
    {
        QTRY_VERIFY(child<QPushButton>("hasetup.test")->isEnabled());
        m_asked.clear();
        press(child<QPushButton>("hasetup.test"));
        QTRY_VERIFY(child<shell::Notice>("hasetup.answer")->text().contains(QStringLiteral("10.9.0.11: on")));
        QCOMPARE(std::get<0>(m_asked.front()), std::string("oss2"));
        QCOMPARE(std::get<1>(m_asked.front()), Verb::PowerState);
        const Json args = std::get<2>(m_asked.front());
        QVERIFY(QString::fromStdString(args.dump()).indexOf(QStringLiteral("s3cret")) < 0); // it goes beside them
        QCOMPARE(protocol::textsOf(args, "secrets"), std::vector<std::string>{"password"});
        QCOMPARE(protocol::textOf(args, "secretParameter"), std::string("password"));
        QCOMPARE(m_cluster->m_secretsOfAsked, (protocol::Secrets{{"password", "s3cret-of-oss1"}}));
        m_power = base::Error{base::Problem::ToolFailed, "fence_ipmilan cannot reach 10.9.0.11: Unable to obtain correct plug status.", {}, {}};
        press(child<QPushButton>("hasetup.test"));
        QTRY_VERIFY(child<shell::Notice>("hasetup.answer")->text().contains(QStringLiteral("cannot reach")));
    }

    void aServerMayHaveSeveralDevices()
    {
        QVERIFY(!child<QWidget>("hasetup.level"));
        press(child<QPushButton>("hasetup.device.add"));
        QTRY_VERIFY(child<QSpinBox>("hasetup.level"));
        QCOMPARE(child<QSpinBox>("hasetup.level")->value(), 2);
        QCOMPARE(child<QComboBox>("hasetup.device")->count(), 2);
        QVERIFY(!mayGoOn()); // it has no address and no password yet
        type("hasetup.devicename", "PDU A");
        QCOMPARE(m_wizard->draft().spec.fencing.at("oss1").back().id, std::string("PDU A"));
        press(child<QPushButton>("hasetup.device.remove"));
        QTRY_COMPARE(m_wizard->draft().spec.fencing.at("oss1").size(), std::size_t(1));
        QTRY_VERIFY(mayGoOn());
        QVERIFY(child<QLineEdit>("hasetup.parameter.ip"));
        QCOMPARE(child<QLineEdit>("hasetup.parameter.ip")->text(), QStringLiteral("10.9.0.11"));
    }

    void theOthersGetTheSame()
    {
        press(child<QPushButton>("hasetup.copy"));
        chooseServer("oss2");
        QTRY_COMPARE(child<QLineEdit>("hasetup.parameter.username")->text(), QStringLiteral("fence"));
        QCOMPARE(child<QLineEdit>("hasetup.parameter.ip")->text(), QString()); // each has its own
        type("hasetup.parameter.ip", "10.9.0.12");
        QCOMPARE(child<QSpinBox>("hasetup.delay")->value(), 0);
        QTRY_VERIFY(mayGoOn());
        next();
    }

    void policiesHaveDefaultsWithReasons()
    {
        QCOMPARE(child<QComboBox>("hasetup.failback")->currentIndex(), 0);
        child<QSpinBox>("hasetup.threshold")->setValue(5);
        QCOMPARE(m_wizard->draft().spec.policy.migrationThreshold, 5);
        aListThatIsOpenStaysOpen("hasetup.lnetdevice");
        auto *device = child<QComboBox>("hasetup.lnetdevice");
        device->setCurrentIndex(device->findData(QStringLiteral("eth1")));
        emit device->activated(device->currentIndex());
        QTRY_VERIFY(!child<QLineEdit>("hasetup.lnetnids")->text().isEmpty());
        QVERIFY(m_wizard->draft().spec.health.lnetNids.front() != std::string("10.10.1.11@tcp")); // nobody of the cluster itself
        QCOMPARE(child<QComboBox>("hasetup.crypto")->currentText(), QStringLiteral("aes256, sha256"));
        QVERIFY(!child<QComboBox>("hasetup.qdevice.algorithm")->isEnabled());
        type("hasetup.qdevice", "witness");
        QTRY_COMPARE(m_wizard->draft().spec.qdevice.value_or(ha::QuorumDevice{}).host, std::string("witness"));
        child<QLineEdit>("hasetup.qdevice")->clear();
        QTest::keyClicks(child<QLineEdit>("hasetup.qdevice"), QStringLiteral("x"));
        QTest::keyClick(child<QLineEdit>("hasetup.qdevice"), Qt::Key_Backspace);
        QTRY_VERIFY(!m_wizard->draft().spec.qdevice);
        next();
    }

    void targetsCanBeLeftOut()
    {
        auto *targets = child<QListWidget>("hasetup.targets");
        QCOMPARE(targets->count(), 4);
        targets->setCurrentRow(2);
        aWorldComes();
        QCOMPARE(targets->currentRow(), 2);
        targets->findItems(QStringLiteral("scratch-OST0001"), Qt::MatchStartsWith).front()->setCheckState(Qt::Unchecked);
        QTRY_COMPARE(m_wizard->draft().spec.resources.size(), std::size_t(3));
        press(child<QPushButton>("hasetup.alltargets"));
        QTRY_COMPARE(m_wizard->draft().spec.resources.size(), std::size_t(4));
        next();
    }

    void everythingIsShownBeforeAndThePasswordNowhere()
    {
        const QString conf = child<QPlainTextEdit>("hasetup.corosync")->toPlainText(), cib = child<QPlainTextEdit>("hasetup.cib")->toPlainText();
        QVERIFY(conf.contains(QStringLiteral("cluster_name: pair1")));
        QVERIFY(conf.contains(QStringLiteral("ring1_addr: 192.168.0.12")));
        QVERIFY(cib.contains(QStringLiteral("fence_ipmilan")));
        QVERIFY(cib.contains(QStringLiteral("chandelier-scratch-OST0000")));
        QVERIFY(cib.contains(QStringLiteral("/etc/chandelier/fence/oss1-bmc.sh")));
        QVERIFY(!cib.contains(QStringLiteral("s3cret")) && !conf.contains(QStringLiteral("s3cret")));
        QScrollBar *bar = child<QPlainTextEdit>("hasetup.corosync")->verticalScrollBar();
        QVERIFY(bar->maximum() > 2);
        bar->setValue(2);
        aWorldComes();
        QCOMPARE(bar->value(), 2); // who reads is not thrown back to the beginning
        QCOMPARE(child<QPushButton>("hasetup.next")->text(), QStringLiteral("Show plan"));
        next();
        QTRY_VERIFY2(page().objectName() == QStringLiteral("plan"), qPrintable(m_window->findChild<QLabel *>(QStringLiteral("hasetup.problem")) ? problem() : QString()));
        QCOMPARE(desk().plan()->goals.front().what, plan::Goal::What::CreateCluster);
        QVERIFY(QString::fromStdString(plan::toJson(*desk().plan()).dump()).indexOf(QStringLiteral("s3cret")) < 0);
        QCOMPARE(m_cluster->m_fenceSecrets, (std::map<std::string, std::string>{{"oss1-bmc", "s3cret-of-oss1"}, {"oss2-bmc", "s3cret-of-oss1"}}));
    }

    void aClusterThatIsThereIsChanged()
    {
        inventory::Wanted wanted;
        const inventory::World world = madeup::withClusters(madeup::world({}), wanted);
        m_cluster->wantedState() = wanted;
        m_cluster->setWorld(world);
        desk().open("cluster:oss1-oss2");
        press(button(QStringLiteral("cluster.change")));
        m_wizard = m_window->findChildren<wizards::HaSetup *>().back();
        QVERIFY(m_wizard->windowTitle().contains(QStringLiteral("oss1-oss2")));
        QVERIFY(!child<QWidget>("hasetup.servers"));
        chooseServer("oss1");
        QTRY_VERIFY(child<QLineEdit>("hasetup.parameter.ip"));
        QCOMPARE(child<QLineEdit>("hasetup.password")->placeholderText(), QStringLiteral("on the server already"));
        QTRY_VERIFY(mayGoOn());
        next();
        child<QSpinBox>("hasetup.threshold")->setValue(7);
        next();
        next();
        next();
        QTRY_COMPARE(page().objectName(), QStringLiteral("plan"));
        QCOMPARE(desk().plan()->goals.front().what, plan::Goal::What::ChangeCluster);
        QCOMPARE(desk().plan()->goals.front().cluster.policy.migrationThreshold, 7);
    }
};

QTEST_MAIN(TestHaSetup)
#include "tst_hasetup.moc"
