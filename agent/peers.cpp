// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/peers.h"

#include "agent/actions/parse.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sys/socket.h>
#include <unistd.h>

namespace agent {
namespace {

std::string wholeFile(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> cellsOf(const std::string &line)
{
    std::vector<std::string> cells(1);
    for (const char c : line)
        if (c == ':')
            cells.emplace_back();
        else
            cells.back() += c;
    return cells;
}

std::string userName(const std::string &passwd, std::uint32_t uid)
{
    for (const std::string &line : linesOf(passwd))
        if (const auto cells = cellsOf(line); cells.size() > 2 && cells[2] == std::to_string(uid))
            return cells[0];
    return {};
}

bool isMember(const std::string &groupFile, const char *name, const std::vector<std::uint32_t> &groups, const std::string &user)
{
    for (const std::string &line : linesOf(groupFile)) {
        const auto cells = cellsOf(line);
        if (cells.size() < 4 || cells[0] != name)
            continue;
        const auto gid = static_cast<std::uint32_t>(numberIn(cells[2], UINT32_MAX));
        const auto members = wordsOf(cells[3], ",");
        if (std::find(groups.begin(), groups.end(), gid) != groups.end()
            || (!user.empty() && std::find(members.begin(), members.end(), user) != members.end()))
            return true;
    }
    return false;
}

} // namespace

Peer peerFrom(std::uint32_t uid, std::uint32_t ownUid, const std::vector<std::uint32_t> &groups, const std::string &groupFile,
              const std::string &user)
{
    if (uid == 0 || uid == ownUid || isMember(groupFile, "chandelier-admin", groups, user))
        return {Role::Admin, uid, {}};
    if (isMember(groupFile, "chandelier-view", groups, user))
        return {Role::View, uid, {}};
    return {Role::None, uid, "user " + (user.empty() ? std::to_string(uid) : user) + " is in neither of the groups chandelier-admin and chandelier-view"};
}

Peer peerOf(int socket, const std::string &sysroot)
{
    ucred credentials{};
    socklen_t length = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
        return {Role::None, UINT32_MAX, "the kernel does not say who is connected"};
    std::vector<gid_t> groups(4096);
    length = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
    const bool known = ::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &length) == 0;
    groups.resize(known ? length / sizeof(gid_t) : 0);
    groups.push_back(credentials.gid);
    return peerFrom(credentials.uid, ::getuid(), {groups.begin(), groups.end()}, wholeFile(sysroot + "/etc/group"),
                    userName(wholeFile(sysroot + "/etc/passwd"), credentials.uid));
}

} // namespace agent
