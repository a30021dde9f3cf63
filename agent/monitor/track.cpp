// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/track.h"

#include "agent/protocol/problem.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace monitor {

using protocol::Error;
using protocol::Problem;
using protocol::Result;

namespace {

constexpr std::size_t mostGaps = 500;
constexpr std::size_t largestFile = 64u << 20;

Error noSpace(const std::string &path, int error)
{
    return {Problem::NoSpace, "The agent cannot keep figures in " + path + ": " + std::strerror(error) + ".", {},
            "Make room on that disk, or correct the permissions; figures are kept in memory until then."};
}

} // namespace

std::string readWhole(const std::string &path)
{
    std::string bytes;
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bytes;
    struct stat status{};
    if (::fstat(fd, &status) == 0 && static_cast<std::uint64_t>(status.st_size) <= largestFile)
        bytes.resize(static_cast<std::size_t>(status.st_size));
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t count = ::read(fd, bytes.data() + have, bytes.size() - have);
        if (count <= 0 && errno != EINTR)
            break;
        have += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
    }
    bytes.resize(have);
    ::close(fd);
    return bytes;
}

std::optional<Value> find(const std::vector<Entry> &state, std::uint32_t id)
{
    const auto at = std::lower_bound(state.begin(), state.end(), id, [](const Entry &entry, std::uint32_t wanted) { return entry.id < wanted; });
    return at != state.end() && at->id == id ? std::optional(at->value()) : std::nullopt;
}

void change(std::vector<Entry> &state, const std::vector<Entry> &changes)
{
    std::vector<Entry> fresh;
    bool ended = false;
    for (const Entry &one : changes) {
        const auto at = std::lower_bound(state.begin(), state.end(), one.id, [](const Entry &entry, std::uint32_t wanted) { return entry.id < wanted; });
        ended = ended || one.form == Form::Ended;
        if (at != state.end() && at->id == one.id)
            *at = one;
        else if (one.form != Form::Ended)
            fresh.push_back(one);
    }
    if (ended)
        std::erase_if(state, [](const Entry &entry) { return entry.form == Form::Ended; });
    if (fresh.empty())
        return;
    const auto middle = static_cast<std::ptrdiff_t>(state.size());
    state.insert(state.end(), fresh.begin(), fresh.end());
    std::inplace_merge(state.begin(), state.begin() + middle, state.end(), [](const Entry &a, const Entry &b) { return a.id < b.id; });
}

std::vector<Entry> difference(const std::vector<Entry> &before, const std::vector<Entry> &after)
{
    std::vector<Entry> changes;
    auto old = before.begin();
    for (const Entry &entry : after) {
        for (; old != before.end() && old->id < entry.id; ++old)
            changes.push_back({0, old->id, Form::Ended});
        const bool same = old != before.end() && old->id == entry.id;
        if (!same || old->bits != entry.bits || old->form != entry.form)
            changes.push_back(entry);
        old += same;
    }
    for (; old != before.end(); ++old)
        changes.push_back({0, old->id, Form::Ended});
    return changes;
}

/// Takes in one file of an earlier life; the newest one's keys and values are needed to go on with it.
class TrackScan : public SegmentReader {
public:
    TrackScan(Track &track, Segment &segment, const std::string &ring, bool newest) : m_track(track), m_segment(segment), m_ring(ring), m_newest(newest)
    {
        m_track.m_keys.clear();
        m_track.m_state.clear();
        m_track.m_defined.clear();
    }
    bool header(std::string_view ring, std::uint32_t nextId) override
    {
        m_track.m_nextId = std::max(m_track.m_nextId, nextId);
        m_found = ring;
        return m_ring.empty() || ring == m_ring;
    }
    bool start(const Start &start) override
    {
        m_start = start;
        return true;
    }
    bool series(std::uint32_t id, std::string_view key) override
    {
        if (m_newest)
            m_track.m_keys[id] = key;
        m_track.m_nextId = std::max(m_track.m_nextId, id + 1);
        return true;
    }
    bool sample(const SampleHead &head, std::string_view pairs) override
    {
        if (m_newest && !takePairs(pairs, [this](std::uint32_t id) { return find(m_track.m_state, id); }, m_changes))
            return false;
        if (m_newest)
            change(m_track.m_state, m_changes);
        const std::int64_t before = m_segment.lastSeq ? m_segment.lastMs : m_track.lastMs();
        if (m_start)
            m_track.addGap(*m_start, before, head);
        m_start.reset();
        if (!m_segment.firstSeq) {
            m_segment.firstSeq = head.seq;
            m_segment.firstMs = head.atMs;
        }
        m_segment.lastSeq = head.seq;
        m_segment.lastMs = head.atMs;
        return true;
    }
    const std::string &found() const { return m_found; }

private:
    Track &m_track;
    Segment &m_segment;
    const std::string &m_ring;
    bool m_newest;
    std::string m_found;
    std::optional<Start> m_start;
    std::vector<Entry> m_changes;
};

Track::Track(std::string directory, char letter, TrackLimits limits) : m_directory(std::move(directory)), m_letter(letter), m_limits(limits)
{
}

Track::~Track()
{
    if (m_file >= 0)
        ::close(m_file);
}

std::uint64_t Track::bytes() const
{
    std::uint64_t sum = 0;
    for (const Segment &segment : m_segments)
        sum += segment.bytes;
    return sum;
}

std::uint64_t Track::lastSeq() const
{
    for (auto segment = m_segments.rbegin(); segment != m_segments.rend(); ++segment)
        if (segment->lastSeq)
            return segment->lastSeq;
    return 0;
}

std::uint64_t Track::firstSeq() const
{
    for (const Segment &segment : m_segments)
        if (segment.firstSeq)
            return segment.firstSeq;
    return 0;
}

std::int64_t Track::lastMs() const
{
    for (auto segment = m_segments.rbegin(); segment != m_segments.rend(); ++segment)
        if (segment->lastSeq)
            return segment->lastMs;
    return 0;
}

void Track::addGap(const Start &start, std::int64_t fromMs, const SampleHead &head)
{
    const bool rebooted = !m_boot.empty() && m_boot != start.boot;
    m_boot = start.boot;
    if (fromMs == 0 || head.atMs <= fromMs)
        return;
    const auto add = [&](std::int64_t from, std::int64_t to, const char *cause) {
        if (to > from)
            m_gaps.push_back({from, to, head.seq, cause});
    };
    if (start.why == Why::DiskFull)
        add(fromMs, head.atMs, "the agent's disk was full");
    else if (start.why == Why::ClockChanged)
        add(fromMs, head.atMs, "the clock was set");
    else if (rebooted && start.bootMs > fromMs && start.bootMs < head.atMs) {
        add(fromMs, start.bootMs, "host was down");
        add(start.bootMs, head.atMs, "agent was down");
    } else
        add(fromMs, head.atMs, rebooted ? "host was down" : "agent was down");
    if (m_gaps.size() > mostGaps)
        m_gaps.erase(m_gaps.begin(), m_gaps.begin() + static_cast<std::ptrdiff_t>(m_gaps.size() - mostGaps));
}

void Track::open(std::string &ring)
{
    m_segments.clear();
    m_gaps.clear();
    m_boot.clear();
    std::vector<std::uint64_t> numbers;
    if (DIR *directory = ::opendir(m_directory.c_str())) {
        while (const dirent *entry = ::readdir(directory)) {
            const std::string name = entry->d_name;
            if (name.size() > 2 && name[0] == m_letter && name[1] == '-' && name.find_first_not_of("0123456789", 2) == std::string::npos)
                numbers.push_back(std::strtoull(name.c_str() + 2, nullptr, 10));
        }
        ::closedir(directory);
    }
    std::sort(numbers.begin(), numbers.end());
    const auto pathOf = [this](std::uint64_t number) { return m_directory + "/" + m_letter + "-" + std::to_string(number); };
    if (ring.empty() && !numbers.empty()) { // all of one ring: the newest that can be read says which
        for (auto number = numbers.rbegin(); number != numbers.rend() && ring.empty(); ++number) {
            Segment probe;
            TrackScan scan(*this, probe, ring, false);
            readSegment(readWhole(pathOf(*number)), scan);
            ring = scan.found();
        }
        m_gaps.clear(); // the files are read once more, now as what they are
        m_boot.clear();
    }
    for (const std::uint64_t number : numbers) {
        Segment segment{number, pathOf(number)};
        const std::string bytes = readWhole(segment.path);
        TrackScan scan(*this, segment, ring, number == numbers.back());
        segment.bytes = readSegment(bytes, scan);
        if (segment.bytes == 0) {
            ::unlink(segment.path.c_str());
            m_keys.clear();
            m_state.clear();
            m_roll = true;
            continue;
        }
        m_roll = false;
        // Only the last file of a life can be torn; in an older one the end is damaged, and just as lost.
        if (segment.bytes < bytes.size() && ::truncate(segment.path.c_str(), static_cast<off_t>(segment.bytes)) != 0)
            m_roll = true;
        m_segments.push_back(std::move(segment));
    }
    for (const auto &[id, key] : m_keys)
        m_defined.push_back(id);
    m_ring = ring;
}

bool Track::mustRoll(const SampleHead &head) const
{
    if (m_segments.empty() || m_roll)
        return true;
    const Segment &segment = m_segments.back();
    return segment.bytes >= m_limits.segmentBytes || (segment.firstSeq && head.atMs - segment.firstMs >= m_limits.segmentMs) || head.atMs < segment.lastMs;
}

Result<> Track::begin(std::uint32_t nextId)
{
    const std::uint64_t number = m_segments.empty() ? 1 : m_segments.back().number + 1;
    const std::string path = m_directory + "/" + m_letter + "-" + std::to_string(number);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0)
        return noSpace(path, errno);
    if (m_file >= 0) {
        ::fdatasync(m_file);
        ::close(m_file);
    }
    m_file = file;
    m_segments.push_back({number, path});
    std::string bytes(magic);
    putRecord(bytes, headerPayload(m_ring, nextId));
    if (const Result<> written = write(bytes); !written) {
        ::unlink(path.c_str());
        ::close(std::exchange(m_file, -1));
        m_segments.pop_back();
        m_roll = true;
        return written;
    }
    m_state.clear();
    m_defined.clear();
    m_roll = false;
    return {};
}

Result<> Track::write(std::string_view bytes)
{
    Segment &segment = m_segments.back();
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(m_file, bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            const int error = count < 0 ? errno : ENOSPC;
            if (::ftruncate(m_file, static_cast<off_t>(segment.bytes)) != 0)
                m_roll = true; // what is torn is passed over by readers, but nothing can follow it
            return noSpace(segment.path, error);
        }
        done += static_cast<std::size_t>(count);
    }
    segment.bytes += bytes.size();
    return {};
}

void Track::defineNew(std::string &out, const std::vector<Entry> &state, const KeyOf &keyOf)
{
    std::string payload, before;
    std::vector<std::uint32_t> fresh;
    auto known = m_defined.begin();
    for (const Entry &entry : state) {
        known = std::lower_bound(known, m_defined.end(), entry.id);
        if (known == m_defined.end() || *known != entry.id)
            fresh.push_back(entry.id);
    }
    if (fresh.empty())
        return;
    payload += '\4';
    putVarint(payload, fresh.size());
    std::uint32_t last = 0;
    for (const std::uint32_t id : fresh) {
        const std::string_view key = keyOf(id);
        const std::size_t common = static_cast<std::size_t>(std::mismatch(before.begin(), before.end(), key.begin(), key.end()).first - before.begin());
        putVarint(payload, id - std::exchange(last, id));
        putVarint(payload, common);
        putText(payload, key.substr(common));
        before = key;
    }
    putRecord(out, payload);
    const auto middle = static_cast<std::ptrdiff_t>(m_defined.size());
    m_defined.insert(m_defined.end(), fresh.begin(), fresh.end());
    std::inplace_merge(m_defined.begin(), m_defined.begin() + middle, m_defined.end());
}

std::string Track::encode(const SampleHead &head, const std::vector<Entry> &state, const KeyOf &keyOf)
{
    std::string bytes, payload;
    if (m_start)
        putRecord(bytes, startPayload(*m_start));
    defineNew(bytes, state, keyOf);
    payload += '\2';
    putVarint(payload, head.seq);
    putVarint(payload, static_cast<std::uint64_t>(head.atMs));
    std::uint32_t last = 0;
    for (const Entry &change : difference(m_state, state)) {
        putVarint(payload, change.id - std::exchange(last, change.id));
        putValue(payload, change.value(), find(m_state, change.id));
    }
    putRecord(bytes, payload);
    return bytes;
}

Result<> Track::append(const SampleHead &head, const std::vector<Entry> &state, const KeyOf &keyOf, std::uint32_t nextId)
{
    if (!m_segments.empty() && m_file < 0 && !m_roll) {
        m_file = ::open(m_segments.back().path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        m_roll = m_file < 0;
    }
    const std::int64_t before = lastMs();
    if (before && head.atMs < before && !m_start)
        m_start = Start{Why::ClockChanged, m_boot, 0};
    if (mustRoll(head))
        if (const Result<> begun = begin(nextId); !begun)
            return begun;
    const std::vector<std::uint32_t> defined = m_defined;
    if (const Result<> written = write(encode(head, state, keyOf)); !written) {
        m_defined = defined;
        return written;
    }
    m_state = state;
    if (m_start)
        addGap(*m_start, before, head);
    m_start.reset();
    Segment &segment = m_segments.back();
    if (!segment.firstSeq) {
        segment.firstSeq = head.seq;
        segment.firstMs = head.atMs;
    }
    segment.lastSeq = head.seq;
    segment.lastMs = head.atMs;
    dropOld(head.atMs);
    return {};
}

void Track::sync()
{
    if (m_file >= 0)
        ::fdatasync(m_file);
}

void Track::dropOld(std::int64_t nowMs)
{
    std::uint64_t sum = bytes();
    while (m_segments.size() > 1 && (sum > m_limits.bytes || m_segments.front().lastMs < nowMs - m_limits.keepMs)) {
        ::unlink(m_segments.front().path.c_str());
        sum -= m_segments.front().bytes;
        m_segments.pop_front();
    }
    const std::uint64_t first = firstSeq();
    std::erase_if(m_gaps, [first](const Gap &gap) { return gap.before < first; });
}

} // namespace monitor
