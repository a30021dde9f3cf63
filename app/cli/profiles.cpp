// SPDX-License-Identifier: GPL-3.0-or-later
// The server profiles that can be chosen.
#include "app/cli/context.h"

#include "core/inventory/profilelibrary.h"

namespace cli {
namespace {

std::string listed(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string profileText(const inventory::ServerProfile &p)
{
    std::string text = p.name + ": " + p.title + "\n" + p.description + "\n" + (p.managed ? "" : "Monitored only.\n");
    for (const auto &d : p.distributions) {
        text += "\nwhere " + d.when + "\n  packages: " + listed(d.packages) + "\n";
        for (const auto &r : d.repositories)
            text += "  repository " + r.name + ": " + r.url + (r.key.empty() ? " (signatures are not checked)" : "") + "\n";
        if (!d.kernel.empty())
            text += "  kernel: one with \"" + d.kernel + "\" in its release\n";
    }
    text += p.distributions.empty() ? "" : "\n";
    if (p.time.wanted)
        text += "clock: synchronized" + (p.time.servers.empty() ? std::string() : " with " + listed(p.time.servers)) + "\n";
    if (!p.firewall.empty())
        text += "firewall: " + listed(p.firewall) + "\n";
    for (const auto &v : p.validations)
        text += (v.fatal ? "must be: " : "should be: ") + v.check + "\n";
    return text;
}

} // namespace

void listProfiles(const Context &c)
{
    const inventory::ProfileLibrary library;
    Json all = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const auto &p : library.all()) {
        all.push_back(inventory::toJson(*p));
        rows.push_back({p->name, p->managed ? "managed" : "monitored", p->title, p->description});
    }
    for (const base::Error &problem : library.problems())
        c.output.err(errorText(problem));
    c.print(table({"PROFILE", "KIND", "TITLE", "FOR"}, rows), all);
}

void showProfile(const Context &c)
{
    const auto profile = inventory::ProfileLibrary().get(c.arguments.words[3]);
    if (!profile)
        return c.fail(profile.error(), WrongUse);
    c.print(profileText(**profile), inventory::toJson(**profile));
}

} // namespace cli
