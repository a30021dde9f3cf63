// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/resolver.h"

#include <cstring>
#include <netdb.h>
#include <thread>

namespace agentlink {

namespace {

constexpr int lookupsAtOnce = 8;

Resolved lookUp(const std::string &host, int port, int flags)
{
    addrinfo hints {};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo *list = nullptr;
    const int rc = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
    Resolved resolved;
    if (rc != 0)
        resolved.error = gai_strerror(rc);
    for (const addrinfo *a = rc == 0 ? list : nullptr; a; a = a->ai_next) {
        Address address;
        std::memcpy(&address.storage, a->ai_addr, a->ai_addrlen);
        address.length = a->ai_addrlen;
        address.family = a->ai_family;
        resolved.addresses.push_back(address);
    }
    if (rc == 0)
        freeaddrinfo(list);
    return resolved;
}

} // namespace

std::string Address::text() const
{
    char host[NI_MAXHOST] = "?";
    getnameinfo(reinterpret_cast<const sockaddr *>(&storage), length, host, sizeof host, nullptr, 0, NI_NUMERICHOST);
    return host;
}

struct Resolver::Shared {
    struct Question {
        std::string host;
        int port;
        std::function<void(Resolved)> then;
    };
    std::shared_ptr<TaskQueue> inbox;
    std::mutex mutex {};
    std::deque<Question> questions {};
    int threads = 0;

    void work()
    {
        for (;;) {
            Question question;
            {
                const std::lock_guard lock(mutex);
                if (questions.empty()) {
                    --threads;
                    return;
                }
                question = std::move(questions.front());
                questions.pop_front();
            }
            Resolved answer = lookUp(question.host, question.port, 0);
            inbox->post([then = std::move(question.then), answer = std::move(answer)] { then(answer); });
        }
    }
};

Resolver::Resolver(std::shared_ptr<TaskQueue> inbox) : m_shared(std::make_shared<Shared>())
{
    m_shared->inbox = std::move(inbox);
}

void Resolver::resolve(const std::string &host, int port, std::function<void(Resolved)> then)
{
    Resolved numeric = lookUp(host, port, AI_NUMERICHOST);
    if (!numeric.addresses.empty())
        return m_shared->inbox->post([then = std::move(then), numeric = std::move(numeric)] { then(numeric); });
    const std::lock_guard lock(m_shared->mutex);
    m_shared->questions.push_back({host, port, std::move(then)});
    if (m_shared->threads >= lookupsAtOnce)
        return;
    ++m_shared->threads;
    std::thread([shared = m_shared] { shared->work(); }).detach();
}

} // namespace agentlink
