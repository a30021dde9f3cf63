// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/delivery.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <array>

namespace fleet {
namespace {

using base::Error;
using base::Problem;
using base::Result;

/// ELF's e_machine (elf.h) as `uname -m` says it; little-endian 64 bit.
struct Machine {
    int number;
    const char *name;
};
constexpr std::array<Machine, 3> elfMachines{{{62, "x86_64"}, {183, "aarch64"}, {21, "ppc64le"}}};

Error notAnAgent(const std::string &path, const std::string &what)
{
    return Error{Problem::BadArgument, path + " " + what + ".", {}, "Name the program chandelier-agent that was built with this program."};
}

std::string architectureOf(const QByteArray &bytes)
{
    if (bytes.size() < 64 || !bytes.startsWith("\177ELF") || bytes[4] != 2 || bytes[5] != 1)
        return {};
    const int number = static_cast<unsigned char>(bytes[18]) | static_cast<unsigned char>(bytes[19]) << 8;
    for (const Machine &machine : elfMachines)
        if (machine.number == number)
            return machine.name;
    return {};
}

/// "@(#)chandelier-agent VERSION", as what(1) finds it: the file may be for a machine on which we cannot run it.
std::string versionOf(const QByteArray &bytes)
{
    const QByteArray mark = "@(#)chandelier-agent ";
    const qsizetype at = bytes.indexOf(mark);
    if (at < 0)
        return {};
    qsizetype end = at + mark.size();
    while (end < bytes.size() && end < at + mark.size() + 40 && (std::isalnum(static_cast<unsigned char>(bytes[end])) || strchr(".+~-", bytes[end])) && bytes[end])
        ++end;
    return bytes.mid(at + mark.size(), end - at - mark.size()).toStdString();
}

std::string agentIn(const QString &folder, const std::string &architecture)
{
    for (const QString &name : {QStringLiteral("chandelier-agent-") + QString::fromStdString(architecture), QStringLiteral("chandelier-agent")}) {
        QFile file(folder + QLatin1Char('/') + name);
        if (file.open(QIODevice::ReadOnly) && architectureOf(file.read(64)) == architecture)
            return QFileInfo(file).canonicalFilePath().toStdString();
    }
    return {};
}

QStringList agentFolders()
{
    const QString here = QCoreApplication::applicationDirPath();
    QStringList folders{here, here + QStringLiteral("/../libexec/chandelier"), here + QStringLiteral("/../sbin")};
    const QString found = QStandardPaths::findExecutable(QStringLiteral("chandelier-agent"));
    if (!found.isEmpty())
        folders << QFileInfo(found).absolutePath();
    return folders;
}

} // namespace

Result<AgentBinary> readAgent(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return Error{Problem::NotFound, "The agent " + path + " cannot be read.", file.errorString().toStdString(), "Check the path."};
    AgentBinary agent;
    agent.bytes = file.readAll();
    agent.architecture = architectureOf(agent.bytes);
    if (agent.architecture.empty())
        return notAnAgent(path, "is not a program for a processor that is known here (x86_64, aarch64, ppc64le)");
    agent.version = versionOf(agent.bytes);
    if (agent.version.empty())
        return notAnAgent(path, "does not say that it is an agent");
    agent.sha256 = QCryptographicHash::hash(agent.bytes, QCryptographicHash::Sha256).toHex().toStdString();
    return agent;
}

Result<std::string> findAgent(const std::string &architecture)
{
    for (const QString &folder : agentFolders())
        if (const std::string path = agentIn(folder, architecture); !path.empty())
            return path;
    return Error{Problem::NotFound, "There is no agent for " + architecture + ".", "looked in " + agentFolders().join(QStringLiteral(", ")).toStdString(),
        "Put it beside this program as chandelier-agent-" + architecture + ", or install the package chandelier-agent on the servers."};
}

std::vector<std::string> agentArchitectures()
{
    std::vector<std::string> names;
    for (const Machine &machine : elfMachines)
        if (findAgent(machine.name))
            names.emplace_back(machine.name);
    return names;
}

} // namespace fleet
