// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which the moves of a search can be run, and the headings that they stand under.
#include "core/plan/search.h"

#include <algorithm>
#include <queue>

namespace plan {

using machine::Transition;

Phase Search::phaseOf(const Object &o, const Transition &t) const
{
    switch (o.kind) {
    case Kind::Server: return t.to == State::Removed ? Phase::Remove : Phase::Prepare;
    case Kind::Lnet: return t.risk == machine::Risk::Safe && t.to != State::Unconfigured ? Phase::Prepare : Phase::Stop;
    case Kind::Software: return Phase::Prepare;
    case Kind::TimeSync:
    case Kind::Firewall:
    case Kind::Services: return t.to == State::Synchronized || t.to == State::Open || t.to == State::Running ? Phase::Prepare : Phase::Stop;
    case Kind::Corosync:
    case Kind::Pacemaker:
    case Kind::HaCluster:
    case Kind::Fencing:
    case Kind::HaResource: return t.to == State::Running || t.to == State::Ready || t.to == State::Configured || t.from == State::Unconfigured ? Phase::Start : Phase::Stop;
    case Kind::Target:
    case Kind::Filesystem:
    case Kind::ClientMount: break;
    }
    if (t.to == State::Removed)
        return Phase::Remove;
    if (t.steps.has(protocol::Verb::TargetFormat))
        return Phase::Format;
    const bool up = t.to == State::Mounted || t.to == State::Available || t.from == State::Formatted;
    return up && !o.migrating ? Phase::Start : Phase::Stop;
}

std::string Search::groupOf(const Object &o, Phase phase) const
{
    const bool named = o.kind == Kind::Target || o.kind == Kind::Filesystem;
    const std::string fs = named && o.filesystem != noIndex ? m_model[o.filesystem].name : o.name;
    switch (phase) {
    case Phase::Prepare: return "Prepare servers";
    case Phase::Format: return o.filesystem == noIndex ? "Format the MGS" : "Format targets of " + fs;
    case Phase::Stop:
    case Phase::Start:
    case Phase::Remove:
    case Phase::Act: break;
    }
    return m_purpose;
}

void Search::addOrders(std::vector<std::vector<std::size_t>> &after) const
{
    std::vector<std::size_t> at(m_model.size());
    for (const machine::Order &order : machine::orders) {
        std::fill(at.begin(), at.end(), noMove);
        for (std::size_t i = 0; i < m_drafts.size(); ++i)
            if (const Draft &d = m_drafts[i]; d.transition && d.to == order.to && !d.migrating)
                at[d.object] = i;
        for (Index o = 0; o < m_model.size(); ++o) {
            if (at[o] == noMove || m_model[o].kind != order.kind)
                continue;
            for (const Index other : m_model.related(o, order.after, order.of))
                if (at[other] != noMove)
                    after[at[o]].push_back(at[other]);
        }
    }
}

std::optional<std::vector<std::size_t>> Search::sorted(const std::vector<std::vector<std::size_t>> &after) const
{
    std::vector<std::size_t> waits(m_drafts.size()), out;
    std::vector<std::vector<std::size_t>> followers(m_drafts.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        for (const std::size_t a : after[i]) {
            followers[a].push_back(i);
            ++waits[i];
        }
    using Key = std::pair<Phase, std::size_t>;
    std::priority_queue<Key, std::vector<Key>, std::greater<>> ready;
    for (std::size_t i = 0; i < waits.size(); ++i)
        if (waits[i] == 0)
            ready.push({ m_drafts[i].phase, i });
    while (!ready.empty()) {
        const std::size_t i = ready.top().second;
        ready.pop();
        out.push_back(i);
        for (const std::size_t f : followers[i])
            if (--waits[f] == 0)
                ready.push({ m_drafts[f].phase, f });
    }
    if (out.size() != m_drafts.size())
        return {};
    return out;
}

std::vector<Draft> Search::finish()
{
    std::vector<std::vector<std::size_t>> hard(m_drafts.size());
    for (std::size_t i = 0; i < m_drafts.size(); ++i)
        hard[i] = m_drafts[i].after;
    auto both = hard;
    addOrders(both);
    auto order = sorted(both);
    if (!order) { // an order is a wish; what is needed goes first
        both = std::move(hard);
        order = sorted(both);
    }
    std::vector<std::size_t> place(m_drafts.size());
    for (std::size_t i = 0; i < order->size(); ++i)
        place[(*order)[i]] = i;
    std::vector<Draft> out(m_drafts.size());
    for (std::size_t i = 0; i < m_drafts.size(); ++i) {
        Draft &d = out[place[i]] = std::move(m_drafts[i]);
        d.after.clear();
        for (const std::size_t a : both[i])
            d.after.push_back(place[a]);
        std::sort(d.after.begin(), d.after.end());
        d.after.erase(std::unique(d.after.begin(), d.after.end()), d.after.end());
    }
    m_drafts.clear();
    return out;
}

} // namespace plan
