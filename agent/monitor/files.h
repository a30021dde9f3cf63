// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the kernel's files below a sysroot, with the reason where there is nothing to read.
#pragma once
#include "agent/collect/figure.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitor {

struct Missing {
    collect::Cause cause = collect::Cause::Absent;
    std::string detail{};
};

class Files {
public:
    explicit Files(std::string sysroot) : m_sysroot(std::move(sysroot)) { }
    /// The text is good until the next read. Files above `most` are TooMany.
    std::optional<Missing> read(const std::string &path, std::string_view &text, std::size_t most = 4u << 20);
    /// In pieces, for files of any size, as long as `take` wants more.
    std::optional<Missing> stream(const std::string &path, const std::function<bool(std::string_view)> &take);
    /// Names in a directory, sorted; empty when there is none.
    std::vector<std::string> list(const std::string &path) const;
    bool exists(const std::string &path) const;
    /// What a link says; empty when it is none.
    std::string link(const std::string &path) const;

private:
    std::string m_sysroot, m_buffer;
};

} // namespace monitor
