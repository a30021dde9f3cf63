// SPDX-License-Identifier: GPL-3.0-or-later
// What pages about servers need beyond the World: the line to each agent, its entry in the profile, and the questions that go to an
// agent itself. The real one is OpenServers; tests show pages a made-up one.
#pragma once
#include "core/fleet/enrolment.h"
#include "core/link/channel.h"
#include "core/link/endpoint.h"
#include "core/profile/profile.h"

#include <QObject>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shell {

/// How the line to one server is doing.
struct ServerLine {
    agentlink::Stage stage = agentlink::Stage::Idle;
    std::optional<base::Error> error{};   ///< why it is not connected
    std::optional<agentlink::HostKey> key{}; ///< waits to be accepted
    std::string hop{};                    ///< the jump host that the error is about; empty: the server itself
    std::int64_t nextTryAt = 0;           ///< ms since the epoch; 0: not planned, or not known
    std::string role{};                   ///< "admin", "view"; empty while not known
    std::string version{};                ///< of the agent that answers; empty while not connected
    bool connected() const { return stage == agentlink::Stage::Connected; }
    bool mayChange() const { return role != "view"; }
};

/// Work on the agents of servers, one row a server: an upgrade in waves, or a removal. Ends with ended(); owned by its parent.
class Upkeep : public QObject {
    Q_OBJECT
public:
    struct Row {
        std::string server;
        QString state;          ///< "Waits", "Uploading", "Done"
        double fraction = -1;
        bool running = false, done = false;
        std::optional<base::Error> error{};
        int wave = 0;           ///< from 1; 0: there are none
        bool wantsSecret = false; ///< logged in as one who needs a password for sudo, or at all
    };
    using QObject::QObject;
    virtual const std::vector<Row> &rows() const = 0;
    virtual void start() = 0;
    virtual void giveSecret(const agentlink::Secret &secret) = 0; ///< asked once for all, in memory only
    virtual void cancel() = 0;  ///< starts nothing new
    virtual bool isRunning() const = 0;

signals:
    void changed();
    void ended(const QString &text); ///< "11 of 12 upgraded; it stopped at oss7"
};

class ServerSide : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Then = std::function<void(const base::Result<protocol::Json> &)>;

    virtual ServerLine line(const std::string &server) const = 0;
    virtual void tryNow(const std::string &server) = 0;
    virtual base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint) = 0;
    /// `hop`: as ServerLine names it; then the secret is that jump host's, for all that go through it.
    virtual void setSecret(const std::string &server, const std::string &hop, const agentlink::Secret &secret) = 0;

    virtual std::vector<profile::ServerEntry> entries() const = 0;
    virtual base::Result<void> saveEntry(const profile::ServerEntry &entry) = 0; ///< and connects by it
    /// Gives it another name; everything that is said of it goes along.
    virtual base::Result<void> rename(const std::string &server, const std::string &name) = 0;
    /// Takes it out of the profile and touches nothing on it. `reason`: kept, with who and when.
    virtual base::Result<void> forget(const std::string &server, const std::string &reason) = 0;

    /// A verb that only reads: lnet.state, agent.diagnostics. `then` comes from the event loop, once.
    virtual void ask(const std::string &server, protocol::Verb verb, Then then) = 0;

    virtual std::string agentVersion() const = 0; ///< of the agent that an upgrade would deliver; empty: none is at hand
    /// Null where it cannot be done here.
    virtual Upkeep *upgrade(const std::vector<std::string> &servers, QObject *parent) = 0;
    virtual Upkeep *removal(const std::vector<std::string> &servers, QObject *parent) = 0;

signals:
    void lineChanged(const std::string &server);
};

} // namespace shell
