// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/actions/families.h"
#include "agent/actions/parse.h"

#include <array>

namespace agent {
namespace {

using protocol::Error;
using protocol::Operation;
using protocol::Problem;
using protocol::Result;
using protocol::Transcript;

struct MountCode {
    int code;
    const char *meaning;
    const char *remedy;
};

// Exit codes of mount -t lustre are errno values; what each one means was seen on Lustre 2.17.
constexpr std::array<MountCode, 14> mountCodes{{
    {1, "the mount was not permitted", "Run the agent as root."},
    {2, "the file system or the mount point does not exist", "Check the file system's name, and that its MGS knows it."},
    {5, "an input/output error occurred; the MGS may not be running", "Start the MGS, check the device, and retry."},
    {12, "there is not enough memory", "Free memory on the host and retry."},
    {16, "the device is in use by another host (multiple-mount protection)", "Find out which host has it mounted: its kernel log names it. Never force this."},
    {17, "the device or the mount point is already in use", "Unmount what is mounted there, or choose another mount point."},
    {19, "the device holds no Lustre target, or the modules are missing", "Check the device, and that Lustre's modules match the kernel."},
    {22, "an option or the file system's name is not valid", "Check the mount options; the kernel log of the host says which one."},
    {32, "mount itself failed", "The words of mount are in the transcript."},
    {98, "the index of this target is already used by another one", "Another target with this index is registered: check for a copy of the disk, or erase its configuration."},
    {107, "the MGS cannot be reached", "Start the MGS and LNet on its server, then retry."},
    {108, "the connection to the MGS was shut down", "Start the MGS and LNet on its server, then retry."},
    {110, "the MGS did not answer in time", "Start the MGS, check LNet between the servers (lctl ping), then retry."},
    {114, "the target is already running", "It is mounted already, perhaps under another name of its device."},
}};

} // namespace

Result<Transcript> Script::run()
{
    if (atEnd() || next().what != Operation::What::Run)
        return Error{Problem::Internal, "An action asked for a tool that its plan does not have.", {}, {}};
    return m_hands.run(m_operations[m_next++]);
}

Result<Transcript> Script::runWithHandle(const std::string &handle)
{
    if (atEnd() || next().what != Operation::What::Run)
        return Error{Problem::Internal, "An action asked for a tool that its plan does not have.", {}, {}};
    for (std::string &word : m_operations[m_next].argv)
        if (word == protocol::ruleHandle)
            word = handle;
    return m_hands.run(m_operations[m_next++]);
}

Result<Transcript> Script::runWithSecret(const std::string &parameter, const std::string &secret)
{
    if (atEnd() || next().what != Operation::What::Run)
        return Error{Problem::Internal, "An action asked for a tool that its plan does not have.", {}, {}};
    if (secret.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos)
        return Error{Problem::BadArgument, "The password has a line break in it, which no fence agent takes.", {}, "Give it without."};
    m_hands.hide(secret);
    m_operations[m_next].input += parameter + "=" + secret + "\n";
    return m_hands.run(m_operations[m_next++]);
}

Result<> Script::apply()
{
    if (atEnd() || next().what == Operation::What::Run)
        return Error{Problem::Internal, "An action asked for a file operation that its plan does not have.", {}, {}};
    return m_hands.apply(m_operations[m_next++]);
}

Result<> Script::applySecret(const protocol::Secrets &secrets)
{
    const auto secret = atEnd() ? secrets.end() : secrets.find(next().secret);
    if (secret == secrets.end())
        return Error{Problem::BadArgument, "The call does not carry the secret that is to be written.", {}, "Call again with the secret; it is never kept."};
    return m_hands.apply(m_operations[m_next++], &secret->second);
}

Result<Transcript> Script::runInsisting()
{
    if (atEnd() || next().what != Operation::What::Run)
        return Error{Problem::Internal, "An action asked for a tool that its plan does not have.", {}, {}};
    return m_hands.run(m_operations[m_next++], true);
}

void Script::skip(const std::string &note)
{
    if (!atEnd())
        m_hands.skip(m_operations[m_next++], note);
}

void Script::skipRest(const std::string &note)
{
    while (!atEnd())
        skip(note);
}

Error toolFailed(const Transcript &transcript, const std::string &remedy)
{
    const std::string words = trimmed(transcript.err.empty() ? transcript.out : transcript.err);
    // The first line that is not empty says most: FATAL lines come with an empty one before them.
    const std::string first = words.substr(0, words.find('\n'));
    Operation operation;
    operation.argv = transcript.argv;
    const std::string how = transcript.exitCode < 0 ? "was ended by signal " + std::to_string(-transcript.exitCode)
                                                    : "failed with exit code " + std::to_string(transcript.exitCode);
    return {Problem::ToolFailed, "'" + protocol::commandLine(operation) + "' " + how + (first.empty() ? "." : ": " + first), words,
            remedy.empty() ? "The words of the tool are in the transcript." : remedy};
}

Error mountFailed(const Transcript &transcript, const std::string &what)
{
    for (const MountCode &known : mountCodes)
        if (known.code == transcript.exitCode) {
            const Problem problem = known.code == 16 ? Problem::MountedElsewhere : Problem::ToolFailed;
            return {problem, what + " could not be mounted: " + known.meaning + " (exit code " + std::to_string(known.code) + ").",
                    trimmed(transcript.err), known.remedy};
        }
    return toolFailed(transcript);
}

} // namespace agent
