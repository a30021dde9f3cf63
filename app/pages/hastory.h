// SPDX-License-Identifier: GPL-3.0-or-later
// The failovers of one cluster: what died, who fenced whom and when, where targets went, how long recovery took, who was evicted.
#pragma once
#include "app/models/hastory.h"
#include "app/pages/hapanels.h"

#include <QTimer>
#include <set>

namespace pages {

class StoryPanel final : public QWidget {
    Q_OBJECT
public:
    explicit StoryPanel(shell::Desk &desk);
    /// Asks for the stories of this cluster; also after it has changed.
    void show(const std::string &cluster);
    shell::TableView *stories() const { return m_stories->table(); }
    TablePanel *panel() const { return m_stories; }
    const std::vector<ha::Story> &told() const { return m_told; }

signals:
    void changed(); ///< told()

private:
    void ask();
    void take(const ha::StoryInput &input);
    void askClients();
    void refill();
    void showChosen();
    const ha::Story *chosen() const;

    shell::Desk &m_desk;
    std::string m_cluster;
    ha::StoryInput m_input;
    std::vector<ha::Story> m_told;
    TablePanel *m_stories;
    QLabel *m_title;
    shell::TableView *m_lines, *m_recoveries;
    QPushButton *m_copy;
    QObject *m_context = nullptr; ///< of what was asked about this cluster
    QTimer m_again;
    bool m_asking = false, m_wanted = false;
    std::string m_newest; ///< key of the last story: another one is shown as it begins
    std::set<std::pair<std::string, std::int64_t>> m_asked; ///< target and begin of recoveries whose clients were asked for
};

} // namespace pages
