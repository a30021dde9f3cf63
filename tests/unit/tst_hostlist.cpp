// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fleet/hostlist.h"

#include <QTest>
#include <set>

using fleet::expandHosts;
using fleet::foldHosts;
using fleet::HostEntry;

class TestHostlist : public QObject {
    Q_OBJECT
    static QString joined(const std::vector<HostEntry> &entries)
    {
        QStringList all;
        for (const HostEntry &e : entries)
            all << QString::fromStdString((e.user.empty() ? "" : e.user + "@") + e.host + (e.port ? ":" + std::to_string(e.port) : ""));
        return all.join(' ');
    }
private slots:
    void expands_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("hosts");
        QTest::newRow("one") << "mds1" << "mds1";
        QTest::newRow("range keeps zeros") << "oss[08-11].lab" << "oss08.lab oss09.lab oss10.lab oss11.lab";
        QTest::newRow("without zeros") << "n[9-11]" << "n9 n10 n11";
        QTest::newRow("several in one bracket") << "n[1-2,7,09]" << "n1 n2 n7 n09";
        QTest::newRow("step") << "n[0-6/3]" << "n0 n3 n6";
        QTest::newRow("brackets multiply") << "r[1-2]n[1-2]" << "r1n1 r1n2 r2n1 r2n2";
        QTest::newRow("separators and comments") << "a, b;c\n# nothing here\n d # e\n\tf" << "a b c d f";
        QTest::newRow("once each") << "a a b[1-2] b1" << "a b1 b2";
        QTest::newRow("user and port") << "root@10.0.0.[1-2]:2222" << "root@10.0.0.1:2222 root@10.0.0.2:2222";
        QTest::newRow("IP version 6") << "[fd00::1]:22 fd00::2 u@[fd00::3]" << "fd00::1:22 fd00::2 u@fd00::3";
        QTest::newRow("user with at") << "admin@corp@oss1" << "admin@corp@oss1";
        QTest::newRow("nothing") << "  \n# only this\n" << "";
    }
    void expands()
    {
        QFETCH(QString, text);
        QFETCH(QString, hosts);
        const auto entries = expandHosts(text.toStdString());
        QVERIFY2(entries, entries ? "" : entries.error().message.c_str());
        QCOMPARE(joined(*entries), hosts);
    }
    void saysWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("not closed") << "a\nb oss[1-3" << "Line 2, column 6: the bracket is not closed";
        QTest::newRow("not opened") << "oss1-3]" << "Line 1, column 7: a closing bracket";
        QTest::newRow("backwards") << "oss[9-1]" << "Line 1, column 5: the range 9-1 goes backwards";
        QTest::newRow("no number") << "oss[a-b]" << "\"a\" is not a number";
        QTest::newRow("empty") << "oss[]" << "a number is missing";
        QTest::newRow("trailing comma") << "oss[1,]" << "Line 1, column 7: a number is missing";
        QTest::newRow("step zero") << "oss[1-9/0]" << "cannot be a step";
        QTest::newRow("digits differ") << "oss[01-001]" << "different numbers of digits";
        QTest::newRow("port") << "oss1:99999" << "\"99999\" is not a port";
        QTest::newRow("no host") << "root@" << "the name of the host is missing";
        QTest::newRow("no user") << "@oss1" << "the user before";
        QTest::newRow("odd character") << "é oss!1" << "Line 1, column 1: the host";
        QTest::newRow("column counts characters") << "# ü\na oss!1" << "Line 2, column 6: the host \"oss!1\"";
        QTest::newRow("dash") << "-oProxyCommand=x" << "has a character that no host name may have";
        QTest::newRow("dash first") << "-oss" << "cannot be the name";
        QTest::newRow("too many") << "oss[1-9999999]" << "9999999 numbers";
        QTest::newRow("too many together") << "a[1-100]b[1-100]" << "10000 hosts";
        QTest::newRow("huge number") << "a[1-99999999999999999999]" << "is not a number";
    }
    void saysWhatIsWrongAndWhere()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto entries = expandHosts(text.toStdString());
        QVERIFY(!entries);
        QVERIFY2(entries.error().message.find(says.toStdString()) != std::string::npos, entries.error().message.c_str());
        QVERIFY(!entries.error().remedy.empty());
    }
    void limitIsForTheWholeList()
    {
        QVERIFY(expandHosts("a[1-5] b[1-5]", 10));
        QVERIFY(!expandHosts("a[1-5] b[1-5] c", 10));
    }
    void folds_data()
    {
        QTest::addColumn<QStringList>("hosts");
        QTest::addColumn<QString>("text");
        QTest::newRow("range") << QStringList{"oss01.lab", "oss02.lab", "oss03.lab", "mds1"} << "oss[01-03].lab, mds1";
        QTest::newRow("two are a list") << QStringList{"a1", "a2"} << "a[1,2]";
        QTest::newRow("holes") << QStringList{"a1", "a3", "a4", "a5"} << "a[1,3-5]";
        QTest::newRow("addresses") << QStringList{"10.0.0.1", "10.0.0.2", "10.0.0.3"} << "10.0.0.[1-3]";
        QTest::newRow("widths differ") << QStringList{"a9", "a10", "a011"} << "a[9,10,011]";
        QTest::newRow("no number") << QStringList{"gate"} << "gate";
    }
    void folds()
    {
        QFETCH(QStringList, hosts);
        QFETCH(QString, text);
        std::vector<std::string> names;
        for (const QString &h : hosts)
            names.push_back(h.toStdString());
        QCOMPARE(QString::fromStdString(foldHosts(names)), text);
    }
    void whatIsFoldedExpandsToTheSame()
    {
        std::vector<std::string> names{"x", "r1n1", "r1n2", "r2n007", "n099", "n100", "n101", "a0", "a00"};
        for (int i = 1; i < 300; i += 1 + i % 3)
            names.push_back("oss" + std::to_string(i) + ".lab");
        const auto back = expandHosts(foldHosts(names));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        std::set<std::string> a(names.begin(), names.end()), b;
        for (const HostEntry &e : *back)
            b.insert(e.host);
        QVERIFY2(a == b, foldHosts(names).c_str());
    }
};

QTEST_GUILESS_MAIN(TestHostlist)
#include "tst_hostlist.moc"
