// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/opencluster.h"

#include "app/charts/monitorsource.h"
#include "app/models/words.h"
#include "app/shell/openalerts.h"
#include "app/shell/openpast.h"
#include "app/shell/openservers.h"
#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/manager/proofs.h"
#include "core/manager/secretagents.h"
#include "core/manager/timeline.h"
#include "core/profile/catalogue.h"

#include <QDateTime>
#include <QFileInfo>

namespace shell {

OpenCluster::OpenCluster(std::unique_ptr<manager::Opener> opener)
    : m_opener(std::move(opener))
    , m_manager(m_opener->take())
{
    connect(m_manager.get(), &manager::Manager::worldChanged, this, &Cluster::worldChanged);
    connect(m_manager.get(), &manager::Manager::jobAdded, this, &Cluster::jobChanged);
    connect(m_manager.get(), &manager::Manager::jobChanged, this, &Cluster::jobChanged);
    connect(m_manager.get(), &manager::Manager::jobEnded, this, &Cluster::jobChanged);
    if (link() != nullptr) // a host that was lost is shown as such before the next inventory is due
        connect(link(), &jobs::Agents::reachChanged, this, &Cluster::worldChanged);
    connect(m_manager.get(), &manager::Manager::lockChanged, this, &Cluster::lockChanged);
    readFace();
    readProofs();
    connect(m_manager.get(), &manager::Manager::jobEnded, this, [this] { readProofs(); });
    m_past = std::make_unique<OpenPast>(*m_manager);
    makeCharts();
    m_alerts = std::make_unique<OpenAlerts>(m_manager->monitor());
    m_manager->logs(); // from now on they are fetched, whether the page is open or not
    if (link() != nullptr)
        m_servers = std::make_unique<OpenServers>(*m_manager, *link());
}

OpenCluster::~OpenCluster() { emit closing(); }
AlertSide *OpenCluster::alerts() const { return m_alerts.get(); }
PastSide *OpenCluster::past() const { return m_past.get(); }
charts::Source *OpenCluster::charts() const { return m_charts.get(); }

// On the time axis is what happened: a dip that a failover made needs no other explanation.
void OpenCluster::makeCharts()
{
    const auto marks = [this](const charts::Range &range) { return m_past->marks(range); };
    m_charts = std::make_unique<charts::MonitorSource>(m_manager->monitor(), [this] { return m_manager->world(); }, marks);
    connect(m_past.get(), &PastSide::changed, m_charts.get(), &charts::Source::marksChanged);
}

ServerSide *OpenCluster::servers() const { return m_servers.get(); }

void OpenCluster::readFace()
{
    const profile::Entry face = profile::faceOf(m_manager->profile());
    m_name = m_manager->name().empty() ? tr("My cluster") : models::q(face.name);
    m_colour = models::q(face.colour);
}

base::Result<void> OpenCluster::setFace(const QString &name, const QString &colour)
{
    if (const std::string problem = profile::nameProblem(name.toStdString()); !problem.empty())
        return base::Error{base::Problem::BadArgument, problem, {}, {}};
    if (auto set = m_manager->profile().setName(name.toStdString()); !set)
        return set;
    if (auto set = m_manager->profile().setSetting("colour", colour.toStdString()); !set)
        return set;
    readFace();
    emit faceChanged();
    return {};
}

base::Result<void> OpenCluster::setProduction(bool production)
{
    if (auto set = m_manager->setProduction(production); !set)
        return set;
    emit faceChanged();
    return {};
}

QString OpenCluster::whyLocked() const
{
    if (m_manager->whyLocked().empty())
        return {};
    if (production() && unlockedUntil() == 0)
        return tr("Production: unlock first");
    return tr("You may look only: on these servers your user is in the group chandelier-view, not in chandelier-admin");
}

QStringList OpenCluster::viewOnly() const
{
    QStringList names;
    for (const std::string &server : m_manager->viewOnly())
        names << models::q(server);
    return names;
}

void OpenCluster::killServer(const std::string &name)
{
    m_opener->demo()->kill(name, [this](const base::Result<void> &done) {
        if (!done)
            emit failed(done.error());
    });
}

void OpenCluster::ask(const std::string &server, protocol::Verb verb, const protocol::Json &args, QObject *context, Told then)
{
    askWith(server, verb, args, {}, context, std::move(then));
}

void OpenCluster::failovers(const std::string &cluster, QObject *context, FailoversTold then)
{
    std::vector<std::int64_t> fenced;
    const inventory::World world = this->world();
    if (const ha::HaCluster *shown = world.cluster(cluster); shown != nullptr && shown->status)
        for (const ha::FenceEvent &event : shown->status->fenceHistory)
            if (event.completedAt != 0)
                fenced.push_back(event.completedAt * 1000);
    m_manager->timeline().failovers(cluster, fenced, QDateTime::currentMSecsSinceEpoch(), context, [then = std::move(then)](const base::Result<ha::StoryInput> &input) {
        then(input ? *input : ha::StoryInput());
    });
}

void OpenCluster::askWith(const std::string &server, protocol::Verb verb, const protocol::Json &args, const protocol::Secrets &secrets, QObject *context, Told then)
{
    if (link() == nullptr)
        return Cluster::ask(server, verb, args, context, std::move(then));
    jobs::AgentCall *call = link()->call({.server = server, .verb = verb, .args = args, .secrets = secrets}, context);
    connect(call, &jobs::AgentCall::finished, context, [call, then = std::move(then)](const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &) {
        call->deleteLater();
        then(answer ? base::Result<protocol::Json>(answer->value.get()) : base::Result<protocol::Json>(answer.error()));
    });
}

void OpenCluster::readProofs()
{
    m_proofs.clear();
    for (const auto &[server, proof] : manager::fenceProofs(m_opener->path()))
        m_proofs[server] = proof.at;
}

void OpenCluster::giveFenceSecret(const std::string &name, const std::string &password)
{
    if (manager::SecretAgents *secrets = m_opener->fenceSecrets())
        secrets->give(name, password, true);
}

void OpenCluster::bootServer(const std::string &name)
{
    m_opener->demo()->boot(name, [this, name](const base::Result<void> &done) {
        if (!done)
            return emit failed(done.error());
        link()->reconnectNow(name);
    });
}

} // namespace shell
