// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/monitor/codec.h"

#include <array>
#include <cmath>

namespace monitor {

namespace {

enum RecordKind : unsigned char { HeaderRecord = 1, SampleRecord = 2, StartRecord = 3, SeriesRecord = 4 };
enum ValueTag : std::uint64_t { WholeTag = 0, MilliTag = 1, EndedTag = 2, RawTag = 3 };

constexpr std::uint64_t largestShifted = UINT64_MAX >> 2;

constexpr std::array<std::uint32_t, 256> crcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t word = i;
        for (int bit = 0; bit < 8; ++bit)
            word = (word >> 1) ^ ((word & 1) ? 0xedb88320u : 0u);
        table[i] = word;
    }
    return table;
}

std::uint64_t zigzag(std::uint64_t difference)
{
    const auto value = static_cast<std::int64_t>(difference);
    return (difference << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::uint64_t unzigzag(std::uint64_t value)
{
    return (value >> 1) ^ (0 - (value & 1));
}

/// Loads and shares have few decimals: as thousandths they take two bytes rather than eight.
std::optional<std::uint64_t> thousandths(const Value &value)
{
    if (value.form != Form::Real)
        return {};
    const double real = std::bit_cast<double>(value.bits), scaled = std::round(real * 1000);
    if (!(std::fabs(scaled) < 4e15) || std::bit_cast<std::uint64_t>(scaled / 1000) != value.bits)
        return {};
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(scaled));
}

} // namespace

std::uint32_t crc32(std::string_view bytes)
{
    static constexpr std::array<std::uint32_t, 256> table = crcTable();
    std::uint32_t crc = ~0u;
    for (const char c : bytes)
        crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xff];
    return ~crc;
}

void putVarint(std::string &out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

void putText(std::string &out, std::string_view text)
{
    putVarint(out, text.size());
    out += text;
}

void putRecord(std::string &out, std::string_view payload)
{
    putVarint(out, payload.size());
    out += payload;
    const std::uint32_t crc = crc32(payload);
    for (int shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(crc >> shift);
}

std::uint64_t Take::varint()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 70 && m_good; shift += 7) {
        if (m_rest.empty())
            break;
        const auto byte = static_cast<unsigned char>(m_rest.front());
        m_rest.remove_prefix(1);
        if (shift < 64)
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    m_good = false;
    return 0;
}

std::uint64_t Take::fixed(std::size_t bytes)
{
    const std::string_view word = text(bytes);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < word.size(); ++i)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(word[i])) << (8 * i);
    return value;
}

std::string_view Take::text(std::size_t size)
{
    if (!m_good || size > m_rest.size()) {
        m_good = false;
        return {};
    }
    const std::string_view taken = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return taken;
}

void putValue(std::string &out, const Value &value, const std::optional<Value> &before)
{
    if (value.form == Form::Ended)
        return putVarint(out, EndedTag);
    if (value.form == Form::Whole) {
        const std::uint64_t base = before && before->form == Form::Whole ? before->bits : 0;
        if (const std::uint64_t difference = zigzag(value.bits - base); difference <= largestShifted)
            return putVarint(out, difference << 2 | WholeTag);
    }
    if (const auto scaled = thousandths(value)) {
        const std::uint64_t base = before ? thousandths(*before).value_or(0) : 0;
        return putVarint(out, zigzag(*scaled - base) << 2 | MilliTag);
    }
    putVarint(out, RawTag);
    out += static_cast<char>(value.form);
    for (int shift = 0; shift < 64; shift += 8)
        out += static_cast<char>(value.bits >> shift);
}

Value takeValue(Take &in, const std::optional<Value> &before)
{
    const std::uint64_t word = in.varint();
    switch (word & 3) {
    case WholeTag: return {unzigzag(word >> 2) + (before && before->form == Form::Whole ? before->bits : 0), Form::Whole};
    case MilliTag: {
        const std::uint64_t scaled = unzigzag(word >> 2) + (before ? thousandths(*before).value_or(0) : 0);
        return {std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<std::int64_t>(scaled)) / 1000), Form::Real};
    }
    case EndedTag: return {0, Form::Ended};
    default: break;
    }
    const std::uint64_t form = in.fixed(1);
    return {in.fixed(8), form <= static_cast<std::uint64_t>(Form::Real) ? static_cast<Form>(form) : Form::Whole};
}

std::string headerPayload(std::string_view ring, std::uint32_t nextId)
{
    std::string payload(1, static_cast<char>(HeaderRecord));
    putText(payload, ring);
    putVarint(payload, nextId);
    return payload;
}

std::string startPayload(const Start &start)
{
    std::string payload(1, static_cast<char>(StartRecord));
    putVarint(payload, static_cast<std::uint64_t>(start.why));
    putText(payload, start.boot);
    putVarint(payload, static_cast<std::uint64_t>(start.bootMs));
    return payload;
}

namespace {

bool readSeries(Take &in, SegmentReader &reader)
{
    std::uint64_t id = 0;
    std::string key;
    for (std::uint64_t count = in.varint(); count > 0 && in.good(); --count) {
        id += in.varint();
        const std::uint64_t common = in.varint();
        const std::string_view rest = in.text();
        if (!in.good() || common > key.size() || id > UINT32_MAX)
            return false;
        key.resize(common);
        key += rest;
        if (!reader.series(static_cast<std::uint32_t>(id), key))
            return false;
    }
    return in.good();
}

bool readRecord(std::string_view payload, SegmentReader &reader, bool first)
{
    Take in(payload);
    const std::uint64_t kind = in.fixed(1);
    if (first != (kind == HeaderRecord))
        return false;
    if (kind == HeaderRecord) {
        const std::string_view ring = in.text();
        const std::uint64_t next = in.varint();
        return in.good() && reader.header(ring, static_cast<std::uint32_t>(next));
    }
    if (kind == StartRecord) {
        const auto why = static_cast<Why>(std::min<std::uint64_t>(in.varint(), 2));
        const std::string boot(in.text());
        const auto at = static_cast<std::int64_t>(in.varint());
        return in.good() && reader.start({why, boot, at});
    }
    if (kind == SeriesRecord)
        return readSeries(in, reader);
    if (kind != SampleRecord)
        return true; // of a newer agent
    const SampleHead head{in.varint(), static_cast<std::int64_t>(in.varint())};
    return in.good() && reader.sample(head, in.text(in.left()));
}

} // namespace

std::size_t readSegment(std::string_view bytes, SegmentReader &reader)
{
    if (bytes.substr(0, magic.size()) != magic)
        return 0;
    std::size_t good = magic.size();
    for (bool first = true; good < bytes.size(); first = false) {
        Take in(bytes.substr(good));
        const std::string_view payload = in.text();
        const std::uint64_t crc = in.fixed(4);
        if (!in.good() || payload.empty() || crc != crc32(payload) || !readRecord(payload, reader, first))
            return first ? 0 : good;
        good = bytes.size() - in.left();
    }
    return good == magic.size() ? 0 : good;
}

bool takePairs(std::string_view pairs, const ValueBefore &before, std::vector<Entry> &out)
{
    Take in(pairs);
    std::uint64_t id = 0;
    out.clear();
    while (!in.atEnd()) {
        const std::uint64_t step = in.varint();
        if (step == 0 || step > UINT32_MAX - id) // ids ascend: change() and find() rely on it
            return false;
        id += step;
        const auto which = static_cast<std::uint32_t>(id);
        out.push_back(entryOf(which, takeValue(in, before(which))));
    }
    return in.good();
}

} // namespace monitor
