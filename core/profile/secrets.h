// SPDX-License-Identifier: GPL-3.0-or-later
// Where passwords and passphrases lie that the person chose to remember: in the desktop's keychain, or in memory where there is
// none. Never in a file of ours. The password of sudo is never given to this at all.
#pragma once
#include "core/base/result.h"

#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace profile {

/// Lives in one thread; answers come from its event loop, one for each request, unless `context` was destroyed before.
class Secrets : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    using Read = std::function<void(const base::Result<std::optional<std::string>> &)>; ///< nothing: there is no such entry
    using Done = std::function<void(const base::Result<void> &)>;

    virtual void read(const std::string &key, QObject *context, Read then) = 0;
    virtual void write(const std::string &key, const std::string &secret, QObject *context, Done then) = 0;
    /// Good as well when there is none.
    virtual void remove(const std::string &key, QObject *context, Done then) = 0;

    /// Whether what is written outlives this program. Known only after the first answer: until then it is hoped for.
    virtual bool lasting() const = 0;
    /// Why not, for a person; empty while lasting().
    virtual std::string reason() const = 0;

signals:
    void lastingChanged();
};

std::shared_ptr<Secrets> memorySecrets(const std::string &reason = "this program was told not to use a keychain");
/// The keychain of the desktop (Secret Service, KWallet). From the first failure on that says that there is none, memory.
std::shared_ptr<Secrets> openSecrets();
/// The first line of a file that is the person's own or root's and that nobody else may read; an empty one is an error. Blocks for the disk.
base::Result<std::string> readSecretFile(const std::string &path);
/// Wipes the bytes before they are given back to the heap.
void wipe(std::string &secret);

} // namespace profile
