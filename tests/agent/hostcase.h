// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of the verbs about a host share: a bare simulated host with its agent, and the lease to change it.
#pragma once
#include "agent/protocol/inventory.h"
#include "agent/protocol/operations.h"
#include "tests/agent/line.h"

#include <sys/stat.h>

namespace testing {

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeTo(const QString &path, const QByteArray &content, bool program = false)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile::remove(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    if (program)
        ::chmod(path.toLocal8Bit().constData(), 0755);
}

/// Test functions are slots of the class derived from it, which also has Q_OBJECT.
class HostCase : public QObject {
protected:
    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<Line> m_line;
    std::string m_lease;
    int m_step = 0;

    QString root(const char *path = "", const char *host = "oss1") const { return m_cluster->host(host) + "/root" + path; }
    std::string nextStep() { return "host/" + std::to_string(++m_step); }
    Json call(const char *verb, const Json &args = Json::object())
    {
        const auto known = protocol::verbFromName(verb);
        return known && protocol::traits(*known).writes ? m_line->call(verb, args, nextStep(), m_lease) : m_line->call(verb, args);
    }
    /// The value of a call that must go well.
    Json value(const char *verb, const Json &args = Json::object())
    {
        const Json done = call(verb, args);
        if (!problemOf(done).empty())
            qWarning("%s: %s", verb, messageOf(done).c_str());
        return protocol::member(done, "value");
    }
    protocol::HostInventory inventory()
    {
        const auto read = protocol::inventoryFromJson(value("host.inventory"));
        return read ? *read : protocol::HostInventory{};
    }
    std::string versionOf(const std::string &package)
    {
        for (const auto &one : inventory().software.packages)
            if (one.name == package)
                return one.version;
        return {};
    }
    void connectTo(const char *host)
    {
        m_line = std::make_unique<Line>(m_cluster->socket(host));
        m_line->hello();
        m_lease = m_line->takeLease("host");
    }
    void startBareHost()
    {
        m_cluster = std::make_unique<Cluster>(QStringLiteral("0.01"), QStringList{"--bare"});
        QVERIFY(m_cluster->isGood());
        QVERIFY(m_cluster->start("oss1"));
    }
    void letGo()
    {
        m_line->call("lease.release", {{"token", m_lease}});
        m_line.reset();
    }
};

} // namespace testing
