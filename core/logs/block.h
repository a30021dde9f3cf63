// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of one server in one piece, as they lie in the file: what many lines share once, the texts beside each other, all of it
// deflated. A row of SQLite a line would be four times as large, and twenty times as slow to search.
#pragma once
#include "core/base/result.h"
#include "core/logs/line.h"

#include <QByteArray>
#include <vector>

namespace logbook {

class Block {
public:
    static constexpr std::size_t mostLines = 2048, mostText = 128u << 10; ///< then another one is begun

    /// What many lines have in common.
    struct Head {
        std::string program{}, unit{};
        int priority = -1;
        Severity severity = Severity::Info;
        bool lustre = false, mark = false;
        friend bool operator==(const Head &, const Head &) = default;
    };
    struct Entry {
        std::int64_t at = 0, pid = 0;
        std::uint64_t left = 0;
        std::uint32_t head = 0, end = 0; ///< of its text in texts()
    };

    void add(const protocol::LogLine &line, bool mark = false);
    std::size_t size() const { return m_entries.size(); }
    bool isFull() const { return m_entries.size() >= mostLines || m_text.size() >= mostText; }
    const std::vector<Entry> &entries() const { return m_entries; }
    const std::vector<Head> &heads() const { return m_heads; }
    const std::string &texts() const { return m_text; }
    std::uint32_t begin(std::size_t i) const { return i == 0 ? 0 : m_entries[i - 1].end; }
    std::string_view text(std::size_t i) const { return std::string_view(m_text).substr(begin(i), m_entries[i].end - begin(i)); }
    Line line(std::size_t i, std::int64_t block, const std::string &server) const;

    QByteArray encoded() const;
    /// Storage: damaged, or of a newer version.
    static base::Result<Block> decoded(const QByteArray &bytes);

    /// The key of line `i` of a block.
    static std::int64_t idOf(std::int64_t block, std::size_t i) { return block * 4096 + static_cast<std::int64_t>(i); }
    static std::int64_t blockOf(std::int64_t id) { return id / 4096; }
    static std::size_t indexOf(std::int64_t id) { return static_cast<std::size_t>(id % 4096); }

private:
    std::vector<Entry> m_entries;
    std::vector<Head> m_heads;
    std::string m_text;
};

} // namespace logbook
