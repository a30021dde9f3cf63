// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/attention.h"

#include "app/models/words.h"
#include "app/shell/alertside.h"
#include "app/shell/cluster.h"
#include "app/shell/desk.h"
#include "app/shell/translations.h"

#include <algorithm>

namespace shell {

models::Tone alertTone(monitoring::Severity severity)
{
    return severity == monitoring::Severity::Error ? models::Tone::Error : severity == monitoring::Severity::Warning ? models::Tone::Warning : models::Tone::Working;
}

monitoring::AlertRule::Words alertWords(const AlertSide *side, const monitoring::Alert &alert)
{
    const monitoring::AlertRule *rule = side ? side->rule(alert.rule) : nullptr;
    return rule ? monitoring::wordsIn(language(), *rule, alert) : monitoring::AlertRule::Words {alert.title, alert.text, {}, {}};
}

std::vector<models::Trouble> attention(Desk &desk) { return attention(desk.cluster()); }

std::vector<models::Trouble> attention(Cluster &cluster)
{
    std::vector<models::Trouble> all = models::troubles(cluster.world(), cluster.wanted(), openDrift(cluster));
    const std::size_t known = all.size();
    const AlertSide *side = cluster.alerts();
    if (!side)
        return all;
    for (const monitoring::Alert &alert : *side->active()) {
        const auto same = [&](const models::Trouble &trouble) { return trouble.place == alert.object; };
        if (alert.mutedUntil > 0 || alert.acknowledgedAt > 0 || alert.severity == monitoring::Severity::Info
            || std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(known), same))
            continue;
        const auto words = alertWords(side, alert);
        all.push_back({alertTone(alert.severity), "alerts#" + std::to_string(alert.id), models::q(words.title) + QStringLiteral(": ") + models::q(words.text)});
    }
    std::stable_sort(all.begin(), all.end(), [](const models::Trouble &a, const models::Trouble &b) {
        return a.tone != b.tone && models::worse(a.tone, b.tone) == a.tone;
    });
    return all;
}

} // namespace shell
