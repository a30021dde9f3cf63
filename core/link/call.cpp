// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/call.h"

#include "core/link/conversation.h"

#include <QTimer>

namespace agentlink {

void LinkCall::cancel()
{
    if (!m_ended && m_conversation)
        m_conversation->cancel(m_id);
}

void LinkCall::end(const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &transcripts)
{
    if (m_ended)
        return;
    m_ended = true;
    emit finished(answer, transcripts);
}

void LinkCall::endLater(base::Error error)
{
    QTimer::singleShot(0, this, [this, error = std::move(error)] { end(error); });
}

void LinkCall::belongTo(Conversation *conversation, std::int64_t id)
{
    m_conversation = conversation;
    m_id = id;
}

} // namespace agentlink
