// SPDX-License-Identifier: GPL-3.0-or-later
// Clusters as files: the catalogue, export and import, the production lock, and that no secret is ever in any of them.
#include "core/manager/logins.h"
#include "core/link/agents.h"
#include "core/manager/manager.h"
#include "core/profile/catalogue.h"
#include "core/profile/profile.h"
#include "core/profile/secrets.h"
#include "core/profile/transfer.h"
#include "tests/support/fakeagents.h"

#include <QDirIterator>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using manager::Manager;
using profile::Catalogue;

class TestClusters : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    std::string file(const char *name) const { return m_dir->filePath(QLatin1String(name)).toStdString(); }
    static QByteArray contents(const std::string &path)
    {
        QFile in(QString::fromStdString(path));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void catalogueMakesFindsRenamesRemoves()
    {
        Catalogue catalogue(m_dir->path().toStdString());
        QVERIFY(catalogue.list().empty());
        const auto atlas = catalogue.create("Atlas Ü/1", {}, true), bench = catalogue.create("bench");
        QVERIFY(atlas && bench);
        QVERIFY(atlas->colour != bench->colour);
        QVERIFY(catalogue.find("atlas ü/1")->production);
        QCOMPARE(catalogue.create("BENCH").error().problem, base::Problem::Conflict);
        QCOMPARE(catalogue.create("  ").error().problem, base::Problem::BadArgument);
        QVERIFY(catalogue.rename(*bench, "lab"));
        QVERIFY(catalogue.find("nosuch").error().remedy.find("lab") != std::string::npos);
        QVERIFY(catalogue.remove(*bench));
        QCOMPARE(catalogue.list().size(), std::size_t(1));
        QVERIFY(QFile::exists(QString::fromStdString(atlas->path)));
    }

    void exportComesBackAsItWas()
    {
        Catalogue catalogue(m_dir->path().toStdString());
        const auto entry = catalogue.create("atlas", "teal", true);
        {
            auto profile = profile::Profile::open(entry->path);
            QVERIFY((*profile)->saveServer({.name = "oss1", .host = "10.0.0.1", .port = 2222, .identity = "/home/ada/.ssh/id_lab"}));
            QVERIFY((*profile)->saveServer({.name = "oss2", .identity = "~/.ssh/id_lab", .jump = "gate"}));
            inventory::Wanted wanted;
            wanted.placement["target:scratch-OST0000"] = "oss1";
            QVERIFY((*profile)->saveWanted(wanted) && (*profile)->setSetting("x", "y"));
            QFile keys(QString::fromStdString(file("known_hosts")));
            QVERIFY(keys.open(QIODevice::WriteOnly));
            keys.write("[10.0.0.1]:2222 ssh-ed25519 AAAAC3Nz\nother ssh-ed25519 AAAAC3Nz\n");
            keys.close();
            const auto notes = profile::exportFile(**profile, {.knownHosts = file("known_hosts")}, file("out.json"));
            QVERIFY(notes);
            QCOMPARE(notes->size(), std::size_t(1));
            QVERIFY(notes->front().find("oss1") != std::string::npos);
        }
        QVERIFY(!contents(file("out.json")).contains("/home/ada"));
        QVERIFY(!contents(file("out.json")).contains("other ssh"));
        const auto back = profile::importFile(file("out.json"), catalogue, "atlas 2", file("known_hosts_2"));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->production && back->colour == "teal");
        auto profile = profile::Profile::open(back->path);
        const auto servers = *(*profile)->servers();
        QCOMPARE(servers[0].port, 2222);
        QCOMPARE(servers[0].identity, std::string());
        QCOMPARE(servers[1].identity, std::string("~/.ssh/id_lab"));
        QCOMPARE((*profile)->wanted()->placement.at("target:scratch-OST0000"), std::string("oss1"));
        QCOMPARE((*profile)->setting("x"), std::string("y"));
        QVERIFY(contents(file("known_hosts_2")).contains("[10.0.0.1]:2222"));
    }

    void importNamesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        const QByteArray head = R"({"format":"chandelier-cluster","version":1,"name":"a","wanted":{},)";
        QTest::newRow("no JSON") << QByteArray("hello") << "no JSON";
        QTest::newRow("something else") << QByteArray("{}") << "format";
        QTest::newRow("newer") << QByteArray(R"({"format":"chandelier-cluster","version":2})") << "newer";
        QTest::newRow("port") << head + R"("servers":[{"name":"a"},{"name":"b","port":"x"}]})" << "servers[1].port";
        QTest::newRow("twice") << head + R"("servers":[{"name":"a"},{"name":"a"}]})" << "twice";
        QTest::newRow("option as host") << head + R"("servers":[{"name":"a","host":"-oProxyCommand=x"}]})" << "host";
        QTest::newRow("host key") << head + R"("servers":[],"hostKeys":["@cert-authority * x y"]})" << "hostKeys[0]";
    }
    void importNamesWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        const auto read = profile::importText(text.toStdString());
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().message).contains(says), read.error().message.c_str());
    }

    void productionIsLockedAndWantsTheName()
    {
        support::VirtualClock clock;
        manager::Options options;
        options.profilePath = file("p.profile");
        options.holder = "ada@desk";
        options.clock = &clock;
        std::string role = "admin";
        options.role = [&role](const std::string &) { return role; };
        {
            auto profile = profile::Profile::open(options.profilePath);
            QVERIFY((*profile)->saveServer({.name = "oss1"}));
        }
        auto opened = Manager::open(options, std::make_unique<support::FakeAgents>(clock));
        QVERIFY(opened);
        Manager &manager = **opened;
        QVERIFY(manager.setProduction(true));
        plan::Plan plan = support::makePlan({support::makeMove("OST0", {support::makeStep("oss1", protocol::Verb::TargetUnmount)})});
        plan.moves[0].risk = machine::Risk::StopsService;
        plan.goals.push_back({.object = plan.moves[0].object});
        QCOMPARE(manager.run(plan, {"OST0"}).error().problem, base::Problem::AccessDenied);
        manager.unlock();
        QVERIFY(manager.whyLocked().empty());
        QCOMPARE(manager.run(plan).error().problem, base::Problem::BadArgument);
        QVERIFY(manager.run(plan, {"OST0"}));
        clock.advance(16 * 60'000);
        QVERIFY(!manager.whyLocked().empty());
        manager.unlock();
        role = "view";
        QCOMPARE(manager.run(plan, {"OST0"}).error().problem, base::Problem::AccessDenied);
        QVERIFY(manager.whyLocked().find("look only") != std::string::npos);
    }

    void noSecretIsEverWrittenDown()
    {
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("DISPLAY");
        const std::string password = "correct-horse-4711", passphrase = "battery-staple-0815";
        Catalogue catalogue(m_dir->path().toStdString());
        const auto entry = catalogue.create("atlas");
        support::VirtualClock clock;
        manager::Options options;
        options.profilePath = entry->path;
        options.holder = "ada@desk";
        options.clock = &clock;
        auto link = std::make_unique<agentlink::LinkAgents>(agentlink::LinkOptions{});
        agentlink::LinkAgents *lines = link.get();
        auto opened = Manager::open(options, std::move(link));
        QVERIFY(opened);
        Manager &manager = **opened;
        QVERIFY(manager.profile().saveServer({.name = "oss1"}) && manager.profile().saveServer({.name = "oss2"}));
        manager.serversEdited();
        auto secrets = profile::openSecrets();
        manager::Logins logins(manager, *lines, secrets);
        QSignalSpy said(&logins, &manager::Logins::inMemoryOnly);
        int kept = 0;
        logins.remember("oss1", password, [&](const base::Result<void> &done) { kept += done.ok(); });
        logins.remember("oss2", passphrase, [&](const base::Result<void> &done) { kept += done.ok(); });
        QTRY_COMPARE(kept, 2);
        QVERIFY(!secrets->lasting() && !secrets->reason().empty());
        QCOMPARE(said.size(), 1); // once, however many
        QVERIFY(profile::exportFile(manager.profile(), {.keyPaths = true}, file("out.json")));
        int files = 0;
        QStringList places{QStringLiteral("/proc/self/cmdline"), QStringLiteral("/proc/self/environ")};
        for (QDirIterator it(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext(); ++files)
            places << it.next();
        QVERIFY(files >= 3);
        for (const QString &place : places)
            for (const std::string &secret : {password, passphrase})
                QVERIFY2(!contents(place.toStdString()).contains(secret.c_str()), qPrintable(place));
    }
};

QTEST_GUILESS_MAIN(TestClusters)
#include "tst_clusters.moc"
