// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/agentfilter.h"

#include "core/link/helpers.h"

#include <QByteArray>
#include <QFile>
#include <cerrno>
#include <cstdint>
#include <libssh/libssh.h>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace agentlink {

namespace {

constexpr char identitiesAnswer = 12;
constexpr std::uint32_t mostOfFrame = 256u << 10; ///< ssh-agent's own limit

std::uint32_t numberAt(const std::string &text, std::size_t at)
{
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | static_cast<unsigned char>(text[at + i]);
    return number;
}

std::string numberText(std::uint32_t number)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(number >> shift & 0xff);
    return text;
}

bool readAll(int descriptor, std::string &into, std::size_t size)
{
    into.assign(size, '\0');
    for (std::size_t at = 0; at < size;) {
        const ssize_t got = ::recv(descriptor, into.data() + at, size - at, 0);
        if (got <= 0 && !(got < 0 && errno == EINTR))
            return false;
        at += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return true;
}

bool sendAll(int descriptor, const std::string &text)
{
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t sent = ::send(descriptor, text.data() + at, text.size() - at, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        at += sent > 0 ? static_cast<std::size_t>(sent) : 0;
    }
    return true;
}

std::optional<std::string> frame(int descriptor)
{
    std::string length, content;
    if (!readAll(descriptor, length, 4) || numberAt(length, 0) > mostOfFrame || !readAll(descriptor, content, numberAt(length, 0)))
        return {};
    return content;
}

/// Question and answer in turn, until one of the two goes away.
void serve(int client, int agent, const std::set<std::string> &keys)
{
    blockPipeSignal();
    while (const auto question = frame(client)) {
        if (!sendAll(agent, numberText(static_cast<std::uint32_t>(question->size())) + *question))
            break;
        const auto answer = frame(agent);
        if (!answer)
            break;
        const std::string shown = !answer->empty() && answer->front() == identitiesAnswer ? onlyThese(*answer, keys) : *answer;
        if (!sendAll(client, numberText(static_cast<std::uint32_t>(shown.size())) + shown))
            break;
    }
    ::close(client);
    ::close(agent);
}

/// The second word of a public key's line.
void addLine(std::set<std::string> &keys, const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QList<QByteArray> words = file.read(64 << 10).simplified().split(' ');
    if (const QByteArray blob = words.size() > 1 ? QByteArray::fromBase64(words[1]) : QByteArray(); !blob.isEmpty())
        keys.insert(blob.toStdString());
}

} // namespace

std::set<std::string> publicKeysOf(const std::string &identity)
{
    std::set<std::string> keys;
    addLine(keys, identity + ".pub");
    addLine(keys, identity + "-cert.pub");
    if (identity.ends_with(".pub"))
        addLine(keys, identity);
    if (!keys.empty())
        return keys;
    ssh_key key = nullptr, shown = nullptr;
    char *text = nullptr;
    const auto noPassphrase = [](const char *, char *, std::size_t, int, int, void *) { return -1; };
    if (ssh_pki_import_privkey_file(identity.c_str(), nullptr, noPassphrase, nullptr, &key) == SSH_OK && ssh_pki_export_privkey_to_pubkey(key, &shown) == SSH_OK
        && ssh_pki_export_pubkey_base64(shown, &text) == SSH_OK)
        keys.insert(QByteArray::fromBase64(text).toStdString());
    ssh_string_free_char(text);
    ssh_key_free(key);
    ssh_key_free(shown);
    return keys;
}

int filteredAgent(int agent, std::set<std::string> keys)
{
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        ::close(agent);
        return -1;
    }
    std::thread([client = pair[1], agent, keys = std::move(keys)] { serve(client, agent, keys); }).detach();
    return pair[0];
}

std::string onlyThese(const std::string &answer, const std::set<std::string> &keys)
{
    std::string kept;
    std::uint32_t count = 0;
    for (std::size_t at = 5; at + 4 <= answer.size();) {
        const std::size_t blob = numberAt(answer, at), comment = at + 4 + blob;
        if (comment + 4 > answer.size() || comment + 4 + numberAt(answer, comment) > answer.size())
            break;
        const std::size_t end = comment + 4 + numberAt(answer, comment);
        if (keys.contains(answer.substr(at + 4, blob))) {
            kept += answer.substr(at, end - at);
            ++count;
        }
        at = end;
    }
    return identitiesAnswer + numberText(count) + kept;
}

} // namespace agentlink
