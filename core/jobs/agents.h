// SPDX-License-Identifier: GPL-3.0-or-later
// How jobs speak to agents, whatever is between: SSH, a local process, or a simulation.
#pragma once
#include "agent/protocol/frames.h"
#include "agent/protocol/secrets.h"
#include "core/base/result.h"
#include "core/plan/plan.h"

#include <QObject>
#include <QString>
#include <concepts>
#include <memory>
#include <string>
#include <vector>

namespace jobs {

struct Request {
    std::string server;
    protocol::Verb verb{};
    protocol::Json args = protocol::Json::object();
    std::string step{};   ///< journal id, "<job>/<move>/<step>"; needed for writing verbs
    std::string lease{};  ///< token; needed for writing verbs
    int limitSeconds = 0; ///< 0: the verb's own
    protocol::Secrets secrets{}; ///< raw bytes by the names that `args` has in "secrets"; never journalled, logged or shown
};

/// A JSON value that everybody who gets it shares: copies of a large one would be felt.
class SharedJson {
public:
    SharedJson() = default; ///< null
    /// Of a Json and nothing else: a list in braces would silently become an array here.
    template <std::same_as<protocol::Json> T> SharedJson(T value)
        : m_value(std::make_shared<const protocol::Json>(std::move(value)))
    {
    }
    const protocol::Json &get() const
    {
        static const protocol::Json null;
        return m_value ? *m_value : null;
    }
    operator const protocol::Json &() const { return get(); }
    const protocol::Json *operator->() const { return &get(); }

private:
    std::shared_ptr<const protocol::Json> m_value;
};

struct Answer {
    SharedJson value{};
    std::vector<protocol::Transcript> transcripts{};
    bool replayed = false; ///< from the agent's journal: it had been done before
};

/// One call under way. Ends with exactly one finished(); a lost line ends it with Disconnected. Owned by its parent.
class AgentCall : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Asks the agent to stop it; finished() still comes.
    virtual void cancel() = 0;

signals:
    void progressed(double fraction, const QString &line); ///< fraction -1: not known
    void printed(const QString &stream, const QString &text); ///< output of the running tool as it comes
    /// `transcripts` of a failed call too.
    void finished(const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &transcripts);
};

/// All agents of one cluster. Lives in one thread; its signals come there.
class Agents : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Never null. A call to a server that is not connected ends with Unreachable, from the event loop, not at once.
    virtual AgentCall *call(const Request &request, QObject *parent) = 0;
    virtual inventory::Reach reach(const std::string &server) const = 0;
    virtual std::string reachReason(const std::string &server) const = 0;
    /// Of a connected host; empty when it is not connected, or not known: then nobody waits for another one after a reboot.
    virtual std::string bootId(const std::string &) const { return {}; }

signals:
    void reachChanged(const std::string &server);
    /// An event of an agent: "lease", "step", "inventory".
    void eventArrived(const std::string &server, const std::string &name, const protocol::Json &value);
};

} // namespace jobs
