// SPDX-License-Identifier: GPL-3.0-or-later
// What must change in a cluster's configuration so that it has the wanted pieces, and nothing else changes.
#pragma once
#include "core/ha/wanted.h"

namespace ha {

/// Minimal patches for one owner ("cluster:NAME", "fencing:SERVER", "resource:LABEL"), or for all when `owner` is empty. Equal values in
/// another order or spelling ("yes" and "true", "20min" and "1200s") are equal. Values that somebody changed by hand in our pieces come
/// as patches with `drift`. What runs is no configuration: target-role, is-managed, maintenance and the marks of crm_resource --move are
/// left alone. Pieces with a problem are left out. What must not be without the other for a moment, a fence device and where it must
/// not run, is one "modify" of "configuration": its XML is that element, with both sections in it.
std::vector<CibPatch> difference(const Cib &real, const CibPieces &wanted, const std::string &owner = {});

/// Takes everything out that belongs to an owner: what binds it first, then itself. Cluster options stay. `server` of "fencing:SERVER" and
/// the target of "resource:LABEL" are in the owner.
std::vector<CibPatch> removal(const Cib &real, const std::string &owner);

/// Constraints, levels and tags of others that name something of this owner: Pacemaker keeps it from being deleted until they are gone.
std::vector<CibUnknown> bindings(const Cib &real, const std::string &owner);
/// Resources, constraints, levels, tags and whatever else is not ours: it is shown and never touched.
std::vector<CibUnknown> foreign(const Cib &real);

/// Does to a <configuration> what cibadmin does with a patch: for previews and tests. An error says what is not there.
Result<void> apply(const CibPatch &patch, Element &configuration);

} // namespace ha
