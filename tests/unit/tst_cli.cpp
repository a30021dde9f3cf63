// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/show.h"

#include <QTest>

class TestCli : public QObject {
    Q_OBJECT
private slots:
    void understandsWordsAndOptions()
    {
        const auto a = cli::parseArguments({"--demo", "fs", "create", "scratch", "--mdts", "2", "--osts=8", "--ost-servers", "oss1,oss2"});
        QVERIFY(a.ok());
        QCOMPARE(a->words.size(), std::size_t(3));
        QVERIFY(a->has("demo"));
        QCOMPARE(a->value("osts"), std::string("8"));
        QCOMPARE(a->list("ost-servers"), (std::vector<std::string>{"oss1", "oss2"}));
        QCOMPARE(cli::commandOf(*a)->words, std::string_view("fs create"));
    }
    void planIsADryRunOfTheCommandItself()
    {
        const auto a = cli::parseArguments({"plan", "fs", "create", "scratch", "--osts", "8"});
        QVERIFY(a.ok());
        QVERIFY(a->has("dry-run"));
        QCOMPARE(cli::commandOf(*a)->words, std::string_view("fs create"));
    }
    void badUseNamesWhatIsWrong_data()
    {
        QTest::addColumn<QStringList>("argv");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown option") << QStringList{"servers", "--nosuch"} << "--nosuch";
        QTest::newRow("option of another command") << QStringList{"servers", "--osts", "8"} << "--osts";
        QTest::newRow("value missing") << QStringList{"fs", "create", "a", "--osts"} << "needs a value";
        QTest::newRow("argument missing") << QStringList{"fs", "create"} << "takes NAME";
        QTest::newRow("too many") << QStringList{"fs", "start", "a", "b"} << "2 given";
    }
    void badUseNamesWhatIsWrong()
    {
        QFETCH(QStringList, argv);
        QFETCH(QString, says);
        std::vector<std::string> words;
        for (const QString &w : argv)
            words.push_back(w.toStdString());
        const auto a = cli::parseArguments(words);
        QVERIFY(!a.ok());
        QVERIFY2(a.error().message.find(says.toStdString()) != std::string::npos, a.error().message.c_str());
    }
    void optionalListsAreLists()
    {
        for (const std::vector<std::string> &words : {std::vector<std::string>{"server", "check"}, {"server", "check", "a", "b"}, {"server", "add", "a", "b", "c"}}) {
            const auto a = cli::parseArguments(words);
            QVERIFY2(a, a ? "" : a.error().message.c_str());
        }
    }
    void everyCommandExplainsItself()
    {
        for (const cli::CommandRule &rule : cli::commands())
            QVERIFY(cli::usage(&rule).find(rule.help) != std::string::npos);
    }
    void tablesAlignUnicode()
    {
        QCOMPARE(cli::table({"A", "N"}, {{"é", "1"}, {"bcd", "20"}}, {1}), std::string("A     N\né     1\nbcd  20\n"));
    }
    void unitsFit()
    {
        QCOMPARE(cli::bytes(0), std::string("0 B"));
        QCOMPARE(cli::bytes(std::uint64_t(1536)), std::string("1.50 KiB"));
        QCOMPARE(cli::bytes(std::uint64_t(128) << 40), std::string("128 TiB"));
        QCOMPARE(cli::duration(125'000), std::string("2 min 05 s"));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
