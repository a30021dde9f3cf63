// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wizards/intake.h"

#include "app/wizards/rowwords.h"

#include <QTimer>
#include <algorithm>

namespace wizards {

const fleet::HostRow *Intake::row(const std::string &server) const
{
    const auto &all = rows();
    const auto at = std::find_if(all.begin(), all.end(), [&](const fleet::HostRow &r) { return r.entry.name == server; });
    return at == all.end() ? nullptr : &*at;
}

void Intake::retire()
{
    cancel();
    connect(this, &Intake::rowChanged, this, &Intake::goWhenIdle);
    goWhenIdle();
}

void Intake::goWhenIdle()
{
    if (std::none_of(rows().begin(), rows().end(), isDelivering))
        deleteLater();
}

} // namespace wizards
