// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/localchannel.h"

#include <QLocalSocket>
#include <QProcess>
#include <QCoreApplication>
#include <QTimer>

namespace agentlink {

using base::Error;
using base::Problem;

LocalChannel::LocalChannel(std::string socket, QObject *parent)
    : AgentChannel(parent), m_path(std::move(socket))
{
}

LocalChannel::~LocalChannel()
{
    close();
}

void LocalChannel::open()
{
    m_socket = new QLocalSocket(this);
    connect(m_socket, &QLocalSocket::connected, this, &AgentChannel::opened);
    connect(m_socket, &QLocalSocket::readyRead, this,
            [this] { emit bytesArrived(m_socket->readAll().toStdString()); });
    connect(m_socket, &QLocalSocket::errorOccurred, this, [this](QLocalSocket::LocalSocketError error) {
        const bool was = error == QLocalSocket::PeerClosedError;
        const std::string detail = m_socket->errorString().toStdString();
        if (was)
            end({Problem::Disconnected, "The agent at " + m_path + " closed the line.", detail});
        else
            end({Problem::Unreachable, "No agent answers at " + m_path + ".", detail,
                 "Start the agent (systemctl start chandelier-agent) and check that you may use its socket."});
    });
    emit stageChanged(Stage::OpeningAgent);
    // From the event loop: QLocalSocket connects, or fails, inside of connectToServer().
    QTimer::singleShot(0, m_socket, [this] { m_socket->connectToServer(QString::fromStdString(m_path)); });
}

void LocalChannel::write(std::string bytes)
{
    if (m_socket && m_socket->state() == QLocalSocket::ConnectedState)
        m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void LocalChannel::close()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket = nullptr;
}

void LocalChannel::end(Error error)
{
    if (!m_socket)
        return;
    const QByteArray rest = m_socket->isOpen() ? m_socket->readAll() : QByteArray();
    close();
    if (!rest.isEmpty())
        emit bytesArrived(rest.toStdString());
    emit closed(endingFor(std::move(error)));
}

ProcessChannel::ProcessChannel(std::vector<std::string> argv, QObject *parent) : AgentChannel(parent)
{
    for (const std::string &word : argv)
        m_argv << QString::fromStdString(word);
}

ProcessChannel::~ProcessChannel()
{
    close();
}

void ProcessChannel::open()
{
    emit stageChanged(Stage::OpeningAgent);
    m_process = new QProcess(this);
    connect(m_process, &QProcess::started, this, &AgentChannel::opened);
    connect(m_process, &QProcess::readyReadStandardOutput, this,
            [this] { emit bytesArrived(m_process->readAllStandardOutput().toStdString()); });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            end("could not be started");
    });
    connect(m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        end((status == QProcess::CrashExit ? "was ended by signal " : "ended with exit code ") + std::to_string(code));
    });
    QTimer::singleShot(0, m_process, [this] { m_process->start(m_argv.value(0), m_argv.mid(1)); });
}

void ProcessChannel::write(std::string bytes)
{
    if (m_process && m_process->state() == QProcess::Running)
        m_process->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void ProcessChannel::close()
{
    if (!m_process)
        return;
    QProcess *const process = m_process;
    m_process = nullptr;
    process->disconnect(this);
    process->setParent(QCoreApplication::instance()); // for the case that the event loop ends before the process does
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return;
    }
    // Its end of input tells it to go; nobody waits for it here.
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    connect(process, &QProcess::errorOccurred, process, &QObject::deleteLater);
    process->closeWriteChannel();
    QTimer::singleShot(2'000, process, &QProcess::kill);
}

void ProcessChannel::end(const std::string &what)
{
    if (!m_process)
        return;
    const QByteArray rest = m_process->readAllStandardOutput();
    const QByteArray words = m_process->readAllStandardError().right(4096);
    const std::string name = m_argv.value(0).toStdString();
    close();
    if (!rest.isEmpty())
        emit bytesArrived(rest.toStdString());
    emit closed(endingFor({Problem::Disconnected, "The program " + name + ", which joins to the agent, " + what + ".",
                           words.toStdString()}));
}

} // namespace agentlink
