// SPDX-License-Identifier: GPL-3.0-or-later
// One open cluster as the window needs it. The real one forwards to manager::Manager; tests show pages made-up ones.
#pragma once
#include "agent/protocol/secrets.h"
#include "core/ha/story.h"
#include "core/inventory/wanted.h"
#include "core/jobs/job.h"
#include "core/plan/planner.h"
#include "core/plan/power.h"

#include <QObject>
#include <functional>
#include <QStringList>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

namespace charts {
class Source;
}
namespace logbook {
class Logs;
}

namespace shell {

class AlertSide;
class PastSide;
class ServerSide;

class Cluster : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    virtual QString name() const = 0;
    /// Its face in the window: what tells it apart from the others that are open.
    virtual std::string id() const { return {}; }
    virtual QString colour() const { return QStringLiteral("blue"); } ///< one of profile::colours()
    virtual bool production() const { return false; }
    /// Why nothing may be changed now, as actions that are disabled say it; empty when it may.
    virtual QString whyLocked() const { return {}; }
    virtual std::int64_t unlockedUntil() const { return 0; } ///< ms since the epoch; 0: locked, or no production cluster
    virtual void unlock() { }
    virtual void lock() { }
    virtual QStringList viewOnly() const { return {}; } ///< servers where this user may look only

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
    virtual ServerSide *servers() const { return nullptr; } ///< lines and entries of its servers; null: there are none

    using Told = std::function<void(const base::Result<protocol::Json> &)>;
    /// Asks a server's agent for something that changes nothing. `then` is called once, later; not when `context` has gone by then.
    virtual void ask(const std::string &server, protocol::Verb, const protocol::Json &, QObject *context, Told then)
    {
        QTimer::singleShot(0, context, [server, then = std::move(then)] {
            then(base::Error{base::Problem::Unreachable, server + " cannot be asked: there is no line to it", {}, {}});
        });
    }

    /// The same with passwords beside it, by the names that `args` has in "secrets": they stand in no log and no journal.
    virtual void askWith(const std::string &server, protocol::Verb verb, const protocol::Json &args, const protocol::Secrets &, QObject *context, Told then)
    {
        ask(server, verb, args, context, std::move(then));
    }
    using FailoversTold = std::function<void(const ha::StoryInput &)>;
    /// What the failovers of a cluster are told from, as far back as is kept. `then` is called once, later; not when `context` has gone.
    virtual void failovers(const std::string &, QObject *, FailoversTold) { }
    /// The plan that switches a server by its fence devices.
    virtual base::Result<plan::Plan> power(const std::string &server, plan::Power what, bool drain) const { return plan::powerPlan(world(), wanted(), server, what, drain); }

    /// The password that fence devices call `name`: plans that are run from now on carry it to their servers.
    virtual void giveFenceSecret(const std::string &, const std::string &) { }
    /// When each server was last switched off by a test of its fencing, ms since the epoch.
    virtual std::map<std::string, std::int64_t> fenceProofs() const { return {}; }

    /// The figures of its servers and targets over time; null: nothing measures them.
    virtual charts::Source *charts() const { return nullptr; }
    virtual AlertSide *alerts() const { return nullptr; } ///< null: nothing judges them
    virtual logbook::Logs *logs() const { return nullptr; } ///< what its servers log; null: nobody reads it

    virtual PastSide *past() const { return nullptr; } ///< null: nobody keeps it
    /// The moment that is shown, ms since the epoch; 0: now. What is shown then follows a little later, with worldChanged().
    virtual std::int64_t moment() const { return 0; }
    virtual void look(std::int64_t) { }
    /// The cluster itself, where this one may show the past of it.
    virtual Cluster &present() { return *this; }

signals:
    void momentChanged();
    void closing(); ///< the last moment at which its servers() and their sessions may be used
    void worldChanged();
    void lockChanged();  ///< what whyLocked(), unlockedUntil() or viewOnly() say
    void faceChanged();  ///< name, colour or production
    void jobChanged(const std::string &id); ///< also when it was added and when it ended
    void failed(const base::Error &error);  ///< of something that was asked for and answers later
};

} // namespace shell
