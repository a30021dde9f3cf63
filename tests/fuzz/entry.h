// SPDX-License-Identifier: GPL-3.0-or-later
// One function body serves libFuzzer (which wants a fixed name) and the replay program (which links several).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#ifdef FUZZ_REPLAY
#define FUZZ_ENTRY(name) int name(std::string_view input)
#else
#define FUZZ_ENTRY(name)                                                                                                \
    int name(std::string_view input);                                                                                   \
    extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)                                   \
    {                                                                                                                   \
        return name({reinterpret_cast<const char *>(data), size});                                                      \
    }                                                                                                                   \
    int name(std::string_view input)
#endif
