// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/hands.h"

#include "agent/actions/markup.h"
#include "agent/actions/parse.h"
#include "agent/actions/redact.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;
using protocol::Transcript;

constexpr const char *standardPath = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

const char *whyWord(Operation::Why why)
{
    return why == Operation::Why::Check ? "check" : why == Operation::Why::Verify ? "verify" : "change";
}

Transcript transcriptOf(const Operation &operation)
{
    Transcript transcript;
    transcript.why = whyWord(operation.why);
    transcript.startedAt = transcript.endedAt = wallClock();
    switch (operation.what) {
    case Operation::What::Run: transcript.argv = operation.argv; break;
    case Operation::What::WriteFile: transcript.argv = {"write", operation.path}; break;
    case Operation::What::RemoveFile: transcript.argv = {"remove", operation.path}; break;
    case Operation::What::MakeDirectory: transcript.argv = {"mkdir", operation.path}; break;
    case Operation::What::RemoveDirectory: transcript.argv = {"rmdir", operation.path}; break;
    case Operation::What::EditFile: transcript.argv = {"edit", operation.path}; break;
    case Operation::What::KeepFile: transcript.argv = {"keep", operation.path}; break;
    }
    return transcript;
}

bool makeDirectories(const std::string &path)
{
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
        ::mkdir(path.substr(0, slash).c_str(), 0755);
    return ::mkdir(path.c_str(), 0755) == 0;
}

/// The whole file or the old one: a modprobe file cut in half would keep a host off its network at the next boot.
bool writeWhole(const std::string &path, const std::string &content, mode_t mode = 0644, const std::string &writer = {})
{
    makeDirectories(path.substr(0, path.rfind('/')));
    const std::string fresh = path + writer + ".new";
    const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    struct stat old{};
    const bool replaces = ::stat(path.c_str(), &old) == 0;
    const bool dressed = !replaces || (::fchmod(fd, mode == 0644 ? old.st_mode & 07777 : mode) == 0 && ::fchown(fd, old.st_uid, old.st_gid) == 0);
    const bool good = dressed && ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && ::fsync(fd) == 0;
    const int error = errno;
    ::close(fd);
    if (good && ::rename(fresh.c_str(), path.c_str()) == 0)
        return true;
    const int why = good ? errno : error;
    ::unlink(fresh.c_str());
    errno = why;
    return false;
}

/// A file that only `mode` may describe from now on: secrets, and programs that are run.
bool writeExact(const std::string &path, const std::string &content, mode_t mode)
{
    if (!writeWhole(path, content, mode == 0644 ? 0640 : mode))
        return false;
    return ::chmod(path.c_str(), mode) == 0 && (::geteuid() != 0 || ::chown(path.c_str(), 0, 0) == 0);
}

bool removeBeginning(const std::string &beginning)
{
    const std::string directory = beginning.substr(0, beginning.rfind('/')), name = beginning.substr(directory.size() + 1);
    std::vector<std::string> paths;
    if (DIR *dir = ::opendir(directory.c_str())) {
        while (const dirent *entry = ::readdir(dir))
            if (std::string(entry->d_name).compare(0, name.size(), name) == 0)
                paths.push_back(directory + "/" + entry->d_name);
        ::closedir(dir);
    }
    errno = paths.empty() ? ENOENT : 0;
    for (const std::string &path : paths)
        if (::unlink(path.c_str()) != 0)
            return false;
    return !paths.empty();
}

/// errno is ENOENT when there is nothing to keep.
bool keepFile(const std::string &path, const std::optional<std::string> &text)
{
    struct stat status{};
    if (!text || ::stat(path.c_str(), &status) != 0)
        return errno = ENOENT, false;
    return writeExact(path + protocol::keptEnding, *text, status.st_mode & 07777);
}

constexpr const char *withoutEnd = " (after a line without its end)";

/// The text without its block of that name, byte for byte as it was before.
std::string withoutBlock(const std::string &text, const std::string &name)
{
    const std::string begin = "# Chandelier begin: " + name, end = "# Chandelier end: " + name + "\n";
    for (std::size_t at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        const std::string rest = text.substr(at + begin.size(), text.find('\n', at) - at - begin.size());
        const std::size_t last = text.find(end, at);
        if ((at > 0 && text[at - 1] != '\n') || (!rest.empty() && rest != withoutEnd) || last == std::string::npos)
            continue;
        return text.substr(0, at - (rest.empty() ? 0 : 1)) + text.substr(last + end.size());
    }
    return text;
}

std::string withBlock(const std::string &text, const std::string &name, const std::string &content)
{
    const bool ended = text.empty() || text.back() == '\n';
    return text + (ended ? "" : "\n") + "# Chandelier begin: " + name + (ended ? "" : withoutEnd) + "\n" + content + "# Chandelier end: " + name + "\n";
}

/// errno says why not.
bool editFile(const Operation &operation, const std::optional<std::string> &text, const std::string &path, std::string &note)
{
    if (!text && operation.content.empty()) {
        note = "skipped: already gone";
        return true;
    }
    if (!text) {
        errno = ENOENT;
        return false;
    }
    std::string edited = withoutBlock(*text, operation.block);
    if (!operation.content.empty())
        edited = withBlock(edited, operation.block, operation.content);
    if (edited != *text)
        return writeWhole(path, edited);
    note = operation.content.empty() ? "skipped: already gone" : "skipped: already there";
    return true;
}

} // namespace

CommandRules Hands::rules() const
{
    const std::string path = m_places.tools.empty() ? standardPath : m_places.sysroot.empty() ? m_places.tools + ":" + standardPath : m_places.tools;
    return {path, m_places.tag, m_deadline, m_cancelled, {}};
}

std::string Hands::find(const std::string &tool) const
{
    // `env` only sets a variable for what follows it, which is found by the PATH given here.
    if (tool == "env")
        return "/usr/bin/env";
    const std::string path = rules().path;
    if (tool.front() == '/' && m_places.sysroot.empty())
        return ::access(tool.c_str(), X_OK) == 0 ? tool : std::string();
    const std::string name = tool.substr(tool.rfind('/') + 1);
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t colon = std::min(path.find(':', from), path.size());
        const std::string candidate = path.substr(from, colon - from) + "/" + name;
        if (::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        from = colon + 1;
    }
    return {};
}

Result<Transcript> Hands::run(const Operation &operation, bool insisting)
{
    Transcript transcript = transcriptOf(operation);
    const std::string &tool = operation.argv.front();
    const std::string program = find(tool);
    if (program.empty()) {
        transcript.exitCode = 127;
        transcript.note = "not installed";
        record(transcript);
        return Error{Problem::ToolMissing, tool + " is not installed on this host.", {}, "Install the package that has " + tool + " and retry."};
    }
    CommandRules rules = this->rules();
    if (insisting) {
        rules.cancelled = nullptr;
        rules.deadline = std::max(rules.deadline, wallClock() + 30);
    }
    std::string tail;
    // The words of a cluster's configuration, and of whoever knows a secret, are looked through before anybody sees them.
    const bool looked = !m_hidden.empty() || tool == "cibadmin";
    const auto output = [&](std::size_t, bool isError, const std::string &text) {
        m_audience.printed(isError ? "stderr" : "stdout", text);
        tail = (tail + text).substr(tail.size() + text.size() > 4096 ? tail.size() + text.size() - 4096 : 0);
        if (const auto progress = isError ? std::nullopt : toolProgress(operation.argv, tail))
            m_audience.progressed(progress->fraction, progress->line);
    };
    if (!looked)
        rules.output = output;
    const CommandResult result = runCommands({{program, operation.argv, operation.input}}, rules).front();
    transcript.exitCode = result.exitCode;
    transcript.out = looked ? withoutSecretParameters(result.out) : result.out;
    transcript.err = result.err;
    for (const std::string &secret : m_hidden)
        for (std::string *text : {&transcript.out, &transcript.err})
            for (std::size_t at = text->find(secret); !secret.empty() && at != std::string::npos; at = text->find(secret, at))
                text->replace(at, secret.size(), "(removed)");
    transcript.startedAt = result.startedAt;
    transcript.endedAt = result.endedAt;
    using End = CommandResult::End;
    const std::string line = protocol::commandLine(operation);
    transcript.note = result.end == End::Cancelled ? "ended by cancel" : result.end == End::TimedOut ? "ended by its time limit"
        : result.end == End::Stuck ? "could not be ended; it is still in the kernel" : result.end == End::NotStarted ? "not started" : "";
    record(transcript);
    if (result.end == End::Cancelled)
        return Error{Problem::Cancelled, "'" + line + "' was cancelled.", result.err, {}};
    if (result.end == End::TimedOut || result.end == End::Stuck)
        return Error{Problem::TimedOut, "'" + line + "' did not end within its time limit"
                     + (result.end == End::Stuck ? ", and could not be ended." : " and was ended."), result.err,
                     "Look at the kernel log of the host, then retry."};
    if (result.end == End::NotStarted)
        return Error{Problem::Internal, "'" + line + "' could not be started.", result.err, {}};
    return transcript;
}

Result<> Hands::apply(const Operation &operation, const std::string *secret)
{
    Transcript transcript = transcriptOf(operation);
    const std::string path = this->path(operation.path);
    bool good = true;
    errno = 0;
    switch (operation.what) {
    case Operation::What::Run: return Error{Problem::Internal, "A tool was taken for a file operation.", {}, {}};
    case Operation::What::WriteFile:
        if (operation.secret.empty() != (secret == nullptr))
            return Error{Problem::Internal, "A secret is missing for " + operation.path + ".", {}, {}};
        if (readFile(operation.path) == (secret ? *secret : operation.content))
            transcript.note = "skipped: already there";
        else if (operation.mode)
            good = writeExact(path, secret ? *secret : operation.content, static_cast<mode_t>(operation.mode));
        else
            // A repository's address may hold a password.
            good = writeWhole(path, operation.content, withoutSecrets(operation.content) == operation.content ? 0644 : 0600);
        break;
    case Operation::What::RemoveFile:
        good = !path.empty() && path.back() == '*' ? removeBeginning(path.substr(0, path.size() - 1)) : ::unlink(path.c_str()) == 0;
        if (!good && errno == ENOENT)
            good = true, transcript.note = "skipped: already gone";
        break;
    case Operation::What::MakeDirectory:
        good = makeDirectories(path);
        if (!good && errno == EEXIST)
            good = true, transcript.note = "skipped: already there";
        if (good && operation.mode)
            good = ::chmod(path.c_str(), static_cast<mode_t>(operation.mode)) == 0;
        break;
    case Operation::What::KeepFile:
        good = keepFile(path, readFile(operation.path));
        if (!good && errno == ENOENT)
            good = true, transcript.note = "skipped: there is none";
        break;
    case Operation::What::RemoveDirectory:
        good = ::rmdir(path.c_str()) == 0;
        if (!good && errno == ENOENT)
            good = true, transcript.note = "skipped: already gone";
        break;
    case Operation::What::EditFile: good = editFile(operation, readFile(operation.path), path, transcript.note); break;
    }
    const std::string reason = std::strerror(errno);
    transcript.exitCode = good ? 0 : 1;
    transcript.err = good ? std::string() : reason;
    transcript.endedAt = wallClock();
    record(transcript);
    if (!good)
        return Error{Problem::ToolFailed, "'" + protocol::commandLine(operation) + "' failed: " + reason + ".", {},
                     "Correct the cause on the host and retry."};
    return {};
}

protocol::Json Hands::kept(const std::string &name) const
{
    std::string text;
    if (const int fd = m_places.state.empty() ? -1 : ::open((m_places.state + "/" + name).c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
        char buffer[16384];
        for (ssize_t count = 0; (count = ::read(fd, buffer, sizeof buffer)) > 0;)
            text.append(buffer, static_cast<std::size_t>(count));
        ::close(fd);
    }
    protocol::Json value = protocol::parseJson(text);
    return value.is_object() ? value : protocol::Json::object();
}

Result<> Hands::keep(const std::string &name, const protocol::Json &value)
{
    const std::string path = m_places.state + "/" + name;
    if (m_places.state.empty() || (value.empty() && (::unlink(path.c_str()) == 0 || errno == ENOENT)))
        return {};
    // Several calls that read may remember something at the same time.
    if (!value.empty() && writeWhole(path, protocol::dumpJson(value) + "\n", 0600, "." + std::to_string(::getpid())))
        return {};
    return Error{Problem::NoSpace, "The agent cannot write " + path + ": " + std::strerror(errno) + ".", {}, "Make room on that disk and retry."};
}

std::string Hands::stampOf(const std::string &name) const
{
    struct stat status{};
    if (::stat(path(name).c_str(), &status) != 0)
        return {};
    return std::to_string(status.st_ino) + "/" + std::to_string(status.st_size) + "/" + std::to_string(status.st_mtim.tv_sec) + "."
        + std::to_string(status.st_mtim.tv_nsec);
}

void Hands::skip(const Operation &operation, const std::string &note)
{
    Transcript transcript = transcriptOf(operation);
    transcript.note = "skipped: " + note;
    record(transcript);
}

std::vector<CommandResult> Hands::ask(const std::vector<std::vector<std::string>> &commands)
{
    std::vector<Command> found;
    std::vector<std::size_t> positions;
    std::vector<CommandResult> results(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const std::string program = find(commands[i].front());
        results[i].exitCode = 127;
        results[i].end = CommandResult::End::NotStarted;
        results[i].err = commands[i].front() + " is not installed";
        if (program.empty())
            continue;
        found.push_back({program, commands[i]});
        positions.push_back(i);
    }
    std::vector<CommandResult> ended = runCommands(found, rules());
    for (std::size_t i = 0; i < ended.size(); ++i)
        results[positions[i]] = std::move(ended[i]);
    return results;
}

CommandResult Hands::stream(const std::vector<std::string> &argv, double seconds, const std::function<bool(std::string_view)> &take)
{
    CommandResult missing;
    missing.exitCode = 127;
    missing.end = CommandResult::End::NotStarted;
    const std::string program = find(argv.front());
    if (program.empty())
        return missing;
    CommandRules rules = this->rules();
    rules.deadline = std::min(rules.deadline, wallClock() + seconds);
    bool full = false;
    rules.output = [&](std::size_t, bool isError, const std::string &text) { full = full || (!isError && !take(text)); };
    rules.enough = [&] { return full; };
    return runCommands({{program, argv}}, rules).front();
}

std::optional<std::string> Hands::readFile(const std::string &name) const
{
    const int fd = ::open(path(name).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return {};
    std::string text;
    char buffer[16384];
    ssize_t count = 0;
    while (text.size() < (16u << 20) && (count = ::read(fd, buffer, sizeof buffer)) > 0)
        text.append(buffer, static_cast<std::size_t>(count));
    ::close(fd);
    if (count < 0)
        return {};
    return text;
}

std::vector<std::string> Hands::list(const std::string &directory) const
{
    std::vector<std::string> names;
    if (DIR *dir = ::opendir(path(directory).c_str())) {
        while (const dirent *entry = ::readdir(dir))
            if (entry->d_name[0] != '.')
                names.emplace_back(entry->d_name);
        ::closedir(dir);
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool Hands::exists(const std::string &name) const
{
    return ::access(path(name).c_str(), F_OK) == 0;
}

std::string Hands::resolved(const std::string &name) const
{
    std::string at = name;
    char buffer[4096];
    for (int hop = 0; hop < 8; ++hop) {
        const ssize_t count = ::readlink(path(at).c_str(), buffer, sizeof buffer);
        if (count <= 0)
            break;
        std::string target(buffer, static_cast<std::size_t>(count));
        // Links of a sysroot may have been made with its own prefix.
        if (!m_places.sysroot.empty() && target.compare(0, m_places.sysroot.size() + 1, m_places.sysroot + "/") == 0)
            target.erase(0, m_places.sysroot.size());
        at = target.front() == '/' ? target : normalPath(at.substr(0, at.rfind('/')) + "/" + target);
    }
    return at == name ? std::string() : at;
}

} // namespace agent
