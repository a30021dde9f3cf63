// SPDX-License-Identifier: GPL-3.0-or-later
// What is run for Corosync, Pacemaker, fencing and power. Only their own tools, with options that Pacemaker 1.1, 2.x and 3 all have.
#include "agent/protocol/haarguments.h"
#include "agent/protocol/operationparts.h"
#include "agent/protocol/secrets.h"

#include <algorithm>

namespace protocol {
namespace {

using namespace parts;

Operation secretFile(std::string path, const std::string &secret, int mode)
{
    Operation operation = file(What::WriteFile, std::move(path), secretShown(secret));
    operation.secret = secret;
    operation.mode = mode;
    return operation;
}

/// A failure is none of Pacemaker's business; what LNet is to be like stands in modprobe's files.
constexpr const char *lnetAtBoot = "# Written by Chandelier: LNet is up, and Lustre can say how it is, before Pacemaker asks whether this server is well.\n[Service]\n"
                                   "ExecStartPre=-/sbin/modprobe lnet\nExecStartPre=-/usr/sbin/lnetctl lnet configure --all\nExecStartPre=-/sbin/modprobe ptlrpc\n";

/// The age of the first process is that of the host, in a container too, where /proc/uptime is the machine's.
std::string joinsLater(int seconds)
{
    const std::string wait = std::to_string(seconds);
    return "# Written by Chandelier: a server that was fenced and is back before the others have noticed would hear of its own fencing, and Pacemaker\n"
           "# would stay down. Corosync joins " + wait + " s after boot at the earliest.\n[Service]\nTimeoutStartSec=" + std::to_string(seconds + 90)
           + "\nExecStartPre=-/bin/sh -c 'on=$$(ps -o etimes= -p 1) && [ $$on -lt " + wait + " ] && sleep $$((" + wait + " - on))'\n";
}

Operation withMode(Operation operation, int mode)
{
    operation.mode = mode;
    return operation;
}

void addDropIn(Operations &all, const std::string &path, const std::string &text)
{
    all.push_back(file(What::MakeDirectory, path.substr(0, path.rfind('/'))));
    all.push_back(withMode(file(What::WriteFile, path, text), 0644));
}

Operation cluster(Why why)
{
    return run(why, haStatusCommand());
}

Result<Operations> stateOperations(const Json &args)
{
    const auto addresses = pingArgument(args);
    if (!addresses)
        return addresses.error();
    Operations all{cluster(Why::Check), run(Why::Check, {"corosync-cfgtool", "-s"}), run(Why::Check, {"corosync-quorumtool", "-s"}),
                   run(Why::Check, {"cibadmin", "--query"})};
    for (const std::string &address : *addresses)
        all.push_back(run(Why::Check, pingCommand(address)));
    return all;
}

Result<Operations> metadataOperations(const Json &args)
{
    const Result<std::string> agent = agentArgument(args);
    if (!agent)
        return agent.error();
    if (agent->compare(0, 4, "ocf:") == 0)
        return Operations{run(Why::Check, {"crm_resource", "--show-metadata", *agent})};
    return Operations{run(Why::Check, {*agent, "-o", "metadata"})};
}

Result<Operations> configureOperations(const Json &args)
{
    const Result<CorosyncArguments> corosync = corosyncArguments(args);
    if (!corosync)
        return corosync.error();
    Operations all{run(Why::Check, {"corosync-cfgtool", "-s"}), file(What::MakeDirectory, "/etc/corosync"), file(What::KeepFile, corosyncFile),
                   withMode(file(What::WriteFile, corosyncFile, corosync->conf), 0644)};
    if (corosync->key)
        all.push_back(secretFile(authkeyFile, "authkey", 0400));
    addDropIn(all, lnetBeforePacemaker, lnetAtBoot);
    if (corosync->bootSeconds > 0)
        addDropIn(all, corosyncAtBoot, joinsLater(corosync->bootSeconds));
    if (corosync->reload)
        all.push_back(run(Why::Change, {"corosync-cfgtool", "-R"}));
    return all;
}

Operations unconfigureOperations()
{
    // An old CIB would come along into the next cluster, and a node that has only backups of one takes the newest of them.
    return {run(Why::Check, {"corosync-cfgtool", "-s"}), file(What::KeepFile, corosyncFile), file(What::RemoveFile, corosyncFile), file(What::RemoveFile, authkeyFile),
            file(What::RemoveFile, lnetBeforePacemaker), file(What::RemoveFile, corosyncAtBoot), file(What::RemoveFile, "/var/lib/pacemaker/cib/cib*")};
}

void addPatch(Operations &all, const CibPatchArgument &patch)
{
    if (patch.op == "create")
        all.push_back(run(Why::Check, {"cibadmin", "--query", "--xpath", "//configuration//*[@id='" + patch.id + "']"}));
    // Seen on Pacemaker 2.1.5: --create into one of the sections that a new CIB does not have ends with "Invalid argument"; --modify
    // with --allow-create makes the section as well.
    static const Words always{"resources", "constraints", "crm_config", "nodes", "configuration"};
    const bool section = std::find(always.begin(), always.end(), patch.section) != always.end();
    Words words{"cibadmin", "--" + (patch.op == "create" && !section ? "modify" : patch.op)};
    if (words.back() == "--modify" && (!section || patch.section == "crm_config"))
        words.emplace_back("--allow-create");
    if (!patch.xpath.empty())
        words.insert(words.end(), {"--xpath", patch.xpath});
    else
        words.insert(words.end(), {"-o", patch.section});
    if (!patch.xml.empty())
        words.insert(words.end(), {"-X", patch.xml});
    all.push_back(run(Why::Change, std::move(words)));
}

Result<Operations> patchOperations(const Json &args)
{
    const Result<CibPatchArguments> patches = cibPatchArguments(args);
    if (!patches)
        return patches.error();
    Operations all;
    for (const std::string &folder : patches->folders)
        all.push_back(file(What::MakeDirectory, folder));
    if (patches->patches.empty())
        return all;
    // What was wrong before is not this change's fault.
    all.push_back(run(Why::Check, {"crm_verify", "--live-check", "-V"}));
    for (const CibPatchArgument &patch : patches->patches)
        addPatch(all, patch);
    all.push_back(run(Why::Verify, {"crm_verify", "--live-check", "-V"}));
    return all;
}

/// With arguments it is called in ipmitool's place, with an empty password behind -P. The file is read by ipmitool itself.
std::string scriptText(const std::string &secretPath)
{
    return "#!/bin/sh\n# Written by Chandelier: gives a fence agent its password (password_script), or ipmitool in its place (ipmitool_path).\n"
           "[ $# -gt 0 ] || exec cat " + secretPath + "\nskip=\nfor word; do\n    shift\n    if [ -n \"$skip\" ]; then skip=; elif [ \"$word\" = -P ]; then skip=1; else set -- \"$@\" \"$word\"; fi\ndone\n"
           "exec ipmitool -f " + secretPath + " \"$@\"\n";
}

Operations filesOfSecret(const std::string &name)
{
    const std::string path = std::string(fenceSecrets) + "/" + name + ".secret";
    return {withMode(file(What::MakeDirectory, fenceSecrets), 0700), secretFile(path, "password", 0600), withMode(file(What::WriteFile, fenceScript(name), scriptText(path)), 0700)};
}

Operations withoutSecret(const std::string &name)
{
    return {file(What::RemoveFile, fenceScript(name)), file(What::RemoveFile, std::string(fenceSecrets) + "/" + name + ".secret")};
}

Result<Operations> secretOperations(const Json &args)
{
    const Result<FencingSecretArguments> secret = fencingSecretArguments(args);
    if (!secret)
        return secret.error();
    return secret->remove ? withoutSecret(secret->name) : filesOfSecret(secret->name);
}

Words metaAttribute(const std::string &resource, const char *name, const char *value)
{
    if (!value)
        return {"crm_resource", "--resource", resource, "--meta", "--delete-parameter", name};
    return {"crm_resource", "--resource", resource, "--meta", "--set-parameter", name, "--parameter-value", value};
}

Result<Operations> roleOperations(const Json &args, const char *role)
{
    const Result<ResourceArguments> resource = resourceArguments(args, {"resource"});
    if (!resource)
        return resource.error();
    return Operations{cluster(Why::Check), run(Why::Change, metaAttribute(resource->resource, "target-role", role)), cluster(Why::Verify)};
}

Result<Operations> moveOperations(const Json &args)
{
    const Result<ResourceArguments> resource = resourceArguments(args, {"resource", "node"});
    if (!resource)
        return resource.error();
    Operations all{cluster(Why::Check), run(Why::Change, {"crm_resource", "--resource", resource->resource, "--move", "--node", resource->node}),
                   cluster(Why::Verify)};
    if (!resource->keepBan)
        all.push_back(run(Why::Change, {"crm_resource", "--resource", resource->resource, "--clear"}));
    return all;
}

Result<Operations> resourceOperations(Verb verb, const Json &args)
{
    const bool manages = verb == Verb::ResourceManage, cleans = verb == Verb::ResourceCleanup;
    const Result<ResourceArguments> resource = resourceArguments(args, manages ? Words{"resource", "managed"} : cleans ? Words{} : Words{"resource"});
    if (!resource)
        return resource.error();
    if (manages)
        return Operations{run(Why::Change, metaAttribute(resource->resource, "is-managed", resource->managed ? nullptr : "false"))};
    if (!cleans)
        return Operations{run(Why::Change, {"crm_resource", "--resource", resource->resource, "--clear"})};
    // A resource that is not configured any more is forgotten whole, not only its failures: Pacemaker would stop it.
    Words words{"crm_resource", flagOf(args, "refresh") ? "--refresh" : "--cleanup"};
    if (!resource->resource.empty())
        words.insert(words.end(), {"--resource", resource->resource});
    if (!resource->node.empty())
        words.insert(words.end(), {"--node", resource->node});
    return Operations{run(Why::Change, std::move(words))};
}

Result<Operations> standbyOperations(const Json &args)
{
    const Result<NodeArguments> node = standbyArguments(args);
    if (!node)
        return node.error();
    Words words{"crm_attribute", "--type", "nodes", "--node", node->node, "--name", "standby"};
    if (node->standby)
        words.insert(words.end(), {"--update", "on"});
    else
        words.emplace_back("--delete");
    return Operations{cluster(Why::Check), run(Why::Change, std::move(words)), cluster(Why::Verify)};
}

Result<Operations> maintenanceOperations(const Json &args)
{
    const Result<bool> on = maintenanceArgument(args);
    if (!on)
        return on.error();
    Words words{"crm_attribute", "--type", "crm_config", "--name", "maintenance-mode"};
    if (*on)
        words.insert(words.end(), {"--update", "true"});
    else
        words.emplace_back("--delete");
    return Operations{run(Why::Change, std::move(words))};
}

Result<Operations> fenceOperations(const Json &args)
{
    const Result<NodeArguments> node = fenceArguments(args);
    if (!node)
        return node.error();
    // stonith_admin's word for "off" is the cluster's own for it, and "on" is the opposite of that.
    const char *option = node->action == "off" ? "--fence" : node->action == "on" ? "--unfence" : "--reboot";
    return Operations{run(Why::Change, {"stonith_admin", option, node->node, "--timeout", std::to_string(node->timeoutSeconds)})};
}

Result<Operations> powerOperations(const Json &args, bool change)
{
    const Result<PowerArguments> power = powerArguments(args, change);
    if (!power)
        return power.error();
    const std::string borrowed = power->borrowedSecret();
    Operations all = borrowed.empty() ? Operations() : filesOfSecret(borrowed);
    if (change) {
        all.push_back(run(Why::Change, {power->agent}));
        all.back().input = power->input(power->action);
    }
    all.push_back(run(change ? Why::Verify : Why::Check, {power->agent}));
    all.back().input = power->input(change ? "status" : power->action);
    if (!borrowed.empty())
        for (Operation &operation : withoutSecret(borrowed))
            all.push_back(std::move(operation));
    return all;
}

} // namespace

Result<Operations> haOperations(Verb verb, const Json &args)
{
    switch (verb) {
    case Verb::HaState: return stateOperations(args);
    case Verb::HaMetadata: return metadataOperations(args);
    case Verb::HaVerify: return Operations{run(Why::Check, {"crm_verify", "--live-check", "-V"})};
    // Without -l an old corosync-keygen waits for somebody to type; new ones take it and do not need it.
    case Verb::CorosyncKeygen: return Operations{run(Why::Change, {"corosync-keygen", "-l"})};
    case Verb::CorosyncConfigure: return configureOperations(args);
    case Verb::CorosyncUnconfigure: return unconfigureOperations();
    case Verb::CorosyncStart:
        return Operations{run(Why::Check, {"corosync", "-t"}), run(Why::Change, {"systemctl", "enable", "--now", "--quiet", "corosync.service"}),
                          run(Why::Verify, {"corosync-quorumtool", "-s"})};
    case Verb::CorosyncStop: return Operations{cluster(Why::Check), run(Why::Change, {"systemctl", "disable", "--now", "--quiet", "corosync.service"})};
    case Verb::PacemakerStart: return Operations{run(Why::Change, {"systemctl", "enable", "--now", "--quiet", "pacemaker.service"}), cluster(Why::Verify)};
    case Verb::PacemakerStop: return Operations{run(Why::Change, {"systemctl", "disable", "--now", "--quiet", "pacemaker.service"})};
    case Verb::CibPatch: return patchOperations(args);
    case Verb::FencingSecret: return secretOperations(args);
    case Verb::ResourceStart: return roleOperations(args, "Started");
    case Verb::ResourceStop: return roleOperations(args, "Stopped");
    case Verb::ResourceMove: return moveOperations(args);
    case Verb::ResourceManage:
    case Verb::ResourceCleanup:
    case Verb::ResourceUnban: return resourceOperations(verb, args);
    case Verb::NodeStandby: return standbyOperations(args);
    case Verb::ClusterMaintenance: return maintenanceOperations(args);
    case Verb::FenceNode: return fenceOperations(args);
    case Verb::PowerState:
    case Verb::PowerSet: return powerOperations(args, verb == Verb::PowerSet);
    default: return Operations{};
    }
}

} // namespace protocol
