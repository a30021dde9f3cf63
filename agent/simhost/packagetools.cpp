// SPDX-License-Identifier: GPL-3.0-or-later
// dnf, yum, zypper, rpm; apt-get, apt-helper, dpkg-query; grubby.
#include "agent/simhost/system.h"

namespace simhost {

namespace {

/// The words that are no options; an option's value in the next word is passed over.
Words plainWords(const Words &args, const Words &withValue)
{
    Words plain;
    for (std::size_t i = 0; i < args.size(); ++i)
        if (args[i][0] != '-')
            plain.push_back(args[i]);
        else if (contains(withValue, args[i]))
            ++i;
    return plain;
}

/// %{NAME}, ${Package} and so on, with \t and \n.
std::string filled(std::string pattern, const std::string &name, const std::string &version)
{
    const std::size_t dash = version.find('-');
    for (const auto &[from, to] : {std::pair<std::string, std::string>{"%{NAME}", name}, {"%{VERSION}-%{RELEASE}", version}, {"%{VERSION}", version.substr(0, dash)},
                                   {"${Package}", name}, {"${binary:Package}", name}, {"${Version}", version}, {"${db:Status-Abbrev}", "ii "}, {"\\t", "\t"}, {"\\n", "\n"}})
        pattern = replaced(pattern, from, to);
    return pattern;
}

std::string rpmOf(const std::pair<std::string, std::string> &package)
{
    return package.first + "-" + package.second + ".x86_64";
}

void dnfTransaction(Call &call, const std::vector<std::pair<std::string, std::string>> &packages, bool install)
{
    const std::string rule(80, '=');
    call.out("Dependencies resolved.\n" + rule + "\n Package                    Architecture   Version                  Repository       Size\n" + rule + "\n"
             + (install ? "Installing:\n" : "Removing:\n"));
    for (const auto &package : packages)
        call.out(" " + left(package.first, 27) + left("x86_64", 15) + left(package.second, 25) + (install ? "lustre          1.2 M\n" : "@lustre         4.1 M\n"));
    call.out("\nTransaction Summary\n" + rule + "\n" + (install ? "Install  " : "Remove  ") + std::to_string(packages.size()) + " Packages\n\n");
    const std::string all = std::to_string(packages.size());
    if (install)
        call.out("Downloading Packages:\n");
    for (std::size_t i = 0; install && i < packages.size(); ++i) {
        call.wait(0.3);
        call.out("(" + std::to_string(i + 1) + "/" + all + "): " + left(rpmOf(packages[i]) + ".rpm", 45) + " 11 MB/s | 1.2 MB     00:00\n");
    }
    call.out("Running transaction check\nTransaction check succeeded.\nRunning transaction test\nTransaction test succeeded.\nRunning transaction\n");
    for (std::size_t i = 0; i < packages.size(); ++i) {
        call.wait(0.5);
        call.out((install ? "  Installing       : " : "  Erasing          : ") + left(rpmOf(packages[i]), 52) + std::to_string(i + 1) + "/" + all + "\n");
    }
    for (std::size_t i = 0; i < packages.size(); ++i)
        call.out("  Verifying        : " + left(rpmOf(packages[i]), 52) + std::to_string(i + 1) + "/" + all + "\n");
    call.out(install ? "\nInstalled:\n" : "\nRemoved:\n");
    for (const auto &package : packages)
        call.out("  " + rpmOf(package) + "\n");
    call.out("\nComplete!\n");
}

/// "kmod-lustre-2.17.0" is a name and the beginning of a version.
std::string splitVersion(Session &session, const std::string &host, const std::string &word)
{
    for (std::size_t dash = word.rfind('-'); dash != std::string::npos && dash > 0; dash = word.rfind('-', dash - 1))
        if (dash + 1 < word.size() && word[dash + 1] >= '0' && word[dash + 1] <= '9'
            && resolvePackages(session, host, {word.substr(0, dash) + "=" + word.substr(dash + 1)}).missing.empty())
            return word.substr(0, dash) + "=" + word.substr(dash + 1);
    return word;
}

std::vector<std::pair<std::string, std::string>> installedOf(Session &session, const std::string &host, const Words &names)
{
    std::vector<std::pair<std::string, std::string>> found;
    for (const std::string &name : names)
        if (const std::string version = str(at(systemOf(session, host), "packages"), name); !version.empty())
            found.emplace_back(name, version);
    return found;
}

int dnfInstall(Call &call, Words names)
{
    Wanted wanted;
    {
        Session session(call.directory);
        for (std::string &name : names)
            name = splitVersion(session, call.host, name);
        wanted = resolvePackages(session, call.host, names);
    }
    if (!wanted.missing.empty()) {
        for (const std::string &name : wanted.missing)
            call.out("No match for argument: " + name + "\n");
        return call.fail(1, "Error: Unable to find a match: " + join(wanted.missing, " ") + "\n");
    }
    if (wanted.packages.empty()) {
        call.out("Dependencies resolved.\nNothing to do.\nComplete!\n");
        return 0;
    }
    dnfTransaction(call, wanted.packages, true);
    Session session(call.directory);
    installPackages(session, call.host, wanted);
    return 0;
}

int dnfRemove(Call &call, const Words &names)
{
    std::vector<std::pair<std::string, std::string>> gone;
    {
        Session session(call.directory);
        Words all = names;
        for (const std::string &name : dependants(session, call.host, names))
            all.push_back(name);
        gone = installedOf(session, call.host, all);
    }
    if (gone.empty()) {
        call.out("No match for argument: " + join(names, " ") + "\nNo packages marked for removal.\nDependencies resolved.\nNothing to do.\nComplete!\n");
        return 0;
    }
    dnfTransaction(call, gone, false);
    Words all;
    for (const auto &package : gone)
        all.push_back(package.first);
    Session session(call.directory);
    removePackages(session, call.host, all);
    return 0;
}

bool repositoryThere(Call &call, const std::string &id)
{
    Session session(call.directory);
    for (const char *directory : {"/etc/yum.repos.d/", "/etc/zypp/repos.d/"})
        if (exists(session.root(call.host) + directory + id + ".repo"))
            return true;
    return false;
}

std::string enabledRepository(const Call &call)
{
    for (const std::string &word : call.args)
        if (word.rfind("--enablerepo=", 0) == 0)
            return word.substr(13);
    return {};
}

} // namespace

int dnfTool(Call &call)
{
    const Words words = plainWords(call.args, {});
    const std::string verb = words.empty() ? "" : words[0], repository = enabledRepository(call);
    const Words names(words.begin() + (words.empty() ? 0 : 1), words.end());
    if (!repository.empty() && !repositoryThere(call, repository))
        return call.fail(1, "Error: Unknown repo: '" + repository + "'\n");
    if (verb == "install")
        return dnfInstall(call, names);
    if (verb == "remove")
        return dnfRemove(call, names);
    if (verb == "makecache" || verb == "clean") {
        call.wait(0.3);
        call.out(verb == "clean" ? "9 files removed\n" : repository + "                       1.2 MB/s | 310 kB     00:00\nMetadata cache created.\n");
        return 0;
    }
    return call.fail(2, "No such command: " + verb + ". Please use /usr/bin/" + call.tool + " --help\n");
}

int zypperTool(Call &call)
{
    const Words words = plainWords(call.args, {});
    const std::string verb = words.empty() ? "" : words[0];
    const Words names(words.begin() + (words.empty() ? 0 : 1), words.end());
    if (verb == "refresh" || verb == "clean") {
        if (!names.empty() && !repositoryThere(call, names[0]))
            return call.fail(3, "Repository '" + names[0] + "' not found by its alias, number, or URI.\n");
        call.out(verb == "clean" ? "Specified repositories have been cleaned up.\n" : "Specified repositories have been refreshed.\n");
        return 0;
    }
    if (verb == "remove")
        return dnfRemove(call, names) ? 104 : 0;
    if (verb != "install")
        return call.fail(1, "Unknown command '" + verb + "'\n");
    Session session(call.directory);
    const Wanted wanted = resolvePackages(session, call.host, names);
    if (!wanted.missing.empty()) {
        call.out("'" + wanted.missing[0] + "' not found in package names. Trying capabilities.\nNo provider of '" + wanted.missing[0] + "' found.\n");
        return 104;
    }
    for (std::size_t i = 0; i < wanted.packages.size(); ++i)
        call.out(format("(%zu/%zu) Installing: ", i + 1, wanted.packages.size()) + rpmOf(wanted.packages[i]) + " [..done]\n");
    installPackages(session, call.host, wanted);
    return 0;
}

int rpmTool(Call &call)
{
    Session session(call.directory);
    const Json packages = at(systemOf(session, call.host), "packages");
    if (call.isOption("--import"))
        return 0;
    if (call.isOption("-e") && call.isOption("--test")) {
        int rc = 0;
        const Words names = plainWords(call.args, {});
        for (const std::string &name : names)
            if (!packages.contains(name)) {
                call.err("error: package " + name + " is not installed\n");
                rc = 1;
            }
        for (const std::string &name : dependants(session, call.host, names)) {
            call.err((rc ? "" : "error: Failed dependencies:\n") + ("\t" + names[0]) + " is needed by (installed) " + rpmOf({name, str(packages, name)}) + "\n");
            rc = 1;
        }
        return rc;
    }
    std::string pattern = "%{NAME}-%{VERSION}-%{RELEASE}\\n";
    for (std::size_t i = 0; i + 1 < call.args.size(); ++i)
        if (call.args[i] == "--qf" || call.args[i] == "--queryformat")
            pattern = call.args[i + 1];
    if (call.isOption("-qa")) {
        for (const auto &[name, version] : packages.items())
            call.out(filled(pattern, name, version.is_string() ? version.get<std::string>() : ""));
        return 0;
    }
    int rc = 0;
    for (const std::string &name : plainWords(call.args, {"--qf", "--queryformat"})) {
        const std::string version = str(packages, name);
        call.out(version.empty() ? "package " + name + " is not installed\n" : filled(pattern, name, version));
        rc = version.empty() ? 1 : rc;
    }
    return rc;
}

int dpkgQuery(Call &call)
{
    Session session(call.directory);
    std::string pattern = "${binary:Package}\\t${Version}\\n";
    for (std::size_t i = 0; i + 1 < call.args.size(); ++i)
        if (call.args[i] == "-f")
            pattern = call.args[i + 1];
    for (const auto &[name, version] : at(systemOf(session, call.host), "packages").items())
        call.out(filled(pattern, name, version.is_string() ? version.get<std::string>() : ""));
    return 0;
}

namespace {

int aptInstall(Call &call, const Words &names, bool status)
{
    Session session(call.directory);
    const Wanted wanted = resolvePackages(session, call.host, names);
    call.out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n");
    if (!wanted.missing.empty()) {
        for (const std::string &name : wanted.missing)
            call.err("E: Unable to locate package " + name + "\n");
        return 100;
    }
    Words list;
    for (const auto &package : wanted.packages)
        list.push_back(package.first);
    if (!list.empty())
        call.out("The following NEW packages will be installed:\n  " + join(list, " ") + "\n");
    call.out(format("0 upgraded, %zu newly installed, 0 to remove and 0 not upgraded.\n", list.size()));
    for (std::size_t i = 0; i < list.size(); ++i) {
        const double share = 100.0 * static_cast<double>(i + 1) / static_cast<double>(list.size());
        if (status)
            call.out(format("dlstatus:%zu:%.4f:Retrieving file %zu of %zu\n", i + 1, share, i + 1, list.size()));
        call.out("Selecting previously unselected package " + list[i] + ".\nUnpacking " + list[i] + " (" + wanted.packages[i].second + ") ...\n");
        if (status)
            call.out("pmstatus:" + list[i] + format(":%.4f:Installed ", share) + list[i] + " (amd64)\n");
        call.out("Setting up " + list[i] + " (" + wanted.packages[i].second + ") ...\n");
    }
    installPackages(session, call.host, wanted);
    return 0;
}

int aptRemove(Call &call, const Words &names, bool simulate)
{
    Session session(call.directory);
    const Json packages = at(systemOf(session, call.host), "packages");
    Words all = names;
    for (const std::string &name : dependants(session, call.host, names))
        all.push_back(name);
    call.out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n");
    Words gone;
    for (const std::string &name : all)
        if (packages.contains(name)) {
            gone.push_back(name);
            call.out((simulate ? "Remv " : "Removing ") + name + (simulate ? " [" : " (") + str(packages, name) + (simulate ? "]\n" : ") ...\n"));
        }
    if (!simulate)
        removePackages(session, call.host, gone);
    return 0;
}

} // namespace

int aptGet(Call &call)
{
    const Words words = plainWords(call.args, {"-o"});
    const std::string verb = words.empty() ? "" : words[0];
    const Words names(words.begin() + (words.empty() ? 0 : 1), words.end());
    if (verb == "install")
        return aptInstall(call, names, call.isOption("APT::Status-Fd=1"));
    if (verb == "remove")
        return aptRemove(call, names, call.isOption("-s"));
    if (verb != "update")
        return call.fail(100, "E: Invalid operation " + verb + "\n");
    call.wait(0.3);
    call.out("Get:1 InRelease [2,103 B]\nReading package lists...\n");
    return 0;
}

int aptHelper(Call &call)
{
    if (call.args.size() < 3 || call.args[0] != "download-file")
        return call.fail(100, "E: Must specify at least one pair url/filename\n");
    Session session(call.directory);
    const bool armoured = has(call.args[2], ".asc");
    writeFile(session.root(call.host) + call.args[2], armoured ? "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nc2ltdWxhdGVk\n-----END PGP PUBLIC KEY BLOCK-----\n" : "\x99simulated");
    call.out("Get:1 " + call.args[1] + " [3,120 B]\nFetched 3,120 B in 0s (24.0 kB/s)\n");
    return 0;
}

int grubby(Call &call)
{
    if (!call.isOption("--default-kernel"))
        return call.fail(1, "grubby: only --default-kernel is simulated\n");
    Session session(call.directory);
    call.out("/boot/vmlinuz-" + str(systemOf(session, call.host), "bootKernel") + "\n");
    return 0;
}

} // namespace simhost
