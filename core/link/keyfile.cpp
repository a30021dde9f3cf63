// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/keyfile.h"

#include <QByteArray>
#include <QFile>
#include <libssh/libssh.h>

namespace agentlink {

using base::Error;
using base::Problem;

namespace {

Error refused(std::string message, std::string remedy, std::string detail = {})
{
    return {Problem::AccessDenied, std::move(message), std::move(detail), std::move(remedy)};
}

/// OpenSSH's own format says the cipher in its first fields (PROTOCOL.key); PEM says it in words.
bool isEncrypted(const QByteArray &text)
{
    constexpr char magic[] = "openssh-key-v1"; // with its terminating zero
    QByteArray body;
    for (const QByteArray &line : text.split('\n'))
        if (!line.startsWith("-----"))
            body += line.trimmed();
    const QByteArray raw = QByteArray::fromBase64(body);
    if (!raw.startsWith(QByteArray(magic, sizeof magic)))
        return text.contains("ENCRYPTED");
    return raw.mid(sizeof magic, 8) != QByteArray("\0\0\0\4none", 8);
}

base::Result<SshKey> certificateOf(const std::string &file, const std::string &named, ssh_key key)
{
    const std::string path = named.empty() ? file + "-cert.pub" : named;
    if (named.empty() && !QFile::exists(QString::fromStdString(path)))
        return SshKey();
    ssh_key raw = nullptr;
    if (ssh_pki_import_cert_file(path.c_str(), &raw) != SSH_OK)
        return refused("The certificate " + path + " cannot be read.", "Check the file, or name another certificate.");
    const SshKey certificate(raw, ssh_key_free);
    ssh_key copy = ssh_key_dup(key);
    const SshKey signer(copy, ssh_key_free);
    if (!copy || ssh_pki_copy_cert_to_privkey(raw, copy) != SSH_OK)
        return refused("The certificate " + path + " is not one of the key " + file + ".",
                       "Have the certificate made for this key (ssh-keygen -L -f shows what a certificate is for).");
    return signer;
}

} // namespace

base::Result<KeyFile> readKeyFile(const std::string &file, const std::string &certificate, const Secret &passphrase)
{
    QFile in(QString::fromStdString(file));
    if (!in.open(QIODevice::ReadOnly))
        return refused("The key file " + file + " cannot be read.", "Name a private key file that is yours to read.",
                       in.errorString().toStdString());
    const bool locked = isEncrypted(in.readAll());
    if (locked && passphrase.empty())
        return refused("The key file " + file + " needs a passphrase, and none was given.",
                       "Give its passphrase, or load the key into the ssh-agent (ssh-add " + file + ").");
    ssh_key raw = nullptr;
    if (ssh_pki_import_privkey_file(file.c_str(), locked ? passphrase.text() : nullptr, nullptr, nullptr, &raw) != SSH_OK)
        return locked ? refused("The passphrase does not open the key file " + file + ".", "Give the passphrase of this key.")
                      : refused(file + " is no private key that can be used.", "Name the private key, not its .pub file.");
    KeyFile result {SshKey(raw, ssh_key_free), {}, locked};
    auto signer = certificateOf(file, certificate, raw);
    if (!signer)
        return signer.error();
    result.certificate = std::move(*signer);
    return result;
}

} // namespace agentlink
