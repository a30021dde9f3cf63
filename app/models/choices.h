// SPDX-License-Identifier: GPL-3.0-or-later
// One action for one or for many chosen objects, as it stands on a button: made from what the planner offers for each.
#pragma once
#include "core/plan/planner.h"

#include <QString>
#include <vector>

namespace models {

struct Choice {
    QString text;
    machine::Risk risk{};
    QString whyNot{};  ///< empty: possible
    QString tip{};
    std::vector<plan::Goal> goals{};
    bool possible() const { return whyNot.isEmpty(); }
};

/// Those that all objects have, in the order of the first. With several objects an action is possible when it is for one of
/// them; its tip says for how many it is not, and why.
std::vector<Choice> choices(const std::vector<std::vector<plan::Offer>> &offersOfEach);

/// The same, none of them possible, for this reason; an empty one changes nothing.
std::vector<Choice> refused(std::vector<Choice> choices, const QString &why);

} // namespace models
