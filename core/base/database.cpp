// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QUuid>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace base {

struct Database::Private {
    std::string path;
    QString connection = QUuid::createUuid().toString(QUuid::WithoutBraces);
    QSqlDatabase db;
    std::unordered_map<std::string, std::unique_ptr<QSqlQuery>> prepared;
    int depth = 0;
};

namespace {

Error storageError(const std::string &path, const std::string &what, const std::string &detail, const std::string &remedy)
{
    return Error{Problem::Storage, what + " (" + path + ")", detail, remedy};
}

Error sqlError(const std::string &path, const QSqlError &error)
{
    return storageError(path, "the database cannot be read or written", error.text().toStdString(),
        "Look for a full or read-only disk, or another program that holds the file.");
}

bool isDamage(const QSqlError &error)
{
    const QString code = error.nativeErrorCode(); // SQLITE_CORRUPT is 11, SQLITE_NOTADB is 26
    return code == QLatin1String("11") || code == QLatin1String("26");
}

bool inMemory(const std::string &path) { return path == ":memory:"; }

// The mode is given at creation: the file is never readable by others, not even for a moment. One that is there is not opened here: to close
// it would drop the locks that SQLite has on it in this process, and the next program that ends would take the WAL away from under it.
Result<void> createPrivately(const std::string &path)
{
    if (inMemory(path))
        return {};
    const QByteArray name = QFile::encodeName(QString::fromStdString(path));
    const int fd = ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        ::close(fd);
    else if (errno != EEXIST || ::access(name.constData(), R_OK | W_OK) != 0)
        return storageError(path, "the file cannot be opened for writing", qt_error_string().toStdString(),
            "Choose a place where you may write.");
    ::chmod(name.constData(), 0600);
    return {};
}

std::string keptAside(const std::string &path)
{
    const QString file = QString::fromStdString(path);
    for (int n = 1; n < 1000; ++n) {
        const QString aside = QStringLiteral("%1.damaged-%2").arg(file).arg(n);
        if (QFile::exists(aside))
            continue;
        if (!QFile::rename(file, aside))
            return {};
        for (const char *tail : {"-wal", "-shm"})
            QFile::rename(file + QLatin1String(tail), aside + QLatin1String(tail));
        return aside.toStdString();
    }
    return {};
}

Error damaged(const std::string &path, const std::string &detail)
{
    const std::string aside = keptAside(path);
    return storageError(path, "the file is damaged or is no database of this program", detail,
        aside.empty() ? "Move it away, or put a copy of it from a backup in its place."
                      : "It was kept as " + aside + ". Put a copy from a backup in its place, or open again to start anew.");
}

} // namespace

Database::Database()
    : d(std::make_unique<Private>())
{
}

Database::~Database()
{
    d->prepared.clear();
    d->db.close();
    d->db = {};
    QSqlDatabase::removeDatabase(d->connection);
}

const std::string &Database::path() const { return d->path; }

namespace {

Result<int> versionOf(Database &db, const std::string &part)
{
    if (auto made = db.run("CREATE TABLE IF NOT EXISTS part(name TEXT PRIMARY KEY, version INTEGER NOT NULL)"); !made)
        return made.error();
    auto rows = db.rows("SELECT version FROM part WHERE name = ?", {QString::fromStdString(part)});
    if (!rows)
        return rows.error();
    return rows->empty() ? 0 : rows->front().front().toInt();
}

Result<void> migrate(Database &db, const Schema &schema)
{
    return db.transaction([&]() -> Result<void> {
        auto version = versionOf(db, schema.part);
        if (!version)
            return version.error();
        if (*version > schema.newest())
            return storageError(db.path(), "the file was written by a newer version of this program",
                schema.part + " has version " + std::to_string(*version) + ", known is "
                    + std::to_string(schema.newest()), "Install the newer version, or choose another profile.");
        for (int to = *version + 1; to <= schema.newest(); ++to) {
            for (const std::string &statement : schema.migrations[static_cast<std::size_t>(to - 1)])
                if (auto ran = db.run(statement); !ran)
                    return ran;
        }
        if (*version == schema.newest())
            return {};
        return db.run("INSERT INTO part(name, version) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET version = excluded.version",
            {QString::fromStdString(schema.part), schema.newest()});
    });
}

/// One program at a time opens a file: two that both want to make a new one WAL would wait for each other, each holding what the
/// other needs. Not the file itself is locked: closing it would drop SQLite's own locks on it.
class Turn {
public:
    explicit Turn(const std::string &path)
        : m_file(inMemory(path) ? -1 : ::open((path + ".opening").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600))
    {
        if (m_file >= 0)
            ::flock(m_file, LOCK_EX);
    }
    ~Turn()
    {
        if (m_file >= 0)
            ::close(m_file);
    }
    Turn(const Turn &) = delete;
    Turn &operator=(const Turn &) = delete;

private:
    int m_file;
};

/// Files that this process has found whole, by what changes when somebody writes into them: several parts open one file, and
/// reading all of it again for each would take its time. What is still in the WAL has checksums of its own.
class Whole {
public:
    static bool knows(const std::string &path)
    {
        const std::scoped_lock lock(guard());
        const auto found = files().find(path);
        return found != files().end() && found->second == stamp(path);
    }
    static void remember(const std::string &path)
    {
        const std::scoped_lock lock(guard());
        files()[path] = stamp(path);
    }

private:
    using Stamp = std::array<std::int64_t, 5>;
    static Stamp stamp(const std::string &path)
    {
        struct stat info {};
        if (inMemory(path) || ::stat(path.c_str(), &info) != 0)
            return {};
        return {std::int64_t(info.st_dev), std::int64_t(info.st_ino), info.st_size, info.st_mtim.tv_sec, info.st_mtim.tv_nsec};
    }
    static std::mutex &guard()
    {
        static std::mutex mutex;
        return mutex;
    }
    static std::unordered_map<std::string, Stamp> &files()
    {
        static std::unordered_map<std::string, Stamp> known;
        return known;
    }
};

Result<void> quickCheck(QSqlQuery &query, const std::string &path)
{
    if (!query.exec(QStringLiteral("PRAGMA quick_check(1)")) || !query.next())
        return isDamage(query.lastError()) ? damaged(path, query.lastError().text().toStdString())
                                           : sqlError(path, query.lastError());
    const QString verdict = query.value(0).toString();
    query.finish();
    if (verdict != QLatin1String("ok"))
        return damaged(path, verdict.toStdString());
    Whole::remember(path);
    return {};
}

// A program that only reads must not write to a file of a newer version, not even its WAL header.
Result<void> prepare(QSqlDatabase &db, const std::string &path, bool shrinks)
{
    QSqlQuery query(db);
    if (shrinks) // has an effect on an empty file only, before anything else is written into it
        query.exec(QStringLiteral("PRAGMA auto_vacuum=INCREMENTAL"));
    if (!Whole::knows(path))
        if (auto whole = quickCheck(query, path); !whole)
            return whole;
    for (const char *pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"})
        if (!query.exec(QLatin1String(pragma)))
            return sqlError(path, query.lastError());
    return {};
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string &path, const Schema &schema)
{
    if (!inMemory(path))
        QDir().mkpath(QFileInfo(QString::fromStdString(path)).absolutePath());
    const Turn turn(path);
    if (auto created = createPrivately(path); !created)
        return created.error();
    std::unique_ptr<Database> database(new Database);
    database->d->path = path;
    QSqlDatabase &db = database->d->db;
    db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), database->d->connection);
    db.setDatabaseName(QString::fromStdString(path));
    db.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!db.open())
        return sqlError(path, db.lastError());
    if (auto prepared = prepare(db, path, schema.shrinks); !prepared)
        return prepared.error();
    if (auto migrated = migrate(*database, schema); !migrated)
        return migrated.error();
    return database;
}

namespace {

QSqlQuery &queryFor(std::unordered_map<std::string, std::unique_ptr<QSqlQuery>> &cache, QSqlDatabase &db, const std::string &sql)
{
    std::unique_ptr<QSqlQuery> &query = cache[sql];
    if (!query) {
        query = std::make_unique<QSqlQuery>(db);
        query->setForwardOnly(true);
        query->prepare(QString::fromStdString(sql));
    }
    return *query;
}

} // namespace

Result<std::vector<Row>> Database::rows(const std::string &sql, const Row &values)
{
    QSqlQuery &query = queryFor(d->prepared, d->db, sql);
    for (std::size_t i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    if (!query.exec()) {
        const Error error = sqlError(d->path, query.lastError());
        d->prepared.erase(sql); // a statement that failed once may be of an older schema
        return error;
    }
    std::vector<Row> rows;
    const int columns = query.isSelect() ? static_cast<int>(query.record().count()) : 0;
    while (columns > 0 && query.next()) {
        Row row;
        for (int i = 0; i < columns; ++i)
            row.push_back(query.value(i));
        rows.push_back(std::move(row));
    }
    query.finish(); // else the statement stays open and holds the WAL back
    return rows;
}

Result<void> Database::run(const std::string &sql, const Row &values)
{
    auto ran = rows(sql, values);
    if (!ran)
        return ran.error();
    return {};
}

Result<void> Database::transaction(const std::function<Result<void>()> &change)
{
    if (d->depth > 0)
        return change();
    if (auto begun = run("BEGIN IMMEDIATE"); !begun)
        return begun;
    ++d->depth;
    auto changed = change();
    --d->depth;
    if (!changed) {
        (void)run("ROLLBACK");
        return changed;
    }
    auto committed = run("COMMIT");
    if (!committed)
        (void)run("ROLLBACK");
    return committed;
}

std::int64_t Database::foreignVersion()
{
    auto rows = this->rows("PRAGMA data_version");
    return rows && !rows->empty() ? rows->front().front().toLongLong() : -1;
}

} // namespace base
