// SPDX-License-Identifier: GPL-3.0-or-later
// What the configuration of a cluster is to be, against what it is. Private to plan; what decides is core/ha.
#pragma once
#include "core/inventory/hatypes.h"
#include "core/plan/objects.h"

namespace plan {

class HaPieces {
public:
    /// What corosync.conf of a member is: none, the wanted one, another one of the same cluster, or of no cluster that works.
    enum class Conf : std::uint8_t { None, Same, Other, Stray };
    /// `spec`: null for a cluster that others made.
    static Conf confOf(const Model &model, const ha::ClusterSpec *spec, Index server);
    /// The changes that make one object's part of the configuration as it is wanted; of a cluster, of fencing or of a resource. `cib`: null for none.
    static std::vector<ha::CibPatch> patches(const Model &model, const ha::ClusterSpec &spec, const ha::Cib *cib, const ObjectId &owner);
    /// The changes that take it out.
    static std::vector<ha::CibPatch> removals(const ha::Cib *cib, const ObjectId &owner);
    /// Whether the object's part can be made, or taken out (`out`): why not.
    static base::Result<void> possible(const Model &model, const ha::ClusterSpec &spec, const ha::Cib *cib, const ObjectId &owner, bool out);
    /// All members that may have to fence the server have the files with its devices' secrets.
    static bool hasSecrets(const Model &model, const ha::ClusterSpec &spec, const std::string &server);
    /// Names of the secrets of a server's fence devices.
    static std::vector<std::string> secretsOf(const ha::ClusterSpec &spec, const std::string &server);
    /// The primitive of a created resource with `is-managed=false`, and with `target-role=Stopped` when it is not to be started.
    static void restrain(std::vector<ha::CibPatch> &patches, bool stopped);
    static bool hasKey(const ha::ClusterSpec &spec) { return spec.crypto.cipher != "none" || spec.crypto.hash != "none"; }
};

} // namespace plan
