// SPDX-License-Identifier: GPL-3.0-or-later
// The past of a cluster as the window needs it. The real one is OpenPast; tests show pages a made-up one.
#pragma once
#include "core/inventory/wanted.h"
#include "core/monitor/alerts.h"

#include <QObject>
#include <QString>
#include <functional>

namespace shell {

/// What was known at a moment.
struct Past {
    std::int64_t at = 0; ///< ms since the epoch
    inventory::World world{};
    inventory::Wanted wanted{};
    std::vector<inventory::Drift> drift{};
    std::shared_ptr<const std::vector<monitoring::Alert>> alerts{}; ///< that held then, worst first; null: not known
    std::int64_t blindFrom = 0, blindTo = 0; ///< nobody followed the cluster then: it is what was known at `blindFrom`; 0: somebody did
};

/// Something that happened, on the axis of time.
struct PastEvent {
    enum class Kind : std::uint8_t { Alert, Job, Change, Gap };
    std::int64_t at = 0, end = 0; ///< ms since the epoch; `end` 0: it has not ended, or was a moment
    Kind kind = Kind::Change;
    int weight = 0;       ///< 0 information, 1 warning, 2 error
    QString text{};
    std::string place{};  ///< where it can be looked at
};

class PastSide : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// ms since the epoch, of the first moment that can be looked at; 0: there is none.
    virtual std::int64_t begin() const = 0;
    virtual const std::vector<PastEvent> &events() const = 0; ///< in order of time
    using Looked = std::function<void(const base::Result<Past> &)>;
    /// `then` is called once, later or at once, in this thread; not when `context` has gone by then.
    virtual void look(std::int64_t at, QObject *context, Looked then) = 0;

signals:
    void changed(); ///< begin() or events()
};

} // namespace shell
