// SPDX-License-Identifier: GPL-3.0-or-later
// What hosts wait for a person for, collected over all of them: unknown host keys, passwords or passphrases, sudo's password. Each
// panel is hidden while no host wants it.
#pragma once
#include "app/wizards/intake.h"

class QLineEdit;

namespace shell {
class TableView;
}

namespace wizards {

/// Unknown keys to accept one by one or all; keys that changed, with how to find out why.
class KeysPanel : public QWidget {
    Q_OBJECT
public:
    explicit KeysPanel(Intake &intake, QWidget *parent = nullptr);
    void refresh();

signals:
    void failed(const base::Error &error);

private:
    void accept(const std::vector<std::string> &servers);
    Intake &m_intake;
    QLabel *m_title, *m_where, *m_changed;
    QWidget *m_unknown;
    shell::TableView *m_table;
    QPushButton *m_chosen, *m_all;
};

/// A password for all hosts that want one; of jump hosts, for one after the other.
class SecretPanel : public QWidget {
    Q_OBJECT
public:
    enum class What : std::uint8_t { Jump, Login, Sudo };
    SecretPanel(Intake &intake, What what, QWidget *parent = nullptr);
    void refresh();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void give();
    std::vector<std::string> waiting();
    QString title(int count) const;
    Intake &m_intake;
    What m_what;
    QLabel *m_title;
    QLabel *m_hosts;
    QLineEdit *m_field;
    QPushButton *m_give;
    std::vector<std::string> m_servers;
    std::string m_hop; ///< of Jump
};

} // namespace wizards
