// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/journal/audit.h"

#include "agent/journal/sha256.h"

#include <algorithm>
#include <functional>

namespace agent {
namespace {

using protocol::Json;
using protocol::Result;

constexpr const char *auditFile = "audit";
constexpr std::size_t hashLength = 64;

struct AuditLine {
    std::string_view hash, text;
};

std::optional<AuditLine> splitAuditLine(std::string_view line)
{
    if (line.size() < hashLength + 3 || line[hashLength] != ' ' || line.back() != '}'
        || line.substr(0, hashLength).find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return {};
    return AuditLine{line.substr(0, hashLength), line.substr(hashLength + 1)};
}

void forEachLine(std::string_view text, const std::function<void(std::string_view)> &take)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0)
            take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

} // namespace

Result<> Audit::open()
{
    const Result<std::string> text = m_storage.read(auditFile);
    if (!text)
        return text.error();
    m_last.clear();
    forEachLine(*text, [this](std::string_view line) {
        if (const auto entry = splitAuditLine(line))
            m_last = entry->hash;
    });
    m_cleanEnd = text->empty() || text->back() == '\n';
    return {};
}

Result<> Audit::add(const Json &entry)
{
    const std::string text = protocol::dumpJson(entry);
    const std::string hash = sha256(m_last + text);
    const Result<> done = m_storage.append(auditFile, (m_cleanEnd ? "" : "\n") + hash + " " + text + "\n");
    m_cleanEnd = done.ok();
    if (done)
        m_last = hash;
    return done;
}

Result<Json> Audit::show(std::size_t last) const
{
    const std::uint64_t size = m_storage.size(auditFile);
    const std::uint64_t window = std::min<std::uint64_t>(size, last * 2048 + 4096);
    const Result<std::string> text = m_storage.read(auditFile, size - window, window);
    if (!text)
        return text.error();
    std::vector<Json> entries;
    forEachLine(*text, [&entries](std::string_view line) {
        const auto entry = splitAuditLine(line);
        Json json = entry ? protocol::parseJson(entry->text) : Json();
        if (!json.is_object())
            return;
        json["hash"] = entry->hash;
        entries.push_back(std::move(json));
    });
    if (entries.size() > last)
        entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(last));
    return Json(entries);
}

Result<AuditReport> Audit::verify() const
{
    const Result<std::string> text = m_storage.read(auditFile);
    if (!text)
        return text.error();
    AuditReport report;
    std::string previous;
    forEachLine(*text, [&](std::string_view line) {
        const auto entry = splitAuditLine(line);
        if (!entry) {
            ++report.torn;
            return;
        }
        ++report.lines;
        if (report.ok && sha256(previous + std::string(entry->text)) != entry->hash) {
            report.ok = false;
            report.first = "line " + std::to_string(report.lines) + " does not follow from the one before it";
        }
        previous = entry->hash;
    });
    return report;
}

} // namespace agent
