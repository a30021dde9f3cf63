// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/checks.h"

#include "agent/protocol/frames.h"

#include <algorithm>
#include <cstdlib>

namespace fleet {
namespace {

std::uint64_t kibIn(const std::string &word) { return std::strtoull(word.c_str(), nullptr, 10) * 1024; }
std::int64_t wholeIn(const std::string &word) { return std::strtoll(word.c_str(), nullptr, 10); }

bool hasWord(const std::string &text, const std::string &word)
{
    const auto words = wordsIn(text);
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// How well a release is known to us.
Grade gradeOfRelease(const std::string &id, const std::string &version)
{
    const int major = std::atoi(version.c_str());
    const auto among = [&](std::initializer_list<const char *> list, const std::string &what) {
        return std::find(list.begin(), list.end(), what) != list.end();
    };
    if (among({"rhel", "rocky", "almalinux", "centos", "ol"}, id))
        return major == 8 || major == 9 ? Grade::Good : major > 9 ? Grade::Notice : Grade::Bad;
    if (among({"sles", "sle_hpc", "sles_sap", "opensuse-leap"}, id))
        return major == 15 ? Grade::Good : major > 15 ? Grade::Notice : Grade::Bad;
    if (id == "debian")
        return major == 12 ? Grade::Good : major == 11 || major == 13 ? Grade::Notice : Grade::Bad;
    if (id == "ubuntu")
        return among({"20.04", "22.04", "24.04"}, version) ? Grade::Good : major > 24 ? Grade::Notice : Grade::Bad;
    return Grade::Bad;
}

std::string clockRemedy(const Facts &facts)
{
    const std::string service = facts.text("time.service");
    if (service.starts_with("chrony"))
        return "chronyc makestep";
    if (service == "systemd-timesyncd")
        return "systemctl restart systemd-timesyncd; timedatectl timesync-status";
    if (service.starts_with("ntp"))
        return "systemctl stop " + service + "; ntpd -gq; systemctl start " + service;
    const bool debian = familyOf(facts) == Family::Debian;
    return installCommand(facts, "chrony") + " && systemctl enable --now " + (debian ? "chrony" : "chronyd") + " && chronyc makestep";
}

/// How far the host's clock is ahead of ours: the smallest offset that fits all that was seen. Its clock was read at the beginning
/// and at the end, in whole seconds, and both lie between our asking and its answer.
std::int64_t offsetMs(const Facts &facts)
{
    const std::int64_t low = wholeIn(facts.text("clock.end")) * 1000 - facts.answeredAt;
    const std::int64_t high = wholeIn(facts.text("clock.begin")) * 1000 + 999 - facts.askedAt;
    return low > 0 ? low : high < 0 ? high : 0;
}

} // namespace

Check checkSudo(const View &view)
{
    const std::string sudo = view.facts.text("sudo"), login = view.facts.text("login");
    Check check{"sudo", "Administrator rights", Grade::Fatal, {}, "The agent is installed as root; it is the only thing that sudo is used for."};
    if (sudo == "root" || sudo == "yes") {
        check.grade = Grade::Good;
        check.found = sudo == "root" ? "root" : login + " may use sudo";
    } else if (sudo == "password") {
        check.found = "sudo asks " + login + " for a password";
        check.remedy = "Give the password for sudo; it is asked once and kept in memory only.";
    } else if (sudo == "tty") {
        check.found = "sudo wants a terminal (requiretty)";
        check.remedy = "As root: echo 'Defaults:" + login + " !requiretty' > /etc/sudoers.d/chandelier && chmod 440 /etc/sudoers.d/chandelier";
    } else if (sudo == "no") {
        check.found = login + " is not allowed to use sudo";
        check.remedy = "As root: usermod -aG " + std::string(familyOf(view.facts) == Family::Debian ? "sudo " : "wheel ") + login
            + ", or log in as root.";
    } else {
        check.found = login + " is not root, and sudo is not installed";
        check.remedy = "Log in as root, or as root: " + installCommand(view.facts, "sudo");
    }
    return check;
}

// Root may always use the agent. Others need a group, or every later connection would be refused.
Check checkRole(const View &view)
{
    const Facts &facts = view.facts;
    const std::string login = facts.text("login"), groups = facts.text("groups");
    Check check{"role", "Use of the agent", Grade::Good, "as " + login};
    if (facts.text("uid") == "0" || hasWord(groups, "chandelier-admin"))
        return check;
    if (view.wanted.joinAdmins) {
        check.grade = Grade::Notice;
        check.found = login + " will be put into the group chandelier-admin";
        check.why = "Later connections are made as this user; the agent obeys root and members of that group.";
        return check;
    }
    check.grade = hasWord(groups, "chandelier-view") ? Grade::Notice : Grade::Fatal;
    check.found = login + (check.grade == Grade::Notice ? " may look, but change nothing (group chandelier-view)" : " is neither root nor in the group chandelier-admin");
    check.why = "Later connections are made as this user; the agent obeys root and members of that group, and refuses others.";
    check.remedy = "Allow that the login is put into the group when the agent is installed, log in as root, or: usermod -aG chandelier-admin " + login;
    return check;
}

Check checkOs(const View &view)
{
    const Facts &facts = view.facts;
    Check check{"os", "Operating system"};
    check.found = facts.text("os.name") + ", kernel " + facts.text("kernel");
    check.grade = gradeOfRelease(facts.text("os.id"), facts.text("os.version"));
    if (check.grade == Grade::Bad)
        check.grade = view.badIfManaged();
    if (facts.text("os.id").empty())
        check.found = "unknown (no /etc/os-release), kernel " + facts.text("kernel");
    if (check.grade != Grade::Good) {
        check.why = "Packages, services and firewall are set up in the way of RHEL, Rocky, Alma and Oracle Linux 8 and 9, SLES 15, Debian 12 and Ubuntu"
                    " 20.04 to 24.04. On others this was not tried.";
        check.remedy = "Install one of these, or go on with a reason when you know that it is compatible.";
    }
    return check;
}

Check checkArchitecture(const View &view)
{
    const std::string arch = view.facts.text("arch");
    Check check{"arch", "Architecture", Grade::Good, arch};
    const auto &had = view.wanted.architectures;
    const bool packaged = view.facts.has("agent.packaged") && !view.facts.has("agent.delivered"); // else one is uploaded
    if (!view.wanted.deliver || !view.wanted.architecturesKnown || packaged || std::find(had.begin(), had.end(), arch) != had.end())
        return check;
    check.grade = Grade::Fatal;
    check.found = arch + (had.empty() ? "; there is no agent to upload" : "; there is an agent for " + joinWords(had, ", ") + " only");
    check.why = had.empty() ? "The agent runs every step there, and none is at hand on this workstation." : "A program for another processor does not start.";
    if (!view.wanted.agentTrouble.empty()) {
        check.why = view.wanted.agentTrouble;
        check.remedy = "Name another, or none: then one that fits is looked for.";
        return check;
    }
    check.remedy = "Put an agent for " + arch + " beside this program, named chandelier-agent-" + arch + ", or install the package chandelier-agent there.";
    return check;
}

Check checkSystemd(const View &view)
{
    Check check{"systemd", "systemd", Grade::Good, "runs"};
    const std::string state = view.facts.text("systemd.state");
    if (view.facts.text("systemd") != "yes") {
        check.grade = Grade::Fatal;
        check.found = "does not run as the host's service manager";
        check.why = "The agent is a service of systemd: it is started at boot and again when it ended.";
        check.remedy = "Use a distribution that boots with systemd.";
    } else if (!state.empty() && state != "running") {
        check.grade = Grade::Notice;
        check.found = "runs, state " + state;
        check.why = "Some other service of this host has failed or is still starting.";
        check.remedy = "systemctl --failed";
    }
    return check;
}

Check checkClock(const View &view)
{
    const Facts &facts = view.facts;
    Check check{"clock", "Clock", Grade::Good, "as this workstation's"};
    if (wholeIn(facts.text("clock.begin")) <= 0) {
        check.grade = view.badIfManaged();
        check.found = "the host did not say what time it is";
        check.remedy = "date";
        return check;
    }
    const std::int64_t offset = offsetMs(facts), seconds = (std::abs(offset) + 500) / 1000;
    if (seconds > 0)
        check.found = spanText(seconds) + (offset > 0 ? " ahead of" : " behind") + " this workstation";
    if (seconds > view.wanted.clockOffsetSeconds) {
        check.grade = Grade::Bad;
        check.why = "Lustre's locks, recovery and logs, and the leases of this program, compare times of several hosts. More than "
            + spanText(view.wanted.clockOffsetSeconds) + " is too much.";
        check.remedy = clockRemedy(facts) + "   (if all hosts are off by the same, it is this workstation's clock)";
    } else if (!facts.has("time.service")) {
        check.grade = Grade::Notice;
        check.found += "; nothing keeps it right (no chrony, ntpd or systemd-timesyncd runs)";
        check.why = "It will drift.";
        check.remedy = clockRemedy(facts);
    } else if (facts.text("time.synchronized") == "no") {
        check.grade = Grade::Notice;
        check.found += "; " + facts.text("time.service") + " is not synchronized";
        check.remedy = facts.text("time.service").starts_with("chrony") ? "chronyc sources" : "timedatectl status";
    }
    return check;
}

Check checkSpace(const View &view)
{
    Check check{"space", "Free space"};
    std::vector<std::string> found, tight;
    for (const std::string &line : view.facts.all("space")) {
        const auto words = wordsIn(line);
        if (words.size() < 4)
            continue;
        const std::string options = words.size() > 4 ? "," + words[4] + "," : ",,", &dir = words[0];
        const std::uint64_t free = kibIn(words[1]);
        const std::uint64_t wanted = dir == "/usr" ? std::min<std::uint64_t>(view.wanted.freeBytes, 64ull << 20) : dir == "/run" ? 1ull << 20 : view.wanted.freeBytes;
        found.push_back(sizeText(free) + " on " + dir);
        if (free < wanted)
            tight.push_back(dir + " has " + sizeText(free) + " free of " + sizeText(kibIn(words[2])) + ", " + sizeText(wanted) + " are wanted");
        if (dir != "/usr" || !view.wanted.deliver)
            continue;
        for (const char *option : {"noexec", "ro"})
            if (options.find(std::string(",") + option + ",") != std::string::npos && check.grade != Grade::Fatal)
                check = {check.id, check.title, Grade::Fatal, "/usr lies on " + words[3] + ", which is mounted " + (option[0] == 'r' ? "read-only" : "noexec"),
                    "The agent lies in /usr/libexec/chandelier and must be written and started there.",
                    std::string("mount -o remount,") + (option[0] == 'r' ? "rw " : "exec ") + words[3] + ", or install the package chandelier-agent."};
    }
    if (check.grade == Grade::Fatal)
        return check;
    check.found = joinWords(tight.empty() ? found : tight, tight.empty() ? ", " : "; ");
    check.grade = tight.empty() ? Grade::Good : Grade::Bad;
    if (!tight.empty()) {
        check.why = "The agent keeps its journal in /var/lib/chandelier and runs no step that it cannot write down first.";
        check.remedy = "df -h; du -xh / --max-depth=2 | sort -h | tail";
    }
    return check;
}

Check checkSecurityModule(const View &view)
{
    const std::string selinux = view.facts.text("selinux");
    Check check{"lsm", "SELinux and AppArmor", Grade::Good, selinux.empty() ? "none" : "SELinux " + selinux};
    if (view.facts.has("apparmor"))
        check.found = selinux.empty() || selinux == "Disabled" ? "AppArmor enabled; no profile of it confines Lustre" : check.found + ", AppArmor enabled";
    if (selinux != "Enforcing")
        return check;
    check.grade = view.badIfManaged();
    check.found = "SELinux is enforcing";
    check.why = "Lustre servers are not made for it: mounts and mkfs.lustre can be denied in the middle of a step.";
    check.remedy = "setenforce 0 && sed -i 's/^SELINUX=enforcing/SELINUX=permissive/' /etc/selinux/config";
    return check;
}

Check checkAgent(const View &view)
{
    const Facts &facts = view.facts;
    const bool packaged = facts.has("agent.packaged"), running = facts.text("agent.running") == "yes";
    const std::string version = facts.text("agent.version");
    Check check{"agent", "Agent"};
    check.grade = Grade::Good;
    if (version.empty() && !packaged && !facts.has("agent.build")) {
        check.found = view.wanted.deliver ? "none yet; version " + view.wanted.agentVersion + " will be delivered" : "none";
        if (!view.wanted.deliver)
            check = {check.id, check.title, Grade::Fatal, "none is installed, and none is to be delivered", "Every step is run by the agent.",
                installCommand(facts, "chandelier-agent") + ", or let it be delivered."};
        return check;
    }
    check.found = (version.empty() ? "of an unknown version" : version) + (packaged ? " from a package" : " delivered earlier") + (running ? ", runs" : ", does not run");
    const std::int64_t protocol = wholeIn(facts.text("agent.protocol"));
    if (packaged && protocol > 0 && protocol < protocol::oldestProtocolVersion) {
        check.grade = Grade::Fatal;
        check.why = "It speaks protocol " + std::to_string(protocol) + "; this program speaks " + std::to_string(protocol::oldestProtocolVersion) + " to "
            + std::to_string(protocol::protocolVersion) + ".";
        check.remedy = installCommand(facts, "chandelier-agent") + " (a newer one)";
    } else if (protocol > protocol::protocolVersion) {
        check.grade = Grade::Notice;
        check.why = "It is newer than this program (protocol " + std::to_string(protocol) + ", here " + std::to_string(protocol::protocolVersion)
            + ") and is not replaced by an older one.";
        check.remedy = "Update this program if the two do not understand each other.";
    }
    return check;
}

} // namespace fleet
