// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/demo.h"

#include "agent/protocol/json.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>
#include <sys/un.h>
#include <unistd.h>

namespace manager {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr const char *socketTail = "/hosts/longname/agent.sock"; ///< what simhost puts behind the directory

bool isShortEnough(const QString &directory)
{
    return QFile::encodeName(directory).size() + qstrlen(socketTail) < sizeof(sockaddr_un{}.sun_path);
}

QString findProgram(const QString &name)
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &folder : {here, here + QStringLiteral("/../libexec/chandelier")})
        if (const QFileInfo file(folder + QLatin1Char('/') + name); file.isExecutable())
            return file.canonicalFilePath();
    return QStandardPaths::findExecutable(name);
}

Error commandError(const QStringList &words, const QString &what, const QByteArray &printed)
{
    return Error{Problem::ToolFailed, "the demonstration cluster: chandelier-simhost " + words.join(QLatin1Char(' ')).toStdString() + " "
            + what.toStdString(), printed.toStdString(), "Remove its directory to begin with a new one, or look at the agents' logs in it."};
}

} // namespace

Demo::Demo(QObject *parent)
    : QObject(parent)
{
}

// The tools go on without us: a half-made cluster would be worse than one more process that ends by itself.
Demo::~Demo()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->setParent(nullptr);
    connect(m_process, &QProcess::finished, m_process, &QObject::deleteLater);
}

Result<DemoPrograms> Demo::findPrograms()
{
    DemoPrograms programs;
    for (auto &[name, path] : {std::pair<const char *, std::string &>{"chandelier-agent", programs.agent}, {"chandelier-simhost", programs.simhost}}) {
        path = findProgram(QLatin1String(name)).toStdString();
        if (path.empty())
            return Error{Problem::NotFound, std::string("the program ") + name + " was found neither beside this one nor in PATH", {},
                "Install it, or run from the folder where everything was built."};
    }
    return programs;
}

std::string Demo::defaultDirectory()
{
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/demo");
    const QString runtime = QString::fromLocal8Bit(qgetenv("XDG_RUNTIME_DIR"));
    if (isShortEnough(data))
        return data.toStdString();
    if (!runtime.isEmpty() && isShortEnough(runtime + QStringLiteral("/chandelier-demo")))
        return runtime.toStdString() + "/chandelier-demo";
    return "/tmp/chandelier-demo-" + std::to_string(::getuid());
}

// A folder in /tmp has a name that everybody can guess: whoever made it owns what is run from it.
Result<void> Demo::checkDirectory() const
{
    const QFileInfo info(QString::fromStdString(m_directory));
    if (info.exists() && info.ownerId() != ::getuid())
        return Error{Problem::AccessDenied, "the directory " + m_directory + " belongs to another user", {}, "Choose another directory."};
    if (!isShortEnough(info.absoluteFilePath()))
        return Error{Problem::BadArgument, "the path " + m_directory + " is too long for the sockets of the agents", {},
            "Choose a directory with a path of at most " + std::to_string(sizeof(sockaddr_un{}.sun_path) - qstrlen(socketTail) - 1) + " bytes."};
    return {};
}

void Demo::start(std::string directory, DemoPrograms programs)
{
    m_directory = directory.empty() ? defaultDirectory() : QFileInfo(QString::fromStdString(directory)).absoluteFilePath().toStdString();
    m_programs = std::move(programs);
    Result<void> good = checkDirectory();
    if (good && m_programs.agent.empty()) {
        auto found = findPrograms();
        if (found)
            m_programs = *found;
        else
            good = found.error();
    }
    if (!good)
        return QTimer::singleShot(0, this, [this, error = good.error()] { emit failed(error); });
    const QString path = QString::fromStdString(m_directory);
    if (QFileInfo::exists(path + QStringLiteral("/cluster.json")))
        return bringUp();
    QDir().mkpath(QFileInfo(path).absolutePath());
    emit progressed(tr("Making the demonstration cluster in %1").arg(path));
    run({QStringLiteral("create"), path, QStringLiteral("--demo")}, [this](const Result<QByteArray> &made) {
        if (made)
            bringUp();
        else
            emit failed(made.error());
    });
}

void Demo::bringUp()
{
    emit progressed(tr("Starting the agents of the demonstration cluster"));
    const QString path = QString::fromStdString(m_directory);
    run({QStringLiteral("up"), path, QStringLiteral("--agent"), QString::fromStdString(m_programs.agent)}, [this](const Result<QByteArray> &up) {
        if (up)
            readStatus();
        else
            emit failed(up.error());
    });
}

void Demo::readStatus()
{
    run({QStringLiteral("status"), QString::fromStdString(m_directory), QStringLiteral("--json")}, [this](const Result<QByteArray> &status) {
        auto hosts = status ? demoHosts(status->toStdString()) : Result<std::vector<DemoHost>>(status.error());
        if (!hosts) {
            emit failed(hosts.error());
            return;
        }
        m_hosts = std::move(*hosts);
        emit started();
    });
}

Result<std::vector<DemoHost>> demoHosts(const std::string &json)
{
    const protocol::Json list = protocol::parseJson(json);
    std::vector<DemoHost> hosts;
    if (list.is_array())
        for (const protocol::Json &item : list)
            hosts.push_back({protocol::textOf(item, "host"), protocol::textOf(item, "socket"), protocol::flagOf(item, "up"), protocol::flagOf(item, "agent")});
    for (const DemoHost &host : hosts)
        if (host.name.empty() || host.socket.empty())
            hosts.clear();
    if (hosts.empty())
        return Error{Problem::BadMessage, "chandelier-simhost did not say which hosts the demonstration cluster has", json,
            "Use the chandelier-simhost that belongs to this program."};
    return hosts;
}

void Demo::kill(const std::string &host, Then then)
{
    run({QStringLiteral("kill"), QString::fromStdString(m_directory), QString::fromStdString(host)},
        [then](const Result<QByteArray> &done) {
            if (then)
                then(done ? Result<void>() : Result<void>(done.error()));
        });
}

void Demo::boot(const std::string &host, Then then)
{
    run({QStringLiteral("boot"), QString::fromStdString(m_directory), QString::fromStdString(host)},
        [then](const Result<QByteArray> &done) {
            if (then)
                then(done ? Result<void>() : Result<void>(done.error()));
        });
}

void Demo::stop(Then then)
{
    run({QStringLiteral("down"), QString::fromStdString(m_directory)}, [then](const Result<QByteArray> &done) {
        if (then)
            then(done ? Result<void>() : Result<void>(done.error()));
    });
}

void Demo::run(QStringList words, std::function<void(const Result<QByteArray> &)> then)
{
    m_commands.push_back({std::move(words), std::move(then)});
    if (!m_process)
        runNext();
}

void Demo::runNext()
{
    if (m_commands.empty())
        return;
    m_process = new QProcess(this);
    connect(m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        const QStringList &words = m_commands.front().words;
        if (status == QProcess::CrashExit)
            ended(commandError(words, QStringLiteral("was ended by a signal"), m_process->readAllStandardError()));
        else if (code != 0)
            ended(commandError(words, QStringLiteral("ended with %1").arg(code), m_process->readAllStandardError()));
        else
            ended(m_process->readAllStandardOutput());
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            ended(commandError(m_commands.front().words, QStringLiteral("cannot be started"), m_process->errorString().toUtf8()));
    });
    m_process->start(QString::fromStdString(m_programs.simhost), m_commands.front().words);
}

void Demo::ended(const Result<QByteArray> &output)
{
    m_process->deleteLater();
    m_process = nullptr;
    const Command command = std::move(m_commands.front());
    m_commands.pop_front();
    command.then(output);
    if (!m_process)
        runNext();
}

} // namespace manager
