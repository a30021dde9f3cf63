// SPDX-License-Identifier: GPL-3.0-or-later
// Short ways to write elements of a CIB. Private to core/ha.
#pragma once
#include "core/inventory/haparse.h"

namespace ha {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline Element element(std::string name, Pairs attributes, std::vector<Element> children = {})
{
    return { std::move(name), std::move(attributes), std::move(children), {} };
}

/// A set of nvpairs whose ids are made of the set's.
inline Element pairSet(const std::string &name, const std::string &id, const Pairs &pairs)
{
    Element out = element(name, { { "id", id } });
    for (const auto &[key, value] : pairs)
        out.children.push_back(element("nvpair", { { "id", id + "-" + key }, { "name", key }, { "value", value } }));
    return out;
}

struct OperationTimes {
    std::string name, interval, timeout;
};

inline Element operations(const std::string &resource, const std::vector<OperationTimes> &list)
{
    Element out = element("operations", {});
    for (const OperationTimes &o : list)
        out.children.push_back(element("op", { { "id", resource + "-" + o.name + "-" + o.interval }, { "name", o.name }, { "interval", o.interval }, { "timeout", o.timeout } }));
    return out;
}

} // namespace ha
