// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simhost/session.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace simhost {

Session::Session(std::string directory) : m_directory(std::move(directory))
{
    m_lock = ::open((m_directory + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    while (m_lock >= 0 && ::flock(m_lock, LOCK_EX) != 0) { }
}

Session::~Session()
{
    commit();
    if (m_lock >= 0)
        ::close(m_lock);
}

Json &Session::file(const std::string &name)
{
    const auto found = m_files.find(name);
    if (found != m_files.end())
        return found->second.value;
    File &file = m_files[name];
    file.written = readFile(m_directory + "/" + name);
    file.value = parse(file.written);
    if (!file.value.is_object())
        file.value = Json::object();
    return file.value;
}

const Json &Session::host(const std::string &name)
{
    for (const Json &host : arrayAt(definition(), "hosts"))
        if (str(host, "name") == name)
            return host;
    static const Json nothing;
    return nothing;
}

Words Session::hosts()
{
    Words names;
    for (const Json &host : arrayAt(definition(), "hosts"))
        names.push_back(str(host, "name"));
    return names;
}

bool Session::up(const std::string &host)
{
    return flag(state(host), "up");
}

void Session::commit()
{
    Words changed;
    for (auto &[name, file] : m_files) {
        const std::string text = dump(file.value, 1) + "\n";
        if (text == file.written || (file.value.empty() && file.written.empty()))
            continue;
        if (writeFile(m_directory + "/" + name, text)) {
            file.written = text;
            changed.push_back(name);
        }
    }
    redraw(changed);
}

void Session::redraw(const Words &changed)
{
    bool all = false;
    Words some;
    for (const std::string &name : changed) {
        const Words parts = split(name, '/');
        if (parts.size() == 3 && parts[0] == "hosts")
            some.push_back(parts[1]);
        else
            all = all || name == "cluster.json"; // what is on a disk shows in no file of /proc or /sys
    }
    for (const std::string &host : all ? hosts() : some)
        drawRoot(*this, host, all);
}

} // namespace simhost
