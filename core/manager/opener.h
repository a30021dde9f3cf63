// SPDX-License-Identifier: GPL-3.0-or-later
// From a choice ("the demonstration", "this profile") to an open Manager; the window and chandelierctl both come this way.
#pragma once
#include "core/manager/manager.h"

#include <QObject>
#include <memory>
#include <string>

namespace agentlink {
class LinkAgents;
}
namespace profile {
class Secrets;
}

namespace manager {

class Demo;
class Logins;
class SecretAgents;

struct Choice {
    bool demo = false;
    std::string demoDirectory{}; ///< empty: Demo's own default
    std::string profilePath{};   ///< empty: of a demo, beside it; else defaultProfilePath()
    std::shared_ptr<profile::Secrets> secrets{}; ///< where logins are remembered; null: the keychain, or memory where there is none
    bool keysApart = false;      ///< from now on (setting "accepted-keys" of the profile) keys are accepted into knownHostsPath(), not into ~/.ssh/known_hosts
};

/// The user's folder for what is kept: profiles of clusters, accepted host keys.
std::string dataDirectory();
/// Where the profile of a real cluster lies when none is named.
std::string defaultProfilePath();
/// The file of our own with host keys that were accepted for a profile's servers, read beside ~/.ssh/known_hosts.
std::string knownHostsPath(const std::string &profilePath);

/// Opens one cluster. Lives until the Manager that it gave is no longer used: it owns the demonstration cluster's handle.
class Opener : public QObject {
    Q_OBJECT
public:
    explicit Opener(Choice choice, QObject *parent = nullptr);
    ~Opener() override;
    /// Begins; ends with opened() or failed(), never at once.
    void start();
    /// The demonstration cluster; null when it is none. Valid after opened().
    Demo *demo() const;
    /// The lines to the agents, for host keys and passwords; it belongs to the Manager. Valid after opened().
    agentlink::LinkAgents *link() const;
    /// Logins that the person chose to remember. Valid after opened().
    Logins *logins() const;
    /// Passwords of fence devices; it belongs to the Manager. Valid after opened().
    SecretAgents *fenceSecrets() const;
    const std::string &path() const; ///< of the profile. Valid after opened()
    /// What was opened; moves out, once.
    std::unique_ptr<Manager> take();

signals:
    void progressed(const QString &line); ///< "starting the agents of the demonstration cluster"
    void opened();
    void failed(const protocol::Error &error);

private:
    void openProfile();
    void loaded(const Options &options, base::Result<std::shared_ptr<Loaded>> loaded);
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace manager
