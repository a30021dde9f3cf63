// SPDX-License-Identifier: GPL-3.0-or-later
// The only place where ObjectIds and target labels are put together and taken apart.
#pragma once
#include "core/inventory/world.h"

namespace inventory {

ObjectId serverId(const std::string &server);
ObjectId lnetId(const std::string &server);
ObjectId softwareId(const std::string &server);
ObjectId timeId(const std::string &server);
ObjectId firewallId(const std::string &server);
ObjectId servicesId(const std::string &server);
ObjectId targetId(const std::string &label);      ///< of a target in a file system, "scratch-OST0003"
ObjectId mgsId(const std::string &volume);        ///< of a separate MGS, whose label is not unique
ObjectId filesystemId(const std::string &name);
ObjectId corosyncId(const std::string &server);
ObjectId pacemakerId(const std::string &server);
ObjectId fencingId(const std::string &server);
ObjectId clusterId(const std::string &name);
ObjectId resourceId(const ObjectId &target);      ///< of a target under Pacemaker: "resource:scratch-OST0003"
ObjectId targetOfResource(const ObjectId &resource);
ObjectId clientId(const std::string &server, const std::string &mountpoint);

/// "scratch-OST001f"; Lustre writes indices as four lower-case hexadecimal digits.
std::string targetLabel(const std::string &fsname, bool mdt, int index);
/// A label as stored ("scratch:OST0000" never registered, "scratch=OST0000" writeconf pending) in its registered form.
std::string registeredLabel(const std::string &label);
/// What follows the first colon: "oss1" of "lnet:oss1".
std::string nameIn(const ObjectId &id);
bool isKind(const ObjectId &id, machine::Kind kind);

/// The server whose own object this is: of servers, LNets, software, time, firewalls, services, Corosync, Pacemaker, fencing and client mounts; empty for the others.
std::string serverIn(const ObjectId &id);

/// Where a target is mounted unless it says otherwise itself: /mnt/<label>.
std::string defaultMountpoint(const std::string &label);

} // namespace inventory
