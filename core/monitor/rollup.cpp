// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/chunk.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace monitoring {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr std::uint64_t mostRollups = 1 << 16;

std::uint64_t bitsOf(float value) { return std::bit_cast<std::uint32_t>(value); }

void putFloat(std::string &out, float value)
{
    const auto bits = static_cast<std::uint32_t>(bitsOf(value));
    for (unsigned shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(bits >> shift);
}

float nextFloat(VarintReader &in)
{
    const std::string_view bytes = in.take(4);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    const auto value = std::bit_cast<float>(bits);
    if (!std::isfinite(value))
        in.refuse();
    return value;
}

void putChange(std::string &out, std::uint32_t now, std::uint32_t before)
{
    putVarint(out, zigzag(static_cast<std::int64_t>(now) - static_cast<std::int64_t>(before)));
}

std::uint32_t nextChanged(VarintReader &in, std::uint32_t before)
{
    const std::int64_t change = unzigzag(in.next());
    if (change < -std::int64_t(before) || change > std::int64_t(UINT32_MAX) - std::int64_t(before))
        in.refuse();
    return in.good() ? static_cast<std::uint32_t>(before + change) : 0;
}

void putOne(std::string &out, const Rollup &one, const Rollup &before)
{
    const bool flatMax = bitsOf(one.max) == bitsOf(one.min), flatMean = bitsOf(one.mean) == bitsOf(one.min);
    putVarint(out, 4 * static_cast<std::uint64_t>(one.bucket - before.bucket) + (flatMax ? 1u : 0u) + (flatMean ? 2u : 0u) + 1);
    putChange(out, one.count, before.count);
    putChange(out, one.span, before.span);
    putFloat(out, one.min);
    if (!flatMax)
        putFloat(out, one.max);
    if (!flatMean)
        putFloat(out, one.mean);
}

bool followsAlike(const Rollup &one, const Rollup &before)
{
    Rollup next = before;
    ++next.bucket;
    return one == next;
}

} // namespace

Rollup joined(const Rollup &a, const Rollup &b)
{
    if (a.count == 0 || b.count == 0)
        return a.count == 0 ? b : a;
    const bool spans = a.span > 0 || b.span > 0;
    const double weightA = spans ? a.span : a.count, weightB = spans ? b.span : b.count;
    Rollup both = a;
    both.count = a.count + b.count;
    both.span = a.span + b.span;
    both.min = std::min(a.min, b.min);
    both.max = std::max(a.max, b.max);
    both.mean = static_cast<float>((static_cast<double>(a.mean) * weightA + static_cast<double>(b.mean) * weightB) / (weightA + weightB));
    return both;
}

std::string packRollups(std::vector<Rollup> rollups)
{
    std::stable_sort(rollups.begin(), rollups.end(), [](const Rollup &a, const Rollup &b) { return a.bucket < b.bucket; });
    std::vector<Rollup> all;
    for (const Rollup &one : rollups) {
        if (!all.empty() && all.back().bucket == one.bucket)
            all.back() = joined(all.back(), one);
        else
            all.push_back(one);
    }
    std::string out;
    putVarint(out, all.size());
    Rollup before;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t alike = 0;
        while (i + alike < all.size() && i > 0 && followsAlike(all[i + alike], all[i + alike - 1]))
            ++alike;
        if (alike > 0) {
            putVarint(out, 0);
            putVarint(out, alike - 1);
            i += alike - 1;
        } else {
            putOne(out, all[i], before);
        }
        before = all[i];
    }
    return out;
}

Result<std::vector<Rollup>> unpackRollups(std::string_view bytes)
{
    const Error damaged{Problem::BadMessage, "stored roll-ups cannot be read", {}, "The file was changed by something else, or its disk loses data."};
    VarintReader in(bytes);
    const std::uint64_t count = in.next();
    if (!in.good() || count > mostRollups)
        return damaged;
    std::vector<Rollup> all;
    Rollup last;
    while (all.size() < count) {
        const std::uint64_t token = in.next();
        if (token == 0) {
            const std::uint64_t more = in.next();
            if (!in.good() || all.empty() || more >= count - all.size())
                return damaged;
            for (std::uint64_t i = 0; i <= more; ++i) {
                ++last.bucket;
                all.push_back(last);
            }
            continue;
        }
        const std::uint64_t steps = (token - 1) / 4;
        if (steps > (1ull << 48) || last.bucket > (std::int64_t(1) << 50)) // no time is that far away
            return damaged;
        last.bucket += static_cast<std::int64_t>(steps);
        last.count = nextChanged(in, last.count);
        last.span = nextChanged(in, last.span);
        last.min = nextFloat(in);
        last.max = (token - 1) & 1 ? last.min : nextFloat(in);
        last.mean = (token - 1) & 2 ? last.min : nextFloat(in);
        if (!in.good())
            return damaged;
        all.push_back(last);
    }
    return in.atEnd() ? Result<std::vector<Rollup>>(std::move(all)) : Result<std::vector<Rollup>>(damaged);
}

} // namespace monitoring
