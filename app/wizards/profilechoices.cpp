// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/profilechoices.h"

#include "app/models/words.h"
#include "core/inventory/ids.h"

#include <algorithm>

namespace wizards {

using models::q;

struct Profiles {
    Q_DECLARE_TR_FUNCTIONS(wizards::Profiles)
};

namespace {

QStringList effects(const inventory::ServerProfile &profile)
{
    QStringList does;
    std::vector<std::string> repositories;
    std::vector<std::string> packages;
    bool kernel = false;
    for (const auto &distribution : profile.distributions) {
        kernel = kernel || !distribution.kernel.empty();
        for (const auto &repository : distribution.repositories)
            if (std::find(repositories.begin(), repositories.end(), repository.title) == repositories.end())
                repositories.push_back(repository.title);
        for (const std::string &package : distribution.packages)
            if (std::find(packages.begin(), packages.end(), package) == packages.end())
                packages.push_back(package);
    }
    if (!repositories.empty())
        does << Profiles::tr("Repositories: %1").arg(models::plainList(repositories, 4));
    if (!packages.empty())
        does << Profiles::tr("Packages, by distribution: %1").arg(models::plainList(packages, 6));
    if (kernel)
        does << Profiles::tr("A reboot where another kernel has to run");
    if (profile.time.wanted)
        does << Profiles::tr("Time: the host's own service, %1").arg(profile.time.servers.empty() ? Profiles::tr("with its own servers") : models::plainList(profile.time.servers));
    if (!profile.firewall.empty())
        does << Profiles::tr("Firewall, where there is one: lets in %1").arg(models::plainList(profile.firewall, 6));
    if (profile.managed)
        does << Profiles::tr("LNet: configured and started");
    return does;
}

} // namespace

ProfileChoice choiceOf(const inventory::ServerProfile &profile)
{
    ProfileChoice choice{profile.managed ? profile.name : std::string(), q(profile.title), q(profile.description), {}, {}};
    if (profile.managed)
        choice.does = effects(profile);
    choice.expectation.profile = choice.id;
    choice.expectation.needsLustre = profile.managed && !profile.distributions.empty();
    choice.expectation.bringsLustre = std::any_of(profile.distributions.begin(), profile.distributions.end(), [](const auto &d) { return !d.repositories.empty(); });
    choice.expectation.ports = profile.firewall;
    return choice;
}

std::vector<ProfileChoice> choicesOf(std::vector<inventory::ServerProfilePtr> profiles)
{
    std::stable_sort(profiles.begin(), profiles.end(), [](const auto &a, const auto &b) {
        return std::pair(!a->managed, a->order) < std::pair(!b->managed, b->order);
    });
    std::vector<ProfileChoice> choices;
    for (const inventory::ServerProfilePtr &profile : profiles)
        choices.push_back(choiceOf(*profile));
    return choices;
}

std::vector<plan::Goal> setUpGoals(const std::vector<std::string> &servers, const inventory::ServerProfilePtr &profile)
{
    std::vector<plan::Goal> goals;
    for (const std::string &server : servers) {
        plan::Goal goal;
        goal.what = plan::Goal::What::ManageServer;
        goal.object = inventory::serverId(server);
        goal.profiles = {{server, profile}};
        goals.push_back(std::move(goal));
    }
    return goals;
}

} // namespace wizards
