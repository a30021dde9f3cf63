// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/format.h"

#include <algorithm>

namespace simhost {

namespace {

const std::vector<OptionRule> &rulesOf(bool tunefs)
{
    static const std::vector<OptionRule> common{
        {1, "skipmmp", Takes::Nothing}, {'B', "backfs-mount-opts", Takes::Value}, {'f', "failnode", Takes::Value},
        {'f', "failover", Takes::Value}, {'G', "mgs", Takes::Nothing}, {'h', "help", Takes::Nothing},
        {'i', "index", Takes::Value}, {'L', "fsname", Takes::Value}, {'m', "mgsnode", Takes::Value},
        {'m', "mgsnid", Takes::Value}, {'n', "dryrun", Takes::Nothing}, {'N', "nomgs", Takes::Nothing},
        {'o', "mountfsoptions", Takes::Value}, {'p', "param", Takes::Value}, {'q', "quiet", Takes::Nothing},
        {'R', "replace", Takes::Nothing}, {'s', "servicenode", Takes::Value}, {'t', "network", Takes::Value},
        {'u', "comment", Takes::Value}, {'U', "force-nohostid", Takes::Nothing}, {'v', "verbose", Takes::Nothing},
        {'V', "version", Takes::Nothing}};
    static const std::vector<OptionRule> mkfs = [] {
        std::vector<OptionRule> rules = common;
        for (const OptionRule &rule : {OptionRule{'b', "backfstype", Takes::Value}, {'c', "stripe-count-hint", Takes::Value},
                 {'d', "device-size", Takes::Value}, {'k', "mkfsoptions", Takes::Value}, {'M', "mdt", Takes::Nothing},
                 {'O', "ost", Takes::Nothing}, {'r', "reformat", Takes::Nothing}})
            rules.push_back(rule);
        return rules;
    }();
    static const std::vector<OptionRule> tune = [] {
        std::vector<OptionRule> rules = common;
        for (const OptionRule &rule : {OptionRule{'E', "erase-param", Takes::Value}, {'e', "erase-params", Takes::Nothing},
                 {'l', "nolocallogs", Takes::Nothing}, {'M', "mountdata-reset-from", Takes::Value}, {'Q', "quota", Takes::Nothing},
                 {'r', "rename", Takes::Maybe}, {'w', "writeconf", Takes::Nothing}})
            rules.push_back(rule);
        return rules;
    }();
    return tunefs ? tune : mkfs;
}

int refused(Call &call, int rc, const std::string &text)
{
    call.err(call.tool + ": " + text + "\n");
    return exitingWith(call, rc);
}

/// Appends to a parameter that joins its values with ':', as mgsnode and failover.node do.
void appendNids(Json &lustre, const std::string &key, const std::string &nids)
{
    for (Json &parameter : arrayAt(lustre, "parameters")) {
        const std::string text = parameter.is_string() ? parameter.get<std::string>() : "";
        if (text.rfind(key + "=", 0) == 0) {
            parameter = text + ":" + nids;
            return;
        }
    }
    lustre["parameters"].push_back(key + "=" + nids);
}

/// Removes the instances of a parameter; true when there was one.
bool eraseParameter(Json &lustre, const std::string &parameter)
{
    const std::string key = parameter.substr(0, parameter.find('=')) + "=";
    Json kept = Json::array();
    for (const Json &old : arrayAt(lustre, "parameters"))
        if (!old.is_string() || old.get<std::string>().rfind(key, 0) != 0)
            kept.push_back(old);
    const bool erased = kept.size() != lustre["parameters"].size();
    lustre["parameters"] = kept;
    return erased;
}

int takeNids(Call &call, FormatRequest &request, const Option &option, const std::string &key)
{
    for (const std::string &node : split(option.value, ':'))
        for (const std::string &nid : split(node, ','))
            if (!validNid(nid)) {
                call.err(call.tool + ": Unsupported NID '" + nid + "': rc = Unknown error -22.\n");
                call.err(call.tool + ": Can't parse NID '" + nid + "'\n");
                return exitingWith(call, 1);
            }
    appendNids(request.lustre, key, option.value);
    return -1;
}

int takeIndex(Call &call, FormatRequest &request, const Option &option, bool)
{
    const std::int64_t index = wholeNumber(option.value);
    if (index < 0)
        return refused(call, 1, "wrong index " + option.value + ". Target index must be decimal or hexadecimal.");
    if (index > 65532)
        return refused(call, 1, format("wrong index %lld. Target index must be less than 65533.", static_cast<long long>(index)));
    request.lustre["index"] = index;
    request.lustre["flags"] = num(request.lustre, "flags") & ~FlagNeedsIndex;
    return -1;
}

int takeFsname(Call &call, FormatRequest &request, const Option &option)
{
    if (option.value.empty() || option.value.size() > 8)
        return refused(call, 1, "filesystem name must be 1-8 chars");
    for (const char c : option.value)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-')
            return refused(call, 1, std::string("char '") + c + "' not allowed in filesystem name");
    request.lustre["newFsname"] = option.value;
    return -1;
}

int takeFailover(Call &call, FormatRequest &request, const Option &option)
{
    const char other = option.letter == 'f' ? 's' : 'f';
    if (flag(request.lustre, other == 's' ? "sawService" : "sawFailnode"))
        return refused(call, 1, option.name + " cannot use with --" + (other == 's' ? "servicenode" : "failnode"));
    if (const int rc = takeNids(call, request, option, "failover.node"); rc >= 0)
        return rc;
    std::int64_t flags = num(request.lustre, "flags") | FlagUpdate;
    request.lustre["flags"] = option.letter == 'f' ? flags & ~FlagNoPrimaryNode : flags | FlagNoPrimaryNode;
    request.lustre[option.letter == 'f' ? "sawFailnode" : "sawService"] = true;
    request.failover = true;
    return -1;
}

int takeParameter(Call &call, FormatRequest &request, const Option &option, bool tunefs)
{
    if (tunefs)
        eraseParameter(request.lustre, option.value);
    if (!has(option.value, "="))
        return refused(call, 22, "parameter '" + option.value + "' must be in the form of 'key=value'");
    arrayAt(request.lustre, "parameters").push_back(option.value);
    request.lustre["flags"] = num(request.lustre, "flags") | FlagUpdate;
    return -1;
}

int takeRename(Call &call, FormatRequest &request, const Option &option)
{
    request.rename = true;
    const bool separateMgs = targetSuffix(request.lustre) == "MGS";
    if (!option.hasValue)
        return separateMgs ? refused(call, 1, "must specify the old fsname to be renamed for separated MGS") : -1;
    if (option.value.empty() || option.value.size() > 8)
        return refused(call, 1, "filesystem name must be 1-8 chars");
    if (!separateMgs && option.value != str(request.lustre, "fsname"))
        return refused(call, 1, "the given fsname '" + option.value + "' to be renamed does not exist");
    return -1;
}

int takeStripeHint(Call &call, FormatRequest &request, const Option &option)
{
    if (!(num(request.lustre, "flags") & FlagMdt)) {
        call.err(call.tool + ": '--stripe-count-hint' only valid for MDT\n");
        call.err(formatUsage(false));
        return exitingWith(call, 1);
    }
    request.stripeCount = static_cast<int>(wholeNumber(option.value));
    return request.stripeCount > 0 ? -1 : refused(call, 1, "bad stripe count " + option.value);
}

int takeTuning(Call &call, FormatRequest &request, const Option &option)
{
    const auto addFlag = [&](std::int64_t bit) { request.lustre["flags"] = num(request.lustre, "flags") | bit; };
    switch (option.letter) {
    case 'E': eraseParameter(request.lustre, option.value); addFlag(FlagUpdate); return -1;
    case 'w': addFlag(FlagWriteconf); return -1;
    case 'r': return takeRename(call, request, option);
    case 'l':
        if (num(request.lustre, "flags") & (FlagFirstTime | FlagWriteconf)) {
            call.err("Can not apply nolocallogs to the target that was writeconfed or never been registered\n");
            return exitingWith(call, 22);
        }
        addFlag(FlagNoLocalLogs);
        return -1;
    default: return -1;
    }
}

int takeFormatting(Call &call, FormatRequest &request, const Option &option)
{
    const auto addFlag = [&](std::int64_t bit) { request.lustre["flags"] = num(request.lustre, "flags") | bit; };
    switch (option.letter) {
    case 'c': return takeStripeHint(call, request, option);
    case 'd': request.deviceKb = wholeNumber(option.value); return -1;
    case 'k': request.mkfsOptions = option.value; return -1;
    case 'M': addFlag(FlagMdt); return -1;
    case 'O': addFlag(FlagOst); return -1;
    case 'r': request.reformat = true; return -1;
    default: return -1;
    }
}

int takeOption(Call &call, FormatRequest &request, const Option &option, bool tunefs)
{
    Json &lustre = request.lustre;
    switch (option.letter) {
    case 1: request.skipMmp = true; return -1;
    case 'f': case 's': return takeFailover(call, request, option);
    case 'G': lustre["flags"] = num(lustre, "flags") | FlagMgs; return -1;
    case 'N': lustre["flags"] = num(lustre, "flags") & ~FlagMgs; return -1;
    case 'i': return takeIndex(call, request, option, tunefs);
    case 'L': return takeFsname(call, request, option);
    case 'm': return takeNids(call, request, option, "mgsnode");
    case 'n': request.dryRun = true; return -1;
    case 'o': request.mountOptions = option.value; request.givenMountOptions = true; return -1;
    case 'p': return takeParameter(call, request, option, tunefs);
    case 'R': request.replace = true; return -1;
    case 't':
        if (!(num(lustre, "flags") & (FlagMdt | FlagOst)))
            return refused(call, 1, "--network only valid for MDT,OST");
        return takeParameter(call, request, {'p', "param", "network=" + option.value, true}, tunefs);
    case 'u': lustre["comment"] = option.value; return -1;
    default: return tunefs ? takeTuning(call, request, option) : takeFormatting(call, request, option);
    }
}

} // namespace

int exitingWith(Call &call, int rc)
{
    call.err(format("%s: exiting with %d (%s)\n", call.tool.c_str(), rc, errnoText(rc)));
    return rc;
}

void fatal(Call &call, const std::string &text)
{
    call.err("\n" + call.tool + " FATAL: " + text + "\n");
}

bool seesTarget(Session &session, const Call &call, const Device &device)
{
    const Json &lustre = lustreOf(session, device);
    if (!lustre.is_object())
        return false;
    const bool dirdata = !flag(session.host(call.host), "stockE2fsprogs");
    return dirdata || !device.dataset.empty() || !(num(lustre, "flags") & FlagMdt);
}

int takeEarlyOptions(Call &call, FormatRequest &request, bool tunefs)
{
    if (call.args.empty())
        return call.fail(22, formatUsage(tunefs));
    request.parsed = parseOptions(call.args, rulesOf(tunefs));
    for (const Option &option : request.parsed.options) {
        if (option.letter == 'h') {
            call.out(formatUsage(tunefs));
            return 1;
        }
        if (option.letter == 'V') {
            call.out(call.tool + " " + str(Session(call.directory).definition(), "lustre", "2.17.0") + "\n");
            return 0;
        }
        request.verbose += option.letter == 'v' ? 1 : option.letter == 'q' ? -1 : 0;
        request.eraseAll = request.eraseAll || (tunefs && option.letter == 'e');
        if (!tunefs && option.letter == 'b') {
            if (option.value != "ldiskfs" && option.value != "zfs" && option.value != "ext3" && option.value != "wbcfs")
                return call.fail(1, call.tool + ": invalid backend filesystem type " + option.value + "\n");
            request.backend = option.value;
        }
    }
    Words rest = request.parsed.rest;
    if (!request.parsed.problem.empty()) // getopt goes on after its message: the device is still the last word
        rest.assign(1, call.args.back());
    if (rest.empty()) {
        fatal(call, "Not enough arguments - device name or pool/dataset name not specified.");
        return 22;
    }
    request.device = rest.front();
    request.vdevs.assign(rest.begin() + 1, rest.end());
    if (!request.vdevs.empty() && (tunefs || request.backend != "zfs"))
        return call.fail(22, call.tool + ": Only one device is allowed" + (tunefs ? "" : " for backfstype " + request.backend)
                                 + ", but multiple devices are specified: " + join(rest, " ") + "\n");
    return -1;
}

int takeOptions(Call &call, FormatRequest &request, bool tunefs)
{
    for (const Option &option : request.parsed.options)
        if (const int rc = takeOption(call, request, option, tunefs); rc >= 0)
            return rc;
    if (!request.parsed.problem.empty()) {
        if (tunefs) // said by both passes over the options
            call.err(call.tool + ": " + request.parsed.problem + "\n");
        return refused(call, 22, request.parsed.problem);
    }
    const std::string fsname = str(request.lustre, "newFsname");
    if (!fsname.empty()) {
        const bool renames = tunefs && fsname != str(request.lustre, "fsname") && !(num(request.lustre, "flags") & (FlagFirstTime | FlagWriteconf));
        if (renames && !request.rename)
            return refused(call, 1, "can't change the target fsname. If you want to do this without erasing data, use --rename option");
        request.lustre["fsname"] = fsname;
    } else if (request.rename) {
        return refused(call, 1, "need to specify new fsname for renaming case");
    }
    for (const char *key : {"newFsname", "sawService", "sawFailnode"})
        request.lustre.erase(key);
    return -1;
}

int checkTarget(Call &call, FormatRequest &request, bool tunefs)
{
    Json &lustre = request.lustre;
    std::int64_t flags = num(lustre, "flags");
    const auto refuse = [&](const std::string &text) {
        fatal(call, text);
        return exitingWith(call, 22);
    };
    if (!(flags & (FlagMdt | FlagOst | FlagMgs)))
        return refuse("must set target type: MDT,OST,MGS");
    if ((flags & (FlagMdt | FlagMgs)) && (flags & FlagOst))
        return refuse("OST type is exclusive with MDT,MGS");
    if (!(flags & FlagMdt) && (flags & FlagMgs)) {
        if (!tunefs && !(flags & FlagNeedsIndex)) {
            call.err(call.tool + ": '--index' only valid for MDT,OST\n");
            call.err(formatUsage(false));
            return 0;
        }
        flags &= ~FlagNeedsIndex;
    }
    if (flags & FlagNeedsIndex)
        call.err("warning: " + request.device + ": for Lustre 2.4 and later, the target index must be specified with --index\n");
    if ((flags & FlagMdt) && num(lustre, "index", 0xffff) == 0xffff) {
        flags &= ~FlagNeedsIndex;
        lustre["index"] = 0;
    }
    lustre["flags"] = flags;
    if (!(flags & FlagMgs) && parameterOf(lustre, "mgsnode").empty() && !(tunefs && (request.dryRun || request.eraseAll)))
        return refuse(flags & FlagMdt ? "Must specify --mgs or --mgsnode" : "Must specify --mgsnode");
    if ((flags & (FlagMdt | FlagOst)) && str(lustre, "fsname").empty())
        return refuse("Must specify --fsname for MDT/OST device");
    return -1;
}

} // namespace simhost
