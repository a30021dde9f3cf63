// SPDX-License-Identifier: GPL-3.0-or-later
// A manager's end of an agent's socket, one question at a time, and an agent on a simulated host.
#pragma once
#include "agent/protocol/frames.h"
#include "agent/protocol/verbs.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>
#include <cstring>
#include <functional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace testing {

using protocol::Json;

class Line {
public:
    explicit Line(const QString &socket)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const QByteArray path = socket.toLocal8Bit();
        std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()) + 1);
        m_fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        m_open = ::connect(m_fd, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }
    ~Line() { ::close(m_fd); }
    Line(const Line &) = delete;
    bool isOpen() const { return m_open; }
    void sendBytes(std::string_view bytes) { m_open = m_open && ::send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()); }
    void say(const Json &message) { sendBytes(protocol::encodeMessage(message)); }
    void endSending() { ::shutdown(m_fd, SHUT_WR); }
    /// The next message; null when the other side closed or nothing came for half a minute.
    Json hear()
    {
        char buffer[65536];
        while (true) {
            const auto frame = m_decoder.next();
            if (!frame || (frame && *frame))
                return frame ? protocol::parseJson((*frame)->payload) : Json();
            pollfd wait{m_fd, POLLIN, 0};
            const ssize_t count = ::poll(&wait, 1, 30000) > 0 ? ::read(m_fd, buffer, sizeof buffer) : 0;
            if (count <= 0) {
                m_open = false;
                return {};
            }
            m_decoder.feed({buffer, static_cast<std::size_t>(count)});
        }
    }
    Json hello(int newest = protocol::protocolVersion, int oldest = 1)
    {
        say({{"type", "hello"}, {"protocol", newest}, {"oldest", oldest}, {"version", "9.9.9"}, {"holder", "tester@desk"}});
        return hear();
    }
    int ask(const std::string &verb, const Json &args = Json::object(), const std::string &step = {}, const std::string &lease = {}, int limit = 0)
    {
        Json call{{"type", "call"}, {"id", ++m_id}, {"verb", verb}, {"args", args}};
        if (!step.empty())
            call["step"] = step;
        if (!lease.empty())
            call["lease"] = lease;
        if (limit)
            call["limit"] = limit;
        say(call);
        return m_id;
    }
    /// The result of that call; what came before it is kept in `others`.
    Json result(int id)
    {
        for (Json message = hear(); !message.is_null(); message = hear()) {
            if (protocol::textOf(message, "type") == "result" && protocol::numberOf(message, "id") == id)
                return message;
            others.push_back(message);
        }
        return {};
    }
    Json call(const std::string &verb, const Json &args = Json::object(), const std::string &step = {}, const std::string &lease = {}, int limit = 0)
    {
        return result(ask(verb, args, step, lease, limit));
    }
    std::string takeLease(const std::string &job, int seconds = 600)
    {
        const Json taken = call("lease.take", {{"holder", "tester@desk"}, {"host", "desk"}, {"job", job}, {"title", "Test"}, {"seconds", seconds}});
        return protocol::textOf(protocol::member(taken, "value"), "token");
    }
    std::vector<Json> others{};

private:
    int m_fd = -1, m_id = 0;
    bool m_open = false;
    protocol::FrameDecoder m_decoder;
};

inline std::string problemOf(const Json &result)
{
    return protocol::flagOf(result, "ok") ? "" : protocol::textOf(protocol::member(result, "error"), "problem", "no answer");
}
inline std::string messageOf(const Json &result)
{
    return protocol::textOf(protocol::member(result, "error"), "message");
}

/// A demo cluster of the simulated storage host; agents are started one by one, so that they can be killed.
class Cluster {
public:
    explicit Cluster(const QString &speed = QStringLiteral("0.02"), const QStringList &more = {})
    {
        m_good = simhost(QStringList{"create", root(), "--demo", "--speed", speed} + more);
    }
    ~Cluster()
    {
        for (const auto &agent : m_agents)
            stop(agent.first);
    }
    bool isGood() const { return m_good; }
    QString root() const { return m_directory.path() + "/cluster"; }
    QString host(const QString &name) const { return root() + "/hosts/" + name; }
    QString socket(const QString &name) const { return host(name) + "/a.sock"; }
    bool simhost(const QStringList &words) const
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QStringLiteral(BIN_DIR "/chandelier-simhost"), words);
        return process.waitForFinished(30000) && process.exitCode() == 0;
    }
    bool start(const QString &name, const std::function<void()> &inChild = {})
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedChannels);
        if (inChild)
            process->setChildProcessModifier(inChild);
        process->start(QStringLiteral(BIN_DIR "/chandelier-agent"),
                       {"serve", "--socket", socket(name), "--state", host(name) + "/agent", "--sysroot", host(name) + "/root", "--tools",
                        host(name) + "/bin"});
        m_agents[name] = std::move(process);
        return QTest::qWaitFor([&] { return Line(socket(name)).isOpen(); }, 10000);
    }
    void killAgent(const QString &name)
    {
        m_agents[name]->kill();
        m_agents[name]->waitForFinished(10000);
    }
    void stop(const QString &name)
    {
        m_agents[name]->terminate();
        m_agents[name]->waitForFinished(10000);
    }
    /// How often a tool was run with this word among its arguments, by the host's own log.
    int runs(const QString &name, const QByteArray &tool, const QByteArray &word = {}) const
    {
        QFile log(host(name) + "/log");
        int count = 0;
        if (log.open(QIODevice::ReadOnly))
            for (const QByteArray &line : log.readAll().split('\n'))
                count += line.contains("\"event\":\"start\"") && line.contains("\"" + tool + "\"") && (word.isEmpty() || line.contains(word));
        return count;
    }

private:
    QTemporaryDir m_directory;
    std::map<QString, std::unique_ptr<QProcess>> m_agents;
    bool m_good = false;
};

} // namespace testing
