// SPDX-License-Identifier: GPL-3.0-or-later
// One host in detail: what it waits for or what went wrong, then a row a check. Rows stay while their check stays, so that a reason
// being typed is not lost when the host is looked at again.
#pragma once
#include "app/wizards/rowwords.h"

#include <QWidget>

class QPlainTextEdit;
class QVBoxLayout;

namespace shell {
class BadgeLabel;
class ElidedLabel;
class Notice;
}

namespace wizards {

class CheckRow;

class CheckRows : public QWidget {
    Q_OBJECT
public:
    explicit CheckRows(QWidget *parent = nullptr);
    void show(const fleet::HostRow *row); ///< null: none is chosen
    std::string server() const { return m_server; }
    bool isTyping() const; ///< a reason is begun that would be lost

signals:
    void againWanted(const std::string &server);
    void removeWanted(const std::string &server);
    void overrideWanted(const std::string &server, const std::string &check, const std::string &reason);

private:
    void showError(const fleet::HostRow &row);
    void showChecks(const fleet::HostRow &row);

    std::string m_server;
    shell::ElidedLabel *m_title;
    shell::BadgeLabel *m_badge;
    QLabel *m_facts;
    shell::Notice *m_notice;
    QPushButton *m_again, *m_remove, *m_log;
    QPlainTextEdit *m_logBox;
    QVBoxLayout *m_rows;
    std::vector<CheckRow *> m_checks;
};

} // namespace wizards
