// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/journal/steps.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

constexpr const char *journalFile = "journal";
constexpr std::size_t fullTranscripts = 200; ///< of the newest steps; older ones keep their results only
constexpr std::size_t mostRecords = 20000;

Json beginLine(const StepRecord &record)
{
    return {{"t", "begin"}, {"step", record.step}, {"verb", protocol::name(record.verb)}, {"args", record.args},
            {"holder", record.holder}, {"uid", record.uid}, {"at", record.startedAt}};
}

} // namespace

Json toJson(const Outcome &outcome)
{
    Json json{{"ok", outcome.ok}, {"transcript", outcome.transcript}};
    if (outcome.ok)
        json["value"] = outcome.value;
    else
        json["error"] = protocol::toJson(outcome.error);
    return json;
}

Outcome outcomeFromJson(const Json &json)
{
    Outcome outcome;
    outcome.ok = protocol::flagOf(json, "ok");
    outcome.value = protocol::member(json, "value");
    if (!outcome.ok)
        outcome.error = protocol::errorFromJson(protocol::member(json, "error"));
    if (const Json &transcript = protocol::member(json, "transcript"); transcript.is_array())
        outcome.transcript = transcript;
    return outcome;
}

std::string jobOf(const std::string &step)
{
    return step.substr(0, step.find('/'));
}

void StepJournal::take(const Json &line, std::uint64_t offset, std::uint64_t length)
{
    const std::string step = protocol::textOf(line, "step");
    const std::string kind = protocol::textOf(line, "t");
    if (kind == "begin") {
        const auto verb = protocol::verbFromName(protocol::textOf(line, "verb"));
        if (step.empty() || !verb || m_records.count(step))
            return;
        StepRecord record{step, *verb, protocol::member(line, "args"), protocol::textOf(line, "holder")};
        record.uid = static_cast<std::uint32_t>(protocol::unsignedOf(line, "uid"));
        record.startedAt = protocol::realOf(line, "at");
        m_records.emplace(step, std::move(record));
        m_order.push_back(step);
    } else if (const auto found = m_records.find(step); kind == "end" && found != m_records.end()) {
        StepRecord &record = found->second;
        record.ended = true;
        record.endedAt = protocol::realOf(line, "at");
        const Json &outcome = protocol::member(line, "outcome");
        record.ok = protocol::flagOf(outcome, "ok");
        record.problem = protocol::textOf(protocol::member(outcome, "error"), "problem");
        record.endOffset = offset;
        record.endLength = length;
    }
}

Result<> StepJournal::open()
{
    const Result<> loaded = load();
    return loaded && size() > m_compactAt ? compact() : loaded;
}

Result<> StepJournal::load()
{
    const Result<std::string> text = m_storage.read(journalFile);
    if (!text)
        return text.error();
    m_records.clear();
    m_order.clear();
    m_unwritten.clear();
    const std::string_view all = *text;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = std::min(all.find('\n', at), all.size());
        const std::string_view line = all.substr(at, end - at);
        if (const Json json = protocol::parseJson(line); json.is_object())
            take(json, at, line.size());
        at = end + 1;
    }
    m_cleanEnd = all.empty() || all.back() == '\n';
    return {};
}

const StepRecord *StepJournal::find(const std::string &step) const
{
    const auto found = m_records.find(step);
    return found == m_records.end() ? nullptr : &found->second;
}

Result<> StepJournal::write(const std::string &line)
{
    const Result<> done = m_storage.append(journalFile, (m_cleanEnd ? "" : "\n") + line + "\n");
    m_cleanEnd = done.ok();
    return done;
}

Result<> StepJournal::begin(const StepRecord &record)
{
    if (const Result<> done = write(protocol::dumpJson(beginLine(record))); !done)
        return done;
    m_records[record.step] = record;
    m_order.push_back(record.step);
    return {};
}

Result<> StepJournal::end(const std::string &step, double at, const Outcome &outcome)
{
    const auto found = m_records.find(step);
    if (found == m_records.end())
        return Error{Problem::Internal, "Step " + step + " has ended without having begun.", {}, {}};
    StepRecord &record = found->second;
    record.ended = true;
    record.endedAt = at;
    record.ok = outcome.ok;
    record.problem = outcome.ok ? std::string() : std::string(protocol::word(outcome.error.problem));
    m_unwritten[step] = protocol::dumpJson({{"t", "end"}, {"step", step}, {"at", at}, {"outcome", toJson(outcome)}});
    return flush();
}

Result<> StepJournal::flush()
{
    while (!m_unwritten.empty()) {
        const auto first = m_unwritten.begin();
        const std::uint64_t offset = m_storage.size(journalFile) + (m_cleanEnd ? 0 : 1);
        if (const Result<> done = write(first->second); !done)
            return done;
        m_records[first->first].endOffset = offset;
        m_records[first->first].endLength = first->second.size();
        m_unwritten.erase(first);
    }
    return size() > m_compactAt ? compact() : Result<>();
}

Result<Outcome> StepJournal::outcome(const std::string &step) const
{
    std::string text;
    if (const auto waiting = m_unwritten.find(step); waiting != m_unwritten.end()) {
        text = waiting->second;
    } else if (const StepRecord *record = find(step); record && record->endLength) {
        Result<std::string> read = m_storage.read(journalFile, record->endOffset, record->endLength);
        if (!read)
            return read.error();
        text = std::move(read).value();
    }
    const Json json = protocol::parseJson(text);
    if (protocol::textOf(json, "step") != step)
        return Error{Problem::Storage, "The journal of the agent has no end of step " + step + ".", {}, "Look at the state of the target itself."};
    return outcomeFromJson(protocol::member(json, "outcome"));
}

std::uint64_t StepJournal::size() const
{
    return m_storage.size(journalFile);
}

Result<> StepJournal::compact()
{
    std::string text;
    const std::size_t drop = m_order.size() > mostRecords ? m_order.size() - mostRecords : 0;
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const StepRecord &record = m_records[m_order[i]];
        if (i < drop && record.ended)
            continue;
        text += protocol::dumpJson(beginLine(record)) + "\n";
        if (!record.ended)
            continue;
        Result<Outcome> outcome = this->outcome(record.step);
        if (!outcome)
            continue;
        if (m_order.size() - i > fullTranscripts)
            outcome->transcript = Json::array();
        text += protocol::dumpJson({{"t", "end"}, {"step", record.step}, {"at", record.endedAt}, {"outcome", toJson(*outcome)}}) + "\n";
    }
    if (!m_storage.replace(journalFile, text))
        return {}; // the old file is still whole: compaction can wait for room
    m_compactAt = std::max<std::uint64_t>(m_compactAt, 2 * text.size());
    return load();
}

} // namespace agent
