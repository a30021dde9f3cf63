// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/leases.h"

#include <QDateTime>
#include <algorithm>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;
using protocol::Json;
using protocol::Verb;

bool isLineLost(Problem problem)
{
    return problem == Problem::Disconnected || problem == Problem::Unreachable;
}

Error leaseHeldError(const std::string &server, const Error &error)
{
    const Json held = protocol::parseJson(error.detail);
    const std::string holder = protocol::textOf(held, "holder");
    if (holder.empty())
        return error;
    const std::string host = protocol::textOf(held, "host"), title = protocol::textOf(held, "title");
    const double since = protocol::realOf(held, "since");
    std::string text = server + " is held by " + holder + (host.empty() ? "" : " on " + host);
    if (since > 0)
        text += " since " + QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(since * 1000)).toString(Qt::ISODate).toStdString();
    if (!title.empty())
        text += ", running \"" + title + "\"";
    return Error{Problem::LeaseHeld, text, error.detail, "Wait until that job has ended, or ask " + holder + " to cancel it."};
}

LeaseSet::LeaseSet(Agents &agents, base::Clock &clock, LeaseTerms terms, std::vector<std::string> servers, QObject *parent)
    : QObject(parent)
    , m_agents(agents)
    , m_clock(clock)
    , m_terms(std::move(terms))
{
    for (const std::string &server : servers)
        m_leases[server];
    connect(&m_agents, &Agents::reachChanged, this, [this](const std::string &server) {
        const auto lease = m_leases.find(server);
        if (lease != m_leases.end() && lease->second.silent && m_agents.reach(server) == inventory::Reach::Connected)
            takeAt(server);
    });
}

AgentCall *LeaseSet::ask(const std::string &server, Verb verb, Json args)
{
    Request request;
    request.server = server;
    request.verb = verb;
    request.args = std::move(args);
    request.lease = m_leases[server].token;
    AgentCall *call = m_agents.call(request, this);
    connect(call, &AgentCall::finished, call, &QObject::deleteLater);
    return call;
}

std::string LeaseSet::token(const std::string &server) const
{
    const auto lease = m_leases.find(server);
    return lease == m_leases.end() ? std::string() : lease->second.token;
}

std::vector<std::string> LeaseSet::waitingFor() const
{
    std::vector<std::string> servers;
    for (const auto &[server, lease] : m_leases)
        if (lease.silent && lease.token.empty())
            servers.push_back(server);
    return servers;
}

void LeaseSet::take()
{
    m_stage = Stage::Taking;
    m_clock.after(m_terms.renewSeconds * 1000, this, [this] { renewAll(); });
    if (m_leases.empty())
        m_clock.after(0, this, [this] { checkAllTaken(); });
    for (const auto &[server, lease] : m_leases)
        takeAt(server);
}

void LeaseSet::retake(const std::string &server)
{
    m_leases[server].token.clear();
    takeAt(server);
}

void LeaseSet::takeAt(const std::string &server)
{
    Lease &lease = m_leases[server];
    if (lease.asking || m_stage >= Stage::Releasing)
        return;
    lease.asking = true;
    AgentCall *call = ask(server, Verb::LeaseTake,
        Json{{"job", m_terms.job}, {"holder", m_terms.holder}, {"host", m_terms.host}, {"title", m_terms.title},
            {"seconds", m_terms.seconds}});
    connect(call, &AgentCall::finished, this, [this, server](const Result<Answer> &answer) { takeAnswered(server, answer); });
}

void LeaseSet::takeAnswered(const std::string &server, const Result<Answer> &answer)
{
    Lease &lease = m_leases[server];
    lease.asking = false;
    const bool wasSilent = lease.silent;
    lease.silent = !answer && isLineLost(answer.error().problem);
    if (answer)
        lease.token = protocol::textOf(answer->value, "token");
    if (m_stage >= Stage::Releasing)
        return answer ? releaseAt(server) : checkReleased();
    if (wasSilent != lease.silent)
        emit waitingChanged();
    if (lease.silent)
        return scheduleRetry(server);
    if (!answer)
        return refuse(server, answer.error());
    if (m_stage == Stage::Held)
        emit retaken(server);
    else
        checkAllTaken();
}

// The link tells when a host is back; the timer is for a line that broke and came back faster than that.
void LeaseSet::scheduleRetry(const std::string &server)
{
    m_clock.after(5000, this, [this, server] {
        if (m_leases[server].silent)
            takeAt(server);
    });
}

void LeaseSet::refuse(const std::string &server, const Error &error)
{
    const Error told = error.problem == Problem::LeaseHeld ? leaseHeldError(server, error) : error;
    if (m_stage == Stage::Held) {
        emit lost(server, told);
        return;
    }
    m_refusal = told;
    release();
}

void LeaseSet::checkAllTaken()
{
    const bool all = std::all_of(m_leases.begin(), m_leases.end(), [](const auto &item) { return !item.second.token.empty(); });
    if (!all || m_stage != Stage::Taking)
        return;
    m_stage = Stage::Held;
    emit allTaken();
}

void LeaseSet::renewAll()
{
    if (m_stage >= Stage::Releasing)
        return;
    for (auto &[server, lease] : m_leases) {
        if (lease.token.empty() || lease.asking)
            continue;
        lease.asking = true;
        AgentCall *call = ask(server, Verb::LeaseRenew, Json{{"token", lease.token}, {"seconds", m_terms.seconds}});
        connect(call, &AgentCall::finished, this,
            [this, server = server](const Result<Answer> &answer) { renewAnswered(server, answer); });
    }
    m_clock.after(m_terms.renewSeconds * 1000, this, [this] { renewAll(); });
}

void LeaseSet::renewAnswered(const std::string &server, const Result<Answer> &answer)
{
    m_leases[server].asking = false;
    if (m_stage >= Stage::Releasing)
        return releaseAt(server);
    const bool refused = !answer && answer.error().problem == Problem::LeaseNeeded;
    if (refused || m_leases[server].token.empty()) // empty: a step was refused for want of the lease meanwhile
        retake(server);
}

void LeaseSet::release()
{
    m_stage = Stage::Releasing;
    for (const auto &[server, lease] : m_leases)
        if (!lease.asking && !lease.token.empty())
            releaseAt(server);
    m_clock.after(0, this, [this] { checkReleased(); });
}

void LeaseSet::releaseAt(const std::string &server)
{
    Lease &lease = m_leases[server];
    if (lease.token.empty())
        return checkReleased();
    lease.asking = true;
    AgentCall *call = ask(server, Verb::LeaseRelease, Json{{"token", lease.token}});
    lease.token.clear();
    connect(call, &AgentCall::finished, this, [this, server](const Result<Answer> &) {
        m_leases[server].asking = false;
        checkReleased();
    });
}

void LeaseSet::checkReleased()
{
    const bool busy = std::any_of(m_leases.begin(), m_leases.end(), [](const auto &item) { return item.second.asking; });
    if (busy || m_stage != Stage::Releasing)
        return;
    m_stage = Stage::Over;
    if (m_refusal)
        emit refused(*m_refusal);
    else
        emit released();
}

} // namespace jobs
