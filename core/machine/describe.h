// SPDX-License-Identifier: GPL-3.0-or-later
// The table as a page for people: machines.md is what this gives, and a test compares them.
#pragma once
#include <string>

namespace machine {

/// Markdown with a state diagram (mermaid) for each kind.
std::string describe();

} // namespace machine
