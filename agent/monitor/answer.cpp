// SPDX-License-Identifier: GPL-3.0-or-later
// What metrics.fetch gives of the history. Samples that are still in memory come from there; older ones are replayed from disk, the fine
// track as far back as it goes, the coarse one before it.
#include "agent/monitor/history.h"

#include <algorithm>
#include <bit>

namespace monitor {

using protocol::Json;

namespace {

std::size_t digits(std::uint64_t value)
{
    return 1 + static_cast<std::size_t>(std::bit_width(value)) * 3 / 10;
}

std::size_t jsonSize(const Entry &entry)
{
    switch (entry.form) {
    case Form::Whole: return 4 + digits(entry.id) + digits(static_cast<std::int64_t>(entry.bits) < 0 ? 0 - entry.bits : entry.bits);
    case Form::Natural: return 3 + digits(entry.id) + digits(entry.bits);
    case Form::Real: return 24 + digits(entry.id);
    case Form::Ended: break;
    }
    return 6 + digits(entry.id);
}

} // namespace

/// An answer as it grows; refuses what would make it too large.
struct History::Answer {
    const History &history;
    std::size_t room;
    std::uint64_t limit;
    std::uint32_t known;          ///< every series up to this is in the answer or at the caller
    std::map<std::uint32_t, std::string> keys{}; ///< of series that only files know
    Json series = Json::array(), samples = Json::array();
    std::uint64_t lastSeq = 0;
    bool full = false, complete = false; ///< complete: the first sample holds all that there is

    bool define(std::uint32_t upTo)
    {
        if (upTo <= known || full)
            return !full;
        const std::lock_guard lock(history.m_mutex);
        std::map<std::uint32_t, std::string_view> wanted;
        for (auto key = keys.upper_bound(known); key != keys.end() && key->first <= upTo; ++key)
            wanted.emplace(key->first, key->second);
        history.m_board.each([&](std::uint32_t id, std::string_view key) {
            if (id > known && id <= upTo)
                wanted.emplace(id, key);
        });
        for (const auto &[id, key] : wanted) {
            const std::size_t size = key.size() * 3 / 2 + 60;
            if (size > room) {
                full = true;
                return false;
            }
            room -= size;
            series.push_back(seriesJson(id, key));
            known = id;
        }
        known = upTo;
        return true;
    }

    bool add(const SampleHead &head, const std::vector<Entry> &changes)
    {
        if (full || samples.size() >= limit || (!changes.empty() && !define(changes.back().id))) {
            full = true;
            return false;
        }
        std::size_t size = 40;
        for (const Entry &entry : changes)
            size += jsonSize(entry);
        // A sample that is larger than a whole answer's room must still be sent: alone, in an answer of its own.
        if (size > room && !(samples.empty() && series.empty())) {
            full = true;
            return false;
        }
        room -= std::min(room, size);
        Json pairs = Json::array();
        pairs.get_ref<Json::array_t &>().reserve(2 * changes.size());
        for (const Entry &entry : changes) {
            pairs.push_back(entry.id);
            pairs.push_back(toJson(entry.value()));
        }
        samples.push_back(Json::array({head.seq, head.atMs, std::move(pairs)}));
        lastSeq = head.seq;
        return true;
    }
};

/// What is looked at without holding up the writing thread.
struct History::Plan {
    std::uint64_t since = 0;
    bool disk = false;                   ///< samples before the tail are wanted
    std::vector<Segment> coarse{}, fine{};
    std::uint64_t fineFirst = UINT64_MAX;
    std::vector<Entry> base{};
    std::uint64_t baseSeq = 0;
    std::vector<Sample> tail{};
    bool exact = false;                  ///< the tail begins right behind what the caller has
};

History::Plan History::planFor(std::uint64_t since) const
{
    Plan plan{since};
    const auto after = std::find_if(m_tail.begin(), m_tail.end(), [since](const Sample &sample) { return sample.head.seq > since; });
    plan.exact = since > 0 && (after == m_tail.begin() ? since == m_baseSeq : std::prev(after)->head.seq == since);
    if (plan.exact) {
        plan.tail.assign(after, m_tail.end());
        return plan;
    }
    plan.base = m_base;
    plan.baseSeq = m_baseSeq;
    plan.tail.assign(m_tail.begin(), m_tail.end());
    plan.disk = since < m_baseSeq;
    if (!plan.disk)
        return plan;
    for (const Segment &segment : m_shown.fine)
        if (segment.firstSeq)
            plan.fineFirst = std::min(plan.fineFirst, segment.firstSeq);
    const auto wanted = [since](const Segment &segment) { return segment.firstSeq && segment.lastSeq >= since; };
    std::copy_if(m_shown.fine.begin(), m_shown.fine.end(), std::back_inserter(plan.fine), wanted);
    if (since < plan.fineFirst)
        std::copy_if(m_shown.coarse.begin(), m_shown.coarse.end(), std::back_inserter(plan.coarse),
                     [&](const Segment &segment) { return wanted(segment) && segment.firstSeq < plan.fineFirst; });
    return plan;
}

/// The caller's state goes from sample to sample, whichever track they come from.
class Replay : public SegmentReader {
public:
    Replay(std::uint64_t since, std::uint32_t known) : m_since(since), m_known(known) { }
    virtual bool give(const SampleHead &head, const std::vector<Entry> &changes) = 0;

    void beginSegment(std::uint64_t end)
    {
        m_end = end;
        if (m_follows)
            m_caller = std::move(m_state);
        m_state.clear();
        m_first = true;
    }
    bool header(std::string_view, std::uint32_t) override { return true; }
    bool start(const Start &) override { return true; }
    bool series(std::uint32_t id, std::string_view key) override
    {
        if (id > m_known)
            define(id, key);
        return true;
    }
    virtual void define(std::uint32_t id, std::string_view key) = 0;
    bool sample(const SampleHead &head, std::string_view pairs) override
    {
        if (head.seq >= m_end)
            return false;
        if (!takePairs(pairs, [this](std::uint32_t id) { return find(m_state, id); }, m_changes))
            return false;
        change(m_state, m_changes);
        const bool first = std::exchange(m_first, false);
        if (head.seq <= m_since) {
            m_follows = head.seq == m_since;
            return true;
        }
        if (!m_follows)
            m_changes = m_state;
        else if (first)
            m_changes = difference(m_caller, m_state);
        if (!give(head, m_changes))
            return false;
        m_follows = true;
        m_last = head.seq;
        return true;
    }
    /// The caller's state is that of the newest sample that was given, or that it has.
    bool follows() const { return m_follows; }
    std::uint64_t last() const { return m_last; }
    const std::vector<Entry> &state() const { return m_state; }

protected:
    std::uint64_t m_since;
    std::uint32_t m_known;
    std::uint64_t m_end = UINT64_MAX, m_last = 0;
    std::vector<Entry> m_caller, m_state, m_changes;
    bool m_follows = false, m_first = true;
};

protocol::Json History::fetch(const protocol::MetricsArguments &asked) const
{
    Plan plan;
    Json value;
    std::uint32_t nextId = 0;
    std::vector<Gap> gaps;
    const bool same = [&] {
        const std::lock_guard lock(m_mutex);
        const bool known = asked.ring == m_ring;
        plan = planFor(known ? asked.since : 0);
        nextId = m_board.nextId();
        const std::uint64_t fineFirst = m_shown.fine.empty() ? UINT64_MAX : m_shown.fine.front().firstSeq;
        for (const Gap &gap : m_shown.coarseGaps)
            if (gap.before < fineFirst)
                gaps.push_back(gap);
        gaps.insert(gaps.end(), m_shown.fineGaps.begin(), m_shown.fineGaps.end());
        value = {{"ring", m_ring}, {"first", firstSeq()}, {"last", m_tail.empty() ? m_baseSeq : m_seq}};
        return known;
    }();
    Answer answer{*this, m_settings.answerBytes, asked.limit ? asked.limit : UINT64_MAX, same ? static_cast<std::uint32_t>(std::min<std::uint64_t>(asked.series, UINT32_MAX)) : 0};
    fill(plan, answer);
    if (!answer.full)
        answer.define(nextId - 1);
    Json shown = Json::array();
    for (const Gap &gap : gaps)
        if (gap.before > plan.since && gap.before <= answer.lastSeq)
            shown.push_back(Json::array({gap.fromMs, gap.toMs, gap.cause}));
    value["series"] = std::move(answer.series);
    value["samples"] = std::move(answer.samples);
    value["gaps"] = std::move(shown);
    value["complete"] = answer.complete;
    value["more"] = answer.full;
    return value;
}

std::uint64_t History::firstSeq() const
{
    for (const auto *segments : {&m_shown.coarse, &m_shown.fine})
        for (const Segment &segment : *segments)
            if (segment.firstSeq)
                return segment.firstSeq;
    return m_tail.empty() ? 0 : m_tail.front().head.seq;
}

void History::fill(const Plan &plan, Answer &answer)
{
    answer.complete = !plan.exact;
    if (plan.exact) {
        for (const Sample &sample : plan.tail)
            if (!answer.add(sample.head, sample.changes))
                return;
        return;
    }
    class Disk : public Replay {
    public:
        Disk(Answer &answer, std::uint64_t since) : Replay(since, answer.known), m_answer(answer) { }
        bool give(const SampleHead &head, const std::vector<Entry> &changes) override
        {
            if (m_answer.samples.empty())
                m_answer.complete = !follows();
            return m_answer.add(head, changes);
        }
        void define(std::uint32_t id, std::string_view key) override { m_answer.keys.emplace(id, key); }

    private:
        Answer &m_answer;
    } replay(answer, plan.since);
    for (const Segment &segment : plan.coarse)
        if (!answer.full) {
            replay.beginSegment(plan.fineFirst);
            readSegment(readWhole(segment.path), replay);
        }
    for (const Segment &segment : plan.fine)
        if (!answer.full) {
            replay.beginSegment(UINT64_MAX);
            readSegment(readWhole(segment.path), replay);
        }
    if (answer.full)
        return;
    // The tail: what follows its predecessor goes as it is, the first of another past is compared.
    std::vector<Entry> state = plan.base, caller = replay.state();
    std::uint64_t before = plan.baseSeq, at = std::max(replay.last(), replay.follows() ? plan.since : 0);
    bool follows = replay.follows();
    for (const Sample &sample : plan.tail) {
        change(state, sample.changes);
        const std::uint64_t predecessor = std::exchange(before, sample.head.seq);
        if (sample.head.seq <= plan.since || sample.head.seq <= at)
            continue;
        const bool right = follows && at == predecessor;
        if (answer.samples.empty())
            answer.complete = !follows;
        if (!answer.add(sample.head, right ? sample.changes : follows ? difference(caller, state) : state))
            return;
        follows = true;
        at = sample.head.seq;
    }
}

} // namespace monitor
