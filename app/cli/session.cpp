// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/session.h"

#include "core/link/agents.h"
#include "core/manager/demo.h"
#include "core/manager/opener.h"

#include <QTimer>

namespace cli {

Session::Session(const Arguments &arguments, QObject *parent)
    : QObject(parent), m_arguments(arguments),
      m_opener(std::make_unique<manager::Opener>(
          manager::Choice{arguments.has("demo"), arguments.value("demo-dir"), arguments.value("profile")}))
{
}

Session::~Session() = default;

void Session::open(Opened then)
{
    connect(m_opener.get(), &manager::Opener::failed, this, [then](const protocol::Error &error) { then(error); });
    connect(m_opener.get(), &manager::Opener::opened, this, [this, then] {
        m_manager = m_opener->take();
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
