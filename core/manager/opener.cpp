// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/opener.h"

#include "agent/protocol/json.h"
#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/manager/logins.h"
#include "core/manager/private.h"
#include "core/manager/secretagents.h"
#include "core/manager/worker.h"
#include "core/profile/profile.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTimer>
#include <deque>
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

} // namespace

/// Gives the link its endpoints, a few in each turn of the event loop: making a thousand lines takes its time.
class Connector final : public QObject {
public:
    void set(agentlink::LinkAgents &link, const std::vector<ServerEntry> &servers)
    {
        std::vector<std::string> gone = link.servers();
        for (const ServerEntry &server : servers)
            std::erase(gone, server.name);
        for (const std::string &server : gone)
            link.removeEndpoint(server);
        link.expect(namesOf(servers));
        const bool busy = !m_waiting.empty();
        m_waiting.assign(servers.begin(), servers.end());
        m_link = &link;
        if (!busy)
            next();
    }

private:
    void next()
    {
        for (int i = 0; i < atOnce && m_link && !m_waiting.empty(); ++i) {
            m_link->setEndpoint(endpointOf(m_waiting.front()));
            m_waiting.pop_front();
        }
        if (!m_waiting.empty() && m_link)
            QTimer::singleShot(0, this, [this] { next(); });
    }
    static constexpr int atOnce = 20;
    std::deque<ServerEntry> m_waiting;
    QPointer<agentlink::LinkAgents> m_link;
};

std::string defaultProfilePath()
{
    return dataDirectory() + "/cluster.profile";
}

std::string dataDirectory()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation).toStdString();
}

std::string knownHostsPath(const std::string &profilePath)
{
    const std::string folder = QFileInfo(QString::fromStdString(profilePath)).absolutePath().toStdString();
    return (folder == dataDirectory() + "/clusters" ? dataDirectory() : folder) + "/known_hosts"; // one file for all of a user's clusters
}

struct Opener::Private {
    Choice choice;
    std::unique_ptr<Demo> demo;
    QPointer<agentlink::LinkAgents> link;
    QPointer<SecretAgents> fenceSecrets;
    std::unique_ptr<Manager> manager;
    std::string path;
    Connector connector;
    std::unique_ptr<Logins> logins;
    std::shared_ptr<bool> keysApart = std::make_shared<bool>(false); ///< the worker's until it has loaded
    Worker worker{true};
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
Logins *Opener::logins() const { return d->logins.get(); }
SecretAgents *Opener::fenceSecrets() const { return d->fenceSecrets; }
const std::string &Opener::path() const { return d->path; }
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

namespace {

/// The part of opening that reads and writes files; done beside the window's thread.
Result<std::shared_ptr<Loaded>> prepareAndLoad(const Options &options, const std::vector<ServerEntry> &demoServers, const std::string &name, bool &keysApart)
{
    {
        auto profile = profile::Profile::open(options.profilePath);
        if (!profile)
            return profile.error();
        if (!demoServers.empty()) // where they are is asked anew each time: the demonstration's directory may have been moved
            if (auto set = (*profile)->setServers(demoServers); !set)
                return set.error();
        if ((*profile)->name().empty() && !name.empty())
            if (auto named = (*profile)->setName(name); !named)
                return named.error();
        if (keysApart)
            if (auto set = (*profile)->setSetting("accepted-keys", "apart"); !set)
                return set.error();
        keysApart = (*profile)->setting("accepted-keys") == "apart";
    }
    return Manager::load(options);
}

} // namespace

void Opener::loaded(const Options &options, Result<std::shared_ptr<Loaded>> loaded)
{
    if (!loaded)
        return emit failed(loaded.error());
    agentlink::LinkOptions linkOptions;
    linkOptions.holder = holder();
    linkOptions.ssh.ownKnownHosts = knownHostsPath(options.profilePath);
    linkOptions.ssh.keysApart = *d->keysApart;
    auto agents = std::make_unique<agentlink::LinkAgents>(linkOptions);
    agentlink::LinkAgents *link = agents.get();
    Options full = options;
    full.role = [link](const std::string &server) { return protocol::textOf(link->agentHello(server), "role"); };
    link->expect(namesOf((*loaded)->servers)); // a job that goes on calls its agents before they have lines
    auto secretAgents = std::make_unique<SecretAgents>(std::move(agents));
    SecretAgents *secrets = secretAgents.get();
    auto opened = Manager::open(full, std::move(secretAgents), *loaded);
    if (!opened)
        return emit failed(opened.error());
    d->manager = std::move(*opened);
    d->link = link;
    d->fenceSecrets = secrets;
    Manager *manager = d->manager.get();
    connect(manager, &Manager::serversChanged, this, [this, manager, link] {
        if (auto servers = manager->profile().servers())
            d->connector.set(*link, *servers);
    });
    const std::shared_ptr<profile::Secrets> store = d->choice.secrets ? d->choice.secrets : profile::openSecrets();
    secrets->setStore(store, [manager] { return clusterId(manager->profile()); });
    d->logins = std::make_unique<Logins>(*manager, *link, store);
    if (auto servers = manager->profile().servers())
        d->connector.set(*link, *servers);
    d->logins->load();
    emit this->opened();
}

void Opener::openProfile()
{
    std::string path = d->choice.profilePath;
    if (path.empty())
        path = d->demo ? d->demo->directory() + "/cluster.profile" : defaultProfilePath();
    emit progressed(tr("Opening the profile"));
    d->path = path;
    Options options;
    options.profilePath = path;
    options.holder = holder();
    std::vector<ServerEntry> servers;
    if (d->demo)
        for (const DemoHost &host : d->demo->hosts())
            servers.push_back({.name = host.name, .kind = ServerEntry::Kind::Local, .socket = host.socket});
    *d->keysApart = d->choice.keysApart;
    const std::string name = d->demo ? "Demonstration" : std::string();
    d->worker.run(
        this, [options, servers, name, apart = d->keysApart] { return prepareAndLoad(options, servers, name, *apart); },
        [this, options](Result<std::shared_ptr<Loaded>> result) { loaded(options, std::move(result)); });
}

} // namespace manager
