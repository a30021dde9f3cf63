// SPDX-License-Identifier: GPL-3.0-or-later
// What differs between two JSON values, as a JSON value: small when little differs, whatever the size of the two.
#pragma once
#include "agent/protocol/json.h"
#include "core/base/result.h"

namespace history {

/// null: nothing. Else one of
///   {"=": value}                                    another value
///   {"o": {key: difference, ...}, "-": [key, ...]}  members that differ or are new, and members that are gone
///   {"a": [[index, difference], ...]}               elements of an array that is as long as before
///   {"s": [begin, count, [value, ...]]}             other elements in place of `count` ones
protocol::Json difference(const protocol::Json &before, const protocol::Json &after);

/// `after` again. BadMessage: it is no difference of this value.
base::Result<protocol::Json> applied(protocol::Json before, const protocol::Json &difference);

} // namespace history
