// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/protocol/operations.h"

#include "agent/protocol/arguments.h"
#include "agent/protocol/logs.h"
#include "agent/protocol/metrics.h"
#include "agent/protocol/operationparts.h"

namespace protocol {
namespace {

using namespace parts;

constexpr const char *lnetFile = "/etc/modprobe.d/chandelier-lnet.conf";
// PATH is missing here on purpose: lsblk has it from 2.33 on, RHEL 8 has 2.32. -p gives paths everywhere.
constexpr const char *lsblkColumns = "NAME,KNAME,PKNAME,TYPE,SIZE,RO,ROTA,SERIAL,WWN,MODEL,TRAN,MOUNTPOINT,FSTYPE,LABEL,UUID";

Words lsblk(const std::string &device)
{
    Words words{"lsblk", "-J", "-b", "-p", "-o", lsblkColumns};
    if (!device.empty())
        words.push_back(device);
    return words;
}

/// What says what a target's device holds: three tools, because each of them overlooks something (blkid calls every
/// ldiskfs "ext4", tunefs.lustre with a foreign libext2fs finds no MDT, lsblk shows the udev database's memory of it).
void addLooks(Operations &all, const TargetArguments &target)
{
    all.push_back(run(Why::Check, {"blkid", "-p", "-o", "export", target.device.path}));
    all.push_back(run(Why::Check, lsblk(target.device.path)));
    if (!target.zfs)
        all.push_back(run(Why::Check, {"tunefs.lustre", "--dryrun", target.device.path}));
}

Operation showTarget(Why why, const TargetArguments &target)
{
    if (target.zfs)
        return run(why, {"zfs", "get", "-H", "-o", "property,value", "all", target.device.dataset});
    return run(why, {"tunefs.lustre", "--dryrun", target.device.path});
}

void addImport(Operations &all, const TargetArguments &target)
{
    if (!target.zfs)
        return;
    all.push_back(run(Why::Check, {"zpool", "list", "-H", "-o", "name"}));
    all.push_back(run(Why::Change, {"zpool", "import", "-o", "cachefile=none", target.device.pool}));
}

void addNodes(Words &words, const char *option, const std::vector<std::string> &nodes)
{
    for (const std::string &node : nodes)
        words.push_back(option + node);
}

std::string mkfsOptions(const FormatArguments &format)
{
    std::string options = format.mkfsoptions;
    const auto add = [&options](const std::string &word) { options += (options.empty() ? "" : " ") + word; };
    if (format.target.zfs)
        return options;
    const std::uint64_t bytes = format.deviceSizeKiB ? format.deviceSizeKiB << 10 : format.target.device.size;
    const std::uint64_t journal = format.journalMiB ? format.journalMiB : journalMiB(format.target.mdt, format.target.ost, bytes);
    if (journal && options.find("-J") == std::string::npos)
        add("-J size=" + std::to_string(journal));
    if (format.inodeSize)
        add("-I " + std::to_string(format.inodeSize));
    if (format.bytesPerInode)
        add("-i " + std::to_string(format.bytesPerInode));
    if (format.inodeCount)
        add("-N " + std::to_string(format.inodeCount));
    return options;
}

Words mkfsKind(const FormatArguments &format)
{
    const TargetArguments &target = format.target;
    Words words{"mkfs.lustre"};
    for (const auto &[is, option] : {std::pair{target.mgs, "--mgs"}, {target.mdt, "--mdt"}, {target.ost, "--ost"}})
        if (is)
            words.emplace_back(option);
    if (!target.fsname.empty())
        words.push_back("--fsname=" + target.fsname);
    if (target.index >= 0)
        words.push_back("--index=" + std::to_string(target.index));
    if (target.zfs)
        words.emplace_back("--backfstype=zfs");
    return words;
}

Words mkfsLine(const FormatArguments &format)
{
    Words words = mkfsKind(format);
    const auto option = [&words](const char *name, const std::string &value) {
        if (!value.empty() && value != "0")
            words.push_back(std::string(name) + value);
    };
    addNodes(words, "--mgsnode=", format.mgsnodes);
    addNodes(words, "--servicenode=", format.servicenodes);
    addNodes(words, "--failnode=", format.failnodes);
    option("--network=", format.network);
    for (const auto &[key, value] : format.params)
        words.push_back("--param=" + key + "=" + value);
    option("--comment=", format.comment);
    option("--mountfsoptions=", format.mountfsoptions);
    option("--mkfsoptions=", mkfsOptions(format));
    option("--device-size=", std::to_string(format.deviceSizeKiB));
    option("--stripe-count-hint=", std::to_string(format.stripeCountHint));
    for (const auto &[is, flag] : {std::pair{format.iamDir, "--iam-dir"}, {!format.reformat.empty(), "--reformat"},
                                   {format.verbose, "--verbose"}, {format.quiet, "--quiet"}})
        if (is)
            words.emplace_back(flag);
    words.push_back(format.target.storage());
    return words;
}

Words poolLine(const FormatArguments &format)
{
    const DeviceArgument &device = format.target.device;
    Words words{"zpool", "create"};
    if (!format.reformat.empty())
        words.emplace_back("-f");
    for (const char *word : {"-O", "canmount=off", "-o", "cachefile=none"})
        words.emplace_back(word);
    words.push_back(device.pool);
    words.push_back(device.path);
    return words;
}

Result<Operations> formatOperations(const Json &args)
{
    const Result<FormatArguments> format = formatArguments(args);
    if (!format)
        return format.error();
    Operations all;
    addLooks(all, format->target);
    if (format->target.zfs) {
        all.push_back(run(Why::Check, {"zpool", "list", "-H", "-o", "name"}));
        all.push_back(run(Why::Change, poolLine(*format)));
    }
    all.push_back(run(Why::Change, mkfsLine(*format)));
    all.push_back(showTarget(Why::Verify, format->target));
    return all;
}

Result<Operations> registerOperations(const Json &args)
{
    const Result<TargetArguments> target = targetArguments(args, {"label", "device", "mountpoint", "kinds"});
    if (!target)
        return target.error();
    Operations all;
    addImport(all, *target);
    all.push_back(showTarget(Why::Check, *target));
    all.push_back(file(What::MakeDirectory, target->mountpoint));
    all.push_back(run(Why::Change, {"mount", "-t", "lustre", target->storage(), target->mountpoint}));
    all.push_back(run(Why::Change, {"umount", target->mountpoint}));
    all.push_back(showTarget(Why::Verify, *target));
    return all;
}

Result<Operations> mountOperations(const Json &args)
{
    const Result<MountArguments> mount = mountArguments(args);
    if (!mount)
        return mount.error();
    const TargetArguments &target = mount->target;
    Operations all;
    if (mount->needsMmp() && !target.zfs)
        all.push_back(run(Why::Check, {"dumpe2fs", "-h", target.device.path}));
    addImport(all, target);
    all.push_back(showTarget(Why::Check, target));
    all.push_back(file(What::MakeDirectory, target.mountpoint));
    all.push_back(run(Why::Change, {"mount", "-t", "lustre", target.storage(), target.mountpoint}));
    return all;
}

Result<Operations> unmountOperations(const Json &args)
{
    const Result<TargetArguments> target = targetArguments(args, {"label", "device", "mountpoint"});
    if (!target)
        return target.error();
    Operations all{run(Why::Change, {"umount", target->mountpoint})};
    if (target->zfs) {
        all.push_back(run(Why::Check, {"zpool", "list", "-H", "-o", "name"}));
        all.push_back(run(Why::Change, {"zpool", "export", target->device.pool}));
    }
    return all;
}

Result<Operations> writeconfOperations(const Json &args)
{
    const Result<WriteconfArguments> writeconf = writeconfArguments(args);
    if (!writeconf)
        return writeconf.error();
    Words words{"tunefs.lustre"};
    // --erase-params must come first: it would also erase what was given before it (LU-1462).
    if (writeconf->eraseParams)
        words.emplace_back("--erase-params");
    addNodes(words, "--mgsnode=", writeconf->mgsnodes);
    addNodes(words, "--servicenode=", writeconf->servicenodes);
    addNodes(words, "--failnode=", writeconf->failnodes);
    for (const auto &[key, value] : writeconf->params)
        words.push_back("--param=" + key + "=" + value);
    words.emplace_back("--writeconf");
    words.push_back(writeconf->target.storage());
    Operations all;
    addImport(all, writeconf->target);
    all.push_back(showTarget(Why::Check, writeconf->target));
    all.push_back(run(Why::Change, std::move(words)));
    all.push_back(showTarget(Why::Verify, writeconf->target));
    return all;
}

Result<Operations> forgetOperations(const Json &args)
{
    const Result<TargetArguments> target = targetArguments(args, {"label", "mountpoint"});
    if (!target)
        return target.error();
    return Operations{file(What::RemoveDirectory, target->mountpoint)};
}

Result<Operations> stateOperations(const Json &args)
{
    const Result<TargetArguments> target = targetArguments(args, {"device"});
    if (!target)
        return target.error();
    Operations all;
    if (!target->device.path.empty())
        all.push_back(run(Why::Check, {"blkid", "-p", "-o", "export", target->device.path}));
    all.push_back(showTarget(Why::Check, *target));
    if (!target->zfs)
        all.push_back(run(Why::Check, {"dumpe2fs", "-h", target->device.path}));
    all.push_back(run(Why::Check, {"lctl", "get_param", "*.*.recovery_status"}));
    return all;
}

Result<Operations> checkOperations(const Json &args)
{
    const Result<TargetArguments> target = targetArguments(args, {"device"});
    if (!target)
        return target.error();
    if (target->device.path.empty())
        return Error{Problem::BadArgument, "device: path is missing", {}, {}};
    Operations all;
    addLooks(all, *target);
    return all;
}

Result<Operations> lnetConfigureOperations(const Json &args)
{
    const Result<LnetArguments> lnet = lnetArguments(args);
    if (!lnet)
        return lnet.error();
    // modprobe takes blanks in a value only between quotes ("options lnet" in lustre's own example files).
    const std::string routes = lnet->routes.empty() ? std::string() : " routes=\"" + lnet->routesOption() + "\"";
    Operations all{file(What::WriteFile, lnetFile,
                        "# Written by Chandelier; changes here are lost when LNet is configured again.\noptions lnet networks="
                            + lnet->networksOption() + routes + "\n")};
    for (const LnetRouteArgument &route : lnet->routes) {
        Words words{"lnetctl", "route", "add", "--net", route.net, "--gateway", route.gateway};
        if (route.hops > 0)
            words.insert(words.end(), {"--hop", std::to_string(route.hops)});
        if (route.priority >= 0)
            words.insert(words.end(), {"--priority", std::to_string(route.priority)});
        all.push_back(run(Why::Change, std::move(words)));
    }
    return all;
}

Result<Operations> eraseConfigOperations(const Json &args)
{
    const Result<std::string> fsname = fsnameArgument(args);
    if (!fsname)
        return fsname.error();
    // jt_lcfg_erase in lustre/utils/obd.c; -q after the name, it is looked for there only. It finds the MGS by itself.
    return Operations{run(Why::Check, {"lctl", "get_param", "-n", "mgs.MGS.filesystems"}),
                      run(Why::Change, {"lctl", "erase_lcfg", *fsname, "-q"})};
}

Result<Operations> clientMountOperations(const Json &args)
{
    const Result<ClientArguments> client = clientArguments(args, true);
    if (!client)
        return client.error();
    Words words{"mount", "-t", "lustre"};
    if (!client->options.empty()) {
        words.emplace_back("-o");
        words.push_back(client->options);
    }
    words.push_back(client->spec);
    words.push_back(client->mountpoint);
    return Operations{file(What::MakeDirectory, client->mountpoint), run(Why::Change, std::move(words))};
}

Result<Operations> clientUnmountOperations(const Json &args)
{
    const Result<ClientArguments> client = clientArguments(args, false);
    if (!client)
        return client.error();
    return Operations{run(Why::Change, {"umount", client->mountpoint})};
}

Operations inventoryOperations()
{
    return {run(Why::Check, lsblk({})), run(Why::Check, {"ip", "-j", "addr"}), run(Why::Check, {"lctl", "list_nids"}),
            run(Why::Check, {"zpool", "list", "-H", "-p", "-o", "name,guid,size,free,health"}),
            run(Why::Check, {"zfs", "list", "-H", "-p", "-o", "name,used,avail"}), run(Why::Check, {"zpool", "get", "-H", "-o", "name,value", "multihost"})};
}

Operations lnetStateOperations()
{
    return {run(Why::Check, {"lctl", "list_nids"}), run(Why::Check, {"lnetctl", "net", "show", "-v", "2"}),
            run(Why::Check, {"lnetctl", "peer", "show"}), run(Why::Check, {"lnetctl", "route", "show", "-v"})};
}

Operations lnetStopOperations()
{
    // ptlrpc and all that leans on it must go before the networks can; without a module name lnet itself would go as well.
    return {run(Why::Check, {"lctl", "list_nids"}), run(Why::Change, {"lustre_rmmod", "ptlrpc"}),
            run(Why::Change, {"lnetctl", "lnet", "unconfigure"}), run(Why::Verify, {"lctl", "list_nids"})};
}

} // namespace

Result<std::vector<Operation>> operationsFor(Verb verb, const Json &args)
{
    switch (verb) {
    case Verb::HostInventory: return inventoryOperations();
    case Verb::HostReboot: return Operations{run(Why::Change, {"systemctl", "reboot"})};
    case Verb::HostShutdown: return Operations{run(Why::Change, {"systemctl", "poweroff"})};
    case Verb::ReposConfigure:
    case Verb::ReposUnconfigure:
    case Verb::PackagesInstall:
    case Verb::PackagesRemove:
    case Verb::TimeConfigure:
    case Verb::TimeUnconfigure:
    case Verb::FirewallOpen:
    case Verb::FirewallClose:
    case Verb::ServicesEnable:
    case Verb::ServicesDisable:
    case Verb::AgentRestart:
    case Verb::AgentDiagnostics: return hostOperations(verb, args);
    case Verb::HaState:
    case Verb::HaMetadata:
    case Verb::HaVerify:
    case Verb::CorosyncKeygen:
    case Verb::CorosyncConfigure:
    case Verb::CorosyncUnconfigure:
    case Verb::CorosyncStart:
    case Verb::CorosyncStop:
    case Verb::PacemakerStart:
    case Verb::PacemakerStop:
    case Verb::CibPatch:
    case Verb::FencingSecret:
    case Verb::ResourceStart:
    case Verb::ResourceStop:
    case Verb::ResourceMove:
    case Verb::ResourceManage:
    case Verb::ResourceCleanup:
    case Verb::ResourceUnban:
    case Verb::NodeStandby:
    case Verb::ClusterMaintenance:
    case Verb::FenceNode:
    case Verb::PowerState:
    case Verb::PowerSet: return haOperations(verb, args);
    case Verb::LnetState: return lnetStateOperations();
    case Verb::LnetConfigure: return lnetConfigureOperations(args);
    case Verb::LnetLoad: return Operations{run(Why::Change, {"modprobe", "lnet"})};
    case Verb::LnetStart:
        return Operations{run(Why::Check, {"lctl", "list_nids"}), run(Why::Change, {"lnetctl", "lnet", "configure", "--all"}),
                          run(Why::Verify, {"lctl", "list_nids"})};
    case Verb::LnetStop: return lnetStopOperations();
    case Verb::LnetUnload: return Operations{run(Why::Change, {"lustre_rmmod"})};
    case Verb::LnetUnconfigure: return Operations{file(What::RemoveFile, lnetFile)};
    case Verb::TargetCheck: return checkOperations(args);
    case Verb::TargetState: return stateOperations(args);
    case Verb::TargetFormat: return formatOperations(args);
    case Verb::TargetRegister: return registerOperations(args);
    case Verb::TargetMount: return mountOperations(args);
    case Verb::TargetUnmount: return unmountOperations(args);
    case Verb::TargetWriteconf: return writeconfOperations(args);
    case Verb::TargetForget: return forgetOperations(args);
    case Verb::MgsEraseConfig: return eraseConfigOperations(args);
    case Verb::ClientMount: return clientMountOperations(args);
    case Verb::ClientUnmount: return clientUnmountOperations(args);
    case Verb::MetricsFetch:
        if (const auto asked = metricsArguments(args); !asked)
            return asked.error();
        break;
    case Verb::LogsFetch:
        if (const auto asked = logsArguments(args); !asked)
            return asked.error();
        break;
    case Verb::MetricsBurst:
        if (const auto asked = burstArguments(args); !asked)
            return asked.error();
        break;
    case Verb::MetricsClients:
        if (const auto asked = clientsArguments(args); !asked)
            return asked.error();
        break;
    case Verb::MetricsFreeSpace:
        if (const auto asked = freeSpaceArguments(args); !asked)
            return asked.error();
        break;
    case Verb::CorosyncKey: // a file, which no tool prints
    case Verb::LeaseTake:
    case Verb::LeaseRenew:
    case Verb::LeaseRelease:
    case Verb::LeaseShow:
    case Verb::JournalShow:
    case Verb::AuditShow:
    case Verb::AuditNote:
    case Verb::MetricsPrometheus: break;
    }
    return Operations{};
}

std::string shellQuoted(const std::string &word)
{
    static constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./-_";
    if (!word.empty() && word.find_first_not_of(safe) == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

namespace {
std::string octal(int mode)
{
    std::string digits;
    for (const int shift : {9, 6, 3, 0})
        digits += static_cast<char>('0' + (mode >> shift & 7));
    return digits;
}
} // namespace

std::string commandLine(const Operation &operation)
{
    switch (operation.what) {
    case What::WriteFile:
        if (operation.mode)
            return "printf %s " + shellQuoted(operation.content) + " | install -m " + octal(operation.mode) + " /dev/stdin " + shellQuoted(operation.path);
        return "printf %s " + shellQuoted(operation.content) + " > " + shellQuoted(operation.path);
    case What::RemoveFile:
        return "rm -f " + (!operation.path.empty() && operation.path.back() == '*' ? shellQuoted(operation.path.substr(0, operation.path.size() - 1)) + "*" : shellQuoted(operation.path));
    case What::MakeDirectory: return "mkdir -p " + (operation.mode ? "-m " + octal(operation.mode) + " " : std::string()) + shellQuoted(operation.path);
    case What::KeepFile: return "cp -p " + shellQuoted(operation.path) + " " + shellQuoted(operation.path + keptEnding);
    case What::RemoveDirectory: return "rmdir " + shellQuoted(operation.path);
    case What::EditFile:
        if (operation.content.empty())
            return "sed -i '/^# Chandelier begin: " + operation.block + "$/,/^# Chandelier end: " + operation.block + "$/d' " + shellQuoted(operation.path);
        return "printf %s " + shellQuoted(markedBlock(operation.block, operation.content)) + " >> " + shellQuoted(operation.path);
    case What::Run: break;
    }
    std::string line = operation.input.empty() ? std::string() : "printf %s " + shellQuoted(operation.input) + " |";
    for (const std::string &word : operation.argv)
        line += (line.empty() ? "" : " ") + shellQuoted(word);
    return line;
}

} // namespace protocol
