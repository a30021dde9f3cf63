// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/draft.h"

#include "app/models/words.h"

#include <algorithm>

namespace wizards {

namespace {

inventory::TargetSpec targetOf(const Draft &draft, const inventory::World &world, const std::string &id, Role role)
{
    const auto options = draft.options.find(id);
    inventory::TargetSpec target = options == draft.options.end() ? inventory::TargetSpec() : options->second;
    target.mgs = role == Role::Mgt;
    target.mdt = role == Role::Mdt;
    target.ost = role == Role::Ost;
    target.volume = id;
    const inventory::Volume *volume = world.volume(id);
    if (volume != nullptr && draft.agreed.count(id) != 0)
        target.reformat = volume->signature.text();
    return target;
}

} // namespace

inventory::FileSystemSpec Draft::spec(const inventory::World &world) const
{
    inventory::FileSystemSpec spec;
    spec.name = name;
    if (mgs == MgsWay::Existing && !adding)
        spec.existingMgs = existingMgs;
    std::vector<std::pair<std::string, Role>> ordered(roles.begin(), roles.end());
    const auto shown = [&](const std::string &id) {
        const inventory::Volume *volume = world.volume(id);
        return models::q(volume == nullptr ? id : volume->name);
    };
    std::stable_sort(ordered.begin(), ordered.end(), [&](const auto &a, const auto &b) {
        return a.second != b.second ? a.second < b.second : models::naturalLess(shown(a.first), shown(b.first));
    });
    bool combined = mgs == MgsWay::Combined && !adding;
    for (const auto &[id, role] : ordered) {
        if (role == Role::None)
            continue;
        spec.targets.push_back(targetOf(*this, world, id, role));
        if (role == Role::Mdt && std::exchange(combined, false))
            spec.targets.back().mgs = true;
    }
    return spec;
}

std::vector<inventory::SpecProblem> Draft::problems(const inventory::World &world) const
{
    std::vector<inventory::SpecProblem> all = inventory::check(spec(world), world);
    if (adding)
        std::erase_if(all, [](const inventory::SpecProblem &p) { return p.field == "targets" || p.field == "name" || p.field == "existingMgs"; });
    if (adding && roles.empty())
        all.push_back({"targets", models::Words::tr("Choose at least one volume.").toStdString()});
    return all;
}

std::string Draft::volumeOf(const inventory::SpecProblem &problem, const inventory::World &world) const
{
    const std::string start = "targets[";
    if (problem.field.rfind(start, 0) != 0)
        return {};
    const auto at = static_cast<std::size_t>(models::q(problem.field.substr(start.size(), problem.field.find(']') - start.size())).toUInt());
    const inventory::FileSystemSpec made = spec(world);
    return at < made.targets.size() ? made.targets[at].volume : std::string();
}

int Draft::count(Role role) const
{
    return static_cast<int>(std::count_if(roles.begin(), roles.end(), [&](const auto &r) { return r.second == role; }));
}

} // namespace wizards
