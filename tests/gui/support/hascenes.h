// SPDX-License-Identifier: GPL-3.0-or-later
// Scenes of the gallery about high availability.
#pragma once
#include "app/shell/mainwindow.h"
#include "tests/gui/support/madeupsource.h"

#include <functional>
#include <utility>
#include <vector>

namespace madeup {

/// Each opens its cluster itself; `figures` outlives the window.
std::vector<std::pair<QString, std::function<QWidget *()>>> haScenes(shell::MainWindow &window, Source &figures);

} // namespace madeup
