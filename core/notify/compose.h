// SPDX-License-Identifier: GPL-3.0-or-later
// What a message says: a mail (RFC 5322, plain text, quoted-printable) and the JSON of a webhook. Pure.
#pragma once
#include "core/notify/outbox.h"

namespace notify {

struct Sender {
    std::string cluster; ///< its name
    std::string host;    ///< of this program, for the mail's id
    bool test = false;   ///< a trial: it says so
};

/// "Scratch: error: Target offline: scratch-OST0003", or "Scratch: 12 alerts began, 2 ended".
std::string subjectOf(const Message &message, const Sender &sender);
/// A table of all, then cause and remedy of each kind. Times are local ones of this program, with their zone.
std::string textOf(const Message &message, const Sender &sender);
/// With headers, lines ended by CR LF. `now`: ms since the epoch.
std::string mailOf(const Message &message, const Mail &mail, const Sender &sender, std::int64_t now);
/// {id, program, version, cluster, test, alerts: [...], leftOut}; times are ms since the epoch and ISO 8601.
protocol::Json webhookOf(const Message &message, const Sender &sender);
/// One that says that notices arrive.
Message trial(std::int64_t now);

} // namespace notify
