// SPDX-License-Identifier: GPL-3.0-or-later
// Golden plans: each folder holds a world, goals, and the plan that comes of them, as an admin would read it.
// `tst_scenarios --update` rewrites the plans; read the difference before you commit it.
#include "core/inventory/profilelibrary.h"
#include "core/plan/hadrift.h"
#include "core/plan/planner.h"
#include "tests/support/rehearsal.h"
#include "tests/support/worlds.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace {

bool update = false;

std::string contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string errorText(const base::Error &e)
{
    return "No plan (" + std::string(protocol::word(e.problem)) + "): " + e.message + "\n"
        + (e.remedy.empty() ? "" : "What to do: " + e.remedy + "\n");
}

std::string wantedText(const inventory::Wanted &wanted)
{
    std::string out = "\nWanted when it is done\n";
    for (const auto &[id, state] : wanted.states)
        out += "  " + id + ": " + std::string(machine::word(state)) + "\n";
    for (const auto &[target, server] : wanted.placement)
        out += "  " + target + ": on " + server + "\n";
    for (const auto &[target, mountpoint] : wanted.mountpoints)
        out += "  " + target + ": at " + mountpoint + "\n";
    for (const auto &[server, profile] : wanted.profiles)
        out += "  " + server + ": profile " + profile->name + "\n";
    for (const std::string &server : wanted.lnetOurs)
        out += "  " + server + ": LNet configured by us\n";
    for (const auto &[name, spec] : wanted.clusters) {
        out += "  cluster " + name + ": " + std::to_string(spec.members.size()) + " members, " + std::to_string(spec.fencing.size()) + " with fencing";
        for (const std::string &target : spec.resources)
            out += ", " + target;
        out += "\n";
    }
    for (const std::string &server : wanted.standby)
        out += "  " + server + ": in standby\n";
    for (const std::string &name : wanted.maintenance)
        out += "  " + name + ": in maintenance mode\n";
    for (const auto &[name, spec] : wanted.filesystems)
        out += "  " + name + ": " + std::to_string(spec.targets.size()) + " targets specified\n";
    return out;
}

std::string driftText(const inventory::World &world, const inventory::Wanted &wanted)
{
    std::string out;
    for (const inventory::Drift &d : plan::drift(world, wanted))
        out += "  " + d.name + " " + d.text + (d.repairable ? "" : " (cannot be repaired now)") + "\n";
    return out.empty() ? out : "Differs from what is wanted\n" + out + "\n";
}

/// Runs a plan on paper; a plan that a cluster would refuse has no place among the golden ones.
std::string rehearsed(worlds::Rehearsal &cluster, const plan::Plan &plan)
{
    for (const plan::Move &m : plan.moves)
        if (const std::string problem = cluster.apply(m); !problem.empty())
            return "REFUSED: " + problem + "\n";
    return {};
}

std::string planned(const worlds::Described &in, const protocol::Json &goal)
{
    std::vector<plan::Goal> goals;
    for (const protocol::Json &g : protocol::member(goal, "goals")) {
        auto read = plan::goalFromJson(g);
        if (!read)
            return "BAD goal.json: " + read.error().message + "\n";
        if (const std::string name = protocol::textOf(g, "profile"); !name.empty())
            read->profiles[""] = inventory::ProfileLibrary("/nonexistent").find(name);
        goals.push_back(std::move(*read));
    }
    const auto plan = plan::plan(in.world(), in.wanted, goals);
    std::string out = driftText(in.world(), in.wanted);
    if (!plan)
        return out + errorText(plan.error());
    worlds::Rehearsal cluster(in.reports);
    out += rehearsed(cluster, *plan);
    if (!protocol::flagOf(goal, "undo"))
        return out + plan::asText(*plan) + wantedText(plan->wantedAfter);
    const auto undo = plan::inverse(*plan, std::vector<bool>(plan->moves.size(), true), cluster.world(), plan->wantedAfter);
    if (!undo)
        return out + errorText(undo.error());
    return out + rehearsed(cluster, *undo) + plan::asText(*undo) + wantedText(undo->wantedAfter);
}

} // namespace

class TestScenarios : public QObject {
    Q_OBJECT
private slots:
    void plan_data()
    {
        QTest::addColumn<QString>("folder");
        const QDir root(SOURCE_DIR "/tests/scenarios");
        for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            QTest::newRow(qPrintable(name)) << root.filePath(name);
    }
    void plan()
    {
        QFETCH(QString, folder);
        const worlds::Described in = worlds::described(contents(folder + "/world.txt"));
        QVERIFY2(in.problem.empty(), in.problem.c_str());
        const protocol::Json goal = protocol::parseJson(contents(folder + "/goal.json"));
        QVERIFY2(goal.is_object(), "goal.json is no JSON object");
        const std::string now = planned(in, goal);
        QVERIFY2(now.find("REFUSED") == std::string::npos || update, now.c_str());
        if (update) {
            QFile file(folder + "/plan.txt");
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(now.c_str());
            return;
        }
        const std::string golden = contents(folder + "/plan.txt");
        if (now != golden)
            qInfo("%s", now.c_str());
        QVERIFY2(now == golden, "the plan differs from plan.txt; it stands above");
    }
    void thereAreEnough()
    {
        QVERIFY(QDir(SOURCE_DIR "/tests/scenarios").entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() >= 40);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QStringList arguments = app.arguments();
    update = arguments.removeAll("--update") > 0;
    TestScenarios test;
    return QTest::qExec(&test, arguments);
}
#include "tst_scenarios.moc"
