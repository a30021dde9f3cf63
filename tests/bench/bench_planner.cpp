// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 servers and 4,000 targets, everything stopped and LNet not loaded: how long does "start everything" take to plan?
// The plan is complete: moves, edges, reasons, arguments and command lines.
#include "core/plan/planner.h"
#include "tests/support/worlds.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

double milliseconds(const std::chrono::steady_clock::time_point &since)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

} // namespace

int main()
{
    const worlds::Described in = worlds::large(500, 4, 100);
    const auto building = std::chrono::steady_clock::now();
    const inventory::World world = in.world();
    std::printf("world: %zu servers, %zu targets, %zu file systems, built in %.0f ms\n", world->servers.size(), world->targets.size(),
        world->filesystems.size(), milliseconds(building));
    std::vector<plan::Goal> goals;
    for (const auto &[name, fs] : world->filesystems) {
        plan::Goal g;
        g.object = fs.id;
        g.state = machine::State::Available;
        goals.push_back(std::move(g));
    }
    std::vector<double> times;
    std::size_t moves = 0, steps = 0;
    for (int i = 0; i < 7; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const auto plan = plan::plan(world, {}, goals);
        times.push_back(milliseconds(begin));
        if (!plan) {
            std::fprintf(stderr, "no plan: %s\n", plan.error().message.c_str());
            return 1;
        }
        moves = plan->moves.size();
        steps = 0;
        for (const plan::Move &m : plan->moves)
            steps += m.steps.size();
    }
    std::sort(times.begin(), times.end());
    std::printf("plan: %zu moves, %zu steps; fastest %.0f ms, slowest %.0f ms of %zu\n", moves, steps, times.front(), times.back(), times.size());
    std::printf("planner: %.0f ms\n", times[times.size() / 2]);
    return 0;
}
