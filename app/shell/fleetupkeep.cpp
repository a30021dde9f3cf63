// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/fleetupkeep.h"

#include <algorithm>

namespace shell {

using State = fleet::Rollout::State;

namespace {

/// Waves as Upgrade makes them: one, then twice as many each time.
int waveOf(std::size_t place)
{
    int wave = 1;
    for (std::size_t size = 1, begin = 0; place >= begin + size; begin += size, size *= 2)
        ++wave;
    return wave;
}

QString stateText(const fleet::Rollout::Row &row)
{
    switch (row.state) {
    case State::Waiting: return FleetUpkeep::tr("Waits");
    case State::Running: return row.stageText.empty() ? FleetUpkeep::tr("Under way") : QString::fromStdString(row.stageText);
    case State::Done: return FleetUpkeep::tr("Done");
    case State::Failed: return FleetUpkeep::tr("Failed");
    case State::Skipped: return FleetUpkeep::tr("Not begun");
    }
    return {};
}

} // namespace

FleetUpkeep::FleetUpkeep(agentlink::SshHub &hub, bool removal, std::vector<profile::ServerEntry> servers, fleet::Rollout::Options options, QObject *parent)
    : Upkeep(parent)
    , m_hub(hub)
    , m_removal(removal)
    , m_servers(std::move(servers))
    , m_options(std::move(options))
{
    for (std::size_t i = 0; i < m_servers.size(); ++i) {
        Row row{m_servers[i].name, tr("Waits")};
        row.wave = removal ? 0 : waveOf(i);
        m_rows.push_back(std::move(row));
    }
}

void FleetUpkeep::start() { run(m_servers); }

void FleetUpkeep::run(const std::vector<profile::ServerEntry> &servers)
{
    if (m_removal)
        m_rollout = std::make_unique<fleet::Removal>(m_hub, servers, m_options);
    else
        m_rollout = std::make_unique<fleet::Upgrade>(m_hub, servers, m_options);
    m_running = true;
    connect(m_rollout.get(), &fleet::Rollout::changed, this, &FleetUpkeep::take);
    connect(m_rollout.get(), &fleet::Rollout::finished, this, &FleetUpkeep::finish);
    m_rollout->start();
    take();
}

void FleetUpkeep::take()
{
    for (const fleet::Rollout::Row &from : m_rollout->rows()) {
        const auto row = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &r) { return r.server == from.entry.name; });
        if (row == m_rows.end())
            continue;
        row->state = stateText(from);
        row->running = from.state == State::Running;
        row->done = from.state == State::Done;
        row->error = from.error;
        row->wantsSecret = from.state == State::Failed && from.error && from.error->problem == base::Problem::AccessDenied;
    }
    emit changed();
}

void FleetUpkeep::giveSecret(const agentlink::Secret &secret)
{
    if (m_running)
        return;
    m_options.sudo = secret;
    m_options.login = secret;
    std::vector<profile::ServerEntry> rest;
    for (const profile::ServerEntry &entry : m_servers)
        if (std::none_of(m_rows.begin(), m_rows.end(), [&](const Row &r) { return r.server == entry.name && r.done; }))
            rest.push_back(entry);
    run(rest);
}

void FleetUpkeep::cancel()
{
    if (m_rollout)
        m_rollout->cancel();
}

void FleetUpkeep::finish()
{
    take();
    m_running = false;
    const auto done = std::count_if(m_rows.begin(), m_rows.end(), [](const Row &r) { return r.done; });
    const auto bad = std::find_if(m_rows.begin(), m_rows.end(), [](const Row &r) { return r.error.has_value(); });
    QString text = tr("%1 of %2 are done.").arg(done).arg(m_rows.size());
    if (bad != m_rows.end())
        text += QLatin1Char(' ') + (m_removal ? tr("%1 has failed.") : tr("It stopped at %1, which has its old agent again.")).arg(QString::fromStdString(bad->server));
    emit ended(text);
}

} // namespace shell
