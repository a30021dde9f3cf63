// SPDX-License-Identifier: GPL-3.0-or-later
#include "simhost-agreement.h"

#include <algorithm>
#include <regex>

namespace agreement {

using namespace simhost;

namespace {

void collect(const std::string &directory, std::vector<Recording> &found)
{
    if (exists(directory + "/cmd") && exists(directory + "/rc")) {
        Recording r;
        r.path = directory;
        r.name = baseName(directory);
        r.folder = baseName(dirName(directory));
        r.cmd = trim(readFile(directory + "/cmd"));
        r.out = readFile(directory + "/stdout");
        r.err = readFile(directory + "/stderr");
        r.rc = static_cast<int>(std::strtol(readFile(directory + "/rc").c_str(), nullptr, 10));
        for (const std::string &line : lines(readFile(directory + "/dmesg")))
            if (!has(line, "REC-BEGIN") && !has(line, "REC-END"))
                r.dmesg += line + "\n";
        const std::string kernel = readFile(directory + "/dmesg");
        std::smatch match;
        if (std::regex_search(kernel, match, std::regex("^\\[ *([0-9]+\\.[0-9]+)\\]")))
            r.at = std::strtod(match[1].str().c_str(), nullptr);
        found.push_back(r);
        return;
    }
    for (const std::string &name : listDirectory(directory))
        if (isDirectory(directory + "/" + name))
            collect(directory + "/" + name, found);
}

} // namespace

std::vector<Recording> loadRecordings(const std::string &directory)
{
    std::vector<Recording> found;
    collect(directory, found);
    std::stable_sort(found.begin(), found.end(), [](const Recording &a, const Recording &b) {
        return a.folder != b.folder ? a.folder < b.folder : a.at < b.at;
    });
    return found;
}

namespace {

const Words &tools()
{
    static const Words names{"mkfs.lustre", "tunefs.lustre", "mount", "umount", "mount.lustre", "findmnt", "lctl", "lnetctl", "lfs", "modprobe",
        "lustre_rmmod", "lsmod", "blkid", "lsblk", "e2label", "dumpe2fs", "debugfs", "zpool", "zfs", "udevadm", "multipath"};
    return names;
}

/// Shell words of a command line; operators become words of their own.
Words shellWords(const std::string &cmd)
{
    Words words;
    std::string word;
    char quote = 0;
    bool any = false;
    const auto end = [&] {
        if (any)
            words.push_back(word);
        word.clear();
        any = false;
    };
    for (const char c : cmd) {
        if (quote) {
            if (c == quote)
                quote = 0;
            else
                word += c;
            continue;
        }
        if (c == '"' || c == '\'') {
            quote = c;
            any = true;
        } else if (c == ' ' || c == '\t') {
            end();
        } else if (c == ';' || c == '|' || c == '&' || c == '(' || c == ')' || c == '\n' || c == '`') {
            end();
            words.push_back(std::string(1, c == '\n' ? ';' : c));
        } else {
            word += c;
            any = true;
        }
    }
    end();
    return words;
}

} // namespace

std::string Invocation::sub() const
{
    if (tool != "lctl" && tool != "lnetctl" && tool != "lfs" && tool != "zpool" && tool != "zfs")
        return {};
    Words plain = words;
    if (plain.size() > 2 && plain[0] == "--device")
        plain.erase(plain.begin(), plain.begin() + 2);
    if (plain.empty())
        return {};
    return tool == "lnetctl" && plain.size() > 1 && plain[1][0] != '-' ? plain[0] + " " + plain[1] : plain[0];
}

std::vector<Invocation> invocationsOf(const std::string &cmd)
{
    std::vector<Invocation> found;
    const Words words = shellWords(cmd);
    bool start = true;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (word.size() == 1 && has(";|&()`", word)) {
            start = true;
            continue;
        }
        if (start && contains(tools(), word)) {
            Invocation one{word, {}};
            for (std::size_t j = i + 1; j < words.size() && !(words[j].size() == 1 && has(";|&()`", words[j])); ++j)
                if (words[j].find('>') == std::string::npos && words[j] != "<" && words[j] != "}" && words[j] != "/dev/null")
                    one.words.push_back(words[j]);
            found.push_back(one);
        }
        static const Words before{"do", "then", "else", "time", "timeout", "if", "!", "{", "while"};
        const bool number = !word.empty() && word.find_first_not_of("0123456789.s") == std::string::npos;
        start = contains(before, word) || (start && number) || (start && has(word, "=$")) || (start && word.find('=') != std::string::npos && word.find('/') == std::string::npos);
        if (has(word, "=$") && i + 2 < words.size() && words[i + 1] == "(")
            start = false;
    }
    return found;
}

namespace {

bool isHelp(const Invocation &invocation)
{
    for (const std::string &word : invocation.words)
        if (word == "--help" || word == "help" || word == "--list-commands")
            return true;
    return false;
}

/// Parameters that a verb reads or that the simulated host has because such reading touches them.
bool isReadParameter(const std::string &pattern)
{
    static const Words leaves{"recovery_status", "num_exports", "version", "health_check", "devices", "jobid_var", "jobid_name", "timeout",
        "kbytestotal", "kbytesfree", "kbytesavail", "filestotal", "filesfree", "filesystems", "degraded", "active", "uuid", "fstype", "mntdev",
        "{kbytes,files}*", "hsm_control"};
    const std::string leaf = pattern.substr(pattern.rfind('.') == std::string::npos ? 0 : pattern.rfind('.') + 1);
    if (leaf == "uuid" && pattern.find_first_of("*") < pattern.find('.'))
        return false; // every kind of object at once, clients' inner objects too
    return contains(leaves, leaf) || pattern.rfind("nosuch", 0) == 0 || has(pattern, ".nosuch");
}

const Words &calledSubs(const std::string &tool)
{
    static const Words lctl{"list_nids", "get_param", "set_param", "dl", "device_list", "ping", "which_nid", "network", "net", "lcfg_erase", "erase_lcfg",
        "conf_param", "replace_nids", "abort_recovery", "peer_list", "route_list"};
    static const Words lnet{"lnet configure", "lnet unconfigure", "net show", "net add", "net del", "export", "import", "global show", "peer show",
        "route add", "route del", "route show", "routing show", "set routing", "set discovery", "set transaction_timeout", "set retry_count",
        "set numa_range", "set max_interfaces", "set health_sensitivity", "stats show", "ping", "debug recovery", "udsp show"};
    static const Words lfs{"df", "check", "osts", "mdts", "getname", "--version"};
    static const Words zpool{"create", "import", "export", "list", "get", "set", "status", "destroy"};
    static const Words zfs{"create", "list", "get", "set"};
    static const Words none{};
    return tool == "lctl" ? lctl : tool == "lnetctl" ? lnet : tool == "lfs" ? lfs : tool == "zpool" ? zpool : tool == "zfs" ? zfs : none;
}

} // namespace

bool needsFiles(const std::string &cmd)
{
    return std::regex_search(cmd, std::regex("(if|of)=/mnt/|\\b(ls|cp|fio|mkdir|stat|du|touch|cat) [^;|]*/mnt/|> */mnt/|\\bpgrep\\b"));
}

bool isCalled(const Invocation &invocation, std::string &why)
{
    if (isHelp(invocation)) {
        why = "help text";
        return false;
    }
    const Words &subs = calledSubs(invocation.tool);
    if (subs.empty())
        return true;
    const std::string sub = invocation.sub(), first = sub.substr(0, sub.find(' '));
    if (!contains(subs, sub) && !contains(subs, first)) {
        why = sub.empty() ? "no sub-command" : "sub-command that no verb calls";
        return false;
    }
    if (first == "set_param" && (contains(invocation.words, "-P") || contains(invocation.words, "-d")))
        return true;
    if (first == "get_param" || first == "set_param") {
        for (const std::string &word : invocation.words) {
            const std::string name = word.substr(0, word.find('='));
            if (word == first || word[0] == '-' || isReadParameter(name))
                continue;
            why = "parameter that no verb reads";
            return false;
        }
    }
    return true;
}

std::string normalised(std::string text)
{
    // clang-format off
    static const std::vector<std::pair<std::regex, std::string>> rules{
        {std::regex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "UUID"},
        {std::regex("\\b(ff11|ffff)[0-9a-f]{12}\\b"), "ADDRESS"},
        {std::regex("(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ 0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [0-9]{4}"), "TIME"},
        {std::regex("[ 0-9][0-9]-[A-Z][a-z]{2}-[0-9]{4} [0-9]{2}:[0-9]{2}"), "TIME"},
        {std::regex("\\b1[0-9]{9}\\b"), "TIME"},
        {std::regex("(real|user|sys)\t[0-9]+m[0-9.]+s"), "$1\tTIME"},
        {std::regex("/dev/(mapper/[A-Za-z0-9_-]+|[sv]d[a-z]+[0-9]*|loop[0-9]+|dm-[0-9]+|nvme[0-9a-z]+)\\b"), "DEVICE"},
        {std::regex("time_remaining: [0-9]+"), "time_remaining: TIME"},
    };
    // clang-format on
    for (const auto &[pattern, word] : rules)
        text = std::regex_replace(text, pattern, word);
    return text;
}

} // namespace agreement
