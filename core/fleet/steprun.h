// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the steps of a delivery, an upgrade or a removal on one host, one after the other, and takes them back when one fails.
#pragma once
#include "core/fleet/delivery.h"
#include "core/link/remote.h"

#include <QObject>
#include <QTimer>

namespace fleet {

/// How a command becomes root on a host.
struct Access {
    bool root = false;         ///< the login is root: nothing is needed
    agentlink::Secret sudo{};  ///< for sudo's standard input; empty: sudo asks for none
};
/// The command with its input, as root. The password stands in front of the input, never in the command.
agentlink::RemoteCommand asRoot(const std::string &command, const QByteArray &input, const Access &access, int limitSeconds);
/// Finds out whether the password is right, without giving sudo more than one try.
agentlink::RemoteCommand trySudo(const agentlink::Secret &sudo);

/// Lives in the thread of its RemoteHost, which must outlive it. Deleting it leaves what runs there alone. A session that is gone is
/// opened again, a few times, and the step it took along is run again: every step may be run twice.
class StepRun final : public QObject {
    Q_OBJECT
public:
    StepRun(agentlink::RemoteHost &host, std::string server, std::vector<DeliveryStep> steps, QByteArray agent, Access access, QObject *parent = nullptr);
    /// One finished() follows; when it is an error, everything has been taken back, or the error's detail says what could not be.
    void start();
    /// After finished() without error: takes all back because of `why`; another finished() with it follows.
    void takeBack(const base::Error &why);
    /// Ends after the step that runs now, and takes back what was done.
    void cancel();
    const std::string &log() const { return m_log; }
    bool isOver() const { return m_over; }

signals:
    void progressed(const std::string &title, double fraction); ///< -1: not known
    void finished(const base::Result<void> &result);

private:
    void next();
    void ended(const base::Result<agentlink::RemoteOutput> &result);
    void undoNext();
    void undone(const std::string &title, const base::Result<agentlink::RemoteOutput> &result);
    bool comesBack(const base::Error &error);
    void openAgain();
    void goOn();
    void lostForGood(const base::Error &error);
    void note(const std::string &title, const base::Result<agentlink::RemoteOutput> &result);
    void finish(const base::Result<void> &result);

    agentlink::RemoteHost &m_host;
    std::string m_server;
    std::vector<DeliveryStep> m_steps;
    QByteArray m_agent;
    Access m_access;
    std::size_t m_at = 0;
    std::optional<base::Error> m_why{};
    std::string m_log{};
    bool m_cancelled = false, m_over = false, m_opening = false;
    int m_openings = 0; ///< of the step that runs now
    QTimer m_again{};
};

} // namespace fleet
