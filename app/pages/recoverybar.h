// SPDX-License-Identifier: GPL-3.0-or-later
// The recovery of a target as it runs: who has come back, who is through, who was thrown out, and how long it may still take.
#pragma once
#include "app/charts/source.h"
#include "app/shell/desk.h"

#include <QTimer>
#include <QWidget>

class QLabel;

namespace pages {

/// From recovery_status; -1: there is no figure.
struct RecoveryNow {
    double clients = -1, connected = -1, completed = -1, evicted = -1, left = -1; ///< left: seconds
    bool known() const { return clients > 0; }
};
charts::Question recoveryQuestion(const std::string &target, charts::Ms now);
RecoveryNow recoveryOf(const charts::Answer &answer);
QString recoveryText(const RecoveryNow &now);
/// The word of recovery_status says that it goes on.
bool isRecovering(const inventory::Target &target);

class RecoveryBar final : public QWidget {
    Q_OBJECT
public:
    explicit RecoveryBar(shell::Desk &desk);
    void show(const inventory::Target &target); ///< hides itself while that target does not recover
    const RecoveryNow &now() const { return m_now; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void ask();
    shell::Desk &m_desk;
    std::string m_target;
    RecoveryNow m_now;
    QLabel *m_text;
    QTimer m_again;
    QObject *m_context = nullptr;
};

} // namespace pages
