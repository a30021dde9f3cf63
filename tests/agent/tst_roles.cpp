// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what, tried by people who speak the protocol by hand. The uid is really another one: the kernel tells the agent.
#include "tests/agent/line.h"

#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>

using protocol::Json;
using testing::Cluster;
using testing::Line;
using testing::messageOf;
using testing::problemOf;

namespace {

constexpr uid_t viewer = 61002, stranger = 61003, administrator = 61001;
constexpr gid_t viewGroup = 61102, adminGroup = 61101, noGroup = 61103;

/// What `work` found out, run in a process of that user.
Json asUser(uid_t uid, gid_t group, const std::function<Json()> &work)
{
    int pipe[2];
    if (::pipe(pipe) != 0)
        return {};
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        const bool changed = ::setgroups(1, &group) == 0 && ::setgid(group) == 0 && ::setuid(uid) == 0 && ::setuid(0) != 0;
        const std::string text = changed ? work().dump() : "\"not switched\"";
        (void)!::write(pipe[1], text.data(), text.size());
        ::_exit(0);
    }
    ::close(pipe[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(pipe[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(count));
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    return Json::parse(text, nullptr, false);
}

bool isRefusedToViewers(const protocol::VerbTraits &traits)
{
    return traits.writes || traits.verb == protocol::Verb::LeaseTake || traits.verb == protocol::Verb::LeaseRenew || traits.verb == protocol::Verb::LeaseRelease;
}

} // namespace

class TestRoles : public QObject {
    Q_OBJECT

    std::unique_ptr<Cluster> m_cluster;
    QString socket() const { return m_cluster->socket("oss1"); }
    std::size_t auditLines() const
    {
        QFile file(m_cluster->host("oss1") + "/agent/audit");
        return file.open(QIODevice::ReadOnly) ? static_cast<std::size_t>(file.readAll().count('\n')) : 0;
    }

private slots:
    void initTestCase()
    {
        if (::getuid() != 0)
            QSKIP("needs root: it becomes other users");
        m_cluster = std::make_unique<Cluster>();
        // Other users must get as far as the socket.
        ::chmod(QFileInfo(m_cluster->root()).path().toLocal8Bit().constData(), 0755);
        QFile groups(m_cluster->host("oss1") + "/root/etc/group");
        QVERIFY(groups.open(QIODevice::WriteOnly));
        groups.write("root:x:0:\nchandelier-admin:x:61101:\nchandelier-view:x:61102:\n");
        groups.close();
        QVERIFY(m_cluster->start("oss1"));
    }

    void whatAViewerMay()
    {
        const Json found = asUser(viewer, viewGroup, [&] {
            Line line(socket());
            Json all{{"role", protocol::textOf(line.hello(), "role")}};
            for (const char *verb : {"host.inventory", "lnet.state", "lease.show", "journal.show", "audit.show", "agent.diagnostics"})
                all[verb] = problemOf(line.call(verb));
            const Json bundle = protocol::member(line.call("agent.diagnostics"), "value");
            all["names"] = Json::array();
            for (const Json &file : protocol::member(bundle, "files"))
                all["names"].push_back(protocol::textOf(file, "name"));
            return all;
        });
        QCOMPARE(protocol::textOf(found, "role"), std::string("view"));
        for (const char *verb : {"host.inventory", "lnet.state", "lease.show", "journal.show", "audit.show", "agent.diagnostics"})
            QCOMPARE(protocol::textOf(found, verb, "absent"), std::string());
        const std::vector<std::string> names = protocol::textsOf(found, "names");
        QVERIFY(std::find(names.begin(), names.end(), "journal.json") != names.end());
        QVERIFY(std::find(names.begin(), names.end(), "audit.json") == names.end());
    }

    void everyWritingVerbIsRefused()
    {
        Line admin(socket());
        admin.hello();
        const std::string token = admin.takeLease("theirs");
        const Json found = asUser(viewer, viewGroup, [&] {
            Line line(socket());
            line.hello();
            Json all = Json::object();
            // With the token of a lease that is valid: knowing it must not help.
            for (const protocol::VerbTraits &traits : protocol::verbs)
                if (isRefusedToViewers(traits))
                    all[std::string(traits.name)] = problemOf(line.call(std::string(traits.name), {{"token", token}, {"job", "mine"}, {"holder", "root"}}, "theirs/1/1", token));
            return all;
        });
        int count = 0;
        for (const protocol::VerbTraits &traits : protocol::verbs)
            if (isRefusedToViewers(traits)) {
                QVERIFY2(protocol::textOf(found, traits.name) == "access-denied", std::string(traits.name).c_str());
                ++count;
            }
        QVERIFY(count >= 25);
        QCOMPARE(protocol::textOf(protocol::member(admin.call("lease.show"), "value"), "job"), std::string("theirs"));
        admin.call("lease.release", {{"token", token}});
    }

    void anAdministratorOfTheGroup()
    {
        const Json found = asUser(administrator, adminGroup, [&] {
            Line line(socket());
            return Json{{"role", protocol::textOf(line.hello(), "role")}, {"lease", !line.takeLease("group").empty()},
                        {"released", problemOf(line.call("lease.release", {{"token", line.takeLease("group")}}))}};
        });
        QCOMPARE(found, (Json{{"role", "admin"}, {"lease", true}, {"released", ""}}));
    }

    void claimsDoNotHelp()
    {
        const Json found = asUser(viewer, viewGroup, [&] {
            Json all = Json::object();
            Line line(socket());
            line.say({{"type", "hello"}, {"protocol", 1}, {"oldest", 1}, {"version", "1"}, {"holder", "root"}, {"key", "root's"}, {"role", "admin"},
                      {"uid", 0}, {"gid", 0}, {"groups", {"chandelier-admin"}}});
            all["role"] = protocol::textOf(line.hear(), "role");
            line.say({{"type", "hello"}, {"protocol", 1}, {"oldest", 1}, {"role", "admin"}, {"holder", "again"}});
            all["second"] = problemOf(line.hear());
            line.say({{"type", "call"}, {"id", 1}, {"verb", "lease.take"}, {"role", "admin"}, {"uid", 0}, {"args", {{"job", "x"}, {"holder", "root"}, {"role", "admin"}}}});
            all["take"] = problemOf(line.result(1));
            line.say({{"type", "role"}, {"role", "admin"}});
            line.say({{"type", "call"}, {"id", 2}, {"verb", "agent.restart"}, {"step", "x/1"}, {"lease", "x"}});
            all["restart"] = problemOf(line.result(2));
            return all;
        });
        QCOMPARE(found, (Json{{"role", "view"}, {"second", "bad-message"}, {"take", "access-denied"}, {"restart", "access-denied"}}));
    }

    void hugeFramesEndTheLine()
    {
        const Json found = asUser(viewer, viewGroup, [&] {
            Json all = Json::object();
            Line length(socket());
            length.hello();
            length.sendBytes(std::string("\x7f\xff\xff\xffJ{}", 7));
            all["length"] = protocol::textOf(length.hear(), "problem");
            Line early(socket());
            early.sendBytes(std::string("\x00\xf0\x00\x00J", 5) + std::string(300000, ' '));
            const Json refused = early.hear();
            all["early"] = refused.is_null() ? "bad-message" : protocol::textOf(refused, "problem"); // closed while it was still sending
            Line still(socket());
            all["role"] = protocol::textOf(still.hello(), "role");
            return all;
        });
        QCOMPARE(found, (Json{{"length", "bad-message"}, {"early", "bad-message"}, {"role", "view"}}));
    }

    void othersCallsAndStepsAreNotTheirs()
    {
        Line admin(socket());
        admin.hello();
        const std::string lease = admin.takeLease("long");
        QVERIFY(m_cluster->simhost({"fault", m_cluster->root(), "oss1", "--tool", "firewall-cmd", "--hang", "1", "--times", "1"}));
        const Json args{{"kind", "firewalld"}, {"ports", {"5405/udp"}}};
        const int before = m_cluster->runs("oss1", "firewall-cmd");
        const int id = admin.ask("firewall.open", args, "long/1/1", lease);
        QVERIFY(QTest::qWaitFor([&] { return m_cluster->runs("oss1", "firewall-cmd") > before; }, 10000));
        const auto attempt = [&] {
            return asUser(viewer, viewGroup, [&] {
                Line line(socket());
                line.hello();
                line.say({{"type", "cancel"}, {"id", id}});
                return Json(problemOf(line.call("firewall.open", args, "long/1/1", lease)));
            });
        };
        QCOMPARE(attempt(), Json("access-denied")); // attached while it runs ...
        QCOMPARE(problemOf(admin.result(id)), std::string()); // ... nor cancelled
        QCOMPARE(attempt(), Json("access-denied")); // ... nor replayed
        admin.call("lease.release", {{"token", lease}});
    }

    void aStrangerIsRefused()
    {
        const Json refused = asUser(stranger, noGroup, [&] {
            Line line(socket());
            return line.hello();
        });
        QCOMPARE(protocol::textOf(refused, "type"), std::string("refused"));
        QCOMPARE(protocol::textOf(refused, "problem"), std::string("access-denied"));
        QVERIFY(protocol::textOf(refused, "message").find("61003") != std::string::npos);
    }

    /// More lines than the agent takes, held by people without a role and by viewers, while an administrator comes.
    void othersCannotKeepAdministratorsOut()
    {
        int ready[2], done[2];
        QVERIFY(::pipe(ready) == 0 && ::pipe(done) == 0);
        std::vector<pid_t> children;
        for (const auto &[uid, group] : {std::pair{stranger, noGroup}, {viewer, viewGroup}})
            if (const pid_t child = ::fork(); child == 0) {
                ::close(done[1]);
                if (::setgroups(1, &group) != 0 || ::setgid(group) != 0 || ::setuid(uid) != 0)
                    ::_exit(1);
                std::vector<std::unique_ptr<Line>> lines;
                for (int i = 0; i < 80; ++i)
                    lines.push_back(std::make_unique<Line>(socket()));
                if (uid == viewer)
                    lines.front()->hello(); // the agent has come as far as these
                char byte = 'x';
                (void)!::write(ready[1], &byte, 1);
                (void)!::read(done[0], &byte, 1); // until the parent closes its end
                ::_exit(0);
            } else {
                children.push_back(child);
            }
        char bytes[2];
        for (int got = 0; got < 2; ++got)
            QCOMPARE(::read(ready[0], bytes, 1), ssize_t{1});
        Line admin(socket());
        QCOMPARE(protocol::textOf(admin.hello(), "role"), std::string("admin"));
        for (const int fd : {ready[0], ready[1], done[0], done[1]})
            ::close(fd);
        for (const pid_t child : children)
            ::waitpid(child, nullptr, 0);
    }

    /// In the audit, but not without end: the disk is the administrators'.
    void refusalsAreWrittenWithinBounds()
    {
        const std::size_t before = auditLines();
        asUser(viewer, viewGroup, [&] {
            Line line(socket());
            line.hello();
            for (int i = 0; i < 300; ++i)
                line.call("lease.take", {{"job", "x"}, {"holder", "x"}});
            return Json();
        });
        QVERIFY(auditLines() <= before + 25);
        Line admin(socket());
        admin.hello();
        const Json shown = protocol::member(admin.call("audit.show", {{"last", 1000}, {"verify", true}}), "value");
        QCOMPARE(protocol::flagOf(protocol::member(shown, "verified"), "ok"), true);
        int refusals = 0, byViewer = 0;
        for (const Json &entry : protocol::member(shown, "entries")) {
            refusals += protocol::textOf(entry, "what") == "refused";
            byViewer += protocol::textOf(entry, "what") == "refused" && protocol::numberOf(entry, "uid") == viewer;
        }
        QVERIFY(refusals >= 20 && refusals <= 60 && byViewer > 0);
    }
};

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"
