// SPDX-License-Identifier: GPL-3.0-or-later
// A new file system, or more targets for one, in steps: name and MGS, volumes, options, summary. Ends on the plan page.
#pragma once
#include "app/shell/desk.h"
#include "app/shell/widgets.h"
#include "app/wizards/draft.h"
#include "app/wizards/stepdialog.h"

namespace wizards {

/// One step. All share the dialog's draft and say when they changed it.
class Step : public QWidget {
    Q_OBJECT
public:
    Step(Draft &draft, const shell::Cluster &cluster) : m_draft(draft), m_cluster(cluster) { }
    virtual QString heading() const = 0;
    virtual void show(const std::vector<inventory::SpecProblem> &problems) = 0; ///< also called when the step is entered
    /// What of `problems` must be solved before the next step.
    virtual bool concerns(const inventory::SpecProblem &problem) const = 0;

signals:
    void changed();

protected:
    Draft &draft() const { return m_draft; }
    const shell::Cluster &cluster() const { return m_cluster; }

private:
    Draft &m_draft;
    const shell::Cluster &m_cluster;
};

class Create final : public StepDialog {
    Q_OBJECT
public:
    /// `goal` says whether targets are added (and to what); `volumes` are taken as OSTs to begin with.
    Create(shell::Desk &desk, const plan::Goal &goal, const std::vector<std::string> &volumes, QWidget *parent);
    Draft &draft() { return m_draft; }
    void refresh() override; ///< after the draft was changed from outside, or a new World came

private:
    void addStep(Step *step);
    void finish() override;

    shell::Desk &m_desk;
    Draft m_draft;
    std::vector<Step *> m_steps;
};

Step *nameStep(Draft &draft, const shell::Cluster &cluster);
Step *volumeStep(Draft &draft, const shell::Cluster &cluster);
Step *optionStep(Draft &draft, const shell::Cluster &cluster);
Step *summaryStep(Draft &draft, const shell::Cluster &cluster);

} // namespace wizards
