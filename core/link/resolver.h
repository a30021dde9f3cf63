// SPDX-License-Identifier: GPL-3.0-or-later
// Names to addresses without holding up the I/O thread: getaddrinfo() blocks, for tens of seconds when a name server is away.
#pragma once
#include "core/link/taskqueue.h"

#include <deque>
#include <memory>
#include <string>
#include <sys/socket.h>

namespace agentlink {

struct Address {
    sockaddr_storage storage {};
    socklen_t length = 0;
    int family = 0;
    std::string text() const; ///< "10.0.0.1"
};

struct Resolved {
    std::vector<Address> addresses {};
    std::string error {}; ///< getaddrinfo's words when there is none
};

class Resolver {
public:
    /// Answers are posted to `inbox`.
    explicit Resolver(std::shared_ptr<TaskQueue> inbox);
    /// Numeric addresses are answered the same way, without a thread.
    void resolve(const std::string &host, int port, std::function<void(Resolved)> then);

private:
    struct Shared; ///< outlives this object while a lookup hangs: nobody waits for it at the end
    std::shared_ptr<Shared> m_shared;
};

} // namespace agentlink
