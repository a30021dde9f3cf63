// SPDX-License-Identifier: GPL-3.0-or-later
// time.configure, time.unconfigure.
#include "agent/actions/families.h"
#include "agent/actions/hostreport.h"
#include "agent/actions/parse.h"
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

constexpr const char *keptTime = "time.json";

const Unit *unitOf(const std::vector<Unit> &units, const std::string &service)
{
    const auto names = protocol::timeUnits(service);
    const Unit *best = nullptr;
    for (const Unit &unit : units)
        if (unit.loaded && std::find(names.begin(), names.end(), unit.id) != names.end() && (!best || (unit.active && !best->active)))
            best = &unit;
    return best;
}

Result<> oneServiceOnly(const std::vector<Unit> &units, const std::string &service)
{
    const auto own = protocol::timeUnits(service);
    std::vector<std::string> running;
    bool other = false;
    for (const Unit &unit : units)
        if (unit.active && std::find(running.begin(), running.end(), unit.id) == running.end()) {
            running.push_back(unit.id);
            other = other || std::find(own.begin(), own.end(), unit.id) == own.end();
        }
    if (!other)
        return {};
    std::string list;
    for (const std::string &unit : running)
        list += (list.empty() ? "" : " and ") + unit;
    const std::string what = running.size() > 1 ? "Two time services run here, and pull the clock against each other: " + list + "."
                                                : list + " keeps the time here; " + service + " beside it would be a second one.";
    return Error{Problem::Conflict, what, list, running.size() > 1 ? "Disable all but one (systemctl disable --now UNIT), then retry."
                                                                   : "Configure the one that runs, or disable it first (systemctl disable --now " + list + ")."};
}

bool readsPlace(const Hands &hands, const std::string &service, const protocol::TimePlace &place)
{
    if (place.block)
        return service != "chrony" ? hands.exists(place.path) : place.path == chronyConfiguration(hands);
    return place.reader.empty() || readsDirectory(hands.readFile(chronyConfiguration(hands)).value_or(""), place.reader);
}

Result<std::vector<Unit>> askUnits(Work &work)
{
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    if (shown->exitCode != 0)
        return toolFailed(*shown, "Time services are managed through systemd; is it running here?");
    return parseUnits(shown->out);
}

/// How it was before our first change, so that time.unconfigure can bring it back.
Result<> rememberBefore(Work &work, const std::string &service, const Unit &unit, const std::string &file)
{
    const Json kept = work.hands.kept(keptTime);
    if (protocol::textOf(kept, "service") == service)
        return {};
    const std::string directory = file.substr(0, file.rfind('/'));
    return work.hands.keep(keptTime, {{"service", service}, {"unit", unit.id}, {"file", file}, {"enabled", unit.enabled}, {"active", unit.active},
                                      {"madeDirectory", work.hands.exists(directory) ? "" : directory}});
}

Result<Json> configureTime(Work &work, const protocol::TimeArguments &time)
{
    const Result<std::vector<Unit>> units = askUnits(work);
    if (!units)
        return units.error();
    if (const Result<> one = oneServiceOnly(*units, time.service); !one)
        return one.error();
    const Unit *unit = unitOf(*units, time.service);
    if (!unit)
        return Error{Problem::ToolMissing, time.service + " is not installed on this host.", {}, "Install it (packages.install), then retry."};
    const auto places = protocol::timePlaces(time.service);
    const auto place = std::find_if(places.begin(), places.end(), [&](const auto &one) { return readsPlace(work.hands, time.service, one); });
    if (place == places.end())
        return Error{Problem::NotFound, "The configuration of " + time.service + " was not found on this host.", {},
                     "It is looked for in " + places.back().path + " and where the distributions have it."};
    if (const Result<> kept = rememberBefore(work, time.service, *unit, place->path); !kept)
        return kept.error();
    const std::optional<std::string> before = work.hands.readFile(place->path);
    while (!work.script.atEnd() && work.script.next().what != Operation::What::Run) {
        if (work.script.next().path != place->path) {
            work.script.skip("the servers go into " + place->path);
            continue;
        }
        if (const Result<> done = work.script.apply(); !done)
            return done.error();
    }
    const bool changed = before != work.hands.readFile(place->path);
    while (!work.script.atEnd() && work.script.next().why == Operation::Why::Change) {
        const bool restart = work.script.next().argv[1] == "restart";
        const bool needed = work.script.next().argv[2] == unit->id && (restart ? changed || !unit->active : !unit->enabled);
        if (!needed) {
            work.script.skip(work.script.next().argv[2] != unit->id ? "the service is " + unit->id + " here"
                             : restart                              ? "it runs with these servers already"
                                                                    : "it is enabled already");
            continue;
        }
        const auto done = work.script.run();
        if (!done)
            return done.error();
        if (done->exitCode != 0)
            return toolFailed(*done, "The journal of the unit says why (journalctl -u " + unit->id + ").");
    }
    const std::string id = unit->id;
    const Result<std::vector<Unit>> after = askUnits(work);
    if (!after)
        return after.error();
    const Unit *now = unitOf(*after, time.service);
    if (!now || !now->active)
        return Error{Problem::ToolFailed, id + " does not run after it was started.", {}, "The journal of the unit says why (journalctl -u " + id + ")."};
    return Json{{"service", time.service}, {"unit", id}, {"file", place->path}, {"changed", changed}};
}

/// Which of restart and disable brings the unit back to what it was; empty: neither.
std::string backTo(const Json &before, const std::string &unit, bool changed)
{
    if (protocol::textOf(before, "unit", unit) != unit || !changed)
        return {};
    const bool known = !before.empty();
    return !known || protocol::flagOf(before, "active") ? "restart" : protocol::flagOf(before, "enabled") ? "" : "disable";
}

Result<Json> unconfigureTime(Work &work, const protocol::TimeArguments &time)
{
    const Result<std::vector<Unit>> units = askUnits(work);
    if (!units)
        return units.error();
    const Unit *unit = unitOf(*units, time.service);
    const Json kept = work.hands.kept(keptTime);
    const Json before = protocol::textOf(kept, "service") == time.service ? kept : Json::object();
    Json restored = Json::array();
    while (!work.script.atEnd() && work.script.next().what != Operation::What::Run) {
        const std::string path = work.script.next().path;
        const std::optional<std::string> old = work.hands.readFile(path);
        if (const Result<> done = work.script.apply(); !done)
            return done.error();
        if (old != work.hands.readFile(path))
            restored.push_back(path);
    }
    if (const std::string made = protocol::textOf(before, "madeDirectory"); !made.empty() && work.hands.exists(made) && work.hands.list(made).empty())
        if (const Result<> done = work.hands.apply({Operation::What::RemoveDirectory, Operation::Why::Change, {}, made, {}, {}}); !done)
            return done.error();
    while (!work.script.atEnd() && work.script.next().why == Operation::Why::Change) {
        const auto &argv = work.script.next().argv;
        if (!unit || argv.back() != unit->id || argv[1] != backTo(before, unit->id, !restored.empty())) {
            work.script.skip("not needed to bring back what was before");
            continue;
        }
        const auto done = work.script.run();
        if (!done)
            return done.error();
        if (done->exitCode != 0)
            return toolFailed(*done, "The journal of the unit says why (journalctl -u " + unit->id + ").");
    }
    if (const Result<std::vector<Unit>> after = askUnits(work); !after)
        return after.error();
    if (!before.empty())
        if (const Result<> forgotten = work.hands.keep(keptTime, Json::object()); !forgotten)
            return forgotten.error();
    return Json{{"service", time.service}, {"restored", restored}};
}

} // namespace

Result<Json> performTime(Work &work)
{
    const bool configure = work.verb == protocol::Verb::TimeConfigure;
    const auto time = protocol::timeArguments(work.args, configure);
    if (!time)
        return time.error();
    return configure ? configureTime(work, *time) : unconfigureTime(work, *time);
}

} // namespace agent
