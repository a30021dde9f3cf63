// SPDX-License-Identifier: GPL-3.0-or-later
// The one kind of AgentCall that the link hands out.
#pragma once
#include "core/jobs/agents.h"

#include <QPointer>

namespace agentlink {

class Conversation;

class LinkCall final : public jobs::AgentCall {
    Q_OBJECT
public:
    using jobs::AgentCall::AgentCall;
    void cancel() override;

    /// Emits finished() unless it was emitted before: whatever goes wrong on the line, a call ends once.
    void end(const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &transcripts = {});
    /// The same from the event loop.
    void endLater(base::Error error);
    void belongTo(Conversation *conversation, std::int64_t id);

private:
    QPointer<Conversation> m_conversation;
    std::int64_t m_id = 0;
    bool m_ended = false;
};

} // namespace agentlink
