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
    cluster.m_answer = [](const std::string &, protocol::Verb verb, const protocol::Json &) -> base::Result<protocol::Json> {
        if (verb == protocol::Verb::HaMetadata)
            return protocol::Json{{"xml", ipmilanMetadata}};
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

/// Seven clusters, most of them proven, and one server that died.
Cluster &troubled(shell::MainWindow &window, Source &figures)
{
    inventory::Wanted wanted;
    const inventory::World well = withClusters(world(manyShape()), wanted, {"mds1-mds2"});
    for (const auto &[id, t] : well->targets)
        wanted.states[id] = machine::State::Mounted;
    Cluster &cluster = shown(window, afterDeath(well, "oss3-oss4", "oss4", QDateTime::currentMSecsSinceEpoch() - 40'000), wanted, figures);
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
    const std::pair<const char *, Part> parts[] = {{"ha-cluster", Part::Nodes}, {"ha-resources", Part::Resources}, {"ha-readiness", Part::Readiness}, {"ha-fencing", Part::Fencing}, {"ha-configuration", Part::Configuration}};
    for (const auto &[name, part] : parts)
        page(name, [&window, &figures, part = part] {
            if (window.desk()->cluster().world().cluster("oss3-oss4") == nullptr)
                troubled(window, figures);
            window.desk()->open("cluster:oss3-oss4");
            qobject_cast<pages::ClusterPage *>(window.page())->showPart(part);
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
