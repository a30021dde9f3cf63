// SPDX-License-Identifier: GPL-3.0-or-later
// Failovers told afterwards, as rows: one a story, and of one story its lines and the recovery of each target. Pure, as rows.h.
#pragma once
#include "app/models/table.h"
#include "core/ha/story.h"
#include "core/inventory/world.h"

namespace models {

/// Of all failovers of a cluster; keys: "story:" and the time at which it began.
std::vector<Column> storyColumns();
std::vector<Row> storyRows(const std::vector<ha::Story> &stories);
std::string storyKey(const ha::Story &story);

/// What happened, in order of time, with the time since the beginning.
std::vector<Column> storyLineColumns();
std::vector<Row> storyLineRows(const ha::Story &story);

/// How the targets of one story came back: where, how long recovery took, who came back and who was evicted.
std::vector<Column> recoveryColumns();
std::vector<Row> recoveryRows(const ha::Story &story, const ha::StoryInput &input);
/// The recovery of that target that followed this story; null: none is known.
const ha::RecoveryFact *recoveryAfter(const ha::Story &story, const ha::StoryInput &input, const std::string &target);
/// The name of a resource for people: its target's.
std::string targetOfStory(const ha::StoryInput &input, const std::string &resource);

/// All of it as plain text, to be put into a ticket.
QString storyText(const ha::Story &story, const ha::StoryInput &input);

} // namespace models
