// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture-agreement.h"

#include "agent/collect/scan.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

using namespace fixture;

namespace {

struct Options {
    std::string directory, only;
    bool verbose = false;
    int parsedPercent = -1, equalPercent = -1;
};

struct Row {
    int inputs = 0, parsed = 0, refused = 0, equal = 0, total = 0;
    std::string difference;
};

Options optionsOf(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--only" && i + 1 < argc)
            options.only = argv[++i];
        else if (word == "--require" && i + 2 < argc) {
            options.parsedPercent = std::atoi(argv[++i]);
            options.equalPercent = std::atoi(argv[++i]);
        } else if (word == "-v" || word == "--verbose")
            options.verbose = true;
        else
            options.directory = word;
    }
    return options;
}

class Runner {
public:
    explicit Runner(Options options) : m_options(std::move(options)) { }

    int run()
    {
        const std::vector<Entry> entries = readManifest(m_options.directory);
        for (const Entry &entry : entries)
            if (entry.kind != "oracles" && (m_options.only.empty() || entry.kind == m_options.only || entry.path == m_options.only))
                runOne(entry);
        return report(entries.empty());
    }

private:
    void runOne(const Entry &entry)
    {
        const Parsed parsed = parseInput(entry, m_options.directory);
        Row &row = m_rows[{entry.kind, entry.version}];
        ++row.inputs;
        const bool ok = !parsed.readings.empty() || !parsed.json.is_null();
        row.parsed += ok || !parsed.refused.empty();
        row.refused += !ok && !parsed.refused.empty();
        if (!ok)
            m_refused.push_back(entry.path + ": " + (parsed.refused.empty() ? "NOT PARSED" : parsed.refused));
        for (const collect::Gap &gap : parsed.readings.gaps)
            if (ok && m_options.verbose && gap.cause != collect::Cause::Empty)
                std::printf("%s: gap %s: %s %s\n", entry.path.c_str(), gap.what.c_str(), std::string(word(gap.cause)).c_str(), gap.detail.substr(0, 100).c_str());
        Result result;
        for (const std::string_view oracle : collect::split(entry.oracle, ';')) {
            const std::string name(collect::trim(oracle));
            const int before = result.total;
            if (!name.empty() && !compareOracle(entry, parsed, m_options.directory, name, result))
                m_unread.push_back(name + " (for " + entry.path + ")");
            else if (!name.empty() && m_options.verbose)
                std::printf("%s: %d values of %s\n", entry.path.c_str(), result.total - before, name.c_str());
        }
        countCluster(entry, parsed, result);
        take(entry, row, result);
    }

    void take(const Entry &entry, Row &row, const Result &result)
    {
        row.equal += result.equal;
        row.total += result.total;
        for (const Result::Difference &difference : result.differences) {
            const std::string line = entry.path + ": " + difference.what + ": expected " + difference.expected.substr(0, 60) + ", got " + difference.got.substr(0, 60);
            if (row.difference.empty())
                row.difference = line;
            if (difference.explanation.empty())
                m_unexplained.push_back(line);
            else
                ++m_explained[difference.explanation];
        }
    }

    int report(bool nothing)
    {
        std::printf("%-16s %-44s %6s %6s %7s %15s  %s\n", "kind", "version", "inputs", "parsed", "refused", "values", "first difference");
        std::map<std::string, Row> kinds;
        Row sum;
        const auto line = [](const std::string &kind, const std::string &version, const Row &row) {
            std::printf("%-16s %-44.44s %6d %6d %7d %7d/%-7d  %s\n", kind.c_str(), version.c_str(), row.inputs, row.parsed, row.refused, row.equal, row.total, row.difference.c_str());
        };
        const auto add = [](Row &to, const Row &row) {
            to.inputs += row.inputs, to.parsed += row.parsed, to.refused += row.refused, to.equal += row.equal, to.total += row.total;
        };
        for (const auto &[key, row] : m_rows) {
            line(key.first, key.second, row);
            add(kinds[key.first], row);
            add(sum, row);
        }
        std::printf("\n");
        for (const auto &[kind, row] : kinds)
            std::printf("%-16s parsed %d/%d, values %d/%d\n", kind.c_str(), row.parsed, row.inputs, row.equal, row.total);
        list("refused, with the reason", m_refused, m_refused.size());
        list("expected results in a form that is not read", m_unread, m_unread.size());
        std::printf("\ndifferences explained:\n");
        for (const auto &[why, number] : m_explained)
            std::printf("%6d  %s\n", number, why.c_str());
        list("differences not explained", m_unexplained, m_options.verbose ? m_unexplained.size() : 40);
        std::printf("\nparsed %d/%d, values %d/%d\n", sum.parsed, sum.inputs, sum.equal, sum.total);
        if (nothing)
            return 1;
        const bool enough = sum.parsed * 100 >= sum.inputs * m_options.parsedPercent && sum.equal * 100.0 >= sum.total * static_cast<double>(m_options.equalPercent);
        return enough ? 0 : 1;
    }

    static void list(const char *title, const std::vector<std::string> &lines, std::size_t most)
    {
        std::printf("\n%s: %zu\n", title, lines.size());
        for (std::size_t i = 0; i < lines.size() && i < most; ++i)
            std::printf("  %s\n", lines[i].c_str());
    }

    Options m_options;
    std::map<std::pair<std::string, std::string>, Row> m_rows;
    std::vector<std::string> m_refused, m_unread, m_unexplained;
    std::map<std::string, int> m_explained;
};

} // namespace

int main(int argc, char **argv)
{
    const Options options = optionsOf(argc, argv);
    if (options.directory.empty() || !std::filesystem::exists(options.directory + "/MANIFEST.tsv")) {
        std::fprintf(stderr, "usage: fixture-agreement DIR [--only KIND|PATH] [--require PARSED%% EQUAL%%] [-v]\nDIR holds MANIFEST.tsv with the columns path, kind, version, cmd, oracle\n");
        return 2;
    }
    return Runner(options).run();
}
