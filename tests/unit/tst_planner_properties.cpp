// SPDX-License-Identifier: GPL-3.0-or-later
// What must hold for every plan, over random worlds and goals. A failure prints its seed; `--seeds N` tries more.
#include "core/inventory/ids.h"
#include "core/inventory/profilelibrary.h"
#include "core/plan/planner.h"
#include "tests/support/rehearsal.h"
#include "tests/support/worlds.h"

#include <QTest>

#include <algorithm>
#include <set>

using plan::Goal;
using What = Goal::What;
using machine::Kind;
using machine::State;

namespace {

unsigned seeds = 300;

template <class T> const T &pick(const std::vector<T> &list, std::mt19937 &random) { return list[random() % list.size()]; }

std::vector<std::string> targetIds(const inventory::World &world)
{
    std::vector<std::string> out;
    for (const auto &[id, t] : world->targets)
        out.push_back(id);
    return out;
}

Goal createGoal(const inventory::World &world, std::mt19937 &random)
{
    Goal g;
    g.what = What::CreateFilesystem;
    g.spec.name = "new" + std::to_string(random() % 3);
    std::vector<std::string> free;
    for (const auto &[id, v] : world->volumes)
        if (v.usable() && !v.hasContent)
            free.push_back(id);
    std::shuffle(free.begin(), free.end(), random);
    const bool combined = random() % 2;
    for (std::size_t i = 0; i < free.size() && i < 6; ++i) {
        inventory::TargetSpec t;
        t.volume = free[i];
        t.mgs = i == 0;
        t.mdt = combined ? i < 2 : i == 1 || i == 2;
        t.ost = !t.mgs && !t.mdt;
        g.spec.targets.push_back(t);
    }
    return g;
}

Goal randomGoal(const inventory::World &world, std::mt19937 &random)
{
    Goal g;
    std::vector<std::string> servers, filesystems;
    for (const auto &[name, s] : world->servers)
        servers.push_back(name);
    for (const auto &[name, f] : world->filesystems)
        filesystems.push_back(name);
    const std::vector<std::string> targets = targetIds(world);
    switch (random() % 8) {
    case 0:
        return createGoal(world, random);
    case 1:
        g.object = inventory::lnetId(pick(servers, random));
        g.state = pick(std::vector { State::Unloaded, State::Down, State::Up, State::Unconfigured }, random);
        return g;
    case 2:
        g.what = random() % 3 ? What::Repair : What::Reboot;
        g.object = g.what == What::Reboot ? inventory::serverId(pick(servers, random)) : std::string();
        g.moveAway = random() % 2;
        return g;
    default:
        break;
    }
    if (targets.empty() || filesystems.empty())
        return createGoal(world, random);
    if (random() % 2) {
        g.object = inventory::filesystemId(pick(filesystems, random));
        g.state = random() % 2 ? State::Available : State::Stopped;
        if (random() % 5 == 0)
            g.what = What::RemoveFilesystem;
    } else {
        g.object = pick(targets, random);
        g.state = random() % 2 ? State::Mounted : State::Unmounted;
        if (random() % 2) {
            g.what = What::MoveTarget;
            const auto &on = world.target(g.object)->servers;
            g.server = on.empty() ? pick(servers, random) : pick(on, random);
        }
    }
    return g;
}

/// Some order that the plan allows: repeatedly any move whose predecessors are done.
std::vector<std::size_t> someOrder(const plan::Plan &plan, std::mt19937 &random)
{
    std::vector<std::size_t> order;
    std::vector<char> done(plan.moves.size());
    while (order.size() < plan.moves.size()) {
        std::vector<std::size_t> ready;
        for (std::size_t i = 0; i < done.size(); ++i)
            if (!done[i] && std::all_of(plan.moves[i].after.begin(), plan.moves[i].after.end(), [&](std::size_t a) { return done[a]; }))
                ready.push_back(i);
        const std::size_t next = pick(ready, random);
        done[next] = 1;
        order.push_back(next);
    }
    return order;
}

/// The holds, checked on the World itself and not with the planner's own means.
std::string brokenHold(const inventory::World &world, const std::set<std::string> &moving)
{
    for (const auto &[id, t] : world->targets) {
        if (t.state == State::Mounted && t.activeKnown && world.server(t.active)->lnet != State::Up)
            return t.label + " is mounted on " + t.active + " without LNet";
        if (t.activeKnown && t.mounts.size() > 1)
            return t.label + " is mounted twice";
    }
    for (const auto &[id, c] : world->clientMounts) {
        if (c.state != State::Mounted)
            continue;
        if (world.server(c.server)->lnet != State::Up)
            return c.id + " is mounted without LNet";
        const inventory::FileSystem *fs = world.filesystem(c.fsname);
        if (fs && fs->state == State::Stopped && !moving.contains(c.fsname))
            return c.id + " is mounted though " + c.fsname + " is stopped";
    }
    return {};
}

/// File systems of targets that the plan moves: they do not stop meanwhile.
std::set<std::string> movingFilesystems(const plan::Plan &plan, const inventory::World &world)
{
    std::set<std::string> out;
    std::set<std::string> unmounted;
    for (const auto &[name, fs] : world->filesystems)
        if (fs.state == State::Stopped) // mounted by a client all the same: not the plan's doing
            out.insert(name);
    for (const plan::Move &m : plan.moves)
        if (m.kind == Kind::Target) {
            const inventory::Target *t = world.target(m.object);
            if (m.to == State::Unmounted)
                unmounted.insert(m.object);
            else if (m.to == State::Mounted && unmounted.contains(m.object) && t)
                out.insert(t->fsname);
        }
    return out;
}

bool isReached(const Goal &g, const inventory::World &world, const inventory::Wanted &wanted, bool rebooted)
{
    switch (g.what) {
    case What::Reach:
        if (inventory::isKind(g.object, Kind::Lnet))
            return world.server(inventory::nameIn(g.object))->lnet == g.state || rebooted;
        if (const inventory::Target *t = world.target(g.object))
            return t->state == g.state;
        if (const inventory::FileSystem *fs = world.filesystem(inventory::nameIn(g.object))) {
            for (const auto *list : { &fs->mdts, &fs->osts })
                for (const auto &id : *list) {
                    const inventory::Target *t = world.target(id);
                    const bool up = t->state == State::Mounted;
                    if (up != (g.state == State::Available) && t->state != State::Unknown)
                        return false;
                }
            return true;
        }
        return false;
    case What::CreateFilesystem: {
        const inventory::FileSystem *fs = world.filesystem(g.spec.name);
        return fs && fs->state == State::Available;
    }
    case What::MoveTarget: return world.target(g.object)->active == g.server;
    case What::RemoveFilesystem: {
        const auto it = wanted.states.find(g.object);
        return it != wanted.states.end() && it->second == State::Removed;
    }
    case What::Reboot: return world.server(inventory::nameIn(g.object))->lnet != State::Up;
    case What::Repair:
        for (const inventory::Drift &d : inventory::drift(world, wanted))
            if (d.repairable && d.server.empty() && d.text.find("mounted on") == std::string::npos)
                return false;
        return true;
    default: return true;
    }
}

std::string complaint(unsigned seed, const std::string &what, const plan::Plan &plan)
{
    return "seed " + std::to_string(seed) + ": " + what + "\n" + plan::asText(plan);
}

} // namespace

class TestPlannerProperties : public QObject {
    Q_OBJECT
private:
    /// Runs a plan in some allowed order, at most `limit` moves, checking the holds after each.
    std::string run(worlds::Rehearsal &cluster, const plan::Plan &plan, std::size_t limit, std::mt19937 &random)
    {
        const auto moving = movingFilesystems(plan, cluster.world());
        std::size_t n = 0;
        for (const std::size_t i : someOrder(plan, random)) {
            if (n++ >= limit)
                break;
            if (const std::string problem = cluster.apply(plan.moves[i]); !problem.empty())
                return "refused: " + problem;
            if (plan.moves[i].steps.empty())
                continue;
            if (const std::string broken = brokenHold(cluster.world(), moving); !broken.empty())
                return "after move " + std::to_string(i + 1) + ": " + broken;
        }
        return {};
    }

    std::string check(unsigned seed, bool &planned)
    {
        std::mt19937 random(seed);
        const worlds::Described in = worlds::random(random);
        const inventory::World world = in.world();
        std::vector<Goal> goals { randomGoal(world, random) };
        if (random() % 4 == 0)
            goals.push_back(randomGoal(world, random));
        const auto made = plan::plan(world, in.wanted, goals);
        planned = made.ok();
        if (!made)
            return made.error().message.empty() ? "seed " + std::to_string(seed) + ": an error without words" : std::string();
        const plan::Plan &plan = *made;
        for (std::size_t i = 0; i < plan.moves.size(); ++i)
            for (const std::size_t a : plan.moves[i].after)
                if (a >= i)
                    return complaint(seed, "a move comes after a later one", plan);
        const auto json = plan::toJson(plan);
        const auto back = plan::planFromJson(json);
        if (!back || plan::toJson(*back) != json)
            return complaint(seed, "JSON does not come back", plan);
        if (plan::toJson(*plan::plan(world, in.wanted, goals)) != json)
            return complaint(seed, "not the same twice", plan);

        worlds::Rehearsal straight(in.reports);
        if (const std::string problem = run(straight, plan, ~std::size_t { 0 }, random); !problem.empty())
            return complaint(seed, problem, plan);
        const bool rebooted = std::any_of(goals.begin(), goals.end(), [](const Goal &g) { return g.what == What::Reboot; });
        for (const Goal &g : goals)
            if (!isReached(g, straight.world(), plan.wantedAfter, rebooted))
                return complaint(seed, "the goal " + protocol::dumpJson(plan::toJson(g)) + " is not reached", plan);
        const bool passing = std::any_of(goals.begin(), goals.end(), [](const Goal &g) { return g.what == What::Reboot || g.what == What::Repair; });
        const auto again = plan::plan(straight.world(), plan.wantedAfter, goals);
        if (!passing && (!again || !again->empty()))
            return complaint(seed, "planned again it is not empty: " + (again ? plan::asText(*again) : again.error().message), plan);

        if (passing || plan.empty())
            return {};
        worlds::Rehearsal broken(in.reports);
        const std::size_t limit = random() % plan.moves.size();
        if (const std::string problem = run(broken, plan, limit, random); !problem.empty())
            return complaint(seed, problem, plan);
        const auto rest = plan::plan(broken.world(), plan.wantedAfter, goals);
        if (!rest)
            return complaint(seed, "cancelled after " + std::to_string(limit) + ", the rest cannot be planned: " + rest.error().message, plan);
        if (const std::string problem = run(broken, *rest, ~std::size_t { 0 }, random); !problem.empty())
            return complaint(seed, "cancelled after " + std::to_string(limit) + ": " + problem, *rest);
        for (const Goal &g : goals)
            if (!isReached(g, broken.world(), rest->wantedAfter, false))
                return complaint(seed, "cancelled after " + std::to_string(limit) + ", then the goal is not reached", *rest);
        const inventory::World end = broken.world();
        for (const auto &[id, v] : end->volumes)
            for (const auto &p : v.seenBy)
                if (broken.formats(p.path) > 1)
                    return complaint(seed, p.path + " was formatted twice", plan);
        return {};
    }

    /// A random cluster whose hosts differ in what a profile looks at.
    static worlds::Described randomHosts(std::mt19937 &random)
    {
        worlds::Described in = worlds::random(random);
        in.wanted = {};
        for (inventory::HostReport &r : in.reports) {
            if (!r.inventory)
                continue;
            auto h = std::make_shared<protocol::HostInventory>(*r.inventory);
            const bool serves = std::any_of(h->targets.begin(), h->targets.end(), [](const auto &t) { return !t.mountpoint.empty(); });
            if (!serves && h->lnet.state == "unconfigured" && random() % 2)
                h->lustreVersion.clear();
            if (random() % 2)
                h->firewall.kind = "firewalld";
            h->time.servers = { "ntp1.lab" };
            if (random() % 2) {
                h->time.running = { "chrony" };
                h->time.service = "chrony";
                h->time.synchronized = random() % 2;
            }
            r.inventory = h;
            in.wanted.profiles[r.server] = inventory::monitoredProfile();
        }
        return in;
    }

    /// What giving back must leave as it was found: all but packages, the kernel that runs, and a time service that was installed.
    static protocol::Json kept(const worlds::Rehearsal &cluster)
    {
        protocol::Json all;
        for (const inventory::HostReport &r : cluster.reports()) {
            if (!r.inventory)
                continue;
            protocol::HostInventory h = *r.inventory;
            h.software.packages.clear();
            h.software.bootKernel = h.kernel = h.bootId = h.lustreVersion = "";
            h.time.running.clear();
            h.time.service.clear();
            h.time.synchronized = false;
            if (h.lnet.state == "down")
                h.lnet.state = "unloaded"; // a reboot may come between
            all[r.server] = protocol::toJson(h);
        }
        return all;
    }

    std::string takeAndGive(unsigned seed, bool &planned)
    {
        std::mt19937 random(seed);
        const worlds::Described in = randomHosts(random);
        const inventory::ProfileLibrary library("/nonexistent");
        worlds::Rehearsal cluster(in.reports);
        const inventory::World world = cluster.world();
        Goal take;
        std::vector<std::string> names;
        for (const auto &[name, s] : world->servers)
            names.push_back(name);
        const bool whole = world.filesystem("scratch") && random() % 2;
        take.what = whole ? What::ManageFilesystem : What::ManageServer;
        take.object = whole ? inventory::filesystemId("scratch") : inventory::serverId(pick(names, random));
        take.profiles[""] = library.find(pick(std::vector<std::string> { "storage-ldiskfs", "storage-patchless", "storage-zfs", "client", "as-it-is" }, random));
        const protocol::Json before = kept(cluster);
        const auto made = plan::plan(world, in.wanted, { take });
        planned = made.ok();
        if (!made)
            return made.error().message.empty() ? "seed " + std::to_string(seed) + ": an error without words" : std::string();
        const auto targetsBefore = cluster.world()->targets;
        if (const std::string problem = run(cluster, *made, ~std::size_t { 0 }, random); !problem.empty())
            return complaint(seed, problem, *made);
        const inventory::World taken = cluster.world();
        for (const auto &[id, t] : targetsBefore)
            if (taken.target(id)->state != t.state || taken.target(id)->active != t.active)
                return complaint(seed, t.label + " was touched", *made);
        for (const inventory::Drift &d : inventory::drift(taken, made->wantedAfter))
            if (d.repairable && !inventory::serverIn(d.object).empty())
                return complaint(seed, "taken, and yet " + d.name + " " + d.text, *made);
        const auto again = plan::plan(taken, made->wantedAfter, { take });
        const bool onlyBooks = again && std::all_of(again->moves.begin(), again->moves.end(), [](const plan::Move &m) { return m.steps.empty(); });
        if (!onlyBooks)
            return complaint(seed, "taken again, something is to be done: " + (again ? plan::asText(*again) : again.error().message), *made);
        Goal give = take;
        give.what = whole ? What::ReleaseFilesystem : What::ReleaseServer;
        const auto back = plan::plan(taken, made->wantedAfter, { give });
        if (!back)
            return complaint(seed, "it cannot be given back: " + back.error().message, *made);
        if (const std::string problem = run(cluster, *back, ~std::size_t { 0 }, random); !problem.empty())
            return complaint(seed, problem, *back);
        const bool stays = std::any_of(back->notes.begin(), back->notes.end(), [](const std::string &n) { return n.find(" stay: ") != std::string::npos; });
        if (const protocol::Json after = kept(cluster); after != before && !stays)
            return complaint(seed, "given back, and not as before: " + protocol::dumpJson(protocol::Json::diff(before, after)), *back);
        for (const auto &[id, t] : targetsBefore)
            if (cluster.world().target(id)->state != t.state)
                return complaint(seed, t.label + " was touched", *back);
        return {};
    }

private slots:
    void whatIsTakenCanBeGivenBack()
    {
        unsigned made = 0, failed = 0;
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            bool planned = false;
            const std::string problem = takeAndGive(seed, planned);
            if (!problem.empty())
                qWarning("%s", problem.c_str());
            failed += problem.empty() ? 0 : 1;
            made += planned ? 1 : 0;
        }
        QCOMPARE(failed, 0U);
        QVERIFY2(made * 3 > seeds, qPrintable(QStringLiteral("only %1 of %2 could be planned").arg(made).arg(seeds)));
    }
    void everyPlanKeepsItsPromises()
    {
        unsigned made = 0, failed = 0;
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            bool planned = false;
            const std::string problem = check(seed, planned);
            if (!problem.empty())
                qWarning("%s", problem.c_str());
            failed += problem.empty() ? 0 : 1;
            made += planned ? 1 : 0;
        }
        QCOMPARE(failed, 0U);
        QVERIFY2(made * 2 > seeds, qPrintable(QStringLiteral("only %1 of %2 goals could be planned").arg(made).arg(seeds)));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QStringList arguments = app.arguments();
    if (const auto at = arguments.indexOf("--seeds"); at > 0 && at + 1 < arguments.size()) {
        seeds = arguments.at(at + 1).toUInt();
        arguments.remove(at, 2);
    }
    TestPlannerProperties test;
    return QTest::qExec(&test, arguments);
}
#include "tst_planner_properties.moc"
