// SPDX-License-Identifier: GPL-3.0-or-later
// When the file systems of a cluster will be full, from the last month of their figures. Worked out anew twice an hour, while a page
// that shows it is open.
#pragma once
#include "app/charts/forecast.h"
#include "app/shell/desk.h"

#include <map>

namespace pages {

class Fullness final : public QObject {
    Q_OBJECT
public:
    Fullness(shell::Desk &desk, QObject *parent);
    struct Of {
        charts::Forecast space{}, inodes{};
        bool known = false; ///< false: it is being worked out, or nothing measures it
    };
    /// Asks when it is time to; changed() follows.
    void want(const inventory::ObjectId &filesystem);
    Of of(const inventory::ObjectId &filesystem) const;
    /// For people: the sooner of the two, with which it is.
    QString shortText(const inventory::ObjectId &filesystem) const;
    /// "Space in about 23 days (1.2 TiB a day), inodes not filling".
    QString longText(const inventory::FileSystem &filesystem) const;

signals:
    void changed();

private:
    struct Known {
        Of of;
        charts::Ms askedAt = 0, end = 0;
        bool asking = false;
    };
    shell::Desk &m_desk;
    std::map<inventory::ObjectId, Known> m_known;
};

} // namespace pages
