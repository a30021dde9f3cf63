// SPDX-License-Identifier: GPL-3.0-or-later
// What can be drawn: names of measures, with their title and unit, and the figures of the agents that each is made of.
#pragma once
#include "app/charts/source.h"

#include <optional>
#include <utility>

namespace charts {

/// How the figures of several series become one line.
enum class Fold : std::uint8_t { Sum, Mean, Most };

/// One kind of figure that a measure needs.
struct Part {
    const char *figure;                    ///< name, with * and ?: "stats.sum"
    std::vector<std::pair<const char *, const char *>> labels{}; ///< that it must have, with * and ?
    double factor = 1;                     ///< KiB are 1024
};

/// value = sum of `over` (each times its factor), divided by the sum of `under` where there is one; as 1 - that when `rest`.
struct Measure {
    const char *id;
    const char *title;                     ///< translated by measureTitle()
    Unit unit = Unit::Count;
    std::vector<Part> over;
    std::vector<Part> under{};
    bool rest = false;                     ///< shares of what is left, from figures of what is free
    Fold fold = Fold::Sum;                 ///< of several servers or targets when there is no `under`
};

const Measure *measure(const std::string &id); ///< null: no such measure
const std::vector<Measure> &measures();
QString measureTitle(const Measure &measure);
/// An operation as people call it: "getattr" stays, "write_bytes" is "write".
QString labelWord(const std::string &label, const std::string &value);

} // namespace charts
