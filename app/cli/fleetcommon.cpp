// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/fleetcommon.h"

#include <QSysInfo>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <termios.h>
#include <unistd.h>

namespace cli {
namespace {

using base::Error;
using base::Problem;
using base::Result;

Result<int> numberOption(const Arguments &arguments, const std::string &name, int most)
{
    int number = 0;
    const std::string text = arguments.value(name, "0");
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size() || number < 0 || number > most)
        return Error{Problem::BadArgument, "--" + name + " wants a number up to " + std::to_string(most) + ", not \"" + text + "\"", {}, {}};
    return number;
}

/// A line, byte by byte: what follows it in a pipe belongs to somebody else.
std::string lineFrom(int descriptor)
{
    std::string line;
    for (char c = 0; line.size() < 4096 && ::read(descriptor, &c, 1) == 1 && c != '\n';)
        line += c;
    return line;
}

} // namespace

LiveTable::LiveTable(Output output, bool quiet)
    : m_output(std::move(output)), m_quiet(quiet), m_terminal(!quiet && ::isatty(STDERR_FILENO))
{
}

void LiveTable::show(const std::vector<std::string> &lines)
{
    if (m_quiet || lines == m_lines)
        return;
    std::string text;
    if (m_terminal && lines.size() <= 40) {
        if (!m_lines.empty())
            text = "\x1b[" + std::to_string(m_lines.size()) + "A";
        for (const std::string &line : lines)
            text += "\x1b[2K" + line + '\n';
    } else {
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (i >= m_lines.size() || m_lines[i] != lines[i])
                text += lines[i] + '\n';
    }
    m_lines = lines;
    m_output.err(text);
}

Result<std::vector<profile::ServerEntry>> entriesOf(const Arguments &arguments, std::size_t firstWord)
{
    std::string text;
    for (std::size_t i = firstWord; i < arguments.words.size(); ++i)
        text += arguments.words[i] + '\n';
    if (arguments.has("file")) {
        std::ifstream file(arguments.value("file"), std::ios::binary);
        if (!file)
            return Error{Problem::NotFound, "the file " + arguments.value("file") + " cannot be read", {}, "Check its path."};
        text += std::string{std::istreambuf_iterator<char>(file), {}};
    }
    const auto hosts = fleet::expandHosts(text);
    if (!hosts)
        return hosts.error();
    const auto port = numberOption(arguments, "port", 65535);
    if (!port)
        return port.error();
    std::vector<profile::ServerEntry> entries;
    for (const fleet::HostEntry &host : *hosts) {
        profile::ServerEntry entry{.name = host.host, .host = {}, .user = host.user.empty() ? arguments.value("user") : host.user,
            .port = host.port ? host.port : *port, .identity = arguments.value("identity"), .jump = arguments.value("jump"),
            .certificate = arguments.value("certificate"), .login = arguments.value("login"), .socket = arguments.value("socket")};
        if (hosts->size() == 1)
            entry.host = arguments.value("host");
        // An address of IP version 6 cannot be a name, because names are parts of ids.
        if (entry.name.find(':') != std::string::npos) {
            entry.host = entry.name;
            std::replace(entry.name.begin(), entry.name.end(), ':', '-');
        }
        if (auto good = profile::check(entry); !good)
            return good.error();
        entries.push_back(std::move(entry));
    }
    if (entries.empty())
        return Error{Problem::BadArgument, "no server was named", {}, "For example: chandelierctl server add 'oss[01-20].lab'"};
    return entries;
}

Result<std::vector<profile::ServerEntry>> chosenOf(const Context &c, std::size_t firstWord)
{
    const auto servers = c.manager().profile().servers();
    if (!servers)
        return servers.error();
    std::string text;
    for (std::size_t i = firstWord; i < c.arguments.words.size(); ++i)
        text += c.arguments.words[i] + '\n';
    if (text.empty())
        return *servers;
    const auto hosts = fleet::expandHosts(text);
    if (!hosts)
        return hosts.error();
    std::vector<profile::ServerEntry> chosen;
    for (const fleet::HostEntry &host : *hosts) {
        const auto found = std::find_if(servers->begin(), servers->end(), [&](const auto &s) { return s.name == host.host; });
        if (found == servers->end())
            return Error{Problem::NotFound, "there is no server \"" + host.host + "\"", {}, "See: chandelierctl servers"};
        chosen.push_back(*found);
    }
    return chosen;
}

Result<agentlink::Secret> secretOf(const Arguments &arguments, const std::string &ask, const std::string &descriptor, const std::string &what)
{
    if (arguments.has(descriptor)) {
        const auto number = numberOption(arguments, descriptor, 1023);
        if (!number)
            return number.error();
        return agentlink::Secret(lineFrom(*number));
    }
    if (!arguments.has(ask))
        return agentlink::Secret();
    termios before{};
    if (!::isatty(STDIN_FILENO) || ::tcgetattr(STDIN_FILENO, &before) != 0)
        return Error{Problem::BadArgument, "--" + ask + " asks on a terminal, and there is none", {}, "Use --" + descriptor + " N and write it there."};
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    terminal().err(what + ": ");
    agentlink::Secret secret(lineFrom(STDIN_FILENO));
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    terminal().err("\n");
    return secret;
}

std::string whoAmI()
{
    return qEnvironmentVariable("USER", QStringLiteral("unknown")).toStdString() + "@" + QSysInfo::machineHostName().toStdString();
}

Json errorJson(const std::optional<base::Error> &error)
{
    return error ? protocol::toJson(*error) : Json();
}

} // namespace cli
