// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/sshconfig.h"

#include "core/link/clientconfig.h"
#include "core/link/proxyprocess.h"

#include <QDir>
#include <QFile>
#include <QString>
#include <QStringList>
#include <libssh/libssh.h>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

// aes*-gcm moves half as much again as libssh's default chacha20 (measured); the rest is for old servers.
constexpr const char *preferredCiphers = "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,"
                                         "aes256-ctr,aes192-ctr,aes128-ctr";

std::string optionText(ssh_session session, ssh_options_e option)
{
    char *text = nullptr;
    if (ssh_options_get(session, option, &text) != SSH_OK || !text)
        return {};
    std::string result = text;
    ssh_string_free_char(text);
    return result;
}

/// libssh turns ProxyJump into the command line of an ssh of its own: "ssh -l U -p P -J REST -W '[%h]:%p' HOST". That ssh
/// would use other keys and other known hosts than we do, so the jump is read back out of it and made natively.
std::optional<std::string> jumpOfCommand(const std::string &command)
{
    if (command.empty() || command == "none")
        return std::string();
    const QStringList words = QString::fromStdString(command).split(u' ', Qt::SkipEmptyParts);
    if (words.value(0) != u"ssh" || !words.contains(u"'[%h]:%p'"_qs))
        return {};
    QString hop = words.last(), rest;
    for (qsizetype i = 1; i + 1 < words.size(); ++i) {
        if (words[i] == u"-l")
            hop.prepend(words[i + 1] + u'@');
        else if (words[i] == u"-p")
            hop.append(u':' + words[i + 1]);
        else if (words[i] == u"-J")
            rest = words[i + 1];
    }
    return (rest.isEmpty() ? hop : hop + u',' + rest).toStdString();
}

base::Result<void> setWay(ssh_session session, const SshWay &way, const SshOptions &options)
{
    const bool no = false;
    ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no);
    if (!options.sshDirectory.empty())
        ssh_options_set(session, SSH_OPTIONS_SSH_DIR, options.sshDirectory.c_str());
    if (way.host.empty() || ssh_options_set(session, SSH_OPTIONS_HOST, way.host.c_str()) != SSH_OK)
        return Error {Problem::BadArgument, "\"" + way.host + "\" is no host name.", {}, "Give a host name or an address."};
    ssh_options_set(session, SSH_OPTIONS_CIPHERS_C_S, preferredCiphers);
    ssh_options_set(session, SSH_OPTIONS_CIPHERS_S_C, preferredCiphers);
    if (ssh_options_parse_config(session, nullptr) != SSH_OK)
        return Error {Problem::BadArgument, "The ssh configuration cannot be used for " + way.host + ".", ssh_get_error(session),
                      "Try the same with: ssh -G " + way.host};
    const int quiet = 0; // LogLevel of the configuration would let libssh write to this program's standard error
    ssh_options_set(session, SSH_OPTIONS_LOG_VERBOSITY, &quiet);
    if (!way.user.empty())
        ssh_options_set(session, SSH_OPTIONS_USER, way.user.c_str());
    if (way.port > 0)
        ssh_options_set(session, SSH_OPTIONS_PORT, &way.port);
    return {};
}

std::string sshFolder(const SshOptions &options)
{
    return options.sshDirectory.empty() ? QDir::homePath().toStdString() + "/.ssh" : options.sshDirectory;
}

/// libssh takes the user's key files itself, but no certificate: a configured key that has one is tried as our own.
void setKeys(SshSettings &settings, const SshWay &way, const SshOptions &options)
{
    const ClientConfig config(sshFolder(options), way.host);
    settings.login = way.login;
    settings.identity = expandedPath(way.identity, settings.host);
    settings.certificate = expandedPath(way.certificate, settings.host);
    const std::string certificate = expandedPath(config.first("certificatefile"), settings.host);
    for (const std::string &file : config.all("identityfile")) {
        const std::string key = expandedPath(file, settings.host);
        const bool beside = QFile::exists(QString::fromStdString(key + "-cert.pub"));
        if (!settings.identity.empty() || (certificate.empty() && !beside))
            continue;
        settings.identity = key;
        settings.certificate = certificate;
    }
    if (config.first("identitiesonly") == "yes") {
        settings.identitiesOnly = true;
        for (const std::string &file : config.all("identityfile"))
            if (file != "none")
                settings.identities.push_back(expandedPath(file, settings.host));
        if (config.all("identityfile").empty() && way.identity.empty())
            for (const char *usual : {"id_ed25519", "id_ecdsa", "id_rsa"})
                settings.identities.push_back(sshFolder(options) + '/' + usual);
    }
    const std::string agent = options.identityAgent.empty() ? config.first("identityagent") : options.identityAgent;
    if (agent.empty() || agent == "SSH_AUTH_SOCK")
        settings.agentSocket = qEnvironmentVariable("SSH_AUTH_SOCK").toStdString();
    else if (agent.starts_with('$'))
        settings.agentSocket = qEnvironmentVariable(agent.c_str() + 1).toStdString();
    else if (agent != "none")
        settings.agentSocket = expandedPath(agent, settings.host);
}

base::Result<std::string> proxyCommandOf(const std::string &command, const SshSettings &settings, const SshWay &way, const SshOptions &options)
{
    if (ClientConfig(sshFolder(options), way.host).first("proxyusefdpass") == "yes")
        return Error {Problem::BadArgument, "The ssh configuration of " + way.host + " uses ProxyUseFdpass, which is not supported.", command,
                      "Use a ProxyCommand that passes the bytes, or ProxyJump."};
    return expandedCommand(command, {settings.host, settings.port, settings.user, way.host});
}

} // namespace

base::Result<SshSettings> configure(ssh_session session, const std::string &server, const SshWay &way,
                                    const SshOptions &options)
{
    if (auto set = setWay(session, way, options); !set)
        return set.error();
    SshSettings settings;
    settings.host = optionText(session, SSH_OPTIONS_HOST);
    if (optionText(session, SSH_OPTIONS_USER).empty())
        ssh_options_set(session, SSH_OPTIONS_USER, nullptr); // the user who runs this program
    settings.user = optionText(session, SSH_OPTIONS_USER);
    unsigned port = 0;
    ssh_options_get_port(session, &port);
    settings.port = port > 0 ? static_cast<int>(port) : 22;
    setKeys(settings, way, options);

    settings.jump = way.jump;
    if (settings.jump.empty()) {
        const std::string command = optionText(session, SSH_OPTIONS_PROXYCOMMAND);
        if (const auto jump = jumpOfCommand(command)) {
            settings.jump = *jump;
        } else {
            auto expanded = proxyCommandOf(command, settings, way, options);
            if (!expanded)
                return expanded.error();
            settings.proxyCommand = std::move(*expanded);
        }
    } else if (settings.jump == "none") {
        settings.jump.clear();
    }

    const std::string configured = expandedPath(optionText(session, SSH_OPTIONS_KNOWNHOSTS), settings.host);
    const std::string users = configured.empty() ? sshFolder(options) + "/known_hosts" : configured;
    const std::string ours = options.ownKnownHosts.empty() ? users : options.ownKnownHosts;
    settings.knownHosts = {ours, users, "/etc/ssh/ssh_known_hosts"};
    // Whoever sets UserKnownHostsFile to no file at all wants none of these keys kept there.
    const bool keepsNone = users == "/dev/null" || users == "none";
    settings.acceptedKeys = options.keysApart || keepsNone ? ours : users;
    // The key exchange prefers the types of keys that these two know.
    ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, ours.c_str());
    ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, users.c_str());

    settings.name = server;
    if (settings.host != server || settings.port != 22)
        settings.name += " (" + settings.host + (settings.port == 22 ? "" : " port " + std::to_string(settings.port)) + ")";
    return settings;
}

std::vector<std::string> jumpHops(const std::string &jump)
{
    std::vector<std::string> hops;
    for (const QString &hop : QString::fromStdString(jump).split(u',', Qt::SkipEmptyParts))
        hops.push_back(hop.trimmed().toStdString());
    return hops;
}

SshWay wayOfHop(const std::vector<std::string> &hops, std::size_t hop)
{
    SshWay way;
    std::string rest = hops[hop];
    if (const auto at = rest.rfind('@'); at != std::string::npos) {
        way.user = rest.substr(0, at);
        rest.erase(0, at + 1);
    }
    const auto colon = rest.rfind(':');
    const bool bare = rest.find(':') != colon; // an IPv6 address without brackets has no port
    if (rest.starts_with('[')) {
        const auto bracket = rest.find(']');
        if (colon != std::string::npos && bracket != std::string::npos && colon > bracket)
            way.port = QString::fromStdString(rest.substr(colon + 1)).toInt();
        way.host = rest.substr(1, bracket == std::string::npos ? bracket : bracket - 1);
    } else if (colon != std::string::npos && !bare) {
        way.port = QString::fromStdString(rest.substr(colon + 1)).toInt();
        way.host = rest.substr(0, colon);
    } else {
        way.host = rest;
    }
    for (std::size_t i = 0; i < hop; ++i)
        way.jump += (i ? "," : "") + hops[i];
    return way;
}

} // namespace agentlink
