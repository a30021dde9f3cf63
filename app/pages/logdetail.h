// SPDX-License-Identifier: GPL-3.0-or-later
// One line of a log: all of it, its fields, and what it means where that is known.
#pragma once
#include "app/shell/desk.h"
#include "core/logs/explain.h"
#include "core/logs/line.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace shell {
class Facts;
}

namespace pages {

class LogDetail final : public QWidget {
    Q_OBJECT
public:
    explicit LogDetail(shell::Desk &desk);
    void show(const logbook::Line &line);
    /// NIDs of the servers that the World knows, and of clients that are mounted on them.
    static std::map<std::string, std::string> namesOf(const inventory::World &world);

private:
    shell::Desk &m_desk;
    logbook::Catalogue m_catalogue;
    QLabel *m_title, *m_meaning;
    QPlainTextEdit *m_text;
    shell::Facts *m_facts;
};

} // namespace pages
