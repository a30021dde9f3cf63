// SPDX-License-Identifier: GPL-3.0-or-later
// Mistakes in the table are compile errors.
#pragma once
#include "core/machine/machines.h"

namespace machine {

constexpr const Machine &of(Kind kind) { return machines[static_cast<std::size_t>(kind)]; }

constexpr bool kindsInOrder()
{
    for (std::size_t i = 0; i < std::size(machines); ++i)
        if (static_cast<std::size_t>(machines[i].kind) != i || machines[i].name.empty() || machines[i].states.empty())
            return false;
    return std::size(machines) == kindCount;
}

/// Whether moves lead from one state to the other. `planned` leaves out the moves that only follow from others.
constexpr bool reaches(const Machine &m, State from, State to, bool planned)
{
    std::array<State, 16> queue { from };
    std::size_t head = 0, tail = 1;
    std::array<bool, 32> seen {};
    seen[static_cast<std::size_t>(from)] = true;
    while (head < tail) {
        const State s = queue[head++];
        if (s == to)
            return true;
        for (const Transition &t : m.moves)
            if (t.from == s && !(planned && t.follows()) && !seen[static_cast<std::size_t>(t.to)]) {
                seen[static_cast<std::size_t>(t.to)] = true;
                queue[tail++] = t.to;
            }
    }
    return false;
}

constexpr bool isLegal(const Need &n)
{
    for (State s : n.ok)
        if (!of(n.kind).states.has(s))
            return false;
    return !n.ok.empty();
}

/// A state that something wants must be one that somebody can go to.
constexpr bool isReachableByPlan(const Need &n)
{
    for (State s : of(n.kind).states)
        if (s != n.ok.front() && reaches(of(n.kind), s, n.ok.front(), true))
            return true;
    return false;
}

constexpr bool stepsAreWrites(const Few<protocol::Verb, 4> &steps)
{
    for (protocol::Verb v : steps)
        if (!protocol::traits(v).writes)
            return false;
    return true;
}

constexpr bool holdsAreSound(const Machine &m)
{
    for (const Hold &h : m.holds) {
        if (h.in.empty() || !isLegal(h.need) || !m.states.has(h.otherwise) || h.in.has(h.otherwise))
            return false;
        for (State s : h.in)
            if (!m.states.has(s) || !reaches(m, s, h.otherwise, false))
                return false; // a way out of every hold
    }
    return true;
}

constexpr bool sameWay(const Transition &a, const Transition &b)
{
    const bool apart = a.when != b.when && a.when != When::Always && b.when != When::Always;
    return a.from == b.from && a.to == b.to && !apart;
}

constexpr bool moveIsSound(const Machine &m, const Transition &t)
{
    if (!m.states.has(t.from) || !m.states.has(t.to) || t.from == t.to || !stepsAreWrites(t.steps))
        return false;
    if (t.follows() && (!t.steps.empty() || !t.needs.empty() || t.risk != Risk::Safe))
        return false;
    int same = 0;
    for (const Transition &u : m.moves)
        same += sameWay(t, u) ? 1 : 0;
    for (const Need &n : t.needs)
        if (!isLegal(n) || !isReachableByPlan(n))
            return false;
    return same == 1;
}

constexpr bool isWellFormed(const Machine &m)
{
    for (State s : m.states) {
        if (s == State::None || s == State::Unknown || !reaches(m, m.states.front(), s, false))
            return false; // no orphan state
        int same = 0;
        for (State u : m.states)
            same += s == u ? 1 : 0;
        if (same != 1)
            return false;
    }
    for (const Transition &t : m.moves)
        if (!moveIsSound(m, t))
            return false;
    return holdsAreSound(m);
}

constexpr bool allWellFormed()
{
    for (const Machine &m : machines)
        if (!isWellFormed(m))
            return false;
    return true;
}

constexpr bool ordersAreSound()
{
    for (const Order &o : orders) {
        for (const Kind kind : { o.kind, o.of }) {
            bool moves = false;
            for (const Transition &t : of(kind).moves)
                moves = moves || t.to == o.to;
            if (!moves)
                return false;
        }
    }
    return true;
}

constexpr bool actionsAreSound()
{
    for (std::size_t i = 0; i < std::size(actions); ++i) {
        const Action &a = actions[i];
        if (static_cast<std::size_t>(a.id) != i || a.name.empty() || !stepsAreWrites(a.steps))
            return false;
        if (a.steps.empty() && a.risk != Risk::Safe)
            return false;
        for (State s : a.in)
            if (s != State::Unknown && !of(a.kind).states.has(s))
                return false;
        bool undo = a.undo.empty();
        for (const Action &b : actions)
            undo = undo || b.name == a.undo;
        if (!undo || a.in.empty())
            return false;
    }
    return true;
}

static_assert(kindsInOrder(), "machines.h: the table must follow the order of the enumeration Kind");
static_assert(allWellFormed(), "machines.h: a state, a need, a verb or a way back is missing");
static_assert(ordersAreSound(), "machines.h: an order speaks of a move that does not exist");
static_assert(actionsAreSound(), "machines.h: an action has a state, a verb or an undo that does not exist");

constexpr const Action &action(ActionId id) { return actions[static_cast<std::size_t>(id)]; }

/// What takes a move back: the action of the way in the opposite direction; empty when there is none.
constexpr std::string_view undoOf(Kind kind, State from, State to)
{
    for (const Transition &t : of(kind).moves)
        if (t.from == to && t.to == from)
            return t.action;
    return {};
}

} // namespace machine
