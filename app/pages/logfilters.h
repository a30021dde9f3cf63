// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of the page of logs that say which lines are wanted.
#pragma once
#include "core/logs/filter.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace pages {

class LogFilters final : public QWidget {
    Q_OBJECT
public:
    LogFilters();
    logbook::Filter filter() const;
    QLineEdit *text() const { return m_text; }
    void setServers(const QStringList &names); ///< what is chosen stays while it is there
    /// All lines of this server (empty: of all), at any time; says nothing of it.
    void chooseServer(const QString &name);
    void setWrong(const QString &text);        ///< why the expression cannot be used; empty: it can
    /// Whether anything is left out.
    static bool narrows(const logbook::Filter &filter);

signals:
    void changed();

private:
    void makeFields();
    void fillChoices();
    QLineEdit *m_text, *m_unit;
    QPushButton *m_regular, *m_case;
    QComboBox *m_servers, *m_severity, *m_range;
    QCheckBox *m_lustre;
    QLabel *m_wrong;
};

} // namespace pages
