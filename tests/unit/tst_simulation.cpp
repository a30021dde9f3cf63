// SPDX-License-Identifier: GPL-3.0-or-later
// 1,000 stories by default; `--seeds N --from S`, or CHANDELIER_SEEDS=N, for others; `--tell` prints good ones too. A failure prints its seed and its story.
#include "tests/support/simulation.h"

#include <QElapsedTimer>
#include <QtTest>
#include <cstdio>

namespace {
// Sanitizers slow every story down tenfold; what they look for shows in a few.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t usualCount = 150;
#else
constexpr std::uint64_t usualCount = 1000;
#endif
std::uint64_t firstSeed = 1, seedCount = usualCount;
bool tell = false; ///< good stories too
}

class TestSimulation : public QObject {
    Q_OBJECT

private slots:
    void theSameSeedIsTheSameStory()
    {
        support::Simulation one(firstSeed + 6), other(firstSeed + 6);
        QCOMPARE(one.run(), other.run());
        QVERIFY(one.trace() == other.trace());
    }

    void keepsItsPromises()
    {
        int failures = 0;
        std::map<int, int> rounds;
        QElapsedTimer timer;
        timer.start();
        for (std::uint64_t seed = firstSeed; seed < firstSeed + seedCount && failures < 3; ++seed) {
            // What a story leaves in the queue would be looked through at every step of all that follow.
            QCoreApplication::sendPostedEvents();
            support::Simulation simulation(seed);
            const std::string wrong = simulation.run();
            ++rounds[simulation.rounds()];
            if (wrong.empty() && !tell)
                continue;
            failures += wrong.empty() ? 0 : 1;
            std::fprintf(stderr, "seed %llu: %s\n", static_cast<unsigned long long>(seed), wrong.empty() ? "good" : wrong.c_str());
            for (const std::string &line : simulation.trace())
                std::fprintf(stderr, "  %s\n", line.c_str());
        }
        QString spread;
        for (const auto &[count, seeds] : rounds)
            spread += QStringLiteral(" %1 in %2;").arg(seeds).arg(count);
        qInfo("%llu seeds in %.1f s; reached in rounds:%s", static_cast<unsigned long long>(seedCount),
            static_cast<double>(timer.elapsed()) / 1000, qPrintable(spread));
        QCOMPARE(failures, 0);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    qputenv("QTEST_FUNCTION_TIMEOUT", "7200000"); // 10,000 seeds are more than Qt Test's five minutes
    if (qEnvironmentVariableIsSet("CHANDELIER_SEEDS"))
        seedCount = static_cast<std::uint64_t>(qEnvironmentVariableIntValue("CHANDELIER_SEEDS"));
    QStringList words = app.arguments();
    for (const auto &[name, value] : {std::pair{"--seeds", &seedCount}, {"--from", &firstSeed}})
        if (const qsizetype at = words.indexOf(QLatin1String(name)); at > 0 && at + 1 < words.size()) {
            *value = words[at + 1].toULongLong();
            words.remove(at, 2);
        }
    tell = words.removeAll(QStringLiteral("--tell")) > 0;
    TestSimulation test;
    return QTest::qExec(&test, words);
}
#include "tst_simulation.moc"
