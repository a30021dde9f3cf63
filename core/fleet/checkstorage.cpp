// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/checks.h"

#include <algorithm>
#include <map>
#include <set>

namespace fleet {
namespace {

std::string secondWord(const std::vector<std::string> &lines, const std::string &first)
{
    for (const std::string &line : lines)
        if (const auto words = wordsIn(line); !words.empty() && words.front() == first)
            return words.size() > 1 ? words[1] : "of an unknown version";
    return {};
}

std::vector<std::string> firstWords(const std::vector<std::string> &lines)
{
    std::vector<std::string> words;
    for (const std::string &line : lines)
        if (auto all = wordsIn(line); !all.empty())
            words.push_back(all.front());
    return words;
}

/// The value of KEY="value" in a line of `lsblk -P`.
std::string pairIn(const std::string &line, const std::string &key)
{
    const std::string begin = key + "=\"";
    std::size_t at = line.starts_with(begin) ? 0 : line.find(" " + begin);
    if (at == std::string::npos)
        return {};
    at = line.find('"', at) + 1;
    const std::size_t end = line.find('"', at);
    return end == std::string::npos ? std::string() : line.substr(at, end - at);
}

std::string few(const std::vector<std::string> &all, std::size_t most)
{
    if (all.size() <= most)
        return joinWords(all, ", ");
    return joinWords({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most)}, ", ") + " and " + std::to_string(all.size() - most) + " more";
}

Check lustreForOtherKernel(const View &view, const std::vector<std::string> &kernels)
{
    const std::string running = view.facts.text("kernel"), best = kernels.back();
    const std::string boot = familyOf(view.facts) == Family::Debian ? "grub-reboot 'Advanced options>" + best + "' && reboot"
        : familyOf(view.facts) == Family::Suse ? "grub2-once 'Advanced options>" + best + "' && reboot" : "grubby --set-default /boot/vmlinuz-" + best + " && reboot";
    return {"lustre", "Lustre", view.badIfManaged(), "its modules are for kernel " + joinWords(kernels, ", ") + ", but " + running + " runs",
        "A kernel loads only modules that were built for it.", boot + ", or install the packages for " + running};
}

} // namespace

std::map<std::string, std::string> disksOf(const Facts &facts)
{
    std::map<std::string, std::string> disks;
    std::set<std::string> named;
    for (const std::string &line : facts.all("disk")) {
        const std::string type = pairIn(line, "TYPE"), name = pairIn(line, "NAME");
        const std::string wwn = pairIn(line, "WWN"), serial = pairIn(line, "SERIAL");
        // A virtual disk's serial may be empty or the same everywhere; then only a link in by-id tells.
        if (type != "disk" || (wwn.empty() && serial.size() < 4))
            continue;
        disks[wwn.empty() ? serial : wwn] = name;
        named.insert("/dev/" + name);
    }
    for (const std::string &line : facts.all("disk.id"))
        if (const auto words = wordsIn(line); words.size() == 2 && !named.contains(words[1]))
            disks[words[0]] = words[1];
    return disks;
}

Check checkLustre(const View &view)
{
    const Facts &facts = view.facts;
    Check check{"lustre", "Lustre"};
    if (const std::string version = secondWord(facts.all("lustre.module"), "lustre"); !version.empty()) {
        const bool ldiskfs = !secondWord(facts.all("lustre.module"), "osd_ldiskfs").empty(), zfs = !secondWord(facts.all("lustre.module"), "osd_zfs").empty();
        check.grade = Grade::Good;
        check.found = version + " fits the running kernel" + (ldiskfs && zfs ? ", ldiskfs and ZFS" : ldiskfs ? ", ldiskfs" : zfs ? ", ZFS" : ", client only")
            + (facts.has("lustre.loaded") ? ", loaded" : "");
        if (!ldiskfs && !zfs && view.wanted.needsLustre) {
            check.grade = view.wanted.bringsLustre ? Grade::Notice : Grade::Bad;
            check.why = "Targets need the modules of a server: osd_ldiskfs or osd_zfs.";
            check.remedy = installCommand(facts, familyOf(facts) == Family::Debian ? "lustre-server-modules-" + facts.text("kernel") : "lustre kmod-lustre kmod-lustre-osd-ldiskfs");
        }
        return check;
    }
    if (const auto &kernels = facts.all("lustre.kernel"); !kernels.empty())
        return lustreForOtherKernel(view, kernels);
    if (const auto available = firstWords(facts.all("lustre.available")); !available.empty()) {
        check.grade = view.wanted.needsLustre ? Grade::Notice : Grade::Good;
        check.found = "not installed; the repositories have " + few(facts.all("lustre.available"), 3);
        check.why = view.wanted.needsLustre ? "It is installed by the first plan for this server." : "";
        return check;
    }
    check.grade = !view.wanted.needsLustre ? Grade::Good : view.wanted.bringsLustre ? Grade::Notice : Grade::Bad;
    check.found = "not installed" + std::string(facts.has("lustre.unchecked") ? " (" + facts.text("lustre.unchecked") + ")" : "")
        + (view.wanted.bringsLustre ? "; the server profile sets up where it comes from" : ", and no configured repository has it");
    if (check.grade == Grade::Bad) {
        check.why = "This server is to serve targets.";
        check.remedy = "Choose a server profile that brings a repository, or add one with Lustre's packages for kernel " + facts.text("kernel")
            + (familyOf(facts) == Family::Debian ? " in /etc/apt/sources.list.d; then: apt-get update" : familyOf(facts) == Family::Suse ? ": zypper addrepo URL lustre" : " in /etc/yum.repos.d; then: dnf makecache");
    }
    return check;
}

// A libext2fs without Lustre's dirdata feature reads an MDT as empty, and mkfs.lustre then overwrites it.
Check checkE2fsprogs(const View &view)
{
    const std::string version = secondWord(view.facts.all("lustre.installed"), "e2fsprogs");
    if (secondWord(view.facts.all("lustre.module"), "osd_ldiskfs").empty() || version.empty() || !view.wanted.needsLustre)
        return {};
    Check check{"e2fsprogs", "e2fsprogs", Grade::Good, version};
    if (version.find("wc") != std::string::npos)
        return check;
    check.grade = Grade::Bad;
    check.found = version + " is the distribution's own, not Lustre's";
    check.why = "It does not know what an MDT has on its disk: mkfs.lustre would take one for empty and overwrite it.";
    check.remedy = installCommand(view.facts, "e2fsprogs") + " from Lustre's repository (its versions have \"wc\" in them)";
    return check;
}

Check checkManagers(const View &view)
{
    Check check{"managers", "Other managers"};
    std::vector<std::string> agents, files, clusters;
    bool runs = false, leftover = false;
    for (const std::string &line : view.facts.all("manager")) {
        const auto words = wordsIn(line);
        if (words.size() < 2)
            continue;
        const bool isFile = words[0] == "shine" || words[0] == "ldev";
        (isFile ? files : agents).push_back((words[0] == "iml" ? "Integrated Manager for Lustre" : words[0] == "emf" ? "EMF" : words[0] == "exascaler" ? "EXAScaler" : words[0]) + " (" + words[1] + ")");
    }
    for (const std::string &line : view.facts.all("cluster")) {
        const auto words = wordsIn(line);
        if (words.size() < 2)
            continue;
        const bool running = words[1] == "running";
        if (words[0] == "corosync") {
            clusters.push_back("Corosync " + words[1] + (words.size() > 2 ? " with " + words[2] + (words[2] == "1" ? " node" : " nodes") : "")
                + (words.size() > 3 ? ", cluster \"" + words[3] + "\"" : ""));
            leftover = words.size() > 2 && (words[2] == "1" || words[2] == "0");
        } else if (words[0] == "pacemaker" && running) {
            clusters.push_back("Pacemaker running");
        } else if (words[0] == "cib") {
            clusters.push_back("a cluster configuration (cib.xml)");
        }
        runs = runs || (running && words[0] != "pcs");
    }
    std::vector<std::string> all = agents;
    all.insert(all.end(), clusters.begin(), clusters.end());
    all.insert(all.end(), files.begin(), files.end());
    check.found = all.empty() ? "none" : joinWords(all, "; ");
    check.grade = all.empty() ? Grade::Good : agents.empty() && !runs ? Grade::Notice : view.badIfManaged();
    if (all.empty())
        return check;
    check.why = "Two managers that mount the same targets undo each other's work, and can mount a target twice.";
    if (!agents.empty())
        check.remedy = "Take this server out of the other manager first, and remove its agent: " + removeCommand(view.facts, "the packages that own these files");
    else if (leftover)
        check.remedy = "It is what the package leaves at its installation, no cluster: systemctl disable --now pacemaker corosync; rm /etc/corosync/corosync.conf";
    else if (!clusters.empty())
        check.remedy = "Add it as monitored only, or take the cluster apart first: pcs cluster destroy --all";
    else
        check.remedy = "Nothing needs to be done as long as nobody starts targets from there.";
    return check;
}

Check checkDisks(const View &view)
{
    Check check{"disks", "Shared disks"};
    const auto &mine = view.facts.disks;
    std::set<std::string> alone;
    std::map<std::string, std::size_t> sharedWith;
    bool peersKnown = false;
    for (const auto &[id, device] : mine)
        alone.insert(id);
    for (const Candidate &peer : view.peers) {
        if (peer.server == view.host.server || !peer.facts)
            continue;
        peersKnown = true;
        for (const auto &[id, device] : peer.facts->disks)
            if (mine.contains(id)) {
                ++sharedWith[peer.server];
                alone.erase(id);
            }
    }
    check.grade = Grade::Good;
    check.found = std::to_string(mine.size()) + (mine.size() == 1 ? " disk" : " disks") + " with a serial number or WWN";
    std::vector<std::string> shares;
    for (const auto &[peer, count] : sharedWith)
        shares.push_back(std::to_string(count) + " also seen by " + peer);
    if (!shares.empty())
        check.found += "; " + few(shares, 3);
    if (view.wanted.needsLustre && peersKnown && sharedWith.empty()) {
        check.grade = Grade::Notice;
        check.found += "; none is seen by another of these servers";
        check.why = "A target fails over only between servers that see its disk. Compared are serial numbers and WWNs.";
        check.remedy = "Check cabling, zoning and LUN masking when these servers should share disks: lsblk -o NAME,SIZE,SERIAL,WWN";
    }
    return check;
}

Check checkMounts(const View &view)
{
    Check check{"mounts", "Lustre mounts", Grade::Good, "none"};
    std::vector<std::string> targets, clients;
    for (const std::string &line : view.facts.all("mount.lustre"))
        if (const auto words = wordsIn(line); words.size() >= 2)
            (words[0].find(":/") == std::string::npos ? targets : clients).push_back(words[0] + " on " + words[1]);
    if (targets.empty() && clients.empty())
        return check;
    check.grade = targets.empty() ? Grade::Good : Grade::Notice;
    check.found = targets.empty() ? "a client of " + few(clients, 3) : std::to_string(targets.size()) + (targets.size() == 1 ? " target: " : " targets: ") + few(targets, 3);
    check.why = targets.empty() ? "" : "They serve a file system now. Adding the server does not touch them; the file system is shown as soon as the agent answers.";
    return check;
}

} // namespace fleet
