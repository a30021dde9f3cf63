// SPDX-License-Identifier: GPL-3.0-or-later
// A person at the window who looks after the pair oss1 and oss2, on hosts of the lab with real Pacemaker: reads the cluster's page,
// sees what a plan interrupts before running it, brings targets home. What the window shows is one thing; what the nodes, the simulated
// disks and the power of the lab say is asked beside it.
#pragma once
#include "tests/lab/labperson.h"

class HaPerson : public LabPerson {
protected:
    static constexpr int healingMs = 240'000; ///< until a server is back and all is well
    static constexpr const char *pairPlace = "cluster:oss1-oss2";

    /// The window is open, and knows all four servers.
    void openOnFour()
    {
        openWindow();
        if (QTest::currentTestFailed())
            return;
        const auto ready = [this] {
            const inventory::World world = cluster().world();
            return world->servers.size() == 4 && std::all_of(world->servers.begin(), world->servers.end(), [](const auto &each) { return each.second.up() && each.second.inventory; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patienceMs);
    }

    // ---- what the window shows

    QString stateOf(const std::string &server) const { return cellOf("cluster.nodes", "server:" + server, "state"); }
    bool allRunOn(const std::vector<std::string> &labels, const std::string &server) const
    {
        return std::all_of(labels.begin(), labels.end(), [&](const std::string &label) {
            return cellOf("cluster.resources", "target:" + label, "where") == QString::fromStdString(server) && cellOf("cluster.resources", "target:" + label, "state") == QStringLiteral("Started");
        });
    }
    std::vector<std::string> targetsOn(const std::string &server) const
    {
        std::vector<std::string> labels;
        const inventory::World world = cluster().world();
        for (const auto &[id, target] : world->targets)
            if (target.active == server)
                labels.push_back(target.label);
        return labels;
    }
    /// Some text on the page, beside its tables.
    bool reads(const QString &part) const
    {
        const auto labels = page().findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *l) { return l->isVisible() && l->text().contains(part); });
    }
    void openPair(const char *part)
    {
        go(pairPlace);
        if (!QTest::currentTestFailed())
            showPart(QLatin1String(part));
    }
    void becomes(const std::string &server, const char *state)
    {
        openPair("Nodes");
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(server), QLatin1String(state), healingMs);
    }
    void comeUpOn(const std::vector<std::string> &labels, const std::string &server)
    {
        openPair("Resources");
        QTRY_VERIFY2_WITH_TIMEOUT(allRunOn(labels, server), qPrintable(allOf("cluster.resources")), healingMs);
    }

    // ---- what the lab says

    /// A command of tests/lab succeeds.
    bool holds(const QString &command) const { return askLab({QStringLiteral("eval"), command + QStringLiteral(" && echo it-holds")}).endsWith(QStringLiteral("it-holds")); }
    QString power(const std::string &server) const { return askLab({m_scripts + QStringLiteral("/node"), QString::fromStdString(server), QStringLiteral("status")}); }
    QString bootOf(const std::string &server) const { return askLab({QStringLiteral("boot_of"), QString::fromStdString(server)}); }
    void areMountedOn(const std::vector<std::string> &labels, const std::string &server)
    {
        const QStringList mounted = askLab({QStringLiteral("mounted_on"), QString::fromStdString(server)}).split(QLatin1Char(' '));
        for (const std::string &label : labels)
            QVERIFY2(mounted.contains(QString::fromStdString(label)), qPrintable(QStringLiteral("%1 has %2").arg(QString::fromStdString(server), mounted.join(QLatin1Char(' ')))));
    }

    // ---- what the person does

    /// A row of the table that the page shows now, and an action for it.
    void actOn(const char *table, const std::vector<std::string> &keys, const QString &action)
    {
        auto *view = find<shell::TableView>(QLatin1String(table));
        for (const std::string &key : keys) {
            click(view, key, key == keys.front() ? Qt::NoModifier : Qt::ControlModifier);
            if (QTest::currentTestFailed())
                return;
        }
        QTRY_VERIFY2_WITH_TIMEOUT(hasAction(action), qPrintable(action + QStringLiteral(" is not offered")), patienceMs);
        act(action);
    }
    /// The plan is shown, with these targets as what it interrupts, and named as risky.
    void seesWhatItInterrupts(const std::vector<std::string> &labels, const QString &name)
    {
        QTRY_COMPARE_WITH_TIMEOUT(page().objectName(), QStringLiteral("plan"), patienceMs);
        picture(name);
        QVERIFY2(find<QWidget>(QStringLiteral("touch"))->isVisible(), "what it interrupts is said first");
        for (const std::string &label : labels)
            QVERIFY2(allOf("touch.table").contains(QString::fromStdString(label)), qPrintable(allOf("touch.table")));
        const QString totals = find<QLabel>(QStringLiteral("plan.totals"))->text();
        QVERIFY2(totals.contains(QStringLiteral("interrupt")), qPrintable(totals));
    }
    void runPlanOf(const std::string &label)
    {
        QTRY_COMPARE_WITH_TIMEOUT(page().objectName(), QStringLiteral("plan"), patienceMs);
        picture(QString::fromStdString(label));
        run();
    }
    void bringOnline(const std::string &server)
    {
        openPair("Nodes");
        actOn("cluster.nodes", {"server:" + server}, QStringLiteral("Bring online"));
        if (QTest::currentTestFailed())
            return;
        runPlanOf("online-plan");
        if (!QTest::currentTestFailed())
            becomes(server, "Online");
    }
    /// From the table of resources.
    void failBack(const std::vector<std::string> &labels, const std::string &home)
    {
        openPair("Resources");
        std::vector<std::string> keys;
        for (const std::string &label : labels)
            keys.push_back("target:" + label);
        actOn("cluster.resources", keys, QStringLiteral("Fail back"));
        if (QTest::currentTestFailed())
            return;
        runPlanOf("failback-plan");
        if (!QTest::currentTestFailed())
            comeUpOn(labels, home);
        if (!QTest::currentTestFailed())
            areMountedOn(labels, home);
    }
    /// From the table of nodes: all that has this server as its primary.
    void moveHome(const std::string &server, const std::vector<std::string> &labels)
    {
        openPair("Nodes");
        actOn("cluster.nodes", {"server:" + server}, QStringLiteral("Move targets home"));
        if (QTest::currentTestFailed())
            return;
        runPlanOf("home-plan");
        if (!QTest::currentTestFailed())
            comeUpOn(labels, server);
        if (!QTest::currentTestFailed())
            areMountedOn(labels, server);
    }
};
