// SPDX-License-Identifier: GPL-3.0-or-later
// The process that brings clusters forward, and who wakes it.
#include "agent/simhost/control.h"
#include "agent/simhost/ha.h"

#include <algorithm>
#include <ctime>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace simhost {

namespace {

constexpr std::int64_t longestWaitMs = 5000; ///< what is due later is left to the next tool that looks (wakeWhenDue)

void pauseMillis(std::int64_t millis)
{
    timespec left{static_cast<time_t>(millis / 1000), static_cast<long>(millis % 1000) * 1000000};
    ::nanosleep(&left, nullptr);
}

std::string dueFile(const std::string &directory)
{
    return directory + "/ha.due";
}

/// Until nothing is due soon and nobody has woken us meanwhile. Operations run beside it, as on real nodes, and wake it when they end.
void bringForward(const std::string &directory)
{
    const std::string again = directory + "/ha.again";
    while (exists(directory + "/ha.json")) {
        ::unlink(again.c_str());
        std::int64_t next = 0;
        std::vector<HaEffect> effects;
        {
            Session session(directory);
            effects = advanceClusters(session, nowMillis(), next);
        }
        for (const HaEffect &effect : effects)
            runDetached([directory, effect] {
                carryOut(directory, effect);
                wakeClusters(directory);
            });
        if (exists(again))
            continue;
        const std::int64_t wait = next - nowMillis();
        if (next == 0 || wait > longestWaitMs) {
            if (next != 0)
                writeFile(dueFile(directory), std::to_string(next) + "\n");
            return;
        }
        pauseMillis(std::clamp<std::int64_t>(wait, 1, 100));
    }
    ::unlink(again.c_str()); // the clusters were taken away: nobody is left to be woken
}

} // namespace

std::vector<HaEffect> advanceClusters(Session &session, std::int64_t now, std::int64_t &next)
{
    std::vector<HaEffect> effects;
    for (const std::string &host : session.hosts())
        if (runsPacemaker(session, host))
            (void)clusterOf(session, host);
    for (auto &[key, cluster] : objectAt(session.ha(), "clusters").items())
        advanceCluster(session, key, cluster, now, next, effects);
    return effects;
}

void wakeClusters(const std::string &directory)
{
    bool any = exists(directory + "/ha.json");
    if (!any) {
        Session session(directory);
        for (const std::string &host : session.hosts())
            any = any || runsPacemaker(session, host);
        if (any)
            objectAt(session.ha(), "clusters");
    }
    if (!any)
        return;
    writeFile(directory + "/ha.again", "\n");
    runDetached([directory] {
        while (exists(directory + "/ha.again")) {
            const int lock = ::open((directory + "/ha.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
            if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) != 0) {
                ::close(lock);
                return; // somebody else is at it and will see the mark
            }
            bringForward(directory);
            ::close(lock);
        }
    });
}

void cutPower(const std::string &directory, const Words &hosts)
{
    const int lock = ::open((directory + "/ha.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    (void)::flock(lock, LOCK_EX); // nothing goes on until all of them are off
    for (const std::string &host : hosts)
        killHost(directory, host);
    ::close(lock);
    wakeClusters(directory);
}

void wakeWhenDue(const std::string &directory)
{
    const std::string due = trim(readFile(dueFile(directory)));
    if (due.empty() || wholeNumber(due) > nowMillis())
        return;
    ::unlink(dueFile(directory).c_str());
    wakeClusters(directory);
}

void leaveCluster(Call &call)
{
    {
        Session session(call.directory);
        Json *cluster = clusterOf(session, call.host);
        if (!cluster || !runsPacemaker(session, call.host))
            return;
        objectAt(objectAt(*cluster, "members"), call.host)["leaving"] = true;
    }
    wakeClusters(call.directory);
    for (int tries = 0; tries < 6000; ++tries) {
        bool left = true;
        {
            Session session(call.directory);
            const Json *cluster = clusterOf(session, call.host);
            static const Json none;
            for (const auto &[id, resource] : at(cluster ? *cluster : none, "resources").items())
                left = left && !at(resource, "on").contains(call.host);
        }
        if (left)
            return;
        pauseMillis(20);
    }
}

int changeHaFault(const std::string &directory, const std::string &host, const std::string &what, const std::string &state)
{
    {
        Session session(directory);
        if ((what != "ring0" && what != "ring1" && what != "bmc" && what != "pdu") || (state != "broken" && state != "ok"))
            return 2;
        Json &faults = objectAt(objectAt(session.ha(), "faults"), host);
        if (state == "broken")
            faults[what] = true;
        else
            faults.erase(what);
        for (auto &[key, cluster] : objectAt(session.ha(), "clusters").items())
            for (auto &[name, member] : objectAt(cluster, "members").items())
                if (state == "ok" && flag(member, "unclean"))
                    member["attempts"] = 0;
    }
    wakeClusters(directory);
    return 0;
}

} // namespace simhost
