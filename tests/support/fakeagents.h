// SPDX-License-Identifier: GPL-3.0-or-later
// Agents that answer what a test tells them to, on a virtual clock. They keep leases and a journal in the simplest way.
#pragma once
#include "core/jobs/agents.h"
#include "tests/support/virtualclock.h"

#include <QPointer>
#include <map>
#include <set>

namespace support {

class FakeCall final : public jobs::AgentCall {
public:
    using AgentCall::AgentCall;
    jobs::Request request;
    bool cancelled = false;
    void cancel() override
    {
        cancelled = true;
        if (cancelling)
            cancelling(*this);
    }
    std::function<void(FakeCall &)> cancelling;
    void end(const base::Result<jobs::Answer> &answer, const std::vector<protocol::Transcript> &transcripts = {})
    {
        emit finished(answer, transcripts);
    }
};

class FakeAgents final : public jobs::Agents {
public:
    using Reply = base::Result<jobs::Answer>;
    /// Nothing: the call stays open until a test ends it by hand.
    using Handler = std::function<std::optional<Reply>(const jobs::Request &)>;

    explicit FakeAgents(base::Clock &clock) : m_clock(clock) { }

    Handler handler;                     ///< of all but lease verbs; default: an empty answer
    std::vector<jobs::Request> requests; ///< all that were made, lease verbs excluded
    std::map<std::string, std::string> holders; ///< server -> job that has the lease
    std::vector<QPointer<FakeCall>> open;
    std::vector<std::string> leaseCalls; ///< "lease.take mds1"
    int answerMs = 10;

    jobs::AgentCall *call(const jobs::Request &request, QObject *parent) override
    {
        auto *call = new FakeCall(parent);
        call->request = request;
        m_clock.after(answerMs, call, [this, call] { answer(call); });
        return call;
    }
    inventory::Reach reach(const std::string &server) const override
    {
        return m_down.contains(server) ? inventory::Reach::Lost : inventory::Reach::Connected;
    }
    std::string reachReason(const std::string &server) const override { return m_down.contains(server) ? "no route to host" : ""; }

    std::map<std::string, std::string> boots; ///< server -> boot id while it answers; none: not known
    std::string bootId(const std::string &server) const override
    {
        const auto boot = boots.find(server);
        return m_down.contains(server) || boot == boots.end() ? std::string() : boot->second;
    }

    void setDown(const std::string &server, bool down)
    {
        if (down)
            m_down.insert(server);
        else
            m_down.erase(server);
        for (const auto &call : std::exchange(open, {}))
            if (call && down && call->request.server == server)
                call->end(base::Error{base::Problem::Disconnected, "the line was lost", {}, {}});
            else if (call)
                open.push_back(call);
        emit reachChanged(server);
    }
    std::vector<std::string> stepsSent() const
    {
        std::vector<std::string> steps;
        for (const jobs::Request &request : requests)
            steps.push_back(request.step);
        return steps;
    }

private:
    void answer(FakeCall *call)
    {
        const jobs::Request &request = call->request;
        if (m_down.contains(request.server))
            return call->end(base::Error{base::Problem::Unreachable, "no route to host", {}, {}});
        const std::string name(protocol::name(request.verb));
        if (name.starts_with("lease.")) {
            leaseCalls.push_back(name + " " + request.server);
            return call->end(lease(request));
        }
        requests.push_back(request);
        if (protocol::traits(request.verb).writes && request.lease != "token-" + holders[request.server])
            return call->end(base::Error{base::Problem::LeaseNeeded, "no lease", {}, {}});
        std::optional<Reply> reply = handler ? handler(request) : Reply(jobs::Answer{});
        if (!reply) {
            open.push_back(call);
            return;
        }
        call->end(*reply);
    }
    Reply lease(const jobs::Request &request)
    {
        std::string &holder = holders[request.server];
        const std::string job = protocol::textOf(request.args, "job");
        if (request.verb == protocol::Verb::LeaseTake) {
            if (!holder.empty() && holder != job)
                return base::Error{base::Problem::LeaseHeld, "held",
                    R"({"holder":"root@other","host":"other","job":")" + holder + R"(","title":"Create file system x","since":1700000000})", {}};
            holder = job;
            return jobs::Answer{protocol::Json{{"token", "token-" + job}}, {}, false};
        }
        if (request.lease != "token-" + holder)
            return base::Error{base::Problem::LeaseNeeded, "no lease", {}, {}};
        if (request.verb == protocol::Verb::LeaseRelease)
            holder.clear();
        return jobs::Answer{};
    }

    base::Clock &m_clock;
    std::set<std::string> m_down;
};

/// Plans of a few moves for tests, written by hand.
inline plan::Step makeStep(const std::string &server, protocol::Verb verb, protocol::Json args = protocol::Json::object())
{
    plan::Step step;
    step.server = server;
    step.verb = verb;
    step.args = std::move(args);
    return step;
}

inline plan::Move makeMove(const std::string &name, std::vector<plan::Step> steps, std::vector<std::size_t> after = {})
{
    plan::Move move;
    move.object = "target:" + name;
    move.objectName = name;
    move.kind = machine::Kind::Target;
    move.from = machine::State::Unmounted;
    move.to = machine::State::Mounted;
    move.action = "Start target";
    move.server = steps.empty() ? std::string() : steps.back().server;
    move.steps = std::move(steps);
    move.after = std::move(after);
    return move;
}

inline plan::Plan makePlan(std::vector<plan::Move> moves)
{
    plan::Plan plan;
    plan.title = "Start scratch";
    plan.moves = std::move(moves);
    return plan;
}

} // namespace support
