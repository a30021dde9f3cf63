// SPDX-License-Identifier: GPL-3.0-or-later
// What a person would call an event of a World: a server that was lost, a target that moved. Found by comparing Worlds, by what was
// last known: a target that nobody can see is where it was until it is seen elsewhere.
#pragma once
#include "core/inventory/world.h"

#include <map>
#include <optional>

namespace history {

/// The numbers are in files: they never change.
enum class What : std::uint8_t {
    ServerLost = 1, ServerBack = 2,
    TargetStarted = 3, TargetStopped = 4, TargetMoved = 5, ///< moved: mounted on another server than before
    LnetUp = 6, LnetDown = 7,
    FilesystemUp = 8, FilesystemDown = 9, ///< available, or in another state than that
};
std::optional<What> whatOf(int number);

struct Event {
    std::int64_t at = 0; ///< ms since the epoch, this workstation's clock
    What what = What::ServerLost;
    inventory::ObjectId object{};
    std::string name{};  ///< of the object, for people
    std::string from{}, to{}; ///< servers of a target; `to` of a lost server: why
    friend bool operator==(const Event &, const Event &) = default;
};

/// What is known last of everything that events tell of.
class Watch {
public:
    /// Takes a World in and gives what has happened since the one before; the first one gives nothing.
    std::vector<Event> take(std::int64_t at, const inventory::World &world);

private:
    void servers(std::int64_t at, const inventory::World &world, std::vector<Event> &out);
    void targets(std::int64_t at, const inventory::World &world, std::vector<Event> &out);
    void filesystems(std::int64_t at, const inventory::World &world, std::vector<Event> &out);

    std::map<std::string, bool> m_up;    ///< servers
    std::map<std::string, machine::State> m_lnet;
    std::map<inventory::ObjectId, std::string> m_active; ///< targets; empty: mounted nowhere
    std::map<std::string, machine::State> m_filesystems;
    bool m_first = true;
};

} // namespace history
