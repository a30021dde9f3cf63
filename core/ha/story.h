// SPDX-License-Identifier: GPL-3.0-or-later
// A failover told afterwards: what died, who fenced whom and when, where targets went, how long recovery took, who was evicted.
#pragma once
#include "core/inventory/haparse.h"

namespace ha {

/// What a cluster was like at a time; only those that differ from the one before need be given.
struct Snapshot {
    std::int64_t at = 0; ///< ms since the epoch, this workstation's clock
    std::shared_ptr<const ClusterStatus> status{};
};

/// The recovery of a target after it came up, from its recovery_status or its messages.
struct RecoveryFact {
    std::string target;  ///< as shown: "scratch-OST0003"
    std::string server;
    std::int64_t startedAt = 0, endedAt = 0; ///< ms; endedAt 0: it still runs
    int completed = -1, evicted = -1;        ///< clients; -1: not known
};

/// The agent of a server that was lost: what is known of the moment in which it died.
struct LastSign {
    std::string node;
    std::int64_t answeredAt = 0; ///< ms; the last answer that came from it
    std::int64_t brokenAt = 0;   ///< ms; when its line was found broken; 0: not known
};

struct StoryLine {
    std::int64_t at = 0; ///< ms
    std::string text;    ///< "oss2 had oss1 switched off (reboot), by chandelier-fence-1-oss1's device"
    bool bad = false;    ///< something that went wrong: fencing failed, clients were evicted
};

struct Story {
    std::string node;                    ///< who went away
    std::string title;                   ///< "oss1 died; 4 targets moved to oss2 in 6 s"
    /// ms; endedAt 0: it goes on. It ends when its targets are up elsewhere and it was fenced, went in order, or is back.
    std::int64_t startedAt = 0, endedAt = 0;
    bool deathKnown = false;             ///< startedAt is the last sign of it; else its peers missed it then, and it had died before
    std::int64_t upAt = 0;               ///< ms; when the last of `moved` came up; 0: none has
    std::vector<StoryLine> lines{};      ///< by time; its coming back is told even after the end
    std::vector<std::string> moved{}, lost{}; ///< resources that came up elsewhere; that have not come up
    bool fenced = false;
    bool unseen = false; ///< between two looks: how long it took is not known
};

struct StoryInput {
    std::vector<Snapshot> snapshots{};     ///< by time
    std::vector<TargetResource> targets{}; ///< names of resources for people
    std::vector<RecoveryFact> recoveries{};
    std::vector<LastSign> signs{};
};

/// All failovers in that time, oldest first. A node that was stopped in order, or put into standby, is told as such.
std::vector<Story> stories(const StoryInput &input);

} // namespace ha
