// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent keeps and shows of itself: lease, journal, audit, diagnostics.
#include "agent/actions/redact.h"
#include "agent/service.h"

#include <algorithm>

namespace agent {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr std::uint64_t mostRefusals = 20;       ///< audit lines of refusals a minute
constexpr std::size_t mostOfNote = 2000, recentNotes = 200; ///< bytes; entries of the audit that are looked at for the same note
constexpr std::size_t mostOfRecord = 900u << 10; ///< bytes of journal, and of audit, in a diagnostics bundle

} // namespace

Json Service::leaseJson() const
{
    const std::vector<std::string> running = runningSteps();
    const std::optional<Lease> lease = m_leases.current(now(), !running.empty());
    Json json = lease ? publicJson(*lease) : Json::object();
    json["held"] = lease.has_value();
    json["running"] = running;
    return json;
}

Json Service::stepJson(const StepRecord &record, bool whole) const
{
    const bool running = m_runs.count(record.step) > 0;
    Json json{{"step", record.step}, {"verb", protocol::name(record.verb)}, {"args", record.args}, {"holder", record.holder},
              {"uid", record.uid}, {"startedAt", record.startedAt},
              {"state", record.ended ? "ended" : running ? "running" : "observing"}};
    if (!record.ended)
        return json;
    json["endedAt"] = record.endedAt;
    json["ok"] = record.ok;
    json["problem"] = record.problem;
    if (whole)
        if (const Result<Outcome> outcome = m_journal.outcome(record.step))
            json["outcome"] = toJson(*outcome);
    return json;
}

/// Arguments and outcomes may hold a repository's password; who may only look sees that there is one.
Result<Json> Service::journalShow(const Json &args, bool admin) const
{
    const auto shown = [admin](Json value) { return admin ? value : withoutSecrets(value); };
    const std::string step = protocol::textOf(args, "step");
    const std::string job = protocol::textOf(args, "job");
    const auto last = static_cast<std::size_t>(std::clamp<std::int64_t>(protocol::numberOf(args, "last", 50), 0, 1000));
    if (!step.empty()) {
        const StepRecord *record = m_journal.find(step);
        if (!record)
            return Error{Problem::NotFound, "The agent of " + m_around.host + " has no step " + step + " in its journal.", {}, {}};
        return shown(Json{{"steps", Json::array({stepJson(*record, true)})}});
    }
    std::vector<Json> steps;
    for (auto id = m_journal.order().rbegin(); id != m_journal.order().rend() && steps.size() < last; ++id)
        if (job.empty() || jobOf(*id) == job)
            steps.push_back(stepJson(*m_journal.find(*id), false));
    std::reverse(steps.begin(), steps.end());
    return shown(Json{{"steps", steps}});
}

Result<Json> Service::auditShow(const Json &args) const
{
    const auto last = static_cast<std::size_t>(std::clamp<std::int64_t>(protocol::numberOf(args, "last", 50), 0, 1000));
    const Result<Json> entries = m_audit.show(last);
    if (!entries)
        return entries.error();
    Json value{{"entries", *entries}};
    if (protocol::flagOf(args, "verify")) {
        const Result<AuditReport> report = m_audit.verify();
        if (!report)
            return report.error();
        value["verified"] = {{"ok", report->ok}, {"lines", report->lines}, {"torn", report->torn}, {"first", report->first}};
    }
    return value;
}

/// Unlike other entries this one is all that is asked for: where it cannot be kept, the answer says so.
Result<Json> Service::auditNote(const Call &call)
{
    const std::string about = protocol::textOf(call.args, "about"), text = protocol::textOf(call.args, "text"), id = protocol::textOf(call.args, "id");
    if (about.empty() || text.empty() || about.size() + id.size() + text.size() > mostOfNote)
        return Error{Problem::BadArgument, "audit.note: about and text are needed, up to " + std::to_string(mostOfNote) + " bytes together.", {}, {}};
    if (const Result<Json> entries = id.empty() ? Result<Json>(Json::array()) : m_audit.show(recentNotes); entries)
        for (const Json &entry : *entries)
            if (protocol::textOf(entry, "what") == "note" && protocol::textOf(entry, "id") == id)
                return Json::object(); // asked again by somebody who has not heard the answer
    const Line &line = m_lines[call.connection];
    Json entry{{"what", "note"}, {"holder", line.holder}, {"uid", line.peer.uid}, {"key", line.key}, {"about", about}, {"text", text}, {"at", now()}};
    if (!id.empty())
        entry["id"] = id;
    if (const Result<> kept = m_audit.add(entry); !kept)
        return kept.error();
    return Json::object();
}

void Service::completeDiagnostics(Json &value, bool admin) const
{
    if (!value.is_object() || !protocol::member(value, "files").is_array())
        return;
    std::size_t bytes = static_cast<std::size_t>(protocol::numberOf(value, "bytes"));
    bool truncated = protocol::flagOf(value, "truncated");
    const auto add = [&](const char *name, const Json &json) {
        std::string text = withoutSecrets(json).dump(1, ' ', false, Json::error_handler_t::replace);
        if (text.size() > mostOfRecord) {
            truncated = true;
            text = "[" + std::to_string(text.size() - mostOfRecord) + " bytes left out]\n" + text.substr(text.size() - mostOfRecord);
        }
        bytes += text.size();
        value["files"].push_back({{"name", name}, {"text", text}});
    };
    if (const Result<Json> journal = journalShow({{"last", 300}}, admin); journal)
        add("journal.json", *journal);
    add("lease.json", leaseJson());
    if (admin)
        if (const Result<Json> entries = auditShow({{"last", 500}, {"verify", true}}); entries)
            add("audit.json", *entries);
    value["bytes"] = bytes;
    value["truncated"] = truncated;
}

void Service::noteRefusal(Connection connection, const Error &error, std::string_view what)
{
    noteUncounted();
    if (m_refusals >= mostRefusals) {
        ++m_uncounted;
        return;
    }
    ++m_refusals;
    const Line &line = m_lines[connection];
    addAudit({{"what", "refused"}, {"of", std::string(what)}, {"uid", line.peer.uid}, {"holder", line.holder}, {"key", line.key},
              {"result", std::string(protocol::word(error.problem))}});
}

void Service::noteUncounted()
{
    if (now() < m_refusalsSince + 60 && now() >= m_refusalsSince)
        return;
    m_refusalsSince = now();
    m_refusals = 0;
    if (const std::uint64_t more = std::exchange(m_uncounted, 0); more > 0)
        addAudit({{"what", "refused"}, {"of", "more of the same within a minute"}, {"count", more}});
}

void Service::addAudit(Json entry)
{
    entry["at"] = now();
    // A full disk refuses new steps at their journal line; what has happened already is not undone for lack of its audit line.
    (void)m_audit.add(entry).ok();
}

} // namespace agent
