// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/story.h"

#include "app/cli/goals.h"
#include "app/cli/show.h"

#include <QDateTime>
#include <QTimer>

namespace cli {
namespace {

using inventory::World;

constexpr int patienceMs = 90'000;

bool allMounted(const World &world, const std::string &fsname)
{
    const inventory::FileSystem *fs = world.filesystem(fsname);
    return fs && fs->state == machine::State::Available;
}

} // namespace

Story::Story(Session &session, Output output, std::function<void(bool)> then, QObject *parent)
    : QObject(parent), m_session(session), m_output(std::move(output)), m_then(std::move(then)), m_stages(stages())
{
}

void Story::start()
{
    m_startedAt = QDateTime::currentMSecsSinceEpoch();
    nextStage();
}

std::vector<Story::Stage> Story::stages()
{
    const std::vector<std::string> create{"fs", "create", "scratch", "--mdts", "2", "--mdt-servers", "mds1,mds2", "--osts", "8",
        "--ost-servers", "oss1,oss2,oss3,oss4"};
    const auto change = [this](const std::vector<std::string> &command) { return [this, command](Next next) { this->change(command, std::move(next)); }; };
    return {
        {"Six servers with shared disks answer", [this](Next next) {
             m_output.out(serversText(m_session.manager().world()) + '\n' + volumesText(m_session.manager().world()));
             next();
         }},
        {"Create the file system scratch: 2 MDTs, the MGS with MDT0000, 8 OSTs", change(create)},
        {"Every target runs", [this](Next next) { showFilesystem(std::move(next)); }},
        {"Fail an OST over to the other server", change({"target", "failover", "scratch-OST0000"})},
        {"And back to its primary", change({"target", "failback", "scratch-OST0000"})},
        {"Pull the power of an OSS", [this](Next next) { breakServer(std::move(next)); }},
        {"Boot it again", [this](Next next) { bootServer(std::move(next)); }},
        {"Repair what differs from what was asked for", change({"repair"})},
        {"All is well again", [this](Next next) {
             until("scratch is available again", [](const World &w) { return allMounted(w, "scratch"); }, [this, next] { showFilesystem(next); });
         }},
        {"Stop the file system", change({"fs", "stop", "scratch"})},
        {"Start it", change({"fs", "start", "scratch"})},
        {"Remove it", change({"fs", "remove", "scratch", "--confirm", "scratch"})},
        {"The demonstration cluster is as it was", [this](Next next) {
             m_output.out(filesystemsText(m_session.manager().world()));
             next();
         }},
    };
}

void Story::nextStage()
{
    if (m_next == m_stages.size()) {
        m_output.out("\nThe story ended well, in " + duration(QDateTime::currentMSecsSinceEpoch() - m_startedAt) + ".\n");
        std::exchange(m_then, nullptr)(true);
        return;
    }
    const Stage &stage = m_stages[m_next++];
    m_output.out("\n=== " + std::to_string(m_next) + "/" + std::to_string(m_stages.size()) + " " + stage.title + "\n\n");
    stage.act([this] { QTimer::singleShot(0, this, [this] { nextStage(); }); });
}

void Story::fail(const std::string &why)
{
    m_output.err("The story ended here: " + why + '\n');
    if (m_then)
        std::exchange(m_then, nullptr)(false);
}

void Story::change(const std::vector<std::string> &command, Next next)
{
    m_output.out("$ chandelierctl --demo");
    for (const std::string &word : command)
        m_output.out(" " + word);
    m_output.out("\n\n");
    const auto arguments = parseArguments(command);
    if (!arguments)
        return fail(arguments.error().message);
    const auto goals = goalsOf(*arguments, m_session.manager().world());
    if (!goals)
        return fail(errorText(goals.error()));
    const auto plan = m_session.manager().plan(*goals);
    if (!plan)
        return fail(errorText(plan.error()));
    showPlan(*plan, false, m_output);
    if (plan->empty())
        return next();
    const auto job = m_session.manager().run(*plan);
    if (!job)
        return fail(errorText(job.error()));
    m_output.out("\n");
    new Follower(m_session.manager(), *job, false, m_output, [this, next](bool good) { good ? next() : fail("the job did not end well"); }, this);
}

void Story::until(const std::string &what, std::function<bool(const World &)> holds, Next next)
{
    auto *watch = new QObject(this);
    const auto look = [this, watch, holds = std::move(holds), next = std::move(next)] {
        if (!holds(m_session.manager().world()))
            return;
        watch->deleteLater();
        watch->disconnect();
        disconnect(&m_session.manager(), nullptr, watch, nullptr);
        QTimer::singleShot(0, this, next);
    };
    connect(&m_session.manager(), &manager::Manager::worldChanged, watch, look);
    auto *limit = new QTimer(watch);
    limit->setSingleShot(true);
    connect(limit, &QTimer::timeout, watch, [this, watch, what] {
        watch->deleteLater();
        fail("waited in vain until " + what);
    });
    limit->start(patienceMs);
    QTimer::singleShot(0, watch, look);
}

void Story::showFilesystem(Next next)
{
    const World world = m_session.manager().world();
    if (const inventory::FileSystem *fs = world.filesystem("scratch"))
        m_output.out(filesystemText(world, *fs));
    next();
}

void Story::breakServer(Next next)
{
    const World world = m_session.manager().world();
    const inventory::Target *target = world.targetByLabel("scratch-OST0001");
    if (!target || target->active.empty())
        return fail("scratch-OST0001 does not run");
    m_victim = target->active;
    m_output.out("Pulling the power of " + m_victim + "\n\n");
    m_session.demoKill(m_victim);
    until(m_victim + " is seen to be lost",
        [victim = m_victim](const World &w) { return w.server(victim) && !w.server(victim)->up(); }, [this, next] {
            m_output.out(serversText(m_session.manager().world()) + '\n' + driftText(m_session.manager().drift()));
            next();
        });
}

void Story::bootServer(Next next)
{
    m_session.demoBoot(m_victim);
    until(m_victim + " answers again",
        [victim = m_victim](const World &w) {
            const inventory::Server *server = w.server(victim);
            return server && server->up() && server->lnet != machine::State::Up && server->lnet != machine::State::Unknown;
        },
        [this, next] {
            m_output.out(serversText(m_session.manager().world()) + '\n' + driftText(m_session.manager().drift()));
            next();
        });
}

} // namespace cli
