// SPDX-License-Identifier: GPL-3.0-or-later
// One open cluster as the window needs it. The real one forwards to manager::Manager; tests show pages made-up ones.
#pragma once
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"
#include "core/plan/planner.h"

#include <QObject>
#include <QString>
#include <memory>
#include <vector>

namespace shell {

class Cluster : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QString name() const = 0;
    virtual inventory::World world() const = 0;
    virtual inventory::Wanted wanted() const = 0;
    virtual std::vector<inventory::Drift> drift() const = 0;
    virtual std::vector<plan::Offer> offers(const inventory::ObjectId &object) const = 0;
    virtual base::Result<plan::Plan> plan(const std::vector<plan::Goal> &goals) const = 0;
    virtual void refresh() = 0;

    virtual base::Result<jobs::JobId> run(const plan::Plan &plan, const std::vector<std::string> &words) = 0;
    virtual std::vector<std::shared_ptr<const jobs::Job>> jobs() const = 0;
    virtual std::shared_ptr<const jobs::Job> job(const jobs::JobId &id) const = 0;
    virtual void cancel(const jobs::JobId &id) = 0;
    virtual base::Result<void> retry(const jobs::JobId &id) = 0;
    virtual base::Result<plan::Plan> undo(const jobs::JobId &id) const = 0;

    /// Only a demonstration cluster can be hurt on purpose.
    virtual bool isDemo() const { return false; }
    virtual void killServer(const std::string &) { }
    virtual void bootServer(const std::string &) { }
    virtual bool canAddServers() const { return false; }

signals:
    void worldChanged();
    void jobChanged(const std::string &id); ///< also when it was added and when it ended
    void failed(const base::Error &error);  ///< of something that was asked for and answers later
};

} // namespace shell
