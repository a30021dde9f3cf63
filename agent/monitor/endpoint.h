// SPDX-License-Identifier: GPL-3.0-or-later
// An optional HTTP endpoint for a Prometheus on this host: a unix socket, or a port of the loopback address. Nothing else is listened on.
#pragma once
#include "agent/protocol/result.h"

#include <memory>
#include <string>
#include <thread>

namespace monitor {

class Endpoint {
public:
    /// `where`: unix:PATH or 127.0.0.1:PORT. Each request is answered by a process of its own, one at a time.
    static protocol::Result<std::unique_ptr<Endpoint>> open(const std::string &where, std::string sysroot);
    ~Endpoint();
    Endpoint(const Endpoint &) = delete;

private:
    Endpoint() = default;
    void run();
    void answer(int connection) const;
    std::string m_sysroot, m_path;
    int m_listener = -1, m_end = -1;
    std::thread m_thread;
};

} // namespace monitor
