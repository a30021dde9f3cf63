// SPDX-License-Identifier: GPL-3.0-or-later
// A peer that speaks the protocol, well or badly. It serves a unix socket from the test's own event loop.
#pragma once
#include "agent/protocol/frames.h"
#include "agent/protocol/json.h"

#include <QtNetwork/QLocalServer> // with the module: these tests link QtNetwork through the link library only
#include <QtNetwork/QLocalSocket>

#include <map>
#include <memory>

namespace support {

class FakeAgent {
public:
    enum class Manner {
        Good,          ///< answers every call with {"verb": ..., "args": ...}; "hold" in args: not before release()
        Mute,          ///< never says anything
        SilentLater,   ///< greets, then nothing more, not even a pong
        Garbage,       ///< greets, then bytes that are no frame
        GarbageFirst,  ///< a shell's greeting instead of a hello
        Oversized,     ///< greets, then a frame longer than allowed
        NoObject,      ///< greets, then JSON that is no object
        Truncated,     ///< ends the line in the middle of an answer
        Twice,         ///< answers each call twice
        UnknownId,     ///< answers a call that was never made
        NeverAnswers,  ///< pongs, but gives no result
        HangsUp,       ///< ends the line when it is called
        OtherVersion,  ///< speaks protocol 99 only
        OldVersion,    ///< speaks protocol 0
        Refuses,       ///< says why instead of a hello
    };

    explicit FakeAgent(QString path, Manner manner = Manner::Good) : m_manner(manner), m_path(std::move(path))
    {
        QObject::connect(&m_server, &QLocalServer::newConnection, &m_server, [this] { accept(); });
        listen();
    }

    bool listen()
    {
        QLocalServer::removeServer(m_path);
        return m_server.listen(m_path);
    }
    void setManner(Manner manner) { m_manner = manner; }
    QString path() const { return m_path; }
    /// Ends all lines and stops to listen, as a killed agent does.
    void die()
    {
        m_server.close();
        hangUp();
    }
    void hangUp()
    {
        const auto peers = m_server.findChildren<QLocalSocket *>();
        for (QLocalSocket *peer : peers)
            peer->abort();
    }
    /// Answers the calls that were held.
    void release()
    {
        for (const auto &[peer, call] : std::exchange(m_held, {}))
            answer(peer, call);
    }
    void event(const std::string &name, const protocol::Json &value) { sayAll({{"type", "event"}, {"name", name}, {"value", value}}); }
    void sayAll(const protocol::Json &message)
    {
        for (QLocalSocket *peer : m_server.findChildren<QLocalSocket *>())
            say(peer, message);
    }

    int connections = 0, calls = 0, cancels = 0, pings = 0;
    protocol::Json lastHello, lastCall;

private:
    using Json = protocol::Json;
    void accept()
    {
        while (QLocalSocket *const peer = m_server.nextPendingConnection()) {
            peer->setParent(&m_server);
            ++connections;
            auto decoder = std::make_shared<protocol::FrameDecoder>();
            QObject::connect(peer, &QLocalSocket::readyRead, peer, [this, peer, decoder] {
                decoder->feed(peer->readAll().toStdString());
                for (auto frame = decoder->next(); frame && *frame; frame = decoder->next())
                    take(peer, protocol::parseJson(frame.value()->payload));
            });
            QObject::connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
            if (m_manner != Manner::Mute)
                greet(peer);
        }
    }

    static void say(QLocalSocket *peer, const Json &message)
    {
        const std::string bytes = protocol::encodeMessage(message);
        peer->write(bytes.data(), static_cast<qint64>(bytes.size()));
    }

    void greet(QLocalSocket *peer)
    {
        if (m_manner == Manner::GarbageFirst) {
            peer->write("Welcome to this host\n");
            return;
        }
        if (m_manner == Manner::Refuses)
            return say(peer, {{"type", "refused"}, {"problem", "access-denied"}, {"message", "user mallory may not use this agent"},
                              {"remedy", "add the user to the group chandelier-admin"}});
        const int version = m_manner == Manner::OtherVersion ? 99 : m_manner == Manner::OldVersion ? 0 : 1;
        say(peer, {{"type", "hello"}, {"protocol", version}, {"version", "0.1.0"}, {"host", "fake"}, {"bootId", "b"}, {"role", "admin"}});
        if (m_manner == Manner::Garbage)
            peer->write("\xff\xff\xff\xff\xffgarbage");
        if (m_manner == Manner::Oversized)
            peer->write(QByteArray::fromHex("7fffffff") + "J{}");
        if (m_manner == Manner::NoObject)
            say(peer, Json::array({1, 2}));
    }

    void take(QLocalSocket *peer, const Json &message)
    {
        const std::string type = protocol::textOf(message, "type");
        if (type == "hello")
            lastHello = message;
        if (type == "ping" && ++pings && m_manner != Manner::SilentLater)
            say(peer, {{"type", "pong"}, {"n", protocol::member(message, "n")}});
        if (type == "cancel" && ++cancels) {
            m_held.clear();
            say(peer, {{"type", "result"}, {"id", protocol::member(message, "id")}, {"ok", false},
                       {"error", {{"problem", "cancelled"}, {"message", "cancelled"}}}, {"transcript", Json::array()}});
        }
        if (type != "call")
            return;
        ++calls;
        lastCall = message;
        if (protocol::flagOf(protocol::member(message, "args"), "hold"))
            m_held.emplace_back(peer, message);
        else
            answer(peer, message);
    }

    void answer(QLocalSocket *peer, const Json &call)
    {
        const Json id = protocol::member(call, "id");
        const Json result {{"type", "result"}, {"id", id}, {"ok", true},
                           {"value", {{"verb", protocol::member(call, "verb")}, {"args", protocol::member(call, "args")}}},
                           {"transcript", Json::array({{{"argv", {"true"}}, {"exitCode", 0}}})}, {"replayed", false}};
        switch (m_manner) {
        case Manner::SilentLater:
        case Manner::NeverAnswers:
            return;
        case Manner::HangsUp:
            return peer->disconnectFromServer();
        case Manner::UnknownId:
            return say(peer, {{"type", "result"}, {"id", 4711}, {"ok", true}});
        case Manner::Truncated: {
            const std::string bytes = protocol::encodeMessage(result);
            peer->write(bytes.data(), static_cast<qint64>(bytes.size() / 2));
            return peer->disconnectFromServer();
        }
        default:
            break;
        }
        say(peer, {{"type", "progress"}, {"id", id}, {"fraction", 0.5}, {"line", "half"}});
        say(peer, {{"type", "output"}, {"id", id}, {"stream", "out"}, {"text", "words\n"}});
        say(peer, result);
        if (m_manner == Manner::Twice)
            say(peer, result);
    }

    Manner m_manner;
    QString m_path;
    QLocalServer m_server;
    std::vector<std::pair<QLocalSocket *, Json>> m_held;
};

} // namespace support
