// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the dialogs about servers for an open cluster; each goes with it.
#pragma once
#include "app/wizards/intake.h"

#include <QObject>

class QWidget;

namespace shell {
class Desk;
class OpenCluster;
}
namespace inventory {
struct Server;
}

namespace wizards {

class AddServers;

AddServers *startAddServers(shell::OpenCluster &cluster, shell::Desk &desk, QWidget *window);
void startConnection(shell::OpenCluster &cluster, const std::string &server, QWidget *window);

/// Of a server as the World has it; null: it is not in it yet.
FirstWord firstWordOf(const inventory::Server *server);

/// What ~/.ssh/config says of a host, asked of ssh itself ("ssh -G"), without waiting; `then` is not called where there is no ssh.
void askSshHint(const std::string &host, QObject *context, std::function<void(const SshHint &)> then);
/// From the output of "ssh -G HOST" with the person's configuration and with none: what the configuration has changed.
SshHint sshHint(const QString &configured, const QString &plain);

} // namespace wizards
