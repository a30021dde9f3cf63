// SPDX-License-Identifier: GPL-3.0-or-later
// agent.restart, agent.diagnostics.
#include "agent/actions/families.h"
#include "agent/actions/inventory.h"
#include "agent/actions/parse.h"
#include "agent/actions/redact.h"

#include <fstream>
#include <iterator>
#include <unistd.h>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

constexpr std::size_t mostOfOne = 1u << 20, mostOfAll = 6u << 20; ///< bytes; the rest of the 8 MiB is for journal and audit

/// A step's own process is in the control group of the agent that started it.
bool runBySystemd()
{
    std::ifstream in("/proc/self/cgroup");
    const std::string groups{std::istreambuf_iterator<char>(in), {}};
    return groups.find("/chandelier-agent.service") != std::string::npos;
}

/// Answered first, as a reboot is; steps that run have processes of their own and go on.
Result<Json> restartAgent(Work &work)
{
    const protocol::Operation operation = work.script.next();
    const bool unit = runBySystemd() && !work.hands.find("systemctl").empty();
    if (!unit && !work.facts.restartAgent)
        return Error{Problem::Internal, "There is no agent to restart: this call runs without one.", {}, "Leave out --local."};
    work.script.skip(unit ? "it is run one second after this answer" : "systemd does not run this agent; it starts itself anew one second after this answer");
    work.facts.afterwards = [unit, operation, &hands = work.hands, again = work.facts.restartAgent] {
        ::sleep(1);
        if (unit)
            (void)hands.run(operation).ok();
        else
            again();
    };
    return Json{{"inSeconds", 1}};
}

/// Files of a bundle, up to what one may hold.
class Bundle {
public:
    void add(const std::string &name, const std::string &text)
    {
        const std::size_t room = mostOfAll - std::min(m_bytes, mostOfAll);
        std::string clean = withoutSecrets(text);
        const std::size_t most = std::min(mostOfOne, room);
        if (clean.size() > most) {
            m_truncated = true;
            // The end of a log says more than its beginning.
            clean = "[" + std::to_string(clean.size() - most) + " bytes left out]\n" + clean.substr(clean.size() - most);
        }
        m_bytes += clean.size();
        m_files.push_back({{"name", name}, {"text", clean}});
    }
    Json json() const { return {{"files", m_files}, {"bytes", m_bytes}, {"truncated", m_truncated}}; }

private:
    Json m_files = Json::array();
    std::size_t m_bytes = 0;
    bool m_truncated = false;
};

std::string fileName(const std::vector<std::string> &argv)
{
    std::string name = "commands/";
    for (const std::string &word : argv)
        for (const char c : (&word == &argv.front() ? "" : "-") + word)
            name += c == '/' || c == ' ' ? '_' : c;
    return name.substr(0, 120) + ".txt";
}

void addFiles(Bundle &bundle, const Hands &hands)
{
    for (const char *path : {"/etc/os-release", "/proc/mounts", "/proc/modules", "/proc/cmdline", "/proc/version", "/etc/hosts", "/etc/fstab",
                             "/etc/chrony.conf", "/etc/chrony/chrony.conf", "/etc/systemd/system/chandelier-agent.service"})
        if (const auto text = hands.readFile(path); text && !text->empty())
            bundle.add("files" + std::string(path), *text);
    for (const char *directory : {"/etc/modprobe.d", "/etc/yum.repos.d", "/etc/zypp/repos.d", "/etc/apt/sources.list.d", "/etc/chrony/sources.d"})
        for (const std::string &name : hands.list(directory))
            if (const auto text = hands.readFile(std::string(directory) + "/" + name); text)
                bundle.add("files" + std::string(directory) + "/" + name, *text);
}

Result<Json> diagnostics(Work &work)
{
    Bundle bundle;
    Json inventory = toJson(takeInventory(work.hands, work.facts.version));
    bundle.add("versions.txt", "agent " + work.facts.version + ", protocol " + std::to_string(protocol::protocolVersion) + "\nLustre "
                   + protocol::textOf(inventory, "lustreVersion", "not installed") + "\nkernel " + protocol::textOf(inventory, "kernel") + "\n"
                   + protocol::textOf(inventory, "os") + "\n");
    bundle.add("inventory.json", withoutSecrets(inventory).dump(1, ' ', false, Json::error_handler_t::replace));
    addFiles(bundle, work.hands);
    std::vector<std::vector<std::string>> commands;
    while (!work.script.atEnd()) {
        commands.push_back(work.script.next().argv);
        work.script.skip("its words are in the bundle");
    }
    const auto answers = work.hands.ask(commands);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const CommandResult &answer = answers[i];
        if (answer.exitCode == 127 && answer.out.empty())
            continue; // not installed here
        bundle.add(fileName(commands[i]), answer.out + (answer.err.empty() ? "" : "\n[standard error]\n" + answer.err)
                       + (answer.exitCode ? "\n[exit code " + std::to_string(answer.exitCode) + "]\n" : ""));
    }
    return bundle.json();
}

} // namespace

Result<Json> performSelf(Work &work)
{
    return work.verb == protocol::Verb::AgentRestart ? restartAgent(work) : diagnostics(work);
}

} // namespace agent
