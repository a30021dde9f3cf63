// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runner.h"

#include "app/cli/show.h"
#include "core/plan/text.h"

#include <algorithm>
#include <cstdio>

namespace cli {
namespace {

void put(std::FILE *stream, const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

std::string moveLine(const jobs::Job &job, std::size_t index)
{
    const plan::Move &move = job.plan.moves[index];
    const jobs::MoveRun &run = job.moves[index];
    std::string line = "[" + std::to_string(index + 1) + "/" + std::to_string(job.moves.size()) + "] " + plan::titleOf(move) + ": " + std::string(jobs::word(run.state));
    if (jobs::isEnd(run.state) && run.endedAt > run.startedAt && run.startedAt > 0)
        line += " (" + duration(run.endedAt - run.startedAt) + ")";
    if (run.because)
        line += " because of " + std::to_string(*run.because + 1);
    return line + '\n';
}

std::string moveErrors(const jobs::MoveRun &run)
{
    std::string text;
    for (const jobs::StepRun &step : run.steps)
        if (step.error)
            text += errorText(*step.error, "      ");
    return text;
}

} // namespace

Output terminal()
{
    return {[](const std::string &text) { put(stdout, text); }, [](const std::string &text) { put(stderr, text); }};
}

void showPlan(const plan::Plan &plan, bool json, const Output &output)
{
    if (json)
        output.out(protocol::dumpJson(plan::toJson(plan)) + '\n');
    else if (!plan.empty())
        output.out(plan::asText(plan));
    else {
        output.out("Nothing to do: everything is so already.\n");
        for (const std::string &note : plan.notes)
            output.out(note + '\n');
    }
}

std::string consentMissing(const plan::Plan &plan, const Consent &consent)
{
    std::string missing;
    if (!plan.typeToConfirm.empty() && consent.name != plan.typeToConfirm)
        missing += std::string(plan.risk() == machine::Risk::LosesData ? "This plan loses data." : "This plan stops a service of a production cluster.") + " To run it, add --confirm " + plan.typeToConfirm + '\n';
    for (const plan::Move &move : plan.moves)
        for (const plan::WordWanted &word : move.words)
            if (std::find(consent.off.begin(), consent.off.end(), word.server) == consent.off.end()
                && missing.find("--off " + word.server + "\n") == std::string::npos)
                missing += word.text + "\nTo give your word that it is off, add --off " + word.server + "\n";
    return missing;
}

Follower::Follower(manager::Manager &manager, jobs::JobId id, bool json, Output output, std::function<void(bool)> then, QObject *parent)
    : QObject(parent), m_manager(manager), m_id(std::move(id)), m_json(json), m_output(std::move(output)), m_then(std::move(then))
{
    const auto mine = [this](const std::string &id) { return id == m_id; };
    connect(&m_manager, &manager::Manager::jobChanged, this, [this, mine](const std::string &id) { if (mine(id)) look(); });
    // jobEnded comes when the World shows what the job did; the job's own state is final some moments earlier.
    connect(&m_manager, &manager::Manager::jobEnded, this, [this, mine](const std::string &id) { if (mine(id)) finish(); });
    const std::shared_ptr<const jobs::Job> job = m_manager.job(m_id);
    const bool over = !job || jobs::isEnd(job->state);
    QMetaObject::invokeMethod(this, [this, over] { over ? finish() : look(); }, Qt::QueuedConnection);
}

void Follower::look()
{
    const std::shared_ptr<const jobs::Job> job = m_manager.job(m_id);
    if (!job || !m_then)
        return;
    m_shown.resize(job->moves.size(), jobs::JobState::Waiting);
    for (std::size_t i = 0; i < job->moves.size() && !m_json; ++i)
        if (job->moves[i].state != m_shown[i])
            printMove(*job, i);
    if (!m_json && job->waitingFor != m_waiting && !job->waitingFor.empty())
        m_output.err("waiting: " + job->waitingFor + '\n');
    m_waiting = job->waitingFor;
}

void Follower::finish()
{
    look();
    const std::shared_ptr<const jobs::Job> job = m_manager.job(m_id);
    if (job && m_then)
        end(*job);
}

void Follower::printMove(const jobs::Job &job, std::size_t index)
{
    m_shown[index] = job.moves[index].state;
    m_output.out(moveLine(job, index) + moveErrors(job.moves[index]));
}

void Follower::end(const jobs::Job &job)
{
    const bool good = job.state == jobs::JobState::Done;
    if (m_json)
        m_output.out(protocol::dumpJson(jobJson(job, true)) + '\n');
    else
        m_output.out(job.plan.title + ": " + std::string(jobs::word(job.state)) + " in " + duration(job.endedAt - job.startedAt) + '\n');
    if (job.error && !m_json)
        m_output.err(errorText(*job.error));
    if (!good && !m_json)
        m_output.err("Go on from the failed steps with: chandelierctl job retry " + job.id.substr(0, 8) + '\n');
    std::exchange(m_then, nullptr)(good);
}

} // namespace cli
