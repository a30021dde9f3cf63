// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/worker.h"

namespace base {

Worker::Worker(bool beside, QObject *parent)
    : QObject(parent)
    , m_beside(beside)
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1);
}

Worker::~Worker()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void Worker::finish() { m_pool.waitForDone(); }

void Worker::submit(std::function<Hand()> piece)
{
    if (m_beside)
        return m_pool.start([this, piece = std::move(piece)]() mutable {
            auto hand = piece();
            piece = {}; // what it held goes here, not in the owner's thread
            if (hand)
                QMetaObject::invokeMethod(this, std::move(hand), Qt::QueuedConnection);
        });
    if (const auto hand = piece())
        hand();
}

} // namespace base
