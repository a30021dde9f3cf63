// SPDX-License-Identifier: GPL-3.0-or-later
// A thousand servers that connect and answer all at once, in the real window with the real manager: no turn of the event loop may
// take longer than a person notices. What counts is the time that the window's thread itself computed, so that other programs
// on the machine decide nothing; the wall's time is printed beside.
#include "agent/protocol/json.h"
#include "app/shell/cluster.h"
#include "app/shell/mainwindow.h"
#include "app/shell/navigationview.h"
#include "app/shell/page.h"
#include "app/shell/palettebox.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/translations.h"
#include "core/jobs/agents.h"
#include "core/link/parser.h"
#include "core/manager/manager.h"
#include "core/profile/profile.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QListWidget>
#include <QMenu>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <ctime>

namespace {

constexpr int hosts = 1000;
constexpr double longestMs = 50;

/// Measures each turn of this thread's event loop, from one to the next.
class Watcher final : public QObject {
public:
    Watcher()
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [this] { turn(); });
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, [this] { turn(); });
        begin({});
    }
    void begin(const QString &what)
    {
        m_what = what;
        m_cpu = cpuMs();
        m_wall.restart();
    }
    const std::map<QString, double> &each() const { return m_each; }
    void print() const
    {
        qInfo("%d turns; the longest computed %.1f ms (%s), by the wall %.1f ms", m_turns, m_longest, qPrintable(m_longestIn), m_longestWall);
        for (const auto &[what, ms] : m_each)
            qInfo("  %-40s %5.1f ms", qPrintable(what), ms);
    }

private:
    static double cpuMs()
    {
        timespec at{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
        return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
    }
    void turn()
    {
        const double now = cpuMs();
        const double took = now - m_cpu;
        m_cpu = now;
        ++m_turns;
        m_each[m_what] = std::max(m_each[m_what], took);
        if (took > m_longest) {
            m_longest = took;
            m_longestIn = m_what;
        }
        m_longestWall = std::max(m_longestWall, static_cast<double>(m_wall.nsecsElapsed()) / 1e6);
        m_wall.restart();
    }
    QString m_what, m_longestIn;
    std::map<QString, double> m_each;
    double m_cpu = 0, m_longest = 0, m_longestWall = 0;
    int m_turns = 0;
    QElapsedTimer m_wall;
};

/// An inventory as an OSS of a big site sends it: four LUNs by multipath, one target, interfaces; some 10 KiB.
protocol::Json inventoryOf(int number, int change)
{
    const std::string name = "oss" + std::to_string(number);
    protocol::HostInventory host;
    host.host = name;
    host.os = "Rocky Linux 8.10 (Green Obsidian)";
    host.kernel = "4.18.0-553.5.1.el8_lustre.x86_64";
    host.lustreVersion = "2.15.5";
    host.agentVersion = CHANDELIER_VERSION;
    host.bootId = "boot-" + name;
    host.cpus = 64;
    host.memory = 512ull << 30;
    host.bootTime = 1'700'000'000;
    const std::string address = "10." + std::to_string(number / 250) + ".1." + std::to_string(number % 250 + 1);
    host.lnet = {"up", {address + "@tcp"}, "tcp0(eth1)"};
    host.interfaces = {{"lo", {}, "loopback", true, -1, {"127.0.0.1/8"}}, {"eth0", {}, "ethernet", true, 10000, {"192.168.1.1/16"}},
        {"eth1", {}, "ethernet", true, 100000, {address + "/8"}}};
    for (int lun = 0; lun < 4; ++lun) { // each pair of servers shares its LUNs, and has four ways to each
        protocol::BlockDevice device;
        device.path = "/dev/mapper/mpath" + std::string(1, static_cast<char>('a' + lun));
        device.serial = "600a0b80" + std::to_string(1'000'000 + number / 2 * 4 + lun);
        device.id = "wwn-0x" + device.serial;
        device.byId = {"/dev/disk/by-id/dm-uuid-mpath-3" + device.serial, "/dev/disk/by-id/wwn-0x" + device.serial};
        device.size = 16ull << 40;
        device.type = "mpath";
        device.transport = "sas";
        device.model = "MD3460";
        for (int way = 0; way < 4; ++way) {
            protocol::BlockDevice path = device;
            path.path = "/dev/sd" + std::string(1, static_cast<char>('b' + lun * 4 + way));
            path.type = "disk";
            path.holders = {device.path};
            device.parents.push_back(path.path);
            host.devices.push_back(path);
        }
        host.devices.push_back(device);
    }
    protocol::FoundTarget target;
    char label[32];
    std::snprintf(label, sizeof label, "scratch-OST%04x", static_cast<unsigned>(number));
    target.label = label;
    target.fsname = "scratch";
    target.ost = true;
    target.index = number;
    const protocol::BlockDevice &device = host.devices[static_cast<std::size_t>(number % 2 * 5 + 4)];
    target.device = device.path;
    target.deviceId = device.id;
    target.mountpoint = "/mnt/" + target.label;
    target.clients = 1204;
    target.recovery = "COMPLETE";
    target.backend = "ldiskfs";
    target.bytesTotal = 16ull << 40;
    target.bytesFree = (8ull << 40) - static_cast<std::uint64_t>(change) * 1'000'000'000;
    target.inodesTotal = 100'000'000;
    target.inodesFree = 90'000'000;
    host.targets = {target};
    return protocol::toJson(host);
}

class Call final : public jobs::AgentCall {
public:
    using AgentCall::AgentCall;
    void cancel() override { }
};

/// Sessions without a network: each goes through its states after a few random milliseconds, all of them together.
class Fleet final : public jobs::Agents {
public:
    Fleet()
    {
        for (int i = 0; i < hosts; ++i)
            m_reach["oss" + std::to_string(i)] = inventory::Reach::NeverSeen;
        change();
    }
    void connectAll()
    {
        for (const auto &[name, reach] : m_reach)
            QTimer::singleShot(m_random.bounded(400), this, [this, name = name] {
                set(name, inventory::Reach::Connecting);
                QTimer::singleShot(50 + m_random.bounded(600), this, [this, name] { set(name, inventory::Reach::Connected); });
            });
    }
    void set(const std::string &server, inventory::Reach reach)
    {
        m_reach[server] = reach;
        emit reachChanged(server);
    }
    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override
    {
        auto *call = new Call(parent);
        const int number = std::stoi(request.server.substr(3));
        QTimer::singleShot(5 + m_random.bounded(40), call, [this, call, number] {
            // As from a line: the bytes have to be parsed before they are an answer, as a Conversation has it done.
            agentlink::Parser::shared().parse(m_bytes.at(number), [this, call = QPointer(call)](protocol::Json value) {
                if (!call) // asked by a window that has gone
                    return;
                ++m_answers;
                emit call->finished(jobs::Answer{std::move(value), {}, false}, {});
            });
        });
        return call;
    }
    void change() // every server has less space than before
    {
        ++m_change;
        m_bytes.clear();
        for (int i = 0; i < hosts; ++i)
            m_bytes[i] = protocol::dumpJson(inventoryOf(i, m_change));
    }
    inventory::Reach reach(const std::string &server) const override { return m_reach.at(server); }
    std::string reachReason(const std::string &) const override { return {}; }
    int answers() const { return m_answers; }

private:
    std::map<std::string, inventory::Reach> m_reach;
    std::map<int, std::string> m_bytes;
    QRandomGenerator m_random{7};
    int m_answers = 0, m_change = 0;
};

/// The window's view of a Manager over the Fleet.
class ManagedCluster final : public shell::Cluster {
public:
    explicit ManagedCluster(std::unique_ptr<manager::Manager> manager)
        : m_manager(std::move(manager))
    {
        connect(m_manager.get(), &manager::Manager::worldChanged, this, [this] {
            ++worlds;
            emit worldChanged();
        });
    }
    manager::Manager &manager() { return *m_manager; }
    int worlds = 0;

    QString name() const override { return QStringLiteral("atlas"); }
    inventory::World world() const override { return m_manager->world(); }
    inventory::Wanted wanted() const override { return m_manager->wanted(); }
    std::vector<inventory::Drift> drift() const override { return m_manager->drift(); }
    std::vector<plan::Offer> offers(const inventory::ObjectId &object) const override { return m_manager->offers(object); }
    base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const override { return m_manager->plan(goals); }
    void refresh() override { m_manager->refresh(); }
    base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words) override { return m_manager->run(plan, words); }
    std::vector<std::shared_ptr<const jobs::Job>> jobs() const override { return m_manager->jobs(); }
    std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const override { return m_manager->job(id); }
    void cancel(const jobs::JobId &id) override { m_manager->cancel(id); }
    base::Result<void> retry(const jobs::JobId &id) override { return m_manager->retry(id); }
    base::Result<plan::Plan> undo(const jobs::JobId &id) const override { return m_manager->undo(id); }

private:
    std::unique_ptr<manager::Manager> m_manager;
};

} // namespace

class TestFluid : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    manager::Options options() const
    {
        manager::Options options;
        options.profilePath = m_dir.filePath(QStringLiteral("atlas.profile")).toStdString();
        options.holder = "ada@desk";
        options.inventorySeconds = 3600; // the test says when
        return options;
    }

private slots:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_dir.path());
        shell::loadTranslations(*qApp, QLocale(QLocale::English));
        shell::theme::setUp(*qApp, shell::theme::Mode::Dark);
        auto profile = profile::Profile::open(options().profilePath);
        QVERIFY(profile);
        std::vector<profile::ServerEntry> servers;
        for (int i = 0; i < hosts; ++i)
            servers.push_back({.name = "oss" + std::to_string(i)});
        QVERIFY((*profile)->setServers(servers));
    }

    void aThousandServersConnectAtOnce() { bestOfThree(false); }
    void andTheSecondTimeTheyAreKnown() { bestOfThree(true); } // their inventories are read back from the disk

private:
    /// A neighbour that empties the caches, or a machine that is not alone on its processor, makes a turn now and then look long, each
    /// time another one. What the window itself computes is the same in each attempt: each part of the story is judged by its best.
    void bestOfThree(bool known)
    {
        m_best.clear();
        for (int attempt = 0; attempt < 3; ++attempt) {
            if (!known)
                QFile::remove(QString::fromStdString(options().profilePath) + QStringLiteral(".seen"));
            run(known);
            if (QTest::currentTestFailed() || longest().second <= longestMs)
                return;
        }
        QFAIL(qPrintable(QStringLiteral("the event loop was held for %1 ms (%2)").arg(longest().second).arg(longest().first)));
    }

    std::pair<QString, double> longest() const
    {
        return *std::max_element(m_best.begin(), m_best.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    }

    void keepBest(const std::map<QString, double> &each)
    {
        for (const auto &[part, ms] : each) {
            const auto [at, isNew] = m_best.emplace(part, ms);
            at->second = std::min(at->second, ms);
        }
    }

    void run(bool known)
    {
        shell::MainWindow window;
        window.resize(1360, 820);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        Watcher watcher;
        QThreadPool loader;
        std::shared_ptr<manager::Loaded> loaded;
        watcher.begin(QStringLiteral("reading the profile"));
        loader.start([&loaded, this] {
            auto read = manager::Manager::load(options());
            QMetaObject::invokeMethod(this, [&loaded, read] { loaded = *read; }, Qt::QueuedConnection);
        });
        QTRY_VERIFY_WITH_TIMEOUT(loaded != nullptr, 30'000);

        auto fleet = std::make_unique<Fleet>();
        watcher.begin(QStringLiteral("opening"));
        Fleet &agents = *fleet;
        ManagedCluster *cluster = nullptr;
        QMetaObject::invokeMethod(&window, [&] {
            auto manager = manager::Manager::open(options(), std::move(fleet), loaded);
            auto made = std::make_unique<ManagedCluster>(std::move(*manager));
            cluster = made.get();
            window.setCluster(std::move(made));
        }, Qt::QueuedConnection);
        QTRY_VERIFY_WITH_TIMEOUT(cluster != nullptr, 30'000);
        QCoreApplication::processEvents();
        QCOMPARE(cluster->world()->targets.empty(), !known);

        const char *places[]{"servers", "volumes", "overview", "filesystem:scratch", "server:oss7", "filesystems"};
        watcher.begin(QStringLiteral("connecting"));
        agents.connectAll();
        std::size_t next = 0;
        QTimer walk; // somebody looks around meanwhile
        connect(&walk, &QTimer::timeout, &window, [&] {
            watcher.begin(QStringLiteral("connecting, at ") + QLatin1String(places[next % std::size(places)]));
            window.desk()->open(places[next++ % std::size(places)]);
        });
        walk.start(350);
        QTRY_VERIFY_WITH_TIMEOUT(cluster->manager().inventoriesComplete(), 120'000);
        QCOMPARE(cluster->world()->targets.size(), std::size_t(hosts));
        const int worlds = cluster->worlds;

        agents.change();
        watcher.begin(QStringLiteral("every server changes"));
        QElapsedTimer elapsed;
        elapsed.start();
        cluster->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(agents.answers() >= 2 * hosts && cluster->manager().inventoriesComplete(), 120'000);
        QVERIFY2(cluster->worlds - worlds <= 5 + elapsed.elapsed() / 250, "a few Worlds a second are enough");
        walk.stop();

        watcher.begin(QStringLiteral("the palette"));
        auto *palette = window.findChild<shell::PaletteBox *>();
        palette->setFocus();
        for (const QChar c : QStringLiteral("stop scratch ost00"))
            QMetaObject::invokeMethod(&window, [palette, c] { QTest::keyClick(palette, c.toLatin1()); }, Qt::QueuedConnection), QCoreApplication::processEvents();
        QTRY_VERIFY_WITH_TIMEOUT(palette->results()->count() > 1, 30'000);
        QMetaObject::invokeMethod(&window, [palette] { QTest::keyClick(palette, Qt::Key_Escape); }, Qt::QueuedConnection);

        watcher.begin(QStringLiteral("a menu"));
        QMenu menu;
        QMetaObject::invokeMethod(&window, [&] { window.desk()->fillMenu(menu, {"filesystem:scratch"}); }, Qt::QueuedConnection);
        QTRY_VERIFY_WITH_TIMEOUT(menu.actions().size() > 1, 60'000);

        watcher.begin(QStringLiteral("saving what was seen"));
        QTest::qWait(2500);
        watcher.begin(QStringLiteral("closing"));
        watcher.print();
        keepBest(watcher.each());
    }

    std::map<QString, double> m_best; // part of the story -> its longest turn in ms, in the best attempt
};

QTEST_MAIN(TestFluid)
#include "tst_fluid.moc"
