// SPDX-License-Identifier: GPL-3.0-or-later
// Asked every second while somebody looks: three processes, and the CIB on the DC only.
#include "agent/actions/cluster.h"
#include "agent/actions/markup.h"
#include "agent/actions/parse.h"
#include "agent/actions/parseservice.h"
#include "agent/journal/sha256.h"
#include "agent/protocol/haarguments.h"

#include <algorithm>
#include <dirent.h>
#include <sys/statvfs.h>

namespace agent {
namespace {

using protocol::HaReport;

const std::string agentsFolder = "/usr/lib/ocf/resource.d";

/// Links that `systemctl enable` makes: cheaper than asking it.
bool isEnabled(const Hands &hands, const char *unit)
{
    const auto names = hands.list("/etc/systemd/system/multi-user.target.wants");
    return std::find(names.begin(), names.end(), unit) != names.end();
}

void readFiles(const Hands &hands, HaReport &report)
{
    report.corosyncConf = hands.readFile(protocol::corosyncFile).value_or("");
    if (const auto key = hands.readFile(protocol::authkeyFile); key && !key->empty())
        report.authkeySum = sha256(*key);
    for (const char *provider : {"lustre", "ddn"})
        for (const std::string &name : hands.list(agentsFolder + "/" + provider))
            report.resourceAgents.push_back(std::string("ocf:") + provider + ":" + name);
    if (const auto names = hands.list(agentsFolder + "/heartbeat"); std::find(names.begin(), names.end(), "ZFS") != names.end())
        report.resourceAgents.emplace_back("ocf:heartbeat:ZFS");
    for (const std::string &name : hands.list("/usr/sbin"))
        if (name.compare(0, 6, "fence_") == 0 && name != "fence_node" && name != "fence_tool" && name != "fence_virtd")
            report.fenceAgents.push_back(name);
    for (const std::string &name : hands.list(protocol::fenceSecrets))
        if (const std::size_t dot = name.rfind(".secret"); dot != std::string::npos && dot + 7 == name.size())
            report.secretFiles.push_back(name.substr(0, dot));
}

constexpr std::size_t mostFolders = 500;
constexpr std::int64_t spaceStep = 64LL << 20; // who compares reports is not to see each byte

/// Names of directories, told by their parent: what is below a mount point may hang, and is not touched.
std::vector<std::string> foldersIn(const Hands &hands, const std::string &folder)
{
    std::vector<std::string> names;
    DIR *dir = ::opendir(hands.path(folder).c_str());
    while (const dirent *entry = dir ? ::readdir(dir) : nullptr)
        if ((entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) && entry->d_name[0] != '.')
            names.push_back(folder + "/" + entry->d_name);
    if (dir)
        ::closedir(dir);
    std::sort(names.begin(), names.end());
    return names;
}

/// A target that moves here needs the directory on which it is mounted: its resource agent makes none.
void readFolders(const Hands &hands, HaReport &report)
{
    const auto mounts = parseMounts(hands.readFile("/proc/mounts").value_or(""));
    std::vector<std::string> level{"/mnt", "/lustre"};
    for (int depth = 0; depth < 3; ++depth) {
        std::vector<std::string> below;
        for (const std::string &folder : level) {
            const bool mounted = depth > 0 && std::any_of(mounts.begin(), mounts.end(), [&](const protocol::MountEntry &m) { return m.target == folder; });
            const auto inside = mounted || depth == 2 ? std::vector<std::string>() : foldersIn(hands, folder);
            below.insert(below.end(), inside.begin(), inside.end());
            if (depth > 0 && report.folders.size() < mostFolders)
                report.folders.push_back(folder);
        }
        level = std::move(below);
    }
    report.folders.emplace_back("/mnt"); // said even where nothing is below it
    for (const char *name : {"at_max", "at_min", "jobid_var", "ldlm_timeout", "timeout"})
        if (const std::string value = trimmed(hands.readFile(std::string("/sys/fs/lustre/") + name).value_or("")); !value.empty())
            report.parameters.emplace_back(name, value);
    struct statvfs space{};
    if (::statvfs(hands.path("/var").c_str(), &space) == 0)
        report.spaceFree = static_cast<std::int64_t>(space.f_bavail) * static_cast<std::int64_t>(space.f_frsize) / spaceStep * spaceStep;
}

/// The node id of this host in quorumtool's words; the DC is named by its id as well, whatever the host calls itself.
std::string ownNodeId(const std::string &quorum)
{
    for (const std::string &line : linesOf(quorum))
        if (line.compare(0, 8, "Node ID:") == 0)
            return trimmed(std::string_view(line).substr(8));
    return {};
}

std::string dcNodeId(const std::string &status)
{
    for (const Tag &tag : tagsOf(std::string_view(status).substr(0, 4096)))
        if (tag.name == "current_dc")
            return tag["id"];
    return {};
}

/// What does not answer may run all the same: starting, or stuck.
void askSystemd(Hands &hands, HaReport &report)
{
    const auto answer = hands.ask({{"systemctl", "show", "-p", "Id,LoadState,ActiveState,UnitFileState", "corosync.service", "pacemaker.service"}}).front();
    for (const Unit &unit : parseUnits(answer.out)) {
        report.corosync = report.corosync || (unit.id == "corosync.service" && unit.active);
        report.pacemaker = report.pacemaker || (unit.id == "pacemaker.service" && unit.active);
    }
}

void takeStatus(Hands &hands, CommandResult answer, HaReport &report, std::vector<protocol::Gap> &gaps)
{
    if (answer.exitCode == 64 || answer.err.find("nrecognized option") != std::string::npos || answer.err.find("nknown option") != std::string::npos)
        answer = hands.ask({protocol::haOldStatusCommand()}).front();
    report.pacemaker = answer.exitCode == 0 && answer.out.find("<summary>") != std::string::npos;
    if (report.pacemaker)
        report.status = answer.out;
    else if (answer.exitCode != 102 && answer.exitCode != 0 && answer.err.find("onnect") == std::string::npos && answer.out.find("onnect") == std::string::npos)
        gaps.push_back({"state of Pacemaker (crm_mon)", trimmed(answer.err.empty() ? answer.out.substr(0, 400) : answer.err.substr(0, 400))});
}

void takeCib(Hands &hands, HaReport &report, std::vector<protocol::Gap> &gaps)
{
    const std::string dc = dcNodeId(report.status);
    if (dc.empty() || dc != ownNodeId(report.quorum))
        return;
    const CommandResult answer = hands.ask({{"cibadmin", "--query"}}).front();
    if (answer.exitCode == 0)
        report.cib = withoutSecretParameters(answer.out);
    else
        gaps.push_back({"configuration of Pacemaker (cibadmin)", trimmed(answer.err.substr(0, 400))});
}

} // namespace

HaReport haReport(Hands &hands, bool cib, std::vector<protocol::Gap> &gaps)
{
    HaReport report;
    readFiles(hands, report);
    const bool hasCorosync = !hands.find("corosync-cfgtool").empty(), hasPacemaker = !hands.find("crm_mon").empty();
    if (!hasCorosync && !hasPacemaker)
        return report;
    readFolders(hands, report);
    report.corosyncEnabled = isEnabled(hands, "corosync.service");
    report.pacemakerEnabled = isEnabled(hands, "pacemaker.service");
    const auto answers = hands.ask({protocol::haStatusCommand(), {"corosync-cfgtool", "-s"}, {"corosync-quorumtool", "-s"}});
    report.links = answers[1].out.find("Local node ID") != std::string::npos || answers[1].exitCode == 0 ? answers[1].out : std::string();
    report.quorum = answers[2].out.find("Quorum information") != std::string::npos ? answers[2].out : std::string();
    report.corosync = !report.links.empty() || !report.quorum.empty();
    if (hasPacemaker)
        takeStatus(hands, answers[0], report, gaps);
    if ((!report.corosync || (hasPacemaker && !report.pacemaker)) && !report.corosyncConf.empty())
        askSystemd(hands, report);
    if (cib && report.pacemaker)
        takeCib(hands, report, gaps);
    return report;
}

} // namespace agent
