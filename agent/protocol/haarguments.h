// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of the verbs about Corosync, Pacemaker, fencing and power; as arguments.h for the others.
#pragma once
#include "agent/protocol/json.h"
#include "agent/protocol/result.h"

#include <string>
#include <utility>
#include <vector>

namespace protocol {

inline constexpr const char *corosyncFile = "/etc/corosync/corosync.conf";
inline constexpr const char *authkeyFile = "/etc/corosync/authkey";
/// Nothing else loads LNet and Lustre on a server that was fenced and has booted, before a target is mounted there: until then the health agents
/// would call it ill, and no target would move to it. Read by systemd when it boots.
inline constexpr const char *lnetBeforePacemaker = "/etc/systemd/system/pacemaker.service.d/chandelier-lnet.conf";
/// Keeps a server that has just booted out of its cluster until the others have noticed for certain that it was gone: see bootSeconds.
inline constexpr const char *corosyncAtBoot = "/etc/systemd/system/corosync.service.d/chandelier-boot.conf";
inline constexpr const char *fenceSecrets = "/etc/chandelier/fence";
/// What is asked for the state of a cluster: everything that crm_mon has, once, as XML of Pacemaker 2.0.4 and later ...
std::vector<std::string> haStatusCommand();
/// Two packets, the words of iputils.
std::vector<std::string> pingCommand(const std::string &address);
/// ... and of those before, which refuse the options of the first.
std::vector<std::string> haOldStatusCommand();
/// Where the script is that gives a fence agent its password.
std::string fenceScript(const std::string &secretName);
/// The agent's parameter that takes this script. fence_ipmilan and its other names would give what password_script prints to ipmitool as an
/// argument, which is everybody's to read; so the script stands in for ipmitool there (ipmitool_path), and has it read the password from a file.
std::string scriptParameter(const std::string &agent, const std::string &otherwise = "password_script");

struct CorosyncArguments {
    std::string conf;          ///< the whole corosync.conf
    std::string keySum{};      ///< SHA-256 (hex) of the key that must be there; empty: any, or none
    bool key = false;          ///< the call brings the secret "authkey"
    bool reload = false;       ///< Corosync runs and is to take the new file (corosync-cfgtool -R)
    /// Corosync starts no sooner than this after boot; 0: at once. Who is back before its own fencing has been told to everybody is told of it
    /// as well, and Pacemaker stays down then (CRM_EX_FATAL).
    int bootSeconds = 0;
};

struct CibPatchArgument {
    std::string op;      ///< create, replace, modify, delete
    std::string section; ///< resources, constraints, crm_config, rsc_defaults, op_defaults, nodes, fencing-topology, tags, alerts, acls
    std::string xpath{}; ///< of delete and replace; else the element is found by the id in `xml`
    std::string xml{};
    std::string id{};    ///< of the element that `xml` begins with; empty where it has none
};

struct CibPatchArguments {
    std::vector<CibPatchArgument> patches{};
    std::vector<std::string> folders{}; ///< mount points that are made on the host that is asked: ocf:lustre:Lustre makes none
    std::string what{}; ///< whose settings they are: "resource scratch-OST0003"
};

struct FencingSecretArguments {
    std::string name;
    bool remove = false;
};

struct ResourceArguments {
    std::string resource{}, node{}; ///< empty where the verb allows it: all
    int timeoutSeconds = 600;
    bool keepBan = false, managed = true;
};

struct NodeArguments {
    std::string node;
    bool standby = false;
    std::string action{}; ///< of fence.node: off, on, reboot
    int timeoutSeconds = 600;
};

struct PowerArguments {
    std::string agent; ///< fence_ipmilan
    std::vector<std::pair<std::string, std::string>> parameters{}; ///< sorted by name; never a password
    std::string secretFile{}; ///< name of a fencing.secret; empty: the agent needs none, or
    std::string secretParameter{}; ///< the call brings the secret "password", and the agent wants it as this: "password", "passwd"
    std::string action;       ///< of power.state: status or list-status; of power.set: on, off, reboot
    /// The name of the files for the time of one call that brings the password of an agent which takes none; empty: it takes it, or needs none.
    std::string borrowedSecret() const;
    /// What the agent reads on standard input, a line each.
    std::string input(const std::string &action) const;
};

/// ha.state: addresses of other hosts that are to be reached from here, none without `ping`.
Result<std::vector<std::string>> pingArgument(const Json &args);
/// "fence_ipmilan" or "ocf:lustre:Lustre".
Result<std::string> agentArgument(const Json &args);
Result<CorosyncArguments> corosyncArguments(const Json &args);
Result<CibPatchArguments> cibPatchArguments(const Json &args);
Result<FencingSecretArguments> fencingSecretArguments(const Json &args);
/// `needs`: any of "resource", "node", "managed".
Result<ResourceArguments> resourceArguments(const Json &args, const std::vector<std::string> &needs);
Result<NodeArguments> standbyArguments(const Json &args);
Result<NodeArguments> fenceArguments(const Json &args);
Result<bool> maintenanceArgument(const Json &args);
Result<PowerArguments> powerArguments(const Json &args, bool change);

/// Of a fence agent's or cluster property's parameter: holds a password or the like (passwd, password, snmp_priv_passwd, token ...),
/// not the name of a script or file that does.
bool isSecretParameter(std::string_view name);

} // namespace protocol
