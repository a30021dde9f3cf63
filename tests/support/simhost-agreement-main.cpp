// SPDX-License-Identifier: GPL-3.0-or-later
#include "simhost-agreement.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <unistd.h>

using namespace agreement;
using namespace simhost;

namespace {

struct Row {
    int cases = 0, codes = 0, messages = 0;
    std::string difference;
};

std::string firstDifference(const std::string &expected, const std::string &got)
{
    const Words a = lines(expected), b = lines(got);
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        const std::string x = i < a.size() ? a[i] : "(end)", y = i < b.size() ? b[i] : "(end)";
        if (x != y)
            return "expected `" + x.substr(0, 70) + "`, got `" + y.substr(0, 70) + "`";
    }
    return {};
}

struct Options {
    std::string directory, program;
    bool verbose = false;
    int minimumMessages = -1; ///< percent; -1: no threshold
};

Options optionsOf(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--simhost" && i + 1 < argc)
            options.program = argv[++i];
        else if (word == "--require" && i + 1 < argc)
            options.minimumMessages = std::atoi(argv[++i]);
        else if (word == "-v" || word == "--verbose")
            options.verbose = true;
        else
            options.directory = word;
    }
    if (options.program.empty())
        options.program = dirName(dirName(dirName(std::string(argv[0])))) + "/bin/chandelier-simhost";
    char whole[4096] = "";
    if (::realpath(options.program.c_str(), whole))
        options.program = whole;
    return options;
}

class Runner {
public:
    Runner(const Options &options, const std::string &scratch) : m_options(options), m_stage(scratch, options.program) { }

    int runAll(const std::vector<Recording> &recordings)
    {
        std::string folder;
        for (const Recording &recording : recordings) {
            if (recording.folder != folder) {
                folder = recording.folder;
                std::vector<Recording> same;
                for (const Recording &other : recordings)
                    if (other.folder == folder)
                        same.push_back(other);
                m_stage.enter(same);
            }
            runOne(recording);
        }
        return report();
    }

private:
    void runOne(const Recording &recording)
    {
        const std::vector<Invocation> all = invocationsOf(recording.cmd);
        std::string tool, why = all.empty() ? "no emulated tool in it" : "";
        bool called = false;
        for (const Invocation &invocation : all) {
            std::string reason;
            const bool yes = isCalled(invocation, reason);
            if (yes && !called)
                tool = invocation.tool + (invocation.sub().empty() ? "" : " " + invocation.sub());
            called = called || yes;
            if (!yes && (reason == "parameter that no verb reads" || why.empty()))
                why = reason;
        }
        if (needsFiles(recording.cmd)) {
            called = false;
            why = "works on files of a mounted Lustre";
        }
        const bool parameters = why == "parameter that no verb reads"; // one line of such output would spoil the comparison
        if (!called || parameters) {
            ++m_left[(all.empty() ? "other commands" : all.front().tool) + ": " + why];
            return;
        }
        m_stage.prepare(recording);
        compare(tool, recording, m_stage.play(recording));
    }

    void compare(const std::string &tool, const Recording &recording, const Stage::Answer &answer)
    {
        Row &row = m_rows[tool];
        ++row.cases;
        const bool ended = recording.rc == 143 || recording.rc == 137 || recording.rc == 124; // the recorder's signal, not the tool's answer
        const bool code = ended ? answer.endedByLimit || answer.rc == recording.rc : answer.rc == recording.rc;
        std::string difference = firstDifference(normalised(recording.out), normalised(answer.out));
        if (difference.empty())
            difference = firstDifference(normalised(recording.err), normalised(answer.err));
        row.codes += code;
        row.messages += difference.empty();
        if (!code)
            difference = format("exit code %d, got %d; ", recording.rc, answer.rc) + difference;
        if (row.difference.empty() && !difference.empty())
            row.difference = recording.folder + "/" + recording.name + ": " + difference;
        if (m_options.verbose && !difference.empty())
            std::printf("%s/%s\n  $ %s\n  %s\n", recording.folder.c_str(), recording.name.c_str(), recording.cmd.substr(0, 200).c_str(), difference.c_str());
    }

    int report()
    {
        Row sum;
        std::printf("%-28s %6s %10s %14s  %s\n", "tool", "cases", "exit code", "message", "first difference");
        for (const auto &[tool, row] : m_rows) {
            std::printf("%-28s %6d %10d %14d  %s\n", tool.c_str(), row.cases, row.codes, row.messages, row.difference.c_str());
            sum.cases += row.cases;
            sum.codes += row.codes;
            sum.messages += row.messages;
        }
        std::printf("\nnot emulated:\n");
        for (const auto &[what, number] : m_left)
            std::printf("%6d  %s\n", number, what.c_str());
        std::printf("\nexit codes %d/%d, messages %d/%d\n", sum.codes, sum.cases, sum.messages, sum.cases);
        if (sum.cases == 0)
            return 1;
        if (m_options.minimumMessages < 0)
            return 0;
        return sum.codes == sum.cases && sum.messages * 100 >= sum.cases * m_options.minimumMessages ? 0 : 1;
    }

    const Options &m_options;
    Stage m_stage;
    std::map<std::string, Row> m_rows;
    std::map<std::string, int> m_left;
};

} // namespace

int main(int argc, char **argv)
{
    const Options options = optionsOf(argc, argv);
    if (options.directory.empty() || !isDirectory(options.directory)) {
        std::fprintf(stderr, "usage: simhost-agreement DIR [--simhost PROGRAM] [--require PERCENT] [-v]\nDIR holds recordings: directories with cmd, rc, stdout, stderr, dmesg\n");
        return 2;
    }
    if (::access(options.program.c_str(), X_OK) != 0) {
        std::fprintf(stderr, "simhost-agreement: %s cannot be run; build chandelier-simhost or give it with --simhost\n", options.program.c_str());
        return 2;
    }
    const std::string usual = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    std::string scratch = std::string(::getenv("TMPDIR") ? ::getenv("TMPDIR") : usual.c_str()) + "/simhost-agreement.XXXXXX";
    if (!::mkdtemp(scratch.data()))
        return 2;
    const int rc = Runner(options, scratch).runAll(loadRecordings(options.directory));
    removeTree(scratch);
    return rc;
}
