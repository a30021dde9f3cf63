// SPDX-License-Identifier: GPL-3.0-or-later
// One check of one host: shape, title, what was found; when it is not well also why it matters, the remedy with a button that
// copies it, and a way to override it for a typed reason.
#pragma once
#include "core/fleet/preflight.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace wizards {

class CheckRow : public QWidget {
    Q_OBJECT
public:
    explicit CheckRow(QWidget *parent = nullptr);
    void set(const fleet::Check &check);
    const std::string &check() const { return m_check.id; }
    bool isTyping() const;
    void forget(); ///< another host is shown: what was typed was not for it

signals:
    void overrideWanted(const std::string &check, const std::string &reason);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showWords();
    void openReason(bool open);

    fleet::Check m_check;
    QLabel *m_title, *m_found, *m_why, *m_remedy, *m_overridden;
    QPushButton *m_copy, *m_override, *m_take;
    QWidget *m_remedyLine, *m_reasonLine;
    QLineEdit *m_reason;
};

} // namespace wizards
