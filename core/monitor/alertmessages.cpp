// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts from what servers log. A message has a beginning and no end: its alert is over when nobody said it again for a while.
#include "core/monitor/alertsprivate.h"

#include <algorithm>

namespace monitoring {

using base::Result;

namespace {

constexpr std::size_t longestText = 300; ///< of a line in the text of an alert

/// Cut between characters of UTF-8.
std::string shortened(const std::string &text)
{
    if (text.size() <= longestText)
        return text;
    std::size_t end = longestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "...";
}

} // namespace

Result<void> Alerts::Private::said(const AlertRule &rule, const Said &said)
{
    const inventory::ObjectId target = inventory::targetId(said.target);
    const bool ofTarget = rule.scope == Scope::Target && scene.world.target(target);
    const Subject subject = ofTarget ? Subject{target, target, said.target, said.server}
                                     : Subject{inventory::serverId(said.server), said.server, said.server, said.server};
    if (!matches(rule.match, subject.name))
        return {};
    Progress &now = progress[{rule.id, subject.object}];
    if (now.alert != 0 && now.quietSince > 0 && said.at - now.quietSince > rule.release * 1000LL)
        if (auto ended = finish(now, now.quietSince); !ended)
            return ended;
    if (now.alert != 0) {
        now.quietSince = std::max(now.quietSince, said.at);
        return {};
    }
    AlertRule told = rule;
    replaceAll(told.text, "{value}", shortened(said.text));
    Alert alert;
    alert.begin = said.at;
    auto begun = begin(told, subject, alert, [](const Asked &) { return Term(); }, &now);
    now.quietSince = now.alert != 0 ? said.at : 0;
    return begun;
}

/// One whose server does not answer may go on unheard.
Result<void> Alerts::Private::judgeSilence(const AlertRule &rule, std::int64_t now)
{
    for (auto &[key, at] : progress) {
        if (key.first != rule.id || at.alert == 0)
            continue;
        const auto alert = book.open().find(at.alert);
        const inventory::Server *server = alert == book.open().end() ? nullptr : scene.world.server(alert->second.server);
        if (at.quietSince == 0) // of before this program began
            at.quietSince = now;
        if (server && server->up() && now - at.quietSince >= rule.release * 1000LL)
            if (auto ended = finish(at, at.quietSince); !ended)
                return ended;
    }
    return {};
}

Result<void> Alerts::addSaid(const std::vector<Said> &all)
{
    return d->book.database().transaction([&]() -> Result<void> {
        for (const Said &said : all)
            for (const AlertRule &rule : d->rules)
                if (std::find(rule.says.begin(), rule.says.end(), said.message) != rule.says.end())
                    if (auto added = d->said(rule, said); !added)
                        return added;
        for (const AlertRule &rule : d->rules) // what was fetched late may be over already
            if (!rule.says.empty())
                if (auto judged = d->judgeSilence(rule, d->scene.now); !judged)
                    return judged;
        return {};
    });
}

} // namespace monitoring
