// SPDX-License-Identifier: GPL-3.0-or-later
// What in a configuration was made for which owner. Private to core/ha.
#pragma once
#include "core/inventory/haparse.h"

namespace ha {

/// Deletes what `owner` has and `keep` does not; constraints before what they name.
std::vector<CibPatch> deletions(const Cib &real, const std::string &owner, const std::set<std::string> &keep);

} // namespace ha
