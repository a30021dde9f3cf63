// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/hostkeys.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <libssh/libssh.h>
#include <memory>
#include <sys/file.h>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

bool makeFolder(const QString &folder)
{
    return QDir(folder).exists()
        || (QDir().mkpath(folder) && QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

/// Two of our programs may do this at once. OpenSSH takes no lock, but appends a whole line too.
bool appendLine(QFile &out, QByteArray line)
{
    if (flock(out.handle(), LOCK_EX) != 0 || !out.seek(0))
        return false;
    const QByteArray there = out.readAll();
    if (('\n' + there + '\n').contains('\n' + line + '\n'))
        return true;
    line.append('\n');
    if (!there.isEmpty() && !there.endsWith('\n'))
        line.prepend('\n');
    return out.write(line) == line.size() && out.flush();
}

} // namespace

base::Result<void> addKnownHost(const std::string &file, const std::string &line)
{
    QFile out(QString::fromStdString(file));
    const bool isNew = !out.exists();
    bool ok = !file.empty() && makeFolder(QFileInfo(out).absolutePath()) && out.open(QIODevice::ReadWrite | QIODevice::Append);
    if (ok && isNew)
        ok = out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (ok && appendLine(out, QByteArray::fromStdString(line).trimmed()))
        return {};
    return Error {Problem::Storage, "The accepted host key cannot be written to " + (file.empty() ? "(no file named)" : file) + ".",
                  out.errorString().toStdString(), "Check that the file and its folder are yours to write."};
}

namespace {

std::string fingerprintOf(ssh_key key)
{
    unsigned char *hash = nullptr;
    std::size_t length = 0;
    if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &length) != SSH_OK)
        return {};
    char *const text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, length);
    std::string fingerprint = text ? text : "";
    ssh_string_free_char(text);
    ssh_clean_pubkey_hash(&hash);
    return fingerprint;
}

HostKey presentedKey(ssh_session session)
{
    HostKey key;
    ssh_key raw = nullptr;
    if (ssh_get_server_publickey(session, &raw) == SSH_OK) {
        key.type = ssh_key_type_to_char(ssh_key_type(raw));
        key.fingerprint = fingerprintOf(raw);
        ssh_key_free(raw);
    }
    char *entry = nullptr;
    if (ssh_session_export_known_hosts_entry(session, &entry) == SSH_OK && entry) {
        key.line = entry;
        key.host = key.line.substr(0, key.line.find(' '));
        ssh_string_free_char(entry);
    }
    return key;
}

/// Each file on its own: libssh's answer over two files is that of the second, even when the first says "changed".
ssh_known_hosts_e knownBy(ssh_session session, const std::string &file)
{
    ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, file.c_str());
    ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null");
    return ssh_session_get_known_hosts_entry(session, nullptr);
}

} // namespace

std::optional<Ending> hostKeyProblem(ssh_session session, const std::string &shownName, const std::vector<std::string> &files)
{
    std::string changedIn;
    for (const std::string &file : files) {
        const ssh_known_hosts_e known = file.empty() ? SSH_KNOWN_HOSTS_UNKNOWN : knownBy(session, file);
        if (known == SSH_KNOWN_HOSTS_OK)
            return {};
        // Another type of key for a host that is known is no better than another key: sshd offers all it has.
        if (changedIn.empty() && (known == SSH_KNOWN_HOSTS_CHANGED || known == SSH_KNOWN_HOSTS_OTHER))
            changedIn = file;
    }
    HostKey key = presentedKey(session);
    if (!changedIn.empty())
        return endingFor({Problem::HostKeyChanged,
                          "The host key of " + shownName + " is not the one that is known: either it was installed anew, or "
                          "somebody stands between.", key.fingerprint,
                          "Compare the fingerprint with the one on the server (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub). "
                          "If it is right, remove the old key: ssh-keygen -f " + changedIn + " -R '" + key.host + "'"});
    Ending ending = endingFor({Problem::HostKeyUnknown, "The host key of " + shownName + " (" + key.type
                               + ") has not been accepted yet.", key.fingerprint,
                               "Compare the fingerprint with the one on the server, then accept it."});
    ending.hostKey = std::move(key);
    return ending;
}

} // namespace agentlink
