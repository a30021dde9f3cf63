// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/opencluster.h"

#include "app/models/words.h"
#include "core/link/agents.h"
#include "core/manager/demo.h"

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
}

QString OpenCluster::name() const
{
    const std::string name = m_manager->name();
    return name.empty() ? tr("My cluster") : models::q(name);
}

void OpenCluster::killServer(const std::string &name)
{
    m_opener->demo()->kill(name, [this](const base::Result<void> &done) {
        if (!done)
            emit failed(done.error());
    });
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
