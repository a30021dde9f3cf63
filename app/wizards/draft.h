// SPDX-License-Identifier: GPL-3.0-or-later
// What the person has chosen so far, and the specification that follows from it. No widgets: tests speak to it directly.
#pragma once
#include "core/inventory/wanted.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace wizards {

enum class Role : std::uint8_t { None, Mgt, Mdt, Ost };
enum class MgsWay : std::uint8_t { Combined, Separate, Existing };

struct Draft {
    bool adding = false;          ///< targets for the existing file system `name`
    std::string name{};
    MgsWay mgs = MgsWay::Combined;
    std::string existingMgs{};
    std::map<std::string, Role> roles{};                      ///< by volume; absent: not used
    std::map<std::string, inventory::TargetSpec> options{};   ///< by volume: only what was changed from the default
    std::set<std::string> agreed{};                           ///< volumes whose content may be destroyed

    /// MGT first, then MDTs, then OSTs, each by the volumes' names. The first MDT takes the MGS when that is combined.
    inventory::FileSystemSpec spec(const inventory::World &world) const;
    /// inventory::check, without what does not count while adding.
    std::vector<inventory::SpecProblem> problems(const inventory::World &world) const;
    /// The volume that a problem's field ("targets[3].volume") is about; empty when it is about none.
    std::string volumeOf(const inventory::SpecProblem &problem, const inventory::World &world) const;
    int count(Role role) const;
};

} // namespace wizards
