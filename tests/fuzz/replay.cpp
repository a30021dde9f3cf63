// SPDX-License-Identifier: GPL-3.0-or-later
// Replays corpus/ENTRY/* through each entry: whole, and cut and bent in a fixed way, so that the test is more than its files.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

int fuzzFrames(std::string_view input);
int fuzzMessages(std::string_view input);
int fuzzTools(std::string_view input);
int fuzzArguments(std::string_view input);
int fuzzExpressions(std::string_view input);
int fuzzHosts(std::string_view input);
int fuzzCollect(std::string_view input);
int fuzzChunks(std::string_view input);
int fuzzRing(std::string_view input);
int fuzzLogs(std::string_view input);
int fuzzHa(std::string_view input);

int main(int argc, char **argv)
{
    struct Entry {
        const char *name;
        int (*run)(std::string_view);
    };
    static constexpr std::array<Entry, 11> entries{{{"frames", fuzzFrames}, {"messages", fuzzMessages}, {"tools", fuzzTools}, {"arguments", fuzzArguments},
        {"expressions", fuzzExpressions}, {"hosts", fuzzHosts}, {"ha", fuzzHa}, {"collect", fuzzCollect}, {"chunks", fuzzChunks}, {"ring", fuzzRing}, {"logs", fuzzLogs}}};
    int inputs = 0;
    for (const Entry &entry : entries) {
        std::error_code error;
        int before = inputs;
        for (const auto &file : std::filesystem::directory_iterator(std::string(argc > 1 ? argv[1] : ".") + "/" + entry.name, error)) {
            std::ifstream in(file.path(), std::ios::binary);
            const std::string whole{std::istreambuf_iterator<char>(in), {}};
            const std::size_t stride = std::max<std::size_t>(1, whole.size() / 60);
            entry.run(whole);
            for (std::size_t at = 0; at < whole.size(); at += stride, inputs += 2) {
                entry.run(std::string_view(whole).substr(0, at));
                std::string bent = whole;
                bent[at] = static_cast<char>(bent[at] ^ 1 << at % 8);
                entry.run(bent);
            }
        }
        if (error || inputs == before) {
            std::fprintf(stderr, "no corpus for %s\n", entry.name);
            return 1;
        }
    }
    std::printf("%d inputs\n", inputs);
    return 0;
}
