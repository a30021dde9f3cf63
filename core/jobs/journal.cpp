// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/journal.h"

#include "core/base/database.h"

#include <fcntl.h>
#include <map>
#include <unistd.h>

namespace jobs {

using base::Error;
using base::Problem;
using base::Result;
using base::Row;
using protocol::Json;

namespace {

const base::Schema schema{"jobs",
    {{
        "CREATE TABLE job(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL,"
        " words TEXT NOT NULL, holder TEXT NOT NULL, host TEXT NOT NULL, created INTEGER NOT NULL, state TEXT NOT NULL,"
        " started INTEGER NOT NULL, ended INTEGER NOT NULL, error TEXT, waiting_for TEXT NOT NULL)",
        "CREATE TABLE move(job INTEGER NOT NULL REFERENCES job(number), move INTEGER NOT NULL, state TEXT NOT NULL,"
        " because INTEGER, started INTEGER NOT NULL, ended INTEGER NOT NULL, PRIMARY KEY(job, move)) WITHOUT ROWID",
        "CREATE TABLE step(line INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, job INTEGER NOT NULL"
        " REFERENCES job(number), move INTEGER NOT NULL, step INTEGER NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL,"
        " ended INTEGER NOT NULL, replayed INTEGER NOT NULL, value TEXT NOT NULL, error TEXT, transcripts TEXT NOT NULL)",
        "CREATE INDEX step_of_job ON step(job, line)",
    },
    // 2: one program may ask another to cancel
    {"CREATE TABLE wish(job TEXT PRIMARY KEY) WITHOUT ROWID"}}};

QString text(const std::string &utf8) { return QString::fromStdString(utf8); }
QString text(std::string_view utf8) { return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size())); }
QString text(const Json &json) { return text(protocol::dumpJson(json)); }
QVariant time(std::int64_t ms) { return QVariant::fromValue<qlonglong>(ms); }
QVariant errorText(const std::optional<Error> &error) { return error ? QVariant(text(protocol::toJson(*error))) : QVariant(); }
Json jsonIn(const QVariant &value) { return protocol::parseJson(value.toString().toStdString()); }

std::optional<Error> errorIn(const QVariant &value)
{
    if (value.isNull())
        return {};
    return protocol::errorFromJson(jsonIn(value));
}

JobState stateIn(const QVariant &value)
{
    return stateFromWord(value.toString().toStdString()).value_or(JobState::Failed);
}

Json transcriptsAsJson(const std::vector<protocol::Transcript> &transcripts)
{
    Json list = Json::array();
    for (const protocol::Transcript &transcript : transcripts)
        list.push_back(protocol::toJson(transcript));
    return list;
}

std::vector<protocol::Transcript> transcriptsIn(const QVariant &value)
{
    std::vector<protocol::Transcript> transcripts;
    const Json list = jsonIn(value);
    if (list.is_array())
        for (const Json &item : list)
            transcripts.push_back(protocol::transcriptFromJson(item));
    return transcripts;
}

} // namespace

struct JobStore::Private {
    std::unique_ptr<base::Database> db;
    int claims = -1; ///< open file description that carries the locks; -1 in memory, where nobody else can be
    std::map<JobId, std::int64_t> numbers;

    std::int64_t number(const JobId &id);
    Result<Job> read(const Row &row);
    Result<void> readMoves(Job &job, std::int64_t number);
    Result<void> readSteps(Job &job, std::int64_t number);
};

JobStore::JobStore()
    : d(std::make_unique<Private>())
{
}

JobStore::~JobStore()
{
    if (d->claims >= 0)
        ::close(d->claims);
}

Result<std::unique_ptr<JobStore>> JobStore::open(const std::string &path)
{
    auto db = base::Database::open(path, schema);
    if (!db)
        return db.error();
    std::unique_ptr<JobStore> store(new JobStore);
    store->d->db = std::move(*db);
    if (path == ":memory:")
        return store;
    const std::string lock = path + ".lock";
    store->d->claims = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->d->claims < 0)
        return Error{Problem::Storage, "the lock file " + lock + " cannot be opened", qt_error_string().toStdString(),
            "Make the folder writable."};
    return store;
}

std::int64_t JobStore::Private::number(const JobId &id)
{
    if (const auto known = numbers.find(id); known != numbers.end())
        return known->second;
    auto rows = db->rows("SELECT number FROM job WHERE id = ?", {text(id)});
    if (!rows || rows->empty())
        return 0;
    return numbers[id] = rows->front().front().toLongLong();
}

Result<void> JobStore::add(const Job &job)
{
    return d->db->transaction([&]() -> Result<void> {
        auto added = d->db->run("INSERT INTO job(id, plan, words, holder, host, created, state, started, ended, error, waiting_for)"
                                " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {text(job.id), text(plan::toJson(job.plan)), text(Json(job.words)), text(job.holder), text(job.host),
                time(job.createdAt), text(word(job.state)), time(job.startedAt), time(job.endedAt), errorText(job.error),
                text(job.waitingFor)});
        if (!added)
            return added;
        for (std::size_t i = 0; i < job.moves.size(); ++i)
            if (auto saved = saveMove(job, i); !saved)
                return saved;
        return {};
    });
}

Result<void> JobStore::saveJob(const Job &job)
{
    return d->db->transaction([&] {
        return d->db->run("UPDATE job SET state = ?, started = ?, ended = ?, error = ?, waiting_for = ? WHERE id = ?",
            {text(word(job.state)), time(job.startedAt), time(job.endedAt), errorText(job.error), text(job.waitingFor),
                text(job.id)});
    });
}

Result<void> JobStore::saveMove(const Job &job, std::size_t move)
{
    const MoveRun &run = job.moves.at(move);
    return d->db->transaction([&] {
        return d->db->run("INSERT INTO move(job, move, state, because, started, ended) VALUES(?, ?, ?, ?, ?, ?)"
                          " ON CONFLICT(job, move) DO UPDATE SET state = excluded.state, because = excluded.because,"
                          " started = excluded.started, ended = excluded.ended",
            {time(d->number(job.id)), time(static_cast<std::int64_t>(move)), text(word(run.state)),
                run.because ? time(static_cast<std::int64_t>(*run.because)) : QVariant(), time(run.startedAt),
                time(run.endedAt)});
    });
}

Result<void> JobStore::saveStep(const Job &job, std::size_t move, std::size_t step)
{
    const StepRun &run = job.moves.at(move).steps.at(step);
    return d->db->transaction([&] {
        return d->db->run(
            "INSERT INTO step(id, job, move, step, state, started, ended, replayed, value, error, transcripts)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET state = excluded.state,"
            " started = excluded.started, ended = excluded.ended, replayed = excluded.replayed, value = excluded.value,"
            " error = excluded.error, transcripts = excluded.transcripts",
            {text(run.id), time(d->number(job.id)), time(static_cast<std::int64_t>(move)),
                time(static_cast<std::int64_t>(step)), text(word(run.state)), time(run.startedAt), time(run.endedAt),
                run.replayed, text(run.value), errorText(run.error), text(transcriptsAsJson(run.transcripts))});
    });
}

Result<void> JobStore::together(const std::function<Result<void>()> &changes)
{
    return d->db->transaction(changes);
}

namespace {

constexpr const char *jobColumns
    = "SELECT number, id, plan, words, holder, host, created, state, started, ended, error, waiting_for FROM job ";

StepRun stepIn(const Row &row) // id, state, started, ended, replayed, value, error, transcripts, move, step
{
    StepRun run;
    run.id = row[0].toString().toStdString();
    run.state = stateIn(row[1]);
    run.startedAt = row[2].toLongLong();
    run.endedAt = row[3].toLongLong();
    run.replayed = row[4].toBool();
    run.value = jsonIn(row[5]);
    run.error = errorIn(row[6]);
    run.transcripts = transcriptsIn(row[7]);
    return run;
}

constexpr const char *stepColumns = "SELECT id, state, started, ended, replayed, value, error, transcripts, move, step"
                                    " FROM step WHERE job = ? ORDER BY line";

} // namespace

Result<void> JobStore::Private::readMoves(Job &job, std::int64_t number)
{
    auto rows = db->rows("SELECT move, state, because, started, ended FROM move WHERE job = ? ORDER BY move", {time(number)});
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        const std::size_t move = static_cast<std::size_t>(row[0].toLongLong());
        if (move >= job.moves.size())
            continue;
        MoveRun &run = job.moves[move];
        run.state = stateIn(row[1]);
        if (!row[2].isNull())
            run.because = static_cast<std::size_t>(row[2].toLongLong());
        run.startedAt = row[3].toLongLong();
        run.endedAt = row[4].toLongLong();
        run.fraction = run.state == JobState::Done ? 1 : 0;
    }
    return {};
}

Result<void> JobStore::Private::readSteps(Job &job, std::int64_t number)
{
    auto rows = db->rows(stepColumns, {time(number)});
    if (!rows)
        return rows.error();
    for (const Row &row : *rows) {
        const std::size_t move = static_cast<std::size_t>(row[8].toLongLong()), step = static_cast<std::size_t>(row[9].toLongLong());
        if (move < job.moves.size() && step < job.moves[move].steps.size())
            job.moves[move].steps[step] = stepIn(row); // in the order of begin: the last one stays
    }
    return {};
}

Result<Job> JobStore::Private::read(const Row &row)
{
    Job job;
    const std::int64_t number = row[0].toLongLong();
    job.id = row[1].toString().toStdString();
    numbers[job.id] = number;
    auto plan = plan::planFromJson(jsonIn(row[2]));
    if (!plan)
        return Error{Problem::Storage, "the plan of job " + job.id + " cannot be read (" + db->path() + ")",
            plan.error().message, plan.error().remedy};
    job.plan = std::move(*plan);
    job.words = protocol::textsOf(Json{{"words", jsonIn(row[3])}}, "words");
    job.holder = row[4].toString().toStdString();
    job.host = row[5].toString().toStdString();
    job.createdAt = row[6].toLongLong();
    job.state = stateIn(row[7]);
    job.startedAt = row[8].toLongLong();
    job.endedAt = row[9].toLongLong();
    job.error = errorIn(row[10]);
    job.waitingFor = row[11].toString().toStdString();
    job.moves.resize(job.plan.moves.size());
    for (std::size_t i = 0; i < job.moves.size(); ++i)
        job.moves[i].steps.resize(job.plan.moves[i].steps.size());
    if (auto moves = readMoves(job, number); !moves)
        return moves.error();
    if (auto steps = readSteps(job, number); !steps)
        return steps.error();
    return job;
}

Result<std::vector<Job>> JobStore::jobs()
{
    auto rows = d->db->rows(std::string(jobColumns) + "ORDER BY number DESC");
    if (!rows)
        return rows.error();
    std::vector<Job> jobs;
    for (const Row &row : *rows) {
        auto job = d->read(row);
        if (!job)
            return job.error();
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<Job> JobStore::job(const JobId &id)
{
    auto rows = d->db->rows(std::string(jobColumns) + "WHERE id = ?", {text(id)});
    if (!rows)
        return rows.error();
    if (rows->empty())
        return Error{Problem::NotFound, "there is no job " + id, {}, {}};
    return d->read(rows->front());
}

Result<std::vector<StepRun>> JobStore::lines(const JobId &id)
{
    auto rows = d->db->rows(stepColumns, {time(d->number(id))});
    if (!rows)
        return rows.error();
    std::vector<StepRun> lines;
    for (const Row &row : *rows)
        lines.push_back(stepIn(row));
    return lines;
}

namespace {

// A byte of the lock file per job. Locks of the open file description, unlike the older ones of the process, also hold between
// two stores of one process, and the kernel drops them when the process dies.
bool lockByte(int fd, std::int64_t number, short type)
{
    struct flock lock{};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = number;
    lock.l_len = 1;
    return ::fcntl(fd, F_OFD_SETLK, &lock) == 0;
}

} // namespace

bool JobStore::claim(const JobId &id)
{
    return d->claims < 0 || lockByte(d->claims, d->number(id), F_WRLCK);
}

void JobStore::unclaim(const JobId &id)
{
    if (d->claims >= 0)
        lockByte(d->claims, d->number(id), F_UNLCK);
}

Result<void> JobStore::wishCancel(const JobId &id)
{
    return d->db->transaction([&] { return d->db->run("INSERT OR IGNORE INTO wish(job) VALUES(?)", {text(id)}); });
}

std::vector<JobId> JobStore::takeWishes()
{
    std::vector<JobId> wishes;
    auto rows = d->db->rows("SELECT job FROM wish");
    if (!rows || rows->empty())
        return wishes;
    for (const Row &row : *rows)
        if (JobId id = row[0].toString().toStdString(); claim(id) && d->db->transaction([&] { return d->db->run("DELETE FROM wish WHERE job = ?", {text(id)}); }))
            wishes.push_back(std::move(id));
    return wishes;
}

Result<void> JobStore::prune(std::size_t keep)
{
    return d->db->transaction([&]() -> Result<void> {
        const std::string old = "SELECT number FROM job WHERE state NOT IN ('waiting', 'running', 'stalled') AND number NOT IN"
                                " (SELECT number FROM job ORDER BY number DESC LIMIT " + std::to_string(keep) + ")";
        for (const char *table : {"step", "move"})
            if (auto gone = d->db->run("DELETE FROM " + std::string(table) + " WHERE job IN (" + old + ")"); !gone)
                return gone;
        return d->db->run("DELETE FROM job WHERE number IN (" + old + ")");
    });
}

std::int64_t JobStore::foreignVersion()
{
    return d->db->foreignVersion();
}

} // namespace jobs
