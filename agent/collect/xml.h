// SPDX-License-Identifier: GPL-3.0-or-later
// XML as Pacemaker, fence agents and CIM print it, as JSON: {"name", "attributes": {...}, "children": [...], "text"}.
// Elements, attributes, text, CDATA, the five entities and characters by number; comments, declarations and DOCTYPE are passed over; nothing outside is read.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <functional>

namespace collect {

/// BadMessage with the place where it stops being XML: cut off, a wrong end tag, deeper than 200.
protocol::Result<protocol::Json> readXml(std::string_view text);

std::string attributeOf(const protocol::Json &element, std::string_view name);
/// Every element below, in document order.
void eachElement(const protocol::Json &element, const std::function<void(const protocol::Json &)> &visit);

} // namespace collect
