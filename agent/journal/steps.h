// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of writing steps: file "journal", one JSON line when a step begins (durable before anything is run) and one when
// it has ended. A line that is no JSON (torn by a crash) is passed over.
#pragma once
#include "agent/journal/storage.h"
#include "agent/protocol/frames.h"
#include "agent/protocol/verbs.h"

#include <deque>
#include <map>

namespace agent {

struct Outcome {
    bool ok = false;
    protocol::Json value{};          ///< of a success
    protocol::Error error{};         ///< of a failure
    protocol::Json transcript = protocol::Json::array();
};
protocol::Json toJson(const Outcome &outcome);
Outcome outcomeFromJson(const protocol::Json &json);

struct StepRecord {
    std::string step;   ///< "<job>/<move>/<step>"
    protocol::Verb verb{};
    protocol::Json args{};
    std::string holder{};
    std::uint32_t uid = 0; ///< of the peer that asked
    double startedAt = 0, endedAt = 0;
    bool ended = false, ok = false;
    std::string problem{};               ///< code word of a failure
    std::uint64_t endOffset = 0, endLength = 0; ///< where its end line is
};

/// What is before the first slash of a step id.
std::string jobOf(const std::string &step);

class StepJournal {
public:
    /// `compactAt`: bytes beyond which the file is compacted.
    explicit StepJournal(Storage &storage, std::uint64_t compactAt = 16u << 20) : m_storage(storage), m_compactAt(compactAt) { }
    /// Reads what is there; compacts when it has grown too large.
    protocol::Result<> open();
    const StepRecord *find(const std::string &step) const;
    /// In the order in which they began.
    const std::deque<std::string> &order() const { return m_order; }
    protocol::Result<> begin(const StepRecord &record);
    /// When the disk is full, the end is kept in memory and written by a later flush(); answers are right meanwhile.
    protocol::Result<> end(const std::string &step, double at, const Outcome &outcome);
    protocol::Result<> flush();
    bool hasUnwritten() const { return !m_unwritten.empty(); }
    protocol::Result<Outcome> outcome(const std::string &step) const;
    std::uint64_t size() const;

private:
    protocol::Result<> write(const std::string &line);
    protocol::Result<> load();
    protocol::Result<> compact();
    void take(const protocol::Json &line, std::uint64_t offset, std::uint64_t length);
    Storage &m_storage;
    std::map<std::string, StepRecord> m_records;
    std::deque<std::string> m_order;
    std::map<std::string, std::string> m_unwritten; ///< end lines by step
    std::uint64_t m_compactAt;
    bool m_cleanEnd = true;
};

} // namespace agent
