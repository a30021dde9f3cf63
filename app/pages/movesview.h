// SPDX-License-Identifier: GPL-3.0-or-later
// The moves of a plan as a tree, and all about the chosen one. The plan page and the job page are made of these two.
#pragma once
#include "app/models/moves.h"
#include "app/shell/widgets.h"

#include <QTreeView>

class QPlainTextEdit;

namespace pages {

class MovesView : public QTreeView {
    Q_OBJECT
public:
    explicit MovesView(const QString &objectName, models::Moves *model);
    void choose(int move);
    int chosen() const;       ///< -1: a group or nothing

signals:
    void moveChosen(int move);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    models::Moves *m_moves;
};

class MoveDetail : public QWidget {
    Q_OBJECT
public:
    explicit MoveDetail(const QString &objectName);
    void setPlan(const plan::Plan &plan);
    /// `run`: null while it is a plan only.
    void show(int move, const jobs::MoveRun *run);
    QString commands() const;

signals:
    void moveWanted(int move);

private:
    void showFacts(const plan::Move &move, const jobs::MoveRun *run);

    plan::Plan m_plan;
    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    shell::Facts *m_facts;
    shell::Notice *m_error;
    QLabel *m_heading, *m_line;
    QPlainTextEdit *m_text;
};

/// The command lines of a move as a terminal would show them; checks are marked as changing nothing.
QString commandText(const plan::Move &move);
/// What was run and what came back: of a failed step its errors first.
QString transcriptText(const plan::Move &move, const jobs::MoveRun &run);

} // namespace pages
