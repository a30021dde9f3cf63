// SPDX-License-Identifier: GPL-3.0-or-later
// The language of conditions, and the catalogue as it is read.
#include "tests/support/alertscene.h"

using namespace alertscene;

class TestConditions : public QObject {
    Q_OBJECT

private slots:
    void conditionsAreCalculated_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("is"); // -1: not known
        const auto row = [](const char *text, int is) { QTest::newRow(text) << text << is; };
        row("one == 1", 1);
        row("one + one * 2 == 3", 1);
        row("(one + one) * 2 == 4", 1);
        row("-one < 0 and not one > 1", 1);
        row("1 - 20 / 100 >= 0.8", 1);
        row("word == \"mounted\"", 1);
        row("word != \"mounted\" or one", 1);
        row("word contains \"oun\"", 1);
        row("one / 0 > 5", -1);
        row("none > 5", -1);
        row("not none", -1);
        row("none or one", 1);
        row("none and one", -1);
        row("none and one == 2", 0);
        row("one == 2 and none", 0);
        row("word > 5", -1);
        row("one[kind=a] == 7", 1);
        row("\"\"", 0);
        row("ordered == 3 and android == 4", 1);
    }
    void conditionsAreCalculated()
    {
        QFETCH(QString, text);
        QFETCH(int, is);
        const auto condition = Condition::parse(text.toStdString());
        QVERIFY2(condition, condition ? "" : condition.error().message.c_str());
        const auto holds = condition->holds([&](std::size_t i) -> Term {
            const monitoring::Asked &asked = condition->asked()[i];
            if (asked.name == "one")
                return asked.labels.empty() ? 1.0 : 7.0;
            if (asked.name == "ordered" || asked.name == "android")
                return asked.name == "ordered" ? 3.0 : 4.0;
            return asked.name == "word" ? Term(std::string("mounted")) : Term();
        });
        QCOMPARE(holds ? int(*holds) : -1, is);
    }

    void refusesWhatCannotBeMeant()
    {
        for (const char *bad : {"", "one ==", "(one", "one one", "\"open", "one = 1", "a[b]", "a[b=c", "1..2 > 3", "and", "not", "one &", "a - ", "a == b == "})
            QVERIFY2(!Condition::parse(bad), bad);
        QVERIFY(!Condition::parse(std::string(5000, '1')));
        QVERIFY(!Condition::parse(std::string(200, '(') + "1"));
        QVERIFY(!Condition::parse(std::string(200, '-') + "1"));
        for (const char *bad : {R"({})", R"([])", R"({"id":"a","severity":"bad","scope":"server","when":"1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"server.reech == 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"target.state == 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"filesystem","when":"load > 1","title":"t","text":"x"})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","hold":-1})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","holt":1})",
                 R"({"id":"a","severity":"info","scope":"server","when":"1","title":"t","text":"x","plan":"explode"})"})
            QVERIFY2(!monitoring::ruleFromJson(protocol::parseJson(bad), "x"), bad);
    }

    void theCatalogueIsWhole()
    {
        const RuleLibrary library("/nonexistent");
        for (const base::Error &problem : library.problems())
            QFAIL(problem.message.c_str());
        QVERIFY(library.all().size() >= 45);
        for (const AlertRule &rule : library.all())
            QVERIFY2(!rule.cause.empty() && !rule.remedy.empty() && (rule.value || rule.text.find("{value}") == std::string::npos || !rule.says.empty() || rule.id == "agent-was-silent"), rule.id.c_str());
    }

    void ownRulesComeFirst()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath("own.json"));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(R"({"alerts": [{"id": "lnet-down", "off": true}, {"id": "bad"},
            {"id": "server-lost", "severity": "info", "scope": "server", "when": "server.targets == 0", "title": "Gone", "text": "{name}"}]})");
        file.close();
        const RuleLibrary library(dir.path().toStdString());
        QCOMPARE(library.problems().size(), std::size_t(1));
        const auto find = [&](const char *id) { return std::find_if(library.all().begin(), library.all().end(), [&](const AlertRule &r) { return r.id == id; }); };
        QVERIFY(find("lnet-down") == library.all().end());
        QCOMPARE(find("server-lost")->title, std::string("Gone"));
    }
};

QTEST_GUILESS_MAIN(TestConditions)
#include "tst_conditions.moc"
