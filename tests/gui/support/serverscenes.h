// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs about servers in the states that a person should look at.
#pragma once
#include "tests/gui/support/madeupintake.h"

#include <QWidget>
#include <vector>

namespace madeup {

using Scene = std::pair<QString, std::function<QWidget *()>>;

std::vector<Scene> serverScenes(QWidget &window);
std::vector<Scene> serverDialogs(QWidget &window, ServerSide &servers);
shell::ServerLine lostLine();

} // namespace madeup
