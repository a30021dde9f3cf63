// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/rows.h"
#include "app/models/words.h"
#include "app/pages/detailpage.h"
#include "app/pages/hareadiness.h"
#include "app/pages/recoverybar.h"

#include <QHBoxLayout>
#include <QLocale>

namespace pages {

TargetPage::TargetPage(shell::Desk &desk)
    : DetailPage(desk, QStringLiteral("target"), 3)
    , m_readiness(new Readiness(desk, this))
    , m_recovery(new RecoveryBar(desk))
{
    belowFacts()->addWidget(m_recovery, 1);
    connect(m_readiness, &Readiness::changed, this, [this] {
        if (!place().empty())
            fill();
    });
    addTable(tr("Parameters"), {{QStringLiteral("name"), tr("Parameter"), 120}, {QStringLiteral("value"), tr("Value"), 200}},
        tr("No parameter is stored on this target."));
    addCharts();
    addCloseLook();
}

namespace {

QString serverText(const inventory::World &world, const std::string &name)
{
    if (name.empty())
        return QStringLiteral("–");
    const inventory::Server *server = world.server(name);
    return server == nullptr || server->up() ? models::q(name) : TargetPage::tr("%1 (%2)").arg(models::q(name), models::serverBadge(*server).word.toLower());
}

std::string serverPlace(const std::string &name) { return name.empty() ? std::string() : "server:" + name; }

std::vector<shell::Fact> targetFacts(const inventory::World &world, const inventory::Target &t)
{
    using models::Tone;
    const inventory::Volume *volume = world.volume(t.volume);
    const auto text = [](const std::string &s) { return s.empty() ? QStringLiteral("–") : models::q(s); };
    return {
        {TargetPage::tr("Runs on"), t.activeKnown ? serverText(world, t.active) : TargetPage::tr("not known"), Tone::None, -1, serverPlace(t.active)},
        {TargetPage::tr("Primary"), serverText(world, t.primary), Tone::None, -1, serverPlace(t.primary)},
        {TargetPage::tr("Failover"), serverText(world, t.failover), Tone::None, -1, serverPlace(t.failover)},
        {TargetPage::tr("Space"), models::spaceText(t.bytesTotal, t.bytesFree), Tone::None, models::used(t.bytesTotal, t.bytesFree)},
        {TargetPage::tr("Inodes"), t.inodesTotal == 0 ? QStringLiteral("–") : models::percent(models::used(t.inodesTotal, t.inodesFree)), Tone::None, models::used(t.inodesTotal, t.inodesFree)},
        {TargetPage::tr("Clients"), t.clients < 0 ? QStringLiteral("–") : QLocale().toString(static_cast<qlonglong>(t.clients))},
        {TargetPage::tr("Volume"), volume == nullptr ? text(t.volume) : models::q(volume->name) + QStringLiteral(" (") + models::size(volume->size) + QLatin1Char(')'), Tone::None, -1, "volume:" + t.volume, models::q(t.volume)},
        {TargetPage::tr("Backend"), text(t.backend)},
        {TargetPage::tr("Mount point"), text(t.mountpoint)},
        {TargetPage::tr("Recovery"), text(t.recovery)},
        {TargetPage::tr("Multiple-mount protection"), !t.mmp ? TargetPage::tr("not known") : *t.mmp ? TargetPage::tr("on") : TargetPage::tr("off"), t.mmp && !*t.mmp ? Tone::Warning : Tone::None},
        {TargetPage::tr("Configuration"), t.writeconf ? TargetPage::tr("is rewritten at the next start") : TargetPage::tr("registered")},
    };
}

void addHaFacts(std::vector<shell::Fact> &facts, const inventory::Target &t, const Readiness &readiness)
{
    facts.push_back({TargetPage::tr("Managed by"), t.cluster.empty() ? TargetPage::tr("this program") : TargetPage::tr("Pacemaker in %1").arg(models::q(t.cluster)), models::Tone::None, -1,
        t.cluster.empty() ? std::string() : "cluster:" + t.cluster, models::q(t.resource)});
    if (t.cluster.empty())
        return;
    const models::Badge ready = models::readyBadge(readiness.value(), t.id);
    facts.push_back({TargetPage::tr("Could fail over now"), ready.word.isEmpty() ? QStringLiteral("–") : ready.tip.isEmpty() ? ready.word : ready.word + QStringLiteral(": ") + ready.tip, ready.tone});
}

} // namespace

bool TargetPage::fill()
{
    const inventory::World world = cluster().world();
    const inventory::Target *target = world.target(place());
    if (target == nullptr)
        return false;
    const models::Badge badge = models::targetBadge(*target, cluster().wanted());
    setHead(models::q(target->label), badge, models::plainList(target->conflicts, 6));
    std::vector<shell::Fact> facts = targetFacts(world, *target);
    if (!world->clusters.empty())
        addHaFacts(facts, *target, *m_readiness);
    this->facts()->setFacts(facts);
    if (!target->cluster.empty())
        m_readiness->want();
    m_recovery->show(*target);
    std::vector<models::Row> rows;
    for (std::size_t i = 0; i < target->parameters.size(); ++i) {
        const auto &[name, value] = target->parameters[i];
        rows.push_back({std::to_string(1000 + i), {models::cell(name), models::cell(value)}});
    }
    setRows(std::move(rows));
    std::vector<inventory::Drift> mine;
    for (const inventory::Drift &d : desk().drift())
        if (d.object == target->id)
            mine.push_back(d);
    showDrift(mine);
    return true;
}

} // namespace pages
