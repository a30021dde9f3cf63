// SPDX-License-Identifier: GPL-3.0-or-later
// The agent without its process: messages in, messages out, steps, leases, journal and audit. It knows no socket, no clock and
// no process of its own, so that a simulation can drive the real thing:
//
//     agent::MemoryStorage disk;                       // outlives "restarts" of the agent
//     FakeRunner runner;                               // implements StepRunner; outlives them too, as workers do
//     agent::Surroundings around{"oss1", "boot-1", CHANDELIER_VERSION, [&] { return virtualNow; }, [&] { return seeded(); }};
//     agent::Service service(disk, runner, around);
//     service.open();                                  // reads the disk; adopts or gives up what had begun
//     auto line = service.connect({agent::Role::Admin, 0, {}});
//     service.receive(line, protocol::encodeMessage(hello));
//     reply = service.takeOutput(line);                // bytes for the manager; feed them to a FrameDecoder
//     service.tick();                                  // after the virtual clock moved or the runner has news
//
// Killing the agent is destroying the Service (and its connections); its next life is a new Service on the same disk and runner.
// A fake StepRunner answers start() by remembering the order, and poll() by RunEvents of it: any number of Progress, Output and
// Transcript, then one End or Lost. release() says that the result is in the journal. adopt() must say whether it still knows a
// key: a worker that died with its host answers false, and the Service then observes (a started order whose key begins with
// "observe:") and ends the step as interrupted. Nothing here blocks; everything is one thread.
#pragma once
#include "agent/journal/audit.h"
#include "agent/journal/lease.h"
#include "agent/journal/steps.h"
#include "agent/protocol/frames.h"
#include "agent/protocol/secrets.h"
#include "agent/protocol/verbs.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace agent {

enum class Role : std::uint8_t { None, View, Admin };

struct Peer {
    Role role = Role::None;
    std::uint32_t uid = 0;
    std::string reason{}; ///< why None: told to the peer
};

/// What is to be run: a writing step, or a call that only reads.
struct RunOrder {
    std::string key;  ///< step id of a writing step; unique
    protocol::Verb verb{};
    protocol::Json args{};
    int limitSeconds = 0;
    bool durable = false;   ///< a writing step: it must survive the agent's death
    bool attempted = false; ///< the journal shows an earlier attempt of the same job with the same arguments
    protocol::Secrets secrets{}; ///< of the call; never written down
};

struct RunEvent {
    enum class What : std::uint8_t { Progress, Output, Transcript, End, Lost };
    std::string key;
    What what{};
    double fraction = -1;      ///< of Progress
    std::string text{};        ///< line of Progress, text of Output
    std::string stream{};      ///< of Output: stdout, stderr
    protocol::Json transcript{}; ///< of Transcript: one entry, as it is done
    Outcome outcome{};         ///< of End
};

/// Runs orders beside the Service.
class StepRunner {
public:
    virtual ~StepRunner() = default;
    virtual protocol::Result<> start(const RunOrder &order) = 0;
    /// A request: the order still ends by itself, with what became of it.
    virtual void cancel(const std::string &key) = 0;
    /// True when it still runs, or has ended and its result waits for poll().
    virtual bool adopt(const RunOrder &order) = 0;
    virtual std::vector<RunEvent> poll() = 0;
    /// Its end is in the journal: nothing of it needs to be kept.
    virtual void release(const std::string &key) = 0;
};

struct Surroundings {
    std::string host, bootId, version;
    std::function<double()> now;            ///< seconds since the epoch
    std::function<std::uint64_t()> random;  ///< for lease tokens: unpredictable outside of tests
    std::function<protocol::Result<protocol::Json>(const protocol::Json &args)> figures{}; ///< answers metrics.fetch; empty: nothing is sampled
};

class Service {
public:
    using Connection = std::uint64_t;
    Service(Storage &storage, StepRunner &runner, Surroundings surroundings);
    Service(const Service &) = delete;
    /// Reads journal, lease and audit, adopts steps of an earlier life.
    protocol::Result<> open();

    Connection connect(const Peer &peer);
    void receive(Connection connection, std::string_view bytes);
    /// What is to be sent; empties it.
    std::string takeOutput(Connection connection);
    bool hasOutput(Connection connection) const;
    /// To be closed as soon as its output has been sent.
    bool wantsClose(Connection connection) const;
    /// The other side has gone: its reading calls are cancelled, its steps go on.
    void disconnect(Connection connection);
    /// Takes the runner's news, notes expired leases, tries unwritten journal lines again.
    void tick();
    /// Something runs or waits: call tick() at least twice a second.
    bool busy() const { return !m_runs.empty() || m_journal.hasUnwritten() || m_leaseKnown || m_uncounted > 0; }
    bool running() const { return !m_runs.empty(); }

    const StepJournal &journal() const { return m_journal; }
    const Audit &audit() const { return m_audit; }
    /// lease.show's value.
    protocol::Json leaseJson() const;

private:
    struct Line {
        Peer peer;
        protocol::FrameDecoder decoder{};
        std::string output{};
        bool greeted = false, closing = false;
        std::size_t early = 0; ///< bytes before the hello
        std::string holder{}, key{}; ///< as its hello said
    };
    struct Asker {
        Connection connection = 0;
        protocol::Json id{};
    };
    struct Run {
        RunOrder order;
        std::vector<Asker> askers{};
        protocol::Json transcript = protocol::Json::array(); ///< what came so far, for a step whose worker is lost
        std::string observes{};                              ///< step whose outcome this run finds out
    };
    struct Call {
        Connection connection = 0;
        protocol::Json id{};
        protocol::Verb verb{};
        protocol::Json args{};
        std::string step{}, lease{};
        int limitSeconds = 0;
        protocol::Secrets secrets{};
    };

    void handle(Connection connection, const protocol::Frame &frame);
    void handleHello(Connection connection, const protocol::Json &message);
    void handleCall(Connection connection, const protocol::Json &message);
    void handleCancel(Connection connection, const protocol::Json &message);
    protocol::Result<Call> readCall(Connection connection, const protocol::Json &message) const;
    void answerHere(const Call &call);
    void startReading(const Call &call);
    void startWriting(const Call &call);
    protocol::Result<> mayStart(const Call &call) const;
    void repeat(const Call &call, const StepRecord &record);
    bool attemptedBefore(const Call &call) const;

    protocol::Result<protocol::Json> leaseTake(const Call &call);
    protocol::Result<protocol::Json> leaseRenew(const Call &call);
    protocol::Result<protocol::Json> leaseRelease(const Call &call);
    protocol::Result<protocol::Json> journalShow(const protocol::Json &args, bool admin) const;
    protocol::Result<protocol::Json> auditShow(const protocol::Json &args) const;
    protocol::Result<protocol::Json> fetchFigures(const protocol::Json &args) const;
    protocol::Result<protocol::Json> auditNote(const Call &call);
    protocol::Json stepJson(const StepRecord &record, bool whole) const;

    void take(RunEvent event);
    void endRun(const std::string &key, const Outcome &outcome);
    void endStep(const std::string &step, const Outcome &outcome);
    void observe(const std::string &step, Run lost);
    void endObserved(Run run, const Outcome &seen);

    void send(Connection connection, const protocol::Json &message);
    void sendEvent(const char *name, const protocol::Json &value);
    void sendResult(const Asker &asker, const Outcome &outcome, bool replayed);
    void refuse(Connection connection, const protocol::Error &error);
    void fail(Connection connection, const protocol::Json &id, const protocol::Error &error);
    void addAudit(protocol::Json entry);
    /// Into the audit, so many a minute; of those beyond only the number: whoever may only look must not fill the disk.
    void noteRefusal(Connection connection, const protocol::Error &error, std::string_view what);
    void noteUncounted();
    /// What only the Service knows goes into a bundle of agent.diagnostics: journal, lease, and the audit for admins.
    void completeDiagnostics(protocol::Json &value, bool admin) const;
    std::vector<std::string> runningSteps() const;
    double now() const { return m_around.now(); }

    StepRunner &m_runner;
    Surroundings m_around;
    StepJournal m_journal;
    LeaseKeeper m_leases;
    Audit m_audit;
    std::map<Connection, Line> m_lines;
    std::map<std::string, Run> m_runs;
    std::set<std::string> m_unreleased; ///< ended, but their end lines wait for room on the disk
    std::deque<Call> m_waiting; ///< reading calls beyond what runs at once
    Connection m_nextConnection = 1;
    std::uint64_t m_nextRead = 1;
    double m_refusalsSince = 0;
    std::uint64_t m_refusals = 0, m_uncounted = 0; ///< within that minute: written, and beyond what is written
    bool m_leaseKnown = false; ///< a lease was held when it was last looked at
};

} // namespace agent
