// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/jobrates.h"

#include <algorithm>

namespace collect {

namespace {

std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ull; // FNV-1a, then spread
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    hash ^= hash >> 29;
    return hash == 0 ? 1 : hash;
}

std::size_t powerAbove(std::size_t number)
{
    std::size_t power = 64;
    while (power < number)
        power *= 2;
    return power;
}

bool less(const JobRate &a, const JobRate &b)
{
    return a.perSecond > b.perSecond; // a heap with the smallest on top
}

} // namespace

JobRates::JobRates(std::size_t most, std::size_t top) : m_most(most), m_topSize(top), m_slots(64)
{
}

void JobRates::begin(double seconds)
{
    m_seconds = seconds;
    m_leftOut = 0;
    for (auto &list : m_top)
        list.clear();
    for (Slot &slot : m_slots)
        slot.seen = false;
}

JobRates::Slot *JobRates::find(std::uint64_t hash, bool &fresh)
{
    if ((m_used + 1) * 2 > m_slots.size() && m_used < m_most) {
        std::vector<Slot> old(powerAbove(m_slots.size() * 2));
        old.swap(m_slots);
        for (const Slot &slot : old)
            if (slot.hash != 0) {
                std::size_t at = slot.hash & (m_slots.size() - 1);
                while (m_slots[at].hash != 0)
                    at = (at + 1) & (m_slots.size() - 1);
                m_slots[at] = slot;
            }
    }
    std::size_t at = hash & (m_slots.size() - 1);
    while (m_slots[at].hash != 0 && m_slots[at].hash != hash)
        at = (at + 1) & (m_slots.size() - 1);
    fresh = m_slots[at].hash == 0;
    if (fresh && m_used >= m_most)
        return nullptr;
    if (fresh) {
        m_slots[at].hash = hash;
        ++m_used;
    }
    return &m_slots[at];
}

void JobRates::job(const JobRecord &record)
{
    std::array<std::int64_t, 3> sums{};
    for (const JobOperation &op : record.operations) {
        const bool bytes = op.unit == "bytes";
        if (bytes && op.name.substr(0, 4) == "read")
            sums[0] += op.sum;
        else if (bytes && op.name.substr(0, 5) == "write")
            sums[1] += op.sum;
        // read and write [usecs] count the same requests again.
        else if (op.name != "read" && op.name != "write")
            sums[2] += op.samples;
    }
    bool fresh = false;
    Slot *slot = find(hashOf(record.id), fresh);
    if (!slot) {
        ++m_leftOut;
        return;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        // A record that came back after its clean-up, or after a restart, begins at zero again.
        const std::int64_t before = sums[i] >= slot->sums[i] ? slot->sums[i] : 0;
        const auto grown = static_cast<double>(static_cast<std::uint64_t>(sums[i]) - static_cast<std::uint64_t>(before));
        if (!m_first && m_seconds > 0 && grown > 0)
            offer(i, record.id, grown / m_seconds);
    }
    slot->sums = sums;
    slot->seen = true;
}

void JobRates::offer(std::size_t measure, std::string_view job, double perSecond)
{
    auto &list = m_top[measure];
    if (list.size() == m_topSize && (m_topSize == 0 || list.front().perSecond >= perSecond))
        return;
    if (list.size() == m_topSize) {
        std::pop_heap(list.begin(), list.end(), less);
        list.pop_back();
    }
    list.push_back({std::string(job), perSecond});
    std::push_heap(list.begin(), list.end(), less);
}

void JobRates::forgetUnseen()
{
    std::vector<Slot> kept(m_slots.size());
    kept.swap(m_slots);
    m_used = 0;
    for (const Slot &slot : kept)
        if (slot.hash != 0 && slot.seen) {
            bool fresh = false;
            if (Slot *to = find(slot.hash, fresh))
                *to = slot;
        }
}

void JobRates::end()
{
    for (auto &list : m_top)
        std::sort_heap(list.begin(), list.end(), less);
    forgetUnseen();
    m_first = false;
}

} // namespace collect
