// SPDX-License-Identifier: GPL-3.0-or-later
// Plans, runs and follows: the part of chandelierctl that changes something.
#pragma once
#include "app/cli/arguments.h"
#include "core/manager/manager.h"

#include <QObject>
#include <functional>

namespace cli {

enum ExitCode { Done = 0, Failed = 1, WrongUse = 2, NeedsConfirmation = 3 };

/// Where texts go; replaced by tests. Both take whole texts with their line ends.
struct Output {
    std::function<void(const std::string &)> out, err;
};
Output terminal();

/// What the person has said beforehand: the name typed for a data-losing plan and the hosts said to be off.
struct Consent {
    std::string name{};
    std::vector<std::string> off{};
};

/// Prints the plan; what a run of it would still need is printed too.
void showPlan(const plan::Plan &plan, bool json, const Output &output);
/// Empty when `consent` has all that the plan wants, else a text that says what to add to the command line.
std::string consentMissing(const plan::Plan &plan, const Consent &consent);

/// Follows a job, printing a line for each change, and calls `then` once with whether it ended well. Owned by its parent.
class Follower : public QObject {
    Q_OBJECT
public:
    Follower(manager::Manager &manager, jobs::JobId id, bool json, Output output, std::function<void(bool)> then, QObject *parent);

private:
    void look();
    void finish();
    void printMove(const jobs::Job &job, std::size_t index);
    void end(const jobs::Job &job);

    manager::Manager &m_manager;
    jobs::JobId m_id;
    bool m_json;
    Output m_output;
    std::function<void(bool)> m_then;
    std::vector<jobs::JobState> m_shown{};
    std::string m_waiting{};
};

} // namespace cli
