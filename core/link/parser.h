// SPDX-License-Identifier: GPL-3.0-or-later
// Reads large messages beside the thread that owns the lines: an inventory of hundreds of disks would be felt in a window.
#pragma once
#include "agent/protocol/json.h"
#include "core/link/taskqueue.h"

#include <QObject>
#include <QSocketNotifier>
#include <thread>

namespace agentlink {

/// One thread that parses text after text. The two threads share nothing but the queues between them.
class Parser final : public QObject {
    Q_OBJECT
public:
    /// The program's; lives in the thread that asks for it first, as long as the application.
    static Parser &shared();
    explicit Parser(QObject *parent);
    /// Waits for the text that is being parsed; nothing is handed over any more.
    ~Parser() override;

    using Then = std::function<void(protocol::Json)>;
    /// `then` gets what parseJson() makes of `text`, in the owner's thread, from the event loop, in the order of the calls.
    void parse(std::string text, Then then);

private:
    TaskQueue m_in, m_out;
    QSocketNotifier m_notifier;
    bool m_over = false; ///< of the thread
    std::thread m_thread;
};

} // namespace agentlink
