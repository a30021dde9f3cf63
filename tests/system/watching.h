// SPDX-License-Identifier: GPL-3.0-or-later
// A demonstration cluster whose alerts are followed by the real "chandelierctl watch". The catalogue is the built-in one; only its holding
// times are shortened, by the way that is there for every user: rules with the same ids in the configuration folder.
#pragma once
#include "tests/system/democluster.h"

#include <algorithm>
#include <functional>
#include <set>
#include <signal.h>
#include <sys/stat.h>

class Watching {
public:
    using Key = std::pair<std::string, std::string>; ///< rule, object
    struct Seen {
        int began = 0, ended = 0;
        std::string text{}; ///< of the last notice
    };

    enum class Of { Figures, Messages, Clusters };
    /// Whose alerts are watched. Hosts are at work for figures only: then they log something now and then, which is nobody's fault but would be counted.
    explicit Watching(Of of = Of::Figures)
        : cluster(0)
        , m_of(of)
    {
        setDefinition("interval", 1); // agents sample each second
        writeShortCatalogue(of);
    }
    ~Watching()
    {
        for (QProcess *process : {m_watch.get(), &m_load})
            if (process && process->state() != QProcess::NotRunning) {
                process->terminate();
                if (!process->waitForFinished(20'000))
                    process->kill();
                process->waitForFinished(5000);
            }
    }

    DemoCluster cluster;

    void run(const QStringList &simhost)
    {
        const Ran ran = cluster.simhost(simhost);
        QVERIFY2(ran.code == 0, simhost.join(' ').toUtf8() + ": " + ran.out + ran.err);
    }
    /// A tool of a host, as somebody would run it there.
    void tool(const QString &host, const QString &name, const QStringList &words)
    {
        QProcess process;
        process.start(cluster.directory() + "/hosts/" + host + "/bin/" + name, words);
        process.waitForFinished(60'000);
        QVERIFY2(process.exitCode() == 0, (host + ": " + name + " " + words.join(' ')).toUtf8() + ": " + process.readAllStandardError());
    }
    void trouble(const QString &host, const QString &name, const QString &value) { run({"trouble", cluster.directory(), host, name, value}); }

    /// Targets that are mounted: label, host.
    std::map<QString, QString> mounted() const
    {
        std::map<QString, QString> all;
        const auto status = cluster.simhost({"status", cluster.directory(), "--json"}).json();
        for (const auto &host : status.is_array() ? status : nlohmann::json::array())
            for (const auto &mount : host.value("mounts", nlohmann::json::array()))
                all[QString::fromStdString(mount.value("label", ""))] = QString::fromStdString(host.value("host", ""));
        return all;
    }
    QStringList targetsOn(const QString &host) const
    {
        QStringList labels;
        for (const auto &[label, where] : mounted())
            if (where == host)
                labels << label;
        return labels;
    }
    /// Of a target that is mounted.
    QString serial(const QString &label) const
    {
        for (const QString &host : cluster.hosts())
            for (const auto &mount : read("hosts/" + host + "/state.json").value("mounts", nlohmann::json::array()))
                if (QString::fromStdString(mount.value("label", "")) == label)
                    return QString::fromStdString(mount.value("disk", ""));
        return {};
    }
    /// What a host calls the disk.
    QString device(const QString &serial, const QString &host) const
    {
        const auto definition = read("cluster.json");
        for (const auto &one : definition.value("hosts", nlohmann::json::array()))
            if (QString::fromStdString(one.value("name", "")) == host)
                for (const auto &disk : one.value("disks", nlohmann::json::array()))
                    if (QString::fromStdString(disk.value("disk", "")) == serial)
                        return "/dev/mapper/" + QString::fromStdString(disk.value("mapper", ""));
        return {};
    }
    nlohmann::json read(const QString &path) const
    {
        QFile file(cluster.directory() + "/" + path);
        if (!file.open(QIODevice::ReadOnly))
            return nlohmann::json::object();
        const auto json = nlohmann::json::parse(file.readAll().toStdString(), nullptr, false);
        return json.is_object() ? json : nlohmann::json::object();
    }
    static QString partner(const QString &host)
    {
        const int number = host.right(1).toInt();
        return host.chopped(1) + QString::number(number % 2 == 1 ? number + 1 : number - 1);
    }
    QString home() const { return QFileInfo(cluster.directory()).path(); }

    /// Load in the hosts' files where it is needed, and the program that watches.
    void start()
    {
        if (m_of == Of::Figures) { // what Pacemaker says, and what kernels log, needs none
            for (const auto &[label, host] : mounted())
                if (label != "MGS")
                    run({"fill", cluster.directory(), label, "keep"});
            m_load.start(QString(BIN_DIR) + "/chandelier-simhost", {"load", cluster.directory()});
            QVERIFY(m_load.waitForStarted());
        }
        QCOMPARE(cluster.ctl({"notify", "set", "when", "--severity", "info", "--gather", "0s", "--repeat", "off"}).code, 0);
        m_watch = cluster.start({"--json", "watch"});
        QVERIFY2(waitUntil([this] { return m_judges; }, 60), m_watch->readAllStandardError());
    }
    /// SIGTERM ends it cleanly.
    void finish()
    {
        m_watch->terminate();
        QVERIFY(m_watch->waitForFinished(30'000));
        QCOMPARE(m_watch->exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_watch->exitCode(), 0);
    }

    bool waitUntil(const std::function<bool()> &is, int seconds, const std::function<void()> &each = {})
    {
        QElapsedTimer timer, since;
        timer.start();
        since.start();
        while (timer.elapsed() < seconds * 1000) {
            m_watch->waitForReadyRead(200);
            take();
            if (is())
                return true;
            if (m_watch->state() == QProcess::NotRunning)
                return false;
            if (each && since.elapsed() > 2000) {
                since.restart();
                each();
            }
        }
        return false;
    }
    bool began(const Key &key) const { return seen.contains(key) && seen.at(key).began > 0; }
    bool ended(const Key &key) const { return seen.contains(key) && seen.at(key).began > 0 && seen.at(key).ended >= seen.at(key).began; }
    bool waitAll(const std::vector<Key> &keys, bool end, int seconds, const std::function<void()> &each = {})
    {
        const bool all = waitUntil([&] { return std::all_of(keys.begin(), keys.end(), [&](const Key &key) { return end ? ended(key) : began(key); }); }, seconds, each);
        for (const Key &key : keys)
            if (!(end ? ended(key) : began(key)))
                qWarning("%s of %s has not %s after %d s", key.first.c_str(), key.second.c_str(), end ? "ended" : "begun", seconds);
        return all;
    }

    std::map<Key, Seen> seen;

    static std::vector<nlohmann::json> catalogue()
    {
        std::vector<nlohmann::json> all;
        const QDir dir(QString(SOURCE_DIR) + "/resources/alerts");
        for (const QString &name : dir.entryList({"*.json"})) {
            QFile file(dir.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto json = nlohmann::json::parse(file.readAll().toStdString(), nullptr, false);
            for (const auto &rule : json.value("alerts", nlohmann::json::array()))
                all.push_back(rule);
        }
        return all;
    }

private:
    void setDefinition(const char *key, double value)
    {
        QFile file(cluster.directory() + "/cluster.json");
        if (!file.open(QIODevice::ReadOnly))
            return;
        auto definition = nlohmann::json::parse(file.readAll().toStdString(), nullptr, false);
        file.close();
        definition[key] = value;
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(QByteArray::fromStdString(definition.dump()));
    }
    void writeShortCatalogue(Of of)
    {
        nlohmann::json rules = nlohmann::json::array();
        for (nlohmann::json rule : catalogue()) {
            const bool ofCluster = rule["id"].get<std::string>().starts_with("ha-");
            if (rule.contains("says") != (of == Of::Messages) || ofCluster != (of == Of::Clusters))
                rule = {{"id", rule["id"]}, {"off", true}};
            for (const char *time : {"hold", "release"})
                if (rule.contains(time))
                    rule[time] = std::min(rule[time].get<int>(), rule[time].get<int>() >= 15 && !ofCluster ? 6 : 3);
            if (rule.contains("over"))
                rule["over"] = 30;
            rules.push_back(rule);
        }
        QDir().mkpath(home() + "/xdg/chandelier/alerts");
        QFile file(home() + "/xdg/chandelier/alerts/short.json");
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray::fromStdString(nlohmann::json{{"alerts", rules}}.dump()));
    }
    void take()
    {
        m_rest += m_watch->readAllStandardOutput();
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
            const auto line = nlohmann::json::parse(m_rest.left(end).toStdString(), nullptr, false);
            m_rest.remove(0, end + 1);
            if (!line.is_object())
                continue;
            m_judges = m_judges || line.value("judges", false);
            if (line.value("event", "") != "notice")
                continue;
            const std::string what = line.value("what", "");
            Seen &one = seen[{line.value("rule", ""), line.value("object", "")}];
            one.began += what == "began" || what == "happened";
            one.ended += what == "ended" || what == "happened";
            one.text = line.value("text", "");
        }
    }

    Of m_of;
    QProcess m_load;
    std::unique_ptr<QProcess> m_watch;
    QByteArray m_rest;
    bool m_judges = false;
};
