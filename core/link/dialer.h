// SPDX-License-Identifier: GPL-3.0-or-later
// A TCP connection, one address of the host after the other, each with its time limit. I/O thread only.
#pragma once
#include "core/base/result.h"
#include "core/link/resolver.h"

namespace agentlink {

class IoLoop;

class Dialer {
public:
    struct Events {
        std::function<void()> resolved;
        std::function<void(base::Result<int>)> ended; ///< a connected, blocking descriptor that the receiver owns
    };
    Dialer(IoLoop &loop, Resolver &resolver, int limitMs) : m_loop(loop), m_resolver(resolver), m_limitMs(limitMs) { }
    ~Dialer();
    /// `name` is for the messages. Once.
    void dial(const std::string &name, const std::string &host, int port, Events events);

private:
    void tryNext();
    void checkConnected();
    void giveUp(int error, const std::string &words = {});
    base::Error unreachable() const;
    void forget();

    IoLoop &m_loop;
    Resolver &m_resolver;
    int m_limitMs;
    std::string m_name;
    int m_port = 0;
    Events m_events;
    std::vector<Address> m_addresses;
    std::size_t m_at = 0;
    std::string m_failures;
    int m_lastError = 0;
    int m_socket = -1;
    std::uint64_t m_watch = 0, m_timer = 0;
    std::shared_ptr<char> m_alive = std::make_shared<char>(); ///< answers of the resolver may come after us
};

} // namespace agentlink
