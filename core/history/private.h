// SPDX-License-Identifier: GPL-3.0-or-later
// What a History is made of. Internal to its own files.
#pragma once
#include "core/base/database.h"
#include "core/history/difference.h"
#include "core/history/history.h"

#include <QByteArray>
#include <unordered_map>

namespace history {

/// Figures of a server that change all the time, by target: what is worth a new entry is decided by them.
struct Filling {
    std::uint64_t bytesTotal = 0, bytesFree = 0, inodesTotal = 0, inodesFree = 0;
    std::int64_t clients = -1;
    friend bool operator==(const Filling &, const Filling &) = default;
};
using Fillings = std::map<std::string, Filling>;

/// A server, or what is wanted (its name is empty), as it was recorded last.
struct Subject {
    std::int64_t id = 0;
    std::shared_ptr<const void> looked{}; ///< the value that was looked at last: the same one has not changed
    QByteArray last{};                    ///< packed
    std::size_t lasting = 0;              ///< of what does not change all the time
    Fillings fillings{};
    std::int64_t at = 0, keyframeAt = 0;
    std::size_t keyframeBytes = 0, chainBytes = 0;
    int chain = 0;                        ///< changes since the keyframe
    int reach = 0;
};

struct History::Private {
    static constexpr int keyframe = 0, change = 1;                                ///< entry.kind
    static constexpr int notThere = 0, wasConnected = 1, wasLost = 2, wentAway = 3; ///< reach.state
    struct State {
        std::int64_t entry = 0;
        protocol::Json value;
        std::int64_t at = 0, keyframeAt = 0;
        std::size_t keyframeBytes = 0, chainBytes = 0;
        int chain = 0;
        std::int64_t keyframe = 0; ///< its entry
    };
    struct Answered {
        int state = notThere;
        std::string reason{};
        std::int64_t seen = 0;
    };

    std::unique_ptr<base::Database> db;
    Retention retention;
    std::map<std::string, Subject> subjects;
    Watch watch;
    std::int64_t session = 0, sessionEnd = 0, lastAt = 0;
    bool loaded = false;
    std::unordered_map<std::int64_t, std::pair<std::int64_t, std::shared_ptr<const protocol::HostInventory>>> inventories; ///< by subject, with the entry
    std::unordered_map<std::int64_t, State> walked; ///< by subject, the one that was read last: who goes on from there reads only what came since
    std::vector<std::int64_t> old; ///< subjects that upkeep has not come to
    std::int64_t cutoff = 0;

    base::Result<std::optional<State>> stateAt(std::int64_t subject, std::int64_t when);
    base::Result<Answered> reachAt(std::int64_t subject, std::int64_t when);
    base::Result<std::shared_ptr<const protocol::HostInventory>> inventoryAt(std::int64_t subject, std::int64_t when);
    base::Result<Span> blindAt(std::int64_t when);
    base::Result<void> readWanted(std::int64_t subject, Moment &moment);
    base::Result<void> readServer(std::int64_t subject, const std::string &name, Moment &moment);

    base::Result<void> load();
    base::Result<Subject *> subject(const std::string &name);
    base::Result<void> write(Subject &subject, std::int64_t now, const protocol::Json &value);
    base::Result<bool> recordServer(std::int64_t now, const inventory::HostReport &report);
    base::Result<bool> recordReach(std::int64_t now, Subject &subject, int state, const std::string &reason, std::int64_t seen);
    base::Result<bool> recordGone(std::int64_t now, const std::vector<inventory::HostReport> &reports);
    base::Result<bool> recordWanted(std::int64_t now, const std::shared_ptr<const inventory::Wanted> &wanted);
    base::Result<bool> recordAll(std::int64_t now, const std::vector<inventory::HostReport> &reports, const std::shared_ptr<const inventory::Wanted> &wanted,
        const inventory::World &world);
    base::Result<void> beginSession(std::int64_t now);
    base::Result<void> dropOld(std::int64_t subject);
    base::Result<std::int64_t> size();

    static QVariant number(std::int64_t value) { return QVariant::fromValue<qlonglong>(value); }
    static QString text(const std::string &utf8) { return QString::fromStdString(utf8); }
    static QByteArray pack(const protocol::Json &value);
    static base::Result<protocol::Json> unpack(const QByteArray &bytes);
};

} // namespace history
