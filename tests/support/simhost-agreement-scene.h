// SPDX-License-Identifier: GPL-3.0-or-later
// One recording's state, set up in a cluster of two hosts: "here", as recorded, and "peer", which has what was elsewhere.
#pragma once
#include "simhost-agreement.h"

#include "agent/simhost/call.h"

#include <regex>

namespace agreement {

using simhost::Json;
using simhost::Words;

/// A target by its label "lab-OST0000", "lab:OST0000", "lab=OST0000" or "MGS".
struct Label {
    std::string fsname, suffix;
    char separator = '-';
    static Label of(const std::string &text); ///< empty suffix when it is none
    std::string registered() const { return suffix == "MGS" ? suffix : fsname + "-" + suffix; }
};

class Scene {
public:
    Scene(std::string directory, const std::string &program, std::string nid, std::string interface, const Recording &recording);
    void setUp();

private:
    // devices (scene-devices.cpp)
    void devices();
    void addDevice(const std::string &kernel, std::int64_t size);
    void listedDevices();
    void formattedDevices();
    void tunedDevices();
    void labelledDevices();
    void setContent(const std::string &kernel, Json content);
    /// Formats a device as this target with the simulated mkfs.lustre itself, then gives it the flags of `label`.
    void makeTarget(const std::string &kernel, const Label &label, const std::string &uuid = {}, bool mmp = false, const Json &lustre = {});
    Json content(const std::string &kernel);
    std::string deviceOf(const Label &label, std::int64_t kilobytes = 0);
    Words devicesInCommand() const;

    // modules and networks (scene-net.cpp)
    void network();
    void networkLists();
    void loadAll();
    void parameters();

    // mounts (scene-mounts.cpp)
    void mounts();
    void mountCommand(const Invocation &mount);
    void mountTarget(const std::string &kernel, const std::string &mountpoint, bool many);
    void mountClient(const std::string &source, const std::string &mountpoint);
    void umountCommand(const Invocation &umount);
    void shownMounts();
    void shownTargets();
    void listedInOrder();
    void connected();
    void grants(const std::string &label, std::int64_t available);
    void spaces();
    void usage(const std::string &label, std::int64_t total, std::int64_t used, std::int64_t inodes, std::int64_t inodesFree);
    void addMount(const std::string &kernel, const std::string &mountpoint, const std::string &type, const std::string &host);
    void addClient(const std::string &fsname, const std::string &source, const std::string &mountpoint, const std::string &instance);
    void removeMounts(const std::string &host, const std::string &kernel = {}, const std::string &mountpoint = {});
    bool mounted(const std::string &host, const std::string &labelOrPoint);
    void mgsUp(const std::string &nid, const std::string &fsname, bool withMdt);
    void mgsDown();
    void know(const std::string &fsname, const std::string &suffix, const std::string &uuid = {});

    bool cmdHas(const std::string &word) const { return simhost::has(r.cmd, word); }
    bool saysHas(const std::string &word) const { return simhost::has(r.out, word) || simhost::has(r.err, word); }
    std::string match(const std::string &text, const std::string &pattern) const;
    std::vector<std::smatch> matches(const std::string &text, const std::string &pattern) const;

    std::string m_directory, m_nid, m_interface;
    const Recording &r;
    std::vector<Invocation> m_invocations;
    std::string m_fsname;
};

} // namespace agreement
