// SPDX-License-Identifier: GPL-3.0-or-later
// The search: brings objects to states, releasing first who leans on what changes, then satisfying what the new state
// leans on. Private to plan; planner.cpp turns goals into calls of it, steps.cpp turns its moves into steps.
#pragma once
#include "core/plan/objects.h"

namespace plan {

inline constexpr std::size_t noMove = ~std::size_t { 0 };

enum class Phase : std::uint8_t { Prepare, Stop, Format, Start, Remove, Act };

/// A move before it has steps.
struct Draft {
    Index object = noIndex;
    State from {}, to {};
    const machine::Transition *transition = nullptr; ///< null: a one-off action
    const machine::Action *action = nullptr;
    Index server = noIndex;         ///< where it runs
    Index aim = noIndex;            ///< where a resource of Pacemaker is moved to
    bool migrating = false;
    bool targetOff = false;         ///< of a resource: its target is not mounted then, and is not to be started
    Phase phase {};
    std::string group, why;
    std::vector<std::size_t> after;
};

class Search {
public:
    explicit Search(Model &model);

    /// Errors stay: after one, nothing more is done.
    void bring(Index object, State goal, const std::string &why);
    /// Mounts a target on another server, by unmounting it first where it is mounted now.
    void move(Index target, Index server, const std::string &why);
    void act(machine::ActionId action, Index object, const std::string &why);
    /// What is planned from now on comes after all that is planned already, or after the last move, which does so itself.
    void putBehind(bool lastOnly = false);
    /// Heading for the moves to come that are not preparations: "Start scratch".
    void setPurpose(std::string purpose) { m_purpose = std::move(purpose); }

    /// What we configured on a server is taken back although it is monitored only.
    void takeBackFrom(Index server) { m_takenBack.push_back(server); }
    /// Takes a state as reached without a move.
    void become(Index object, State to);

    bool ok() const { return !m_error; }
    const base::Error &error() const { return *m_error; }
    void fail(base::Error error);
    /// The moves in an order in which they can be run; `after` are indices into this list.
    std::vector<Draft> finish();
    const std::vector<Draft> &drafts() const { return m_drafts; }

private:
    struct Needed {
        std::vector<std::size_t> after; ///< moves that must be done before
        Indices reads;                  ///< objects that must stay as they are until the move is done
    };
    void satisfy(Index me, const machine::Need &need, Needed &needed);
    void release(Index object, State to, Needed &needed);
    void releaseFrom(Index object, State from, State to, Needed &needed);
    void step(Index object, const machine::Transition &transition, const std::string &why);
    void checkCanRun(Index object, const machine::Transition &transition);
    bool refuseMonitored(Index server);
    bool refuseForeign(const Object &o);
    bool refuseResting(const Object &target, bool starting);
    void moveResource(Index target, Index server, const std::string &why);
    void count(Index filesystem, State from, State to);
    std::size_t addMove(Draft draft, Needed needed);
    const std::vector<const machine::Transition *> *route(Index object, State from, State to);
    Phase phaseOf(const Object &o, const machine::Transition &t) const;
    std::string groupOf(const Object &o, Phase phase) const;
    void addOrders(std::vector<std::vector<std::size_t>> &after) const;
    std::optional<std::vector<std::size_t>> sorted(const std::vector<std::vector<std::size_t>> &after) const;
    void reportCycle(Index object);

    Model &m_model;
    std::vector<Draft> m_drafts;
    std::vector<std::size_t> m_last;               ///< last move of each object
    std::vector<std::vector<std::size_t>> m_readers; ///< moves that lean on an object's present state
    std::vector<char> m_busy;
    Indices m_takenBack;
    Indices m_stack;
    std::map<Index, std::size_t> m_reboots;        ///< by server: what is done there afterwards comes after it
    std::vector<std::size_t> m_behind;             ///< releases that everything planned now comes after
    std::string m_purpose;
    std::optional<base::Error> m_error;
    std::map<std::tuple<Kind, State, State, bool, bool, bool>, std::optional<std::vector<const machine::Transition *>>> m_routes;
};

} // namespace plan
