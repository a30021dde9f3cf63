// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/collect/jobstats.h"

#include "agent/collect/names.h"
#include "agent/collect/scan.h"

#include <bit>
#include <cstring>

namespace collect {

namespace {

constexpr bool eightAtOnce = std::endian::native == std::endian::little;

std::uint64_t eight(const char *p)
{
    std::uint64_t bytes;
    std::memcpy(&bytes, p, sizeof bytes);
    return bytes;
}

/// The columns are padded: most of a row is blanks.
const char *skipBlanks(const char *p, const char *end)
{
    while (eightAtOnce && end - p >= 8) {
        const std::uint64_t other = eight(p) ^ 0x2020202020202020u;
        if (other != 0) {
            p += std::countr_zero(other) / 8;
            break;
        }
        p += 8;
    }
    while (p < end && (*p == ' ' || *p == '\t'))
        ++p;
    return p;
}

/// Digits as an unsigned word that wraps as the kernel's does; a sign is honoured.
const char *readWord(const char *p, const char *end, std::uint64_t &value)
{
    const bool negative = p < end && *p == '-';
    p += negative ? 1 : 0;
    std::uint64_t sum = 0;
    while (eightAtOnce && end - p >= 8) { // eight digits by three multiplications
        std::uint64_t digits = eight(p);
        if (((digits & 0xf0f0f0f0f0f0f0f0u) | (((digits + 0x0606060606060606u) & 0xf0f0f0f0f0f0f0f0u) >> 4)) != 0x3333333333333333u)
            break;
        digits = (digits & 0x0f0f0f0f0f0f0f0fu) * 2561 >> 8;
        digits = (digits & 0x00ff00ff00ff00ffu) * 6553601 >> 16;
        digits = (digits & 0x0000ffff0000ffffu) * 42949672960001u >> 32;
        sum = sum * 100000000 + digits;
        p += 8;
    }
    while (p < end && static_cast<unsigned char>(*p - '0') < 10)
        sum = sum * 10 + static_cast<std::uint64_t>(*p++ - '0');
    value = negative ? 0 - sum : sum;
    return p;
}

int hexDigit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string_view unitOf(const char *p, const char *end)
{
    // One look at the first letter for those that every record has.
    const std::string_view text(p, static_cast<std::size_t>(end - p));
    if (text.empty())
        return {};
    const std::string_view guess = text.front() == 'u' ? (text.size() == 5 ? "usecs" : "usec") : text.front() == 'b' ? "bytes" : text.front() == 'r' ? "reqs" : "";
    if (text == guess)
        return guess;
    for (const std::string_view unit : {std::string_view("pages"), std::string_view("nsecs"), std::string_view("locks"), std::string_view("sec")})
        if (text == unit)
            return unit;
    return {};
}

} // namespace

std::string plainJobId(std::string_view printed)
{
    if (printed.size() < 2 || printed.front() != '"' || printed.back() != '"' || printed.substr(1, printed.size() - 2).find('"') != std::string_view::npos)
        return std::string(printed);
    printed = printed.substr(1, printed.size() - 2);
    std::string id;
    for (std::size_t i = 0; i < printed.size(); ++i) {
        const bool escape = printed[i] == '\\' && i + 3 < printed.size() && printed[i + 1] == 'x' && hexDigit(printed[i + 2]) >= 0 && hexDigit(printed[i + 3]) >= 0;
        id += escape ? static_cast<char>(hexDigit(printed[i + 2]) * 16 + hexDigit(printed[i + 3])) : printed[i];
        i += escape ? 3 : 0;
    }
    return id;
}

void JobStatsReader::feed(std::string_view piece)
{
    m_bytes += piece.size();
    const char *p = piece.data(), *end = p + piece.size();
    if (!m_carry.empty() || m_skipping) {
        const char *stop = static_cast<const char *>(std::memchr(p, '\n', piece.size()));
        const std::size_t size = static_cast<std::size_t>((stop ? stop : end) - p);
        if (m_carry.size() + size <= longestLine)
            m_carry.append(p, size);
        else
            m_skipping = true;
        if (!stop)
            return;
        p = stop + 1;
        const std::string whole = std::move(m_carry);
        m_carry.clear();
        if (m_skipping)
            strange(whole.data(), whole.data() + whole.size());
        else
            line(whole.data(), whole.data() + whole.size());
        m_skipping = false;
    }
    while (p < end) {
        const char *stop = static_cast<const char *>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
        if (!stop) {
            m_skipping = static_cast<std::size_t>(end - p) > longestLine;
            m_carry.assign(p, std::min(static_cast<std::size_t>(end - p), longestLine));
            return;
        }
        line(p, stop);
        p = stop + 1;
    }
}

void JobStatsReader::line(const char *begin, const char *end)
{
    const char *p = skipBlanks(begin, end);
    // Nearly every line is a row: "  name:   { samples: ...".
    if (m_open && m_timed && p < end && *p >= 'a' && *p <= 'z' && end[-1] == '}') {
        operation(p, end);
        return;
    }
    if (m_open && !m_timed) { // in 2.5 to 2.7 an id may go on over several lines
        const std::string_view rest(p, static_cast<std::size_t>(end - p));
        if (!startsWith(rest, "snapshot_time")) {
            m_printed += '\n';
            m_printed.append(begin, std::min<std::size_t>(static_cast<std::size_t>(end - begin), 4096));
            if (m_printed.size() > longestLine)
                m_open = false;
            return;
        }
    }
    special(p, end);
}

void JobStatsReader::special(const char *begin, const char *end)
{
    const std::string_view text = trimEnd(std::string_view(begin, static_cast<std::size_t>(end - begin)));
    if (startsWith(text, "- job_id:")) {
        deliver();
        beginRecord(begin, end);
        return;
    }
    std::string_view key, value;
    if (text.empty() || text == "job_stats:" || text == "...") {
        return;
    }
    if (const std::size_t equals = text.find("job_stats="); equals != std::string_view::npos && isParameterLine(text)) {
        deliver();
        m_target = text.substr(0, equals + 9);
        m_sink.jobTarget(m_target);
        return;
    }
    if (m_open && keyValue(text, ':', key, value)) {
        const std::string_view time = Words(value).next();
        if (key == "snapshot_time") {
            m_snapshot = time;
            m_timed = true;
            return;
        }
        if (key == "start_time")
            m_start = time;
        if (key == "start_time" || key == "elapsed_time")
            return;
        if (m_timed && text.back() == '}') { // with a carriage return or blanks behind it
            operation(begin, begin + text.size());
            return;
        }
    }
    strange(begin, end);
}

void JobStatsReader::beginRecord(const char *dash, const char *end)
{
    // "- %-16s " and the id: column 19, so that an id's own leading blanks stay.
    static constexpr std::ptrdiff_t idColumn = 19;
    const char *p = dash + 9;
    const char *first = skipBlanks(p, end);
    const char *column = dash + idColumn;
    if (column <= end && first > column)
        first = column;
    m_printed.assign(first, static_cast<std::size_t>(end - first));
    m_snapshot.clear();
    m_start.clear();
    m_count = 0;
    m_open = true;
    m_timed = false;
}

std::size_t JobStatsReader::nameIndex(std::string_view name, std::size_t position)
{
    // Records of one target have the same rows in the same order.
    if (const std::size_t last = m_lastNames[position]; last < m_nameCount && m_names[last] == name)
        return last;
    for (std::size_t i = 0; i < m_nameCount; ++i)
        if (m_names[i] == name) {
            m_lastNames[position] = static_cast<std::uint8_t>(i);
            return i;
        }
    if (m_nameCount == m_names.size() || name.size() > 64)
        return m_names.size();
    m_names[m_nameCount] = name;
    m_lastNames[position] = static_cast<std::uint8_t>(m_nameCount);
    return m_nameCount++;
}

void JobStatsReader::operation(const char *begin, const char *end)
{
    const char *colon = begin;
    while (colon < end && *colon != ':')
        ++colon;
    const char *p = skipBlanks(colon + 1, end);
    static constexpr std::string_view head = "{ samples:";
    if (m_count == mostOperations || end - p < static_cast<std::ptrdiff_t>(head.size()) || std::memcmp(p, head.data(), head.size()) != 0) {
        strange(begin, end);
        return;
    }
    const std::size_t name = nameIndex({begin, static_cast<std::size_t>(colon - begin)}, m_count);
    if (name == m_names.size()) {
        strange(begin, end);
        return;
    }
    JobOperation &op = m_operations[m_count++];
    op = {};
    op.name = m_names[name];
    std::uint64_t value = 0;
    p = readWord(skipBlanks(p + head.size(), end), end, value);
    op.samples = static_cast<std::int64_t>(value);
    static constexpr std::string_view unit = ", unit:";
    if (end - p > static_cast<std::ptrdiff_t>(unit.size()) && std::memcmp(p, unit.data(), unit.size()) == 0) {
        const char *word = skipBlanks(p + unit.size(), end);
        for (p = word; p < end && *p >= 'a' && *p <= 'z';)
            ++p;
        op.unit = unitOf(word, p);
    }
    op.hasSum = p < end && *p == ',';
    if (op.samples == 0)
        return;
    while (p < end && *p == ',') {
        const char *key = skipBlanks(p + 1, end);
        for (p = key; p < end && *p != ':';)
            ++p;
        const std::size_t size = static_cast<std::size_t>(p - key);
        if (p == end || (size == 4 && *key == 'h')) // hist: { ... } is the last
            return;
        p = readWord(skipBlanks(p + 1, end), end, value);
        if (size == 5) {
            op.sumsq = value;
            op.hasSumsq = true;
        } else if (size == 3)
            (key[1] == 'i' ? op.min : key[1] == 'a' ? op.max : op.sum) = static_cast<std::int64_t>(value);
        p = skipBlanks(p, end);
    }
}

void JobStatsReader::deliver()
{
    if (!m_open)
        return;
    m_open = false;
    ++m_records;
    JobRecord record;
    record.target = m_target;
    record.printedId = m_printed;
    record.id = m_printed;
    if (!m_printed.empty() && m_printed.front() == '"') {
        m_decoded = plainJobId(m_printed);
        record.id = m_decoded;
    }
    record.snapshotTime = m_snapshot;
    record.startTime = m_start;
    record.operations = {m_operations.data(), m_count};
    m_sink.job(record);
}

void JobStatsReader::finish()
{
    if (!m_carry.empty()) {
        const std::string whole = std::move(m_carry);
        m_carry.clear();
        const std::string_view text = trimEnd(whole);
        // A row that is closed, or a header, is whole without a line end; anything else was cut.
        if (!text.empty() && (text.back() == '}' || text == "job_stats:" || endsWith(text, "job_stats=")))
            line(whole.data(), whole.data() + whole.size());
        else if (!text.empty()) {
            m_truncated = true;
            m_open = false;
        }
    }
    if (m_open && !m_timed) {
        m_truncated = true;
        m_open = false;
    }
    deliver();
}

void JobStatsReader::strange(const char *begin, const char *end)
{
    if (m_strange++ == 0)
        m_firstStrange.assign(begin, std::min<std::size_t>(static_cast<std::size_t>(end - begin), 120));
}

namespace {

class FigureSink : public JobSink {
public:
    FigureSink(Readings &out, const Labels &labels) : m_out(out), m_labels(labels) { }
    void jobTarget(std::string_view parameter) override
    {
        const ParameterName name = splitName(parameter);
        m_labels = {{"component", std::string(componentOf(name))}, {"target", std::string(name.device)}};
    }
    void job(const JobRecord &record) override
    {
        const Labels labels = with(m_labels, "job", record.id);
        m_out.fact("job.snapshot_time", labels, record.snapshotTime);
        if (!record.startTime.empty())
            m_out.fact("job.start_time", labels, record.startTime);
        for (const JobOperation &op : record.operations) {
            const Labels own = with(labels, "operation", op.name);
            m_out.figure("job.samples", own, Number::ofSigned(op.samples), "reqs", Kind::Counter);
            if (op.hasSum) {
                m_out.figure("job.min", own, Number::ofSigned(op.min), op.unit);
                m_out.figure("job.max", own, Number::ofSigned(op.max), op.unit);
                m_out.figure("job.sum", own, Number::ofSigned(op.sum), op.unit, Kind::Counter);
            }
            if (op.hasSumsq)
                m_out.figure("job.sumsq", own, Number::ofUnsigned(op.sumsq), op.unit, Kind::Counter);
        }
    }

private:
    Readings &m_out;
    Labels m_labels;
};

} // namespace

Readings readJobStats(std::string_view text, const Labels &labels)
{
    Readings out;
    FigureSink sink(out, labels);
    JobStatsReader reader(sink);
    reader.feed(text);
    reader.finish();
    if (reader.sawNothing() || trim(text) == "job_stats:")
        out.gap("job_stats", Cause::Empty, "no job yet");
    if (reader.truncated())
        out.gap("job_stats", Cause::Truncated);
    if (reader.strangeLines() > 0)
        out.gap("job_stats", Cause::Malformed, reader.firstStrange());
    return out;
}

} // namespace collect
