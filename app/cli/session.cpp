// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/manager/opener.h"
#include "core/profile/catalogue.h"

#include <QTimer>

namespace cli {

using base::Error;
using base::Problem;

base::Result<std::string> profileOf(const Arguments &arguments)
{
    const bool demo = arguments.has("demo") || arguments.has("demo-dir");
    const int ways = int(demo) + int(arguments.has("cluster")) + int(arguments.has("profile"));
    if (arguments.has("cluster") && ways > 1)
        return Error{Problem::BadArgument, "--cluster, --profile and --demo each say which cluster is meant", {}, "Give one of them."};
    if (demo || arguments.has("profile"))
        return arguments.value("profile");
    const profile::Catalogue catalogue(manager::dataDirectory());
    if (arguments.has("cluster")) {
        auto entry = catalogue.find(arguments.value("cluster"));
        return entry ? base::Result<std::string>(entry->path) : entry.error();
    }
    const std::vector<profile::Entry> all = catalogue.list();
    if (all.size() < 2)
        return all.empty() ? manager::defaultProfilePath() : all.front().path;
    std::string names;
    for (const profile::Entry &entry : all)
        names += (names.empty() ? "" : ", ") + entry.name;
    return Error{Problem::BadArgument, "there are " + std::to_string(all.size()) + " clusters: " + names, {}, "Say which one is meant with --cluster NAME."};
}

namespace {

/// What is about the profile and its files alone, or goes on for as long as it likes.
bool waitsForServers(const Arguments &arguments)
{
    const std::string first = arguments.words.empty() ? std::string() : arguments.words.front();
    return first != "watch" && first != "notify" && !(first == "alerts" && arguments.words.size() > 1);
}

} // namespace

Session::Session(const Arguments &arguments, QObject *parent)
    : QObject(parent), m_arguments(arguments), m_path(profileOf(arguments)),
      m_opener(std::make_unique<manager::Opener>(
          manager::Choice{arguments.has("demo"), arguments.value("demo-dir"), m_path ? *m_path : std::string(), {}, arguments.has("own-known-hosts")}))
{
}

Session::~Session() = default;

void Session::open(Opened then)
{
    if (!m_path)
        return QTimer::singleShot(0, this, [this, then] { then(m_path.error()); });
    connect(m_opener.get(), &manager::Opener::failed, this, [then](const protocol::Error &error) { then(error); });
    connect(m_opener.get(), &manager::Opener::opened, this, [this, then] {
        m_manager = m_opener->take();
        if (m_arguments.has("unlock"))
            m_manager->unlock();
        if (!waitsForServers(m_arguments))
            return then({});
        waitForServers(then);
    });
    m_opener->start();
}

void Session::waitForServers(Opened then)
{
    auto *watch = new QObject(this);
    const auto done = [this, watch, then] {
        disconnect(m_manager.get(), nullptr, watch, nullptr);
        watch->deleteLater();
        then({});
    };
    connect(m_manager.get(), &manager::Manager::worldChanged, watch, [this, done] {
        if (m_manager->inventoriesComplete())
            done();
    });
    if (m_manager->inventoriesComplete())
        return QTimer::singleShot(0, watch, done);
    QTimer::singleShot(1000 * std::max(0, atoi(m_arguments.value("wait", "20").c_str())), watch, done);
}

agentlink::LinkAgents &Session::link()
{
    return *m_opener->link();
}

bool Session::isDemo() const
{
    return m_opener->demo() != nullptr;
}

void Session::demoKill(const std::string &server)
{
    m_opener->demo()->kill(server);
}

void Session::demoBoot(const std::string &server)
{
    m_opener->demo()->boot(server);
}

void Session::demoStop(std::function<void()> then)
{
    m_opener->demo()->stop([then](const base::Result<void> &) { then(); });
}

} // namespace cli
