// SPDX-License-Identifier: GPL-3.0-or-later
// chandelier-machines FILE writes machines.md; chandelier-machines --compare FILE says whether it is up to date.
#include "core/machine/describe.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string_view>

int main(int argc, char **argv)
{
    const bool compare = argc == 3 && std::string_view(argv[1]) == "--compare";
    if (argc != 2 && !compare) {
        std::fputs("chandelier-machines [--compare] FILE\n", stderr);
        return 2;
    }
    const char *path = argv[argc - 1];
    if (!compare) {
        std::ofstream out(path);
        out << machine::describe();
        return out.flush() ? 0 : 1;
    }
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str() == machine::describe())
        return 0;
    std::fprintf(stderr, "%s differs from the table: build the target machines-md\n", path);
    return 1;
}
