// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/rollout.h"

#include "core/fleet/enrolhost.h"

#include <algorithm>
#include <array>

namespace fleet {

using base::Error;
using base::Problem;
using base::Result;

struct Rollout::Private {
    Private(Kind k, agentlink::SshHub &hub, Rollout::Options o);
    void startMore();
    void begin(std::size_t at);
    void look(std::size_t at);
    void end(std::size_t at, State state, const std::optional<Error> &error);
    std::size_t count(State state) const;

    Rollout *q = nullptr;
    Kind kind;
    bool anyway;
    std::size_t atOnce, wave = 1, inWave = 0;
    Enrolment::Options options;
    EnrolContext context;
    std::vector<Row> rows{};
    std::vector<EnrolHost *> hosts{};
    std::map<std::string, Result<std::shared_ptr<const AgentBinary>>> agents{};
    agentlink::Secret login{};
    bool stopped = false, over = false;
};

namespace {

Result<std::shared_ptr<const AgentBinary>> readFor(const std::string &program, const std::string &architecture)
{
    const auto path = program.empty() ? findAgent(architecture) : Result<std::string>(program);
    if (!path)
        return path.error();
    auto read = readAgent(*path);
    if (!read)
        return read.error();
    if (read->architecture != architecture)
        return Error{Problem::BadArgument, "The agent " + *path + " is for " + read->architecture + ", and the host is " + architecture + ".", {}, "Name another."};
    return std::make_shared<const AgentBinary>(std::move(*read));
}

} // namespace

Rollout::Private::Private(Kind k, agentlink::SshHub &hub, Rollout::Options o)
    : kind(k), anyway(o.anyway), atOnce(static_cast<std::size_t>(std::max(1, o.atOnce))),
      context{hub, options, [](const std::string &) { return std::vector<std::string>(); },
          [this](const std::string &architecture) {
              return agents.try_emplace(architecture, readFor(options.agentProgram, architecture)).first->second;
          }, o.sudo},
      login(o.login)
{
    options.agentProgram = o.agentProgram;
    options.knownHosts = o.knownHosts;
    options.holder = o.holder;
    options.timing = o.timing;
    options.layout = o.layout;
    options.expectation.ports.clear();
}

std::string_view words(Rollout::State state)
{
    static constexpr std::array<std::string_view, 5> text{"waiting", "running", "done", "failed", "skipped"};
    return text[static_cast<std::size_t>(state)];
}

Rollout::Rollout(Kind kind, agentlink::SshHub &hub, const std::vector<profile::ServerEntry> &servers, Options options, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(kind, hub, std::move(options)))
{
    d->q = this;
    for (const profile::ServerEntry &server : servers)
        d->rows.push_back({server});
    d->hosts.resize(servers.size(), nullptr);
}

Rollout::~Rollout()
{
    blockSignals(true);
    for (EnrolHost *host : d->hosts)
        delete host;
}

const std::vector<Rollout::Row> &Rollout::rows() const { return d->rows; }
bool Rollout::good() const { return d->count(State::Done) == d->rows.size(); }

void Rollout::start()
{
    QTimer::singleShot(0, this, [this] { d->startMore(); });
}

void Rollout::cancel()
{
    d->stopped = true;
    for (EnrolHost *host : d->hosts)
        if (host)
            host->cancelDelivery();
    start();
}

std::size_t Rollout::Private::count(State state) const
{
    return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [&](const Row &r) { return r.state == state; }));
}

/// An upgrade begins a wave when the one before has ended well; a removal begins the next when a place is free.
void Rollout::Private::startMore()
{
    const std::size_t running = count(State::Running);
    const bool waves = kind == Kind::Upgrade;
    if (waves && running == 0 && inWave == wave && !stopped) {
        wave *= 2;
        inWave = 0;
    }
    const std::size_t room = std::min(atOnce, waves ? std::min(atOnce, running + wave - inWave) : atOnce);
    for (std::size_t i = 0, now = running; i < rows.size() && now < room && !stopped; ++i)
        if (rows[i].state == State::Waiting) {
            ++inWave;
            ++now;
            begin(i);
        }
    if (count(State::Running) > 0 || over || (!stopped && count(State::Waiting) > 0))
        return;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].state == State::Waiting) {
            rows[i].state = State::Skipped;
            emit q->changed(static_cast<int>(i));
        }
    over = true;
    emit q->finished();
}

void Rollout::Private::begin(std::size_t at)
{
    Row &row = rows[at];
    row.state = State::Running;
    if (row.entry.kind == profile::ServerEntry::Kind::Local)
        return end(at, State::Failed, Error{Problem::BadArgument, row.entry.name + " is an agent on this machine that nobody installed by SSH.", {}, "Leave it out."});
    auto *host = hosts[at] = new EnrolHost(context, row.entry, q);
    QObject::connect(host, &EnrolHost::changed, q, [this, at] { look(at); });
    QObject::connect(host, &EnrolHost::added, q, [this, at] { end(at, State::Done, {}); });
    host->setLogin(login);
    host->begin();
}

void Rollout::Private::look(std::size_t at)
{
    EnrolHost *host = hosts[at];
    Row &row = rows[at];
    if (row.state != State::Running)
        return;
    row.stageText = host->row.stageText.empty() ? std::string(words(host->row.step)) : host->row.stageText;
    row.log = host->row.log;
    if (row.found.empty())
        row.found = host->row.agentFound;
    const auto failed = [&](const std::string &what, const std::string &remedy) {
        end(at, State::Failed, host->row.error ? *host->row.error : Error{Problem::AccessDenied, row.entry.name + ": " + what, {}, remedy});
    };
    switch (host->row.step) {
    case Step::Checked:
        // Out of its own signal, and once: the next change is already Delivering.
        QTimer::singleShot(0, host, [this, host] {
            if (host->row.step == Step::Checked)
                kind == Kind::Upgrade ? host->deliver() : host->remove(anyway);
        });
        break;
    case Step::WantsSudo:
        if (host->row.stageText.empty() && (context.sudo.empty() || host->row.error))
            return failed("sudo wants a password.", "Give it with --ask-sudo.");
        break;
    case Step::WantsHostKey: case Step::WantsSecret: case Step::Unreachable: case Step::Refused: case Step::Failed:
        return failed("it cannot be reached.", "Try again.");
    default: break;
    }
    emit q->changed(static_cast<int>(at));
}

void Rollout::Private::end(std::size_t at, State state, const std::optional<Error> &error)
{
    rows[at].state = state;
    rows[at].error = error;
    if (EnrolHost *host = std::exchange(hosts[at], nullptr)) {
        rows[at].log = host->row.log;
        if (rows[at].found.empty())
            rows[at].found = host->row.agentFound;
        host->blockSignals(true);
        host->deleteLater();
    }
    stopped = stopped || (kind == Kind::Upgrade && state == State::Failed);
    emit q->changed(static_cast<int>(at));
    q->start();
}

} // namespace fleet
