// SPDX-License-Identifier: GPL-3.0-or-later
// A real sshd on a loopback port, run by whoever runs the test, with keys and configuration of its own in a folder that
// goes with it.
#pragma once
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>

#include <arpa/inet.h>
#include <csignal>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef __SANITIZE_THREAD__
/// QProcess forks while other threads run; the thread sanitizer ends such a child unless it is told that this is meant.
extern "C" const char *__tsan_default_options() { return "die_after_fork=0"; }
#endif

namespace support {

inline QString program(const QString &name)
{
    return QStandardPaths::findExecutable(name, {"/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"});
}

inline bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(content) == content.size()
        && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// An ed25519 key pair at `path` and `path`.pub.
inline bool makeKey(const QString &path, const QString &passphrase = {})
{
    QFile::remove(path);
    return QProcess::execute(program("ssh-keygen"), {"-q", "-t", "ed25519", "-N", passphrase, "-C", "test", "-f", path}) == 0;
}

class Sshd {
public:
    /// Empty when it can run here; else why not, for QSKIP.
    static QByteArray whyNot()
    {
        if (program("sshd").isEmpty() || program("ssh-keygen").isEmpty())
            return "sshd is not installed (package openssh-server)";
        // Its own, for privilege separation; packages make it at boot, containers do not.
        if (geteuid() == 0 && !QDir().mkpath("/run/sshd"))
            return "/run/sshd cannot be made";
        return {};
    }

    Sshd()
    {
        makeKey(file("host"));
        makeKey(file("client"));
        writeFile(file("authorized"), readFile(file("client.pub")));
        m_port = freePort();
    }
    ~Sshd() { stop(); }

    QString file(const QString &name) const { return m_dir.filePath(name); }
    QString clientKey() const { return file("client"); }
    int port() const { return m_port; }
    /// "SHA256:..." of its host key, as ssh-keygen says it.
    QString fingerprint() const
    {
        QProcess keygen;
        keygen.start(program("ssh-keygen"), {"-lf", file("host.pub")});
        keygen.waitForFinished();
        return QString::fromLatin1(keygen.readAll()).section(' ', 1, 1);
    }
    void changeHostKey() { makeKey(file("host")); }
    /// A known_hosts file with its key.
    QString knownHosts(const QString &name = "known")
    {
        const QList<QByteArray> key = readFile(file("host.pub")).split(' ');
        writeFile(file(name), QStringLiteral("[127.0.0.1]:%1 ").arg(m_port).toLatin1() + key.value(0) + ' ' + key.value(1).trimmed() + '\n');
        return file(name);
    }

    /// True when it answers. `extra`: lines of sshd_config, before ours (the first wins there).
    bool start(const QByteArray &extra = {})
    {
        writeFile(file("config"), extra + "\nPort " + QByteArray::number(m_port) + "\nListenAddress 127.0.0.1\nHostKey "
                  + file("host").toLocal8Bit() + "\nAuthorizedKeysFile " + file("authorized").toLocal8Bit()
                  + "\nPidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
                    "PermitRootLogin yes\nMaxStartups 500\nLogLevel ERROR\nUseDNS no\nPrintMotd no\n");
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(program("sshd"), {"-D", "-e", "-f", file("config")});
        if (!m_process.waitForStarted())
            return false;
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < 10'000 && m_process.state() == QProcess::Running; QThread::msleep(5))
            if (answers())
                return true;
        return false;
    }
    /// Kills it with all its sessions.
    void stop()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        ::kill(static_cast<pid_t>(m_process.processId()), SIGSTOP); // it starts no more while its children are listed
        const QList<qint64> all = descendants(m_process.processId());
        for (const int how : {SIGSTOP, SIGKILL}) // a session that still runs would tell its client how its command ended
            for (const qint64 child : all)
                ::kill(static_cast<pid_t>(child), how);
        m_process.kill();
        m_process.waitForFinished();
    }
    /// Stops it and its sessions where they are, as a host that hangs; or lets them go on.
    void freeze(bool on)
    {
        QList<qint64> all = descendants(m_process.processId());
        all.append(m_process.processId());
        for (const qint64 child : all)
            ::kill(static_cast<pid_t>(child), on ? SIGSTOP : SIGCONT);
    }
    /// Sessions that run now.
    int sessions() const
    {
        const QByteArray list = readFile(QStringLiteral("/proc/%1/task/%1/children").arg(m_process.processId()));
        return static_cast<int>(list.simplified().split(' ').count() - (list.simplified().isEmpty() ? 1 : 0));
    }
    QByteArray output() { return m_process.readAll(); }

private:
    static int freePort()
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        ::bind(fd, reinterpret_cast<sockaddr *>(&address), length);
        ::getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
        ::close(fd);
        return ntohs(address.sin_port);
    }
    bool answers() const
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(m_port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const bool ok = ::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
        ::close(fd);
        return ok;
    }
    static QList<qint64> descendants(qint64 of)
    {
        QList<qint64> all;
        const QByteArray list = readFile(QStringLiteral("/proc/%1/task/%1/children").arg(of));
        for (const QByteArray &word : list.split(' '))
            if (const qint64 child = word.trimmed().toLongLong()) {
                all.append(descendants(child));
                all.append(child);
            }
        return all;
    }

    QTemporaryDir m_dir;
    QProcess m_process;
    int m_port = 0;
};

/// A user of this machine for one test, with a password; goes with it.
class ScratchUser {
public:
    /// Empty when one can be made; else why not, for QSKIP.
    static QByteArray whyNot()
    {
        if (geteuid() != 0)
            return "only root can make a user to log in as";
        return program("useradd").isEmpty() || program("chpasswd").isEmpty() ? "useradd and chpasswd are not installed" : QByteArray();
    }
    explicit ScratchUser(const QByteArray &password) : m_name(QStringLiteral("chandelier-t%1").arg(getpid()))
    {
        QProcess set;
        m_ok = run("useradd", {"-M", "-N", "-d", "/", "-s", "/bin/sh", m_name});
        set.start(program("chpasswd"), {});
        set.write(m_name.toLocal8Bit() + ':' + password + '\n');
        set.closeWriteChannel();
        m_ok = m_ok && set.waitForFinished() && set.exitCode() == 0;
    }
    ~ScratchUser() { run("userdel", {"-f", m_name}); } // -f: its last session may not have ended yet
    ScratchUser(const ScratchUser &) = delete;
    ScratchUser &operator=(const ScratchUser &) = delete;
    bool ok() const { return m_ok; }
    std::string name() const { return m_name.toStdString(); }

private:
    static bool run(const QString &tool, const QStringList &arguments)
    {
        QProcess process;
        process.start(program(tool), arguments);
        return process.waitForFinished() && process.exitCode() == 0;
    }
    QString m_name;
    bool m_ok = false;
};

/// Accepts connections and never says a word, on a loopback port.
class SilentListener {
public:
    SilentListener() : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        m_ok = ::bind(m_socket, reinterpret_cast<sockaddr *>(&address), length) == 0 && ::listen(m_socket, 100) == 0
            && ::getsockname(m_socket, reinterpret_cast<sockaddr *>(&address), &length) == 0;
        m_port = ntohs(address.sin_port);
    }
    ~SilentListener() { ::close(m_socket); }
    SilentListener(const SilentListener &) = delete;
    SilentListener &operator=(const SilentListener &) = delete;
    bool ok() const { return m_ok; }
    int port() const { return m_port; }

private:
    int m_socket;
    bool m_ok = false;
    int m_port = 0;
};

/// An ssh-agent with one key.
class KeyAgent {
public:
    explicit KeyAgent(const QString &key)
    {
        m_process.start(program("ssh-agent"), {"-D", "-a", socket()});
        m_process.waitForStarted();
        QElapsedTimer timer; // its socket is there before it listens
        for (timer.start(); !m_ok && timer.elapsed() < 10'000; QThread::msleep(5))
            m_ok = QFile::exists(socket()) && add(key);
    }
    ~KeyAgent()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    bool ok() const { return m_ok; }
    QString socket() const { return m_dir.filePath("agent"); }

private:
    bool add(const QString &key) const
    {
        QProcess add;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("SSH_AUTH_SOCK", socket());
        add.setProcessEnvironment(environment);
        add.setProcessChannelMode(QProcess::MergedChannels);
        add.start(program("ssh-add"), {key});
        add.waitForFinished();
        return add.exitCode() == 0;
    }

    QTemporaryDir m_dir;
    QProcess m_process;
    bool m_ok = false;
};

} // namespace support
