// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of an alert, and when: a pure function of what was told before and what is.
#pragma once
#include "core/monitor/alertbook.h"
#include "core/notify/settings.h"

#include <functional>

namespace notify {

struct Notice {
    enum class What : std::uint8_t {
        Began,
        Still,    ///< told before, it holds, and nobody has acknowledged it
        Ended,    ///< told before
        Happened, ///< an event; or it began and ended before it could be told
    };
    What what = What::Began;
    monitoring::Alert alert{};
    std::string cause{}, remedy{};
};
std::string_view word(Notice::What what); ///< "began", "still", "ended", "happened"
protocol::Json toJson(const Notice &notice);
/// BadMessage.
base::Result<Notice> noticeFromJson(const protocol::Json &json);

/// How far telling is.
struct Ledger {
    std::int64_t cursor = -1; ///< all alerts up to this id were looked at; -1: nothing ever was
    struct Told {
        bool began = false;
        std::int64_t at = 0; ///< of the last notice, ms since the epoch
        friend bool operator==(const Told &, const Told &) = default;
    };
    std::map<std::int64_t, Told> told{}; ///< those that hold and are not finished with
    std::set<std::int64_t> ids() const;
    friend bool operator==(const Ledger &, const Ledger &) = default;
};

/// `alerts`: AlertBook::since(ledger.cursor, ledger.ids()). `rule` gives cause and remedy; null: not known.
/// What is muted is not told, but what was told to begin is told to end.
std::vector<Notice> decide(Ledger &ledger, const std::vector<monitoring::Alert> &alerts, const Settings &settings,
    const std::function<const monitoring::AlertRule *(const std::string &)> &rule, std::int64_t now);

} // namespace notify
