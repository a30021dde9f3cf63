// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests that kill programs share: the moments, and the proof that all ended as without a kill, with no device
// formatted twice by the hosts' own logs.
#pragma once
#include "tests/system/democluster.h"

#include <QRandomGenerator>
#include <csignal>

inline constexpr double killingSpeed = 0.05; // long enough for kills to meet running steps, short enough for twenty rounds

inline void verifyScratch(const DemoCluster &cluster)
{
    const Ran shown = cluster.ctl({"--json", "fs", "show", "scratch"});
    const auto fs = shown.json();
    QVERIFY2(fs.is_object(), shown.out + shown.err);
    QCOMPARE(QString::fromStdString(fs.value("state", "")), QString("available"));
    QCOMPARE(fs["mdts"].size(), std::size_t(2));
    QCOMPARE(fs["osts"].size(), std::size_t(8));
    const auto formats = cluster.formats();
    QCOMPARE(formats.size(), std::size_t(10));
    for (const auto &[device, count] : formats)
        QVERIFY2(count == 1, qPrintable(QString("%1 was formatted %2 times").arg(device).arg(count)));
}

/// Milliseconds that it takes when nobody is killed.
inline qint64 timeWithoutKills()
{
    DemoCluster cluster(killingSpeed);
    QElapsedTimer timer;
    timer.start();
    const Ran ran = cluster.ctl(createScratch);
    const qint64 took = timer.elapsed();
    [&] { QVERIFY2(ran.code == 0, ran.err + ran.out.right(1500)); }();
    verifyScratch(cluster);
    return took;
}

/// Twenty random rows of `ms`, below `within`, and `dice`.
inline void moments(qint64 within, quint32 seed)
{
    QTest::addColumn<int>("ms");
    QTest::addColumn<int>("dice");
    QRandomGenerator random(seed);
    for (int i = 0; i < 20; ++i) {
        const int ms = static_cast<int>(random.bounded(std::max(1, static_cast<int>(within))));
        QTest::addRow("%d, at %d ms", i, ms) << ms << static_cast<int>(random.bounded(10'000));
    }
}
