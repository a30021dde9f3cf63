// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/support/hascenes.h"

#include "app/models/words.h"
#include "app/pages/hacluster.h"
#include "app/pages/haoverview.h"
#include "app/wizards/hasetup.h"
#include "tests/gui/support/madeup.h"
#include "tests/gui/support/madeupha.h"

#include <QComboBox>
#include <QDateTime>
#include <QLineEdit>

namespace madeup {

namespace {

Cluster &shown(shell::MainWindow &window, const inventory::World &world, const inventory::Wanted &wanted, Source &figures)
{
    auto made = std::make_unique<Cluster>(world);
    Cluster &cluster = *made;
    cluster.wantedState() = wanted;
    cluster.m_source = &figures;
    cluster.m_answer = [](const std::string &, protocol::Verb verb, const protocol::Json &args) -> base::Result<protocol::Json> {
        if (verb == protocol::Verb::HaMetadata)
            return protocol::Json{{"xml", ipmilanMetadata}};
        if (verb == protocol::Verb::HaState && args.contains("ping")) {
            protocol::Json reach = protocol::Json::array();
            for (const std::string &address : protocol::textsOf(args, "ping"))
                reach.push_back({{"address", address}, {"ok", true}, {"ms", 0.13}});
            return protocol::Json{{"reach", reach}};
        }
        return protocol::Json{{"outlets", {{{"name", "10.9.0.11"}, {"state", "on"}}}}};
    };
    window.setCluster(std::move(made));
    return cluster;
}

Shape manyShape()
{
    Shape shape;
    shape.oss = 8;
    shape.osts = shape.ostVolumes = 48;
    return shape;
}

void prove(Cluster &cluster, const std::vector<std::string> &servers)
{
    for (const std::string &server : servers)
        cluster.m_proofs[server] = QDateTime::currentMSecsSinceEpoch() - 11ll * 86'400'000;
}

/// The death of a node as it was followed: well, lost, and its targets on the partner.
ha::StoryInput storyOf(const inventory::World &well, const inventory::World &dead, const std::string &cluster, const std::string &node, std::int64_t now)
{
    ha::StoryInput input;
    const ha::HaCluster *before = well.cluster(cluster), *after = dead.cluster(cluster);
    if (before == nullptr || after == nullptr || !before->status || !after->status)
        return input;
    auto lost = std::make_shared<ha::ClusterStatus>(*before->status);
    for (ha::NodeStatus &n : lost->nodes)
        if (n.name == node) {
            n.online = false;
            n.unclean = true;
        }
    input.snapshots = {{now - 60'000, before->status}, {now - 47'000, lost}, {now - 40'000, after->status}};
    input.targets = after->targets;
    int more = 0;
    for (const ha::TargetResource &t : after->targets)
        if (const inventory::Target *target = dead.target(t.target); target != nullptr && target->active != node)
            input.recoveries.push_back({target->label, target->active, now - 40'000, more == 0 ? 0 : now - 8'000 - more * 500, 1204 - more, more++ == 1 ? 3 : 0});
    return input;
}

/// Seven clusters, most of them proven, and one server that died.
Cluster &troubled(shell::MainWindow &window, Source &figures)
{
    inventory::Wanted wanted;
    const inventory::World well = withClusters(world(manyShape()), wanted, {"mds1-mds2"});
    for (const auto &[id, t] : well->targets)
        wanted.states[id] = machine::State::Mounted;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
    const inventory::World dead = afterDeath(well, "oss3-oss4", "oss4", now - 40'000);
    Cluster &cluster = shown(window, dead, wanted, figures);
    cluster.m_failovers = storyOf(well, dead, "oss3-oss4", "oss4", now);
    prove(cluster, {"mds1", "mds2", "oss1", "oss2", "oss3", "oss4", "oss7", "oss8"});
    return cluster;
}

wizards::HaSetup *wizard(shell::MainWindow &window, Source &figures, int step)
{
    shown(window, haReady(world({})), {}, figures);
    const inventory::World ready = window.desk()->cluster().world();
    window.desk()->open("ha");
    window.desk()->startWizard(pages::clusterGoal(haSpec(ha::proposePairs(ready)[1])));
    auto *made = window.findChildren<wizards::HaSetup *>().back();
    for (const char *server : {"oss1", "oss2"})
        made->draft().passwords[std::string(server) + "-bmc"] = "shown as dots";
    for (int i = 0; i < step; ++i)
        made->findChild<QPushButton *>(QStringLiteral("hasetup.next"))->click();
    return made;
}

} // namespace

std::vector<std::pair<QString, std::function<QWidget *()>>> haScenes(shell::MainWindow &window, Source &figures)
{
    std::vector<std::pair<QString, std::function<QWidget *()>>> scenes;
    const auto page = [&](const char *name, std::function<void()> show) {
        scenes.emplace_back(QLatin1String(name), [&window, show = std::move(show)] {
            show();
            return static_cast<QWidget *>(&window);
        });
    };
    page("ha-empty", [&] {
        shown(window, haReady(world({})), {}, figures);
        window.desk()->open("ha");
    });
    const std::pair<const char *, int> steps[] = {{"ha-setup-servers", 0}, {"ha-setup-rings", 1}, {"ha-setup-fencing", 2}, {"ha-setup-policies", 3}, {"ha-setup-targets", 4}, {"ha-setup-summary", 5}};
    for (const auto &[name, step] : steps)
        scenes.emplace_back(QLatin1String(name), [&window, &figures, step = step] { return static_cast<QWidget *>(wizard(window, figures, step)); });
    page("ha-plan", [&] {
        wizard(window, figures, 5)->findChild<QPushButton *>(QStringLiteral("hasetup.next"))->click();
    });
    page("ha-overview", [&] {
        troubled(window, figures);
        window.desk()->open("ha");
    });
    using Part = pages::ClusterPage::Part;
    const std::pair<const char *, Part> parts[] = {{"ha-cluster", Part::Nodes}, {"ha-resources", Part::Resources}, {"ha-readiness", Part::Readiness}, {"ha-fencing", Part::Fencing}, {"ha-story", Part::Failovers}, {"ha-configuration", Part::Configuration}};
    for (const auto &[name, part] : parts)
        page(name, [&window, &figures, part = part] {
            if (window.desk()->cluster().world().cluster("oss3-oss4") == nullptr)
                troubled(window, figures);
            window.desk()->open("cluster:oss3-oss4");
            qobject_cast<pages::ClusterPage *>(window.page())->showPart(part);
        });
    page("ha-power", [&] {
        troubled(window, figures);
        window.desk()->open("power");
    });
    page("ha-recovery", [&] {
        figures.m_fixed = {{"recovery_clients", 1204}, {"recovery_connected", 1100}, {"recovery_completed", 870}, {"recovery_evicted", 12}, {"recovery_left", 119}};
        if (window.desk()->cluster().world().cluster("oss3-oss4") == nullptr)
            troubled(window, figures);
        for (const auto &[id, t] : window.desk()->cluster().world()->targets)
            if (t.cluster == "oss3-oss4" && t.recovery == "RECOVERING")
                return window.desk()->open(id);
    });
    page("ha-touch", [&] {
        figures.m_fixed = {{"recovery_duration", 65}};
        if (window.desk()->cluster().world().cluster("oss3-oss4") == nullptr)
            troubled(window, figures);
        plan::Goal goal;
        goal.what = plan::Goal::What::Drain;
        goal.object = "server:oss1";
        window.desk()->propose({goal});
    });
    return scenes;
}

} // namespace madeup
