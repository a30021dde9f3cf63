// SPDX-License-Identifier: GPL-3.0-or-later
// A line of bytes to one agent, whatever carries it: a unix socket on this machine, a child process, or SSH.
#pragma once
#include "core/base/result.h"

#include <QObject>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace agentlink {

/// How far a connection is. The words of it are shown beside the server's name.
enum class Stage : std::uint8_t {
    Idle,
    Waiting, ///< its turn has not come: only so many handshakes at once
    Resolving,
    Connecting,
    KeyExchange,
    Authentication,
    OpeningAgent,
    Connected,
    Lost,    ///< not connected; tried again by itself
    Refused, ///< not connected; a person must do something before it is tried again
};
/// "key exchange"
std::string_view words(Stage stage);

/// A host key that nobody has accepted yet.
struct HostKey {
    std::string host;        ///< as it stands in known_hosts: "oss1" or "[oss1]:2222"
    std::string type;        ///< "ssh-ed25519"
    std::string fingerprint; ///< "SHA256:..."
    std::string line;        ///< the whole known_hosts line
    std::string origin {};   ///< where it came from: "presented by 10.0.0.5 port 22 through jump host gw"
    std::string file {};     ///< where it is written when it is accepted
};

/// Why a line ended, or never began.
struct Ending {
    base::Error error;
    bool again = true; ///< false: it would end the same way until somebody does something about it
    std::optional<HostKey> hostKey {}; ///< of HostKeyUnknown
    std::string hop {}; ///< the jump host that this is about, as SshHub::setJumpSecret names it; empty: the server itself
};
/// An ending with `again` as the problem asks: keys, passwords and versions do not mend themselves.
Ending endingFor(base::Error error);

/// One attempt to reach an agent. Lives in the thread that made it; nothing in it blocks that thread.
class AgentChannel : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Begins to connect; exactly one opened() or closed() follows, from the event loop.
    virtual void open() = 0;
    /// In order, after opened(). Bytes written to a line that has closed are dropped.
    virtual void write(std::string bytes) = 0;
    /// The agent has missed a beat: finds out whether the way to it is to blame, and ends with that as the reason if it is.
    virtual void doubt() { }
    /// Ends it without a closed(). Deleting the channel does the same.
    virtual void close() = 0;

signals:
    void stageChanged(agentlink::Stage stage);
    void opened();
    void bytesArrived(const std::string &bytes);
    void closed(const agentlink::Ending &ending); ///< the last signal of the channel
};

} // namespace agentlink
