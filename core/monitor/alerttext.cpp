// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/alertsprivate.h"

#include <array>
#include <cmath>

namespace monitoring {

std::string withUnit(const Term &term, const std::string &unit)
{
    if (const std::string *text = std::get_if<std::string>(&term))
        return *text;
    const double *number = std::get_if<double>(&term);
    if (!number)
        return "an unknown share";
    std::array<char, 48> out{};
    if (unit == "%") {
        std::snprintf(out.data(), out.size(), "%.0f %%", std::floor(*number * 100)); // not "100 %" while there is some left
    } else if (unit == "bytes") {
        static constexpr std::array<const char *, 6> names{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = *number;
        std::size_t i = 0;
        for (; std::fabs(value) >= 1024 && i + 1 < names.size(); ++i)
            value /= 1024;
        std::snprintf(out.data(), out.size(), "%.3g %s", value, names[i]);
    } else {
        std::snprintf(out.data(), out.size(), "%.3g%s%s", *number, unit.empty() ? "" : " ", unit.c_str());
    }
    return out.data();
}

void replaceAll(std::string &text, std::string_view what, const std::string &by)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

AlertRule::Words wordsIn(const std::string &language, const AlertRule &rule, const Alert &alert)
{
    const auto found = rule.words.find(language);
    if (found == rule.words.end())
        return {alert.title, alert.text, rule.cause, rule.remedy};
    AlertRule::Words words = found->second;
    const std::string server = alert.server.empty() ? "no server" : alert.server;
    std::string told = rule.text; // what {value} was is in the text that was kept
    replaceAll(told, "{name}", alert.name);
    replaceAll(told, "{server}", server);
    const std::size_t at = told.find("{value}");
    const std::string before = told.substr(0, at), after = at == std::string::npos ? std::string() : told.substr(at + 7);
    if (!alert.text.starts_with(before) || !alert.text.ends_with(after) || alert.text.size() < before.size() + after.size())
        return {words.title, alert.text, words.cause, words.remedy}; // kept by another version of the rule
    replaceAll(words.text, "{name}", alert.name);
    replaceAll(words.text, "{server}", alert.server);
    replaceAll(words.text, "{value}", alert.text.substr(before.size(), alert.text.size() - before.size() - after.size()));
    return words;
}

std::optional<plan::Goal> helpingGoal(const AlertRule &rule, const Alert &alert, const inventory::World &world)
{
    if (rule.plan.empty() || !alert.active())
        return {};
    plan::Goal goal;
    goal.object = alert.object;
    if (rule.plan == "repair") {
        if (const ha::HaCluster *cluster = rule.scope == Scope::Cluster ? world.cluster(inventory::nameIn(alert.object)) : nullptr; cluster && cluster->foreign)
            return {}; // its configuration is not ours
        goal.what = plan::Goal::What::Repair;
    } else if (rule.plan == "start") {
        goal.state = rule.scope == Scope::Filesystem ? machine::State::Available : machine::State::Mounted;
    } else if (rule.plan == "start-lnet") {
        goal.object = inventory::lnetId(alert.server);
        goal.state = machine::State::Up;
    } else if (rule.plan == "online") {
        goal.what = plan::Goal::What::Online;
    } else if (rule.plan == "clean-up") {
        goal.what = plan::Goal::What::CleanUp;
    } else if (rule.plan == "end-maintenance") {
        goal.what = plan::Goal::What::MaintenanceOff;
    } else if (rule.plan == "fence-test") {
        goal.what = plan::Goal::What::FenceTest;
    } else {
        const inventory::Target *target = world.target(alert.object);
        if (!target || target->primary.empty())
            return {};
        goal.what = plan::Goal::What::MoveTarget;
        goal.server = target->primary;
    }
    return goal;
}

} // namespace monitoring
