// SPDX-License-Identifier: GPL-3.0-or-later
// zpool and zfs on shared disks, and mkfs.lustre with a ZFS backend. Texts follow OpenZFS 2.1.
#include "agent/simhost/format.h"

#include <algorithm>

namespace simhost {

namespace {

bool hasZfs(Call &call, Session &session)
{
    if (flag(session.host(call.host), "zfs"))
        return true;
    call.err("The ZFS modules are not loaded.\nTry running '/sbin/modprobe zfs' as root to load them.\n");
    return false;
}

bool importedHere(const Call &call, const Json &pool)
{
    return str(at(pool, "importedBy"), "host") == call.host && !flag(at(pool, "importedBy"), "dead");
}

/// The pool of that name that this host has imported: its GUID, or empty.
std::string importedPool(Session &session, const Call &call, const std::string &name)
{
    for (const auto &[guid, pool] : session.pools().items())
        if (str(pool, "name") == name && importedHere(call, pool))
            return guid;
    return {};
}

std::string human(std::int64_t bytes)
{
    const char *units = "BKMGTPE";
    double size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1024 && unit < 6) {
        size /= 1024;
        ++unit;
    }
    return unit == 0 ? format("%.0f", size) : size < 10 ? format("%.2f%c", size, units[unit]) : size < 100 ? format("%.1f%c", size, units[unit]) : format("%.0f%c", size, units[unit]);
}

std::string deviceName(Session &session, const Call &call, const std::string &serial)
{
    for (const Json &entry : at(session.host(call.host), "disks"))
        if (str(entry, "disk") == serial)
            return str(entry, "mapper").empty() ? str(entry, "kernel") : str(entry, "mapper");
    return serial;
}

bool seesAll(Session &session, const Call &call, const Json &pool)
{
    for (const Json &serial : at(pool, "disks"))
        if (deviceName(session, call, serial.get<std::string>()) == serial.get<std::string>() || !flag(session.disk(serial.get<std::string>()), "present", true))
            return false;
    return true;
}

struct ZWords {
    Words plain;
    std::vector<std::pair<std::string, std::string>> options;
    bool any(const std::string &name) const
    {
        return std::any_of(options.begin(), options.end(), [&](const auto &option) { return option.first == name; });
    }
    std::string value(const std::string &name, const std::string &fallback = {}) const
    {
        for (const auto &[key, text] : options)
            if (key == name)
                return text;
        return fallback;
    }
};

/// Letters whose word takes a value are given per sub-command.
ZWords zwords(const Words &args, const std::string &valued)
{
    ZWords words;
    for (std::size_t i = 1; i < args.size(); ++i) {
        if (args[i].size() < 2 || args[i][0] != '-') {
            words.plain.push_back(args[i]);
            continue;
        }
        for (std::size_t c = 1; c < args[i].size(); ++c) {
            const std::string letter(1, args[i][c]);
            if (valued.find(letter) == std::string::npos) {
                words.options.emplace_back(letter, "");
                continue;
            }
            const std::string attached = args[i].substr(c + 1);
            words.options.emplace_back(letter, !attached.empty() ? attached : i + 1 < args.size() ? args[++i] : "");
            break;
        }
    }
    return words;
}

void table(Call &call, const std::vector<Words> &rows, bool parseable, bool leftAll = true)
{
    std::vector<std::size_t> widths;
    for (const Words &row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths.resize(std::max(widths.size(), row.size()));
            widths[i] = std::max(widths[i], row[i].size());
        }
    for (const Words &row : rows) {
        Words cells = row;
        for (std::size_t i = 0; !parseable && i < cells.size(); ++i)
            cells[i] = i == 0 || leftAll ? (i + 1 == cells.size() ? cells[i] : left(cells[i], widths[i])) : right(cells[i], widths[i]);
        call.out(join(cells, parseable ? "\t" : "  ") + "\n");
    }
}

int createPool(Call &call, const ZWords &words)
{
    if (words.plain.size() < 2)
        return call.fail(2, words.plain.empty() ? "missing pool name argument\n" : "missing vdev specification\n");
    const std::string &name = words.plain[0];
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    if (!importedPool(session, call, name).empty())
        return call.fail(1, "cannot create '" + name + "': pool already exists\n");
    Json disks = Json::array();
    std::int64_t size = 0;
    std::string kind;
    static const Words kinds{"mirror", "raidz", "raidz1", "raidz2", "raidz3", "draid", "spare", "cache", "log"};
    for (std::size_t i = 1; i < words.plain.size(); ++i) {
        if (contains(kinds, words.plain[i])) {
            kind = words.plain[i];
            continue;
        }
        const std::string path = words.plain[i][0] == '/' ? words.plain[i] : "/dev/mapper/" + words.plain[i];
        Device device = findDevice(session, call, path);
        if (!device.found())
            device = findDevice(session, call, "/dev/" + words.plain[i]);
        if (!device.found() || !device.present)
            return call.fail(1, "cannot open '" + words.plain[i] + "': no such device in /dev\nmust be a full path or shorthand device name\n");
        const Json &content = contentOf(session, device);
        if (!str(content, "type").empty() && !words.any("f")) {
            call.err("invalid vdev specification\nuse '-f' to override the following errors:\n");
            return call.fail(1, str(content, "type") == "zfs_member" ? path + " is part of exported pool '" + str(content, "label") + "'\n"
                                                                     : path + " contains a filesystem of type '" + str(content, "type") + "'\n");
        }
        disks.push_back(device.serial);
        const std::int64_t one = num(session.disk(device.serial), "size");
        size = kind == "mirror" ? (size ? std::min(size, one) : one) : size + one;
    }
    const std::string guid = std::to_string(newRandom() >> 1);
    for (const Json &serial : disks)
        session.disk(serial.get<std::string>())["content"] = {{"type", "zfs_member"}, {"label", name}, {"uuid", guid}};
    Json properties = Json::object();
    for (const auto &[letter, text] : words.options)
        if ((letter == "o" || letter == "O") && has(text, "="))
            properties[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
    session.pools()[guid] = {{"name", name}, {"disks", disks}, {"kind", kind}, {"size", size}, {"properties", properties},
                             {"importedBy", {{"host", call.host}, {"since", nowSeconds()}}}, {"datasets", {{name, {{"uuid", guid}}}}}};
    return 0;
}

int importPool(Call &call, const ZWords &words)
{
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    bool any = false;
    for (auto &[guid, pool] : session.pools().items()) {
        const std::string name = str(pool, "name"), owner = str(at(pool, "importedBy"), "host");
        if (importedHere(call, pool) || !seesAll(session, call, pool) || (owner.empty() && flag(pool, "destroyed")))
            continue;
        const bool active = !owner.empty() && owner != call.host;
        const bool live = active && session.up(owner) && !flag(at(pool, "importedBy"), "dead");
        if (words.plain.empty() && !words.any("a")) {
            any = true;
            call.out("   pool: " + name + "\n     id: " + guid + "\n  state: ONLINE\n"
                     + (active ? "status: The pool was last accessed by another system.\n action: The pool can be imported using its name or numeric identifier and\n\tthe '-f' flag.\n"
                               : " action: The pool can be imported using its name or numeric identifier.\n")
                     + " config:\n\n\t" + left(name, 12) + "ONLINE\n");
            for (const Json &serial : at(pool, "disks"))
                call.out("\t  " + left(deviceName(session, call, serial.get<std::string>()), 10) + "ONLINE\n");
            continue;
        }
        if (!words.any("a") && words.plain[0] != name && words.plain[0] != guid)
            continue;
        any = true;
        if (live && str(at(pool, "properties"), "multihost") == "on")
            return call.fail(1, "cannot import '" + name + "': pool is imported on another host\nThe pool is imported on " + owner
                                    + " (hostid: 0x1).\nExport the pool on the other system, then run 'zpool import'.\n");
        if (active && !words.any("f"))
            return call.fail(1, "cannot import '" + name + "': pool was previously in use from another system.\nLast accessed by " + owner
                                    + "\nThe pool can be imported, use 'zpool import -f' to import the pool.\n");
        pool["importedBy"] = {{"host", call.host}, {"since", nowSeconds()}};
    }
    if (!any && !words.plain.empty())
        return call.fail(1, "cannot import '" + words.plain[0] + "': no such pool available\n");
    if (!any && !words.any("a"))
        call.out("no pools available to import\n");
    return any || words.any("a") ? 0 : 1;
}

int endPool(Call &call, const ZWords &words, bool destroy)
{
    const std::string name = words.plain.empty() ? "" : words.plain[0];
    if (name.empty())
        return call.fail(2, "missing pool argument\n");
    Session session(call.directory);
    const std::string guid = importedPool(session, call, name);
    if (guid.empty())
        return call.fail(1, "cannot open '" + name + "': no such pool\n");
    for (const Json &mount : at(session.state(call.host), "mounts"))
        if (str(mount, "disk") == guid)
            return call.fail(1, "cannot " + std::string(destroy ? "destroy" : "export") + " '" + name + "': pool is busy\n");
    if (!destroy) {
        session.pools()[guid]["importedBy"] = nullptr;
        return 0;
    }
    for (const Json &serial : at(session.pools()[guid], "disks"))
        session.disk(serial.get<std::string>())["content"] = Json::object();
    session.pools().erase(guid);
    return 0;
}

int listPools(Call &call, const ZWords &words)
{
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    const Words columns = split(words.value("o", "name,size,alloc,free,ckpoint,expandsz,frag,cap,dedup,health,altroot"), ',');
    std::vector<Words> rows;
    for (const auto &[guid, pool] : session.pools().items()) {
        if (!importedHere(call, pool) || (!words.plain.empty() && !contains(words.plain, str(pool, "name"))))
            continue;
        const std::int64_t size = num(pool, "size"), used = num(pool, "used", 1 << 20);
        const auto bytes = [&](std::int64_t n) { return words.any("p") ? std::to_string(n) : human(n); };
        Words row;
        for (const std::string &column : columns)
            row.push_back(column == "name" ? str(pool, "name") : column == "size" ? bytes(size) : column == "alloc" || column == "allocated" ? bytes(used)
                          : column == "free" ? bytes(size - used) : column == "frag" || column == "fragmentation" || column == "cap" || column == "capacity" ? (words.any("p") ? "0" : "0%")
                          : column == "dedup" || column == "dedupratio" ? "1.00x" : column == "health" ? str(pool, "health", "ONLINE") : column == "guid" ? guid : "-");
        rows.push_back(row);
    }
    if (rows.empty()) {
        if (!words.plain.empty())
            return call.fail(1, "cannot open '" + words.plain[0] + "': no such pool\n");
        if (!words.any("H"))
            call.out("no pools available\n");
        return 0;
    }
    if (!words.any("H")) {
        Words head = columns;
        for (std::string &one : head)
            for (char &c : one)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        rows.insert(rows.begin(), head);
    }
    table(call, rows, words.any("H"), false);
    return 0;
}

int poolStatus(Call &call, const ZWords &words)
{
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    bool any = false;
    for (const auto &[guid, pool] : session.pools().items()) {
        const std::string name = str(pool, "name");
        if (!importedHere(call, pool) || (!words.plain.empty() && !contains(words.plain, name)))
            continue;
        any = true;
        call.out("  pool: " + name + "\n state: ONLINE\nconfig:\n\n\tNAME        STATE     READ WRITE CKSUM\n");
        call.out("\t" + left(name, 12) + "ONLINE       0     0     0\n");
        const std::string kind = str(pool, "kind");
        if (!kind.empty())
            call.out("\t  " + left(kind + "-0", 10) + "ONLINE       0     0     0\n");
        for (const Json &serial : at(pool, "disks"))
            call.out(std::string(kind.empty() ? "\t  " : "\t    ") + left((words.any("P") ? "/dev/mapper/" : "") + deviceName(session, call, serial.get<std::string>()), kind.empty() ? 10 : 8) + "ONLINE       0     0     0\n");
        call.out("\nerrors: No known data errors\n");
    }
    if (!any && !words.plain.empty())
        return call.fail(1, "cannot open '" + words.plain[0] + "': no such pool\n");
    if (!any)
        call.out("no pools available\n");
    return 0;
}

/// get PROPERTIES NAME... of pools or datasets; `properties` and `built in` of each are the caller's.
void printProperties(Call &call, const ZWords &words, const std::string &name, const Json &all, std::vector<Words> &rows)
{
    const Words wanted = split(words.plain.empty() ? "all" : words.plain[0], ',');
    for (const auto &[key, value] : all.items())
        if (contains(wanted, "all") || contains(wanted, key))
            rows.push_back({name, key, value.is_string() ? value.get<std::string>() : dump(value), "local"});
    for (const std::string &key : wanted)
        if (key != "all" && !all.contains(key))
            rows.push_back({name, key, "-", "-"});
    (void)call;
}

void printRows(Call &call, const ZWords &words, std::vector<Words> rows)
{
    const Words columns = split(words.value("o", "name,property,value,source"), ',');
    std::vector<Words> shown;
    if (!words.any("H"))
        rows.insert(rows.begin(), {"NAME", "PROPERTY", "VALUE", "SOURCE"});
    for (const Words &row : rows) {
        Words cells;
        for (const std::string &column : columns)
            cells.push_back(row[column == "name" ? 0 : column == "property" ? 1 : column == "value" ? 2 : 3]);
        shown.push_back(cells);
    }
    table(call, shown, words.any("H"));
}

int poolProperties(Call &call, const ZWords &words, bool set)
{
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    std::vector<Words> rows;
    Words names(words.plain.begin() + (words.plain.empty() ? 0 : 1), words.plain.end());
    if (names.empty() && !set) // then of all
        for (const auto &[id, pool] : session.pools().items())
            if (importedHere(call, pool))
                names.push_back(str(pool, "name"));
    if (names.empty() && set)
        names.emplace_back();
    for (const std::string &name : names) {
        const std::string guid = importedPool(session, call, name);
        if (guid.empty())
            return call.fail(1, "cannot open '" + name + "': no such pool\n");
        Json &pool = session.pools()[guid];
        if (set) {
            objectAt(pool, "properties")[words.plain[0].substr(0, words.plain[0].find('='))] = words.plain[0].substr(words.plain[0].find('=') + 1);
            continue;
        }
        Json all = objectAt(pool, "properties");
        for (const auto &[key, value] : {std::pair{"guid", guid}, {"health", str(pool, "health", "ONLINE")}, {"size", std::to_string(num(pool, "size"))}})
            all[key] = value;
        if (!all.contains("multihost"))
            all["multihost"] = "off";
        printProperties(call, words, name, all, rows);
    }
    if (!set)
        printRows(call, words, rows);
    return 0;
}

Json datasetProperties(const Json &pool, const Json &dataset)
{
    Json all = at(dataset, "properties").is_object() ? at(dataset, "properties") : Json::object();
    all["type"] = "filesystem";
    all["used"] = std::to_string(num(dataset, "usedBytes", 98304));
    all["available"] = std::to_string(num(pool, "size") * 96 / 100);
    all["mountpoint"] = str(all, "mountpoint", "none");
    const Json &lustre = at(dataset, "lustre");
    if (lustre.is_object()) {
        all["lustre:svname"] = targetName(lustre);
        all["lustre:fsname"] = str(lustre, "fsname");
        all["lustre:flags"] = std::to_string(num(lustre, "flags"));
        all["lustre:index"] = std::to_string(num(lustre, "index"));
        all["lustre:version"] = "1";
        for (const Json &parameter : at(lustre, "parameters")) {
            const std::string text = parameter.get<std::string>();
            all["lustre:" + text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
        }
    }
    return all;
}

} // namespace

int formatDataset(Call &call, FormatRequest &request)
{
    const std::string pool = request.device.substr(0, request.device.find('/'));
    if (request.device.find('/') == std::string::npos)
        return call.fail(22, call.tool + ": incorrect dataset name '" + request.device + "', it must be POOL/DATASET\n");
    std::string guid;
    {
        Session session(call.directory);
        guid = importedPool(session, call, pool);
    }
    if (guid.empty() && !request.vdevs.empty()) {
        Words words{"create", "-f", "-O", "canmount=off", pool};
        words.insert(words.end(), request.vdevs.begin(), request.vdevs.end());
        if (const int rc = createPool(call, zwords(words, "oOmRt")); rc) {
            fatal(call, "Unable to create pool " + pool + " (" + std::to_string(rc * 256) + ")");
            return 1;
        }
    }
    call.wait(1.5 + call.slowness());
    Session session(call.directory);
    guid = importedPool(session, call, pool);
    if (guid.empty()) {
        call.err("cannot create '" + request.device + "': no such pool '" + pool + "'\n");
        fatal(call, "Unable to create filesystem " + request.device + " (256)");
        fatal(call, "mkfs failed 256");
        return 1;
    }
    Json &dataset = objectAt(objectAt(session.pools()[guid], "datasets"), request.device);
    if (at(dataset, "lustre").is_object() && !request.reformat) {
        fatal(call, "Device " + request.device + " was previously formatted for lustre. Use --reformat to reformat it, or tunefs.lustre to modify.");
        return exitingWith(call, 1);
    }
    dataset = {{"uuid", newUuid()}, {"lustre", request.lustre}, {"label", targetName(request.lustre)}};
    std::string said = "checking for existing Lustre data: not found\nmkfs_cmd = zfs create -o canmount=off  " + request.device + "\n";
    said += "Writing " + request.device + " properties\n  lustre:mgsnode=" + join(parameterOf(request.lustre, "mgsnode"), ":") + "\n";
    said += "  lustre:version=1\n  lustre:flags=" + std::to_string(num(request.lustre, "flags")) + "\n  lustre:index=" + std::to_string(num(request.lustre, "index"))
        + "\n  lustre:fsname=" + str(request.lustre, "fsname") + "\n  lustre:svname=" + targetName(request.lustre) + "\n";
    call.out(said);
    return 0;
}

int zpool(Call &call)
{
    const std::string command = call.args.empty() ? "" : call.args[0];
    if (command == "create") return createPool(call, zwords(call.args, "oOmRt"));
    if (command == "import") return importPool(call, zwords(call.args, "dcoR"));
    if (command == "export" || command == "destroy") return endPool(call, zwords(call.args, ""), command == "destroy");
    if (command == "list") return listPools(call, zwords(call.args, "oT"));
    if (command == "status") return poolStatus(call, zwords(call.args, "T"));
    if (command == "get" || command == "set") return poolProperties(call, zwords(call.args, "o"), command == "set");
    return call.fail(2, "unrecognized command '" + command + "'\n");
}

int zfs(Call &call)
{
    const std::string command = call.args.empty() ? "" : call.args[0];
    const ZWords words = zwords(call.args, command == "get" ? "otsd" : command == "list" ? "otsSd" : "oVb");
    Session session(call.directory);
    if (!hasZfs(call, session))
        return 1;
    const std::string name = words.plain.empty() ? "" : words.plain.back();
    const std::string guid = importedPool(session, call, name.substr(0, name.find('/')));
    std::vector<Words> rows;
    if (command == "list" || command == "get") {
        const Words columns = split(words.value("o", "name,used,avail,refer,mountpoint"), ',');
        for (const auto &[id, pool] : session.pools().items())
            for (const auto &[dataset, content] : at(pool, "datasets").items()) {
                const Words named(words.plain.begin() + (command == "get" && !words.plain.empty() ? 1 : 0), words.plain.end());
                if (!importedHere(call, pool) || (!named.empty() && !contains(named, dataset)))
                    continue;
                const Json all = datasetProperties(pool, content);
                if (command == "get") {
                    printProperties(call, words, dataset, all, rows);
                    continue;
                }
                Words row;
                for (const std::string &column : columns) {
                    const std::string key = column == "avail" ? "available" : column == "refer" ? "used" : column;
                    const std::string value = str(all, key, "-");
                    row.push_back(column == "name" ? dataset : words.any("p") || wholeNumber(value) < 0 ? value : human(wholeNumber(value)));
                }
                rows.push_back(row);
            }
        if (rows.empty() && !words.plain.empty() && (command == "list" || words.plain.size() > 1))
            return call.fail(1, "cannot open '" + name + "': dataset does not exist\n");
        if (command == "get") {
            printRows(call, words, rows);
            return 0;
        }
        if (rows.empty()) {
            if (!words.any("H"))
                call.out("no datasets available\n");
            return 0;
        }
        if (!words.any("H")) {
            Words head = columns;
            for (std::string &one : head)
                for (char &c : one)
                    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            rows.insert(rows.begin(), head);
        }
        table(call, rows, words.any("H"), false);
        return 0;
    }
    if (guid.empty())
        return call.fail(1, "cannot open '" + name + "': dataset does not exist\n");
    Json &datasets = objectAt(session.pools()[guid], "datasets");
    if (command == "create") {
        if (datasets.contains(name))
            return call.fail(1, "cannot create '" + name + "': dataset already exists\n");
        datasets[name] = {{"uuid", newUuid()}};
        return 0;
    }
    if (!datasets.contains(name))
        return call.fail(1, "cannot open '" + name + "': dataset does not exist\n");
    if (command == "set") {
        for (std::size_t i = 0; i + 1 < words.plain.size(); ++i)
            objectAt(datasets[name], "properties")[words.plain[i].substr(0, words.plain[i].find('='))] = words.plain[i].substr(words.plain[i].find('=') + 1);
        return 0;
    }
    if (command == "destroy") {
        for (const Json &mount : at(session.state(call.host), "mounts"))
            if (str(mount, "dataset") == name)
                return call.fail(1, "cannot destroy '" + name + "': dataset is busy\n");
        datasets.erase(name);
        return 0;
    }
    return call.fail(2, "unrecognized command '" + command + "'\n");
}

} // namespace simhost
