// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of the window program, as data.
#pragma once
#include "app/shell/theme.h"
#include "core/manager/opener.h"

#include <QStringList>
#include <variant>

namespace shell {

struct StartOptions {
    manager::Choice choice{};
    theme::Mode theme = theme::Mode::System;
    QString print{}; ///< not empty: print this and end
};

/// What is meant, or a sentence about what cannot be.
std::variant<StartOptions, QString> startOptions(const QStringList &arguments);

} // namespace shell
