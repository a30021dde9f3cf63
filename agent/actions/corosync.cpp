// SPDX-License-Identifier: GPL-3.0-or-later
// corosync.key, keygen, configure, unconfigure, start, stop.
#include "agent/actions/cluster.h"
#include "agent/actions/parse.h"
#include "agent/journal/sha256.h"
#include "agent/protocol/base64.h"
#include "agent/protocol/haarguments.h"

#include <ctime>

namespace agent {
namespace {

using protocol::Error;
using protocol::Json;
using protocol::Problem;
using protocol::Result;

std::string keySum(const Hands &hands)
{
    const auto key = hands.readFile(protocol::authkeyFile);
    return key && !key->empty() ? sha256(*key) : std::string();
}

Result<Json> giveKey(Work &work)
{
    const auto key = work.hands.readFile(protocol::authkeyFile);
    if (!key || key->empty())
        return Error{Problem::NotFound, "This host has no " + std::string(protocol::authkeyFile) + ".", {}, "Make one first (corosync.keygen)."};
    return Json{{"key", protocol::toBase64(*key)}};
}

Result<Json> makeKey(Work &work)
{
    const bool there = !keySum(work.hands).empty();
    if (there) {
        work.script.skip("there is a key already; it is never replaced by another one");
    } else {
        const auto made = work.script.run();
        if (!made)
            return made.error();
        if (made->exitCode != 0)
            return toolFailed(*made);
    }
    const std::string sum = keySum(work.hands);
    if (sum.empty())
        return Error{Problem::ToolFailed, "corosync-keygen left no " + std::string(protocol::authkeyFile) + ".", {}, {}};
    return Json{{"sum", sum}, {"new", !there}};
}

/// Whether the key that is there may stay or be replaced by the call's.
Result<> checkKey(const Work &work, const protocol::CorosyncArguments &wanted, bool running)
{
    const std::string there = keySum(work.hands);
    const auto secret = work.facts.secrets.find("authkey");
    const std::string brought = secret == work.facts.secrets.end() ? std::string() : sha256(secret->second);
    if (!brought.empty() && !wanted.keySum.empty() && brought != wanted.keySum)
        return Error{Problem::BadArgument, "The key of this call is not the one whose sum is asked for.", {}, "Fetch the key anew and retry."};
    if (!brought.empty() && !there.empty() && there != brought && running)
        return Error{Problem::Conflict, "Corosync runs on this host with another key.", {}, "Stop it first (corosync.stop), then retry."};
    if (brought.empty() && !wanted.keySum.empty() && there != wanted.keySum)
        return Error{Problem::Conflict, there.empty() ? "This host has no key of Corosync yet." : "This host has another key of Corosync.", {},
                     "Bring the cluster's key along (secret \"authkey\")."};
    return {};
}

Result<Json> configure(Work &work)
{
    const auto wanted = protocol::corosyncArguments(work.args);
    if (!wanted)
        return wanted.error();
    const auto answer = work.script.run();
    if (!answer)
        return answer.error();
    const bool running = corosyncAnswers(*answer);
    const auto there = work.hands.readFile(protocol::corosyncFile);
    const bool same = there == wanted->conf;
    if (running && !same && !wanted->reload)
        return Error{Problem::Conflict, "Corosync runs on this host with another configuration.", {}, "Stop it first (corosync.stop), or let it take the new one (reload)."};
    if (const Result<> key = checkKey(work, *wanted, running); !key)
        return key.error();
    if (const Result<> made = work.script.apply(); !made)
        return made.error();
    // Debian's package brings a cluster of one node; an admin may have had a better one. What this agent wrote needs no copy.
    const bool foreign = there && !same && protocol::textOf(work.hands.kept(keptCorosync), "conf") != sha256(*there);
    if (!foreign)
        work.script.skip(there ? "it is as it is wanted, or was written by this agent" : "there is none");
    else if (const Result<> kept = work.script.apply(); !kept)
        return kept.error();
    if (const Result<> remembered = work.hands.keep(keptCorosync, {{"conf", sha256(wanted->conf)}}); !remembered)
        return remembered.error();
    if (const Result<> written = work.script.apply(); !written)
        return written.error();
    const std::string before = keySum(work.hands);
    if (wanted->key)
        if (const Result<> written = work.script.applySecret(work.facts.secrets); !written)
            return written.error();
    while (!work.script.atEnd() && work.script.next().what != protocol::Operation::What::Run) // drop-ins and their directories
        if (const Result<> written = work.script.apply(); !written)
            return written.error();
    if (wanted->reload && (!running || same)) {
        work.script.skip(running ? "it has this configuration already" : "it does not run");
    } else if (wanted->reload) {
        const auto reloaded = work.script.run();
        if (!reloaded)
            return reloaded.error();
        if (reloaded->exitCode != 0)
            return toolFailed(*reloaded, "The file is written and not taken; the log of Corosync says why (journalctl -u corosync).");
    }
    const std::string sum = keySum(work.hands);
    return Json{{"changed", !same || sum != before}, {"sum", sum}};
}

Result<Json> unconfigure(Work &work)
{
    const auto answer = work.script.run();
    if (!answer)
        return answer.error();
    if (corosyncAnswers(*answer))
        return Error{Problem::Conflict, "Corosync runs on this host.", {}, "Stop it first (corosync.stop), then retry."};
    Json removed = Json::array();
    while (!work.script.atEnd()) {
        const protocol::Operation operation = work.script.next();
        if (operation.what == protocol::Operation::What::RemoveFile && work.hands.exists(operation.path))
            removed.push_back(operation.path);
        if (const Result<> done = work.script.apply(); !done)
            return done.error();
    }
    if (const Result<> forgotten = work.hands.keep(keptCorosync, Json::object()); !forgotten)
        return forgotten.error();
    return Json{{"removed", removed}};
}

/// Until Corosync's services answer, 30 s at most; systemd calls it started a moment before.
std::optional<Error> untilItAnswers(Hands &hands, UnitStart start)
{
    const timespec pause{0, 200000000};
    for (int tries = 0; tries < 150 && !hands.cancelled() && wallClock() < hands.deadline() - 2; ++tries) {
        if (hands.ask({{"corosync-quorumtool", "-s"}}).front().out.find("Quorum information") != std::string::npos)
            return {};
        hands.progress(-1, "Corosync does not answer yet");
        if (auto ended = start.unanswered(hands))
            return ended;
        ::nanosleep(&pause, nullptr);
    }
    return {};
}

Result<Json> start(Work &work)
{
    if (!work.hands.exists(protocol::corosyncFile))
        return Error{Problem::NotFound, "This host has no " + std::string(protocol::corosyncFile) + ".", {}, "Configure Corosync first (corosync.configure)."};
    const auto tested = work.script.run();
    if (!tested)
        return tested.error();
    if (tested->exitCode != 0)
        return toolFailed(*tested, "Corosync refuses its configuration; correct it (corosync.configure).");
    const UnitStart start(work.script.next());
    const auto started = work.script.run();
    if (!started)
        return started.error();
    if (started->exitCode != 0)
        return toolFailed(*started, start.remedy());
    if (auto ended = untilItAnswers(work.hands, start))
        return *ended;
    const auto shown = work.script.run();
    if (!shown)
        return shown.error();
    // quorumtool's exit code tells of quorum, not of success.
    if (shown->out.find("Quorum information") == std::string::npos)
        return Error{Problem::ToolFailed, "Corosync was started and does not answer.", trimmed(shown->err), start.remedy()};
    bool quorate = false;
    for (const std::string &line : linesOf(shown->out))
        quorate = quorate || (line.compare(0, 8, "Quorate:") == 0 && line.find("Yes") != std::string::npos);
    return Json{{"running", true}, {"quorate", quorate}};
}

Result<Json> stop(Work &work)
{
    if (!work.hands.find("crm_mon").empty()) {
        const auto cluster = work.script.run();
        if (!cluster)
            return cluster.error();
        if (viewOf(cluster->out))
            return Error{Problem::Conflict, "Pacemaker runs on this host.", {}, "Stop it first (pacemaker.stop): its resources must go before Corosync does."};
    } else {
        work.script.skip("Pacemaker is not installed");
    }
    const auto stopped = work.script.run();
    if (!stopped)
        return stopped.error();
    if (stopped->exitCode != 0)
        return toolFailed(*stopped, "The journal of the unit says why (journalctl -u corosync.service).");
    return Json{{"running", false}};
}

} // namespace

Result<Json> performCorosync(Work &work)
{
    using protocol::Verb;
    if (work.verb == Verb::CorosyncKey)
        return giveKey(work);
    if (auto missing = missingTools(work.hands, {"corosync", "corosync-cfgtool", "corosync-quorumtool", "corosync-keygen"}))
        return *missing;
    switch (work.verb) {
    case Verb::CorosyncKeygen: return makeKey(work);
    case Verb::CorosyncConfigure: return configure(work);
    case Verb::CorosyncUnconfigure: return unconfigure(work);
    case Verb::CorosyncStart: return start(work);
    default: return stop(work);
    }
}

} // namespace agent
