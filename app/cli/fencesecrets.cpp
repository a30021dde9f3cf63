// SPDX-License-Identifier: GPL-3.0-or-later
// Passwords of fence devices: where chandelierctl gets them from, and the questions that need one. They are on no command line, in no file of
// ours, in no journal: on the servers they end up in a file of root alone, here in the keychain when the person wants that.
#include "app/cli/fencesecrets.h"

#include "app/cli/fleetcommon.h"
#include "app/cli/goals.h"
#include "core/inventory/nids.h"
#include "core/link/agents.h"
#include "core/manager/secretagents.h"
#include "core/profile/secrets.h"

#include <set>
#include <unistd.h>

namespace cli {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr const char *ways = "Give it with --fence-password-file NAME=FILE or in CHANDELIER_FENCE_PASSWORD_NAME, keep it with chandelierctl ha secret NAME, or run this on a terminal, which is asked.";

Result<std::string> askedFor(const std::string &name)
{
    Arguments asks;
    asks.options["ask"] = {""};
    const auto secret = secretOf(asks, "ask", "", "Password of the fence device " + name);
    if (!secret)
        return secret.error();
    return std::string(secret->text());
}

/// Goes through the names one by one, as answers of the keychain come.
class Gatherer final : public QObject {
public:
    Gatherer(const Context &context, std::set<std::string> names, std::function<void(Result<void>)> then)
        : QObject(&context.session), m_c(context), m_left(std::move(names)), m_then(std::move(then))
    {
    }
    void start()
    {
        const auto given = m_c.arguments.options.find("fence-password-file");
        for (const std::string &word : given == m_c.arguments.options.end() ? std::vector<std::string>() : given->second) {
            const std::size_t equals = word.find('=');
            if (equals == std::string::npos || equals == 0)
                return end(Error{Problem::BadArgument, "--fence-password-file wants NAME=FILE, not \"" + word + "\"", {}, "NAME is that of the server, or what secret= of --fence says."});
            auto password = profile::readSecretFile(word.substr(equals + 1));
            if (!password)
                return end(password.error());
            take(word.substr(0, equals), *password);
        }
        next();
    }

private:
    void take(const std::string &name, std::string &password)
    {
        if (auto *secrets = m_c.manager().fenceSecrets())
            secrets->give(name, password, false);
        profile::wipe(password);
        m_left.erase(name);
    }
    void next()
    {
        auto *secrets = m_c.manager().fenceSecrets();
        if (m_left.empty() || !secrets)
            return end({});
        const std::string name = *m_left.begin();
        secrets->has(name, this, [this, name](bool has) {
            m_left.erase(name);
            if (has)
                return next();
            if (!::isatty(STDIN_FILENO))
                return end(Error{Problem::BadArgument, "the password \"" + name + "\" of a fence device is not known", {}, ways});
            auto password = askedFor(name);
            if (!password || password->empty())
                return end(password ? Error{Problem::BadArgument, "no password was given for " + name, {}, ways} : password.error());
            take(name, *password);
            next();
        });
    }
    void end(const Result<void> &how)
    {
        QMetaObject::invokeMethod(this, [this, how] {
            deleteLater();
            m_then(how);
        }, Qt::QueuedConnection);
    }

    Context m_c;
    std::set<std::string> m_left;
    std::function<void(Result<void>)> m_then;
};

/// "oss1=fence_ipmilan,ip=...": as --fence has it; what is no parameter of the agent is left out of the answer.
Result<std::pair<std::string, ha::FenceDeviceSpec>> deviceIn(const std::string &text)
{
    ha::ClusterSpec spec;
    if (const auto good = fenceDevice(text, spec); !good)
        return good.error();
    return std::pair(spec.fencing.begin()->first, spec.fencing.begin()->second.front());
}

void showAnswer(const Context &c, const std::string &server, const std::string &from, const Json &value)
{
    std::string text;
    for (const Json &outlet : protocol::member(value, "outlets"))
        text += server + ": " + protocol::textOf(outlet, "name") + " is " + protocol::textOf(outlet, "state") + ", says the device to " + from + "\n";
    c.print(text, value);
}

} // namespace

std::set<std::string> fencePasswordsOf(const plan::Plan &plan)
{
    std::set<std::string> names;
    for (const plan::Move &move : plan.moves)
        for (const plan::Step &step : move.steps)
            if (step.verb == protocol::Verb::FencingSecret && !protocol::textsOf(step.args, "secrets").empty())
                names.insert(protocol::textOf(step.args, "name"));
    return names;
}

void gatherFencePasswords(const Context &context, std::set<std::string> names, std::function<void(Result<void>)> then)
{
    (new Gatherer(context, std::move(names), std::move(then)))->start();
}

void keepFencePassword(const Context &c)
{
    const std::string name = c.arguments.words[2];
    auto *secrets = c.manager().fenceSecrets();
    if (!secrets)
        return c.fail(Error{Problem::Impossible, "this cluster has no fence devices of its own", {}, {}});
    if (c.arguments.has("forget")) {
        secrets->forget(name);
        return c.print("The password of " + name + " is forgotten here. On the servers it stays until the device is removed.\n", Json{{"name", name}, {"kept", false}});
    }
    std::string password;
    if (c.arguments.has("password-file")) {
        auto read = profile::readSecretFile(c.arguments.value("password-file"));
        if (!read)
            return c.fail(read.error(), WrongUse);
        password = std::move(*read);
    } else {
        Arguments how = c.arguments;
        if (!how.has("password-fd"))
            how.options["ask-password"] = {""};
        const auto secret = secretOf(how, "ask-password", "password-fd", "Password of the fence device " + name);
        if (!secret)
            return c.fail(secret.error(), WrongUse);
        password = secret->text();
    }
    if (password.empty())
        return c.fail(Error{Problem::BadArgument, "no password was given", {}, {}}, WrongUse);
    secrets->give(name, password, true, [c, name, secrets](const Result<void> &kept) {
        if (!kept)
            return c.fail(kept.error());
        if (!secrets->lasting())
            return c.fail(Error{Problem::Storage, "there is no keychain, so that the password of " + name + " cannot be kept", secrets->whyNotLasting(), ways});
        c.print("The password of " + name + " is in the keychain.\n", Json{{"name", name}, {"kept", true}});
    });
    profile::wipe(password);
}

void askFenceDevice(const Context &c)
{
    const auto device = deviceIn(c.arguments.words[2]);
    if (!device)
        return c.fail(device.error(), WrongUse);
    const auto &[server, spec] = *device;
    const std::string from = c.arguments.value("from");
    if (!c.manager().world().server(from))
        return c.fail(Error{Problem::NotFound, from.empty() ? "which server asks the device is not said" : "there is no server \"" + from + "\"", {}, "Name a partner of " + server + ": --from SERVER"}, WrongUse);
    Json parameters = Json::object();
    for (const auto &[key, value] : spec.parameters)
        parameters[key] = value;
    Json args = {{"agent", spec.agent}, {"parameters", std::move(parameters)}, {"name", spec.secretName}};
    if (!spec.secretName.empty()) {
        args["secrets"] = Json::array({"password"});
        args["secretParameter"] = spec.secretParameter.starts_with("passwd") ? "passwd" : "password";
    }
    gatherFencePasswords(c, spec.secretName.empty() ? std::set<std::string>() : std::set<std::string>{spec.secretName}, [c, server, from, args](const Result<void> &good) {
        if (!good)
            return c.fail(good.error(), WrongUse);
        jobs::Request request;
        request.server = from;
        request.verb = protocol::Verb::PowerState;
        request.args = args;
        request.limitSeconds = protocol::traits(request.verb).limitSeconds;
        auto *call = c.manager().fenceSecrets()->call(request, &c.session);
        QObject::connect(call, &jobs::AgentCall::finished, call, [c, call, server, from](const Result<jobs::Answer> &answer) {
            call->deleteLater();
            if (!answer)
                return c.fail(answer.error());
            showAnswer(c, server, from, answer->value.get());
        });
    });
}

} // namespace cli
