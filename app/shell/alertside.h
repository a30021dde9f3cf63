// SPDX-License-Identifier: GPL-3.0-or-later
// The alerts of a cluster as the window needs them. The real one is OpenAlerts; tests show pages a made-up one.
#pragma once
#include "core/monitor/alerts.h"

#include <QObject>
#include <functional>

namespace shell {

class AlertSide : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual std::shared_ptr<const std::vector<monitoring::Alert>> active() const = 0; ///< worst first; never null
    virtual const monitoring::AlertRule *rule(const std::string &id) const = 0;       ///< null: not known any more
    virtual void acknowledge(std::int64_t alert, const std::string &note) = 0;
    virtual void mute(const monitoring::Alert &alert, std::int64_t until) = 0;        ///< its rule for its object

    using History = std::function<void(const base::Result<std::vector<monitoring::Alert>> &)>;
    /// All that touched the time, newest first. `then` is called in this thread, perhaps at once, unless `context` has gone.
    /// Those that hold where nothing else is known.
    virtual void history(std::int64_t, std::int64_t, QObject *, History then) { then(*active()); }

signals:
    void changed();
    void failed(const base::Error &error);
};

} // namespace shell
