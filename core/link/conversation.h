// SPDX-License-Identifier: GPL-3.0-or-later
// What is said on a connected line: hello, calls by id, heartbeat, events (agent/protocol/PROTOCOL.md).
#pragma once
#include "agent/protocol/frames.h"
#include "core/link/call.h"
#include "core/link/channel.h"

#include <QElapsedTimer>
#include <QTimer>
#include <functional>
#include <map>

namespace agentlink {

struct Timing {
    int pingMs = 3'000;
    int silentPings = 2;         ///< so many in a row without any byte from the agent: the line is dead
    int helloMs = 6'000;        ///< from the opened line to the agent's hello
    int probeMs = 2'500;         ///< for an answer to probe()
    int callGraceMs = 15'000;    ///< after a call's own time limit, before the manager stops waiting for the answer
};

/// Owns its channel. Ends with exactly one ended(); every open call has ended before that.
class Conversation : public QObject {
    Q_OBJECT
public:
    /// `server` is for the messages; `holder` is told to the agent, "user@workstation".
    Conversation(AgentChannel *channel, std::string server, std::string holder, Timing timing, QObject *parent = nullptr);
    ~Conversation() override;

    void start();
    bool isReady() const { return m_state == State::Ready; }
    const protocol::Json &agentHello() const { return m_hello; }
    /// Only while isReady().
    void call(LinkCall *call, const jobs::Request &request);
    void cancel(std::int64_t id);
    /// Asks the agent at once, and ends when nothing comes. `occasion` is why: "the sleep of this computer".
    void probe(const std::string &occasion);
    /// Ends the line from this side; the open calls end with `why`. No ended() follows.
    void close(const base::Error &why);

signals:
    void stageChanged(agentlink::Stage stage);
    void ready();
    void ended(const agentlink::Ending &ending);
    void eventArrived(const std::string &name, const protocol::Json &value);

private:
    enum class State : std::uint8_t { New, Opening, Greeting, Ready, Ended };
    struct OpenCall {
        QPointer<LinkCall> call;
        std::string verb;
        qint64 deadline; ///< of m_clock
    };
    void greet();
    void channelClosed(const Ending &ending);
    void take(const std::string &bytes);
    void takeText(std::string text);
    void takeParsed(protocol::Json message, const std::string &start);
    void beside(std::string text, std::function<void(protocol::Json)> then);
    void inOrder(std::function<void()> what); ///< after all that has arrived
    void takeMessage(protocol::Json message);
    void takeFirst(const protocol::Json &message, const std::string &type);
    void takeForCall(protocol::Json &message, const std::string &type);
    void finish(protocol::Json &message, LinkCall *call);
    void beat();
    void ping();
    void send(const protocol::Json &message);
    void fail(base::Error error);
    void end(Ending ending);
    void endCalls(const base::Error &why);

    AgentChannel *m_channel;
    std::string m_server, m_holder;
    Timing m_timing;
    State m_state = State::New;
    protocol::FrameDecoder m_decoder;
    int m_beside = 0; ///< messages that the parser has, and what waits behind them
    protocol::Json m_hello;
    std::map<std::int64_t, OpenCall> m_calls;
    std::int64_t m_lastId = 0;
    std::int64_t m_lastPing = 0;
    int m_silent = 0;
    std::string m_occasion; ///< of a probe under way; empty: none
    QTimer m_beat, m_helloLimit, m_probe;
    QElapsedTimer m_clock;
};

} // namespace agentlink
