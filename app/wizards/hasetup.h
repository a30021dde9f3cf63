// SPDX-License-Identifier: GPL-3.0-or-later
// High availability in steps: servers, rings, fencing, policies, targets, summary. Ends on the plan page. The same for a cluster that
// is there, without the steps that cannot be changed.
#pragma once
#include "app/shell/desk.h"
#include "app/shell/widgets.h"
#include "app/wizards/hadraft.h"
#include "app/wizards/stepdialog.h"

class QComboBox;

namespace wizards {

/// One step. All share the dialog's draft and say when they changed it.
class HaStep : public QWidget {
    Q_OBJECT
public:
    HaStep(HaDraft &draft, shell::Cluster &cluster) : m_draft(draft), m_cluster(cluster) { }
    virtual QString heading() const = 0;
    virtual void show() = 0; ///< the draft or the World may have changed; also called when the step is entered
    /// Beginnings of the fields whose problems must be solved before the next step.
    virtual std::vector<std::string> fields() const = 0;

signals:
    void changed();

protected:
    HaDraft &draft() const { return m_draft; }
    shell::Cluster &cluster() const { return m_cluster; }

private:
    HaDraft &m_draft;
    shell::Cluster &m_cluster;
};

class HaSetup final : public StepDialog {
    Q_OBJECT
public:
    /// `goal`: CreateCluster with what is proposed (or nothing), or ChangeCluster with what it is.
    HaSetup(shell::Desk &desk, const plan::Goal &goal, QWidget *parent);
    HaDraft &draft() { return m_draft; }
    void refresh() override; ///< after the draft was changed from outside, or a new World came

private:
    void addStep(HaStep *step);
    void finish() override;
    const inventory::SpecProblem *stopping(const std::vector<inventory::SpecProblem> &problems) const;

    shell::Desk &m_desk;
    HaDraft m_draft;
    std::vector<HaStep *> m_steps;
};

/// Text and data of one line of a box.
using BoxItem = std::pair<QString, QString>;
/// The box is filled anew only when something differs: a list that a person has open stays open while Worlds come.
void fillBox(QComboBox &box, const std::vector<BoxItem> &items);

HaStep *haServerStep(HaDraft &draft, shell::Cluster &cluster);
HaStep *haRingStep(HaDraft &draft, shell::Cluster &cluster);
HaStep *haFenceStep(HaDraft &draft, shell::Cluster &cluster);
HaStep *haPolicyStep(HaDraft &draft, shell::Cluster &cluster);
HaStep *haTargetStep(HaDraft &draft, shell::Cluster &cluster);
HaStep *haSummaryStep(HaDraft &draft, shell::Cluster &cluster);

} // namespace wizards
