// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the targets of a cluster could fail over, found out beside the window's thread for whoever shows it.
#pragma once
#include "app/models/ha.h"
#include "app/shell/desk.h"

namespace pages {

class Readiness final : public QObject {
    Q_OBJECT
public:
    Readiness(shell::Desk &desk, QObject *parent);
    /// For the World that is shown now; ends with changed(), unless it is known already.
    void want();
    void find(); ///< the same at once
    bool known() const { return m_known; }
    const ha::Readiness &value() const { return m_value; } ///< of the last World that was asked for

signals:
    void changed();

private:
    std::int64_t now() const;
    shell::Desk &m_desk;
    ha::Readiness m_value;
    inventory::World m_of;
    std::map<std::string, std::int64_t> m_proven;
    bool m_known = false, m_thinking = false, m_again = false;
};

} // namespace pages
