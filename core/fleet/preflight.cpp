// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/preflight.h"

#include "core/fleet/checks.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <sstream>

namespace fleet {
namespace {

using CheckFunction = Check (*)(const View &);
constexpr std::array<CheckFunction, 18> hostChecks{checkSudo, checkRole, checkOs, checkArchitecture, checkSystemd, checkClock, checkNames,
    checkSpace, checkSecurityModule, checkFirewall, checkRepositories, checkLustre, checkE2fsprogs, checkInterfaces, checkManagers,
    checkAgent, checkDisks, checkMounts};

Check fromTrouble(std::string id, std::string title, const base::Error &error)
{
    return {std::move(id), std::move(title), Grade::Fatal, error.message + (error.detail.empty() ? "" : " " + error.detail),
        "Nothing can be found out or set up without a session.", error.remedy};
}

/// Reach, host key and login come in this order: one that failed leaves the later ones pending.
std::vector<Check> sessionChecks(const Candidate &host)
{
    using base::Problem;
    std::vector<Check> checks{{"reach", "Reachable"}, {"hostkey", "Host key"}, {"login", "Login"}};
    const std::optional<base::Error> &error = host.trouble;
    const bool key = error && (error->problem == Problem::HostKeyUnknown || error->problem == Problem::HostKeyChanged);
    const bool login = error && error->problem == Problem::AccessDenied;
    const std::size_t passed = host.facts ? 3 : !error ? 0 : login ? 2 : key ? 1 : 0;
    const std::string name = host.facts ? host.facts->text("login") : std::string();
    const std::array<std::string, 3> found{"answers SSH", "known", "logged in as " + name};
    for (std::size_t i = 0; i < passed; ++i) {
        checks[i].grade = Grade::Good;
        checks[i].found = found[i];
    }
    if (error && passed < 3)
        checks[passed] = fromTrouble(checks[passed].id, checks[passed].title, *error);
    return checks;
}

} // namespace

std::string_view word(Grade grade)
{
    static constexpr std::array<std::string_view, 5> words{"pending", "good", "notice", "bad", "fatal"};
    return words[static_cast<std::size_t>(grade)];
}

std::vector<Check> checksOf(const Candidate &host, const std::vector<Candidate> &peers, const Expectation &expectation)
{
    std::vector<Check> checks = sessionChecks(host);
    static const Facts nothing;
    const View view{host, peers, expectation, host.facts ? *host.facts : nothing};
    for (const CheckFunction function : hostChecks) {
        Check check = function(view);
        if (!host.facts)
            check = {check.id, check.title};
        if (!check.id.empty())
            checks.push_back(std::move(check));
    }
    return checks;
}

Grade worst(const std::vector<Check> &checks)
{
    Grade grade = Grade::Good;
    bool pending = false;
    for (const Check &check : checks) {
        pending = pending || check.grade == Grade::Pending;
        grade = std::max(grade, check.grade > Grade::Notice && !check.stops() ? Grade::Notice : check.grade);
    }
    return grade < Grade::Bad && pending ? Grade::Pending : grade;
}

std::vector<std::string> namesToResolve(const std::vector<std::string> &servers)
{
    std::vector<std::string> names;
    std::set<std::string> known;
    for (const std::string &server : servers) {
        const bool address = server.find(':') != std::string::npos || server.find_first_not_of("0123456789.") == std::string::npos;
        if (!address && known.insert(server).second)
            names.push_back(server);
    }
    return names;
}

Family familyOf(const Facts &facts)
{
    const std::string ids = " " + facts.text("os.id") + " " + facts.text("os.like") + " ";
    const auto has = [&](const char *id) { return ids.find(std::string(" ") + id) != std::string::npos; };
    if (has("rhel ") || has("fedora ") || has("centos ") || has("rocky ") || has("almalinux ") || has("ol "))
        return Family::RedHat;
    if (has("sles") || has("suse") || has("opensuse"))
        return Family::Suse;
    return has("debian ") || has("ubuntu ") ? Family::Debian : Family::Other;
}

std::string installCommand(const Facts &facts, const std::string &packages)
{
    switch (familyOf(facts)) {
    case Family::RedHat: return (facts.text("packages") == "yum" ? "yum install " : "dnf install ") + packages;
    case Family::Suse: return "zypper install " + packages;
    case Family::Debian: return "apt-get install " + packages;
    case Family::Other: break;
    }
    return "install " + packages;
}

std::string removeCommand(const Facts &facts, const std::string &packages)
{
    switch (familyOf(facts)) {
    case Family::RedHat: return (facts.text("packages") == "yum" ? "yum remove " : "dnf remove ") + packages;
    case Family::Suse: return "zypper remove " + packages;
    case Family::Debian: return "apt-get purge " + packages;
    case Family::Other: break;
    }
    return "remove " + packages;
}

std::vector<std::string> wordsIn(const std::string &text)
{
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

std::string joinWords(const std::vector<std::string> &words, const char *between)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

std::string sizeText(std::uint64_t bytes)
{
    static constexpr std::array<const char *, 6> units{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1024 && unit + 1 < units.size(); ++unit)
        value /= 1024;
    char text[32];
    std::snprintf(text, sizeof text, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return text;
}

std::string spanText(std::int64_t seconds)
{
    char text[64];
    if (seconds < 120)
        std::snprintf(text, sizeof text, "%d s", static_cast<int>(seconds));
    else if (seconds < 7200)
        std::snprintf(text, sizeof text, "%d min %02d s", static_cast<int>(seconds / 60), static_cast<int>(seconds % 60));
    else if (seconds < 2 * 86400)
        std::snprintf(text, sizeof text, "%d h %02d min", static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60));
    else
        std::snprintf(text, sizeof text, "%d days", static_cast<int>(std::min<std::int64_t>(seconds / 86400, 99'999'999)));
    return text;
}

} // namespace fleet
