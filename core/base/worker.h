// SPDX-License-Identifier: GPL-3.0-or-later
// Work that would hold its owner's thread too long: done piece after piece in one other thread. What comes out of a piece is
// handed over in the owner's thread, in order.
#pragma once
#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <functional>
#include <memory>

namespace base {

class Worker final : public QObject {
    Q_OBJECT
public:
    /// `beside` false: each piece is done at once in the caller's thread, for tests whose time is simulated.
    explicit Worker(bool beside, QObject *parent = nullptr);
    /// Waits for the piece that runs; those that wait are dropped, and nothing is handed over any more.
    ~Worker() override;

    /// `work` may use nothing but its own copies; `then` gets what it returns, unless `context` has gone.
    template <class Work, class Then> void run(QObject *context, Work work, Then then)
    {
        submit([work = std::move(work), then = std::move(then), context = QPointer<QObject>(context)]() mutable -> Hand {
            auto out = std::make_shared<decltype(work())>(work());
            return [out, then = std::move(then), context]() mutable {
                if (context)
                    then(std::move(*out));
            };
        });
    }
    /// Lets something large go without its destruction being felt.
    template <class Thing> void drop(Thing thing)
    {
        submit([thing = std::make_shared<Thing>(std::move(thing))]() mutable -> Hand {
            thing.reset();
            return {};
        });
    }

    /// Waits until all pieces are done, those that wait too. Their results are still handed over from the event loop.
    void finish();

private:
    using Hand = std::function<void()>;
    void submit(std::function<Hand()> piece);

    bool m_beside;
    QThreadPool m_pool;
};

} // namespace base
