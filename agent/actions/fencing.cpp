// SPDX-License-Identifier: GPL-3.0-or-later
// fencing.secret, fence.node, power.state, power.set. Fence agents get their parameters on standard input, as Pacemaker gives
// them: an argument list is everybody's to read.
#include "agent/actions/cluster.h"
#include "agent/actions/parse.h"
#include "agent/protocol/haarguments.h"

#include <algorithm>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

Result<Json> secret(Work &work)
{
    const auto wanted = protocol::fencingSecretArguments(work.args);
    if (!wanted)
        return wanted.error();
    while (!work.script.atEnd()) {
        const Result<> done = work.script.next().secret.empty() ? work.script.apply() : work.script.applySecret(work.facts.secrets);
        if (!done)
            return done.error();
    }
    return wanted->remove ? Json::object() : Json{{"script", protocol::fenceScript(wanted->name)}};
}

Result<Json> fence(Work &work)
{
    const auto wanted = protocol::fenceArguments(work.args);
    if (!wanted)
        return wanted.error();
    if (auto missing = missingTools(work.hands, {"stonith_admin"}))
        return *missing;
    work.hands.progress(-1, "fencing " + wanted->node + " (" + wanted->action + ")");
    const auto done = work.script.run();
    if (!done)
        return done.error();
    if (done->exitCode == 0)
        return Json{{"node", wanted->node}, {"action", wanted->action}, {"text", trimmed(done->out)}};
    // 105 is also what it says of a node that no device can fence.
    if (done->exitCode == 105)
        return Error{Problem::ToolFailed, "No fence device of the cluster can switch " + wanted->node + ".", trimmed(done->err), "Give the node a fence device, or correct its list of hosts, and retry."};
    if (done->exitCode == 124)
        return Error{Problem::ToolFailed, "The fence device of " + wanted->node + " did not do it in time.", trimmed(done->err), "Test the device (power.state) from this host: address, user, password."};
    return clusterFailed(*done);
}

std::string outletName(const protocol::PowerArguments &power)
{
    for (const char *key : {"plug", "port", "ip", "ipaddr"})
        for (const auto &[name, value] : power.parameters)
            if (name == key)
                return value;
    return power.agent;
}

std::string stateOf(const protocol::Transcript &status)
{
    // The words of a fence agent are its own; exit codes are the same for all of them: 0 on, 2 off.
    return status.exitCode == 0 ? "on" : status.exitCode == 2 ? "off" : "unknown";
}

/// "1,pdu outlet 1,ON" a line: name, alias, and the state where list-status gave one.
Json outletsOf(const std::string &text)
{
    Json outlets = Json::array();
    for (const std::string &line : linesOf(text)) {
        const std::size_t first = line.find(','), last = line.rfind(',');
        if (first == std::string::npos || first == 0)
            continue;
        std::string state = first == last ? std::string() : trimmed(std::string_view(line).substr(last + 1));
        std::transform(state.begin(), state.end(), state.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        outlets.push_back({{"name", trimmed(line.substr(0, first))}, {"state", state == "on" || state == "off" ? state : "unknown"}});
    }
    return outlets;
}

Error fenceFailed(const protocol::Transcript &transcript, const std::string &name)
{
    // The last line that says ERROR says most; Python's warnings stand before it.
    std::string words;
    for (const std::string &line : linesOf(transcript.err))
        if (const std::size_t at = line.find("ERROR: "); at != std::string::npos && line.find("Please use") == std::string::npos)
            words = trimmed(std::string_view(line).substr(at + 7));
    if (words.empty())
        return toolFailed(transcript, "Check the device's address, user and password.");
    return {Problem::ToolFailed, transcript.argv.front() + " cannot reach " + name + ": " + words + (words.back() == '.' ? "" : "."), trimmed(transcript.err),
            "Check the device's address, user and password, and that this host reaches its network."};
}

/// A fence agent may print what it read; the secret is taken out of that.
void hideSecret(Work &work, const protocol::PowerArguments &power)
{
    if (!power.secretFile.empty())
        if (const auto text = work.hands.readFile(std::string(protocol::fenceSecrets) + "/" + power.secretFile + ".secret"); text)
            work.hands.hide(trimmed(*text));
}

Result<> checkAgent(Work &work, const protocol::PowerArguments &power)
{
    if (work.hands.find(power.agent).empty())
        return Error{Problem::ToolMissing, power.agent + " is not installed on this host.", {}, "Install the package with the fence agents (Debian: fence-agents, others: fence-agents-...), then retry."};
    if (!power.secretFile.empty() && !work.hands.exists(protocol::fenceScript(power.secretFile)))
        return Error{Problem::NotFound, "This host has no secret '" + power.secretFile + "'.", {}, "Write it first (fencing.secret)."};
    hideSecret(work, power);
    return {};
}

/// Writes the files of a password that came with the call and that the agent cannot take otherwise.
Result<> lendSecret(Work &work)
{
    if (const auto secret = work.facts.secrets.find("password"); secret != work.facts.secrets.end()) {
        if (secret->second.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos)
            return Error{Problem::BadArgument, "The password has a line break in it, which no fence agent takes.", {}, "Give it without."};
        work.hands.hide(secret->second);
    }
    while (!work.script.atEnd() && work.script.next().what != protocol::Operation::What::Run)
        if (const Result<> done = work.script.next().secret.empty() ? work.script.apply() : work.script.applySecret(work.facts.secrets); !done)
            return done;
    return {};
}

/// Takes those files away, all that can be, however the call went; the first that stays is the problem.
Result<> takeBackSecret(Work &work)
{
    Result<> all;
    while (!work.script.atEnd())
        if (work.script.next().what != protocol::Operation::What::RemoveFile)
            work.script.skip("it came to an end before");
        else if (Result<> gone = work.script.apply(); !gone && all)
            all = std::move(gone);
    return all;
}

/// Asks the agent; a password that came with the call goes to its standard input, or into the files above, and nowhere else.
Result<protocol::Transcript> ask(Work &work, const protocol::PowerArguments &power)
{
    if (power.secretParameter.empty() || !power.borrowedSecret().empty())
        return work.script.run();
    const auto secret = work.facts.secrets.find("password");
    if (secret == work.facts.secrets.end())
        return Error{Problem::BadArgument, "The call does not carry the password that its arguments name.", {}, "Call again with it; it is never kept."};
    return work.script.runWithSecret(power.secretParameter, secret->second);
}

Result<Json> powerState(Work &work, const protocol::PowerArguments &power)
{
    const auto asked = ask(work, power);
    if (!asked)
        return asked.error();
    const std::string state = stateOf(*asked);
    if (power.action == "list-status" ? asked->exitCode != 0 : state == "unknown")
        return fenceFailed(*asked, outletName(power));
    Json outlets = power.action == "list-status" ? outletsOf(asked->out) : Json::array({{{"name", outletName(power)}, {"state", state}}});
    return Json{{"outlets", std::move(outlets)}, {"text", trimmed(asked->out)}};
}

Result<Json> setPower(Work &work, const protocol::PowerArguments &power)
{
    work.hands.progress(-1, outletName(power) + ": " + power.action);
    const auto done = ask(work, power);
    if (!done)
        return done.error();
    if (done->exitCode != 0)
        return fenceFailed(*done, outletName(power));
    const auto after = ask(work, power);
    if (!after)
        return after.error();
    const std::string state = stateOf(*after), wanted = power.action == "off" ? "off" : "on";
    if (state != wanted)
        return Error{Problem::ToolFailed, outletName(power) + " is " + (state == "unknown" ? "in an unknown state" : state) + " after it was switched " + wanted + ".", trimmed(after->err),
                     "Look at the device itself."};
    return Json{{"state", state}};
}

/// Power is asked for or switched with the password's files lent for that time only.
Result<Json> power(Work &work, bool set)
{
    const auto power = protocol::powerArguments(work.args, set);
    if (!power)
        return power.error();
    if (const Result<> good = checkAgent(work, *power); !good)
        return good.error();
    const Result<> lent = lendSecret(work);
    Result<Json> done = !lent ? Result<Json>(lent.error()) : set ? setPower(work, *power) : powerState(work, *power);
    const Result<> gone = takeBackSecret(work);
    return done && !gone ? Result<Json>(gone.error()) : done;
}

} // namespace

Result<Json> performFencing(Work &work)
{
    using protocol::Verb;
    switch (work.verb) {
    case Verb::FencingSecret: return secret(work);
    case Verb::FenceNode: return fence(work);
    default: return power(work, work.verb != Verb::PowerState);
    }
}

} // namespace agent
