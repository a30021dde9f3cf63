// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/choices.h"

#include "app/models/words.h"

#include <algorithm>

namespace models {

namespace {

const plan::Offer *find(const std::vector<plan::Offer> &offers, const std::string &action)
{
    const auto at = std::find_if(offers.begin(), offers.end(), [&](const plan::Offer &o) { return o.action == action; });
    return at == offers.end() ? nullptr : &*at;
}

Choice merged(const std::vector<std::vector<plan::Offer>> &each, const plan::Offer &first)
{
    Choice choice{action(first.action), first.risk};
    QString why;
    int refused = 0;
    for (const auto &offers : each) {
        const plan::Offer *offer = find(offers, first.action);
        if (!offer->whyNot.empty()) {
            ++refused;
            why = why.isEmpty() ? q(offer->whyNot) : why;
            continue;
        }
        choice.risk = std::max(choice.risk, offer->risk);
        choice.goals.push_back(offer->goal);
    }
    if (choice.goals.empty())
        choice.whyNot = why;
    else if (refused > 0)
        choice.tip = Words::tr("Not possible for %n of the chosen: %1", nullptr, refused).arg(why);
    return choice;
}

} // namespace

std::vector<Choice> choices(const std::vector<std::vector<plan::Offer>> &each)
{
    std::vector<Choice> all;
    if (each.empty())
        return all;
    for (const plan::Offer &offer : each.front())
        if (std::all_of(each.begin(), each.end(), [&](const auto &offers) { return find(offers, offer.action) != nullptr; }))
            all.push_back(merged(each, offer));
    return all;
}

std::vector<Choice> refused(std::vector<Choice> choices, const QString &why)
{
    for (Choice &choice : choices)
        if (!why.isEmpty() && choice.possible())
            choice.whyNot = why;
    return choices;
}

} // namespace models
