// SPDX-License-Identifier: GPL-3.0-or-later
// The window with 1,000 servers and 4,000 targets that give figures every 5 s and inventories every 10 s: how long the window's thread is
// held at most, by its own CPU time and by the wall, and how long frames take, on the pages that have most to show. Sessions are made
// up, everything from the parser of their bytes on is real.   bench_window [SECONDS-A-PAGE] [SERVERS]
#include "agent/protocol/json.h"
#include "app/charts/monitorsource.h"
#include "app/pages/detailpage.h"
#include "app/shell/mainwindow.h"
#include "app/shell/openalerts.h"
#include "app/shell/openpast.h"
#include "app/shell/page.h"
#include "app/shell/theme.h"
#include "app/shell/timebar.h"
#include "app/shell/timeslider.h"
#include "core/jobs/agents.h"
#include "core/link/parser.h"
#include "core/manager/manager.h"
#include "core/manager/timeline.h"
#include "core/monitor/monitor.h"
#include "core/profile/profile.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRandomGenerator>
#include <QSettings>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <ctime>

namespace {

constexpr int targetsEach = 4;
constexpr std::int64_t tickMs = 5000;

double cpuMs()
{
    timespec at{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e3 + static_cast<double>(at.tv_nsec) / 1e6;
}

struct Worst {
    double cpu = 0, wall = 0;
};

/// Each turn of the window's event loop.
class Watcher final : public QObject {
public:
    Watcher()
    {
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, this, [this] { turn(false); });
        connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, [this] { turn(true); });
        m_wall.start();
        m_cpu = cpuMs();
    }
    void begin(const char *what) { m_what = what; }
    std::map<std::string, Worst> each;

private:
    void turn(bool worked)
    {
        const double now = cpuMs(), wall = static_cast<double>(m_wall.nsecsElapsed()) / 1e6;
        if (worked) { // from waking up to blocking
            Worst &worst = each[m_what];
            worst.cpu = std::max(worst.cpu, now - m_cpu);
            worst.wall = std::max(worst.wall, wall);
        }
        m_cpu = now;
        m_wall.restart();
    }
    std::string m_what = "opening";
    double m_cpu = 0;
    QElapsedTimer m_wall;
};

/// Measures what a frame costs: the window's update, with all that is painted in it.
class Application final : public QApplication {
public:
    using QApplication::QApplication;
    std::vector<double> frames;
    bool notify(QObject *receiver, QEvent *event) override
    {
        if (event->type() != QEvent::UpdateRequest || !receiver->isWidgetType())
            return QApplication::notify(receiver, event);
        const double begin = cpuMs();
        const bool done = QApplication::notify(receiver, event);
        frames.push_back(cpuMs() - begin);
        return done;
    }
};

std::string labelOf(int target)
{
    char label[32];
    std::snprintf(label, sizeof label, target < targetsEach ? "scratch-MDT%04x" : "scratch-OST%04x", static_cast<unsigned>(target < targetsEach ? target : target - targetsEach));
    return label;
}

protocol::Json inventoryOf(int number, int change)
{
    protocol::HostInventory host;
    host.host = "oss" + std::to_string(number);
    host.os = "Rocky Linux 8.10 (Green Obsidian)";
    host.kernel = "4.18.0-553.5.1.el8_lustre.x86_64";
    host.lustreVersion = "2.15.5";
    host.agentVersion = CHANDELIER_VERSION;
    host.bootId = "boot-" + host.host;
    host.cpus = 64;
    host.memory = 512ull << 30;
    const std::string address = "10." + std::to_string(number / 250) + ".1." + std::to_string(number % 250 + 1);
    host.lnet = {"up", {address + "@tcp"}, "tcp0(eth1)"};
    host.interfaces = {{"eth1", {}, "ethernet", true, 100000, {address + "/8"}}};
    for (int i = 0; i < targetsEach; ++i) {
        protocol::BlockDevice device;
        device.path = "/dev/mapper/mpath" + std::string(1, static_cast<char>('a' + i));
        device.serial = "600a0b80" + std::to_string(1'000'000 + number * targetsEach + i);
        device.id = "wwn-0x" + device.serial;
        device.size = 16ull << 40;
        device.type = "mpath";
        host.devices.push_back(device);
        protocol::FoundTarget target;
        const int index = number * targetsEach + i;
        target.label = labelOf(index);
        target.fsname = "scratch";
        target.mdt = index < targetsEach;
        target.ost = !target.mdt;
        target.mgs = index == 0;
        target.index = target.mdt ? index : index - targetsEach;
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
        host.targets.push_back(target);
    }
    return protocol::toJson(host);
}

using protocol::Json;
struct Figure {
    std::string name;
    Json labels;
    bool counter;
    double step;
};

std::vector<Figure> figuresOf(int number)
{
    std::vector<Figure> all;
    const auto label = [](const char *key, const std::string &value) { return Json::array({key, value}); };
    for (const char *mode : {"user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"})
        all.push_back({"host.cpu", Json::array({label("mode", mode)}), true, 100});
    for (const char *field : {"MemTotal", "MemAvailable", "SwapTotal", "SwapFree"})
        all.push_back({"host.memory", Json::array({label("field", field)}), false, 1e9});
    for (const char *name : {"lnet.stats.recv_length", "lnet.stats.send_length"})
        all.push_back({name, Json::array(), true, 1e8});
    for (int i = 0; i < targetsEach; ++i) {
        const std::string target = labelOf(number * targetsEach + i);
        const bool mdt = number == 0;
        const Json component = label("component", mdt ? "mdt" : "ost"), of = label("target", target);
        for (const char *name : {"kbytestotal", "kbytesfree", "kbytesavail", "filestotal", "filesfree", "num_exports", "lock_count"})
            all.push_back({name, Json::array({component, of}), false, 1e6});
        for (const char *operation : mdt ? std::array<const char *, 4>{"open", "close", "getattr", "mknod"} : std::array<const char *, 4>{"read_bytes", "write_bytes", "read", "write"})
            for (const char *part : {"samples", "sum"})
                all.push_back({std::string(mdt ? "md_stats." : "stats.") + part, Json::array({component, of, label("operation", operation)}), true, 1e6});
    }
    return all;
}

class Call final : public jobs::AgentCall {
public:
    using AgentCall::AgentCall;
    void cancel() override { }
};

class Fleet final : public jobs::Agents {
public:
    explicit Fleet(int hosts)
        : m_begin(QDateTime::currentMSecsSinceEpoch() - 3 * tickMs)
    {
        for (int i = 0; i < hosts; ++i) {
            m_reach["oss" + std::to_string(i)] = inventory::Reach::NeverSeen;
            m_figures.push_back(figuresOf(i));
        }
    }
    void connectAll()
    {
        for (auto &[name, reach] : m_reach)
            QTimer::singleShot(m_random.bounded(4000), this, [this, name = name] {
                m_reach[name] = inventory::Reach::Connected;
                emit reachChanged(name);
            });
    }
    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override
    {
        auto *call = new Call(parent);
        const int number = std::stoi(request.server.substr(3));
        QTimer::singleShot(5 + m_random.bounded(40), call, [this, call, number, verb = request.verb, args = request.args] {
            if (verb != protocol::Verb::HostInventory && verb != protocol::Verb::MetricsFetch) {
                emit call->finished(base::Error{base::Problem::BadMessage, "no such verb", {}, {}}, {});
                return;
            }
            // The bytes are made beside the window's thread too: only what the program itself does is measured.
            m_worker.run(call, [this, number, verb, args] { return protocol::dumpJson(verb == protocol::Verb::HostInventory ? inventoryOf(number, ++m_changes) : figures(number, args)); },
                [this, call](const std::string &bytes) {
                    agentlink::Parser::shared().parse(bytes, [this, call = QPointer(call)](Json value) {
                        if (!call)
                            return;
                        ++answers;
                        emit call->finished(jobs::Answer{std::move(value), {}, false}, {});
                    });
                });
        });
        return call;
    }
    inventory::Reach reach(const std::string &server) const override { return m_reach.at(server); }
    std::string reachReason(const std::string &) const override { return {}; }
    int answers = 0;

private:
    Json figures(int number, const Json &args) const
    {
        const auto &all = m_figures[static_cast<std::size_t>(number)];
        const std::uint64_t since = protocol::unsignedOf(args, "since"), last = static_cast<std::uint64_t>((QDateTime::currentMSecsSinceEpoch() - m_begin) / tickMs);
        Json series = Json::array(), samples = Json::array();
        if (protocol::unsignedOf(args, "series") < all.size())
            for (std::size_t i = 0; i < all.size(); ++i)
                series.push_back(Json::array({i + 1, all[i].name, all[i].labels, "", all[i].counter ? "counter" : "gauge"}));
        for (std::uint64_t seq = since + 1; seq <= last; ++seq) {
            Json values = Json::array();
            for (std::size_t i = 0; i < all.size(); ++i) {
                values.push_back(i + 1);
                values.push_back(static_cast<std::uint64_t>(all[i].step * (all[i].counter ? static_cast<double>(seq * (3 + i % 5 + static_cast<std::size_t>(number) % 7)) : 100 + static_cast<double>((seq + i) % 17))));
            }
            samples.push_back(Json::array({seq, m_begin + static_cast<std::int64_t>(seq) * tickMs, std::move(values)}));
        }
        return Json{{"ring", "ring " + std::to_string(number)}, {"first", 1}, {"last", last}, {"interval", 5}, {"series", series}, {"samples", samples}, {"gaps", Json::array()},
            {"more", false}, {"cost", {{"cpu", 0.003}, {"rss", 8'000'000}, {"collectors", Json::array()}}}, {"facts", Json::array()}};
    }
    std::map<std::string, inventory::Reach> m_reach;
    std::vector<std::vector<Figure>> m_figures;
    QRandomGenerator m_random{7};
    std::int64_t m_begin;
    std::atomic<int> m_changes = 0;
    base::Worker m_worker{true};
};

class ManagedCluster final : public shell::Cluster {
public:
    explicit ManagedCluster(std::unique_ptr<manager::Manager> manager)
        : m_manager(std::move(manager))
        , m_alerts(m_manager->monitor())
        , m_past(*m_manager)
        , m_charts(m_manager->monitor(), [this] { return m_manager->world(); }, [this](const charts::Range &range) { return m_past.marks(range); })
    {
        connect(m_manager.get(), &manager::Manager::worldChanged, this, &Cluster::worldChanged);
    }
    manager::Manager &manager() { return *m_manager; }
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
    charts::Source *charts() const override { return &m_charts; }
    shell::AlertSide *alerts() const override { return &m_alerts; }
    shell::PastSide *past() const override { return &m_past; }

private:
    std::unique_ptr<manager::Manager> m_manager;
    mutable shell::OpenAlerts m_alerts;
    mutable shell::OpenPast m_past;
    mutable charts::MonitorSource m_charts;
};

void spin(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

double part(std::vector<double> all, double share)
{
    if (all.empty())
        return 0;
    std::sort(all.begin(), all.end());
    return all[std::min(all.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all.size())))];
}

/// Drags the slider from now back by three hours and returns, a step every frame.
void drag(shell::MainWindow &window, int ms)
{
    QElapsedTimer time;
    time.start();
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch(), begin = window.desk()->cluster().past()->begin();
    while (begin > 0 && time.elapsed() < ms) {
        const std::int64_t span = now - begin;
        window.desk()->cluster().look(now - span * time.elapsed() / ms - 1);
        spin(16);
    }
    window.timeBar()->toNow();
    spin(500);
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QTemporaryDir dir;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, dir.path());
    Application app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("chandelier-bench"));
    shell::theme::setUp(app, shell::theme::Mode::Dark);
    std::setvbuf(stdout, nullptr, _IOLBF, 0); // it takes minutes: each line is shown when it is there
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 15, hosts = argc > 2 ? std::atoi(argv[2]) : 1000;
    manager::Options options;
    options.profilePath = dir.filePath(QStringLiteral("atlas.profile")).toStdString();
    options.holder = "ada@desk";
    {
        auto profile = profile::Profile::open(options.profilePath);
        std::vector<profile::ServerEntry> servers;
        for (int i = 0; i < hosts; ++i)
            servers.push_back({.name = "oss" + std::to_string(i)});
        if (!profile || !(*profile)->setServers(servers))
            return 1;
    }
    auto fleet = std::make_unique<Fleet>(hosts);
    Fleet &agents = *fleet;
    auto manager = manager::Manager::open(options, std::move(fleet));
    if (!manager)
        return 1;
    auto made = std::make_unique<ManagedCluster>(std::move(*manager));
    ManagedCluster &cluster = *made;
    shell::MainWindow window;
    window.resize(1600, 1000);
    window.setCluster(std::move(made));
    window.show();
    Watcher watcher;
    watcher.begin("connecting");
    agents.connectAll();
    for (int i = 0; i < 600 && !(cluster.manager().inventoriesComplete() && cluster.manager().monitor().isSettled()); ++i)
        spin(100);
    spin(3000);
    std::printf("%zu servers, %zu targets, %d answers so far\n", cluster.world()->servers.size(), cluster.world()->targets.size(), agents.answers);
    std::vector<double> frames;
    for (const auto &[what, place, charts] : {std::tuple("dashboard", "dashboard", false), {"file system", "filesystem:scratch", false}, {"charts of the file system", "filesystem:scratch", true},
             {"charts of an OST", "target:scratch-OST0007", true}, {"servers", "servers", false}, {"top", "top", false}, {"alerts", "alerts", false}}) {
        window.desk()->open(place);
        if (auto *page = qobject_cast<pages::DetailPage *>(window.page()))
            page->showCharts(charts);
        spin(1500); // opening a page is measured with what was before
        app.frames.clear();
        watcher.begin(what);
        spin(seconds * 1000);
        std::printf("%-28s held at most %6.1f ms of CPU, %6.1f ms by the wall; %4zu frames: half %5.1f ms, 95 of 100 %5.1f ms, worst %5.1f ms\n", what, watcher.each[what].cpu,
            watcher.each[what].wall, app.frames.size(), part(app.frames, 0.5), part(app.frames, 0.95), part(app.frames, 1));
        frames.insert(frames.end(), app.frames.begin(), app.frames.end());
        watcher.begin("opening a page");
    }
    window.desk()->open("dashboard");
    spin(1000);
    watcher.begin("dragging through time");
    drag(window, seconds * 500);
    Worst all;
    for (const auto &[what, worst] : watcher.each) {
        std::printf("%-28s held at most %6.1f ms of CPU, %6.1f ms by the wall\n", what.c_str(), worst.cpu, worst.wall);
        if (what != "opening")
            all = {std::max(all.cpu, worst.cpu), std::max(all.wall, worst.wall)};
    }
    std::printf("window: longest hold %.1f ms, frames half %.1f ms, worst %.1f ms\n", all.cpu, part(frames, 0.5), part(frames, 1));
    return 0;
}
