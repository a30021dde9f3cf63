// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/clusters.h"

#include "agent/protocol/operations.h"
#include "app/cli/show.h"
#include "core/manager/opener.h"
#include "core/profile/transfer.h"

namespace cli {

namespace {

struct Clusters {
    const Arguments &arguments;
    const Output &output;
    profile::Catalogue catalogue{manager::dataDirectory()};
    const std::string &word(std::size_t i) const { return arguments.words[i + 2]; }
    int fail(const base::Error &error, int code = Failed) const
    {
        output.err(arguments.has("json") ? protocol::dumpJson(protocol::toJson(error)) + '\n' : errorText(error));
        return code;
    }
    int done(const profile::Entry &entry, const std::string &what) const
    {
        output.out(arguments.has("json") ? protocol::dumpJson(asJson(entry)) + '\n' : what + ' ' + entry.name + " (" + entry.path + ")\n");
        return Done;
    }
    static Json asJson(const profile::Entry &entry)
    {
        return {{"name", entry.name}, {"colour", entry.colour}, {"production", entry.production}, {"servers", entry.servers}, {"path", entry.path}, {"trouble", entry.trouble}};
    }
};

int list(Clusters &c)
{
    Json all = Json::array();
    std::vector<std::vector<std::string>> rows;
    for (const profile::Entry &entry : c.catalogue.list()) {
        all.push_back(Clusters::asJson(entry));
        rows.push_back({entry.name, entry.colour, entry.production ? "production" : "", std::to_string(entry.servers), entry.trouble.empty() ? entry.path : entry.trouble});
    }
    c.output.out(c.arguments.has("json") ? protocol::dumpJson(all) + '\n'
        : rows.empty() ? "There is no cluster yet. Make one with: chandelierctl cluster create NAME\n"
                       : table({"CLUSTER", "COLOUR", "", "SERVERS", "FILE"}, rows, {3}));
    return Done;
}

int create(Clusters &c)
{
    const auto made = c.catalogue.create(c.word(0), c.arguments.value("colour"), c.arguments.has("production"));
    return made ? c.done(*made, "made") : c.fail(made.error());
}

int rename(Clusters &c)
{
    auto entry = c.catalogue.find(c.word(0));
    if (!entry)
        return c.fail(entry.error(), WrongUse);
    if (auto renamed = c.catalogue.rename(*entry, c.word(1)); !renamed)
        return c.fail(renamed.error());
    entry->name = c.word(1);
    return c.done(*entry, "renamed to");
}

int exportOne(Clusters &c)
{
    const auto entry = c.catalogue.find(c.word(0));
    if (!entry)
        return c.fail(entry.error(), WrongUse);
    const auto profile = profile::Profile::open(entry->path);
    if (!profile)
        return c.fail(profile.error());
    const auto notes = profile::exportFile(**profile, {c.arguments.has("with-key-paths"), manager::knownHostsPath(entry->path)}, c.word(1));
    if (!notes)
        return c.fail(notes.error());
    for (const std::string &note : *notes)
        c.output.err(note + '\n');
    return c.done(*entry, "exported");
}

int importOne(Clusters &c)
{
    const auto entry = profile::importFile(c.word(0), c.catalogue, c.arguments.value("name"), manager::knownHostsPath(manager::defaultProfilePath()));
    return entry ? c.done(*entry, "imported") : c.fail(entry.error());
}

int removeOne(Clusters &c)
{
    const auto entry = c.catalogue.find(c.word(0));
    if (!entry)
        return c.fail(entry.error(), WrongUse);
    if (c.arguments.value("confirm") != entry->name) {
        c.output.err("This forgets the cluster with its servers, its jobs and what is wanted of it. To do it, add --confirm " + protocol::shellQuoted(entry->name) + '\n');
        return NeedsConfirmation;
    }
    if (auto removed = c.catalogue.remove(*entry); !removed)
        return c.fail(removed.error());
    return c.done(*entry, "deleted");
}

} // namespace

bool isAboutClusters(const CommandRule &rule) { return rule.words.starts_with("cluster "); }

int runClusterCommand(const Arguments &arguments, const Output &output)
{
    Clusters clusters{arguments, output};
    const std::string &what = arguments.words[1];
    return what == "list" ? list(clusters) : what == "create" ? create(clusters) : what == "rename" ? rename(clusters)
        : what == "export" ? exportOne(clusters) : what == "import" ? importOne(clusters) : removeOne(clusters);
}

} // namespace cli
