// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logs/block.h"

#include <algorithm>

namespace logbook {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr char formatVersion = 1;
constexpr int deflateLevel = 3;
constexpr std::uint64_t mostDecoded = 64u << 20; ///< a damaged length must not take the memory

void putNumber(std::string &out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>(value | 0x80);
    out += static_cast<char>(value);
}

std::uint64_t folded(std::int64_t value) { return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63); }
std::int64_t unfolded(std::uint64_t value) { return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1); }

void putText(std::string &out, const std::string &text)
{
    putNumber(out, text.size());
    out += text;
}

/// Reads what may be anything; once it is bad everything reads as 0.
class In {
public:
    explicit In(std::string_view bytes) : m_bytes(bytes) { }
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size())
                break;
            const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        bad = true;
        return 0;
    }
    std::string_view bytes(std::uint64_t size)
    {
        if (bad || size > m_bytes.size() - m_at) {
            bad = true;
            return {};
        }
        m_at += size;
        return m_bytes.substr(m_at - size, size);
    }
    std::string text() { return std::string(bytes(number())); }
    std::size_t left() const { return m_bytes.size() - m_at; }
    bool bad = false;

private:
    std::string_view m_bytes;
    std::size_t m_at = 0;
};

Error damagedBlock() { return Error{Problem::Storage, "lines of the logs are damaged", {}, "They are left out; what the servers still have comes again into a new file."}; }

} // namespace

void Block::add(const protocol::LogLine &line, bool mark)
{
    const Head head{line.program, line.unit, line.priority, severityOf(line), isLustre(line), mark};
    // Searched from the end: programs repeat themselves.
    auto known = std::find(m_heads.rbegin(), m_heads.rend(), head);
    const std::size_t index = known == m_heads.rend() ? m_heads.size() : static_cast<std::size_t>(m_heads.rend() - known) - 1;
    if (known == m_heads.rend())
        m_heads.push_back(head);
    m_text += line.text;
    m_entries.push_back({line.at, line.pid, line.left, static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(m_text.size())});
}

Line Block::line(std::size_t i, std::int64_t block, const std::string &server) const
{
    const Entry &entry = m_entries[i];
    const Head &head = m_heads[entry.head];
    return {{entry.at, idOf(block, i)}, server, head.severity, head.lustre, head.mark, {entry.at, head.priority, head.program, head.unit, entry.pid, std::string(text(i)), entry.left}};
}

QByteArray Block::encoded() const
{
    std::string out(1, formatVersion);
    putNumber(out, m_heads.size());
    for (const Head &head : m_heads) {
        putText(out, head.program);
        putText(out, head.unit);
        putNumber(out, static_cast<std::uint64_t>(head.priority + 1));
        putNumber(out, static_cast<std::uint64_t>(head.severity));
        putNumber(out, (head.lustre ? 1u : 0u) | (head.mark ? 2u : 0u));
    }
    putNumber(out, m_entries.size());
    std::int64_t before = 0;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry &entry = m_entries[i];
        putNumber(out, folded(entry.at - std::exchange(before, entry.at)));
        putNumber(out, entry.head);
        putNumber(out, folded(entry.pid));
        putNumber(out, entry.left);
        putNumber(out, entry.end - begin(i));
    }
    out += m_text;
    return qCompress(reinterpret_cast<const uchar *>(out.data()), static_cast<qsizetype>(out.size()), deflateLevel);
}

Result<Block> Block::decoded(const QByteArray &bytes)
{
    const auto head = reinterpret_cast<const uchar *>(bytes.constData());
    if (bytes.size() < 5 || (std::uint64_t(head[0]) << 24 | std::uint64_t(head[1]) << 16 | std::uint64_t(head[2]) << 8 | head[3]) > mostDecoded)
        return damagedBlock();
    const QByteArray whole = qUncompress(bytes);
    if (whole.isEmpty() || whole[0] != formatVersion)
        return damagedBlock();
    In in(std::string_view(whole.constData(), static_cast<std::size_t>(whole.size())).substr(1));
    Block block;
    for (std::uint64_t heads = in.number(); heads > 0 && !in.bad; --heads) {
        Head one;
        one.program = in.text();
        one.unit = in.text();
        one.priority = static_cast<int>(std::min<std::uint64_t>(in.number(), 8)) - 1;
        one.severity = static_cast<Severity>(std::min<std::uint64_t>(in.number(), static_cast<std::uint64_t>(Severity::Debug)));
        const std::uint64_t flags = in.number();
        one.lustre = flags & 1;
        one.mark = flags & 2;
        block.m_heads.push_back(std::move(one));
    }
    const std::uint64_t count = in.number();
    if (in.bad || count > 4096 || count > in.left())
        return damagedBlock();
    std::int64_t at = 0;
    std::uint64_t end = 0;
    block.m_entries.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        Entry entry;
        at = static_cast<std::int64_t>(static_cast<std::uint64_t>(at) + static_cast<std::uint64_t>(unfolded(in.number())));
        entry.at = at;
        const std::uint64_t index = in.number();
        entry.pid = unfolded(in.number());
        entry.left = in.number();
        const std::uint64_t size = in.number();
        if (in.bad || index >= block.m_heads.size() || size > mostDecoded || (end += size) > mostDecoded)
            return damagedBlock();
        entry.head = static_cast<std::uint32_t>(index);
        entry.end = static_cast<std::uint32_t>(end);
        block.m_entries.push_back(entry);
    }
    block.m_text = in.bytes(end);
    if (in.bad || in.left() > 0)
        return damagedBlock();
    return block;
}

} // namespace logbook
