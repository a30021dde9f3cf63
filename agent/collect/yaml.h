// SPDX-License-Identifier: GPL-3.0-or-later
// The part of YAML that lctl, lnetctl and Lustre's parameter files print: blocks by indentation, "- " lists, keys with blanks,
// flow maps and lists, plain and quoted words. No anchors, no types: every scalar is a string.
#pragma once
#include "agent/collect/figure.h"
#include "agent/protocol/json.h"

namespace collect {

/// null for an empty text; never fails: what cannot be understood becomes a string. Depth and size are bounded.
protocol::Json readYaml(std::string_view text);

/// Numbers become figures, words become facts; names are joined with '.', blanks in keys become '_'; entries of lists get the label
/// `index`, or are named by a member (`nid`, `name`, `id`, `net type`, `user`) that tells them apart.
void flattenYaml(const protocol::Json &value, const std::string &name, const Labels &labels, Readings &out);

} // namespace collect
