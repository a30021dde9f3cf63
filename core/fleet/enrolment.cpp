// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/enrolment.h"

#include "core/fleet/enrolhost.h"
#include "core/profile/notes.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <algorithm>
#include <array>

namespace fleet {

using base::Error;
using base::Problem;
using base::Result;

namespace {

constexpr std::size_t mostNames = 64;     ///< that one host is asked to resolve
constexpr int judgeSliceMs = 4, judgeEveryMs = 20;

} // namespace

std::string_view words(Step step)
{
    static constexpr std::array<std::string_view, 13> text{"connecting", "host key unknown", "password wanted", "sudo password wanted", "not reachable",
        "refused", "checking", "checked", "uploading the agent", "installing the agent", "starting the agent", "added", "failed"};
    return text[static_cast<std::size_t>(step)];
}

bool HostRow::settled() const
{
    switch (step) {
    case Step::WantsHostKey: case Step::WantsSecret: case Step::WantsSudo: case Step::Refused: case Step::Added: case Step::Failed: return true;
    case Step::Checked: return fit();
    default: return false;
    }
}

bool HostRow::fit() const
{
    return step == Step::Checked && !checks.empty() && std::none_of(checks.begin(), checks.end(), [](const Check &c) { return c.stops() || c.grade == Grade::Pending; });
}

agentlink::SshWay wayOf(const profile::ServerEntry &entry)
{
    agentlink::SshWay way;
    way.host = entry.host.empty() ? entry.name : entry.host;
    way.port = entry.port;
    way.user = entry.user;
    way.identity = entry.identity;
    way.certificate = entry.certificate;
    way.login = agentlink::loginFromWord(entry.login);
    way.jump = entry.jump;
    if (!entry.socket.empty())
        way.agentSocket = entry.socket;
    return way;
}

Result<void> keepAdded(profile::Profile &profile, const HostRow &row, const std::string &serverProfile, const std::string &who)
{
    if (auto saved = profile.addServer(row.entry); !saved)
        return saved;
    const std::string chosen = serverProfile.empty() ? inventory::monitoredProfile()->name : serverProfile;
    if (auto saved = profile.setSetting("server-profile:" + row.entry.name, chosen); !saved)
        return saved;
    auto notes = profile::Notes::open(profile.path());
    if (!notes)
        return notes.error();
    for (const Check &check : row.checks)
        if (!check.overridden.empty())
            if (auto kept = (*notes)->add({row.entry.name, QDateTime::currentMSecsSinceEpoch(), who,
                    "Added in spite of the check \"" + check.title + "\" (" + check.found + "), because: " + check.overridden}); !kept)
                return kept;
    return {};
}

struct Enrolment::Private {
    Private(agentlink::SshHub &hub, Options o, Enrolment *owner);
    EnrolHost *host(const std::string &server) const;
    void make(const profile::ServerEntry &entry);
    void show(EnrolHost *host);
    void judgeSoon(EnrolHost *only = nullptr);
    void judgeSome();
    void reindex();
    void startDeliveries();
    std::vector<std::string> namesFor(const std::string &server) const;
    Result<std::shared_ptr<const AgentBinary>> agent(const std::string &architecture);
    void readArchitectures();

    Enrolment *q;
    Options options;
    EnrolContext context;
    std::vector<EnrolHost *> hosts{};
    std::vector<HostRow> rows{};
    std::map<std::string, std::size_t> index{};
    std::map<std::string, std::shared_ptr<const AgentBinary>> agents{};
    std::vector<Candidate> candidates{}; ///< of the sweep that is under way
    std::vector<std::string> toJudge{};
    QTimer judgeTimer{};
    bool sweepAgain = false;
};

Enrolment::Private::Private(agentlink::SshHub &hub, Options o, Enrolment *owner)
    : q(owner), options(std::move(o)), context{hub, options, [this](const std::string &server) { return namesFor(server); },
                                               [this](const std::string &architecture) { return agent(architecture); }}
{
    judgeTimer.setSingleShot(true);
    QObject::connect(&judgeTimer, &QTimer::timeout, owner, [this] { judgeSome(); });
    readArchitectures();
}

void Enrolment::Private::readArchitectures()
{
    options.expectation.deliver = options.deliver;
    options.expectation.joinAdmins = options.joinAdmins;
    if (!options.deliver)
        return;
    options.expectation.architecturesKnown = true;
    if (options.agentProgram.empty()) {
        options.expectation.architectures = agentArchitectures();
    } else if (const auto read = readAgent(options.agentProgram)) {
        options.expectation.architectures = {read->architecture};
    } else {
        options.expectation.agentTrouble = read.error().message;
    }
    for (const std::string &architecture : options.expectation.architectures)
        if (const auto found = agent(architecture))
            options.expectation.agentVersion = (*found)->version;
}

/// Each binary is read once and shared by all deliveries.
Result<std::shared_ptr<const AgentBinary>> Enrolment::Private::agent(const std::string &architecture)
{
    if (const auto known = agents.find(architecture); known != agents.end())
        return known->second;
    std::string path = options.agentProgram;
    if (path.empty()) {
        const auto found = findAgent(architecture);
        if (!found)
            return found.error();
        path = *found;
    }
    auto read = readAgent(path);
    if (!read)
        return read.error();
    if (read->architecture != architecture)
        return Error{Problem::BadArgument, "The agent " + path + " is for " + read->architecture + ", and the host is " + architecture + ".", {},
            "Leave out the path, so that one that fits is looked for, or name another."};
    return agents[architecture] = std::make_shared<const AgentBinary>(std::move(*read));
}

EnrolHost *Enrolment::Private::host(const std::string &server) const
{
    const auto found = index.find(server);
    return found == index.end() ? nullptr : hosts[found->second];
}

void Enrolment::Private::reindex()
{
    index.clear();
    for (std::size_t i = 0; i < hosts.size(); ++i)
        index[hosts[i]->row.entry.name] = i;
}

/// Its own name first, then those of its neighbours in the list, then the servers that are there already.
std::vector<std::string> Enrolment::Private::namesFor(const std::string &server) const
{
    std::vector<std::string> all;
    const auto found = index.find(server);
    const std::size_t first = found == index.end() ? 0 : found->second;
    for (std::size_t i = 0; i < hosts.size() && all.size() < mostNames; ++i)
        all.push_back(hosts[(first + i) % hosts.size()]->row.entry.name);
    for (const std::string &known : options.known)
        if (all.size() < mostNames)
            all.push_back(known);
    return namesToResolve(all);
}

void Enrolment::Private::make(const profile::ServerEntry &entry)
{
    auto *host = new EnrolHost(context, entry, q);
    hosts.push_back(host);
    rows.push_back(host->row);
    index[entry.name] = hosts.size() - 1;
    QObject::connect(host, &EnrolHost::changed, q, [this, host] { show(host); });
    QObject::connect(host, &EnrolHost::learned, q, [this] { judgeSoon(); });
    QObject::connect(host, &EnrolHost::deliveryEnded, q, [this] { startDeliveries(); });
    QObject::connect(host, &EnrolHost::added, q, [this, host] {
        const profile::ServerEntry entry = host->row.entry; // whoever hears of it may remove the host
        emit q->added(entry);
    });
    QTimer::singleShot(0, host, [host] { host->begin(); });
}

void Enrolment::Private::show(EnrolHost *host)
{
    const auto found = index.find(host->row.entry.name);
    if (found == index.end() || hosts[found->second] != host)
        return;
    rows[found->second] = host->row;
    emit q->rowChanged(static_cast<int>(found->second));
}

// What one host says changes the checks of all: they are judged in slices, so that a thousand of them never hold the thread.
void Enrolment::Private::judgeSoon(EnrolHost *only)
{
    if (only)
        toJudge.push_back(only->row.entry.name);
    else
        sweepAgain = true;
    if (!judgeTimer.isActive())
        judgeTimer.start(only ? 0 : judgeEveryMs);
}

void Enrolment::Private::judgeSome()
{
    if (toJudge.empty() || candidates.size() != hosts.size()) {
        candidates.clear();
        for (const EnrolHost *host : hosts)
            candidates.push_back({host->row.entry.name, host->row.facts, host->trouble});
    }
    if (toJudge.empty() && std::exchange(sweepAgain, false))
        for (const EnrolHost *host : hosts)
            toJudge.push_back(host->row.entry.name);
    QElapsedTimer slice;
    for (slice.start(); !toJudge.empty() && slice.elapsed() < judgeSliceMs;) {
        const std::string server = toJudge.back();
        toJudge.pop_back();
        if (EnrolHost *one = host(server); one && !one->isDelivering() && one->row.step != Step::Added)
            one->judge(checksOf({server, one->row.facts, one->trouble}, candidates, options.expectation));
    }
    if (!toJudge.empty() || sweepAgain)
        judgeTimer.start(toJudge.empty() ? judgeEveryMs : 0);
}

void Enrolment::Private::startDeliveries()
{
    auto running = std::count_if(hosts.begin(), hosts.end(), [](const EnrolHost *h) { return h->isDelivering(); });
    const std::vector<EnrolHost *> all = hosts;
    for (EnrolHost *host : all)
        if (running < std::max(1, options.atOnce) && host->queued && std::find(hosts.begin(), hosts.end(), host) != hosts.end()) {
            host->deliver();
            running += host->isDelivering();
        }
}

Enrolment::Enrolment(agentlink::SshHub &hub, Options options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(hub, std::move(options), this))
{
}

Enrolment::~Enrolment()
{
    blockSignals(true);
    for (EnrolHost *host : std::exchange(d->hosts, {}))
        delete host;
}

void Enrolment::add(const std::vector<profile::ServerEntry> &entries)
{
    bool any = false;
    for (const profile::ServerEntry &entry : entries) {
        if (EnrolHost *there = d->host(entry.name)) {
            if (there->row.entry == entry)
                continue;
            remove(entry.name);
        }
        d->make(entry);
        any = true;
    }
    if (!any)
        return;
    for (EnrolHost *host : d->hosts)
        if (host->row.step == Step::Checked)
            QTimer::singleShot(0, host, [host] { host->probe(); }); // there are more names to resolve now
    emit rowsChanged();
}

void Enrolment::remove(const std::string &server)
{
    EnrolHost *host = d->host(server);
    if (!host)
        return;
    const std::size_t at = d->index[server];
    d->hosts.erase(d->hosts.begin() + static_cast<std::ptrdiff_t>(at));
    d->rows.erase(d->rows.begin() + static_cast<std::ptrdiff_t>(at));
    d->reindex();
    host->blockSignals(true);
    host->deleteLater();
    d->judgeSoon();
    emit rowsChanged();
    QTimer::singleShot(0, this, [this] { d->startDeliveries(); });
}

const std::vector<HostRow> &Enrolment::rows() const { return d->rows; }

const HostRow *Enrolment::row(const std::string &server) const
{
    const auto found = d->index.find(server);
    return found == d->index.end() ? nullptr : &d->rows[found->second];
}

Result<void> Enrolment::acceptHostKey(const std::string &server, const std::string &fingerprint)
{
    EnrolHost *host = d->host(server);
    return host ? host->acceptHostKey(fingerprint) : Result<void>(Error{Problem::NotFound, "There is no host " + server + " in this list.", {}, {}});
}

void Enrolment::setLogin(const std::vector<std::string> &servers, const agentlink::Secret &secret)
{
    for (const std::string &server : servers)
        if (EnrolHost *host = d->host(server))
            host->setLogin(secret);
}

void Enrolment::setJumpLogin(const std::string &hop, const agentlink::Secret &secret)
{
    d->context.hub.setJumpSecret(hop, secret);
    for (EnrolHost *host : std::vector<EnrolHost *>(d->hosts))
        if (host->row.hop == hop && host->row.step == Step::WantsSecret)
            host->begin();
}

void Enrolment::setSudo(const agentlink::Secret &secret)
{
    d->context.sudo = secret;
    for (EnrolHost *host : std::vector<EnrolHost *>(d->hosts))
        host->sudoChanged();
}

void Enrolment::setExpectation(const Expectation &expectation)
{
    const bool otherPorts = expectation.ports != d->options.expectation.ports;
    const Expectation before = std::exchange(d->options.expectation, expectation);
    d->options.expectation.deliver = before.deliver;
    d->options.expectation.joinAdmins = before.joinAdmins;
    d->options.expectation.architectures = before.architectures;
    d->options.expectation.architecturesKnown = before.architecturesKnown;
    d->options.expectation.agentTrouble = before.agentTrouble;
    d->options.expectation.agentVersion = before.agentVersion;
    d->judgeSoon();
    for (EnrolHost *host : d->hosts)
        if (otherPorts && host->row.facts)
            host->probe();
}

void Enrolment::setJoinAdmins(bool join)
{
    d->options.joinAdmins = d->options.expectation.joinAdmins = join;
    d->judgeSoon();
}

Result<void> Enrolment::overrideCheck(const std::string &server, const std::string &check, const std::string &reason)
{
    EnrolHost *host = d->host(server);
    if (!host)
        return Error{Problem::NotFound, "There is no host " + server + " in this list.", {}, {}};
    if (reason.find_first_not_of(" \t\n") == std::string::npos)
        return Error{Problem::BadArgument, "A check is overridden only for a reason, which is kept.", {}, "Say why it may be so on " + server + "."};
    const auto &checks = host->row.checks;
    const auto found = std::find_if(checks.begin(), checks.end(), [&](const Check &c) { return c.id == check; });
    if (found == checks.end())
        return Error{Problem::BadArgument, "There is no check \"" + check + "\" on " + server + ".", {}, "Its checks are listed with their names."};
    if (found->grade == Grade::Fatal)
        return Error{Problem::BadArgument, "The check \"" + found->title + "\" of " + server + " cannot be overridden: " + found->found + ".", {}, found->remedy};
    host->overrides[check] = reason;
    host->judge(checks);
    return {};
}

int Enrolment::deliver()
{
    int begun = 0;
    for (EnrolHost *host : d->hosts)
        if (host->row.fit() && !host->queued) {
            host->queued = true;
            ++begun;
        }
    d->startDeliveries();
    return begun;
}

void Enrolment::retry(const std::string &server)
{
    EnrolHost *host = d->host(server);
    if (!host || host->isDelivering() || host->row.step == Step::Added)
        return;
    host->row.error.reset();
    host->row.facts.reset();
    host->trouble.reset();
    host->row.step = Step::Connecting;
    host->begin();
}

void Enrolment::cancel()
{
    for (EnrolHost *host : d->hosts)
        host->cancelDelivery();
}

} // namespace fleet
