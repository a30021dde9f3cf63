// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/opener.h"

#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/profile/profile.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTimer>
#include <pwd.h>
#include <unistd.h>

namespace manager {

using base::Error;
using base::Result;
using profile::ServerEntry;

namespace {

std::string userName()
{
    const passwd *user = ::getpwuid(::getuid());
    return user ? std::string(user->pw_name) : std::to_string(::getuid());
}

std::string holder()
{
    return userName() + "@" + QSysInfo::machineHostName().toStdString();
}

agentlink::Endpoint endpointOf(const ServerEntry &server)
{
    if (server.kind == ServerEntry::Kind::Local)
        return {server.name, agentlink::LocalWay{server.socket}};
    agentlink::SshWay way;
    way.host = server.host.empty() ? server.name : server.host;
    way.port = server.port;
    way.user = server.user;
    way.identity = server.identity;
    way.certificate = server.certificate;
    way.login = agentlink::loginFromWord(server.login);
    way.jump = server.jump;
    if (!server.socket.empty())
        way.agentSocket = server.socket;
    return {server.name, way};
}

void setEndpoints(agentlink::LinkAgents &link, const std::vector<ServerEntry> &servers)
{
    std::vector<std::string> gone = link.servers();
    for (const ServerEntry &server : servers) {
        std::erase(gone, server.name);
        link.setEndpoint(endpointOf(server));
    }
    for (const std::string &server : gone)
        link.removeEndpoint(server);
}

} // namespace

std::string defaultProfilePath()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation).toStdString() + "/cluster.profile";
}

struct Opener::Private {
    Choice choice;
    std::unique_ptr<Demo> demo;
    QPointer<agentlink::LinkAgents> link;
    std::unique_ptr<Manager> manager;
};

Opener::Opener(Choice choice, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->choice = std::move(choice);
}

Opener::~Opener() = default;

Demo *Opener::demo() const { return d->demo.get(); }
agentlink::LinkAgents *Opener::link() const { return d->link; }
std::unique_ptr<Manager> Opener::take() { return std::move(d->manager); }

void Opener::start()
{
    if (!d->choice.demo)
        return QTimer::singleShot(0, this, [this] { openProfile(); });
    d->demo = std::make_unique<Demo>();
    connect(d->demo.get(), &Demo::progressed, this, &Opener::progressed);
    connect(d->demo.get(), &Demo::failed, this, &Opener::failed);
    connect(d->demo.get(), &Demo::started, this, &Opener::openProfile);
    d->demo->start(d->choice.demoDirectory);
}

// Where the agents of the demonstration are is asked anew each time: its directory may have been moved.
Result<void> Opener::prepareProfile(const std::string &path)
{
    auto profile = profile::Profile::open(path);
    if (!profile)
        return profile.error();
    if (!d->demo)
        return {};
    std::vector<ServerEntry> servers;
    for (const DemoHost &host : d->demo->hosts())
        servers.push_back({.name = host.name, .kind = ServerEntry::Kind::Local, .socket = host.socket});
    if (auto set = (*profile)->setServers(servers); !set)
        return set;
    return (*profile)->name().empty() ? (*profile)->setName("Demonstration") : Result<void>();
}

Result<void> Opener::openManager(const std::string &path)
{
    if (auto prepared = prepareProfile(path); !prepared)
        return prepared;
    agentlink::LinkOptions linkOptions;
    linkOptions.holder = holder();
    linkOptions.ssh.ownKnownHosts = QFileInfo(QString::fromStdString(path)).absolutePath().toStdString() + "/known_hosts";
    auto agents = std::make_unique<agentlink::LinkAgents>(linkOptions);
    agentlink::LinkAgents *link = agents.get();
    {
        auto profile = profile::Profile::open(path);
        auto servers = profile ? (*profile)->servers() : Result<std::vector<ServerEntry>>(profile.error());
        if (!servers)
            return servers.error();
        setEndpoints(*link, *servers);
    }
    Options options;
    options.profilePath = path;
    options.holder = holder();
    auto opened = Manager::open(options, std::move(agents));
    if (!opened)
        return opened.error();
    d->manager = std::move(*opened);
    d->link = link;
    Manager *manager = d->manager.get();
    connect(manager, &Manager::serversChanged, link, [manager, link] {
        if (auto servers = manager->profile().servers())
            setEndpoints(*link, *servers);
    });
    return {};
}

void Opener::openProfile()
{
    std::string path = d->choice.profilePath;
    if (path.empty())
        path = d->demo ? d->demo->directory() + "/cluster.profile" : defaultProfilePath();
    emit progressed(tr("Opening the profile"));
    if (auto done = openManager(path); !done)
        emit failed(done.error());
    else
        emit opened();
}

} // namespace manager
