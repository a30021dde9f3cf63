// SPDX-License-Identifier: GPL-3.0-or-later
// services.enable, services.disable.
#include "agent/actions/families.h"
#include "agent/actions/hostreport.h"
#include "agent/actions/parseservice.h"
#include "agent/protocol/arguments.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;

/// The units in the order in which they were asked for: an alias answers with another name.
Result<std::vector<Unit>> askUnits(Work &work, std::size_t count)
{
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    if (shown->exitCode != 0)
        return toolFailed(*shown, "Services are managed through systemd; is it running here?");
    std::vector<Unit> units = parseUnits(shown->out);
    if (units.size() != count)
        return Error{Problem::ToolFailed, "systemctl shows " + std::to_string(units.size()) + " units, and " + std::to_string(count) + " were asked for.",
                     shown->out.substr(0, 400), {}};
    return units;
}

Error notInstalled(const std::string &unit)
{
    return {Problem::ToolMissing, "systemd knows no " + unit + " on this host.", {}, "Install the package that brings it (packages.install), or correct the server profile."};
}

/// Runs the next operation when it is needed; its name goes into `done` then.
Result<> change(Work &work, bool needed, const char *note, const std::string &unit, Json &done)
{
    if (!needed) {
        work.script.skip(note);
        return {};
    }
    const auto ran = work.script.run();
    if (!ran)
        return ran.error();
    if (ran->exitCode != 0)
        return toolFailed(*ran, "The journal of the unit says why (journalctl -u " + unit + ").");
    done.push_back(unit);
    return {};
}

Result<Json> enable(Work &work, const std::vector<std::string> &names)
{
    const auto units = askUnits(work, names.size());
    if (!units)
        return units.error();
    Json kept = work.hands.kept(keptServices);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Unit &unit = (*units)[i];
        if (!unit.loaded)
            return notInstalled(names[i]);
        // Remembered before the change: a step that is cut off leaves nothing that nobody would take back.
        if ((!unit.active || !unit.startsAtBoot()) && !kept.contains(names[i]))
            kept[names[i]] = {{"enabled", unit.startsAtBoot()}, {"active", unit.active}};
    }
    if (const Result<> remembered = work.hands.keep(keptServices, kept); !remembered)
        return remembered.error();
    Json enabled = Json::array(), started = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const Result<> done = change(work, !(*units)[i].startsAtBoot(), "it is enabled already", names[i], enabled); !done)
            return done.error();
        if (const Result<> done = change(work, !(*units)[i].active, "it runs already", names[i], started); !done)
            return done.error();
    }
    const auto after = askUnits(work, names.size());
    if (!after)
        return after.error();
    for (std::size_t i = 0; i < names.size(); ++i)
        if (!(*after)[i].active)
            return Error{Problem::ToolFailed, names[i] + " does not run after it was started.", {}, "The journal of the unit says why (journalctl -u " + names[i] + ")."};
    return Json{{"enabled", enabled}, {"started", started}};
}

Result<Json> disable(Work &work, const std::vector<std::string> &names)
{
    const auto units = askUnits(work, names.size());
    if (!units)
        return units.error();
    Json kept = work.hands.kept(keptServices), stopped = Json::array(), disabled = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Unit &unit = (*units)[i];
        const Json before = protocol::member(kept, names[i].c_str());
        const bool ours = before.is_object();
        const char *note = ours ? "it was so before us" : "it was not started by this agent";
        if (const Result<> done = change(work, ours && unit.active && !protocol::flagOf(before, "active"), note, names[i], stopped); !done)
            return done.error();
        if (const Result<> done = change(work, ours && unit.enabled && !protocol::flagOf(before, "enabled"), note, names[i], disabled); !done)
            return done.error();
        kept.erase(names[i]);
    }
    if (const auto after = askUnits(work, names.size()); !after)
        return after.error();
    if (const Result<> forgotten = work.hands.keep(keptServices, kept); !forgotten)
        return forgotten.error();
    return Json{{"stopped", stopped}, {"disabled", disabled}};
}

} // namespace

Result<Json> performServices(Work &work)
{
    const auto services = protocol::servicesArguments(work.args);
    if (!services)
        return services.error();
    return work.verb == protocol::Verb::ServicesEnable ? enable(work, services->units) : disable(work, services->units);
}

} // namespace agent
