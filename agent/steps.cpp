// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of calls that run: steps with journal and audit, and calls that only read.
#include "agent/journal/sha256.h"
#include "agent/protocol/operations.h"
#include "agent/service.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;
using protocol::Verb;

namespace {

constexpr const char *observePrefix = "observe:";
constexpr int observeSeconds = 60;

RunOrder orderOf(const StepRecord &record)
{
    return {record.step, record.verb, record.args, protocol::traits(record.verb).limitSeconds, true, false};
}

/// What a step works on: two steps on one device or target at a time are a mistake of whoever planned them.
std::string deviceOf(const Json &args)
{
    return protocol::textOf(protocol::member(args, "device"), "path");
}

RunOrder observation(const StepRecord &record)
{
    RunOrder order{observePrefix + record.step, Verb::LnetState, Json::object(), observeSeconds, false, false};
    if (record.verb >= Verb::HaState && record.verb <= Verb::PowerSet)
        order.verb = Verb::HaState;
    if (!protocol::member(record.args, "device").is_null()) {
        order.verb = Verb::TargetState;
        order.args = record.args;
    }
    return order;
}

} // namespace

Result<> Service::open()
{
    for (const Result<> &done : {m_journal.open(), m_leases.open(), m_audit.open()})
        if (!done)
            return done;
    m_leaseKnown = m_leases.last().has_value();
    std::vector<std::string> begun;
    for (const std::string &step : m_journal.order())
        if (!m_journal.find(step)->ended)
            begun.push_back(step);
    for (const std::string &step : begun) {
        Run run{orderOf(*m_journal.find(step))};
        if (m_runner.adopt(run.order))
            m_runs[step] = std::move(run);
        else
            observe(step, std::move(run));
    }
    return {};
}

std::vector<std::string> Service::runningSteps() const
{
    std::vector<std::string> steps;
    for (const auto &[key, run] : m_runs)
        if (run.order.durable)
            steps.push_back(key);
        else if (!run.observes.empty())
            steps.push_back(run.observes);
    return steps;
}

void Service::startReading(const Call &call)
{
    RunOrder order{"read:" + std::to_string(m_nextRead++), call.verb, call.args, call.limitSeconds, false, false, call.secrets};
    if (const Result<> started = m_runner.start(order); !started)
        return fail(call.connection, call.id, started.error());
    const std::string key = order.key;
    order.secrets.clear();
    m_runs[key] = Run{std::move(order), {{call.connection, call.id}}};
}

Result<> Service::mayStart(const Call &call) const
{
    const std::vector<std::string> running = runningSteps();
    if (const Result<> lease = m_leases.check(call.lease, now(), !running.empty()); !lease)
        return lease;
    const std::string device = deviceOf(call.args);
    for (const auto &[key, run] : m_runs)
        if (!device.empty() && deviceOf(run.order.args) == device && (run.order.durable || !run.observes.empty()))
            return Error{Problem::Conflict, "Step " + key + " is working on " + device + " right now.", {}, "Wait until it has ended."};
    return {};
}

bool Service::attemptedBefore(const Call &call) const
{
    return std::any_of(m_journal.order().begin(), m_journal.order().end(), [&](const std::string &step) {
        const StepRecord *record = m_journal.find(step);
        return record && step != call.step && record->verb == call.verb && jobOf(step) == jobOf(call.step) && record->args == call.args;
    });
}

void Service::startWriting(const Call &call)
{
    if (const StepRecord *record = m_journal.find(call.step))
        return repeat(call, *record);
    if (const Result<> may = mayStart(call); !may)
        return fail(call.connection, call.id, may.error());
    const Line &line = m_lines[call.connection];
    StepRecord record{call.step, call.verb, call.args, line.holder, line.peer.uid, now()};
    RunOrder order = orderOf(record);
    order.limitSeconds = call.limitSeconds;
    order.attempted = attemptedBefore(call);
    if (const Result<> begun = m_journal.begin(record); !begun)
        return fail(call.connection, call.id, begun.error());
    m_runs[call.step] = Run{order, {{call.connection, call.id}}};
    order.secrets = call.secrets;
    sendEvent("step", {{"step", call.step}, {"verb", protocol::name(call.verb)}, {"state", "began"}});
    if (const Result<> started = m_runner.start(order); !started) {
        Outcome outcome;
        outcome.error = started.error();
        endRun(call.step, outcome);
    }
}

void Service::repeat(const Call &call, const StepRecord &record)
{
    const Asker asker{call.connection, call.id};
    if (record.verb != call.verb || record.args != call.args)
        return fail(call.connection, call.id,
                    {Problem::Conflict, "Step " + call.step + " was " + std::string(protocol::name(record.verb)) + " with other arguments.", {},
                     "A step id must never be used for something else: plan anew."});
    if (record.ended) {
        const Result<Outcome> outcome = m_journal.outcome(call.step);
        return outcome ? sendResult(asker, *outcome, true) : fail(call.connection, call.id, outcome.error());
    }
    for (auto &[key, run] : m_runs)
        if (key == call.step || run.observes == call.step) {
            run.askers.push_back(asker);
            return;
        }
    fail(call.connection, call.id, {Problem::Internal, "Step " + call.step + " neither runs nor has ended.", {}, "Restart the agent of that host."});
}

void Service::tick()
{
    for (RunEvent &event : m_runner.poll())
        take(std::move(event));
    if (m_journal.hasUnwritten() && m_journal.flush().ok())
        for (const std::string &step : std::exchange(m_unreleased, {}))
            m_runner.release(step);
    if (m_uncounted > 0)
        noteUncounted();
    if (m_leaseKnown && !m_leases.current(now(), !runningSteps().empty())) {
        m_leaseKnown = false;
        sendEvent("lease", leaseJson());
    }
    while (!m_waiting.empty() && m_runs.size() < 16) {
        const Call call = m_waiting.front();
        m_waiting.pop_front();
        startReading(call);
    }
}

void Service::take(RunEvent event)
{
    const auto found = m_runs.find(event.key);
    if (found == m_runs.end())
        return;
    Run &run = found->second;
    Outcome lost;
    switch (event.what) {
    case RunEvent::What::Progress:
        for (const Asker &asker : run.askers)
            send(asker.connection, {{"type", "progress"}, {"id", asker.id}, {"fraction", event.fraction}, {"line", event.text}});
        break;
    case RunEvent::What::Output:
        for (const Asker &asker : run.askers)
            send(asker.connection, {{"type", "output"}, {"id", asker.id}, {"stream", event.stream}, {"text", event.text}});
        break;
    case RunEvent::What::Transcript:
        run.transcript.push_back(std::move(event.transcript));
        break;
    case RunEvent::What::End:
        endRun(event.key, event.outcome);
        break;
    case RunEvent::What::Lost:
        if (run.order.durable) {
            Run gone = std::move(run);
            m_runs.erase(found);
            observe(event.key, std::move(gone));
            break;
        }
        lost.error = {Problem::Interrupted, "The process that ran " + std::string(protocol::name(run.order.verb)) + " was ended from outside.",
                      {}, "Ask again."};
        endRun(event.key, lost);
        break;
    }
}

void Service::endRun(const std::string &key, const Outcome &outcome)
{
    Run run = std::move(m_runs[key]);
    m_runs.erase(key);
    if (!run.observes.empty()) {
        m_runner.release(key);
        return endObserved(std::move(run), outcome);
    }
    if (run.order.durable)
        endStep(key, outcome);
    else
        m_runner.release(key);
    for (const Asker &asker : run.askers) {
        Outcome told = outcome;
        const auto line = m_lines.find(asker.connection);
        if (run.order.verb == Verb::AgentDiagnostics && told.ok && line != m_lines.end())
            completeDiagnostics(told.value, line->second.peer.role == Role::Admin);
        sendResult(asker, told, false);
    }
}

void Service::endStep(const std::string &step, const Outcome &outcome)
{
    const Result<> written = m_journal.end(step, now(), outcome);
    const StepRecord *record = m_journal.find(step);
    if (written)
        m_runner.release(step);
    else
        m_unreleased.insert(step);
    if (!record)
        return;
    addAudit({{"what", protocol::name(record->verb)}, {"holder", record->holder}, {"uid", record->uid}, {"step", step},
              {"args", sha256(protocol::dumpJson(record->args))},
              {"result", outcome.ok ? "ok" : std::string(protocol::word(outcome.error.problem))}});
    sendEvent("step", {{"step", step}, {"verb", protocol::name(record->verb)}, {"state", "ended"}, {"ok", outcome.ok},
                       {"problem", record->problem}});
    sendEvent("inventory", {{"step", step}, {"verb", protocol::name(record->verb)}});
}

void Service::observe(const std::string &step, Run lost)
{
    Run run{observation(*m_journal.find(step)), std::move(lost.askers), std::move(lost.transcript), step};
    if (const Result<> started = m_runner.start(run.order); !started) {
        Outcome blind;
        blind.error = started.error();
        return endObserved(std::move(run), blind);
    }
    const std::string key = run.order.key;
    m_runs[key] = std::move(run);
}

void Service::endObserved(Run run, const Outcome &seen)
{
    const std::string step = run.observes;
    const StepRecord *record = m_journal.find(step);
    const Json observed = seen.ok ? seen.value : Json{{"error", protocol::toJson(seen.error)}};
    Outcome outcome;
    outcome.transcript = std::move(run.transcript);
    for (const Json &entry : seen.transcript)
        outcome.transcript.push_back(entry);
    outcome.error = {Problem::Interrupted,
                     std::string(record ? protocol::name(record->verb) : "The step") + " was interrupted on " + m_around.host
                         + ": the host or the process that ran it ended before it did.",
                     protocol::dumpJson({{"observed", observed}}), "Look at what was observed afterwards, and retry the step."};
    endStep(step, outcome);
    for (const Asker &asker : run.askers)
        sendResult(asker, outcome, false);
}

} // namespace agent
