// SPDX-License-Identifier: GPL-3.0-or-later
// A host's places in a folder, with stand-ins for what may not be used for real in a test: systemctl starts the agent that is
// installed there, groupadd and groupdel write into the folder's own /etc/group.
#pragma once
#include "core/fleet/delivery.h"
#include "tests/support/sshd.h"

#include <QCryptographicHash>
#include <QDirIterator>

namespace support {

class ScratchHost {
public:
    ScratchHost()
    {
        for (const char *dir : {"root/etc/systemd/system", "root/run/systemd/system", "root/var/lib", "root/usr/sbin", "root/proc", "bin"})
            QDir().mkpath(m_dir.filePath(dir));
        writeFile(m_dir.filePath("root/etc/group"), "root:x:0:\n");
        tool("systemctl", "cmd=$1; [ \"$cmd\" = -q ] && cmd=$2; echo \"$*\" >>$T/calls\n"
            "lives() { [ -d /proc/$1 ] && ! grep -q '^State:.Z' /proc/$1/status 2>/dev/null; }\n" // ended, though nobody asked for its exit code
            "stop() { [ -f $T/pid ] || return 0; p=$(cat $T/pid); rm -f $T/pid; kill $p 2>/dev/null\n"
            "  while lives $p; do sleep 0.05; done; }\n" // as systemd does: a new one begins when the old one has ended
            "case $cmd in\n"
            "restart | start) stop; mkdir -p $R/run/chandelier $R/var/lib/chandelier\n"
            "  ( exec $R/usr/libexec/chandelier/current/chandelier-agent serve --socket $R/run/chandelier/agent.sock --state $R/var/lib/chandelier ) </dev/null >/dev/null 2>>$T/agent.log & echo $! >$T/pid ;;\n"
            "stop) stop ;; disable) case \"$*\" in *--now*) stop ;; esac ;;\n"
            "is-active) [ -f $T/pid ] && kill -0 $(cat $T/pid) 2>/dev/null ;;\n"
            "is-system-running) echo running ;; esac\n");
        tool("curl", "printf 200\n"); // repositories answer; tests have no network
        tool("groupadd", "echo \"$2:x:990:\" >>$R/etc/group\n");
        tool("groupdel", "grep -v \"^$1:\" $R/etc/group >$R/etc/g; cp $R/etc/g $R/etc/group; rm $R/etc/g\n");
    }
    ~ScratchHost()
    {
        if (const pid_t pid = static_cast<pid_t>(readFile(m_dir.filePath("pid")).trimmed().toInt()); pid > 1)
            ::kill(pid, SIGKILL);
    }
    QString root() const { return m_dir.filePath("root"); }
    QString file(const QString &path) const { return root() + path; }
    QByteArray calls() const { return readFile(m_dir.filePath("calls")); }
    /// The PATH with the stand-ins in front.
    QByteArray path() const { return m_dir.filePath("bin").toLocal8Bit() + ':' + qgetenv("PATH"); }
    /// A loaded machine may let a good agent wait; only for one that never answers is it worth being short.
    fleet::Layout layout(int answerSeconds = 60) const { return {root().toStdString(), answerSeconds}; }
    void tool(const QString &name, const QByteArray &script)
    {
        const QString path = m_dir.filePath("bin/" + name);
        writeFile(path, "#!/bin/sh\nT=" + m_dir.path().toLocal8Bit() + "; R=$T/root\n" + script);
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    void removeTool(const QString &name) { QFile::remove(m_dir.filePath("bin/" + name)); }
    /// All paths with what links point to, and /etc/group: what a removal must leave as it was.
    QStringList everything() const
    {
        QStringList all{QString::fromUtf8(readFile(file("/etc/group")))};
        QDirIterator it(root(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            it.next();
            all << it.filePath() + " " + it.fileInfo().symLinkTarget();
        }
        all.sort();
        return all;
    }
    /// The agent as it was built, or another build of it: bytes behind the program change nothing but its checksum.
    static fleet::AgentBinary agent(const QByteArray &more = {})
    {
        const auto read = fleet::readAgent(BIN_DIR "/chandelier-agent");
        return read ? withBytes(*read, read->bytes + more) : fleet::AgentBinary();
    }
    static fleet::AgentBinary withBytes(fleet::AgentBinary agent, const QByteArray &bytes)
    {
        agent.bytes = bytes;
        agent.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
        return agent;
    }
    /// It starts and says its version, but never answers on its socket.
    static fleet::AgentBinary muteAgent()
    {
        return withBytes(agent(), "#!/bin/sh\n[ \"$1\" = --version ] && echo 'chandelier-agent " CHANDELIER_VERSION " (protocol 1)'\n[ \"$1\" = --version ]\n");
    }

private:
    QTemporaryDir m_dir;
};

} // namespace support
