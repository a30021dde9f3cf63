// SPDX-License-Identifier: GPL-3.0-or-later
// What is still to be told, in a file beside the profile, so that nothing is lost when the program ends or nobody takes it: at least once,
// with an id by which a receiver knows what it has already. Notices of a channel wait together; when they are sent the first time they
// become one message, which stays as it is until it is taken. What comes meanwhile waits for the next message.
#pragma once
#include "core/notify/notice.h"

namespace notify {

enum class Channel : std::uint8_t { Mail, Webhook };
std::string_view word(Channel channel); ///< "mail", "webhook"

struct Message {
    std::string id{};              ///< a UUID; the same each time it is tried
    std::vector<Notice> notices{}; ///< oldest first
    int tries = 0;                 ///< that failed
    std::int64_t at = 0;           ///< when it was put together
};

/// Used in one thread. Errors are Storage if nothing else is said. Times are ms since the epoch.
class Outbox {
public:
    /// "<profile>.outbox"
    static std::string pathOf(const std::string &profilePath);
    static base::Result<std::unique_ptr<Outbox>> open(const std::string &path);
    ~Outbox();
    /// Only one program sends: true when this is the one.
    bool claim();

    base::Result<Ledger> ledger() const;
    /// In one transaction: how far telling is, and what is to be told through which channels.
    base::Result<void> put(const Ledger &ledger, const std::vector<Notice> &notices, const std::vector<Channel> &channels, std::int64_t now);
    /// What is to be sent now: what failed and is due again, or what has been gathered for that time.
    base::Result<std::optional<Message>> next(Channel channel, std::int64_t now, int gatherSeconds);
    base::Result<void> sent(Channel channel);
    /// It is due again after a time that doubles from 30 s to an hour: ms since the epoch.
    base::Result<std::int64_t> failed(Channel channel, std::int64_t now);
    base::Result<int> waiting(Channel channel) const; ///< notices
    /// What waits for a channel that is no longer used.
    base::Result<void> drop(Channel channel);

private:
    Outbox();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace notify
