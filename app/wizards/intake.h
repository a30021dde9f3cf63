// SPDX-License-Identifier: GPL-3.0-or-later
// What the "Add servers" dialog looks at and drives: hosts on their way into the profile. fleetIntake() stands before
// fleet::Enrolment; tests and the gallery move rows by hand.
#pragma once
#include "core/fleet/enrolment.h"

#include <QObject>
#include <QStringList>
#include <functional>
#include <string>
#include <vector>

namespace wizards {

/// The functions mean what they mean in fleet::Enrolment. Lives in the window's thread; nothing in it blocks.
class Intake : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual const std::vector<fleet::HostRow> &rows() const = 0;
    virtual void add(const std::vector<profile::ServerEntry> &entries) = 0;
    virtual void remove(const std::string &server) = 0;
    virtual base::Result<void> acceptHostKey(const std::string &server, const std::string &fingerprint) = 0;
    virtual void setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret) = 0;
    virtual void setJumpLogin(const std::string &hop, const agentlink::Secret &secret) = 0;
    virtual void setSudo(const agentlink::Secret &secret) = 0;
    virtual void setExpectation(const fleet::Expectation &expectation) = 0;
    virtual base::Result<void> overrideCheck(const std::string &server, const std::string &check, const std::string &reason) = 0;
    virtual int deliver() = 0;
    virtual void retry(const std::string &server) = 0;
    virtual void cancel() = 0;

    const fleet::HostRow *row(const std::string &server) const;
    /// Cancels, and goes by itself when no delivery is under way any more: what was begun is taken back first.
    void retire();

signals:
    void rowChanged(int row);
    void rowsChanged();
    void added(const profile::ServerEntry &entry);
    void failed(const base::Error &error); ///< an added server could not be kept

private:
    void goWhenIdle();
};

/// A server profile to choose from.
struct ProfileChoice {
    std::string id;             ///< its key; empty: monitored only, nothing is set up
    QString title, text;
    QStringList does{};         ///< what its plan will do to a server, one line each
    fleet::Expectation expectation{};
};

/// What ssh would use where a field is left empty; empty fields: nothing is said there either.
struct SshHint {
    QString host, user, identity, jump;
    int port = 0;
};

/// Whether a server that was added has told what it is: a plan is made from what servers have told.
struct FirstWord {
    enum class State { Awaited, Here, Lost } state = State::Awaited;
    std::string reason{}; ///< of Lost: why
};

/// What surrounds the dialog.
struct Around {
    std::vector<std::string> taken{};       ///< names of servers that the profile has
    std::vector<ProfileChoice> profiles{};  ///< never empty
    QString agentVersion{};                 ///< of the agent that is delivered; empty: not known
    /// Asks what ~/.ssh/config says of a host; the answer comes later, from the event loop, or never.
    std::function<void(const std::string &host, std::function<void(const SshHint &)>)> hint{};
    /// Of a server that was added; when it may have changed, AddServers::heard() is called. Without it all count as Here.
    std::function<FirstWord(const std::string &server)> firstWord{};
    /// Shows the plan that sets these servers up by this profile; false: there is nothing to do on them.
    std::function<base::Result<bool>(const std::vector<std::string> &servers, const std::string &profile)> setUp{};
};

} // namespace wizards
