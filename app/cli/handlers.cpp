// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/handlers.h"

#include "app/cli/context.h"
#include "app/cli/fencesecrets.h"
#include "app/cli/goals.h"
#include "app/cli/story.h"
#include "core/profile/notes.h"
#include "core/profile/profile.h"

#include <map>
#include <set>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using inventory::World;

void listServers(const Context &c) { c.print(serversText(c.manager().world()), serversJson(c.manager().world())); }
void listVolumes(const Context &c) { c.print(volumesText(c.manager().world()), volumesJson(c.manager().world())); }
void listFilesystems(const Context &c) { c.print(filesystemsText(c.manager().world()), filesystemsJson(c.manager().world())); }
void listTargets(const Context &c) { c.print(targetsText(c.manager().world()), targetsJson(c.manager().world())); }
void showDrift(const Context &c) { c.print(driftText(c.manager().drift()), driftJson(c.manager().drift())); }

Json onlyNamed(const Json &all, const std::string &name)
{
    for (const Json &one : all)
        if (protocol::textOf(one, "name") == name)
            return one;
    return {};
}

void showServer(const Context &c)
{
    const World world = c.manager().world();
    const std::string &name = c.arguments.words[2];
    if (const inventory::Server *server = world.server(name)) {
        std::string text = serverText(world, *server);
        Json json = onlyNamed(serversJson(world), name);
        if (const auto notes = profile::Notes::open(c.manager().profile().path()))
            if (const auto kept = (*notes)->of(name); kept && json.is_object())
                for (const profile::ServerNote &note : *kept) {
                    text += "  Note by " + note.who + ": " + note.text + '\n';
                    json["notes"].push_back({{"at", note.at}, {"who", note.who}, {"text", note.text}});
                }
        return c.print(text, json);
    }
    c.fail(Error{Problem::NotFound, "there is no server \"" + name + "\"", {}, "See: chandelierctl servers"}, WrongUse);
}

void showFilesystem(const Context &c)
{
    const World world = c.manager().world();
    const std::string &name = c.arguments.words[2];
    if (const inventory::FileSystem *fs = world.filesystem(name))
        return c.print(filesystemText(world, *fs), onlyNamed(filesystemsJson(world), name));
    c.fail(Error{Problem::NotFound, "there is no file system \"" + name + "\"", {}, "See: chandelierctl fs list"}, WrongUse);
}

void listJobs(const Context &c)
{
    Json all = Json::array();
    for (const auto &job : c.manager().jobs())
        all.push_back(jobJson(*job, false));
    c.print(jobsText(c.manager().jobs()), all);
}

/// A job by the beginning of its id; "latest" is the newest.
std::shared_ptr<const jobs::Job> jobOf(const Context &c)
{
    const std::string &word = c.arguments.words[2];
    for (const auto &job : c.manager().jobs())
        if (word == "latest" || job->id.starts_with(word))
            return job;
    c.fail(Error{Problem::NotFound, "there is no job \"" + word + "\"", {}, "See: chandelierctl jobs"}, WrongUse);
    return nullptr;
}

void showJob(const Context &c)
{
    if (const auto job = jobOf(c))
        c.print(jobText(*job, c.arguments.has("transcript")), jobJson(*job, c.arguments.has("transcript")));
}

void watchJob(const Context &c)
{
    if (const auto job = jobOf(c))
        c.follow(job->id);
}

void cancelJob(const Context &c)
{
    if (const auto job = jobOf(c)) {
        c.manager().cancel(job->id);
        c.follow(job->id);
    }
}

void retryJob(const Context &c)
{
    const auto job = jobOf(c);
    if (!job)
        return;
    if (const auto retried = c.manager().retry(job->id); !retried)
        return c.fail(retried.error());
    c.follow(job->id);
}

void runPlan(const Context &c, const base::Result<plan::Plan> &plan)
{
    if (!plan)
        return c.fail(plan.error());
    if (!c.json() || c.arguments.has("dry-run"))
        showPlan(*plan, c.json(), c.output);
    const Consent consent{c.arguments.value("confirm"), c.arguments.list("off")};
    const std::string missing = consentMissing(*plan, consent);
    if (c.arguments.has("dry-run") || plan->empty()) {
        if (!missing.empty() && !c.json())
            c.output.out(missing);
        return c.finish(Done);
    }
    if (!missing.empty()) {
        c.output.err(missing);
        return c.finish(NeedsConfirmation);
    }
    std::vector<std::string> words = consent.off;
    if (!consent.name.empty())
        words.push_back(consent.name);
    gatherFencePasswords(c, fencePasswordsOf(*plan), [c, plan = *plan, words](const base::Result<void> &good) {
        if (!good)
            return c.fail(good.error(), WrongUse);
        const auto job = c.manager().run(plan, words);
        if (!job)
            return c.fail(job.error());
        c.follow(*job);
    });
}

void undoJob(const Context &c)
{
    if (const auto job = jobOf(c))
        runPlan(c, c.manager().undo(job->id));
}

void changeSomething(const Context &c)
{
    const auto goals = goalsOf(c.arguments, c.manager().world());
    if (!goals)
        return c.fail(goals.error(), WrongUse);
    runPlan(c, c.manager().plan(*goals));
}

bool demoHas(const Context &c)
{
    const std::string &name = c.arguments.words[2];
    if (c.session.isDemo() && c.manager().world().server(name))
        return true;
    c.fail(Error{Problem::BadArgument, c.session.isDemo() ? "there is no server \"" + name + "\"" : "this is not the demonstration cluster", {},
               "Use --demo; see: chandelierctl --demo servers"}, WrongUse);
    return false;
}

/// Waits until the World agrees, so that the next command sees it too.
void waitFor(const Context &c, bool up)
{
    const std::string name = c.arguments.words[2];
    auto *watch = new QObject(&c.session);
    const auto look = [c, name, up, watch] {
        const inventory::Server *server = c.manager().world().server(name);
        if (!server || server->up() != up)
            return;
        watch->deleteLater();
        QObject::disconnect(&c.manager(), nullptr, watch, nullptr);
        c.output.out(serversText(c.manager().world()));
        c.finish(Done);
    };
    QObject::connect(&c.manager(), &manager::Manager::worldChanged, watch, look);
    QMetaObject::invokeMethod(watch, look, Qt::QueuedConnection);
}

void demoKill(const Context &c)
{
    if (!demoHas(c))
        return;
    c.session.demoKill(c.arguments.words[2]);
    waitFor(c, false);
}

void demoBoot(const Context &c)
{
    if (!demoHas(c))
        return;
    c.session.demoBoot(c.arguments.words[2]);
    waitFor(c, true);
}

void demoStop(const Context &c)
{
    c.session.demoStop([c] { c.finish(Done); });
}

void demoStory(const Context &c)
{
    if (!c.session.isDemo())
        return c.fail(Error{Problem::BadArgument, "the story plays on the demonstration cluster", {}, "Use: chandelierctl --demo demo story"}, WrongUse);
    auto *story = new Story(c.session, c.output, [c](bool good) { c.finish(good ? Done : Failed); }, &c.session);
    story->start();
}

using CommandHandler = void (*)(const Context &);
const std::map<std::string_view, CommandHandler> commandHandlers{
    {"servers", listServers}, {"ha show", showHa}, {"ha propose", proposeHa}, {"ha secret", keepFencePassword}, {"ha ask", askFenceDevice}, {"ha watch", watchHa}, {"ha story", tellHa}, {"server show", showServer}, {"server profile list", listProfiles}, {"server profile show", showProfile}, {"volumes", listVolumes}, {"fs list", listFilesystems}, {"fs show", showFilesystem},
    {"target list", listTargets}, {"drift", showDrift}, {"jobs", listJobs}, {"job show", showJob}, {"job watch", watchJob},
    {"job cancel", cancelJob}, {"job retry", retryJob}, {"job undo", undoJob}, {"demo kill", demoKill}, {"demo boot", demoBoot},
    {"demo stop", demoStop}, {"demo story", demoStory}, {"server add", addServer}, {"server remove", removeServers}, {"server rename", renameServer}, {"server readdress", readdressServer}, {"server check", checkServers}, {"server upgrade", upgradeServers}, {"leases", showLeases}, {"metrics", showMetrics}, {"logs", showLogs}, {"history", showHistory},
    {"alerts", showAlerts}, {"alerts ack", acknowledgeAlert}, {"alerts mute", muteAlerts}, {"alerts unmute", unmuteAlerts}, {"watch", watchAlerts},
    {"notify show", showNotify}, {"notify set mail", setNotifyMail}, {"notify set webhook", setNotifyWebhook}, {"notify set when", setNotifyWhen}, {"notify off", turnNotifyOff}, {"notify test", testNotify}, {"target burst", showBurst}, {"target clients", showClients}, {"target freespace", showFreeSpace},
};

/// What a locked production cluster, and a user who may look only, can have.
const std::set<std::string_view> looksOnly{"servers", "ha show", "ha propose", "ha secret", "ha ask", "ha watch", "ha story", "server show", "volumes", "fs list", "fs show", "target list", "drift", "jobs", "job show",
    "job watch", "job cancel", "leases", "metrics", "logs", "history", "alerts", "alerts ack", "alerts mute", "alerts unmute", "watch", "notify show", "notify set mail", "notify set webhook",
    "notify set when", "notify off", "notify test", "target burst", "target clients", "target freespace", "demo kill", "demo boot", "demo stop", "demo story"};

} // namespace

void dispatch(const Arguments &arguments, Session &session, const Output &output, Finish finish)
{
    const Context context{arguments, session, output, std::move(finish)};
    const CommandRule *rule = commandOf(arguments);
    if (rule && !looksOnly.contains(rule->words) && !arguments.has("dry-run"))
        if (const std::string why = context.manager().whyLocked(); !why.empty())
            return context.fail(Error{Problem::AccessDenied, why, {}, context.manager().production() ? "Add --unlock to the command." : "Ask for the group chandelier-admin on the servers."},
                NeedsConfirmation);
    const auto found = rule ? commandHandlers.find(rule->words) : commandHandlers.end();
    if (found != commandHandlers.end())
        return found->second(context);
    changeSomething(context);
}

} // namespace cli
