// SPDX-License-Identifier: GPL-3.0-or-later
// What logs are read from: journald's JSON and syslog files (whole and in pieces), the agent's answers, and blocks of the manager's file.
#include "agent/logs/entries.h"
#include "core/logs/block.h"
#include "core/logs/explain.h"
#include "core/logs/store.h"
#include "tests/fuzz/entry.h"

#include <cstdlib>

namespace {

std::string splitText(std::string_view input, std::size_t piece)
{
    std::string text;
    logs::LineSplitter splitter(
        [&](std::string_view line, std::string_view tail, std::uint64_t huge) {
            text.append(line).append("|").append(tail).append("|").append(std::to_string(huge)).append("\n");
            return true;
        },
        64);
    for (std::size_t at = 0; at < input.size(); at += piece)
        splitter.feed(input.substr(at, piece));
    splitter.finish();
    return text;
}

void checkLine(const protocol::LogLine &line)
{
    const auto again = protocol::logLineFromJson(protocol::parseJson(protocol::dumpJson(protocol::toJson(line))));
    if (!again || again->text != line.text || again->left != line.left)
        std::abort();
    if (!protocol::isUtf8(logbook::shownText(line)))
        std::abort();
}

} // namespace

FUZZ_ENTRY(fuzzLogs)
{
    if (splitText(input, input.size() + 1) != splitText(input, 3))
        std::abort();
    std::size_t sum = logbook::nidsIn(input).size();
    std::string_view rest = input;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (const auto entry = logs::readJournalEntry(line))
            checkLine(entry->line);
        if (const auto entry = logs::readHugeEntry(line, line, 1 << 21))
            checkLine(entry->line);
        if (const auto read = logs::readSyslogLine(line, 1'795'400'000'000))
            checkLine(*read);
    }
    const protocol::Json json = protocol::parseJson(input);
    sum += logbook::batchFromJson(json) ? 1u : 0u;
    sum += protocol::logLineFromJson(json) ? 1u : 0u;
    static const auto loud = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { }); // zlib complains of each input
    sum += loud != nullptr ? 1u : 0u;
    const QByteArray bytes(input.data(), static_cast<qsizetype>(input.size()));
    for (const QByteArray &block : {bytes, qCompress(bytes)})
        if (const auto read = logbook::Block::decoded(block))
            if (const auto again = logbook::Block::decoded(read->encoded()); !again || again->texts() != read->texts() || again->size() != read->size())
                std::abort();
    sum += logbook::Catalogue::read(std::string(input), "fuzz") ? 1u : 0u;
    return sum == static_cast<std::size_t>(-1) ? 1 : 0;
}
