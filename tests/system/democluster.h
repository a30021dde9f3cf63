// SPDX-License-Identifier: GPL-3.0-or-later
// A demonstration cluster of its own for one test, driven through the command lines of the real programs.
#pragma once
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

struct Ran {
    int code = -1;
    QByteArray out, err;
    nlohmann::json json() const { return nlohmann::json::parse(out.toStdString(), nullptr, false); }
};

class DemoCluster {
public:
    /// `speed`: 1 is the demonstration's own, 0 does not wait at all.
    explicit DemoCluster(double speed) : m_home(base() + "/chd-XXXXXX")
    {
        run("chandelier-simhost", {"create", directory(), "--demo"});
        QFile file(directory() + "/cluster.json");
        if (file.open(QIODevice::ReadOnly)) {
            auto definition = nlohmann::json::parse(file.readAll().toStdString(), nullptr, false);
            file.close();
            definition["speed"] = speed;
            if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
                file.write(QByteArray::fromStdString(definition.dump()));
        }
    }
    ~DemoCluster() { run("chandelier-simhost", {"down", directory()}); }

    QString directory() const { return m_home.path() + "/demo"; }
    QStringList hosts() const { return QDir(directory() + "/hosts").entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name); }

    /// Starts chandelierctl on this cluster; the caller waits or kills.
    std::unique_ptr<QProcess> start(const QStringList &command, const QString &profile = "p.db") const
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(environment());
        process->start(program("chandelierctl"), QStringList{"--demo", "--demo-dir", directory(), "--profile", m_home.path() + "/" + profile} + command);
        return process;
    }
    /// The window on the same profile, without a display.
    std::unique_ptr<QProcess> startWindow() const
    {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment env = environment();
        env.insert("QT_QPA_PLATFORM", "offscreen");
        process->setProcessEnvironment(env);
        process->start(program("chandelier"), {"--demo", "--demo-dir", directory(), "--profile", m_home.path() + "/p.db"});
        return process;
    }
    /// Lustre targets that are mounted, by the hosts themselves: asking a manager would make it take the job over.
    int mountedTargets() const
    {
        int mounted = 0;
        const auto status = simhost({"status", directory(), "--json"}).json();
        for (const auto &host : status.is_array() ? status : nlohmann::json::array())
            mounted += static_cast<int>(host.value("mounts", nlohmann::json::array()).size());
        return mounted;
    }
    /// Whether the killed program had written a job into the profile's journal.
    bool hasJobs() const
    {
        const QString connection = QStringLiteral("look");
        bool some = false;
        {
            QSqlDatabase db = QSqlDatabase::addDatabase("QSQLITE", connection);
            db.setDatabaseName(m_home.path() + "/p.db");
            QSqlQuery query(db);
            some = db.open() && query.exec("SELECT 1 FROM job") && query.next();
        }
        QSqlDatabase::removeDatabase(connection);
        return some;
    }
    Ran ctl(const QStringList &command) const { return wait(*start(command)); }
    /// As another person would: with a profile of their own.
    Ran ctlOf(const QString &profile, const QStringList &command) const { return wait(*start(command, profile)); }
    Ran simhost(const QStringList &words) const { return run("chandelier-simhost", words); }
    static Ran wait(QProcess &process)
    {
        // Waiting for one that has ended already is refused by QProcess.
        if (process.state() != QProcess::NotRunning && !process.waitForFinished(180'000))
            return {-1, process.readAllStandardOutput(), process.readAllStandardError() + "it did not end within 3 minutes"};
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }

    /// How often mkfs.lustre wrote each device, over all hosts, by the hosts' own logs. A device is named "host:path".
    std::map<QString, int> formats() const
    {
        std::map<QString, int> counts;
        for (const QString &host : hosts()) {
            QFile log(directory() + "/hosts/" + host + "/log");
            if (!log.open(QIODevice::ReadOnly))
                continue;
            for (const QByteArray &line : log.readAll().split('\n')) {
                const auto entry = nlohmann::json::parse(line.toStdString(), nullptr, false);
                if (!entry.is_object() || !entry.contains("argv") || entry.contains("rc"))
                    continue; // an entry with rc is the end of one that was counted when it began
                const auto words = entry["argv"].get<std::vector<std::string>>();
                if (!words.empty() && QString::fromStdString(words.front()).endsWith("mkfs.lustre"))
                    ++counts[host + ":" + QString::fromStdString(words.back())];
            }
        }
        return counts;
    }

private:
    static QString program(const QString &name) { return QString(BIN_DIR) + "/" + name; }
    Ran run(const QString &name, const QStringList &words) const
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(program(name), words);
        return wait(process);
    }
    QProcessEnvironment environment() const
    {
        QProcessEnvironment env = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            env.insert(name, m_home.path() + "/xdg");
        return env;
    }

    /// Every step is written to disk several times: memory where there is some makes the tests many times faster.
    static QString base() { return QFileInfo("/dev/shm").isWritable() ? QStringLiteral("/dev/shm") : QDir::tempPath(); }

    QTemporaryDir m_home;
};

inline const QStringList createScratch{"fs", "create", "scratch", "--mdts", "2", "--mdt-servers", "mds1,mds2", "--osts", "8", "--ost-servers",
    "oss1,oss2,oss3,oss4"};
