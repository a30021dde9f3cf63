// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/chunk.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr std::uint64_t repeatToken = 0, endToken = 1, realToken = 2, literalToken = 3, firstDelta = 4;
constexpr std::uint64_t trackForm = 0, wholeForm = 1;
constexpr std::uint64_t mostScale = 6;
constexpr std::array<double, mostScale + 1> powers{1, 10, 100, 1000, 10000, 100000, 1000000};

constexpr std::uint64_t reversed(std::uint64_t v) { return __builtin_bswap64(v); }

Error damaged(const char *what)
{
    return Error{Problem::BadMessage, std::string("stored samples cannot be read: ") + what, {},
        "The file was changed by something else, or its disk loses data; samples are fetched again as far as agents still have them."};
}

} // namespace

void putVarint(std::string &out, std::uint64_t value)
{
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

std::uint64_t VarintReader::next()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; m_good && !m_bytes.empty() && shift < 64; shift += 7) {
        const auto byte = static_cast<unsigned char>(m_bytes.front());
        m_bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) {
            if (shift == 63 && byte > 1)
                break;
            return value;
        }
    }
    m_good = false;
    return 0;
}

std::string_view VarintReader::take(std::uint64_t size)
{
    if (!m_good || size > m_bytes.size()) {
        m_good = false;
        return {};
    }
    const std::string_view taken = m_bytes.substr(0, size);
    m_bytes.remove_prefix(size);
    return taken;
}

void Track::append(std::size_t tick, const Value &value)
{
    if (value == m_last)
        return;
    if (tick > m_ticks) {
        putVarint(m_bytes, repeatToken);
        putVarint(m_bytes, tick - m_ticks - 1);
    }
    m_ticks = tick + 1;
    m_last = value;
    const std::uint64_t delta = zigzag(static_cast<std::int64_t>(value.bits() - m_whole));
    switch (value.form()) {
    case Value::Form::Absent: return putVarint(m_bytes, endToken);
    case Value::Form::Real:
        putVarint(m_bytes, realToken);
        return putVarint(m_bytes, reversed(value.bits() ^ std::exchange(m_real, value.bits())));
    case Value::Form::Whole:
        m_whole = value.bits();
        if (delta <= UINT64_MAX - firstDelta)
            return putVarint(m_bytes, delta + firstDelta);
        [[fallthrough]];
    case Value::Form::Natural:
        putVarint(m_bytes, literalToken);
        putVarint(m_bytes, value.form() == Value::Form::Natural);
        return putVarint(m_bytes, value.form() == Value::Form::Natural ? value.bits() : zigzag(value.whole()));
    }
}

/// Goes over a track's tokens; the state of the writer at each place is the reader's own.
class TrackReader {
public:
    explicit TrackReader(std::string_view bytes) : m_in(bytes) { }
    /// How many ticks the next token is about, with their value in last(); 0 at the end or at a bad token.
    std::size_t next()
    {
        if (m_in.atEnd())
            return 0;
        const std::uint64_t token = m_in.next();
        std::uint64_t ticks = 1;
        if (token == repeatToken)
            ticks = m_in.next() + 1;
        else
            one(token);
        if (ticks == 0 || ticks > mostTicks - std::min(m_track.m_ticks, mostTicks))
            m_in.refuse();
        if (!m_in.good())
            return 0;
        m_track.m_ticks += ticks;
        return ticks;
    }
    bool good() const { return m_in.good(); }
    Track &track() { return m_track; }

private:
    void one(std::uint64_t token)
    {
        Track &t = m_track;
        if (token == endToken) {
            t.m_last = {};
        } else if (token == realToken) {
            t.m_real ^= reversed(m_in.next());
            t.m_last = Value::ofReal(std::bit_cast<double>(t.m_real));
        } else if (token == literalToken) {
            const bool natural = m_in.next() != 0;
            const std::uint64_t bits = m_in.next();
            t.m_last = natural ? Value::ofNatural(bits) : Value::ofWhole(unzigzag(bits));
            if (!natural)
                t.m_whole = t.m_last.bits();
        } else {
            t.m_whole += static_cast<std::uint64_t>(unzigzag(token - firstDelta));
            t.m_last = Value::ofWhole(static_cast<std::int64_t>(t.m_whole));
        }
    }

    VarintReader m_in;
    Track m_track;
};

Result<Track> Track::resume(std::string bytes)
{
    TrackReader reader(bytes);
    while (reader.next() > 0) { }
    if (!reader.good())
        return damaged("a track has a token that nobody writes");
    Track track = std::move(reader.track());
    track.m_bytes = std::move(bytes);
    return track;
}

Result<std::vector<Value>> readTrack(std::string_view bytes, std::size_t ticks)
{
    std::vector<Value> values;
    values.reserve(ticks);
    TrackReader reader(bytes);
    for (std::size_t n = reader.next(); n > 0; n = reader.next()) {
        if (values.size() + n > ticks)
            return damaged("a track has more values than its block has ticks");
        values.insert(values.end(), n, reader.track().last());
    }
    if (!reader.good())
        return damaged("a track has a token that nobody writes");
    values.resize(ticks, reader.track().last());
    return values;
}

namespace {

/// The values from the first that is present to the last, as whole numbers of 10^-scale; nothing when they are not all such.
struct Wholes {
    std::vector<std::int64_t> numbers;
    std::size_t before = 0;
    std::uint64_t scale = 0;
};

std::optional<std::int64_t> scaled(const Value &value, std::uint64_t scale)
{
    if (value.form() == Value::Form::Whole && scale == 0)
        return value.whole();
    const double number = value.real() * powers[scale];
    if (!(std::fabs(number) < 9e15) || value.form() == Value::Form::Natural)
        return {};
    const auto whole = static_cast<std::int64_t>(std::llround(number));
    return Value::ofReal(static_cast<double>(whole) / powers[scale]) == value ? std::optional(whole) : std::nullopt;
}

std::optional<Wholes> wholesOf(const std::vector<Value> &values)
{
    const auto present = [](const Value &v) { return v.present(); };
    const auto first = std::find_if(values.begin(), values.end(), present);
    const auto last = std::find_if(values.rbegin(), values.rend(), present).base();
    Wholes out;
    out.before = static_cast<std::size_t>(first - values.begin());
    if (first == values.end())
        return {};
    for (auto value = first; value != last;) {
        const auto number = value->present() ? scaled(*value, out.scale) : std::nullopt;
        if (number) {
            out.numbers.push_back(*number);
            ++value;
            continue;
        }
        if (!value->present() || ++out.scale > mostScale)
            return {};
        out.numbers.clear();
        value = first;
    }
    return out;
}

/// Differences of the order; nothing when one does not fit.
std::optional<std::vector<std::int64_t>> differences(const std::vector<std::int64_t> &numbers, int order)
{
    std::vector<std::int64_t> out;
    std::int64_t step = 0;
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        std::int64_t delta = 0, change = 0;
        if (__builtin_sub_overflow(numbers[i], numbers[i - 1], &delta) || __builtin_sub_overflow(delta, step, &change))
            return {};
        out.push_back(order == 1 ? delta : change);
        step = order == 1 ? 0 : delta;
    }
    return out;
}

void putDifferences(std::string &out, const std::vector<std::int64_t> &differences, std::int64_t unit)
{
    for (std::size_t i = 0; i < differences.size(); ++i) {
        if (differences[i] != 0) {
            putVarint(out, zigzag(differences[i] / unit));
            continue;
        }
        std::size_t more = 0;
        while (i + 1 < differences.size() && differences[i + 1] == 0)
            ++i, ++more;
        putVarint(out, 0);
        putVarint(out, more);
    }
}

std::string packWholes(const Wholes &wholes, int order)
{
    const auto changes = differences(wholes.numbers, order);
    if (!changes)
        return {};
    std::uint64_t unit = 0; // Lustre counts bytes by the page or the RPC: the differences have most bits in common
    for (std::size_t i = 0; i < changes->size() && unit != 1; ++i) {
        const auto size = (*changes)[i] < 0 ? 0 - static_cast<std::uint64_t>((*changes)[i]) : static_cast<std::uint64_t>((*changes)[i]);
        unit = std::gcd(unit, size);
    }
    if (unit == 0 || unit > static_cast<std::uint64_t>(INT64_MAX))
        unit = 1;
    std::string out;
    putVarint(out, wholeForm);
    putVarint(out, static_cast<std::uint64_t>(order) + 4 * wholes.scale);
    putVarint(out, wholes.before);
    putVarint(out, wholes.numbers.size());
    putVarint(out, unit);
    putVarint(out, zigzag(wholes.numbers.front()));
    putDifferences(out, *changes, static_cast<std::int64_t>(unit));
    return out;
}

} // namespace

std::string pack(const std::vector<Value> &values)
{
    std::string best;
    if (const auto wholes = wholesOf(values))
        for (const int order : {1, 2})
            if (std::string packed = packWholes(*wholes, order); !packed.empty() && (best.empty() || packed.size() < best.size()))
                best = std::move(packed);
    if (!best.empty())
        return best;
    Track track;
    for (std::size_t i = 0; i < values.size(); ++i)
        track.append(i, values[i]);
    putVarint(best, trackForm);
    return best + track.bytes();
}

namespace {

Result<std::vector<Value>> unpackWholes(VarintReader in, std::size_t ticks)
{
    const std::uint64_t how = in.next(), order = how % 4, scale = how / 4, before = in.next(), count = in.next();
    const auto unit = in.next();
    auto number = static_cast<std::uint64_t>(unzigzag(in.next()));
    if (!in.good() || order < 1 || order > 2 || scale > mostScale || before > ticks || count == 0 || count > ticks - before)
        return damaged("a chunk's head says what nobody writes");
    std::vector<Value> values(before);
    values.reserve(ticks);
    const auto put = [&] {
        const auto whole = static_cast<std::int64_t>(number);
        values.push_back(scale == 0 ? Value::ofWhole(whole) : Value::ofReal(static_cast<double>(whole) / powers[scale]));
    };
    put();
    std::uint64_t step = 0, zeros = 0; // all in arithmetic that may wrap: the bytes may be anything
    while (values.size() < before + count) {
        std::uint64_t change = 0;
        if (zeros > 0)
            --zeros;
        else if (const std::uint64_t token = in.next(); token != 0)
            change = static_cast<std::uint64_t>(unzigzag(token)) * unit;
        else
            zeros = in.next();
        if (!in.good())
            return damaged("a chunk ends early");
        step = order == 1 ? change : step + change;
        number += step;
        put();
    }
    if (zeros > 0 || !in.atEnd())
        return damaged("a chunk has more values than it says");
    values.resize(ticks);
    return values;
}

} // namespace

Result<std::vector<Value>> unpack(std::string_view bytes, std::size_t ticks)
{
    if (ticks > mostTicks)
        return damaged("a block has more ticks than there can be");
    VarintReader in(bytes);
    const std::uint64_t form = in.next();
    if (in.good() && form == trackForm)
        return readTrack(bytes.substr(1), ticks);
    if (in.good() && form == wholeForm)
        return unpackWholes(in, ticks);
    return damaged("a chunk has a form that this program does not know");
}

std::string packTimes(std::span<const std::int64_t> times)
{
    std::vector<Value> values;
    for (const std::int64_t time : times)
        values.push_back(Value::ofWhole(time));
    std::string out;
    putVarint(out, times.size());
    return times.empty() ? out : out + pack(values);
}

Result<std::vector<std::int64_t>> unpackTimes(std::string_view bytes)
{
    VarintReader in(bytes);
    const std::uint64_t count = in.next();
    if (!in.good() || count > mostTicks)
        return damaged("a block's times cannot be counted");
    std::vector<std::int64_t> times;
    if (count == 0)
        return times;
    std::string head;
    putVarint(head, count);
    const auto values = unpack(bytes.substr(std::min(head.size(), bytes.size())), count);
    if (!values)
        return values.error();
    for (const Value &value : *values) {
        if (value.form() != Value::Form::Whole)
            return damaged("a block has a time that is none");
        times.push_back(value.whole());
    }
    return times;
}

} // namespace monitoring
