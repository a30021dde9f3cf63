// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/hastory.h"

#include "app/models/words.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>

namespace models {

namespace {

constexpr std::int64_t longestRecoveryMs = 3'600'000;

QString clock(std::int64_t ms) { return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss")); }

/// "+ 6.2 s"
QString since(std::int64_t ms) { return QStringLiteral("+ ") + duration(std::max<std::int64_t>(0, ms)); }

Cell count(int number, Tone tone = Tone::None)
{
    if (number < 0)
        return {QStringLiteral("–"), -1.0};
    Cell made{QLocale().toString(number), static_cast<double>(number)};
    made.tone = number > 0 ? tone : Tone::None;
    return made;
}

Badge endBadge(const ha::Story &story)
{
    if (!story.lost.empty())
        return {story.endedAt == 0 ? Words::tr("Goes on") : Words::tr("Not all came up"), story.endedAt == 0 ? Tone::Working : Tone::Error};
    return {story.endedAt == 0 ? Words::tr("Goes on") : Words::tr("Over"), story.endedAt == 0 ? Tone::Working : Tone::Ok};
}

} // namespace

std::string storyKey(const ha::Story &story) { return "story:" + std::to_string(story.startedAt) + ":" + story.node; }

std::vector<Column> storyColumns()
{
    return {
        {QStringLiteral("when"), Words::tr("When"), 130},
        {QStringLiteral("title"), Words::tr("What happened"), 420},
        {QStringLiteral("state"), Words::tr("State"), 110},
        {QStringLiteral("took"), Words::tr("Targets away for"), 110, true},
    };
}

std::vector<Row> storyRows(const std::vector<ha::Story> &stories)
{
    std::vector<Row> rows;
    for (const ha::Story &s : stories) {
        Cell took = s.upAt == 0 || !s.lost.empty() || s.unseen ? Cell{QStringLiteral("–"), -1.0} : Cell{duration(s.upAt - s.startedAt), static_cast<double>(s.upAt - s.startedAt)};
        if (s.upAt != 0)
            took.tip = s.deathKnown ? Words::tr("From its last sign until the last of them was up") : Words::tr("From when its peers missed it, or it was told to go, until the last of them was up");
        Cell title = cell(s.title);
        title.tip = title.text;
        rows.push_back({storyKey(s), {Cell{moment(s.startedAt), static_cast<double>(s.startedAt)}, title, cell(endBadge(s)), took}});
    }
    return rows;
}

std::vector<Column> storyLineColumns()
{
    return {
        {QStringLiteral("at"), Words::tr("Time"), 80},
        {QStringLiteral("since"), Words::tr("After"), 90, true},
        {QStringLiteral("text"), Words::tr("What happened"), 620},
    };
}

std::vector<Row> storyLineRows(const ha::Story &story)
{
    std::vector<Row> rows;
    for (const ha::StoryLine &line : story.lines) {
        const auto place = static_cast<double>(rows.size());
        Cell text = cell(line.text);
        text.tip = text.text;
        text.tone = line.bad ? Tone::Error : Tone::None;
        rows.push_back({"line:" + std::to_string(rows.size()), {Cell{clock(line.at), place}, Cell{since(line.at - story.startedAt), place}, text}});
    }
    return rows;
}

std::vector<Column> recoveryColumns()
{
    return {
        {QStringLiteral("target"), Words::tr("Target"), 150},
        {QStringLiteral("where"), Words::tr("Came up on"), 110},
        {QStringLiteral("took"), Words::tr("Recovery took"), 120, true},
        {QStringLiteral("back"), Words::tr("Clients back"), 100, true},
        {QStringLiteral("evicted"), Words::tr("Evicted"), 90, true},
    };
}

std::string targetOfStory(const ha::StoryInput &input, const std::string &resource)
{
    for (const ha::TargetResource &t : input.targets)
        if (t.resource == resource || t.top == resource)
            return t.target.substr(t.target.find(':') + 1);
    return resource;
}

const ha::RecoveryFact *recoveryAfter(const ha::Story &story, const ha::StoryInput &input, const std::string &target)
{
    const auto found = std::find_if(input.recoveries.begin(), input.recoveries.end(), [&](const ha::RecoveryFact &r) {
        return r.target == target && r.startedAt >= story.startedAt - 1000 && r.startedAt < story.startedAt + longestRecoveryMs;
    });
    return found == input.recoveries.end() ? nullptr : &*found;
}

std::vector<Row> recoveryRows(const ha::Story &story, const ha::StoryInput &input)
{
    std::vector<Row> rows;
    const auto add = [&](const std::string &resource, bool came) {
        const std::string target = targetOfStory(input, resource);
        if (std::none_of(input.targets.begin(), input.targets.end(), [&](const ha::TargetResource &t) { return t.resource == resource || t.top == resource; }))
            return; // a fence device or a resource of others: nobody recovers there
        const ha::RecoveryFact *r = recoveryAfter(story, input, target);
        Cell where = !came ? Cell{Words::tr("nowhere yet"), {}, Tone::Error} : cell(r == nullptr ? std::string("–") : r->server);
        Cell took = r == nullptr ? Cell{QStringLiteral("–"), -1.0}
            : r->endedAt == 0    ? Cell{Words::tr("recovers"), -1.0, Tone::Working}
                                 : Cell{duration(r->endedAt - r->startedAt), static_cast<double>(r->endedAt - r->startedAt)};
        rows.push_back({"target:" + target, {cell(target), where, took, count(r == nullptr ? -1 : r->completed), count(r == nullptr ? -1 : r->evicted, Tone::Error)}});
    };
    for (const std::string &resource : story.moved)
        add(resource, true);
    for (const std::string &resource : story.lost)
        add(resource, false);
    return rows;
}

QString storyText(const ha::Story &story, const ha::StoryInput &input)
{
    QString text = moment(story.startedAt) + QStringLiteral("  ") + q(story.title) + QLatin1Char('\n');
    for (const ha::StoryLine &line : story.lines)
        text += clock(line.at) + QStringLiteral("  ") + since(line.at - story.startedAt).leftJustified(14) + q(line.text) + QLatin1Char('\n');
    for (const Row &row : recoveryRows(story, input))
        text += QStringLiteral("          %1: recovery %2, %3 clients back, %4 evicted\n").arg(row.cells[0].text, row.cells[2].text, row.cells[3].text, row.cells[4].text);
    return text;
}

} // namespace models
