// SPDX-License-Identifier: GPL-3.0-or-later
// One message on its way, over libcurl: a mail by SMTP, or JSON by HTTP. Blocks; for a worker's thread.
#pragma once
#include "core/notify/compose.h"

#include <atomic>

namespace notify {

/// What library and server said is in the error's detail. Unreachable, Disconnected: it may go better later; AccessDenied: login or
/// certificate; ToolFailed: the server did not take it. `stop` becomes true: it ends within a second, as Cancelled.
base::Result<void> sendMail(const Mail &mail, const std::string &secret, const std::string &text, const std::atomic<bool> &stop);
base::Result<void> postJson(const Webhook &webhook, const std::string &secret, const std::string &id, const std::string &json, const std::atomic<bool> &stop);

} // namespace notify
