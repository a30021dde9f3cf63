// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent says of a target from near: its clients, a burst of half a minute, the pieces of its free space.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/verbs.h"

namespace madeup {

inline protocol::Json clients()
{
    return {{"target", "scratch-OST0003"}, {"count", 2}, {"seconds", 2.0},
        {"clients", {{{"nid", "10.0.0.7@tcp"}, {"uuid", "613beb43-2ace"}, {"read", 1048576.0}, {"write", 0.0}, {"operations", 1.5}},
            {{"nid", "10.0.0.8@tcp"}, {"uuid", "713beb43-2ace"}, {"read", 0.0}, {"write", 3.0 * 1073741824}, {"operations", 3072.0}}}}};
}

inline protocol::Json burst()
{
    using protocol::Json;
    Json samples = Json::array({Json::array({1'700'000'000'000, {nullptr, nullptr, 5.0}})});
    for (int i = 1; i <= 300; ++i)
        samples.push_back(Json::array({1'700'000'000'000 + i * 100, {1e6 * i, 2e6, 5.0}}));
    const auto column = [](const char *name, const char *operation) {
        return Json{{"name", name}, {"labels", {{"operation", operation}}}, {"unit", "bytes"}, {"rate", true}};
    };
    return {{"target", "scratch-OST0003"}, {"series", {column("stats.sum", "read_bytes"), column("stats.sum", "write_bytes"), column("stats.samples", "sync")}}, {"samples", samples}};
}

inline protocol::Json freeSpace()
{
    return {{"target", "scratch-OST0003"}, {"blockSize", 4096}, {"groups", 3000}, {"allGroups", 4000}, {"full", 10}, {"unread", 0}, {"damaged", 2}, {"freeBytes", 5ll << 20}, {"fragments", 257},
        {"pieces", {256, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0}}};
}

inline protocol::Json near(protocol::Verb verb)
{
    return verb == protocol::Verb::MetricsBurst ? burst() : verb == protocol::Verb::MetricsFreeSpace ? freeSpace() : clients();
}

} // namespace madeup
