// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/database.h"
#include "core/profile/profile.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using profile::Profile;
using profile::ServerEntry;

class TestProfile : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::string file(const char *name) const { return m_dir.filePath(QString::fromLatin1(name)).toStdString(); }

private slots:
    void keepsWhatItWasGiven()
    {
        const std::string path = file("a/b/keeps.db"); // folders are made
        const ServerEntry ssh{"oss1", ServerEntry::Kind::Ssh, "10.0.0.1", "admin", 2222, "/home/a/.ssh/id", "gate"};
        const ServerEntry local{.name = "mds1", .kind = ServerEntry::Kind::Local, .socket = "/run/x.sock"};
        inventory::Wanted wanted;
        wanted.states["target:scratch-OST0000"] = machine::State::Mounted;
        wanted.placement["target:scratch-OST0000"] = "oss1";
        {
            auto profile = Profile::open(path);
            QVERIFY2(profile, profile ? "" : profile.error().message.c_str());
            QCOMPARE((*profile)->name(), std::string());
            QVERIFY((*profile)->wanted());
            QVERIFY((*profile)->setName("cluster") && (*profile)->saveServer(ssh) && (*profile)->saveServer(local));
            QVERIFY((*profile)->saveWanted(wanted) && (*profile)->setSetting("theme", "dark"));
        }
        auto profile = Profile::open(path);
        QCOMPARE((*profile)->name(), std::string("cluster"));
        QVERIFY(*(*profile)->servers() == (std::vector<ServerEntry>{local, ssh}));
        QCOMPARE((*profile)->setting("theme"), std::string("dark"));
        QCOMPARE((*profile)->setting("none", "x"), std::string("x"));
        QCOMPARE((*profile)->wanted()->placement.at("target:scratch-OST0000"), std::string("oss1"));
        QVERIFY((*profile)->removeServer("oss1"));
        QCOMPARE((*profile)->servers()->size(), std::size_t(1));
    }

    /// Who was removed and is added again is no server of before.
    void whoComesBackIsANewServer()
    {
        QTemporaryDir dir;
        auto opened = profile::Profile::open(dir.filePath("p.db").toStdString());
        QVERIFY(opened);
        profile::Profile &p = **opened;
        const auto added = [&](const char *as) { return p.addServer({.name = "oss1"}).ok() && p.setSetting("server-profile:oss1", as).ok(); };
        QVERIFY(added("storage-zfs"));
        inventory::Wanted wanted = *p.wanted();
        QCOMPARE(wanted.states.at("server:oss1"), machine::State::Managed);
        wanted.profiles.erase("oss1");
        wanted.states["server:oss1"] = machine::State::Removed; // a plan has removed it
        wanted.states["server:oss2"] = machine::State::Managed;
        QVERIFY(p.saveWanted(wanted));
        QVERIFY(added("client"));
        QCOMPARE(p.wanted()->states.at("server:oss1"), machine::State::Managed);
        QCOMPARE(p.wanted()->profileOf("oss1")->name, std::string("client"));

        wanted = *p.wanted();
        wanted.lnetOurs.insert("oss1");
        wanted.lnets["oss1"] = {{"tcp", {"eth1"}}};
        QVERIFY(p.saveWanted(wanted));
        QVERIFY(p.removeServer("oss1"));
        wanted = *p.wanted();
        QVERIFY(!wanted.states.contains("server:oss1") && !wanted.profileOf("oss1") && wanted.lnets.empty() && wanted.lnetOurs.empty());
        QCOMPARE(wanted.states.at("server:oss2"), machine::State::Managed);
        QVERIFY(added("monitored"));
        QVERIFY(p.wanted()->isMonitored("oss1"));
    }
    void renamingTakesAllAlong()
    {
        QTemporaryDir dir;
        auto opened = profile::Profile::open(dir.filePath("p.db").toStdString());
        QVERIFY(opened);
        profile::Profile &p = **opened;
        QVERIFY(p.addServer({.name = "oss1", .user = "ops"}) && p.addServer({.name = "oss2"}) && p.setSetting("server-profile:oss1", "client"));
        QCOMPARE(p.renameServer("oss9", "x").error().problem, base::Problem::NotFound);
        QCOMPARE(p.renameServer("oss1", "oss2").error().problem, base::Problem::Conflict);
        QCOMPARE(p.renameServer("oss1", "a/b").error().problem, base::Problem::BadArgument);
        QVERIFY(p.renameServer("oss1", "store1"));
        const auto servers = *p.servers();
        QCOMPARE(servers.size(), std::size_t(2));
        QVERIFY(servers[1].name == "store1" && servers[1].host == "oss1" && servers[1].user == "ops");
        QCOMPARE(p.wanted()->profileOf("store1")->name, std::string("client"));
        QVERIFY(!p.wanted()->profileOf("oss1"));
    }
    void othersMayNotReadIt()
    {
        const std::string path = file("mode.db");
        auto profile = Profile::open(path);
        QVERIFY((*profile)->setName("x"));
        for (const char *tail : {"", "-wal", "-shm"}) {
            const QFile::Permissions mode = QFile::permissions(QString::fromStdString(path) + QLatin1String(tail));
            QVERIFY(mode & QFile::ReadOwner);
            QCOMPARE(mode & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
        }
    }

    /// Several parts of a program open one file. SQLite's locks of those that go on must stay: without them a program that ends takes the
    /// WAL away, and what is read afterwards looks damaged.
    void whatIsOpenedTwiceStaysLocked()
    {
        const std::string path = file("twice.db");
        auto first = Profile::open(path);
        QVERIFY(first && (*first)->setName("cluster"));
        const auto isLocked = [&] {
            const pid_t other = ::fork();
            if (other == 0) {
                struct flock lock {};
                lock.l_type = F_WRLCK;
                lock.l_whence = SEEK_SET;
                lock.l_start = 0x40000002; // where SQLite has its shared lock
                lock.l_len = 510;
                const int fd = ::open(path.c_str(), O_RDWR);
                ::_exit(::fcntl(fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
            }
            int status = -1;
            ::waitpid(other, &status, 0);
            return status == 0;
        };
        QVERIFY(isLocked());
        {
            auto second = Profile::open(path);
            QVERIFY(second && isLocked());
        }
        QVERIFY(isLocked());
        QCOMPARE((*first)->name(), std::string("cluster"));
    }

    void refusesOddServers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("field");
        QTest::newRow("no name") << "" << "h" << 22 << "name";
        QTest::newRow("colon") << "a:b" << "h" << 22 << "name";
        QTest::newRow("an option as host") << "a" << "-oProxyCommand=x" << 22 << "host";
        QTest::newRow("space") << "a" << "h h" << 22 << "host";
        QTest::newRow("port") << "a" << "h" << 70000 << "port";
    }
    void refusesOddServers()
    {
        QFETCH(QString, name);
        QFETCH(QString, host);
        QFETCH(int, port);
        QFETCH(QString, field);
        auto profile = Profile::open(":memory:");
        const auto saved = (*profile)->saveServer({name.toStdString(), ServerEntry::Kind::Ssh, host.toStdString(), "", port, "", "", ""});
        QVERIFY(!saved);
        QCOMPARE(saved.error().problem, base::Problem::BadArgument);
        QVERIFY2(QString::fromStdString(saved.error().message).contains(field), saved.error().message.c_str());
        QVERIFY((*profile)->servers()->empty());
    }

    // A file as each older version left it, written out by hand so that the released migrations are tested and not themselves.
    void comesUpFromOlderVersions_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("1") << 1;
        QTest::newRow("2") << 2;
        QTest::newRow("3") << 3;
    }
    void comesUpFromOlderVersions()
    {
        QFETCH(int, version);
        const std::string path = file(("v" + std::to_string(version) + ".db").c_str());
        {
            auto db = base::Database::open(path, {"test", {}});
            QVERIFY(db);
            std::vector<std::string> statements{
                "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
                "CREATE TABLE server(name TEXT PRIMARY KEY, kind TEXT NOT NULL, host TEXT NOT NULL, user TEXT NOT NULL, port INTEGER"
                " NOT NULL, identity TEXT NOT NULL, socket TEXT NOT NULL" + std::string(version >= 2 ? ", jump TEXT NOT NULL DEFAULT ''" : "")
                    + ") WITHOUT ROWID",
                "INSERT INTO setting VALUES('name', 'old')",
                "INSERT INTO server(name, kind, host, user, port, identity, socket) VALUES('oss1', 'ssh', 'h', 'root', 22, '', '')",
                "INSERT INTO part VALUES('profile', " + std::to_string(version) + ")",
            };
            const std::string wanted = R"('{"states":{"target:x":"mounted"}}')";
            if (version < 3)
                statements.push_back("INSERT INTO setting VALUES('wanted', " + wanted + ")");
            else
                for (const std::string &statement : {std::string("CREATE TABLE wanted(number INTEGER PRIMARY KEY CHECK(number = 1),"
                                                                 " value TEXT NOT NULL, at INTEGER NOT NULL)"),
                         "INSERT INTO wanted VALUES(1, " + wanted + ", 0)"})
                    statements.push_back(statement);
            for (const std::string &statement : statements) {
                const auto ran = (*db)->run(statement);
                QVERIFY2(ran, ran ? "" : ran.error().detail.c_str());
            }
        }
        for (int again = 0; again < 2; ++again) {
            auto profile = Profile::open(path);
            QVERIFY2(profile, profile ? "" : profile.error().detail.c_str());
            QCOMPARE((*profile)->name(), std::string("old"));
            QCOMPARE((*profile)->servers()->front().jump, std::string());
            const auto wanted = (*profile)->wanted();
            QVERIFY2(wanted, wanted ? "" : wanted.error().detail.c_str());
            QCOMPARE(wanted->states.at("target:x"), machine::State::Mounted);
            QVERIFY((*profile)->saveWanted(*wanted));
        }
    }

    void refusesANewerOne()
    {
        const std::string path = file("newer.db");
        QVERIFY(Profile::open(path));
        {
            auto db = base::Database::open(path, {"test", {}});
            QVERIFY((*db)->run("UPDATE part SET version = 1000 WHERE name = 'profile'"));
        }
        auto profile = Profile::open(path);
        QVERIFY(!profile);
        QVERIFY2(QString::fromStdString(profile.error().message).contains(QLatin1String("newer")), profile.error().message.c_str());
        QVERIFY(QFile::exists(QString::fromStdString(path)));
    }

    void saysWhereItCannotWrite()
    {
        const auto profile = Profile::open("/proc/no/such/place.db");
        QVERIFY(!profile);
        QCOMPARE(profile.error().problem, base::Problem::Storage);
        QVERIFY(QString::fromStdString(profile.error().message).contains(QLatin1String("/proc/no/such/place.db")));
    }
};

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
