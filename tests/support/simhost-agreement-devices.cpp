// SPDX-License-Identifier: GPL-3.0-or-later
// Which devices there were and what was on them.
#include "simhost-agreement-scene.h"

#include "agent/simhost/device.h"
#include "agent/simhost/geometry.h"

namespace agreement {

using namespace simhost;

Words Scene::devicesInCommand() const
{
    Words kernels;
    for (const std::smatch &m : matches(r.cmd, "\\b((?:[vs]d[a-z]{1,2}[0-9]*|dm-[0-9]+|nvme[0-9]+n[0-9]+|mapper/[A-Za-z0-9_-]+))\\b"))
        if (!contains(kernels, m[1].str()))
            kernels.push_back(m[1].str());
    return kernels;
}

void Scene::addDevice(const std::string &kernel, std::int64_t size)
{
    Session session(m_directory);
    const bool map = kernel.rfind("mapper/", 0) == 0;
    const std::string name = map ? kernel.substr(7) : kernel, serial = "disk-" + name;
    bool known = false;
    for (Json &host : arrayAt(session.definition(), "hosts")) {
        for (const Json &entry : arrayAt(host, "disks"))
            known = known || str(entry, "disk") == serial;
        if (!known) {
            Json entry{{"disk", serial}, {"kernel", map ? "dm-" + std::to_string(host["disks"].size()) : kernel}};
            if (map)
                entry["mapper"] = name;
            host["disks"].push_back(entry);
            session.state(str(host, "name"));
        }
        known = false;
    }
    Json &disk = session.disk(serial);
    if (num(disk, "size") == 0)
        disk = {{"serial", serial}, {"shownSerial", ""}, {"size", 2LL << 30}, {"present", true}, {"content", Json::object()}};
    if (size > 0)
        disk["size"] = size;
}

Json Scene::content(const std::string &kernel)
{
    Session session(m_directory);
    return at(session.disk("disk-" + baseName(kernel)), "content");
}

void Scene::setContent(const std::string &kernel, Json content)
{
    addDevice(kernel, 0);
    Session session(m_directory);
    session.disk("disk-" + baseName(kernel))["content"] = content.is_object() ? content : Json::object();
}

void Scene::makeTarget(const std::string &kernel, const Label &label, const std::string &uuid, bool mmp, const Json &lustre)
{
    addDevice(kernel, 0);
    if (label.suffix.size() < 3)
        return;
    removeMounts("here", kernel);
    removeMounts("peer", kernel);
    const Json before = content(kernel);
    const bool mgs = label.suffix == "MGS" || (label.suffix == "MDT0000" && !has(str(before, "label"), "MDT0000"));
    Words words{"mkfs.lustre", "--reformat", "--quiet"};
    if (label.suffix != "MGS") {
        words.push_back("--fsname=" + label.fsname);
        words.push_back("--index=0x" + label.suffix.substr(3));
        words.push_back(label.suffix[0] == 'M' ? "--mdt" : "--ost");
    }
    if (mgs)
        words.emplace_back("--mgs");
    else
        words.push_back("--mgsnode=" + (str(before, "mgsnode").empty() ? m_nid : str(before, "mgsnode")));
    if (mmp)
        words.push_back("--servicenode=" + m_nid);
    words.push_back("/dev/" + kernel);
    runCaptured(m_directory, "here", words);
    Session session(m_directory);
    Json &made = objectAt(session.disk("disk-" + baseName(kernel)), "content");
    if (!uuid.empty())
        made["uuid"] = uuid;
    Json &data = objectAt(made, "lustre");
    if (lustre.is_object()) {
        data = lustre;
    } else if (label.separator != ':') {
        std::int64_t flags = num(data, "flags") & ~(FlagFirstTime | FlagUpdate);
        data["flags"] = label.separator == '=' ? flags | FlagWriteconf | FlagUpdate : flags;
    }
    made["label"] = label.suffix == "MGS" ? label.suffix : label.fsname + label.separator + label.suffix;
}

std::string Scene::deviceOf(const Label &label, std::int64_t kilobytes)
{
    {
        Session session(m_directory);
        for (const Json &entry : at(session.host("here"), "disks")) {
            const Label there = Label::of(str(at(session.disk(str(entry, "disk")), "content"), "label"));
            if (there.suffix == label.suffix && there.fsname == label.fsname)
                return str(entry, "mapper").empty() ? str(entry, "kernel") : "mapper/" + str(entry, "mapper");
        }
    }
    const std::string kernel = "helper-" + label.registered();
    addDevice(kernel, kilobytes * 1024);
    makeTarget(kernel, label);
    return kernel;
}

void Scene::devices()
{
    if (has(r.err, "apparently does not exist"))
        return;
    for (const std::string &kernel : devicesInCommand()) {
        std::int64_t size = 0;
        if (const std::string mega = match(r.out, "device size = ([0-9]+)MB"); !mega.empty())
            size = std::stoll(mega) << 20;
        else if (const std::string blocks = match(r.out, "Block count: +([0-9]+)"); !blocks.empty())
            size = std::stoll(blocks) * 4096;
        addDevice(kernel, size);
    }
    listedDevices();
    formattedDevices();
    tunedDevices();
    labelledDevices();
}

void Scene::listedDevices()
{
    const Json listed = at(parse(r.out), "blockdevices");
    if (!cmdHas("lsblk") || !listed.is_array())
        return;
    Json entries = Json::array();
    Session session(m_directory);
    for (const Json &node : listed) {
        const std::string kernel = str(node, "name"), serial = "disk-" + kernel;
        entries.push_back({{"disk", serial}, {"kernel", kernel}});
        Json &disk = session.disk(serial);
        disk = {{"serial", serial}, {"shownSerial", str(node, "serial")}, {"model", str(node, "model")}, {"wwn", str(node, "wwn")},
                {"type", str(node, "type")}, {"rotational", flag(node, "rota")}, {"readOnly", flag(node, "ro")}, {"present", true},
                {"majorMinor", str(node, "maj:min")}, {"size", num(node, "size")}, {"content", Json::object()}};
        if (!str(node, "fstype").empty())
            disk["content"] = {{"type", str(node, "fstype")}, {"label", str(node, "label")}, {"uuid", str(node, "uuid")}};
        if (!str(node, "mountpoint").empty())
            arrayAt(session.state("here"), "mounts").push_back({{"kind", "system"}, {"source", "/dev/" + kernel}, {"target", str(node, "mountpoint")},
                {"type", str(node, "fstype")}, {"options", "rw"}, {"disk", serial}});
    }
    for (Json &host : arrayAt(session.definition(), "hosts"))
        host["disks"] = entries;
}

void Scene::formattedDevices()
{
    const bool formats = cmdHas("mkfs.lustre"), found = has(r.out, "existing Lustre data: found");
    for (const std::string &kernel : formats ? devicesInCommand() : Words{}) {
        const bool lustre = at(content(kernel), "lustre").is_object();
        const bool sameAsAsked = found && has(r.err, "previously formatted");
        if (sameAsAsked && !lustre)
            makeTarget(kernel, {m_fsname.empty() ? "lustre" : m_fsname, "OST0000", ':'});
        if (!found && lustre && has(r.out, "existing Lustre data: not found"))
            setContent(kernel, Json::object());
        if (has(r.err, "is currently mounted"))
            addMount(kernel, "/mnt/before", "lustre", "here");
        else {
            removeMounts("here", kernel);
            removeMounts("peer", kernel);
        }
    }
}

void Scene::tunedDevices()
{
    if (!cmdHas("tunefs.lustre"))
        return;
    const Words kernels = devicesInCommand();
    const std::vector<std::smatch> blocks = matches(r.out, "Read previous values:\nTarget: +([^\n]*)\nIndex: +([^\n]*)\nLustre FS: +([^\n]*)\n[^\n]*\n"
                                                           "Flags: +(0x[0-9a-f]+)\n[^\n]*\nPersistent mount opts: ([^\n]*)\nParameters:([^\n]*)\n");
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        if (i >= blocks.size()) {
            if (has(r.out, "existing Lustre data: not found"))
                setContent(kernels[i], Json::object());
            continue;
        }
        const std::smatch &m = blocks[i];
        const std::int64_t flags = std::stoll(m[4].str(), nullptr, 16);
        Json lustre{{"flags", flags}, {"fsname", m[3].str()}, {"index", m[2].str() == "unassigned" ? 0xffff : std::stoll(m[2].str())},
                    {"mountOptions", m[5].str()}, {"backend", "ldiskfs"}, {"parameters", Json::array()}};
        for (const std::string &word : split(m[6].str(), ' '))
            lustre["parameters"].push_back(word);
        Label label = Label::of(m[1].str());
        label.separator = flags & FlagFirstTime ? ':' : flags & FlagWriteconf ? '=' : '-';
        makeTarget(kernels[i], label, {}, has(r.dmesg, "multi_mount_protect"), lustre);
        if (has(r.err, "is currently mounted"))
            addMount(kernels[i], "/mnt/before", "lustre", "here");
        if (r.rc == 16)
            addMount(kernels[i], "/mnt/before", "lustre", "peer");
    }
}

void Scene::labelledDevices()
{
    const Words kernels = devicesInCommand();
    if (cmdHas("blkid")) {
        Words shown;
        for (const std::smatch &m : matches(r.out, "(?:DEVNAME=)?/dev/([^ :\n]+)[:\n]([^/]*)")) {
            const std::string body = m[2].str(), label = match(body, "\\bLABEL=\"?([^\"\n]+)"), uuid = match(body, "\\bUUID=\"?([^\"\n]+)");
            const std::string type = match(body, "\\bTYPE=\"?([^\"\n]+)");
            shown.push_back(m[1].str());
            if (!Label::of(label).suffix.empty())
                makeTarget(m[1].str(), Label::of(label), uuid);
            else
                setContent(m[1].str(), {{"type", type}, {"label", label}, {"uuid", uuid}});
        }
        for (const std::string &kernel : kernels)
            if (!contains(shown, kernel))
                setContent(kernel, Json::object());
    }
    for (const std::string &kernel : kernels) {
        const std::string label = cmdHas("e2label") ? trim(r.out) : match(r.out, "Filesystem volume name: +([^\n]+)");
        if ((cmdHas("e2label") || cmdHas("dumpe2fs")) && !label.empty()) {
            makeTarget(kernel, Label::of(label), match(r.out, "Filesystem UUID: +([^\n]+)"), has(r.out, " mmp "));
            Session session(m_directory);
            Json &made = objectAt(session.disk("disk-" + baseName(kernel)), "content");
            made["lastMountedOn"] = match(r.out, "Last mounted on: +([^\n]+)");
            made["hashSeed"] = match(r.out, "Directory Hash Seed: +([^\n]+)");
            made["mmpLastHost"] = match(r.out, "mmp_node_name: +([^\n]+)");
        }
        if (has(r.err, "Bad magic number"))
            setContent(kernel, Json::object());
        if (cmdHas("debugfs") && has(r.out, "CONFIGS") && !at(content(kernel), "lustre").is_object())
            makeTarget(kernel, {m_fsname.empty() ? "lustre" : m_fsname, "OST0000", ':'});
    }
}

} // namespace agreement
