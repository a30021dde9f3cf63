// SPDX-License-Identifier: GPL-3.0-or-later
// packages.install, packages.remove.
#include "agent/actions/families.h"
#include "agent/actions/parse.h"
#include "agent/protocol/arguments.h"

#include <algorithm>
#include <map>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

using Installed = std::multimap<std::string, std::string>; ///< a kernel may be there in several versions

Result<Installed> readInstalled(Work &work)
{
    const auto listed = work.script.run();
    if (!listed)
        return listed.error();
    if (listed->exitCode != 0)
        return toolFailed(*listed, "The package database of this host cannot be read.");
    Installed installed;
    for (const Package &package : parsePackages(listed->out))
        installed.emplace(package.name, package.version);
    return installed;
}

/// "2.15.5" is there when 2.15.5-1.el9 is: a release needs not be given.
bool isThere(const Installed &installed, const protocol::PackageArgument &wanted)
{
    const std::string name = wanted.name.substr(0, wanted.name.find(':'));
    const auto [from, to] = installed.equal_range(name);
    return std::any_of(from, to, [&](const auto &entry) {
        return wanted.version.empty() || entry.second == wanted.version || entry.second.compare(0, wanted.version.size() + 1, wanted.version + "-") == 0;
    });
}

/// Of a package that stands beside its older versions (a kernel) only the new version is new: "kernel=5.14.0-503".
std::vector<std::string> namesOfNew(const Installed &before, const Installed &after)
{
    std::vector<std::string> names;
    for (const auto &[name, version] : after) {
        const auto [from, to] = before.equal_range(name);
        const std::string &there = version;
        const bool same = std::any_of(from, to, [&there](const auto &entry) { return entry.second == there; });
        if (from == to && (names.empty() || names.back() != name))
            names.push_back(name);
        else if (from != to && !same && after.count(name) > before.count(name))
            names.push_back(name + "=" + version);
    }
    return names;
}

/// apt writes its status lines between its words; who reads the error wants the words.
Error packageError(protocol::Transcript done, const char *remedy)
{
    std::string words, first;
    for (const std::string &line : linesOf(done.err + "\n" + done.out)) {
        if (line.compare(0, 8, "dlstatus") == 0 || line.compare(0, 8, "pmstatus") == 0)
            continue;
        const bool says = line.compare(0, 2, "E:") == 0 || line.compare(0, 6, "Error:") == 0 || line.compare(0, 7, "error: ") == 0;
        if (says && first.empty())
            first = line + "\n";
        words += line + "\n";
    }
    done.err = first + words;
    return toolFailed(done, remedy);
}

/// The names that were asked for stay in the inventory.
Result<> rememberAsked(Work &work, const protocol::PackagesArguments &packages)
{
    Json asked = work.hands.kept("packages.json");
    for (const protocol::PackageArgument &one : packages.packages)
        asked[one.name.substr(0, one.name.find(':'))] = true;
    return work.hands.keep("packages.json", asked);
}

/// Whether apt knows what the distribution's own repositories have: lists of those that we have added do not count.
bool knowsDistribution(const Hands &hands)
{
    std::vector<std::string> ours;
    for (const std::string &file : hands.list("/etc/apt/sources.list.d"))
        if (file.compare(0, 11, "chandelier-") == 0)
            for (const std::string &word : wordsOf(hands.readFile("/etc/apt/sources.list.d/" + file).value_or(""), " \n"))
                if (const std::size_t scheme = word.find(":/"); scheme != std::string::npos) {
                    std::string start = word.substr(word.find_first_not_of("/", scheme + 1));
                    std::replace(start.begin(), start.end(), '/', '_');
                    ours.push_back(start);
                }
    for (const std::string &list : hands.list("/var/lib/apt/lists"))
        if (list.find("_Packages") != std::string::npos
            && std::none_of(ours.begin(), ours.end(), [&list](const std::string &start) { return list.compare(0, start.size(), start) == 0; }))
            return true;
    return false;
}

/// One repository that cannot be reached must not stop what the others have.
Result<> refreshLists(Work &work)
{
    if (knowsDistribution(work.hands)) {
        work.script.skip("apt has the lists of its repositories");
        return {};
    }
    const auto refreshed = work.script.run();
    return refreshed ? Result<>() : refreshed.error();
}

Result<Json> installPackages(Work &work, const protocol::PackagesArguments &packages)
{
    if (const Result<> kept = rememberAsked(work, packages); !kept)
        return kept.error();
    const Result<Installed> before = readInstalled(work);
    if (!before)
        return before.error();
    Json present = Json::array();
    for (const protocol::PackageArgument &one : packages.packages)
        if (isThere(*before, one))
            present.push_back(one.name);
    if (present.size() == packages.packages.size()) {
        work.script.skipRest("all of them are installed already");
        return Json{{"new", Json::array()}, {"upgraded", Json::array()}, {"present", present}};
    }
    if (const Result<> waited = waitForPackageLock(work.hands, packages.lockSeconds); !waited)
        return waited.error();
    if (packages.manager == "apt")
        if (const Result<> refreshed = refreshLists(work); !refreshed)
            return refreshed.error();
    const auto installed = work.script.run();
    if (!installed)
        return installed.error();
    const Result<Installed> after = readInstalled(work);
    if (!after)
        return after.error();
    if (installed->exitCode != 0)
        return packageError(*installed, "Check that the repositories of this host have the packages (repos.configure), then retry.");
    for (const protocol::PackageArgument &one : packages.packages)
        if (!isThere(*after, one))
            return Error{Problem::ToolFailed, one.text() + " is not installed, although its installation ended well.", installed->out, "Look at the transcript: another package may provide it under another name."};
    Json upgraded = Json::array();
    for (const auto &[name, version] : *after)
        if (before->count(name) == 1 && after->count(name) == 1 && before->find(name)->second != version)
            upgraded.push_back(name);
    return Json{{"new", namesOfNew(*before, *after)}, {"upgraded", upgraded}, {"present", present}};
}

bool isOfLustre(const std::string &name)
{
    return name.find("lustre") != std::string::npos;
}

Result<> mayRemove(const Work &work, const protocol::PackagesArguments &packages)
{
    const std::vector<std::string> mounts = lustreMounts(work.hands);
    for (const protocol::PackageArgument &one : packages.packages)
        if (!mounts.empty() && isOfLustre(one.name))
            return Error{Problem::Conflict, one.name + " cannot be removed while Lustre is mounted here: " + mounts.front() + ".", mounts.front(),
                         "Unmount targets and clients of this host first."};
    return {};
}

/// apt-get -s: "Remv NAME [VERSION]"; rpm -e --test: "NEEDED is needed by (installed) NAME-VERSION", with exit code 1.
std::vector<std::string> goesAlong(const protocol::Transcript &test, const protocol::PackagesArguments &packages)
{
    std::vector<std::string> others;
    for (const std::string &line : linesOf(test.out + "\n" + test.err)) {
        const auto words = wordsOf(line);
        const bool apt = words.size() > 1 && words[0] == "Remv";
        const bool rpm = line.find(" is needed by (installed) ") != std::string::npos;
        if (!apt && !rpm)
            continue;
        const std::string name = apt ? words[1] : words.back();
        const bool given = apt && std::any_of(packages.packages.begin(), packages.packages.end(), [&](const auto &one) { return one.name == name; });
        if (!given && std::find(others.begin(), others.end(), name) == others.end())
            others.push_back(name);
    }
    return others;
}

Result<Json> removePackages(Work &work, const protocol::PackagesArguments &packages)
{
    if (const Result<> may = mayRemove(work, packages); !may)
        return may.error();
    const Result<Installed> before = readInstalled(work);
    if (!before)
        return before.error();
    if (std::none_of(packages.packages.begin(), packages.packages.end(), [&](const auto &one) { return isThere(*before, one); })) {
        work.script.skipRest("none of them is installed");
        return Json{{"removed", Json::array()}};
    }
    if (const Result<> waited = waitForPackageLock(work.hands, packages.lockSeconds); !waited)
        return waited.error();
    const auto test = work.script.run();
    if (!test)
        return test.error();
    if (const auto others = goesAlong(*test, packages); !others.empty()) {
        std::string list, first;
        for (std::size_t i = 0; i < others.size(); ++i) {
            list += (i ? ", " : "") + others[i];
            first = i < 5 ? list : first;
        }
        const std::string more = others.size() > 5 ? " and " + std::to_string(others.size() - 5) + " more" : "";
        return Error{Problem::Conflict, "Removing these packages would take others along: " + first + more + ".", list,
                     "Keep them, or name the others as well."};
    }
    const auto removed = work.script.run();
    if (!removed)
        return removed.error();
    const Result<Installed> after = readInstalled(work);
    if (!after)
        return after.error();
    if (removed->exitCode != 0)
        return packageError(*removed, "Look at the transcript, then retry.");
    return Json{{"removed", namesOfNew(*after, *before)}};
}

} // namespace

Result<Json> performPackages(Work &work)
{
    const auto packages = protocol::packagesArguments(work.args);
    if (!packages)
        return packages.error();
    return work.verb == protocol::Verb::PackagesInstall ? installPackages(work, *packages) : removePackages(work, *packages);
}

} // namespace agent
