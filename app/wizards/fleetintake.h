// SPDX-License-Identifier: GPL-3.0-or-later
// fleet::Enrolment behind the dialog's interface; what it adds goes into the profile of an open cluster at once.
#pragma once
#include "app/wizards/intake.h"

namespace agentlink {
class LinkAgents;
}
namespace manager {
class Manager;
}

namespace wizards {

/// Both outlive it.
std::unique_ptr<Intake> fleetIntake(manager::Manager &manager, agentlink::LinkAgents &link, const fleet::Expectation &expectation, QObject *parent = nullptr);

} // namespace wizards
