// SPDX-License-Identifier: GPL-3.0-or-later
// Is this host fit to be a storage server? Pure functions over what the hosts said.
#pragma once
#include "core/fleet/facts.h"

#include <memory>
#include <optional>

namespace fleet {

enum class Grade : std::uint8_t {
    Pending, ///< not known yet
    Good,
    Notice,  ///< works, but should be known
    Bad,     ///< must be mended, or overridden with a reason
    Fatal,   ///< cannot be overridden: no login, wrong architecture
};

struct Check {
    std::string id;     ///< "clock", "names", "disks": stable, for overrides, tests and JSON
    std::string title;  ///< "Clock"
    Grade grade = Grade::Pending;
    std::string found{};  ///< what was seen, with figures: "1 h 02 min ahead of this workstation"
    std::string why{};    ///< why it matters
    std::string remedy{}; ///< what to do, with the command where there is one
    std::string overridden{}; ///< the person's reason; then it no longer stops anything
    bool stops() const { return grade == Grade::Fatal || (grade == Grade::Bad && overridden.empty()); }
};

/// What is known of one host; facts are null until the script ran.
struct Candidate {
    std::string server;
    std::shared_ptr<const Facts> facts{};
    std::optional<base::Error> trouble{}; ///< why there is no session with it
};

/// What the checks depend on besides the hosts themselves; from the chosen server profile.
struct Expectation {
    std::string profile;                    ///< name of the server profile; empty: monitored only
    bool needsLustre = true;                ///< targets are to be served: modules that fit the kernel, or packages to be had
    std::vector<std::string> ports{"988/tcp"}; ///< that must be let in
    std::uint64_t freeBytes = 512ull << 20; ///< wanted free on / and /var
    int clockOffsetSeconds = 5;             ///< more than this is Bad
    bool bringsLustre = false;              ///< the server profile sets up repositories that have Lustre
    // Of the delivery; Enrolment sets these from its options.
    bool deliver = true;                    ///< an agent is uploaded where none is
    bool joinAdmins = false;                ///< a login that is not root is put into the group chandelier-admin
    std::vector<std::string> architectures{}; ///< of the agents at hand
    bool architecturesKnown = false;        ///< that was looked for; then none at all is found in time
    std::string agentTrouble{};             ///< why the agent that was named is none
    std::string agentVersion{};             ///< of the agent at hand
};

/// All checks of a host, in the order in which they are shown; peers are the others of the same adding. `servers`: those that the
/// profile has already, whose names must resolve too.
std::vector<Check> checksOf(const Candidate &host, const std::vector<Candidate> &peers, const Expectation &expectation);
std::string_view word(Grade grade); ///< "good", "notice", "bad", "fatal", "pending"
/// Names that the hosts shall resolve: host names of `servers`, no addresses; each once.
std::vector<std::string> namesToResolve(const std::vector<std::string> &servers);
Grade worst(const std::vector<Check> &checks); ///< overridden ones count as Notice

} // namespace fleet
