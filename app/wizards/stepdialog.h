// SPDX-License-Identifier: GPL-3.0-or-later
// A dialog in steps that ends on the plan page: the steps at the left, the present one, what is still wrong, and the buttons below.
#pragma once
#include "app/shell/widgets.h"
#include "core/inventory/wanted.h"

#include <QDialog>

class QStackedWidget;
class QVBoxLayout;

namespace wizards {

class StepDialog : public QDialog {
    Q_OBJECT
public:
    virtual void refresh() = 0; ///< what the steps show may have changed, or another step is shown

protected:
    /// `name` begins the object names of its parts: "create" has "create.next".
    StepDialog(const QString &name, int railWidth, QWidget *parent);
    void addPage(QWidget *step, const QString &heading);
    void begin(); ///< all steps have been added: shows the first
    std::size_t at() const;
    /// What keeps this step from being left; null: nothing does.
    void setStopping(const inventory::SpecProblem *problem);
    void touched() { m_touched = true; }
    void fail(const base::Error &error); ///< the last step could not end
    virtual void finish() = 0;

private:
    void go(int step);

    QStackedWidget *m_stack;
    std::vector<QWidget *> m_steps;
    std::vector<QLabel *> m_marks;
    QWidget *m_rail;
    QVBoxLayout *m_names;
    QLabel *m_problem;
    QPushButton *m_back, *m_next;
    bool m_touched = false; ///< problems of fields that nobody touched yet are not shown in red
};

} // namespace wizards
