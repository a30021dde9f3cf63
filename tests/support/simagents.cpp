// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simagents.h"

#include <algorithm>

namespace support {

using agent::RunEvent;
using base::Error;
using base::Problem;
using protocol::Json;

void SimShared::note(const std::string &line)
{
    trace.push_back(std::to_string(static_cast<double>(clock.now() - 1'700'000'000'000) / 1000) + " " + line);
}

// The runner --------------------------------------------------------------------------------------------------------

protocol::Result<> SimRunner::start(const agent::RunOrder &order)
{
    Order &made = m_orders[order.key];
    made = {order, ++m_number};
    made.willFail = order.durable && std::exchange(m_failNext, false);
    if (order.durable)
        m_shared.note(m_host.name + " begins " + order.key + " " + std::string(protocol::name(order.verb)) + " "
            + protocol::textOf(order.args, "label") + (order.attempted ? " (again)" : ""));
    m_shared.cluster.begin(m_host.name, order);
    const int ms = order.durable ? m_shared.between(50, 4000) : m_shared.between(10, 200);
    m_shared.clock.after(ms, &m_shared.life, [this, key = order.key, number = made.number] { end(key, number); });
    return {};
}

void SimRunner::end(const std::string &key, int number)
{
    const auto found = m_orders.find(key);
    if (found == m_orders.end() || found->second.number != number || found->second.ended)
        return;
    Order &order = found->second;
    order.ended = true;
    if (order.cancelled)
        order.outcome.error = {Problem::Cancelled, "it was cancelled", {}, {}};
    else if (order.willFail)
        order.outcome.error = {Problem::ToolFailed, "a tool failed", "no such luck", "Retry."};
    else
        order.outcome = m_shared.cluster.finish(m_host.name, order.order);
    if (order.order.durable)
        m_shared.note(m_host.name + " ends " + key + ": " + (order.outcome.ok ? "ok" : order.outcome.error.message));
    m_host.tick();
}

void SimRunner::cancel(const std::string &key)
{
    const auto found = m_orders.find(key);
    if (found == m_orders.end() || found->second.ended)
        return;
    found->second.cancelled = true;
    m_shared.clock.after(100, &m_shared.life, [this, key, number = found->second.number] { end(key, number); });
}

bool SimRunner::adopt(const agent::RunOrder &order)
{
    const auto found = m_orders.find(order.key);
    if (found == m_orders.end())
        return false;
    found->second.told = false;
    return true;
}

std::vector<RunEvent> SimRunner::poll()
{
    std::vector<RunEvent> events;
    for (auto &[key, order] : m_orders) {
        if (!order.ended || std::exchange(order.told, true))
            continue;
        RunEvent event;
        event.key = key;
        event.what = RunEvent::What::End;
        event.outcome = order.outcome;
        events.push_back(std::move(event));
    }
    return events;
}

// What only reads is a child of the agent and goes with it.
void SimRunner::agentDied()
{
    std::erase_if(m_orders, [](const auto &item) { return !item.second.order.durable; });
}

void SimRunner::hostDied()
{
    m_orders.clear();
    m_failNext = false;
}

std::set<std::string> SimRunner::runningJobs() const
{
    std::set<std::string> jobs;
    for (const auto &[key, order] : m_orders)
        if (order.order.durable && !order.ended)
            jobs.insert(agent::jobOf(key));
    return jobs;
}

// The host ----------------------------------------------------------------------------------------------------------

SimHost::SimHost(SimShared &shared, std::string hostName)
    : name(std::move(hostName))
    , runner(shared, *this)
    , m_shared(shared)
{
    startAgent();
}

void SimHost::startAgent()
{
    if (service || !powered)
        return;
    agent::Surroundings around{name, "boot-" + std::to_string(m_boot), "sim",
        [this] { return static_cast<double>(m_shared.clock.now()) / 1000; }, [this] { return m_shared.random(); }};
    service = std::make_unique<agent::Service>(disk, runner, std::move(around));
    if (const auto opened = service->open(); !opened)
        m_shared.note(name + ": the agent cannot open its files: " + opened.error().message);
    m_shared.note(name + ": the agent lives");
    tick();
}

void SimHost::killAgent(int secondsDown)
{
    if (!service)
        return;
    m_shared.note(name + ": the agent is killed");
    service.reset();
    runner.agentDied();
    if (changed)
        changed();
    m_shared.clock.after(secondsDown * 1000, &m_shared.life, [this] { startAgent(); });
}

void SimHost::powerCut(int secondsDown)
{
    if (!powered)
        return;
    m_shared.note(name + ": power cut");
    powered = false;
    service.reset();
    runner.hostDied();
    m_shared.cluster.powerCut(name);
    if (changed)
        changed();
    m_shared.clock.after(secondsDown * 1000, &m_shared.life, [this] {
        powered = true;
        ++m_boot;
        startAgent();
    });
}

void SimHost::tick()
{
    if (service)
        service->tick();
    if (service && changed)
        changed();
    if (service && service->journal().hasUnwritten())
        m_shared.clock.after(1000, &m_shared.life, [this] { tick(); });
}

// The lines ---------------------------------------------------------------------------------------------------------

void SimCall::cancel()
{
    if (m_agents)
        m_agents->cancel(*this);
}

SimAgents::SimAgents(SimShared &shared, std::map<std::string, std::unique_ptr<SimHost>> &hosts, std::string holder)
    : m_shared(shared)
    , m_hosts(hosts)
    , m_holder(std::move(holder))
{
    for (const auto &[server, host] : m_hosts) {
        m_lines[server];
        connectLine(server);
    }
}

SimAgents::~SimAgents()
{
    blockSignals(true);
    for (auto &[server, line] : m_lines)
        if (SimHost &host = *m_hosts[server]; line.connection && host.service.get() == line.service && host.service)
            host.service->disconnect(line.connection);
}

inventory::Reach SimAgents::reach(const std::string &server) const
{
    const auto line = m_lines.find(server);
    return line != m_lines.end() && line->second.up ? inventory::Reach::Connected : inventory::Reach::Lost;
}

std::string SimAgents::reachReason(const std::string &server) const
{
    return reach(server) == inventory::Reach::Connected ? "" : "no route to host";
}

std::string SimAgents::bootId(const std::string &server) const
{
    const auto line = m_lines.find(server);
    return line != m_lines.end() && line->second.up ? line->second.boot : std::string();
}

void SimAgents::connectLine(const std::string &server)
{
    m_shared.clock.after(m_shared.between(200, 3000), this, [this, server] {
        Line &line = m_lines[server];
        SimHost &host = *m_hosts[server];
        if (line.connection)
            return;
        if (!host.service)
            return connectLine(server);
        const int epoch = line.epoch + 1;
        line = Line();
        line.epoch = epoch;
        line.service = host.service.get();
        line.connection = host.service->connect({agent::Role::Admin, 0, {}});
        transmit(server, protocol::encodeMessage({{"type", "hello"}, {"protocol", 1}, {"oldest", 1}, {"version", "sim"}, {"holder", m_holder}}), true);
    });
}

void SimAgents::cut(const std::string &server)
{
    Line &line = m_lines[server];
    if (!line.connection)
        return;
    SimHost &host = *m_hosts[server];
    if (host.service && host.service.get() == line.service)
        host.service->disconnect(line.connection);
    ++line.epoch;
    line.connection = 0;
    line.service = nullptr;
    const bool wasUp = std::exchange(line.up, false);
    const auto calls = std::exchange(line.calls, {});
    connectLine(server);
    if (wasUp)
        emit reachChanged(server);
    for (const auto &[id, call] : calls)
        if (call)
            call->end(Error{Problem::Disconnected, "the line to " + server + " was lost", {}, {}}, {});
}

void SimAgents::look(const std::string &server)
{
    Line &line = m_lines[server];
    if (!line.connection)
        return;
    SimHost &host = *m_hosts[server];
    if (host.service.get() != line.service || !host.service)
        return m_shared.clock.after(1, this, [this, server, epoch = line.epoch] {
            if (m_lines[server].epoch == epoch)
                cut(server);
        });
    if (std::string bytes = host.service->takeOutput(line.connection); !bytes.empty())
        transmit(server, std::move(bytes), false);
}

void SimAgents::transmit(const std::string &server, std::string bytes, bool toAgent)
{
    Line &line = m_lines[server];
    std::int64_t &last = toAgent ? line.toAgent : line.toManager;
    int delay = m_shared.between(1, 20);
    const std::optional<Fault> fault = line.up ? std::exchange(line.spoiled, {}) : std::nullopt;
    const int epoch = line.epoch;
    if (fault == Fault::Lost) // nothing comes through any more, and nobody is told before the heartbeat fails
        line.stalled = true;
    if (fault == Fault::Cut || fault == Fault::Lost || fault == Fault::HalfThenCut)
        m_shared.clock.after(fault == Fault::Lost ? 10'000 : 25, this, [this, server, epoch] {
            if (m_lines[server].epoch == epoch)
                cut(server);
        });
    if (fault)
        m_shared.note("line to " + server + ": fault " + std::to_string(static_cast<int>(*fault)) + (toAgent ? " outward" : " inward"));
    if (line.stalled || fault == Fault::Cut)
        return;
    if (fault == Fault::Late)
        delay += m_shared.between(2000, 40'000);
    if (fault == Fault::HalfThenCut)
        bytes.resize(bytes.size() / 2);
    if (fault == Fault::Twice)
        bytes += bytes;
    last = std::max(last, m_shared.clock.now() + delay);
    m_shared.clock.after(static_cast<int>(last - m_shared.clock.now()), this,
        [this, server, epoch, bytes, toAgent] { arrive(server, epoch, bytes, toAgent); });
}

void SimAgents::arrive(const std::string &server, int epoch, const std::string &bytes, bool toAgent)
{
    Line &line = m_lines[server];
    if (line.epoch != epoch || line.stalled)
        return;
    if (toAgent) {
        SimHost &host = *m_hosts[server];
        if (host.service && host.service.get() == line.service) {
            host.service->receive(line.connection, bytes);
            host.tick();
        }
        return look(server);
    }
    line.decoder.feed(bytes);
    while (true) {
        if (m_lines[server].epoch != epoch)
            return;
        auto frame = m_lines[server].decoder.next();
        if (!frame || !*frame)
            return;
        take(server, protocol::parseJson((*frame)->payload));
    }
}

void SimAgents::take(const std::string &server, const Json &message)
{
    Line &line = m_lines[server];
    const std::string type = protocol::textOf(message, "type");
    if (type == "hello" && !line.up) {
        line.up = true;
        line.boot = protocol::textOf(message, "bootId");
        emit reachChanged(server);
    }
    if (type == "event")
        emit eventArrived(server, protocol::textOf(message, "name"), protocol::member(message, "value"));
    if (type != "result")
        return;
    const auto found = line.calls.find(static_cast<int>(protocol::numberOf(message, "id")));
    if (found == line.calls.end())
        return;
    const QPointer<SimCall> call = found->second;
    line.calls.erase(found);
    if (!call)
        return;
    if (protocol::flagOf(message, "ok"))
        call->end(jobs::Answer{protocol::member(message, "value"), {}, protocol::flagOf(message, "replayed")}, {});
    else
        call->end(protocol::errorFromJson(protocol::member(message, "error")), {});
}

jobs::AgentCall *SimAgents::call(const jobs::Request &request, QObject *parent)
{
    auto *call = new SimCall(this, parent);
    call->server = request.server;
    Line &line = m_lines[request.server];
    if (!line.up) {
        m_shared.clock.after(1, call, [call] { call->end(Error{Problem::Unreachable, "not connected", {}, {}}, {}); });
        return call;
    }
    call->id = m_nextId++;
    line.calls[call->id] = call;
    Json message{{"type", "call"}, {"id", call->id}, {"verb", protocol::name(request.verb)}, {"args", request.args}};
    if (!request.step.empty())
        message["step"] = request.step;
    if (!request.lease.empty())
        message["lease"] = request.lease;
    if (!request.secrets.empty())
        message["secrets"] = protocol::secretsToJson(request.secrets);
    transmit(request.server, protocol::encodeMessage(message), true);
    return call;
}

void SimAgents::cancel(const SimCall &call)
{
    if (m_lines[call.server].calls.contains(call.id))
        transmit(call.server, protocol::encodeMessage({{"type", "cancel"}, {"id", call.id}}), true);
}

} // namespace support
