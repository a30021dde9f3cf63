// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/secretagents.h"

#include "agent/protocol/base64.h"

#include <QPointer>
#include <QTimer>

namespace manager {

using base::Error;
using base::Problem;
using base::Result;
using jobs::AgentCall;
using jobs::Answer;
using jobs::Request;
using protocol::Verb;

namespace {

/// As a shell takes it in the name of a variable.
std::string variableOf(std::string name)
{
    for (char &c : name)
        if (!std::isalnum(static_cast<unsigned char>(c)))
            c = '_';
    return name;
}

} // namespace

/// A call that waits for its secrets before it is sent.
class SecretCall final : public AgentCall {
public:
    SecretCall(SecretAgents &agents, Request request, QObject *parent)
        : AgentCall(parent)
        , m_agents(&agents)
        , m_request(std::move(request))
        , m_wanted(protocol::textsOf(m_request.args, "secrets"))
    {
        next();
    }
    ~SecretCall() override { wipe(); }

    void cancel() override
    {
        if (m_sent)
            m_sent->cancel();
        else
            m_cancelled = true;
    }

private:
    void next()
    {
        if (m_at == m_wanted.size())
            return send();
        const std::string name = m_wanted[m_at++];
        m_agents->find(name, m_request, this, [this, name](Result<std::string> secret) {
            if (m_cancelled)
                return end(Error{Problem::Cancelled, "cancelled before it was sent", {}, {}});
            if (!secret)
                return end(secret.error());
            m_request.secrets[name] = std::move(*secret);
            next();
        });
    }
    void send()
    {
        if (!m_agents)
            return;
        m_sent = m_agents->m_inner->call(m_request, this);
        wipe();
        connect(m_sent, &AgentCall::progressed, this, &AgentCall::progressed);
        connect(m_sent, &AgentCall::printed, this, &AgentCall::printed);
        connect(m_sent, &AgentCall::finished, this, &AgentCall::finished);
    }
    void end(const Error &error) { emit finished(Result<Answer>(error), {}); }
    void wipe()
    {
        for (auto &[name, secret] : m_request.secrets)
            profile::wipe(secret);
        m_request.secrets.clear();
    }

    QPointer<SecretAgents> m_agents;
    Request m_request;
    std::vector<std::string> m_wanted;
    QPointer<AgentCall> m_sent;
    std::size_t m_at = 0;
    bool m_cancelled = false;
};

SecretAgents::SecretAgents(std::unique_ptr<jobs::Agents> inner)
    : m_inner(std::move(inner))
{
    connect(m_inner.get(), &jobs::Agents::reachChanged, this, &jobs::Agents::reachChanged);
    connect(m_inner.get(), &jobs::Agents::eventArrived, this, &jobs::Agents::eventArrived);
}

SecretAgents::~SecretAgents()
{
    for (auto &[name, password] : m_given)
        profile::wipe(password);
}

void SecretAgents::setStore(std::shared_ptr<profile::Secrets> store, std::function<std::string()> prefix)
{
    m_store = std::move(store);
    m_prefix = std::move(prefix);
}

void SecretAgents::give(const std::string &name, const std::string &password, bool keep, profile::Secrets::Done then)
{
    m_given[name] = password;
    if (keep && m_store)
        return m_store->write(keyOf(name), password, this, then ? std::move(then) : [](const Result<void> &) { });
    if (then)
        then({});
}

void SecretAgents::has(const std::string &name, QObject *context, std::function<void(bool)> then)
{
    findPassword(name, context, [then = std::move(then)](Result<std::string> found) {
        then(found.ok());
        if (found)
            profile::wipe(*found);
    });
}

void SecretAgents::forget(const std::string &name)
{
    if (const auto given = m_given.find(name); given != m_given.end()) {
        profile::wipe(given->second);
        m_given.erase(given);
    }
    if (m_store)
        m_store->remove(keyOf(name), this, [](const Result<void> &) { });
}

AgentCall *SecretAgents::call(const Request &request, QObject *parent)
{
    if (!request.lease.empty())
        m_leases[request.server] = request.lease;
    if (protocol::member(request.args, "secrets").is_array() && request.secrets.empty())
        return new SecretCall(*this, request, parent);
    AgentCall *call = m_inner->call(request, parent);
    if (request.verb == Verb::LeaseTake)
        connect(call, &AgentCall::finished, this, [this, server = request.server](const Result<Answer> &answer) {
            if (answer)
                m_leases[server] = protocol::textOf(answer->value, "token");
        });
    return call;
}

void SecretAgents::find(const std::string &name, const Request &request, QObject *context, Found then)
{
    if (request.verb == Verb::CorosyncConfigure)
        return findKey(protocol::textOf(request.args, "keyFrom"), context, std::move(then));
    const std::string device = protocol::textOf(request.args, "name");
    findPassword(device.empty() ? name : device, context, std::move(then));
}

void SecretAgents::findPassword(const std::string &name, QObject *context, Found then)
{
    const Error unknown{Problem::BadArgument, "the password \"" + name + "\" of a fence device is not known here", {},
        "Give it on the page of the cluster, or to chandelierctl: ha secret " + name + ", --fence-password-file, or the variable CHANDELIER_FENCE_PASSWORD_" + variableOf(name) + "; then retry."};
    if (const auto given = m_given.find(name); given != m_given.end())
        return QTimer::singleShot(0, context, [password = given->second, then] { then(password); });
    if (const QByteArray said = qgetenv(("CHANDELIER_FENCE_PASSWORD_" + variableOf(name)).c_str()); !said.isEmpty())
        return QTimer::singleShot(0, context, [password = said.toStdString(), then] { then(password); });
    if (!m_store)
        return QTimer::singleShot(0, context, [unknown, then] { then(unknown); });
    m_store->read(keyOf(name), context, [unknown, then](const Result<std::optional<std::string>> &read) {
        if (read && *read)
            then(**read);
        else
            then(read ? unknown : read.error());
    });
}

void SecretAgents::findKey(const std::string &server, QObject *context, Found then)
{
    Request request;
    request.server = server;
    request.verb = Verb::CorosyncKey;
    if (const auto lease = m_leases.find(server); lease != m_leases.end())
        request.lease = lease->second;
    AgentCall *call = m_inner->call(request, context);
    connect(call, &AgentCall::finished, context, [call, server, then](const Result<Answer> &answer) {
        call->deleteLater();
        if (!answer)
            return then(answer.error());
        auto key = protocol::fromBase64(protocol::textOf(answer->value, "key"));
        if (!key || key->empty())
            return then(Error{Problem::BadMessage, server + " gave no key of Corosync", {}, "Look at /etc/corosync/authkey there."});
        then(std::move(*key));
    });
}

} // namespace manager
